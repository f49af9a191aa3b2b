"""Build ``checker/data/usage.txt.gz``, the table behind :mod:`checker.usage`, and ``suspects.txt``.

Usage::

    python tools/build_usage.py WORDNET_DIR SYMSPELLPY_DIR MODEL [--output FOLDER]

Inputs (none is needed at run time; licences in ``checker/data/README.md``):

* Debian package ``wordnet-base`` 1:3.0-37: the directory of ``data.noun`` …
* PyPI ``symspellpy==6.10.1``: its counts of words and of pairs of words
* PyPI ``pocketsphinx==5.1.1``, installed: the language model ``en-us.lm.bin`` that it ships, and its reader

The same inputs give the same bytes.

Method
------
How much more often than by chance two words meet is what the two sources say, the higher of the two. Kept are the
:data:`WORDS` most frequent words and the pairs of them that make up a share of text over `checker.usage.KEPT`, but
not pairs of two small words. Sets of synonyms are WordNet's, of single words.

A suspect is a word that a synonym spinner writes more often than people do by far: were every word of a text replaced
by any of its synonyms, each as likely as the other, it would stand there :data:`MORE` times as often.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import math
import re
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from checker.usage import DATA, EDGES, FIRST_STEP, GRAMMAR, KEPT, LEVELS, SUSPECTS, inflect, lemmas

WORDS = 20_000
COUNTED = 1.025e12  # words of the text behind symspellpy's counts of words
COUNTED_PAIRS = 64 * COUNTED  # its counts of pairs are 64 times what they were in the same text
RAREST_SUSPECT = -6.5  # decimal logarithm of a word's share of text; rarer words tell as much, but seldom
RAREST_SPUN = -7.0
MORE = 4

Pair = tuple[str, str]
Key = TypeVar("Key")
NOT_SUGGESTED = frozenset(
    "arse ass bastard bitch bugger bullshit cock coon crap cunt damn dick fag fuck fucker fucking piss poof prick pussy"
    " screw shag shit slut tit titty twat wank whore".split()
)
"""Words that are nobody's suggestion."""
_UNIT = math.log10(1.0001)  # the model's logarithms are to this base
_LEMMA = re.compile(r"[a-z]{2,}")


# --- sources ---------------------------------------------------------------------------------------


