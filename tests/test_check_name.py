"""The check type `name`: names that a document itself contradicts."""

from __future__ import annotations

import pytest

from checker.checks import name
from checker.document import Document
from checker.markup import plain
from checker.rule import Rule, Where
from checker.source import Source


def found(params: name.Params, text: str) -> list[tuple[str, str | None]]:
    """What a rule finds in a plain text, with the fix."""
    document = Document(Source(text), plain.parse(text))
    rule = Rule(
        id="r", category="name", type="name", status="stable", severity="warning", message="m", why="w", fix=None,
        autofix=False, languages=(), scope=("paragraph", "heading"), any_language=False, markup=(), where=Where(),
        exceptions=(), params=params, literals=name.literals(params), references=(), origin="r.yaml",
    )  # fmt: skip
    return [(document.text[match.start : match.end], match.fix) for match in name.compile(rule, None)(document, [])]


SPELLING: name.Params = {"what": "spelling", "titles": ["Mayor", "Dr"], "verbs": ["said"], "unless": ["Hunan"]}


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Harold Brinck agreed. It is time, Brink said.", "Brink", "Brinck"),
        ("Ilse Tarvonen agreed. Ilse Tarvanen had not. Tarvonen left.", "Tarvanen", "Tarvonen"),
        ("Anna Velchev agreed. Dr. Vellchev was late.", "Vellchev", "Velchev"),
        ("Mayor Ostrander left. Mayor Ostradner came. Ostrander won.", "Ostradner", "Ostrander"),
    ],
)
def test_one_person_in_two_spellings_is_found_at_the_rarer_or_later(text: str, form: str, expected: str) -> None:
    assert found(SPELLING, text) == [(form, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Smith said no. John Smyth said yes.",
        "Pavel Novak agreed. The Novaks said nothing.",
        "Lena Korbel agreed. Korbeln is a village.",
        "Premier Li came to Henan from Hunan, he said.",
        "Anna Johnson agreed. Johnston said no.",
        "Kaspar Marten agreed. Harten said no.",
        "The Center said that the Centre was shut.",
        "Ana Velchev agreed. Vilchev is a town.",
    ],
)
def test_namesakes_derived_forms_and_near_names_are_left_alone(text: str) -> None:
    assert found(SPELLING, text) == []


def test_a_form_that_stands_too_often_is_no_slip() -> None:
    text = "Harold Brinck agreed. " + "Brinck left. " * 5 + "Brink said so. " * 4
    assert found({**SPELLING, "max_count": 3}, text) == []


def test_a_name_in_both_orders_is_found_where_it_is_rarer_or_later() -> None:
    params: name.Params = {"what": "order"}
    assert found(params, "Tanabe Yukiko spoke. Later Yukiko Tanabe left.") == [("Yukiko Tanabe", "Tanabe Yukiko")]
    assert found(params, "Red Hat Linux and Linux Red Hat. Boris Anton met Anton Boris Weiss.") == []


def test_a_name_without_its_accents_is_found_unless_it_is_the_usual_form() -> None:
    params: name.Params = {"what": "accents"}
    assert found(params, "Lucía Pérez spoke. Then Perez left.") == [("Perez", "Pérez")]
    assert found(params, "Perez spoke. Then Pérez left. Perez won.") == [("Pérez", "Perez")]
    assert found(params, "Résumé in hand, he waited. Resume it.") == []


def test_a_name_glued_to_a_word_is_found_where_the_name_stands_apart_too() -> None:
    params: name.Params = {"what": "glued"}
    assert found(params, "Halvors shut. They told HalvorsDirector Krog.") == [("HalvorsDirector", "Halvors Director")]
    assert found(params, "Halvors shut. Told 😀HalvorsDirector.") == [("HalvorsDirector", "Halvors Director")]
    assert found(params, "They told HalvorsDirector Krog.") == []
    assert found(params, "Halvors bought HalvorsShip. HalvorsShip has ten boats.") == []
    assert found(params, "Java and JavaScript are two languages.") == []


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Olena Hryhorchuk left. Later Grigorchuk sang.", "Grigorchuk", "Hryhorchuk"),
        ("In Khutirske it rained. In Hutyrske nobody knew. To Khutirske!", "Hutyrske", "Khutirske"),
        ("Andriy Stets left. Then Andreyko left with Andreiko Stets.", "", ""),  # a letter apart: `spelling`
        ("Aleksei Larin left. Larin said that Alexey Larin would.", "Alexey", "Aleksei"),
        ("Aleksei Larin left. Alexey Stets stayed.", "", ""),  # two people
        ("Olena Hryhorchuk left. Petro Grigorchuk stayed.", "", ""),
        ("Catherine Moore left. Katherine Moore stayed.", "", ""),  # two names that exist
    ],
)
def test_a_name_transliterated_in_two_ways_is_found_at_the_rarer_form(text: str, form: str, expected: str) -> None:
    assert found({"what": "sound"}, text) == ([(form, expected)] if form else [])


def test_what_is_wrong_with_parameters_is_said() -> None:
    assert [problem.path for problem in name.problems({"what": "nothing"})] == [("what",)]
    assert [problem.path for problem in name.problems({"what": "spelling"})] == [()]
    assert list(name.problems(SPELLING)) == []


