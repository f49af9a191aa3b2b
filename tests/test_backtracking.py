"""Expressions whose cost could outgrow the text are refused; those accepted cost little on hostile text.

Cost is counted in steps, by a matcher that backtracks as the standard library's does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.backtracking import BUDGET, _Analysis, too_costly
from checker.expressions import parse_expression

EVIL = [
    r"(\w+\s?)+x", r"(?:\w+\s?)+x", r"(?:a+)+b", r"(a+)+b", r"(?:a+b?)+c", r"(?:a|a?)+b", r"(?:ab|a|b)+c",
    r"(?:a|b|ab)*c", r"(?:\w+,?\s?)+;", r"(?:[a-z]+ [a-z]*)+;", r"(?:[a-z]* [a-z]*)+;", r"(?:a{1,3}){1,30}b",
    r"((a+)|c)+d", r"(?:[ab]+|c)+d", r"(?:\w{2,}){2,}!", r"(?:(?:\w+)-?)+x", r"(?:\s|\s+)+x", r"(?:a*)*b",
    r"(?:a?b?)*c", r"(?:(?:a+b)*c?)*d", r"(?:a+|b)+(?:a+|b)+c", r"\w+\s*\w+\s*\w+x", r"\w+\w*\w*\b!", r".*a.*b",
    r"\s*\s*\s*\s*x", r"(?:a(?=[^#]*#))+@", r"(?:\w(?!.*x))+@", r"(?:.+,)+x", r"(?:[^,]*,?)+;", r"(?:x\w*y)+\d",
    r"(?:\b\w*\b ?)+;",
]  # fmt: skip
FINE = [
    r"\b(\w+) \1\b", r"(?:\w+ )+x", r"(?: \w+)+", r"(?:\w+, )*\w+ and \w+", r"according to \w+", r"\d{1,3}(?:,\d{3})+",
    r"(?:\d\d\d)+x", r"(?:[A-Z][a-z]+ ){1,4}Inc", r"\w+\b[,;]?", r"[^.]*\.", r"a+b+c+", r"(?:ab|ac|ad)+e",
    r"(?:very )+very", r"(?P<name>[A-Z]\w+(?: [A-Z]\w+)+) \((?P=name)\)", r"(\w+)(?: \1)+", r"(?:\b\w+\b\W+)*end",
    r"(?:(?!and)\w)+ and", r"(?>a+)b", r"(?:a{1,3}){1,2}b", r"“[^”]*”", r"(?:foo|bar|foobar) baz", r"x?y?z?w",
    r"(a)?(?(1)b|c)", r"(?<!no )(?:[a-z]+-)+[a-z]+",
]  # fmt: skip
if not hasattr(re, "NOFLAG"):  # atomic groups came with 3.11
    FINE.remove(r"(?>a+)b")


@pytest.mark.parametrize("pattern", EVIL)
def test_an_expression_that_could_explode_is_refused(pattern: str) -> None:
    assert too_costly(pattern) == (
        "the expression could backtrack without bound: bound a repeat, or put between two something that neither takes"
    )


@pytest.mark.parametrize("pattern", FINE)
def test_an_expression_that_cannot_is_not(pattern: str) -> None:
    assert too_costly(pattern) is None


def test_case_counts_where_the_rule_ignores_it() -> None:
    assert too_costly(r"(?:a|A)+b") is None
    assert too_costly(r"(?:a|A|ab)+b", re.IGNORECASE) is not None
    assert too_costly(r"(?:a+A?)+b", re.IGNORECASE) is not None
    assert too_costly(r"(?i)(?:a+A?)+b") is not None


def test_many_words_in_a_loop_are_looked_at_quickly() -> None:
    words = "|".join(f"{a}{b}{c}" for a in "abcdefgh" for b in "aeiou" for c in "lmnrst")
    assert too_costly(rf"(?:(?:{words})\s+)+end") is None
    assert too_costly(rf"(?:(?:{words}|balbal)\s?)+end") is not None


class TooManyStepsError(Exception):
    pass


class Matcher:
    """A backtracking matcher over the standard library's syntax tree that counts its steps."""

    def __init__(self, pattern: str, text: str, limit: float = 1_000_000) -> None:
        self.tree = parse_expression(pattern)
        self.text = text
        self.limit = limit
        self.steps = 0

    def search(self) -> bool:
        return any(self._sequence(self.tree, 0, start, lambda _: True) for start in range(len(self.text) + 1))

    def _sequence(self, parts: Sequence[Any], number: int, at: int, then: Callable[[int], bool]) -> bool:
        self.steps += 1
        if self.steps > self.limit:
            raise TooManyStepsError
        if number == len(parts):
            return then(at)
        code, argument = parts[number]
        return self._part(str(code), argument, at, lambda end: self._sequence(parts, number + 1, end, then))

    def _part(self, name: str, argument: Any, at: int, then: Callable[[int], bool]) -> bool:
        if name == "BRANCH":
            return any(self._sequence(branch, 0, at, then) for branch in argument[1])
        if name == "SUBPATTERN":
            return self._sequence(argument[3], 0, at, then)
        if name == "MAX_REPEAT":
            low, high, body = argument
            return self._repeat(low, high, body, at, then)
        if name == "AT":
            inside = [0 <= place < len(self.text) and self.text[place].isalnum() for place in (at - 1, at)]
            return inside[0] != inside[1] and then(at)
        if name in {"ASSERT", "ASSERT_NOT"}:
            return self._sequence(argument[1], 0, at, lambda _: True) == (name == "ASSERT") and then(at)
        return at < len(self.text) and self._takes(name, argument, self.text[at]) and then(at + 1)

    def _repeat(self, low: int, high: Any, body: Any, at: int, then: Callable[[int], bool]) -> bool:
        def again(count: int, start: int) -> bool:
            def after(end: int) -> bool:
                return (end > start or count < low) and again(count + 1, end)

            more = count < int(high) and self._sequence(body, 0, start, after)
            return more or (count >= low and then(start))

        return again(0, at)

    def _takes(self, name: str, argument: Any, char: str) -> bool:
        if name == "LITERAL":
            return char == chr(argument)
        if name == "NOT_LITERAL":
            return char != chr(argument)
        if name == "IN":
            negated = str(argument[0][0]) == "NEGATE"
            return negated != any(self._takes(str(code), inner, char) for code, inner in argument[negated:])
        if name == "RANGE":
            return ord(char) in range(argument[0], argument[1] + 1)
        if name == "CATEGORY":
            return char.isspace() if str(argument).endswith("SPACE") else char.isalnum()
        return name == "ANY"


