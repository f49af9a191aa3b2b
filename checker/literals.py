"""Which strings must be in a text for a regular expression to match it?

Running a rule only where one of its own literals stands is what makes hundreds of rules cost little. They are drawn
from the expression's syntax tree, as RE2's prefilter does: a sequence needs any one of its parts, an alternation one
of each branch. Of the sets that would do, the cheapest is taken: it is expected to occur seldom in English text, and
has few strings, as each costs something at every start. That is done in both alphabets of `checker.prefilter`, when a
rule is read, and never while a document is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from typing import Any, NamedTuple

from checker.document import EDGE, OTHER, fold, shape
from checker.expressions import parse_expression
from checker.prefilter import SHAPE

_LIMIT = 200  # strings in a set before it is given up
_TOO_COMMON = 0.05  # expected occurrences per code point from which running the rule everywhere is as good
_MOST_REPEATS = 5  # of a part that are written out
_PRICE = 5e-6  # occurrences per code point that another string to look for is worth: it costs at every start
_LETTERS = {
    "e": 0.1, "t": 0.073, "a": 0.066, "o": 0.061, "n": 0.057, "i": 0.058, "s": 0.053, "r": 0.05, "h": 0.043, "l": 0.034,
    "d": 0.032, "c": 0.025, "u": 0.023, "m": 0.02, "p": 0.018, "f": 0.018, "g": 0.016, "y": 0.015, "w": 0.016,
    "b": 0.013, "v": 0.008, "k": 0.006, "x": 0.002, "j": 0.0015, "q": 0.001, "z": 0.001,
}  # fmt: skip
_FOLLOWS = 0.55  # letters foretell each other: a string is as frequent as so many of them by themselves
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
    head, tail: strings with one of which all that it matches begins, and ends.
    ahead, behind: of a look-around, which matches nothing itself: strings one of which comes next, or stands before.
    """

    exact: _Strings | None = None
    any_of: _Strings | None = None
    head: _Strings = frozenset([""])
    tail: _Strings = frozenset([""])
    ahead: _Strings | None = None
    behind: _Strings | None = None


_Strings = frozenset[str]
_NOTHING: _Strings = frozenset([""])
_ANYTHING = Need()


def _exactly(strings: _Strings | None) -> Need:
    """One of these strings; anything when None."""
    return _ANYTHING if strings is None else Need(strings, None, strings, strings)


@cache  # asked when a rule is read, and again for what it shares with others
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
    for alphabet in (_Folded(), _Shapes(ignore_case=_ignores_case(tree))):
        need = _Reader(alphabet, edges=edges).sequence(tree)
        found += [(alphabet, some) for some in (need.any_of, need.exact) if some and _is_useful(some)]
    if not found:
        return ()
    alphabet, best = min(found, key=lambda one: one[0].cost(one[1]))
    if alphabet.frequency(best) > _TOO_COMMON:
        return ()
    return tuple(sorted(alphabet.mark + string for string in _shortest(best)))


def _is_useful(strings: _Strings) -> bool:
    return "" not in strings and EDGE not in strings


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
        elif name in _REPEATS:
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
    alphabet = _Shapes(ignore_case=_ignores_case(tree)) if shaped else _Folded()
    need = _Reader(alphabet, edges=True).sequence(tree)
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
        elif name in _REPEATS:
            yield from _parts_of(argument[2])


def rare(options: Iterable[Iterable[str]], most: float = 0.002) -> tuple[str, ...]:
    """Of several sets of words the one expected to occur least; () when none occurs so seldom, per code point."""
    alphabet = _Folded()
    sets = [frozenset(some) for some in options]
    best = min((some for some in sets if some and "" not in some), key=alphabet.cost, default=None)
    if best is None or alphabet.frequency(best) > most:
        return ()
    return tuple(sorted(best))


# --- two alphabets -----------------------------------------------------------------------------------


