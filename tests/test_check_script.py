"""The check type `script`: foreign characters in English text, and glosses that are left alone."""

from __future__ import annotations

import pytest

from checker.checks import script
from checker.document import Document
from checker.markup import plain
from checker.rule import Rule, Where
from checker.source import Source

HAN = "\u4e00-\u9fff"
CYRILLIC = "\u0400-\u052f"
WORDS: script.Params = {"what": "words", "characters": [HAN, CYRILLIC]}


def found(params: script.Params, text: str) -> list[tuple[str, str | None]]:
    """What a rule finds in a plain text, with the fix."""
    document = Document(Source(text), plain.parse(text))
    rule = Rule(
        id="r", category="residue", type="script", status="stable", severity="warning", message="m", why="w", fix=None,
        autofix=False, languages=(), scope=("paragraph", "heading"), any_language=False, markup=(), where=Where(),
        exceptions=(), params=params, literals=script.literals(params), references=(), origin="r.yaml",
    )  # fmt: skip
    return [(document.text[match.start : match.end], match.fix) for match in script.compile(rule, None)(document, [])]


def test_a_word_in_another_script_is_found_as_one_run() -> None:
    assert found(WORDS, "The council said that 部门 would answer.") == [("部门", None)]
    assert found(WORDS, "The song Новый год was sung at the gate.") == [("Новый год", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Ramen (拉麺) came from China long ago.",
        "Ramen （拉麺） came from China long ago.",
        "The word “мир” means peace and world.",
        "The sign for a tree, 木, has four strokes.",
        "It was called 拉麺 (ramen) in the city.",
        "In the list, 木 = tree in all of its rows.",
        "Русский | Українська | English",
        "Он сказал, что the plan всё равно не удался и будет отменён.",
        "The site стопгород.рф has all of the data.",
    ],
)
def test_a_gloss_a_list_and_a_passage_in_another_language_are_left_alone(text: str) -> None:
    assert found(WORDS, text) == []


def test_a_run_shorter_than_the_least_length_is_left_alone() -> None:
    params: script.Params = {**WORDS, "min_length": 3}
    assert found(params, "The council said that 部门 would answer.") == []


def test_a_word_of_two_scripts_is_found_once_and_mended_by_look_alikes() -> None:
    params: script.Params = {
        "what": "mixed", "characters": [CYRILLIC], "replacements": {"\N{CYRILLIC SMALL LETTER O}": "o"},
    }  # fmt: skip
    mixed = "M\N{CYRILLIC SMALL LETTER O}scow"
    assert found(params, f"The train to {mixed} was late; {mixed} was dark.") == [(mixed, "Moscow")]
    assert found(params, "The train to Moжcow was late.") == [("Moжcow", None)]
    assert found(params, "The train to Москва was late.") == []


def test_a_mark_is_replaced_with_the_blanks_that_english_has() -> None:
    params: script.Params = {
        "what": "marks", "characters": ["\uff01-\uff5e", "。"], "replacements": {"。": "."}, "unless_beside": [HAN],
    }  # fmt: skip
    assert found(params, "It rained，the game（the last）was off。") == [
        ("，", ", "),
        ("（", " ("),
        ("）", ") "),
        ("。", "."),
    ]
    assert found(params, "The Ｇ７ met.") == [("Ｇ７", "G7")]
    assert found(params, "The sign 出口。 was lit.") == []


def test_an_invisible_character_is_named_and_removed() -> None:
    params: script.Params = {"what": "marks", "characters": ["\N{ZERO WIDTH SPACE}"],
                             "replacements": {"\N{ZERO WIDTH SPACE}": ""}}  # fmt: skip
    assert found(params, "a\N{ZERO WIDTH SPACE}b") == [("\N{ZERO WIDTH SPACE}", "")]


def test_what_is_wrong_with_parameters_is_said() -> None:
    wrong: script.Params = {"what": "words", "characters": ["я-а", "abc"], "replacements": {"ab": "c"}}
    assert [problem.path for problem in script.problems(wrong)] == [
        ("characters", 0), ("characters", 1), ("replacements", "ab"),
    ]  # fmt: skip
    assert [problem.path for problem in script.problems({})] == [(), ()]
    assert list(script.problems(WORDS)) == []


@pytest.mark.parametrize("what", sorted(script.VARIANTS))
@pytest.mark.parametrize("piece", ["aб", "a б ", "字", "字 a ", "("])
def test_hostile_text_costs_no_more_than_its_length(what: str, piece: str) -> None:
    found({"what": what, "characters": [HAN, CYRILLIC]}, f"It is so. {piece * 50_000}字")
