"""Choose which rules of LanguageTool and Harper are worth passing on, by what they do on the benchmark.

    python bench/select_opinions.py ask {harper | languagetool --server URL} --data ../shared/bench/dev --answers FILE
    python bench/select_opinions.py choose --data ../shared/bench/dev --answers FILE [--all]

`ask` runs every rule that the program has on by default over clean text and over translations that experts have
marked, and keeps what it said; `choose` counts, rule by rule:

- A rule that was seen often enough (`LEAST` times on machine translation) is chosen by its own figures: it touches
  marks at least `EACH` times as often as its findings would anywhere in their documents, finds at least `LIFT` times
  as much in a thousand words of machine translation as in people's, and makes no more than one finding in
  `CLEAN_WORDS` words of clean text.
- Rules that are seen too rarely for that stand or fall together, by category, without those that find anything in
  clean text or people's translations: a category is chosen when its rare rules hold `TOGETHER` on documents by
  which none was left out. Each half of the documents is the judge of the other's choice.

Chosen rules of all kinds together must hold `TOGETHER` too; the last line says whether they do. Opinions are filtered
first as the checks do it (`checker.opinions.filters`). Categories about taste (`TASTE`) are never chosen.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from accuracy import Text, load_scorer, texts

from checker.formats import document
from checker.opinions import Opinion, filters, harper, languagetool, troubles
from checker.source import Source

LEAST = 3  # findings on machine translation
EACH = 1.5  # times chance
TOGETHER = 2.0  # times chance
LIFT = 1.5
CLEAN_WORDS = 40_000  # for a rule
CLEAN_WORDS_RARE = 5_000  # for the rare rules of a category, on documents that left none out
SCOPE = frozenset({"paragraph", "quote", "list-item", "heading"})
TASTE = frozenset({
    "Enhancement", "Readability", "Redundancy", "Regionalism", "Style",
    "REDUNDANCY", "STYLE", "PLAIN_ENGLISH", "WIKIPEDIA", "REPETITIONS_STYLE", "AMERICAN_ENGLISH_STYLE", "TEXT_ANALYSIS",
    "CREATIVE_WRITING", "GENDER_NEUTRALITY", "BRITISH_ENGLISH",
})  # fmt: skip
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


class Seen(NamedTuple):
    """What a program did on some documents: tallies and categories of its rules, and how many words of each kind."""

    rules: dict[str, Tally]
    categories: dict[str, str]
    words: Counter[str]


def marked_and_clean(data: Path, scorer: Any) -> list[Text]:
    """The documents that rules are chosen on, in a fixed order."""
    return [text for text in texts(data, scorer) if text.part == "clean" or text.marked]


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


def seen(every: Iterable[tuple[Text, list[Opinion]]], scorer: Any) -> Seen:
    """What a program did, as far as it is heard."""
    rules: dict[str, Tally] = defaultdict(Tally)
    words: Counter[str] = Counter()
    categories = {}
    for text, said in every:
        side = "clean" if text.part == "clean" else "human" if text.human else "machine"
        words[side] += len(text.text.split())
        for opinion, start, end in heard(text, said):
            categories[opinion.rule] = opinion.category
            if side == "machine":
                place = [{"start_offset": start, "end_offset": end}]
                touches = any(start < last and first < end for first, last in text.spans)
                chance = scorer.by_chance(text.text, list(text.spans), place)
                rules[opinion.rule] += Tally(int(touches), int(not touches), chance)
            else:
                rules[opinion.rule] += Tally(human=int(side == "human"), clean=int(side == "clean"))
    return Seen(dict(rules), categories, words)


def heard(text: Text, said: Iterable[Opinion]) -> Iterator[tuple[Opinion, int, int]]:
    """The opinions that a check would hold against rules, with their places in the file."""
    prose = document(Source(text.text, f"text{text.suffix}"), _markup(text))
    for opinion in said:
        if prose.blocks[prose.block_at(opinion.start)].kind in SCOPE and filters.is_heard(prose, opinion):
            yield opinion, *prose.to_source(opinion.start, opinion.end)


# --- choosing ----------------------------------------------------------------------------------------


def holds(tally: Tally, words: Counter[str], times: float, clean_words: int) -> bool:
    """Whether a tally is worth a reader's time."""
    return (
        tally.machine >= LEAST
        and tally.hits >= times * tally.chance
        and tally.machine * words["human"] >= LIFT * tally.human * words["machine"]
        and tally.clean * clean_words <= words["clean"]
    )


def chosen_alone(every: Seen) -> set[str]:
    """The rules that hold by their own figures."""
    return {
        rule for rule, tally in every.rules.items()
        if rule not in WHOLE_TEXT and every.categories[rule] not in TASTE
        and holds(tally, every.words, EACH, CLEAN_WORDS)
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
        if category not in TASTE and holds(tally, words, TOGETHER, CLEAN_WORDS_RARE)
    }  # fmt: skip


def choose(every: list[Text], answers: Path, scorer: Any, *, everything: bool) -> None:
    """Count, choose, and print."""
    with answers.open(encoding="utf-8") as file:
        said = [[Opinion(*values[:5], tuple(values[5])) for values in json.loads(line)] for line in file]
    pairs = list(zip(every, said, strict=True))
    first, second = (seen(pairs[number::2], scorer) for number in (0, 1))
    whole = seen(pairs, scorer)
    alone, together = chosen_alone(whole), chosen_together(first, second)
    print(f"words: {dict(whole.words)}")
    print("rule\tcategory\tchosen\thits\tmisses\tby chance\thuman\tclean")
    total = Tally()
    for rule, tally in sorted(whole.rules.items(), key=_order(alone)):
        if rule in alone:
            total += tally
        if rule in alone or everything:
            _print(rule, whole.categories[rule], "yes" if rule in alone else "no", tally)
    for category, tally in sorted(together.items()):
        total += tally
        _print("(rare rules)", category, "yes", tally)
        refused = [rule for rule in whole.rules if whole.categories[rule] == category and is_refused(rule, whole)]
        print(f"\trefused: {' '.join(sorted(set(refused) - alone))}")
    _print("(all chosen)", "", "yes" if holds(total, whole.words, TOGETHER, 5_000) else "NO", total)


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
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--server", default=languagetool.LOCAL, metavar="URL")
    parser.add_argument("--all", action="store_true", help="print rules that are not chosen, too")
    given = parser.parse_args()
    scorer = load_scorer(given.scorer or given.data.parent / "score.py")
    every = marked_and_clean(given.data, scorer)
    if given.action == "ask":
        ask(given, every)
    else:
        choose(every, given.answers, scorer, everything=given.all)


if __name__ == "__main__":
    main()
