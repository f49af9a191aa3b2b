r"""Blocks to one flowing text, and that to sentences and tokens.

The blocks of a source are joined, with an empty line between two, into `Document.text`: prose as its reader
sees it, without markup, with line breaks inside a sentence folded to one space. Everything that looks for
something looks there, in one scan where it can. `Document.to_source` brings a span home.

Sentences, tokens and the folded text are worked out when a check first asks for them, for the whole document
at once: that is an order of magnitude faster than block by block.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, overload

from checker import language
from checker.boundaries import boundaries
from checker.expressions import own
from checker.markup import Comment, Mark, Parsed
from checker.source import Source, Span

SEPARATOR = "\n\n"
"""Stands between two blocks of `Document.text`, and nowhere else in it."""

EDGE = SEPARATOR[0]
"""Stands before and after a block's text."""

TOKEN = own(
    r"[a-z]+(?![\w\u0300-\u036f'’\-\u2010\u2011])|"  # most tokens: nothing new, but `re` is quick to find them
    r"\n\n"
    r"|[A-Z]\.(?:[A-Z]\.)+"
    r"|\d\d*(?:[.,:]\d+)+"
    r"|[\w\u0300-\u036f]+(?:['’\-\u2010\u2011][\w\u0300-\u036f]+)*"
    r"|[^\s]"
)
"""A token: a separator, an initialism with stops, a number, a word with its apostrophes and hyphens, or one mark."""

Made = TypeVar("Made")
_WORD = own(r"[^\W\d_]")
_SENTENCE_CHUNK = 4_000  # code points given to the sentence splitter at once: it is quadratic on hostile text
_PIECE = 1 << 16  # code points of a large text that are worked on at once
_FOLD = (
    ("\N{NO-BREAK SPACE}", " "), ("\N{NARROW NO-BREAK SPACE}", " "), ("\N{THIN SPACE}", " "), ("\t", " "),
    ("ς", "σ"), ("ſ", "s"), ("İ", "i"), ("ı", "i"), ("µ", "μ"),  # as a regular expression that ignores case has them
    ("’", "'"), ("‘", "'"), ("ʼ", "'"), ("“", '"'), ("”", '"'), ("\N{HYPHEN}", "-"), ("\N{NON-BREAKING HYPHEN}", "-"),
)  # fmt: skip


def fold(text: str) -> str:
    """Lower case, plain quotes, blanks and hyphens; never changes the length.

    >>> fold("It’s\N{NO-BREAK SPACE}İ")
    "it's i"
    """
    if text.isascii():  # as most tokens are
        return text.lower().replace("\t", " ")
    # in pieces: the small letters of a text beyond Latin-1 take twelve times its length while they are worked out
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    lowered = text.lower() if len(text) <= _PIECE else "".join(map(str.lower, pieces))
    if len(lowered) != len(text):  # a few capitals have a longer small form: they stay as they are
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for char, plain in _FOLD:  # ten times as fast as `translate`, as each is rare
        lowered = lowered.replace(char, plain)
    return lowered


OTHER = "?"
"""The shape of any character beyond Latin-1."""

_TYPOGRAPHIC = (
    ("’", "'"), ("?", "\x01"), ("—", "\x02"), ("–", "\x03"), ("…", "\x04"), ("\ufffc", "\x05"), ("‘", "\x06"),
    ("“", "\x07"), ("”", "\x08"),
)  # fmt: skip
"""What shapes have for characters that English text is full of, so that `?` is left to all the others."""


def _shape_of_byte(code: int) -> str:
    char = chr(code)
    if char.isdecimal():
        return "0"
    if char.isupper():
        return "A"
    if char.islower():
        return "a"
    if char.isalnum():
        return OTHER
    return " " if char.isspace() and char != EDGE else char


_SHAPE_OF_BYTE = "".join(map(_shape_of_byte, range(256))).encode("latin-1")


def shape(text: str) -> bytes:
    r"""A text's shape, one byte a code point.

    >>> shape("Né à 3,5—“Что?”")
    b'Aa a 0,0\x02\x07???\x01\x08'
    """
    return b"".join(_shape(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))


def _shape(text: str) -> bytes:
    for char, stand_in in _TYPOGRAPHIC:
        text = text.replace(char, stand_in)
    return text.encode("latin-1", "replace").translate(_SHAPE_OF_BYTE)


_LONGEST_WORD = 60  # code points


def word_start(text: str, at: int) -> int:
    """Where the letters begin that end before an offset; no farther off than a long word.

    >>> word_start("in a harbour", 9)
    5
    """
    least = max(0, at - _LONGEST_WORD)
    while at > least and text[at - 1].isalpha():
        at -= 1
    return at


