"""Bad input at the command's edge: one line, exit 2, no trace of Python."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no path given; `malaprop check --help` says how"),
        (["--preview"], "no path given; `malaprop check --help` says how"),
        (["a.txt", "--exclude", "!"], "--exclude !: Invalid git pattern: '!'"),
    ],
)
def test_what_a_run_cant_do_is_one_line(run: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "a.txt").write_text("Fine.\n")
    assert run("check", *arguments) == (2, "", f"malaprop: {message}\n")


def test_standard_input_that_is_closed_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run("check", "-", "--quiet") == (2, "", "malaprop: -: cannot be read: standard input is closed\n")


def process(rules: Path, folder: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """`malaprop check a.txt` as a process of its own, with a few rules."""
    code = f"""
import pathlib, sys
from checker import ruleset
ruleset.shipped = lambda: pathlib.Path({str(rules)!r})
sys.argv = ["malaprop", "check", "a.txt", "--fail-on", "suggestion"]
from checker.cli import process
process()
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", code], cwd=folder, text=True, check=False, env=env, **options)


@pytest.mark.parametrize("closed", [1, 2])
def test_a_closed_stream_is_no_reason_to_stop(small_rules: Path, tmp_path: Path, closed: int) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril.\n")
    assert process(small_rules, tmp_path, preexec_fn=partial(os.close, closed)).returncode == 1


def test_a_process_ends_with_the_status_and_all_output_of_its_run(small_rules: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril is rare.\n\n" * 2_000)
    done = process(small_rules, tmp_path, capture_output=True)
    assert done.returncode == 1
    assert done.stdout.count("a.txt:") == 2_000
    assert done.stdout.endswith("]\n")
    assert "in 1 file" in done.stderr


def test_standard_output_that_is_full_is_one_line(small_rules: Path, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        return
    (tmp_path / "a.txt").write_text("Bosom peril.\n")
    code = f"""
import pathlib, sys
from checker import ruleset
ruleset.shipped = lambda: pathlib.Path({str(small_rules)!r})
from checker.cli import main
sys.exit(main(["check", "a.txt"]))
"""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, "malaprop: No space left on device")
    assert "Traceback" not in done.stderr
