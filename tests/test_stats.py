"""`malaprop stats`: textstat's figures, without the network and without textstat in the way of a check."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from checker import formats, stats
from checker.lexicon import syllables
from checker.source import Source

TEXT = "The cat sat on the mat. It was an extraordinary animal. Nobody in the village had seen its like."

OFFLINE = """
import socket, sys
class Blocked:
    def __init__(self, *args, **options):
        raise AssertionError("a socket was opened")
socket.socket = socket.create_connection = Blocked
from checker.cli import main
status = main(["stats", "--format", "json", sys.argv[1]])
import nltk
raise SystemExit(status or nltk.corpus.cmudict.__class__.__name__ != "LazyCorpusLoader")
"""

CHECK = """
import sys
from checker.cli import main
main(["check", "--preview", "--isolated", "--no-cache", "--exit-zero", sys.argv[1]])
print(sorted({name.partition(".")[0] for name in sys.modules} & {"textstat", "nltk", "pyphen", "cmudict"}))
"""


def run(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    nowhere = path.parent / "nothing"
    nowhere.mkdir()
    environment = {**os.environ, "NLTK_DATA": str(nowhere), "HOME": str(nowhere), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True, text=True, encoding="utf-8", env=environment, check=False, timeout=120,
    )  # fmt: skip
    assert list(nowhere.iterdir()) == []  # nothing was downloaded
    return done


def rows(text: str, markup: str = "plain") -> dict[str, float]:
    return stats.rows(formats.document(Source(text), markup))


def test_the_pinned_textstat_is_installed() -> None:
    assert version("textstat") == "0.7.13"  # its backend, where the dictionary goes in, moves inside 0.7.x


def test_figures_are_exact() -> None:
    assert {name: round(value, 3) for name, value in rows(TEXT).items()} == {
        "Flesch reading ease": 71.28,
        "Flesch-Kincaid grade": 4.891,
        "Gunning fog index": 4.639,
        "SMOG grade": 8.842,
        "Coleman-Liau index": 2.421,
        "automated readability index": 1.072,
        "Dale-Chall score": 4.782,
        "new Dale-Chall score": 4.782,
        "Linsear Write grade": 3.167,
        "Spache grade": 2.185,
        "McAlpine EFLAW score": 10.667,
        "LIX": 16.86,
        "RIX": 0.667,
        "text standard (grade)": 5,
        "reading time (s)": 1.146,
        "sentences": 3,
        "words": 19,
        "syllables": 29,
        "letters": 75,
        "characters": 78,
        "words of one syllable": 15,
        "words of three syllables or more": 3,
        "distinct difficult words": 1,
        "words per sentence": 6.333,
        "syllables per word": 1.526,
        "letters per word": 3.947,
        "characters per word": 4.105,
    }


def test_stats_needs_no_network_and_no_data_of_nltk(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    done = run(OFFLINE, path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {str(path): pytest.approx(rows(TEXT))}


def test_a_check_imports_neither_textstat_nor_nltk(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{TEXT} {'and so on ' * 60}.", encoding="utf-8")
    done = run(CHECK, path)
    assert "sentence-too-long" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_importing_stats_imports_nothing_heavy() -> None:
    code = "import sys, checker.stats; print({'textstat', 'nltk'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_syllables_are_our_lexicon_s() -> None:
    words = ["banana", "extraordinary", "flurbed", "1902", "a"]
    assert [rows(word)["syllables"] for word in words] == [syllables(word) for word in words] == [3, 6, 1, 1, 1]


def test_code_and_addresses_are_not_read() -> None:
    assert rows("Call `parse_all()` first, says https://example.org/a today.", "markdown")["words"] == 4
    assert rows("Run ```x``` now.", "markdown") == rows("Run  now.")


@pytest.mark.parametrize("text", ["", "?!", "`code`"])
def test_a_document_without_a_word_has_zeros(text: str) -> None:
    assert rows(text, "markdown") == dict.fromkeys(stats.FIGURES, 0.0)


def test_a_word_of_any_length_is_no_trouble() -> None:
    assert rows("a" * 100_000)["syllables"] == 1
