"""The two alphabets that literals are drawn in, and how often a string of each is expected in English text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise, product

from checker.document import EDGE, OTHER, fold, shape
from checker.literals import words
from checker.prefilter import SHAPE

_PRICE = 5e-6  # occurrences per code point that another string to look for is worth: it costs at every start
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
    """That of its words, or of the pieces of words at its ends, and of the marks between them."""
    runs = list(_WORDS.finditer(text))
    if not runs:
        return _shape_frequency(shape(text).decode("latin-1"))
    chance = _WORDS_PER_CHARACTER
    for number, run in enumerate(runs):
        begins = run.start() > 0 and run[0][0] != "'"
        chance *= words.share(run[0], begins=begins, ends=run.end() < len(text))
        if number:
            chance *= words.drawn(runs[number - 1][0], run[0])
    marks = math.prod(_BESIDE_WORDS.get(char, _RARE_BESIDE) for char in _WORDS.sub("", text))
    return float(chance * marks * _LONGER ** len(text))


_WORDS = re.compile(r"'?[^\W\d_]+(?:'[^\W\d_]+)*")
_WORDS_PER_CHARACTER = 0.17
_BESIDE_WORDS = {" ": 1.0, ",": 0.06, ".": 0.055, EDGE: 0.03, '"': 0.02, "-": 0.015, "'": 0.01}
"""How often a mark stands at a word's end, or at its beginning."""
_RARE_BESIDE = 0.005
_LONGER = 0.98  # of two strings with as little known of them the longer one is rarer


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
