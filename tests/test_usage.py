"""The table of usage: what it says of pairs and synonyms, from a small one and from the shipped one."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from checker.usage import EDGES, GRAMMAR, LEVELS, SUSPECTS, USAGE, Usage, inflect, lemmas, unseen

# house 0, paper 1, white 2, theme 3; white is followed by house (level 4) and by paper (level 3)
SMALL = """# a small table

-3.0\thouse paper
-4.5\twhite theme

\t\t\t\t\t
\t\t\t\t\t
\t\t\t"\t!\t
\t\t\t\t\t

house home
paper theme
"""


@pytest.fixture
def usage(tmp_path: Path) -> Usage:
    path = tmp_path / "usage.txt.gz"
    path.write_bytes(gzip.compress(SMALL.encode()))
    return Usage(path)


def test_a_row_gives_followers_by_level(usage: Usage) -> None:
    assert usage.followers("white") == {"house": LEVELS[4], "paper": LEVELS[3]}
    assert usage.followers("house") == usage.followers("unheard-of") == {}
    assert usage.beside("white", "paper") == LEVELS[3]


def test_a_pair_that_is_missing_counts_against_frequent_words_only(usage: Usage) -> None:
    assert usage.beside("house", "paper") == unseen(-3.0, -3.0) == -1.5
    assert usage.beside("theme", "white") == 0  # both so rare that the table may lack them
    assert usage.share("unheard-of") == usage.rarest == -4.5


def test_alternatives_have_the_word_s_form_and_stand_in_the_table(usage: Usage) -> None:
    assert [other for other, _ in usage.alternatives("theme")] == ["paper"]
    assert usage.alternatives("paper") == (("theme", -4.5),)
    assert usage.alternatives("home") == (("house", -3.0),)
    assert usage.alternatives("homes") == ()  # 'houses' isn't in the table


@pytest.mark.parametrize(
    ("word", "lemma", "ending"),
    [("studies", "study", "s"), ("boxes", "box", "s"), ("houses", "house", "s"), ("used", "use", "ed"),
     ("making", "make", "ing")],
)  # fmt: skip
def test_regular_forms_are_taken_apart_and_made(word: str, lemma: str, ending: str) -> None:
    assert (lemma, ending) in lemmas(word)
    assert inflect(lemma, ending) == word


def test_the_shipped_table_knows_what_is_usual() -> None:
    assert USAGE.beside("white", "paper") > 1 > USAGE.beside("white", "theme")
    assert "government" in [other for other, _ in USAGE.alternatives("politics")]
    assert len(USAGE.shares) == 20_000
    assert len(LEVELS) == len(EDGES) + 1
    assert all(word in USAGE.shares for word in GRAMMAR)


def test_suspects_are_no_small_words() -> None:
    listed = SUSPECTS.read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed))
    assert not GRAMMAR.intersection(listed)
