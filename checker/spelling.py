"""Corrections of a misspelt word: the common words that are one slip away from it.

A slip is a letter doubled or not doubled, two letters swapped, one dropped, added or exchanged for another. Its
cost says how little it takes: people and machines swap and drop letters; a letter exchanged for an unrelated
one, or a wrong first letter, is rare. All words one slip away are made and looked up, which needs no index.

>>> [correction.word for correction in corrections("recieved")][:1], corrections("zorgel")
(['received'], ())
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from checker import lexicon

DATA = Path(__file__).with_name("data") / "terms.txt"
_MEMO = 8_192  # words whose answer is kept
LONGEST = 24  # letters; a longer string is no word
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")
_ALIKE = frozenset(map(frozenset, ("ck", "sz", "cs", "vw", "dt", "gj", "bp", "gk", "fv", "mn", "iy", "kq")))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NAME = lexicon.mask("name")

SLIGHT, SMALL, FAIR, POOR, NEVER = 1, 2, 3, 5, 20
"""Costs of a slip; a letter too many before a word makes a name for a program, no misspelling (`fstring`)."""
_FIRST_LETTER = 1  # what a slip at the first letter costs more


class Correction(NamedTuple):
    """A common word near another: its cost, the word, its tier (see `checker.lexicon.Word`)."""

    cost: int
    word: str
    tier: int


@cache
def _terms() -> frozenset[str]:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_listed(word: str) -> bool:
    """Whether a word in lower case is an English one or a term, as it stands or after a prefix of some length.

    >>> [is_listed(word) for word in ("goroutine", "hyperlocal", "cotact")]
    [True, True, False]
    """
    if lexicon.lookup(word) is not None or word in _terms() or word in lexicon.PREFIXES:
        return True
    return lexicon.is_known(word) and not corrections_are_plain(word, SMALL)


def corrections_are_plain(word: str, cost: int) -> bool:
    """Whether a very common word is so near that even a well-made word is likelier a slip."""
    found = corrections(word)
    return bool(found) and found[0].cost <= cost


@lru_cache(maxsize=_MEMO)
def is_meant(word: str) -> bool:
    """Whether a word that no list has is made from such by a living ending or of two, and no slip for another.

    >>> [is_meant(word) for word in ("crayonlike", "toolmaker", "becuase", "begining", "consentrated")]
    [True, True, False, False, False]
    """
    return (
        is_listed(word)
        or _is_odd_plural(word)
        or _is_derived(word)
        or (_is_compound(word) and not corrections_are_plain(word, FAIR))
    )


# --- words made from words ---------------------------------------------------------------------------

_NOUN, _VERB = lexicon.mask("noun", "plural"), lexicon.mask("verb")
_ADJECTIVE = lexicon.mask("adjective")
_ANY = _NOUN | _VERB | _ADJECTIVE | lexicon.mask("verb-ing", "verb-participle")
_ENDINGS: tuple[tuple[str, tuple[str, ...], int, int], ...] = (
    # ending, what the base has instead of it, classes of the base, classes that it must not have
    ("s", ("",), _NOUN, lexicon.mask("plural") | _VERB),
    ("ed", ("", "e"), _NOUN, _VERB),
    ("ing", ("", "e"), _NOUN, _VERB),
    ("er", ("", "e"), _VERB, 0),
    ("ers", ("", "e"), _VERB, 0),
    ("ee", ("", "e"), _VERB, 0),
    ("ees", ("", "e"), _VERB, 0),
    ("or", ("", "e"), _VERB, 0),
    ("ors", ("", "e"), _VERB, 0),
    ("able", ("", "e"), _VERB, 0),
    ("ability", ("", "e"), _VERB, 0),
    ("ability", ("able",), _ANY, 0),
    ("ness", ("",), _ADJECTIVE, 0),
    ("less", ("",), _NOUN, 0),
    ("like", ("",), _NOUN, 0),
    ("wise", ("",), _NOUN, 0),
    ("ish", ("",), _ADJECTIVE | _NOUN, 0),
    ("ism", ("", "e"), _ADJECTIVE | _NOUN, 0),
    ("isms", ("", "e"), _ADJECTIVE | _NOUN, 0),
    ("ist", ("", "e"), _ADJECTIVE | _NOUN, 0),
    ("ists", ("", "e"), _ADJECTIVE | _NOUN, 0),
    ("ity", ("", "e"), _ADJECTIVE, 0),
    ("ically", ("ic",), _ADJECTIVE, 0),
    ("ly", ("",), lexicon.mask("verb-ing", "verb-participle"), 0),
    *(
        (f"i{letter}{rest}", ("", "e", "y"), _NOUN | _ADJECTIVE, 0)
        for letter in "sz"
        for rest in ("e", "ed", "es", "ing", "er", "ers", "ation", "ations", "able")
    ),
    *((f"ify{rest}", ("", "e", "y"), _NOUN | _ADJECTIVE, 0) for rest in ("", "ing")),
)
_INFLECTED = lexicon.mask("plural", "verb-s")
_LEAST_BASE = 4
_LEAST_PART = 4
_COMMON = 35  # the rarest tier of a common word
_PLAIN = 50  # the rarest tier of a word that others are made from


def _is_odd_plural(word: str) -> bool:
    """Whether a word is one that has no plural with its ending: `the forths`, `work arounds`."""
    base = word[:-1]
    if not word.endswith("s") or len(base) < _LEAST_BASE or word.endswith(("ss", "ys", "xs", "zs")):
        return False
    found = lexicon.lookup(base)
    return found is not None and found.tier > 0 and not found.classes & _INFLECTED


def _is_derived(word: str) -> bool:
    for ending, instead, classes, barred in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if any(_is_base(stem + letters, classes, barred) for letters in instead):
                return True
    return False


def _is_base(word: str, classes: int, barred: int) -> bool:
    if len(word) < _LEAST_BASE:
        return False
    found = lexicon.lookup(word)
    if found is None:
        return False
    return bool(found.classes & classes) and not found.classes & (barred | _NAME) and 0 < found.tier <= _PLAIN


def _is_compound(word: str) -> bool:
    """Of two plain nouns, verbs or adjectives, the second with any ending of its own."""
    for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
        if _is_part(word[:cut]) and (_is_part(word[cut:]) or _is_derived(word[cut:])):
            return True
    return False


def _is_part(word: str) -> bool:
    found = lexicon.lookup(word)
    if found is None or found.classes & (_NAME | GRAMMAR):
        return False
    return bool(found.classes & _PART) and 0 < found.tier <= _PLAIN


GRAMMAR = lexicon.mask("determiner", "pronoun", "preposition", "conjunction", "modal", "auxiliary")
_PART = _ANY | lexicon.mask("verb-s", "verb-past")


# --- slips -------------------------------------------------------------------------------------------


@lru_cache(maxsize=_MEMO)
def corrections(word: str) -> tuple[Correction, ...]:
    """The common words one slip away from a word in lower case, the likeliest first."""
    if not 2 < len(word) <= LONGEST or not (word.isascii() and word.isalpha()):
        return ()
    found = []
    for other in _one_slip_away(word):
        entry = lexicon.lookup(other)
        if entry is not None and 0 < entry.tier <= _PLAIN and not entry.classes & _NAME:
            found.append(Correction(_slip(word, other) + _rarity(entry.tier), other, entry.tier))
    return tuple(sorted(found, key=lambda some: (some.cost, not is_function_word(some.word), some.word)))


_DOUBLED = frozenset("bcdefglmnoprstz")  # letters that English words have doubled
_LEAST_TWICE = 7  # letters of a word in which two slips leave the word plain


@lru_cache(maxsize=_MEMO)
def doubled_corrections(word: str) -> tuple[Correction, ...]:
    """The common words that a doubled letter here, a single one there tell from a word in lower case, likeliest first.

    The second of the two slips may also be another vowel. Both are slight: one alone hardly changes a word's look.

    >>> [correction.word for correction in doubled_corrections("reffering") + doubled_corrections("accomodatian")]
    ['referring', 'accommodation']
    """
    if not _LEAST_TWICE <= len(word) <= LONGEST or not (word.isascii() and word.isalpha()):
        return ()
    twice: dict[str, int] = {}
    for once in _doublings(word):
        twice.update(dict.fromkeys(_vowels_exchanged(once), SLIGHT + SMALL))
    for once in _doublings(word):
        twice.update(dict.fromkeys(_doublings(once), SLIGHT + SLIGHT))
    found = []
    for other, cost in twice.items():
        entry = lexicon.lookup(other)
        if entry is not None and 0 < entry.tier <= _COMMON and not entry.classes & _NAME:
            found.append(Correction(cost + _rarity(entry.tier), other, entry.tier))
    return tuple(sorted(found, key=lambda some: (some.cost, some.word)))


def _doublings(word: str) -> set[str]:
    """The word with one letter doubled, or one of a double letter left out.

    >>> sorted(_doublings("bell"))
    ['bbell', 'beell', 'bel']
    """
    found = set()
    for at, letter in enumerate(word):
        if word[at + 1 : at + 2] == letter:
            found.add(word[:at] + word[at + 1 :])
        elif letter in _DOUBLED and word[at - 1 : at] != letter:
            found.add(word[:at] + letter + word[at:])
    return found


def _vowels_exchanged(word: str) -> set[str]:
    return {
        word[:at] + vowel + word[at + 1 :] for at, letter in enumerate(word) if letter in _VOWELS for vowel in _VOWELS
    }


def is_function_word(word: str) -> bool:
    """Whether a word has a grammatical use: what is most often meant by a few letters."""
    found = lexicon.lookup(word)
    return found is not None and bool(found.classes & GRAMMAR)


def _rarity(tier: int) -> int:
    """What a correction costs more for being rarer."""
    return 0 if tier <= 10 else 1 if tier <= 20 else 2 if tier <= 35 else 3


def _one_slip_away(word: str) -> set[str]:
    """All words of the lexicon one slip away, rare ones too."""
    head, tail = word[:2], word[2:]
    common, rare = lexicon.starting(head)
    tails = _slips(tail)
    found = {head + rest for rest in (tails & common.keys()) | (tails & rare.keys())}
    prefixes = lexicon.LEXICON.prefixes
    for start in _slips(word[:3]):  # a slip in the first two letters, or beside them
        if start[:2] != head and start[:2] in prefixes:
            other = start + word[3:]
            common, rare = lexicon.starting(other[:2])
            if other[2:] in common or other[2:] in rare:
                found.add(other)
    return found


def _slips(word: str) -> set[str]:
    """Every string one slip away.

    >>> len(_slips("slip")), "silp" in _slips("slip")
    (234, True)
    """
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in parts if right}
    found.update(left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1)
    found.update(left + letter + right[1:] for left, right in parts if right for letter in _LETTERS)
    found.update(left + letter + right for left, right in parts for letter in _LETTERS)
    return found


def _slip(word: str, other: str) -> int:
    """The cost of the one slip between two words.

    >>> [_slip("becuase", "because"), _slip("comon", "common"), _slip("goverment", "government"), _slip("dag", "dog")]
    [1, 1, 2, 2]
    """
    left = 0
    while left < min(len(word), len(other)) and word[left] == other[left]:
        left += 1
    first = _FIRST_LETTER if left == 0 else 0
    if len(word) == len(other):
        swapped = word[left : left + 2] == other[left : left + 2][::-1] and word[left + 2 :] == other[left + 2 :]
        return first + (SLIGHT if swapped else _exchange(word[left], other[left]))
    shorter, longer = sorted((word, other), key=len)
    letter = longer[left]
    if left and longer[left - 1] == letter:
        return SLIGHT
    if shorter == word:
        return SMALL + first
    return FAIR if left else NEVER


def is_one_slip(word: str, other: str) -> bool:
    """Whether a slight or small slip is all that tells two words apart.

    >>> is_one_slip("amercia", "america"), is_one_slip("belgium", "belgian")
    (True, False)
    """
    return other in _slips(word) and _slip(word, other) <= SMALL


def _exchange(one: str, other: str) -> int:
    pair = frozenset((one, other))
    if pair <= _VOWELS or pair in _ALIKE:
        return SMALL
    return FAIR if any(one + other in row or other + one in row for row in _ROWS) else POOR
