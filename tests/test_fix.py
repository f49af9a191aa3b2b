"""Fixes: what is put in, what a file keeps, and that a file is never left half written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeEngine, Run, check, rule_text
from hypothesis import given
from hypothesis import strategies as st

from checker import fix
from checker.engine import Engine
from checker.rulefile import read
from checker.ruleset import RuleSet, share
from checker.source import Source

COMMA = "id: comma\ntype: pattern\npatterns: [',,']\nfix: ','\nautofix: true"
VERY = "id: very\ntype: pattern\npatterns: ['very unique']\nfix: unique"
GONE = "id: gone\ntype: pattern\npatterns: ['\\bzap\\b', 'Read more[.]']\nfix: ''\nautofix: true"


def mend(engine: Engine, text: str, *, suggested: bool = False) -> tuple[str, int]:
    return fix.fixed(Source(text, "text.txt"), lambda source: check(engine, source.text), suggested=suggested)


@pytest.mark.parametrize(
    ("text", "safe", "suggested"),
    [
        ("One,, two.", "One, two.", "One, two."),
        ("One,,, two,,,, three.", "One, two, three.", "One, two, three."),
        ("A very unique,, day.", "A very unique, day.", "A unique, day."),
        ("The zap end.", "The end.", "The end."),
        ("The zap, end.", "The, end.", "The, end."),
        ("zap The end.", "The end.", "The end."),
        ("The (zap end).", "The (end).", "The (end)."),
        ("The end\n\nRead more.\n\nMore.", "The end\n\n\nMore.", "The end\n\n\nMore."),
        ("Nothing here.", "Nothing here.", "Nothing here."),
    ],
)
def test_safe_fixes_are_put_in_and_others_on_request(
    make_engine: MakeEngine, text: str, safe: str, suggested: str
) -> None:
    engine = make_engine(COMMA, VERY, GONE)
    assert mend(engine, text)[0] == safe
    assert mend(engine, text, suggested=True)[0] == suggested


def test_of_overlapping_fixes_the_earlier_goes_first_and_the_other_has_its_turn(make_engine: MakeEngine) -> None:
    first = "id: first\ntype: pattern\npatterns: ['aa bb']\nfix: 'aa cc'\nautofix: true"
    second = "id: second\ntype: pattern\npatterns: ['bb dd']\nfix: 'ee'\nautofix: true"
    third = "id: third\ntype: pattern\npatterns: ['cc dd']\nfix: 'ff'\nautofix: true"
    engine = make_engine(first, second, third)
    assert mend(engine, "Now aa bb dd.") == ("Now aa ff.", 2)


def test_two_rules_that_undo_each_other_end(make_engine: MakeEngine) -> None:
    one = "id: one\ntype: pattern\npatterns: ['zip']\nfix: zap\nautofix: true"
    two = "id: two\ntype: pattern\npatterns: ['zap']\nfix: zip\nautofix: true"
    assert mend(make_engine(one, two), "A zip.") == ("A zap.", 1)


def test_a_fix_that_grows_ends(make_engine: MakeEngine) -> None:
    grows = "id: grows\ntype: pattern\npatterns: ['zap']\nfix: 'zap zap'\nautofix: true"
    text, count = mend(make_engine(grows), "A zap.")
    assert (text.count("zap"), count) == (128, 127)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("rules") / "trials"
    folder.mkdir()
    rules = []
    for body in (COMMA, VERY, GONE):
        path = folder / f"{body.splitlines()[0].removeprefix('id: ')}.yaml"
        path.write_text(rule_text(body))
        rules.append(read(path, "trials", path.name).rule)
    return Engine(RuleSet(tuple(sorted(rules)), share(rules)), sorted(rules))


@given(st.lists(st.sampled_from([",", "zap", " ", "very unique", "\n", "\r\n", "a", ".", "(", "Read more.", "\u2028"])))
def test_what_is_fixed_stays_fixed(engine: Engine, parts: list[str]) -> None:
    text, _ = mend(engine, "".join(parts), suggested=True)
    assert mend(engine, text, suggested=True) == (text, 0)


# --- patches ---------------------------------------------------------------------------------------------

TEXT = "One.\n\nTwo,, three.\tTab.\n\nFour\u2028five.\x0bsix\n\nSeven,, eight.\n\nNine.\n\n\nTen,, end."


@pytest.mark.parametrize(
    "name", ["a.txt", "with blank.txt", "tab\tname.txt", 'quo"te.txt', "ümlaut.txt", "back\\slash.txt", "sub/x y.md"]
)
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(TEXT, "utf-8"), (TEXT.replace("\n", "\r\n"), "utf-8"), (TEXT + "\n", "utf-8-sig"),
     ("Café,, naïve façade à la carte.\n", "latin-1"), ("A,, b\rc,, d\r\n", "utf-8")],
)  # fmt: skip
def test_a_patch_gives_the_same_file_as_the_fix(run: Run, tmp_path: Path, name: str, text: str, encoding: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    data = text.encode(encoding)
    arguments = ("check", name, "--select", "doubled-comma", "--quiet")
    patches = []
    for absolute in (False, True):
        path.write_bytes(data)
        ran = subprocess.run(
            [sys.executable, "-c", PATCH, *arguments, "--diff-fixes"] if not absolute else
            [sys.executable, "-c", PATCH, "check", str(path), *arguments[2:], "--diff-fixes"],
            cwd=tmp_path, capture_output=True, check=False, env={**HERE, "RULES": str(RULES[0])},
        )  # fmt: skip
        assert (ran.returncode, path.read_bytes()) == (1, data), ran.stderr.decode()
        patches.append(ran.stdout)
    assert patches[0] == patches[1]
    run(*arguments, "--fix")
    fixed = path.read_bytes()
    assert fixed == text.replace(",,", ",").encode(encoding)
    (tmp_path / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    path.write_bytes(data)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patches[0], check=True)
    assert path.read_bytes() == fixed
    path.write_bytes(data)
    subprocess.run(["patch", "-p1", "--binary", "-s"], cwd=tmp_path, input=patches[0], check=True)
    assert path.read_bytes() == fixed


HERE: dict[str, str] = {**os.environ, "PYTHONPATH": str(Path(fix.__file__).parents[1])}
RULES: list[Path] = []
PATCH = """
import os, pathlib, sys
from checker import ruleset
ruleset.shipped = lambda: pathlib.Path(os.environ["RULES"])
from checker.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def _rules_for_processes(small_rules: Path) -> None:
    RULES[:] = [small_rules]


