"""Put fixes into files.

Fixes of one round never overlap: of two that do, the earlier one is put in, and the other one's turn comes when
the text is checked again. That goes on until nothing changes, or the text is one that has been there before. A file
keeps its encoding, its line ends, its byte order mark, its mode and its owner, and is replaced in one step: a kill at
any moment leaves the old file or the new.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from checker.finding import Finding
from checker.source import Source

MOST_ROUNDS = 20
_MOST_GROWTH = 1_000  # code points


def fixed(
    source: Source,
    check: Callable[[Source], Iterable[Finding]],
    *,
    suggested: bool = False,
    rounds: int = MOST_ROUNDS,
) -> tuple[str, int]:
    """The text with all fixes that may be put in, and how many were.

    check: the findings of a source, those of another path left out. suggested: whether fixes that are not marked
    safe are put in too.
    """
    text, count = source.text, 0
    seen = {text}
    for _ in range(rounds):
        every = check(Source(text, source.path, source.encoding))
        found = [finding for finding in every if finding.path == source.path]
        once, put_in = apply(text, found, suggested=suggested)
        if once in seen or len(once) > 2 * len(source.text) + _MOST_GROWTH:
            break  # nothing is left to do, two rules undo each other's work, or one feeds itself
        seen.add(once)
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
    if finding.fix or text[start:end].endswith("\n"):
        return start, end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if not text[line_start:start].strip() and not text[end:line_end].strip():
        return line_start, min(len(text), line_end + 1)
    if text[start - 1 : start] == " " and (end == len(text) or text[end] in " .,;:!?\n"):
        return start - 1, end
    if text[end : end + 1] == " " and not text[start - 1 : start].strip(" \n([{“‘\"'"):
        return start, end + 1
    return start, end


def patch(path: str, before: str, after: str) -> str:
    """A unified diff of two texts, as `git apply` and `patch` take it; '' where they are the same.

    path: relative to where the patch will be applied.
    """
    from difflib import unified_diff  # noqa: PLC0415 - only --diff-fixes shows one

    lines = unified_diff(_lines(before), _lines(after), _header("a", path), _header("b", path), n=3)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as a patch has them: nothing but a line feed ends one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _header(side: str, path: str) -> str:
    r"""A name as git writes it: one with a quote or a control character in C's quotes, one with a blank before a tab.

    >>> _header("a", "x\ty")
    '"a/x\\ty"'
    """
    name = f"{side}/{path.removeprefix('./')}"
    if re.search(r'[\x00-\x1f\x7f"\\]', name):
        return '"' + re.sub(r'[\x00-\x1f\x7f"\\]', _c_escape, name) + '"'
    return f"{name}\t" if " " in name else name


def _c_escape(found: re.Match[str]) -> str:
    char = found.group()
    return "\\" + {"\t": "t", "\n": "n", "\r": "r", '"': '"', "\\": "\\"}.get(char, f"{ord(char):03o}")


def write(path: Path, data: bytes) -> None:
    """Replace a file's content, or make the file, in one step. Raises OSError."""
    import tempfile  # noqa: PLC0415 - only --fix writes

    target = path.resolve()  # a link stays a link
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _take_over(target, temporary)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _take_over(target: Path, temporary: str) -> None:
    """Give a file another one's mode, and its owner where that may be done; those of a new file when there is none."""
    try:
        old = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(temporary, old.st_uid, old.st_gid)
    Path(temporary).chmod(old.st_mode & 0o7777)
