"""`sarif`: SARIF 2.1.0, with what GitHub's code scanning requires and recommends.

Every active rule is listed, results or not, or an alert would never close. Columns count code points, and the
log says so. Regions are the match, never the paragraph: a pull request shows an alert only where all its lines
changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from checker import __version__, measured
from checker.batch import Result
from checker.finding import Finding
from checker.reporters import Context
from checker.reporters.json import dumps
from checker.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
DOCS = "https://github.com/malaprop/malaprop/blob/main/docs/rules"
_LEVELS = {"error": "error", "warning": "warning", "suggestion": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "suggestion": "recommendation"}


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One log with one run."""
    findings: list[Finding] = []
    notifications: list[dict[str, Any]] = []
    for result in results:
        findings += sorted((*result.findings, *result.suppressed), key=lambda finding: finding.start)
        if result.error:
            notifications.append({"level": "error", "message": {"text": f"{result.path}: {result.error}"}})
    rules = context.rules.all()
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "malaprop",
                "semanticVersion": __version__,
                "informationUri": "https://github.com/malaprop/malaprop",
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}],
        "results": [_result(finding, numbers) for finding in findings],
    }
    yield dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    properties = {"tags": [rule.category], "problem.severity": _PROBLEMS[rule.severity]}
    if precision := measured.precision(rule.id):
        properties["precision"] = precision
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.id.replace("-", " ")},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.why, "markdown": f"**{rule.id}**: {rule.why}"},
        "helpUri": f"{DOCS}/{rule.category}/{rule.id}.md",
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": properties,
    }


def _result(finding: Finding, numbers: dict[str, int]) -> dict[str, Any]:
    region = _region(finding)
    location = {"artifactLocation": {"uri": uri(finding.path)}, "region": region}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
            "malaprop/v1": finding.fingerprint,
        },
    }
    if finding.rule in numbers:
        result["ruleIndex"] = numbers[finding.rule]
    if finding.fix is not None:
        replacement = {"deletedRegion": region, "insertedContent": {"text": finding.fix}}
        changes = [{"artifactLocation": location["artifactLocation"], "replacements": [replacement]}]
        result["fixes"] = [{"description": {"text": f"Write “{finding.fix}”"}, "artifactChanges": changes}]
    if finding.suppressed:
        kind = "inSource" if finding.suppressed == "comment" else "external"
        result["suppressions"] = [{"kind": kind, "status": "accepted"}]
    return result


def _region(finding: Finding) -> dict[str, int]:
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
    }


def uri(path: str) -> str:
    """A path as a relative URI reference (absolute ones as they are)."""
    return quote(path.removeprefix("./"), safe="/")