@pytest.mark.parametrize("what", sorted(name.VARIANTS))
@pytest.mark.parametrize("piece", ["Aбa", "Abbbb Abbba ", "Pérez Perez ", "AbbbbBbb ", "A", "É"])
def test_hostile_text_costs_no_more_than_its_length(what: str, piece: str) -> None:
    found({"what": what, "titles": ["Dr"], "verbs": ["said"]}, piece * 30_000)


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("It is the Harbour Treasury. Nobody asked the Harbour Treasiry.", "Treasiry", "Treasury"),
        ("We work at Facebook. He left Faebook in May.", "Faebook", "Facebook"),
        ("Lund runs Raktavija Boats. They asked Raktaviija Boats.", "Raktaviija", "Raktavija"),
        ("Orvelund is far. Orvelund is cold. To Orvelund! Orvlund is old.", "Orvlund", "Orvelund"),
    ],
)
def test_a_form_that_nobody_knows_is_a_slip_of_the_one_beside_it(text: str, form: str, expected: str) -> None:
    assert found(SPELLING, text) == [(form, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "Emily Theis runs it. In May Their dog died.",  # somebody's name, and a word
        "The Harbour Treasury pays. Treasiry and more Treasiry.",  # twice is on purpose
        "The Goethe Institute and the Instituto are one house.",
        "He wrote “the Goverment [sic]”. The Government knew.",
        "They went from Jiaxing to Jiaxang by train.",  # two places as likely as one
        "A Doktor is a Doctor.",
    ],
)
def test_a_known_word_a_foreign_one_and_a_name_of_its_own_are_no_slips(text: str) -> None:
    assert found(SPELLING, text) == []


def test_a_known_name_with_two_letters_swapped_is_found_without_the_right_one() -> None:
    assert found({"what": "swapped", "min_length": 7}, "Andrew Johsnon left.") == [("Johsnon", "Johnson")]
    assert found({"what": "swapped", "min_length": 7}, "Ann Dempesy left. Dempesy came back.") == []
    assert found({"what": "swapped"}, "Alan Thorne and Sergei Furgal left.") == []


def test_a_name_in_capitals_and_without_them_is_found_at_the_rarer_form() -> None:
    capitals: name.Params = {"what": "capitals"}
    assert found(capitals, "The NORDFI and the NORDFI. Once Nordfi.") == [("Nordfi", "NORDFI")]
    assert found(capitals, "LINDNESS, July 4: The ferry of Lindness.") == []
    assert found(capitals, "The NORDFI PARK is near. Nordfi is far.") == []
    assert found(capitals, "They shouted STOP. Nobody: STREET. The Street.") == []


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Han Yoo-jin won. Han Yu-jin is 19. Han Yoo-jin left.", "Han Yu-jin", "Han Yoo-jin"),
        ("Park Sang-hyun led. Pak Sang-hyeon was third.", "Pak Sang-hyeon", "Park Sang-hyun"),
        ("Cho Woo-young swam. Jo Woo-young is 31.", "Jo Woo-young", "Cho Woo-young"),
        ("Lee Kyung-hee sang. Yi Gyeong-hui is 40.", "Yi Gyeong-hui", "Lee Kyung-hee"),
    ],
)
def test_a_korean_name_in_two_transcriptions_is_found(text: str, form: str, expected: str) -> None:
    assert found({"what": "transcribed"}, text) == [(form, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "Kim Min-su and Kim Min-seo run the mill.",
        "Kim Min-ji won, Lee Min-ji lost, Kim Min-jae slept.",
        "Kim Jong-un signed what KIM JONG-UN had read; Kim Jong-Un left.",
        "Tsai Ing-wen met Jean-Luc and Anna-Maria.",
    ],
)
def test_two_korean_names_and_other_cases_are_left_alone(text: str) -> None:
    assert found({"what": "transcribed"}, text) == []


def test_a_transcription_that_the_rule_excepts_is_left_alone() -> None:
    params: name.Params = {"what": "transcribed", "unless": ["Han Yu-jin"]}
    assert found(params, "Han Yoo-jin won. Han Yu-jin is 19.") == []


APART: name.Params = {"what": "apart"}


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Manager Ren Weilin came. Wei Lin said so. Weilin left.", "Wei Lin", "Weilin"),
        ("They saw Sari Jaya. In Sarijaya it rained; Sari Jaya is far.", "Sarijaya", "Sari Jaya"),
        ("They saw Sari Jaya. In Sarijaya it rained.", "Sarijaya", "Sari Jaya"),
    ],
)
def test_a_name_in_one_word_and_in_two_is_found_at_the_rarer_or_later(text: str, form: str, expected: str) -> None:
    assert found(APART, text) == [(form, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "New Town lies by Newtown.",  # two common words
        "Another came by An Other Street.",  # the whole is a word
        "Ren Weilin came, and Wei Ling left.",
        "Sarijaya is far. Sari jaya is not.",
    ],
)
def test_words_and_other_names_are_not_one_name_apart(text: str) -> None:
    assert found(APART, text) == []


SMALL: name.Params = {"what": "small", "min_length": 4}


def test_a_name_that_lost_its_capital_is_found() -> None:
    text = "The singer Velka came, and friends of Velka sang. But answer them velka did not."
    assert found(SMALL, text) == [("velka", "Velka")]


@pytest.mark.parametrize(
    "text",
    [
        "Velka came. Velka sang. But answer them velka did not.",  # only at the start of sentences
        "The singer Velka came, and friends of Velka sang the velka.",  # a thing
        "They saw River Town, and near River Town the water of a long river ran into river mud.",  # a word
        "The singer Velka came, and friends of Velka sang to velka, by velka.",  # as often
        "The singer Velka came, and friends of Velka wrote to velka@oskem.test, velka.test and http://velka.",
    ],
)
def test_things_and_words_have_no_capital_to_lose(text: str) -> None:
    assert found(SMALL, text) == []


def test_a_hyphenated_name_has_its_accents_or_not() -> None:
    text = "Méto-Nord reports rain. Later Meto-Nord saw sun. Méto-Nord closed."
    assert found({"what": "accents", "min_length": 4}, text) == [("Meto-Nord", "Méto-Nord")]
