r"""`tokens`: a sequence of words, each described by its form, its word class or its case.

A document's tokens become a string with one character a token: words that rules name have characters of their
own, every other word one for its set of possible classes (see `checker.lexicon`) and its case. A rule becomes a
regular expression over these characters, so that it runs at the speed of one, whatever it asks of a word.

A word has all the classes that it can have: `class: verb` means that it may be a base form, `only: [verb]` that
it can't be anything else. A token that the rule doesn't describe by `word` is a word or a figure; punctuation
only matches where a rule names it, so that a sequence does not run over a sentence's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypedDict

from checker import lexicon
from checker.checks import Find, Hit, Problem
from checker.document import SEPARATOR, Document, fold
from checker.finding import Match
from checker.prefilter import rare
from checker.rule import Rule

CASES = ("lower", "capital", "upper", "mixed")
OWN_CLASSES = ("figure", "unknown", "possessive", "contraction")
"""Classes that the form tells: digits; a word not in the lexicon; one in 's; one in n't, 're, 'll, 've, 'm, 'd."""

ALL_CLASSES = (*lexicon.CLASSES, *OWN_CLASSES)
_FIRST_CODE = 0x1000  # above the characters that mean something in a regular expression
_MARK, _SEPARATOR = "\u0101", "\u0102"
_MEMO_LIMIT = 300_000  # distinct tokens kept: a corpus has no end
_MOST_REPEATS = 12


class Token(TypedDict, total=False):
    """One token of a sequence; everything said must hold.

    word: it is one of these, in any case of letters (punctuation too).
    not_word: it is none of these.
    class: it can be one of these word classes.
    not_class: it can be none of these.
    only: it can be nothing but these.
    case: it is written so: `lower`, `capital`, `upper` or `mixed`.
    any: one of these descriptions holds (beside what else is said).
    optional: it may be missing.
    repeat: it may stand up to this many times.
    name: its text is a value for the message and the fix, `{name}`.
    context: it must stand there but is not part of the finding (at the ends of the sequence).
    """

    word: list[str]
    not_word: list[str]
    not_class: list[str]
    only: list[str]
    case: str
    any: list[dict[str, Any]]
    optional: bool
    repeat: int
    name: str
    context: bool


Token.__annotations__["class"] = list[str]  # a keyword can't be declared in a class body


class Params(TypedDict, total=False):
    """Parameters of a `tokens` rule.

    tokens: the sequence.
    at: `sentence-start` or `sentence-end`, where the finding must begin or end; default anywhere.
    not_before: no token described by one of these comes right before the sequence.
    not_after: no token described by one of these comes right after it.
    """

    tokens: list[Token]
    at: str
    not_before: list[Token]
    not_after: list[Token]


def problems(params: Params) -> Iterator[Problem]:
    """No tokens, unknown classes or cases, a sequence that can match nothing."""
    tokens = params.get("tokens", [])
    if not tokens:
        yield Problem((), "a tokens rule needs 'tokens'")
    if params.get("at", "sentence-start") not in {"sentence-start", "sentence-end"}:
        yield Problem(("at",), "'at' is 'sentence-start' or 'sentence-end'")
    if tokens and all(token.get("optional") or token.get("context") for token in tokens):
        yield Problem(("tokens",), "every token is optional or context: nothing would be found")
    for key, some in (
        ("tokens", tokens),
        ("not_before", params.get("not_before", [])),
        ("not_after", params.get("not_after", [])),
    ):
        for number, token in enumerate(some):
            yield from _token_problems(token, (key, number))


