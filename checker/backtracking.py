r"""How many ways can a regular expression try at one place of a text?

Python's engine backtracks: `(\w+\s?)+x` takes exponential time on text that an attacker chooses, and articles
are other people's text. This module bounds, from the syntax tree, the number of ways in which an expression
can match from a given start. A repeat is free where the text itself says when it ends: what follows begins
with a character that the repeat can't take, or a word boundary ends a run of word characters. Any other repeat
multiplies the ways by the number of its lengths. A loop whose rounds can take the same text in two ways raises
them to a power: whether there are two is decided exactly, on the graph of which character can follow which.
Expressions over the budget are refused when they are loaded; what is left runs in time linear in the text, as
the engine reads blocks in windows of bounded length.

The bound errs upward. Character sets are compared over a sample alphabet: ASCII, a few characters of other
kinds, and every character that the expression names.
"""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, NamedTuple

from checker.expressions import parse_expression

BUDGET = 40_000
_UNBOUNDED = 1_000  # what * and + count as: windows are short and a run seldom is as long
_WORD_CHARS = frozenset(string.ascii_letters + string.digits + "_éжЖ中١")
_SPACES = frozenset(" \t\n\r\f\v\N{NO-BREAK SPACE}")
_DIGITS = frozenset(string.digits + "١")
_SAMPLE = _WORD_CHARS | _SPACES | frozenset(map(chr, range(128))) | frozenset("’“”‘—–…€。，«»")


class _Shape(NamedTuple):
    """What is known of a part of an expression.

    ways: bound of the number of ways to match. first, chars: characters that it can begin with, and hold.
    nullable: whether it can match nothing.
    """

    ways: float
    first: frozenset[str]
    chars: frozenset[str]
    nullable: bool


