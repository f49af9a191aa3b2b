"""Put fixes into files.

Fixes of one round never overlap: of two that do, the earlier one is put in, and the other one's turn comes when
the text is checked again. That goes on until nothing changes. A file keeps its encoding, its line ends, its
byte order mark and its mode, and is replaced in one step: a kill at any moment leaves the old file or the new.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from difflib import unified_diff
from pathlib import Path

from checker.finding import Finding
from checker.source import Source

_MOST_ROUNDS = 20


def fixed(source: Source, check: Callable[[Source], Iterable[Finding]], *, suggested: bool = False) -> tuple[str, int]:
    """The text with all fixes that may be put in, and how many were.

    check: the findings of a source. suggested: whether fixes that are not marked safe are put in too.
    """
    text, count = source.text, 0
    for _ in range(_MOST_ROUNDS):
        found = check(Source(text, source.path, source.encoding))
        once, put_in = apply(text, found, suggested=suggested)
        if once == text:
            break
        text, count = once, count + put_in
    return text, count


def apply(text: str, findings: Iterable[Finding], *, suggested: bool = False) -> tuple[str, int]:
    """The text with one round of fixes, and their number."""
    parts, last, count = [], 0, 0
    for finding in sorted(findings, key=lambda some: (some.start, some.end)):
        may = finding.fix is not None and (finding.safe_fix or suggested) and not finding.suppressed
        if may and finding.start >= last and text[finding.start : finding.end] == finding.match:
            start, end = _with_blank(text, finding)
            if start < last:
                start, end = finding.start, finding.end
            parts += [text[last:start], finding.fix or ""]
            last, count = end, count + 1
    return "".join(parts) + text[last:], count


def _with_blank(text: str, finding: Finding) -> tuple[int, int]:
    """What a fix replaces; one that leaves something out takes the blank or the emptied line with it."""
    start, end = finding.start, finding.end
    if finding.fix:
        return start, end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if not text[line_start:start].strip() and not text[end:line_end].strip():
        return line_start, min(len(text), line_end + 1)
    if text[start - 1 : start] == " " and (end == len(text) or text[end] in " .,;:!?\n"):
        return start - 1, end
    if text[end : end + 1] == " ":
        return start, end + 1
    return start, end


def patch(path: str, before: str, after: str) -> str:
    """A unified diff of two texts; '' where they are the same."""
    name = path.removeprefix("./")
    lines = unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}", n=2
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def write(path: Path, text: str, encoding: str) -> None:
    """Replace a file's content in one step. Raises OSError, and UnicodeEncodeError before anything is touched."""
    data = text.encode(encoding)
    target = path.resolve()  # a link stays a link
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(target.stat().st_mode & 0o7777)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
