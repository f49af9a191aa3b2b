"""`sarif`: SARIF 2.1.0, with what GitHub's code scanning requires and recommends.

Every active rule is listed, results or not, or an alert would never close. Columns count code points, and the
log says so. Regions are the match, never the paragraph: a pull request shows an alert only where all its lines
changed. GitHub refuses a log of more than 25,000 results: the worst are kept, and a notification says how many
were not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from checker import __version__, measured
from checker.batch import Result
from checker.finding import SEVERITIES, Finding
from checker.reporters import Context
from checker.reporters.escape import repository_path, shortened
from checker.reporters.json import dumps
from checker.reporters.markdown import escaped
from checker.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://github.com/malaprop/malaprop"
MOST_RESULTS = 25_000
_LONG_DESCRIPTION = 1024  # code points that GitHub takes
_IN_A_LINK = re.compile(r"[\\\[\]]")
_LEVELS = {"error": "error", "warning": "warning", "suggestion": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "suggestion": "recommendation"}
_ABOUT_SUPPRESSIONS = (
    "A suppression is there for a finding. One that names no rule, or suppresses nothing, hides what comes later."
)


def page(category: str, rule: str) -> str:
    """The address of a rule's page in the documentation."""
    name = "suppressions.md" if category == "suppression" else f"rules/{category}/{rule}.md"
    return f"{HOME}/blob/main/docs/{name}"


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One log with one run."""
    findings: list[Finding] = []
    notifications: list[dict[str, Any]] = []
    for result in results:
        findings += sorted((*result.findings, *result.suppressed), key=lambda finding: finding.start)
        if result.error:
            notifications.append(_notification("error", f"{result.path}: {result.error}"))
    succeeded = not notifications
    kept = _worst(findings)
    if len(kept) < len(findings):
        notifications.append(_notification("warning", f"{len(findings) - len(kept)} more findings had no room."))
    rules = [*map(_rule, context.rules.all()), *_other_rules(kept, context)]
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "malaprop",
                "semanticVersion": __version__,
                "informationUri": HOME,
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": succeeded, "toolExecutionNotifications": notifications}],
        "results": [_result(finding, numbers) for finding in kept],
    }
    yield dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": _message(text)}}


def _worst(findings: Sequence[Finding]) -> Sequence[Finding]:
    """As many as a log may hold, in their order."""
    if len(findings) <= MOST_RESULTS:
        return findings
    by_gravity = sorted(
        range(len(findings)),
        key=lambda n: (bool(findings[n].suppressed), -SEVERITIES.index(findings[n].severity), n),
    )
    return [findings[n] for n in sorted(by_gravity[:MOST_RESULTS])]


def _rule(rule: Rule) -> dict[str, Any]:
    properties = {"tags": [rule.category], "problem.severity": _PROBLEMS[rule.severity]}
    if precision := measured.precision(rule.id):
        properties["precision"] = precision
    return _described(rule.id, rule.category, rule.severity, rule.why, properties)


def _other_rules(findings: Iterable[Finding], context: Context) -> Iterator[dict[str, Any]]:
    """Those that findings name and no rule file describes: the ones about suppressions."""
    unlisted = {finding.rule: finding for finding in findings if context.rules.get(finding.rule) is None}
    for rule, finding in sorted(unlisted.items()):
        properties = {"tags": [finding.category], "problem.severity": _PROBLEMS[finding.severity]}
        yield _described(rule, finding.category, finding.severity, _ABOUT_SUPPRESSIONS, properties)


def _described(rule: str, category: str, severity: str, why: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": rule,
        "shortDescription": {"text": rule.replace("-", " ")},
        "fullDescription": {"text": shortened(_message(why), _LONG_DESCRIPTION)},
        "help": {"text": _message(why), "markdown": f"**{escaped(rule)}**: {escaped(why)}"},
        "helpUri": page(category, rule),
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": properties,
    }


def _result(finding: Finding, numbers: dict[str, int]) -> dict[str, Any]:
    region = _region(finding)
    location = {"artifactLocation": {"uri": uri(finding.path)}, "region": region}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding.message)},
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
        result["fixes"] = [
            {
                "description": {"text": _message(f"Write “{finding.fix}”" if finding.fix else "Leave it out")},
                "artifactChanges": changes,
            }
        ]
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


def _message(text: str) -> str:
    r"""A message's text. SARIF reads `[text](target)` as a link, which text of an article must not become.

    >>> print(_message("[click](https://example.com) [1]"))
    \[click\](https://example.com) \[1\]
    """
    return _IN_A_LINK.sub(r"\\\g<0>", text) if "](" in text else text


def uri(path: str) -> str:
    """A path as a relative URI reference; a `file:` URI of an absolute one.

    >>> uri("./a b:c.md"), uri("//tmp/é.md")
    ('a%20b%3Ac.md', 'file:///tmp/%C3%A9.md')
    """
    name = repository_path(path)
    quoted = quote(_bytes(name.lstrip("/")), safe="/")
    return f"file:///{quoted}" if name.startswith("/") else quoted


def _bytes(path: str) -> bytes:
    """A path as the file system has it, where it can be told."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
