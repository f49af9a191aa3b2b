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

Documents and findings are in `opinion_corpus`; the choice, with its thresholds, in `opinion_choice`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from accuracy import ROOT, Text, load_scorer
from opinion_choice import CLEAN_WORDS_TOGETHER, PUNCTUATION, TOGETHER, Both, Choice, choose, holds, out_of_fold
from opinion_corpus import UNKNOWN, Corpus, Heard, Tally, corpus, marked_and_clean, markup, pages, pairs, tallies, total

from checker.formats import document
from checker.opinions import Opinion, filters, harper, languagetool, troubles
from checker.source import Source

THEMES = {
    **dict.fromkeys(("CASING", "Capitalization", "Months", "LOWERCASE_MONTHS", "COVID_19"), "casing"),
    **dict.fromkeys(("GRAMMAR", "Agreement", "Grammar", "Miscellaneous", "Repetition"), "grammar"),
    **dict.fromkeys(PUNCTUATION, "punctuation"),
}
"""Rule or category → what its file in rules/second-opinion is about; that of others is about wording."""


def ask(program: str, server: str, answers: Path, every: Iterable[Text]) -> None:
    """Ask a program about every document, and write its answers, one document a line."""
    advisor = harper.advisor("", (), ()) if program == "harper" else languagetool.advisor(server, (), ())
    with answers.open("w", encoding="utf-8") as file:
        for text in every:
            prose = document(Source(text.text, f"text{text.suffix}"), markup(text))
            said = advisor.about(prose) if prose.language in {"", "en"} else []
            for _, why in prose.memo(troubles):
                raise SystemExit(why)
            file.write(json.dumps(said) + "\n")


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
