"""Where a check spends its time: by stage, by check type, by rule, and by function.

    python bench/hotspots.py [--text PROSE.txt] [--rounds 3] [--rules 20] [--functions 20]

Stages and rules take the least of several rounds, in milliseconds of processor time; what several rules share is
counted for the first that asks. The list of functions comes from `cProfile`, which makes calls dearer than they are.
For the share of each rule, with a budget, there is `malaprop test --profile`.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from speed import ROOT, made

sys.path.insert(0, str(ROOT))

from checker import formats, ruleset
from checker.document import Document
from checker.engine import Engine
from checker.opinions import PROGRAMS
from checker.source import Source

Made = TypeVar("Made")
READINGS = ("folded", "shape", "tokens", "folded_tokens", "token_counts", "sentences", "quotations")


def engine() -> Engine:
    """The stable rules, those left out that ask other programs."""
    rules = ruleset.load()
    return Engine(rules, [rule for rule in rules.rules if rule.status == "stable" and rule.type not in PROGRAMS])


class Clock:
    """The least time of each thing, in milliseconds."""

    def __init__(self) -> None:
        self.least: dict[str, float] = {}

    def time(self, name: str, make: Callable[[], Made]) -> Made:
        begun = time.process_time()
        made = make()
        spent = (time.process_time() - begun) * 1e3
        self.least[name] = min(spent, self.least.get(name, spent))
        return made


def measure(text: str, rounds: int) -> tuple[Clock, Clock]:
    """The stages of a check, and its rules."""
    checked, stages, rules = engine(), Clock(), Clock()
    checked.check(document(text))  # modules imported, expressions compiled, words looked up
    for _ in range(rounds):
        read = stages.time("read", partial(document, text))
        for name in READINGS:
            stages.time(name, partial(getattr, read, name))
        hits = stages.time("scan", partial(checked.scan, read))
        for number, rule in enumerate(checked.rules):
            rules.time(rule.id, partial(checked.matches, read, number, hits))
    return stages, rules


def document(text: str) -> Document:
    return formats.document(Source(text, "text.txt"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="prose to take instead of the fixtures")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rules", type=int, default=20, help="rules to list")
    parser.add_argument("--functions", type=int, default=20, help="functions to list")
    options = parser.parse_args()
    text = options.text.read_text(encoding="utf-8") if options.text else "\n\n".join(made(1_000_000))
    stages, rules = measure(text, options.rounds)
    for name, spent in stages.least.items():
        print(f"{spent:9.1f} ms  {name}")
    checked = engine()
    kinds: defaultdict[str, float] = defaultdict(float)
    for rule in checked.rules:
        kinds[rule.type] += rules.least[rule.id]
    for kind, spent in sorted(kinds.items(), key=lambda item: -item[1]):
        print(f"{spent:9.1f} ms  rules of type {kind}")
    for name, spent in sorted(rules.least.items(), key=lambda item: -item[1])[: options.rules]:
        print(f"{spent:9.1f} ms  {checked.by_id[name].type}: {name}")
    if options.functions:
        profile = cProfile.Profile()
        profile.runcall(checked.check, document(text))
        pstats.Stats(profile).sort_stats("tottime").print_stats(options.functions)


if __name__ == "__main__":
    main()
