"""Paths, folders and globs to files.

A file that is named is read whatever its ending. A folder is searched for the endings of `checker.formats`,
without what starts with a dot and without what `exclude` says, in gitignore's grammar, relative to the folder
of the configuration that says so. A path that doesn't exist is tried as a glob.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.formats import SUFFIXES

if TYPE_CHECKING:
    from pathspec import PathSpec

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


class Missing(NamedTuple):
    """A path that was asked for and can't be checked, and why."""

    path: str
    reason: str


Exclude = Sequence[tuple[str, str]]
"""Folders, each with a gitignore pattern that holds below it."""


def files(paths: Iterable[str], exclude_for: Callable[[str], Exclude] = lambda _: ()) -> Iterator[str | Missing]:
    """Every file to check, once, in the order asked for; folders in the order of names.

    exclude_for: what is left out, by the path of a file.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path):
            if isinstance(found, str):
                name = os.path.normpath(found)
                if name in seen or excluded(found, exclude_for(found)):
                    continue
                seen.add(name)
            yield found


def excluded(path: str, exclude: Exclude) -> bool:
    """Whether gitignore patterns leave a path out."""
    by_folder: dict[str, list[str]] = {}
    for folder, pattern in exclude:
        by_folder.setdefault(folder, []).append(pattern)
    for folder, patterns in by_folder.items():
        relative = os.path.relpath(path, folder).replace(os.sep, "/")
        if not relative.startswith("../") and _spec(tuple(patterns)).match_file(relative):
            return True
    return False


@cache
def _spec(patterns: tuple[str, ...]) -> PathSpec[Any]:
    from pathspec import PathSpec  # noqa: PLC0415 - 50 ms that most runs do without

    return PathSpec.from_lines("gitignore", patterns)


def glob_problem(pattern: str) -> str:
    """What is wrong with a gitignore pattern, '' for nothing."""
    try:
        _spec((pattern,))
    except ValueError as error:
        return str(error)
    return ""


def _expand(path: str) -> Iterator[str | Missing]:
    shown = path.replace(os.sep, "/")
    mode = _mode(path)
    if S_ISDIR(mode):
        yield from _or_missing(list(_walk(path)), shown, "no file to check in this folder")
    elif mode:
        yield shown
    elif any(char in path for char in "*?["):
        from glob import glob  # noqa: PLC0415

        names = sorted(glob(path, recursive=True))  # noqa: PTH207 - the user's own pattern, relative or not
        yield from _or_missing(
            [name.replace(os.sep, "/") for name in names if S_ISREG(_mode(name))], shown, "no file matches"
        )
    else:
        yield Missing(shown, "no such file or folder")


def _mode(path: str) -> int:
    """What a path is, as `stat` has it; 0 when it is nothing, or too long to be anything."""
    try:
        return Path(path).stat().st_mode
    except OSError:
        return 0


def _or_missing(found: list[str | Missing], path: str, reason: str) -> Iterator[str | Missing]:
    if found:
        yield from found
    else:
        yield Missing(path, reason)


def _walk(folder: str) -> Iterator[str | Missing]:
    """Files of a folder and of those below it, in the order of names, however deep they are."""
    left = [(folder, True)]
    while left:
        path, is_folder = left.pop()
        if is_folder:
            try:
                inside = [some for some in os.scandir(path) if _is_walked(some)]
            except OSError as error:
                yield Missing(path.replace(os.sep, "/"), f"cannot be read: {error.strerror}")
            else:
                inside.sort(key=lambda some: some.name, reverse=True)
                left += [(some.path, some.is_dir()) for some in inside]
        else:
            yield path.replace(os.sep, "/")


def _is_walked(entry: os.DirEntry[str]) -> bool:
    """Whether a folder is gone into, or a file is one to check. Links to folders could lead in a circle."""
    if entry.name.startswith("."):
        return False
    if entry.is_dir():
        return not entry.is_symlink() and entry.name not in SKIPPED_FOLDERS
    return Path(entry.name).suffix.lower() in SUFFIXES and (entry.is_file() or entry.is_symlink())
