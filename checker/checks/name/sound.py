"""One name in two transliterations from Cyrillic, more than a letter apart."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from checker import lexicon
from checker.checks.name.places import (
    MOST_FORMS,
    MOST_PLACES,
    Asked,
    is_common,
    places_of,
    variant_matches,
    without_accents,
)
from checker.checks.name.spelled import edit_between
from checker.document import Document
from checker.expressions import own
from checker.finding import Match

_SOUND = {
    **dict.fromkeys(("shch", "sch", "sh"), "S"), **dict.fromkeys(("tch", "ch"), "C"), "zh": "Z",
    **dict.fromkeys(("kh", "h", "g"), "g"), **dict.fromkeys(("ts", "tz"), "T"), "ph": "f",
    **dict.fromkeys(("ks", "x"), "x"), **dict.fromkeys(("ck", "k", "q", "c"), "k"), **dict.fromkeys("wv", "v"),
    **dict.fromkeys(("ou", "oo"), "u"),
}  # fmt: skip
_SOUNDS = own("|".join(sorted(_SOUND, key=len, reverse=True)))
_GLIDE = own(r"[yij]+(?=[aeou])")
_REPEATED = own(r"(.)\1+")


def _sounds(name: str) -> str:
    """One string for all usual transliterations of a name from Cyrillic.

    >>> _sounds("Hrytsenko") == _sounds("Gritsenko"), _sounds("Zelenskyy") == _sounds("Zelenskiy")
    (True, True)
    >>> _sounds("Petrov") == _sounds("Petrova")
    False
    """
    spelled = _SOUNDS.sub(
        lambda found: _SOUND[found.group()], name.lower() if name.isascii() else without_accents(name.lower())
    )
    spelled = _GLIDE.sub("j", spelled).replace("y", "i")
    return _REPEATED.sub(r"\1", spelled)


def transliterations(document: Document, asked: Asked) -> Iterator[Match]:
    places = places_of(document, asked.min_length)
    alike: dict[str, list[str]] = defaultdict(list)
    for form in sorted(places)[:MOST_FORMS]:
        alike[_sounds(form)].append(form)
    for pair in (pair for forms in alike.values() if 1 < len(forms) <= 8 for pair in combinations(forms, 2)):
        if asked.unless.intersection(pair) or all(map(lexicon.is_known, pair)) or any(map(is_common, pair)):
            continue
        if edit_between(*pair) or without_accents(pair[0]) == without_accents(pair[1]):  # `spelling`, `accents`
            continue
        rare, usual = sorted(pair, key=lambda form: (len(places[form]), -places[form][0][0]))
        if len(places[rare]) <= asked.max_count and _is_in_one_company(document.text, places[rare], places[usual]):
            yield from variant_matches(rare, usual, places)


def _is_in_one_company(text: str, places: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing beside two forms speaks against their being one: other first names, other surnames."""
    befores, followers = (_neighbours(text, places, side) for side in (_BEFORE_NAME, _AFTER_NAME))
    befores2, followers2 = (_neighbours(text, others, side) for side in (_BEFORE_NAME, _AFTER_NAME))
    if followers or followers2:  # first names: Andrii K. and Andriy S. are two
        return bool(followers & followers2)
    return not (befores and befores2) or bool(befores & befores2)


_BEFORE_NAME = own(r"([^\W\d_a-z][^\W\d_A-Z]+) \Z")
_AFTER_NAME = own(r" ([^\W\d_a-z][^\W\d_A-Z]+)")


def _neighbours(text: str, places: Sequence[tuple[int, int]], side: re.Pattern[str]) -> frozenset[str]:
    """The names that stand on one side of a form, by their sound."""
    words: set[str] = set()
    for start, end in places[:MOST_PLACES]:
        found = side.match(text, end) if side is _AFTER_NAME else side.search(text, max(0, start - 40), start)
        if found and not is_common(found.group(1)):
            words.add(_sounds(found.group(1)))
    return frozenset(words)
