"""Findings that somebody has looked at and accepts, said in the document itself or beside it.

In Markdown (and wherever a format has comments), with the reason after two hyphens:

    <!-- malaprop-ignore RULE -- reason -->            the same line, or the next block when it stands alone
    <!-- malaprop-ignore-line RULE -->                 sentences that touch this line
    <!-- malaprop-ignore-next-line RULE -->            sentences that touch the next line
    <!-- malaprop-ignore-start RULE --> … <!-- malaprop-ignore-end -->
    <!-- malaprop-ignore-file RULE -->                 the whole file

RULE is a rule or a category, several with commas, none for all. Front matter says `malaprop: {ignore: [RULE]}`.
Plain text has no comments: beside `name.txt` may stand `name.txt.malaprop`, a TOML file with `[[ignore]]` tables
of `rule`, `text` (the match, or part of its sentence) and `reason`.

A suppression that suppresses nothing, or names no rule, is itself a finding, and its fix takes it away.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from checker.document import Document, fold
from checker.fileerror import FileError, meant
from checker.finding import Finding
from checker.source import Source, Span, decode

CATEGORY, UNUSED, UNKNOWN = "suppression", "unused-suppression", "unknown-suppression"
SIDECAR = ".malaprop"
_DIRECTIVE = re.compile(
    r"\s*malaprop-ignore(?P<kind>-line|-next-line|-start|-end|-file)?(?![\w-])"
    r"(?P<rules>[\w\s,-]*?)(?:\s--(?:\s.*)?)?\s*",
    re.DOTALL,
)
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FRONT_KEY = re.compile(r"^malaprop:.*$", re.MULTILINE)


class Suppression(NamedTuple):
    """One directive.

    rules: names of rules and categories; empty for all. covers: the stretch of the source in which it holds.
    place: where it stands in its file. text: in a sidecar, what a match or its sentence must hold.
    origin: 'comment' or 'sidecar'.
    """

    rules: tuple[str, ...]
    covers: Span
    place: Span
    text: str = ""
    origin: str = "comment"

    def covers_finding(self, finding: Finding) -> bool:
        """Whether a finding is suppressed by it."""
        if self.rules and not {finding.rule, finding.category} & set(self.rules):
            return False
        if self.text:
            return fold(self.text) in fold(finding.match) or fold(self.text) in fold(finding.sentence)
        return finding.sentence_start < self.covers.end and self.covers.start < max(finding.end, finding.sentence_end)


def apply(document: Document, findings: Sequence[Finding], known: Mapping[str, bool]) -> tuple[Finding, ...]:
    """The findings, those suppressed marked so, and those about suppressions, in the order of their places.

    known: names of rules and categories → whether they ran. Raises FileError for a broken sidecar.
    """
    beside, in_sidecar = _sidecar(document.source)
    every = [*_in_comments(document), *_in_front_matter(document.source), *in_sidecar]
    if not every:
        return tuple(findings)
    used: set[int] = set()
    marked: list[Finding] = []
    for finding in findings:
        number = next((n for n, some in enumerate(every) if some.covers_finding(finding)), None)
        if number is not None:
            used.add(number)
            finding = finding._replace(suppressed=every[number].origin)  # noqa: PLW2901 - the same one, marked
        marked.append(finding)
    for number, some in enumerate(every):
        source = document.source if some.origin == "comment" else beside
        if source is not None:
            marked += _about(some, source, known, used=number in used)
    return tuple(sorted(marked, key=lambda f: (f.start, f.end, f.rule)))


# --- where they stand --------------------------------------------------------------------------------


def _in_comments(document: Document) -> Iterator[Suppression]:
    opened: list[Suppression] = []
    for comment in document.comments:
        found = _DIRECTIVE.fullmatch(comment.text)
        if not found:
            continue
        rules = tuple(re.findall(r"[\w-]+", found["rules"]))
        place = Span(comment.start, comment.end)
        kind = found["kind"] or ""
        if kind == "-start":
            opened.append(Suppression(rules, Span(comment.end, len(document.source.text)), place))
        elif kind == "-end" and opened:
            begun = opened.pop()
            yield begun._replace(covers=Span(begun.covers.start, comment.start))
        elif kind != "-end":
            yield Suppression(rules, _covered(document, place, kind), place)
    yield from opened


def _covered(document: Document, place: Span, kind: str) -> Span:
    source = document.source
    if kind == "-file":
        return Span(0, len(source.text))
    first = source.position(place.start).line
    last = source.position(max(place.start, place.end - 1)).line
    if kind == "-next-line":
        return source.lines_span(last + 1, last + 1)
    line = source.lines_span(first, last)
    alone = not (source.text[line.start : place.start] + source.text[place.end : line.end]).strip(" \t\r\n>{}/*")
    if kind == "-line" or not alone:
        return line
    for block in document.blocks:
        start, end = document.to_source(block.start, block.end)
        if start >= place.end:
            return Span(start, end)
    return Span(place.end, place.end)


def _in_front_matter(source: Source) -> Iterator[Suppression]:
    if not source.text.lstrip("\ufeff").startswith("---"):
        return
    front = _FRONT_MATTER.match(source.text)
    key = _FRONT_KEY.search(front["yaml"]) if front else None
    if not front or not key:
        return
    from checker.yamlfile import loads  # noqa: PLC0415 - few documents have such a key

    value = loads(front["yaml"], source.path).value
    ignore = value["malaprop"].get("ignore") if isinstance(value.get("malaprop"), dict) else None
    if not isinstance(ignore, list) or not all(isinstance(name, str) for name in ignore):
        line = source.position(front.start("yaml") + key.start()).line
        raise FileError(source.path, line, 1, "front matter says 'malaprop: {ignore: [RULE, …]}'")
    start = front.start("yaml") + key.start()
    end = front.start("yaml") + key.end()
    for name in ignore:
        yield Suppression((name,), Span(0, len(source.text)), Span(start, end), origin="comment")


def sidecar(path: str) -> bytes:
    """The content of a file's sidecar; nothing when it has none."""
    beside = Path(f"{path}{SIDECAR}")
    return beside.read_bytes() if path != "-" and beside.is_file() else b""


