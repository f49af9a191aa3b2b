"""Where do the strings stand that rules need? One scan for all of them.

A document is read in two alphabets: as its folded text, and as its shape, where each small letter is `a`, each
capital `A`, each digit `0`. Many rules name no rare string, but a rare shape: a comma between two letters, a
capital after a small one. `checker.literals` draws both from regular expressions.
"""

from array import array
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

    def add(self, rule: int, literal: int, starts: "array[int]") -> None:
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
"""The number of a rule, that of a literal in it, and what follows the literal's head."""


class Index(NamedTuple):
    """Which heads of literals may stand in a small text, as plain values that load fast; numbers are arrays of "I".

    heads: all of them joined. bounds: where each begins, and where the last ends.
    pieces: a piece of PIECE code points, of a shape as bytes → numbers of the heads whose literals have it.
    others: numbers of the heads of shorter literals.
    owners: of each head in turn, rule and number of every literal that begins with it. firsts: as bounds, of pairs.
    """

    heads: str
    bounds: bytes
    pieces: Mapping[str | bytes, bytes]
    others: bytes
    owners: bytes
    firsts: bytes


def make_index(literals: Sequence[Sequence[str]]) -> Index:
    """Each literal under the piece that the fewest literals have: what few of them have, few texts have."""
    pieces_of = {string: _pieces_of(string) for strings in literals for string in strings}
    counts = Counter(chain.from_iterable(pieces_of.values()))
    owners: dict[str, list[int]] = defaultdict(list)
    heads_with: dict[str | bytes, dict[str, None]] = defaultdict(dict)
    for rule, strings in enumerate(literals):
        for number, string in enumerate(strings):
            head = string[:_HEAD]
            owners[head] += rule, number
            heads_with[min(pieces_of[string], key=counts.__getitem__, default="")][head] = None
    numbers = {head: number for number, head in enumerate(owners)}
    pieces = {piece: array("I", map(numbers.__getitem__, heads)).tobytes() for piece, heads in heads_with.items()}
    return Index(
        heads="".join(owners),
        bounds=array("I", accumulate(map(len, owners), initial=0)).tobytes(),
        others=pieces.pop("", b""),
        pieces=pieces,
        owners=array("I", chain.from_iterable(owners.values())).tobytes(),
        firsts=array("I", accumulate(map(len, owners.values()), initial=0)).tobytes(),
    )


def _pieces_of(literal: str) -> Sequence[str | bytes]:
    string = literal.removeprefix(SHAPE)
    pieces = [string[at : at + PIECE] for at in range(len(string) - PIECE + 1)]
    return pieces if string is literal else [piece.encode("latin-1") for piece in pieces]


class Prefilter:
    """Finds every literal of every rule in one scan of the folded text, and one of the shape.

    literals: for each rule, its literals; a rule without any has no hits, and is told apart by that.
    index: of the literals of these rules and maybe others; without, small texts are scanned for all literals, too.
    numbers: of each of the index's rules, its number here; -1: it is none of these.
    """

    def __init__(
        self, literals: Sequence[Sequence[str]], index: Index | None = None, numbers: Sequence[int] = ()
    ) -> None:
        self._literals = literals
        self._index = index
        self._numbers = numbers
        self._small_read = 0

    def scan(self, folded: str, shape: bytes = b"") -> Hits:
        """Where literals stand in the two readings of a text."""
        self._small_read += len(folded)
        if self._index is None or self._small_read > _SMALL:
            return self._whole.scan(folded, shape)
        return self._possible(self._index, folded, shape).scan(folded, shape)

    @cached_property
    def _whole(self) -> "_Automata":
        """The automata of all literals: to make them takes longer than to check an article."""
        owners: dict[str, list[Literal]] = {}
        for rule, strings in enumerate(self._literals):
            for number, string in enumerate(strings):
                owners.setdefault(string[:_HEAD], []).append((rule, number, string[_HEAD:]))
        return _Automata(list(owners), list(owners.values()).__getitem__)

    def _possible(self, index: Index, folded: str, shape: bytes) -> "_Automata":
        """Those of what may stand in a text: of sixteen thousand literals, an article has the pieces of some."""
        pieces = _pieces(EDGE + folded) | _pieces(EDGE.encode() + shape)
        found = map(index.pieces.__getitem__, index.pieces.keys() & pieces)
        bounds, firsts, owners = array("I", index.bounds), array("I", index.firsts), array("I", index.owners)
        heads = {number: index.heads[bounds[number] : bounds[number + 1]] for number in array("I", b"".join(found))}
        numbers = [
            number
            for number, head in heads.items()
            if head[0] == SHAPE or (head[:PIECE] in pieces and head[-PIECE:] in pieces)
        ]
        numbers += array("I", index.others)

        def owners_of(which: int) -> Iterator[Literal]:
            first, last = firsts[numbers[which]], firsts[numbers[which] + 1]
            for rule, number in zip(owners[first:last:2], owners[first + 1 : last : 2], strict=True):
                if (own := self._numbers[rule]) >= 0:
                    yield own, number, self._literals[own][number][_HEAD:]

        return _Automata([index.heads[bounds[number] : bounds[number + 1]] for number in numbers], owners_of)


