"""Which strings must be in a text for a regular expression to match it?

Scanning a document once for all literals of all rules, and running a rule only on the blocks where one of its
own stands, is what makes hundreds of rules cost little. The literals are drawn from the expression's syntax
tree, as RE2's prefilter does: a sequence needs any one of its parts, an alternation one of each branch; of
the sets that would do, the one expected to occur least in English text is taken.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

import ahocorasick_rs

from checker.document import fold

_LIMIT = 200  # strings in a set before it is given up
_TOO_COMMON = 0.012  # expected occurrences per code point from which running the rule everywhere is as good
_LETTERS = {
    " ": 0.17, "e": 0.1, "t": 0.073, "a": 0.066, "o": 0.061, "n": 0.057, "i": 0.058, "s": 0.053, "r": 0.05,
    "h": 0.043, "l": 0.034, "d": 0.032, "c": 0.025, "u": 0.023, "m": 0.02, "p": 0.018, "f": 0.018, "g": 0.016,
    "y": 0.015, "w": 0.016, "b": 0.013, "v": 0.008, "k": 0.006, ",": 0.01, ".": 0.011, "-": 0.003, "'": 0.005,
    "x": 0.002, "j": 0.0015, "q": 0.001, "z": 0.001, '"': 0.004, ":": 0.001, ";": 0.0005, "(": 0.001, ")": 0.001,
}  # fmt: skip
_COMMON_WORDS = frozenset(
    "the of and to a in that is was for on are as with his they at be this from have or by one had not but what all "
    "were when we there can an your which their said if will each about how up out them then she many some so these "
    "would other into has more her two like him see time could no make than first been its who now people my made "
    "over did down only way find use may long after our under last year years new also most very just where through "
    "said says government according company country state week month day days national percent million such while "
    "because before between being both during here should even since against three four five does do it he i "
    "you".split()
)


class Need(NamedTuple):
    """What a part of an expression needs.

    exact: all strings that it can match, None when there are too many to list.
    any_of: strings one of which is in whatever it matches, None when there is nothing to say.
    """

    exact: frozenset[str] | None
    any_of: frozenset[str] | None


_EMPTY = Need(frozenset([""]), None)
_ANYTHING = Need(None, None)


def required_literals(pattern: str, flags: int = 0) -> tuple[str, ...]:
    r"""Folded strings, one of which is in every text that the pattern matches; () when nothing rare enough is.

    >>> required_literals(r"according to the (?:trio|quartet)\b")
    ('according to the quartet', 'according to the trio')
    >>> required_literals(r"\w+ (?:said|told) \w+")
    (' said ', ' told ')
    """
    need = _sequence(parse_expression(pattern, flags))
    return rare([some for some in (need.any_of, need.exact) if some])


FAR = 400  # code points: an expression that reaches farther runs on the whole block


def reach(pattern: str, flags: int = 0) -> int:
    r"""How far from a string inside it a match can begin or end, look-ahead included; 0 for FAR or more.

    >>> reach(r"\bthe (?:trio|quartet)\b(?! of)"), reach(r"said .* that")
    (14, 0)
    """
    tree = parse_expression(pattern, flags)
    total = int(tree.getwidth()[1]) + sum(_ahead(tree))
    return total if total < FAR else 0


def _ahead(parts: Any) -> Iterator[int]:
    """Widths of the look-aheads in a syntax tree."""
    for code, argument in parts:
        name = str(code)
        if name in {"ASSERT", "ASSERT_NOT"}:
            yield int(argument[1].getwidth()[1]) if argument[0] > 0 else 0
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _ahead(branch)
        elif name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            yield from _ahead(argument[3] if name == "SUBPATTERN" else argument)
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            yield from _ahead(argument[2])


def rare(options: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Of several sets of strings the one expected to occur least; () when none is rare enough to be of use."""
    sets = [frozenset(some) for some in options]
    best = min((some for some in sets if some and "" not in some), key=_frequency, default=None)
    if best is None or _frequency(best) > _TOO_COMMON:
        return ()
    return tuple(sorted(best))


def parse_expression(pattern: str, flags: int = 0) -> Any:
    """The syntax tree of an expression, as the standard library has it. Raises re.error."""
    if sys.version_info >= (3, 11):
        from re import _parser as parser  # type: ignore[attr-defined]  # noqa: PLC0415
    else:
        import sre_parse as parser  # noqa: PLC0415
    return parser.parse(pattern, flags)


