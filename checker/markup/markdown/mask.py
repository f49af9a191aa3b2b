"""The first pass: a copy of a Markdown text in which what CommonMark does not know is masked.

Front matter is found here and not by the parser, which would also take a ``---`` rule in mid-document for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.expressions import own
from checker.markup import PLACEHOLDER, Block, Comment, Piece

_LINE_START = r"(?:^|(?<=\r))"  # with MULTILINE; a lone CR ends a line too
_FRONT = own(r"\ufeff?(---|\+\+\+)[ \t]*(?:\r\n?|\n)(?=[ \t]*\S)")
_FRONT_END = {
    "---": own(_LINE_START + r"(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.MULTILINE),
    "+++": own(_LINE_START + r"\+\+\+[ \t]*(?=[\r\n]|\Z)", re.MULTILINE),
}
_FIELD = own(
    _LINE_START + r"(?:title|description|subtitle|summary|headline|excerpt)"
    r"[ \t]*([:=])[ \t]*(?=\S)([^\r\n]*)",
    re.MULTILINE,
)
_CONTINUED = own(r"(?:\r\n?|\n)[ \t]+\S")
_QUOTED = own(r"""(?:"((?:[^"\\]|\\["\\/])*)"|'((?:[^']|'')*)')[ \t]*(?:\#.*)?\Z""")
_QUOTED_ESCAPE = {'"': own(r"""\\["\\/]"""), "'": own("''")}
_FIELD_TAG = own(r"</?[A-Za-z][^<>]*>")
_NOT_PLAIN = frozenset("\"'[]{}>|*&!%#`@,?:-=")

# Regions whose whole content is not prose: opened by a pattern, closed by the one its first group names.
_REGION = own(r"\{/\*|\{[%{]<?-?\s*(highlight|comment)\b[^{}]*\}{1,2}")
_REGION_END = {
    None: own(r"\*/\}"),
    "highlight": own(r"\{[%{]<?-?\s*(?:end|/\s*)highlight\b[^{}]*\}{1,2}"),
    "comment": own(r"\{[%{]<?-?\s*(?:end|/\s*)comment\b[^{}]*\}{1,2}"),
}
# No alternative may cross a '{' it does not close, so a hostile text is still scanned in linear time; none
# but the first may cross a backtick, so the braces of two code spans are not taken for a pair.
_TEMPLATE = own(
    r"""(?<!\\)\{(?:
        \{\w+[ ][^{}`]*`[^`]*`(?:\s*`[^`]*`)*\s*\}\}               # {{raw `…`}}, of Go
      | \{[^{}`]*\}\}                                               # {{ … }}, {{< … >}}, {{% … %}}
      | %[^{}`]*%\}                                                 # {% … %}
      | [^{}`\r\n]*(?:\{[^{}`\r\n]*\}[^{}`\r\n]*)*\}                # {expression}, {#id .class}, {: .class}
    )
    | </?[A-Z]\w*(?:\.\w+)+(?=[\s/>])[^<>`\r\n]*> | </?>            # <Tabs.Item …>, <>: tags in JSX only
    """,
    re.VERBOSE,
)
_ATTRIBUTES = ("{#", "{.", "{:", "<")  # templates that show nothing: they vanish, as tags do
_BLANK_LINE = own(r"\n[ \t]*\r?\n")
_REST_BLANK = own(r"[ \t]*(?:[\r\n]|\Z)")
_FENCE = own(_LINE_START + r"([ \t>]*)(:{3,}[^\r\n]*)", re.MULTILINE)
_WINDOW = 64  # code points looked back at, at most: for the head of an address, the indent of a statement
_LINE = own(r"[^\r\n]+")
_INK = own(r"\S[^\r\n]*")
_SURROGATE = own("[\ud800-\udfff]")

_ANCHOR = own(r"://|@|www\.")
_SCHEME = own(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]*\Z")
_LOCAL = own(r"[\w.+-]+\Z")
_DOMAIN = own(r"@[^\W_][\w-]*(?:\.\w[\w-]*)+")
_URL_CHARACTER = r"""[^\s<>()\[\]"`{}|\u201c\u201d\u00ab\u00bb]"""
_URL = own(rf"(?:://|www\.){_URL_CHARACTER}+(?:\({_URL_CHARACTER}*\){_URL_CHARACTER}*)*")
_URL_TRAIL = ".,:;!?*_~'\u2019\u2014\u2026\\"


def _blank(text: str) -> str:
    """Blanks for everything but line ends."""
    return _LINE.sub(lambda line: " " * len(line[0]), text)


