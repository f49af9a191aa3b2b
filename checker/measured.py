"""What each rule was measured to do: how often it fires on clean text, on machine translation, on experts' marks.

The figures come from `bench/accuracy.py` and ship as `checker/data/measured.tsv`, one rule a line.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("data") / "measured.tsv"


class Measured(NamedTuple):
    """A rule's figures on the development half of the benchmark.

    clean: findings in edited English; false: those of them judged to be false alarms.
    machine, people: findings in machine translation, and in people's translations of the same documents.
    on_mark, judged: findings in machine translation where experts marked errors, and those that touch a mark.
    planted: findings on a damage planted in clean text; planted_all: all findings on planted text.
    """

    clean: int
    false: int
    machine: int
    people: int
    on_mark: int
    judged: int
    planted: int
    planted_all: int


class Sizes(NamedTuple):
    """Words of text that the figures rest on."""

    clean: int
    machine: int
    people: int


@cache
def table() -> tuple[Sizes, dict[str, Measured]]:
    """Sizes of the texts, and the figures by rule id; empty when nothing was measured yet."""
    if not _FILE.exists():
        return Sizes(0, 0, 0), {}
    head, _, *rows = _FILE.read_text(encoding="utf-8").splitlines()
    figures = {}
    for row in rows:
        name, *numbers = row.split("\t")
        figures[name] = Measured(*map(int, numbers))
    return Sizes(*map(int, head.split("\t")[1:])), figures


def precision(rule: str) -> str:
    """SARIF's and GitHub's word for a rule's precision: very-high, high, medium, low; '' when unmeasured.

    By false alarms in 100,000 words of clean text: at most 0.1, 1, 3, more.
    """
    sizes, figures = table()
    if rule not in figures or not sizes.clean:
        return ""
    rate = figures[rule].false * 100_000 / sizes.clean
    for limit, word in ((0.1, "very-high"), (1, "high"), (3, "medium")):
        if rate <= limit:
            return word
    return "low"