_NOTHING = _Shape(1, frozenset(), frozenset(), nullable=True)
_ONE_CHARACTER = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY"})
_BOUNDARIES = frozenset({"AT_BOUNDARY", "AT_UNI_BOUNDARY"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_FAR = 100  # characters from which a look-ahead is long
_MOST_COPIES = 8  # rounds that a fixed number of is written out
_MOST_PAIRS = 1_000_000  # of places that are compared before a loop is taken to be ambiguous


def too_costly(pattern: str, flags: int = 0) -> str | None:
    r"""Why an expression is refused, None when it isn't. Raises re.error when it is none.

    >>> too_costly(r"\b(\w+) \1\b")
    >>> too_costly(r"(\w+\s?)+x")
    'the expression could backtrack without bound: bound a repeat, or put between two something that neither takes'
    """
    ways = _Analysis(pattern, flags).ways()
    if ways <= BUDGET:
        return None
    return (
        "the expression could backtrack without bound: bound a repeat, or put between two something that neither takes"
    )


class _Analysis:
    def __init__(self, pattern: str, flags: int) -> None:
        self._tree = parse_expression(pattern, flags)
        self._ignore_case = bool((self._tree.state.flags | flags) & re.IGNORECASE)
        self._alphabet = _SAMPLE | frozenset(pattern)
        self._groups = dict(_groups(self._tree))

    def ways(self) -> float:
        return self._sequence(self._tree, frozenset(), ends=False).ways

    def _sequence(self, parts: Any, follow: frozenset[str], *, ends: bool) -> _Shape:
        """Walk from the end, so that each part knows what can follow it.

        follow: what can come after the sequence; ends: whether a word boundary comes right after it.
        """
        shape = _Shape(1, frozenset(), frozenset(), nullable=True)
        boundary = ends
        for code, argument in reversed(list(parts)):
            name = str(code)
            if name == "AT":
                boundary = boundary or str(argument) in _BOUNDARIES
                continue
            if name in {"ASSERT", "ASSERT_NOT"}:
                inner = self._sequence(argument[1], frozenset(), ends=False)
                shape = shape._replace(ways=shape.ways * inner.ways)
                continue
            after = shape.first | (follow if shape.nullable else frozenset())
            part = self._part(name, argument, after, ends=boundary)
            shape = _Shape(
                shape.ways * part.ways,
                part.first | (shape.first if part.nullable else frozenset()),
                part.chars | shape.chars,
                part.nullable and shape.nullable,
            )
            boundary = boundary and part.nullable and not part.chars & _WORD_CHARS
        return shape

    def _part(self, name: str, argument: Any, follow: frozenset[str], *, ends: bool) -> _Shape:
        if name in _ONE_CHARACTER:
            chars = self._chars(name, argument)
            return _Shape(1, chars, chars, nullable=False)
        if name == "BRANCH":
            return self._branch([self._sequence(branch, follow, ends=ends) for branch in argument[1]])
        if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            return self._sequence(argument[3] if name == "SUBPATTERN" else argument, follow, ends=ends)
        if name in _REPEATS:
            low, high, body = argument
            return self._repeat(low, high, body, follow, ends=ends)
        if name == "GROUPREF":  # as long as what its group took, so one way
            return self._sequence(self._groups[argument], frozenset(), ends=False)._replace(ways=1)
        if name == "GROUPREF_EXISTS":
            options = [self._sequence(some, follow, ends=ends) for some in argument[1:] if some]
            return self._branch([*options, _NOTHING])
        return _NOTHING

    def _branch(self, options: list[_Shape]) -> _Shape:
        """Branches that can begin alike are tried one after the other, but each only once."""
        return _Shape(
            max(option.ways for option in options) * (1 if len(options) == 1 else 1.05),
            frozenset().union(*[option.first for option in options]),
            frozenset().union(*[option.chars for option in options]),
            any(option.nullable for option in options),
        )

    def _repeat(self, low: int, high: Any, body: Any, follow: frozenset[str], *, ends: bool) -> _Shape:
        most = min(int(high), _UNBOUNDED)
        one = self._sequence(body, follow, ends=ends)
        lengths = most - low + 1
        if most > 1 and not self._fixed(body) and self._several_ways_round(body):
            inner = self._sequence(body, self._alphabet, ends=False)
            ways = 10 ** min(30.0, math.log10(max(2.0, inner.ways)) * most)
        else:
            closed = not (one.chars & follow) or (ends and one.chars <= _WORD_CHARS)
            ways = max(1.0, one.ways) * (1 if closed else lengths)
        if most > 1 and _looks_far(body):
            ways *= float(most) * _UNBOUNDED  # each round reads ahead, as far as the text goes
        return _Shape(ways, one.first, one.chars, nullable=low == 0 or one.nullable)

    def _several_ways_round(self, body: Any) -> bool:
        """Whether rounds of a loop can take the same text in two ways: then n rounds can take it in 2ⁿ."""
        graph = _Graph(self)
        part = graph.sequence(body)
        if part.empty:
            return True  # a round can take nothing
        graph.join(part.last, part.first)
        return graph.is_ambiguous()

    def _fixed(self, body: Any) -> bool:
        """Whether the body always takes one character."""
        return len(body) == 1 and str(body[0][0]) in _ONE_CHARACTER

    def chars(self, name: str, argument: Any) -> frozenset[str]:
        """Characters that a part of one character, or a back-reference, can take."""
        if name == "GROUPREF":
            return self._sequence(self._groups[argument], frozenset(), ends=False).chars
        return self._chars(name, argument)

    def _chars(self, name: str, argument: Any) -> frozenset[str]:
        if name == "ANY":
            return self._alphabet - {"\n"}
        if name == "LITERAL":
            return self._cases(frozenset([chr(argument)]))
        if name == "NOT_LITERAL":
            return self._alphabet - self._cases(frozenset([chr(argument)]))
        if name == "IN":
            chars: frozenset[str] = frozenset()
            for code, inner in argument:
                if str(code) != "NEGATE":
                    chars |= self._chars(str(code), inner)
            return self._alphabet - chars if str(argument[0][0]) == "NEGATE" else chars
        if name == "RANGE":
            low, high = argument
            return self._cases(frozenset(char for char in self._alphabet if low <= ord(char) <= high))
        return self._category(str(argument))

    def _category(self, name: str) -> frozenset[str]:
        for ending, chars in (("WORD", _WORD_CHARS), ("SPACE", _SPACES), ("DIGIT", _DIGITS)):
            if name.endswith(f"NOT_{ending}"):
                return self._alphabet - chars
            if name.endswith(ending):
                return chars
        return self._alphabet

    def _cases(self, chars: frozenset[str]) -> frozenset[str]:
        if not self._ignore_case:
            return chars
        return chars | {char.lower() for char in chars} | {char.upper() for char in chars}


def _inside(body: Any) -> Iterator[tuple[str, Any]]:
    """Every part of an expression's tree, by name, from outside in."""
    for code, argument in body:
        name = str(code)
        yield name, argument
        if name == "BRANCH":
            for branch in argument[1]:
                yield from _inside(branch)
        elif name == "GROUPREF_EXISTS":
            for branch in filter(None, argument[1:]):
                yield from _inside(branch)
        elif name == "ATOMIC_GROUP":
            yield from _inside(argument)
        elif name in {"SUBPATTERN", "ASSERT", "ASSERT_NOT", *_REPEATS}:
            yield from _inside(argument[-1])


def _groups(tree: Any) -> Iterator[tuple[int, Any]]:
    """The number and the tree of each group."""
    for name, argument in _inside(tree):
        if name == "SUBPATTERN" and argument[0]:
            yield argument[0], argument[3]


def _looks_far(body: Any) -> bool:
    """Whether a look-around in the body reads far: its cost is paid in each round, even in one way."""
    looks = (argument[1] for name, argument in _inside(body) if name in {"ASSERT", "ASSERT_NOT"})
    return any(name in _REPEATS and int(argument[1]) > _FAR for look in looks for name, argument in _inside(look))


Ends = Counter[tuple[int, bool]]
"""Places where a part can begin or end, whether a word boundary must be there, and in how many ways."""


class _Part(NamedTuple):
    """A part of an expression in a graph: where it begins and ends, and in how many ways it can take nothing."""

    first: Ends
    last: Ends
    empty: dict[bool, int]  # with a word boundary, and without


class _Graph:
    """Places of an expression, one for each character in it, and in how many ways each can follow another."""

    def __init__(self, analysis: _Analysis) -> None:
        self._analysis = analysis
        self._chars: list[frozenset[str]] = []
        self._edges: Counter[tuple[int, int]] = Counter()
        self._ambiguous = False

    def sequence(self, body: Any) -> _Part:
        part = _Part(Counter(), Counter(), {False: 1})
        for code, argument in body:
            part = self._then(part, self._part(str(code), argument))
        return part

    def _then(self, one: _Part, two: _Part) -> _Part:
        self.join(one.last, two.first)
        empty: Counter[bool] = Counter()
        for (left, ways), (right, more) in product(one.empty.items(), two.empty.items()):
            empty[left or right] += ways * more
        return _Part(one.first + _past(two.first, one.empty), two.last + _past(one.last, two.empty), empty)

    def _part(self, name: str, argument: Any) -> _Part:
        if name in _ONE_CHARACTER or name == "GROUPREF":
            return self._place(self._analysis.chars(name, argument))
        if name == "BRANCH":
            return self._either([self.sequence(branch) for branch in argument[1]])
        if name == "GROUPREF_EXISTS":
            return self._either([self.sequence(branch or ()) for branch in argument[1:]])
        if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            return self.sequence(argument[3] if name == "SUBPATTERN" else argument)
        if name in _REPEATS:
            return self._repeat(*argument)
        return _Part(Counter(), Counter(), {name == "AT" and str(argument) in _BOUNDARIES: 1})

    def _place(self, chars: frozenset[str]) -> _Part:
        self._chars.append(chars)
        number = len(self._chars) - 1
        return _Part(Counter([(number, False)]), Counter([(number, False)]), {})

    def _either(self, options: list[_Part]) -> _Part:
        first, last, empty = Ends(), Ends(), Counter[bool]()
        for option in options:
            first.update(option.first)
            last.update(option.last)
            empty.update(option.empty)
        return _Part(first, last, empty)

    def _repeat(self, low: int, high: Any, body: Any) -> _Part:
        """A fixed number of rounds is written out; otherwise the last one written out is a loop."""
        exact = low == int(high) <= _MOST_COPIES
        part = _Part(Counter(), Counter(), {False: 1})
        for number in range(max(1, min(low, _MOST_COPIES))):
            before, part_one = part, self.sequence(body)
            if number + 1 >= min(low, _MOST_COPIES) and not exact and int(high) > 1:
                self.join(part_one.last, part_one.first)
                self._ambiguous |= bool(part_one.empty)
            part = self._then(before, part_one)
        return self._either([part, _Part(Counter(), Counter(), {False: 1})]) if low == 0 else part

    def join(self, last: Ends, first: Ends) -> None:
        """Let some places follow others."""
        for ((left, ends), ways), ((right, begins), more) in product(last.items(), first.items()):
            inside_word = self._chars[left] <= _WORD_CHARS and self._chars[right] <= _WORD_CHARS
            if not ((ends or begins) and inside_word):
                self._edges[left, right] += ways * more

    def is_ambiguous(self) -> bool:
        """Whether one text can lead from a place to a place in two ways; every place must lead to every other."""
        if self._ambiguous or any(ways > 1 for ways in self._edges.values()):
            return True
        after: dict[int, list[int]] = {}
        for left, right in self._edges:
            after.setdefault(left, []).append(right)
        left_to_do = [pair for places in set(map(tuple, after.values())) for pair in combinations(places, 2)]
        seen: set[tuple[int, int]] = set()
        while left_to_do:
            one, two = pair = left_to_do.pop()
            if pair in seen or not self._chars[one] & self._chars[two]:
                continue
            seen.add(pair)
            if len(seen) > _MOST_PAIRS or set(after.get(one, ())) & set(after.get(two, ())):
                return True
            left_to_do += product(after.get(one, ()), after.get(two, ()))
        return False


def _past(ends: Ends, empty: dict[bool, int]) -> Ends:
    """Ends of a part that are ends of a whole, too, as what stands before or after them can take nothing."""
    reached = Ends()
    for ((place, boundary), ways), (crossed, more) in product(ends.items(), empty.items()):
        reached[place, boundary or crossed] += ways * more
    return reached
