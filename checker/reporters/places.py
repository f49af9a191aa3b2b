"""Where a finding stands in the prose, for a reporter that shows the article as its reader sees it.

A finding has the offsets of its file. The way back goes through the blocks' spans in the file, and then through
one block's text by halving, so that a long article with many findings takes no longer than it must.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from checker.document import Document
from checker.finding import Finding
from checker.source import Span


class Place(NamedTuple):
    """Number of a block, and a span of `Document.text` in it, half-open."""

    block: int
    start: int
    end: int


class Places:
    """Finds places in one document."""

    def __init__(self, prose: Document) -> None:
        self._prose = prose
        self._spans = [prose.to_source(block.start, block.end) for block in prose.blocks]
        self._order = sorted(range(len(self._spans)), key=lambda n: (self._spans[n].start, -self._spans[n].end))
        self._starts = [self._spans[n].start for n in self._order]
        self._outer = _outer(self._order, self._spans)

    def find(self, finding: Finding) -> Place | None:
        """The place of a finding; None when it stands in no block, as a comment does, or in another file."""
        block = self._block(finding.start) if finding.path == self._prose.source.path else -1
        if block < 0:
            return None
        _, first, last, _ = self._prose.blocks[block]
        start = min(last, self._reaching(first, last, finding.start + 1))
        end = self._reaching(start, last, finding.end) + 1 if finding.end > finding.start else start
        return Place(block, start, min(last, end))

    def _block(self, offset: int) -> int:
        """The innermost block that holds an offset of the source; -1 for none."""
        at = bisect_right(self._starts, offset) - 1
        block = self._order[at] if at >= 0 else -1
        while block >= 0 and self._spans[block].end <= offset:
            block = self._outer[block]
        return block

    def _reaching(self, first: int, last: int, offset: int) -> int:
        """The first of the flow's code points first … last whose stretch of the source reaches so far."""
        return bisect_left(range(last), offset, lo=first, key=lambda at: self._prose.to_source(at, at + 1).end)


def _outer(order: Sequence[int], spans: Sequence[Span]) -> list[int]:
    """Of each block, the one round it, or -1: an image's words are a block inside a paragraph."""
    outer = [-1] * len(spans)
    around: list[int] = []
    for number in order:
        while around and spans[around[-1]].end < spans[number].end:
            around.pop()
        outer[number] = around[-1] if around else -1
        around.append(number)
    return outer
