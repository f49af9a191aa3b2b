"""The two alphabets that literals are drawn in, and how often a string of each is expected in English text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise, product

from checker.document import EDGE, OTHER, fold, shape
from checker.prefilter import SHAPE

_PRICE = 5e-6  # occurrences per code point that another string to look for is worth: it costs at every start
_LETTERS = {
    "e": 0.1, "t": 0.073, "a": 0.066, "o": 0.061, "n": 0.057, "i": 0.058, "s": 0.053, "r": 0.05, "h": 0.043, "l": 0.034,
    "d": 0.032, "c": 0.025, "u": 0.023, "m": 0.02, "p": 0.018, "f": 0.018, "g": 0.016, "y": 0.015, "w": 0.016,
    "b": 0.013, "v": 0.008, "k": 0.006, "x": 0.002, "j": 0.0015, "q": 0.001, "z": 0.001,
}  # fmt: skip
_FOLLOWS = 0.55  # letters foretell each other: a string is as frequent as so many of them by themselves
_COMMON_WORDS = frozenset(
    "the of and to a in that is was for on are as with his they at be this from have or by one had not but what all "
    "were when we there can an your which their said if will each about how up out them then she many some so these "
    "would other into has more her two like him see time could no make than first been its who now people my made "
    "over did down only way find use may long after our under last year years new also most very just where through "
    "said says government according company country state week month day days national percent million such while "
    "because before between being both during here should even since against three four five does do it he i "
    "you".split()
)

Strings = frozenset[str]


class _Alphabet:
    """How a text is read. mark: begins its literals. most: plain characters that are read as one."""

    mark = ""
    most = 100

    @staticmethod
    def one_frequency(text: str) -> float:
        """That of one string."""
        raise NotImplementedError

    def frequency(self, strings: Iterable[str]) -> float:
        """Expected occurrences per code point of English text, roughly."""
        return sum(map(self.one_frequency, strings))

    def cost(self, strings: Strings) -> tuple[float, str]:
        return _cost(self.one_frequency, strings)


@cache
def _cost(frequency: Callable[[str], float], strings: Strings) -> tuple[float, str]:
    return sum(map(frequency, strings)) + _PRICE * len(strings), min(strings)


class Folded(_Alphabet):
    """The alphabet of `Document.folded`."""

    @staticmethod
    def one_frequency(text: str) -> float:
        return _folded_frequency(text)

    def of_text(self, text: str) -> Strings:
        return frozenset([fold(text)])

    def of_range(self, first: int, last: int) -> Strings | None:
        return frozenset(fold(chr(char)) for char in range(first, last + 1)) if last - first < 8 else None

    def of_category(self, _: str) -> Strings | None:
        return None


@cache
def _folded_frequency(text: str) -> float:
    """That of its shape, times what its letters are expected to be of all letters."""
    chance = _shape_frequency(shape(text).decode("latin-1"))
    for letters in _LETTER_RUNS.findall(text.replace("'s", "'")):  # half of all apostrophes have an s behind them
        share = math.prod(_LETTERS.get(char, 0.0008) / _SINGLE["a"] for char in letters)
        chance *= float(share ** (1 if len(text) == 1 else 0.8 if len(letters) < 3 else _FOLLOWS))
    if _TRIPLE.search(text):
        return chance * 1e-3
    words = text.split()
    if words and all(word in _COMMON_WORDS for word in words):
        return max(chance, 0.004 / 40.0 ** (len(words) - 1))
    return chance


_LETTER_RUNS = re.compile(r"[^\W\d_]+")
_TRIPLE = re.compile(r"([^\W\d_])\1\1")


_CATEGORIES = {
    "CATEGORY_DIGIT": frozenset("0" + OTHER), "CATEGORY_WORD": frozenset("aA0_" + OTHER),
    "CATEGORY_SPACE": frozenset(" \n" + OTHER),
}  # fmt: skip
_PAIRS = {
    "aa": 0.63, " a": 0.15, "a ": 0.14, "Aa": 0.011, " A": 0.011, ", ": 0.008, "a,": 0.0077, "a.": 0.0074, ". ": 0.0049,
    "AA": 0.0034, ".\n": 0.0026, "\n\n": 0.003, "'a": 0.0026, "\nA": 0.0025, "a'": 0.0024, "A ": 0.002, "-a": 0.0014,
    "a-": 0.0014, "00": 0.003, " 0": 0.0025, "0 ": 0.001, " (": 0.0005, "\x02 ": 0.0004, " \x02": 0.0004, '" ': 0.0012,
    ' "': 0.0012, ": ": 0.0004, "a:": 0.0004, "(a": 0.0003, "a)": 0.0003, ") ": 0.0003, "aA": 0.0003, '"a': 0.0006,
    '"A': 0.0008, 'a"': 0.0003, '."': 0.0008, ',"': 0.0006, "A.": 0.0004, "A'": 0.0003, "a\x01": 0.0002,
    "\x01 ": 0.0002, ".a": 0.0002, ".A": 0.0002, "A,": 0.0002, "0.": 0.0003, "0,": 0.0003, ".0": 0.0002, ",0": 0.0002,
    "a;": 0.0001, "; ": 0.0001, "(A": 0.0002, "0%": 0.0001, "0-": 0.0002, "-0": 0.0001, "a/": 0.0001, "/a": 0.0001,
    " -": 0.0004, "- ": 0.0004, " \x03": 0.0004, "\x03 ": 0.0004, "a\x02": 0.0002, "\x02a": 0.0002, " '": 0.0002,
    " \x07": 0.001, "\x07A": 0.001, "\x07a": 0.0005, ".\x08": 0.0008, ",\x08": 0.0006, "\x08 ": 0.001, "a\x08": 0.0003,
}  # fmt: skip
"""How often two shapes stand together, per code point of English text; what is not listed is taken to be rare."""

_RARE_PAIR = 2e-5
_SINGLE = {
    "a": 0.79, " ": 0.16, "A": 0.018, ",": 0.008, ".": 0.008, EDGE: 0.005, "0": 0.004, "'": 0.003, "-": 0.002,
    '"': 0.002,
}  # fmt: skip
_RARE_SINGLE = 0.001


class Shapes(_Alphabet):
    """The alphabet of `shape`."""

    mark = SHAPE

    @staticmethod
    def one_frequency(text: str) -> float:
        return _shape_frequency(text)

    def __init__(self, *, ignore_case: bool) -> None:
        self.most = 2 if ignore_case else 100  # plain characters taken as one: their cases multiply
        self._ignore_case = ignore_case

    def of_text(self, text: str) -> Strings:
        if not self._ignore_case:
            return frozenset([shape(text).decode("latin-1")])
        letters = "aA" + OTHER  # the other case of a letter may lie beyond Latin-1, or within: `ẞ`, `İ`
        cases = (letters if char in letters else char for char in shape(text).decode("latin-1"))
        return frozenset(map("".join, product(*cases)))

    def of_range(self, first: int, last: int) -> Strings | None:
        if last > 255:
            return None
        return frozenset().union(*(self.of_text(chr(char)) for char in range(first, last + 1)))

    def of_category(self, name: str) -> Strings | None:
        return _CATEGORIES.get(name)


@cache
def _shape_frequency(text: str) -> float:
    """Each pair is taken to depend on the last."""
    chance = _SINGLE.get(text[0], _RARE_SINGLE)
    for first, second in pairwise(text):
        chance *= min(1, _PAIRS.get(first + second, _RARE_PAIR) / _SINGLE.get(first, _RARE_SINGLE))
    return chance
