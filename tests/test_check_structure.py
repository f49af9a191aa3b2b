"""Check type `structure`: exact spans of each kind, and the conventions it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks import structure
from checker.document import Document
from checker.markup import markdown, plain
from checker.rule import Rule, Where
from checker.source import Source


def matches(text: str, *, reader: Any = plain, **params: Any) -> list[tuple[int, str]]:
    """Offset and text of everything that a rule with these parameters finds."""
    document = Document(Source(text), reader.parse(text))
    rule = Rule(
        "r", "c", "structure", "stable", "error", "m", "w", None, False, (),
        ("paragraph", "heading", "quote", "list-item"), False, (), Where(), (), params, (), (), "r.yaml",
    )  # fmt: skip
    found = structure.compile(rule, None)(document, ())
    return [(match.start, document.text[match.start : match.end]) for match in found]


def blocks(*texts: str) -> str:
    return "\n\n".join(texts)


LINE = "The mill is open on Sundays."


def test_every_copy_of_a_block_is_found() -> None:
    assert matches(blocks(LINE, LINE, LINE), what="repeated-block", min_words=4) == [(30, LINE), (60, LINE)]


def test_case_blanks_and_marks_at_the_ends_make_no_difference() -> None:
    assert matches(blocks(LINE, "THE MILL  IS OPEN ON SUNDAYS"), what="repeated-block", min_words=4) == [
        (30, "THE MILL  IS OPEN ON SUNDAYS")
    ]


def test_near_and_beyond_share_the_copies_between_two_rules() -> None:
    far = blocks("First.", LINE, "One.", "Two.", "Three.", LINE)
    at = far.rindex("The mill")
    assert matches(far, what="repeated-block", min_words=4, near=3) == []
    assert matches(far, what="repeated-block", min_words=4, beyond=3) == [(at, LINE)]


def test_a_headline_counts_at_any_distance_and_a_sentence_does_not() -> None:
    rest = ("One.", "Two.", "Three.", "Four.")
    headline = "Mill open on Sundays"
    rule = {"what": "repeated-block", "min_words": 4, "near": 3, "headline": True}
    text = blocks(headline, *rest, headline)
    assert matches(text, **rule) == [(text.rindex(headline), headline)]
    assert matches(blocks(LINE, *rest, LINE), **rule) == []


def test_a_link_on_its_own_may_return() -> None:
    text = blocks("[Back to the contents](#a)", "Some text.", "[Back to the contents](#a)")
    assert matches(text, reader=markdown, what="repeated-block", min_words=4) == []


def test_similar_blocks_differ_in_words_not_in_numbers() -> None:
    rule = {"what": "similar-block", "min_words": 8, "similarity": 0.8}
    one = "the old council closed a market square to all cars"
    assert matches(blocks(one, one.replace("closed", "shut")), **rule) == [(52, one.replace("closed", "shut"))]
    assert matches(blocks(f"{one} 1911", f"{one} 1912"), **rule) == []
    assert matches(blocks(one, one), **rule) == []


def test_a_sentence_is_found_but_not_one_of_a_whole_block_s_copy() -> None:
    long = "The orchestra will play in the open air again."
    text = blocks(f"{long} Come early.", f"Rain is no obstacle. {long}")
    assert matches(text, what="repeated-sentence") == [(text.rindex(long), long)]
    assert matches(blocks(f"{long} Come early.", f"{long} Come early."), what="repeated-sentence") == []


def test_a_short_sentence_is_found_whatever_stands_before_it() -> None:
    text = blocks("The mill is shut. So be it.", "Nobody asked us why. So be it.")
    assert matches(text, what="repeated-sentence", min_words=3) == [(text.rindex("So be"), "So be it.")]


UNCLOSED = {"what": "unclosed-quotation"}
REOPENED = {"what": "reopened-quotation"}
UNOPENED = {"what": "unopened-quotation"}


def test_faults_of_quotation_marks_are_told_apart() -> None:
    text = "“The road is open, he said. “It will stay so,” he said."
    assert [matches(text, **rule) for rule in (UNCLOSED, REOPENED, UNOPENED)] == [[(0, "“The")], [], []]
    text = "He said, “We “must” talk.”"
    assert [matches(text, **rule) for rule in (UNCLOSED, REOPENED, UNOPENED)] == [[], [(13, "“must")], []]
    text = "The road is open,” he said."
    assert [matches(text, **rule) for rule in (UNCLOSED, REOPENED, UNOPENED)] == [[], [], [(12, "open,”")]]


@pytest.mark.parametrize(
    "text",
    [
        blocks("“One.", "“Two,” he said."),
        blocks("“One.", "Two.", "Three,” he said."),
        "He said “one“ and ”two”.",
        "He said, “One. “",
        "It is 6” deep.",
        "„Eins“, sagte er.",
        'He said, “One." Then he left.',
        "“a “b “c “d “e",
    ],
)
def test_speeches_over_blocks_wrong_ways_and_other_conventions_are_left_alone(text: str) -> None:
    found = [matches(text, **rule) for rule in (UNCLOSED, REOPENED, UNOPENED)]
    assert found == [[], [], []]


def test_a_quotation_left_open_at_the_end_is_found_where_it_begins() -> None:
    text = blocks("He said: “One.", "Two.")
    assert matches(text, **UNCLOSED) == [(9, "“One")]


def test_a_comma_ends_a_quotation_and_its_block() -> None:
    assert matches(blocks("He said: “One,”", "Two."), what="comma-ending") == [(10, "One,”")]
    assert matches(blocks("“One,”", "he said."), what="comma-ending") == []


def test_the_only_bracket_without_a_partner_is_found_with_its_word() -> None:
    assert matches("The fee (about ten is paid.", what="unpaired-bracket") == [(8, "(about")]
    assert matches("The fee is ten).", what="unpaired-bracket") == [(11, "ten)")]


@pytest.mark.parametrize(
    "text",
    ["a) one b) two 3) three", "Fine :) thanks", "((one", blocks("(One.", "Two.)"), "(one）", "See [1] (and {2})"],
)
def test_enumerators_faces_and_long_asides_are_left_alone(text: str) -> None:
    assert matches(text, what="unpaired-bracket") == []


def test_a_block_without_a_stop_between_full_ones_is_found_at_its_last_word() -> None:
    text = blocks(LINE, f"1. {LINE[:-1]}", LINE)
    assert matches(text.replace("1. ", ""), reader=markdown, what="missing-stop", min_words=4) == [(50, "Sundays")]
    assert matches(blocks(LINE, LINE[:-1]), reader=markdown, what="missing-stop", min_words=4) == []


def test_a_loose_apostrophe_is_stray_where_it_is_the_only_one_of_its_block() -> None:
    text = blocks("The crew was able' to leave.", "The keeper's 'able' crew left.", "The crews' boats and an ol' net.")
    assert matches(text, what="stray-apostrophe") == [(13, "able'")]


def test_a_text_ends_without_a_stop_when_it_is_a_clause() -> None:
    assert matches("When he came home nobody knew him (not even she)", what="last-stop") == [(44, "she)")]
    assert matches("Council to open swimming pool again before end of summer", what="last-stop") == []


def test_a_rule_without_a_kind_is_refused() -> None:
    assert [problem.message for problem in structure.problems({"similarity": 2})] == [
        "a structure rule needs 'what'",
        "'similarity' is a share, above 0 and up to 1",
    ]


HEADLINE = "Fog stops a race on the lake"


@pytest.mark.parametrize("added", [" - Lindness Courier", " – Sport", ": Harbour Daily News"])
def test_the_headline_with_a_site_s_name_is_found_above_or_below(added: str) -> None:
    longer = HEADLINE + added
    assert matches(blocks(HEADLINE, longer, LINE), what="extended-headline", min_words=3) == [(30, longer)]
    assert matches(blocks(longer, HEADLINE, LINE), what="extended-headline", min_words=3) == [(0, longer)]


def test_a_headline_that_a_section_s_name_clings_to_or_that_is_cut_off_is_found_at_the_other() -> None:
    assert matches(blocks("Sport" + HEADLINE, HEADLINE, LINE), what="extended-headline", min_words=3) == [
        (35, HEADLINE)
    ]
    cut, whole = "News" + HEADLINE + " - Swimmers...", HEADLINE + " – Swimmers turn back"
    assert matches(blocks(cut, whole, LINE), what="extended-headline", min_words=3) == [(len(cut) + 2, whole)]


def test_a_headline_that_a_longer_sentence_begins_with_is_left_alone() -> None:
    longer = HEADLINE + " - and nine swimmers of the club turn back"
    assert matches(blocks(HEADLINE, HEADLINE + " and more", longer, LINE), what="extended-headline", min_words=3) == []
    assert matches(blocks("Fog.", "Fog: a story"), what="extended-headline", min_words=1) == []


def test_a_short_line_counts_right_below_the_headline_only() -> None:
    text = blocks("We are back", "We Are Back", LINE, "We are back")
    assert matches(text, what="repeated-block", min_words=4, headline=True) == [(13, "We Are Back")]


UNFINISHED = {"what": "split-sentence", "unfinished": ["the", "of"]}


def test_a_sentence_over_two_blocks_is_found_across_the_cut() -> None:
    text = blocks("The ferry was bought by the", "Harbour Office, which repaired it.")
    assert matches(text, **UNFINISHED) == [(24, "the\n\nHarbour")]
    text = blocks("Last May the pianist", "went to live on the island.")
    assert matches(text, **UNFINISHED) == [(13, "pianist\n\nwent")]


def test_lists_labels_and_finished_blocks_are_no_split_sentence() -> None:
    assert matches(blocks("What you need", "rye flour", "water", "salt"), **UNFINISHED) == []
    assert matches(blocks("What you need:", "water and salt."), **UNFINISHED) == []
    assert matches(blocks("By *Lund", "iphones are dear."), **UNFINISHED) == []
    assert matches(blocks(*["No end", "in sight."] * 5), **UNFINISHED) == []


def test_a_straight_mark_without_partner_is_found_with_its_word() -> None:
    assert matches('It is late. "The tide waits for nobody. He agreed.', what="straight-quotation") == [(12, '"The')]
    assert matches('This is a great day," said he.', what="straight-quotation") == [(16, 'day,"')]
    assert matches('In "The Mill" it says "rye is slow.', what="straight-quotation") == [(22, '"rye')]


@pytest.mark.parametrize(
    "text",
    [
        blocks('"We have no land.', '"The water is gone," he said.'),
        blocks('She read: "We have no land.', "It is far.", 'The water is gone," he said.'),
        'A board of 19" fits.',
        'He said “no" and left.',
        'A word"with a mark inside.',
        blocks('"We have no land.', LINE),
    ],
)
def test_speeches_measures_and_mixed_marks_have_no_lone_mark(text: str) -> None:
    assert matches(text, what="straight-quotation") == []


def test_half_a_letter_in_the_wrong_encoding_is_no_low_mark() -> None:
    text = blocks("It’s “late, he said of Lundâ„¢ boats.", *[LINE] * 5)
    assert [match for _, match in matches(text, what="unclosed-quotation")] == ["“late"]


# --- the last stop -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("The miller said that the wheel was mended by his",), ["his"]),
        (("The miller said that the wheel was mended by his son.",), []),
        ((LINE, "The miller said that the wheel was mended by his"), []),  # perhaps an excerpt
        (("The mill is open on Sundays. " * 2 + "the wheel was mended by his",), []),
        (("Miller mends old wheel before long summer of many guests",), []),  # a headline
        (("The wheel was mended",), []),
        ((), []),
    ],
)
def test_one_paragraph_without_its_last_stop_is_found(texts: tuple[str, ...], found: list[str]) -> None:
    assert [text for _, text in matches(blocks(*texts), what="last-stop", min_words=8)] == found


SAID = "It can be set in a file of its own."


def test_what_a_reference_says_under_each_heading_is_no_repetition() -> None:
    names = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
    reference = "\n\n".join(f"## Option {name}\n\n{SAID}\n\nIt is a {name}." for name in names)
    assert matches(reference, reader=markdown, what="repeated-block") == []
    again = f"{reference}\n\n{SAID}"
    assert [text for _, text in matches(again, reader=markdown, what="repeated-block")] == [SAID]
    article = "\n\n".join(reference.split("\n\n")[:9])  # three headings
    assert [text for _, text in matches(article, reader=markdown, what="repeated-block")] == [SAID, SAID]
