"""Choose which rules of LanguageTool and Harper are worth passing on, by what they do on the benchmark.

    python bench/select_opinions.py ask PROGRAM [--server URL] --data DEV --pages PAGES --answers FILE
    python bench/select_opinions.py {choose | write} PROGRAM --data DEV --pages PAGES --answers FILE [--all]

PROGRAM is `harper` or `languagetool`, DEV ../shared/bench/dev, PAGES ../shared/articles/pages; all commands want the
same.

`ask` runs every rule that the program has on by default over clean text, over translations that experts have marked,
over pairs of a worse and a better sentence, and over damaged pages (damage listed). `choose` counts, rule by rule, and
prints what is chosen and what it is worth: on these documents, and on each tenth of them as chosen from the others.
`write` puts the choice into rules/second-opinion.

**Everywhere.** A rule is chosen by marks alone when it was seen `LEAST` times on translations of `SOURCES` documents,
touches marks at least `EACH` times as often as chance, finds `LIFT` times as much in machines' translations as in
people's, and makes no more than one finding in `CLEAN_WORDS` words of clean text. Others are chosen by all sources
together. Each finding answers questions that a rule which sees nothing would get right with a known chance:

- On a marked translation or a damaged page: does it touch the damage? Chance is what it would touch anywhere there.
- In just one sentence of a pair: is it the worse one? Chance is a half. (Punctuation isn't asked: `postedit` is
  tokenised.)
- In any of these or in good text: is it in the damaged one? Chance is the damaged texts' share of all words.

Findings of a rule in translations of one document, or on one page, have one vote together. A rule's strength is the
logarithm of what it multiplies the odds of chance by (`SPREAD` is its spread before anything is seen), and it is chosen
when at the lower bound that is `LEAST_ODDS` or more, it has found something in `SOURCES` documents, it keeps to
`CLEAN_WORDS`, and marks and people's translations don't speak against it.

Rules that were seen too rarely are left out. Whole categories, with the rules that were never seen to be wrong, were
tried: on documents that the choice was not made from they are wrong nearly as often as chance.

**In damaged text.** Where Malaprop's own rules find a document damaged (`checker.opinions.merge`), which clean text
next to never is, a rule need only be right: the last question isn't asked, nor what it does in clean text. A category
is as strong as its rules together, none of which has more than `LEAST` votes. Before a rule is seen it is taken to be
as strong as its category, give or take `KINDRED`; it is chosen when its strength is `ODDS_IN_DAMAGED` at the lower
bound. That may be so before it is seen at all: then the category is chosen, without the rules that were seen to be
weaker.

Opinions are filtered first as the checks do it (`checker.opinions.filters`); what a program says of a word that nobody
knows counts as a rule of its own (`UNKNOWN`), for damaged text. Categories about taste (`TASTE`) are never chosen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from accuracy import ROOT, Text, load_scorer, texts

from checker import ruleset as rulesets
from checker.commands.common import chosen
from checker.engine import Engine
from checker.formats import document
from checker.opinions import PROGRAMS, Opinion, filters, harper, languagetool, merge, troubles
from checker.source import Source

LEAST = 3  # findings on machine translation
SOURCES = 3  # documents that a rule finds something in; a pair is one
EACH = 1.5  # times chance
LEAST_ODDS = 3.0  # times those of chance
ODDS_IN_DAMAGED = 2.0  # the same, in damaged text
SPREAD = 2.0  # of a rule's strength, before anything is seen of it
KINDRED = 1.0  # the same, of rules of a category round what it is
BOUND = 1.28  # standard deviations below: one rule in ten is weaker than its bound
TOGETHER = 2.0  # times chance
LIFT = 1.5
CLEAN_WORDS = 40_000  # for a rule
CLEAN_WORDS_TOGETHER = 5_000
FOLDS = 10
SCOPE = frozenset({"paragraph", "quote", "list-item", "heading"})
TASTE = frozenset({
    "Enhancement", "Readability", "Redundancy", "Regionalism", "Style",
    "REDUNDANCY", "STYLE", "PLAIN_ENGLISH", "WIKIPEDIA", "REPETITIONS_STYLE", "AMERICAN_ENGLISH_STYLE", "TEXT_ANALYSIS",
    "CREATIVE_WRITING", "GENDER_NEUTRALITY", "BRITISH_ENGLISH",
})  # fmt: skip
PLANTED = frozenset({
    "critical_id4_codemix", "critical_id20_shuffled", "critical_id21_adj_adv_removed", "critical_id22_verb_removed",
    "critical_id23_noun_removed", "critical_id24_subj_removed", "major_id5_pp_removed", "major_id17_tense",
    "major_id18_aspect", "minor_id12_conj_removed", "minor_id13_pos_shift", "minor_id14_word_swap",
    "minor_id16_function_word",
})  # fmt: skip
"""Kinds of planted errors that are grammar or wording, not casing, spelling or punctuation by the sentence."""
_MENDED = 2_000  # pairs taken of each file of `postedit`
_PORTION = 100  # sentences in a document that is asked about

PUNCTUATION = frozenset({"Formatting", "Punctuation", "PUNCTUATION", "TYPOGRAPHY"})

WHOLE_TEXT = frozenset({"EN_UNPAIRED_BRACKETS", "EN_UNPAIRED_QUOTES", "UnclosedQuotes"})
"""Rules that look from one sentence to the next, while the checks ask about each alone."""

UNKNOWN = " (unknown word)"
"""What the script adds to the name of a rule of spelling where it found what `filters.is_unknown_word` tells."""

THEMES = {
    **dict.fromkeys(("CASING", "Capitalization", "Months", "LOWERCASE_MONTHS", "COVID_19"), "casing"),
    **dict.fromkeys(("GRAMMAR", "Agreement", "Grammar", "Miscellaneous", "Repetition"), "grammar"),
    **dict.fromkeys(PUNCTUATION, "punctuation"),
}
"""Rule or category → what its file in rules/second-opinion is about; that of others is about wording."""


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
        words = Counter({key: count for key, count in self.words.items() if _digit(key[0]) % FOLDS != fold})
        return self._replace(heard=[one for one in self.heard if _digit(one.source) % FOLDS != fold], words=words)

    def size(self, *kinds: str) -> int:
        """Words of these kinds of text."""
        return sum(count for (_, kind), count in self.words.items() if kind in kinds)


class Choice(NamedTuple):
    """Rules that are passed on: these, and all of these categories but those refused."""

    allow: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    refuse: frozenset[str] = frozenset()

    def passes(self, rule: str, category: str) -> bool:
        return rule in self.allow or (category in self.categories and rule not in self.refuse)


# --- asking ------------------------------------------------------------------------------------------


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


def ask(program: str, server: str, answers: Path, every: Iterable[Text]) -> None:
    """Ask a program about every document, and write its answers, one document a line."""
    advisor = harper.advisor("", (), ()) if program == "harper" else languagetool.advisor(server, (), ())
    with answers.open("w", encoding="utf-8") as file:
        for text in every:
            prose = document(Source(text.text, f"text{text.suffix}"), _markup(text))
            said = advisor.about(prose) if prose.language in {"", "en"} else []
            for _, why in prose.memo(troubles):
                raise SystemExit(why)
            file.write(json.dumps(said) + "\n")


def _markup(text: Text) -> str:
    return "markdown" if text.suffix == ".md" else "plain"


# --- what was said -----------------------------------------------------------------------------------


def heard(text: Text, said: Iterable[Opinion]) -> Iterator[tuple[Opinion, int, int]]:
    """The opinions that a check would hold against rules, with their places in the file."""
    prose = document(Source(text.text, f"text{text.suffix}"), _markup(text))
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


# --- evidence ----------------------------------------------------------------------------------------


class Trial(NamedTuple):
    """A question that a finding answers: its weight, whether it was right, and how likely it would be by chance."""

    weight: float
    right: bool
    chance: float


class Evidence(NamedTuple):
    """All answers of a rule, and the documents, pages and pairs where it found something in damaged text."""

    trials: list[Trial]
    sources: set[str]


def strength(trials: Sequence[Trial], prior: float = 0.0, spread: float = SPREAD) -> tuple[float, float]:
    """The logarithm of what a rule multiplies the odds of chance by, and its standard deviation.

    prior, spread: what it is taken for before anything is seen of it.

    >>> [round(value, 1) for value in strength([Trial(1, True, 0.5)] * 9)]
    [2.6, 1.1]
    """
    value = prior
    while True:
        slope, curve = (prior - value) / spread**2, 1 / spread**2
        for weight, right, chance in trials:
            likely = 1 / (1 + (1 - chance) / chance * math.exp(-value))
            slope += weight * (right - likely)
            curve += weight * likely * (1 - likely)
        if abs(slope) < 1e-6:
            return value, 1 / math.sqrt(curve)
        value += max(-1.0, min(1.0, slope / curve))


def is_strong(trials: Sequence[Trial], odds: float, prior: float = 0.0, spread: float = SPREAD) -> bool:
    """Whether answers show that a rule multiplies the odds of chance by so much, with some room for luck."""
    value, deviation = strength(trials, prior, spread)
    return value - BOUND * deviation >= math.log(odds)


def _of_pairs(worse: int, better: int) -> list[Trial]:
    return [Trial(1, right=True, chance=0.5)] * worse + [Trial(1, right=False, chance=0.5)] * better


def evidence(given: Corpus, *, asks_where: bool = True) -> dict[str, Evidence]:
    """What each rule answered in all sources. asks_where: whether a finding should be in damaged text, too."""
    findings: dict[tuple[str, str, bool], list[Heard]] = defaultdict(list)
    for one in given.heard:
        findings[one.rule, one.source, one.kind in {"machine", "page"}].append(one)
    hurt = given.size("machine", "page") + given.pair_words
    share = hurt / (hurt + given.size("clean", "people"))
    every: dict[str, Evidence] = defaultdict(lambda: Evidence([], set()))
    for (rule, source, hurts), some in findings.items():
        if asks_where:
            every[rule].trials.extend([Trial(1 / len(some), hurts, share)] * len(some))
        if hurts:
            every[rule].trials.extend(Trial(1 / len(some), one.right, min(0.99, max(0.01, one.chance))) for one in some)
            every[rule].sources.add(source)
    for rule, (worse, better) in given.pairs.items():
        if given.categories[rule] not in PUNCTUATION:
            every[rule].trials.extend(_of_pairs(worse, better))
            if asks_where:
                every[rule].trials.extend([Trial(1, right=True, chance=share)] * worse)
            every[rule].sources.update(f"pair {number}" for number in range(worse))
    return dict(every)


# --- choosing ----------------------------------------------------------------------------------------


def holds(tally: Tally, given: Corpus, times: float, clean_words: int) -> bool:
    """Whether a tally is worth a reader's time."""
    return (
        tally.machine >= LEAST
        and tally.hits >= times * tally.chance
        and tally.machine * given.size("people") >= LIFT * tally.human * given.size("machine")
        and tally.clean * clean_words <= given.size("clean")
    )


