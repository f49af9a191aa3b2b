"""`pattern`: a regular expression.

Python's syntax, look-around and back-references included. An expression runs on one block, or one sentence, at
a time, so `^` and `$` are its ends and a blank is one blank even where the line breaks. It runs only where one
of the strings that it needs stands, and it is refused when its cost could outgrow the text's length (see
`checker.backtracking`).
"""

import marshal
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.document import Block, Document
from checker.expressions import expression
from checker.finding import Match
from checker.prefilter import by_literal
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
    from checker.backtracking import too_costly  # noqa: PLC0415 - as in `_needs`

    return too_costly(pattern, flags)


def literals(params: Params) -> tuple[str, ...]:
    """The strings that any of the expressions needs."""
    needs = _needs(params)
    return tuple(sorted({string for some in needs for string in some})) if all(needs) else ()


def _needs(params: Params) -> list[tuple[str, ...]]:
    """What each of the expressions needs; a sentence's ends are not a block's."""
    from checker.literals import required_literals  # noqa: PLC0415 - when a rule is read, not when it runs

    edges = params.get("unit") != "sentence"
    return [required_literals(pattern, _flags(params), edges=edges) for pattern in params["patterns"]]


def _flags(params: Params) -> int:
    return int(re.IGNORECASE) if params.get("ignore_case") else 0


class Known(NamedTuple):
    """What is known of an expression.

    far: how far it reaches from a literal (see `checker.literals.reach`).
    at_start: whether it can match at a block's start only. offsets: how far behind a match's start one of its literals
    stands, () where that isn't known (see `checker.literals.offsets`).
    """

    far: int
    at_start: bool
    offsets: Sequence[int]


def shared(rules: Sequence[Rule]) -> dict[str, bytes]:
    """For each rule, as `marshal` data: what is known of each of its expressions, and whose its literals are.

    The latter as groups of expressions' numbers, and for each literal the number of its group, as an array of "H".
    Packed, as most rules have nothing to do in most documents.
    """
    return {rule.id: marshal.dumps((list(map(tuple, _known(rule))), *_owners(rule))) for rule in rules}


def _known(rule: Rule) -> Iterator[Known]:
    from checker.literals import is_anchored, offsets, reach  # noqa: PLC0415 - as in `_needs`

    params: Params = rule.params  # type: ignore[assignment]
    flags = _flags(params)
    for pattern, own in zip(params["patterns"], _needs(params), strict=True):
        far, at_start = reach(pattern, flags), is_anchored(pattern, flags)
        yield Known(far, at_start, offsets(pattern, own, flags) if far and not at_start else ())


def _owners(rule: Rule) -> tuple[list[tuple[int, ...]], bytes]:
    params: Params = rule.params  # type: ignore[assignment]
    needs = [frozenset(own) for own in _needs(params)]
    of_each = [tuple(which for which, own in enumerate(needs) if literal in own) for literal in rule.literals]
    groups = {group: number for number, group in enumerate(dict.fromkeys(of_each))}
    return list(groups), array("H", map(groups.__getitem__, of_each)).tobytes()


def expressions(rules: Sequence[Rule], shared: object) -> Iterator[tuple[str, int]]:
    """Every expression of the rules, with its flags."""
    for rule in rules:
        params: Params = rule.params  # type: ignore[assignment]
        for pattern in (*params["patterns"], *params.get("unless", ())):
            yield pattern, _flags(params)


def compile(rule: Rule, shared: Mapping[str, bytes]) -> Find:
    """The rule as a function; its expressions are compiled when a document first needs them."""
    params: Params = rule.params  # type: ignore[assignment]
    flags = _flags(params)
    patterns = params["patterns"]
    by_sentence = params.get("unit") == "sentence"
    every, groups, group_of = marshal.loads(shared[rule.id])  # noqa: S302 - our own cache
    known = list(map(Known._make, every))
    owners = Owners(groups, memoryview(group_of).cast("H"))

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        unless = params.get("unless", ())
        of_each = _places(hits, owners, len(patterns))
        for pattern, (far, at_start, offsets), places in zip(patterns, known, of_each, strict=True):
            if rule.literals and not places:
                continue
            compiled = expression(pattern, flags)
            if by_sentence or not (at_start or (far and places)):
                units = windows(document, rule, places, by_sentence=by_sentence)
                found = _throughout(document, compiled, units, at_start=at_start)
            elif at_start:
                found = _at_starts(document, rule, compiled, far, places)
            elif offsets:
                found = _at_offsets(document, compiled, offsets, places)
            else:
                found = _near(document, compiled, far, places)
            for at, one in found:
                start, end = one.span()
                if end > start and not any(expression(some, flags).match(one.string, start) for some in unless):
                    yield Match(at + start, at + end, _values(one))

    return find


