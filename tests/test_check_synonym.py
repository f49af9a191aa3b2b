"""The check type `synonym`: a spun text is told by all its words together, people's texts stay silent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import pytest

from checker.checks import synonym
from checker.document import Document
from checker.markup import plain
from checker.rulefile import read
from checker.source import Source
from checker.usage import USAGE, Usage

RULE = Path(__file__).parents[1] / "rules" / "spinner" / "synonym-out-of-place.yaml"
FILE = read(RULE, "spinner")
SPUN, MEANT = (example.text for example in (FILE.bad[0], FILE.good[0]))


def document(text: str) -> Document:
    return Document(Source(text), plain.parse(text))


def found(text: str, **params: float) -> list[tuple[str, str]]:
    """What is found in a plain text, and what is expected there."""
    rule = FILE.rule._replace(params=params)
    whole = document(text)
    matches = synonym.compile(rule, None)(whole, [])
    return [(whole.text[match.start : match.end], match.values["expected"]) for match in matches]


def test_places_of_a_spun_text_are_told_with_their_neighbours() -> None:
    assert ("public schoolhouse", "public school") in found(SPUN)
    assert ("Last workweek", "Last week") in found(SPUN)


def test_the_text_before_it_was_spun_stays_silent() -> None:
    assert found(MEANT) == []


def test_one_odd_place_among_usual_words_stays_silent() -> None:
    assert found(MEANT.replace("public school", "public schoolhouse")) == []


def test_a_few_places_in_a_long_text_stay_silent() -> None:
    diluted = f"{SPUN}\n\n" + "\n\n".join([MEANT] * 12)
    assert found(diluted) == []


def test_evidence_and_strength_set_how_much_is_told() -> None:
    assert found(SPUN, evidence=400) == []
    assert len(found(SPUN, strength=0)) > len(found(SPUN)) > len(found(SPUN, strength=2.5)) > 0


def test_matches_keep_the_case_and_never_overlap() -> None:
    whole = document(SPUN.replace("Last workweek", "LAST WORKWEEK"))
    matches = list(synonym.compile(FILE.rule, None)(whole, []))
    assert "LAST WEEK" in [match.values["expected"] for match in matches]
    assert all(one.end <= other.start for one, other in pairwise(matches))


def test_what_stands_at_the_edges_has_no_neighbour() -> None:
    read = list(synonym.places(USAGE, ["schoolhouse"]))
    assert [(place.expected, place.beside) for place in read] == [("school", 0)]
    assert list(synonym.places(USAGE, [])) == []
    assert found("") == []


def test_a_text_without_suspects_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(tokens: Sequence[str]) -> synonym.Reading:
        raise AssertionError(tokens)

    monkeypatch.setattr(synonym, "_reading", never)
    assert found("The house is on the hill, and the road to it is long. " * 20) == []


def test_a_weak_place_speaks_against_a_document() -> None:
    assert synonym.evidence(-9) < 0 < synonym.evidence(0) < synonym.evidence(4) == synonym.evidence(40)


def test_reading_asks_the_table_in_proportion_to_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = document(SPUN).folded_tokens
    asked = 0

    def counted(self: Usage, first: str, second: str, beside: Any = Usage.beside) -> Any:
        nonlocal asked
        asked += 1
        return beside(self, first, second)

    monkeypatch.setattr(Usage, "beside", counted)

    def questions(count: int) -> int:
        before = asked
        assert list(synonym.places(USAGE, list(islice(cycle(tokens), count))))
        return asked - before

    assert questions(4_000) <= 9 * questions(500)


def test_no_more_than_the_start_of_a_long_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synonym, "_OPENING", 10)
    monkeypatch.setattr(synonym, "_READ", 30)
    whole = document(SPUN)
    assert 0 < max(place.number for place in synonym._opening(whole).places) < 10
    assert 10 <= max(place.number for place in synonym._whole(whole).places) < 30


def test_a_share_of_nothing_is_refused() -> None:
    assert [problem.path for problem in synonym.problems({"evidence": 0})] == [("evidence",)]
    assert list(synonym.problems({"evidence": 20, "strength": 0})) == []
