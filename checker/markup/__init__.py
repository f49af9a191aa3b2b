"""Readers of markup: from the text of a file to blocks of prose that know where in the file they stand.

Every reader offers ``parse(text) -> Parsed`` and never raises for any ``str``. All positions are code points
of that text, half-open, so that a finding made in the prose of a block can be shown, and mended, in the file.
"""

from typing import NamedTuple

KINDS = (
    "paragraph",
    "heading",
    "list-item",
    "table-cell",
    "quote",
    "caption",
    "alt",
    "footnote",
    "frontmatter",
)

PLACEHOLDER = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for code, a URL, math, an image: something a reader sees but no rule may read."""


class Piece(NamedTuple):
    r"""A run of prose and the span of the source it stands for (code points, half-open).

    When ``len(text) == end - start`` every character stands for the source character at the same place (a
    soft line break given as ``' '`` for ``'\n'`` counts too); otherwise the piece is atomic: its whole text
    stands for its whole span.
    """

    text: str
    start: int
    end: int


class Block(NamedTuple):
    """One unit of prose: what a reader sees as a paragraph, heading, item, cell."""

    kind: str
    """One of `KINDS`."""
    pieces: tuple[Piece, ...]
    """In source order; their spans do not overlap."""
    level: int = 0
    """Heading level 1-6; nesting depth for list items and quotes."""


class Mark(NamedTuple):
    """Inline markup round prose, with the span in the source of what it encloses.

    ``kind`` is ``'emphasis'``, ``'strong'``, ``'link'`` or ``'strikethrough'``.
    """

    kind: str
    start: int
    end: int


class Comment(NamedTuple):
    """A comment of the format, where suppressions are written: its inner text, and its span in the source."""

    text: str
    start: int
    end: int


class Parsed(NamedTuple):
    """All that is read from one source text."""

    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    comments: tuple[Comment, ...] = ()


__all__ = ["KINDS", "PLACEHOLDER", "Block", "Comment", "Mark", "Parsed", "Piece"]
