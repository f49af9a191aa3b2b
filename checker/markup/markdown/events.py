"""The second pass: the parser's events for a masked text to blocks, marks and comments."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import pyromark

from checker.expressions import own
from checker.markup import PLACEHOLDER, Block, Comment, Mark, Piece
from checker.markup.markdown.mask import MaskedText

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_GFM
)

_CONTAINERS = {"Item": "list-item", "BlockQuote": "quote", "FootnoteDefinition": "footnote"}
_MARKS = {"Emphasis": "emphasis", "Strong": "strong", "Strikethrough": "strikethrough"}
_INLINE = frozenset(("Emphasis", "Strong", "Strikethrough", "Link", "Image"))
_BLANKS = " \t\r\n"
_INDENT = own(r"[ \t>]*")  # what may stand before the words of a continued line
_MODULE = own(
    r"import\s(?:[^'\"]*\sfrom\b)?\s*['\"]"
    r"|export\s+(?:(?:default|const|let|var|function|class|async)\s|\*|x{2,}\s*(?:from\b|;|\Z))"
)

_TAG = own(r"""</?([A-Za-z][\w.:-]*)[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*>|<[!?/][^<>]*>""")
_COMPONENT = own(r"""</?[A-Z][^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>""")
_ALT = own(r"""\salt\s*=\s*(?:"([^"]+)"|'([^']+)')""", re.IGNORECASE)
_ENTITY = own(r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|\s+(?:>\s*)*")
_TAG_KINDS = {"td": "table-cell", "th": "table-cell", "li": "list-item", "figcaption": "caption"}
_TAG_KINDS |= {"caption": "caption", "blockquote": "quote"}
_TAG_KINDS |= {f"h{level}": "heading" for level in range(1, 7)}
_TAG_BLOCKS = frozenset(_TAG_KINDS) | set(
    "address article aside body center dd details dialog div dl dt fieldset figure footer form "
    "header hr html legend main menu nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
_OPAQUE = frozenset(("code", "kbd", "math", "pre", "samp", "script", "style", "svg", "template", "tt", "var"))
_CLOSING = {name: own(rf"</{name}\s*>", re.IGNORECASE) for name in _OPAQUE}


def _code_points(text: str) -> Callable[[int], int]:
    """A function from byte offsets in the UTF-8 form of the text to code points."""
    if text.isascii():
        return int
    ends: list[int] = []  # bytes: where each character of more than one byte ends
    shifts = [0]  # how many more bytes than characters there are by then
    for wide in re.finditer(r"[^\x00-\x7f]", text):
        shifts.append(shifts[-1] + len(wide[0].encode()) - 1)
        ends.append(wide.end() + shifts[-1])
    return lambda offset: offset - shifts[bisect_right(ends, offset)]


class EventReader:
    """Collects blocks from the parser's events.

    Prose that follows on in the source is kept as an open run (`run`, `run_end`) and sliced once, as there
    may be an event for every character.
    """

    def __init__(self, source: MaskedText) -> None:
        self.text = source.text
        self.masked = source.masked
        self.holes = source.holes
        self.hole_ends = [hole.end for hole in source.holes]
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        self.comments: list[Comment] = []
        self.pieces: list[Piece] = []
        self.run = self.run_end = -1
        self.containers: list[str] = []
        self.leaf: tuple[str, int] | None = None  # kind and level, where no container gives them
        self.outer: list[list[Piece]] = []  # pieces round the image being read
        self.opaque: tuple[str, int] | None = None  # the inline <code> or the like that is open
        self.muted = False  # in a code block, or an autolink
        self.html: list[tuple[int, int]] | None = None  # spans of the lines of the HTML block being read
        self.last = 0  # where the event before this one ended

    def read(self) -> None:
        """Run over all events."""
        point = _code_points(self.masked)
        handlers: dict[str, Callable[[Any, int, int], None]] = {
            "Start": self._start,
            "End": self._end,
            "Text": self._text,
            "Code": self._thing,
            "InlineMath": self._math,
            "DisplayMath": self._thing,
            "InlineHtml": self._inline_html,
            "Html": self._html_line,
            "SoftBreak": self._break,
            "HardBreak": self._break,
        }
        events = pyromark.events_with_range(self.masked, options=_OPTIONS, merge_text=False)
        for event, span in events:
            name, value = _name_value(event)
            handler = handlers.get(name)
            if handler:
                start, end = point(span["start"]), point(span["end"])
                handler(value, start, end)
                if name != "Start":
                    self.last = end
        self._flush()

    # Events.

    def _start(self, tag: Any, start: int, end: int) -> None:
        name, value = _name_value(tag)
        if name in _INLINE:
            self._start_inline(name, value, start, end)
            return
        self._flush()
        if name in _CONTAINERS:
            self.containers.append(_CONTAINERS[name])
        elif name == "Heading":
            self.leaf = "heading", int(value["level"][1:])
        elif name == "TableCell":
            self.leaf = "table-cell", 0
        elif name == "CodeBlock":
            self.muted = True
        elif name == "HtmlBlock":
            self.html = []

    def _start_inline(self, name: str, value: Any, start: int, end: int) -> None:
        self.last = start + 1
        if name == "Image":
            self._close()
            self.outer.append(self.pieces)
            self.pieces = []
        elif name == "Link" and value["link_type"] in ("Autolink", "Email"):
            self._thing(None, start, end)
            self.muted = True

    def _end(self, tag: Any, start: int, end: int) -> None:
        name, _ = _name_value(tag)
        if name in _INLINE:
            self._end_inline(name, start, end)
            return
        if name == "HtmlBlock":
            self._html_block()
        self._flush()
        if name in _CONTAINERS:
            self.containers.pop()
        self.leaf = None
        self.muted = False

    def _end_inline(self, name: str, start: int, end: int) -> None:
        if name == "Image":
            self._flush()
            self.pieces = self.outer.pop()
            self._thing(None, start, end)
        elif self.muted:
            self.muted = False
        elif name == "Link":
            if self.last > start + 1:
                self.marks.append(Mark("link", start + 1, self.last))
        else:
            width = 1 + (name != "Emphasis" and self.masked[start] == self.masked[start + 1])
            self.marks.append(Mark(_MARKS[name], start + width, end - width))

    def _text(self, value: str, start: int, end: int) -> None:
        if self.muted or start == end:  # the parser gives the indent of an HTML block as text
            return
        if len(value) == end - start:
            self._prose(start, end)
        else:
            self._atom(value, start, end)  # an entity

    def _thing(self, _: Any, start: int, end: int) -> None:
        """Code, math, an address, an image."""
        self._atom(PLACEHOLDER, start, end)

    def _math(self, _: Any, start: int, end: int) -> None:
        if self.masked[end : end + 1].isdigit():
            self._prose(start, end)  # not math but money: "from $5 to US$6"
        else:
            self._thing(None, start, end)

    def _break(self, _: Any, start: int, end: int) -> None:
        indent = _INDENT.match(self.masked, end)
        self._space(start, indent.end() if indent else end)

    def _inline_html(self, _: Any, start: int, end: int) -> None:
        if self.masked.startswith("<!--", start):
            self.comments.append(Comment(self.text[start + 4 : end - 3], start, end))
            return
        tag = _TAG.match(self.masked, start, end)
        if tag and _name(tag) in _OPAQUE:
            self._opaque_tag(_name(tag), start, end)
        elif tag:
            self._tag(tag)

    def _html_line(self, _: Any, start: int, end: int) -> None:
        if self.html is not None:
            self.html.append((start, end))

    # HTML.

    def _opaque_tag(self, name: str, start: int, end: int) -> None:
        """An inline tag round what is no prose: at the closing one, all since the opening one gives way."""
        if self.masked[start + 1] != "/":
            self._close()
            self.opaque = name, start
        elif self.opaque and self.opaque[0] == name:
            self._close()
            opened = self.opaque[1]
            while self.pieces and self.pieces[-1].end > opened:
                self.pieces.pop()
            self._thing(None, opened, end)
            self.opaque = None

    def _html_block(self) -> None:
        """Read the prose between the tags of an HTML block: one scan from tag to tag."""
        lines, self.html = self.html, None
        if not lines:
            return
        position, stop = lines[0][0], lines[-1][1]
        component = _COMPONENT.match(self.masked, position, stop)
        if component:
            position = component.end()  # its attributes may hold tags; only tried here, to stay linear
        while position < stop:
            at = self.masked.find("<", position, stop)
            self._html_text(position, at if at >= 0 else stop)
            position = self._html_markup(at, stop) if at >= 0 else stop

    def _html_markup(self, start: int, stop: int) -> int:
        """Read the comment, instruction, element or bare ``<`` at `start`; returns where that ends."""
        if self.masked.startswith("<?", start):
            end = self.masked.find("?>", start, stop) + 2
            return end if end > 1 else stop
        if self.masked.startswith("<!--", start):
            end = self.masked.find("-->", start, stop) + 3
            end = end if end > 2 else stop
            self.comments.append(Comment(self.text[start + 4 : end - 3], start, end))
            return end
        tag = _TAG.match(self.masked, start, stop)
        if not tag:
            self._prose(start, start + 1)
            return start + 1
        name = _name(tag)
        if name not in _OPAQUE or tag[0].startswith("</") or tag[0].endswith("/>"):
            self._tag(tag)
            return tag.end()
        closing = _CLOSING[name].search(self.masked, tag.end(), stop)
        end = closing.end() if closing else stop
        self._thing(None, start, end)
        return end

    def _tag(self, tag: re.Match[str]) -> None:
        """What an HTML tag does to the prose round it."""
        name = _name(tag)
        if name == "br":
            self._space(tag.start(), tag.end())
        elif name == "img":
            self._html_alt(tag)
            self._thing(None, tag.start(), tag.end())
        elif name in _TAG_BLOCKS:
            self._flush()
            if name in _TAG_KINDS:
                closing = tag[0].startswith("</")
                level = int(name[1]) if _TAG_KINDS[name] == "heading" else 0
                self.leaf = None if closing else (_TAG_KINDS[name], level)

    def _html_alt(self, tag: re.Match[str]) -> None:
        alt = _ALT.search(tag[0])
        if alt:
            self._close()
            self.outer.append(self.pieces)
            self.pieces = []
            group = 1 if alt[1] else 2
            self._html_text(tag.start() + alt.start(group), tag.start() + alt.end(group))
            self._flush()
            self.pieces = self.outer.pop()

    def _html_text(self, start: int, end: int) -> None:
        """Text between tags: entities are decoded, line breaks are blanks."""
        for special in _ENTITY.finditer(self.masked, start, end):
            found = special[0]
            decoded = html.unescape(found)
            if decoded != found:
                self._prose(start, special.start())
                self._atom(decoded, special.start(), special.end())
            elif "\n" in found or "\r" in found:
                self._prose(start, special.start())
                self._space(special.start(), special.end())
            else:
                continue
            start = special.end()
        self._prose(start, end)

    # Prose.

    def _prose(self, start: int, end: int) -> None:
        """Add a span of the source, but for the holes in it."""
        if self.holes:
            index = bisect_right(self.hole_ends, start)
            while index < len(self.holes) and self.holes[index].start < end:
                hole = self.holes[index]
                self._extend(start, hole.start)
                self._atom(hole.text, max(start, hole.start), min(end, hole.end))
                start, index = hole.end, index + 1
        self._extend(start, end)

    def _extend(self, start: int, end: int) -> None:
        if start >= end:
            return
        if self.run_end != start:
            self._close()
            self.run = start
        self.run_end = end

    def _close(self) -> None:
        """End the open run, if any; of blanks either side of something that vanished only the first stay."""
        start, end = self.run, self.run_end
        self.run = self.run_end = -1
        if not self.pieces or self.pieces[-1].text.endswith(" "):
            while start < end and self.text[start] in _BLANKS:
                start += 1
        if start < end:
            self._add(Piece(self.text[start:end], start, end))

    def _atom(self, text: str, start: int, end: int) -> None:
        self._close()
        if text:
            self._add(Piece(text, start, end))

    def _add(self, piece: Piece) -> None:
        last = self.pieces[-1] if self.pieces else piece
        if last.end > piece.start and last is not piece:
            self.pieces[-1] = last._replace(end=piece.start)  # a line break that took a '>' for a marker
        self.pieces.append(piece)

    def _space(self, start: int, end: int) -> None:
        """Add a line break, which takes in the blanks before it and other breaks."""
        self._close()
        if not self.pieces:
            return
        self._strip()
        last = self.pieces[-1] if self.pieces else None
        if last and last.text == " ":
            self.pieces[-1] = Piece(" ", last.start, end)
        elif last:
            bare = last.end if not self.text[last.end : start].strip(_BLANKS) else start
            self.pieces.append(Piece(" ", bare, end))

    def _strip(self) -> None:
        """Take trailing blanks off the last piece."""
        text, start, end = self.pieces[-1]
        bare = text.rstrip(_BLANKS)
        if len(bare) < len(text) == end - start:
            self.pieces[-1:] = [Piece(bare, start, start + len(bare))] if bare else []

    def _flush(self) -> None:
        """End a block."""
        self._close()
        self.opaque = None
        while self.pieces and self.pieces[-1].text == " ":
            self.pieces.pop()
        if not self.pieces:
            return
        self._strip()
        pieces, self.pieces = tuple(self.pieces), []
        if not any(piece.text.strip(_BLANKS + PLACEHOLDER) for piece in pieces):
            return
        kind, level = self._kind()
        if kind != "paragraph" or not _MODULE.match(self.masked, pieces[0].start, pieces[-1].end):
            self.blocks.append(Block(kind, pieces, level))

    def _kind(self) -> tuple[str, int]:
        """Kind and level of the block that ends here, from what it stands in."""
        if self.outer:
            return "alt", 0
        if self.leaf:
            return self.leaf
        kind = self.containers[-1] if self.containers else "paragraph"
        return kind, self.containers.count(kind) if kind in ("list-item", "quote") else 0


def _name_value(event: Any) -> tuple[str, Any]:
    """The parts of an event or tag, which is a name or has one key, its name."""
    return (event, None) if isinstance(event, str) else next(iter(event.items()))


def _name(tag: re.Match[str]) -> str:
    """The name of a tag, in lower case; of a declaration, none."""
    return (tag[1] or "").lower()
