"""The unknown words of a document, and what stands around them: code, brackets, names."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import compress, count
from typing import NamedTuple
from unicodedata import combining

from checker import lexicon, spelling
from checker.document import Document
from checker.expressions import own
from checker.markup import PLACEHOLDER

_POSSESSIVE = own(r"['’]s\Z")
_STOPS = frozenset((".", "!", "?", "\n\n", "“", '"', ":", "…"))
_MANY_UNKNOWN = 500  # so many different unknown words, when they are one in four, aren't English
_MEMO = 50_000  # tokens whose answer is kept: documents share most of their words
AROUND = 8  # tokens on either side that make a word's surroundings

CROWD = 3  # unknown words among these that make a passage of code or of another language
_CODE_BEFORE = frozenset("/\\@#$%&*+=<>|~^_`[{.:-" + PLACEHOLDER)
_CODE_AFTER = frozenset("/\\@#$%&*+=<>|~^_`[{(-" + PLACEHOLDER)
_CODE_BETWEEN = frozenset(".:'’")

NAMES = lexicon.mask("name")

HOMOGRAPHS = frozenset("che das dem des et il las les los mais que una".split())
"""Words of other languages that English word lists have too, and English sentences don't."""


class Unknown(NamedTuple):
    """A word that English doesn't have, where it stands.

    word: in lower case, without a possessive ending. start, end: in the text, without the ending. at: number of
    its token. times: how often the document has it. crowd: unknown words around it.
    """

    word: str
    start: int
    end: int
    at: int
    times: int
    crowd: int


def odd_tokens(document: Document) -> dict[str, dict[str, None]]:
    """Different tokens that something may be wrong with, by their trait; none of a text that isn't English."""
    found: dict[str, dict[str, None]] = {trait: {} for trait in _TRAITS}
    strange = found["strange"]
    for seen, token in enumerate(document.token_counts):
        if trait := _trait(token):
            found[trait][token] = None
            if len(strange) > _MANY_UNKNOWN and len(strange) * 4 > seen:
                return {trait: {} for trait in _TRAITS}
    return found


_TRAITS = ("strange", "titled", "mixed", "digit")


@lru_cache(maxsize=_MEMO)
def _trait(token: str) -> str:
    """What is odd about a token: `strange` and in lower case, so with a capital, capitals inside, or a digit.

    >>> [_trait(token) for token in ("flurb’s", "Flurb", "flURb", "f1urb", "boat", "London", "NATO", "2019")]
    ['strange', 'titled', 'mixed', 'digit', '', '', '', '']
    """
    if len(token) > spelling.LONGEST + 2 or token.isupper():
        return ""
    word = token if token.isalnum() else _POSSESSIVE.sub("", token)
    if not word.isalpha():
        return "digit" if word.isalnum() and not word.isdigit() else ""
    if word.islower():
        return "strange" if len(word) > 1 and (word in HOMOGRAPHS or not spelling.is_listed(word)) else ""
    if word.istitle():
        return "titled" if word == token and lexicon.lookup(word) is None else ""
    return "mixed" if word == token else ""


def unknown_words(document: Document) -> list[Unknown]:
    """Every unknown word in lower case, or at the start of a sentence; code aside."""
    tokens, counts, odd = document.tokens, document.token_counts, document.memo(odd_tokens)
    strange = {token: _POSSESSIVE.sub("", token) for token in odd["strange"]}
    starts = {token: token.lower() for token in odd["titled"] if counts[token] == 1}
    words = {**strange, **starts}
    if not words:
        return []
    numbers = [
        number
        for number in compress(count(), map(words.__contains__, tokens))
        if tokens[number] in strange or not number or tokens[number - 1] in _STOPS
    ]
    lower = [number for number in numbers if tokens[number] in strange]
    totals: Counter[str] = Counter()
    for token, word in words.items():
        totals[word] += counts[token]
    found: list[Unknown] = []
    for number, start in _places(document.text, tokens, numbers):
        token = tokens[number]
        if not _is_code(document.text, start, start + len(token)):
            word = words[token]
            around = bisect_right(lower, number + AROUND) - bisect_left(lower, number - AROUND)
            found.append(Unknown(word, start, start + len(word), number, totals[word], around - (token in strange)))
    return found


def _places(text: str, tokens: Sequence[str], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the tokens with these numbers start: they come in order, so one pass over the text finds them."""
    at = 0
    for number in numbers:
        token = tokens[number]
        start = text.find(token, at)
        while start >= 0 and not _is_apart(text, start, start + len(token)):
            start = text.find(token, start + 1)
        if start >= 0:
            at = start + len(token)
            yield number, start


_JOINED = frozenset("-'’‐‑")


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a span isn't a part of a longer token."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before and (_in_word(before[-1]) or (before[-1] in _JOINED and len(before) > 1 and _in_word(before[0]))):
        return False
    return not (after and (_in_word(after[0]) or (after[0] in _JOINED and len(after) > 1 and _in_word(after[1]))))


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_" or combining(char) > 0


def _is_code(text: str, start: int, end: int) -> bool:
    """Whether a word touches a mark that stands beside words in code, paths and addresses only."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before in _CODE_BEFORE or after[:1] in _CODE_AFTER:
        return True
    return after[:1] in _CODE_BETWEEN and after[1:].isalnum()


_POSSESSIVE_HERE = own(r"['’]s\b")
_OPENS = frozenset("([‘'’«")
_CLOSES = frozenset(")]’'»")


def is_set_off(document: Document, start: int, end: int) -> bool:
    """Whether a span stands in brackets, in italics, or in a quotation of a few words."""
    text = document.text
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in _OPENS or text.startswith(" [sic]", end):
        return True
    if after in _CLOSES and not _POSSESSIVE_HERE.match(text, end):
        return True
    if document.is_quoted(start, end):
        number = bisect_right(document.quotations, (start, len(text))) - 1
        quotation = document.quotations[number]
        if text.count(" ", quotation.start, quotation.end) < 6:
            return True
    source = document.to_source(start, end)
    return any(
        mark.start <= source.start and source.end <= mark.end
        for mark in document.marks
        if mark.kind == "emphasis" or mark.end - mark.start == end - start
    )


def whole_tokens(document: Document, some: Container[str]) -> Iterator[tuple[int, str]]:
    """Where certain tokens start, code aside."""
    if some:
        tokens = document.tokens
        numbers = [number for number, token in enumerate(tokens) if token in some]
        for number, start in _places(document.text, tokens, numbers):
            if not _is_code(document.text, start, start + len(tokens[number])):
                yield start, tokens[number]


def is_beside_name(document: Document, unknown: Unknown) -> bool:
    """Whether a word follows a strange name, as the second word of a species does, or stands before one (`van der`)."""
    at = unknown.at
    return any(map(is_strange_name, (*document.tokens[max(0, at - 1) : at], *document.tokens[at + 1 : at + 2])))


def is_strange_name(token: str) -> bool:
    if not token[:1].isupper():
        return False
    found = lexicon.lookup(token)
    return found is None or bool(found.classes & NAMES)