def _token_problems(token: Mapping[str, Any], where: tuple[str | int, ...]) -> Iterator[Problem]:
    for key in ("class", "not_class", "only"):
        for name in token.get(key, ()):
            if name not in ALL_CLASSES:
                yield Problem((*where, key), f"unknown word class '{name}'; there are {', '.join(ALL_CLASSES)}")
    if token.get("case", "lower") not in CASES:
        yield Problem((*where, "case"), f"'case' is one of {', '.join(CASES)}")
    if not 1 <= token.get("repeat", 1) <= _MOST_REPEATS:
        yield Problem((*where, "repeat"), f"'repeat' is from 1 to {_MOST_REPEATS}")
    for number, option in enumerate(token.get("any", ())):
        unknown = set(option) - {"word", "not_word", "class", "not_class", "only"}
        if unknown:
            yield Problem((*where, "any", number), f"unknown key '{min(unknown)}'")
        yield from _token_problems(option, (*where, "any", number))


def literals(params: Params) -> tuple[str, ...]:
    """The words of the token that names the rarest, if one must stand there."""
    options = [
        tuple(sorted({fold(word) for word in token["word"]}))
        for token in params["tokens"]
        if token.get("word") and not token.get("optional")
    ]
    return rare(options)


# --- worked out once for a set of rules ------------------------------------------------------------


def shared(rules: Sequence[Rule]) -> dict[str, Any]:
    """The code book of a set of rules, and each rule's expression over it; plain values."""
    words = sorted({fold(word) for rule in rules for word in _words(rule.params)})
    masks = sorted({0, *lexicon.class_masks(), *_own_masks()})
    book = {
        "words": {word: number for number, word in enumerate(words)},
        "masks": {mask: len(words) + number for number, mask in enumerate(masks)},
    }
    compiler = _Compiler(book)
    return {"book": book, "patterns": {rule.id: compiler.expression(rule.params) for rule in rules}}


def _words(value: Any) -> Iterator[str]:
    """Every word that a rule's parameters name."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in {"word", "not_word"}:
                yield from inner
            else:
                yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def _own_masks() -> Iterator[int]:
    for name in OWN_CLASSES:
        yield class_mask([name])


@cache
def _class_bits() -> dict[str, int]:
    return {name: 1 << number for number, name in enumerate(ALL_CLASSES)}


def class_mask(names: Iterable[str]) -> int:
    """Bit mask of word classes, the lexicon's and those that a word's form tells."""
    return sum({_class_bits()[name] for name in names})


def classes_of(token: str) -> int:
    """Bit mask of the classes that a token can have."""
    if token[0].isdigit():
        return class_mask(["figure"])
    folded = fold(token)
    if found := lexicon.lookup(folded):
        return found.classes
    stem, apostrophe, ending = folded.rpartition("'")
    if apostrophe:
        return class_mask(["possessive" if ending in {"s", ""} and stem else "contraction"])
    if "-" in folded and (last := lexicon.lookup(folded.rpartition("-")[2])):
        return last.classes | class_mask(["adjective"])
    return class_mask(["unknown"])


def case_of(token: str) -> str:
    """One of CASES. A single capital letter counts as capital."""
    if token.islower() or not any(map(str.isalpha, token)):
        return "lower"
    if token[:1].isupper() and (len(token) == 1 or token[1:].islower()):
        return "capital"
    return "upper" if token.isupper() else "mixed"


class _Compiler:
    """Descriptions of tokens to character classes over a code book."""

    def __init__(self, book: Mapping[str, Any]) -> None:
        self._kinds: list[tuple[str | None, int, int]] = []  # word, class mask, code
        for word, number in book["words"].items():
            self._kinds.append((word, classes_of(word), number))
        for mask, number in book["masks"].items():
            self._kinds.append((None, mask, number))

    def expression(self, params: Mapping[str, Any]) -> str:
        parts = [f"(?<!{self._charset(token)})" for token in params.get("not_before", ())]
        tokens = params["tokens"]
        for number, token in enumerate(tokens):
            most = token.get("repeat", 1)
            low = 0 if token.get("optional") else 1
            count = "" if (low, most) == (1, 1) else f"{{{low},{most}}}"
            parts.append(f"(?P<t{number}>{self._charset(token)}{count})")
        parts += [f"(?!{self._charset(token)})" for token in params.get("not_after", ())]
        return "".join(parts)

    def _charset(self, token: Mapping[str, Any]) -> str:
        cases = [CASES.index(token["case"])] if "case" in token else range(len(CASES))
        codes = [
            _FIRST_CODE + number * len(CASES) + case
            for word, mask, number in self._kinds
            if _describes(token, word, mask)
            for case in cases
        ]
        return f"[{_ranges(codes)}]" if codes else "[^\\s\\S]"


def _describes(token: Mapping[str, Any], word: str | None, mask: int) -> bool:
    if "word" in token:
        if word is None or word not in map(fold, token["word"]):
            return False
    elif word is not None and not (word[0].isalnum()):
        return False
    if word is not None and word in map(fold, token.get("not_word", ())):
        return False
    if "class" in token and not mask & class_mask(token["class"]):
        return False
    if mask & class_mask(token.get("not_class", ())):
        return False
    if "only" in token and (not mask or mask & ~class_mask(token["only"])):
        return False
    return "any" not in token or any(_describes(option, word, mask) for option in token["any"])


def _ranges(codes: list[int]) -> str:
    """A character class's inside, neighbours joined."""
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in spans)


