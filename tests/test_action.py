from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from conftest import Run

from checker.formats import SUFFIXES
from checker.reporters import FORMATS

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / ".github" / "run-malaprop"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS = sorted(ROOT.glob("examples/*.yml"))

FAKE = """#!{python}
import json, os, sys
with open("calls", "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
command = sys.argv[1]
print("::error::out of " + command)
print("::error::err of " + command, file=sys.stderr)
sys.exit(int(os.environ.get("FAKE_" + ("html" if "--format=html" in sys.argv else command), "0")))
"""
REAL = """#!/bin/sh
exec env PYTHONPATH={root} {python} -m checker "$@"
"""


class Ran(NamedTuple):
    status: int
    out: str
    calls: list[list[str]]


Act = Callable[..., Ran]


def made(folder: Path, script: str) -> Path:
    folder.mkdir()
    program = folder / "malaprop"
    program.write_text(script.format(python=sys.executable, root=ROOT))
    program.chmod(0o755)
    return folder


def act(programs: Path, folder: Path, **inputs: str) -> Ran:
    path = f"{programs}:{os.environ['PATH']}"
    kept = {name: os.environ[name] for name in ("HOME", "MALAPROP_CACHE_DIR") if name in os.environ}
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", str(SCRIPT)],
        env={**kept, "PATH": path, **inputs}, cwd=folder, check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    calls = folder / "calls"
    lines = calls.read_text().splitlines() if calls.exists() else []
    return Ran(ran.returncode, ran.stdout + ran.stderr, [json.loads(line) for line in lines])


@pytest.fixture
def fake(tmp_path: Path) -> Act:
    """The script, with a malaprop that notes how it is called."""
    programs = made(tmp_path / "bin", FAKE)
    folder = tmp_path / "scratch"
    folder.mkdir(exist_ok=True)
    return lambda **inputs: act(programs, folder, **inputs)


class Repository(NamedTuple):
    folder: Path

    def git(self, *arguments: str) -> str:
        settings = ("-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false")
        return subprocess.run(
            ["git", *settings, *arguments], cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout.strip()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--message=x")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "scratch"
    folder.mkdir(exist_ok=True)
    made_here = Repository(folder)
    made_here.git("init", "--quiet", "--initial-branch=main")
    made_here.write("articles/old.md", "Old.\n")
    made_here.commit()
    return made_here


# --- how malaprop is called --------------------------------------------------------------------------


def test_without_inputs_everything_is_checked(fake: Act) -> None:
    assert fake().calls == [["check", "--format=github", "--fail-on=warning", "--", "."]]


def test_every_input_is_one_argument(fake: Act) -> None:
    ran = fake(
        PATHS="a b.md\n-rf\n$(touch x)\n\n*.md\r\n", BASE="--output=x; touch y", FAIL_ON="error", FORMAT="text",
        OUTPUTS="sarif=a b.sarif\nhtml=`touch z`", MAX_GRADE="C\n--help", MIN_FLESCH="-3", SUPPRESSIONS="false",
    )  # fmt: skip
    paths = ["--", "a b.md", "-rf", "$(touch x)", "*.md"]
    assert ran.calls == [
        ["check", "--format=text", "--fail-on=error", "--no-suppressions", "--output=sarif=a b.sarif",
         "--output=html=`touch z`", "--diff=--output=x; touch y", *paths],
        ["score", "--no-suppressions", "--max-grade=C\n--help", "--min-flesch=-3", *paths],
    ]  # fmt: skip


def test_empty_inputs_are_none(fake: Act) -> None:
    names = [name.upper().replace("-", "_") for name in ACTION["inputs"]]
    assert fake(**dict.fromkeys(names, "")).calls == [["check", "--format=github", "--fail-on=warning", "--", "."]]


@pytest.mark.parametrize(
    ("check", "score", "status"),
    [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1), (2, 0, 2), (2, 1, 2), (0, 2, 2), (1, 2, 2)],
)
def test_the_worst_status_counts_and_is_an_output(
    fake: Act, tmp_path: Path, check: int, score: int, status: int
) -> None:
    output = tmp_path / "output"
    ran = fake(MAX_GRADE="C", FAKE_check=str(check), FAKE_score=str(score), GITHUB_OUTPUT=str(output))
    assert ran.status == status
    assert output.read_text() == f"status={status}\n"


def test_without_a_gate_no_score_is_asked_for(fake: Act) -> None:
    assert [call[0] for call in fake(FAKE_check="1").calls] == ["check"]


def listened(text: str) -> list[str]:
    """The lines that a runner takes for commands."""
    heard, token = [], ""
    for line in text.splitlines():
        if token:
            token = "" if line == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif line.lstrip().startswith("::") or "##[" in line:
            heard.append(line)
    assert not token
    return heard


def test_only_annotations_are_commands(fake: Act) -> None:
    assert listened(fake(GITHUB_ACTIONS="true", MAX_GRADE="C").out) == ["::error::out of check"]
    assert listened(fake(GITHUB_ACTIONS="true", FORMAT="text", MAX_GRADE="C").out) == []
    assert listened(fake(GITHUB_ACTIONS="true", FORMAT="text", MAX_GRADE="C", FAKE_score="1").out) == [
        "::error title=malaprop::A document is beyond the gates that are set; the log has the grades."
    ]


