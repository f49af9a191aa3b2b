"""What each rule costs, as a share of the time that all rules take.

A share says the same on a slow machine and on a fast one. What several rules need, such as tokens, is worked out
before and counts for none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from checker.document import Document
from checker.engine import Engine
from checker.rulefile import RuleFile
from checker.source import Source

BUDGET = 10.0
"""Per cent of all rules' time that one rule may take."""

_ROUNDS = 3  # the shortest counts: what else the machine does only makes a run longer


class Cost(NamedTuple):
    """A rule and what it costs: seconds for the text, per cent of what all rules take."""

    rule: str
    seconds: float
    share: float


def costs(engine: Engine, document: Document, clock: Callable[[], float] = time.perf_counter) -> list[Cost]:
    """The cost of each of an engine's rules on a document, the dearest first."""
    engine.check(document)  # expressions are compiled, and what rules share is worked out
    hits = engine.scan(document)
    seconds = {rule.id: float("inf") for rule in engine.rules}
    for _ in range(_ROUNDS):
        for number, rule in enumerate(engine.rules):
            begun = clock()
            engine.matches(document, number, hits)
            seconds[rule.id] = min(seconds[rule.id], clock() - begun)
    total = sum(seconds.values()) or 1.0
    found = (Cost(rule, spent, 100 * spent / total) for rule, spent in seconds.items())
    return sorted(found, key=lambda cost: (-cost.seconds, cost.rule))


def text_of(files: Iterable[RuleFile]) -> Source:
    """A text to measure on: the good examples of rules, each a paragraph."""
    paragraphs = (" ".join(example.text.split()) for file in files for example in file.good)
    return Source("\n\n".join(paragraphs), "examples.txt")


def report(found: Iterable[Cost], size: int, budget: float, most: int) -> Iterator[str]:
    """Lines that show the dearest rules, and every one over its budget. size: of the text, in code points."""
    for number, cost in enumerate(found):
        over = cost.share > budget
        if number < most or over:
            per_megabyte = 1e9 * cost.seconds / max(1, size)
            note = f"  over its budget of {budget:g} %" if over else ""
            yield f"{cost.share:5.1f} %  {per_megabyte:7.1f} ms/MB  {cost.rule}{note}"
