"""An error in a file that a user wrote: a rule, a configuration."""

from __future__ import annotations


class FileError(Exception):
    """Something is wrong in a file: path, line and column (from 1), and what, on one line."""

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {' '.join(message.split())}")
        self.path, self.line, self.column, self.message = path, line, column, message