def choose_everywhere(given: Corpus) -> Choice:
    """The rules that are passed on whatever the document."""
    given = given._replace(
        heard=[one for one in given.heard if not one.rule.endswith(UNKNOWN)],
        pairs={rule: counts for rule, counts in given.pairs.items() if not rule.endswith(UNKNOWN)},
    )
    rules = tallies(given.heard)
    return Choice(frozenset(chosen_by_marks(given, rules) | chosen_by_all(given, rules)))


def chosen_by_marks(given: Corpus, rules: Mapping[str, Tally]) -> set[str]:
    """The rules that hold by experts' marks alone."""
    sources = defaultdict(set)
    for one in given.heard:
        if one.kind == "machine":
            sources[one.rule].add(one.source)
    return {
        rule for rule, tally in rules.items()
        if rule not in WHOLE_TEXT and given.categories[rule] not in TASTE and len(sources[rule]) >= SOURCES
        and holds(tally, given, EACH, CLEAN_WORDS)
    }  # fmt: skip


def chosen_by_all(given: Corpus, rules: Mapping[str, Tally]) -> set[str]:
    """The rules that hold by all their answers together, and that marks don't speak against."""
    return {
        rule for rule, (trials, sources) in evidence(given).items()
        if is_choosable(rule, given.categories[rule]) and len(sources) >= SOURCES
        and (tally := rules.get(rule, Tally())).clean * CLEAN_WORDS <= given.size("clean")
        and tally.hits >= tally.chance
        and tally.machine * given.size("people") >= tally.human * given.size("machine")
        and is_strong(trials, LEAST_ODDS)
    }  # fmt: skip


