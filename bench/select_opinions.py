"""Choose which rules of LanguageTool and Harper are worth passing on, by what they do on the benchmark.

    python bench/select_opinions.py --data ../shared/bench/dev [--scorer ../shared/bench/score.py] \
        {harper | languagetool --server URL} [--part 0.5]

Every rule that the program has on by default is asked about clean text and about translations that experts have
marked. A rule is chosen when it finds enough on machine translation (`LEAST`), touches marks at least `PRECISION`
times as often as its findings would anywhere in their documents, finds at least `LIFT` times as much in a thousand
words of machine translation as in people's, and makes no more than one finding in `CLEAN_WORDS` words of clean text.
Misspellings are judged after names are left alone (`checker.opinions.names`). Chosen rules are printed with their
figures, best first; `--all` prints the others too. What is asked is kept in the cache, so a second run takes seconds.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from accuracy import Text, load_scorer, texts

from checker.finding import Match
from checker.formats import document
from checker.opinions import harper, languagetool, troubles
from checker.opinions.advisor import Advisor
from checker.opinions.names import SPELLING, is_misspelling
from checker.source import Source

LEAST = 3
PRECISION = 2.0
LIFT = 1.5
CLEAN_WORDS = 50_000


class Tally(NamedTuple):
    """What a rule did: findings on marks and beside them, the former by chance, on people's translations, on clean text."""

    hits: int
    misses: int
    chance: float
    human: int
    clean: int


class Sizes(NamedTuple):
    """Words read."""

    machine: int
    human: int
    clean: int


def found_in(text: Text, advisor: Advisor) -> Iterator[tuple[str, int, int]]:
    """(rule, start, end) of each opinion, in offsets of the text."""
    prose = document(Source(text.text, f"text{text.suffix}"), "markdown" if text.suffix == ".md" else "plain")
    if prose.language not in {"", "en"}:
        return
    for opinion in advisor.about(prose):
        if opinion.rule in SPELLING and not is_misspelling(prose, opinion):
            continue
        yield opinion.rule, *prose.to_source(opinion.start, opinion.end)
    for _, why in prose.memo(troubles):
        raise SystemExit(why)


def tallied(every: list[Text], advisor: Advisor, scorer: object) -> tuple[dict[str, Tally], Sizes]:
    """Every rule's tally, and how much was read."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    chance: dict[str, float] = defaultdict(float)
    words: Counter[str] = Counter()
    for text in every:
        side = "clean" if text.part == "clean" else "human" if text.human else "machine"
        words[side] += len(text.text.split())
        by_rule: dict[str, list[Match]] = defaultdict(list)
        for rule, start, end in found_in(text, advisor):
            touches = any(start < last and first < end for first, last in text.spans)
            counts[rule][side if side != "machine" else "hits" if touches else "misses"] += 1
            by_rule[rule].append(Match(start, end))
        if side == "machine":
            for rule, found in by_rule.items():
                places = [{"start_offset": one.start, "end_offset": one.end} for one in found]
                chance[rule] += scorer.by_chance(text.text, list(text.spans), places)  # type: ignore[attr-defined]
    tallies = {
        rule: Tally(some["hits"], some["misses"], chance[rule], some["human"], some["clean"])
        for rule, some in counts.items()
    }
    return tallies, Sizes(words["machine"], words["human"], words["clean"])


def is_chosen(tally: Tally, sizes: Sizes) -> bool:
    """Whether a rule's opinions are worth a reader's time."""
    machine = tally.hits + tally.misses
    return (
        machine >= LEAST
        and tally.hits >= PRECISION * tally.chance
        and machine * sizes.human >= LIFT * tally.human * sizes.machine
        and tally.clean * CLEAN_WORDS <= sizes.clean
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", choices=["languagetool", "harper"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--server", default=languagetool.LOCAL, metavar="URL")
    parser.add_argument("--part", type=float, default=1.0, help="share of the documents to read")
    parser.add_argument("--all", action="store_true", help="print rules that are not chosen, too")
    given = parser.parse_args()
    scorer = load_scorer(given.scorer or given.data.parent / "score.py")
    advisor = harper.advisor("", (), ()) if given.program == "harper" else languagetool.advisor(given.server, (), ())
    every = [text for text in texts(given.data, scorer) if text.part == "clean" or text.marked]
    every = random.Random(0).sample(every, round(given.part * len(every)))
    tallies, sizes = tallied(every, advisor, scorer)
    print(f"words: {sizes.machine} machine-translated, {sizes.human} translated by people, {sizes.clean} clean")
    print("rule\tchosen\thits\tmisses\tby chance\thuman\tclean")
    for rule, tally in sorted(tallies.items(), key=lambda item: (not is_chosen(item[1], sizes), -item[1].hits)):
        chosen = is_chosen(tally, sizes)
        if chosen or given.all:
            row = (rule, "yes" if chosen else "no", tally.hits, tally.misses, f"{tally.chance:.1f}", tally.human)
            print(*row, tally.clean, sep="\t")


if __name__ == "__main__":
    main()
