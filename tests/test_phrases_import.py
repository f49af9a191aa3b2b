"""`malaprop phrases import`: a published list to a rule that passes its own test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker import selftest
from checker.cli import main
from checker.commands import phrases

CSV = """Tortured phrase,Expected phrase,Seen
bosom peril,breast cancer,12
haze figuring,cloud computing (in papers),3
blue sky,clear weather,4
breast cancer,breast cancer,1
Bosom Peril,breast cancer,2
wibble,wobble,1
understanding,learning,9
"""


def imported(tmp_path: Path, name: str, content: str | bytes, *options: str) -> int:
    """Write a list, import it; the exit status."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return main(["phrases", "import", str(path), "--into", str(tmp_path / "rules"), *options])


def test_a_table_becomes_a_rule_that_passes_its_own_test(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(tmp_path, "Some List.csv", CSV) == 0
    target = tmp_path / "rules" / "phrases" / "some-list.yaml"
    assert capsys.readouterr().out == (
        f"{target}: 3 phrases kept\n"
        "4 left out: 1 ordinary English, 1 the term itself, 1 twice in the list, 1 a single word\n"
    )
    outcome = selftest.run([target])
    assert (outcome.rules, outcome.failures) == (1, ())
    assert '"haze figuring": "cloud computing"' in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps({"bosom peril": "breast cancer"})),
        ("b.json", json.dumps([{"phrase": "bosom peril", "term": "breast cancer", "n": 3}])),
        ("c.tsv", "fingerprint\testablished\nbosom peril\tbreast cancer\n"),
        ("d.csv", "\N{ZERO WIDTH NO-BREAK SPACE}phrase;term\r\nbosom peril;breast cancer\r\n"),
        ("e.csv", "phrase\nbosom peril\n"),
        ("f.csv", 'phrase,term\n"bosom peril","breast cancer; also mammary cancer"\n'),
    ],
)
def test_usual_forms_of_a_list_are_read(tmp_path: Path, name: str, content: str) -> None:
    assert imported(tmp_path, name, content, "--id", "listed") == 0
    target = tmp_path / "rules" / "phrases" / "listed.yaml"
    assert "bosom peril" in target.read_text(encoding="utf-8")
    assert selftest.run([target]).failures == ()


@pytest.mark.parametrize(
    ("name", "content", "where", "what"),
    [
        ("a.csv", "this,that\nx,y\n", "1:1", "no column of phrases"),
        ("b.csv", "phrase,term\nbosom peril\n", "2:1", "1 of 2 columns"),
        ("c.csv", 'phrase,term\n"bosom\n', "2:1", "no table"),
        ("d.json", '{\n"a": ', "2:6", "no JSON"),
        ("e.json", '["bosom peril"]', "1:1", "neither a list of objects"),
        ("f.json", '[{"phrase": 3}]', "1:1", "strings"),
        ("g.csv", b"phrase\nbosom \xff\n", "2:1", "not UTF-8"),
        ("h.csv", "phrase\nof the\n", "1:1", "no phrase is left of 1"),
        ("i.json", "[" * 100_000, "1:1", "too many layers"),
        ("j.csv", "", "1:1", "no column of phrases"),
    ],
)
def test_bad_input_is_an_error_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | bytes, where: str, what: str
) -> None:
    assert imported(tmp_path, name, content) == 2
    error = capsys.readouterr().err
    assert f"{name}:{where}: " in error
    assert what in error
    assert not (tmp_path / "rules").exists()


def test_a_missing_file_and_a_bad_id_are_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["phrases", "import", str(tmp_path / "none.csv")]) == 2
    assert imported(tmp_path, "a.csv", "phrase\nbosom peril\n", "--id", "No Id") == 2
    assert capsys.readouterr().err.count("malaprop: ") == 2


def test_examples_avoid_phrases_that_overlap(tmp_path: Path) -> None:
    assert (
        imported(tmp_path, "a.csv", "phrase,term\nbosom peril,a\nbosom peril cell,b\nhaze figuring,peril of it\n") == 0
    )
    assert selftest.run([tmp_path / "rules" / "phrases" / "a.yaml"]).failures == ()


@pytest.mark.parametrize(
    ("phrase", "term", "reason"),
    [
        ("counterfeit consciousness", "artificial intelligence", ""),
        ("machine learning", "deep learning", "ordinary English"),
        ("in the way of", "on the road of", "ordinary English"),
        ("understanding", "learning", "a single word"),
        ("flurbation", "noise", ""),
        ("a|b c", "d", "no plain phrase"),
        ("…", "d", "empty"),
    ],
)
def test_phrases_that_good_english_has_are_objected_to(phrase: str, term: str, reason: str) -> None:
    assert phrases.objection(phrase, term) == reason
