"""Blocks to one flowing text, its sentences, quotations and tokens, and the way home."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.document import Document, fold
from checker.formats import document, markup_of, read
from checker.markup import Block, Parsed, Piece
from checker.source import Source, Span


def plain(text: str) -> Document:
    return document(Source(text), "plain")


def sentences(text: str, markup: str = "plain") -> list[str]:
    made = document(Source(text), markup)
    return [made.text[start:end] for start, end in made.sentences]


def test_blocks_are_joined_with_an_empty_line() -> None:
    made = plain("One is here.\n\n- Two.\n")
    assert made.text == "One is here.\n\nTwo.\n\n"
    assert [tuple(block) for block in made.blocks] == [("paragraph", 0, 12, 0), ("list-item", 14, 18, 0)]


def test_an_empty_text_has_an_empty_reading() -> None:
    made = plain("")
    assert (made.text, made.blocks, made.sentences, made.tokens, made.quotations) == ("", (), [], [], [])
    assert (made.to_source(0, 0), made.sentence_at(0), made.word_count) == (Span(0, 0), Span(0, 0), 0)


def test_a_piece_that_stands_for_more_is_taken_whole() -> None:
    source = Source("a &amp; b")
    made = Document(source, Parsed((Block("paragraph", (Piece("a ", 0, 2), Piece("&", 2, 7), Piece(" b", 7, 9))),)))
    assert made.text == "a & b\n\n"
    assert [made.to_source(at, at + 1) for at in range(5)] == [
        Span(0, 1), Span(1, 2), Span(2, 7), Span(7, 8), Span(8, 9)
    ]  # fmt: skip
    assert made.to_source(0, 5) == Span(0, 9)
    assert made.to_source(2, 2) == Span(2, 2)


def test_a_span_over_a_line_break_comes_home_with_it() -> None:
    text = "The old town\r\nhall burned."
    made = plain(text)
    start = made.text.index("town hall")
    assert made.to_source(start, start + 9) == Span(8, 18)
    assert text[8:18] == "town\r\nhall"


def test_blocks_are_one_line_each_whatever_their_pieces_hold() -> None:
    made = Document(Source("a\nb\rc"), Parsed((Block("paragraph", (Piece("a\nb\rc", 0, 5),)),)))
    assert made.text == "a b c\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "He met Dr. Smith and Mrs. Lee at 5 p.m. on Monday.",
        "She lived in the U.S. for years, i.e. since 1990.",
        "It cost 3.5 million, said J. R. Brown of Acme Inc. in May.",
    ],
)
def test_a_stop_in_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_sentences_end_at_stops_with_what_closes_them() -> None:
    assert sentences("“Stop!” she said. Really? It is 😀 so. Cafés were “shut.” She left! “I know.”") == [
        "“Stop!” she said.", "Really?", "It is 😀 so.", "Cafés were “shut.”", "She left!", "“I know.”",
    ]  # fmt: skip


def test_a_sentence_broken_over_lines_is_one() -> None:
    assert sentences("The council\nmet on Monday. It\nvoted.") == ["The council met on Monday.", "It voted."]


def test_no_sentence_reaches_over_a_block() -> None:
    assert sentences("# The town\n\nIt grew\n\n- and grew\n", "markdown") == ["The town", "It grew", "and grew"]


def test_a_sentence_in_a_long_block_is_not_cut() -> None:
    text = "This sentence has exactly ten words in it, I hope. " * 400
    assert set(sentences(text)) == {"This sentence has exactly ten words in it, I hope."}
    assert len(sentences(text)) == 400


def test_what_never_ends_is_cut_into_bounded_sentences() -> None:
    made = plain("word " * 10_000)
    assert max(end - start for start, end in made.sentences) <= 4_000
    assert sum(end - start + 1 for start, end in made.sentences) == 50_000


def test_a_sentence_is_found_by_any_of_its_offsets() -> None:
    made = plain("One is. Two is.\n\nThree is.")
    assert [made.text[slice(*made.sentence_at(at))] for at in (0, 6, 7, 8, 14, 17)] == [
        "One is.", "One is.", "One is.", "Two is.", "Two is.", "Three is.",
    ]  # fmt: skip
    assert [len(made.sentences_of(block)) for block in made.blocks] == [2, 1]


def test_quotations_are_double_quotes_with_what_is_between() -> None:
    made = plain('He said “no” and "yes" but it\'s “open.\n\nNext ” one')
    assert [made.text[start:end] for start, end in made.quotations] == ["“no”", '"yes"', "“open."]
    at = made.text.index("yes")
    assert made.is_quoted(at, at + 3)
    assert not made.is_quoted(at, at + 5)
    assert not made.is_quoted(0, 2)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“It’s” ‘SO’", "\"it's\" 'so'"),
        ("a\N{NO-BREAK SPACE}b\N{NARROW NO-BREAK SPACE}c\td", "a b c d"),
        ("co\N{HYPHEN}op\N{NON-BREAKING HYPHEN}s", "co-op-s"),
        ("İstanbul ẞ ı", "istanbul ß i"),
        ("ΟΔΟΣ ς ſo", "οδοσ σ so"),
    ],
)
def test_folding_makes_alike_what_reads_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=30), st.text(max_size=30))
def test_folding_keeps_the_length_and_works_on_each_character_alone(one: str, two: str) -> None:
    assert len(fold(one)) == len(one)
    assert fold(one + two) == fold(one) + fold(two)


def test_tokens_are_words_numbers_initialisms_and_marks() -> None:
    made = plain("The U.S. team’s co-op won 1,200.50 (cafe\u0301)…\n\nSo.")
    assert made.tokens == [
        "The", "U.S.", "team’s", "co-op", "won", "1,200.50", "(", "cafe\u0301", ")", "…", "\n\n", "So", ".", "\n\n",
    ]  # fmt: skip
    assert [made.text[start:end] for start, end in made.token_spans] == made.tokens
    assert made.word_count == 7


def test_groundwork_is_made_once() -> None:
    made, calls = plain("One."), []

    def work(some: Document) -> int:
        calls.append(some)
        return len(calls)

    assert (made.memo(work), made.memo(work), calls) == (1, 1, [made])


@pytest.mark.parametrize(
    ("path", "markup"),
    [("a.md", "markdown"), ("a.MDX", "markdown"), ("a.txt", "plain"), ("a.md.txt", "plain"), ("-", "plain")],
)
def test_the_ending_tells_the_markup(path: str, markup: str) -> None:
    assert markup_of(path) == markup


@pytest.mark.parametrize("blank", ["\xa0", "\u2003", "\u3000", "\x85"])
def test_a_wide_blank_before_a_stop_is_a_blank(blank: str) -> None:
    text = f"Take vitamin C{blank}. It helps."
    made = read(text.encode(), "a.md")
    assert [made.text[slice(*span)] for span in made.sentences][-1] == "It helps."