class _Alphabet:
    """How a text is read. mark: begins its literals. most: plain characters that are read as one."""

    mark = ""
    most = 100

    @staticmethod
    def one_frequency(text: str) -> float:
        """That of one string."""
        raise NotImplementedError

    def frequency(self, strings: Iterable[str]) -> float:
        """Expected occurrences per code point of English text, roughly."""
        return sum(map(self.one_frequency, strings))

    def cost(self, strings: _Strings) -> tuple[float, str]:
        return _cost(self.one_frequency, strings)


@cache
def _cost(frequency: Callable[[str], float], strings: _Strings) -> tuple[float, str]:
    return sum(map(frequency, strings)) + _PRICE * len(strings), min(strings)


class _Folded(_Alphabet):
    """The alphabet of `Document.folded`."""

    @staticmethod
    def one_frequency(text: str) -> float:
        return _folded_frequency(text)

    def of_text(self, text: str) -> _Strings:
        return frozenset([fold(text)])

    def of_range(self, first: int, last: int) -> _Strings | None:
        return frozenset(fold(chr(char)) for char in range(first, last + 1)) if last - first < 8 else None

    def of_category(self, _: str) -> _Strings | None:
        return None


@cache
def _folded_frequency(text: str) -> float:
    """That of its shape, times what its letters are expected to be of all letters."""
    chance = _shape_frequency(shape(text).decode("latin-1"))
    for letters in _LETTER_RUNS.findall(text.replace("'s", "'")):  # half of all apostrophes have an s behind them
        share = math.prod(_LETTERS.get(char, 0.0008) / _SINGLE["a"] for char in letters)
        chance *= float(share ** (1 if len(text) == 1 else 0.8 if len(letters) < 3 else _FOLLOWS))
    if _TRIPLE.search(text):
        return chance * 1e-3
    words = text.split()
    if words and all(word in _COMMON_WORDS for word in words):
        return max(chance, 0.004 / 40.0 ** (len(words) - 1))
    return chance


_LETTER_RUNS = re.compile(r"[^\W\d_]+")
_TRIPLE = re.compile(r"([^\W\d_])\1\1")


_CATEGORIES = {
    "CATEGORY_DIGIT": frozenset("0" + OTHER), "CATEGORY_WORD": frozenset("aA0_" + OTHER),
    "CATEGORY_SPACE": frozenset(" \n" + OTHER),
}  # fmt: skip
_PAIRS = {
    "aa": 0.63, " a": 0.15, "a ": 0.14, "Aa": 0.011, " A": 0.011, ", ": 0.008, "a,": 0.0077, "a.": 0.0074, ". ": 0.0049,
    "AA": 0.0034, ".\n": 0.0026, "\n\n": 0.003, "'a": 0.0026, "\nA": 0.0025, "a'": 0.0024, "A ": 0.002, "-a": 0.0014,
    "a-": 0.0014, "00": 0.003, " 0": 0.0025, "0 ": 0.001, " (": 0.0005, "\x02 ": 0.0004, " \x02": 0.0004, '" ': 0.0012,
    ' "': 0.0012, ": ": 0.0004, "a:": 0.0004, "(a": 0.0003, "a)": 0.0003, ") ": 0.0003, "aA": 0.0003, '"a': 0.0006,
    '"A': 0.0008, 'a"': 0.0003, '."': 0.0008, ',"': 0.0006, "A.": 0.0004, "A'": 0.0003, "a\x01": 0.0002,
    "\x01 ": 0.0002, ".a": 0.0002, ".A": 0.0002, "A,": 0.0002, "0.": 0.0003, "0,": 0.0003, ".0": 0.0002, ",0": 0.0002,
    "a;": 0.0001, "; ": 0.0001, "(A": 0.0002, "0%": 0.0001, "0-": 0.0002, "-0": 0.0001, "a/": 0.0001, "/a": 0.0001,
    " -": 0.0004, "- ": 0.0004, " \x03": 0.0004, "\x03 ": 0.0004, "a\x02": 0.0002, "\x02a": 0.0002, " '": 0.0002,
    " \x07": 0.001, "\x07A": 0.001, "\x07a": 0.0005, ".\x08": 0.0008, ",\x08": 0.0006, "\x08 ": 0.001, "a\x08": 0.0003,
}  # fmt: skip
"""How often two shapes stand together, per code point of English text; what is not listed is taken to be rare."""

