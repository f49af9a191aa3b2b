"""`github`: annotations of a GitHub workflow.

GitHub shows ten errors, ten warnings and ten notices of a step, and drops the rest without a word. So the worst
come first, the caps are kept, one notice tells of the overflow, and the whole table goes into the step's
summary. Article text is an attacker's text here: `%`, line ends, and in properties `:` and `,` are escaped, and
every line is one command of ours, so that no `::add-mask::` in an article becomes one.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.batch import Result
from checker.finding import SEVERITIES, Finding
from checker.reporters import Context
from checker.reporters.escape import printable
from checker.reporters.markdown import table

CAP = 10  # annotations that GitHub shows of each level in a step
_LEVELS = {"error": "error", "warning": "warning", "suggestion": "notice"}
_SUMMARY_LIMIT = 900_000  # bytes; GitHub takes 1 MiB


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """Workflow commands, the worst first; writes to $GITHUB_STEP_SUMMARY where there is one."""
    every = list(results)
    findings = [finding for result in every for finding in result.findings]
    ordered = sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity))
    shown: Counter[str] = Counter()
    room = {"error": CAP, "warning": CAP, "suggestion": CAP - 1}  # the last notice may be the overflow's
    for finding in ordered:
        if shown[finding.severity] < room[finding.severity]:
            shown[finding.severity] += 1
            yield command(finding) + "\n"
    if hidden := len(findings) - shown.total():
        yield f"::notice title=malaprop::{hidden} more findings are in the job's summary\n"
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(table(every, _SUMMARY_LIMIT))


def command(finding: Finding) -> str:
    """One annotation. Columns are left out where it spans lines, as GitHub refuses them there."""
    place = f"file={_property(finding.path)},line={finding.line},endLine={finding.end_line}"
    if finding.line == finding.end_line:
        place += f",col={finding.column},endColumn={finding.end_column}"
    title = _property(f"malaprop ({finding.rule})")
    return f"::{_LEVELS[finding.severity]} {place},title={title}::{_message(finding.message)}"


def _message(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