# --- reports -----------------------------------------------------------------------------------------


def test_each_path_gets_a_report_of_its_own(fake: Act, tmp_path: Path) -> None:
    paths = ["news/a b.md", "news-a_b.md", "-x.md", "../../etc/passwd", "部.md", "/", "new$(x)s", "n" * 300]
    ran = fake(PATHS="\n".join(paths), REPORTS="out/re ports")
    reports = tmp_path / "scratch" / "out" / "re ports"
    assert {path.name for path in reports.iterdir()} == {
        "news-a_b.md.html", "news-a_b.md-2.html", "x.md.html", "etc-passwd.html", "md.html", "article.html",
        "new__x_s.html", "n" * 120 + ".html",
    }  # fmt: skip
    assert ran.calls[1:] == [["check", "--quiet", "--exit-zero", "--format=html", "--", path] for path in paths]
    assert (reports / "x.md.html").read_text() == "::error::out of check\n"
    assert listened(fake(PATHS="a.md", REPORTS="other", GITHUB_ACTIONS="true").out) == ["::error::out of check"]


def test_a_folder_for_reports_that_cannot_be_made_is_one_line(fake: Act, tmp_path: Path) -> None:
    (tmp_path / "scratch" / "file").write_text("")
    ran = fake(REPORTS="file/x")
    assert ran.status == 2
    assert "malaprop: the folder for reports cannot be made\n" in ran.out


# --- changed articles --------------------------------------------------------------------------------


def test_changed_articles_are_found_whatever_they_are_called(fake: Act, repository: Repository, tmp_path: Path) -> None:
    repository.write("articles/gone.md", "x\n")
    base = repository.commit()
    repository.git("checkout", "--quiet", "-b", "submission")
    (repository.folder / "articles" / "gone.md").unlink()
    names = ["a b.md", "new\nline.txt", "EOF\nstatus=0.md", "-dash.md", "Big.DOCX", "部.html", "::add-mask::x.md"]
    for name in (*names, "picture.png", "data.json"):
        repository.write(f"articles/{name}", "x\n")
    repository.write("other/b.md", "x\n")
    repository.commit()
    output = tmp_path / "output"
    ran = fake(PATHS="articles", CHANGED_SINCE=base, GITHUB_OUTPUT=str(output), REPORTS="out")
    assert sorted(ran.calls[0][4:]) == sorted(f"articles/{name}" for name in names)
    assert output.read_text() == "status=0\n"
    assert len(list((repository.folder / "out").iterdir())) == len(names)


def test_what_changed_on_the_main_branch_meanwhile_is_no_change(fake: Act, repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "submission")
    repository.write("articles/mine.md", "x\n")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.write("articles/theirs.md", "x\n")
    repository.commit()
    repository.git("checkout", "--quiet", "submission")
    assert fake(CHANGED_SINCE="main").calls[0][-1] == "articles/mine.md"


def test_without_a_changed_article_nothing_is_checked(fake: Act, repository: Repository, tmp_path: Path) -> None:
    output = tmp_path / "output"
    ran = fake(CHANGED_SINCE="HEAD", MAX_GRADE="A", GITHUB_OUTPUT=str(output))
    assert (ran.status, ran.calls, ran.out) == (0, [], "malaprop: no article has changed\n")
    assert output.read_text() == "status=0\n"
    assert repository.folder.exists()


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("revision", ["none", "--output=x", "-h", "$(touch x)", "HEAD^{tree}"])
def test_a_revision_that_there_is_not_is_one_line(fake: Act, revision: str, tmp_path: Path) -> None:
    ran = fake(CHANGED_SINCE=revision)
    assert (ran.status, ran.calls) == (2, [])
    assert ran.out.endswith("malaprop: changed-since names no commit here (a shallow clone without it?)\n")
    assert not (tmp_path / "scratch" / "x").exists()


def test_articles_are_known_by_the_endings_that_folders_are_searched_for() -> None:
    body = SCRIPT.read_text().partition("is_article()")[2].partition("esac")[0]
    assert set(re.findall(r"\*(\.\w+)", body)) == SUFFIXES


# --- with the real malaprop --------------------------------------------------------------------------


