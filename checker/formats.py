"""A source to a document: which markup a file is in, and its parser."""

from __future__ import annotations

from pathlib import PurePath

from checker.document import Document
from checker.markup import plain
from checker.source import Source

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"})
PLAIN = frozenset({".txt", ".text"})
SUFFIXES = MARKDOWN | PLAIN
"""What a folder is searched for; a file that is named is read whatever its ending."""


def markup_of(path: str) -> str:
    """The markup of a file by its ending: 'markdown', else 'plain'."""
    return "markdown" if PurePath(path).suffix.lower() in MARKDOWN else "plain"


def document(source: Source, markup: str = "") -> Document:
    """Parse a source; markup '' goes by the path's ending."""
    markup = markup or markup_of(source.path)
    if markup == "markdown":
        from checker.markup import markdown  # noqa: PLC0415 - a plain text needs no Markdown parser

        return Document(source, markdown.parse(source.text), markup)
    return Document(source, plain.parse(source.text), markup)
