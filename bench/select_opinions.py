"""Choose which rules of LanguageTool and Harper are worth passing on, by what they do on the benchmark.

    python bench/select_opinions.py ask {harper | languagetool --server URL} --data DEV [--pages PAGES] --answers FILE
    python bench/select_opinions.py choose --data DEV [--pages PAGES] --answers FILE [--all]

DEV is ../shared/bench/dev, PAGES ../shared/articles/pages; both commands want the same.

`ask` runs every rule that the program has on by default over clean text, over translations that experts have marked,
over pairs of a worse and a better sentence, and over damaged pages (damage listed); `choose` counts, rule by rule.

A rule is chosen by marks alone when it was seen `LEAST` times on translations of `SOURCES` documents, touches marks at
least `EACH` times as often as chance, finds `LIFT` times as much in machines' translations as in people's, and makes no
more than one finding in `CLEAN_WORDS` words of clean text. Others are chosen by all sources together. Each finding
answers questions that a rule which sees nothing would get right with a known chance:

- On a marked translation or a damaged page: does it touch the damage? Chance is what it would touch anywhere there.
- In just one sentence of a pair: is it the worse one? Chance is a half. (Punctuation isn't asked: `postedit` is
  tokenised.)
- In any of these or in good text: is it in the damaged one? Chance is the damaged texts' share of all words.

Findings of a rule in translations of one document, or on one page, have one vote together. A rule's strength is the
logarithm of what it multiplies the odds of chance by (`SPREAD` is its spread before anything is seen), and it is chosen
when at the lower bound that is `LEAST_ODDS` or more, it has found something in `SOURCES` documents, it keeps to
`CLEAN_WORDS`, and marks and people's translations don't speak against it.

Rules that are seen too rarely stand or fall together, by category, without those that find anything in clean text or
people's translations: a category is chosen when its rare rules hold `TOGETHER` on documents by which none was left out
(each half of the documents judges the choice made on the other), or when they are right in pairs.

Chosen rules of all kinds together must hold `TOGETHER` too; the last line says whether they do. Opinions are filtered
first as the checks do it (`checker.opinions.filters`). Categories about taste (`TASTE`) are never chosen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from accuracy import Text, load_scorer, texts

from checker.formats import document
from checker.opinions import Opinion, filters, harper, languagetool, troubles
from checker.source import Source

LEAST = 3  # findings on machine translation
SOURCES = 2  # documents that a rule finds something in; a pair is one
EACH = 1.5  # times chance
LEAST_ODDS = 2.0  # times those of chance
SPREAD = 2.0  # of a rule's strength, before anything is seen of it
BOUND = 1.28  # standard deviations below: one rule in ten is weaker than its bound
TOGETHER = 2.0  # times chance
LIFT = 1.5
CLEAN_WORDS = 40_000  # for a rule
LEAST_RARE = 10  # findings of a category's rare rules on machine translation
PAIRS = 3
CLEAN_WORDS_RARE = 5_000  # for the rare rules of a category, on documents that left none out
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

WHOLE_TEXT = frozenset({"EN_UNPAIRED_BRACKETS", "EN_UNPAIRED_QUOTES"})
"""Rules that look from one sentence to the next, while the checks ask about each alone."""


class Tally(NamedTuple):
    """Findings on marks and beside them, the former by chance; on people's translations; on clean text."""

    hits: int = 0
    misses: int = 0
    chance: float = 0.0
    human: int = 0
    clean: int = 0

    @property
    def machine(self) -> int:
        return self.hits + self.misses

    def __add__(self, other: tuple[Any, ...]) -> Tally:
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))


class Asked(NamedTuple):
    """A document, the name of what it is or translates, and what was said of it."""

    source: str
    text: Text
    said: list[Opinion]


class Seen(NamedTuple):
    """What a program did on some documents.

    rules: tallies; sources: the documents whose translations a rule found something in; categories: of the rules;
    words: how many of each kind of text.
    """

    rules: dict[str, Tally]
    sources: dict[str, set[str]]
    categories: dict[str, str]
    words: Counter[str]


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
        chosen = random.Random(0).sample(table, min(_MENDED, len(table)))
        rows += [(row["mt"], row["post_edit"]) for row in chosen]
    rows = [(worse, better) for worse, better in rows if worse and better and worse != better]
    portions = [rows[at : at + _PORTION] for at in range(0, len(rows), _PORTION)]
    return [
        Text("pairs", "\n\n".join(side), ".txt", human=False) for some in portions for side in zip(*some, strict=True)
    ]