def test_a_submission_gets_annotations_a_comment_a_page_for_each_article_and_a_status(
    repository: Repository, tmp_path: Path
) -> None:
    base = repository.git("rev-parse", "HEAD")
    bad = (ROOT / "fixtures" / "harbour.txt").read_text(encoding="utf-8")
    repository.write("articles/bad one.txt", bad)
    repository.write("articles/fine.md", "The ferry left the harbour at noon. It was full.\n")
    repository.commit()
    output, summary = tmp_path / "output", tmp_path / "summary"
    programs = made(tmp_path / "bin", REAL)
    inputs = {
        "PATHS": "articles", "CHANGED_SINCE": base, "FAIL_ON": "never", "MAX_GRADE": "C", "SUPPRESSIONS": "false",
        "OUTPUTS": "markdown=report/comment.md\nsarif=report/log.sarif", "REPORTS": "report/articles",
        "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary),
    }  # fmt: skip
    ran = act(programs, repository.folder, **inputs)
    assert ran.status == 1, ran.out
    assert output.read_text() == "status=1\n"
    heard = listened(ran.out)
    assert heard[0].startswith("::error file=articles/bad one.txt,line=")
    assert heard[-1].endswith("the log has the grades.")
    assert "articles/bad one.txt: grade E, and C is the worst that passes" in ran.out
    report = repository.folder / "report"
    comment = (report / "comment.md").read_text(encoding="utf-8")
    assert "**articles/bad one.txt**" in comment
    assert summary.read_text(encoding="utf-8") == comment
    assert json.loads((report / "log.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    pages = {path.name: path.read_text(encoding="utf-8") for path in (report / "articles").iterdir()}
    assert set(pages) == {"articles-bad_one.txt.html", "articles-fine.md.html"}
    assert "<title>Malaprop: articles/bad one.txt</title>" in pages["articles-bad_one.txt.html"]
    assert "Nothing was found." in pages["articles-fine.md.html"]
    fine = act(programs, repository.folder, **{**inputs, "PATHS": "articles/*.md", "REPORTS": ""})
    assert fine.status == 0, fine.out


# --- what is written about it ------------------------------------------------------------------------


def test_the_action_hands_every_input_to_the_script() -> None:
    step = ACTION["runs"]["steps"][-1]
    handed = {name: re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value) for name, value in step["env"].items()}
    assert {name: found and found[1] for name, found in handed.items()} == {
        name.upper().replace("-", "_"): name for name in ACTION["inputs"] if name != "python-version"
    }
    read = set(re.findall(r"\$\{?([A-Z][A-Z_]+)\b", SCRIPT.read_text()))
    assert read == {*step["env"], "GITHUB_OUTPUT", "GITHUB_ACTIONS"}


def test_no_command_of_the_action_holds_an_expression() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "run" not in step or step["shell"] == "bash"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_examples_name_inputs_and_formats_that_there_are(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    for step in steps(workflow):
        assert "${{" not in step.get("run", "")
        if "malaprop/malaprop" in step.get("uses", ""):
            assert set(step["with"]) <= set(ACTION["inputs"])
            for output in step["with"].get("outputs", "").split():
                assert output.partition("=")[0] in FORMATS
    for name in re.findall(r"--(?:output|format)[ =](\w+)", path.read_text(encoding="utf-8")):
        assert name in FORMATS


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow.get("jobs", {}).values() for step in job.get("steps", ())]


def test_the_comments_workflow_follows_the_other_and_never_checks_out() -> None:
    first, second = (
        yaml.safe_load((ROOT / "examples" / name).read_text(encoding="utf-8"))
        for name in ("github-submissions.yml", "github-submissions-comment.yml")
    )
    assert second[True]["workflow_run"]["workflows"] == [first["name"]]  # YAML 1.1 reads `on` as a truth value
    assert all("checkout" not in step.get("uses", "") for step in steps(second))
    assert first["permissions"] == {"contents": "read"}
    uploaded = steps(first)[-1]["with"]["name"]
    assert steps(second)[0]["with"]["name"] == uploaded


def test_the_documentation_lists_the_inputs() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in (*ACTION["inputs"], *ACTION["outputs"], *FORMATS))


def test_scripts_are_clean_to_shellcheck() -> None:
    program = Path(sys.executable).with_name("shellcheck")
    blocks = [step["run"] for path in WORKFLOWS for step in steps(yaml.safe_load(path.read_text(encoding="utf-8")))
              if "run" in step]  # fmt: skip
    for text in [SCRIPT.read_text(), (ROOT / "examples" / "reviewdog.sh").read_text(), *blocks]:
        ran = subprocess.run(
            [program, "--shell=bash", "-"], input=text, text=True, check=False, capture_output=True
        )  # fmt: skip
        assert ran.stdout == ""


# --- problem matchers --------------------------------------------------------------------------------


def test_problem_matchers_read_real_output(run: Run, tmp_path: Path) -> None:
    name = "a: b [1].txt"
    (tmp_path / name).write_text("Signs of bosom peril, a very unique chance.\n")
    matcher = json.loads((ROOT / ".github" / "malaprop-matcher.json").read_text(encoding="utf-8"))["problemMatcher"][0]
    (pattern,) = matcher["pattern"]
    documented = re.search(r"```json\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.DOTALL)
    assert documented
    task = json.loads(documented[1])["tasks"][0]["problemMatcher"]
    assert task["pattern"] == pattern
    read = [re.fullmatch(pattern["regexp"].strip("^$"), line) for line in run("check", name).out.splitlines()]
    keys = ("file", "line", "column", "severity", "message", "code")
    assert [found and tuple(found[pattern[key]] for key in keys) for found in read] == [
        (name, "1", "10", "error", "'bosom peril' stands for 'breast cancer'.", "bosom-peril"),
        (name, "1", "25", "suggestion", "'very unique' can't be graded.", "very-unique"),
    ]
