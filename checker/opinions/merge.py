"""Opinions among Malaprop's own findings: which of them the document bears out, and two on one place as one finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from checker.finding import SEVERITIES, Finding
from checker.opinions import IN_DAMAGED_TEXT, PROGRAMS
from checker.rule import CATEGORY_READABILITY, Rule

_WIDER = 40  # code points: a finding that is longer than another by more is about more than its place
_RULES = 4.0  # different rules in 1,000 words
_SHORT = 300  # words: a shorter document is taken for one of so many, or one slip would be everything


def is_damaged(own: Iterable[Finding], words: int) -> bool:
    """Whether Malaprop's own findings show that a document of so many words is damaged from end to end.

    Different rules count, not findings: good text has one oddity over and over, damaged text has many kinds.
    """
    rules = {finding.rule for finding in own if finding.category != CATEGORY_READABILITY}
    return 1000 * len(rules) >= _RULES * max(words, _SHORT)


def borne_out(findings: Iterable[Finding], rules: Mapping[str, Rule], words: int) -> list[Finding]:
    """Without the opinions that are for damaged text alone, where stable rules of Malaprop's own don't find it so."""
    found = list(findings)
    own = [one for one in found if (rule := rules[one.rule]).type not in PROGRAMS and rule.status == "stable"]
    if is_damaged(own, words):
        return found
    return [one for one in found if not rules[one.rule].params.get(IN_DAMAGED_TEXT)]


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
