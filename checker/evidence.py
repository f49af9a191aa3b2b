"""What the findings of one document add up to.

A finding is a place to look; several kinds of them in one document are evidence of how the text came about. They
are weighed by severity, a rule's findings count three times at most (one slip repeated is one slip), and the sum
is set against the length. The grade is a name for a range of that weight, nothing more: what it means is the
share of people's and of machines' documents that reach it, measured and printed beside it (see
`bench/accuracy.py` and docs/score.md). Nothing here says who or what wrote a text.

Readability is no evidence, as people write long sentences too; nor is what is said about suppressions, which is
about a comment and not about the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from checker.finding import Finding
from checker.language import name as language_name
from checker.rule import CATEGORY_READABILITY, CATEGORY_SUPPRESSION

GRADES = "ABCDE"
LIMITS = (0.0, 2.0, 5.0, 12.0)
"""Weight per 1,000 words up to which a document has the grade A, B, C, D; E above."""

NO_EVIDENCE = frozenset({CATEGORY_READABILITY, CATEGORY_SUPPRESSION})
_WEIGHTS = {"error": 3.0, "warning": 2.0, "suggestion": 1.0}
_MOST_OF_A_RULE = 3
_SHORT = 300  # words: a shorter text is weighed as if it had so many, or one slip would be everything
_HINT_FINDINGS = 2  # findings that point to a language before it is named
_MOST_NAMED = 3  # languages that are named together; more of equal weight say nothing
_RULES_NAMED = 4
_FILE = Path(__file__).with_name("data") / "grades.tsv"


class Hint(NamedTuple):
    """A source language that findings point to: ISO 639-1 code, their weight, and which rules they are of."""

    language: str
    weight: float
    rules: tuple[str, ...]


class Evidence(NamedTuple):
    """What stands in a document, added up.

    words: of prose. families: findings by category, most first. weight: per 1,000 words. grade: one of GRADES.
    hints: source languages that two findings or more point to, strongest first.
    """

    words: int
    families: tuple[tuple[str, int], ...]
    weight: float
    grade: str
    hints: tuple[Hint, ...]


def assess(findings: Iterable[Finding], words: int, languages: Mapping[str, Sequence[str]]) -> Evidence:
    """Add up the findings of a document with so many words; languages: rule → languages that it points to."""
    counted = [finding for finding in findings if finding.category not in NO_EVIDENCE]
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
    """The languages that findings point to. A rule that points to several gives each its share.

    >>> hints({"gloss": 2, "measure-word": 1}, {"gloss": ("ja", "zh"), "measure-word": ("zh",)})[0]
    Hint(language='zh', weight=2.0, rules=('gloss', 'measure-word'))
    """
    weights: dict[str, float] = {}
    findings: Counter[str] = Counter()
    rules: dict[str, list[str]] = {}
    for rule, count in sorted(per_rule.items()):
        codes = languages.get(rule, ())
        for code in codes:
            weights[code] = weights.get(code, 0.0) + min(count, _MOST_OF_A_RULE) / len(codes)
            findings[code] += count
            rules.setdefault(code, []).append(rule)
    often = [code for code in weights if findings[code] >= _HINT_FINDINGS]
    ordered = sorted(often, key=lambda code: (-round(weights[code], 2), code))
    return tuple(Hint(code, round(weights[code], 2), tuple(rules[code])) for code in ordered)


def named(found: Sequence[Hint]) -> tuple[Hint, ...]:
    """The hints that are told: the strongest, and those of equal weight, unless these are too many to mean anything."""
    strongest = tuple(hint for hint in found if hint.weight == found[0].weight)
    return strongest if len(strongest) <= _MOST_NAMED else ()


def pointed_to(found: Sequence[Hint]) -> str:
    """What the hints say, in a sentence; '' when they say nothing, or too much to mean anything."""
    strongest = named(found)
    if not strongest:
        return ""
    languages = " or ".join(language_name(hint.language) for hint in strongest)
    rules = sorted({rule for hint in strongest for rule in hint.rules})
    more = f" and {len(rules) - _RULES_NAMED} more" if len(rules) > _RULES_NAMED else ""
    return (
        f"Texts translated from {languages} often have findings of this kind ({', '.join(rules[:_RULES_NAMED])}{more})."
    )


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
    reached = measured()
    if name not in reached:
        return "What share of documents reaches this grade has not been measured."
    people, machines = reached[name]
    this = "this grade or a worse one"
    if name == GRADES[0]:  # which every document reaches; what tells is who gets no further
        next_grade = reached[GRADES[1]]
        people, machines, this = 1 - next_grade.people, 1 - next_grade.machines, "this grade too"
    return (
        f"On the benchmark, {_percent(people)} of the documents written or translated by people and "
        f"{_percent(machines)} of the machine-translated ones have {this}."
    )


def _percent(share: float) -> str:
    """A share in per cent, with a decimal where it would else be none or all.

    >>> _percent(0.42), _percent(0.004), _percent(1.0)
    ('42%', '0.4%', '100%')
    """
    return f"{share:.1%}" if 0 < share < 0.01 or 0.99 < share < 1 else f"{share:.0%}"
