"""Where do the strings stand that rules need? One scan for all of them.

A document is read in two alphabets: as its folded text, and as its shape, where each small letter is `a`, each
capital `A`, each digit `0`. Many rules name no rare string, but a rare shape: a comma between two letters, a
capital after a small one. `checker.literals` draws both from regular expressions.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate, chain, repeat
from typing import Any, NamedTuple, overload

import ahocorasick_rs

from checker.document import EDGE

SHAPE = "\0"
"""Begins a literal that is sought in the shape of a text."""


PIECE = 4
"""Code points of what tells whether a literal may stand in a small text."""


class Hit(NamedTuple):
    """One of a rule's literals stands at an offset of `Document.folded`; that of one that begins with EDGE, its block.

    literal: its number in `Rule.literals`.
    """

    literal: int
    start: int


class RuleHits(Sequence[Hit]):
    """The hits of one rule, those of a literal in order; kept as numbers until somebody asks for one.

    places: of each literal that has any, its number and where it stands.
    """

    def __init__(self, places: Sequence[tuple[int, Sequence[int]]] = ()) -> None:
        self.places = places

    def __len__(self) -> int:
        return sum(len(starts) for _, starts in self.places)

    def __iter__(self) -> Iterator[Hit]:
        for literal, starts in self.places:
            yield from map(Hit._make, zip(repeat(literal), starts))

    @overload
    def __getitem__(self, number: int) -> Hit: ...
    @overload
    def __getitem__(self, number: slice) -> list[Hit]: ...
    def __getitem__(self, number: int | slice) -> Hit | list[Hit]:
        return list(self)[number]


def by_literal(hits: Sequence[Hit]) -> Sequence[tuple[int, Sequence[int]]]:
    """Of each literal that has any, its number and where it stands."""
    if isinstance(hits, RuleHits):
        return hits.places
    starts: dict[int, list[int]] = defaultdict(list)
    for literal, start in hits:
        starts[literal].append(start)
    return list(starts.items())


class Hits(Mapping[int, RuleHits]):
    """For each rule that has any, its hits."""

    def __init__(self) -> None:
        self._places: dict[int, list[tuple[int, array[int]]]] = {}

    def add(self, rule: int, literal: int, starts: array[int]) -> None:
        self._places.setdefault(rule, []).append((literal, starts))

    def __getitem__(self, rule: int) -> RuleHits:
        return RuleHits(self._places[rule])

    def __contains__(self, rule: object) -> bool:
        return rule in self._places

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


Literal = tuple[int, int, str]
"""A literal with the number of its rule, and its own number in it."""


class Index(NamedTuple):
    """Which literals may stand in a small text, as plain values; a literal's place is that among those of all rules.

    pieces: a piece of PIECE code points, of a shape as bytes → places of the literals that have it, as an array of "I".
    others: places of the literals that are shorter.
    """

    pieces: Mapping[str | bytes, bytes]
    others: bytes


def make_index(literals: Sequence[Sequence[str]]) -> Index:
    """Each literal under the piece that the fewest literals have: what few of them have, few texts have."""
    pieces_of = {string: _pieces_of(string) for strings in literals for string in strings}
    counts = Counter(chain.from_iterable(pieces_of.values()))
    places: dict[str | bytes, array[int]] = defaultdict(partial(array, "I"))
    for place, string in enumerate(chain.from_iterable(literals)):
        places[min(pieces_of[string], key=counts.__getitem__, default="")].append(place)
    others = places.pop("", array("I"))
    return Index({piece: found.tobytes() for piece, found in places.items()}, others.tobytes())


def _pieces_of(literal: str) -> Sequence[str | bytes]:
    string = literal.removeprefix(SHAPE)
    pieces = [string[at : at + PIECE] for at in range(len(string) - PIECE + 1)]
    return pieces if string is literal else [piece.encode("latin-1") for piece in pieces]


class Prefilter:
    """Finds every literal of every rule in one scan of the folded text, and one of the shape.

    literals: for each rule, its literals; a rule without any has no hits, and is told apart by that.
    index: of the literals of these rules and maybe others; without, small texts are scanned for all literals, too.
    indexed: of each of the index's rules, its number here (-1: it is none of these) and how many literals it has.
    """

    def __init__(
        self,
        literals: Sequence[Sequence[str]],
        index: Index | None = None,
        indexed: Sequence[tuple[int, int]] = (),
    ) -> None:
        self._literals = literals
        self._index = index
        self._numbers = [number for number, _ in indexed]
        self._firsts = [0, *accumulate(size for _, size in indexed)]
        self._small_read = 0

    def scan(self, folded: str, shape: bytes = b"") -> Hits:
        """Where literals stand in the two readings of a text."""
        self._small_read += len(folded)
        if self._index is None or self._small_read > _SMALL:
            return self._whole.scan(folded, shape)
        return _Automata(self._possible(self._index, folded, shape)).scan(folded, shape)

    @cached_property
    def _whole(self) -> _Automata:
        """The automata of all literals: to make them takes longer than to check an article."""
        return _Automata(
            (rule, number, string)
            for rule, strings in enumerate(self._literals)
            for number, string in enumerate(strings)
        )

    def _possible(self, index: Index, folded: str, shape: bytes) -> Iterator[Literal]:
        """The literals that may stand in a text: of sixteen thousand, an article has the pieces of some hundred."""
        found = index.pieces.keys() & (_pieces(EDGE + folded) | _pieces(EDGE.encode() + shape))
        for place in array("I", b"".join([index.others, *map(index.pieces.__getitem__, found)])):
            among = bisect_right(self._firsts, place) - 1
            rule, number = self._numbers[among], place - self._firsts[among]
            if rule >= 0:
                yield rule, number, self._literals[rule][number]


def _pieces(text: Any) -> set[Any]:
    return {text[at : at + PIECE] for at in range(len(text))}


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
            starts = _starts(self._folded.find_matches_as_indexes, folded, EDGE)
            _hand_out(hits, starts, self._of_folded, self._at_folded, folded.startswith, _HEAD)
        if self._shapes is not None:
            starts = _starts(self._shapes.find_matches_as_indexes, shape, EDGE.encode())

            def stands(rest: str, at: int) -> bool:
                return shape.startswith(rest.encode("latin-1"), at)

            _hand_out(hits, starts, self._of_shapes, self._at_shapes, stands, _HEAD - len(SHAPE))
        return hits


_SMALL = 1 << 15  # code points scanned for which the automata of all literals aren't made
_HEAD = 12  # code points of a literal that are scanned for, the rest being compared: half as long to make ready
_PIECE = 1 << 16  # code points scanned at once: a match is a tuple until it is sorted in, as large as a sentence


def _starts(find: Callable[..., Iterable[tuple[int, int, int]]], text: Any, edge: Any) -> dict[int, array[int]]:
    """Where each string stands in a text with an edge before it; what is done for each match is one `append`."""
    starts: dict[int, array[int]] = defaultdict(partial(array, "I"))
    for at in range(0, len(text) + 1, _PIECE):
        last = len(text) < at + _PIECE
        read = edge + text[: _PIECE + _HEAD - 2] if at == 0 else text[at - 1 : at + _PIECE + _HEAD - 2]
        for which, start, _ in find(read, overlapping=True):
            if start < _PIECE or last:  # else the next piece has it, too
                starts[which].append(at + start)
    return starts


def _hand_out(
    hits: Hits,
    starts: Mapping[int, array[int]],
    owners: Sequence[Sequence[Literal]],
    shifts: Sequence[int],
    stands: Callable[[str, int], bool],
    head: int,
) -> None:
    """Give each rule the places of its literals; the text that `stands` looks at begins behind the edge."""
    for which, places in starts.items():
        shift = shifts[which]
        moved = array("I", [at + shift for at in places]) if shift else places
        for rule, number, rest in owners[which]:
            own = moved
            if rest:
                own = array("I", [at + shift for at in places if stands(rest, at + head - 1)])
            if own:
                hits.add(rule, number, own)
