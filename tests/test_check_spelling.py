"""The check type `spelling`: words that English doesn't have."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from checker import foreign, spelling
from checker.checks import spelling as check
from checker.document import Document
from checker.markup import markdown, plain
from checker.rule import Rule, Where
from checker.source import Source

Found = list[tuple[str, str | None]]


def found(params: check.Params, text: str, *, is_markdown: bool = False) -> Found:
    """What a rule finds in a text, with the fix."""
    document = Document(Source(text), (markdown if is_markdown else plain).parse(text))
    rule = Rule(
        id="r", category="spelling", type="spelling", status="stable", severity="warning", message="m", why="w",
        fix=None, autofix=False, languages=(), scope=("paragraph", "heading"), any_language=False, markup=(),
        where=Where(), exceptions=(), params=params, literals=check.literals(params), references=(), origin="r.yaml",
    )  # fmt: skip
    return [(document.text[some.start : some.end], some.fix) for some in check.compile(rule, None)(document, [])]


MISSPELT: check.Params = {"what": "misspelt"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The harbour was closed becuase of ice.", [("becuase", "because")]),
        ("They recieved the nets at noon.", [("recieved", "received")]),
        ("The goverment's plan was old.", [("goverment", "government")]),
        ("Thier boat sank.", [("Thier", "Their")]),
        ("It was a diffrent boat, they said.", [("diffrent", "different")]),
    ],
)
def test_a_word_one_plain_slip_from_a_common_one_is_misspelt(text: str, expected: Found) -> None:
    assert found(MISSPELT, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The goroutine waits for the mutex.",
        "The colour of the honour board, the color of the honor roll.",
        "Captain Becuase left.",
        "See becuase.txt, /becuase/, becuase() and $becuase.",
        "He wrote “becuase” on it.",
        "He wrote (becuase) on it.",
        "It read becuase [sic] of ice.",
        "The toolmaker's bookishness was plain.",
        "A becuase, a becuase and a becuase.",
        "The shipp lingo hte tha goverment becuase recieve.",
        "The pars plana was seen.",
        "He kept runnin’ home.",
    ],
)
def test_terms_names_code_quotations_and_words_used_throughout_are_no_misspellings(text: str) -> None:
    assert found(MISSPELT, text) == []


def test_a_word_in_italics_or_alone_in_a_link_is_left_alone() -> None:
    assert found(MISSPELT, "The *becuase* of it, and [recieve](x.md).", is_markdown=True) == []
    assert found(MISSPELT, "It was becuase of *ice*.", is_markdown=True) == [("becuase", "because")]


def test_a_slip_with_several_readings_has_no_fix() -> None:
    assert found({"what": "misspelt", "likely": True}, "The boats wer late.") == [("wer", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took more thna a year.", [("thna", "than")]),  # its ending is not Latin
        ("He was reffering to it.", [("reffering", "referring")]),  # a double letter too many, and one too few
        ("Becuase Aldous left, we did.", [("Becuase", "Because")]),
        ("Otitis externa is an illness.", []),
        ("Barnett Aldous left, and we did.", []),
    ],
)
def test_slips_that_look_like_latin_like_two_or_like_a_name(text: str, expected: Found) -> None:
    assert found(MISSPELT, text) + found({**MISSPELT, "likely": True}, text) == expected


def test_a_slip_in_a_common_word_at_a_sentences_start_is_found_once() -> None:
    params: check.Params = {"what": "misspelt-name", "words": ["Government"]}
    assert found(params, "Offices of the Harbour Goverment are shut.") == [("Goverment", "Government")]
    assert found(params, "Goverment offices are shut.") == []
    assert found(MISSPELT, "Goverment offices are shut.") == [("Goverment", "Government")]


def test_a_place_name_is_found_unless_it_is_a_surname_or_an_unknown_name() -> None:
    params: check.Params = {"what": "misspelt-name", "words": ["Budapest", "Portugal"]}
    assert found(params, "The bridge at Budpaest was shut.") == [("Budpaest", "Budapest")]
    assert found(params, "Steve Portigal and Budweis were there.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They lost co ntrol of it.", [("co ntrol", "control")]),
        ("The infor mation was old.", [("infor mation", "information")]),
        ("The pre war house and the take aways.", []),
    ],
)
def test_a_word_is_broken_when_a_piece_is_no_word(text: str, expected: Found) -> None:
    assert found({"what": "broken"}, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boats wait inthe basin.", [("inthe", "in the")]),
        ("Then thegovernment fell.", [("thegovernment", "the government")]),
        ("The partof the wall fell.", [("partof", "part of")]),
        ("The headland, the brigand and the withholding.", []),
    ],
)
def test_words_run_together_are_parted(text: str, expected: Found) -> None:
    assert found({"what": "glued"}, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THe boat aNd the net.", [("THe", "The"), ("aNd", "and")]),
        ("PCs, an iPhone, a webSite and McAllister.", []),
    ],
)
def test_a_capital_inside_a_word_is_found_names_and_compounds_aside(text: str, expected: Found) -> None:
    assert found({"what": "inner-capital"}, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The c0mpany and the fami1y.", [("c0mpany", "company"), ("fami1y", "family")]),
        ("See log10, utf8, i18n, file1and and step1.", []),
    ],
)
def test_a_digit_for_a_letter_is_found_identifiers_aside(text: str, expected: Found) -> None:
    assert found({"what": "digit"}, text) == expected


@pytest.mark.parametrize(
    ("evidence", "text", "expected"),
    [
        ("listed", "The mill burnt down plötzlich in the night.", [("plötzlich", None)]),
        ("listed", "Dennoch, the mill was sold.", [("Dennoch", None)]),
        ("listed", "He said que the mill was sold.", [("que", None)]),
        ("letters", "They kept the fotografía of it.", [("fotografía", None)]),
        ("ending", "The organizaciones of the valley met.", [("organizaciones", None)]),
        ("company", "The kontraktan plan of belajn bridges and novajn roads.", [("kontraktan", None)]),
        ("company", "The kontraktan plan of bridges.", []),
        ("listed", "Ludwig van der Meer and Ana de los Ríos.", []),
        ("listed", "The word plötzlich is long, and “und” is short.", []),
        ("listed", "It was a coup de théâtre.", []),
        ("letters", "The café, the rôle and the élite.", []),
        ("listed", "Die Mühle brannte plötzlich ab und niemand hat es gesehen.", []),
    ],
)
def test_a_word_of_another_language_is_found_names_glosses_and_passages_aside(
    evidence: str, text: str, expected: Found
) -> None:
    assert found({"what": "foreign", "evidence": evidence}, text) == expected


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "'what' is one of"),
        ({"what": "misspelt-name"}, "needs 'words'"),
        ({"what": "foreign", "evidence": "none"}, "'evidence' is one of"),
    ],
)
def test_wrong_parameters_are_named(params: check.Params, message: str) -> None:
    assert [message in problem.message for problem in check.problems(params)] == [True]


@pytest.mark.parametrize("path", [foreign.DATA, spelling.DATA])
def test_the_word_lists_are_sorted_and_say_nothing_twice(path: Path) -> None:
    for section in path.read_text(encoding="utf-8").split("\n\n")[1:]:
        entries = [entry for line in section.splitlines()[1:] for entry in line.split()]
        for mark in ("-", "~", ""):
            words = [word for word in entries if (word[0] if word[0] in "-~" else "") == mark]
            assert words == sorted(set(words))


@pytest.mark.parametrize(
    "text", ["teh boat. " * 20_000, '"und ' * 20_000, "a0b" * 50_000, "aA" * 50_000, "wrod." * 40_000, "x-" * 50_000]
)
def test_hostile_text_costs_little(text: str) -> None:
    start = time.perf_counter()
    for what in check.VARIANTS:
        found({"what": what, "words": ["Lisbon"], "evidence": "listed"}, text)
    assert time.perf_counter() - start < 10
