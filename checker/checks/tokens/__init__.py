r"""`tokens`: a sequence of words, each described by its form, its word class or its case.

A document's tokens become a string with one character a token, and a rule a regular expression over these
characters, so that it runs at the speed of one, whatever it asks of a word. Words that rules name have numbers of
their own, every other word one for its set of possible classes (see `classes`) and its case; numbers that
no rule of a group tells apart share a character. A group is as many rules as can do with the characters below 256,
which is what makes their expressions quick to compile and to run (see `compiler`).

A word has all the classes that it can have: `class: verb` means that it may be a base form, `only: [verb]` that
it can't be anything else. A token that the rule doesn't describe by `word` is a word or a figure; punctuation
only matches where a rule names it, so that a sequence does not run over a sentence's end. A rule may give
several sequences; each is looked for by itself.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Any, NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.checks.phrase import like
from checker.checks.tokens.classes import ALL_CLASSES, CASES, case_of, classes_of
from checker.document import SEPARATOR, Document, fold
from checker.expressions import expression
from checker.finding import Match
from checker.rule import Rule

_OTHER = 0  # the number of a separator, and of a mark that no rule names
FIRST = 1  # number of the first word in its first case

_PIECE = 1 << 14  # tokens that are worked on at once
_MEMO_LIMIT = 300_000  # distinct tokens kept: a corpus has no end
_MOST_REPEATS = 12


class Token(TypedDict, total=False):
    """One token of a sequence; everything said must hold.

    word: it is one of these, in any case of letters (punctuation too).
    not_word: it is none of these.
    class: it can be one of these word classes.
    not_class: it can be none of these.
    only: it can be nothing but these.
    instead: it is one of these words; `{instead}` is what stands beside it, in its case.
    ending: it ends in one of these letters (it, or the last one, of a token that repeats).
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
    instead: dict[str, str]
    ending: list[str]
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
    sequences: several of them, instead of `tokens`.
    at: `sentence-start` or `sentence-end`, where the finding must begin or end; default anywhere.
    in_question: false leaves sentences alone that end in a question mark, true all others.
    not_before: no token described by one of these comes right before the sequence.
    not_after: no token described by one of these comes right after it.
    unless: sequences; where one of them begins where a finding would, there is none.
    """

    tokens: list[Token]
    sequences: list[list[Token]]
    at: str
    in_question: bool
    unless: list[list[Token]]
    not_before: list[Token]
    not_after: list[Token]


def problems(params: Params) -> Iterator[Problem]:
    """No tokens, unknown classes or cases, a sequence that can match nothing."""
    if bool(params.get("tokens")) == bool(params.get("sequences")):
        yield Problem((), "a tokens rule needs 'tokens' or 'sequences'")
    if params.get("at", "sentence-start") not in {"sentence-start", "sentence-end"}:
        yield Problem(("at",), "'at' is 'sentence-start' or 'sentence-end'")
    for where, tokens in every_sequence(params):
        needed = [token for token in tokens if not token.get("optional") and not token.get("context")]
        if tokens and not needed and where[0] in {"tokens", "sequences"}:
            yield Problem(where, "every token is optional or context: nothing would be found")
        for number, token in enumerate(tokens):
            yield from _token_problems(token, (*where, number))


def every_sequence(params: Params) -> Iterator[tuple[tuple[str | int, ...], Sequence[Token]]]:
    """Everything that describes tokens, with the path to it."""
    yield ("tokens",), params.get("tokens", [])
    yield ("not_before",), params.get("not_before", [])
    yield ("not_after",), params.get("not_after", [])
    for number, tokens in enumerate(params.get("sequences", [])):
        yield ("sequences", number), tokens
    for number, tokens in enumerate(params.get("unless", [])):
        yield ("unless", number), tokens


def sequences(params: Params) -> Sequence[Sequence[Token]]:
    """What a rule looks for: its one sequence, or each of several."""
    return params.get("sequences") or [params["tokens"]]


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
        unknown = set(option) - {"word", "not_word", "class", "not_class", "only", "case"}
        if unknown:
            yield Problem((*where, "any", number), f"unknown key '{min(unknown)}'")
        yield from _token_problems(option, (*where, "any", number))


def literals(params: Params) -> tuple[str, ...]:
    """The words of the token that names the rarest, of each sequence; () when one names none."""
    needs = [_needs(tokens) for tokens in sequences(params)]
    return tuple(sorted({word for some in needs for word in some})) if all(needs) else ()


def _needs(tokens: Sequence[Token]) -> tuple[str, ...]:
    from checker.literals import rare  # noqa: PLC0415 - when a rule is read, not when it runs

    options = [tuple(sorted(words_of(token))) for token in tokens if not token.get("optional")]
    return rare([words for words in options if words])


def words_of(token: Mapping[str, Any]) -> set[str]:
    """The words, folded, one of which a token must be; empty when it may be any."""
    return {fold(word) for word in (*token.get("word", ()), *token.get("instead", ()))}


TokenPattern = tuple[str, list[bytes]]
"""An expression for a sequence, and for each of the tokens that it must begin with a table: 1 for such a character."""


class Coder(dict[str, int]):
    """Token → its number; remembers what it has seen."""

    def __init__(self, book: Mapping[str, Any]) -> None:
        super().__init__({SEPARATOR: _OTHER})
        self._book = book

    def __missing__(self, token: str) -> int:
        if len(self) > _MEMO_LIMIT:
            self.clear()
            self[SEPARATOR] = _OTHER
        number = self[token] = self._number(token)
        return number

    def _number(self, token: str) -> int:
        number = self._book["words"].get(fold(token))
        if number is None:
            if not token[0].isalnum():
                return _OTHER
            number = self._book["masks"][classes_of(token)]
        return FIRST + int(number) * len(CASES) + CASES.index(case_of(token))

    def numbers(self, tokens: Sequence[str]) -> Callable[[bytes], tuple[int, ...]]:
        """A function from a table to what it has for the number of each token, and for two more."""
        # the fastest way through a table; it wants two items at least
        return itemgetter(*map(self.__getitem__, tokens), _OTHER, _OTHER)


class Codes(NamedTuple):
    """A document's tokens as characters of an alphabet: the same as text and as bytes."""

    text: str
    data: bytes


