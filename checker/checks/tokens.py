r"""`tokens`: a sequence of words, each described by its form, its word class or its case.

A document's tokens become a string with one character a token, and a rule a regular expression over these
characters, so that it runs at the speed of one, whatever it asks of a word. Words that rules name have numbers of
their own, every other word one for its set of possible classes (see `checker.lexicon`) and its case; numbers that
no rule of a group tells apart share a character. A group is as many rules as can do with the characters below 256,
which is what makes their expressions quick to compile and to run.

A word has all the classes that it can have: `class: verb` means that it may be a base form, `only: [verb]` that
it can't be anything else. A token that the rule doesn't describe by `word` is a word or a figure; punctuation
only matches where a rule names it, so that a sequence does not run over a sentence's end. A rule may give
several sequences; each is looked for by itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from operator import itemgetter
from typing import Any, NamedTuple, TypedDict, cast

from checker import lexicon
from checker.checks import Find, Hit, Problem
from checker.checks.phrase import like
from checker.document import SEPARATOR, Document, fold
from checker.expressions import expression, own
from checker.finding import Match
from checker.rule import Rule

CASES = ("lower", "capital", "upper", "mixed")
OWN_CLASSES = ("figure", "unknown", "possessive", "contraction")
"""Classes that the form tells: digits; a word not in the lexicon; one in 's; one in n't, 're, 'll, 've, 'm, 'd."""

SOUNDS = ("vowel-sound", "consonant-sound")
"""Classes that tell how a word begins when it is spoken; a word of which that is not sure has neither."""

ALL_CLASSES = (*lexicon.CLASSES, *OWN_CLASSES, *SOUNDS)
_OTHER = 0  # the number of a separator, and of a mark that no rule names
_FIRST = 1  # number of the first word in its first case
_ALPHABET = "".join(map(chr, (*range(0x30, 0x5B), *range(0x61, 0x7B), *range(0x80, 0x100))))
"""Characters without a meaning inside a character class; the first stands for what no rule asks for."""

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
    for where, tokens in _every_sequence(params):
        needed = [token for token in tokens if not token.get("optional") and not token.get("context")]
        if tokens and not needed and where[0] in {"tokens", "sequences"}:
            yield Problem(where, "every token is optional or context: nothing would be found")
        for number, token in enumerate(tokens):
            yield from _token_problems(token, (*where, number))


def _every_sequence(params: Params) -> Iterator[tuple[tuple[str | int, ...], Sequence[Token]]]:
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

    options = [tuple(sorted(_words_of(token))) for token in tokens if not token.get("optional")]
    return rare([words for words in options if words])


def _words_of(token: Mapping[str, Any]) -> set[str]:
    """The words, folded, one of which a token must be; empty when it may be any."""
    return {fold(word) for word in (*token.get("word", ()), *token.get("instead", ()))}


# --- worked out once for a set of rules ------------------------------------------------------------


def shared(rules: Sequence[Rule]) -> dict[str, Any]:
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
    patterns: dict[str, tuple[int, list[_Pattern]]] = {}
    for group in compiler.groups(rules):
        table = compiler.table(group)
        for rule in group:
            patterns[rule.id] = (len(tables), compiler.patterns(cast("Params", rule.params), table))
        tables.append(table)
    return {"book": book, "tables": tables, "patterns": patterns}


_Pattern = tuple[str, list[bytes]]
"""An expression for a sequence, and for each of the tokens that it must begin with a table: 1 for such a character."""
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


@cache
def _class_bits() -> dict[str, int]:
    return {name: 1 << number for number, name in enumerate(ALL_CLASSES)}


@cache
def _sounds() -> int:
    return class_mask(SOUNDS)


def class_mask(names: Iterable[str]) -> int:
    """Bit mask of word classes, the lexicon's and those that a word's form tells."""
    return sum({_class_bits()[name] for name in names})


def classes_of(token: str) -> int:
    """Bit mask of the classes that a token can have."""
    sound = sound_of(token)
    return _classes_of(token) | (class_mask([sound]) if sound else 0)


def _classes_of(token: str) -> int:
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


_VOWEL_NAMES = frozenset("aefhilmnorsx")  # letters whose name begins with a vowel: an F, an X
_FIGURE = own(r"(?P<vowel>8|1[18](?!\d)|1[18],)|(?P<unsure>1[18]\d\d(?!\d))")
_SOUND = own(
    r"""
    (?P<vowel> hono[u]?r | honest | hour | heir(?!o) | [ai] | é | e(?!u|w[eé]) | o(?!ne(?![a-z])|nce(?![a-z])|ui)
      | u(?!ni(?!m(?!od)|n|r|d(?!ir))|nanim|[bcfgkrst][aeiouy]|kr|s$) | x-)
    | (?P<unsure> herb | hi?y?st[eo]r | hotel | habitu | hallucin | heroic | herald | hypo | hilari | hereditary
      | uber | ubuntu | urug | ut[eo]s? | x | yt | yv | [^a-z] )
    """,
    re.VERBOSE,
)


