r"""`spun`: an established term with a word replaced by what a synonym spinner writes for it.

Lists of known phrases (`bosom peril`) end where the next article begins. Here a term (`breast cancer`) and a
substitute for one of its words (`bosom`) are enough: any way of putting them together is found, provided that
the words beside each other are not ordinary English. Terms, substitutes and ordinary pairs come from
``data/spun.txt``, made by ``tools/build_spun.py``; it is read when the first document needs it.

Format of the table (UTF-8), parts separated by an empty line:

1. comments;
2. ``FIRST⇥REST⇥REST…``: terms, by their first word;
3. ``SUBSTITUTE⇥WORD⇥WORD…``: what stands for which words of terms; ``~`` before a word says that the
   substitute is the word's good neighbour as well, and counts only in company;
4. ``WORD⇥NEXT NEXT…``: ordinary pairs, in base forms.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.checks.phrase import like, plural
from checker.document import Document
from checker.finding import Match
from checker.rule import Rule

DATA = Path(__file__).parents[1] / "data" / "spun.txt"
FUNCTION_WORDS = frozenset("a an and by for in of on the to with".split())
_KEPT = 1 << 14  # tokens of which it is kept what they can stand for: each is asked for many times
_LONGEST = 5  # words of a substitute, and of what may precede it in a term


class Params(TypedDict, total=False):
    """Parameters of a `spun` rule.

    evidence: `substitute` (default): at least one word is what its field never says; `any`: every content word
      is replaced, by whatever synonym, which tells only beside other findings.
    distinct: least number of different terms that a document has spun; in one with fewer nothing is found. Default 1.
    """

    evidence: str
    distinct: int


def problems(params: Params) -> Iterator[Problem]:
    """An unknown kind of evidence, a number that is none."""
    if params.get("evidence", "substitute") not in {"substitute", "any"}:
        yield Problem(("evidence",), "'evidence' is 'substitute' or 'any'")
    if params.get("distinct", 1) < 1:
        yield Problem(("distinct",), "'distinct' counts from 1")


def literals(params: Params) -> tuple[str, ...]:
    """None: the words of the table are looked up one by one."""
    return ()


@lru_cache(maxsize=1 << 16)  # texts have few different words, and each is asked for many times
def base(word: str) -> str:
    """A noun without its plural ending, by rule; other words stay.

    >>> [base(word) for word in ("networks", "arteries", "losses", "boxes", "gas", "analysis", "virus")]
    ['network', 'artery', 'loss', 'box', 'gas', 'analysis', 'virus']
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


class Trie(dict[str, "Trie"]):
    """Terms by their words; `end` says that one ends here."""

    end = False

    def add(self, words: Sequence[str]) -> None:
        """Take in a term, or what is left of it."""
        node = self
        for word in words:
            node = node.setdefault(word, Trie())
        node.end = True


def _by_first(rows: str) -> dict[str, str]:
    """Rows by their first field, the others left together: an article needs few of them."""
    parts = (row.partition("\t") for row in rows.split("\n"))
    return {first: others for first, _, others in parts}


class Openings(Trie):
    """All terms by their first words; what follows one is parsed when first asked for."""

    def __init__(self, rows: str) -> None:
        self._rows = _by_first(rows)

    def __contains__(self, word: object) -> bool:
        return word in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def __missing__(self, word: str) -> Trie:
        node = self[word] = Trie()
        for rest in self._rows[word].split("\t"):
            node.add(rest.split(" "))
        return node


class Starts:
    """Which tokens a substitute can begin at: looked up for every token of a text, so by sets."""

    def __init__(self, names: Iterable[str]) -> None:
        self._alone: set[str] = set()
        self._second: dict[str, set[str]] = {}
        for name in names:
            if " " in name:
                first, second, *_ = name.split(" ")
                self._second.setdefault(first, set()).add(second)
            else:
                self._alone.add(name)

    def among(self, tokens: Sequence[str]) -> Iterator[int]:
        """The numbers of the tokens where one may begin."""
        distinct = set(tokens)
        alone = {token for token in distinct if token in self._alone or base(token) in self._alone}
        firsts = distinct.intersection(self._second)
        for number, token in enumerate(tokens):
            if token in alone or (token in firsts and self._goes_on(token, tokens[number + 1 : number + 2])):
                yield number

    def _goes_on(self, token: str, following: Sequence[str]) -> bool:
        seconds = self._second[token]
        return any(word in seconds or base(word) in seconds for word in following)


