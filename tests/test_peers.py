"""What other checkers print, recorded on two lines of our own, and what bench/peers.py makes of it."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import peers  # noqa: E402
import speed  # noqa: E402
from peers import Answers, Figures, Found, Peer  # noqa: E402

from checker.opinions import Opinion  # noqa: E402
from checker.opinions.advisor import Connection  # noqa: E402

# an accent, and a character of two UTF-16 units, before what is found
TEXT = "Café 𝒳 the the mayor left. He recieve teh letter, teh end.\n\nIt is is very unique.\n"
PATH = "/some folder/t.txt"
TEXTS = {PATH: TEXT}


def matches(found: list[Found]) -> list[tuple[str, str]]:
    """Rule and text of each finding."""
    return [(one.rule, TEXTS[one.path][one.start : one.end]) for one in found]


def test_malaprop() -> None:
    line = {"path": PATH, "rule": "r", "category": "readability", "start_offset": 7, "end_offset": 14, "line": 1}
    assert list(peers.read_malaprop(json.dumps(line) + "\n", TEXTS)) == [Found(PATH, 7, 14, "r", "readability")]


def test_vale_counts_columns_from_one() -> None:
    said = {
        PATH: [
            {"Check": "Vale.Repetition", "Line": 1, "Span": [8, 14], "Match": "the the", "Severity": "error"},
            {"Check": "write-good.Weasel", "Line": 3, "Span": [10, 13], "Match": "very", "Severity": "warning"},
        ]
    }
    found = list(peers.read_vale(json.dumps(said), TEXTS))
    assert matches(found) == [("Vale.Repetition", "the the"), ("write-good.Weasel", "very")]


def test_proselint_counts_from_one_and_names_urls() -> None:
    diagnostics = [
        {"check_path": "lexical_illusions", "message": "twice", "pos": [1, 8], "span": [8, 15]},
        {"check_path": "uncomparables", "message": "compared", "pos": [3, 10], "span": [70, 81]},
    ]
    said = {"result": {"file:///some%20folder/t.txt": {"diagnostics": diagnostics}}}
    found = list(peers.read_proselint(json.dumps(said), TEXTS))
    assert matches(found) == [("lexical_illusions", "the the"), ("uncomparables", "very unique")]


def test_a_misspelling_that_codespell_names_twice_is_found_twice() -> None:
    said = "".join(f"{PATH}:1: {pair}\n" for pair in ("recieve ==> receive", "teh ==> the", "teh ==> the, ten"))
    found = list(peers.read_codespell(said, TEXTS))
    assert matches(found) == [("recieve", "recieve"), ("teh", "teh"), ("teh", "teh")]
    assert found[2].start == TEXT.rindex("teh")


def test_typos_counts_bytes() -> None:
    said = "\n".join(json.dumps(some) for some in [
        {"type": "binary_file", "path": PATH},
        {"type": "typo", "path": PATH, "line_num": 1, "byte_offset": 34, "typo": "recieve", "corrections": ["receive"]},
    ])  # fmt: skip
    assert matches(list(peers.read_typos(said, TEXTS))) == [("recieve", "recieve")]


def test_textlint_counts_in_utf_16_and_means_whole_words() -> None:
    messages = [{"ruleId": "write-good", "range": [12, 13]}, {"ruleId": "common-misspellings", "range": [31, 38]},
                {"ruleId": "end", "range": [900, 901]}]  # fmt: skip
    said = json.dumps([{"filePath": PATH, "messages": messages}])
    assert matches(list(peers.read_textlint(said, TEXTS))) == [
        ("write-good", "the"), ("common-misspellings", "recieve"), ("end", ""),
    ]  # fmt: skip


def test_a_program_is_run_on_files_and_readability_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    lines = [json.dumps({"path": str(file), "rule": name, "category": name, "start_offset": 0, "end_offset": 4})
             for name in ("spun", "readability")]  # fmt: skip
    program = tmp_path / "program.py"
    program.write_text(f"import sys\nassert sys.argv[1:] == [{str(file)!r}]\nprint({chr(10).join(lines)!r})\n")
    some = Peer("malaprop of old", f"{sys.executable} {program}")
    assert peers.found(some, {str(file): TEXT}) == [Found(str(file), 0, 4, "spun", "spun")]


def test_a_program_that_fails_ends_the_run() -> None:
    some = Peer("typos", f"{sys.executable} -c 'import sys; sys.exit(\"no such option\")'")
    with pytest.raises(SystemExit, match="typos ended with 1: no such option"):
        peers.found(some, TEXTS)


def test_a_program_asked_in_this_process_gets_the_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(text: str) -> list[Opinion]:
        asked.append(text)
        at = text.index("recieve")
        return [Opinion("SPELL", "Spelling", at, at + 7, "wrong"), Opinion("LONG", "Readability", 0, at, "long")]

    asked: list[str] = []
    monkeypatch.setitem(peers.ASKED, "harper", lambda _: Connection("1", ask))
    markdown = "# Head\n\nThey *will* recieve it.\n"
    assert peers.found(Peer("harper", ""), {"a.md": markdown}) == [Found("a.md", 20, 27, "SPELL", "Spelling")]
    assert asked == ["Head\n\nThey will recieve it.\n\n"]


def test_portions_are_whole_paragraphs_and_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "_PORTION", 12)
    text = "one two\n\nthree\n\na paragraph longer than that\n\nfour"
    portions = list(peers.portions(text))
    assert "".join(portion for _, portion in portions) == text
    assert [text[at:].startswith(portion) for at, portion in portions] == [True] * len(portions)
    assert [portion.strip() for _, portion in portions] == ["one two", "three", "a paragraph longer than that", "four"]


def test_a_peer_without_a_command_is_run_by_its_usual_one() -> None:
    assert peers.peer("codespell") == Peer("codespell", "codespell")
    assert peers.peer("Vale 3 + write-good=vale --config=a=b") == Peer("Vale 3 + write-good", "vale --config=a=b")
    with pytest.raises(SystemExit, match="no command for grammarly"):
        peers.peer("grammarly=x")
    with pytest.raises(SystemExit, match="no command for Vale 3"):
        peers.peer("Vale 3")


@pytest.fixture
def two_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("codespell", "vale"):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(peers, "find_spec", lambda _: None)


@pytest.mark.usefixtures("two_installed")
def test_all_are_the_peers_that_are_installed() -> None:
    assert [some.name for some in peers.chosen(["all"])] == ["Vale bare", "codespell"]


# --- their speed -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two_installed")
def test_peers_are_timed_by_their_usual_commands() -> None:
    timed = speed.commands(["all", "harper", "mine=wc -w"], Path("bare.ini"))
    assert timed == {
        "malaprop": speed.MALAPROP,
        "Vale bare": "vale --no-exit --output=JSON --config=bare.ini",
        "codespell": "codespell",
        "harper": f"{sys.executable} bench/peers.py find --peer harper",
        "mine": "wc -w",
    }
    with pytest.raises(SystemExit, match="no command for mine"):
        speed.commands(["mine"], Path("bare.ini"))


def test_a_peer_over_the_limit_is_left_out_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def once(command: str, path: Path) -> float:
        runs.append(command)
        return {"slow": 9.0, "fast": 1.0}.get(command, 2.0) * (5 if path.suffix == ".md" else 1)

    runs: list[str] = []
    text = tmp_path / "text.txt"
    text.write_text("One paragraph.\n\nAnother.", encoding="utf-8")
    monkeypatch.setattr(speed, "once", once)
    arguments = ["--runs", "1", "--limit", "9", "--text", str(text), "--peer", "slow=slow", "--peer", "fast=fast"]
    monkeypatch.setattr(sys, "argv", ["speed.py", *arguments])
    speed.main()
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in said if "slow" in line] == [
        "article slow 9.000 s 0.00 MB/s 4.50 x malaprop".split(),
        "1 MB text slow 9.000 s 0.00 MB/s 4.50 x malaprop".split(),
        "1 MB Markdown slow 45.000 s once; left out from here on".split(),
    ]
    assert sum("fast" in line for line in said) == 4
    assert runs.count("slow") == 5


# --- the sample and the table ------------------------------------------------------------------------


def jsonl(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]


def records() -> list[dict[str, Any]]:
    """Four documents, each translated by three machines, three of them by two people too."""
    return [
        {"id": f"s/d{doc}/{system}", "set": "s", "doc": f"d{doc}", "is_human": system.startswith("ref"), "segments": []}
        for doc in range(4)
        for system in ("m1", "m2", "m3", *(("refA", "refB") if doc else ()))
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_sample_is_the_same_in_whatever_order_the_data_is(tmp_path: Path, seed: int) -> None:
    samples = []
    for name, shuffle in (("a", 0), ("b", seed)):
        data, sample = tmp_path / name, tmp_path / f"sample-{name}"
        (data / "clean" / "news").mkdir(parents=True)
        (data / "mqm").mkdir()
        for number in range(5):
            (data / "clean" / "news" / f"{number}.md").write_text(str(number), encoding="utf-8")
        lines = [json.dumps(some) + "\n" for some in random.Random(shuffle).sample(records(), len(records()))]
        (data / "mqm" / "all.jsonl").write_text("".join(lines), encoding="utf-8")
        sample.mkdir()
        peers.write_sample(data, SimpleNamespace(jsonl=jsonl), 2, 6, sample)  # type: ignore[arg-type]
        samples.append((sorted(path.name for path in (sample / "clean" / "news").iterdir()), jsonl(sample / "mqm")))
    assert samples[0] == samples[1]
    clean, translations = samples[0]
    assert len(clean) == 2
    assert [some["is_human"] for some in translations] == [True, False, False] * 2
    assert len({some["doc"] for some in translations}) == 2
    assert "d0" not in {some["doc"] for some in translations}


def batch(*texts: str) -> SimpleNamespace:
    return SimpleNamespace(texts=list(texts), suffixes=[".txt"] * len(texts))


def words(*wanted: str) -> Answers:
    """A checker that finds words."""
    return Answers(
        lambda texts: [
            Found(path, at, at + len(word), word)
            for path, text in texts.items()
            for word in wanted
            if (at := text.find(word)) >= 0
        ]
    )


def places(found: list[list[dict[str, Any]]]) -> list[list[tuple[int, int]]]:
    return [[(one["start_offset"], one["end_offset"]) for one in some] for some in found]


def test_peers_together_find_what_each_found_and_what_begins_at_one_place_once() -> None:
    one, other = words("very", "end"), words("very unique", "the")
    for check in (one, other):
        check(batch("A very unique thing.", "the end"))
        check(batch("", "the"))
    both = peers.again([one, other])
    assert places(both(None)) == [[(2, 13)], [(0, 3), (4, 7)]]
    assert places(both(None)) == [[], [(0, 3)]]


def test_spellers_are_told_apart() -> None:
    one, other = words("the", "SpellCheck"), words("Vale.Spelling")
    assert not one.spells()
    for check in (one, other):
        check(batch("the SpellCheck, the Vale.Spelling"))
    assert one.spells()
    assert places(peers.again([one], spelling=False)(None)) == [[(0, 3)]]
    assert places(peers.again([one, other], spelling=False)(None)) == [[(0, 3)]]
    assert places(peers.again([one, other])(None)) == [[(0, 3), (4, 14), (20, 33)]]


CHECK = """
import pathlib, shlex, subprocess, sys
command, folder = sys.argv[1:]
found = 0
for page in sorted(pathlib.Path(folder).glob("*.txt")):
    assert page.with_suffix(".findings.tsv").exists()
    found += subprocess.run([*shlex.split(command), str(page)], capture_output=True, text=True).stdout.count("rule")
