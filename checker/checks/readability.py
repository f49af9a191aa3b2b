"""`readability`: a count or a formula that is over or under its limit.

A metric is taken over the document, a section (what stands between two headings), a paragraph (any block) or a
sentence. A finding marks what is too long; where an average is at fault, it marks the sentence that weighs most:
the hardest of those that have at least as many words as the others have on average.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import Literal, NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.document import Document
from checker.finding import Match
from checker.readability import METRICS, SIZES, Counts, Sentence, counts, lengths, sentences, total
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


def literals(params: Params) -> tuple[str, ...]:  # noqa: ARG001 - the protocol's shape
    """None: any text can be hard to read."""
    return ()


def compile(rule: Rule, shared: object) -> Find:  # noqa: A001, ARG001 - the protocol's name and shape
    """The rule as a function of a document."""
    params: Params = rule.params  # type: ignore[assignment]
    name, over = params["metric"], params.get("over", "sentence")
    metric = METRICS[name]
    count = lengths if name in SIZES or name == "sentence-length" else counts
    marks_all = name in SIZES and over in {"sentence", "paragraph"}

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:  # noqa: ARG001 - no literals
        for unit in _units(document, over, rule.scope, document.memo(count)):
            whole = total(some for _, some in unit)
            if whole.words < params.get("min_words", 1) or whole.sentences < params.get("min_sentences", 1):
                continue
            excess = _excess(params, metric(whole))
            if excess is not None:
                yield _match(unit, whole, marks_all, metric, excess)

    return find


Unit = list[tuple[Sentence, Counts]]


class _Excess(NamedTuple):
    """A value that passes its limit; sign is 1 where more is worse, −1 where less is."""

    value: float
    limit: float
    sign: int


def _units(document: Document, over: str, scope: Sequence[str], each: Sequence[Counts]) -> Iterator[Unit]:
    """The sentences with a word in the rule's scope, with their counts, in groups that are scored together."""
    key = _KEYS[over](document)
    read = [
        (sentence, some)
        for sentence, some in zip(document.memo(sentences), each, strict=True)
        if some.words and document.blocks[sentence.block].kind in scope
    ]
    for _, group in groupby(read, key=lambda pair: key(pair[0])):
        yield list(group)


def _section(document: Document) -> Callable[[Sentence], int]:
    headings = list(accumulate(block.kind == "heading" for block in document.blocks))
    return lambda sentence: headings[sentence.block]


_KEYS: dict[str, Callable[[Document], Callable[[Sentence], int]]] = {
    "sentence": lambda _: lambda sentence: sentence.start,
    "paragraph": lambda _: lambda sentence: sentence.block,
    "section": _section,
    "document": lambda _: lambda _: 0,
}


def _excess(params: Params, value: float) -> _Excess | None:
    """By how much a value is out of its limits, as the message shows it: a value that reads like the limit keeps it."""
    value = round(value, 1)
    if "max" in params and value > params["max"]:
        return _Excess(value, params["max"], 1)
    if "min" in params and value < params["min"]:
        return _Excess(value, params["min"], -1)
    return None


def _match(
    unit: Unit, whole: Counts, marks_all: bool, metric: Callable[[Counts], float], excess: _Excess
) -> Match:
    """values: value, limit, words and sentences of what was scored; its longest and its marked sentence's words."""
    heavy = [(sentence, some) for sentence, some in unit if some.words * whole.sentences >= whole.words]
    worst, some = max(heavy, key=lambda pair: excess.sign * metric(pair[1]))
    start, end = (unit[0][0].start, unit[-1][0].end) if marks_all else (worst.start, worst.end)
    values = {
        "value": f"{excess.value:.10g}",
        "limit": f"{excess.limit:.10g}",
        "words": str(whole.words),
        "sentences": str(whole.sentences),
        "sentence_words": str(some.words),
    }
    return Match(start, end, values)
