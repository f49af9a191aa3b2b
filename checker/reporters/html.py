"""`html`: one file for an editor who has never seen a linter.

The article itself, as its reader sees it, with what was found marked in place; beside each mark the reason and
the proposed wording; a table by category; charts of readability and of findings along the text, as inline SVG;
what it adds up to. The file needs nothing from elsewhere, holds no script, and its policy allows none: whatever
an article says, it is shown as text. It works with a keyboard (each mark links to its note and back), on a phone,
on paper, in light and dark.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape as _escape
from typing import NamedTuple

from checker import evidence
from checker import readability as formulas
from checker.batch import Result
from checker.document import Block, Document
from checker.finding import SEVERITIES, Finding
from checker.formats import document
from checker.markup import PLACEHOLDER
from checker.reporters import Context
from checker.reporters.escape import shortened
from checker.reporters.places import Place, Places

_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BARS = 60  # bars of a chart at most
_LONG_SENTENCES = 30  # words a sentence from which a bar is drawn in the colour of a warning
_LONG_HOLE = 80  # code points of code or an address that are shown

_STYLE = """\
:root{color-scheme:light dark;--ink:#1d2129;--soft:#545c69;--paper:#fff;--card:#f5f6f8;--line:#d9dde3;
--error:#b3261e;--warning:#8a5a00;--suggestion:#0b5cad;--error-bg:#fde3e0;--warning-bg:#fff0cc;--suggestion-bg:#dcecff}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8ec;--soft:#a8b1bd;--paper:#15181d;--card:#1f242b;--line:#39414b;
--error:#ff9d94;--warning:#f0c060;--suggestion:#8cc4ff;--error-bg:#4a1f1c;--warning-bg:#45350f;--suggestion-bg:#16345a}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 Georgia,'Times New Roman',serif}
main,header,footer{max-width:76rem;margin:0 auto;padding:1rem 1.25rem}
h1,h2,h3,table,.note,.lead,nav,footer,figcaption,sup{font-family:system-ui,-apple-system,'Segoe UI',sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .5rem;overflow-wrap:anywhere}h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
.lead{font-size:.95rem;max-width:48rem;margin:0 0 .75rem;overflow-wrap:anywhere}.soft{color:var(--soft)}
nav ul{padding-left:1.2rem;overflow-wrap:anywhere}nav a{color:var(--suggestion)}
.doc{border-top:1px solid var(--line)}
.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem 2rem;margin:0 0 .9rem}
@media (min-width:60rem){.pair{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}}
.block{margin:0;overflow-wrap:anywhere}.heading{font-weight:bold;font-size:1.15rem}
.quote{border-left:3px solid var(--line);padding-left:.8rem}.list-item{padding-left:1.2rem}
code{font-size:.88em;color:var(--soft)}
mark{color:inherit;border-radius:3px;padding:.05em .1em;border-bottom:2px solid}
mark.error{background:var(--error-bg);border-color:var(--error)}
mark.warning{background:var(--warning-bg);border-color:var(--warning)}
mark.suggestion{background:var(--suggestion-bg);border-color:var(--suggestion)}
a.at{color:inherit;text-decoration:none}
sup{font-size:.78rem;font-weight:600;line-height:0;padding:0 .1em 0 .25em;color:var(--soft)}
a:focus-visible,.note:focus-visible{outline:3px solid var(--suggestion);outline-offset:2px;border-radius:3px}
.notes{list-style:none;margin:0;padding:0}
.note{background:var(--card);border-left:4px solid;border-radius:4px;padding:.5rem .75rem;margin:0 0 .5rem;
font-size:.9rem;line-height:1.45;overflow-wrap:anywhere}
.note.error{border-color:var(--error)}.note.warning{border-color:var(--warning)}.note.suggestion{border-color:var(--suggestion)}
.note:target,.at:target{outline:3px solid var(--suggestion)}
.note p{margin:.15rem 0}.what{font-weight:600}.why,.rule{color:var(--soft)}.rule{font-size:.82rem}
.write b{white-space:pre-wrap;font-weight:600;background:var(--paper);padding:0 .25em;border-radius:3px}
.back{color:var(--suggestion);padding:.35em 0}
table{border-collapse:collapse;font-size:.85rem;max-width:100%}
caption{text-align:left;color:var(--soft)}
th,td{text-align:left;padding:.3rem .5rem .3rem 0;border-bottom:1px solid var(--line)}th{font-weight:600}
th[scope=row]{overflow-wrap:anywhere;min-width:6.5rem}
th.n,td.n{text-align:right}
figure{margin:0}figcaption{color:var(--soft);font-size:.85rem;margin:0 0 .4rem}
svg{display:block;width:100%;height:6rem;border-bottom:1px solid var(--line)}
.easy{fill:var(--suggestion)}.hard{fill:var(--warning)}.found{fill:var(--error)}
.charts{display:grid;gap:1.5rem;margin:1.25rem 0 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr))}
footer{color:var(--soft);font-size:.85rem;padding-bottom:3rem}
@media print{.note{break-inside:avoid}}
"""


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One page for all files."""
    every = list(results)
    title = every[0].path if len(every) == 1 else f"{len(every)} files"
    style = b64encode(hashlib.sha256(f"\n{_STYLE}".encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Malaprop: {escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
    )
    yield f"<header>\n<h1>Places to look at</h1>\n<p class=lead>{_lead(every)}</p>\n"
    if len(every) > 1:
        yield f"<nav aria-label=Files><ul>{''.join(map(_entry, range(len(every)), every))}</ul></nav>\n"
    yield "</header>\n<main>\n"
    for number, result in enumerate(every):
        yield from _file(number, result, context)
    yield "</main>\n<footer>A finding is a place to look at, not a verdict on who wrote the text.</footer>\n</body>\n</html>\n"


def escape(text: str) -> str:
    """Text for HTML; characters that can't be shown, or turn the reading direction, as U+FFFD."""
    return _escape(_UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text))


def _lead(every: Sequence[Result]) -> str:
    found = sum(len(result.findings) for result in every)
    if not found:
        return "Nothing was found."
    one = found == 1
    return (
        f"{'One place is' if one else f'{found:,} places are'} marked in the text. The note beside {'it' if one else 'each'} "
        "says what is wrong there and why, and what to write instead where that is known."
    )


def _entry(number: int, result: Result) -> str:
    found = "could not be checked" if result.error else f"{len(result.findings):,}"
    return f'<li><a href="#d{number}">{escape(result.path)}</a> <span class=soft>({found})</span></li>'


def _file(number: int, result: Result, context: Context) -> Iterator[str]:
    yield f'<section class=doc id="d{number}" aria-label="{escape(result.path)}">\n<h2>{escape(result.path)}</h2>\n'
    if result.error or result.source is None:
        yield f"<p class=lead>This file could not be checked: {escape(result.error)}.</p>\n</section>\n"
        return
    prose = document(result.source)
    counts = formulas.counts(prose)
    marked = _all_marked(result.findings, prose)
    yield from _summary(result, formulas.total(counts), context)
    if prose.blocks:
        yield _charts(prose, counts, marked)
    yield from _article(number, prose, marked, context)
    outside = [some for some in marked if not some.place]
    if outside:
        yield "<h3>Outside the text</h3>\n" + _notes(number, outside, context)
    yield "</section>\n"


# --- what it adds up to ------------------------------------------------------------------------------


def _summary(result: Result, counts: formulas.Counts, context: Context) -> Iterator[str]:
    languages = {rule.id: rule.languages for rule in context.rules.all()}
    found = evidence.assess(result.findings, counts.words, languages)
    yield (
        f"<p class=lead><strong>Grade {found.grade}</strong> on a scale from A to E: the findings weigh {found.weight:g} "
        f"per 1,000 words, and there are {found.words:,} words. {escape(evidence.meaning(found.grade))}</p>\n"
    )
    if said := evidence.pointed_to(found.hints):
        yield f"<p class=lead>{escape(said)}</p>\n"
    if counts.words:
        yield (
            f"<p class=lead>Reading ease {formulas.flesch_reading_ease(counts):.0f} (Flesch; plain English has 60 or more), "
            f"school grade {formulas.flesch_kincaid_grade(counts):.0f}, {formulas.sentence_length(counts):.0f} words a sentence.</p>\n"
        )
    if accepted := len(result.suppressed):
        said = "One more finding is" if accepted == 1 else f"{accepted:,} more findings are"
        yield f"<p class=lead>{said} accepted, by a comment, a file beside the article or a baseline, and not shown.</p>\n"
    if result.findings:
        yield _categories(result.findings)


def _categories(findings: Sequence[Finding]) -> str:
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        counts.setdefault(finding.category, Counter())[finding.severity] += 1
    shown = [name for name in reversed(SEVERITIES) if any(some[name] for some in counts.values())]
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th>"
        + "".join(f"<td class=n>{some[column] or ''}</td>" for column in shown)
        + "</tr>"
        for name, some in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    )
    head = "".join(f"<th scope=col class=n>{name}s</th>" for name in shown)
    return f"<table><caption>Findings by kind</caption><thead><tr><th scope=col>kind</th>{head}</tr></thead><tbody>{rows}</tbody></table>\n"


