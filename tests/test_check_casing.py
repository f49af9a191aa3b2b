"""The check type `casing`, variant by variant: what it finds, and the near misses that it leaves alone."""

from __future__ import annotations

import pytest

from checker.checks import Hit, casing
from checker.document import Document
from checker.markup import plain
from checker.rule import Rule, Where
from checker.source import Source


def found(params: casing.Params, text: str) -> list[tuple[str, str | None]]:
    """What a rule finds in a plain text, with the fix."""
    document = Document(Source(text), plain.parse(text))
    literals = casing.literals(params)
    rule = Rule(
        id="r", category="casing", type="casing", status="stable", severity="warning", message="m", why="w", fix=None,
        autofix=False, languages=(), scope=("paragraph", "heading"), any_language=False, markup=(), where=Where(),
        exceptions=(), params=params, literals=literals, references=(), origin="r.yaml",
    )  # fmt: skip
    hits = [
        Hit(number, start)
        for number, literal in enumerate(literals)
        for start in range(len(document.folded))
        if document.folded.startswith(literal, start)
    ]
    return [(document.text[match.start : match.end], match.fix) for match in casing.compile(rule, None)(document, hits)]


SENTENCES: casing.Params = {"what": "sentence-start", "after": ["approx", "ltd"], "unless": ["van"]}


def test_a_sentence_that_starts_in_lower_case_is_found_with_its_capital() -> None:
    assert found(SENTENCES, "The road is open. traffic is slow. Nobody minds.") == [("traffic", "Traffic")]


@pytest.mark.parametrize(
    "text",
    [
        "It takes approx. five hours.",
        "The shop of Harbour Lines Ltd. is shut.",
        "It opens at 9 a.m. on Friday.",
        "She asked J. about it.",
        "He went to St. louis, then home.",
        "Yahoo! shares rose again.",
        "They met in Delft. van Dam was late.",
        "Every. single. time.",
        "Wait … there is more.",
        "Use it. npm_config is a name.",
        "See Node.js. zxqwv is no word.",
        "Is it free? and how long?",
    ],
)
def test_a_stop_inside_a_sentence_is_left_alone(text: str) -> None:
    params: casing.Params = {"what": "sentence-start", "after": ["approx", "ltd", "st"], "unless": ["van"]}
    assert found(params, text) == []


def test_a_fragment_is_told_from_a_sentence_by_its_inner_capital() -> None:
    text = "The fleet left in May. delay Attempt to close it. Insurers took note."
    assert found({"what": "fragment-start"}, text) == [("delay Attempt", None)]
    assert found(SENTENCES, text) == []


def test_a_paragraph_in_lower_case_counts_only_after_a_finished_one() -> None:
    params: casing.Params = {"what": "paragraph-start"}
    assert found(params, "The road is open.\n\nriver traffic will be stopped today.") == [("river", "River")]
    assert found(params, "They want two things:\n\nname and street of the owner.") == []
    assert found(params, "The road is open.\n\n- river traffic will be stopped today.") == []
    assert found(params, "The road is open.\n\nriver traffic stopped.") == []


def test_a_text_in_lower_case_is_found_at_its_start() -> None:
    assert found({"what": "text-start"}, "the plan was dropped in May.") == [("the", "The")]
    assert found({"what": "text-start"}, "“there was no wind,” he said.") == [("there", "There")]
    assert found({"what": "text-start"}, "“there” is a short word.") == []
    assert found({"what": "text-start"}, "hellweger, 53, has led the board since May.") == [("hellweger", None)]
    assert found({"what": "text-start"}, "iPhone sales rose again in May.") == []
    assert found({"what": "text-start", "unless": ["van"]}, "van Dam was late for the talks.") == []


def test_a_name_of_the_lexicon_is_found_in_lower_case_among_english_words() -> None:
    params: casing.Params = {"what": "name", "unless": ["french"]}
    assert found(params, "The firm sells pumps in germany and in other places.") == [("germany", "Germany")]
    assert found(params, "He ordered french fries, see german.example.com or @london.") == []
    assert found(params, "Se fue a la germany schöne ruta.") == []


def test_a_listed_word_is_found_in_any_case_but_its_own_and_capitals() -> None:
    params: casing.Params = {"what": "listed-word", "words": ["iPad", "New York"]}
    assert found(params, "An Ipad from new york.") == [("Ipad", "iPad"), ("new york", "New York")]
    assert found(params, 'AN IPAD FROM NEW YORK. The iPad; #ipad, ipad.com, ipad-like, "ipad".') == []


