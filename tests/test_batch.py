"""Many files in several processes, and what is kept between runs."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Run

from checker import batch, cache, ruleset
from checker.document import Document
from checker.engine import Engine
from checker.finding import Finding

HERE = Path(batch.__file__).parents[1]
PROCESS = """
import os, pathlib, sys
from checker import ruleset
ruleset.shipped = lambda: pathlib.Path(os.environ["RULES"])
from checker.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    for number in range(30):
        text = "Fine words.\n\n" * number + f"Bosom peril number {number}.\n"
        (tmp_path / f"{number:02}.md").write_text(text)
    (tmp_path / "07.md").write_bytes(b"\xff\x00")
    return tmp_path


def start(folder: Path, rules: Path, *arguments: str, before: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", before + PROCESS, *arguments], cwd=folder, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(HERE), "RULES": str(rules)},
    )  # fmt: skip


def test_processes_and_cache_change_nothing(run: Run, articles: Path) -> None:
    first = run("check", ".", "--jobs", "1", "--no-cache")
    assert (first.status, first.out.count("\n"), first.err.splitlines()[0]) == (
        2, 29, "malaprop: ./07.md: is a binary file"
    )  # fmt: skip
    for options in (["--jobs", "2", "--no-cache"], ["--jobs", "2"], ["--jobs", "2"], ["--jobs", "1"], []):
        assert run("check", ".", *options) == first
    assert articles.is_dir()


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("form", ["json", "html", "rdjson", "full"])
def test_what_comes_from_the_cache_is_reported_the_same(run: Run, form: str) -> None:
    first = run("check", ".", "--format", form, "--no-cache", "--quiet")
    assert run("check", ".", "--format", form, "--quiet") == first
    assert run("check", ".", "--format", form, "--quiet") == first


def test_runs_at_the_same_time_find_the_same(run: Run, articles: Path, small_rules: Path) -> None:
    expected = run("check", ".", "--no-cache", "--quiet").out.encode()
    with ThreadPoolExecutor(4) as threads:
        started = [start(articles, small_rules, "check", ".", "--quiet", "--jobs", "2") for _ in range(4)]
        ended = list(threads.map(subprocess.Popen.communicate, started))
    assert ended == [(expected, b"malaprop: ./07.md: is a binary file\n")] * 4


def test_a_run_that_is_killed_leaves_a_cache_that_works(run: Run, articles: Path, small_rules: Path) -> None:
    expected = run("check", ".", "--no-cache", "--quiet")
    for delay in (0.1, 0.2, 0.3, 0.4):
        process = start(articles, small_rules, "check", ".", "--quiet", "--jobs", "2")
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert run("check", ".", "--quiet") == expected


TELLING = """
import multiprocessing, pathlib
from checker import batch
multiprocessing.set_start_method("fork")  # or the others would not know what is changed here
check_file = batch.check_file
def tell(path, *rest):
    pathlib.Path("begun").touch()
    return check_file(path, *rest)
batch.check_file = tell
"""


def test_an_interrupt_ends_a_run_without_a_trace(articles: Path, small_rules: Path) -> None:
    long = articles / "long.md"
    long.write_text("The town hall of a very old town. " * 200_000)
    for number in range(60):
        os.link(long, articles / f"long{number}.md")
    process = start(articles, small_rules, "check", ".", "--quiet", "--jobs", "2", "--no-cache", before=TELLING)
    while not (articles / "begun").exists() and process.poll() is None:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in err) == (130, False), err.decode()


DYING = """
import multiprocessing, os, signal
from checker import batch
multiprocessing.set_start_method("fork")  # or the others would not know what is changed here
check_file = batch.check_file
def die(path, *rest):
    if path == "./20.md":
        os.kill(os.getpid(), signal.SIGKILL)
    return check_file(path, *rest)
batch.check_file = die
batch._TASK_SIZE = 1
"""


def test_a_process_that_dies_is_told_and_the_run_ends(articles: Path, small_rules: Path) -> None:
    process = start(articles, small_rules, "check", ".", "--jobs", "2", "--quiet", before=DYING)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"malaprop: ./20.md: {batch._LOST}" in err.decode().splitlines()
    assert b"Traceback" not in err
    assert out.startswith(b"./00.md:1:1: error")


# --- the cache -------------------------------------------------------------------------------------------


def test_values_come_back_and_others_do_not() -> None:
    cache.write("result-ab12", (1, "é", [None]))
    assert cache.read("result-ab12") == (1, "é", [None])
    assert cache.read("result-ab13") is None


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:0], lambda data: data[:30] + b"x" * 20])
def test_a_damaged_entry_is_none(damage: Callable[[bytes], bytes]) -> None:
    cache.write("result-ab12", ["something that is longer than the digest"])
    path = next(Path(os.environ[cache.ENV_FOLDER]).rglob("result-ab12"))
    path.write_bytes(damage(path.read_bytes()))
    assert cache.read("result-ab12") is None


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:30], lambda data: data[:-5] + b"wrong"])
def test_a_damaged_part_is_none_and_the_one_before_it_stays(damage: Callable[[bytes], bytes]) -> None:
    first = cache.part(b"the first part")
    cache.write_parts("code-ab12", damage(first + cache.part(b"the last part")))
    parts = cache.read_parts("code-ab12")
    assert parts is not None
    assert bytes(cache.in_part(parts) or b"") == b"the first part"
    assert cache.in_part(parts, len(first)) is None
    assert cache.in_part(parts, 1000) is None


