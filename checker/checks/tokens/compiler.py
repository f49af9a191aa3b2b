"""The rules of a set to expressions over characters: once for each set, before any text is seen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, cast

from checker import lexicon
from checker.checks.tokens import FIRST, Params, Token, TokenPattern, every_sequence, sequences, words_of
from checker.checks.tokens.classes import CASES, OWN_CLASSES, SOUNDS, class_mask, classes_of, sounds
from checker.document import fold
from checker.fileerror import FileError
from checker.rule import Rule

_ALPHABET = "".join(map(chr, (*range(0x30, 0x5B), *range(0x61, 0x7B), *range(0x80, 0x100))))
"""Characters without a meaning inside a character class; the first stands for what no rule asks for."""


def compiled(rules: Sequence[Rule]) -> dict[str, Any]:
    """The code book of a set of rules, the characters of each group, each rule's expressions; plain values."""
    words = sorted({fold(word) for rule in rules for word in _words(rule.params)})
    known = (0, *lexicon.class_masks(), *_own_masks())
    compounds = (mask | class_mask(["adjective"]) for mask in known)
    masks = sorted({mask | sound for mask in (*known, *compounds) for sound in _sound_masks()})
    book = {
        "words": {word: number for number, word in enumerate(words)},
        "masks": {mask: len(words) + number for number, mask in enumerate(masks)},
    }
    compiler = _Compiler(book)
    tables: list[str] = []
    patterns: dict[str, tuple[int, list[TokenPattern]]] = {}
    for group in compiler.groups(rules):
        table = compiler.table(group)
        for rule in group:
            patterns[rule.id] = (len(tables), compiler.patterns(cast("Params", rule.params), table))
        tables.append(table)
    return {"book": book, "tables": tables, "patterns": patterns}


_MOST_HEADS = 3


