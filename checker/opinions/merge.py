"""Two that find the same place: one finding, with both reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from checker.finding import SEVERITIES, Finding

_WIDER = 40  # code points: a finding that is longer than another by more is about more than its place


def merged(findings: Iterable[Finding], is_opinion: Callable[[Finding], bool]) -> list[Finding]:
    """Findings in order; an opinion on the place of another finding goes into that one's message.

    A finding of Malaprop's own takes an opinion in; among opinions the first does.
    """
    found = list(findings)
    kept = [finding for finding in found if not is_opinion(finding)]
    for opinion in found:
        if is_opinion(opinion):
            number = next((n for n, other in enumerate(kept) if _is_same_place(other, opinion)), None)
            if number is None:
                kept.append(opinion)
            else:
                kept[number] = _with(kept[number], opinion)
    return sorted(kept, key=lambda finding: (finding.start, finding.end, finding.rule))


def _is_same_place(one: Finding, other: Finding) -> bool:
    overlap = one.start < other.end and other.start < one.end
    return overlap and abs((one.end - one.start) - (other.end - other.start)) <= _WIDER


def _with(finding: Finding, opinion: Finding) -> Finding:
    """A finding with an opinion's reason after its own, and the graver of the two severities."""
    severity = max(finding.severity, opinion.severity, key=SEVERITIES.index)
    return finding._replace(message=f"{finding.message} {opinion.message}", severity=severity)