def sound_of(token: str) -> str:
    """One of SOUNDS, or '' where it is not sure: initialisms that may be read as words, foreign letters.

    >>> [sound_of(word) for word in ("hour", "house", "unit", "unable", "FBI", "8-year", "NATO")]
    ['vowel-sound', 'consonant-sound', 'consonant-sound', 'vowel-sound', 'vowel-sound', 'vowel-sound', '']
    """
    first = token[0].lower()
    if first.isdigit():
        found = _FIGURE.match(token)
    elif len(token) == 1 or not token[1].isalpha():
        return SOUNDS[first not in _VOWEL_NAMES] if first.isascii() and first.isalpha() else ""
    elif token[1].isupper():
        return _initialism_sound(token)
    else:
        found = _SOUND.match(fold(token))
    if found is None:
        return SOUNDS[1]
    return SOUNDS[0] if found["vowel"] else ""


_SPELLED = own(r"[^aeiouy]+(?![a-z])|[fhlmnrsx](?!(?<=f)[rl]|(?<=s)[chklmnpqtw])[^aeiouy-]")
"""Initialisms that can only be spelled out: without a vowel letter, or with a start that nobody can pronounce."""


def _initialism_sound(token: str) -> str:
    """By the letter's name where that is how it must be read, or where it makes no difference."""
    folded = fold(token)
    if folded[0] in "fhlmnrsx" and not _SPELLED.match(folded):
        return ""
    return SOUNDS[folded[0] not in _VOWEL_NAMES] if folded[0].isascii() and folded[0].isalpha() else ""


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
        self._kinds: list[tuple[str | None, int, int]] = []  # word, class mask, number in its first case
        for word, number in book["words"].items():
            self._kinds.append((word, classes_of(word), _FIRST + number * len(CASES)))
        for mask, number in book["masks"].items():
            self._kinds.append((None, mask, _FIRST + number * len(CASES)))
        self._size = _FIRST + len(self._kinds) * len(CASES)
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
        """The rules in groups, each with few enough characters."""
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
            if group and len({bit & both for bit in distinct}) > len(_ALPHABET):
                yield group
                group, both = [], asked[rule.id]
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

    def patterns(self, params: Params, table: str) -> list[_Pattern]:
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


def _is_single(token: Token) -> bool:
    return not token.get("optional") and token.get("repeat", 1) == 1


_ASKED = frozenset({"word", "instead", "not_word", "class", "not_class", "only", "case", "any"})


def _descriptions(params: Params) -> Iterator[Token]:
    """Every description of a token in a rule."""
    for _, tokens in _every_sequence(params):
        yield from tokens


class _Asked:
    """What a description asks of a token."""

    def __init__(self, token: Mapping[str, Any]) -> None:
        self._words = _words_of(token)
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
        if self._only and (not mask & self._only or mask & ~self._only & ~_sounds()):
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


# --- at run time -------------------------------------------------------------------------------------


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
        return _FIRST + int(number) * len(CASES) + CASES.index(case_of(token))

    def numbers(self, tokens: Sequence[str]) -> Callable[[bytes], tuple[int, ...]]:
        """A function from a table to what it has for the number of each token, and for two more."""
        # the fastest way through a table; it wants two items at least
        return itemgetter(*map(self.__getitem__, tokens), _OTHER, _OTHER)


class Alphabets:
    """A document's tokens as characters, in each of the alphabets that rules share."""

    def __init__(self, coder: Coder, tables: Sequence[str]) -> None:
        self._coder = coder
        self._tables = [table.encode("latin-1") for table in tables]

    def encode(self, document: Document) -> list[str]:
        """For each alphabet one character a token of the document."""
        texts: list[list[bytes]] = [[] for _ in self._tables]
        for at in range(0, len(document.tokens), _PIECE):
            through = self._coder.numbers(document.tokens[at : at + _PIECE])
            for text, table in zip(texts, self._tables, strict=True):
                text.append(bytes(through(table))[:-2])
        return [b"".join(text).decode("latin-1") for text in texts]


class Ready(NamedTuple):
    """`shared`, ready to run: the alphabets, and the number of each rule's with its patterns."""

    alphabets: Alphabets
    patterns: Mapping[str, tuple[int, Sequence[_Pattern]]]


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
        codes = document.memo(encode)[number]
        for (pattern, heads), tokens in looked_for:
            for found in _every(pattern, codes, heads, tokens):
                match = _match(document, found, tokens)
                if match is not None and _stands(document, match, params) and not _crosses_end(document, found):
                    yield match

    return find


def _every(
    pattern: str, codes: str, heads: Sequence[bytes], tokens: Sequence[Mapping[str, Any]]
) -> Iterator[re.Match[str]]:
    """Every match; what is context after one can be context before the next.

    The expression is made ready when there is a place for it: most texts have none for most.
    """
    at = 0
    if len(heads) < 2:
        search = expression(pattern).search
        while found := search(codes, at):
            yield found
            at = _end(found, tokens)
        return
    for place in _places(codes.encode("latin-1"), heads):
        if place >= at and (found := expression(pattern).match(codes, place)):
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