class Alphabets:
    """A document's tokens as characters, in each of the alphabets that rules share."""

    def __init__(self, coder: Coder, tables: Sequence[str]) -> None:
        self._coder = coder
        self._tables = [table.encode("latin-1") for table in tables]

    def encode(self, document: Document, alphabet: int) -> Codes:
        """One character a token of the document. The last alphabet's are kept: rules of one follow each other."""
        last = document.memo(_last)
        if alphabet not in last:
            last.clear()
            last[alphabet] = self._encoded(document, self._tables[alphabet])
        return last[alphabet]

    def _encoded(self, document: Document, table: bytes) -> Codes:
        pieces = [bytes(through(table))[:-2] for through in document.memo(self._numbers)]
        data = b"".join(pieces)
        return Codes(data.decode("latin-1"), data)

    def _numbers(self, document: Document) -> list[Callable[[bytes], tuple[int, ...]]]:
        tokens = document.tokens
        return [self._coder.numbers(tokens[at : at + _PIECE]) for at in range(0, len(tokens), _PIECE)]


def _last(_: Document) -> dict[int, Codes]:
    """The number of the alphabet that a document was last read in, and what it was read as."""
    return {}


def shared(rules: Sequence[Rule]) -> dict[str, Any]:
    """The code book of a set of rules, the characters of each group, each rule's expressions; plain values."""
    from checker.checks.tokens.compiler import compiled  # noqa: PLC0415 - when a rule is read, not when it runs

    return compiled(rules)


class Ready(NamedTuple):
    """`shared`, ready to run: the alphabets, and the number of each rule's with its patterns."""

    alphabets: Alphabets
    patterns: Mapping[str, tuple[int, Sequence[TokenPattern]]]


def ready(values: Mapping[str, Any]) -> Ready:
    """Make the coder of a set of rules; once for each engine, as it remembers tokens."""
    coder = Coder(values["book"])
    return Ready(Alphabets(coder, values["tables"]), values["patterns"])


