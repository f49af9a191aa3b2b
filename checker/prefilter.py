"""Where do the strings stand that rules need? One scan for all of them.

A document is read in two alphabets: as its folded text, and as its shape, where each small letter is `a`, each
capital `A`, each digit `0`. Many rules name no rare string, but a rare shape: a comma between two letters, a
capital after a small one. `checker.literals` draws both from regular expressions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import NamedTuple

import ahocorasick_rs

from checker.document import SEPARATOR

SHAPE = "\0"
"""Begins a literal that is sought in the shape of a text."""

EDGE = SEPARATOR[0]
"""Stands before and after a block's text."""

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
    for char, stand_in in _TYPOGRAPHIC:
        text = text.replace(char, stand_in)
    return text.encode("latin-1", "replace").translate(_SHAPE_OF_BYTE)


class Hit(NamedTuple):
    """One of a rule's literals stands at an offset of `Document.folded`; that of one that begins with EDGE, its block.

    literal: its number in `Rule.literals`.
    """

    literal: int
    start: int


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

    def scan(self, folded: str, text: str = "") -> dict[int, list[Hit]]:
        """For each rule that has any, its hits, those of a literal in order."""
        hits: dict[int, list[Hit]] = defaultdict(list)
        if self._folded is not None:
            read = EDGE + folded
            found = self._folded.find_matches_as_indexes(read, overlapping=True)
            _hand_out(hits, found, self._of_folded, self._at_folded, read, _HEAD)
        if self._shapes is not None:
            shaped = EDGE.encode() + shape(text)
            found = self._shapes.find_matches_as_indexes(shaped, overlapping=True)
            _hand_out(hits, found, self._of_shapes, self._at_shapes, shaped.decode("latin-1"), _HEAD - len(SHAPE))
        return hits


_HEAD = 12  # code points of a literal that are scanned for, the rest being compared: half as long to make ready


def _hand_out(
    hits: dict[int, list[Hit]],
    found: Iterable[tuple[int, int, int]],
    owners: Sequence[Sequence[tuple[int, int, str]]],
    shifts: Sequence[int],
    read: str,
    head: int,
) -> None:
    """Give each rule its hits. What is done for each of a hundred thousand matches is one `append`."""
    starts: dict[int, list[int]] = defaultdict(list)
    for which, start, _ in found:
        starts[which].append(start)
    for which, places in starts.items():
        shift = shifts[which]
        for rule, number, rest in owners[which]:
            own = [at for at in places if read.startswith(rest, at + head)] if rest else places
            hits[rule].extend(map(Hit._make, zip(repeat(number), [at + shift for at in own])))