print(f"total clean 2/9 grammar 1/4 surface {found}/7 findings 5 precision 0.80 noise 3")
"""


def test_pages_are_scored_by_their_own_check(tmp_path: Path) -> None:
    (tmp_path / "check.py").write_text(CHECK, encoding="utf-8")
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("a", "b"):
        (pages / f"{name}.txt").write_text("the end", encoding="utf-8")
        (pages / f"{name}.findings.tsv").write_text("", encoding="utf-8")

    class Batch(SimpleNamespace):
        def add(self, text: str) -> None:
            self.texts.append(text)
            self.suffixes.append(".txt")

    scorer: Any = SimpleNamespace(Batch=lambda: Batch(texts=[], suffixes=[]))
    figures = peers.on_pages(words("the"), pages, scorer)
    assert (figures["surface"], figures["precision"], figures["noise"]) == ("2/7", "0.80", "3")


def test_a_row_has_a_cell_for_each_head() -> None:
    pages = {"surface": "2/7", "grammar": "1/4", "phrase": "0/5", "precision": "0.80", "noise": "3", "clean": "2/9"}
    row = peers.row("One", Figures(12.34, 0.5, float("nan"), float("nan"), None, 0.0123, pages))
    assert row == "| One | 12.3 | 0.50 | – | – | 0.012 | – | 2/7 | 1/9 | 0.80 | 3 |"
    assert row.count("|") == peers.HEAD.count("|")