def is_choosable(rule: str, category: str = "") -> bool:
    """Whether a rule may be chosen: it is not about spelling or taste, nor about more than a sentence."""
    return rule not in WHOLE_TEXT and rule not in filters.SPELLING and category not in TASTE


def choose_in_damaged(given: Corpus) -> Choice:
    """The rules that are passed on in a document that Malaprop's own rules find damaged, too."""
    answers = {
        rule: trials for rule, (trials, _) in evidence(given, asks_where=False).items()
        if is_choosable(rule, given.categories[rule])
    }  # fmt: skip
    votes: dict[str, list[Trial]] = defaultdict(list)
    for rule, trials in answers.items():
        votes[given.categories[rule]] += _few(trials)
    strengths = {category: strength(trials) for category, trials in votes.items()}
    unseen = {category: (value, math.hypot(deviation, KINDRED)) for category, (value, deviation) in strengths.items()}
    strong = {
        rule for rule, trials in answers.items() if is_strong(trials, ODDS_IN_DAMAGED, *unseen[given.categories[rule]])
    }
    categories = {category for category, prior in unseen.items() if is_strong((), ODDS_IN_DAMAGED, *prior)}
    refuse = {rule for rule, category in given.categories.items() if category in categories} - strong
    return Choice(frozenset(strong), frozenset(categories), frozenset(refuse))


