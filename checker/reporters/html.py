"""`html`: one file for an editor who has never seen a linter.

The article itself, with what was found marked in place; beside each mark the reason and the proposed wording; a
table by category; charts of readability and of findings along the text, as inline SVG; what it adds up to. The
file needs nothing from elsewhere, holds no script, and its policy allows none: whatever an article says, it is
shown as text. It works with a keyboard (each mark links to its note and back), on a phone, in light and dark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape as _escape
from typing import NamedTuple

from checker import evidence
from checker import readability as formulas
from checker.batch import Result
from checker.document import Document
from checker.finding import Finding
from checker.formats import document
from checker.language import name as language_name
from checker.reporters import Context

_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BARS = 60  # bars of a chart at most

_STYLE = """\
:root{color-scheme:light dark;--ink:#1d2129;--soft:#5b6472;--paper:#fff;--card:#f5f6f8;--line:#d9dde3;
--error:#b3261e;--warning:#8a5a00;--suggestion:#0b5cad;--error-bg:#fde3e0;--warning-bg:#fff0cc;--suggestion-bg:#dcecff}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8ec;--soft:#a2abb8;--paper:#15181d;--card:#1f242b;--line:#39414b;
--error:#ff9d94;--warning:#f0c060;--suggestion:#8cc4ff;--error-bg:#4a1f1c;--warning-bg:#45350f;--suggestion-bg:#16345a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 Georgia,'Times New Roman',serif}
main,header{max-width:76rem;margin:0 auto;padding:1rem 1.25rem}
h1,h2,h3,table,.note,.lead,nav,footer{font-family:system-ui,-apple-system,'Segoe UI',sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
.lead{color:var(--soft);margin:0 0 1rem}
.doc{border-top:1px solid var(--line);padding-top:.5rem}
.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:.25rem 2rem;margin:0 0 .9rem}
@media (min-width:60rem){.pair{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}}
.block{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}.heading{font-weight:bold;font-size:1.15rem}
.quote{border-left:3px solid var(--line);padding-left:.8rem}.list-item{padding-left:1.2rem}
mark{color:inherit;border-radius:3px;padding:.05em .1em;border-bottom:2px solid}
mark a{color:inherit;text-decoration:none}
mark.error{background:var(--error-bg);border-color:var(--error)}
mark.warning{background:var(--warning-bg);border-color:var(--warning)}
mark.suggestion{background:var(--suggestion-bg);border-color:var(--suggestion)}
a:focus-visible{outline:3px solid var(--suggestion);outline-offset:2px;border-radius:3px}
.notes{list-style:none;margin:0;padding:0}
.note{background:var(--card);border-left:4px solid;border-radius:4px;padding:.5rem .75rem;margin:0 0 .5rem;
font-size:.86rem;line-height:1.45;overflow-wrap:anywhere}
.note.error{border-color:var(--error)}.note.warning{border-color:var(--warning)}.note.suggestion{border-color:var(--suggestion)}
.note:target,mark:has(a:target){outline:3px solid var(--suggestion)}
.note p{margin:.15rem 0}.what{font-weight:600}.why{color:var(--soft)}
.write b{font-weight:600;background:var(--paper);padding:0 .25em;border-radius:3px}
.back,.rule{color:var(--soft);font-size:.78rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.88rem}
th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}td.n{text-align:right}
svg{display:block;width:100%;height:auto;max-height:9rem}svg text{font:11px system-ui,sans-serif;fill:var(--soft)}
.charts{display:grid;gap:1.5rem;margin:1rem 0 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr))}
footer{color:var(--soft);font-size:.8rem;max-width:76rem;margin:0 auto;padding:1rem 1.25rem 3rem}
@media print{.note{break-inside:avoid}}
"""


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One page for all files."""
    every = list(results)
    title = every[0].path if len(every) == 1 else f"{len(every)} files"
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'none'; base-uri 'none'; form-action 'none'"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Malaprop: {escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
    )
    yield f"<header>\n<h1>What gives this translation away</h1>\n<p class=lead>{_lead(every)}</p>\n"
    if len(every) > 1:
        links = "".join(f'<li><a href="#d{n}">{escape(result.path)}</a></li>' for n, result in enumerate(every))
        yield f"<nav aria-label=Files><ul>{links}</ul></nav>\n"
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
    return (
        f"{found} place{'s' * (found != 1)} to look at. Each is marked in the text; the note beside it says what is "
        "wrong there, why, and what to write instead."
    )


def _file(number: int, result: Result, context: Context) -> Iterator[str]:
    yield f'<section class=doc id="d{number}" aria-label="{escape(result.path)}">\n<h2>{escape(result.path)}</h2>\n'
    if result.error or result.source is None:
        yield f"<p class=lead>This file could not be checked: {escape(result.error)}.</p>\n</section>\n"
        return
    prose = document(result.source)
    yield _summary(result, prose, context)
    yield from _article(number, result, prose, context)
    yield "</section>\n"


def _summary(result: Result, prose: Document, context: Context) -> str:
    counts = formulas.total(formulas.counts(prose))
    languages = {rule.id: rule.languages for rule in context.rules.all()}
    found = evidence.assess(result.findings, counts.words, languages)
    grade = f"<strong>Grade {found.grade}</strong>: {found.weight:g} per 1,000 of {found.words:,} words."
    parts = [f"<p class=lead>{grade} {escape(evidence.meaning(found.grade))}</p>\n"]
    if found.hints:
        first = found.hints[0]
        rules = ", ".join(first.rules)
        parts.append(
            f"<p class=lead>The findings point to a source in {escape(language_name(first.language))} ({rules}).</p>\n"
        )
    if result.findings:
        parts.append(_categories(result.findings))
    parts.append(_charts(result, prose))
    return "".join(parts)