def test_without_parts_there_are_none() -> None:
    assert cache.read_parts("code-ab12") is None
    cache.write_parts("code-ab12", b"")
    assert cache.read_parts("code-ab12") is None


def test_what_comes_with_the_package_is_found_and_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cache.write("code-ab12", "worked out")
    made = next(entry.path for entry in cache.entries(cache.root() or tmp_path))
    made.rename(tmp_path / made.name)
    assert cache.read("code-ab12") is None
    monkeypatch.setattr(cache, "READY", tmp_path)
    os.utime(tmp_path / made.name, (0, 0))
    assert cache.read("code-ab12") == "worked out"
    assert (tmp_path / made.name).stat().st_mtime == 0
    cache.write("code-ab12", "anew")
    assert cache.read("code-ab12") == "anew"


def test_rules_made_ready_in_one_place_are_found_in_another(
    monkeypatch: pytest.MonkeyPatch, small_rules: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere" / "rules"
    shutil.copytree(small_rules, moved)
    here = ruleset.load()
    monkeypatch.setattr(ruleset, "shipped", lambda: moved)
    monkeypatch.setattr(ruleset, "build", None)  # what is kept must do
    assert ruleset.load() == here
    assert {rule.origin for rule in here.rules} == {
        path.relative_to(moved.parent).as_posix() for path in ruleset.files(moved)
    }


def test_a_text_that_trips_up_a_rule_is_told_and_the_others_are_checked(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril.\n")
    (tmp_path / "b.txt").write_text("Trips it up.\n")
    (tmp_path / "c.txt").write_text("Bosom peril.\n")
    check = Engine.check

    def trip(self: Engine, document: Document) -> list[Finding]:
        if document.source.path == "b.txt":
            raise IndexError("out of range\x1b[2J")
        return check(self, document)

    monkeypatch.setattr(Engine, "check", trip)
    status, out, err = run("check", "a.txt", "b.txt", "c.txt", "--jobs", "1", "--quiet")
    assert status == 2
    assert [line.partition(":")[0] for line in out.splitlines()] == ["a.txt", "c.txt"]
    assert err.startswith("malaprop: b.txt: not checked, by a fault of Malaprop; please report it: IndexError: out of")
    assert "\x1b" not in err
    assert "test_batch.py" in err


def test_rules_that_came_with_the_package_are_not_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    expected = ruleset.load()
    assert cache.brought("rules-") is None
    monkeypatch.setattr(cache, "READY", tmp_path)
    for entry in list(cache.entries(cache.root() or tmp_path)):
        if entry.path.name.startswith(("rules-", "code-")):
            entry.path.rename(tmp_path / entry.path.name)
    monkeypatch.setattr(ruleset, "_listed", None)
    assert ruleset.load() == expected


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_locked_folder_keeps_nothing_and_is_no_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril.\n")
    expected = run("check", "a.txt", "--no-cache")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refuse)
    assert run("check", "a.txt") == expected
    assert list(cache.entries(tmp_path)) == []


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (cache.ENV_FOLDER, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert cache.folder() is None
    cache.write("result-ab12", 1)
    assert cache.read("result-ab12") is None


def test_another_version_finds_nothing_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write("result-ab12", 1)
    monkeypatch.setattr(cache, "__version__", "99.0")
    assert cache.read("result-ab12") is None


def test_what_was_used_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    top = Path(os.environ[cache.ENV_FOLDER])
    cache.write("result-0001", "x" * 1000)
    monkeypatch.setattr(cache, "__version__", "99.0")
    for number in range(2, 6):
        cache.write(f"result-000{number}", "x" * 1000)
    for path in top.rglob("result-*"):
        os.utime(path, (0, int(path.name[-1])))
    assert cache.read("result-0003") == "x" * 1000  # used: now it is new
    assert cache.sweep(top, 3500) == 2
    assert sorted(entry.path.name for entry in cache.entries(top)) == ["result-0003", "result-0004", "result-0005"]
    assert len([path for path in top.iterdir() if path.is_dir()]) == 1


def test_the_cache_keeps_its_bound_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 20_000)
    monkeypatch.setattr(cache, "_SWEEP_EVERY", 10)
    for number in range(100):
        cache.write(f"result-{number:04x}", "x" * 1000)
    top = Path(os.environ[cache.ENV_FOLDER])
    assert sum(entry.size for entry in cache.entries(top)) <= 20_000 + 10 * 1100
    assert cache.read("result-0063") == "x" * 1000


def test_a_result_depends_on_text_sidecar_path_and_rules(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril.\n")
    assert run("check", "a.txt", "--quiet").status == 1
    beside = tmp_path / "a.txt.malaprop"
    beside.write_text('[[ignore]]\nrule = "bosom-peril"\n')
    assert run("check", "a.txt", "--quiet").status == 0
    beside.unlink()
    assert run("check", "a.txt", "--quiet").status == 1
    (tmp_path / "malaprop.toml").write_text("allow = ['bosom peril']\n")
    assert run("check", "a.txt", "--quiet").status == 0
    (tmp_path / "malaprop.toml").write_text("[rule.bosom-peril]\nseverity = 'suggestion'\n")
    assert run("check", "a.txt", "--quiet").status == 0
    assert run("check", "a.txt", "--quiet", "--fail-on", "suggestion").status == 1
