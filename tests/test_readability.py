"""Readability: what is counted, textstat's formulas, and the check type that holds them against a limit."""

from __future__ import annotations

import time
from typing import Any

import pytest

from checker import formats
from checker.checks import readability as check
from checker.document import Document
from checker.engine import Engine
from checker.readability import (
    METRICS,
    Counts,
    counts,
    dale_chall,
    flesch_kincaid_grade,
    flesch_reading_ease,
    lengths,
    sentences,
    total,
)
from checker.rule import Rule, Where
from checker.ruleset import RuleSet
from checker.source import Source

PLAIN = "The cat sat on the mat. It was an extraordinary animal. Nobody in the village had seen its like."
HARD = "Administrative responsibility necessitates organizational accountability."


def document(text: str, markup: str = "plain") -> Document:
    return formats.document(Source(text), markup)


def whole(text: str, markup: str = "plain") -> Counts:
    return total(document(text, markup).memo(counts))


def rule(params: check.Params, scope: tuple[str, ...] = ("paragraph",), message: str = "m") -> Rule:
    return Rule(
        id="r", category="readability", type="readability", status="stable", severity="suggestion", message=message,
        why="w", fix=None, autofix=False, languages=(), scope=scope, any_language=False, markup=(), where=Where(),
        exceptions=(), params=params, literals=(), references=(), origin="r.yaml",
    )  # fmt: skip


def found(
    params: check.Params, text: str, scope: tuple[str, ...] = ("paragraph",), markup: str = "plain"
) -> list[tuple[str, dict[str, str]]]:
    """What a rule marks in a text, with the values that it gives."""
    read = document(text, markup)
    matches = check.compile(rule(params, scope), None)(read, [])
    return [(read.text[match.start : match.end], dict(match.values)) for match in matches]


def marked(params: check.Params, text: str, markup: str = "plain") -> list[str]:
    return [span for span, _ in found(params, text, markup=markup)]


# --- counts -----------------------------------------------------------------------------------------------


def test_every_count_is_exact() -> None:
    # the cat sat on the mat | it was an extraordinary animal | nobody in the village had seen its like
    assert document(PLAIN).memo(counts) == [
        Counts(1, 6, 17, 18, 6, 0, 0, 0),
        Counts(1, 5, 26, 27, 12, 2, 1, 1),  # "animal" is on the Dale-Chall list
        Counts(1, 8, 32, 33, 11, 1, 0, 0),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A well-known self-taught painter", 4),
        ("They don’t know it’s hers", 5),
        ("In 1,250 houses, 3.5 % burn", 5),
        ("The U.S. team won", 4),
        ("day—night and/or dusk", 5),
        ("Stop … – 5 % & * more", 3),
        (f"The key is {'ab1' * 22} today", 4),
    ],
)
def test_a_word_is_a_token_with_a_letter_or_a_digit_unless_too_long(text: str, words: int) -> None:
    assert [some.words for some in document(text).memo(lengths)] == [words]
    assert whole(text).words == words


def test_what_has_no_word_is_no_sentence() -> None:
    assert whole("* * *\n\n(!!!)\n\nRain fell.").sentences == 1
    assert whole("").words == whole("?!").words == 0


def test_masked_code_counts_nowhere() -> None:
    assert whole("Call `parse_everything()` first.", "markdown").words == 2


def test_a_hyphen_of_any_kind_and_a_curly_apostrophe_change_no_count_of_syllables() -> None:
    straight, curly = whole("It isn't a top-heavy mast."), whole("It isn’t a top\N{NON-BREAKING HYPHEN}heavy mast.")
    assert (curly.words, curly.syllables, curly.difficult) == (straight.words, straight.syllables, straight.difficult)


def test_lengths_agree_with_counts() -> None:
    read = document(f"{PLAIN}\n\n“Go. Run (fast. Now).” {HARD}")
    assert read.memo(lengths) == [Counts(some.sentences, some.words) for some in read.memo(counts)]


def test_sentences_in_quotation_marks_and_brackets_are_taken_one_by_one() -> None:
    text = "She said: “We came. Dr. Hale left at 9 p.m. on Jan. 5. It rained,” and sat down (on a box. No chair)."
    read = document(text)
    assert len(read.sentences) == 1
    assert [text[start:end] for start, end, _ in read.memo(sentences)] == [
        "She said: “We came.",
        "Dr. Hale left at 9 p.m. on Jan. 5.",
        "It rained,” and sat down (on a box.",
        "No chair).",
    ]