def ask(given: argparse.Namespace, every: Iterable[Text]) -> None:
    """Ask a program about every document, and write its answers, one document a line."""
    advisor = harper.advisor("", (), ()) if given.program == "harper" else languagetool.advisor(given.server, (), ())
    with given.answers.open("w", encoding="utf-8") as file:
        for text in every:
            prose = document(Source(text.text, f"text{text.suffix}"), _markup(text))
            said = advisor.about(prose) if prose.language in {"", "en"} else []
            for _, why in prose.memo(troubles):
                raise SystemExit(why)
            file.write(json.dumps(said) + "\n")


def _markup(text: Text) -> str:
    return "markdown" if text.suffix == ".md" else "plain"


def seen(every: Iterable[Asked], scorer: Any) -> Seen:
    """What a program did, as far as it is heard."""
    sources: dict[str, set[str]] = defaultdict(set)
    rules: dict[str, Tally] = defaultdict(Tally)
    words: Counter[str] = Counter()
    categories = {}
    for source, text, said in every:
        side = "clean" if text.part == "clean" else "human" if text.human else "machine"
        words[side] += len(text.text.split())
        for opinion, start, end in heard(text, said):
            categories[opinion.rule] = opinion.category
            if side == "machine":
                place = [{"start_offset": start, "end_offset": end}]
                touches = any(start < last and first < end for first, last in text.spans)
                chance = scorer.by_chance(text.text, list(text.spans), place)
                rules[opinion.rule] += Tally(int(touches), int(not touches), chance)
                sources[opinion.rule].add(source)
            else:
                rules[opinion.rule] += Tally(human=int(side == "human"), clean=int(side == "clean"))
    return Seen(dict(rules), dict(sources), categories, words)


def heard(text: Text, said: Iterable[Opinion]) -> Iterator[tuple[Opinion, int, int]]:
    """The opinions that a check would hold against rules, with their places in the file."""
    prose = document(Source(text.text, f"text{text.suffix}"), _markup(text))
    for opinion in said:
        if prose.blocks[prose.block_at(opinion.start)].kind in SCOPE and filters.is_heard(prose, opinion):
            yield opinion, *prose.to_source(opinion.start, opinion.end)


class Trial(NamedTuple):
    """A question that a finding answers: its weight, whether it was right, and how likely it would be by chance."""

    weight: float
    right: bool
    chance: float


class Evidence(NamedTuple):
    """All answers of a rule, and the documents, pages and pairs where it found something in damaged text."""

    trials: list[Trial]
    sources: set[str]


def strength(trials: Sequence[Trial]) -> tuple[float, float]:
    """The logarithm of what a rule multiplies the odds of chance by, and its standard deviation.

    >>> [round(value, 1) for value in strength([Trial(1, True, 0.5)] * 9)]
    [2.6, 1.1]
    """
    value = 0.0
    while True:
        slope, curve = -value / SPREAD**2, 1 / SPREAD**2
        for weight, right, chance in trials:
            likely = 1 / (1 + (1 - chance) / chance * math.exp(-value))
            slope += weight * (right - likely)
            curve += weight * likely * (1 - likely)
        if abs(slope) < 1e-6:
            return value, 1 / math.sqrt(curve)
        value += max(-1.0, min(1.0, slope / curve))


def is_strong(trials: Sequence[Trial]) -> bool:
    """Whether answers show that a rule does better than chance, with some room for luck."""
    value, deviation = strength(trials)
    return value - BOUND * deviation >= math.log(LEAST_ODDS)


def _of_pairs(worse: int, better: int) -> list[Trial]:
    return [Trial(1, right=True, chance=0.5)] * worse + [Trial(1, right=False, chance=0.5)] * better