class Owners(NamedTuple):
    """Which expressions a literal belongs to. groups: of expressions. group_of: by the literal's number."""

    groups: Sequence[Sequence[int]]
    group_of: Sequence[int]


def _places(hits: Sequence[Hit], owners: Owners, expressions: int) -> list[list[int]]:
    """For each expression, where literals of its own stand, sorted."""
    places: list[list[Sequence[int]]] = [[] for _ in range(expressions)]
    for number, starts in by_literal(hits):
        for which in owners.groups[owners.group_of[number]]:
            places[which].append(starts)
    return [sorted({*chain.from_iterable(some)}) if len(some) > 1 else list(*some) for some in places]


def _at_starts(
    document: Document, rule: Rule, pattern: re.Pattern[str], far: int, places: Sequence[int]
) -> Iterator[tuple[int, re.Match[str]]]:
    """What matches at the start of a block: `finditer` would try everywhere else, too."""
    blocks: Iterable[Block]
    if rule.literals:
        starts = document.block_starts
        held = ((place, bisect_right(starts, place) - 1) for place in places)
        reached = dict.fromkeys(number for place, number in held if not far or place - starts[number] <= far)
        blocks = [document.blocks[number] for number in reached]
    else:
        blocks = document.blocks
    for _, start, end, _ in blocks:
        if found := pattern.match(document.text[start : min(end, start + WINDOW)]):
            yield start, found


def _throughout(
    document: Document, pattern: re.Pattern[str], spans: Iterable[tuple[int, int]], *, at_start: bool
) -> Iterator[tuple[int, re.Match[str]]]:
    """What is found in stretches of the text, each with the stretch's start."""
    for start, end in spans:
        text = document.text[start:end]
        if not at_start:
            for found in pattern.finditer(text):
                yield start, found
        elif first := pattern.match(text):
            yield start, first


def _at_offsets(
    document: Document, pattern: re.Pattern[str], offsets: Sequence[int], places: Sequence[int]
) -> Iterator[tuple[int, re.Match[str]]]:
    """What `finditer` finds in blocks, when every match has one of the places so far behind its start."""
    starts: Sequence[int] = places
    if any(offsets):
        starts = sorted({place - offset for place in places for offset in offsets if place >= offset})
    blocks, block_starts = document.blocks, document.block_starts
    block_start = end = after = -1
    text = ""
    for start in starts:
        if start >= end:
            _, block_start, end, _ = blocks[bisect_right(block_starts, start) - 1]
            text = document.text[block_start:end]
        if start >= max(after, block_start) and (found := pattern.match(text, start - block_start)):
            after = block_start + found.end()
            yield block_start, found


def _near(
    document: Document, pattern: re.Pattern[str], far: int, places: Sequence[int]
) -> Iterator[tuple[int, re.Match[str]]]:
    """What `finditer` finds in blocks, looking only where a match can be that holds one of the places.

    The end of a stretch is not the block's end: a match that a `$` or a look-ahead made there is looked at again.
    """
    at = -1
    text = ""
    for start, end, first, last in _stretches(document, places, far):
        if start != at:
            at, text = start, document.text[start:end]
        for found in pattern.finditer(text, max(0, first - start), min(end, last) - start):
            again = pattern.match(text, found.start())
            if again is not None:
                yield start, again


def _stretches(document: Document, places: Sequence[int], far: int) -> Iterator[tuple[int, int, int, int]]:
    """The surroundings of places, each after the span of its block; those that touch in one block made one."""
    blocks, starts = document.blocks, document.block_starts
    start = end = first = last = -1
    for place in places:
        if place < end:
            if place - far <= last:
                last = place + far + 1
                continue
            yield start, end, first, last
        else:
            if end >= 0:
                yield start, end, first, last
            _, start, end, _ = blocks[bisect_right(starts, place) - 1]
        first, last = place - far, place + far + 1
    if end >= 0:
        yield start, end, first, last


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
