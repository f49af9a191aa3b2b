"""`markdown`: a table for a pull request's comment or a job's summary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from checker.batch import Result
from checker.finding import SEVERITIES, Finding
from checker.reporters import Context
from checker.reporters.escape import printable, shortened

_SIGNS = {"error": "🟥", "warning": "🟨", "suggestion": "🟦"}
_LIMIT = 60_000  # bytes; a comment on GitHub takes 65,536 characters
_LONG = 500  # code points of a cell
_LAST = 100  # bytes kept for the line that says how much is left out

_HTML = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+!|~@$<>&]")
_REFERENCE = re.compile(r"(?<=[@#!~%$&])(?=[\w\"])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=gh-)(?=\d)", re.IGNORECASE)
"""Where a forge would see a name, an issue, a merge request, a label or an address. The rendered text is searched for
these, so a backslash is no help; a word joiner is, which nobody sees."""


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One document."""
    yield table(list(results), _LIMIT)


def table(results: list[Result], limit: int) -> str:
    """A heading and a table for each file, in so many bytes at most; what has no room is counted."""
    counts = Counter(finding.severity for result in results for finding in result.findings)
    parts = [f"### Malaprop: {_summary(counts, len(results))}\n"]
    room = limit - len(parts[0]) - _LAST
    left_out = 0
    for text, findings in _pieces(results):
        room -= len(text.encode())
        if room < 0:  # and so for all that follow, or a row could stand without the head of its table
            left_out += findings
        else:
            parts.append(text)
    if left_out:
        parts.append(f"\n{left_out} more finding{'s' * (left_out != 1)} had no room here.\n")
    return "".join(parts)


def _pieces(results: Iterable[Result]) -> Iterator[tuple[str, int]]:
    """What the table is made of, and how many findings each piece shows."""
    for result in results:
        name = escaped(result.path) or "(no name)"
        if result.error:
            yield f"\n**{name}** could not be checked: {escaped(result.error)}\n", 0
        head = f"\n**{name}**\n\n| line | | what | write instead |\n|---:|---|---|---|\n"
        for finding in result.findings:
            yield head + _row(finding), 1
            head = ""


def _summary(counts: Counter[str], files: int) -> str:
    said = ", ".join(
        f"{counts[name]} {name}{'s' * (counts[name] != 1)}" for name in reversed(SEVERITIES) if counts[name]
    )
    return f"{said or 'nothing to report'} in {files} file{'s' * (files != 1)}"


def _row(finding: Finding) -> str:
    write = "" if finding.fix is None else escaped(finding.fix) or "*leave it out*"
    what = f"{escaped(finding.message)} <sub>{escaped(finding.rule)}</sub>"
    return f"| {finding.line} | {_SIGNS[finding.severity]} {finding.severity} | {what} | {write} |\n"


def escaped(text: str) -> str:
    """Text that stays text in Markdown and in HTML, on one line; it mentions nobody and links nowhere."""
    shown = shortened(printable(" ".join(text.split())), _LONG)
    return _SPECIAL.sub(_escape, _REFERENCE.sub("\N{WORD JOINER}", shown))


def _escape(found: re.Match[str]) -> str:
    return _HTML.get(found.group(), f"\\{found.group()}")