def evidence(
    asked: Iterable[Asked],
    found: Mapping[str, tuple[int, int]],
    categories: Mapping[str, str],
    pair_words: int,
    scorer: Any,
) -> dict[str, Evidence]:
    """What each rule answered in all sources."""
    findings: dict[tuple[str, str], list[tuple[bool, bool, float]]] = defaultdict(list)  # damaged? right? chance
    words: Counter[bool] = Counter({True: pair_words})
    for source, text, said in asked:
        damaged = not text.human
        words[damaged] += len(text.text.split())
        for opinion, start, end in heard(text, said):
            chance = 0.5
            if damaged:
                place = [{"start_offset": start, "end_offset": end}]
                chance = min(0.99, max(0.01, scorer.by_chance(text.text, list(text.spans), place)))
            right = any(start < last and first < end for first, last in text.spans)
            findings[opinion.rule, f"{source} {damaged}"].append((damaged, right, chance))
    share = words[True] / words.total()
    every: dict[str, Evidence] = defaultdict(lambda: Evidence([], set()))
    for (rule, source), some in findings.items():
        for damaged, right, chance in some:
            every[rule].trials.append(Trial(1 / len(some), damaged, share))
            if damaged:
                every[rule].trials.append(Trial(1 / len(some), right, chance))
                every[rule].sources.add(source)
    for rule, (worse, better) in found.items():
        if categories[rule] not in PUNCTUATION:
            every[rule].trials.extend(
                [Trial(1, True, 0.5), Trial(1, True, share)] * worse + [Trial(1, False, 0.5)] * better
            )
            every[rule].sources.update(f"pair {number}" for number in range(worse))
    return dict(every)


def pages(folder: Path | None) -> list[tuple[str, Text]]:
    """Damaged pages, each beside a list of its damage: line, match (`A || B`), class."""
    return [(f"page {path.stem}", _page(path)) for path in (sorted(folder.glob("*.txt")) if folder else ())]


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


# --- choosing ----------------------------------------------------------------------------------------


def holds(tally: Tally, words: Counter[str], times: float, clean_words: int) -> bool:
    """Whether a tally is worth a reader's time."""
    return (
        tally.machine >= LEAST
        and tally.hits >= times * tally.chance
        and tally.machine * words["human"] >= LIFT * tally.human * words["machine"]
        and tally.clean * clean_words <= words["clean"]
    )


def chosen_by_marks(every: Seen) -> set[str]:
    """The rules that hold by experts' marks alone."""
    return {
        rule for rule, tally in every.rules.items()
        if rule not in WHOLE_TEXT and every.categories[rule] not in TASTE
        and len(every.sources.get(rule, ())) >= SOURCES
        and holds(tally, every.words, EACH, CLEAN_WORDS)
    }  # fmt: skip


def chosen_by_all(every: Seen, answers: Mapping[str, Evidence], categories: Mapping[str, str]) -> set[str]:
    """The rules that hold by all their answers together, and that marks don't speak against."""
    return {
        rule for rule, (trials, sources) in answers.items()
        if rule not in WHOLE_TEXT and rule not in filters.SPELLING and categories[rule] not in TASTE
        and len(sources) >= SOURCES
        and (tally := every.rules.get(rule, Tally())).clean * CLEAN_WORDS <= every.words["clean"]
        and tally.hits >= tally.chance
        and tally.machine * every.words["human"] >= tally.human * every.words["machine"]
        and is_strong(trials)
    }  # fmt: skip


def chosen_together_by_pairs(
    every: Seen, found: Mapping[str, tuple[int, int]], categories: Mapping[str, str]
) -> dict[str, tuple[int, int]]:
    """The categories whose rare rules tell worse sentences from better ones, and how often they did."""
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for rule, (worse, better) in found.items():
        if worse < PAIRS and not is_refused(rule, every) and rule not in filters.SPELLING:
            before = sums[categories[rule]]
            sums[categories[rule]] = before[0] + worse, before[1] + better
    return {
        category: (worse, better) for category, (worse, better) in sums.items()
        if category not in TASTE and worse >= LEAST_RARE and is_strong(_of_pairs(worse, better))
    }  # fmt: skip


def is_refused(rule: str, judge: Seen) -> bool:
    """Whether a rule's category can't take it along: it was seen often enough, or on good text."""
    tally = judge.rules.get(rule, Tally())
    return rule in WHOLE_TEXT or tally.machine >= LEAST or tally.clean > 0 or tally.human > 0


def chosen_together(first: Seen, second: Seen) -> dict[str, Tally]:
    """The categories whose rare rules hold together, with what those did in the documents that left none out."""
    sums: dict[str, Tally] = defaultdict(Tally)
    for judge, judged in ((first, second), (second, first)):
        for rule, tally in judged.rules.items():
            if not is_refused(rule, judge):
                sums[judged.categories[rule]] += tally
    words = first.words + second.words
    return {
        category: tally for category, tally in sums.items()
        if category not in TASTE and tally.machine >= LEAST_RARE and holds(tally, words, TOGETHER, CLEAN_WORDS_RARE)
    }  # fmt: skip


