"""Check type `consistency`: which use is found, and what it is told to become."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks import Hit, consistency
from checker.document import Document
from checker.markup import plain
from checker.rule import Rule, Where
from checker.source import Source

STATES: dict[str, Any] = {"what": "variants", "groups": [["US", "U.S."]]}
COLOURS: dict[str, Any] = {
    "what": "variety",
    "pairs": {"colour": "color", "centre": "center"},
    "varieties": ["British", "American"],
}
INITIALS: dict[str, Any] = {"what": "initialism", "allowed": ["NATO"], "link_words": ["of"]}


def matches(text: str, *, quotes: str = "any", **params: Any) -> list[tuple[int, str, str | None]]:
    """Offset, text and fix of everything that a rule with these parameters finds."""
    document = Document(Source(text), plain.parse(text))
    literals = consistency.literals(params)  # type: ignore[arg-type]
    rule = Rule(
        "r", "c", "consistency", "stable", "error", "m", "w", None, False, (), ("paragraph",), False, (),
        Where(quotes=quotes), (), params, literals, (), "r.yaml",
    )  # fmt: skip
    hits = [
        Hit(number, at)
        for number, literal in enumerate(literals)
        for at in range(len(text))
        if document.folded.startswith(literal, at)
    ]
    found = consistency.compile(rule, None)(document, hits)
    return [(match.start, document.text[match.start : match.end], match.fix) for match in found]


def test_the_first_use_of_the_rarer_form_is_found() -> None:
    assert matches("A U.S. ship, a US flag and a US crew.", **STATES) == [(2, "U.S.", "US")]


def test_of_two_forms_as_common_the_later_one_is_found() -> None:
    assert matches("A U.S. ship, a US flag.", min_uses=2, **STATES) == [(15, "US", "U.S.")]


def test_a_stop_that_ends_the_sentence_stays_one() -> None:
    assert matches("A US ship and a US flag left the U.S. They sank.", **STATES) == [(33, "U.S.", "US.")]
    assert matches("A U.S. ship and a U.S. flag left the US.", **STATES) == [(37, "US", "U.S")]


@pytest.mark.parametrize(
    "text",
    [
        "A US ship and a US flag.",
        "It cost US$5 in the U.S. and in the U.S. alone.",
        "CONTACT US, said the U.S. ship to the U.S. crew.",
        "Write to a@U.S.gov or US or US.",
        "A US ship, a U.S. flag.",
    ],
)
def test_one_form_other_words_and_too_few_uses_are_left_alone(text: str) -> None:
    assert matches(text, **STATES) == []


def test_quotations_do_not_count_where_the_rule_reads_outside_them() -> None:
    text = "A US ship, a US flag. “The U.S. is far,” he said."
    assert matches(text, quotes="outside", **STATES) == []
    assert matches(text, **STATES) == [(27, "U.S.", "US")]


def test_a_variety_is_counted_over_all_pairs() -> None:
    assert matches("The colour, the centre and the colors of a color and a colour, in the centre.", **COLOURS) == [
        (43, "color", "colour")
    ]


def test_case_matters_unless_ignored() -> None:
    text = "Color is all. The colour, the centre."
    assert matches(text, **COLOURS) == []
    assert matches(text, case="ignore", **COLOURS) == [(0, "Color", "Colour")]


def test_an_initialism_needs_a_place_beside_its_name() -> None:
    text = "The Institute of Upland Grazing met. The IUG and NATO said so."
    assert matches(text, **INITIALS) == [(41, "IUG", None)]
    assert matches(text.replace(" met", " (IUG) met"), **INITIALS) == []
    assert matches("The IUG met.", **INITIALS) == []


def test_a_group_of_one_and_a_form_in_two_groups_are_refused() -> None:
    wrong: Any = {"what": "variants", "groups": [["a"], ["b", "a"]]}
    assert [(problem.path, problem.message) for problem in consistency.problems(wrong)] == [
        (("groups", 0), "a group has two forms or more"),
        (("groups", 1), "'a' stands twice"),
    ]