class Block(NamedTuple):
    """A block of prose in `Document.text`, half-open; kind and level as in `checker.markup`."""

    kind: str
    start: int
    end: int
    level: int


class Document:
    """A source with its prose.

    source: the file. markup: the format that it was read as.
    text: the prose of all blocks, see the module.
    blocks: in order.
    marks, comments: of the markup, in offsets of the source.
    """

    def __init__(self, source: Source, parsed: Parsed, markup: str = "plain") -> None:
        self.source = source
        self.markup = markup
        self.marks: tuple[Mark, ...] = parsed.marks
        self.comments: tuple[Comment, ...] = parsed.comments
        self._memo: dict[object, Any] = {}
        self._sentences: dict[int, list[Span]] = {}
        self._flow_starts: list[int] = []
        self._source_spans: list[tuple[int, int, bool]] = []
        self.text, self.blocks = self._join(parsed)

    def _join(self, parsed: Parsed) -> tuple[str, tuple[Block, ...]]:
        texts: list[str] = []
        blocks: list[Block] = []
        at = 0
        for block in parsed.blocks:
            start = at
            for piece in block.pieces:
                if not piece.text:
                    continue
                self._flow_starts.append(at)
                whole = len(piece.text) != piece.end - piece.start
                self._source_spans.append((piece.start, piece.end, whole))
                # A block is one line of the flow, whatever exotic line ends its pieces hold.
                texts.append(piece.text.replace("\n", " ").replace("\r", " "))
                at += len(piece.text)
            if at > start:
                blocks.append(Block(block.kind, start, at, block.level))
                texts.append(SEPARATOR)
                at += len(SEPARATOR)
        return "".join(texts), tuple(blocks)

    # --- places ---------------------------------------------------------------------------------

    def to_source(self, start: int, end: int) -> Span:
        """The span of the file that a span of `text` stands for; an empty one is where its start is."""
        first = self._source_offset(start, last=False)
        return Span(first, max(first, self._source_offset(end - 1, last=True)) if end > start else first)

    def _source_offset(self, at: int, *, last: bool) -> int:
        number = max(0, bisect_right(self._flow_starts, at) - 1)
        if not self._source_spans:
            return 0
        start, end, whole = self._source_spans[number]
        if whole:
            return end if last else start
        return min(end, start + at - self._flow_starts[number] + last)

    @cached_property
    def block_starts(self) -> list[int]:
        """Start of every block, for bisection."""
        return [block.start for block in self.blocks]

    def block_at(self, offset: int) -> int:
        """Number of the block that holds an offset of `text`."""
        return max(0, bisect_right(self.block_starts, offset) - 1)

    # --- readings of the text --------------------------------------------------------------------

    @cached_property
    def folded(self) -> str:
        """`text` for comparing: see `fold`; as long as `text`."""
        return fold(self.text)

    @cached_property
    def shape(self) -> bytes:
        """Which kinds of characters `text` has: see `shape`; a byte a code point."""
        return shape(self.text)

    @cached_property
    def language(self) -> str:
        """ISO 639-1 code of the language that most of the text is in; '' when there is too little to tell."""
        return language.guess(self.text)

    @cached_property
    def sentences(self) -> list[Span]:
        """Every sentence, in order, without the blanks round it; none reaches over a block's end."""
        return [sentence for number in range(len(self.blocks)) for sentence in self._sentences_in(number)]

    def _sentences_in(self, number: int) -> list[Span]:
        """The sentences of one block: most blocks of most documents are never asked for."""
        found = self._sentences.get(number)
        if found is None:
            _, start, end, _ = self.blocks[number]
            found = self._sentences[number] = list(self._boundaries(start, end))
        return found

    def _boundaries(self, start: int, end: int) -> Iterator[Span]:
        text, limit = self.text, _SENTENCE_CHUNK
        if end - start <= limit and not _INNER_STOP.search(text, start, end):
            yield from _trim(text, start, end)
            return
        while start < end:
            stop = min(end, start + limit)
            if stop < end:
                stop = max(text.rfind(" ", start + 1, stop) + 1, start + limit // 2)
            starts = [start + found["start_index"] for found in boundaries(text[start:stop])]
            if stop < end and len(starts) > 1:  # the last one may go on in the next chunk
                stop = starts.pop()
            for first, last in zip(starts, [*starts[1:], stop], strict=True):
                yield from _trim(text, first, last)
            start = stop

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds an offset of `text` (the one before, for blanks between two)."""
        for number in range(self.block_at(offset), -1, -1):
            if self.blocks and (inside := self._sentences_in(number)):
                return inside[max(0, bisect_right(inside, (offset, len(self.text) + 1)) - 1)]
        return Span(0, 0)

    def sentences_of(self, block: Block) -> list[Span]:
        """The sentences of a block."""
        return self._sentences_in(self.block_at(block.start))

    @cached_property
    def quotations(self) -> list[Span]:
        """What stands in double quotation marks, marks included; an unclosed one reaches to its block's end."""
        found: list[Span] = []
        for block in self.blocks:
            opened = -1
            for mark in _QUOTE.finditer(self.text, block.start, block.end):
                if opened < 0 and mark.group() != "”":
                    opened = mark.start()
                elif opened >= 0 and mark.group() != "“":
                    found.append(Span(opened, mark.end()))
                    opened = -1
            if opened >= 0:
                found.append(Span(opened, block.end))
        return found

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether a span lies in one quotation."""
        number = bisect_right(self.quotations, Span(start, len(self.text) + 1)) - 1
        return number >= 0 and end <= self.quotations[number].end

    @cached_property
    def tokens(self) -> list[str]:
        """Every token of `text` in order; a separator of blocks is a token too (see TOKEN).

        Equal tokens are one string: a text has ten times as many tokens as different ones.
        """
        one: dict[str, str] = {}
        found: list[str] = []
        for start, end in self._pieces():
            piece = TOKEN.findall(self.text, start, end)
            found.extend(map(one.setdefault, piece, piece))
        return found

    def _pieces(self) -> Iterator[tuple[int, int]]:
        """Stretches of the text that are cut where blocks end, each about _PIECE code points or one block long."""
        start = 0
        while start < len(self.text):
            cut = self.text.find(SEPARATOR, start + _PIECE)
            end = len(self.text) if cut < 0 else cut + len(SEPARATOR)
            yield start, end
            start = end

    @cached_property
    def folded_tokens(self) -> list[str]:
        """Every token, folded."""
        one: dict[str, str] = {}
        folded = {token: one.setdefault(low := fold(token), low) for token in self.token_counts}
        return list(map(folded.__getitem__, self.tokens))

    def folded_tokens_of(self, block: int) -> list[str]:
        """The folded tokens of the block with a number."""
        firsts = self.token_spans.firsts
        return self.folded_tokens[firsts[block] : firsts[block + 1] - 1]

    @cached_property
    def token_spans(self) -> TokenSpans:
        """The span of each token."""
        return TokenSpans(self)

    @cached_property
    def token_counts(self) -> Counter[str]:
        """How often each token stands in the text."""
        return Counter(self.tokens)

    def memo(self, make: Callable[[Document], Made]) -> Made:
        """What a function makes of this document, made once: checks of one kind share their groundwork so."""
        if make not in self._memo:
            self._memo[make] = make(self)
        made: Made = self._memo[make]
        return made

    def forget(self, module: str) -> None:
        """Drop what functions of a module, or of a package's modules, have made of this document.

        It is made anew if it is asked for again.
        """
        for make in [make for make in self._memo if f"{getattr(make, '__module__', '')}.".startswith(f"{module}.")]:
            del self._memo[make]

    @cached_property
    def word_count(self) -> int:
        """Number of tokens that have a letter."""
        return sum(times for token, times in self.token_counts.items() if _WORD.match(token))


_QUOTE = own('["“”„]')
_INNER_STOP = own(r"[.!?…。！？][\"'”’)\]»]*\s")


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


class TokenSpans(Sequence[tuple[int, int]]):
    """The span of each token of a document, worked out by block: a rule that finds something asks for one or two."""

    def __init__(self, document: Document) -> None:
        # not the document itself, which would keep it from being freed at once
        self._text, self._tokens, self._blocks = document.text, document.tokens, document.blocks
        self._inside: dict[int, array[int]] = {}  # starts of a block's tokens

    @cached_property
    def firsts(self) -> list[int]:
        """The number of each block's first token: after every block comes a separator."""
        firsts = [0]
        for _ in self._blocks:
            firsts.append(self._tokens.index(SEPARATOR, firsts[-1]) + 1)
        return firsts

    def __len__(self) -> int:
        return len(self._tokens)

    @overload
    def __getitem__(self, number: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, number: slice) -> list[tuple[int, int]]: ...
    def __getitem__(self, number: int | slice) -> tuple[int, int] | list[tuple[int, int]]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        if not 0 <= number < len(self):
            raise IndexError(number)
        block = bisect_right(self.firsts, number) - 1
        if block not in self._inside:
            self._inside[block] = self._starts(block)
        start = self._inside[block][number - self.firsts[block]]
        return start, start + len(self._tokens[number])

    def _starts(self, block: int) -> array[int]:
        _, start, end, _ = self._blocks[block]
        return array("Q", (token.start() for token in TOKEN.finditer(self._text, start, end + len(SEPARATOR))))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return (token.span() for token in TOKEN.finditer(self._text))
