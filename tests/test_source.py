"""Bytes to text, and offsets to lines and columns."""

from __future__ import annotations

import codecs

import pytest

from checker.source import Position, Source, SourceError, Span, decode


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    source = Source(f"one{end}two{end}")
    assert source.line_starts == [0, 3 + len(end), 6 + 2 * len(end)]
    assert [source.line(number) for number in (1, 2, 3)] == ["one", "two", ""]
    assert source.position(4 + len(end)) == Position(2, 2)


def test_line_ends_of_several_kinds_each_count_once() -> None:
    assert Source("a\r\n\rb\n\nc").line_starts == [0, 3, 4, 6, 7]


def test_exotic_line_separators_end_no_line() -> None:
    assert Source("a\u2028b\x0bc\x85d").line_starts == [0]


def test_a_byte_order_mark_is_no_column() -> None:
    source = Source("\ufeffab\ncd")
    assert source.position(1) == Position(1, 1)
    assert source.position(0) == Position(1, 1)
    assert source.position(5) == Position(2, 2)
    assert source.line(1) == "ab"


def test_columns_count_code_points() -> None:
    assert Source("e\u0301\N{GRINNING FACE}\tx").position(4) == Position(1, 5)


def test_lines_have_spans_with_their_ends() -> None:
    source = Source("a\r\nbc\r\nd")
    assert source.lines_span(1, 2) == Span(0, 7)
    assert source.lines_span(3, 9) == Span(7, 8)
    assert source.lines_span(4, 4) == Span(8, 8)
    assert [source.line_end(number) for number in (1, 2, 3)] == [1, 5, 8]


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_stays_in_the_text(bom: bytes, encoding: str) -> None:
    source = decode(bom + "café".encode(encoding))
    assert (source.text, source.encoding, source.guessed) == ("\ufeffcafé", encoding, False)


def test_a_byte_order_mark_that_lies_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"^is not valid utf-8 at byte 5$"):
        decode(codecs.BOM_UTF8 + b"ab\xff")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("It’s a “test” – of quotes…", "cp1252"),
        ("The café in Zürich served naïve guests.", "cp1252"),
        ("The whole of the town hall, in plain words.", "utf-16-le"),
        ("The whole of the town hall, in plain words.", "utf-16-be"),
        ("Совет утвердил бюджет города на следующий год, сообщил мэр.", "cp1251"),
        ("東京の天気はとても良いです。明日も晴れるでしょう。", "cp932"),
    ],
)
def test_another_encoding_is_guessed_and_said_to_be(text: str, encoding: str) -> None:
    source = decode(text.encode(encoding))
    assert (source.text, source.encoding, source.guessed) == (text, encoding, True)


def test_utf8_that_was_cut_is_still_utf8() -> None:
    source = decode("“It’s late,” said Zoë".encode()[:-1])
    assert (source.text, source.encoding, source.guessed) == ("“It’s late,” said Zo\ufffd", "utf-8", True)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"MZ\x90\x00\x03", b"\x00\x01\xff\xfe\x80"])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^is a binary file$"):
        decode(data)


def test_nul_bytes_in_utf8_are_text() -> None:
    assert decode(b"a\0b").text == "a\0b"


def test_an_empty_file_is_an_empty_text() -> None:
    assert (decode(b"").text, Source("").position(0), Source("").line(1)) == ("", Position(1, 1), "")
