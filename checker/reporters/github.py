"""`github`: annotations of a GitHub workflow.

GitHub shows ten errors, ten warnings and ten notices of a step, and drops the rest without a word. So the worst
come first, the caps are kept, one notice tells of the overflow, and the whole table goes into the step's
summary. Article text is an attacker's text here: `%`, line ends, and in properties `:` and `,` are escaped, and
every line is one command of ours, so that no `::add-mask::` in an article becomes one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from checker.batch import Result
from checker.finding import SEVERITIES, Finding
from checker.reporters import Context
from checker.reporters.escape import printable, repository_path, shortened
from checker.reporters.markdown import table

CAP = 10  # annotations that GitHub shows of each level in a step
LEVELS = {"error": "error", "warning": "warning", "suggestion": "notice"}
SUMMARY_LIMIT = 1_000_000  # bytes; GitHub takes 1 MiB of a step, and nothing of one that says more
_LONG = 4_000  # code points of a message; GitHub drops an annotation of more than 64 KB


class _Annotation(NamedTuple):
    level: str
    command: str


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """Workflow commands, the worst first; writes to $GITHUB_STEP_SUMMARY where there is one."""
    every = list(results)
    shown, hidden = capped(_annotations(every))
    for annotation in shown:
        yield annotation.command + "\n"
    summary = os.environ.get("GITHUB_STEP_SUMMARY", "")
    written = bool(summary) and _summarised(every, Path(summary))
    if hidden:
        where = " in the step's summary" if written else ", which GitHub would not show"
        yield f"::notice title=malaprop::{hidden} more finding{'s' * (hidden != 1)}{where}\n"


def capped(annotations: Iterable[_Annotation]) -> tuple[list[_Annotation], int]:
    """What GitHub shows, worst first, and how many it wouldn't; room is left for the notice that says so."""
    levels: dict[str, list[_Annotation]] = {level: [] for level in ("error", "warning", "notice")}
    for annotation in annotations:
        levels[annotation.level].append(annotation)
    total = sum(map(len, levels.values()))
    overflows = any(len(some) > CAP for some in levels.values())
    room = {"notice": CAP - 1} if overflows else {}
    shown = [annotation for level, some in levels.items() for annotation in some[: room.get(level, CAP)]]
    return shown, total - len(shown)


def _annotations(every: Iterable[Result]) -> Iterator[_Annotation]:
    """Of files that couldn't be checked, and of findings, the worst of these first."""
    results = list(every)
    for result in results:
        if result.error:
            file = _property(repository_path(result.path))
            yield _Annotation("error", f"::error file={file},title=malaprop::{_message(result.error)}")
    findings = [finding for result in results for finding in result.findings]
    for finding in sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity)):
        yield _Annotation(LEVELS[finding.severity], command(finding))


def command(finding: Finding) -> str:
    """One annotation. Columns are left out where it spans lines, as GitHub refuses them there."""
    place = f"file={_property(repository_path(finding.path))},line={finding.line},endLine={finding.end_line}"
    if finding.line == finding.end_line:
        place += f",col={finding.column},endColumn={finding.end_column}"
    title = _property(f"malaprop ({finding.rule})")
    return f"::{LEVELS[finding.severity]} {place},title={title}::{_message(finding.message)}"


def _summarised(every: list[Result], path: Path) -> bool:
    """Add the table to the step's summary, as far as it has room; whether that could be done."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(table(every, SUMMARY_LIMIT - file.tell()))
    except OSError:
        return False
    return True


def _message(text: str) -> str:
    escaped = shortened(text, _LONG).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
