"""Build ``checker/data/spun.txt``, the table behind the check type :mod:`checker.checks.spun`, and ``pairs.txt.gz``.

Usage::

    python tools/build_spun.py WORDNET_DIR SYMSPELLPY_DIR WHEEL… [--output FOLDER]

Inputs (none is needed at run time; licences in ``checker/data/README.md``):

* ``tools/spun/terms.txt``, ``synonyms.txt``, ``ordinary.txt``: this project's own lists, kept by hand
* Debian package ``wordnet-base`` 1:3.0-37: the directory of ``data.noun`` …
* PyPI ``symspellpy==6.10.1``: its counts of words and of pairs of words, no code
* wheels of scientific Python packages: the texts in their docstrings, of which only pairs are counted

The same inputs give the same bytes.

Method
------
A term with a substitute in place of a word is spun, unless the pair of words is ordinary.  Ordinary are

* pairs that the counted sources have: what symspellpy counts, definitions and examples (WordNet), technical
  prose (docstrings), and those of :data:`ORDINARY`;
* pairs inside another established term, of the list or of WordNet;
* pairs of words that are both so frequent that they meet by chance, counted or not (:data:`CHANCE`).

Only pairs that some term and some substitute can make are kept there: a small part of all that is known. All those
of content words among what symspellpy counts and in terms go into ``pairs.txt.gz``, with which `malaprop phrases
import` sifts a list.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import math
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from checker import lexicon
from checker.checks.spun import DATA, FUNCTION_WORDS, base

OWN = Path(__file__).with_name("spun")
CHANCE = -8.0
"""Decimal logarithm of the product of two words' frequencies, above which their meeting tells nothing."""
COUNTED_WORDS = 1.02e12  # words of the text behind those counts
RAREST = 1e-9

Term = tuple[str, ...]
Pair = tuple[str, str]
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_BREAK = re.compile(r"[.,;:!?()\[\]{}\"`|=<>/\\*+]|\n\s*\n")


# --- this project's own lists ----------------------------------------------------------------------