def expressions(rules: Sequence[Rule], shared: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Every expression of the rules, with its flags."""
    for _, patterns in shared["patterns"].values():
        yield from ((pattern, 0) for pattern, _ in patterns)


def compile(rule: Rule, shared: Ready) -> Find:
    """The rule as a function of a document."""
    params: Params = rule.params  # type: ignore[assignment]
    number, patterns = shared.patterns[rule.id]
    encode = shared.alphabets.encode
    looked_for = list(zip(patterns, sequences(params), strict=True))

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        codes = encode(document, number)
        parts = _parts(document, codes.data, hits) if rule.literals else _whole(codes.data)
        for (pattern, heads), tokens in looked_for:
            for found in _every(pattern, codes.text, parts, heads, tokens):
                match = _match(document, found, tokens)
                if match is not None and _stands(document, match, params) and not _crosses_end(document, found):
                    yield match

    return find


class Parts(NamedTuple):
    """What of a document is read for a rule: all of it, or the blocks that hold one of the rule's literals.

    spans: first token of each part and the one after its last; starts: where each part begins in `data`.
    """

    data: bytes
    spans: Sequence[tuple[int, int]]
    starts: Sequence[int]

    def token(self, place: int) -> int:
        """The number of the token at a place of `data`."""
        part = bisect_right(self.starts, place) - 1
        return self.spans[part][0] + place - self.starts[part]


def _whole(data: bytes) -> Parts:
    return Parts(data, [(0, len(data))], [0])


def _parts(document: Document, data: bytes, hits: Sequence[Hit]) -> Parts:
    """The blocks with a hit; no sequence goes over a block's end."""
    blocks = {bisect_right(document.block_starts, start) - 1 for _, start in hits}
    if 2 * len(blocks) > len(document.blocks):
        return _whole(data)
    firsts = document.token_spans.firsts
    spans = [(firsts[block], firsts[block + 1]) for block in sorted(blocks)]
    sizes = (last - first for first, last in spans[:-1])
    return Parts(b"".join(data[first:last] for first, last in spans), spans, [*accumulate(sizes, initial=0)])


def _every(
    pattern: str, text: str, parts: Parts, heads: Sequence[bytes], tokens: Sequence[Mapping[str, Any]]
) -> Iterator[re.Match[str]]:
    """Every match; what is context after one can be context before the next.

    The expression is made ready when there is a place for it: most texts have none for most.
    """
    at = 0
    if len(heads) < 2:
        search = expression(pattern).search
        for first, last in parts.spans:
            at = first
            while found := search(text, at, last):
                yield found
                at = _end(found, tokens)
        return
    for place in map(parts.token, _places(parts.data, heads)):
        if place >= at and (found := expression(pattern).match(text, place)):
            yield found
            at = _end(found, tokens)


def _end(found: re.Match[str], tokens: Sequence[Mapping[str, Any]]) -> int:
    """Where the next match may begin."""
    inside = (f"t{number}" for number, token in enumerate(tokens) if not token.get("context"))
    return max(found.start() + 1, *map(found.end, inside))


def _places(codes: bytes, heads: Sequence[bytes]) -> Iterator[int]:
    """Where a sequence can begin, by its first tokens.

    Whole texts are held against each other as numbers of many digits: `re` takes longer to try each place.
    """
    fits = int.from_bytes(codes.translate(heads[0]), "little")
    for number, head in enumerate(heads[1:], 1):
        fits &= int.from_bytes(codes[number:].translate(head), "little")
    marks = fits.to_bytes(len(codes), "little")
    at = marks.find(1)
    while at >= 0:
        yield at
        at = marks.find(1, at + 1)


def _crosses_end(document: Document, found: re.Match[str]) -> bool:
    """Whether a sentence ends inside, at an initialism's stop: no other end is a part of a word."""
    first, last = found.span()
    return any(
        token.endswith(".") and len(token) > 1 and document.sentence_at(document.token_spans[number][0]).end
        == document.token_spans[number][1]
        for number, token in enumerate(document.tokens[first : last - 1], first)
    )  # fmt: skip


def _match(document: Document, found: re.Match[str], tokens: Sequence[Mapping[str, Any]]) -> Match | None:
    spans = document.token_spans
    inside = [found.span(f"t{number}") for number, token in enumerate(tokens) if not token.get("context")]
    inside = [span for span in inside if span[0] < span[1]]
    if not inside:
        return None
    values: dict[str, str] = {}
    for number, token in enumerate(tokens):
        first, last = found.span(f"t{number}")
        text = document.text[spans[first][0] : spans[last - 1][1]] if first < last else ""
        if text and "ending" in token and not fold(text).endswith(tuple(token["ending"])):
            return None
        if "name" in token:
            values[token["name"]] = text
        if "instead" in token and text:
            expected = {fold(word): wording for word, wording in token["instead"].items()}
            values["instead"] = like(text, expected[fold(text)])
    return Match(spans[inside[0][0]][0], spans[inside[-1][1] - 1][1], values)


def _stands(document: Document, match: Match, params: Params) -> bool:
    """Whether a match is at the place, and in the kind of sentence, that the rule asks for."""
    where, in_question = params.get("at"), params.get("in_question")
    if where is None and in_question is None:
        return True
    sentence = document.sentence_at(match.start)
    ending = document.text[max(sentence.start, sentence.end - 10) : sentence.end]
    if in_question is not None and in_question != ("?" in ending):
        return False
    if where == "sentence-start":
        return not document.text[sentence.start : match.start].strip(_OPENING)
    return where is None or not document.text[match.end : sentence.end].strip(f".!?{_CLOSING}")


_OPENING = "\"'“‘([—– "
_CLOSING = "\"'”’)] "