# --- at run time -------------------------------------------------------------------------------------


class Coder(dict[str, str]):
    """Token → its character; remembers what it has seen."""

    def __init__(self, book: Mapping[str, Any]) -> None:
        super().__init__({SEPARATOR: _SEPARATOR})
        self._book = book

    def __missing__(self, token: str) -> str:
        if len(self) > _MEMO_LIMIT:
            self.clear()
            self[SEPARATOR] = _SEPARATOR
        code = self[token] = self._code(token)
        return code

    def _code(self, token: str) -> str:
        number = self._book["words"].get(fold(token))
        if number is None:
            if not token[0].isalnum():
                return _MARK
            mask = classes_of(token)
            number = self._book["masks"].get(mask)
            if number is None:  # a compound's classes: near enough is what its last part can be
                number = self._book["masks"].get(mask & ~class_mask(["adjective"]), self._book["masks"][0])
        return chr(_FIRST_CODE + number * len(CASES) + CASES.index(case_of(token)))

    def encode(self, document: Document) -> str:
        """One character a token of the document."""
        return "".join(map(self.__getitem__, document.tokens))


class Ready(NamedTuple):
    """`shared`, ready to run: the coder and each rule's expression."""

    coder: Coder
    patterns: Mapping[str, str]


def ready(values: Mapping[str, Any]) -> Ready:
    """Make the coder of a set of rules; once for each engine, as it remembers tokens."""
    return Ready(Coder(values["book"]), values["patterns"])


def compile(rule: Rule, shared: Ready) -> Find:
    """The rule as a function of a document."""
    params: Params = rule.params  # type: ignore[assignment]
    pattern = re.compile(shared.patterns[rule.id])
    tokens = params["tokens"]

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        codes = document.memo(shared.coder.encode)
        for found in pattern.finditer(codes):
            match = _match(document, found, tokens)
            if match is not None and _at(document, match, params.get("at")):
                yield match

    return find


def _match(document: Document, found: re.Match[str], tokens: Sequence[Mapping[str, Any]]) -> Match | None:
    spans = document.token_spans
    inside = [found.span(f"t{number}") for number, token in enumerate(tokens) if not token.get("context")]
    inside = [span for span in inside if span[0] < span[1]]
    if not inside:
        return None
    values = {
        token["name"]: document.text[spans[first][0] : spans[last - 1][1]] if first < last else ""
        for number, token in enumerate(tokens)
        if "name" in token
        for first, last in [found.span(f"t{number}")]
    }
    return Match(spans[inside[0][0]][0], spans[inside[-1][1] - 1][1], values)


def _at(document: Document, match: Match, where: str | None) -> bool:
    if where is None:
        return True
    sentence = document.sentence_at(match.start)
    if where == "sentence-start":
        return not document.text[sentence.start : match.start].strip("\"'“”‘’([—– ")
    return not document.text[match.end : sentence.end].strip(".!?\"'”’)] ")
