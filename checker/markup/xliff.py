"""XLIFF 1.2 and 2: the targets, with their places in the file.

Expat tells where each event begins in bytes; text that stands as it is in the file becomes a piece of its own,
an entity an atomic one. Inline elements that stand for code (`x`, `ph`, `bpt` …) are placeholders, those that
go round text (`g`, `pc`, `mrk`) vanish. Entities of its own are not allowed in a file: they are how a small file
becomes a large one.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from checker.markup import PLACEHOLDER, Block, Comment, Parsed, Piece
from checker.source import SourceError

_CODE = frozenset({"x", "bx", "ex", "ph", "bpt", "ept", "it", "sc", "ec", "cp"})


def parse(text: str) -> Parsed:
    """Blocks of the targets. Raises SourceError for XML that is broken, or that declares entities."""
    return _Reader(text).parsed()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._data = text.encode("utf-8", "surrogatepass")
        self._ascii = len(self._data) == len(text)
        self._blocks: list[Block] = []
        self._comments: list[Comment] = []
        self._pieces: list[Piece] | None = None
        self._code = 0
        self._pending: tuple[int, str] | None = None  # text whose end the next event tells

    def parsed(self) -> Parsed:
        parser = expat.ParserCreate("utf-8")
        self._parser = parser
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError as error:
            message = expat.ErrorString(error.code)
            raise SourceError(f"is not XML at {error.lineno}:{error.offset + 1}: {message}") from error
        return Parsed(tuple(self._blocks), (), tuple(self._comments))

    def _refuse(self, *_: Any) -> None:
        raise SourceError("declares entities of its own, which is not allowed")

    def _offset(self) -> int:
        """Where the current event begins, in code points."""
        index = self._parser.CurrentByteIndex
        return index if self._ascii else len(self._data[:index].decode("utf-8", "surrogatepass"))

    def _flush(self, end: int) -> None:
        if self._pending and self._pieces is not None:
            start, text = self._pending
            self._pieces.append(Piece(text, start, end))
        self._pending = None

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        at = self._offset()
        self._flush(at)
        local = name.rpartition(":")[2]
        if local == "target":
            self._pieces = []
        elif self._pieces is not None and local in _CODE:
            self._code += 1
            end = self._text.find(">", at) + 1
            self._pieces.append(Piece(PLACEHOLDER, at, max(end, at + 1)))

    def _end(self, name: str) -> None:
        self._flush(self._offset())
        local = name.rpartition(":")[2]
        if local == "target" and self._pieces is not None:
            if any(piece.text.strip() for piece in self._pieces):
                self._blocks.append(Block("paragraph", tuple(self._pieces)))
            self._pieces = None
        elif self._pieces is not None and local in _CODE:
            self._code -= 1

    def _characters(self, data: str) -> None:
        if self._pieces is None or self._code:
            return
        at = self._offset()
        self._flush(at)
        self._pending = (at, data.replace("\n", " "))

    def _comment(self, data: str) -> None:
        at = self._offset()
        self._flush(at)
        self._comments.append(Comment(data, at, at + len(data) + 7))


__all__ = ["parse"]
