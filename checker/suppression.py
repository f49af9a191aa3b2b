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

A suppression that suppresses nothing, or names no rule, is itself a finding, and its fix takes it away or corrects
the name. Of several that cover a finding the first counts, so that one that is not needed beside another is told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.digest import sha256
from checker.document import Document, fold
from checker.expressions import own
from checker.fileerror import FileError, meant
from checker.finding import Finding
from checker.rule import CATEGORY_SUPPRESSION
from checker.source import Source, SourceError, Span, decode

if TYPE_CHECKING:
    from checker.tomlfile import Loaded

UNUSED, UNKNOWN = "unused-suppression", "unknown-suppression"
NAMES = (CATEGORY_SUPPRESSION, UNUSED, UNKNOWN)
SIDECAR = ".malaprop"
_DIRECTIVE = own(r"\s*malaprop-ignore(?P<kind>-line|-next-line|-start|-end|-file)?(?![\w-])")
_OURS = own(r"\s*malaprop-\w")
_REASON = own(r"(?<!\S)--(?!\S)")
_NAME = own(r"[\w-]+")
_NAMES = own(r"[\w,-]*(?:\s+[\w,-]+)*\s*")
_FRONT_MATTER = own(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FRONT_KEY = own(r"^malaprop:.*(?:(?:\n[ \t]*)*\n[ \t]+\S.*)*", re.MULTILINE)


class Name(NamedTuple):
    """A rule or category that a suppression names: where the name stands in its file, and what goes with it."""

    name: str
    place: Span
    gone: Span


class Suppression(NamedTuple):
    """One directive.

    names: of rules and categories; empty for all. covers: the stretch of the source in which it holds.
    place: where it stands in its file. kind: 'comment', 'frontmatter' or 'sidecar'.
    text: in a sidecar, what a match or its sentence must hold.
    problem: what is wrong with it, when it can't be read.
    """

    names: tuple[Name, ...]
    covers: Span
    place: Span
    kind: str = "comment"
    text: str = ""
    problem: str = ""

    def covers_finding(self, finding: Finding) -> bool:
        """Whether a finding is suppressed by it."""
        if self.problem or (self.names and not {finding.rule, finding.category} & {some.name for some in self.names}):
            return False
        if self.text:
            return fold(self.text) in fold(finding.match) or fold(self.text) in fold(finding.sentence)
        return finding.sentence_start < self.covers.end and self.covers.start < max(finding.end, finding.sentence_end)


def apply(document: Document, findings: Sequence[Finding], known: Mapping[str, bool]) -> tuple[Finding, ...]:
    """The findings, those suppressed marked so, and those about suppressions, in the order of their places.

    known: names of rules and categories → whether they ran; '' → whether all did; UNUSED and UNKNOWN → whether
    findings about suppressions are wanted. Findings about a sidecar have its path, and come last.
    Raises FileError for a broken sidecar or front matter.
    """
    beside, in_sidecar = _sidecar(document.source)
    in_document = sorted((*_in_comments(document), *_in_front_matter(document.source)), key=lambda some: some.place)
    every = [*in_document, *in_sidecar]
    if not every:
        return tuple(findings)
    used: set[tuple[int, str]] = set()
    marked: list[Finding] = []
    told: list[Finding] = []
    for finding in findings:
        number = next((n for n, some in enumerate(every) if some.covers_finding(finding)), None)
        if number is not None:
            used |= {(number, finding.rule), (number, finding.category), (number, "")}
            kept_by = "sidecar" if every[number].kind == "sidecar" else "comment"
            finding = finding._replace(suppressed=kept_by)  # noqa: PLW2901 - the same one, marked
        marked.append(finding)
    for number, some in enumerate(every):
        source = beside if some.kind == "sidecar" and beside else document.source
        about = _about(some, source, known, {name for of, name in used if of == number})
        told += (finding for finding in about if known.get(finding.rule, True))
    marked += _fingerprinted(told)
    return tuple(sorted(marked, key=lambda f: (f.path != document.source.path, f.start, f.end, f.rule)))


# --- where they stand --------------------------------------------------------------------------------


def _in_comments(document: Document) -> Iterator[Suppression]:
    opened: list[Suppression] = []
    whole = document.source.text
    for comment in document.comments:
        place = Span(comment.start, comment.end)
        found = _DIRECTIVE.match(comment.text)
        if not found:
            if _OURS.match(comment.text):
                yield Suppression((), place, place, problem="no such directive")
            continue
        said = comment.text[found.end() :]
        reason = _REASON.search(said)
        said = said[: reason.start()] if reason else said
        if not _NAMES.fullmatch(said):
            yield Suppression((), place, place, problem="rules are words with commas, a reason stands after ' -- '")
            continue
        begin = max(comment.start, whole.find(comment.text, comment.start)) + found.end()
        names = _named([Span(begin + name.start(), begin + name.end()) for name in _NAME.finditer(said)], whole, place)
        kind = found["kind"] or ""
        if kind == "-start":
            opened.append(Suppression(names, Span(comment.end, len(whole)), place))
        elif kind == "-end" and opened:
            begun = opened.pop()
            yield begun._replace(covers=Span(begun.covers.start, comment.start))
        elif kind == "-end":
            yield Suppression((), place, place, problem="there is no malaprop-ignore-start before it")
        else:
            yield Suppression(names, _covered(document, place, kind), place)
    yield from opened


def _named(places: Sequence[Span], text: str, comment: Span) -> tuple[Name, ...]:
    """Names at their places; the last one left takes its comment with it, another one a comma."""
    names = []
    for number, (start, end) in enumerate(places):
        if len(places) == 1:
            gone = comment
        elif number + 1 < len(places):
            gone = Span(start, places[number + 1].start)
        else:
            gone = Span(places[number - 1].end, end)
        names.append(Name(text[start:end], Span(start, end), gone))
    return tuple(names)


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
    return _next_block(document, place) if alone and not kind else line


def _next_block(document: Document, place: Span) -> Span:
    """The block after a place, or what is left of the one in which it stands."""
    for block in document.blocks:
        start, end = document.to_source(block.start, block.end)
        if end > place.end:
            return Span(max(start, place.end), end)
    return Span(place.end, place.end)


def _in_front_matter(source: Source) -> Iterator[Suppression]:
    if not source.text.startswith(("---", "\ufeff---")):
        return
    front = _FRONT_MATTER.match(source.text)
    key = _FRONT_KEY.search(source.text, front.start("yaml"), front.end("yaml")) if front else None
    if not front or not key:
        return
    from checker.yamlfile import loads  # noqa: PLC0415 - few documents have such a key

    loaded = loads("\n" + front["yaml"], source.path)  # a line more, so that lines are those of the file
    ours = loaded.value.get("malaprop") if isinstance(loaded.value, dict) else None
    ignore = ours.get("ignore") if isinstance(ours, dict) and set(ours) == {"ignore"} else None
    ignore = [] if ignore is None and isinstance(ours, dict) and "ignore" in ours else ignore
    if not isinstance(ignore, list) or not all(isinstance(name, str) for name in ignore):
        raise loaded.error(("malaprop",), "front matter says 'malaprop: {ignore: [RULE, …]}'")
    text, end = source.text, key.end()
    at = key.start() + len("malaprop:")
    for name in ignore:
        found = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])").search(text, at, end)
        place = Span(*found.span()) if found else Span(*key.span())
        at = place.end if found else at
        gone = _listed(text, place) if len(ignore) > 1 and found else Span(*key.span())
        yield Suppression((Name(name, place, gone),), Span(0, len(text)), Span(*key.span()), "frontmatter")


