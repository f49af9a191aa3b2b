"""Where do the strings stand that rules need? One scan for all of them.

A document is read in two alphabets: as its folded text, and as its shape, where each small letter is `a`, each
capital `A`, each digit `0`. Many rules name no rare string, but a rare shape: a comma between two letters, a
capital after a small one. `checker.literals` draws both from regular expressions.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

import ahocorasick_rs

from checker.document import EDGE

SHAPE = "\0"
"""Begins a literal that is sought in the shape of a text."""


class Hit(NamedTuple):
    """One of a rule's literals stands at an offset of `Document.folded`; that of one that begins with EDGE, its block.

    literal: its number in `Rule.literals`.
    """

    literal: int
    start: int


class Hits(Mapping[int, list[Hit]]):
    """For each rule that has any, its hits, those of a literal in order; kept as numbers until a rule asks."""

    def __init__(self) -> None:
        self._places: dict[int, list[tuple[int, array[int]]]] = {}

    def add(self, rule: int, literal: int, starts: array[int]) -> None:
        self._places.setdefault(rule, []).append((literal, starts))

    def __getitem__(self, rule: int) -> list[Hit]:
        found: list[Hit] = []
        for literal, starts in self._places[rule]:
            found.extend(map(Hit._make, zip(repeat(literal), starts)))
        return found

    def __contains__(self, rule: object) -> bool:
        return rule in self._places

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Prefilter:
    """Finds every literal of every rule in one scan of the folded text, and one of the shape.

    literals: for each rule, its literals; a rule without any has no hits, and is told apart by that.
    """

    def __init__(self, literals: Sequence[Sequence[str]]) -> None:
        heads: dict[str, list[tuple[int, int, str]]] = {}
        for rule, strings in enumerate(literals):
            for number, string in enumerate(strings):
                heads.setdefault(string[:_HEAD], []).append((rule, number, string[_HEAD:]))
        shapes = [head for head in heads if head[0] == SHAPE]
        self._of_shapes = [heads.pop(head) for head in shapes]
        self._of_folded = list(heads.values())
        folded = list(heads)
        # the text that is scanned begins with an EDGE of its own
        self._at_shapes = [0 if head[1] == EDGE else -1 for head in shapes]
        self._at_folded = [0 if head[0] == EDGE else -1 for head in folded]
        self._folded = ahocorasick_rs.AhoCorasick(folded) if folded else None
        shaped = [head[1:].encode("latin-1") for head in shapes]
        self._shapes = ahocorasick_rs.BytesAhoCorasick(shaped) if shaped else None

    def scan(self, folded: str, shape: bytes = b"") -> Hits:
        """Where literals stand in the two readings of a text."""
        hits = Hits()
        if self._folded is not None:
            read = EDGE + folded
            starts = _starts(self._folded.find_matches_as_indexes, read)
            _hand_out(hits, starts, self._of_folded, self._at_folded, read, _HEAD)
        if self._shapes is not None:
            shaped = EDGE.encode() + shape
            starts = _starts(self._shapes.find_matches_as_indexes, shaped)
            _hand_out(hits, starts, self._of_shapes, self._at_shapes, shaped.decode("latin-1"), _HEAD - len(SHAPE))
        return hits


_HEAD = 12  # code points of a literal that are scanned for, the rest being compared: half as long to make ready
_PIECE = 1 << 20  # code points scanned at once: a match is a tuple until it is sorted in, as large as a sentence


def _starts(find: Callable[..., Iterable[tuple[int, int, int]]], read: Sequence[Any]) -> dict[int, array[int]]:
    """Where each string stands. What is done for each of a hundred thousand matches is one `append`."""
    starts: dict[int, array[int]] = defaultdict(partial(array, "I"))
    for at in range(0, len(read), _PIECE):
        last = len(read) <= at + _PIECE
        for which, start, _ in find(read[at : at + _PIECE + _HEAD - 1], overlapping=True):
            if start < _PIECE or last:  # else the next piece has it, too
                starts[which].append(at + start)
    return starts


def _hand_out(
    hits: Hits,
    starts: Mapping[int, array[int]],
    owners: Sequence[Sequence[tuple[int, int, str]]],
    shifts: Sequence[int],
    read: str,
    head: int,
) -> None:
    """Give each rule the places of its literals."""
    for which, places in starts.items():
        shift = shifts[which]
        moved = array("I", [at + shift for at in places]) if shift else places
        for rule, number, rest in owners[which]:
            own = moved
            if rest:
                own = array("I", [at + shift for at in places if read.startswith(rest, at + head)])
            if own:
                hits.add(rule, number, own)