def steps(pattern: str, text: str) -> int:
    matcher = Matcher(pattern, text)
    assert matcher.search() is (re.search(pattern, text) is not None)
    return matcher.steps


def test_the_matcher_explodes_where_the_standard_library_does() -> None:
    assert steps(r"(?:a+)+b", "a" * 14) > 100_000


@pytest.mark.parametrize("pattern", [pattern for pattern in FINE if "(?" not in pattern.replace("(?:", "")])
@pytest.mark.parametrize("text", ["a" * 40, "ab " * 14, "very " * 8, "1,234" * 8, "Ab Cd " * 7, "abacad" * 7])
def test_an_accepted_expression_takes_few_steps_on_hostile_text(pattern: str, text: str) -> None:
    if "\\1" not in pattern:
        assert steps(pattern, text) < 60_000


ATOMS = st.sampled_from(["a", "b", "c", "[ab]", "[^a]", r"\w", r"\s", " ", r"\b", "(?=a)", "(?!b)"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeats = st.sampled_from(["*", "+", "?", "{1,3}", "{2}", "{0,9}", "{2,}"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, repeats).map(lambda two: f"(?:{two[0]}){two[1]}"),
    )


EXPRESSIONS = st.recursive(ATOMS, _grow, max_leaves=6)


HOSTILE = [(unit * 18)[:18] for unit in ("a", "b", "ab", "a b", "aab", "ab ", " ", "abc")]


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS)
def test_the_number_of_steps_is_bounded_by_the_number_of_ways(pattern: str) -> None:
    failing = pattern + "#"
    ways = _Analysis(failing, 0).ways()
    for text in HOSTILE if ways <= BUDGET else []:
        matcher = Matcher(failing, text, limit=min(60_000, 20 * ways * len(text) ** 2))
        try:
            assert not matcher.search()
        except TooManyStepsError:
            assert matcher.limit == 60_000, f"{ways} ways"
