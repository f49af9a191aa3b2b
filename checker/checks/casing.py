"""`casing`: a letter is small or capital where English has it the other way round.

Machine translation from a script without capitals, link texts pasted into a sentence and text lost before a
word leave such letters. A rule names one variant; whether a word is a common one is asked of the lexicon, and
whether it is a name in this document of the document itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypedDict

from checker import lexicon
from checker.checks import Find, Hit, Problem
from checker.document import Block, Document, fold
from checker.finding import Match
from checker.markup import PLACEHOLDER
from checker.rule import Rule


class Params(TypedDict, total=False):
    """Parameters of a `casing` rule.

    what: the variant.
      `sentence-start`: a sentence inside a paragraph starts in lower case.
      `paragraph-start`: a paragraph after a finished one does.
      `text-start`: the first paragraph of a document does.
      `fragment-start`: as `sentence-start`, with a capital inside (`flirt Attempt to …`).
      `listed-word`: one of `words` is in lower case, or in another case than its own.
      `inner-capital`: one of `words`, or any common word without them, has a capital inside a sentence.
      `title-fragment`: a sentence of a few words in title case stands in a long paragraph.
      `all-capitals`: a paragraph is in capitals.
      `quoted-fragment`: a quotation that continues its sentence begins with a capital.
    words: the words that the variant is about, in the case that is right.
    unless: words that the variant leaves alone: those that may start a sentence in lower case, those that
      often have a capital.
    after: words that a full stop follows inside a sentence, and other words that excuse the next one.
    min_words: least number of words of what is looked at; default 4.
    """

    what: str
    words: list[str]
    unless: list[str]
    after: list[str]
    min_words: int


def problems(params: Params) -> Iterator[Problem]:
    """An unknown variant; no words where it needs them."""
    what = params.get("what")
    if what not in VARIANTS:
        yield Problem(("what",) if what else (), f"'what' is one of {', '.join(VARIANTS)}")
    if what == "listed-word" and not params.get("words"):
        yield Problem((), "the variant 'listed-word' needs 'words'")


def literals(params: Params) -> tuple[str, ...]:
    """The listed words; nothing is known of the other variants."""
    return tuple(sorted({fold(word) for word in params["words"]})) if params["what"] == "listed-word" else ()


def compile(rule: Rule, shared: object) -> Find:  # noqa: A001, ARG001 - the protocol's name and shape
    """The rule as a function."""
    params: Params = rule.params  # type: ignore[assignment]
    if params["what"] == "listed-word":
        return _listed_words(rule, params)
    variant = VARIANTS[params["what"]]
    words, unless, after = (frozenset(params.get(key, ())) for key in ("words", "unless", "after"))
    asked = Asked(words, unless, after, params.get("min_words", 4))

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:  # noqa: ARG001 - the protocol's shape
        return variant(document, asked)

    return find


class Asked:
    """A rule's parameters, ready for use. words, unless, after: as in `Params`, for look-up."""

    def __init__(self, words: frozenset[str], unless: frozenset[str], after: frozenset[str], min_words: int) -> None:
        self.words, self.unless, self.after, self.min_words = words, unless, after, min_words


# --- starts ------------------------------------------------------------------------------------------

_STOP_THEN_SMALL = re.compile(r"(?<=[^\W_])[.!?] +(?=[a-z])")
_WORD_BEFORE = re.compile(r"[\w.'’-]+\Z")
_START = re.compile(r"(?:[a-z]{2,}(?:['’][a-z]+|-[a-z]+)*|[ai](?:['’](?:m|d|ve|ll))?)(?=[ ,;]|[.!?] |[.!?]?\n|\Z)")
_NAME_FIRST = re.compile(r"[a-z]+[A-Z0-9]")
_FINISHED = re.compile(r"[\w)%\]][.!?][\"'”’)\]]*\Z")


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _match(document: Document, start: int, end: int) -> Match:
    """A match with the same word under a capital as its fix."""
    expected = _capital(document.text[start:end])
    return Match(start, end, {"expected": expected}, expected)


def _inner_starts(document: Document, asked: Asked) -> Iterator[re.Match[str]]:
    """Each lower-case word after a stop that ends a sentence."""
    text = document.text
    for stop in _STOP_THEN_SMALL.finditer(text):
        word = _START.match(text, stop.end())
        if not word or word.group() in asked.unless:
            continue
        before = _WORD_BEFORE.search(text, max(0, stop.start() - 40), stop.start())
        if before and _ends_sentence(before.group(), text[stop.start()], asked.after):
            yield word


def _ends_sentence(word: str, stop: str, abbreviations: frozenset[str]) -> bool:
    """Whether a word and its stop end a sentence, as far as the word tells.

    >>> [_ends_sentence(word, ".", frozenset(["approx"])) for word in ("road", "approx", "p.m", "J", "2019", "3")]
    [True, False, False, False, True, False]
    """
    if len(word) < 2 or "." in word or word.isdigit() and len(word) < 4:
        return False
    if stop == "." and (word.lower() in abbreviations or word.isupper() and len(word) < 3):
        return False
    # `Yahoo! shares`, `Who Framed Roger Rabbit? was`: a name that ends in a mark
    return stop == "." or word[0].islower()


