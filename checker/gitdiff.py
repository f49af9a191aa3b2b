"""Which lines changed, says git.

Options that a user's own settings could change (prefixes, external diffs, colours, quoting) are given
explicitly. Names with odd characters come quoted as in C, and are read so. A file that git takes for binary (a Word
document, UTF-16) has no lines for git: where it differs, all of it counts as changed.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checker.finding import Finding

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPES = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_OPTIONS = ("-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/",
            "--find-renames", "--no-relative", "--diff-algorithm=myers", "--inter-hunk-context=0",
            "--ignore-submodules")  # fmt: skip


class GitError(Exception):
    """git can't say; the message is one line."""


class Lines(NamedTuple):
    """Changed lines of a file, from 1.

    ranges: first and last, both included. cuts: lines after which something was taken out, 0 for the file's start.
    all: for a file that is new, or has no lines.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    cuts: tuple[int, ...] = ()
    all: bool = False

    def touch(self, first: int, last: int) -> bool:
        """Whether a stretch of lines holds a changed one, or lies on both sides of a cut."""
        changed = any(start <= last and first <= end for start, end in self.ranges)
        return self.all or changed or any(first <= cut < last for cut in self.cuts)


def changed(base: str, *, staged: bool, folder: Path) -> dict[Path, Lines]:
    """Absolute path → changed lines of every file that differs from the base (or, staged, from HEAD).

    base: a revision; lines count as changed since the last commit that it and HEAD have in common, in the working
    tree. Files that git doesn't know yet count as new. Raises GitError.
    """
    top = _top(folder)
    if staged:
        return {top / name: some for name, some in _parsed(_git(top, "diff", "--cached", *_OPTIONS))}
    diff = _git(top, "diff", *_OPTIONS, _common(top, base))
    lines = {top / name: some for name, some in _parsed(diff)}
    untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
    lines.update({top / os.fsdecode(name): Lines(all=True) for name in untracked if name})
    return lines


def _top(folder: Path) -> Path:
    return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")))


def _common(top: Path, base: str) -> str:
    """The last commit that HEAD and a base have in common."""
    if not base or base.startswith("-"):
        raise GitError(f"'{base}' is no revision")
    try:
        _git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError as error:
        raise GitError("there is no commit yet") from error
    try:
        _git(top, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}")
    except GitError as error:
        raise GitError(f"no revision '{base}' here (a shallow clone lacks it: fetch it first)") from error
    try:
        return _git(top, "merge-base", base, "HEAD").decode().strip()
    except GitError as error:
        raise GitError(f"'{base}' and HEAD have no commit in common here (a shallow clone?)") from error


def staged_content(folder: Path) -> dict[Path, bytes]:
    """Absolute path → content of what is staged, of files that are otherwise (or not there) on disk.

    Raises GitError.
    """
    top = _top(folder)
    names = _git(top, "diff", "--name-only", "--no-ext-diff", "--no-relative", "--ignore-submodules", "-z").split(b"\0")
    staged = set(_git(top, "diff", "--cached", "--name-only", "--no-relative", "--diff-filter=d", "-z").split(b"\0"))
    unlike = [os.fsdecode(name) for name in names if name and name in staged]
    return {top / name: _git(top, "show", f":{name}") for name in unlike}


def _git(folder: Path, *arguments: str) -> bytes:
    import subprocess  # noqa: PLC0415 - a check of whole files asks nothing of git

    command = ["git", "-c", "core.quotePath=off", "-c", "core.fsmonitor=false", *arguments]
    surroundings = {name: value for name, value in os.environ.items() if name != "GIT_DIFF_OPTS"}
    surroundings["LC_ALL"] = "C"
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=surroundings)
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(said[0].removeprefix("fatal: ") if said else f"git {arguments[0]} failed")
    return done.stdout


def _parsed(diff: bytes) -> Iterator[tuple[str, Lines]]:
    """Names and lines of the files in a diff without context; those that are deleted or only renamed have none."""
    name, new = "", False
    ranges: list[tuple[int, int]] = []
    cuts: list[int] = []
    inside = 0  # lines of a hunk that are still to come: they may look like anything
    for raw in diff.split(b"\n"):
        if inside and raw[:1] in {b"+", b"-"}:
            inside -= 1
        elif raw.startswith(b"diff --git "):
            if name and (ranges or cuts or new):
                yield name, Lines(tuple(ranges), tuple(cuts), new)
            name, ranges, cuts, new = _same_name(raw[len(b"diff --git ") :]), [], [], False
        elif raw.startswith((b"new file mode", b"Binary files ", b"GIT binary patch")):
            new = True
        elif raw.startswith(b"deleted file mode"):
            name = ""
        elif raw.startswith(b"rename to "):
            name = _unquoted(raw[len(b"rename to ") :])
        elif raw.startswith(b"copy to "):
            name = _unquoted(raw[len(b"copy to ") :])
        elif hunk := _HUNK.match(raw):
            taken, start, count = (1 if part is None else int(part) for part in hunk.groups())
            inside = taken + count
            if count:
                ranges.append((start, start + count - 1))
            else:
                cuts.append(start)
    if name and (ranges or cuts or new):
        yield name, Lines(tuple(ranges), tuple(cuts), new)


def _same_name(raw: bytes) -> str:
    r"""The name in `a/NAME b/NAME`, as a diff's first line has it; '' where the two differ, as in a renaming.

    >>> _same_name(rb'"a/x\ty" "b/x\ty"')
    'x\ty'
    """
    half = len(raw) // 2
    before, after = _unquoted(raw[:half]), _unquoted(raw[half + 1 :])
    return after[2:] if before[2:] == after[2:] else ""


def _unquoted(raw: bytes) -> str:
    r"""A name as a diff gives it.

    >>> _unquoted(rb'"a\tb\303\251.md"')
    'a\tbé.md'
    """
    return os.fsdecode(_ESCAPE.sub(_unescaped, raw[1:-1]) if raw.startswith(b'"') else raw)


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found.group(1)
    return bytes([int(code, 8)]) if len(code) == 3 else _ESCAPES.get(code, code)


def in_changed_lines(finding: Finding, lines: Lines) -> bool:
    """Whether a finding, or the sentence that it stands in, touches a changed line."""
    first = min(finding.line, finding.sentence_line)
    return lines.touch(first, max(finding.end_line, finding.sentence_end_line))
