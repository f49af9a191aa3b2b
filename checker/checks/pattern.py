"""`pattern`: a regular expression.

Python's syntax, look-around and back-references included. An expression runs on one block, or one sentence, at
a time, so `^` and `$` are its ends and a blank is one blank even where the line breaks. It runs only where one
of the strings that it needs stands, and it is refused when its cost could outgrow the text's length (see
`checker.backtracking`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypedDict

from checker.backtracking import too_costly
from checker.checks import Find, Hit, Problem
from checker.document import Document
from checker.finding import Match
from checker.prefilter import reach, required_literals
from checker.rule import Rule
from checker.source import Span

WINDOW = 10_000  # code points: a longer block is read in pieces of this length, so that hostile text costs little


class Params(TypedDict, total=False):
    """Parameters of a `pattern` rule.

    patterns: regular expressions (Python's syntax); a named group can be used in the message and the fix.
    ignore_case: whether case is ignored; default false.
    unit: what an expression runs on: `block` (default) or `sentence`.
    unless: regular expressions; a match that one of them matches from its start is left alone.
    """

    patterns: list[str]
    ignore_case: bool
    unit: str
    unless: list[str]


def problems(params: Params) -> Iterator[Problem]:
    """Expressions that don't compile, match nothing at all, or could cost too much."""
    if not params.get("patterns"):
        yield Problem((), "a pattern rule needs 'patterns'")
    if params.get("unit", "block") not in {"block", "sentence"}:
        yield Problem(("unit",), "'unit' is 'block' or 'sentence'")
    for key, patterns in (("patterns", params.get("patterns", [])), ("unless", params.get("unless", []))):
        for number, pattern in enumerate(patterns):
            if problem := pattern_problem(pattern, _flags(params)):
                yield Problem((key, number), problem)


def pattern_problem(pattern: str, flags: int = 0) -> str | None:
    """What is wrong with a regular expression, None when nothing is."""
    try:
        compiled = re.compile(pattern, flags)
    except (re.error, OverflowError, RecursionError) as error:
        return f"not a regular expression: {error}"
    if compiled.match(""):
        return "the expression matches the empty string"
    return too_costly(pattern, flags)


def literals(params: Params) -> tuple[str, ...]:
    """The strings that any of the expressions needs."""
    needs = [required_literals(pattern, _flags(params)) for pattern in params["patterns"]]
    return tuple(sorted({string for some in needs for string in some})) if all(needs) else ()


def _flags(params: Params) -> int:
    return int(re.IGNORECASE) if params.get("ignore_case") else 0


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def shared(rules: Sequence[Rule]) -> dict[str, list[int]]:
    """For each rule with literals, how far its expressions reach from one (see `checker.prefilter.reach`)."""
    return {
        rule.id: [reach(pattern, _flags(rule.params)) for pattern in rule.params["patterns"]]  # type: ignore[arg-type]
        for rule in rules
        if rule.literals
    }


def compile(rule: Rule, shared: Mapping[str, Sequence[int]]) -> Find:
    """The rule as a function; its expressions are compiled when a document first needs them."""
    params: Params = rule.params  # type: ignore[assignment]
    flags = _flags(params)
    by_sentence = params.get("unit") == "sentence"
    reaches = shared.get(rule.id, ()) or [0] * len(params["patterns"])

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        patterns = [_compiled(pattern, flags) for pattern in params["patterns"]]
        unless = [_compiled(pattern, flags) for pattern in params.get("unless", [])]
        places = sorted({start for _, start in hits})
        for start, end in windows(document, rule, places, by_sentence=by_sentence):
            text = document.text[start:end]
            for pattern, far in zip(patterns, reaches, strict=True):
                for found in _near(pattern, text, far, _inside(places, start, end)) if far else pattern.finditer(text):
                    if found.end() > found.start() and not any(some.match(text, found.start()) for some in unless):
                        yield Match(start + found.start(), start + found.end(), _values(found))

    return find


def _inside(places: Sequence[int], start: int, end: int) -> Iterator[int]:
    """Places from the start up to the end, relative to the start."""
    return (place - start for place in places[bisect_left(places, start) : bisect_left(places, end)])


def _near(pattern: re.Pattern[str], text: str, far: int, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds, looking only where a match can be that holds a literal standing at one of the places.

    The end of a stretch is not the text's end: a match that a `$` or a look-ahead made there is looked at again.
    """
    for first, last in _stretches(places, far):
        for found in pattern.finditer(text, max(0, first), min(len(text), last)):
            again = pattern.match(text, found.start())
            if again is not None:
                yield again


def _stretches(places: Iterable[int], far: int) -> Iterator[tuple[int, int]]:
    """The surroundings of places, those that touch made one."""
    first = last = None
    for place in places:
        if first is None or last is None:
            first, last = place - far, place + far + 1
        elif place - far <= last:
            last = place + far + 1
        else:
            yield first, last
            first, last = place - far, place + far + 1
    if first is not None and last is not None:
        yield first, last


def _values(found: re.Match[str]) -> dict[str, str]:
    return {name: value or "" for name, value in found.groupdict().items()}


def windows(
    document: Document, rule: Rule, places: Sequence[int], *, by_sentence: bool = False
) -> Iterator[tuple[int, int]]:
    """The stretches of the text in which the rule may match, in order.

    With literals, those that hold one of the places (sorted) where one stands; without, all of the rule's scope.
    """
    if rule.literals:
        units = _units_of_hits(document, places, by_sentence=by_sentence)
    elif by_sentence:
        units = iter(document.sentences)
    else:
        units = (Span(block.start, block.end) for block in document.blocks if block.kind in rule.scope)
    for start, end in units:
        if end - start <= WINDOW:
            yield start, end
        else:
            yield from _pieces(document.text, start, end)


def _units_of_hits(document: Document, places: Sequence[int], *, by_sentence: bool) -> Iterator[Span]:
    last = -1
    for start in places:
        if start < last:
            continue
        if by_sentence:
            unit = document.sentence_at(start)
        else:
            block = document.blocks[document.block_at(start)]
            unit = Span(block.start, block.end)
        if unit.end > last:
            last = unit.end
            yield unit


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = min(end, start + WINDOW)
        if stop < end:
            stop = max(text.rfind(" ", start + WINDOW // 2, stop) + 1, start + WINDOW // 2)
        yield start, stop
        start = stop
