"""Phrases: forms, case, the edges of words, quotes, hyphens and blanks."""

from __future__ import annotations

import pytest
from conftest import MakeEngine, MakeFile, check, matches

from checker.checks import phrase
from checker.checks.phrase import gerund, participle, past, plural, third_person
from checker.fileerror import FileError


def test_a_phrase_is_found_in_any_case_and_every_time(make_engine: MakeEngine) -> None:
    engine = make_engine("type: phrase\nphrases: [bosom peril]")
    assert matches(engine, "Bosom peril, BOSOM PERIL and bosom peril.") == ["Bosom peril", "BOSOM PERIL", "bosom peril"]


def test_a_phrase_keeps_to_whole_words(make_engine: MakeEngine) -> None:
    engine = make_engine("type: phrase\nphrases: [art form]")
    text = "smart form, art forms, art-form, art form-like, post-art form, art form's, (art form), 2art form, art form."
    assert [finding.start for finding in check(engine, text)] == [text.index("art form's"), text.index("art form)"),
                                                                   text.index("art form.")]  # fmt: skip


def test_a_phrase_with_marks_at_its_edges_needs_no_word_edge(make_engine: MakeEngine) -> None:
    assert matches(make_engine('type: phrase\nphrases: ["(sic", "-ish"]'), "bluish (sic) and blue-ish") == [
        "(sic",
        "-ish",
    ]


@pytest.mark.parametrize("text", ["It’s a co‑op", "It's a co-op", "It’s\N{NO-BREAK SPACE}a co-op", "IT‘S A CO-OP"])
def test_quotes_hyphens_and_blanks_of_any_kind_are_alike(make_engine: MakeEngine, text: str) -> None:
    assert matches(make_engine('type: phrase\nphrases: ["it’s a co-op"]'), f"{text}.") == [text]


def test_a_phrase_is_found_over_a_line_break_but_not_over_a_block(make_engine: MakeEngine) -> None:
    engine = make_engine("type: phrase\nphrases: [bosom peril]")
    assert matches(engine, "the bosom\r\nperil of it.\n\nBosom\n\nPeril") == ["bosom\r\nperil"]


def test_the_expected_wording_takes_over_the_case(make_engine: MakeEngine) -> None:
    engine = make_engine("type: phrase\nmap: {bosom peril: breast cancer}\nmessage: \"Say '{expected}'.\"")
    found = check(engine, "Bosom peril, BOSOM PERIL, bosom peril.")
    assert [finding.fix for finding in found] == ["Breast cancer", "BREAST CANCER", "breast cancer"]
    assert found[0].message == "Say 'Breast cancer'."


def test_a_noun_is_found_in_the_plural_with_the_wording_in_the_plural(make_engine: MakeEngine) -> None:
    engine = make_engine("type: phrase\ninflect: noun\nmap: {counterfeit agency: fake body}\nphrases: [deep box]")
    found = check(engine, "Counterfeit agencies, a counterfeit agency and deep boxes.")
    assert [(finding.match, finding.fix) for finding in found] == [
        ("Counterfeit agencies", "Fake bodies"), ("counterfeit agency", "fake body"), ("deep boxes", None)
    ]  # fmt: skip


def test_a_verb_is_found_in_all_its_forms(make_engine: MakeEngine) -> None:
    engine = make_engine("type: phrase\ninflect: verb\nmap: {give birth to: cause}")
    text = "It gives birth to it, gave birth to it, was given birth to, giving birth to it, to give birth to it."
    assert [(finding.match, finding.fix) for finding in check(engine, text)] == [
        ("gives birth to", "causes"), ("gave birth to", "caused"), ("given birth to", "caused"),
        ("giving birth to", "causing"), ("give birth to", "cause"),
    ]  # fmt: skip


def test_a_phrase_may_be_wrong_only_in_its_own_case(make_engine: MakeEngine) -> None:
    engine = make_engine("type: phrase\ncase: match\nphrases: [Internet Protocol]\ninflect: noun")
    assert matches(engine, "internet protocol, Internet Protocols, INTERNET PROTOCOL") == ["Internet Protocols"]


def test_the_longer_of_two_phrases_at_one_place_is_found(make_engine: MakeEngine) -> None:
    assert matches(make_engine("type: phrase\nphrases: [bosom, bosom peril, peril]"), "bosom peril") == ["bosom peril"]


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("plan", "plans planned planned planning"),
        ("strip", "strips stripped stripped stripping"),
        ("open", "opens opened opened opening"),
        ("carry", "carries carried carried carrying"),
        ("play", "plays played played playing"),
        ("fix", "fixes fixed fixed fixing"),
        ("take", "takes took taken taking"),
        ("quit", "quits quit quit quitting"),
        ("lie", "lies lay lain lying"),
        ("agree", "agrees agreed agreed agreeing"),
        ("go", "goes went gone going"),
        ("have", "has had had having"),
        ("add", "adds added added adding"),
    ],
)
def test_verbs_are_inflected(verb: str, forms: str) -> None:
    assert f"{third_person(verb)} {past(verb)} {participle(verb)} {gerund(verb)}" == forms


@pytest.mark.parametrize(
    ("one", "many"), [("party", "parties"), ("day", "days"), ("box", "boxes"), ("bus", "buses"), ("crash", "crashes")]
)
def test_nouns_are_inflected(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ("severity: error", "a phrase rule needs 'phrases' or 'map'"),
        ("phrases: ['']", "an empty phrase"),
        ("phrases: [one two, One Two]", "'One Two' stands twice"),
        ("phrases: [one]\nmap: {one: two}", "'one' is empty or stands twice"),
        ("phrases: [one]\ninflect: adjective", "'inflect' is one of noun, verb"),
        ("phrases: [one]\ncase: lower", "'case' is one of ignore, match"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(make_file: MakeFile, params: str, message: str) -> None:
    with pytest.raises(FileError) as caught:
        make_file(f"type: phrase\n{params}")
    assert caught.value.message == message


def test_every_form_is_a_literal() -> None:
    assert phrase.literals({"map": {"Give Birth": "cause"}, "inflect": "verb"}) == (
        "give birth", "gives birth", "gave birth", "given birth", "giving birth",
    )  # fmt: skip
