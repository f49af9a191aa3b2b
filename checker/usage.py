"""How usual it is that two words stand side by side, and which words share a meaning.

The table ships as ``data/usage.txt.gz``, made by ``tools/build_usage.py`` (sources and licences: ``data/README.md``).
It is read when the first document asks for it, and a word's row is parsed when the word is first met.

Format (UTF-8, compressed), four parts separated by an empty line:

1. comments;
2. ``LOGARITHM⇥WORD WORD…``: the words, the most frequent first; the decimal logarithm of their share of all text;
3. one row a word, in the same order: the words that follow it, by level (:data:`LEVELS`), levels separated by tabs.
   A level is a string of ascending numbers of words; each character is the step from the one before, from ``!`` = 1;
4. ``WORD WORD…``: words that can stand for one another, in their base forms.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, count, repeat
from operator import sub
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).with_name("data") / "usage.txt.gz"
SUSPECTS = DATA.with_name("suspects.txt")
"""Words that synonym spinners write far more often than people do, one a line."""

LEVELS = (-0.8, -0.1, 0.6, 1.5, 2.4, 3.4)
"""How much more often than by chance the pairs of a level meet: decimal logarithms, rounded."""
EDGES = (-0.5, 0.25, 1.0, 2.0, 3.0)
"""Between the levels."""
KEPT = -7.5
"""The table has the pairs that make up more of all text than this decimal logarithm says."""
FIRST_STEP = ord("!")
GRAMMAR = frozenset(
    """
    a about after all also am an and any are as at be been before being both but by can could did do does done down each
    either every few for from had has have having he her here him his how i if in into is it its just many may me might
    more most much must my neither no none nor not of off on one only onto or other our out over own same shall she
    should so some such than that the their them then there these they this those through to too two under until up us
    very was we were what when where whether which while who whom whose why will with within without would yet you your
    """.split()
)
"""Small words: what stands beside them says which class a word is of, and no synonym is looked for in their place."""
_GZIP = 31  # what `zlib` calls the format of gzip, whose own module takes longer to import than this to unpack
_KEPT = 1 << 15  # words of which it is kept what can stand for them
_S, _ED, _ING = "s", "ed", "ing"


class Alternative(NamedTuple):
    """A word that can stand for another, and the decimal logarithm of its share of all text."""

    word: str
    share: float


class Usage:
    """The table; each part is parsed when first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._followers: dict[str, dict[str, float]] = {}
        self.alternatives = lru_cache(_KEPT)(self._alternatives)

    @cached_property
    def _parts(self) -> list[list[str]]:
        text = zlib.decompress(self._path.read_bytes(), _GZIP).decode()
        return [part.split("\n") for part in text.rstrip("\n").split("\n\n", 3)]

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """Word → decimal logarithm of its share of all text, the most frequent first."""
        rows = (row.split("\t") for row in self._parts[1])
        return {word: float(share) for share, words in rows for word in words.split(" ")}

    @cached_property
    def _words(self) -> Sequence[str]:
        return list(self.shares)

    @cached_property
    def _rows(self) -> Mapping[str, str]:
        return dict(zip(self.shares, self._parts[2], strict=True))

    @cached_property
    def rarest(self) -> float:
        """What words without a row are taken for."""
        return min(self.shares.values())

    def share(self, word: str) -> float:
        """Decimal logarithm of a word's share of all text."""
        return self.shares.get(word, self.rarest)

    def followers(self, word: str) -> Mapping[str, float]:
        """The words known to follow one, each with how much more often than by chance: a decimal logarithm."""
        found = self._followers.get(word)
        if found is None:
            row = self._rows.get(word)
            if row is None:
                return {}
            found = self._followers[word] = {}
            for steps, level in zip(row.split("\t"), LEVELS, strict=True):
                numbers = map(sub, accumulate(map(ord, steps)), count(FIRST_STEP, FIRST_STEP - 1))
                found.update(zip(map(self._words.__getitem__, numbers), repeat(level)))
        return found

    def beside(self, first: str, second: str) -> float:
        """How much more often than by chance the second word follows the first: a decimal logarithm, 0 when unknown.

        A pair that the table doesn't have, of words so frequent that it should, is rarer than by chance.
        """
        found = self.followers(first).get(second)
        return unseen(self.share(first), self.share(second)) if found is None else found

    @cached_property
    def _sets(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self._parts[3]:
            for word in row.split(" "):
                found.setdefault(word, []).append(row)
        return found

    def _alternatives(self, word: str) -> tuple[Alternative, ...]:
        """The words of the table that can stand for a word, in the same form, sorted."""
        others = {
            inflected
            for lemma, ending in lemmas(word)
            for row in self._sets.get(lemma, ())
            for other in row.split(" ")
            if (inflected := inflect(other, ending)) in self.shares
        }
        return tuple(Alternative(other, self.shares[other]) for other in sorted(others - {word}))


def unseen(one: float, other: float) -> float:
    """What a pair that the table doesn't have is taken for, by the shares of its words."""
    return min(0.0, KEPT - one - other)


def lemmas(word: str) -> Iterator[tuple[str, str]]:
    """What a word may be a form of, with the form's ending.

    >>> list(lemmas("studies")), list(lemmas("used"))
    ([('studies', ''), ('study', 's')], [('used', ''), ('us', 'ed'), ('use', 'ed')])
    """
    yield word, ""
    if word.endswith("ies"):
        yield f"{word[:-3]}y", _S
    elif word.endswith(("ses", "xes", "ches", "shes")):
        yield word[:-2], _S
        yield word[:-1], _S
    elif word.endswith("s") and not word.endswith("ss"):
        yield word[:-1], _S
    for ending in (_ED, _ING):
        stem = word.removesuffix(ending)
        if stem != word:
            yield stem, ending
            yield f"{stem}e", ending


def inflect(lemma: str, ending: str) -> str:
    """A regular form; nobody minds if there is no such word.

    >>> inflect("study", "s"), inflect("use", "ed"), inflect("use", "ing"), inflect("box", "s")
    ('studies', 'used', 'using', 'boxes')
    """
    if ending == _S:
        if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
            return f"{lemma[:-1]}ies"
        return f"{lemma}es" if lemma.endswith(("s", "x", "ch", "sh")) else f"{lemma}s"
    return f"{lemma[:-1] if ending and lemma.endswith('e') else lemma}{ending}"


USAGE = Usage(DATA)
