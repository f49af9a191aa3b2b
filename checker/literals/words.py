"""How often words and pieces of words are expected in English text, by the words' shares in `checker.usage`."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import accumulate

from checker.usage import GRAMMAR, USAGE

_RARE = 10**-6.3  # share of what the table doesn't have
_DRAWN = 5.0  # small words stand together so much more often than by chance: `of the`
_PIECE = 4  # letters
_LAST = "\U0010ffff"


class _Beginnings:
    """The summed shares of all words that begin alike."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        self._words = sorted(shares)
        self._sums = list(accumulate((shares[word] for word in self._words), initial=0.0))

    def share(self, letters: str) -> float:
        first, last = (bisect_left(self._words, text) for text in (letters, letters + _LAST))
        return self._sums[last] - self._sums[first]


@cache
def _words() -> dict[str, float]:
    return {word: 10.0**share for word, share in USAGE.shares.items()}


@cache
def _forward() -> _Beginnings:
    return _Beginnings(_words())


@cache
def _backward() -> _Beginnings:
    return _Beginnings({word[::-1]: share for word, share in _words().items()})


@cache
def _pieces() -> Mapping[str, float]:
    """Of each piece of up to four letters, how often it stands in a word."""
    found: defaultdict[str, float] = defaultdict(lambda: _RARE)
    for word, share in _words().items():
        for size in range(1, _PIECE + 1):
            for at in range(len(word) - size + 1):
                found[word[at : at + size]] += share
    return found


@cache
def share(run: str, *, begins: bool, ends: bool) -> float:
    """How often these letters stand in a word: are one, begin or end with one where an end of theirs is a word's.

    >>> of_all = [
    ...     share("the", begins=begins, ends=ends) for begins, ends in ((True, True), (True, False), (False, False))
    ... ]
    >>> of_all == sorted(of_all)
    True
    """
    if begins and ends:
        return _words().get(run, _RARE)
    if begins or ends:
        return max(_RARE, _forward().share(run) if begins else _backward().share(run[::-1]))
    return min(_pieces()[run[at : at + _PIECE]] for at in range(max(1, len(run) - _PIECE + 1)))


def drawn(one: str, other: str) -> float:
    """How much more often than by chance one word is expected before another."""
    return _DRAWN if one in GRAMMAR and other in GRAMMAR else 1.0
