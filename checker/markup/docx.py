"""Word documents: paragraphs, headings, list items, table cells, in the order in which they are read.

A .docx file has no lines. Its text is given one paragraph a line, so that a line number is a paragraph's number;
the blocks are those lines. python-docx reads it (extra `docx`). A file that would unpack to more than 200 MB is
refused, unread.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from checker.markup import Block, Parsed, Piece
from checker.source import SourceError

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_MOST_BYTES = 200_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def read(data: bytes) -> tuple[str, Parsed]:
    """A document's text, one paragraph a line, and its blocks. Raises SourceError."""
    found = [(kind, level, " ".join(raw.splitlines())) for kind, level, raw in _paragraphs(_opened(data))]
    return "\n".join(line for _, _, line in found), _blocks(found)


def parse(text: str) -> Parsed:
    """Blocks of a document's text as `read` gives it, the kinds of its paragraphs forgotten."""
    return _blocks(("paragraph", 0, line) for line in text.split("\n"))


def _blocks(paragraphs: Iterable[tuple[str, int, str]]) -> Parsed:
    blocks: list[Block] = []
    at = 0
    for kind, level, line in paragraphs:
        if line.strip():
            blocks.append(Block(kind, (Piece(line, at, at + len(line)),), level))
        at += len(line) + 1
    return Parsed(tuple(blocks))


def _opened(data: bytes) -> Any:
    if data.startswith(_OLD_WORD):
        raise SourceError("is encrypted, or in Word's old format")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise SourceError("would unpack to more than 200 MB")
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise SourceError("is encrypted")
    except zipfile.BadZipFile as error:
        raise SourceError("is not a Word document (.docx), or is broken") from error
    try:
        from docx import Document  # noqa: PLC0415 - an extra
        from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    except ImportError as error:
        raise SourceError("needs `pip install 'malaprop[docx]'`") from error
    try:
        return Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise SourceError("is a broken Word document") from error


def _paragraphs(opened: Any) -> Iterator[tuple[str, int, str]]:
    """Kind, level and text of each paragraph, table cells in their place."""
    for item in opened.iter_inner_content():
        if hasattr(item, "rows"):
            yield from _cells(item)
        else:
            yield (*_kind(item), item.text)


def _cells(table: Table) -> Iterator[tuple[str, int, str]]:
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc in seen:  # noqa: SLF001 - a merged cell comes once for each cell that it covers
                continue
            seen.add(cell._tc)  # noqa: SLF001
            for paragraph in cell.paragraphs:
                yield "table-cell", 0, paragraph.text


def _kind(paragraph: Paragraph) -> tuple[str, int]:
    name = (paragraph.style.name or "") if paragraph.style else ""
    if name == "Title":
        return "heading", 1
    if name.startswith("Heading"):
        digits = name.removeprefix("Heading").strip()
        return "heading", int(digits) if digits.isdigit() else 1
    if name.startswith("List"):
        return "list-item", 1
    if "Quote" in name:
        return "quote", 1
    return ("caption", 0) if name == "Caption" else ("paragraph", 0)
