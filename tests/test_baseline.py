"""The baseline: what it accepts, what changes nothing about that, and what is said of a broken one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

TEXT = "The first words.\n\nDoctors found bosom peril in a\nsecond patient. They left.\n\nAnd more bosom peril.\n"


@pytest.fixture
def written(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(TEXT)
    (tmp_path / "b.md").write_text("Bosom peril in another file.\n")
    assert run("baseline", "write", ".") == (
        0, ("malaprop-baseline.jsonl: 3 findings accepted; `malaprop check --baseline malaprop-baseline.jsonl` leaves "
        "them out\n"), "",
    )  # fmt: skip
    return tmp_path / "malaprop-baseline.jsonl"


def places(out: str) -> list[str]:
    return [line.partition(" ")[0] for line in out.splitlines()]


def test_the_file_has_a_version_and_a_sorted_line_an_entry(written: Path) -> None:
    head, *rows = written.read_text().splitlines()
    assert json.loads(head) == {"malaprop_baseline": 1}
    assert [{**json.loads(row), "sentence": ""} for row in rows] == [
        {"path": path, "rule": "bosom-peril", "sentence": "", "count": 1} for path in ("a.md", "a.md", "b.md")
    ]
    assert rows == sorted(rows)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "# A heading\n\nNew words.\n\n" + TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("in a\nsecond patient", "in\na second\npatient"),
        TEXT.replace("peril in a\nsecond", "peril in a  second"),
        "\ufeff" + TEXT,
        TEXT.replace("Doctors found", "> Doctors found").replace("second patient", "> second patient"),
    ],
)
@pytest.mark.usefixtures("written")
def test_edits_elsewhere_line_ends_and_reflow_change_nothing(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_bytes(text.encode())
    assert run("check", ".", "--baseline", "malaprop-baseline.jsonl") == (
        0, "", "malaprop: nothing to report in 2 files\n"
    )  # fmt: skip


@pytest.mark.usefixtures("written")
def test_a_changed_sentence_another_rule_and_another_file_are_new(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT.replace("second patient", "third, very unique patient"))
    (tmp_path / "c.md").write_text("And more bosom peril.\n")
    ran = run("check", ".", "--baseline", "malaprop-baseline.jsonl")
    assert places(ran.out) == ["./a.md:3:15:", "./a.md:4:8:", "./c.md:1:10:"]
    assert ran.err == (
        "malaprop: 1 accepted finding no longer there: `malaprop baseline prune` drops what is gone\n"
        "malaprop: 2 errors, 1 suggestion in 3 files\n"
    )


def test_the_same_sentence_once_more_is_one_more_finding(run: Run, tmp_path: Path, written: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT + "\nAnd more bosom peril.\n\nAnd more bosom peril.\n")
    assert places(run("check", "a.md", "--baseline", written.name, "--quiet").out) == ["a.md:8:10:", "a.md:10:10:"]
    run("baseline", "write", ".")
    assert run("check", "a.md", "--baseline", written.name, "--quiet").status == 0
    assert sorted(json.loads(row)["count"] for row in written.read_text().splitlines()[1:]) == [1, 1, 3]


def test_paths_are_relative_to_the_folder_of_the_baseline(
    run: Run, tmp_path: Path, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert run("check", "../a.md", "--baseline", "../malaprop-baseline.jsonl", "--quiet").status == 0
    assert run("check", str(tmp_path / "a.md"), "--baseline", str(written), "--quiet").status == 0
    (tmp_path / "malaprop.toml").write_text("baseline = 'malaprop-baseline.jsonl'\n")
    assert run("check", "../a.md", "--quiet").status == 0
    assert run("check", "../a.md", "--quiet", "--no-baseline").status == 1


def test_prune_drops_what_is_gone_and_never_adds(run: Run, tmp_path: Path, written: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT.replace("And more bosom peril.", "A new bosom peril."))
    assert run("baseline", "prune", ".").out.startswith("malaprop-baseline.jsonl: 2 findings accepted;")
    assert places(run("check", ".", "--baseline", written.name, "--quiet").out) == ["./a.md:6:7:"]
    before = written.read_bytes()
    run("baseline", "prune", ".")
    assert written.read_bytes() == before


@pytest.mark.parametrize("action", ["write", "prune"])
def test_what_the_call_leaves_out_stays_and_files_that_are_gone_go(
    run: Run, tmp_path: Path, written: Path, action: str
) -> None:
    run("baseline", action, "a.md")
    assert [json.loads(row)["path"] for row in written.read_text().splitlines()[1:]] == ["a.md", "a.md", "b.md"]
    run("baseline", action, "a.md", "--select", "very-unique")
    assert [json.loads(row)["path"] for row in written.read_text().splitlines()[1:]] == ["a.md", "a.md", "b.md"]
    (tmp_path / "b.md").unlink()
    run("baseline", action, "a.md")
    assert [json.loads(row)["path"] for row in written.read_text().splitlines()[1:]] == ["a.md", "a.md"]


def test_accepted_findings_stay_out_of_a_baseline(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("<!-- malaprop-ignore bosom-peril -->\nBosom peril.\n")
    assert run("baseline", "write", "a.md").out.startswith("malaprop-baseline.jsonl: 0 findings accepted;")


BAD = [
    ("", 1, "this is no line of a baseline"),
    ("[]\n", 1, "this is no line of a baseline"),
    ('{"malaprop_baseline": 0}\n', 1, "this is no line of a baseline"),
    ('{"malaprop_baseline": 2, "new": true}\n?\n', 1, "this baseline is of a newer version of Malaprop"),
    ('{"malaprop_baseline": 1}\n<<<<<<< HEAD\n', 2, "this is no line of a baseline"),
    ('{"malaprop_baseline": 1}\n\n{"path": "a", "rule": "b", "sentence": "c"}\n', 3, "this is no line of a baseline"),
    ('{"malaprop_baseline": 1}\n{"path": "a", "rule": "b", "sentence": "c", "count": -1}', 2,
     "this is no line of a baseline"),
    ('{"malaprop_baseline": 1}\n' + "[" * 100_000, 2, "this is no line of a baseline"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), BAD)
def test_a_broken_baseline_is_one_line_and_everything_is_reported(
    run: Run, tmp_path: Path, text: str, line: int, message: str
) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("Bosom peril.\n")
    (tmp_path / "old.jsonl").write_text(text)
    ran = run("check", ".", "--baseline", "old.jsonl", "--quiet")
    assert (ran.status, places(ran.out), ran.err) == (
        2, ["./a.md:1:1:", "./b.md:1:1:"], f"malaprop: old.jsonl:{line}:1: {message}\n"
    )  # fmt: skip
    assert run("baseline", "prune", ".", "--file", "old.jsonl").status == 2
    assert (tmp_path / "old.jsonl").read_text() == text


def test_a_baseline_that_is_not_there_is_an_error_though_nothing_was_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Fine.\n")
    assert run("check", "a.md", "--baseline", "old.jsonl", "--quiet") == (
        2, "", "malaprop: old.jsonl:1:1: the baseline cannot be read: No such file or directory\n"
    )  # fmt: skip


def test_a_baseline_with_other_line_ends_is_read(run: Run, written: Path) -> None:
    written.write_bytes(b"\xef\xbb\xbf" + written.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check", ".", "--baseline", written.name, "--quiet").status == 0


def test_any_name_of_a_file_can_be_written(run: Run, tmp_path: Path) -> None:
    for name in ("caf\udce9.md", "a\nb.md", "ü\u2028.md"):
        (tmp_path / name).write_text("Bosom peril.\n")
    run("baseline", "write", ".")
    assert run("check", ".", "--baseline", "malaprop-baseline.jsonl", "--quiet") == (0, "", "")


def test_nothing_is_written_when_a_file_cant_be_checked(run: Run, written: Path, tmp_path: Path) -> None:
    before = written.read_bytes()
    (tmp_path / "c.md").write_bytes(b"\xff\x00")
    assert run("baseline", "write", ".") == (
        2, "", "malaprop: ./c.md: is a binary file; the baseline was not written\n"
    )  # fmt: skip
    assert written.read_bytes() == before
    assert run("baseline", "write", "a.md", "--file", "missing/old.jsonl") == (
        2, "", "malaprop: missing/old.jsonl: cannot be written: No such file or directory\n"
    )  # fmt: skip
