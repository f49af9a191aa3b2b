"""Plain text to blocks: paragraphs, headlines, list items, quotations.

A text file has no markup, but it has habits. A blank line ends a block. A line continues on the next one when
the next one's first word would not have fitted (hard-wrapped text), or when it ends without a stop and the
next one goes on in lower case. A short line on its own that starts with a capital and ends without a stop is
a headline. URLs and e-mail addresses become placeholders: a reader sees them, no rule reads them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from checker.expressions import own
from checker.markup import PLACEHOLDER, Block, Parsed, Piece

_BLANKS = own(r"[\s\ufeff]*")
_LINE = own(r"[^\r\n]+")
_BETWEEN_LINES = own(r"\r\n|\n|\r")
_ITEM = own(r"\s*(?:[-*+•‣◦·–—]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
_QUOTED = own(r"\s*(?:>[ \t]?)+")
_ADDRESS = own(
    r"(?:https?|ftp)://[^\s<>\"“”]{1,2000}|(?<![\w@.])www\.[^\s<>\"“”]{1,2000}|(?<![\w@.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}",
    re.ASCII,
)
_RULER = own(r"\s*([-=*_~#+.])(?:\s*\1){2,}\s*")
_ENDS_SENTENCE = own(r"[.!?…:;,][\"'”’»)\]]*\s*$")
_STOPS = own(r"[.!?…:;][\"'”’»)\]]*\s*$")
_HEADLINE = own(r"[\"'“‘(\[#]*[A-Z0-9]")
_NARROW, _WIDE = 40, 120  # code points: the widths between which text is taken to be hard-wrapped
_HEADLINE_WIDTH, _HEADLINE_WORDS = 140, 20


class _Line(NamedTuple):
    start: int  # of its first character that is not blank
    end: int
    kind: str  # 'paragraph' | 'list-item' | 'quote'
    blank_before: bool


def parse(text: str) -> Parsed:
    """Split plain text into blocks; every piece but an address and a line break stands for itself."""
    return Parsed(tuple(_block(text, group) for group in _groups(text)))


def _lines(text: str) -> Iterator[_Line]:
    blank, ended = True, 0
    for found in _LINE.finditer(text):
        start, end = found.span()
        blank = blank or len(_BETWEEN_LINES.findall(text, ended, start)) > 1
        ended = end
        kind, first = "paragraph", _after_blanks(text, start, end)
        begin = first
        for mark, name in ((_QUOTED, "quote"), (_ITEM, "list-item")):
            if marker := mark.match(text, first, end):
                kind, begin = name, marker.end()
                break
        begin = _after_blanks(text, begin, end)
        if begin == end or _RULER.fullmatch(text, first, end):
            blank = True
        else:
            yield _Line(begin, begin + len(text[begin:end].rstrip()), kind, blank)
            blank = False


def _after_blanks(text: str, start: int, end: int) -> int:
    blanks = _BLANKS.match(text, start, end)
    return blanks.end() if blanks else start


def _groups(text: str) -> Iterator[list[_Line]]:
    """Lines that make one block each."""
    run: list[_Line] = []
    for line in _lines(text):
        if run and line.blank_before:
            yield from _unwrap(text, run)
            run = []
        run.append(line)
    if run:
        yield from _unwrap(text, run)


def _unwrap(text: str, run: list[_Line]) -> Iterator[list[_Line]]:
    width = max(line.end - line.start for line in run)
    group = run[:1]
    for before, line in pairwise(run):
        if _continues(text, before, line, width):
            group.append(line)
        else:
            yield group
            group = [line]
    yield group


def _continues(text: str, before: _Line, line: _Line, width: int) -> bool:
    if line.kind == "list-item" or (line.kind == "quote") != (before.kind == "quote"):
        return False
    length = before.end - before.start
    if length == line.end - line.start and text.startswith(text[before.start : before.end], line.start):
        return False  # no writer goes on with the line that was just written: it is a headline, twice
    first = text[line.start : line.start + _WIDE].split(None, 1)[0]
    wrapped = _NARROW <= width <= _WIDE and length + 1 + len(first) > width
    unfinished = first[:1].islower() and not _STOPS.search(text, max(before.start, before.end - 8), before.end)
    return wrapped or unfinished


def _block(text: str, group: list[_Line]) -> Block:
    pieces: list[Piece] = []
    for number, line in enumerate(group):
        if number:
            pieces.append(Piece(" ", group[number - 1].end, line.start))
        pieces.extend(_pieces(text, line.start, line.end))
    kind = group[0].kind
    if kind == "paragraph" and len(group) == 1 and _is_headline(text, group[0]):
        kind = "heading"
    return Block(kind, tuple(pieces))


def _is_headline(text: str, line: _Line) -> bool:
    if line.end - line.start > _HEADLINE_WIDTH:
        return False
    words = text[line.start : line.end]
    return bool(_HEADLINE.match(words) and not _ENDS_SENTENCE.search(words) and len(words.split()) <= _HEADLINE_WORDS)


def _pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    line = text[start:end]
    has_address = "@" in line or "://" in line or "www." in line  # the expression is slow, and few lines have one
    for address in _ADDRESS.finditer(text, start, end) if has_address else ():
        stop = address.start() + len(address.group().rstrip(".,;:!?)'’\"]"))
        if address.start() > start:
            yield Piece(text[start : address.start()], start, address.start())
        yield Piece(PLACEHOLDER, address.start(), stop)
        start = stop
    if start < end:
        yield Piece(text[start:end], start, end)
