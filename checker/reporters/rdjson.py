"""`rdjson` and `rdjsonl`: reviewdog's diagnostics. Its columns count UTF-8 bytes from 1, the end exclusive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checker.batch import Result
from checker.finding import Finding
from checker.reporters import Context
from checker.reporters.escape import repository_path
from checker.reporters.json import dumps
from checker.reporters.sarif import page
from checker.source import Source

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "suggestion": "INFO"}


def report_rdjsonl(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One diagnostic a line."""
    for diagnostic in _diagnostics(results):
        yield dumps({**diagnostic, "source": {"name": "malaprop"}}) + "\n"


def report_rdjson(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One object with all diagnostics."""
    yield dumps({"source": {"name": "malaprop"}, "diagnostics": list(_diagnostics(results))}, indent=1) + "\n"


def _diagnostics(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for result in results:
        for finding in result.findings:
            same = result.source is not None and finding.path == result.source.path
            yield _diagnostic(finding, result.source if same else None)


def _diagnostic(finding: Finding, source: Source | None) -> dict[str, Any]:
    place = {
        "start": {"line": finding.line, "column": _bytes(source, finding.line, finding.column)},
        "end": {"line": finding.end_line, "column": _bytes(source, finding.end_line, finding.end_column)},
    }
    diagnostic: dict[str, Any] = {
        "message": finding.message,
        "location": {"path": repository_path(finding.path), "range": place},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule, "url": page(finding.category, finding.rule)},
    }
    if finding.fix is not None:
        diagnostic["suggestions"] = [{"range": place, "text": finding.fix}]
    return diagnostic


def _bytes(source: Source | None, line: int, column: int) -> int:
    if source is None:
        return column
    return 1 + len(source.line(line)[: column - 1].encode("utf-8", "surrogatepass"))
