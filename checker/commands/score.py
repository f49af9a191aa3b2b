"""Say what the findings of each document add up to: families, density, likely source language, readability, grade.

A grade runs from A (nothing found) to E; what it means is measured and printed. --max-grade and --min-flesch are
gates: a document beyond them makes the exit status 1. `-` reads standard input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker import evidence
from checker import readability as formulas
from checker.batch import Job, Result, check_bytes, check_files
from checker.commands.check import engines
from checker.commands.common import Selection, UsageError, add_selection
from checker.discover import Exclude, files
from checker.evidence import Evidence
from checker.fileerror import FileError
from checker.formats import document
from checker.reporters.escape import printable
from checker.reporters.json import dumps


class Readability(NamedTuple):
    """A document's readability: Flesch's reading ease, Flesch and Kincaid's school grade, words a sentence."""

    flesch: float
    grade_level: float
    words_per_sentence: float


class Score(NamedTuple):
    """A document's evidence, and how it reads; without a word it has no readability.

    suppressed: findings that a comment, a sidecar or a baseline accepts; they are not part of the evidence.
    """

    path: str
    evidence: Evidence
    readability: Readability | None
    suppressed: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop score`."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob, or - for standard input")
    add_selection(parser)
    parser.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    parser.add_argument("--max-grade", choices=list(evidence.GRADES), help="the worst grade that passes")
    parser.add_argument("--min-flesch", type=float, metavar="N", help="the lowest Flesch reading ease that passes")
    parser.add_argument("--stdin-filename", default="-", metavar="NAME", help="the name that - goes by")
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
    scores: list[Score] = []
    told: dict[str, None] = {}  # in order; a broken configuration holds for many files, and is told once
    for result in _results(arguments, selection):
        if result.error or result.source is None:
            told[f"malaprop: {printable(result.path)}: {printable(result.error)}"] = None
        else:
            scores.append(score(result, selection))
    if arguments.format == "json":
        print(dumps([record(some) for some in scores], indent=1))
    else:
        print("\n".join(map(table, scores)), end="")
    for line in told:
        print(line, file=sys.stderr)
    beyond = [line for some in scores for line in failures(some, arguments.max_grade, arguments.min_flesch)]
    for line in beyond:
        print(f"malaprop: {line}", file=sys.stderr)
    return 2 if told else int(bool(beyond))


def _results(arguments: argparse.Namespace, selection: Selection) -> Iterator[Result]:
    honoured = not arguments.no_suppressions
    job = Job(engines, arguments, keep_source=True, use_cache=not arguments.no_cache, suppressions=honoured)

    def exclude(path: str) -> Exclude:
        try:
            return selection.config_for(path).exclude
        except FileError:  # told when the file is checked
            return ()

    paths = [path for path in arguments.paths if path != "-"]
    if len(paths) < len(arguments.paths):
        name: str = arguments.stdin_filename
        try:
            yield check_bytes(sys.stdin.buffer.read(), name, selection.engine_for(name), job)
        except FileError as error:
            yield Result(error.path, error=f"{error.line}:{error.column}: {error.message}")
    yield from check_files(list(files(paths, exclude)), job)


def score(result: Result, selection: Selection) -> Score:
    """A checked document's score. The result carries its source."""
    if result.source is None:
        raise ValueError("a score needs the result's source")
    engine = selection.engine_for(result.path)
    counts = formulas.total(formulas.counts(document(result.source)))
    languages = {rule.id: rule.languages for rule in engine.rules}
    found = evidence.assess(result.findings, counts.words, languages)
    return Score(result.path, found, _readability(counts), len(result.suppressed))


def _readability(counts: formulas.Counts) -> Readability | None:
    if not counts.words:
        return None
    return Readability(
        formulas.flesch_reading_ease(counts), formulas.flesch_kincaid_grade(counts), formulas.sentence_length(counts)
    )


def failures(some: Score, max_grade: str | None, min_flesch: float | None) -> Iterable[str]:
    """A line for each gate that a document doesn't hold. A document without a word is not too hard to read."""
    path, grade = printable(some.path), some.evidence.grade
    if max_grade is not None and grade > max_grade:
        yield f"{path}: grade {grade}, and {max_grade} is the worst that passes"
    if min_flesch is not None and some.readability and some.readability.flesch < min_flesch:
        yield f"{path}: Flesch reading ease {some.readability.flesch:.1f}, and {min_flesch:g} is the lowest that passes"


def record(some: Score) -> dict[str, object]:
    """A score as JSON has it; docs/score.md says what each key holds."""
    found, reads = some.evidence, some.readability
    return {
        "path": some.path, "words": found.words, "grade": found.grade, "meaning": evidence.meaning(found.grade),
        "weight_per_1000_words": found.weight, "families": dict(found.families), "suppressed": some.suppressed,
        "source_languages": [hint._asdict() for hint in found.hints],
        "readability": reads and {
            "flesch_reading_ease": round(reads.flesch, 1),
            "flesch_kincaid_grade": round(reads.grade_level, 1),
            "words_per_sentence": round(reads.words_per_sentence, 1),
        },
    }  # fmt: skip


def table(some: Score) -> str:
    """A score for people."""
    found, reads = some.evidence, some.readability
    lines = [
        printable(some.path),
        f"  grade         {found.grade}   ({found.weight:g} per 1,000 words; {found.words:,} words)",
        f"                {evidence.meaning(found.grade)}",
    ]
    if found.families:
        lines.append("  findings      " + ", ".join(f"{count} {family}" for family, count in found.families))
    if some.suppressed:
        lines.append(f"  suppressed    {some.suppressed}   (--no-suppressions counts what a document accepts itself)")
    if said := evidence.pointed_to(found.hints):
        lines.append(f"  source        {said}")
    if reads:
        lines.append(
            f"  readability   Flesch {reads.flesch:.0f}, grade level {reads.grade_level:.1f}, "
            f"{reads.words_per_sentence:.0f} words a sentence"
        )
    return "\n".join(lines) + "\n"
