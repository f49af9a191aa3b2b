"""Word documents: paragraphs, headings, list items, table cells, in the order in which they are read.

A .docx file has no lines. Its text is given one paragraph a line, so that a line number is a paragraph's number;
the blocks are those lines. python-docx opens it (extra `docx`); the paragraphs are taken from its XML, since its own
lists leave out what stands in content controls and what was inserted under tracked changes. Text that was deleted
under tracked changes, footnotes, comments, headers and footers are not read. A file that would unpack to more than
200 MB is refused, unread.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from checker.markup import Block, Parsed, Piece
from checker.source import SourceError

_MOST_BYTES = 200_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"  # an encrypted document of the new format begins so, too
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = f"{_WORD}t"
_BLANKS = {f"{_WORD}{name}": "\t" if name == "tab" else " " for name in ("tab", "br", "cr", "ptab")}
_HYPHENS = {f"{_WORD}noBreakHyphen": "\N{NON-BREAKING HYPHEN}", f"{_WORD}softHyphen": "\N{SOFT HYPHEN}"}
_PARAGRAPH, _CELL = f"{_WORD}p", f"{_WORD}tc"
_GONE = {f"{_WORD}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText")}


def read(data: bytes) -> tuple[str, Parsed]:
    """A document's text, one paragraph a line, and its blocks. Raises SourceError."""
    opened = _opened(data)
    try:
        found = [(kind, level, " ".join(raw.splitlines())) for kind, level, raw in _paragraphs(opened)]
    except (KeyError, ValueError, AttributeError) as error:  # a style that isn't there, a number that is none
        raise SourceError("is a broken Word document") from error
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
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise SourceError("is not a Word document (.docx), or is broken") from error
    try:
        from docx import Document  # noqa: PLC0415 - an extra
        from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    except ImportError as error:
        raise SourceError("needs `pip install 'malaprop[docx]'`") from error
    broken = (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, SyntaxError, EOFError,
              NotImplementedError, AttributeError, TypeError, OSError)  # fmt: skip
    try:
        return Document(io.BytesIO(data))
    except broken as error:
        raise SourceError("is a broken Word document") from error


def _paragraphs(opened: Any) -> Iterator[tuple[str, int, str]]:
    """Kind, level and text of each paragraph, in the order of the file; a merged cell stands there once."""
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - an extra

    for element in opened.element.body.iter(_PARAGRAPH):
        if any(above.tag == _FALLBACK for above in element.iterancestors()):
            continue  # a text box again, for old programs
        if any(above.tag == _CELL for above in element.iterancestors()):
            yield "table-cell", 0, _text(element)
        else:
            yield (*_kind(Paragraph(element, opened)), _text(element))


def _text(paragraph: Any) -> str:
    parts: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            if child.tag == _TEXT:
                parts.append(child.text or "")
            elif child.tag in _BLANKS:
                parts.append(_BLANKS[child.tag])
            elif child.tag in _HYPHENS:
                parts.append(_HYPHENS[child.tag])
            elif child.tag not in _GONE and child.tag != _PARAGRAPH:  # a text box's paragraphs come by themselves
                walk(child)

    walk(paragraph)
    return "".join(parts)


def _kind(paragraph: Any) -> tuple[str, int]:
    name = (paragraph.style.name or "") if paragraph.style else ""
    if name == "Title":
        return "heading", 1
    if heading := re.fullmatch(r"[Hh]eading ?(\d*)", name):
        return "heading", int(heading[1] or 1)
    properties = paragraph._p.pPr  # noqa: SLF001 - python-docx has no other way to a paragraph's numbering
    if name.startswith("List") or (properties is not None and properties.numPr is not None):
        return "list-item", 1
    if "Quote" in name:
        return "quote", 1
    return ("caption", 0) if name.lower() == "caption" else ("paragraph", 0)