class MaskedText:
    """A text, its masked copy, and what was found while masking (see the module's docstring)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.masked = text
        self.holes: list[Piece] = []
        self.blocks: list[Block] = []
        self.comments: list[Comment] = []
        if not text.isascii():
            self.masked = _SURROGATE.sub("\ufffd", text)  # cannot be encoded
        self._mask_front_matter()
        if "{" in text or "<>" in text or "</" in text:
            self._mask_regions()
            self.masked = _TEMPLATE.sub(self._template, self.masked)
        if ":::" in text:
            self.masked = _FENCE.sub(lambda fence: fence[1] + " " * len(fence[2]), self.masked)
        self._mask_addresses()
        self.holes = _disjoint(self.holes)

    def _mask_front_matter(self) -> None:
        opening = _FRONT.match(self.masked)
        closing = opening and _FRONT_END[opening[1]].search(self.masked, opening.end())
        if opening and closing:
            sign = ":" if opening[1] == "---" else "="
            self.blocks = list(_fields(self.text, opening.end(), closing.start(), sign))
            self.masked = _blank(self.masked[: closing.end()]) + self.masked[closing.end() :]
        elif self.masked.startswith("\ufeff"):
            self.masked = " " + self.masked[1:]  # a byte order mark would hide a heading in the first line

    def _mask_regions(self) -> None:
        """Take out comments of MDX and Liquid, and Liquid's and Hugo's highlighted code."""
        parts: list[str] = []
        position = 0
        while opening := _REGION.search(self.masked, position):
            closing = _REGION_END[opening[1]].search(self.masked, opening.end())
            if not closing:
                break
            if opening[1] != "highlight":
                inner = self.text[opening.end() : closing.start()]
                self.comments.append(Comment(inner, opening.start(), closing.end()))
            parts.append(self.masked[position : opening.start()])
            parts.append(self._vanish(opening.start(), closing.end()))
            position = closing.end()
        self.masked = "".join(parts) + self.masked[position:]

    def _template(self, match: re.Match[str]) -> str:
        """The mask for one template: as long as the template itself."""
        found, start, end = match[0], match.start(), match.end()
        if "\n" in found and "`" not in found and _BLANK_LINE.search(found):
            return found  # two stray pairs of braces with paragraphs between them
        if found.startswith(_ATTRIBUTES):
            return self._vanish(start, end)
        if found.startswith("{%") and self._alone(start, end):
            return _blank(found)  # a statement, which stands between blocks
        return self._hole(PLACEHOLDER, start, end)

    def _alone(self, start: int, end: int) -> bool:
        """Is there nothing else in the line?"""
        before = self.text[max(0, start - _WINDOW) : start].rstrip(" \t>")
        return bool(_REST_BLANK.match(self.text, end)) and (not before or before[-1] in "\r\n")

    def _vanish(self, start: int, end: int) -> str:
        """Mask what shows nothing: with blanks where the parser will drop these, otherwise with a hole."""
        span = self.masked[start:end]
        if "\n" in span or _REST_BLANK.match(self.masked, end):
            return _blank(span)
        return self._hole("", start, end)

    def _hole(self, text: str, start: int, end: int) -> str:
        """Mask a span with letters, by lines, and note what it reads as: after the first line, nothing."""
        span = self.masked[start:end]
        for ink in _INK.finditer(span):
            self.holes.append(Piece(text, start + ink.start(), start + ink.end()))
            text = ""
        return _INK.sub(lambda ink: "x" * len(ink[0]), span)

    def _mask_addresses(self) -> None:
        parts: list[str] = []
        position = 0
        for start, end in _addresses(self.masked):
            parts += self.masked[position:start], self._hole(PLACEHOLDER, start, end)
            position = end
        if parts:
            self.masked = "".join(parts) + self.masked[position:]


def _disjoint(holes: list[Piece]) -> list[Piece]:
    """In source order, without those inside another (a template in an address)."""
    kept: list[Piece] = []
    for hole in sorted(holes, key=lambda hole: (hole.start, -hole.end)):
        if not kept or hole.start >= kept[-1].end:
            kept.append(hole)
    return kept


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of bare URLs and e-mail addresses; those in angle brackets are left to the parser."""
    position = 0
    for anchor in _ANCHOR.finditer(text):
        at = anchor.start()
        if at < position:
            continue
        head = tail = None
        start = at
        if anchor[0] != "www.":
            head = (_LOCAL if anchor[0] == "@" else _SCHEME).search(text, max(position, at - _WINDOW), at)
            start = head.start() if head else at
        elif at and text[at - 1].isalnum():
            continue
        if head or anchor[0] == "www.":
            tail = (_DOMAIN if anchor[0] == "@" else _URL).match(text, at)
        if not tail or text[start - 1 : start] == "<":
            continue
        position = at + len(tail[0].rstrip(_URL_TRAIL))
        if position > anchor.end():
            yield start, position


def _fields(text: str, start: int, end: int, sign: str) -> Iterator[Block]:
    """The fields of front matter that a reader of the page sees. `sign` stands between key and value."""
    for field in _FIELD.finditer(text, start, end):
        if field[1] == sign:
            pieces = tuple(_scalar(text, field, plain=sign == ":"))
            if pieces:
                yield Block("frontmatter", pieces)


def _scalar(text: str, field: re.Match[str], plain: bool) -> Iterator[Piece]:
    """The pieces of a one-line scalar, quoted or (where the format has it) plain; of other values, none."""
    start, value = field.start(2), field[2]
    holes: list[Piece] = []
    quoted = _QUOTED.match(value)
    if quoted:
        start, end = start + 1, start + quoted.end(quoted.lastindex or 0)
        escapes = _QUOTED_ESCAPE[value[0]].finditer(text, start, end)
        holes = [Piece("", escape.start(), escape.start() + 1) for escape in escapes]
    elif plain and value[0] not in _NOT_PLAIN and not _CONTINUED.match(text, field.end()):
        end = start + len(value.partition(" #")[0].rstrip())
    else:
        return
    holes += (Piece("", *tag.span()) for tag in _FIELD_TAG.finditer(text, start, end))
    holes += (Piece(PLACEHOLDER, start + begin, start + stop) for begin, stop in _addresses(text[start:end]))
    for hole in [*_disjoint(holes), Piece("", end, end)]:
        if hole.start > start:
            yield Piece(text[start : hole.start], start, hole.start)
        if hole.text:
            yield hole
        start = hole.end