def test_a_patch_is_all_that_is_printed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One,, bosom peril.\n")
    ran = run("check", "a.txt", "--select", "doubled-comma,bosom-peril", "--diff-fixes")
    assert ran == (1, "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-One,, bosom peril.\n+One, bosom peril.\n",
                   "malaprop: 1 error, 1 warning in 1 file\n")  # fmt: skip
    ran = run("check", "a.txt", "--select", "doubled-comma,bosom-peril", "--diff-fixes", "--suggested")
    assert "+One, breast cancer.\n" in ran.out


def test_there_is_no_patch_of_utf16_but_a_note(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("One,, two.\n".encode("utf-16"))
    assert run("check", "a.txt", "--select", "doubled-comma", "--diff-fixes", "--quiet") == (
        1, "", "malaprop: a.txt: note: 1 fixes; there are no patches of utf-16-le, but --fix works\n"
    )  # fmt: skip


# --- what a file keeps -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "before", "after"),
    [
        ("utf-8", "“One,, two.”\r\nThree,, four.\r\n", "“One, two.”\r\nThree, four.\r\n"),
        ("utf-8-sig", "One,, two.", "One, two."),
        ("utf-16", "“One,, two.”\n", "“One, two.”\n"),
        ("utf-16-be", "\ufeffOne,, two.\r\n", "\ufeffOne, two.\r\n"),
        ("utf-32", "One,, two.\n", "One, two.\n"),
        ("latin-1", "Café,, two.\n", "Café, two.\n"),
        ("cp1252", "“Café,, two”.\n", "“Café, two”.\n"),
        ("utf-8", "One,, two.\rThree.\r", "One, two.\rThree.\r"),
    ],
)
def test_a_file_keeps_its_encoding_its_mark_and_its_line_ends(
    run: Run, tmp_path: Path, encoding: str, before: str, after: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(before.encode(encoding))
    run("check", "a.txt", "--select", "doubled-comma", "--fix")
    assert path.read_bytes() == after.encode(encoding)


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o444])
def test_a_file_keeps_its_mode_and_a_link_stays_one(run: Run, tmp_path: Path, mode: int) -> None:
    (tmp_path / "sub").mkdir()
    real = tmp_path / "sub" / "real.txt"
    real.write_text("One,, two.\n")
    real.chmod(mode)
    (tmp_path / "a.txt").symlink_to("sub/real.txt")
    assert run("check", "a.txt", "--select", "doubled-comma", "--fix") == (
        0, "", "malaprop: a.txt: 1 fix put in\nmalaprop: nothing to report in 1 file\n"
    )  # fmt: skip
    assert ((tmp_path / "a.txt").is_symlink(), real.read_text(), real.stat().st_mode & 0o7777) == (
        True, "One, two.\n", mode
    )  # fmt: skip
    assert sorted(path.name for path in tmp_path.rglob("*.txt*")) == ["a.txt", "real.txt"]


