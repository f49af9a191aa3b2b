"""Saved web pages: the article, with its places in the file; the page's own furniture is not read.

Which part is the article? The `article` or `main` element with the most prose; without one, the element whose own
paragraphs hold the most. Inside it, navigation, forms, asides, scripts, and elements whose role, class or id say
that they are menus, share buttons, comments or adverts are left out. Text is taken over as it stands in the file;
character references are decoded, one piece each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from checker.markup import PLACEHOLDER, Block, Comment, Mark, Parsed, Piece

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
}  # fmt: skip
_MARKS = {"em": "emphasis", "i": "emphasis", "cite": "emphasis", "b": "strong", "strong": "strong", "a": "link"}
_BLANK = re.compile(r"\s+")


class _Element:
    """An open or closed element: where it came in the file, and how much prose its own paragraphs hold."""

    __slots__ = ("blocks", "name", "parent", "prose", "skipped")

    def __init__(self, name: str, parent: _Element | None, *, skipped: bool) -> None:
        self.name = name
        self.parent = parent
        self.skipped = skipped
        self.prose = 0
        self.blocks: list[int] = []


def parse(text: str) -> Parsed:
    """The article's blocks."""
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    return reader.parsed()


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._source = text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._root = _Element("", None, skipped=False)
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
        if tag == "br":
            self._add(" ", at, end)
        elif tag in _PLACEHOLDERS:
            self._add(PLACEHOLDER, at, end)
        if tag in _VOID:
            return
        if tag == "p":
            self._close_implied("p")
        parent = self._open[-1]
        skipped = parent.skipped or tag in _SKIPPED or _is_furniture(tag, dict(attrs))
        element = _Element(tag, parent, skipped=skipped)
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
        if any(element.name == tag for element in self._open[-40:]):  # a stray end tag closes nothing
            while len(self._open) > 1 and self._open.pop().name != tag:
                pass

    def _close_implied(self, tag: str) -> None:
        if self._open[-1].name == tag:
            self._open.pop()

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
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, raw: str) -> None:
        at = self._at()
        end = at + len(raw) + (self._source[at + len(raw) : at + len(raw) + 1] == ";")
        self._add(unescape(f"{raw};").replace("\n", " "), at, end)

    def handle_comment(self, data: str) -> None:
        self._comments.append(Comment(data, self._at(), self._at() + len(data) + 7))

    # --- blocks --------------------------------------------------------------------------------------

    def _add(self, text: str, start: int, end: int) -> None:
        if self._open[-1].skipped and text != PLACEHOLDER:
            return
        blank_before = not self._pieces or self._pieces[-1].text.endswith(" ")
        if text == " " and blank_before:
            return
        self._pieces.append(Piece(text, start, end))

    def _finish(self, next_kind: str) -> None:
        pieces = self._pieces[:-1] if self._pieces and self._pieces[-1].text == " " else self._pieces
        if any(piece.text.strip(f" {PLACEHOLDER}") for piece in pieces):
            holder = self._open[-1]
            level = int(holder.name[1]) if re.fullmatch("h[1-6]", holder.name) else 0
            kind = _KINDS.get(holder.name, self._kind) if holder.name in _KINDS else self._kind
            self._found.append((Block(kind, tuple(pieces), level), holder))
            for number, element in enumerate(self._ancestors(holder)):
                if number < 3:  # the paragraph, what holds it, and what holds that
                    element.prose += sum(len(piece.text) for piece in pieces) // (number + 1)
        self._pieces = []
        self._kind = next_kind

    def _ancestors(self, element: _Element) -> Iterator[_Element]:
        some: _Element | None = element
        while some is not None:
            yield some
            some = some.parent

    def parsed(self) -> Parsed:
        self._finish("paragraph")
        article = self._article()
        blocks = tuple(block for block, holder in self._found if article is None or article in self._ancestors(holder))
        return Parsed(blocks, tuple(sorted(self._marks, key=lambda mark: mark.start)), tuple(self._comments))

    def _article(self) -> _Element | None:
        """The element that is taken for the article; None for the whole page."""
        named = [element for element in self._elements if element.name in {"article", "main"} and not element.skipped]
        if named:
            return max(named, key=self._prose_below)
        best = max(self._elements, key=lambda element: element.prose)
        return best if best.prose and best.name not in {"p", "li", "td", "h1", "h2", "h3"} else best.parent

    def _prose_below(self, element: _Element) -> int:
        return sum(
            sum(len(piece.text) for piece in block.pieces)
            for block, holder in self._found
            if element in self._ancestors(holder)
        )


def _is_furniture(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag in {"body", "html", "main", "article"}:
        return False
    if attributes.get("role") in _ROLES or attributes.get("aria-hidden") == "true" or "hidden" in attributes:
        return True
    return bool(_FURNITURE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"))
