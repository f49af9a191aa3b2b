"""`markdown`: a table for a pull request's comment or a job's summary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from checker.batch import Result
from checker.finding import SEVERITIES, Finding
from checker.reporters import Context
from checker.reporters.escape import printable

_SIGNS = {"error": "🟥", "warning": "🟨", "suggestion": "🟦"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&])")
_COMMENT_LIMIT = 60_000  # code points; a comment on GitHub takes 65,536


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One document."""
    yield table(list(results), _COMMENT_LIMIT)


def table(results: list[Result], limit: int) -> str:
    """A heading, a table for each file, and how many rows did not fit the limit (bytes or code points, roughly)."""
    counts = Counter(finding.severity for result in results for finding in result.findings)
    parts = [f"### Malaprop: {_summary(counts, len(results))}\n"]
    size, left_out = len(parts[0]), 0
    for result in results:
        if result.error:
            parts.append(f"\n**{escaped(result.path)}** could not be checked: {escaped(result.error)}\n")
        if not result.findings:
            continue
        head = f"\n**{escaped(result.path)}**\n\n| line | | what | write instead |\n|---:|---|---|---|\n"
        rows = []
        for finding in result.findings:
            row = _row(finding)
            if size + len(row.encode()) > limit:
                left_out += 1
            else:
                rows.append(row)
                size += len(row.encode())
        if rows:
            parts += [head, *rows]
            size += len(head)
    if left_out:
        parts.append(f"\n{left_out} more findings are left out here.\n")
    return "".join(parts)


def _summary(counts: Counter[str], files: int) -> str:
    said = ", ".join(
        f"{counts[name]} {name}{'s' * (counts[name] != 1)}" for name in reversed(SEVERITIES) if counts[name]
    )
    return f"{said or 'nothing to report'} in {files} file{'s' * (files != 1)}"


def _row(finding: Finding) -> str:
    write = "" if finding.fix is None else escaped(finding.fix) if finding.fix else "*leave it out*"
    what = f"{escaped(finding.message)} <sub>{finding.rule}</sub>"
    return f"| {finding.line} | {_SIGNS[finding.severity]} | {what} | {write} |\n"


def escaped(text: str) -> str:
    """Text that stays text in Markdown and in HTML, on one line; it mentions nobody and links nowhere."""
    shown = _SPECIAL.sub(r"\\\1", printable(" ".join(text.split())))
    shown = shown.replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;").replace("\\@", "@\u2060")
    return shown.replace("://", ":\u2060//").replace("www.", "www\u2060.")
