"""Saved web pages: the article, with its places in the file; the page's own furniture is not read.

Which part is the article? The innermost `article` or `main` element that holds most of what these hold; without one,
the element whose own paragraphs hold the most prose. Inside it, navigation, forms, asides, scripts, and elements
whose role, class or id say that they are menus, share buttons, comments or adverts are left out, but for one that
holds most of the page: its class says something else then. Text is taken over as it stands in the file; character
references are decoded, one piece each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from itertools import islice

from checker.markup import PLACEHOLDER, Block, Comment, Mark, Parsed, Piece
from checker.source import BOM

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SKIPPED = frozenset(
    "script style noscript template svg math iframe object nav form button select textarea aside footer dialog "
    "menu head title code pre kbd samp".split()
)
_PLACEHOLDERS = frozenset({"code", "kbd", "samp", "math", "svg", "img"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|sidebar|footer|breadcrumbs?|share|sharing|social|related|recommend\w*|comments?|cookies?|"
    r"promo|newsletter|subscribe|advert\w*|ads?|sponsor\w*|banner|popup|modal|pagination|toolbar|byline|tags?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog"})
_KINDS = {
    "p": "paragraph", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "h6": "heading", "li": "list-item", "td": "table-cell", "th": "table-cell", "blockquote": "quote",
    "figcaption": "caption", "caption": "caption", "dd": "paragraph", "dt": "paragraph", "div": "paragraph",
    "section": "paragraph", "article": "paragraph", "main": "paragraph", "body": "paragraph", "html": "paragraph",
    "address": "paragraph", "summary": "paragraph", "details": "paragraph", "ul": "list-item", "ol": "list-item",
    "table": "table-cell", "tr": "table-cell", "figure": "caption", "header": "paragraph", "hr": "paragraph",
    "dl": "paragraph", "nav": "paragraph", "aside": "paragraph", "footer": "paragraph", "form": "paragraph",
    "dialog": "paragraph", "menu": "paragraph", "pre": "paragraph",
}  # fmt: skip
_CLOSES = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "td": {"td", "th"}, "th": {"td", "th"},
    "tr": {"td", "th", "tr"}, **{tag: {"p"} for tag in _KINDS if tag not in {"li", "dt", "dd", "td", "th", "tr"}},
}  # fmt: skip
"""What a start tag ends, though no end tag says so."""
_HOLDERS = frozenset("ul ol dl table div section article main blockquote td th li body".split())
"""Elements that an implied end does not reach out of."""
_NEAR = 40  # open elements among which an end tag, or an implied end, looks for its own
_MARKS = {"em": "emphasis", "i": "emphasis", "cite": "emphasis", "b": "strong", "strong": "strong", "a": "link"}
_BLANK = re.compile(r"\s+")
_COMMENT_END = re.compile(r"--!?>")
_MOST_OF = 0.6  # share of the prose of the largest `article` or `main` that one inside it must hold to be the article


class _Element:
    """An open or closed element: where it came in the file, and how much prose its own paragraphs hold."""

    __slots__ = ("below", "furniture", "name", "parent", "prose", "skipped")

    def __init__(self, name: str, parent: _Element | None, *, skipped: bool, furniture: bool) -> None:
        self.name = name
        self.parent = parent
        self.skipped = skipped
        self.furniture = furniture  # by its class: it may mean something else
        self.prose = 0.0
        self.below = 0  # prose of itself and of all elements in it


def parse(text: str) -> Parsed:
    """The article's blocks."""
    reader = _Reader(text)
    reader.feed(text.replace(BOM, " ", 1) if text.startswith(BOM) else text)
    if not reader.rawdata.startswith("<"):  # a tag or comment without an end hides the rest, as in a browser
        reader.close()
    return reader.parsed()


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._source = text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._root = _Element("", None, skipped=False, furniture=False)
        self._open: list[_Element] = [self._root]
        self._elements: list[_Element] = [self._root]
        self._found: list[tuple[Block, _Element]] = []
        self._pieces: list[Piece] = []
        self._kind = "paragraph"
        self._marks: list[Mark] = []
        self._begun: list[tuple[str, int]] = []
        self._comments: list[Comment] = []

    # --- events --------------------------------------------------------------------------------------

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = self._at()
        end = at + len(self.get_starttag_text() or "")
        if tag in _KINDS:
            self._finish(_KINDS[tag])
            self._close_implied(_CLOSES[tag])
        if tag == "br":
            self._add(" ", at, end)
        elif tag in _PLACEHOLDERS:
            self._add(PLACEHOLDER, at, end)
        if tag in _VOID:
            return
        parent = self._open[-1]
        attributes = dict(attrs)
        furniture = _is_furniture(tag, attributes)
        inline = furniture and tag not in _KINDS  # too small to be more than that
        skipped = parent.skipped or tag in _SKIPPED or inline or _is_hidden(tag, attributes)
        element = _Element(tag, parent, skipped=skipped, furniture=furniture)
        self._open.append(element)
        self._elements.append(element)
        if tag in _MARKS:
            self._begun.append((tag, end))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _KINDS:
            self._finish("paragraph")
        if tag in _MARKS and self._begun and self._begun[-1][0] == tag:
            self._marks.append(Mark(_MARKS[tag], self._begun.pop()[1], self._at()))
        if any(element.name == tag for element in self._open[-_NEAR:]):  # a stray end tag closes nothing
            while len(self._open) > 1 and self._open.pop().name != tag:
                pass

    def _close_implied(self, names: set[str]) -> None:
        for number in range(len(self._open) - 1, max(0, len(self._open) - _NEAR), -1):
            name = self._open[number].name
            if name in names:
                del self._open[number:]
            elif name in _HOLDERS:
                return

    def handle_data(self, data: str) -> None:
        at = self._at()
        last = 0
        for blank in _BLANK.finditer(data):
            if blank.start() > last:
                self._add(data[last : blank.start()], at + last, at + blank.start())
            self._add(" ", at + blank.start(), at + blank.end())
            last = blank.end()
        if last < len(data):
            self._add(data[last:], at + last, at + len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(len(name) + 1)

    def handle_charref(self, name: str) -> None:
        self._reference(len(name) + 2)

    def _reference(self, length: int) -> None:
        at = self._at()
        end = at + length + (self._source[at + length : at + length + 1] == ";")
        raw = self._source[at:end]
        text = _BLANK.sub(" ", unescape(raw)) if raw not in {"&nbsp;", "&nbsp"} else "\N{NO-BREAK SPACE}"
        self._add(text, at, end)

    def handle_comment(self, data: str) -> None:
        at = self._at()
        if self._source.startswith(f"<!--{data}", at):  # what else a browser takes for one says nothing to us
            closing = _COMMENT_END.match(self._source, at + 4 + len(data))
            self._comments.append(Comment(data, at, closing.end() if closing else at + 4 + len(data)))

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002 - the parser's own shape
        """`<![CDATA[` and the like: in a page they are comments, whatever stands in them."""
        end = self._source.find(">", i)
        return end + 1 if end >= 0 else -1

    # --- blocks --------------------------------------------------------------------------------------

    def _add(self, text: str, start: int, end: int) -> None:
        if self._open[-1].skipped:
            return
        blank_before = not self._pieces or self._pieces[-1].text.endswith(" ")
        if text == " " and blank_before:
            return
        self._pieces.append(Piece(text, start, end))

    def _finish(self, next_kind: str) -> None:
        pieces = self._pieces[:-1] if self._pieces and self._pieces[-1].text == " " else self._pieces
        if any(piece.text.strip(f" {PLACEHOLDER}") for piece in pieces):
            holder = next((some for some in self._open[: -_NEAR - 1 : -1] if some.name in _KINDS), self._open[-1])
            level = int(holder.name[1]) if re.fullmatch("h[1-6]", holder.name) else 0
            kind = _KINDS.get(holder.name, self._kind)
            self._found.append((Block(kind, tuple(pieces), level), holder))
            length = sum(len(piece.text) for piece in pieces)
            holder.below += length
            for number, element in enumerate(islice(_upward(holder), 3), 1):
                element.prose += length / number  # the paragraph, what holds it, and what holds that
        self._pieces = []
        self._kind = next_kind

    def parsed(self) -> Parsed:
        """What was found in the article."""
        self._finish("paragraph")
        for element in reversed(self._elements):  # what is inside comes after what it is in
            if element.parent is not None:
                element.parent.below += element.below
        self._unmask()
        inside = self._inside(self._article())
        blocks = tuple(block for block, holder in self._found if inside[holder])
        return Parsed(blocks, tuple(sorted(self._marks, key=lambda mark: mark.start)), tuple(self._comments))

    def _unmask(self) -> None:
        """Furniture by its class that holds most of the page is none; what is inside of the rest goes with it."""
        for element in self._elements:
            parent = element.parent
            if element.furniture and element.below > self._root.below / 2:
                element.furniture = False
            if parent is not None and parent.furniture:
                element.furniture = True

    def _article(self) -> _Element:
        read = [element for element in self._elements if not (element.skipped or element.furniture)]
        named = [element for element in read if element.name in {"article", "main"}]
        if named:
            most = max(element.below for element in named)
            return [element for element in named if element.below >= _MOST_OF * most][-1]
        best = max(read, key=lambda element: element.prose)
        is_text = best.name in {"p", "li", "td", "h1", "h2", "h3"} or not best.prose
        return best.parent if is_text and best.parent is not None else best

    def _inside(self, article: _Element) -> dict[_Element, bool]:
        """Which elements are in the article, and no furniture."""
        within: dict[_Element, bool] = {}
        for element in self._elements:
            parent = element.parent
            within[element] = element is article or (parent is not None and within[parent])
        return {element: within[element] and not element.furniture for element in self._elements}


def _upward(element: _Element) -> Iterator[_Element]:
    some: _Element | None = element
    while some is not None:
        yield some
        some = some.parent


def _is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag in {"body", "html", "main", "article"}:
        return False
    return attributes.get("role") in _ROLES or attributes.get("aria-hidden") == "true" or "hidden" in attributes


def _is_furniture(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag in {"body", "html", "main", "article"}:
        return False
    return bool(_FURNITURE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"))