# --- charts ------------------------------------------------------------------------------------------


class _Bar(NamedTuple):
    """height: 0 to 1. kind: a class of the style sheet. title: what a mouse shows."""

    height: float
    kind: str
    title: str


def _charts(prose: Document, counts: Sequence[formulas.Counts], marked: Sequence[_Marked]) -> str:
    of_block: list[list[formulas.Counts]] = [[] for _ in prose.blocks]
    for sentence, some in zip(formulas.sentences(prose), counts, strict=True):
        of_block[sentence.block].append(some)
    totals = [formulas.total(some) if some else formulas.Counts() for some in of_block]
    lengths = [formulas.sentence_length(some) if some.words else 0.0 for some in totals]
    found = Counter(some.place.block for some in marked if some.place)
    long = sum(length > _LONG_SENTENCES for length in lengths)
    most = max(found[number] for number in range(len(prose.blocks)))
    return (
        "<div class=charts>"
        + _figure(
            "Words a sentence, paragraph by paragraph",
            f"{min(lengths):.0f} to {max(lengths):.0f}; more than {_LONG_SENTENCES} in {long} of {len(lengths)}",
            _bars(
                lengths, 40, lambda length: "hard" if length > _LONG_SENTENCES else "easy", "{:.0f} words a sentence"
            ),
        )
        + _figure(
            "Findings, paragraph by paragraph",
            f"at most {most}",
            _bars([found[number] for number in range(len(prose.blocks))], 3, lambda _: "found", "{:.0f} findings"),
        )
        + "</div>\n"
    )


