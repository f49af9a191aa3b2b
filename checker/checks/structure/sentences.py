"""Sentences: said again, broken between two blocks, or left without a stop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from checker import lexicon
from checker.checks.structure.blocks import EDGE, blocks_of
from checker.checks.structure.marks import FOLLOWING_WORD, LONGEST_WORD
from checker.document import Block, Document
from checker.expressions import own
from checker.finding import Match
from checker.markup import PLACEHOLDER
from checker.rule import Rule

if TYPE_CHECKING:
    from checker.checks.structure import Params


_STOP = own(r"[.!?…][\"')\]]*\s|\n\n")
_ENDING = 24  # code points of a sentence; of a shorter one, all


def repeated_sentence(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """Sentences of blocks that have others too and don't repeat as a whole."""
    least = params.get("min_words", 8)
    candidates = document.memo(_may_repeat)
    if not candidates:
        return
    seen: set[tuple[int, str]] = set()
    blocks: set[str] = set()
    for block in blocks_of(document, rule):
        again = block.words in blocks
        blocks.add(block.words)
        if block.number not in candidates:
            continue
        sentences = document.sentences_of(document.blocks[block.number])
        whole = again or len(sentences) == 1
        for start, end in sentences:
            words = " ".join(document.folded[start:end].split()).strip(EDGE)
            if words.count(" ") + 1 < least:
                continue
            if (block.section, words) in seen and not whole and PLACEHOLDER not in words:
                yield Match(start, end)
            seen.add((block.section, words))


def _may_repeat(document: Document) -> frozenset[int]:
    """Numbers of the blocks in which something ends as something else does: real sentences cost more to find."""
    folded = document.folded
    first: dict[str, int] = {}
    again: set[int] = set()
    begin = 0
    for stop in _STOP.finditer(folded):
        at = stop.start()
        ending = folded[max(begin, at - 2 * _ENDING) : at].strip(EDGE)[-_ENDING:]
        begin = stop.end()
        if (before := first.setdefault(ending, at)) != at:
            again |= {before, at}
    return frozenset(map(document.block_at, again))


_LAST = own(r"(?<=[^\s;:] )[A-Za-z'’]+\Z")
_FIRST = own(r"([a-z]{2,})(?: [a-z]|, |['’][a-z])")
_SENTENCE_END = own(r"[.!?][\"')\]”’]*$")
_MOST_SPLITS = 4  # of a document: one with more has lines that are no sentences
_WIDE = 120  # code points: text with longer lines isn't hard-wrapped, and every line of it ends on purpose


def split_sentence(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """From a block's last word to the next one's first, where the one isn't finished and the other goes on."""
    unfinished = frozenset(params.get("unfinished", ()))
    found = [
        match
        for before, block in pairwise(document.blocks)
        if before.kind in rule.scope and block.kind in rule.scope
        if (match := _split(document.text, before, block, unfinished)) and _is_apart(document, before, block)
    ]
    if len(found) <= _MOST_SPLITS:
        yield from found


def _split(text: str, before: Block, block: Block, unfinished: frozenset[str]) -> Match | None:
    tail = max(before.start, before.end - LONGEST_WORD)
    last = _LAST.search(text, tail, before.end)
    if not last or PLACEHOLDER in text[tail : before.end]:
        return None
    if last.group() in unfinished:
        following = FOLLOWING_WORD.match(text, block.start, block.end)
        return Match(last.start(), following.end()) if following else None
    goes_on = _FIRST.match(text, block.start, block.end)
    ends = _SENTENCE_END.search(text, max(block.start, block.end - 8), block.end)
    return Match(last.start(), goes_on.end(1)) if goes_on and ends and lexicon.lookup(goes_on.group(1)) else None


def _is_apart(document: Document, before: Block, block: Block) -> bool:
    """Whether an empty line stands between two blocks of the file, or the line between them was broken on purpose."""
    text, end = document.source.text, document.to_source(before.start, before.end).end
    between = text[end : document.to_source(block.start, block.start + 1).start]
    return between.count("\n") > 1 or "\n" not in text[max(0, end - _WIDE) : end]


_FULL = own(r"[.!?…:;][\"'”’)\]*_]*$")


def missing_stop(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """The last word of a block without a stop that stands between two with one."""
    least = params.get("min_words", 8)
    blocks = document.blocks
    ends = [_ends_full(document, block) for block in blocks]
    for number in range(1, len(blocks) - 1):
        block = blocks[number]
        if ends[number] or not (ends[number - 1] and ends[number + 1]) or block.kind not in rule.scope:
            continue
        if any(blocks[other].kind != block.kind for other in (number - 1, number + 1)):
            continue
        last = _LAST_WORD.search(document.text, max(block.start, block.end - LONGEST_WORD), block.end)
        if last and document.text.count(" ", block.start, block.end) + 1 >= least:
            yield Match(*last.span())


_LAST_WORD = own(r"[\w'’\-]+$")


_LAST_ITEM = own(r"[\w'’\-]+[)%]?$")
_SEGMENT = 2  # sentences of a text that is no page


def last_stop(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """The last word of a text of one or two sentences that is a clause; a longer text may be an excerpt."""
    if len(document.blocks) != 1 or document.blocks[0].kind not in rule.scope:
        return
    _, start, end, _ = document.blocks[0]
    last = _LAST_ITEM.search(document.text, max(start, end - LONGEST_WORD), end)
    if last is None or document.text.count(" ", start, end) + 1 < params.get("min_words", 8):
        return
    if len(document.sentences) <= _SEGMENT and _is_clause(document.text[start:end]):
        yield Match(*last.span())


def _ends_full(document: Document, block: Block) -> bool:
    return bool(_FULL.search(document.text, max(block.start, block.end - 8), block.end))


def _is_clause(text: str) -> bool:
    """Whether a text has both an article, or its like, and a verb that tells of a tense: headlines do without."""
    return bool(_ARTICLE.search(text) and _TENSED.search(text))


_ARTICLE = own(
    r"\b(?:[Tt]he|[Aa]n?|[Tt]h(?:is|ese|ose|ey|eir|ere)|[Hh](?:e|is|er)|[Ss]he|[Ii]ts?|[Ww]e|[Oo]ur|[Mm]y|I|[Yy]our?)\b"
)
_TENSED = own(
    r"\b(?:is|are|was|were|has|had|have|will|would|can|could|may|might|must|should|did|do|does|said|\w{3,}ed|became"
    r"|began|came|went|took|made|gave|found|led|left|met|won|lost|told|saw|knew|wrote|held|kept|sent|brought|built"
    r"|fell|ran|stood|grew|spoke|thought)\b"
)
