"""Where do the strings stand that rules need? One scan for all of them.

A document is read in two alphabets: as its folded text, and as its shape, where each small letter is `a`, each
capital `A`, each digit `0`. Many rules name no rare string, but a rare shape: a comma between two letters, a
capital after a small one. `checker.literals` draws both from regular expressions.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
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


Literal = tuple[int, int, str]
"""A literal with the number of its rule, and its own number in it."""


class Prefilter:
    """Finds every literal of every rule in one scan of the folded text, and one of the shape.

    literals: for each rule, its literals; a rule without any has no hits, and is told apart by that.
    """

    def __init__(self, literals: Sequence[Sequence[str]]) -> None:
        self._literals = literals
        self._small_read = 0

    def scan(self, folded: str, shape: bytes = b"") -> Hits:
        """Where literals stand in the two readings of a text."""
        self._small_read += len(folded)
        if self._small_read > _SMALL:
            return self._whole.scan(folded, shape)
        return _Automata(_possible(self._literals, folded, shape)).scan(folded, shape)

    @cached_property
    def _whole(self) -> _Automata:
        """The automata of all literals: to make them takes longer than to check an article."""
        return _Automata(_numbered(self._literals))


def _numbered(literals: Sequence[Sequence[str]]) -> Iterator[Literal]:
    """Every literal of every rule."""
    for rule, strings in enumerate(literals):
        for number, string in enumerate(strings):
            yield rule, number, string


def _possible(literals: Sequence[Sequence[str]], folded: str, shape: bytes) -> Iterator[Literal]:
    """The literals that may stand in a text: of sixteen thousand, an article has the pieces of a thousand."""
    pieces = _pieces(folded, shape)
    for rule, number, string in _numbered(literals):
        if string[:4] in pieces and string[-4:] in pieces and string[4:8] in pieces:
            yield rule, number, string


def _pieces(folded: str, shape: bytes) -> set[str]:
    """Every piece of up to four code points of a text's two readings."""
    read, shaped = EDGE + folded, EDGE + shape.decode("latin-1")
    pieces = {read[at : at + 4] for at in range(len(read))}
    pieces.update(shaped[at : at + 4] for at in range(len(shaped)))
    pieces.update(SHAPE + shaped[at : at + 3] for at in range(len(shaped)))
    pieces.update(piece[:size] for piece in tuple(pieces) for size in range(4))
    return pieces


class _Automata:
    """An Aho-Corasick automaton for each of the two readings."""

    def __init__(self, literals: Iterable[Literal]) -> None:
        heads: dict[str, list[Literal]] = {}
        for rule, number, string in literals:
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

    def scan(self, folded: str, shape: bytes) -> Hits:
        """As Prefilter.scan."""
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


_SMALL = 1 << 15  # code points scanned for which the automata of all literals aren't made
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
