"""The table of usage: what it says of pairs and synonyms, from a small one and from the shipped one."""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from checker.usage import EDGES, GRAMMAR, LEVELS, SUSPECTS, USAGE, Usage, inflect, lemmas, unseen

ROOT = Path(__file__).parents[1]

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


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The program that makes the table."""
    spec = importlib.util.spec_from_file_location("build_usage", ROOT / "tools" / "build_usage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_the_tool_writes_is_read_back(tool: ModuleType, tmp_path: Path) -> None:
    shares = {"the": -1.4, "paper": -3.0, "white": -3.5, "raven": -6.0, "quoth": -6.6}
    beside = {("white", "paper"): 2.4, ("the", "paper"): 0.6, ("quoth", "raven"): 4.0, ("paper", "raven"): 0.0}
    words = list(shares)
    parts = (["#"], tool.by_share(words, shares), tool.rows_of_followers(words, beside, shares), ["paper theme"])
    path = tmp_path / "usage.txt.gz"
    path.write_bytes(gzip.compress("\n\n".join(map("\n".join, parts)).encode()))
    made = Usage(path)
    assert dict(made.shares) == pytest.approx(shares)
    assert made.followers("white") == {"paper": LEVELS[4]}
    assert made.followers("the") == {"paper": LEVELS[2]}
    assert made.followers("paper") == {}, "too rare a pair to be kept"
    assert made.followers("quoth") == {}, "below what is kept, however far over chance"


def test_suspects_are_what_replacing_at_random_would_write(tool: ModuleType) -> None:
    spun = tool.spun({"year": -3.0, "clip": -5.0}, [["clip", "year"], ["clip", "snip"]])
    assert spun["clip"] == pytest.approx(10**-3.0)
    assert spun["snip"] == spun["year"] == pytest.approx(10**-5.0 / 2)


def test_suspects_are_no_small_words() -> None:
    listed = SUSPECTS.read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed))
    assert not GRAMMAR.intersection(listed)