def test_a_function_word_with_a_capital_is_found_outside_titles_and_quotations() -> None:
    params: casing.Params = {"what": "inner-capital", "words": ["At", "With"]}
    assert found(params, "They waited for hours At the gate.") == [("At", "at")]
    assert found(params, "She read Gone With the Wind twice.") == []
    assert found(params, "He sang “we met At the gate” twice.") == []


def test_a_common_word_with_a_capital_is_found_after_words_that_no_name_follows() -> None:
    params: casing.Params = {"what": "inner-capital", "after": ["this"], "unless": ["May"]}
    assert found(params, "He spoke about this Water shortage.") == [("Water", "water")]
    assert found(params, "He spoke about this May again.") == []
    assert found(params, "He spoke about this Water shortage, as the Water had asked.") == []
    assert found(params, "He spoke about the Water shortage.") == []


def test_a_paragraph_in_capitals_is_found_when_it_is_long_enough() -> None:
    params: casing.Params = {"what": "all-capitals", "min_words": 5}
    assert found(params, "THE PORT IS SHUT TODAY.") == [("THE PORT IS SHUT TODAY.", None)]
    assert found(params, "THE PORT IS SHUT.") == []


def test_what_is_wrong_with_parameters_is_said() -> None:
    assert [problem.path for problem in casing.problems({"what": "nothing"})] == [("what",)]
    assert [problem.path for problem in casing.problems({"what": "listed-word"})] == [()]
    assert list(casing.problems(SENTENCES)) == []


@pytest.mark.parametrize("what", sorted(casing.VARIANTS))
@pytest.mark.parametrize("piece", ["a. b ", "Aa Ba ", "a-", ". ", "\n\n", "“"])
def test_hostile_text_costs_no_more_than_its_length(what: str, piece: str) -> None:
    found({"what": what, "after": ["this"]}, f"{piece * 50_000}x")


def test_a_subheading_in_lower_case_is_found() -> None:
    around = "The owner sold the mill in spring, and nobody bought rye from him."
    subheading: casing.Params = {"what": "subheading-start", "min_words": 2}
    assert found(subheading, f"{around}\n\nboats leaving for good\n\n{around}") == [("boats", "Boats")]
    assert found(subheading, f"{around}\n\nboats leaving for good.\n\n{around}") == []
    assert found(subheading, f"{around}\n\nrye flour\n\nwater\n\nsalt") == []


RUN_ON: casing.Params = {"what": "run-on", "words": ["But", "For", "The", "Last"]}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Mill owner wants to sell But once the Lindness fair is over, prices fall.", "sell But"),
        ("Harbour opens after the storm of the year For example, Lindness does.", "year For"),
        ("They asked over 100 Last August, a small number came.", "100 Last"),
    ],
)
def test_a_sentence_without_the_stop_before_it_is_found_with_the_word_before(text: str, span: str) -> None:
    assert [match for match, _ in found(RUN_ON, text)] == [span]


@pytest.mark.parametrize(
    "text",
    [
        "He played with The Who and the band.",
        "She said ‘no way home’ But nobody knew of it.",
        "It works. But once the Lindness fair is over, it ends.",
        "He waited for hours But once more nobody came to see him.",  # `inner-capital` has that
    ],
)
def test_names_quotations_and_what_another_variant_finds_are_no_run_on(text: str) -> None:
    assert found(RUN_ON, text) == []


LINK: casing.Params = {"what": "link-title", "after": ["of", "about"]}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("The new ferry. Meets The Noise Limit for the inner harbour.", "Meets The Noise Limit"),
        ("There are a number of. Open Summer Positions, and many more.", "Open Summer Positions"),
        ("Fees pay for it. The. Harbour Guild objects.", "The. Harbour"),
    ],
)
def test_a_link_s_title_after_a_stop_is_found(text: str, span: str) -> None:
    assert [match for match, _ in found(LINK, text)] == [span]


@pytest.mark.parametrize(
    "text",
    [
        "It was all he had dreamed of. Prime Minister was never a post he wanted.",
        "It is what it is about. Martin Lund Harbour said so.",
        "The Authority To Operate is a paper. The Authority To Operate expires.",
        "She read it in The. Nobody did.",
    ],
)
def test_titles_of_people_and_of_papers_are_no_link(text: str) -> None:
    assert found(LINK, text) == []


@pytest.mark.parametrize("text", ["ditss,,", "ditss, ", '"ab,,', "word"])
def test_a_text_of_one_word_in_lower_case_is_no_opening(text: str) -> None:
    assert found({"what": "text-start"}, text) == []
