"""English words with a slip: misspelt, broken, glued, with a capital or a digit inside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from checker import lexicon, spelling
from checker.checks.spelling.leftover import evidence_by_word, is_borrowed
from checker.checks.spelling.unknown import (
    CROWD,
    NAMES,
    Unknown,
    is_beside_name,
    is_set_off,
    is_strange_name,
    odd_tokens,
    unknown_words,
    whole_tokens,
)
from checker.document import Document
from checker.expressions import own
from checker.finding import Match

if TYPE_CHECKING:
    from checker.checks.spelling import Asked


_MOST_COST = (0, 0, 0, 3, 3, 4, 5, 6, 7)  # by length of the word
_SURE_COST = (0, 0, 0, 0, 1, 2, 3, 4, 4)
_VERY_COMMON = 10  # the tier of words that a few letters most often are


def misspelt_words(document: Document, asked: Asked) -> Iterator[Match]:
    for unknown in document.memo(unknown_words):
        word = unknown.word
        if word in asked.unless or unknown.times > asked.most or unknown.crowd >= CROWD:
            continue
        if spelling.is_meant(word):
            continue
        if not (found := spelling.corrections(word) or spelling.doubled_corrections(word)):
            continue
        if document.memo(evidence_by_word).get(word) or _pieces(document, unknown) or _glue(word):
            continue
        if is_set_off(document, unknown.start, unknown.end) or is_borrowed(document, unknown):
            continue
        best = found[0]
        length = min(len(word), 8)
        sure = best.cost <= _SURE_COST[length]
        if (not sure and is_beside_name(document, unknown)) or _is_latin(word, best):
            continue
        if len(word) == 3 and not _is_likely_short(best):
            continue
        if sure == asked.likely or best.cost > _MOST_COST[length]:
            continue
        if document.text[unknown.start].isupper() and not _is_likely_start(document, unknown, best):
            continue
        clear = len(found) == 1 or found[1].cost > best.cost
        expected = _cased(best.word, document.text[unknown.start])
        yield Match(unknown.start, unknown.end, {"expected": expected}, expected if clear else None)


def _is_likely_short(best: spelling.Correction) -> bool:
    """Whether a word of three letters is likelier misspelt than an abbreviation, such as `cta`."""
    is_longer = len(best.word) > 3 and best.cost <= 2
    return best.tier <= _VERY_COMMON and (is_longer or spelling.is_function_word(best.word))


def _is_likely_start(document: Document, unknown: Unknown, best: spelling.Correction) -> bool:
    """Whether a word with a capital at the start of a sentence is likelier misspelt than a name."""
    following = document.tokens[unknown.at + 1 : unknown.at + 2]
    is_small = best.tier <= _VERY_COMMON and best.cost <= 1 + spelling.is_function_word(best.word)
    if following and not following[0].islower():
        return is_small and len(unknown.word) > 4
    if len(unknown.word) < 5:
        return is_small
    return best.cost <= 2 and best.tier <= 20


_LATIN = ("a", "ae", "i", "is", "os", "um", "us")


def _is_latin(word: str, best: spelling.Correction) -> bool:
    """Whether a word has a Latin ending where the English one has another: `pars plana`, `otitis externa`.

    Letters that changed places make no ending (`thna`), nor does the loss of a very common word's last (`bega`).
    """
    if not word.endswith(_LATIN) or word[-1] == best.word[-1] or sorted(word) == sorted(best.word):
        return False
    return best.tier > _VERY_COMMON or best.word[:-1] != word or best.word.endswith("al")


def _cased(word: str, model: str) -> str:
    return word.capitalize() if model.isupper() else word


def misspelt_names(document: Document, asked: Asked) -> Iterator[Match]:
    """Words with a capital that English doesn't have, one slight slip from one of `words`."""
    counts = document.token_counts
    meant = {
        token: name
        for token in document.memo(odd_tokens)["titled"]
        if counts[token] == 1 and len(token) > 5 and token not in asked.unless
        and (name := _near_name(token, asked.words))
    }  # fmt: skip
    common = (
        {unknown.start for unknown in document.memo(unknown_words) if spelling.corrections(unknown.word)}
        if meant
        else ()
    )
    for start, token in whole_tokens(document, meant):
        if start not in common and not _follows_name(document.text, start):  # `misspelt` knows of the common ones
            yield Match(start, start + len(token), {"expected": meant[token]}, meant[token])


