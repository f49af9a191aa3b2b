"""What a word can be: its classes, how it begins when spoken, its case."""

import re
from collections.abc import Iterable
from functools import cache

from checker import lexicon
from checker.document import fold
from checker.expressions import own

CASES = ("lower", "capital", "upper", "mixed")
OWN_CLASSES = ("figure", "unknown", "possessive", "contraction")
"""Classes that the form tells: digits; a word not in the lexicon; one in 's; one in n't, 're, 'll, 've, 'm, 'd."""

SOUNDS = ("vowel-sound", "consonant-sound")
"""Classes that tell how a word begins when it is spoken; a word of which that is not sure has neither."""

ALL_CLASSES = (*lexicon.CLASSES, *OWN_CLASSES, *SOUNDS)


@cache
def _class_bits() -> dict[str, int]:
    return {name: 1 << number for number, name in enumerate(ALL_CLASSES)}


@cache
def sounds() -> int:
    return class_mask(SOUNDS)


def class_mask(names: Iterable[str]) -> int:
    """Bit mask of word classes, the lexicon's and those that a word's form tells."""
    return sum({_class_bits()[name] for name in names})


def classes_of(token: str) -> int:
    """Bit mask of the classes that a token can have."""
    sound = sound_of(token)
    return _classes_of(token) | (class_mask([sound]) if sound else 0)


def _classes_of(token: str) -> int:
    if token[0].isdigit():
        return class_mask(["figure"])
    folded = fold(token)
    if found := lexicon.lookup(folded):
        return found.classes
    stem, apostrophe, ending = folded.rpartition("'")
    if apostrophe:
        return class_mask(["possessive" if ending in {"s", ""} and stem else "contraction"])
    if "-" in folded and (last := lexicon.lookup(folded.rpartition("-")[2])):
        return last.classes | class_mask(["adjective"])
    return class_mask(["unknown"])


_VOWEL_NAMES = frozenset("aefhilmnorsx")  # letters whose name begins with a vowel: an F, an X
_FIGURE = own(r"(?P<vowel>8|1[18](?!\d)|1[18],)|(?P<unsure>1[18]\d\d(?!\d))")
_SOUND = own(
    r"""
    (?P<vowel> hono[u]?r | honest | hour | heir(?!o) | [ai] | é | e(?!u|w[eé]) | o(?!ne(?![a-z])|nce(?![a-z])|ui)
      | u(?!ni(?!m(?!od)|n|r|d(?!ir))|nanim|[bcfgkrst][aeiouy]|kr|s$) | x-)
    | (?P<unsure> herb | hi?y?st[eo]r | hotel | habitu | hallucin | heroic | herald | hypo | hilari | hereditary
      | uber | ubuntu | urug | ut[eo]s? | x | yt | yv | [^a-z] )
    """,
    re.VERBOSE,
)


def sound_of(token: str) -> str:
    """One of SOUNDS, or '' where it is not sure: initialisms that may be read as words, foreign letters.

    >>> [sound_of(word) for word in ("hour", "house", "unit", "unable", "FBI", "8-year", "NATO")]
    ['vowel-sound', 'consonant-sound', 'consonant-sound', 'vowel-sound', 'vowel-sound', 'vowel-sound', '']
    """
    first = token[0].lower()
    if first.isdigit():
        found = _FIGURE.match(token)
    elif len(token) == 1 or not token[1].isalpha():
        return SOUNDS[first not in _VOWEL_NAMES] if first.isascii() and first.isalpha() else ""
    elif token[1].isupper():
        return _initialism_sound(token)
    else:
        found = _SOUND.match(fold(token))
    if found is None:
        return SOUNDS[1]
    return SOUNDS[0] if found["vowel"] else ""


_SPELLED = own(r"[^aeiouy]+(?![a-z])|[fhlmnrsx](?!(?<=f)[rl]|(?<=s)[chklmnpqtw])[^aeiouy-]")
"""Initialisms that can only be spelled out: without a vowel letter, or with a start that nobody can pronounce."""


def _initialism_sound(token: str) -> str:
    """By the letter's name where that is how it must be read, or where it makes no difference."""
    folded = fold(token)
    if folded[0] in "fhlmnrsx" and not _SPELLED.match(folded):
        return ""
    return SOUNDS[folded[0] not in _VOWEL_NAMES] if folded[0].isascii() and folded[0].isalpha() else ""


def case_of(token: str) -> str:
    """One of CASES. A single capital letter counts as capital."""
    if token.islower() or not any(map(str.isalpha, token)):
        return "lower"
    if token[:1].isupper() and (len(token) == 1 or token[1:].islower()):
        return "capital"
    return "upper" if token.isupper() else "mixed"
