"""An error in a file that a user wrote: a rule, a configuration."""

from __future__ import annotations

from collections.abc import Iterable


class FileError(Exception):
    """Something is wrong in a file: path, line and column (from 1), and what, on one line."""

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {' '.join(message.split())}")
        self.path, self.line, self.column, self.message = path, line, column, message


def set_at(origin: str, message: str) -> FileError:
    """An error in a setting, by where it was set: `path:line`, the last of several, or the name of a preset."""
    path, _, line = origin.rpartition(", ")[2].rpartition(":")
    return FileError(path, int(line), 1, message) if line.isdigit() else FileError(origin, 1, 1, message)


def meant(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that was probably meant, to go after an error; '' when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only an error needs it

    close = get_close_matches(word, list(known), n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""
