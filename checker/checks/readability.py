"""`readability`: a count or a formula that is over or under its limit.

A metric is taken over the document, a section (what stands between two headings), a paragraph (any block) or a
sentence. A finding marks what is too long; where an average is at fault, it marks the sentence that weighs most:
the hardest of those that have at least as many words as the others have on average.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, groupby
from typing import Literal, NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.document import Document
from checker.finding import Match
from checker.readability import (
    METRICS,
    SIZES,
    Counts,
    Sentence,
    counts,
    lengths,
    lengths_of,
    long_sentences,
    sentences,
    total,
)
from checker.rule import Rule


class Params(TypedDict, total=False):
    """Parameters of a `readability` rule.

    metric: what is counted or computed; `sentence-length` is the mean number of words per sentence. Compounds with
        hyphens, contractions and numbers are one word each.
    over: what it is taken of: `sentence` (default), `paragraph` (any block), `section` or `document`; only blocks
        in the rule's scope count.
    max: the greatest value that is left alone.
    min: the least value that is left alone.
    min_words: least number of words in what is scored; default 1.
    min_sentences: least number of sentences in what is scored; default 1.
    """

    metric: Literal[
        "sentences", "words", "sentence-length", "flesch-reading-ease", "flesch-kincaid-grade", "gunning-fog", "smog",
        "coleman-liau", "automated-readability", "dale-chall",
    ]  # fmt: skip
    over: Literal["sentence", "paragraph", "section", "document"]
    max: float
    min: float
    min_words: int
    min_sentences: int


def problems(params: Params) -> Iterator[Problem]:
    """No metric, no limit, or limits that nothing can keep."""
    if "metric" not in params:
        yield Problem((), "a readability rule needs a 'metric'")
    if "max" not in params and "min" not in params:
        yield Problem((), "a readability rule needs a 'max' or a 'min'")
    if "max" in params and "min" in params and params["max"] < params["min"]:
        yield Problem(("max",), "'max' is less than 'min'")


def literals(params: Params) -> tuple[str, ...]:
    """None: any text can be hard to read."""
    return ()


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function of a document."""
    params: Params = rule.params  # type: ignore[assignment]
    name, over = params["metric"], params.get("over", "sentence")
    metric = METRICS[name]
    count = lengths if name in SIZES or name == "sentence-length" else counts
    marks_all = name in SIZES and over in {"sentence", "paragraph"}
    if name == "words" and over == "sentence" and "min" not in params:
        units = _long_units(rule.scope, math.floor(params["max"]))
    else:
        units = _units(over, rule.scope, count)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        for unit in document.memo(units):
            if unit.whole.words < params.get("min_words", 1) or unit.whole.sentences < params.get("min_sentences", 1):
                continue
            excess = _excess(params, metric(unit.whole))
            if excess is not None:
                yield _match(unit, marks_all, metric, excess)

    return find


class Unit(NamedTuple):
    """What is scored together: its sentences, the counts of each, and their sum."""

    sentences: list[Sentence]
    each: list[Counts]
    whole: Counts


@cache
def _long_units(scope: tuple[str, ...], most: int) -> Callable[[Document], list[Unit]]:
    """What makes units of the sentences that may have more than so many words; the others are no rule's business."""

    def units(document: Document) -> list[Unit]:
        kinds = document.blocks
        read = [sentence for sentence in long_sentences(document, most) if kinds[sentence.block].kind in scope]
        pairs = zip(read, lengths_of(document, read), strict=True)
        return [Unit([sentence], [some], some) for sentence, some in pairs if some.words]

    return units


@cache
def _units(
    over: str, scope: tuple[str, ...], count: Callable[[Document], list[Counts]]
) -> Callable[[Document], list[Unit]]:
    """What makes a document's units: the same function for rules of one kind, so that they share what it makes."""

    def units(document: Document) -> list[Unit]:
        read = [
            (sentence, some)
            for sentence, some in zip(document.memo(sentences), document.memo(count), strict=True)
            if some.words and document.blocks[sentence.block].kind in scope
        ]
        if over == "sentence":
            return [Unit([sentence], [some], some) for sentence, some in read]
        key = _KEYS[over](document)
        groups = [[*zip(*group, strict=True)] for _, group in groupby(read, key=lambda pair: key(pair[0]))]
        return [Unit([*some], [*each], total(each)) for some, each in groups]

    return units


def _section(document: Document) -> Callable[[Sentence], int]:
    headings = list(accumulate(block.kind == "heading" for block in document.blocks))
    return lambda sentence: headings[sentence.block]


_KEYS: dict[str, Callable[[Document], Callable[[Sentence], int]]] = {
    "paragraph": lambda _: lambda sentence: sentence.block,
    "section": _section,
    "document": lambda _: lambda _: 0,
}


class _Excess(NamedTuple):
    """A value that passes its limit; sign is 1 where more is worse, −1 where less is."""

    value: float
    limit: float
    sign: int


def _excess(params: Params, value: float) -> _Excess | None:
    """By how much a value is out of its limits, as the message shows it: a value that reads like the limit keeps it."""
    value = round(value, 1)
    if "max" in params and value > params["max"]:
        return _Excess(value, params["max"], 1)
    if "min" in params and value < params["min"]:
        return _Excess(value, params["min"], -1)
    return None


def _match(unit: Unit, marks_all: bool, metric: Callable[[Counts], float], excess: _Excess) -> Match:
    """The match with value and limit, words and sentences of what was scored, and the words of its worst sentence."""
    whole = unit.whole
    pairs = zip(unit.sentences, unit.each, strict=True)
    heavy = [(sentence, some) for sentence, some in pairs if some.words * whole.sentences >= whole.words]
    worst, some = max(heavy, key=lambda pair: excess.sign * metric(pair[1]))
    start, end = (unit.sentences[0].start, unit.sentences[-1].end) if marks_all else (worst.start, worst.end)
    values = {
        "value": f"{excess.value:.10g}",
        "limit": f"{excess.limit:.10g}",
        "words": str(whole.words),
        "sentences": str(whole.sentences),
        "sentence_words": str(some.words),
    }
    return Match(start, end, values)