def _pieces(text: Any) -> set[Any]:
    return {text[at : at + PIECE] for at in range(len(text))}


class _Automata:
    """An Aho-Corasick automaton for each of the two readings.

    heads: what is scanned for. owners: from a head's number to the literals that begin with it.
    """

    def __init__(self, heads: Sequence[str], owners: Callable[[int], Iterable[Literal]]) -> None:
        self._owners = owners
        self._shapes = [number for number, head in enumerate(heads) if head[0] == SHAPE]
        shapes = {*self._shapes}
        self._folded = [number for number in range(len(heads)) if number not in shapes]
        folded = [heads[number] for number in self._folded]
        shaped = [heads[number][1:].encode("latin-1") for number in self._shapes]
        # the text that is scanned begins with an EDGE of its own
        self._at_folded = [-(head[0] != EDGE) for head in folded]
        self._at_shapes = [-(head[:1] != EDGE.encode()) for head in shaped]
        self._in_folded = ahocorasick_rs.AhoCorasick(folded) if folded else None
        self._in_shapes = ahocorasick_rs.BytesAhoCorasick(shaped) if shaped else None

    def scan(self, folded: str, shape: bytes) -> Hits:
        """As Prefilter.scan."""
        hits = Hits()
        if self._in_folded is not None:
            starts = _starts(self._in_folded.find_matches_as_indexes, folded, EDGE)
            self._hand_out(hits, starts, self._folded, self._at_folded, folded.startswith, _HEAD)
        if self._in_shapes is not None:
            starts = _starts(self._in_shapes.find_matches_as_indexes, shape, EDGE.encode())

            head = _HEAD - len(SHAPE)
            self._hand_out(hits, starts, self._shapes, self._at_shapes, shape.startswith, head)
        return hits

    def _hand_out(
        self,
        hits: Hits,
        starts: "Mapping[int, array[int]]",
        numbers: Sequence[int],
        shifts: Sequence[int],
        stands: Callable[[Any, int], bool],
        head: int,
    ) -> None:
        """Give each rule the places of its literals; the text that `stands` looks at begins behind the edge."""
        for which, places in starts.items():
            shift = shifts[which]
            moved = array("I", [at + shift for at in places]) if shift else places
            for rule, number, rest in self._owners(numbers[which]):
                own = moved
                if rest:
                    sought = rest if head == _HEAD else rest.encode("latin-1")
                    own = array("I", [at + shift for at in places if stands(sought, at + head - 1)])
                if own:
                    hits.add(rule, number, own)


_SMALL = 1 << 15  # code points scanned for which the automata of all literals aren't made
_HEAD = 12  # code points of a literal that are scanned for, the rest being compared: half as long to make ready
_PIECE = 1 << 16  # code points scanned at once: a match is a tuple until it is sorted in, as large as a sentence


def _starts(find: Callable[..., Iterable[tuple[int, int, int]]], text: Any, edge: Any) -> "dict[int, array[int]]":
    """Where each string stands in a text with an edge before it; what is done for each match is one `append`."""
    starts: dict[int, array[int]] = defaultdict(partial(array, "I"))
    for at in range(0, len(text) + 1, _PIECE):
        last = len(text) < at + _PIECE
        read = edge + text[: _PIECE + _HEAD - 2] if at == 0 else text[at - 1 : at + _PIECE + _HEAD - 2]
        for which, start, _ in find(read, overlapping=True):
            if start < _PIECE or last:  # else the next piece has it, too
                starts[which].append(at + start)
    return starts