# --- formulas ---------------------------------------------------------------------------------------------

TEXTS = [
    PLAIN,
    (
        "The old ferry left the dock at six, as it had done each morning for forty years. On board were two nurses, a "
        "baker with his bread still warm, and a boy who had missed the school bus. Nobody spoke much. By seven they "
        "could see the lights of the town, and the captain rang the bell."
    ),
    (
        "Participation in the vocational qualification initiative requires certification by an accredited educational "
        "institution. Application procedures generally necessitate approximately eleven weeks! Are individual "
        "circumstances considered during the administrative examination?"
    ),
    (
        "In 1951 a boy from Thornwick found 37 crates of maps in a salt mine. They didn't belong to him, but he's kept "
        'them; the county\'s archive never asked. "What would they do with them?" he asks.'
    ),
]


@pytest.mark.parametrize("text", TEXTS)
def test_counts_and_formulas_equal_textstat_s_where_it_splits_alike(text: str) -> None:
    from checker.stats import rows  # noqa: PLC0415 - textstat is imported by the tests that need it

    ours, theirs = whole(text), rows(document(text))
    names = ["sentences", "words", "letters", "characters", "syllables", "words of three syllables or more"]
    assert list(ours[:6]) == [theirs[name] for name in names]
    figures = {
        "sentence-length": "words per sentence",
        "flesch-reading-ease": "Flesch reading ease",
        "flesch-kincaid-grade": "Flesch-Kincaid grade",
        "gunning-fog": "Gunning fog index",
        "smog": "SMOG grade",
        "coleman-liau": "Coleman-Liau index",
        "automated-readability": "automated readability index",
        "dale-chall": "Dale-Chall score",
    }
    assert [*METRICS][2:] == [*figures]
    # The sums are the same; they are added in another order, which costs the last digits of a double.
    assert {name: METRICS[name](ours) for name in figures} == pytest.approx(
        {name: theirs[shown] for name, shown in figures.items()}, rel=1e-12, abs=1e-12
    )


def test_textstat_takes_the_stop_of_an_abbreviation_for_a_sentence_s_end_and_we_do_not() -> None:
    from checker.stats import rows  # noqa: PLC0415

    text = "The mill is run by Prof. Anna Kocsis of St. Hale and her sons."
    assert (whole(text).sentences, rows(document(text))["sentences"]) == (1, 3)


def test_formulas_give_the_textbook_s_values() -> None:
    some = Counts(sentences=5, words=100, syllables=150, difficult=5)
    assert flesch_reading_ease(some) == pytest.approx(59.635)
    assert flesch_kincaid_grade(some) == pytest.approx(9.91)
    assert dale_chall(some) == pytest.approx(1.7815)  # five in a hundred are not more than five
    assert dale_chall(some._replace(difficult=6)) == pytest.approx(0.1579 * 6 + 0.0496 * 20 + 3.6365)


# --- the check type ---------------------------------------------------------------------------------------


def test_a_sentence_over_the_limit_is_marked_with_its_numbers() -> None:
    assert found({"metric": "words", "max": 5}, PLAIN) == [
        (
            "The cat sat on the mat.",
            {"value": "6", "limit": "5", "words": "6", "sentences": "1", "sentence_words": "6"},
        ),
        (
            "Nobody in the village had seen its like.",
            {"value": "8", "limit": "5", "words": "8", "sentences": "1", "sentence_words": "8"},
        ),
    ]


def test_the_limit_itself_is_left_alone() -> None:
    assert marked({"metric": "words", "max": 8}, PLAIN) == []
    assert marked({"metric": "words", "min": 5}, PLAIN) == []
    assert marked({"metric": "words", "min": 6, "max": 7}, PLAIN) == [
        "It was an extraordinary animal.",
        "Nobody in the village had seen its like.",
    ]


