"""Many files: read, parse, check, one after the other, each on its own.

What goes wrong with a file is its own result; the others are still checked. Nothing is kept of a file once its
result is handed on, so memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from checker.discover import Missing
from checker.document import Document
from checker.engine import Engine
from checker.finding import Finding
from checker.formats import document
from checker.source import Source, SourceError, decode


class Result(NamedTuple):
    """What became of one file.

    findings: in the order of their places. source: None when the file couldn't be read.
    error: why not, one line. notes: what the user should know, one line each.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    source: Source | None = None
    error: str = ""
    notes: tuple[str, ...] = ()


def check_files(paths: Iterable[str | Missing], engine_for: Callable[[str], Engine]) -> Iterator[Result]:
    """Check files in order; engine_for gives the engine that holds for a path."""
    for path in paths:
        if isinstance(path, Missing):
            yield Result(path.path, error=path.reason)
        else:
            yield check_file(path, engine_for)


def check_file(path: str, engine_for: Callable[[str], Engine]) -> Result:
    """Check one file."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return Result(path, error=f"cannot be read: {error.strerror}")
    return check_bytes(data, path, engine_for(path))


def check_bytes(data: bytes, path: str, engine: Engine) -> Result:
    """Check a file's content."""
    try:
        source = decode(data, path)
    except SourceError as error:
        return Result(path, error=str(error))
    prose = document(source)
    return Result(path, tuple(engine.check(prose)), source, notes=tuple(_notes(prose)))


def _notes(prose: Document) -> Iterator[str]:
    if prose.source.guessed:
        yield f"is not UTF-8; read as {prose.source.encoding}"
    if prose.language not in {"", "en"}:
        yield f"is not in English (it looks like '{prose.language}'): only rules for any language were run"
