"""Which lines changed, says git.

Options that a user's own settings could change (prefixes, external diffs, colours, quoting) are given
explicitly. Names with odd characters come quoted as in C, and are read so.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checker.finding import Finding

_HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPES = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_OPTIONS = ("-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/",
            "--find-renames", "--no-relative", "--diff-algorithm=myers", "--inter-hunk-context=0",
            "--ignore-submodules")  # fmt: skip


class GitError(Exception):
    """git can't say; the message is one line."""


class Lines(NamedTuple):
    """Changed lines of a file, from 1: ranges, first and last included. `all` for a file that is new."""

    ranges: tuple[tuple[int, int], ...] = ()
    all: bool = False

    def touch(self, first: int, last: int) -> bool:
        """Whether a stretch of lines holds a changed one."""
        return self.all or any(start <= last and first <= end for start, end in self.ranges)


def changed(base: str, *, staged: bool, folder: Path) -> dict[Path, Lines]:
    """Absolute path → changed lines of every file that differs from the base (or, staged, from HEAD).

    base: a revision; lines count as changed since the last commit that it and HEAD have in common, in the working
    tree. Files that git doesn't know yet count as new. Raises GitError.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    if staged:
        diff = _git(top, "diff", "--cached", *_OPTIONS)
    else:
        try:
            since = _git(top, "merge-base", base, "HEAD").decode().strip()
        except GitError as error:
            raise GitError(f"'{base}' and HEAD have no commit in common here (a shallow clone?): {error}") from error
        diff = _git(top, "diff", *_OPTIONS, since)
    lines = {top / name: some for name, some in _parsed(diff)}
    if not staged:
        untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
        lines.update({top / name.decode("utf-8", "surrogateescape"): Lines(all=True) for name in untracked if name})
    return lines


def staged_content(path: Path) -> bytes | None:
    """A file as it is staged; None where the working tree has the same. Raises GitError."""
    same = not _git(path.parent, "diff", "--name-only", "--no-ext-diff", "--", path.name)
    return None if same else _git(path.parent, "show", f":./{path.name}")


def _git(folder: Path, *arguments: str) -> bytes:
    command = ["git", "-c", "core.quotePath=off", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(said[0] if said else f"git {arguments[0]} failed")
    return done.stdout


def _parsed(diff: bytes) -> Iterator[tuple[str, Lines]]:
    name, new = "", False
    ranges: list[tuple[int, int]] = []
    for raw in diff.split(b"\n"):
        if raw.startswith(b"diff --git "):
            if name:
                yield name, Lines(tuple(ranges), all=new)
            name, ranges, new = "", [], False
        elif raw.startswith(b"new file mode"):
            new = True
        elif raw.startswith(b"+++ "):
            name = _name(raw[4:])
        elif raw.startswith(b"@@ ") and (hunk := _HUNK.match(raw.decode("ascii", "replace"))):
            count = int(hunk[2]) if hunk[2] is not None else 1
            if count:
                ranges.append((int(hunk[1]), int(hunk[1]) + count - 1))
    if name:
        yield name, Lines(tuple(ranges), all=new)


def _name(raw: bytes) -> str:
    r"""A name as a diff gives it, without its prefix; '' for /dev/null.

    >>> _name(rb'"b/a\tb\303\251.md"')
    'a\tbé.md'
    """
    raw = raw.rstrip(b"\t\r")
    if raw.startswith(b'"'):
        raw = _ESCAPE.sub(_unescaped, raw[1:-1])
    return "" if raw == b"/dev/null" else raw.removeprefix(b"b/").decode("utf-8", "surrogateescape")


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found.group(1)
    return bytes([int(code, 8)]) if len(code) == 3 else _ESCAPES.get(code, code)


def in_changed_lines(finding: Finding, lines: Lines) -> bool:
    """Whether a finding, or the sentence that it stands in, touches a changed line."""
    first = min(finding.line, finding.sentence_line)
    return lines.touch(first, max(finding.end_line, finding.sentence_end_line))
