"""Configuration: which files hold, how they are merged, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import ruleset
from checker.config import PRESETS, Config, for_file, named_at
from checker.fileerror import FileError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    return tmp_path


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(project: Path) -> None:
    assert for_file(project / "a.txt") == Config()


def test_the_nearer_file_wins_key_by_key(project: Path) -> None:
    put(project / "malaprop.toml", 'select = ["a"]\nfail-on = "error"\n')
    put(project / "sub" / "malaprop.toml", 'select = ["b"]\npreview = true\n')
    found = for_file(project / "sub" / "x.txt")
    assert (found.select, found.fail_on, found.preview) == (("b",), "error", True)
    assert for_file(project / "x.txt").select == ("a",)
    assert found.origins == {
        "select": f"{project.as_posix()}/sub/malaprop.toml:1",
        "fail-on": f"{project.as_posix()}/malaprop.toml:2",
        "preview": f"{project.as_posix()}/sub/malaprop.toml:2",
    }


def test_nothing_above_the_repository_holds(project: Path) -> None:
    put(project / "malaprop.toml", "preview = true\n")
    (project / "sub" / ".git").mkdir()
    assert not for_file(project / "sub" / "x.txt").preview


def test_nothing_above_a_root_file_holds(project: Path) -> None:
    put(project / "malaprop.toml", "preview = true\n")
    put(project / "sub" / "malaprop.toml", 'root = true\nselect = ["b"]\n')
    assert for_file(project / "sub" / "x.txt") == Config(
        select=("b",), origins={"root": f"{project.as_posix()}/sub/malaprop.toml:1",
                                "select": f"{project.as_posix()}/sub/malaprop.toml:2"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["[tool.malaprop]\npreview = true\n", "[tool]\nmalaprop = {preview = true}\n", "tool.malaprop.preview = true\n",
     "\ufeff[project]\nname = 'x'\n[tool.malaprop]\r\npreview = true\r\n"],
)  # fmt: skip
def test_a_table_in_pyproject_is_a_configuration(project: Path, text: str) -> None:
    put(project / "pyproject.toml", text)
    assert for_file(project / "x.txt").preview


def test_a_pyproject_without_the_table_is_none(project: Path) -> None:
    put(project / "pyproject.toml", "[tool.other]\npreview = 1\n[project]\ndependencies = ['malaprop']\n")
    assert for_file(project / "x.txt") == Config()


def test_a_malaprop_toml_goes_before_a_pyproject_beside_it(project: Path) -> None:
    put(project / "pyproject.toml", "[tool.malaprop]\nfail-on = 'never'\n")
    put(project / "malaprop.toml", "fail-on = 'error'\n")
    assert for_file(project / "x.txt").fail_on == "error"


# --- lists -----------------------------------------------------------------------------------------------


def test_a_list_replaces_the_one_above_and_extend_adds_to_it(project: Path) -> None:
    put(project / "malaprop.toml", 'ignore = ["a"]\nallow = ["x"]\n')
    put(project / "sub" / "malaprop.toml", 'extend-ignore = ["b"]\nallow = ["y"]\n')
    found = for_file(project / "sub" / "x.txt")
    assert (found.ignore, found.allow) == (("a", "b"), ("y",))
    assert found.origins["ignore"] == (
        f"{project.as_posix()}/malaprop.toml:1, {project.as_posix()}/sub/malaprop.toml:1"
    )


@pytest.mark.parametrize("text", ['extend-ignore = ["b"]\nignore = ["a"]\n', 'ignore = ["a"]\nextend-ignore = ["b"]\n'])
def test_the_order_in_a_file_makes_no_difference(project: Path, text: str) -> None:
    put(project / "malaprop.toml", text)
    assert for_file(project / "x.txt").ignore == ("a", "b")


def test_extending_nothing_is_a_list_but_a_selection_stays_beside_the_default(project: Path) -> None:
    put(project / "malaprop.toml", 'extend-ignore = ["a"]\nextend-select = ["b"]\n')
    put(project / "sub" / "malaprop.toml", 'extend-ignore = ["c"]\nextend-select = ["d"]\n')
    found = for_file(project / "sub" / "x.txt")
    assert (found.ignore, found.select, found.extend_select) == (("a", "c"), (), ("b", "d"))


def test_a_selection_takes_up_what_extends_it(project: Path) -> None:
    put(project / "malaprop.toml", 'select = ["a"]\n')
    put(project / "sub" / "malaprop.toml", 'extend-select = ["d"]\n')
    found = for_file(project / "sub" / "x.txt")
    assert (found.select, found.extend_select) == (("a", "d"), ())


def test_paths_are_relative_to_the_file_that_names_them(project: Path) -> None:
    put(project / "malaprop.toml", 'rules = ["style"]\nbaseline = "old.json"\nexclude = ["/a"]\n')
    put(project / "sub" / "malaprop.toml", 'extend-exclude = ["b"]\n')
    found = for_file(project / "sub" / "x.txt")
    top = project.as_posix()
    assert (found.rules, found.baseline) == ((f"{top}/style",), f"{top}/old.json")
    assert found.exclude == ((top, "/a"), (f"{top}/sub", "b"))


# --- extends, presets, overrides, rules ------------------------------------------------------------------


def test_a_file_goes_over_those_that_it_extends(project: Path) -> None:
    put(project / "base.toml", 'fail-on = "never"\npreview = true\nignore = ["a"]\n')
    put(project / "malaprop.toml", 'extends = ["base.toml"]\nfail-on = "error"\nextend-ignore = ["b"]\n')
    found = for_file(project / "x.txt")
    assert (found.fail_on, found.preview, found.ignore) == ("error", True, ("a", "b"))


def test_a_preset_lies_under_the_file_that_names_it(project: Path) -> None:
    put(project / "malaprop.toml", 'preset = "news"\n[rule.sentence-too-long]\nmax = 40\n')
    found = for_file(project / "x.txt")
    assert (found.fail_on, found.origins["fail-on"]) == ("warning", "preset news")
    assert found.rule == (("sentence-too-long", (("max", 40),)),)


def test_every_preset_names_rules_and_categories_that_ship() -> None:
    rules = ruleset.load().rules
    known = {name for rule in rules for name in (rule.id, rule.category)}
    for preset in PRESETS.values():
        assert set(preset.get("ignore", ())) | set(preset.get("rule", ())) <= known


def test_overrides_hold_for_the_files_that_they_match(project: Path) -> None:
    put(
        project / "malaprop.toml",
        """\
