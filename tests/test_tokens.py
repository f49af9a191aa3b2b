"""Sequences of tokens: each thing that can be asked of a token, and of where a sequence stands."""

from __future__ import annotations

import pytest
from conftest import MakeEngine, MakeFile, check, matches

from checker.checks.tokens import Token, literals
from checker.checks.tokens.classes import case_of, class_mask, classes_of
from checker.fileerror import FileError


@pytest.mark.parametrize(
    ("tokens", "text", "found"),
    [
        # word, not_word
        ("[{word: [old, new]}, {word: [town]}]", "The Old town, a new TOWN, an old village.", ["Old town", "new TOWN"]),
        ("[{word: [old]}, {not_word: [town, City]}]", "old town, old city, old barn, old 7", ["old barn", "old 7"]),
        ("[{word: [it’s]}]", "It's late, it’s early, its end.", ["It's", "it’s"]),
        ("[{word: [so]}, {word: [',']}, {word: [so]}]", "so, so and so so", ["so, so"]),
        # class, not_class, only
        ("[{word: [of]}, {class: [determiner]}]", "of the, of towns, of this", ["of the", "of this"]),
        ("[{word: [to]}, {class: [verb]}]", "to go, to went, to walk", ["to go", "to walk"]),
        ("[{word: [to]}, {only: [verb, verb-s, verb-past, verb-participle, verb-ing]}]", "to went, to walk, to town",
         ["to went"]),
        ("[{word: [to]}, {class: [verb], not_class: [noun]}]", "to exist, to walk", ["to exist"]),
        ("[{class: [figure]}, {class: [plural]}]", "3 towns, 1,200.5 walls, three towns, 3 town",
         ["3 towns", "1,200.5 walls"]),
        ("[{class: [unknown]}]", "The flurbish town of Xyzzq.", ["flurbish", "Xyzzq"]),
        ("[{class: [possessive]}]", "The town’s walls and walls' ends, it isn't.", ["town’s"]),
        ("[{class: [contraction]}]", "The town's not here, the town'll go.", ["town'll"]),
        # case
        ("[{word: [of]}, {case: capital}]", "of Rome, of rome, of ROME, of I", ["of Rome", "of I"]),
        ("[{word: [of]}, {case: upper}]", "of NATO, of Nato, of U.S.", ["of NATO", "of U.S."]),
        ("[{word: [of]}, {case: mixed}]", "of iPads, of McDuff, of Pads", ["of iPads", "of McDuff"]),
        ("[{word: [of]}, {case: lower}]", "of rome, of Rome, of 12", ["of rome", "of 12"]),
        # any
        ("[{word: [of]}, {any: [{word: [rome]}, {class: [determiner]}]}]", "of Rome, of the, of towns",
         ["of Rome", "of the"]),
        ("[{word: [so]}, {any: [{word: [',']}, {class: [determiner]}]}]", "so, so the, so go", ["so,", "so the"]),
        # optional, repeat
        ("[{word: [old]}, {word: [grey], optional: true}, {word: [town]}]",
         "old town, old grey town, old grey grey town", ["old town", "old grey town"]),
        ("[{word: [old]}, {word: [grey], repeat: 2}, {word: [town]}]",
         "old town, old grey town, old grey grey town, old grey grey grey town",
         ["old grey town", "old grey grey town"]),
        ("[{word: [old]}, {word: [grey], optional: true, repeat: 3}]", "old, old grey grey grey grey",
         ["old", "old grey grey grey"]),
        # context
        ("[{word: [the], context: true}, {word: [old]}, {class: [noun], context: true}]",
         "the old town, an old town, the old", ["old"]),
    ],
)  # fmt: skip
def test_all_that_is_said_of_a_token_must_hold(
    make_engine: MakeEngine, tokens: str, text: str, found: list[str]
) -> None:
    assert matches(make_engine(f"type: tokens\ntokens: {tokens}"), text) == found


OLD = "type: tokens\ntokens: [{word: [old]}, {class: [noun]}]\n"


@pytest.mark.parametrize(
    ("more", "text", "found"),
    [
        (
            "at: sentence-start",
            "Old town. “Old barn.” An old wall. Old\n\nold hall",
            ["Old town", "Old barn", "old hall"],
        ),
        (
            "at: sentence-end",
            "Old town. The old town is. “An old wall.” Old hall?",
            ["Old town", "old wall", "Old hall"],
        ),
        ("not_before: [{word: [the]}, {class: [figure]}]", "The old town, 3 old town, an old barn", ["old barn"]),
        ("not_after: [{word: [hall, ',']}]", "old town hall, old town, old town house", ["old town"]),
        ("in_question: false", "Is old town here? The old barn is.", ["old barn"]),
        ("in_question: true", "Is old town here? The old barn is.", ["old town"]),
        ("unless: [[{word: [old]}, {word: [town]}, {word: [hall]}]]", "old town hall, old town house", ["old town"]),
    ],
)
def test_where_a_sequence_stands_can_be_asked_too(
    make_engine: MakeEngine, more: str, text: str, found: list[str]
) -> None:
    assert matches(make_engine(OLD + more), text) == found