def _frequency(strings: Iterable[str]) -> float:
    """Expected occurrences per code point of English text, roughly."""
    return sum(_one_frequency(text) for text in strings)


def _one_frequency(text: str) -> float:
    chance: float = math.prod(_LETTERS.get(char, 0.0008) for char in text)
    words = text.split()
    common = [word for word in words if word.strip(",.'\"") in _COMMON_WORDS]
    if words and len(common) == len(words):
        return max(chance, 0.004 / 8.0 ** (len(words) - 1))
    return float(chance)


def _better(one: frozenset[str] | None, two: frozenset[str] | None) -> frozenset[str] | None:
    some = [need for need in (one, two) if need and "" not in need]
    return min(some, key=_frequency) if some else None


def _sequence(parts: Any) -> Need:
    exact: frozenset[str] | None = frozenset([""])
    run: frozenset[str] = frozenset([""])  # strings that the parts since the last unknown one can make
    best: frozenset[str] | None = None
    for code, argument in parts:
        need = _part(str(code), argument)
        joined = _joined(run, need.exact)
        if joined is None:
            best = _better(best, run)
            run, exact = need.exact or frozenset([""]), None
        else:
            run = joined
        best = _better(best, need.any_of)
    best = _better(best, run)
    return Need(run if exact is not None else None, best)


def _joined(left: frozenset[str], right: frozenset[str] | None) -> frozenset[str] | None:
    if right is None or len(left) * len(right) > _LIMIT:
        return None
    return frozenset(a + b for a, b in product(left, right))


def _part(code: str, argument: Any) -> Need:
    if code == "LITERAL":
        return Need(frozenset([fold(chr(argument))]), None)
    if code == "IN":
        return _in(argument)
    if code == "BRANCH":
        return _branch([_sequence(branch) for branch in argument[1]])
    if code == "SUBPATTERN":
        return _sequence(argument[3])
    if code == "ATOMIC_GROUP":
        return _sequence(argument)
    if code in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return _repeat(*argument)
    if code in {"AT", "ASSERT", "ASSERT_NOT"}:
        return _EMPTY
    return _ANYTHING


def _in(members: Sequence[tuple[Any, Any]]) -> Need:
    chars: set[str] = set()
    for code, argument in members:
        if str(code) == "LITERAL":
            chars.add(fold(chr(argument)))
        elif str(code) == "RANGE" and argument[1] - argument[0] < 8:
            chars.update(fold(chr(char)) for char in range(argument[0], argument[1] + 1))
        else:
            return _ANYTHING
    return Need(frozenset(chars), None) if len(chars) <= 8 else _ANYTHING


def _branch(needs: list[Need]) -> Need:
    exact = [need.exact for need in needs]
    whole = frozenset().union(*[some for some in exact if some is not None])
    if None not in exact and len(whole) <= _LIMIT:
        return Need(whole, None)
    sets = [_better(need.exact, need.any_of) for need in needs]
    if any(some is None for some in sets):
        return _ANYTHING
    return Need(None, frozenset().union(*[some for some in sets if some]))


def _repeat(low: int, high: int, body: Any) -> Need:
    need = _sequence(body)
    if need.exact is not None and high == 1 and low == 0:
        return Need(need.exact | {""}, None)
    if low == 0:
        return _ANYTHING
    if low == high == 1:
        return need
    return Need(None, _better(need.exact, need.any_of))


class Prefilter:
    """Finds every literal of every rule in one scan.

    literals: for each rule, its literals; a rule without any has no hits, and is told apart by that.
    """

    def __init__(self, literals: Sequence[Sequence[str]]) -> None:
        self._owners: dict[str, list[tuple[int, int]]] = {}
        for rule, strings in enumerate(literals):
            for number, string in enumerate(strings):
                self._owners.setdefault(string, []).append((rule, number))
        self._order = list(self._owners.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(self._owners)) if self._owners else None

    def scan(self, folded: str) -> dict[int, list[tuple[int, int]]]:
        """For each rule that has any: (number of the literal, its offset), in the order of their ends."""
        hits: dict[int, list[tuple[int, int]]] = {}
        if self._automaton is None:
            return hits
        for found, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            for rule, number in self._order[found]:
                hits.setdefault(rule, []).append((number, start))
        return hits