ignore = ["a"]
[per-file-ignores]
"sub/*.md" = ["b"]
[[overrides]]
files = ["*.txt", "!keep.txt"]
fail-on = "never"
extend-ignore = ["c"]
""",
    )
    assert for_file(project / "sub" / "x.md").ignore == ("a", "b")
    assert for_file(project / "x.md").ignore == ("a",)
    assert (for_file(project / "x.txt").ignore, for_file(project / "x.txt").fail_on) == (("a", "c"), "never")
    assert for_file(project / "keep.txt").fail_on == "warning"


def test_rules_are_merged_setting_by_setting(project: Path) -> None:
    put(project / "malaprop.toml", "[rule.x]\nseverity = 'off'\nmax = 3\n[rule.y]\nmap = {a = 'b'}\n")
    put(project / "sub" / "malaprop.toml", "[rule.x]\nallow = ['z']\nmax = 4\n")
    found = for_file(project / "sub" / "x.txt")
    assert found.rule == (
        ("x", (("allow", ("z",)), ("max", 4), ("severity", "off"))), ("y", (("map", {"a": "b"}),)),
    )  # fmt: skip


# --- what is wrong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("preview = true\nselct = ['a']", "2:1: unknown key 'selct' (did you mean 'select'?)"),
        ("  'fail on' = 1", "1:4: unknown key 'fail on' (did you mean 'fail-on'?)"),
        ("select = 'a'", "1:1: 'select' is a list of strings"),
        ("ignore = [1]", "1:1: 'ignore' is a list of strings"),
        ("preview = 1", "1:1: 'preview' is true or false"),
        ("fail-on = 'fatal'", "1:1: 'fail-on' is one of suggestion, warning, error, never"),
        ("preset = 'poetry'", "1:1: 'preset' is one of news, docs, academic"),
        ("rule = 1", "1:1: 'rule' is a table"),
        ("[rule]\nx = 1", "2:1: 'rule.x' is a table"),
        ("[rule.x]\nseverity = 'fatal'", "2:1: 'severity' is one of suggestion, warning, error, off"),
        ("[rule.x]\nallow = 'a'", "2:1: 'allow' is a list of strings"),
        ("[per-file-ignores]\n'*.md' = 'a'", "2:2: 'per-file-ignores' gives a list of strings for each glob"),
        ("[[overrides]]\npreview = true", "1:3: an override has 'files', a list of globs, and what holds for them"),
        ("[[overrides]]\nfiles = ['a']\nrules = ['b']", "3:1: unknown key 'rules' (did you mean 'rule'?)"),
        ("extends = ['missing.toml']", "1:12: 'missing.toml' is not a file"),
        ("extends = ['malaprop.toml']", "1:12: a file can't extend itself"),
        ("preview = true\na = ", "2:1: not TOML: Invalid value"),
        ("a = 'x", '1:1: not TOML: Expected "\'"'),
        ("[a]\n[a]", "2:3: not TOML: Cannot declare ('a',) twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(project: Path, text: str, message: str) -> None:
    path = put(project / "malaprop.toml", text)
    with pytest.raises(FileError) as caught:
        for_file(project / "x.txt")
    assert str(caught.value) == f"{path.as_posix()}:{message}"


def test_files_cant_extend_each_other_in_a_ring(project: Path) -> None:
    put(project / "malaprop.toml", "extends = ['a.toml']")
    put(project / "a.toml", "extends = ['b.toml']")
    put(project / "b.toml", "extends = ['a.toml']")
    with pytest.raises(FileError, match=r"b\.toml:1:12: a file can't extend itself$"):
        for_file(project / "x.txt")


@pytest.mark.parametrize("text", ["tool = 3\n# malaprop", "[tool]\nmalaprop = 3"])
def test_a_pyproject_that_makes_no_sense_is_no_crash(project: Path, text: str) -> None:
    put(project / "pyproject.toml", text)
    if "tool]" in text:
        with pytest.raises(FileError, match=r"pyproject\.toml:2:1: 'tool\.malaprop' is a table$"):
            for_file(project / "x.txt")
    else:
        assert for_file(project / "x.txt") == Config()


def test_a_file_that_is_not_utf8_is_an_error(project: Path) -> None:
    (project / "malaprop.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(FileError, match=r"malaprop\.toml:1:1: cannot be read: 'utf-8' codec"):
        for_file(project / "x.txt")


# --- places, and what holds nearer -----------------------------------------------------------------------


def test_the_line_is_that_of_our_own_table(project: Path) -> None:
    path = put(project / "pyproject.toml", "[tool.ruff]\nignore = ['a']\n[tool.malaprop]\nignore = 'a'\n")
    with pytest.raises(FileError) as caught:
        for_file(project / "x.txt")
    assert str(caught.value) == f"{path.as_posix()}:4:1: 'ignore' is a list of strings"


def test_the_line_is_that_of_the_rule_or_override_meant(project: Path) -> None:
    path = put(
        project / "malaprop.toml",
        """\
