r"""How many ways can a regular expression try at one place of a text?

Python's engine backtracks: `(\w+\s?)+x` takes exponential time on text that an attacker chooses, and articles
are other people's text. This module bounds, from the syntax tree, the number of ways in which an expression
can match from a given start. A repeat is free where the text itself says when it ends: what follows begins
with a character that the repeat can't take, or a word boundary ends a run of word characters. Any other repeat
multiplies the ways by the number of its lengths, and one inside another raises them to a power. Expressions
over the budget are refused when they are loaded; what is left runs in time linear in the text, as the engine
reads blocks in windows of bounded length.

The bound errs upward. Character sets are compared over a sample alphabet: ASCII, a few characters of other
kinds, and every character that the expression names.
"""

from __future__ import annotations

import math
import re
import string
from typing import Any, NamedTuple

from checker.prefilter import parse_expression

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
_BOUNDARY = "boundary"


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
        self._groups: dict[int, _Shape] = {}

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
                boundary = boundary or str(argument) in {"AT_BOUNDARY", "AT_UNI_BOUNDARY"}
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
            boundary = boundary and part.nullable
        return shape

    def _part(self, name: str, argument: Any, follow: frozenset[str], *, ends: bool) -> _Shape:
        if name in {"LITERAL", "NOT_LITERAL", "IN", "ANY", "RANGE", "CATEGORY"}:
            chars = self._chars(name, argument)
            return _Shape(1, chars, chars, nullable=False)
        if name == "BRANCH":
            return self._branch([self._sequence(branch, follow, ends=ends) for branch in argument[1]])
        if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            shape = self._sequence(argument[3] if name == "SUBPATTERN" else argument, follow, ends=ends)
            if name == "SUBPATTERN" and argument[0]:
                self._groups[argument[0]] = shape
            return shape
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            low, high, body = argument
            return self._repeat(low, high, body, follow, ends=ends)
        if name == "GROUPREF":
            # Its group stands to the left, and the walk is from the right: assume the widest.
            return _Shape(1, self._groups.get(argument, _Shape(1, _WORD_CHARS, _WORD_CHARS, nullable=False)).first,
                          self._alphabet, nullable=False)  # fmt: skip
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
        inner = self._sequence(body, follow | one.first, ends=False)
        ambiguous = self._ambiguous(body)
        lengths = most - low + 1
        if most > 1 and (inner.ways > 1.5 or ambiguous) and not self._delimited(body):
            ways = 10 ** min(30.0, math.log10(max(2.0, inner.ways)) * most)
        else:
            closed = not (one.chars & follow) or (ends and one.chars <= _WORD_CHARS)
            closed = closed or (not (one.first & follow) and self._fixed(body))
            ways = max(1.0, one.ways) * (1 if closed else lengths)
        return _Shape(ways, one.first, one.chars, nullable=low == 0 or one.nullable)

    def _ambiguous(self, body: Any) -> bool:
        """Whether a branch of the body can begin like another one, or the body can match nothing."""
        for code, argument in body:
            if str(code) == "BRANCH":
                seen: frozenset[str] = frozenset()
                for branch in argument[1]:
                    shape = self._sequence(branch, frozenset(), ends=False)
                    if shape.nullable or shape.first & seen:
                        return True
                    seen |= shape.first
            if str(code) == "SUBPATTERN" and self._ambiguous(argument[3]):
                return True
        return self._sequence(body, frozenset(), ends=False).nullable

    def _delimited(self, body: Any) -> bool:
        """Whether each round of a loop takes a character that none of its own repeats can take."""
        variable: frozenset[str] = frozenset()
        fixed: list[frozenset[str]] = []
        for code, argument in body:
            name = str(code)
            if name in {"AT", "ASSERT", "ASSERT_NOT"}:
                continue
            shape = self._part(name, argument, frozenset(), ends=False)
            if name in {"LITERAL", "IN", "NOT_LITERAL"}:
                fixed.append(shape.chars)
            elif name in {"MAX_REPEAT", "MIN_REPEAT"} and argument[0] >= 1 and self._fixed(argument[2]):
                variable |= shape.chars
                fixed.append(shape.chars)
            else:
                variable |= shape.chars
        return any(not some & variable or self._alone(some, body) for some in fixed)

    def _alone(self, chars: frozenset[str], body: Any) -> bool:
        """Whether exactly one part of the body can take these characters, and it must."""
        takers = 0
        for code, argument in body:
            if str(code) in {"AT", "ASSERT", "ASSERT_NOT"}:
                continue
            takers += bool(self._part(str(code), argument, frozenset(), ends=False).chars & chars)
        return takers == 1

    def _fixed(self, body: Any) -> bool:
        """Whether the body always takes one character."""
        return len(body) == 1 and str(body[0][0]) in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}

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