def _words(value: Any) -> Iterator[str]:
    """Every word that a rule's parameters name."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in {"word", "not_word", "instead"}:
                yield from inner
            else:
                yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def _own_masks() -> Iterator[int]:
    for name in OWN_CLASSES:
        yield class_mask([name])


def _sound_masks() -> tuple[int, ...]:
    return (0, *(class_mask([name]) for name in SOUNDS))


class _Compiler:
    """Descriptions of tokens to character classes over a code book."""

    def __init__(self, book: Mapping[str, Any]) -> None:
        self._kinds: list[tuple[str | None, int, int]] = []  # word, class mask, number in its first case
        for word, number in book["words"].items():
            self._kinds.append((word, classes_of(word), FIRST + number * len(CASES)))
        for mask, number in book["masks"].items():
            self._kinds.append((None, mask, FIRST + number * len(CASES)))
        self._size = FIRST + len(self._kinds) * len(CASES)
        self._known: dict[str, frozenset[int]] = {}

    def _numbers(self, token: Mapping[str, Any]) -> frozenset[int]:
        """The numbers of all tokens that a description fits."""
        key = repr({key: token[key] for key in sorted(token) if key in _ASKED})
        if key not in self._known:
            asked = _Asked(token)
            self._known[key] = frozenset(
                first + case for word, mask, first in self._kinds for case in asked.cases(word, mask)
            )
        return self._known[key]

    def groups(self, rules: Sequence[Rule]) -> Iterator[list[Rule]]:
        """The rules in groups, each with few enough characters. Raises FileError for a rule that alone has too many."""
        bits: dict[frozenset[int], int] = {}
        seen_in = [0] * self._size  # by number: the descriptions that it fits, one bit each
        asked: dict[str, int] = {}
        for rule in rules:
            asked[rule.id] = 0
            for token in _descriptions(cast("Params", rule.params)):
                numbers = self._numbers(token)
                if numbers not in bits:
                    bits[numbers] = 1 << len(bits)
                    for number in numbers:
                        seen_in[number] |= bits[numbers]
                asked[rule.id] |= bits[numbers]
        distinct = set(seen_in)
        group: list[Rule] = []
        mask = 0
        for rule in rules:
            both = mask | asked[rule.id]
            if group and _kinds(distinct, both) > len(_ALPHABET):
                yield group
                group, both = [], asked[rule.id]
            if not group and (kinds := _kinds(distinct, both)) > len(_ALPHABET):
                raise FileError(rule.origin, 1, 1, _TOO_MANY.format(rule=rule.id, kinds=kinds, most=len(_ALPHABET)))
            group.append(rule)
            mask = both
        if group:
            yield group

    def table(self, rules: Sequence[Rule]) -> str:
        """By number, the character that it has in a group of rules."""
        columns = [0] * self._size
        descriptions = [token for rule in rules for token in _descriptions(cast("Params", rule.params))]
        for bit, numbers in enumerate(sorted({self._numbers(token) for token in descriptions}, key=sorted)):
            for number in numbers:
                columns[number] |= 1 << bit
        order = {column: place for place, column in enumerate(sorted({0, *columns}))}
        return "".join(_ALPHABET[order[column]] for column in columns)

    def patterns(self, params: Params, table: str) -> list[TokenPattern]:
        """One pattern for each sequence of a rule."""
        return [(self._expression(params, some, table), self._heads(some, table)) for some in sequences(params)]

    def _heads(self, tokens: Sequence[Token], table: str) -> list[bytes]:
        """The tables of a pattern; none where its first tokens can be missing or repeat."""
        sure = list(takewhile(_is_single, tokens[:_MOST_HEADS]))
        fitting = (self._characters(token, table) for token in sure)
        return [bytes(char in characters for char in range(256)) for characters in fitting]

    def _expression(self, params: Params, tokens: Sequence[Token], table: str) -> str:
        before = [self._charset(token, table) for token in params.get("not_before", ())]
        behind = [f"(?!{self._charset(token, table)})" for token in params.get("not_after", ())]
        unless = [self._sequence(some, table) for some in params.get("unless", ())]
        asked = self._sequence(tokens, table)
        parts = [f"(?P<t{number}>{part})" for number, part in enumerate(asked)]
        if all(some[0].endswith("]") for some in (asked, *unless)):
            # Guards after the first token: `re` is quick to find an expression that starts with a character class.
            guards = [f"(?<!{one}{asked[0]})" for one in before]
            guards += [f"(?!(?<={some[0]}){''.join(some[1:])})" for some in unless]
            if guards and asked[1:2] and asked[1].endswith("]"):  # which fails more often, and at once
                guards.insert(0, f"(?={asked[1]})")
            return "".join((parts[0], *guards, *parts[1:], *behind))
        guards = [f"(?<!{one})" for one in before] + [f"(?!{''.join(some)})" for some in unless]
        return "".join((*guards, *parts, *behind))

    def _sequence(self, tokens: Sequence[Token], table: str) -> list[str]:
        """The expression of each of the tokens."""
        parts = []
        for token in tokens:
            low, most = 0 if token.get("optional") else 1, token.get("repeat", 1)
            count = "" if (low, most) == (1, 1) else f"{{{low},{most}}}"
            parts.append(self._charset(token, table) + count)
        return parts

    def _charset(self, token: Mapping[str, Any], table: str) -> str:
        characters = self._characters(token, table)
        return f"[{_ranges(sorted(characters))}]" if characters else "[^\\s\\S]"

    def _characters(self, token: Mapping[str, Any], table: str) -> set[int]:
        """The characters of all tokens that a description fits."""
        return {ord(table[number]) for number in self._numbers(token)}


_TOO_MANY = "rule '{rule}' tells {kinds} kinds of words apart, of at most {most}: give some of its sequences to another"


def _kinds(distinct: Iterable[int], asked: int) -> int:
    """How many kinds of tokens some descriptions tell apart. distinct: which descriptions a token can fit, as bits."""
    return len({bits & asked for bits in distinct})


def _is_single(token: Token) -> bool:
    return not token.get("optional") and token.get("repeat", 1) == 1


_ASKED = frozenset({"word", "instead", "not_word", "class", "not_class", "only", "case", "any"})


def _descriptions(params: Params) -> Iterator[Token]:
    """Every description of a token in a rule."""
    for _, tokens in every_sequence(params):
        yield from tokens


class _Asked:
    """What a description asks of a token."""

    def __init__(self, token: Mapping[str, Any]) -> None:
        self._words = words_of(token)
        self._not_words = {fold(word) for word in token.get("not_word", ())}
        self._some = class_mask(token.get("class", ()))
        self._none = class_mask(token.get("not_class", ()))
        only = token.get("only", ())
        self._only = class_mask(only)
        self._cases = [CASES.index(token["case"])] if "case" in token else list(range(len(CASES)))
        self._any = [_Asked(option) for option in token.get("any", ())]

    def cases(self, word: str | None, mask: int) -> Iterable[int]:
        """In which CASES a word (None: any that no rule names) of these classes is such a token."""
        if self._words and word not in self._words:
            return ()
        if word is not None and (word in self._not_words or not (self._words or self._any or word[0].isalnum())):
            return ()
        if (self._some and not mask & self._some) or mask & self._none:
            return ()
        if self._only and (not mask & self._only or mask & ~self._only & ~sounds()):
            return ()
        if not self._any:
            return self._cases
        return {case for option in self._any for case in option.cases(word, mask)}.intersection(self._cases)


def _ranges(codes: list[int]) -> str:
    """A character class's inside, neighbours joined."""
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in spans)
