"""`config`, `init`, `test` and `cache`: what they print, and what they say of bad input."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import SMALL_RULES, Run

from checker import config, ruleset, tomlfile
from checker.cli import main
from checker.commands.init import TEMPLATE

# --- config ----------------------------------------------------------------------------------------------


def test_config_shows_each_value_and_where_it_was_set(run: Run, tmp_path: Path) -> None:
    (tmp_path / "malaprop.toml").write_text(
        "preset = 'news'\nallow = ['Klink']\n[rule.very-unique]\nseverity = 'off'\n"
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "pyproject.toml").write_text("[tool.malaprop]\nextend-allow = ['Schultz']\n")
    top = tmp_path.as_posix()
    shown = json.loads(run("config", "sub/not-there.txt", "--format", "json").out)
    assert {key: (row["value"], row["origin"]) for key, row in shown.items() if row["origin"] != "default"} == {
        "fail-on": ("warning", "preset news"),
        "allow": (["Klink", "Schultz"], f"{top}/malaprop.toml:2, {top}/sub/pyproject.toml:2"),
        "rule.very-unique.severity": ("off", f"{top}/malaprop.toml:4"),
    }
    assert f'rule.very-unique.severity  "off"                     {top}/malaprop.toml:4' in run("config", "x.txt").out


def test_config_says_what_is_wrong_with_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "malaprop.toml").write_text("\nselct = []\n")
    assert run("config", "x.txt") == (
        2, "", f"malaprop: {tmp_path.as_posix()}/malaprop.toml:2:1: unknown key 'selct' (did you mean 'select'?)\n"
    )  # fmt: skip


def test_a_rule_that_is_named_and_not_changed_must_be_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "malaprop.toml").write_text("[rule.very-uniqe]\n")
    (tmp_path / "a.txt").write_text("Fine.\n")
    message = f"{tmp_path.as_posix()}/malaprop.toml:1:1: no rule 'very-uniqe' (did you mean 'very-unique'?)"
    assert run("check", "a.txt", "--quiet") == (2, "", f"malaprop: {message}\n")


def test_a_rule_that_is_unknown_in_a_merged_list_is_told_at_its_own_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "malaprop.toml").write_text("ignore = [\n  'signs',\n  'wordin',\n]\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "malaprop.toml").write_text("extend-ignore = ['very-unique']\n")
    (tmp_path / "sub" / "a.txt").write_text("Fine.\n")
    message = f"{tmp_path.as_posix()}/malaprop.toml:3:1: no rule or category 'wordin' (did you mean 'wording'?)"
    assert run("check", "sub", "--quiet").err == f"malaprop: {message}\n"


# --- init ------------------------------------------------------------------------------------------------


def test_every_line_of_the_written_configuration_is_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    lines = [line.removeprefix("# ") if " = " in line else line for line in TEMPLATE.split("\n")]
    (tmp_path / "malaprop.toml").write_text("\n".join(lines))
    (tmp_path / "style" / "rules").mkdir(parents=True)
    (tmp_path / "style" / "rules" / "very-unique-zz.yaml").write_text(
        SMALL_RULES["wording/very-unique.yaml"].lstrip().replace("id: very-unique", "id: very-unique-zz")
    )
    found = config.for_file(tmp_path / "a.txt")
    written = tomlfile.loads("\n".join(lines), "malaprop.toml").value
    assert set(found.origins) == set(written)
    assert set(written) >= {"select", "ignore", "preview", "fail-on", "exclude", "rules"}
    rules = ruleset.load([Path(some) for some in found.rules]).rules
    known = {name for rule in rules for name in (rule.id, rule.category)}
    assert set(found.select) | set(found.ignore) <= known
    assert main(["test", "--own"]) == 0
    assert capsys.readouterr().err == "1 rules, 4 examples, 0 failures\n"


def test_init_in_a_folder_that_cant_be_written_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    assert run("init") == (2, "", "malaprop: malaprop.toml: cannot be written: Permission denied\n")


# --- test ------------------------------------------------------------------------------------------------


def test_own_rules_are_tested_and_without_any_there_is_nothing_to_do(run: Run, tmp_path: Path) -> None:
    assert run("test", "--own") == (0, "", "0 rules, 0 examples, 0 failures\n")
    (tmp_path / "style").mkdir()
    (tmp_path / "malaprop.toml").write_text("rules = ['style']\n")
    own = tmp_path / "style" / "own-rule.yaml"
    text = SMALL_RULES["wording/very-unique.yaml"].lstrip().replace("id: very-unique", "id: own-rule")
    own.write_text(text)
    assert run("test", "--own") == (0, "", "1 rules, 4 examples, 0 failures\n")
    own.write_text(text.replace('"A unique chance."', '"A very unique chance."'))
    ran = run("test", "--own")
    assert (ran.status, ran.out.partition(" ")[0], ran.err) == (
        1, f"{own.as_posix()}:12:10:", "1 rules, 4 examples, 1 failure\n"
    )  # fmt: skip
    own.write_text(text.replace("severity", "severty"))
    message = f"{own.as_posix()}:4:1: unknown key 'severty' (did you mean 'severity'?)"
    assert run("test", "--own").out.startswith(message)


def test_a_folder_of_rules_that_is_not_there_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "malaprop.toml").write_text("rules = ['style']\n")
    assert run("test", "--own") == (2, "", f"malaprop: {tmp_path.as_posix()}/style: no rule file here\n")


# --- cache -----------------------------------------------------------------------------------------------


def test_the_cache_is_shown_and_cleared(run: Run, tmp_path: Path) -> None:
    top = os.environ["MALAPROP_CACHE_DIR"]
    (tmp_path / "a.txt").write_text("Bosom peril.\n")
    first = run("check", "a.txt")
    kept = sum(path.is_file() for path in Path(top).rglob("*-*"))
    assert kept > 1  # the rules and the result, and whatever else makes the next run quicker
    assert run("cache").out.startswith(f"{top}: {kept} entries, ")
    assert run("cache", "clear") == (0, f"{top}: {kept} entries removed\n", "")
    assert run("cache").out == f"{top}: 0 entries, 0.0 MB\n"
    assert run("check", "a.txt") == first


def test_clearing_leaves_alone_what_is_not_ours(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALAPROP_CACHE_DIR", str(tmp_path))
    (tmp_path / "a.txt").write_text("Bosom peril.\n")
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "result-00").write_text("mine")
    run("check", "a.txt")
    version = next(path for path in tmp_path.iterdir() if "cpython" in path.name)
    (version / "mine.txt").write_text("mine")
    run("cache", "clear")
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if ".git" not in path.parts} == {
        "a.txt", "ab", "ab/result-00", "swept", version.name, f"{version.name}/mine.txt"
    }  # fmt: skip


def test_without_a_cache_there_is_nothing_to_clear(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALAPROP_NO_CACHE", "1")
    assert run("cache", "clear") == (0, "the cache is off\n", "")
