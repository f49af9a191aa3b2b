"""XLIFF 1.2 and 2: the targets, with their places in the file.

Expat tells where each event begins; text that stands as it is in the file becomes a piece of its own, an entity or a
line's end an atomic one. Inline elements that stand for code (`x`, `ph`, `bpt` …) are placeholders, those that go
round text (`g`, `pc`, `mrk`) vanish. Suggestions from a memory (`alt-trans`, `match`) and units that are not to be
translated are not read. Entities of its own are not allowed in a file: they are how a small file becomes a large one.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from checker.markup import PLACEHOLDER, Block, Comment, Parsed, Piece
from checker.source import SourceError

_CODE = frozenset({"x", "bx", "ex", "ph", "bpt", "ept", "it", "sc", "ec", "cp"})
_ASIDE = frozenset({"alt-trans", "match"})


def parse(text: str) -> Parsed:
    """Blocks of the targets. Raises SourceError for XML that is broken, or that declares entities."""
    return _Reader(text).parsed()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._data = text.encode("utf-8", "surrogatepass")
        self._blocks: list[Block] = []
        self._comments: list[Comment] = []
        self._pieces: list[Piece] | None = None
        self._code = 0  # depth of elements that stand for code
        self._aside = 0  # depth of elements whose targets are not read
        self._is_literal = False  # in CDATA
        self._byte = self._at = 0  # the last event, in bytes and in code points

    def parsed(self) -> Parsed:
        parser = expat.ParserCreate("utf-8")
        self._parser = parser
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        parser.StartCdataSectionHandler = self._literal
        parser.EndCdataSectionHandler = self._literal_ends
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError as error:
            message = expat.ErrorString(error.code)
            raise SourceError(f"{error.lineno}:{error.offset + 1}: not XML: {message}") from error
        return Parsed(tuple(self._blocks), (), tuple(self._comments))

    def _refuse(self, *_: Any) -> None:
        raise SourceError("declares entities of its own, which is not allowed")

    def _offset(self) -> int:
        """Where the current event begins, in code points; events come in order."""
        index = self._parser.CurrentByteIndex
        self._at += len(self._data[self._byte : index].decode("utf-8", "surrogatepass"))
        self._byte = index
        return self._at

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if self._aside or local in _ASIDE or attributes.get("translate") == "no":
            self._aside += 1
        elif local == "target":
            self._pieces = []
        elif self._pieces is not None and (self._code or local in _CODE):
            if not self._code:
                at = self._offset()
                end = self._text.find(">", at) + 1
                self._pieces.append(Piece(PLACEHOLDER, at, max(end, at + 1)))
            self._code += 1

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif self._code:
            self._code -= 1
        elif name.rpartition(":")[2] == "target" and self._pieces is not None:
            if any(piece.text.strip() for piece in self._pieces):
                self._blocks.append(Block("paragraph", tuple(self._pieces)))
            self._pieces = None

    def _characters(self, data: str) -> None:
        if self._pieces is None or self._code or self._aside:
            return
        at = self._offset()
        end = at + len(data)
        if data == "\n":
            end = at + (2 if self._text.startswith("\r\n", at) else 1)
        elif self._text[at] == "&" and not self._is_literal:
            end = self._text.find(";", at) + 1
        self._pieces.append(Piece(data.replace("\n", " "), at, end))

    def _literal(self) -> None:
        self._is_literal = True

    def _literal_ends(self) -> None:
        self._is_literal = False

    def _comment(self, _data: str) -> None:
        at = self._offset()
        end = self._text.find("-->", at + 4)
        self._comments.append(Comment(self._text[at + 4 : end], at, end + 3))


__all__ = ["parse"]