def _few(trials: Sequence[Trial]) -> list[Trial]:
    """Answers that weigh no more than `LEAST` together, so that one rule doesn't speak for its whole category."""
    share = min(1.0, LEAST / sum(trial.weight for trial in trials))
    return [trial._replace(weight=trial.weight * share) for trial in trials]


class Both(NamedTuple):
    """What is passed on everywhere, and what in damaged text besides."""

    everywhere: Choice
    in_damaged: Choice

    def passes(self, one: Heard) -> bool:
        return self.everywhere.passes(one.rule, one.category) or (
            one.damaged and self.in_damaged.passes(one.rule, one.category)
        )


def choose(given: Corpus) -> Both:
    """Both choices; what is passed on everywhere is not in the other one again."""
    everywhere, hurt = choose_everywhere(given), choose_in_damaged(given)
    allow = {rule for rule in hurt.allow - everywhere.allow if given.categories[rule] not in hurt.categories}
    refuse = {rule for rule in hurt.refuse | everywhere.allow if given.categories[rule] in hurt.categories}
    return Both(everywhere, Choice(frozenset(allow), hurt.categories, frozenset(refuse)))


def out_of_fold(given: Corpus) -> list[tuple[Heard, Both]]:
    """All findings, each with the choice that was made without its document, its translations and a tenth of others."""
    made = [choose(given.without(fold)) for fold in range(FOLDS)]
    return [(one, made[_digit(one.source) % FOLDS]) for one in given.heard]


def _digit(source: str) -> int:
    """A number that tells which part of the documents one belongs to, with all its translations."""
    return hashlib.sha256(source.encode()).digest()[0]


# --- showing and writing -----------------------------------------------------------------------------

_COLUMNS = ("on marks", "beside", "by chance", "people", "clean", "on items", "beside")


def show(given: Corpus, made: Both, *, everything: bool) -> None:
    """Print what was chosen, rule by rule, and how all of it does together."""
    sizes = {kind: given.size(kind) for kind in ("machine", "people", "clean", "page")}
    print(f"words: {sizes}")
    for name, choice, some in (
        ("everywhere", made.everywhere, given.heard),
        ("in damaged text", made.in_damaged, [one for one in given.heard if one.damaged]),
    ):
        print(f"\n{name}: rule", "category", *_COLUMNS, sep="\t")
        for rule, tally in sorted(tallies(some).items(), key=lambda item: (-item[1].hits, item[0])):
            passes = choice.passes(rule, given.categories[rule])
            if passes or everything:
                _print(rule if passes else f"({rule})", given.categories[rule], tally)
        print(f"whole categories, their rare rules: {' '.join(sorted(choice.categories))}")
    print(
        "\nall together:", "", *_COLUMNS, "precision", "chance", "machine / people", "words a clean finding", sep="\t"
    )
    apart = out_of_fold(given)
    _sum("as chosen, everywhere", given, [one for one in given.heard if made.everywhere.passes(one.rule, one.category)])
    _sum("as chosen, with damaged text", given, filter(made.passes, given.heard))
    _sum(
        "chosen without them, everywhere",
        given, (one for one, both in apart if both.everywhere.passes(one.rule, one.category)),
    )  # fmt: skip
    _sum("chosen without them, with damaged text", given, (one for one, both in apart if both.passes(one)))


def _print(rule: str, category: str, tally: Tally) -> None:
    print(rule, category, *(round(value, 1) for value in tally), sep="\t")


