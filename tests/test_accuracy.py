"""The figures of bench/accuracy.py, on a benchmark of a few sentences."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import accuracy  # noqa: E402
from accuracy import Checked, Hinted, Text  # noqa: E402

from checker import ruleset  # noqa: E402

CHINESE = "Trials of a new crown vaccine began in Perth. It was a journey of 10000 kilometers for the inspectors."
RUSSIAN = "The road is closed. It is noted that ice has formed. Recall, the bridge burned down in May."
ENGLISH = "The ferry sails at nine. Nobody was hurt."

SCORER = """
import json

def jsonl(folder):
    for path in sorted(folder.glob("*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())

def layout(segments):
    return "".join(segment["text"] for segment in segments), [0]
"""


def write_records(folder: Path, *records: dict[str, Any]) -> None:
    folder.mkdir(parents=True)
    (folder / "all.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def translated(text: str, language: str) -> dict[str, Any]:
    return {"segments": [{"text": text, "errors": []}], "is_human": False, "src_lang": language}


@pytest.fixture
def scorer(tmp_path: Path) -> ModuleType:
    file = tmp_path / "tiny_scorer.py"
    file.write_text(SCORER, encoding="utf-8")
    return accuracy.load_scorer(file)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "dev"
    (data / "clean").mkdir(parents=True)
    (data / "clean" / "a.txt").write_text(CHINESE, encoding="utf-8")
    write_records(data / "mqm", translated(CHINESE, "zh"), translated(ENGLISH, "zh"))
    write_records(data / "class", translated(RUSSIAN, "ru"), translated(CHINESE, "ja"))
    there_and_back = {"text": RUSSIAN, "gold": [], "engine": "apertium eng-spa | spa-eng marks"}
    write_records(data / "synthetic", there_and_back, {"text": CHINESE, "gold": [], "engine": "scrape"})
    return data


def test_a_hint_is_asked_of_texts_whose_language_is_known(data: Path, scorer: ModuleType) -> None:
    assert [(text.part, text.language) for text in accuracy.texts(data, scorer)] == [
        ("clean", ""), ("mqm", "zh"), ("mqm", "zh"), ("class", "ru"), ("class", "ja"), ("planted", "es"),
        ("planted", ""),
    ]  # fmt: skip


def test_a_document_counts_when_two_findings_point_somewhere(data: Path, scorer: ModuleType) -> None:
    assert accuracy.hinted(accuracy.check_all(accuracy.texts(data, scorer))) == [
        Hinted("zh", ("zh",)), Hinted("ru", ("ru", "uk")), Hinted("ja", ("zh",)), Hinted("es", ("ru", "uk")),
    ]  # fmt: skip


def test_previews_point_nowhere() -> None:
    (one,) = accuracy.check_all([Text("mqm", CHINESE, ".txt", human=False, language="zh")])
    preview = next(rule.id for rule in ruleset.load().rules if rule.status == "preview" and rule.languages)
    previews = tuple(finding._replace(rule=preview) for finding in one.findings)
    assert accuracy.hinted([Checked(one.text, previews, one.words)]) == []


@pytest.mark.parametrize(
    ("engine", "language"),
    [("apertium eng-spa | spa-eng", "es"), ("apertium en-eo | eo-en marks", "eo"), ("spin-moby", ""), ("scrape", "")],
)
def test_an_engine_names_the_language_between(engine: str, language: str) -> None:
    assert accuracy.between(engine) == language


def test_pages_are_of_the_language_that_their_readme_names(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "| page | kind of source |\n|---|---|\n| 02-mt | Spanish column |\n| 08-spun | spun health text |\n"
        "| 50-mt | scraped news (presumed source language: pt) |\n| 64-mt | (source language: en-es?-en) |\n",
        encoding="utf-8",
    )
    for name in ("02-mt", "08-spun", "50-mt", "64-mt"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    assert [(text.text, text.language) for text in accuracy.pages(tmp_path)] == [("02-mt", "es"), ("50-mt", "pt")]


DOCUMENTS = [
    *[Hinted("zh", ("zh",))] * 3, Hinted("zh", ("ja", "zh")), Hinted("zh", ()),
    Hinted("ja", ("ja", "zh")), Hinted("ja", ("zh",)), Hinted("is", ("ru",)),
]  # fmt: skip


def test_chance_names_as_many_of_the_commonest_languages() -> None:
    # always Chinese, and Chinese or Japanese where two are named: right in all but one Japanese and the Icelandic
    assert accuracy.hint_rows(DOCUMENTS)[2:] == [
        "| Chinese | 5 | 4 | 4 | 3 |",
        "| Japanese | 2 | 2 | 1 | 0 |",
        "| Icelandic | 1 | 1 | 0 | 0 |",
        "| all | 8 | 7 | 5 | 3 |",
        "| … by chance | 7 | 7 | 5 | 3 |",
    ]


def test_what_is_named_is_shown_by_language() -> None:
    assert accuracy.confusion(DOCUMENTS) == [
        "is\tru\t1", "ja\tja or zh\t1", "ja\tzh\t1", "zh\tzh\t3", "zh\t-\t1", "zh\tja or zh\t1",
    ]  # fmt: skip


def test_a_section_is_written_between_its_markers(tmp_path: Path) -> None:
    file = tmp_path / "doc.md"
    file.write_text("one\n<!-- hint: begin -->\nold\n<!-- hint: end -->\ntwo\n", encoding="utf-8")
    accuracy.write_section(file, "hint", ["a", "b"])
    assert file.read_text(encoding="utf-8") == "one\n<!-- hint: begin -->\na\nb\n<!-- hint: end -->\ntwo\n"
    with pytest.raises(SystemExit, match="no section other"):
        accuracy.write_section(file, "other", [])
