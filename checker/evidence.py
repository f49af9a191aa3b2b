"""What the findings of one document add up to.

A finding is a place to look; several kinds of them in one document are evidence of how the text came about. They
are weighed by severity, a rule's findings count three times at most (one slip repeated is one slip), and the sum
is set against the length. The grade is a name for a range of that weight, nothing more: what it means is the
share of people's and of machines' documents that reach it, measured and printed beside it (see
`bench/accuracy.py` and docs/accuracy.md). Nothing here says who or what wrote a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from checker.finding import Finding
from checker.rule import CATEGORY_READABILITY

GRADES = "ABCDE"
LIMITS = (0.0, 2.0, 5.0, 12.0)
"""Weight per 1,000 words up to which a document has the grade A, B, C, D; E above."""

_WEIGHTS = {"error": 3.0, "warning": 2.0, "suggestion": 1.0}
_MOST_OF_A_RULE = 3
_SHORT = 300  # words: a shorter text is weighed as if it had so many, or one slip would be everything
_HINT_FINDINGS = 2  # findings that point to a language before a hint is given
_FILE = Path(__file__).with_name("data") / "grades.tsv"


class Hint(NamedTuple):
    """A source language that findings point to: ISO 639-1 code, their weight, and which rules they are of."""

    language: str
    weight: float
    rules: tuple[str, ...]


class Evidence(NamedTuple):
    """What stands in a document, added up.

    words: of prose. families: findings by category, most first. weight: per 1,000 words. grade: one of GRADES.
    hints: source languages pointed to, strongest first; empty below two findings.
    """

    words: int
    families: tuple[tuple[str, int], ...]
    weight: float
    grade: str
    hints: tuple[Hint, ...]


def assess(findings: Iterable[Finding], words: int, languages: Mapping[str, Sequence[str]]) -> Evidence:
    """Add up the findings of a document with so many words; languages: rule → languages that it points to."""
    counted = [finding for finding in findings if finding.category != CATEGORY_READABILITY]
    per_rule: Counter[str] = Counter()
    weight = 0.0
    for finding in counted:
        per_rule[finding.rule] += 1
        if per_rule[finding.rule] <= _MOST_OF_A_RULE:
            weight += _WEIGHTS[finding.severity]
    weight *= 1000 / max(words, _SHORT)
    families = Counter(finding.category for finding in counted)
    return Evidence(words, tuple(families.most_common()), round(weight, 2), grade(weight), hints(per_rule, languages))


def grade(weight: float) -> str:
    """The grade of a weight per 1,000 words.

    >>> grade(0), grade(3.2), grade(40)
    ('A', 'C', 'E')
    """
    return GRADES[sum(weight > limit for limit in LIMITS)]


def hints(per_rule: Mapping[str, int], languages: Mapping[str, Sequence[str]]) -> tuple[Hint, ...]:
    """The languages that findings point to. A rule that points to several gives each its share."""
    weights: Counter[str] = Counter()
    rules: dict[str, list[str]] = {}
    findings = 0
    for rule, count in sorted(per_rule.items()):
        codes = languages.get(rule, ())
        findings += count if codes else 0
        for code in codes:
            weights[code] += min(count, _MOST_OF_A_RULE) / len(codes)  # type: ignore[assignment] # Counter of floats
            rules.setdefault(code, []).append(rule)
    if findings < _HINT_FINDINGS:
        return ()
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Hint(code, round(float(weight), 2), tuple(rules[code])) for code, weight in ordered)


class Reached(NamedTuple):
    """Shares of the benchmark's documents that have a grade or a worse one."""

    people: float
    machines: float


@cache
def measured() -> dict[str, Reached]:
    """Grade → who reaches it; empty when nothing was measured."""
    if not _FILE.exists():
        return {}
    rows = [row.split("\t") for row in _FILE.read_text(encoding="utf-8").splitlines()[1:]]
    return {name: Reached(float(people), float(machines)) for name, people, machines in rows}


def meaning(name: str) -> str:
    """What a grade means, in a sentence."""
    reached = measured().get(name)
    if reached is None:
        return "What share of documents reaches this grade has not been measured."
    return (
        f"On the benchmark, {reached.people:.0%} of the documents written or translated by people and "
        f"{reached.machines:.0%} of the machine-translated ones have this grade or a lower one."
    )
