"""The formats for people and for programs: exact output, valid by the published schema, and safe to print."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checker import __version__, catalogue
from checker.batch import Result
from checker.finding import Finding
from checker.reporters import FORMATS, Context, reporter
from checker.reporters.escape import printable
from checker.reporters.json import Record
from checker.rule import Rule, Where
from checker.source import Source

RULE = Rule(
    id="odd", category="trials", type="pattern", status="stable", severity="warning", message="", why="It is odd.",
    fix=None, autofix=False, languages=("zh",), scope=(), any_language=False, markup=(), where=Where(), exceptions=(),
    params={}, literals=(), references=(), origin="odd.yaml",
)  # fmt: skip


class Rules:
    """The one rule there is."""

    def get(self, rule: str, /) -> Rule | None:
        return RULE if rule == "odd" else None

    def all(self) -> list[Rule]:
        return [RULE]


def finding(text: str, match: str, **changed: Any) -> Finding:
    start = text.index(match)
    source = Source(text, "a.txt")
    line, column = source.position(start)
    end_line, end_column = source.position(start + len(match))
    values: Mapping[str, Any] = {
        "rule": "odd", "category": "trials", "severity": "warning", "path": "a.txt", "start": start,
        "end": start + len(match), "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "message": f"'{match}' is odd.", "match": match, "fix": None, "safe_fix": False, "sentence": text,
        "sentence_start": 0, "sentence_end": len(text), "sentence_line": 1, "sentence_end_line": end_line,
        "fingerprint": "f" * 20,
    }  # fmt: skip
    return Finding(**{**values, **changed})


def report(form: str, text: str, *findings: Finding, color: bool = False, error: str = "") -> str:
    results = [Result("a.txt", findings, source=Source(text, "a.txt"))]
    if error:
        results.append(Result("b.txt", error=error))
    return "".join(reporter(form)(results, Context(Rules(), color)))


def test_text_is_a_line_a_finding() -> None:
    text = "So zap it.\nAnd zop."
    assert report("text", text, finding(text, "zap"), finding(text, "zop", severity="error", rule="other")) == (
        "a.txt:1:4: warning 'zap' is odd. [odd]\na.txt:2:5: error 'zop' is odd. [other]\n"
    )
    assert report("text", text) == ""


def test_text_in_colour_marks_severity() -> None:
    assert report("text", "zap", finding("zap", "zap"), color=True) == (
        "\x1b[1ma.txt:1:1:\x1b[0m \x1b[33mwarning\x1b[0m 'zap' is odd. \x1b[2m[odd]\x1b[0m\n"
    )


def test_full_shows_the_line_the_span_the_reason_and_the_wording() -> None:
    text = "First.\r\nThe 部 zap\tis here.\r\n"
    assert (
        report("full", text, finding(text, "zap", fix="zip"), finding(text, "here", fix="", rule="other"))
        == """\
a.txt:2:7: warning 'zap' is odd. [odd]
    2 | The 部 zap\\tis here.
      |        ^^^
  why   It is odd.
  write “zip”

a.txt:2:14: warning 'here' is odd. [other]
    2 | The 部 zap\\tis here.
      |                ^^^^
  write nothing (leave it out)

"""
    )


def test_full_cuts_a_long_line_round_the_span() -> None:
    text = "a" * 5000 + " zap " + "b" * 5000
    _, line, mark, *_ = report("full", text, finding(text, "zap")).splitlines()
    assert line == f"    1 | …{'a' * 49} zap {'b' * 86}…"
    assert mark == f"      | {' ' * 51}^^^"


def test_full_marks_a_span_over_lines_to_the_end_of_the_first() -> None:
    text = "So zap\nit is."
    _, line, mark, *_ = report("full", text, finding(text, "zap\nit")).splitlines()
    assert (line, mark) == ("    1 | So zap", "      |    ^^^")


def test_full_shows_a_line_after_a_byte_order_mark() -> None:
    text = "\ufeffzap"
    _, line, mark, *_ = report("full", text, finding(text, "zap")).splitlines()
    assert (line, mark) == ("    1 | zap", "      | ^^^")


HOSTILE = "\x1b[31m\x07\x9b1m\u202e\u2066\u200b\ufeff\u2028\u061c\xad\r\x00\U000e0041"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_lets_a_text_steer_the_terminal(form: str) -> None:
    text = f"zap{HOSTILE} it"
    odd = finding(
        text, f"zap{HOSTILE}", message=f"odd {HOSTILE}", fix=f"fix {HOSTILE}", path=f"a{HOSTILE}.txt", sentence=text
    )
    out = report(form, text, odd, error=f"bad {HOSTILE}")
    dangerous = set("\x1b\x07\x9b\u202e\u2066\u061c\x00") | (set() if form == "html" else set("\r\u2028"))
    assert not dangerous & set(out), sorted(map(ascii, dangerous & set(out)))


def test_control_direction_and_invisible_characters_are_shown_as_escapes() -> None:
    assert printable(HOSTILE) == (r"\x1b[31m\x07\x9b1m\u202e\u2066\u200b\ufeff\u2028\u061c\xad\r\x00\U000e0041")
    assert printable("Plain — “é” 部 😀 e\u0301") == "Plain — “é” 部 😀 e\u0301"


@given(st.text())
def test_what_is_printable_is_one_line(text: str) -> None:
    assert len(printable(text).splitlines()) <= 1


SCHEMA = Draft202012Validator(catalogue.findings_schema())


def test_json_is_valid_by_the_published_schema() -> None:
    text = "So zap it."
    whole = json.loads(report("json", text, finding(text, "zap", fix="zip"), error="cannot be read"))
    SCHEMA.validate(whole)
    assert whole == {
        "schema_version": 1,
        "tool": {"name": "malaprop", "version": __version__},
        "files": 1,
        "findings": [whole["findings"][0]],
        "errors": [{"path": "b.txt", "message": "cannot be read"}],
    }


def test_a_record_has_these_keys_and_values() -> None:
    text = "So zap it."
    (line,) = report("jsonl", text, finding(text, "zap", fix="zip", safe_fix=True)).splitlines()
    assert json.loads(line) == {
        "rule": "odd", "category": "trials", "severity": "warning", "path": "a.txt", "line": 1, "column": 4,
        "end_line": 1, "end_column": 7, "start_offset": 3, "end_offset": 6, "message": "'zap' is odd.", "match": "zap",
        "fix": "zip", "safe_fix": True, "why": "It is odd.", "languages": ["zh"], "sentence": text,
        "fingerprint": "f" * 20,
    }  # fmt: skip
    assert set(json.loads(line)) == set(Record.__annotations__)


def test_json_without_findings_is_valid_and_jsonl_is_empty() -> None:
    SCHEMA.validate(json.loads(report("json", "")))
    assert report("jsonl", "") == ""


@given(st.text(max_size=30).filter(lambda text: "zap" not in text))
def test_json_keeps_every_text_exactly_on_one_safe_line(text: str) -> None:
    match = f"zap{text}"
    out = report("jsonl", match, finding(match, match, fix=text))
    assert out.count("\n") == len(out.splitlines()) == 1
    record = json.loads(out)
    assert (record["match"], record["fix"]) == (match, text)


def test_a_format_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        reporter("yaml")
