"""Say what the findings of each document add up to: families, density, likely source language, readability, grade.

A grade runs from A (nothing found) to E; what it means is measured and printed. --max-grade and --min-flesch are
gates: a document beyond them makes the exit status 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import NamedTuple

from checker import evidence
from checker import readability as formulas
from checker.batch import Job, Result, check_files
from checker.commands.check import engines
from checker.commands.common import Selection, UsageError, add_selection
from checker.discover import files
from checker.evidence import Evidence
from checker.formats import document
from checker.language import name as language_name
from checker.reporters.escape import printable


class Score(NamedTuple):
    """A document's evidence and readability."""

    path: str
    evidence: Evidence
    flesch: float
    grade_level: float
    words_per_sentence: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop score`."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob")
    add_selection(parser)
    parser.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    parser.add_argument("--max-grade", choices=list(evidence.GRADES), help="the worst grade that passes")
    parser.add_argument("--min-flesch", type=float, metavar="N", help="the lowest Flesch reading ease that passes")
    parser.add_argument("--no-cache", action="store_true", help="check unchanged files again, keep no results")


def run(arguments: argparse.Namespace) -> int:
    """Print the scores; 1 when a gate doesn't hold, 2 when a file can't be checked."""
    try:
        return _run(arguments)
    except UsageError as error:
        print(f"malaprop: {error}", file=sys.stderr)
        return 2


def _run(arguments: argparse.Namespace) -> int:
    selection = Selection(arguments)
    job = Job(engines, arguments, keep_source=True, use_cache=not arguments.no_cache)
    scores, status = [], 0
    for result in check_files(list(files(arguments.paths, lambda path: selection.config_for(path).exclude)), job):
        if result.error or result.source is None:
            print(f"malaprop: {printable(result.path)}: {printable(result.error)}", file=sys.stderr)
            status = 2
            continue
        scores.append(score(result, selection))
    if arguments.format == "json":
        print(json.dumps([record(some) for some in scores], indent=1, ensure_ascii=False))
    else:
        print("\n".join(map(table, scores)))
    failed = [some for some in scores if _fails(some, arguments)]
    for some in failed:
        print(f"malaprop: {printable(some.path)}: beyond the gates that are set", file=sys.stderr)
    return status or int(bool(failed))


def score(result: Result, selection: Selection) -> Score:
    """A checked document's score. The result carries its source."""
    if result.source is None:
        raise ValueError("a score needs the result's source")
    engine = selection.engine_for(result.path)
    prose = document(result.source)
    counts = formulas.total(formulas.counts(prose))
    languages = {rule.id: rule.languages for rule in engine.rules}
    flesch = formulas.flesch_reading_ease(counts) if counts.words else 0.0
    level = formulas.flesch_kincaid_grade(counts) if counts.words else 0.0
    length = formulas.sentence_length(counts) if counts.words else 0.0
    return Score(result.path, evidence.assess(result.findings, counts.words, languages), flesch, level, length)


def _fails(some: Score, arguments: argparse.Namespace) -> bool:
    worst = arguments.max_grade
    beyond = worst is not None and some.evidence.grade > worst
    too_hard = arguments.min_flesch is not None and some.evidence.words > 0 and some.flesch < arguments.min_flesch
    return beyond or too_hard


def record(some: Score) -> dict[str, object]:
    """A score as JSON has it."""
    found = some.evidence
    return {
        "path": some.path, "words": found.words, "grade": found.grade, "weight_per_1000_words": found.weight,
        "families": dict(found.families), "meaning": evidence.meaning(found.grade),
        "source_languages": [hint._asdict() for hint in found.hints],
        "readability": {
            "flesch_reading_ease": round(some.flesch, 1),
            "flesch_kincaid_grade": round(some.grade_level, 1),
            "words_per_sentence": round(some.words_per_sentence, 1),
        },
    }  # fmt: skip


def table(some: Score) -> str:
    """A score for people."""
    found = some.evidence
    lines = [
        printable(some.path),
        f"  grade         {found.grade}   ({found.weight:g} per 1,000 of {found.words:,} words)",
        f"                {evidence.meaning(found.grade)}",
    ]
    if found.families:
        lines.append("  findings      " + ", ".join(f"{count} {family}" for family, count in found.families))
    if found.hints:
        first = found.hints[0]
        lines.append(f"  points to     {language_name(first.language)} ({', '.join(first.rules)})")
    lines.append(
        f"  readability   Flesch {some.flesch:.0f}, grade level {some.grade_level:.1f}, "
        f"{some.words_per_sentence:.0f} words a sentence"
    )
    return "\n".join(lines) + "\n"