_WORD_BEFORE = own(r"([^\W\d_]+)\.? \Z")


def _follows_name(text: str, start: int) -> bool:
    """Whether a first name, a title or an initial stands before a word, which is a surname then."""
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    if before is None:
        return False
    word = before.group(1)
    return is_strange_name(word) or (word[0].isupper() and len(word) < 4)


@cache
def _by_ends(names: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Names by their first letter and their last two, which a slip leaves alone."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        found[_ends(name)].append(name)
    return found


def _ends(word: str) -> str:
    return word[0] + word[-2:]


def _one_shorter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}


def _near_name(word: str, names: frozenset[str]) -> str:
    """The name that a word with a capital is a misspelling of, or ''."""
    near = _by_ends(names).get(_ends(word), ())
    shorter = _one_shorter(word) if near else set()
    for name in near:
        if not shorter.isdisjoint(_one_shorter(name)) and spelling.is_one_slip(word.lower(), name.lower()):
            return name
    return ""


def broken_words(document: Document, asked: Asked) -> Iterator[Match]:
    last = 0
    for unknown in document.memo(unknown_words):
        if unknown.word in asked.unless or unknown.crowd >= CROWD:
            continue
        span = _pieces(document, unknown)
        if span and span[0] >= last:
            last = span[1]
            expected = document.text[slice(*span)].replace(" ", "")
            yield Match(*span, {"expected": expected}, expected)


def _pieces(document: Document, unknown: Unknown) -> tuple[int, int] | None:
    """The span of the two pieces when an unknown word and a neighbour are a common word's."""
    text, tokens = document.text, document.tokens
    if unknown.word in lexicon.PREFIXES or spelling.is_meant(unknown.word):
        return None
    if unknown.at and text[unknown.start - 1 : unknown.start] == " " and _joins(tokens[unknown.at - 1], unknown.word):
        start = unknown.start - 1 - len(tokens[unknown.at - 1])
        return (start, unknown.end) if text.startswith(tokens[unknown.at - 1], start) else None
    following = tokens[unknown.at + 1] if unknown.at + 1 < len(tokens) else ""
    if text[unknown.end : unknown.end + 1] == " " and _joins(unknown.word, following):
        return unknown.start, unknown.end + 1 + len(following)
    return None


def _joins(left: str, right: str) -> bool:
    if not (left.isalpha() and right.isalpha() and right.islower()):
        return False
    if left.lower() in lexicon.PREFIXES and lexicon.lookup(right) is not None:
        return False
    if left.lower() in {"a", "i", "the"} or right in {"a", "i"}:
        return False
    found = lexicon.lookup(left + right) if len(left + right) > 4 else None
    return found is not None and 0 < found.tier <= 35 and not found.classes & NAMES


def glued_words(document: Document, asked: Asked) -> Iterator[Match]:
    for unknown in document.memo(unknown_words):
        if unknown.word in asked.unless or unknown.times > asked.most or unknown.crowd >= CROWD:
            continue
        if parts := _glue(unknown.word):
            if spelling.is_meant(unknown.word) or is_set_off(document, unknown.start, unknown.end):
                continue
            if document.text[unknown.start].isupper() and "the" not in parts:
                continue  # `Anand`
            cut = unknown.start + len(parts[0])
            fix = f"{document.text[unknown.start : cut]} {document.text[cut : unknown.end]}"
            yield Match(unknown.start, unknown.end, {"first": parts[0], "second": parts[1]}, fix)


_LEADING = frozenset("""
    the and for with that have has was were which their they will would his her our your about because
""".split())  # fmt: skip
_TRAILING = frozenset("the and of with that from have has was were which their they would his because".split())
_SHORT = frozenset("""
    of in to is it as at on by be an or we he if so no do my after before between into over under than then this when
    where while through during
""".split()) | _LEADING | _TRAILING  # fmt: skip
"""Words that may lead, or trail, any usual word that they are run together with; and those that do so with these."""