[rule.x]
severity = "error"
[rule.y]
severity = "fatal"
""",
    )
    with pytest.raises(FileError, match=r":4:1: 'severity' is one of"):
        for_file(project / "x.txt")
    put(path, "[[overrides]]\nfiles = ['a']\nignore = []\n[[overrides]]\nfiles = ['b']\nignor = []\n")
    with pytest.raises(FileError, match=r":6:1: unknown key 'ignor' \(did you mean 'ignore'\?\)$"):
        for_file(project / "sub" / "x.txt")


@pytest.mark.parametrize(
    ("text", "place"),
    [("exclude = ['a', '!']", "1:1"), ("[per-file-ignores]\n'a\\' = ['x']", "2:2"),
     ("[[overrides]]\nfiles = ['!']", "2:1")],
)  # fmt: skip
def test_a_glob_that_is_none_is_an_error(project: Path, text: str, place: str) -> None:
    put(project / "malaprop.toml", text)
    with pytest.raises(FileError, match=rf":{place}: '.*' is no glob: Invalid git pattern"):
        for_file(project / "x.txt")


def test_an_inner_file_goes_over_the_overrides_of_an_outer_one(project: Path) -> None:
    put(project / "malaprop.toml", "[[overrides]]\nfiles = ['sub/**']\nfail-on = 'never'\npreview = true\n")
    put(project / "sub" / "malaprop.toml", "fail-on = 'error'\n")
    found = for_file(project / "sub" / "x.txt")
    assert (found.fail_on, found.preview) == ("error", True)


def test_a_file_that_is_extended_does_not_end_the_search(project: Path) -> None:
    put(project / "base.toml", "root = true\nfail-on = 'error'\n")
    put(project / "malaprop.toml", "preview = true\n")
    put(project / "sub" / "malaprop.toml", "extends = ['../base.toml']\n")
    found = for_file(project / "sub" / "x.txt")
    assert (found.fail_on, found.preview) == ("error", True)


def test_of_a_merged_list_the_place_of_an_item_is_known(project: Path) -> None:
    outer = put(project / "malaprop.toml", "preview = true\nignore = [\n  'a',\n  'b',\n]\n")
    put(project / "sub" / "malaprop.toml", "extend-ignore = ['c']\n")
    origin = for_file(project / "sub" / "x.txt").origins["ignore"]
    assert named_at(origin, "b") == f"{outer.as_posix()}:4"
    assert named_at(origin, "c") == f"{project.as_posix()}/sub/malaprop.toml:1"