def lines(name: str) -> Iterator[str]:
    """The lines of a list, without comments and empty ones."""
    for line in (OWN / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def terms() -> set[Term]:
    """The established terms, `* WORD: …` and `WORD *: …` written out."""
    found: set[Term] = set()
    for line in lines("terms.txt"):
        pattern, _, words = line.partition(":")
        for word in words.split() or [""]:
            term = tuple(pattern.replace("*", word.replace("_", " ")).split())
            if len(term) > 1:
                found.add(term)
    return found


def substitutes(words: set[str]) -> dict[str, dict[str, bool]]:
    """Substitute → the words that it stands for, and whether it tells by itself."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for line in lines("synonyms.txt"):
        word, _, rest = line.partition(":")
        if word not in words:
            continue
        for substitute in rest.split():
            found[substitute.strip("~").replace("_", " ")][word] = not substitute.startswith("~")
    return found


# --- what is ordinary ------------------------------------------------------------------------------


def pairs(text: str) -> Iterator[Pair]:
    """Pairs of words that stand side by side in a text, in their base forms."""
    for clause in _BREAK.split(text.lower()):
        words = [word if _WORD.fullmatch(word) else "" for word in clause.split()]
        for first, second in pairwise(words):
            if first and second:
                yield base(first), base(second)


def of_wordnet(folder: Path) -> Iterator[Pair]:
    """Pairs in WordNet's definitions, examples and lemmas of several words."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="ascii").splitlines():
            if line.startswith(" "):
                continue
            entry, _, gloss = line.partition("|")
            yield from pairs(gloss)
            for lemma in re.findall(r"[A-Za-z][\w'.-]*_[\w'.-]+", entry):
                yield from pairs(lemma.replace("_", " "))


def of_web(folder: Path) -> Iterator[Pair]:
    """Pairs that symspellpy counts."""
    text = (folder / "frequency_bigramdictionary_en_243_342.txt").read_text(encoding="utf-8-sig")
    for line in text.splitlines():
        first, second, _ = line.lower().split()
        yield base(first), base(second)


def of_docstrings(wheel: Path) -> Iterator[Pair]:
    """Pairs in the longer strings of a package's modules."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if not name.endswith(".py"):
                continue
            try:
                tree = ast.parse(archive.read(name))
            except (SyntaxError, ValueError):  # templates, and files made to fail
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 60:
                    yield from pairs(node.value)


def frequencies(folder: Path) -> dict[str, float]:
    """Share of each word in what symspellpy counts."""
    text = (folder / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    rows = (line.split() for line in text.splitlines())
    return {word: int(count) / COUNTED_WORDS for word, count in rows}


# --- the table -------------------------------------------------------------------------------------


def candidates(known: set[Term], spun: dict[str, dict[str, bool]]) -> set[Pair]:
    """Every pair of words, in base forms, that terms and substitutes can make."""
    ways: dict[str, list[str]] = defaultdict(list)
    for substitute, words in spun.items():
        for word in words:
            ways[word].append(substitute)
    found: set[Pair] = set()
    for term in known:
        for first, second in pairwise(term):
            for left, right in product((first, *ways[first]), (second, *ways[second])):
                found.add((base(left.split()[-1]), base(right.split()[0])))
    return found


def chance(pair: Pair, shares: dict[str, float]) -> float:
    """Decimal logarithm of how often two words would meet by chance."""
    return sum(math.log10(max(shares.get(word.replace("-", ""), 0), RAREST)) for word in pair)


def table(known: set[Term], spun: dict[str, dict[str, bool]], ordinary: Iterable[Pair]) -> str:
    """The file; `checker.checks.spun` describes it."""
    openings: dict[str, list[str]] = defaultdict(list)
    for opening, *rest in sorted(known):
        openings[opening].append(" ".join(rest))
    return "\n".join(
        (
            "# Made by tools/build_spun.py from tools/spun/*.txt and counted pairs of words; do not edit.",
            "",
            *("\t".join((opening, *rests)) for opening, rests in sorted(openings.items())),
            "",
            *(
                f"{name}\t" + "\t".join(f"{'' if tells else '~'}{word}" for word, tells in sorted(words.items()))
                for name, words in sorted(spun.items())
            ),
            "",
            *grouped(ordinary),
        )
    )


def grouped(some: Iterable[Pair]) -> Iterator[str]:
    """Rows of pairs by their first words: `WORD⇥NEXT NEXT…`."""
    rows: dict[str, set[str]] = defaultdict(set)
    for first, second in some:
        rows[first].add(second)
    return (f"{first}\t{' '.join(sorted(seconds))}" for first, seconds in sorted(rows.items()))


def is_content(word: str) -> bool:
    """Whether a word is more than grammar, as far as the lexicon knows it."""
    found = lexicon.lookup(word)
    return found is None or not found.classes & _GRAMMAR


_GRAMMAR = lexicon.mask(
    "determiner", "pronoun", "preposition", "conjunction", "modal", "auxiliary", "number", "ordinal"
)  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Build the table from what the command line names and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("symspellpy", type=Path)
    parser.add_argument("wheels", type=Path, nargs="*")
    parser.add_argument("--output", type=Path, default=DATA.parent)
    given = parser.parse_args(arguments)
    known = terms()
    inside = {(base(first), base(second)) for term in known for first, second in pairwise(term)}
    spun = substitutes({word for term in known for word in term})
    possible = candidates(known, spun)
    web = set(of_web(given.symspellpy))
    ordinary = web & possible | {pair for pair in of_wordnet(given.wordnet) if pair in possible}
    for wheel in given.wheels:
        ordinary |= {pair for pair in of_docstrings(wheel) if pair in possible}
    ordinary |= {pair for line in lines("ordinary.txt") for pair in pairs(line)} | inside & possible
    shares = frequencies(given.symspellpy)
    ordinary |= {pair for pair in possible if chance(pair, shares) > CHANCE and not FUNCTION_WORDS.intersection(pair)}
    text = table(known, spun, ordinary) + "\n"
    (given.output / "spun.txt").write_text(text, encoding="utf-8", newline="\n")
    content = {pair for pair in web if is_content(pair[0]) and is_content(pair[1])} | inside
    rows = "\n".join(grouped(content)) + "\n"
    (given.output / "pairs.txt.gz").write_bytes(gzip.compress(rows.encode(), mtime=0))
    print(f"{len(known)} terms, {len(spun)} substitutes, {len(ordinary)} ordinary of {len(possible)} possible pairs")
    print(f"{len(content)} pairs of content words")


if __name__ == "__main__":
    main()