def _listed(text: str, place: Span) -> Span:
    """An entry of a YAML list, with what sets it apart from the next one."""
    start, end = place
    if text[start - 1] in "\"'":
        start, end = start - 1, end + 1
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end) + 1
    if not text[line_start:start].strip(" \t-") and not text[end:line_end].strip():
        return Span(line_start, line_end)
    following = re.compile(r"[ \t]*,[ \t]*").match(text, end)
    if following:
        return Span(start, following.end())
    return Span(max(text.rfind(",", 0, start), line_start), end)


def sidecar(path: str) -> bytes:
    """The content of a file's sidecar; nothing when it has none."""
    beside = Path(f"{path}{SIDECAR}")
    return beside.read_bytes() if path != "-" and beside.is_file() else b""


def _sidecar(source: Source) -> tuple[Source | None, list[Suppression]]:
    """The sidecar of a file as a source of its own, and what stands in it."""
    data = sidecar(source.path)
    if not data:
        return None, []
    path = f"{source.path}{SIDECAR}"
    try:
        beside = decode(data, path)
    except SourceError as error:
        raise FileError(path, 1, 1, str(error)) from error
    from checker import tomlfile  # noqa: PLC0415 - few articles have a sidecar

    loaded = tomlfile.loads(beside.text, path)
    entries = loaded.value.get("ignore", [])
    if set(loaded.value) - {"ignore"} or not isinstance(entries, list):
        wrong = next((key for key in loaded.value if key != "ignore"), "ignore")
        raise loaded.error((wrong,), "a sidecar holds [[ignore]] tables, nothing else")
    whole = Span(0, len(source.text))
    return beside, [_entry(loaded, number, entry, beside, whole) for number, entry in enumerate(entries)]


