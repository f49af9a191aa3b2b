"""`checkstyle` and `junit`: XML that most CI systems read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from checker import __version__
from checker.batch import Result
from checker.finding import Finding
from checker.reporters import Context

_ILLEGAL = re.compile(
    "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
"""What XML 1.0 has no way to hold, or what could steer a terminal on which it is shown."""

_CHECKSTYLE = {"error": "error", "warning": "warning", "suggestion": "info"}


def report_checkstyle(results: Iterable[Result], context: Context) -> Iterator[str]:
    """A `file` element for each file, clean ones too."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n'
    for result in results:
        yield f" <file name={attribute(result.path)}>\n"
        if result.error:
            message = attribute(result.error)
            yield f'  <error line="1" column="1" severity="error" message={message} source="malaprop"/>\n'
        for finding in result.findings:
            yield (
                f'  <error line="{finding.line}" column="{finding.column}" '
                f'severity="{_CHECKSTYLE[finding.severity]}" message={attribute(finding.message)} '
                f'source="malaprop.{finding.rule}"/>\n'
            )
        yield " </file>\n"
    yield "</checkstyle>\n"


def report_junit(results: Iterable[Result], context: Context) -> Iterator[str]:
    """A suite for each file, a case for each finding; one case that passes for a clean file."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="malaprop {__version__}">\n'
    for result in results:
        name = attribute(result.path)
        failures, errors = len(result.findings), int(bool(result.error))
        yield f' <testsuite name={name} tests="{max(1, failures + errors)}" failures="{failures}" errors="{errors}">\n'
        if result.error:
            yield f'  <testcase name="read" classname={name}><error message={attribute(result.error)}/></testcase>\n'
        for finding in result.findings:
            yield _case(finding, name)
        if not failures and not errors:
            yield f'  <testcase name="malaprop" classname={name}/>\n'
        yield " </testsuite>\n"
    yield "</testsuites>\n"


def _case(finding: Finding, name: str) -> str:
    title = attribute(f"{finding.rule} at {finding.line}:{finding.column}")
    failure = f"<failure type={attribute(finding.severity)} message={attribute(finding.message)}>"
    return f"  <testcase name={title} classname={name}>{failure}{element(finding.sentence)}</failure></testcase>\n"


def attribute(text: str) -> str:
    """A quoted attribute value."""
    return quoteattr(_ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text))


def element(text: str) -> str:
    """Text of an element."""
    return escape(_ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text), {"\r": "&#13;"})