def of_web(folder: Path) -> tuple[dict[str, float], dict[Pair, float]]:
    """Words and pairs that symspellpy counts: logarithms of shares, and of how much more often than by chance."""
    shares, beside = {}, {}
    for line in (folder / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").splitlines():
        word, count = line.split()
        shares[word] = math.log10(int(count) / COUNTED)
    for line in (folder / "frequency_bigramdictionary_en_243_342.txt").read_text(encoding="utf-8-sig").splitlines():
        first, second, count = line.lower().split()
        if first in shares and second in shares:
            beside[first, second] = math.log10(int(count) / COUNTED_PAIRS) - shares[first] - shares[second]
    return shares, beside


def of_model(path: Path) -> tuple[dict[str, float], dict[Pair, float]]:
    """The same of a language model."""
    reader = importlib.import_module("pocketsphinx").NGramModel  # no part of the project's own environment
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "model.arpa"
        # The writer gives words and pairs right, their numbers not, and dies among the triples.
        write = "import sys; from pocketsphinx import NGramModel; NGramModel.readfile(sys.argv[1]).write(sys.argv[2])"
        subprocess.run([sys.executable, "-c", write, str(path), str(listing)], check=False)
        text, _, _ = listing.read_text(encoding="utf-8", errors="replace").rpartition("\n")
    model = reader.readfile(str(path))
    _, words, pairs, *_ = re.split(r"\\\d-grams:\n", text)
    shares = {row.split()[1]: 0.0 for row in words.splitlines() if len(row.split()) > 1}
    shares = {word: model.prob([word]) * _UNIT for word in shares}
    beside = {}
    for row in pairs.splitlines():
        _, *pair = row.split()
        if len(pair) >= 2:
            first, second = pair[:2]
            beside[first, second] = model.prob([second, first]) * _UNIT - shares[second]
    return shares, beside


def united(one: Mapping[Key, float], other: Mapping[Key, float]) -> dict[Key, float]:
    """Both, and the higher value of what both have."""
    return {key: max(one.get(key, -99.0), other.get(key, -99.0)) for key in {*one, *other}}


def synsets(folder: Path) -> list[list[str]]:
    """WordNet's sets of synonyms, without names and phrases."""
    found = []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="ascii").splitlines():
            if line.startswith(" "):
                continue
            fields = line.partition("|")[0].split()
            words = [re.sub(r"\(.*", "", word) for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
            words = sorted({word for word in words if _LEMMA.fullmatch(word)} - NOT_SUGGESTED)
            if len(words) > 1:
                found.append(words)
    return found


# --- the table -------------------------------------------------------------------------------------


def rows_of_followers(words: list[str], beside: Mapping[Pair, float], shares: Mapping[str, float]) -> Iterator[str]:
    """Part 3 of the table."""
    numbers = {word: number for number, word in enumerate(words)}
    rows: dict[int, list[list[int]]] = defaultdict(lambda: [[] for _ in LEVELS])
    for (first, second), more in beside.items():
        if first not in numbers or second not in numbers or {first, second} <= GRAMMAR:
            continue
        if more + shares[first] + shares[second] > KEPT:
            rows[numbers[first]][bisect_right(EDGES, more)].append(numbers[second])
    for number in range(len(words)):
        levels = (sorted(level) for level in rows[number])
        yield "\t".join("".join(map(_step, pairwise((-1, *level)))) for level in levels)


def _step(two: tuple[int, int]) -> str:
    return chr(FIRST_STEP - 1 + two[1] - two[0])


def by_share(words: Iterable[str], shares: Mapping[str, float]) -> Iterator[str]:
    """Part 2 of the table."""
    rows: dict[str, list[str]] = defaultdict(list)
    for word in words:
        rows[f"{shares[word]:.1f}"].append(word)
    return (f"{share}\t{' '.join(row)}" for share, row in rows.items())


def spun(shares: Mapping[str, float], sets: list[list[str]]) -> dict[str, float]:
    """What share each word would have in a text of which every word was replaced by a synonym."""
    found: dict[str, float] = defaultdict(float)
    others: dict[str, set[str]] = defaultdict(set)
    for words in sets:
        for word in words:
            others[word].update(words)
    for word, share in shares.items():
        if share < RAREST_SPUN or word in GRAMMAR:
            continue
        written = {inflect(other, ending) for lemma, ending in lemmas(word) for other in others.get(lemma, ())}
        written.discard(word)
        for other in written:
            found[other] += 10**share / len(written)
    return found


def main(arguments: list[str] | None = None) -> None:
    """Build the table from what the command line names and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("symspellpy", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--output", type=Path, default=DATA.parent)
    given = parser.parse_args(arguments)
    (web, web_pairs), (spoken, spoken_pairs) = of_web(given.symspellpy), of_model(given.model)
    shares, beside = united(web, spoken), united(web_pairs, spoken_pairs)
    shares = {word: share for word, share in shares.items() if re.fullmatch(r"[a-z]+(?:'[a-z]+)*", word)}
    sets = synsets(given.wordnet)
    words = sorted(shares, key=lambda word: (-round(shares[word], 1), word))[:WORDS]
    kept = set(words)
    sets = [row for row in sets if any(word in kept for word in row)]
    text = "\n".join(
        (
            "# Made by tools/build_usage.py; checker/usage.py describes it.",
            "",
            *by_share(words, shares),
            "",
            *rows_of_followers(words, beside, shares),
            "",
            *sorted({" ".join(row) for row in sets}),
        )
    )
    (given.output / DATA.name).write_bytes(gzip.compress(f"{text}\n".encode(), mtime=0))
    suspects = sorted(
        word
        for word, share in spun(shares, sets).items()
        if shares.get(word, -99) > RAREST_SUSPECT and share > MORE * 10 ** shares[word] and word not in GRAMMAR
    )
    (given.output / SUSPECTS.name).write_text("\n".join(suspects) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(words)} words, {len(sets)} sets of synonyms, {len(suspects)} suspects")


if __name__ == "__main__":
    main()
