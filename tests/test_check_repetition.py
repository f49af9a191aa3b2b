"""Check type `repetition`: exact spans of each kind, and what its parameters change."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks import Hit, repetition
from checker.document import Document
from checker.markup import plain
from checker.prefilter import Prefilter
from checker.rule import Rule, Where
from checker.source import Source


def matches(text: str, **params: Any) -> list[tuple[str, str | None]]:
    """Text and fix of everything that a rule with these parameters finds."""
    document = Document(Source(text), plain.parse(text))
    literals = repetition.literals(params)  # type: ignore[arg-type]
    rule = Rule(
        "r", "c", "repetition", "stable", "error", "m", "w", None, False, (), ("paragraph", "heading"), False, (),
        Where(), (), params, literals, (), "r.yaml",
    )  # fmt: skip
    hits = [Hit(*hit) for hit in Prefilter([literals]).scan(document.folded, document.shape).get(0, ())]
    found = repetition.compile(rule, None)(document, hits)
    return [(document.text[match.start : match.end], match.fix) for match in found]


def test_a_word_is_found_with_all_its_copies() -> None:
    assert matches("It is for for for us.", what="word") == [("for for for", "for")]


def test_a_capital_of_the_first_copy_only_is_a_sentence_s() -> None:
    assert matches("The the door.", what="word") == [("The the", "The")]
    assert matches("See the The Hague file, TENET Tenet.", what="word") == []


def test_names_alike_are_left_alone_if_asked() -> None:
    assert matches("In Wagga Wagga it rained.", what="word", names=False) == []
    assert matches("In Wagga Wagga it rained.", what="word") == [("Wagga Wagga", "Wagga")]


def test_most_leaves_longer_runs_to_another_rule() -> None:
    assert matches("no way way way way out", what="word", most=3) == []
    assert matches("no way way, way way out", what="word", times=4, commas=True) == [("way way, way way", "way")]


@pytest.mark.parametrize("text", ["a well-to-to-do man", "that's that", "him himself", "end. End", "one, one"])
def test_parts_of_words_and_marks_between_make_no_pair(text: str) -> None:
    assert matches(text, what="word") == []


def test_a_particle_before_a_preposition_is_right() -> None:
    assert matches("She logged in in the morning.", what="word", not_before=["logged"]) == []


def test_a_phrase_that_follows_itself_is_found_once() -> None:
    text = "He paid the old cook the old cook the old cook and left."
    assert matches(text, what="phrase", times=3) == [("the old cook the old cook the old cook", "the old cook")]
    assert matches(text, what="phrase", most=2) == []


def test_a_comma_between_needs_a_longer_phrase() -> None:
    text = "in the dark, in the dark"
    assert matches(text, what="phrase") == []
    assert matches(text, what="phrase", min_words_with_comma=3) == [(text, "in the dark")]


def test_a_phrase_does_not_reach_over_a_stop_or_a_block() -> None:
    assert matches("Dig the hole. Dig the hole. Dig the hole.", what="phrase") == []
    assert matches("dig the hole\n\ndig the hole", what="phrase") == []


def test_a_phrase_that_fills_a_paragraph_is_found_from_first_to_last() -> None:
    loop = "the care of the horse and {} the care of the horse"
    text = f"We teach {loop.format('of course')} or {loop.format('so on')} daily."
    found = text[text.index("the care") : text.rindex("horse") + 5]
    assert matches(text, what="share") == [(found, None)]
    assert matches(text, what="share", times=5) == []


def test_a_word_round_a_joint_needs_a_stop_or_a_follower() -> None:
    rule = {"what": "around", "joints": ["or"], "followers": ["is"]}
    assert matches("Any repair or repair is free.", **rule) == [("repair or repair", "repair")]
    assert matches("It has no roof or roof.", **rule) == [("roof or roof", "roof")]
    assert matches("Any fee or fee is due.", **rule) == []
    assert matches("A paper or paper bag.", **rule) == []


def test_a_phrase_twice_is_found_from_first_to_last_in_one_sentence_only() -> None:
    rule = {"what": "twice", "phrases": ["in 19##", "in May"]}
    assert matches("In May, when it rained, we sold it in May.", **rule) == [
        ("In May, when it rained, we sold it in May", None)
    ]
    assert matches("In 1911 it was built by two men in 1911.", **rule) == [
        ("In 1911 it was built by two men in 1911", None)
    ]
    assert matches("It was sold to them in May. It was bought again by us in May.", **rule) == []
    assert matches("In May 1911 it was less by far than in May 1910.", **rule) == []


def test_a_frame_opens_the_sentence_and_ends_it() -> None:
    rule = {"what": "twice", "phrases": ["in May"], "framed": True}
    assert matches("Then in May the old man said he would go in May.", **rule) == []
    assert matches("In May the old man said he would go in May or so.", **rule) == []


def test_speech_is_introduced_twice() -> None:
    rule = {"what": "speech", "verbs": ["said", "warned"]}
    assert matches("Then he said, “It is late. Go,” he said.", **rule) == [("he said, “It is late. Go,” he said", None)]
    assert matches("It closes, warned the old chief Ann Lee, warned Lee.", **rule) == [
        (", warned the old chief Ann Lee, warned Lee", None)
    ]
    assert matches("An official said, “Go,” he said, and left.", **rule) == [("official said, “Go,” he said", None)]
    assert matches("“It is late,” he said. “Go,” he said.", **rule) == []
    assert matches("The sign said, “Go,” he said.", **rule) == []


def test_a_rule_without_its_words_is_refused() -> None:
    assert [problem.message for problem in repetition.problems({"what": "around"})] == ["'what: around' needs 'joints'"]
    assert [problem.message for problem in repetition.problems({})] == ["a repetition rule needs 'what'"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ferry reached Odense Odense.", "Odense Odense"),
        ("They were over 70 70.", "70 70"),
        ("Nobody minded it it.", "it it"),
        ("He called it “a bad trade trade”.", "trade trade"),
        ("It was meant for the club (ODS) (ODS).", "(ODS) (ODS)"),
        ("He did not trust the U.S. mariners mariners.", "mariners mariners"),
        ("It was shut in 1993 1993 1993 1993.", "1993 1993 1993 1993"),
    ],
)
def test_a_last_word_stands_there_once(text: str, found: str) -> None:
    assert [match for match, _ in matches(text, what="last-word")] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "He saw Ni Ni.",
        "She lives in Boro Boro.",
        "Odds of 2: 2 2.",
        "It is over. Over there.",
        "They sang la la la.",
        "No no.",
    ],
)
def test_double_names_and_numbers_in_a_row_may_end_a_sentence(text: str) -> None:
    assert matches(text, what="last-word") == []


def test_blanks_before_a_stop_are_no_words() -> None:
    assert matches("It was late    .", what="last-word") == []


TIME = {"what": "adjunct", "openers": ["in", "over", "for"], "units": ["year", "time"], "not_between": ["also"]}
PLACE = {"what": "adjunct", "openers": ["in", "at"], "not_before": ["also"]}


def test_a_time_that_ends_the_sentence_was_said_in_it_before() -> None:
    text = "The mill has over the past year bought two rivals and closed one over the past year. Nobody minded."
    assert matches(text, **TIME) == [(text[13:83], None)]
    assert matches("In 2014 it was sold, and then it burned down in 2014.", **TIME) != []


@pytest.mark.parametrize(
    "text",
    [
        "In May 2014 it was sold, and sold again in 2015.",
        "For the first time she came, and he saw her for the first time.",
        "She came for the first time and the dog also for the first time.",
        "In 2014, 312 boats were sold, and the mill in 2014.",
        "It was sold in 2014 in 2014.",
    ],
)
def test_two_times_of_two_things_are_left_alone(text: str) -> None:
    assert matches(text, **TIME) == []


def test_a_place_that_ends_the_sentence_was_said_in_it_before() -> None:
    text = "He was a clerk at the Harbour Office, at two mills and on a ferry at the Harbour Office."
    assert matches(text, **PLACE) == [(text[15:87], None)]


@pytest.mark.parametrize(
    "text",
    [
        "The seat is in Lindness, and the oldest mill of the guild is in Lindness.",
        "The seat is in Lindness near the quay, the mill also in Lindness.",
        "Rye costs 40 crowns in Lindness and rises to 60 crowns in Lindness.",
        "The clerks in Lindness know the tales that are written in Lindness.",
    ],
)
def test_a_place_that_a_verb_or_a_number_asks_for_is_left_alone(text: str) -> None:
    assert matches(text, **PLACE) == []
