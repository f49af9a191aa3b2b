"""The command line: every exit status, what is printed where, and every kind of bad input."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest
from conftest import SMALL_RULES, Run, rule_text

from checker import __version__
from checker.checks import TYPES
from checker.commands import check as check_command

BAD = "It was bosom peril.\n"
MILD = "It was very unique.\n"
CLEAN = "It was fine.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    for name, text in (("bad.txt", BAD), ("mild.txt", MILD), ("clean.txt", CLEAN)):
        (tmp_path / name).write_text(text)
    return tmp_path


LINE = "bad.txt:1:8: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]\n"

# --- exit status -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", "clean.txt"], 0),
        (["check", "bad.txt"], 1),
        (["check", "mild.txt"], 0),
        (["check", "mild.txt", "--fail-on", "suggestion"], 1),
        (["check", "bad.txt", "--fail-on", "error"], 1),
        (["check", "bad.txt", "--fail-on", "never"], 0),
        (["check", "bad.txt", "--exit-zero"], 0),
        (["check", "missing.txt", "--exit-zero"], 2),
        (["check", "bad.txt", "missing.txt"], 2),
        (["check", "bad.txt", "--no-such-option"], 2),
        (["check", "bad.txt", "--format", "yaml"], 2),
        (["check"], 2),
        ([], 2),
        (["--help"], 0),
        (["--version"], 0),
        (["check", "--help"], 0),
        (["test"], 0),
        (["test", "missing"], 2),
        (["rules"], 0),
        (["explain", "bosom-peril"], 0),
        (["explain", "bosom-perl"], 2),
        (["init"], 0),
    ],
)
@pytest.mark.usefixtures("articles")
def test_the_exit_status_says_how_it_ended(run: Run, arguments: list[str], status: int) -> None:
    assert run(*arguments).status == status


@pytest.mark.usefixtures("articles")
def test_an_interrupt_is_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_command, "run", interrupt)
    assert run("check", "bad.txt").status == 130


def test_a_failed_example_is_1(run: Run, small_rules: Path) -> None:
    path = small_rules / "wording" / "bosom-peril.yaml"
    path.write_text(path.read_text().replace("The peril was real.", "Bosom peril was real."))
    ran = run("test")
    assert (ran.status, ran.out) == (
        1, f"{path.as_posix()}:15:10: [bosom-peril] fires on a good example, at 'Bosom peril'\n"
    )  # fmt: skip
    assert ran.err == "3 rules, 12 examples, 1 failure\n"


# --- what is printed -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("articles")
def test_findings_go_out_and_the_summary_to_standard_error(run: Run) -> None:
    assert run("check", "bad.txt", "mild.txt", "clean.txt") == (
        1,
        f"{LINE}mild.txt:1:8: suggestion 'very unique' can't be graded. [very-unique]\n",
        "malaprop: 1 error, 1 suggestion in 3 files\n",
    )
    assert run("check", "clean.txt") == (0, "", "malaprop: nothing to report in 1 file\n")
    assert run("check", "clean.txt", "--quiet") == (0, "", "")


@pytest.mark.usefixtures("articles")
def test_a_file_alone_means_check(run: Run) -> None:
    assert run("bad.txt", "--quiet") == (1, LINE, "")
    assert run("--quiet", "bad.txt") == (1, LINE, "")


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version") == (0, f"malaprop {__version__}\n", "")


@pytest.mark.usefixtures("articles")
def test_statistics_count_findings_by_rule(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(BAD * 3 + MILD)
    assert run("check", "bad.txt", "mild.txt", "--statistics", "--quiet") == (
        1, "     3  bosom-peril\n     2  very-unique\n", ""
    )  # fmt: skip


@pytest.mark.usefixtures("articles")
def test_json_says_why_in_one_process_and_in_several(run: Run) -> None:
    for jobs in ("1", "2"):
        ran = run("check", "bad.txt", "clean.txt", "mild.txt", "--format", "json", "--jobs", jobs, "--quiet")
        whole = json.loads(ran.out)
        assert [(some["rule"], some["why"], some["languages"]) for some in whole["findings"]] == [
            ("bosom-peril", "A spinner has put synonyms into a term.", ["zh"]),
            ("very-unique", "Unique has no degrees.", []),
        ]
        assert whole["files"] == 3


@pytest.mark.usefixtures("articles")
def test_full_says_why(run: Run) -> None:
    assert run("check", "bad.txt", "--format", "full", "--quiet").out == (
        LINE + "    1 | It was bosom peril.\n      |        ^^^^^^^^^^^\n"
        "  why   A spinner has put synonyms into a term.\n  write “breast cancer”\n\n"
    )


@pytest.mark.parametrize(
    ("options", "environment", "colored"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
    ],
)
@pytest.mark.usefixtures("articles")
def test_colour_is_asked_for_or_for_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, options: list[str], environment: dict[str, str], colored: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("check", "bad.txt", *options).out) is colored


def test_a_foreign_text_gets_one_note(run: Run, tmp_path: Path) -> None:
    text = "Der Rat hat am Montag beschlossen,, dass die bosom peril nicht für den Verkehr und die Bürger ist. " * 4
    (tmp_path / "de.txt").write_text(text)
    assert run("check", "de.txt", "--preview", "--quiet") == (
        1,
        "".join(f"de.txt:1:{34 + 99 * n}: warning Two commas. [doubled-comma]\n" for n in range(4)),
        "malaprop: de.txt: note: is not in English (it looks like 'de'): only rules for any language were run\n",
    )


def test_a_guessed_encoding_gets_a_note(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("A café’s bosom peril.\n".encode("cp1252"))
    assert run("check", "old.txt", "--quiet") == (
        1,
        "old.txt:1:10: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]\n",
        "malaprop: old.txt: note: is not valid UTF-8; read as cp1252\n",
    )


# --- what is read ----------------------------------------------------------------------------------------


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.usefixtures("articles")
def test_standard_input_goes_by_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"`bosom peril` bosom peril\n"
    feed(monkeypatch, text)
    assert run("check", "-", "--quiet").out.splitlines() == [
        "-:1:2: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]",
        "-:1:15: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]",
    ]
    feed(monkeypatch, text)
    assert run("check", "-", "--stdin-filename", "docs/a.md", "--quiet").out.splitlines() == [
        "docs/a.md:1:15: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]"
    ]
    feed(monkeypatch, text)
    assert run("check", "bad.txt", "-", "--quiet").out.count("\n") == 3


def test_standard_input_that_is_binary_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"\xff\x00\x01")
    assert run("check", "-", "--quiet") == (2, "", "malaprop: -: is a binary file\n")


def test_a_path_is_shown_as_it_was_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(BAD)
    for path in ("sub/a.txt", "./sub/a.txt", "sub", "sub/*.txt", str(tmp_path / "sub" / "a.txt")):
        shown = f"{path}/a.txt" if path == "sub" else path.replace("*", "a")
        assert run("check", path, "--quiet").out == LINE.replace("bad.txt", shown)


@pytest.mark.usefixtures("articles")
def test_files_are_left_out_on_request(run: Run) -> None:
    assert run("check", ".", "--exclude", "mild.*", "--quiet").out == f"./{LINE}"
    assert run("check", "bad.txt", "--exclude", "*.txt").err == "malaprop: no file was checked\n"


def test_a_name_that_no_encoding_knows_is_checked(run: Run, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(path)).write_text(BAD)
    except OSError:
        return  # a file system that takes only UTF-8
    assert run("check", ".", "--quiet").out == LINE.replace("bad", r"./caf\udce9")
    assert run("check", ".", "--quiet", "--format", "json").status == 1


# --- which rules run -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], ["bosom-peril", "very-unique"]),
        (["--preview"], ["bosom-peril", "very-unique", "doubled-comma"]),
        (["--select", "bosom-peril"], ["bosom-peril"]),
        (["--select", "doubled-comma"], ["doubled-comma"]),
        (["--select", "signs"], []),
        (["--select", "signs", "--preview"], ["doubled-comma"]),
        (["--select", "wording,doubled-comma"], ["bosom-peril", "very-unique", "doubled-comma"]),
        (["--select", "very-unique", "--select", "bosom-peril"], ["bosom-peril", "very-unique"]),
        (["--ignore", "wording"], []),
        (["--ignore", "bosom-peril"], ["very-unique"]),
        (["--select", "wording", "--ignore", "very-unique"], ["bosom-peril"]),
    ],
)
def test_rules_are_chosen_by_name_and_category(run: Run, tmp_path: Path, options: list[str], found: list[str]) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril was very unique,, he said.\n")
    out = run("check", "a.txt", *options, "--quiet").out
    assert [line.rpartition("[")[2].rstrip("]") for line in out.splitlines()] == found


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.usefixtures("articles")
def test_a_rule_that_there_is_not_is_an_error(run: Run, option: str) -> None:
    assert run("check", "bad.txt", option, "bosom-perl") == (
        2, "", "malaprop: no rule or category 'bosom-perl' (did you mean 'bosom-peril'?)\n"
    )  # fmt: skip


def test_configuration_chooses_rules_and_isolated_reads_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril was very unique,, he said.\n")
    (tmp_path / "malaprop.toml").write_text(
        'extend-select = ["doubled-comma"]\nignore = ["bosom-peril"]\n[rule.very-unique]\nseverity = "error"\n'
    )
    assert run("check", "a.txt", "--quiet").out == (
        "a.txt:1:17: error 'very unique' can't be graded. [very-unique]\n"
        "a.txt:1:28: warning Two commas. [doubled-comma]\n"
    )
    assert [line.rpartition("[")[2] for line in run("check", "a.txt", "--quiet", "--isolated").out.splitlines()] == [
        "bosom-peril]", "very-unique]"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ignore = ["wordings"]', "1:1: no rule or category 'wordings' (did you mean 'wording'?)"),
        ('preview = true\nextend-select = ["x"]', "2:1: no rule or category 'x'"),
        ('[rule.very-uniqe]\nseverity = "off"', "2:1: no rule 'very-uniqe' (did you mean 'very-unique'?)"),
        ("[rule.very-unique]\npattern = ['x']",
         "2:1: a rule of type 'pattern' has no parameter 'pattern' (did you mean 'patterns'?)"),
        ("[rule.very-unique]\nignore_case = 'x'", "2:1: Expected `bool`, got `str`"),
        ("[rule.very-unique]\npatterns = ['(']",
         "2:1: not a regular expression: missing ), unterminated subpattern at position 0"),
        ('selct = ["wording"]', "1:1: unknown key 'selct' (did you mean 'select'?)"),
        ("rules = ['style']", "1:1: no folder {folder}/style"),
    ],
)  # fmt: skip
def test_a_broken_configuration_is_one_line_and_other_folders_are_still_checked(
    run: Run, tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "malaprop.toml").write_text(text)
    for path in ("sub/a.txt", "sub/b.txt", "c.txt"):
        (tmp_path / path).write_text(BAD)
    folder = (tmp_path / "sub").as_posix()
    assert run("check", "sub", "c.txt", "--quiet") == (
        2, LINE.replace("bad", "c"), f"malaprop: {folder}/malaprop.toml:{message.format(folder=folder)}\n"
    )  # fmt: skip


def test_parameters_of_a_rule_can_be_tables_and_take_effect(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril, old zap.\n")
    (tmp_path / "malaprop.toml").write_text("[rule.bosom-peril]\nmap = {'old zap' = 'new zip'}\n")
    assert run("check", "a.txt", "--quiet").out == ("a.txt:1:14: error 'old zap' stands for 'new zip'. [bosom-peril]\n")


# --- bad input -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (rule_text("type: pattern\npatterns:\n\t- zap"), "8:1: not YAML: a tab, where YAML has blanks"),
        (rule_text("type: pattern\npatterns: [zap]\npatterns: [zip]"), "8:1: duplicate key 'patterns'"),
        (rule_text("type: patern\npatterns: [zap]"), ("6:1: unknown check type 'patern' (did you mean 'pattern'?); "
         f"there are {', '.join(TYPES)}")),
        (rule_text("type: pattern\npatterns: ['(zap']"),
         "7:12: not a regular expression: missing ), unterminated subpattern at position 0"),
        (SMALL_RULES["wording/bosom-peril.yaml"].lstrip().replace("id: bosom-peril", "id: trial"), None),
        (rule_text("type: pattern\npatterns: [zap]\nid: very-unique"), ("7:1: id 'very-unique' differs from the file's "
         "name 'trial'")),
    ],
)  # fmt: skip
def test_a_broken_rule_is_one_line_and_other_projects_are_still_checked(
    run: Run, tmp_path: Path, text: str, message: str | None
) -> None:
    (tmp_path / "sub" / "style").mkdir(parents=True)
    (tmp_path / "sub" / "style" / "trial.yaml").write_text(text)
    (tmp_path / "sub" / "malaprop.toml").write_text("rules = ['style']\n")
    for path in ("sub/a.txt", "sub/b.txt", "c.txt"):
        (tmp_path / path).write_text(BAD)
    ran = run("check", "sub", "c.txt", "--quiet")
    if message is None:
        assert ran.status == 1
    else:
        place = (tmp_path / "sub" / "style" / "trial.yaml").as_posix()
        assert ran == (2, LINE.replace("bad", "c"), f"malaprop: {place}:{message}\n")


def test_an_id_that_a_shipped_rule_has_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "style").mkdir()
    (tmp_path / "style" / "very-unique.yaml").write_text(SMALL_RULES["wording/very-unique.yaml"].lstrip())
    (tmp_path / "malaprop.toml").write_text("rules = ['style']\n")
    (tmp_path / "a.txt").write_text(BAD)
    other = "rules/wording/very-unique.yaml"
    assert run("check", "a.txt", "--quiet") == (
        2, "", f"malaprop: {tmp_path.as_posix()}/style/very-unique.yaml:1:1: the id 'very-unique' is taken by {other}\n"
    )  # fmt: skip


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing.txt", "missing.txt: no such file or folder"),
        ("*.rst", "*.rst: no file matches"),
        ("empty", "empty: no file to check in this folder"),
        ("dir.txt", "dir.txt: no file to check in this folder"),
        ("dangling", "dangling/gone.txt: cannot be read: No such file or directory"),
        ("gone.txt", "gone.txt: no such file or folder"),
        ("binary.txt", "binary.txt: is a binary file"),
        ("lying.txt", "lying.txt: is not valid utf-16-le at byte 4"),
        ("x" * 300, "x" * 300 + ": no such file or folder"),
        ("new\nline\x1b[31m", r"new\nline\x1b[31m: no file matches"),
    ],
)
def test_what_cant_be_checked_is_one_line_and_the_rest_is_checked(
    run: Run, tmp_path: Path, path: str, message: str
) -> None:
    for folder in ("empty", "dir.txt", "dangling"):
        (tmp_path / folder).mkdir()
    for link in ("gone.txt", "dangling/gone.txt"):
        (tmp_path / link).symlink_to(tmp_path / "nowhere")
    (tmp_path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff")
    (tmp_path / "lying.txt").write_bytes(b"\xff\xfea\0b")
    assert run("check", path, "bad.txt", "--quiet") == (2, LINE, f"malaprop: {message}\n")


@pytest.mark.usefixtures("articles")
def test_a_file_that_may_not_be_read_is_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.txt").write_text(BAD)
    (tmp_path / "secret.txt").chmod(0)
    if os.access(tmp_path / "secret.txt", os.R_OK):  # the superuser may read all the same
        read = Path.read_bytes

        def refuse(path: Path) -> bytes:
            if path.name == "secret.txt":
                raise PermissionError(13, "Permission denied", str(path))
            return read(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run("check", "secret.txt", "bad.txt", "--quiet") == (
        2, LINE, "malaprop: secret.txt: cannot be read: Permission denied\n"
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_clean(run: Run, tmp_path: Path, text: str) -> None:
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(text)
    assert run("check", "a.txt", "a.md") == (0, "", "malaprop: nothing to report in 2 files\n")


@pytest.mark.parametrize("name", ["long.txt", "long.md"])
def test_a_line_of_50_megabytes_is_checked(run: Run, tmp_path: Path, name: str) -> None:
    part = "the town hall of the old town, " * 20
    count = 50_000_000 // len(part)
    (tmp_path / name).write_text(part * (count // 2) + "bosom peril and " + part * (count // 2))
    offset = len(part) * (count // 2) + 1
    assert run("check", name, "--quiet", "--no-cache") == (
        1, f"{name}:1:{offset}: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]\n", ""
    )  # fmt: skip


# --- the cache, and other commands -----------------------------------------------------------------------


@pytest.mark.usefixtures("articles")
def test_what_was_kept_is_what_was_found(run: Run, tmp_path: Path, small_rules: Path) -> None:
    first = run("check", ".", "--preview")
    assert run("check", ".", "--preview") == first
    assert run("check", ".", "--preview", "--no-cache") == first
    (tmp_path / "clean.txt").write_text(BAD)
    assert run("check", "clean.txt", "--quiet").out == LINE.replace("bad", "clean")
    path = small_rules / "wording" / "bosom-peril.yaml"
    path.write_text(path.read_text().replace("severity: error", "severity: warning"))
    assert run("check", "bad.txt", "--quiet").out == LINE.replace("error", "warning")


@pytest.mark.usefixtures("articles")
def test_a_cache_that_is_damaged_is_made_anew(run: Run) -> None:
    first = run("check", ".")
    for path in Path(os.environ["MALAPROP_CACHE_DIR"]).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:20])
    assert run("check", ".") == first


@pytest.mark.usefixtures("articles")
def test_without_a_place_for_the_cache_all_still_works(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALAPROP_CACHE_DIR", "/dev/null/nowhere")
    assert run("check", "bad.txt", "--quiet") == (1, LINE, "")
    monkeypatch.setenv("MALAPROP_NO_CACHE", "1")
    assert run("check", "bad.txt", "--quiet") == (1, LINE, "")


def test_several_processes_find_the_same_in_the_same_order(run: Run, tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(CLEAN * number + BAD)
    (tmp_path / "20.txt").write_bytes(b"\xff\x00")
    one = run("check", ".", "--jobs", "1", "--no-cache")
    assert run("check", ".", "--jobs", "3", "--no-cache") == one
    assert (one.status, one.out.count("\n")) == (2, 39)


def test_the_rules_are_listed(run: Run) -> None:
    assert run("rules").out.splitlines()[1:3] == ["signs", "  doubled-comma  warning     preview"]
    listed = json.loads(run("rules", "--format", "json", "--category", "wording").out)
    assert [some["id"] for some in listed] == ["bosom-peril", "very-unique"]


def test_a_rule_is_explained_or_the_one_meant_is_named(run: Run) -> None:
    assert run("explain", "bosom-peril").out.startswith("# bosom-peril\n")
    assert run("explain", "bosom-perl").err == "malaprop: no rule 'bosom-perl'; did you mean bosom-peril?\n"


def test_init_writes_a_configuration_that_is_valid_and_not_twice(run: Run, tmp_path: Path) -> None:
    assert run("init").out == "malaprop.toml written\n"
    (tmp_path / "bad.txt").write_text(BAD)
    assert run("check", "bad.txt", "--quiet") == (1, LINE, "")
    assert run("init") == (2, "", "malaprop: malaprop.toml exists; --force writes over it\n")
    assert run("init", "--force").status == 0