def _sidecar(source: Source) -> tuple[Source | None, list[Suppression]]:
    """The sidecar of a file as a source of its own, and what stands in it."""
    data = sidecar(source.path)
    if not data:
        return None, []
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - sidecars are rare
    else:
        import tomli as tomllib  # noqa: PLC0415
    beside = decode(data, f"{source.path}{SIDECAR}")
    try:
        table: Any = tomllib.loads(beside.text)
    except tomllib.TOMLDecodeError as error:
        raise FileError(beside.path, 1, 1, f"not TOML: {error}") from error
    entries = table.get("ignore", [])
    places = [found.start() for found in re.finditer(r"^\[\[ignore\]\]", beside.text, re.MULTILINE)]
    found = []
    for entry, start in zip(entries, places, strict=False):
        if unknown := set(entry) - {"rule", "text", "reason"}:
            raise FileError(beside.path, beside.position(start).line, 1, f"unknown key '{min(unknown)}'")
        rules = (str(entry["rule"]),) if "rule" in entry else ()
        whole = Span(0, len(source.text))
        found.append(Suppression(rules, whole, Span(start, start + 10), str(entry.get("text", "")), "sidecar"))
    return beside, found


# --- findings about them -----------------------------------------------------------------------------


def _about(some: Suppression, source: Source, known: Mapping[str, bool], *, used: bool) -> Iterator[Finding]:
    unknown = [name for name in some.rules if name not in known]
    for name in unknown:
        text = source.text[some.place.start : some.place.end]
        hint = meant(name, known)
        fix = text.replace(name, hint.split("'")[1]) if hint else ""
        yield _finding(UNKNOWN, "error", f"No rule or category is named '{name}'{hint}.", source, some.place, fix)
    ran = all(known.get(name, False) for name in some.rules)
    if not used and not unknown and ran:
        names = ", ".join(some.rules) or "anything"
        yield _finding(UNUSED, "warning", f"This suppression of {names} suppresses nothing.", source, some.place, "")


def _finding(rule: str, severity: str, message: str, source: Source, place: Span, fix: str) -> Finding:
    line, column = source.position(place.start)
    end_line, end_column = source.position(place.end)
    text = source.text[place.start : place.end]
    comment = text.startswith("<!--")
    return Finding(
        rule=rule, category=CATEGORY, severity=severity, path=source.path, start=place.start, end=place.end,
        line=line, column=column, end_line=end_line, end_column=end_column, message=message, match=text,
        fix=fix if comment else None, safe_fix=comment, sentence=text, sentence_start=place.start,
        sentence_end=place.end, sentence_line=line, sentence_end_line=end_line,
        fingerprint=f"{rule}:{source.path}:{place.start}",
    )  # fmt: skip