def _bars(values: Sequence[float], least_top: float, kind: Callable[[float], str], said: str) -> list[_Bar]:
    """A bar for each value, or for the highest of some neighbours; least_top: the lowest value for a full bar."""
    top = max(least_top, *values)
    each = -(-len(values) // _BARS)
    bars = []
    for first in range(0, len(values), each):
        value = max(values[first : first + each])
        last = min(first + each, len(values))
        where = f"paragraph {first + 1}" if last == first + 1 else f"paragraphs {first + 1} to {last}: up to"
        bars.append(_Bar(value / top, kind(value), f"{where}{':' if last == first + 1 else ''} {said.format(value)}"))
    return bars


def _figure(title: str, said: str, bars: Sequence[_Bar]) -> str:
    """A chart with its title; what it shows is said in words too."""
    step = 600 / len(bars)
    width = min(step * 0.8, 24)
    drawn = "".join(
        f'<rect class={bar.kind} x="{n * step:.1f}" y="{100 - 100 * bar.height:.1f}" width="{width:.1f}" height="{100 * bar.height:.1f}">'
        f"<title>{bar.title}</title></rect>"
        for n, bar in enumerate(bars)
        if bar.height > 0
    )
    label = f"{title}: {said}"
    return (
        f"<figure><figcaption>{label}</figcaption>"
        f'<svg viewBox="0 0 600 100" preserveAspectRatio="none" role="img" aria-label="{label}">{drawn}</svg></figure>'
    )


# --- findings with their numbers ---------------------------------------------------------------------


class _Marked(NamedTuple):
    """A finding, its number from 1 as the page shows it, and its place; None for one outside the text."""

    number: int
    finding: Finding
    place: Place | None


def _all_marked(findings: Sequence[Finding], prose: Document) -> list[_Marked]:
    places = Places(prose)
    return [_Marked(number, finding, places.find(finding)) for number, finding in enumerate(findings, 1)]


# --- the article -------------------------------------------------------------------------------------


def _article(number: int, prose: Document, marked: Sequence[_Marked], context: Context) -> Iterator[str]:
    if not prose.blocks:
        yield "<p class=lead>There is no prose in this file.</p>\n"
        return
    yield "<h3>The text</h3>\n"
    here: dict[int, list[_Marked]] = {}
    for some in marked:
        if some.place:
            here.setdefault(some.place.block, []).append(some)
    for n, block in enumerate(prose.blocks):
        notes = here.get(n, [])
        text = "".join(_text(number, prose, block, notes))
        yield f'<div class=pair>\n<p class="block {block.kind}" dir=auto>{text}</p>\n'
        yield (_notes(number, notes, context) if notes else "") + "</div>\n"


def _text(number: int, prose: Document, block: Block, notes: Sequence[_Marked]) -> Iterator[str]:
    """A block with its marks; findings that overlap share marks, and each has its own number."""
    last = block.start
    for cluster in _clusters(notes):
        first, end = cluster[0][1], max(stop for _, _, stop in cluster)
        yield _shown(prose, last, first)
        yield from _cluster(number, prose, cluster)
        last = end
    yield _shown(prose, last, block.end)


_Stretch = tuple[_Marked, int, int]


def _clusters(notes: Sequence[_Marked]) -> Iterator[list[_Stretch]]:
    """Findings with their spans, those that overlap together."""
    stretches = [(some, some.place.start, some.place.end) for some in notes if some.place]
    cluster: list[_Stretch] = []
    end = -1
    for stretch in sorted(stretches, key=lambda stretch: stretch[1:]):
        if cluster and stretch[1] >= end:
            yield cluster
            cluster = []
        cluster.append(stretch)
        end = max(end, stretch[2])
    if cluster:
        yield cluster


def _cluster(number: int, prose: Document, cluster: Sequence[_Stretch]) -> Iterator[str]:
    """The marks of a cluster. One finding is a link to its note as a whole; of several each number is."""
    if len(cluster) == 1:
        some, start, end = cluster[0]
        yield _link(number, some, _mark(prose, start, end, some.finding.severity))
        return
    starting: dict[int, list[str]] = {}
    ending: dict[int, list[_Marked]] = {}
    for some, start, end in cluster:
        starting.setdefault(start, []).append(some.finding.severity)
        ending.setdefault(end, []).append(some)
    cuts = sorted({*starting, *ending})
    running: Counter[str] = Counter()
    for first, last in zip([cuts[0], *cuts], cuts, strict=False):
        yield _mark(prose, first, last, max(+running, key=SEVERITIES.index, default=SEVERITIES[0]))
        running.update(starting.get(last, ()))
        for some in ending.get(last, ()):
            running[some.finding.severity] -= 1
            yield _link(number, some, "")


def _mark(prose: Document, start: int, end: int, severity: str) -> str:
    return f"<mark class={severity}>{_shown(prose, start, end)}</mark>" if end > start else ""


def _link(number: int, some: _Marked, marked: str) -> str:
    place = f"{number}-{some.number}"
    title = escape(shortened(some.finding.message, 300))
    return f'<a class=at id="m{place}" href="#n{place}" title="{title}">{marked}<sup>{some.number}</sup></a>'


def _shown(prose: Document, start: int, end: int) -> str:
    """A stretch of prose; in the place of a hole, the code or the address that the reader sees there."""
    parts = prose.text[start:end].split(PLACEHOLDER)
    shown = [escape(parts[0])]
    at = start + len(parts[0])
    for part in parts[1:]:
        first, last = prose.to_source(at, at + 1)
        shown += [f"<code>{escape(shortened(prose.source.text[first:last], _LONG_HOLE))}</code>", escape(part)]
        at += 1 + len(part)
    return "".join(shown)


def _notes(number: int, notes: Sequence[_Marked], context: Context) -> str:
    """The notes of a block. What makes a rule's findings wrong is said once."""
    said: set[str] = set()
    shown = []
    for some in notes:
        shown.append(_note(number, some, context, explained=some.finding.rule in said))
        said.add(some.finding.rule)
    return f"<ol class=notes>{''.join(shown)}</ol>\n"


def _note(number: int, some: _Marked, context: Context, *, explained: bool) -> str:
    finding, place = some.finding, f"{number}-{some.number}"
    rule = context.rules.get(finding.rule)
    why = f"<p class=why>{escape(rule.why)}</p>" if rule and not explained else ""
    write = ""
    if finding.fix is not None:
        wording = f"Write: <b>{escape(finding.fix)}</b>" if finding.fix.strip() else "Leave it out."
        write = f"<p class=write>{wording}</p>"
    back = f' · <a class=back href="#m{place}">back to the text</a>' if some.place else ""
    return (
        f'<li class="note {finding.severity}" id="n{place}" tabindex="-1">'
        f"<p class=what>{some.number}. {escape(finding.message)}</p>{why}{write}"
        f"<p class=rule>{finding.severity}, {escape(finding.rule)}, line {finding.line}{back}</p></li>"
    )
