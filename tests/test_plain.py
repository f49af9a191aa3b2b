"""Plain text: what makes a block, and of which kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.markup import PLACEHOLDER
from checker.markup.plain import parse

P = PLACEHOLDER


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, "".join(piece.text for piece in block.pieces)) for block in parse(text).blocks]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_empty_line_ends_a_paragraph(end: str) -> None:
    assert blocks(f"One is here.{end}{end}Two is there.{end}") == [
        ("paragraph", "One is here."),
        ("paragraph", "Two is there."),
    ]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The council met on Monday in the old hall by the river, where\n"
        "Anna Berg, the mayor, opened the session with a few words on\n"
        "the budget.\n"
    )
    assert blocks(text) == [("paragraph", text.strip().replace("\n", " "))]


def test_a_line_that_stands_there_again_begins_anew() -> None:
    line = "Harbour reopens after the long winter storm of March"
    assert blocks(f"{line}\n{line}\n") == [("heading", line), ("heading", line)]
    assert blocks(f"{line}\n{line[:-1]}\n") == [("paragraph", f"{line} {line[:-1]}")]


def test_a_line_without_a_stop_goes_on_in_lower_case() -> None:
    assert blocks("The council met,\nand then it\nvoted.") == [("paragraph", "The council met, and then it voted.")]


def test_each_line_is_a_paragraph_where_lines_are_long() -> None:
    long = "The council met in the old hall by the river and talked about the budget of the coming year. " * 2
    assert blocks(f"{long}\nAnd so on.\n{long}") == [
        ("paragraph", long.strip()),
        ("paragraph", "And so on."),
        ("paragraph", long.strip()),
    ]


def test_a_short_line_with_a_capital_and_no_stop_is_a_headline() -> None:
    assert blocks("Town Opens New Bridge\n\nThe town opened it.\n\nand no capital here\n") == [
        ("heading", "Town Opens New Bridge"),
        ("paragraph", "The town opened it."),
        ("paragraph", "and no capital here"),
    ]


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "12) ", "(3) ", "a) ", "– "])
def test_a_marker_begins_a_list_item_and_is_no_part_of_it(mark: str) -> None:
    assert blocks(f"{mark}First thing.\n{mark}Second thing.") == [
        ("list-item", "First thing."),
        ("list-item", "Second thing."),
    ]


def test_a_year_or_a_dash_in_a_word_is_no_marker() -> None:
    assert blocks("1998. A good year.\n\n-ing is an ending.") == [
        ("paragraph", "1998. A good year."),
        ("paragraph", "-ing is an ending."),
    ]


def test_a_list_item_goes_on_in_the_next_line() -> None:
    assert blocks("- one that\n  goes on\n- two") == [("list-item", "one that goes on"), ("list-item", "two")]


def test_quoted_lines_are_a_quotation_which_an_empty_quoted_line_parts() -> None:
    assert blocks("> It was late\n> at night.\n>\n> She left.\nHe stayed.") == [
        ("quote", "It was late at night."),
        ("quote", "She left."),
        ("paragraph", "He stayed."),
    ]


@pytest.mark.parametrize("ruler", ["---", "* * *", "=====", "~~~~", "....", "_____"])
def test_a_ruler_is_no_prose_and_parts_paragraphs(ruler: str) -> None:
    assert blocks(f"Above it stands\n{ruler}\nbelow it lies.") == [
        ("heading", "Above it stands"),
        ("paragraph", "below it lies."),
    ]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("See https://example.org/a?b=c.", f"See {P}."),
        ("See www.example.org, please.", f"See {P}, please."),
        ("(ftp://example.org/x)", f"({P})"),
        ("Write to ann.lee@example.co.uk today.", f"Write to {P} today."),
        ("“https://example.org”", f"“{P}”"),
    ],
)
def test_addresses_are_seen_but_not_read(text: str, seen: str) -> None:
    assert blocks(text)[0][1] == seen


def test_a_piece_knows_where_it_stands() -> None:
    (block,) = parse("See https://x.org\r\nnow.").blocks
    assert [tuple(piece) for piece in block.pieces] == [
        ("See ", 0, 4),
        (P, 4, 17),
        (" ", 17, 19),
        ("now.", 19, 23),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n", "\ufeff", "\ufeff\n", "---\n===", ">", "> \n>"])
def test_without_prose_there_is_no_block(text: str) -> None:
    assert parse(text).blocks == ()


def test_a_byte_order_mark_is_no_prose() -> None:
    assert blocks("\ufeff- One.") == [("list-item", "One.")]


@pytest.mark.parametrize("blank", [" ", "\u2003", "\u3000", "\x1c", "\t"])
def test_many_blanks_of_any_kind_before_a_line_change_nothing(blank: str) -> None:
    assert blocks(f"The first line\n{blank * 200}of two.") == [("paragraph", "The first line of two.")]
    assert blocks(f"> first\n>{blank * 200}second") == [("quote", "first second")]
    assert blocks(f"One.\n{blank * 3}\nTwo.") == [("paragraph", "One."), ("paragraph", "Two.")]


@given(st.text(st.sampled_from("aZ.>-1) \t\n\r\ufeff\u2003\u2028\x1c\0*=@w:/é\N{GRINNING FACE}"), max_size=80))
def test_pieces_cover_what_they_stand_for_in_order(text: str) -> None:
    position = 0
    for block in parse(text).blocks:
        assert "".join(piece.text for piece in block.pieces).strip()
        for piece in block.pieces:
            assert position <= piece.start < piece.end <= len(text)
            position = piece.end
            if len(piece.text) == piece.end - piece.start and piece.text not in {" ", P}:
                assert text[piece.start : piece.end] == piece.text