_RARE_PAIR = 2e-5
_SINGLE = {
    "a": 0.79, " ": 0.16, "A": 0.018, ",": 0.008, ".": 0.008, EDGE: 0.005, "0": 0.004, "'": 0.003, "-": 0.002,
    '"': 0.002,
}  # fmt: skip
_RARE_SINGLE = 0.001


class _Shapes(_Alphabet):
    """The alphabet of `shape`."""

    mark = SHAPE

    @staticmethod
    def one_frequency(text: str) -> float:
        return _shape_frequency(text)

    def __init__(self, *, ignore_case: bool) -> None:
        self.most = 2 if ignore_case else 100  # plain characters taken as one: their cases multiply
        self._ignore_case = ignore_case

    def of_text(self, text: str) -> _Strings:
        if not self._ignore_case:
            return frozenset([shape(text).decode("latin-1")])
        letters = "aA" + OTHER  # the other case of a letter may lie beyond Latin-1, or within: `ẞ`, `İ`
        cases = (letters if char in letters else char for char in shape(text).decode("latin-1"))
        return frozenset(map("".join, product(*cases)))

    def of_range(self, first: int, last: int) -> _Strings | None:
        if last > 255:
            return None
        return frozenset().union(*(self.of_text(chr(char)) for char in range(first, last + 1)))

    def of_category(self, name: str) -> _Strings | None:
        return _CATEGORIES.get(name)


@cache
def _shape_frequency(text: str) -> float:
    """Each pair is taken to depend on the last."""
    chance = _SINGLE.get(text[0], _RARE_SINGLE)
    for first, second in pairwise(text):
        chance *= min(1, _PAIRS.get(first + second, _RARE_PAIR) / _SINGLE.get(first, _RARE_SINGLE))
    return chance


# --- from a syntax tree to what it needs -------------------------------------------------------------


class _Reader:
    """Reads a syntax tree in one alphabet."""

    def __init__(self, alphabet: _Folded | _Shapes, *, edges: bool) -> None:
        self._alphabet = alphabet
        self._edges = edges

    def _cheapest(self, sets: Iterable[_Strings | None]) -> _Strings | None:
        some = [need for need in sets if need and _is_useful(need)]
        return min(some, key=self._alphabet.cost) if len(some) > 1 else some[0] if some else None

    def sequence(self, parts: Any) -> Need:
        """What parts need that stand one after another."""
        head: _Strings | None = None  # known once the first part comes that can't be listed
        run = _NOTHING  # strings that the parts since the last such one can make
        before: _Strings | None = None  # the same, with what a look-behind says stands before them
        candidates: set[_Strings | None] = set()
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
        if code in _REPEATS:
            return self._repeat(*argument)
        if code == "AT" and self._edges and str(argument) in _AT_EDGE:
            return _exactly(frozenset([EDGE]))
        if code == "ASSERT":
            seen = self.sequence(argument[1])
            return Need(ahead=seen.head) if argument[0] > 0 else Need(behind=seen.tail)
        if code in {"AT", "ASSERT_NOT"}:
            return _exactly(_NOTHING)
        return _ANYTHING

    def _in(self, members: Sequence[tuple[Any, Any]]) -> _Strings | None:
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


def _union(sets: Sequence[_Strings | None]) -> _Strings | None:
    known = [some for some in sets if some is not None]
    whole: _Strings = frozenset().union(*known)
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
        elif code in _REPEATS and str(argument[2][0][0]) == "GROUPREF" and argument[2][0][1] == group[0]:
            return copies + min(int(argument[0]), 3)
        else:
            break
    return copies


_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))


def _joined(left: _Strings, right: _Strings | None) -> _Strings | None:
    if right is None or len(left) * len(right) > _LIMIT:
        return None
    return frozenset(a + b for a, b in product(left, right))
