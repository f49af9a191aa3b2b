"""Bytes to text, and offsets to lines.

Everything inside Malaprop counts code points of the decoded, unnormalised text, half-open. Lines and columns
are made here, and only for a reporter. A byte order mark and carriage returns stay in the text, so that an
offset into it is an offset into the file.
"""

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from checker.expressions import own

_BOMS = (  # the longer ones first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = own(r"\r\n|\n|\r")
_BEYOND_ASCII = own(r"[^\x00-\x7f]")
_HIGH_LETTER = re.compile(rb"[\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xff]")
_NOT_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_BROKEN = "\N{REPLACEMENT CHARACTER}"
_SAMPLE = 1_000_000  # bytes from which an encoding is guessed
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class SourceError(Exception):
    """A file that can't be read as text; the message is one line and names no path."""


class Span(NamedTuple):
    """A stretch of text: code points from 0, half-open."""

    start: int
    end: int


class Position(NamedTuple):
    """Where a reader looks: line and column from 1, columns in code points."""

    line: int
    column: int


class Source:
    """A decoded file.

    path: as it is shown to the user, with forward slashes.
    text: the whole file, decoded and otherwise untouched.
    encoding: Python's name of the encoding; guessed tells whether it was a guess.
    """

    def __init__(self, text: str, path: str = "-", encoding: str = "utf-8", *, guessed: bool = False) -> None:
        self.text = text
        self.path = path
        self.encoding = encoding
        self.guessed = guessed

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of each line's first character; LF, CRLF and CR end a line, a byte order mark is no column."""
        first = 1 if self.text.startswith(BOM) else 0
        return [first, *(end.end() for end in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        r"""Line and column of an offset.

        >>> Source("one\r\ntwo").position(6)
        Position(line=2, column=2)
        """
        line = max(1, bisect_right(self.line_starts, offset))
        return Position(line, max(1, offset - self.line_starts[line - 1] + 1))

    def lines_span(self, first: int, last: int) -> Span:
        """The span of lines (from 1), the last one's end included; empty past the end."""
        if first > len(self.line_starts):
            return Span(len(self.text), len(self.text))
        return Span(self.line_starts[first - 1], _end_of_line(self, min(last, len(self.line_starts))))

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its end."""
        return self.text[self.line_starts[number - 1] : self.line_end(number)]

    def line_end(self, number: int) -> int:
        """Offset of the end of a line's text (from 1), its line end not counted."""
        end = _end_of_line(self, number)
        while end > self.line_starts[number - 1] and self.text[end - 1] in "\r\n":
            end -= 1
        return end


def _end_of_line(source: Source, number: int) -> int:
    return source.line_starts[number] if number < len(source.line_starts) else len(source.text)


def decode(data: bytes, path: str = "-") -> Source:
    """Decode a file: byte order mark, else UTF-8, else a guess that is marked as one.

    Raises SourceError for binary data.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return Source(data.decode(encoding), path, encoding)
            except UnicodeDecodeError as error:
                raise SourceError(f"is not valid {encoding} at byte {error.start}") from error
    if encoding := _wide(data):
        return Source(data.decode(encoding, "replace"), path, encoding, guessed=True)
    try:
        return Source(data.decode("utf-8"), path)
    except UnicodeDecodeError:
        return _guess(data, path)


def _wide(data: bytes) -> str:
    """UTF-16 without its mark, which English tells by a zero in each second byte; '' for anything else."""
    low, high = data[:2000:2], data[1:2000:2]
    if len(data) < 8 or len(data) % 2 or b"\0" not in data[:2]:
        return ""
    if high.count(0) > 0.8 * len(high) and not low.count(0):
        return "utf-16-le"
    return "utf-16-be" if low.count(0) > 0.8 * len(low) and not high.count(0) else ""


def _guess(data: bytes, path: str) -> Source:
    if b"\0" in data[:65536]:
        raise SourceError("is a binary file")
    encoding = _western(data) or _by_statistics(data)
    return Source(data.decode(encoding, "replace"), path, encoding, guessed=True)


def _western(data: bytes) -> str:
    """UTF-8 where most of it is valid, Windows-1252 where few letters are not ASCII; '' for anything else.

    Statistics are no help with an English text: its handful of accents and quotes reads as well in a dozen
    code pages.
    """
    beyond = _BEYOND_ASCII.findall(data.decode("utf-8", "replace"))
    if beyond.count(_BROKEN) < len(beyond) / 2:
        return "utf-8"
    letters = len(_HIGH_LETTER.findall(data))
    fits = letters < max(6, 0.04 * len(data)) and not _NOT_IN_1252.search(data)
    return "cp1252" if fits else ""


def _by_statistics(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 30 ms that a UTF-8 file need not pay

    best = from_bytes(data[: data.rfind(b"\n", 0, _SAMPLE) + 1] or data[:_SAMPLE]).best()
    if best is None:
        raise SourceError("is neither UTF-8 nor in an encoding that can be guessed")
    return best.encoding
