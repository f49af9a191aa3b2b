"""What LanguageTool and Harper are asked about, and what they said: the evidence that opinions are chosen by."""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from accuracy import Text, texts

from checker import ruleset as rulesets
from checker.commands.common import chosen
from checker.engine import Engine
from checker.formats import document
from checker.opinions import PROGRAMS, Opinion, filters, merge
from checker.source import Source

FOLDS = 10
SCOPE = frozenset({"paragraph", "quote", "list-item", "heading"})

PLANTED = frozenset({
    "critical_id4_codemix", "critical_id20_shuffled", "critical_id21_adj_adv_removed", "critical_id22_verb_removed",
    "critical_id23_noun_removed", "critical_id24_subj_removed", "major_id5_pp_removed", "major_id17_tense",
    "major_id18_aspect", "minor_id12_conj_removed", "minor_id13_pos_shift", "minor_id14_word_swap",
    "minor_id16_function_word",
})  # fmt: skip
"""Kinds of planted errors that are grammar or wording, not casing, spelling or punctuation by the sentence."""
_MENDED = 2_000  # pairs taken of each file of `postedit`
_PORTION = 100  # sentences in a document that is asked about

UNKNOWN = " (unknown word)"
"""What the script adds to the name of a rule of spelling where it found what `filters.is_unknown_word` tells."""


class Tally(NamedTuple):
    """Findings on marks and beside them, the former by chance; on people's translations; on clean text; on pages."""

    hits: int = 0
    misses: int = 0
    chance: float = 0.0
    human: int = 0
    clean: int = 0
    page_hits: int = 0
    page_misses: int = 0

    @property
    def machine(self) -> int:
        return self.hits + self.misses

    def __add__(self, other: tuple[Any, ...]) -> Tally:
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))


class Heard(NamedTuple):
    """A finding of a program in a document.

    source: the name of what the document is or translates. kind: 'clean', 'people', 'machine' or 'page'.
    damaged: whether Malaprop's own rules find the document so. right: whether it touches a mark or an item.
    chance: that it would, anywhere there.
    """

    source: str
    kind: str
    damaged: bool
    rule: str
    category: str
    right: bool
    chance: float

    @property
    def tally(self) -> Tally:
        hit, machine, page = int(self.right), int(self.kind == "machine"), int(self.kind == "page")
        return Tally(
            hit * machine, (1 - hit) * machine, self.chance * machine, int(self.kind == "people"),
            int(self.kind == "clean"), hit * page, (1 - hit) * page,
        )  # fmt: skip


class Corpus(NamedTuple):
    """What a program said.

    heard: as far as it is heard. words: (source, kind) → how many. pairs: rule → pairs in which it finds something in
    the worse sentence alone, and in the better one alone. pair_words: of the worse sentences.
    categories: of the rules.
    """

    heard: list[Heard]
    words: Counter[tuple[str, str]]
    pairs: Mapping[str, tuple[int, int]]
    pair_words: int
    categories: Mapping[str, str]

    def without(self, fold: int) -> Corpus:
        """The same of all documents but those of a fold."""
        words = Counter({key: count for key, count in self.words.items() if digit(key[0]) % FOLDS != fold})
        return self._replace(heard=[one for one in self.heard if digit(one.source) % FOLDS != fold], words=words)

    def size(self, *kinds: str) -> int:
        """Words of these kinds of text."""
        return sum(count for (_, kind), count in self.words.items() if kind in kinds)


def marked_and_clean(data: Path, scorer: Any) -> Iterator[tuple[str, Text]]:
    """The documents that rules are chosen on, in a fixed order, each with the name of what it is or translates."""
    names = (f"{record['set']}/{record['doc']}" for record in scorer.jsonl(data / "mqm"))
    for number, text in enumerate(texts(data, scorer)):
        if text.part == "clean":
            yield f"clean/{number}", text
        elif text.marked:
            yield next(names), text


def pairs(data: Path, scorer: Any) -> list[Text]:
    """Pairs of sentences in portions: documents of worse and of better ones in turn, one sentence a paragraph."""
    rows: list[tuple[str, str]] = []
    for path in sorted((data / "perturb").glob("*.tsv")):
        if path.stem in PLANTED:
            rows += [(row["perturbed"], row["clean"]) for row in scorer.table(path)]
    for path in sorted((data / "postedit").glob("*.tsv")):
        table = list(scorer.table(path))
        chosen_rows = random.Random(0).sample(table, min(_MENDED, len(table)))
        rows += [(row["mt"], row["post_edit"]) for row in chosen_rows]
    rows = [(worse, better) for worse, better in rows if worse and better and worse != better]
    portions = [rows[at : at + _PORTION] for at in range(0, len(rows), _PORTION)]
    return [
        Text("pairs", "\n\n".join(side), ".txt", human=False) for some in portions for side in zip(*some, strict=True)
    ]


