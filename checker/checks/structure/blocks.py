"""Blocks held against each other: copies, versions, and a headline that stands there with a site's name."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from checker.document import Document
from checker.expressions import own
from checker.finding import Match
from checker.markup import PLACEHOLDER
from checker.rule import Rule

if TYPE_CHECKING:
    from checker.checks.structure import Params


class _Prose(NamedTuple):
    """A block that a rule reads: its number in the document, its kind and span, its words for comparing.

    section: the number of the heading that it stands under, in a work with many; reference works say the same under
      each of them.
    """

    number: int
    kind: str
    start: int
    end: int
    words: str  # folded, one blank between two, without marks at the ends
    size: int  # how many
    section: int


EDGE = " .,;:!?…\"'()[]#*–—-|"


def blocks_of(document: Document, rule: Rule, min_words: int = 0) -> Iterator[_Prose]:
    """The blocks in a rule's scope with as many words or more, without those that hold something masked."""
    scope = frozenset(rule.scope)
    return (block for block in document.memo(_prose) if block.size >= min_words and block.kind in scope)


def _prose(document: Document) -> list[_Prose]:
    """Every block without something masked."""
    found: list[_Prose] = []
    headings = {number for number, block in enumerate(document.blocks) if block.kind == "heading" and block.level}
    section = 0
    for number, (kind, start, end, _) in enumerate(document.blocks):
        folded = document.folded[start:end]
        section += number in headings and len(headings) >= _MANY_HEADINGS
        if PLACEHOLDER not in folded:
            words = " ".join(folded.split()).strip(EDGE)
            found.append(_Prose(number, kind, start, end, words, words.count(" ") + 1, section))
    return found


_MANY_HEADINGS = 6  # more than an article has


def repeated_block(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    near, beyond, headline = params.get("near", 0), params.get("beyond", 0), params.get("headline", False)
    last: dict[tuple[int, str], int] = {}
    first = ""
    least = params.get("min_words", 8)
    for block in blocks_of(document, rule, 2 if headline else least):
        if block.number > 1 and block.words.count(" ") + 1 < least:
            continue  # right below a headline a short line may be told
        if block.number == 0 and document.text[block.end - 1] != ".":  # a refrain is a sentence
            first = block.words
        before = last.get((block.section, block.words))
        last[block.section, block.words] = block.number
        if before is None or document.text[block.end - 1] == ":" or _is_link(document, block):
            continue
        distance = block.number - before
        is_first = block.words == first
        if (headline and is_first) or (
            (not near or distance <= near) and distance > beyond and not (beyond and is_first)
        ):
            yield Match(block.start, block.end)


def _is_link(document: Document, block: _Prose) -> bool:
    """Whether all of a block is one link: "Back to the contents" returns on purpose."""
    start, end = document.to_source(block.start, block.end)
    number = bisect_right(document.marks, (start, len(document.source.text)), key=lambda mark: (mark.start, mark.end))
    return any(
        mark.kind == "link" and mark.start <= start and end <= mark.end
        for mark in document.marks[max(0, number - 2) : number]
    )


def similar_block(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    similarity = params.get("similarity", 0.85)
    before: deque[tuple[_Prose, frozenset[str]]] = deque(maxlen=params.get("near", 12))
    for block in blocks_of(document, rule, params.get("min_words", 8)):
        words = frozenset(document.folded_tokens_of(block.number)) - _MARKS
        least, most = similarity * len(words), len(words) / similarity
        for other, others in before:
            # the sizes are compared here, as few pairs get beyond that
            if not least <= len(others) <= most or block.section != other.section:
                continue
            if block.words != other.words and _are_similar(words, others, similarity):
                yield Match(block.start, block.end)
                break
        before.append((block, words))


_MARKS = frozenset(".,;:!?…'\"()[]{}-–—/&%$*#|")
_DIGIT = own(r"\d")


def _are_similar(words: frozenset[str], others: frozenset[str], similarity: float) -> bool:
    """Whether two sets overlap so far; a difference in a number tells two entries of a list."""
    shared = len(words & others)
    if shared < similarity * (len(words) + len(others) - shared):
        return False
    return not any(map(_DIGIT.search, words ^ others))


_ADDED = own(r" ?[:·•–—-] (?:\S+ ){0,5}\S+")  # what follows a bar has a rule of its own
_CUT = own(r"(?:\.\.\.|…)$")
_GLUED = 15  # code points of a section's name that may stand before a headline without a blank
_STEM = 20  # code points that two headlines share at least
_DASH = str.maketrans("–—", "--")
_HEAD = 6  # blocks in which a page's title stands


def extended_headline(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """A block near the head that is the first one with a site's or a section's name before or after it.

    Of two such the longer one is reported.
    """
    blocks = list(islice(blocks_of(document, rule, params.get("min_words", 8)), _HEAD))
    if not blocks or blocks[0].number != 0:
        return
    first = blocks[0]
    if document.text[first.end - 1] == "." and not _CUT.search(document.text, first.start, first.end):
        return  # a sentence
    for block in blocks[1:]:
        short, long = sorted((first.words, block.words), key=len)
        if short == long:
            continue
        if long.startswith(short) and _ADDED.fullmatch(long, len(short)):
            longer = max(first, block, key=lambda one: len(one.words))
            yield Match(longer.start, longer.end)
            return
        if (long is first.words and long.endswith(short)) or _is_cut_off(document, first, block):
            yield Match(block.start, block.end)
            return


def _is_cut_off(document: Document, first: _Prose, block: _Prose) -> bool:
    """Whether the first block is the beginning of another one, up to its dots, after a section's name."""
    if not _CUT.search(document.text, first.start, first.end):
        return False
    stem, whole = first.words.translate(_DASH), block.words.translate(_DASH)
    return any(whole.startswith(stem[at:]) for at in range(_GLUED) if len(stem) - at >= _STEM)