class Table:
    """The table's parts, each parsed when first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.meanings = lru_cache(_KEPT)(self._meanings)
        self.continuations = lru_cache(_KEPT)(self._continuations)

    @cached_property
    def _parts(self) -> list[str]:
        return self._path.read_text(encoding="utf-8").rstrip("\n").split("\n\n", 3)

    @cached_property
    def openings(self) -> Openings:
        """All terms."""
        return Openings(self._parts[1])

    @cached_property
    def _substitutes(self) -> Mapping[str, str]:
        return _by_first(self._parts[2])

    @cached_property
    def _several(self) -> Sequence[str]:
        """Substitutes of several words."""
        return [name for name in self._substitutes if " " in name]

    def substitutes(self) -> Iterator[str]:
        """All of them."""
        yield from self._substitutes

    def originals(self, substitute: str) -> Sequence[str]:
        """The words that a substitute stands for, with the mark where it doesn't tell by itself."""
        words = self._substitutes.get(substitute)
        return words.split("\t") if words else ()

    @cached_property
    def telling(self) -> Starts:
        """Where the substitutes begin that tell by themselves: not every word that they stand for is marked."""
        return Starts(name for name, words in self._substitutes.items() if words.count("~") <= words.count("\t"))

    @cached_property
    def replacing(self) -> Starts:
        """Where any substitute begins."""
        return Starts(self._substitutes)

    @cached_property
    def lengths(self) -> Mapping[str, int]:
        """First word of the substitutes of several words → words of the longest."""
        found: dict[str, int] = {}
        for name in self._several:
            first, *rest = name.split(" ")
            found[first] = max(found.get(first, 0), len(rest) + 1)
        return found

    @cached_property
    def _ordinary(self) -> Mapping[str, str]:
        return _by_first(self._parts[3])

    def _meanings(self, token: str) -> frozenset[str]:
        """Every word of a term that a token, or a substitute that begins with it, can stand for."""
        forms = {token, base(token)}
        meant = (word for form in forms for word in (*self.originals(form), *self._begun.get(form, ())))
        return frozenset({*forms, *(word.lstrip("~") for word in meant)})

    def _continuations(self, token: str) -> frozenset[str]:
        """Every second word of the terms that a token can begin."""
        nodes = (self.openings[word] for word in self.meanings(token) if word in self.openings)
        return frozenset(word for node in nodes for word in node)

    @cached_property
    def _begun(self) -> Mapping[str, Sequence[str]]:
        """First word of the substitutes of several words → the words that these stand for."""
        found: dict[str, list[str]] = {}
        for name in self._several:
            found.setdefault(name.partition(" ")[0], []).extend(self.originals(name))
        return found

    def may_open(self, tokens: Sequence[str], start: int) -> bool:
        """Whether a term may begin at a token, by this one and the next: quicker to ask than to read on."""
        token, *following = tokens[start : start + 2]
        if token in self.lengths:  # what comes second may stand further on
            return bool(self.continuations(token))
        return bool(following) and not self.continuations(token).isdisjoint(self.meanings(following[0]))

    def is_ordinary(self, first: str, second: str) -> bool:
        """Whether two words stand side by side in good English."""
        return f" {base(second)} " in f" {self._ordinary.get(base(first), '')} "


def _is_marked(word: str) -> bool:
    return word.startswith("~")


TABLE = Table(DATA)


class Read(NamedTuple):
    """A word of a term as a text has it."""

    text: str  # the token, or the tokens of a substitute with blanks between
    word: str  # of the term
    replaced: bool
    tells: bool


class Reading(NamedTuple):
    """A term as it may be read from a token on."""

    end: int  # the token after it
    words: tuple[Read, ...]


def readings(table: Table, tokens: Sequence[str], start: int) -> Iterator[Reading]:
    """Every term that the tokens from `start` on can stand for, as it is or spun."""
    open_: list[tuple[Trie, int, tuple[Read, ...]]] = [(table.openings, start, ())]
    while open_:
        node, at, words = open_.pop()
        if node.end:
            yield Reading(at, words)
        if node and at < len(tokens):
            open_.extend((node[read.word], end, (*words, read)) for read, end in _reads(table, tokens, at, node))


def _reads(table: Table, tokens: Sequence[str], at: int, node: Trie) -> Iterator[tuple[Read, int]]:
    token = tokens[at]
    for form in {token, base(token)}:
        if form in node:
            yield Read(token, form, replaced=False, tells=False), at + 1
    for length in range(1, table.lengths.get(token, 1) + 1):
        text = " ".join(tokens[at : at + length])
        for form in {text, base(text)}:
            for marked in table.originals(form):
                word = marked.lstrip("~")
                if word in node and word != form:
                    yield Read(text, word, replaced=True, tells=not _is_marked(marked)), at + length


def is_spun(table: Table, words: Sequence[Read], *, every: bool) -> bool:
    """Whether a reading tells: with `every`, all content words are replaced, else one is by what its field never says.

    No word that counts may make an ordinary pair with its neighbour.
    """
    content = [word for word in words if word.word not in FUNCTION_WORDS]
    if not (all(word.replaced for word in content) if every else any(word.tells for word in content)):
        return False
    for left, right in pairwise(words):
        counts = left.replaced or right.replaced if every else left.tells or right.tells
        if counts and table.is_ordinary(left.text.split(" ")[-1], right.text.split(" ")[0]):
            return False
    return True


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function."""
    params: Params = rule.params  # type: ignore[assignment]
    look = _all_replaced if params.get("evidence") == "any" else _one_tells
    distinct = params.get("distinct", 1)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        found = document.memo(look)
        if len({str(match.values["expected"]).lower() for match in found}) >= distinct:
            yield from found

    return find


def _one_tells(document: Document) -> list[Match]:
    return list(_find(TABLE, document, every=False))


def _all_replaced(document: Document) -> list[Match]:
    return list(_find(TABLE, document, every=True))


def _find(table: Table, document: Document, *, every: bool) -> Iterator[Match]:
    tokens = document.folded_tokens
    after = 0  # tokens before have been looked at
    for number in (table.replacing if every else table.telling).among(tokens):
        for start in range(max(after, number - _LONGEST), number + 1):
            if not table.may_open(tokens, start):
                continue
            found = [read for read in readings(table, tokens, start) if is_spun(table, read.words, every=every)]
            if found:
                best = max(found, key=lambda read: (read.end, [word.word for word in read.words]))
                yield _match(document, start, best)
                after = best.end
                break
        after = max(after, number + 1)


def _match(document: Document, start: int, reading: Reading) -> Match:
    spans = document.token_spans
    first, last = spans[start][0], spans[reading.end - 1][1]
    words = [word.word for word in reading.words]
    final = reading.words[-1]
    if final.text != base(final.text) and final.word == base(final.word):
        words[-1] = plural(words[-1])
    expected = like(document.text[first:last], " ".join(words))
    return Match(first, last, {"expected": expected}, expected)
