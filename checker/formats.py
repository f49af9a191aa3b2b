"""A file's content to a document: which format it is in, and its reader.

Plain text and Markdown need nothing else. Web pages, gettext catalogues and XLIFF are read by modules here; Word
documents need the extra `docx`.
"""

from __future__ import annotations

from pathlib import PurePath

from checker.document import Document
from checker.markup import Parsed, plain
from checker.source import Source, SourceError, decode

_BY_SUFFIX = {
    ".txt": "plain", ".text": "plain",
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown", ".mdx": "markdown",
    ".qmd": "markdown", ".rmd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".po": "po", ".xlf": "xliff", ".xliff": "xliff", ".docx": "docx",
}  # fmt: skip
SUFFIXES = frozenset(_BY_SUFFIX)
"""What a folder is searched for; a file that is named is read whatever its ending."""

_OLD_WORD = b"\xd0\xcf\x11\xe0"

FIXABLE = frozenset({"plain", "markdown"})
"""Formats that fixes are put into: in the others a character may need to be written otherwise."""


def markup_of(path: str) -> str:
    """The format of a file by its ending; 'plain' for any other."""
    return _BY_SUFFIX.get(PurePath(path).suffix.lower(), "plain")


def read(data: bytes, path: str) -> Document:
    """Read a file's content. Raises SourceError, one line that names no path."""
    if markup_of(path) == "docx":
        from checker.markup import docx  # noqa: PLC0415 - an extra

        text, parsed = docx.read(data)
        return Document(Source(text, path), parsed, "docx")
    if data.startswith(_OLD_WORD):
        raise SourceError("is in Word's old format, or encrypted: save it as .docx, without a password")
    return document(decode(data, path))


def document(source: Source, markup: str = "") -> Document:
    """Parse a decoded source; markup '' goes by the path's ending. Raises SourceError for broken XML."""
    markup = markup or markup_of(source.path)
    return Document(source, _parsed(source.text, markup), markup)


def _parsed(text: str, markup: str) -> Parsed:
    """Each reader is imported when a file needs it: a plain text needs no Markdown parser."""
    if markup == "markdown":
        from checker.markup import markdown  # noqa: PLC0415

        return markdown.parse(text)
    if markup == "html":
        from checker.markup import html  # noqa: PLC0415

        return html.parse(text)
    if markup == "po":
        from checker.markup import po  # noqa: PLC0415

        return po.parse(text)
    if markup == "xliff":
        from checker.markup import xliff  # noqa: PLC0415

        return xliff.parse(text)
    if markup == "docx":
        from checker.markup import docx  # noqa: PLC0415

        return docx.parse(text)
    return plain.parse(text)
