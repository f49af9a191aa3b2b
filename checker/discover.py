"""Paths, folders and globs to files.

A file that is named is read whatever its ending. A folder is searched for the endings of `checker.formats`,
without what starts with a dot and without what `exclude` says, in gitignore's grammar, relative to the folder
that the configuration stands in. A path that doesn't exist is tried as a glob.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.formats import SUFFIXES

if TYPE_CHECKING:
    from pathspec import PathSpec

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


class Missing(NamedTuple):
    """A path that was asked for and can't be checked, and why."""

    path: str
    reason: str


def files(paths: Iterable[str], exclude: Sequence[str] = (), root: Path | None = None) -> Iterator[str | Missing]:
    """Every file to check, once, in the order asked for; folders in the order of names."""
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path):
            if isinstance(found, str):
                if found in seen or excluded(found, exclude, root):
                    continue
                seen.add(found)
            yield found


def excluded(path: str, exclude: Sequence[str], root: Path | None = None) -> bool:
    """Whether a path is left out by gitignore-style patterns, relative to the root."""
    if not exclude:
        return False
    relative = os.path.relpath(path, root or Path.cwd()).replace(os.sep, "/")
    return not relative.startswith("../") and _spec(tuple(exclude)).match_file(relative)


@cache
def _spec(patterns: tuple[str, ...]) -> PathSpec[Any]:
    from pathspec import PathSpec  # noqa: PLC0415 - 50 ms that most runs do without

    return PathSpec.from_lines("gitwildmatch", patterns)


def _expand(path: str) -> Iterator[str | Missing]:
    shown = path.replace(os.sep, "/")
    if Path(path).is_dir():
        yield from _or_missing(list(_walk(path)), shown, "no file to check in this folder")
    elif Path(path).exists():
        yield shown
    elif any(char in path for char in "*?["):
        from glob import glob  # noqa: PLC0415

        names = sorted(glob(path, recursive=True))  # noqa: PTH207 - the user's own pattern, relative or not
        yield from _or_missing(
            [name.replace(os.sep, "/") for name in names if Path(name).is_file()], shown, "no file matches"
        )
    else:
        yield Missing(shown, "no such file or folder")


def _or_missing(found: list[str], path: str, reason: str) -> Iterator[str | Missing]:
    if found:
        yield from found
    else:
        yield Missing(path, reason)


def _walk(folder: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda some: some.name):
        if entry.name.startswith(".") or (entry.is_symlink() and entry.is_dir()):
            continue
        if entry.is_dir():
            if entry.name not in SKIPPED_FOLDERS:
                yield from _walk(entry.path)
        elif Path(entry.name).suffix.lower() in SUFFIXES:
            yield entry.path.replace(os.sep, "/")
