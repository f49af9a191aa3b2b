"""One Korean name in two transcriptions."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from checker.checks.name.places import MOST_FORMS, Asked, variant_matches
from checker.document import Document
from checker.expressions import own
from checker.finding import Match

_KOREAN_NAME = own(r"[A-Z](?<![\w-].)[a-z]{1,6} [A-Z][a-z]{1,6}-[A-Za-z][a-z]{1,6}(?![\w-])")
_SURNAMES = {
    "i": ("lee", "yi", "rhee", "ri"),
    "im": ("im", "lim", "rim", "yim"),
    "yu": ("ryu", "ryoo", "yoo", "yu", "you"),
    "no": ("noh", "roh", "no", "ro"),
    "o": ("oh", "o"),
    "u": ("woo", "wu", "u"),
    "pak": ("park", "pak", "bak"),
    "choe": ("choi", "choe"),
}
"""How surnames are written in English, by sound, where that follows no rule."""

_SURNAME = {form: sound for sound, forms in _SURNAMES.items() for form in forms}
_SPELLINGS = (
    (own(r"ee"), "i"),
    (own(r"(?<=h)ui|eui"), "i"),
    (own(r"oo|eu|wu"), "u"),
    (own(r"w(?=u)|(?<=[ao])h$"), ""),
    (own(r"sh(?=i)"), "s"),
    (own(r"(?<=[cdghjlms])u(?=ng$|[kpbl]$)|(?<=h)u(?=n$)|(?<=y)u(?=n?g$|k$)|(?<=yo)u(?=ng$)"), "eo"),
    (own(r"yoeo|yeo"), "yeo"),
    (own(r"(?<=[hkgbmy])yu(?=n)"), "yeo"),
    (own(r"^(?:kh|g)|g$(?<!ng)"), "k"),
    (own(r"^(?:ch)"), "j"),
    (own(r"^b|b$"), "p"),
    (own(r"^d|d$"), "t"),
)
"""Ways to write one sound of Korean, and the one that stands for all of them; in this order."""


def _sound(syllable: str) -> str:
    """What a syllable of a Korean name sounds like, however it is transcribed.

    >>> [_sound(one) == _sound(other) for one, other in (("sung", "seong"), ("hyun", "hyeon"), ("yoo", "yu"))]
    [True, True, True]
    >>> [_sound(one) == _sound(other) for one, other in (("min", "mun"), ("su", "seo"), ("jun", "jin"))]
    [False, False, False]
    """
    for pattern, plain in _SPELLINGS:
        syllable = pattern.sub(plain, syllable)
    return syllable


def _surname_sound(surname: str) -> str:
    return _SURNAME.get(surname) or _sound(surname)


def transcribed(document: Document, asked: Asked) -> Iterator[Match]:
    """Korean names of one sound: those that are written as fewer others are, or else later."""
    forms: dict[tuple[str, ...], dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for found in islice(_KOREAN_NAME.finditer(document.text), MOST_FORMS):
        surname, first, second = re.split("[ -]", found.group().lower())
        forms[_surname_sound(surname), _sound(first), _sound(second)][found.group()].append(found.span())
    for places in forms.values():
        usual, *others = sorted(places, key=lambda form: (-len(places[form]), places[form][0]))
        for form in others:
            if form.lower() != usual.lower() and form not in asked.unless:
                yield from variant_matches(form, usual, places)
