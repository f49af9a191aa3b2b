"""Which strings must be in a text for a regular expression to match it?

Running a rule only where one of its own literals stands is what makes hundreds of rules cost little. They are drawn
from the expression's syntax tree, as RE2's prefilter does: a sequence needs any one of its parts, an alternation one
of each branch (`needs`). Of the sets that would do, the cheapest is taken: it is expected to occur seldom in English
text, and has few strings, as each costs something at every start. That is done in both alphabets of
`checker.prefilter` (`alphabets`), when a rule is read, and never while a document is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from checker.document import EDGE
from checker.expressions import parse_expression
from checker.literals.alphabets import Folded, Shapes
from checker.literals.needs import REPEATS, Reader, is_useful
from checker.prefilter import SHAPE

_TOO_COMMON = 0.05  # expected occurrences per code point from which running the rule everywhere is as good


def required_literals(pattern: str, flags: int = 0, *, edges: bool = False) -> tuple[str, ...]:
    r"""Strings, one of which is in every text that the pattern matches; () when nothing rare enough is.

    They are folded, or begin with SHAPE and are a shape. edges: the text is a block with EDGE before and after it.

    >>> required_literals(r"according to the (?:trio|quartet)\b")
    ('according to the ',)
    >>> required_literals(r"\w+ (?:said|told) \w+")
    (' said ', ' told ')
    >>> required_literals(r"[a-z],[a-z]", edges=True), required_literals(r"^Ad$", edges=True)
    (('\x00a,a',), ('\nad\n',))
    """
    tree = parse_expression(pattern, flags)
    found = []
    for alphabet in (Folded(), Shapes(ignore_case=_ignores_case(tree))):
        need = Reader(alphabet, edges=edges).sequence(tree)
        found += [(alphabet, some) for some in (need.any_of, need.exact) if some and is_useful(some)]
    if not found:
        return ()
    alphabet, best = min(found, key=lambda one: one[0].cost(one[1]))
    if alphabet.frequency(best) > _TOO_COMMON:
        return ()
    return tuple(sorted(alphabet.mark + string for string in _shortest(best)))


def _shortest(strings: Iterable[str]) -> Iterator[str]:
    """Strings without those that hold another one: where they stand, that one does."""
    kept: list[str] = []
    for string in sorted(strings, key=len):
        if not any(short in string for short in kept):
            kept.append(string)
            yield string


FAR = 400  # code points: an expression that reaches farther runs on the whole block


def reach(pattern: str, flags: int = 0) -> int:
    r"""How far from a string inside it a match can begin or end, look-around included; 0 for FAR or more.

    >>> reach(r"\bthe (?:trio|quartet)\b(?! of)"), reach(r"said .* that")
    (14, 0)
    """
    tree = parse_expression(pattern, flags)
    total = int(tree.getwidth()[1]) + _around(tree)
    return total if total < FAR else 0


def _around(parts: Any) -> int:
    """The width of all look-arounds in a syntax tree together, of alternatives the greatest."""
    width = 0
    for code, argument in parts:
        name = str(code)
        if name in {"ASSERT", "ASSERT_NOT"}:
            width += int(argument[1].getwidth()[1])
        elif name == "BRANCH":
            width += max(map(_around, argument[1]))
        elif name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            width += _around(argument[3] if name == "SUBPATTERN" else argument)
        elif name in REPEATS:
            width += _around(argument[2])
    return width


_MOST_OFFSETS = 4


def offsets(pattern: str, literals: Sequence[str], flags: int = 0) -> tuple[int, ...]:
    r"""How far behind a match's start one of the literals of its expression stands; () where that isn't known.

    The same for every match, or one of a few distances; EDGE, which no text has, counts nothing.

    >>> offsets(r"\bbosom (?:peril|malignancy)", ("bosom malignancy", "bosom peril"))
    (0,)
    >>> offsets(r"(?:the )?zig(?:zag|gy)", ("zig",)), offsets(r"\w+ zigzag", ("zigzag",))
    ((0, 4), ())
    """
    if not literals:
        return ()
    tree = parse_expression(pattern, flags)
    shaped = literals[0][0] == SHAPE
    alphabet = Shapes(ignore_case=_ignores_case(tree)) if shaped else Folded()
    need = Reader(alphabet, edges=True).sequence(tree)
    sought = [literal.removeprefix(alphabet.mark) for literal in literals]
    found = {_first(start, sought) for start in need.head}
    return tuple(sorted(found)) if -1 not in found and len(found) <= _MOST_OFFSETS else ()


def _first(text: str, strings: Sequence[str]) -> int:
    """Where in a text the first of some strings begins, edges not counted; -1 when none does."""
    at = min((at for string in strings if (at := text.find(string)) >= 0), default=-1)
    return at - text.count(EDGE, 0, at) if at >= 0 else -1


def is_anchored(pattern: str, flags: int = 0) -> bool:
    r"""Whether an expression can match at the start of its text only.

    >>> is_anchored(r"^Ad$"), is_anchored(r"(?:^Ad|^Note)\b"), is_anchored("Ad$")
    (True, True, False)
    """
    tree = parse_expression(pattern, flags)
    return not tree.state.flags & re.MULTILINE and _begins_at_start(tree)


def _begins_at_start(parts: Any) -> bool:
    for code, argument in parts:
        name = str(code)
        if name == "AT":
            return str(argument) in {"AT_BEGINNING", "AT_BEGINNING_STRING"}
        if name == "SUBPATTERN":
            return not argument[1] & re.MULTILINE and _begins_at_start(argument[3])
        if name == "BRANCH":
            return all(map(_begins_at_start, argument[1]))
        if name not in {"ASSERT", "ASSERT_NOT"}:
            return False
    return False


def _ignores_case(tree: Any) -> bool:
    """Whether an expression, or a part of it, ignores case."""
    if tree.state.flags & re.IGNORECASE:
        return True
    return any(str(code) == "SUBPATTERN" and argument[1] & re.IGNORECASE for code, argument in _parts_of(tree))


def _parts_of(parts: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a syntax tree, look-arounds aside."""
    for code, argument in parts:
        yield code, argument
        name = str(code)
        if name == "BRANCH":
            for branch in argument[1]:
                yield from _parts_of(branch)
        elif name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            yield from _parts_of(argument[3] if name == "SUBPATTERN" else argument)
        elif name in REPEATS:
            yield from _parts_of(argument[2])


def rare(options: Iterable[Iterable[str]], most: float = 0.002) -> tuple[str, ...]:
    """Of several sets of words the one expected to occur least; () when none occurs so seldom, per code point."""
    alphabet = Folded()
    sets = [frozenset(some) for some in options]
    best = min((some for some in sets if some and "" not in some), key=alphabet.cost, default=None)
    if best is None or alphabet.frequency(best) > most:
        return ()
    return tuple(sorted(best))