def test_a_value_that_reads_like_the_limit_keeps_it() -> None:
    text = "One two three. One two three. One two three four."  # 10 words in 3 sentences
    assert found({"metric": "sentence-length", "over": "document", "max": 3.3}, text) == []
    assert [values["value"] for _, values in found({"metric": "sentence-length", "over": "document", "max": 3}, text)] \
        == ["3.3"]  # fmt: skip


def test_a_paragraph_s_size_marks_the_paragraph() -> None:
    text = f"Short.\n\n{PLAIN}\n\nShort again."
    assert marked({"metric": "words", "over": "paragraph", "max": 18}, text) == [PLAIN]
    assert marked({"metric": "sentences", "over": "paragraph", "max": 2}, text) == [PLAIN]


def test_an_average_marks_the_worst_of_the_sentences_that_are_not_short() -> None:
    text = f"{PLAIN} Unbelievable! {HARD}"
    assert marked({"metric": "flesch-reading-ease", "over": "document", "min": 95}, text) == [HARD]
    assert marked({"metric": "sentence-length", "over": "document", "max": 2}, text) == [
        "Nobody in the village had seen its like."
    ]


def test_a_section_reaches_from_heading_to_heading() -> None:
    text = f"{HARD}\n\n# One\n\n{PLAIN}\n\n- {HARD}\n\n# Two\n\n{HARD}\n\nYes.\n\n{HARD[:-1]}!\n"
    assert found({"metric": "flesch-reading-ease", "over": "section", "min": 0}, text, markup="markdown") == [
        (HARD, {"value": "-255.1", "limit": "0", "words": "5", "sentences": "1", "sentence_words": "5"}),
        (HARD, {"value": "-219.9", "limit": "0", "words": "11", "sentences": "3", "sentence_words": "5"}),
    ]


def test_only_blocks_in_scope_are_counted() -> None:
    text = f"# {HARD}\n\n{PLAIN}\n\n- {HARD}\n"
    params: check.Params = {"metric": "sentences", "over": "document", "max": 0}
    assert [values["words"] for _, values in found(params, text, ("paragraph",), "markdown")] == ["19"]
    assert [values["words"] for _, values in found(params, text, ("list-item", "paragraph"), "markdown")] == ["24"]
    assert [values["words"] for _, values in found(params, text, ("heading",), "markdown")] == ["5"]


def test_too_little_text_is_not_scored() -> None:
    params: check.Params = {"metric": "flesch-reading-ease", "over": "document", "min": 100}
    text = f"{HARD} {HARD}"
    assert len(found(params, text)) == 1
    assert found({**params, "min_words": 11}, text) == []
    assert found({**params, "min_sentences": 3}, text) == []
    assert found(params, "???") == found(params, "") == []


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("over", ["sentence", "paragraph", "section", "document"])
def test_every_metric_scores_every_unit(name: Any, over: Any) -> None:
    for limit in ("max", "min"):
        params: Any = {"metric": name, "over": over, limit: -1000 if limit == "max" else 1000}
        assert len(found(params, f"{PLAIN}\n\n{HARD}")) == {"sentence": 4, "paragraph": 2}.get(over, 1)


@pytest.mark.parametrize(
    ("params", "problems"),
    [
        ({"metric": "words", "max": 5}, []),
        ({"max": 5}, [()]),
        ({"metric": "words"}, [()]),
        ({"metric": "words", "min": 6, "max": 5}, [("max",)]),
    ],
)
def test_a_rule_without_metric_or_limit_is_refused(params: Any, problems: list[tuple[str, ...]]) -> None:
    assert [problem.path for problem in check.problems(params)] == problems


def test_a_limit_that_a_project_sets_shows_in_the_message() -> None:
    message = "This sentence has {words} words; the limit is {limit}."
    shipped = rule({"metric": "words", "max": 50}, message=message)
    own = shipped._replace(params={**shipped.params, "max": 7})
    assert [finding.message for finding in Engine(RuleSet((own,), {}), [own]).check(document(PLAIN))] == [
        "This sentence has 8 words; the limit is 7."
    ]


@pytest.mark.parametrize("piece", ["a", "(", "“a. B” ", "A. ", "ab-", "é'"])
def test_hostile_text_costs_in_proportion(piece: str) -> None:
    read = document(piece * 200_000)
    started = time.process_time()
    read.memo(counts)
    assert time.process_time() - started < 5  # seconds; what grows with the square takes minutes