def _sum(name: str, given: Corpus, some: Iterable[Heard]) -> None:
    """Print what findings come to, and whether it holds."""
    tally = total(some)
    machine, people = (
        1000 * count / max(1, given.size(kind)) for count, kind in ((tally.machine, "machine"), (tally.human, "people"))
    )
    values = (
        f"{tally.hits / max(1, tally.machine):.3f}", f"{tally.chance / max(1, tally.machine):.3f}",
        f"{machine:.3f} / {people:.3f}", round(given.size("clean") / max(1, tally.clean)),
        "holds" if holds(tally, given, TOGETHER, CLEAN_WORDS_TOGETHER) else "DOES NOT HOLD",
    )  # fmt: skip
    print(name, "", *(round(value, 1) for value in tally), *values, sep="\t")


def write(folder: Path, program: str, made: Both, categories: Mapping[str, str]) -> None:
    """Put a choice into the rules' files. What a file says beside its lists stays as it is."""
    wrong = []
    for name, choice in files(made, categories).items():
        path = folder / f"{name}-by-{program}.yaml"
        wanted = bool(choice.allow or choice.categories)
        if wanted and path.exists():
            path.write_text(with_lists(path.read_text(encoding="utf-8"), choice._asdict()), encoding="utf-8")
        elif wanted != path.exists():
            wrong.append(f"{path} {f'is missing, for {choice}' if wanted else 'has nothing to pass on'}")
    if wrong:
        sys.exit("\n".join(wrong))


def files(made: Both, categories: Mapping[str, str]) -> dict[str, Choice]:
    """Name of a file → what it passes on."""
    hurt = made.in_damaged
    unknown = {rule for rule in filters.SPELLING & set(categories) if hurt.passes(rule + UNKNOWN, categories[rule])}
    by_theme = {
        "in-damaged-text": Choice(*map(named, hurt)),
        "unknown-word-in-damaged-text": Choice(frozenset(unknown)),
    }
    for theme in ("casing", "grammar", "punctuation", "wording"):
        by_theme[theme] = Choice(
            frozenset(rule for rule in made.everywhere.allow if theme_of(rule, categories[rule]) == theme)
        )
    return by_theme


def named(rules: Iterable[str]) -> frozenset[str]:
    """Those that a program has under this name."""
    return frozenset(rule for rule in rules if not rule.endswith(UNKNOWN))


def theme_of(rule: str, category: str) -> str:
    """What the file that has a rule is about."""
    return THEMES.get(rule) or THEMES.get(category, "wording")


def with_lists(text: str, lists: Mapping[str, Iterable[str]]) -> str:
    """A rule file with other lists, before its examples.

    >>> with_lists("type: harper\\nallow:\\n  - A\\nexamples:\\n", {"allow": ["C", "B"], "refuse": []})
    'type: harper\\nallow:\\n  - B\\n  - C\\nexamples:\\n'
    """
    bare = re.sub(rf"^(?:{'|'.join(lists)}):\n(?:  - .*\n)+", "", text, flags=re.MULTILINE)
    blocks = "".join(
        f"{key}:\n" + "".join(f"  - {name}\n" for name in sorted(names)) for key, names in lists.items() if names
    )
    before, head, rest = bare.partition("examples:\n")
    return before + blocks + head + rest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["ask", "choose", "write"])
    parser.add_argument("program", choices=["languagetool", "harper"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--pages", type=Path, required=True, help="a folder of damaged pages, each with its .findings.tsv"
    )
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--server", default=languagetool.LOCAL, metavar="URL")
    parser.add_argument("--all", action="store_true", help="print rules that are not chosen, too")
    given = parser.parse_args()
    scorer = load_scorer(given.scorer or given.data.parent / "score.py")
    every = [*marked_and_clean(given.data, scorer), *pages(given.pages)]
    sentences = pairs(given.data, scorer)
    if given.action == "ask":
        ask(given.program, given.server, given.answers, [*(text for _, text in every), *sentences])
        return
    with given.answers.open(encoding="utf-8") as file:
        said = [[Opinion(*values) for values in json.loads(line)] for line in file]
    if len(said) != len(every) + len(sentences):
        sys.exit(f"{given.answers}: answers about {len(said)} texts, not {len(every) + len(sentences)}")
    read = corpus(every, sentences, said, scorer)
    made = choose(read)
    if given.action == "write":
        write(ROOT / "rules" / "second-opinion", given.program, made, read.categories)
    else:
        show(read, made, everything=given.all)


if __name__ == "__main__":
    main()