def _categories(findings: Sequence[Finding]) -> str:
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        counts.setdefault(finding.category, Counter())[finding.severity] += 1
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th>"
        + "".join(f"<td class=n>{some[severity] or ''}</td>" for severity in ("error", "warning", "suggestion"))
        + "</tr>"
        for name, some in sorted(counts.items(), key=lambda item: -item[1].total())
    )
    head = "<tr><th scope=col>Kind</th><th scope=col>errors</th><th scope=col>warnings</th><th scope=col>suggestions</th></tr>"
    return f"<div class=scroll><table><caption hidden>Findings by kind</caption>{head}{rows}</table></div>\n"


# --- charts ------------------------------------------------------------------------------------------


class _Bar(NamedTuple):
    height: float  # 0 to 1
    color: str
    title: str


def _charts(result: Result, prose: Document) -> str:
    by_block: dict[int, list[formulas.Counts]] = {}
    for sentence, counts in zip(formulas.sentences(prose), formulas.counts(prose), strict=True):
        by_block.setdefault(sentence.block, []).append(counts)
    if not by_block:
        return ""
    words = [formulas.total(some) for some in by_block.values()]
    lengths = [formulas.sentence_length(some) if some.words else 0.0 for some in words]
    top = max(40.0, *lengths)
    easy = [
        _Bar(
            length / top,
            "var(--warning)" if length > 30 else "var(--suggestion)",
            f"paragraph {n}: {length:.0f} words a sentence",
        )
        for n, length in enumerate(lengths, 1)
    ]
    places = Counter(_block_of(prose, finding) for finding in result.findings)
    most = max([*places.values(), 3])
    marks = [
        _Bar(places[block] / most, "var(--error)", f"paragraph {n}: {places[block]} findings")
        for n, block in enumerate(by_block, 1)
    ]
    return (
        "<div class=charts>"
        f"<figure style='margin:0'>{_svg(easy, 'Words a sentence, paragraph by paragraph')}</figure>"
        f"<figure style='margin:0'>{_svg(marks, 'Findings, paragraph by paragraph')}</figure></div>\n"
    )


def _block_of(prose: Document, finding: Finding) -> int:
    for number, block in enumerate(prose.blocks):
        start, end = prose.to_source(block.start, block.end)
        if start <= finding.start < max(end, start + 1):
            return number
    return -1


def _svg(bars: list[_Bar], title: str) -> str:
    while len(bars) > _BARS:  # neighbours share a bar, the higher one stands for both
        pairs = [bars[n : n + 2] for n in range(0, len(bars), 2)]
        bars = [max(pair, key=lambda bar: bar.height) for pair in pairs]
    step = 400 / len(bars)
    width = min(step * 0.8, 24)
    drawn = "".join(
        f'<rect x="{n * step:.1f}" y="{100 - 80 * bar.height:.1f}" width="{width:.1f}" height="{80 * bar.height:.1f}" '
        f'fill="{bar.color}"><title>{escape(bar.title)}</title></rect>'
        for n, bar in enumerate(bars)
        if bar.height > 0
    )
    line = '<line x1="0" y1="100" x2="400" y2="100" stroke="var(--line)"/>'
    return f'<svg viewBox="0 0 400 104" role="img" aria-label="{escape(title)}"><text x="0" y="12">{escape(title)}</text>{line}{drawn}</svg>'


# --- the article -------------------------------------------------------------------------------------


def _article(number: int, result: Result, prose: Document, context: Context) -> Iterator[str]:
    source = prose.source.text
    left = list(enumerate(result.findings))
    for block in prose.blocks:
        start, end = prose.to_source(block.start, block.end)
        here = [(n, finding) for n, finding in left if start <= finding.start < end]
        left = [pair for pair in left if pair not in here]
        yield "<div class=pair>\n"
        yield f'<p class="block {block.kind}">{_marked(number, source, start, end, here)}</p>\n'
        if here:
            yield "<ol class=notes>" + "".join(_note(number, n, finding, context) for n, finding in here) + "</ol>\n"
        yield "</div>\n"
    if left:
        yield "<ol class=notes>" + "".join(_note(number, n, finding, context) for n, finding in left) + "</ol>\n"


def _marked(number: int, source: str, start: int, end: int, here: Sequence[tuple[int, Finding]]) -> str:
    """A block's source with its marks. Of overlapping findings the later begins where the earlier ends."""
    parts, last = [], start
    for n, finding in here:
        first, stop = max(last, finding.start), min(end, max(finding.end, last))
        parts.append(escape(source[last:first]))
        text = escape(source[first:stop]) or "\N{SYMBOL FOR NULL}"
        label = f'<a id="m{number}-{n}" href="#n{number}-{n}" title="{escape(finding.message)}">{text}</a>'
        parts.append(f"<mark class={finding.severity}>{label}</mark>")
        last = max(last, stop)
    return "".join(parts) + escape(source[last:end])


def _note(number: int, n: int, finding: Finding, context: Context) -> str:
    rule = context.rules.get(finding.rule)
    write = ""
    if finding.fix is not None:
        wording = f"<b>{escape(finding.fix)}</b>" if finding.fix else "nothing: leave it out"
        write = f"<p class=write>Write {wording}</p>"
    why = f"<p class=why>{escape(rule.why)}</p>" if rule else ""
    return (
        f'<li class="note {finding.severity}" id="n{number}-{n}"><p class=what>{escape(finding.message)}</p>{why}{write}'
        f'<p class=rule>{escape(finding.rule)}, line {finding.line} · <a class=back href="#m{number}-{n}">to the text</a></p></li>'
    )
