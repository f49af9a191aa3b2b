"""Suppressions: each kind of directive, what it covers, and what is said of one that is not needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeEngine, Run

from checker import fix, formats, suppression
from checker.fileerror import FileError
from checker.finding import Finding
from checker.source import Source

Check = Callable[..., tuple[Finding, ...]]

RULES = (
    "id: zap\ntype: pattern\npatterns: ['\\bzap\\b']",
    "id: zip\ntype: pattern\npatterns: ['\\bzip\\b']",
)


@pytest.fixture
def check(make_engine: MakeEngine) -> Check:
    engine = make_engine(*RULES)

    def of(text: str, path: str = "a.md") -> tuple[Finding, ...]:
        prose = formats.document(Source(text, path))
        found = suppression.apply(prose, engine.check(prose), engine.names)
        for finding in found:
            if finding.path == path:
                assert finding.match == text[finding.start : finding.end]
        return found

    return of


def shown(findings: tuple[Finding, ...]) -> list[str]:
    """`line rule`, in brackets when it is suppressed."""
    return [f"({f.line} {f.rule})" if f.suppressed else f"{f.line} {f.rule}" for f in findings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a zap <!-- malaprop-ignore zap -->\n\nzap", ["(1 zap)", "3 zap"]),
        ("<!-- malaprop-ignore zap -->\n\na zap\nand zap\n\nzap", ["(3 zap)", "(4 zap)", "6 zap"]),
        ("<!-- malaprop-ignore -->\na zap and zip\n\nzip", ["(2 zap)", "(2 zip)", "4 zip"]),
        ("<!-- malaprop-ignore trials -- both are names -->\na zap and zip", ["(2 zap)", "(2 zip)"]),
        ("<!-- malaprop-ignore zap,zip -->\na zap and zip", ["(2 zap)", "(2 zip)"]),
        ("<!--malaprop-ignore zap zip--reason-->\na zap", ["1 unknown-suppression", "(2 zap)"]),
        ("A zap. <!-- malaprop-ignore-line zap -->\nA zap.", ["(1 zap)", "2 zap"]),
        ("A long\nzap here <!-- malaprop-ignore-line zap -->\nends. A zap.", ["(2 zap)", "3 zap"]),
        ("<!-- malaprop-ignore-next-line zap -->\nA zap.\nA zap.", ["(2 zap)", "3 zap"]),
        ("<!-- malaprop-ignore-next-line zap -->\nA very\nlong zap.\nA zap.", ["(3 zap)", "4 zap"]),
        ("zap\n\n<!-- malaprop-ignore-start zap -->\n\nzap\n\nzip\n\nzap\n\n<!-- malaprop-ignore-end -->\n\nzap",
         ["1 zap", "(5 zap)", "7 zip", "(9 zap)", "13 zap"]),
        (("<!-- malaprop-ignore-start zap -->\n\nzap\n\n<!-- malaprop-ignore-start zip -->\n\nzip zap\n\n"
         "<!-- malaprop-ignore-end -->\n\nzip zap\n\n<!-- malaprop-ignore-end -->\n\nzap"),
         ["(3 zap)", "(7 zip)", "(7 zap)", "11 zip", "(11 zap)", "15 zap"]),
        ("<!-- malaprop-ignore-start zap -->\n\nzap\n\nzap", ["(3 zap)", "(5 zap)"]),
        ("zap\n\nzap\n\n<!-- malaprop-ignore-file zap -->", ["(1 zap)", "(3 zap)"]),
        ("---\nmalaprop: {ignore: [zap]}\n---\n\nzap zip", ["(5 zap)", "5 zip"]),
        ("---\ntitle: x\nmalaprop:\n  ignore:\n    - zap\n    - 'zip'\n---\n\nzap zip", ["(9 zap)", "(9 zip)"]),
        ("{/* malaprop-ignore zap */}\n\nzap\n\nzap", ["(3 zap)", "5 zap"]),
        ("- zap\n- zap <!-- malaprop-ignore zap -->\n- zap", ["1 zap", "(2 zap)", "3 zap"]),
        ("> <!-- malaprop-ignore zap -->\n> zap\n\nzap", ["(2 zap)", "4 zap"]),
        ("A text\n<!-- malaprop-ignore zap -->\nwith zap\n\nzap", ["(3 zap)", "5 zap"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_directive_covers_what_it_says(check: Check, text: str, found: list[str], line_end: str) -> None:
    assert shown(check(text.replace("\n", line_end))) == found


def test_the_text_of_a_directive_is_not_checked(check: Check) -> None:
    text = "---\nmalaprop: {ignore: [zap]}\n---\na zap\n\n<!-- malaprop-ignore zip -- zap zip -->\n\nzip"
    assert shown(check(text)) == ["(4 zap)", "(8 zip)"]


def test_prose_that_names_a_directive_is_none(check: Check) -> None:
    text = "Write `<!-- malaprop-ignore zap -->` before\n\nzap malaprop-ignore-line zap"
    assert shown(check(text)) == ["3 zap", "3 zap"]


@pytest.mark.parametrize(
    ("text", "messages", "fixed"),
    [
        ("<!-- malaprop-ignore zap -->\n\nclean\n",
         ["1:1-1:29 This suppression of zap suppresses nothing."], "\nclean\n"),
        ("clean <!-- malaprop-ignore -->\n", ["1:7-1:31 This suppression suppresses nothing."], "clean\n"),
        ("<!-- malaprop-ignore zap, zip -->\n\nzap\n",
         ["1:25-1:30 This suppression of zip suppresses nothing."], "<!-- malaprop-ignore zap -->\n\nzap\n"),
        ("<!-- malaprop-ignore zap, zip -- why -->\n\nzip\n",
         ["1:22-1:27 This suppression of zap suppresses nothing."], "<!-- malaprop-ignore zip -- why -->\n\nzip\n"),
        ("<!-- malaprop-ignore zapp -- zapp -->\n\nzap\n",
         ["1:22-1:26 No rule or category is named 'zapp' (did you mean 'zap'?)."],
         "<!-- malaprop-ignore zap -- zapp -->\n\nzap\n"),
        ("<!-- malaprop-ignore zap, qqqqqq -->\n\nzap\n",
         ["1:25-1:33 No rule or category is named 'qqqqqq'."], "<!-- malaprop-ignore zap -->\n\nzap\n"),
        ("<!-- malaprop-ignore-start zap -->\n\nok\n\n<!-- malaprop-ignore-end -->\n",
         ["1:1-1:35 This suppression of zap suppresses nothing."], "\nok\n\n"),
        ("ok\n\n<!-- malaprop-ignore-end -->\n",
         ["3:1-3:29 This suppression says nothing: there is no malaprop-ignore-start before it."], "ok\n\n"),
        ("---\nmalaprop: {ignore: [zap, zip]}\n---\nzip\n",
         ["2:21-2:26 This suppression of zap suppresses nothing."], "---\nmalaprop: {ignore: [zip]}\n---\nzip\n"),
        ("---\nmalaprop: {ignore: [zap, zip]}\n---\nzap\n",
         ["2:24-2:29 This suppression of zip suppresses nothing."], "---\nmalaprop: {ignore: [zap]}\n---\nzap\n"),
        ('---\nmalaprop:\n  ignore:\n    - zap\n    - "zip"\ntitle: x\n---\nzap\n',
         ["5:1-6:1 This suppression of zip suppresses nothing."],
         "---\nmalaprop:\n  ignore:\n    - zap\ntitle: x\n---\nzap\n"),
        ("---\nmalaprop: {ignore: [zap]}\ntitle: x\n---\nok\n",
         ["2:1-2:26 This suppression of zap suppresses nothing."], "---\ntitle: x\n---\nok\n"),
        ("---\nmalaprop: {ignore: [zapp]}\n---\nzap\n",
         ["2:21-2:25 No rule or category is named 'zapp' (did you mean 'zap'?)."],
         "---\nmalaprop: {ignore: [zap]}\n---\nzap\n"),
        ("{/* malaprop-ignore zap */}\n\nok\n", ["1:1-1:28 This suppression of zap suppresses nothing."], "\nok\n"),
    ],
)  # fmt: skip
def test_one_that_is_not_needed_or_not_known_is_a_finding_and_is_mended(
    check: Check, text: str, messages: list[str], fixed: str
) -> None:
    about = [finding for finding in check(text) if finding.category == "suppression"]
    assert [f"{f.line}:{f.column}-{f.end_line}:{f.end_column} {f.message}" for f in about] == messages
    assert fix.fixed(Source(text, "a.md"), lambda source: check(source.text))[0] == fixed


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("malaprop-disable zap", "no such directive"),
        ("malaprop-ignore-lines zap", "no such directive"),
        ("malaprop-ignore: zap", "rules are words with commas, a reason stands after ' -- '"),
    ],
)
def test_one_that_cant_be_read_is_told_and_left_to_its_author(check: Check, comment: str, problem: str) -> None:
    found = check(f"<!-- {comment} -->\n\nzap")
    assert [(f.rule, f.message, f.safe_fix) for f in found] == [
        ("unknown-suppression", f"This suppression says nothing: {problem}.", False),
        ("zap", "'zap' is wrong.", False),
    ]


def test_of_two_that_cover_the_same_the_later_one_is_told(check: Check) -> None:
    text = "<!-- malaprop-ignore-file zap -->\n\nzap <!-- malaprop-ignore zap -->\n"
    assert shown(check(text)) == ["(3 zap)", "3 unused-suppression"]


def test_fingerprints_of_two_that_say_the_same_differ_and_stay(check: Check) -> None:
    text = "<!-- malaprop-ignore zap -->\n\nok\n\n<!-- malaprop-ignore zap -->\n\nok\n"
    first, second = (finding.fingerprint for finding in check(text))
    assert first != second
    assert [finding.fingerprint for finding in check("More.\n\n" + text)] == [first, second]


def test_a_long_comment_takes_no_long(check: Check) -> None:
    text = "<!-- malaprop-ignore" + " \t" * 500_000 + "! -->\n\nzap"
    assert shown(check(text)) == ["1 unknown-suppression", "3 zap"]


# --- which rules ran -------------------------------------------------------------------------------------

TEXT = "Bosom peril, very unique.\n\n<!-- malaprop-ignore {} -->\n\nNothing here.\n"


@pytest.mark.parametrize(
    ("names", "options", "told"),
    [
        ("bosom-peril", [], True),
        ("wording", [], True),
        ("", [], True),
        ("doubled-comma", [], False),
        ("signs", [], False),
        ("bosom-peril", ["--select", "very-unique,suppression"], False),
        ("wording", ["--select", "very-unique,suppression"], False),
        ("wording", ["--ignore", "very-unique"], False),
        ("", ["--ignore", "very-unique"], False),
        ("very-unique", ["--select", "very-unique,suppression"], True),
        ("very-unique", ["--select", "very-unique"], False),
        ("bosom-peril", ["--ignore", "unused-suppression"], False),
        ("bosom-peril", ["--ignore", "suppression"], False),
        ("bosom-peril", ["--no-suppressions"], False),
    ],
)
def test_one_is_called_unused_only_when_its_rules_ran(
    run: Run, tmp_path: Path, names: str, options: list[str], told: bool
) -> None:
    (tmp_path / "a.md").write_text(TEXT.format(names))
    ran = run("check", "a.md", "--quiet", *options)
    assert ("[unused-suppression]" in ran.out) == told


def test_only_what_is_shown_makes_a_run_fail(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("<!-- malaprop-ignore bosom-peril -->\nBosom peril.\n")
    assert run("check", "a.md") == (0, "", "malaprop: nothing to report in 1 file\n")
    assert run("check", "a.md", "--no-suppressions", "--quiet").status == 1
    assert run("check", "a.md") == (0, "", "malaprop: nothing to report in 1 file\n")  # from the cache


def test_configuration_can_leave_findings_about_suppressions_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "malaprop.toml").write_text("ignore = ['unused-suppression']\n")
    (tmp_path / "a.md").write_text("<!-- malaprop-ignore bosom-peril, wordin -->\nFine.\n")
    assert run("check", "a.md", "--quiet").out == (
        "a.md:1:35: error No rule or category is named 'wordin' (did you mean 'wording'?). [unknown-suppression]\n"
    )


# --- sidecars --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ('rule = "bosom-peril"', []),
        ('text = "peril was"', []),
        ('rule = "bosom-peril"\ntext = "Bosom Peril"\nreason = "a name"', []),
        ('rule = "bosom-peril"\ntext = "elsewhere"', ["a.txt:1:1: error", "a.txt.malaprop:1:1: warning"]),
        ('rule = "very-unique"', ["a.txt:1:1: error", "a.txt.malaprop:1:1: warning"]),
        ('rule = "bosom-perl"', ["a.txt:1:1: error", "a.txt.malaprop:2:9: error"]),
    ],
)
def test_a_sidecar_speaks_for_a_plain_text(run: Run, tmp_path: Path, entry: str, found: list[str]) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril was found.\n")
    (tmp_path / "a.txt.malaprop").write_text(f"[[ignore]]\n{entry}\n")
    for _ in range(2):  # the second time from the cache
        ran = run("check", "a.txt")
        assert [line.split(" ")[0] + " " + line.split(" ")[1] for line in ran.out.splitlines()] == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[ignore]\n", "1:9: not TOML: Expected ']]' at the end of an array declaration"),
        ("ignore = 1\n", "1:1: a sidecar holds [[ignore]] tables, nothing else"),
        ("ignore = ['zap']\n", "1:11: a sidecar holds [[ignore]] tables, nothing else"),
        ("[[ignore]]\nrule = 'x'\n[other]\n", "3:2: a sidecar holds [[ignore]] tables, nothing else"),
        ("\n  [[ ignore ]]\nrul = 'x'\n", "3:1: unknown key 'rul' (did you mean 'rule'?)"),
        ("[[ignore]]\nrule = 1\n", "2:1: 'rule' is a string"),
        ("[[ignore]]\nreason = 'x'\n", "1:3: an entry has a 'rule', a 'text', or both"),
    ],
)
def test_a_broken_sidecar_is_one_line_and_the_rest_is_checked(
    run: Run, tmp_path: Path, text: str, message: str
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Bosom peril was found.\n")
    (tmp_path / "a.txt.malaprop").write_text(text)
    ran = run("check", "a.txt", "b.txt", "--quiet")
    assert (ran.status, ran.out.split(" ")[0], ran.err) == (2, "b.txt:1:1:", f"malaprop: a.txt.malaprop:{message}\n")


@pytest.mark.parametrize("form", ["full", "html", "json", "sarif", "rdjson", "markdown", "junit"])
def test_every_format_takes_findings_in_a_sidecar_longer_than_its_text(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "a.txt").write_text("Fine.")
    (tmp_path / "a.txt.malaprop").write_text("# a comment\n" * 40 + '[[ignore]]\nrule = "bosom-peril"\n')
    ran = run("check", "a.txt", "--format", form, "--quiet")
    assert (ran.status, ran.err, "a.txt.malaprop" in ran.out) == (1, "", True)


def test_fix_takes_entries_that_are_not_needed_out_of_a_sidecar(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bosom peril was found.\n")
    beside = tmp_path / "a.txt.malaprop"
    beside.write_text(
        '# ours\n[[ignore]]\nrule = "bosom-peril"\n\n# gone\n[[ignore]]\nrule = "very-unique"\n\n'
        '# wrong\n[[ignore]]\nrule = "bosom-perl"\n'
    )
    assert run("check", "a.txt", "--fix").err == (
        "malaprop: a.txt.malaprop: 2 fixes put in\nmalaprop: 1 warning in 1 file\n"
    )
    assert beside.read_text() == (
        '# ours\n[[ignore]]\nrule = "bosom-peril"\n\n# gone\n\n# wrong\n[[ignore]]\nrule = "bosom-peril"\n'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: x\nmalaprop: zap\n---\nzap", "a.md:3:1: front matter says 'malaprop: {ignore: [RULE, …]}'"),
        ("---\nmalaprop: {ignor: [zap]}\n---\nzap", "a.md:2:1: front matter says 'malaprop: {ignore: [RULE, …]}'"),
        ("---\ntitle: x\nmalaprop: {ignore: [zap\n---\nzap", "a.md:4:1: not YAML: "),
    ],
)
def test_front_matter_that_makes_no_sense_is_an_error_at_its_line(check: Check, text: str, message: str) -> None:
    with pytest.raises(FileError) as caught:
        check(text)
    assert str(caught.value).startswith(message)