@cache
def _glue(word: str) -> tuple[str, str] | None:
    """The two words that an unknown one is made of when one or both are function words.

    >>> _glue("thegovernment"), _glue("inthe"), _glue("partyof"), _glue("thermost")
    (('the', 'government'), ('in', 'the'), ('party', 'of'), None)
    """
    for cut in range(2, len(word) - 1):
        left, right = word[:cut], word[cut:]
        if left in _LEADING and (right in _SHORT or _is_usual(right)):
            return left, right
        if right in _TRAILING and (left in _SHORT or _is_usual(left)):
            return left, right
    return None


def _is_usual(word: str) -> bool:
    found = lexicon.lookup(word)
    if found is None or found.classes & NAMES or len(word) < 3:
        return False
    return 0 < found.tier <= (20 if len(word) > 3 else 10)


_INNER_CAPITAL = own(r"[a-z]+[A-Z]+[a-z]*|[A-Z]{2}[a-z]+|[A-Z][a-z]+[A-Z]")
_WITH_DIGIT = own(r"(?=.*[a-z])(?=.*[015])(?![a-z]?\d+[a-z]?\Z)[A-Za-z015]{4,24}(?<![05])")
_DIGITS = (str.maketrans("015", "ols"), str.maketrans("015", "ois"))


def inner_capitals(document: Document, asked: Asked) -> Iterator[Match]:
    counts = document.token_counts
    meant = {
        token: expected
        for token in document.memo(odd_tokens)["mixed"]
        if counts[token] == 1 and token not in asked.unless and (expected := _with_proper_case(token))
    }  # fmt: skip
    yield from _mended(document, meant)


def _mended(document: Document, meant: Mapping[str, str]) -> Iterator[Match]:
    """Tokens wherever they stand, each with what is meant by it."""
    for start, token in whole_tokens(document, meant):
        yield Match(start, start + len(token), {"expected": meant[token]}, meant[token])


def _with_proper_case(word: str) -> str:
    """The common word that is written with a capital inside, or ''.

    >>> [_with_proper_case(word) for word in ("aNd", "THe", "goVernment", "PCs", "webSite", "McNamara")]
    ['and', 'The', 'government', '', '', '']
    """
    lowered = word.lower()
    if not 2 < len(word) <= spelling.LONGEST or not _INNER_CAPITAL.fullmatch(word) or _is_camel(word):
        return ""
    entry = lexicon.lookup(lowered)
    if entry is None or not 0 < entry.tier <= 20 or entry.classes & NAMES:
        return ""
    return lowered if word[0].islower() else lowered.capitalize()


def _is_camel(word: str) -> bool:
    """Whether the parts at the capital are words or abbreviations themselves: `webSite`, `PCs`, `eBook`."""
    if word[:2].isupper():
        return word.endswith(("s", "ed", "ing"))
    cut = next(number for number, char in enumerate(word) if number and char.isupper())
    left, right = word[:cut].lower(), word[cut:].lower()
    if len(left) == 1:
        return left != "a" or len(right) > 2
    return lexicon.lookup(left) is not None and lexicon.lookup(right) is not None


def words_with_digits(document: Document, asked: Asked) -> Iterator[Match]:
    meant = {
        token: expected
        for token in document.memo(odd_tokens)["digit"]
        if token not in asked.unless and (expected := _with_letters(token))
    }  # fmt: skip
    yield from _mended(document, meant)


def _with_letters(word: str) -> str:
    """The common word that is written with a digit for a letter, or ''.

    >>> [_with_letters(word) for word in ("c0mpany", "fami1y", "a11y", "log10", "file1and", "1and")]
    ['company', 'family', '', '', '', '']
    """
    bare = word.strip("0123456789")
    if not _WITH_DIGIT.fullmatch(word) or (bare != word and lexicon.lookup(bare) is not None):
        return ""
    if sum(map(str.isdigit, word)) > min(2, len(word) - 3):
        return ""
    for table in _DIGITS:
        entry = lexicon.lookup(expected := word.translate(table))
        if entry is not None and 0 < entry.tier <= 35:
            return expected
    return ""