def pages(folder: Path) -> list[tuple[str, Text]]:
    """Damaged pages, each beside a list of its damage: line, match (`A || B`), class."""
    return [(f"page {path.stem}", _page(path)) for path in sorted(folder.glob("*.txt"))]


def _page(path: Path) -> Text:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    spans = []
    for row in path.with_suffix(".findings.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        number, match, kind, _ = row.split("\t")
        start = sum(len(line) + 1 for line in lines[: int(number) - 1])
        at = lines[int(number) - 1].find(first := match.split(" || ")[0])
        if kind != "clean" and at >= 0:
            spans.append((start + at, start + at + len(first)))
    return Text("page", text, ".txt", human=False, spans=tuple(spans))


def markup(text: Text) -> str:
    return "markdown" if text.suffix == ".md" else "plain"


def heard(text: Text, said: Iterable[Opinion]) -> Iterator[tuple[Opinion, int, int]]:
    """The opinions that a check would hold against rules, with their places in the file."""
    prose = document(Source(text.text, f"text{text.suffix}"), markup(text))
    for opinion in said:
        if prose.blocks[prose.block_at(opinion.start)].kind not in SCOPE:
            continue
        place = prose.to_source(opinion.start, opinion.end)
        if filters.is_unknown_word(prose, opinion):
            yield opinion._replace(rule=opinion.rule + UNKNOWN), *place
        elif filters.is_heard(prose, opinion):
            yield opinion, *place


def corpus(
    every: Sequence[tuple[str, Text]], sentences: Sequence[Text], said: Sequence[list[Opinion]], scorer: Any
) -> Corpus:
    """What a program said of documents, and of pairs of sentences after them."""
    found: list[Heard] = []
    words: Counter[tuple[str, str]] = Counter()
    is_damaged = _own_rules()
    for (source, text), some in zip(every, said, strict=False):
        kind = "clean" if text.part == "clean" else "page" if text.part == "page" else "machine"
        kind = "people" if kind == "machine" and text.human else kind
        words[source, kind] += len(text.text.split())
        damaged = is_damaged(text)
        for opinion, start, end in heard(text, some):
            right = any(start < last and first < end for first, last in text.spans)
            place = [{"start_offset": start, "end_offset": end}]
            chance = 0.0 if text.human else scorer.by_chance(text.text, list(text.spans), place)
            found.append(Heard(source, kind, damaged, opinion.rule, opinion.category, right, chance))
    return Corpus(
        found, words, in_pairs(sentences, said[len(every) :]), sum(len(text.text.split()) for text in sentences[::2]),
        {name: opinion.category for some in said for opinion in some for name in _names(opinion.rule)},
    )  # fmt: skip


def _names(rule: str) -> tuple[str, ...]:
    """What a rule is called here."""
    return (rule, rule + UNKNOWN) if rule in filters.SPELLING else (rule,)


def _own_rules() -> Callable[[Text], bool]:
    """Whether Malaprop's own rules find a text damaged."""
    rules = rulesets.load()
    own = [rule for rule in chosen(rules.rules, [], [], preview=False) if rule.type not in PROGRAMS]
    engine = Engine(rules, own)

    def is_damaged(text: Text) -> bool:
        prose = document(Source(text.text, f"text{text.suffix}"))
        return merge.is_damaged(engine.check(prose), prose.word_count)

    return is_damaged


def in_pairs(documents: Sequence[Text], answers: Sequence[list[Opinion]]) -> dict[str, tuple[int, int]]:
    """Rule → pairs in which it finds something in the worse sentence alone, and in the better one alone."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for at in range(0, len(documents), 2):
        worse, better = (
            {(opinion.rule, text.text.count("\n\n", 0, start)) for opinion, start, _ in heard(text, said)}
            for text, said in zip(documents[at : at + 2], answers[at : at + 2], strict=True)
        )
        for number, only in enumerate((worse - better, better - worse)):
            for rule, _ in only:
                counts[rule][number] += 1
    return {rule: (worse, better) for rule, (worse, better) in counts.items()}


def tallies(some: Iterable[Heard]) -> dict[str, Tally]:
    """Rule → what it did."""
    rules: dict[str, Tally] = defaultdict(Tally)
    for one in some:
        rules[one.rule] += one.tally
    return dict(rules)


def total(some: Iterable[Heard]) -> Tally:
    """What all did together."""
    return sum((one.tally for one in some), Tally())


def digit(source: str) -> int:
    """A number that tells which part of the documents one belongs to, with all its translations."""
    return hashlib.sha256(source.encode()).digest()[0]