def choose(
    every: list[tuple[str, Text]],
    sentences: list[Text],
    damaged: list[tuple[str, Text]],
    answers: Path,
    scorer: Any,
    *,
    everything: bool,
) -> None:
    """Count, choose, and print."""
    with answers.open(encoding="utf-8") as file:
        said = [[Opinion(*values) for values in json.loads(line)] for line in file]
    if len(said) != len(every) + len(sentences) + len(damaged):
        sys.exit(f"{answers}: answers about {len(said)} texts, not {len(every) + len(sentences) + len(damaged)}")
    asked = [Asked(source, text, some) for (source, text), some in zip(every, said[: len(every)], strict=True)]
    of_pairs = said[len(every) : len(every) + len(sentences)]
    of_pages = said[len(every) + len(sentences) :]
    on_pages = [Asked(source, text, some) for (source, text), some in zip(damaged, of_pages, strict=True)]
    found = in_pairs(sentences, of_pairs)
    categories = {opinion.rule: opinion.category for some in said for opinion in some}
    halves = [[one for one in asked if _half(one.source) == number] for number in (0, 1)]
    first, second, whole = (seen(some, scorer) for some in (*halves, asked))
    pair_words = sum(len(text.text.split()) for text in sentences[::2])
    answered = evidence([*asked, *on_pages], found, categories, pair_words, scorer)
    chosen = chosen_by_marks(whole) | chosen_by_all(whole, answered, categories)
    together = chosen_together(first, second)
    by_pairs = chosen_together_by_pairs(whole, found, categories)
    _show(whole, categories, found, chosen, together, by_pairs, everything=everything)


def _show(
    whole: Seen,
    categories: Mapping[str, str],
    found: Mapping[str, tuple[int, int]],
    chosen: set[str],
    together: Mapping[str, Tally],
    by_pairs: Mapping[str, tuple[int, int]],
    *,
    everything: bool,
) -> None:
    """Print what was chosen, rule by rule, the categories whose rare rules were, and how all of it does together."""
    alone = chosen & set(whole.rules)
    proven = chosen - alone
    print(f"words: {dict(whole.words)}")
    print("rule\tcategory\tchosen\thits\tmisses\tby chance\thuman\tclean")
    total = Tally()
    for rule, tally in sorted(whole.rules.items(), key=_order(alone)):
        if rule in alone:
            total += tally
        if rule in alone or everything:
            _print(rule, whole.categories[rule], "yes" if rule in alone else "no", tally)
    for rule in sorted(proven):
        worse, better = found[rule]
        tally = whole.rules.get(rule, Tally())
        total += tally
        _print(f"{rule} (pairs: {worse} worse, {better} better)", categories[rule], "yes", tally)
    for category in sorted({*together, *by_pairs}):
        tally = together.get(category, Tally())
        total += tally
        worse, better = by_pairs.get(category, (0, 0))
        _print("(rare rules)" + f" (pairs: {worse} worse, {better} better)" * bool(worse), category, "yes", tally)
        refused = [rule for rule in whole.rules if whole.categories[rule] == category and is_refused(rule, whole)]
        print(f"\trefused: {' '.join(sorted(set(refused) - alone - proven))}")
    _print("(all chosen)", "", "yes" if holds(total, whole.words, TOGETHER, 5_000) else "NO", total)


def _half(source: str) -> int:
    """Which half of the documents one belongs to, with all its translations."""
    return hashlib.sha256(source.encode()).digest()[0] % 2


def _order(alone: set[str]) -> Callable[[tuple[str, Tally]], tuple[bool, int, str]]:
    return lambda item: (item[0] not in alone, -item[1].hits, item[0])


def _print(rule: str, category: str, verdict: str, tally: Tally) -> None:
    print(rule, category, verdict, tally.hits, tally.misses, f"{tally.chance:.1f}", tally.human, tally.clean, sep="\t")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["ask", "choose"])
    parser.add_argument("program", nargs="?", choices=["languagetool", "harper"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--pages", type=Path, help="a folder of damaged pages, each with its .findings.tsv")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--server", default=languagetool.LOCAL, metavar="URL")
    parser.add_argument("--all", action="store_true", help="print rules that are not chosen, too")
    given = parser.parse_args()
    scorer = load_scorer(given.scorer or given.data.parent / "score.py")
    every, sentences = list(marked_and_clean(given.data, scorer)), pairs(given.data, scorer)
    damaged = pages(given.pages)
    if given.action == "ask":
        ask(given, [*(text for _, text in every), *sentences, *(text for _, text in damaged)])
    else:
        choose(every, sentences, damaged, given.answers, scorer, everything=given.all)


if __name__ == "__main__":
    main()
