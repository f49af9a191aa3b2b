"""The check type `spun`: terms with a word replaced, what stays silent, and what the table holds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from checker import lexicon, ruleset
from checker.checks import spun
from checker.document import Document
from checker.markup import plain
from checker.rulefile import read
from checker.source import Source

SMALL = """# a small table

breast\tcancer\tcancer cell
deep\tlearning
quality\tof service
support\tvector machine

administration\tservice
assistance\t~support
backing\tsupport
bosom\tbreast
growth\t~cancer
peril\tcancer
picking up\tlearning
profound\tdeep

profound\teffect learning-curve
"""


@pytest.fixture
def table(tmp_path: Path) -> spun.Table:
    path = tmp_path / "spun.txt"
    path.write_text(SMALL, encoding="utf-8")
    return spun.Table(path)


def found(table: spun.Table, text: str, *, every: bool = False) -> list[tuple[str, str | None]]:
    """What is found in a plain text, with the fix."""
    document = Document(Source(text), plain.parse(text))
    return [(document.text[match.start : match.end], match.fix) for match in spun._find(table, document, every=every)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She had bosom peril.", [("bosom peril", "breast cancer")]),
        ("Bosom cancers are rare.", [("Bosom cancers", "Breast cancers")]),
        ("BOSOM PERIL", [("BOSOM PERIL", "BREAST CANCER")]),
        ("a backing vector machine", [("backing vector machine", "support vector machine")]),
        ("profound picking up of signs", [("profound picking up", "deep learning")]),
        ("quality of administration and bosom peril", [
            ("quality of administration", "quality of service"), ("bosom peril", "breast cancer"),
        ]),
        ("the bosom peril cells grow", [("bosom peril cells", "breast cancer cells")]),
    ],
)  # fmt: skip
def test_a_term_is_found_however_its_words_were_replaced(
    table: spun.Table, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(table, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "She had breast cancer.",
        "An assistance vector machine",  # the substitute is marked: good English as well
        "A bosom, peril and joy",
        "The bosom\n\nperil",
        "Her bosom friend",
        "perils of the bosom",
        "",
    ],
)
def test_the_term_itself_other_neighbours_and_marked_substitutes_are_left_alone(table: spun.Table, text: str) -> None:
    assert found(table, text) == []


def test_an_ordinary_pair_is_left_alone_in_any_number(tmp_path: Path) -> None:
    path = tmp_path / "spun.txt"
    path.write_text(SMALL.replace("learning-curve", "learning"), encoding="utf-8")
    assert found(spun.Table(path), "Profound learning, profound effects") == []


def test_a_marked_substitute_counts_beside_one_without_the_mark(table: spun.Table) -> None:
    assert found(table, "a bosom growth") == [("bosom growth", "breast cancer")]


def test_with_every_word_replaced_marked_ones_count_too(table: spun.Table) -> None:
    assert found(table, "a bosom growth and a bosom cancer", every=True) == [("bosom growth", "breast cancer")]


def test_a_substitute_of_several_words_begins_only_where_its_second_word_follows() -> None:
    starts = spun.Starts(["bosom", "picking up", "gas pedal"])
    tokens = "bosoms picking them picking up gas pedals gas".split()
    assert list(starts.among(tokens)) == [0, 3, 5]
    assert list(starts.among([])) == []


def test_a_term_opens_where_its_second_word_may_follow(table: spun.Table) -> None:
    tokens = "profound picking up profound effects bosom".split()
    assert [table.may_open(tokens, start) for start in range(len(tokens))] == [True, False, False, False, False, False]


def test_hostile_text_costs_linear_time(table: spun.Table) -> None:
    def seconds(words: int) -> float:
        text = "bosom peril profound picking " * (words // 4)
        start = time.perf_counter()
        found(table, text)
        return time.perf_counter() - start

    assert seconds(80_000) < 30 * max(seconds(8_000), 0.01)


def test_the_shipped_table_is_sorted_and_consistent() -> None:
    table = spun.TABLE
    terms = [line.split("\t") for line in table._parts[1].split("\n")]
    assert terms == sorted(terms)
    words = {word for first, *rests in terms for rest in rests for word in (first, *rest.split(" "))}
    for name in table.substitutes():
        originals = {word.lstrip("~") for word in table.originals(name)}
        assert originals, name
        assert originals <= words, name


def test_the_shipped_table_knows_terms_that_nobody_spun() -> None:
    text = "Renal failure, deep learning, blood pressure, a random forest and the mean squared error."
    assert found(spun.TABLE, text) == []


def test_known_phrases_and_the_table_do_not_find_the_same() -> None:
    for name in ("tortured-phrase", "tortured-phrase-in-company"):
        rule = read(ruleset.shipped() / "tortured" / f"{name}.yaml", "tortured").rule
        for phrase in rule.params["map"]:
            assert found(spun.TABLE, f"We know of {phrase} here.") == [], phrase


def test_no_listed_phrase_is_a_word_of_the_lexicon() -> None:
    rule = read(ruleset.shipped() / "tortured" / "tortured-phrase.yaml", "tortured").rule
    assert [phrase for phrase in rule.params["map"] if lexicon.lookup(phrase)] == []


def test_unknown_evidence_and_a_number_under_one_are_problems() -> None:
    assert [problem.path for problem in spun.problems({"evidence": "none"})] == [("evidence",)]
    assert [problem.path for problem in spun.problems({"distinct": 0})] == [("distinct",)]
    assert list(spun.problems({"evidence": "any", "distinct": 3})) == []
