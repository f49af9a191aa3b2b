"""The choice of rules whose opinions are passed on, by what they said of a corpus (see select_opinions.py)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from opinion_corpus import FOLDS, UNKNOWN, Corpus, Heard, Tally, digit, tallies

from checker.opinions import filters

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

TASTE = frozenset({
    "Enhancement", "Readability", "Redundancy", "Regionalism", "Style",
    "REDUNDANCY", "STYLE", "PLAIN_ENGLISH", "WIKIPEDIA", "REPETITIONS_STYLE", "AMERICAN_ENGLISH_STYLE", "TEXT_ANALYSIS",
    "CREATIVE_WRITING", "GENDER_NEUTRALITY", "BRITISH_ENGLISH",
})  # fmt: skip

PUNCTUATION = frozenset({"Formatting", "Punctuation", "PUNCTUATION", "TYPOGRAPHY"})

WHOLE_TEXT = frozenset({"EN_UNPAIRED_BRACKETS", "EN_UNPAIRED_QUOTES", "UnclosedQuotes"})
"""Rules that look from one sentence to the next, while the checks ask about each alone."""


class Choice(NamedTuple):
    """Rules that are passed on: these, and all of these categories but those refused."""

    allow: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    refuse: frozenset[str] = frozenset()

    def passes(self, rule: str, category: str) -> bool:
        return rule in self.allow or (category in self.categories and rule not in self.refuse)


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
    return [(one, made[digit(one.source) % FOLDS]) for one in given.heard]