def test_a_sequence_runs_over_no_mark_sentence_end_or_block(make_engine: MakeEngine) -> None:
    engine = make_engine("type: tokens\ntokens: [{class: [noun]}, {case: capital}]")
    assert matches(engine, "the town. The wall, Rome (town) Bern\n\n# wall\n\nBern town! Bern.\n", "markdown") == []
    assert matches(engine, "the town Bern") == ["town Bern"]


def test_a_stop_in_an_initialism_that_ends_a_sentence_is_an_end_too(make_engine: MakeEngine) -> None:
    engine = make_engine("type: tokens\ntokens: [{word: [the]}, {}, {case: capital}]")
    assert matches(engine, "He left the U.S. Then the U.S. Congress met.") == ["the U.S. Congress"]


def test_a_token_that_is_context_of_one_finding_can_begin_the_next(make_engine: MakeEngine) -> None:
    engine = make_engine(
        "type: tokens\ntokens: [{word: [so], context: true}, {word: [zap]}, {word: [so], context: true}]"
    )
    assert matches(engine, "so zap so zap so zap") == ["zap", "zap"]


def test_several_sequences_are_looked_for_each_by_itself(make_engine: MakeEngine) -> None:
    engine = make_engine("type: tokens\nsequences: [[{word: [old]}, {class: [noun]}], [{word: [zap]}]]")
    assert matches(engine, "zap the old town") == ["zap", "old town"]


def test_names_are_values_and_an_absent_token_is_an_empty_one(make_engine: MakeEngine) -> None:
    engine = make_engine(
        "type: tokens\nmessage: '{a}-{b}-{c}.'\nfix: '{c|upper}'\ntokens: "
        "[{word: [old], name: a, context: true}, {word: [grey], optional: true, repeat: 2, name: b}, "
        "{class: [noun], name: c}]"
    )
    assert [(some.match, some.message, some.fix) for some in check(engine, "Old grey\ngrey town, old wall.")] == [
        ("grey\ngrey town", "Old-grey grey-town.", "TOWN"), ("wall", "old--wall.", "WALL")
    ]  # fmt: skip


def test_a_word_may_carry_what_belongs_instead(make_engine: MakeEngine) -> None:
    engine = make_engine(
        "type: tokens\nfix: '{instead}'\ntokens: [{instead: {inform: tell, town: city}}, {word: [me], context: true}]"
    )
    assert [(some.match, some.fix) for some in check(engine, "Inform me, INFORM me, town me, inform us")] == [
        ("Inform", "Tell"), ("INFORM", "TELL"), ("town", "city")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ("tokens: []", "a tokens rule needs 'tokens' or 'sequences'"),
        ("tokens: [{word: [a]}]\nsequences: [[{word: [a]}]]", "a tokens rule needs 'tokens' or 'sequences'"),
        ("tokens: [{word: [a], optional: true}, {word: [b], context: true}]",
         "every token is optional or context: nothing would be found"),
        ("tokens: [{wrod: [a]}]", "unknown key 'wrod' (did you mean 'word'?)"),
        ("tokens: [{word: a}]", "Expected `array`, got `str`"),
        ("tokens: [{case: small}]", "'case' is one of lower, capital, upper, mixed"),
        ("tokens: [{word: [a], repeat: 0}]", "'repeat' is from 1 to 12"),
        ("tokens: [{word: [a], repeat: 13}]", "'repeat' is from 1 to 12"),
        ("tokens: [{word: [a]}]\nat: start", "'at' is 'sentence-start' or 'sentence-end'"),
        ("tokens: [{any: [{name: [a]}]}]", "unknown key 'name'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sequence_is_said(make_file: MakeFile, params: str, message: str) -> None:
    with pytest.raises(FileError) as caught:
        make_file(f"type: tokens\n{params}")
    assert caught.value.message == message


@pytest.mark.parametrize(
    "params",
    [
        "tokens: [{class: [nuon]}]",
        "tokens: [{any: [{only: [nuon]}]}]",
        "tokens: [{word: [a]}]\nnot_after: [{class: [nuon]}]",
    ],
)
def test_a_class_that_there_is_not_is_said(make_file: MakeFile, params: str) -> None:
    with pytest.raises(FileError, match="unknown word class 'nuon'"):
        make_file(f"type: tokens\n{params}")


@pytest.mark.parametrize(
    ("token", "case"),
    [("town", "lower"), ("Town", "capital"), ("A", "capital"), ("TOWN", "upper"), ("U.S.", "upper"), ("iPad", "mixed"),
     ("McDuff", "mixed"), ("12", "lower"), ("…", "lower"), ("I’m", "capital"), ("Éa", "capital")],
)  # fmt: skip
def test_case_is_one_of_four(token: str, case: str) -> None:
    assert case_of(token) == case


def test_a_compound_can_be_what_its_last_part_can_and_an_adjective() -> None:
    classes = classes_of("flurb-walls")
    assert classes & class_mask(["plural"])
    assert classes & class_mask(["adjective"])
    assert not classes & class_mask(["determiner"])


def test_the_words_of_the_rarest_token_are_the_literals() -> None:
    tokens: list[Token] = [{"word": ["the"]}, {"word": ["Zap", "quixotic"]}, {"word": ["qat"], "optional": True}]
    assert literals({"tokens": tokens}) == ("quixotic", "zap")
    assert literals({"tokens": [{"word": ["zap"], "optional": True}, {"case": "upper"}]}) == ()