def _is_plain(word: str) -> bool:
    """Whether a word is English and may be written in lower case: no identifier, no foreign name."""
    found = lexicon.lookup(word.split("'")[0].split("’")[0].split("-")[0])
    return found is not None and 0 < found.tier <= 50


def _sentence_starts(document: Document, asked: Asked) -> Iterator[Match]:
    for word in _inner_starts(document, asked):
        if _is_plain(word.group()) and not _stray_capital(document, word.end()):
            yield _match(document, *word.span())


def _fragment_starts(document: Document, asked: Asked) -> Iterator[Match]:
    for word in _inner_starts(document, asked):
        if _is_plain(word.group()) and (end := _stray_capital(document, word.end())):
            yield Match(word.start(), end)


_SECOND_CAPITAL = re.compile(r" ([A-Z][a-z]+) [a-z]")


def _stray_capital(document: Document, start: int) -> int:
    """End of the capitalised common word that follows; 0 when none does."""
    second = _SECOND_CAPITAL.match(document.text, start)
    return second.end(1) if second and _is_common(second.group(1)) else 0


def _paragraph_starts(document: Document, asked: Asked) -> Iterator[Match]:
    for before, block in zip(document.blocks, document.blocks[1:], strict=False):
        if before.kind not in {"paragraph", "heading"} or block.kind != "paragraph":
            continue
        if _FINISHED.search(document.text, max(before.start, before.end - 8), before.end) and _neighbours(
            document, before, block
        ):
            yield from _block_start(document, block, asked)


def _neighbours(document: Document, before: Block, block: Block) -> bool:
    """Whether nothing, such as code or an image, stands between two blocks of the file."""
    left = document.to_source(before.start, before.end).end
    right = document.to_source(block.start, block.start + 1).start
    return not document.source.text[left:right].strip()


def _text_start(document: Document, asked: Asked) -> Iterator[Match]:
    if document.blocks and document.blocks[0].kind == "paragraph":
        yield from _block_start(document, document.blocks[0], asked)


def _block_start(document: Document, block: Block, asked: Asked) -> Iterator[Match]:
    text = document.text
    word = _START.match(text, block.start, block.end)
    if not word or word.group() in asked.unless or PLACEHOLDER in text[block.start : block.start + 40]:
        return
    if _is_known(word.group()) and len(text[block.start : block.end].split()) >= asked.min_words:
        yield _match(document, *word.span())


def _is_known(word: str) -> bool:
    return lexicon.is_known(word)


# --- words inside a sentence -------------------------------------------------------------------------

_COMMON = lexicon.mask(
    "noun", "plural", "verb", "verb-s", "verb-past", "verb-participle", "verb-ing", "adjective", "adverb"
)
_NAME = lexicon.mask("name")


def _is_common(word: str) -> bool:
    """Whether a word is a frequent English one that is no name.

    >>> _is_common("Shortage"), _is_common("London")
    (True, False)
    """
    found = lexicon.lookup(word)
    return found is not None and 0 < found.tier <= 35 and not found.classes & _NAME


def _listed_words(rule: Rule, params: Params) -> Find:
    right = {fold(word): word for word in params["words"]}

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        text = document.text
        for number, start in hits:
            literal = rule.literals[number]
            end = start + len(literal)
            expected = right[literal]
            if _is_miscased(text[start:end], expected) and _stands_alone(text, start, end):
                yield Match(start, end, {"expected": expected}, expected)

    return find


def _is_miscased(found: str, expected: str) -> bool:
    return found != expected and not found.isupper()


_JOINED = frozenset("@#/\\_=~^$&+<>-" + PLACEHOLDER)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a span is a whole word of prose: no part of a name, an address, a path or an identifier."""
    left, right, beyond = text[start - 1 : start], text[end : end + 1], text[end + 1 : end + 2]
    if left and (left.isalnum() or left in _JOINED or left in ".:'\"“‘`"):
        return False
    if right and (right.isalnum() or right in _JOINED or right in "(\"”`"):
        return False
    return not (right in ".:" and right and beyond.isalnum())


_INNER_CAPITAL = re.compile(r"(?<=[a-z,] )([A-Z][a-z]+)(?= [a-z]|, [A-Za-z])")


def _inner_capitals(document: Document, asked: Asked) -> Iterator[Match]:
    raise NotImplementedError


def _title_fragments(document: Document, asked: Asked) -> Iterator[Match]:
    raise NotImplementedError


def _all_capitals(document: Document, asked: Asked) -> Iterator[Match]:
    raise NotImplementedError


def _quoted_fragments(document: Document, asked: Asked) -> Iterator[Match]:
    raise NotImplementedError


VARIANTS: Mapping[str, Callable[[Document, Asked], Iterator[Match]]] = {
    "sentence-start": _sentence_starts,
    "fragment-start": _fragment_starts,
    "paragraph-start": _paragraph_starts,
    "text-start": _text_start,
    "inner-capital": _inner_capitals,
    "title-fragment": _title_fragments,
    "all-capitals": _all_capitals,
    "quoted-fragment": _quoted_fragments,
    "listed-word": lambda document, asked: iter(()),
}
