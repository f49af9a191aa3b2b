"""gettext catalogues (PO): the translations, and nothing else, with their places in the file.

Each translation is a block. It may stand on several lines, each a quoted string with C's escapes: a line is a
piece, an escape an atomic one. Fuzzy entries are read: what a machine has translated is marked so. Obsolete entries,
the header and the source texts are not read. Comments that translators write (`# malaprop-ignore RULE`) are comments
of the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.markup import PLACEHOLDER, Block, Comment, Parsed, Piece

_LINE = re.compile(r"[^\r\n]*")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))")
_CONTROL = {"n": " ", "t": " ", "r": " ", "a": "", "b": "", "v": " ", "f": " "}
_KEYWORD = re.compile(r"(msgid(?:_plural)?|msgctxt|msgstr(?:\[\d+\])?)\s*(?=\")")
_SLOT = re.compile(
    r"%(?:\(\w{1,60}\)|\d{1,3}\$)?[-+#0]{0,5}\d{0,4}(?:\.\d{1,4})?[a-zA-Z%]|\{\w{0,60}\}|</?\w[^<>]{0,200}>|&\w{1,20};"
)
"""What a program fills in, or markup of a page."""


def parse(text: str) -> Parsed:
    """Blocks of the translations in a catalogue."""
    blocks: list[Block] = []
    comments: list[Comment] = []
    keyword, source_is_empty, pieces = "", False, list[Piece]()

    def close() -> None:
        if keyword.startswith("msgstr") and pieces and not source_is_empty:
            blocks.append(Block("paragraph", tuple(pieces)))

    for line in _LINE.finditer(text):
        start, raw = line.start(), line.group()
        stripped = raw.lstrip()
        if stripped.startswith("#"):
            comments.append(Comment(stripped[1:], start + len(raw) - len(stripped), line.end()))
            continue
        found = _KEYWORD.match(stripped)
        if found:
            close()
            pieces = []
            if found[1] == "msgid":
                source_is_empty = True
            keyword = found[1]
        string = _STRING.search(raw, len(raw) - len(stripped) + (found.end() if found else 0))
        if not string or not (found or stripped.startswith('"')):
            continue
        if keyword == "msgid" and string[1]:
            source_is_empty = False
        if keyword.startswith("msgstr"):
            for piece in _pieces(raw, start, string.start(1), string.end(1)):
                if piece.text and not (piece.text == " " and pieces and pieces[-1].text.endswith(" ")):
                    pieces.append(piece)
    close()
    return Parsed(tuple(blocks), (), tuple(comments))


def _pieces(raw: str, offset: int, start: int, end: int) -> Iterator[Piece]:
    """A quoted string's inside; `raw` is its line, which begins at `offset`."""
    for slot in _SLOT.finditer(raw, start, end):
        yield from _unescaped(raw, offset, start, slot.start())
        yield Piece(PLACEHOLDER, offset + slot.start(), offset + slot.end())
        start = slot.end()
    yield from _unescaped(raw, offset, start, end)


def _unescaped(raw: str, offset: int, start: int, end: int) -> Iterator[Piece]:
    for escape in _ESCAPE.finditer(raw, start, end):
        if start < escape.start():
            yield Piece(raw[start : escape.start()], offset + start, offset + escape.start())
        yield Piece(_meant(escape), offset + escape.start(), offset + escape.end())
        start = escape.end()
    if start < end:
        yield Piece(raw[start:end], offset + start, offset + end)


def _meant(escape: re.Match[str]) -> str:
    if escape[1] or escape[2]:
        return chr(int(escape[1], 16) if escape[1] else int(escape[2], 8) & 0xFF)
    return _CONTROL.get(escape[3], escape[3])