def _entry(loaded: "Loaded", number: int, entry: Any, beside: Source, covers: Span) -> Suppression:
    here = ("ignore", number)
    if not isinstance(entry, dict):
        raise loaded.error(here, "a sidecar holds [[ignore]] tables, nothing else")
    for key, value in entry.items():
        if key not in {"rule", "text", "reason"}:
            raise loaded.error((*here, key), f"unknown key '{key}'{meant(key, ('rule', 'text', 'reason'))}")
        if not isinstance(value, str):
            raise loaded.error((*here, key), f"'{key}' is a string")
    if not entry.get("rule") and not entry.get("text"):
        raise loaded.error(here, "an entry has a 'rule', a 'text', or both")
    place = _table(loaded, number, beside.text)
    names: tuple[Name, ...] = ()
    if rule := entry.get("rule", ""):
        at = beside.text.find(rule, loaded.places[(*here, "rule")] + len("rule"))
        names = (Name(rule, Span(at, at + len(rule)) if at >= 0 else place, place),)
    return Suppression(names, covers, place, "sidecar", entry.get("text", ""))


def _table(loaded: "Loaded", number: int, text: str) -> Span:
    """The lines of an entry, without the blanks and comments before the next one."""
    shift = len(text) - len(loaded.text)  # a byte order mark
    start = loaded.places["ignore", number] + shift
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(" \t\ufeff") != "[[":
        return Span(start, start + 1)  # an entry of a list: where it begins
    following = loaded.places.get(("ignore", number + 1))
    end = len(text) if following is None else text.rfind("\n", 0, following + shift) + 1
    lines = text[line:end].splitlines(keepends=True)
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return Span(line, line + sum(map(len, lines)))


# --- findings about them -----------------------------------------------------------------------------


def _about(some: Suppression, source: Source, known: Mapping[str, bool], used: set[str]) -> Iterator[Finding]:
    """used: the names that suppressed something, and '' when anything was suppressed."""
    if some.problem:
        stray = "before it" in some.problem
        yield _finding(UNKNOWN, f"This suppression says nothing: {some.problem}.", source, some, some.place, stray, "")
        return
    if not some.names and not used and known.get("", True):
        yield _finding(UNUSED, "This suppression suppresses nothing.", source, some, some.place, True, "")
    for name, place, gone in some.names:
        if name not in known:
            hint = meant(name, [one for one in known if one])
            message = f"No rule or category is named '{name}'{hint}."
            right = hint.split("'")[1] if hint else ""
            yield _finding(UNKNOWN, message, source, some, place if hint else gone, True, right)
        elif name not in used and known[name]:
            yield _finding(UNUSED, f"This suppression of {name} suppresses nothing.", source, some, gone, True, "")


def _finding(rule: str, message: str, source: Source, some: Suppression, place: Span, safe: bool, fix: str) -> Finding:
    line, column = source.position(place.start)
    end_line, end_column = source.position(place.end)
    text = source.text[place.start : place.end]
    removable = len(text) > 1  # all but an entry of a list in a sidecar
    said = " ".join(source.text[some.place.start : some.place.end].split())
    return Finding(
        rule=rule, category=CATEGORY_SUPPRESSION, severity="error" if rule == UNKNOWN else "warning", path=source.path,
        start=place.start, end=place.end, line=line, column=column, end_line=end_line, end_column=end_column,
        message=message, match=text, fix=fix if removable else None, safe_fix=safe and removable, sentence=said,
        sentence_start=some.place.start, sentence_end=some.place.end,
        sentence_line=source.position(some.place.start).line, sentence_end_line=source.position(some.place.end).line,
        fingerprint="",
    )  # fmt: skip


def _fingerprinted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """With fingerprints that stay when lines move, and differ where the same is said twice."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        key = (finding.rule, finding.path, finding.sentence, finding.message)
        seen[key] += 1
        data = "\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")
        yield finding._replace(fingerprint=sha256(data).hexdigest()[:20])
