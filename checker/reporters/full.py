"""`full`: each finding with its line, the marked span, the reason and the proposed wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import combining, east_asian_width

from checker.batch import Result
from checker.finding import Finding
from checker.reporters import Context
from checker.reporters.escape import printable
from checker.reporters.text import headline, paint
from checker.source import Source

_BEFORE, _AFTER = 50, 90  # code points shown round the start of a finding


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """A paragraph for each finding."""
    for result in results:
        for finding in result.findings:
            lines = [headline(finding, context)]
            if result.source is not None and finding.path == result.source.path:  # not one about a file beside it
                lines += excerpt(finding, result.source, context)
            rule = context.rules.get(finding.rule)
            if rule is not None:
                lines.append(f"  {paint('why', 'dim', context)}   {printable(rule.why)}")
            if finding.fix is not None:
                wording = f"“{printable(finding.fix)}”" if finding.fix else "nothing (leave it out)"
                lines.append(f"  {paint('write', 'dim', context)} {wording}")
            yield "\n".join(lines) + "\n\n"


def excerpt(finding: Finding, source: Source, context: Context) -> list[str]:
    """The source line, cut round the finding, and a line that marks it."""
    text, start = source.text, finding.start
    begin = start - finding.column + 1
    stop = source.line_end(finding.line)
    first, last = max(begin, start - _BEFORE), min(stop, start + _AFTER)
    end = min(finding.end, last)
    left = ("…" if first > begin else "") + text[first:start]
    marked = text[start:end]
    right = text[end:last] + ("…" if last < stop else "")
    left, marked, right = (printable(part) for part in (left, marked, right))
    number = f"{finding.line:>5}"
    mark = paint("^" * max(1, width(marked)), finding.severity, context)
    return [f"{number} | {left}{marked}{right}", f"      | {' ' * width(left)}{mark}"]


def width(text: str) -> int:
    """Columns that a text takes on a terminal.

    >>> width("a部b")
    4
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
