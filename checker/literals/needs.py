"""From the syntax tree of an expression to the strings that it needs, in one alphabet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from checker.document import EDGE
from checker.literals.alphabets import Folded, Shapes, Strings

_LIMIT = 200  # strings in a set before it is given up
_MOST_REPEATS = 5  # of a part that are written out


class Need(NamedTuple):
    """What a part of an expression needs.

    exact: all strings that it can match, None when there are too many to list.
    any_of: strings one of which is in whatever it matches, None when there is nothing to say.
    head, tail: strings with one of which all that it matches begins, and ends.
    ahead, behind: of a look-around, which matches nothing itself: strings one of which comes next, or stands before.
    """

    exact: Strings | None = None
    any_of: Strings | None = None
    head: Strings = frozenset([""])
    tail: Strings = frozenset([""])
    ahead: Strings | None = None
    behind: Strings | None = None


_NOTHING: Strings = frozenset([""])
_ANYTHING = Need()


def _exactly(strings: Strings | None) -> Need:
    """One of these strings; anything when None."""
    return _ANYTHING if strings is None else Need(strings, None, strings, strings)


def is_useful(strings: Strings) -> bool:
    """Whether none of the strings is found in every text."""
    return "" not in strings and EDGE not in strings


class Reader:
    """Reads a syntax tree in one alphabet."""

    def __init__(self, alphabet: Folded | Shapes, *, edges: bool) -> None:
        self._alphabet = alphabet
        self._edges = edges

    def _cheapest(self, sets: Iterable[Strings | None]) -> Strings | None:
        some = [need for need in sets if need and is_useful(need)]
        return min(some, key=self._alphabet.cost) if len(some) > 1 else some[0] if some else None

    def sequence(self, parts: Any) -> Need:
        """What parts need that stand one after another."""
        head: Strings | None = None  # known once the first part comes that can't be listed
        run = _NOTHING  # strings that the parts since the last such one can make
        before: Strings | None = None  # the same, with what a look-behind says stands before them
        candidates: set[Strings | None] = set()
        for need in self._needs(parts):
            if need.behind is not None:
                before = need.behind if run == _NOTHING else before
                continue
            if need.ahead is not None:
                candidates |= {_joined(run, need.ahead), before and _joined(before, need.ahead)}
                continue
            if before is not None:
                candidates |= {before, _joined(before, need.head)}
                before = _joined(before, need.exact)
            joined = _joined(run, need.exact)
            if joined is None:
                met = _joined(run, need.head) or _joined(run, frozenset(some[:1] for some in need.head)) or run
                head = met if head is None else head
                candidates |= {run, met}
                run = need.tail
            else:
                run = joined
            candidates |= {need.any_of, need.exact}
        best = self._cheapest({*candidates, run, before})
        return Need(run, best, run, run) if head is None else Need(None, best, head, run)

    def _needs(self, parts: Any) -> Iterator[Need]:
        """What each part needs, plain characters that follow each other as one."""
        every = [(str(code), argument) for code, argument in parts]
        at = 0
        while at < len(every):
            code, argument = every[at]
            at += 1
            if code == "LITERAL":
                text = chr(argument)
                while at < len(every) and every[at][0] == "LITERAL" and len(text) < self._alphabet.most:
                    text += chr(every[at][1])
                    at += 1
                yield _exactly(self._alphabet.of_text(text))
            elif copies := _copies(argument, every[at:]):
                yield self._repeated_letter(argument[3][0][1], copies)
            else:
                yield self._part(code, argument)

    def _repeated_letter(self, letters: Sequence[tuple[Any, Any]], copies: int) -> Need:
        """A letter and copies of it, by reference to its group."""
        found: set[str] = set()
        for code, argument in letters:
            if str(code) != "RANGE" or argument[1] - argument[0] > 26:
                return _ANYTHING
            for letter in range(argument[0], argument[1] + 1):
                found |= self._alphabet.of_text(chr(letter) * (1 + copies))
        return Need(None, frozenset(found))

    def _part(self, code: str, argument: Any) -> Need:
        if code == "IN":
            return _exactly(self._in(argument))
        if code == "BRANCH":
            return self._branch([self.sequence(branch) for branch in argument[1]])
        if code == "SUBPATTERN":
            return self.sequence(argument[3])
        if code == "ATOMIC_GROUP":
            return self.sequence(argument)
        if code in REPEATS:
            return self._repeat(*argument)
        if code == "AT" and self._edges and str(argument) in _AT_EDGE:
            return _exactly(frozenset([EDGE]))
        if code == "ASSERT":
            seen = self.sequence(argument[1])
            return Need(ahead=seen.head) if argument[0] > 0 else Need(behind=seen.tail)
        if code in {"AT", "ASSERT_NOT"}:
            return _exactly(_NOTHING)
        return _ANYTHING

    def _in(self, members: Sequence[tuple[Any, Any]]) -> Strings | None:
        chars: set[str] = set()
        for code, argument in members:
            some = None
            if str(code) == "LITERAL":
                some = self._alphabet.of_text(chr(argument))
            elif str(code) == "RANGE":
                some = self._alphabet.of_range(*argument)
            elif str(code) == "CATEGORY":
                some = self._alphabet.of_category(str(argument))
            if some is None:
                return None
            chars |= some
        return frozenset(chars) if len(chars) <= 8 else None

    def _branch(self, needs: list[Need]) -> Need:
        sets = [self._cheapest([need.exact, need.any_of]) for need in needs]
        return Need(
            _union([need.exact for need in needs]),
            None if None in sets else frozenset().union(*[some for some in sets if some]),
            _union([need.head for need in needs]) or _NOTHING,
            _union([need.tail for need in needs]) or _NOTHING,
        )

    def _repeat(self, low: int, high: int, body: Any) -> Need:
        need = self.sequence(body)
        if need.exact is None:
            return Need(None, self._cheapest([need.any_of]), need.head, need.tail) if low else _ANYTHING
        powers = [_NOTHING]
        while len(powers) <= min(high, _MOST_REPEATS) and (more := _joined(powers[-1], need.exact)) is not None:
            powers.append(more)
        if len(powers) > high and (exact := _union(powers[low:])) is not None:
            return _exactly(exact)
        least = powers[min(low, len(powers) - 1)]
        return Need(None, self._cheapest([least]), least, least)


def _union(sets: Sequence[Strings | None]) -> Strings | None:
    known = [some for some in sets if some is not None]
    whole: Strings = frozenset().union(*known)
    return whole if len(known) == len(sets) and len(whole) <= _LIMIT else None


_AT_EDGE = frozenset(("AT_BEGINNING", "AT_BEGINNING_STRING", "AT_END", "AT_END_STRING"))


def _copies(group: Any, following: Sequence[tuple[str, Any]]) -> int:
    """How often what follows a group that holds one letter, `([a-z])`, says the letter again: at least so often."""
    if not isinstance(group, tuple) or len(group) != 4 or len(group[3]) != 1 or str(group[3][0][0]) != "IN":
        return 0
    copies = 0
    for code, argument in following:
        if code == "GROUPREF" and argument == group[0]:
            copies += 1
        elif code in REPEATS and str(argument[2][0][0]) == "GROUPREF" and argument[2][0][1] == group[0]:
            return copies + min(int(argument[0]), 3)
        else:
            break
    return copies


REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))


def _joined(left: Strings, right: Strings | None) -> Strings | None:
    if right is None or len(left) * len(right) > _LIMIT:
        return None
    return frozenset(a + b for a, b in product(left, right))
