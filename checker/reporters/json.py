"""`json` and `jsonl`: findings for programs. The shape is published as docs/findings.schema.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypedDict

from checker import __version__
from checker.batch import Result
from checker.finding import Finding
from checker.reporters import Context

SCHEMA_VERSION = 1


class Record(TypedDict):
    """One finding.

    rule: the rule's id.
    category: its category.
    severity: error, warning or suggestion.
    path: the file, as it was named, with forward slashes.
    line: line of the start, from 1.
    column: column of the start, from 1, in code points.
    end_line: line of the end.
    end_column: column of the end, exclusive.
    start_offset: code points from the file's start, from 0.
    end_offset: the same for the end, exclusive.
    message: what is wrong here.
    match: the text from start_offset to end_offset.
    fix: what to put there instead; null when the rule proposes nothing.
    safe_fix: whether the fix may be applied without asking.
    why: what makes it wrong.
    languages: ISO 639-1 codes of the source languages that it points to.
    sentence: the sentence that it stands in, white space folded.
    fingerprint: the same while rule, path, sentence and occurrence are.
    """

    rule: str
    category: str
    severity: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    start_offset: int
    end_offset: int
    message: str
    match: str
    fix: str | None
    safe_fix: bool
    why: str
    languages: list[str]
    sentence: str
    fingerprint: str


class Report(TypedDict):
    """The whole of `--format json`.

    schema_version: of this shape.
    tool: name and version.
    files: how many files were checked.
    findings: all findings.
    errors: files that could not be checked, with the reason.
    """

    schema_version: int
    tool: dict[str, str]
    files: int
    findings: list[Record]
    errors: list[dict[str, str]]


def record(finding: Finding, context: Context) -> Record:
    """A finding as JSON has it."""
    rule = context.rules.get(finding.rule)
    return Record(
        rule=finding.rule, category=finding.category, severity=finding.severity, path=finding.path,
        line=finding.line, column=finding.column, end_line=finding.end_line, end_column=finding.end_column,
        start_offset=finding.start, end_offset=finding.end, message=finding.message, match=finding.match,
        fix=finding.fix, safe_fix=finding.safe_fix, why=rule.why if rule else "",
        languages=list(rule.languages) if rule else [], sentence=finding.sentence, fingerprint=finding.fingerprint,
    )  # fmt: skip


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON, in Unicode but for what a terminal, a line reader or a strict parser could trip over."""
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", json.dumps(value, ensure_ascii=False, indent=indent))
    return "".join(f"\\u{ord(char):04x}" if char in _UNSAFE else char for char in text) if _UNSAFE & set(text) else text


_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, as in the name of a file that is not UTF-8. Escaped, it would be JSON to Python, not to most."""

_UNSAFE_RANGES = (
    (0x7F, 0xA0),
    (0x61C, 0x61D),
    (0x200B, 0x2010),
    (0x2028, 0x202F),
    (0x2066, 0x206A),
    (0xFEFF, 0xFF00),
)
_UNSAFE = frozenset(chr(code) for first, last in _UNSAFE_RANGES for code in range(first, last))
"""C1 controls, direction marks, line separators, byte order mark: escaped, so that no reader trips."""


def report_jsonl(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One record a line."""
    for result in results:
        for finding in result.findings:
            yield dumps(record(finding, context)) + "\n"


def report_json(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One object for the whole run."""
    files, findings, errors = 0, [], []
    for result in results:
        files += not result.error
        findings += [record(finding, context) for finding in result.findings]
        if result.error:
            errors.append({"path": result.path, "message": result.error})
    whole = Report(schema_version=SCHEMA_VERSION, tool={"name": "malaprop", "version": __version__},
                   files=files, findings=findings, errors=errors)  # fmt: skip
    yield dumps(whole, indent=1) + "\n"
