"""Check type `tokens`: endings, the sound that a word begins with, guards, and rules that share an alphabet."""

from __future__ import annotations

import pytest
from conftest import MakeEngine, MakeFile, matches

from checker.checks.tokens import shared
from checker.checks.tokens.classes import SOUNDS, sound_of
from checker.engine import Engine
from checker.fileerror import FileError
from checker.ruleset import RuleSet, share

VOWEL, CONSONANT = SOUNDS


def test_an_ending_is_asked_of_the_word_as_written(make_engine: MakeEngine) -> None:
    engine = make_engine("type: tokens\ntokens: [{word: [the]}, {class: [noun], ending: [tion, ness]}]")
    assert matches(engine, "the Nation, the station house, the town, the kindness") == [
        "the Nation", "the station", "the kindness"
    ]  # fmt: skip


SPOKEN = {
    VOWEL: """
        apple hour honest heir heiress unable unimportant umbrella uncle upper ugly usher e-mail X-ray x-ray oak only
        FBI HTML LLM MRI NGO S3 F-16 8 80 11 18 11-year-old 8,000 Ontario Émile""",
    CONSONANT: """
        house union unit use user European eulogy one once one-off one-eyed ukulele utility unanimous young water
        UN URL UNESCO BBC U-turn T-shirt 1 10 12 7-year-old 100 180""",
    "": "NATO SARS LASER historic herb 1100 1850 ß ж xylem",
}


@pytest.mark.parametrize("sound", SPOKEN)
def test_a_word_begins_with_the_sound_that_it_is_spoken_with(sound: str) -> None:
    words = SPOKEN[sound].split()
    assert {word: sound_of(word) for word in words} == dict.fromkeys(words, sound)


def test_a_sound_can_be_asked_for_like_a_class(make_engine: MakeEngine) -> None:
    engine = make_engine("type: tokens\ntokens: [{word: [a]}, {class: [vowel-sound], only: [noun]}]")
    assert matches(engine, "a hour, a union, a uncle, a NATO, a open") == ["a hour", "a uncle"]


@pytest.mark.parametrize("first", ["{word: [old]}", "{word: [old], repeat: 2}"])
def test_guards_hold_whatever_the_first_token_is(make_engine: MakeEngine, first: str) -> None:
    engine = make_engine(
        f"type: tokens\ntokens: [{first}, {{class: [noun]}}]\nnot_before: [{{word: [an]}}]\n"
        "unless: [[{word: [old]}, {word: [town]}, {word: [hall]}]]"
    )
    assert matches(engine, "old town house, an old town, old town hall, old wall") == ["old town", "old wall"]


def test_a_rule_finds_the_same_alone_and_among_so_many_that_they_need_several_alphabets(make_file: MakeFile) -> None:
    bodies = [
        f"id: rule-{number}\ntype: tokens\ntokens: "
        f"[{{word: [w{number}x, w{number}y], not_word: [w{number}z]}}, {{word: [v{number}]}}, {{class: [noun]}}]"
        for number in range(120)
    ]
    rules = tuple(make_file(body).rule for body in bodies)
    assert len(shared(rules)["tables"]) > 1
    together = Engine(RuleSet(rules, share(rules)), rules)
    for number in (0, 1, 60, 118, 119):
        alone = Engine(RuleSet((rules[number],), share([rules[number]])), [rules[number]])
        text = f"The w{number}x v{number} town, a W{number}Y v{number} wall, w{number}z v{number} town, v{number} town."
        assert matches(alone, text) == matches(together, text) == [
            f"w{number}x v{number} town", f"W{number}Y v{number} wall"
        ]  # fmt: skip


def test_a_rule_that_tells_too_many_kinds_of_words_apart_is_refused(make_file: MakeFile) -> None:
    tokens = ", ".join(f"[{{word: [w{number}]}}, {{class: [noun]}}]" for number in range(300))
    rule = make_file(f"type: tokens\nsequences: [{tokens}]").rule
    with pytest.raises(FileError, match=r"trial\.yaml:1:1: rule 'trial' tells \d+ kinds of words apart"):
        shared([rule])
