"""`text`: one line a finding, as editors and problem matchers read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.batch import Result
from checker.finding import Finding
from checker.reporters import Context
from checker.reporters.escape import printable

COLORS = {"error": "31", "warning": "33", "suggestion": "36", "dim": "2", "bold": "1"}


def paint(text: str, color: str, context: Context) -> str:
    """Text in one of COLORS, where colour is on."""
    return f"\x1b[{COLORS[color]}m{text}\x1b[0m" if context.color else text


def headline(finding: Finding, context: Context) -> str:
    """`path:line:col: severity message [rule]`."""
    place = paint(f"{printable(finding.path)}:{finding.line}:{finding.column}:", "bold", context)
    severity = paint(finding.severity, finding.severity, context)
    rule = paint(f"[{finding.rule}]", "dim", context)
    return f"{place} {severity} {printable(finding.message)} {rule}"


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """A line for each finding."""
    for result in results:
        for finding in result.findings:
            yield headline(finding, context) + "\n"