def test_a_file_without_fixes_is_not_touched(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Fine.\n")
    before = path.stat()
    run("check", "a.txt", "--fix")
    assert path.stat() == before


def test_what_cant_be_written_back_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    broken = "One,, two. “Three”.\n".encode() + b"caf\xe9\n"
    (tmp_path / "a.txt").write_bytes(broken)
    ran = run("check", "a.txt", "--select", "doubled-comma", "--fix", "--quiet")
    assert (ran.status, ran.err.splitlines()[0]) == (2, "malaprop: a.txt: is not valid utf-8; nothing was fixed")
    assert (tmp_path / "a.txt").read_bytes() == broken
    (tmp_path / "malaprop.toml").write_text("[rule.bosom-peril]\nmap = {'bosom peril' = 'čancer'}\n")
    latin = "Café: bosom peril.\n".encode("latin-1")
    (tmp_path / "a.txt").write_bytes(latin)
    assert run("check", "a.txt", "--fix", "--suggested", "--quiet").err.splitlines()[0] == (
        "malaprop: a.txt: a fix can't be written in charmap; nothing was fixed"
    )
    assert (tmp_path / "a.txt").read_bytes() == latin


def test_other_formats_are_left_alone_with_a_note(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>One,, two.</p>")
    assert run("check", "a.html", "--select", "doubled-comma", "--fix", "--quiet") == (
        1, "a.html:1:7: warning Two commas. [doubled-comma]\n",
        "malaprop: a.html: note: fixes are put into plain text and Markdown only\n",
    )  # fmt: skip


def test_a_baseline_and_suppressions_keep_fixes_out(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("One,, two.\n")
    run("baseline", "write", "a.md", "--preview")
    text = "One,, two.\n\nThree,, four.\n\nFive,, six. <!-- malaprop-ignore doubled-comma -->\n"
    path.write_text(text)
    run("check", "a.md", "--preview", "--fix", "--baseline", "malaprop-baseline.jsonl")
    assert path.read_text() == text.replace("Three,,", "Three,")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-", "--fix"], "fixes are put into files, not into standard input"),
        (["-", "--diff-fixes"], "fixes are put into files, not into standard input"),
        (["a.txt", "--suggested"], "--suggested goes with --fix or --diff-fixes"),
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, arguments: list[str], message: str) -> None:
    assert run("check", *arguments) == (2, "", f"malaprop: {message}\n")


# --- what may go wrong -----------------------------------------------------------------------------------


def test_in_a_folder_that_cant_be_written_it_is_one_line_and_the_rest_is_fixed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("locked", "open"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("One,, two.\n")
    make = tempfile.mkstemp

    def refuse(**where: Any) -> tuple[int, str]:
        if "locked" in str(where["dir"]):
            raise PermissionError(13, "Permission denied")
        return make(**where)

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert run("check", "locked", "open", "--select", "doubled-comma", "--fix", "--quiet") == (
        2, "", "malaprop: locked/a.txt: cannot be fixed: Permission denied\nmalaprop: open/a.txt: 1 fix put in\n"
    )  # fmt: skip


def test_a_replacement_that_fails_leaves_the_old_file_and_nothing_else(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("One,, two.\n")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    ran = run("check", "a.txt", "--select", "doubled-comma", "--fix", "--quiet", "--no-cache")
    assert ran == (2, "", "malaprop: a.txt: cannot be fixed: No space left on device\n")
    assert (tmp_path / "a.txt").read_text() == "One,, two.\n"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.txt"]


def test_a_file_that_changes_meanwhile_is_left_alone(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("One,, two.\n")
    mended = fix.fixed

    def edit(*arguments: Any, **options: Any) -> tuple[str, int]:
        (tmp_path / "a.txt").write_text("Edited,, meanwhile.\n")
        return mended(*arguments, **options)

    monkeypatch.setattr(fix, "fixed", edit)
    ran = run("check", "a.txt", "--select", "doubled-comma", "--fix", "--quiet")
    assert (ran.status, ran.err) == (2, "malaprop: a.txt: changed while it was read; nothing was fixed\n")
    assert (tmp_path / "a.txt").read_text() == "Edited,, meanwhile.\n"


def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    old, new = b"a" * 3_000_000, b"b" * 3_000_000
    code = textwrap.dedent(f"""
        from pathlib import Path
        from checker import fix
        print("ready", flush=True)
        while True:
            fix.write(Path({str(path)!r}), b"b" * 3_000_000)
            fix.write(Path({str(path)!r}), b"a" * 3_000_000)
    """)
    chance = random.Random(7)
    path.write_bytes(old)
    for _ in range(20):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=HERE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
        assert path.read_bytes() in {old, new}
