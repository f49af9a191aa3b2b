"""The hooks, run by the real pre-commit: installed from a clone, in a scratch repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import SMALL_RULES

ROOT = Path(__file__).parents[1]
BAD = "Doctors found bosom peril in\na second patient.\n"
GOOD = "Doctors found breast cancer in\na second patient.\n"
LINE = "articles/a.md:1:15: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]"
CONFIG = """\
repos:
  - repo: {project}
    rev: {revision}
    hooks:
      - id: malaprop
      - id: malaprop-staged
      - id: malaprop-rules
"""


def command(folder: Path, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, **surroundings},
    )  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    done = command(folder, "git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Hooks(NamedTuple):
    """A clone of this project that has three small rules, a repository that uses its hooks, and pre-commit's home."""

    project: Path
    articles: Path
    home: Path

    def pre_commit(self, *arguments: str, cut: bool = False) -> subprocess.CompletedProcess[str]:
        """Run pre-commit; cut: with no way to any network."""
        nowhere = "http://127.0.0.1:9"
        ways = {"PIP_INDEX_URL": nowhere, "http_proxy": nowhere, "https_proxy": nowhere, "PIP_RETRIES": "0"}
        off = ways if cut else {}
        alone = ["unshare", "-n"] if cut and _can_unshare() else []
        return command(
            self.articles, *alone, sys.executable, "-m", "pre_commit", *arguments, PRE_COMMIT_HOME=str(self.home), **off
        )

    def run(self, *arguments: str, cut: bool = True) -> subprocess.CompletedProcess[str]:
        git(self.articles, "add", "-A")
        return self.pre_commit("run", *arguments, cut=cut)


def _can_unshare() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "-n", "true"], check=False).returncode == 0


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    top = tmp_path_factory.mktemp("hooks")
    project = top / "project"
    project.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, project / name)
    (project / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "hatch_build.py", project / "tools")
    shutil.copytree(ROOT / "checker", project / "checker", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in SMALL_RULES.items():
        path = project / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    articles = top / "repo"
    (articles / "articles").mkdir(parents=True)
    for folder in (project, articles):
        git(folder, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "x")
    hooks = Hooks(project, articles, top / "home")
    config = CONFIG.format(project=project.as_posix(), revision=git(project, "rev-parse", "HEAD"))
    (articles / ".pre-commit-config.yaml").write_text(config)
    git(articles, "add", "-A")
    done = hooks.pre_commit("install-hooks")
    assert done.returncode == 0, done.stdout + done.stderr
    return hooks


@pytest.fixture
def hooks(installed: Hooks) -> Hooks:
    """The repository as it is at first: nothing but its configuration, committed."""
    articles = installed.articles
    git(articles, "rm", "-rfq", "--cached", ".")
    for path in articles.iterdir():
        if path.is_dir() and path.name != ".git":
            shutil.rmtree(path)
        elif path.name not in {".git", ".pre-commit-config.yaml"}:
            path.unlink()
    (articles / "articles").mkdir()
    git(articles, "add", "-A")
    git(articles, "commit", "-q", "-m", "x", "--allow-empty", "--no-verify")
    return installed


def put(hooks: Hooks, name: str, text: str) -> None:
    path = hooks.articles / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_manifest_is_valid() -> None:
    done = command(ROOT, sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_bad_article_blocks_and_says_why_and_a_good_one_passes(hooks: Hooks) -> None:
    put(hooks, "articles/a.md", BAD)
    done = hooks.run("malaprop")
    assert (done.returncode, "Failed" in done.stdout, LINE in done.stdout.splitlines()) == (1, True, True)
    assert "malaprop: 1 error in 1 file" in done.stdout.splitlines()
    assert "\x1b" not in done.stdout
    put(hooks, "articles/a.md", GOOD)
    done = hooks.run("malaprop")
    assert (done.returncode, done.stdout.rstrip().endswith("Passed")) == (0, True)


def test_a_commit_is_refused_with_the_network_cut(hooks: Hooks) -> None:
    assert hooks.pre_commit("install", cut=True).returncode == 0
    put(hooks, "articles/a.md", BAD)
    git(hooks.articles, "add", "-A")
    commit = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-m", "an article")
    alone = ("unshare", "-n") if _can_unshare() else ()
    done = command(hooks.articles, *alone, *commit, PRE_COMMIT_HOME=str(hooks.home))
    assert (done.returncode, LINE in done.stderr.splitlines()) == (1, True)
    put(hooks, "articles/a.md", GOOD)
    git(hooks.articles, "add", "-A")
    done = command(hooks.articles, *alone, *commit, PRE_COMMIT_HOME=str(hooks.home))
    assert (done.returncode, git(hooks.articles, "log", "-1", "--format=%s")) == (0, "an article")
    hooks.pre_commit("uninstall")


def test_what_is_excluded_stays_so_though_it_is_passed_by_name(hooks: Hooks) -> None:
    put(hooks, "archive/old.md", BAD)
    put(hooks, "articles/code.py", BAD)
    put(hooks, "malaprop.toml", 'exclude = ["archive/"]\n')
    done = hooks.run("malaprop", "--files", "archive/old.md", "articles/code.py")
    assert (done.returncode, "Passed" in done.stdout) == (0, True)
    put(hooks, "malaprop.toml", "")
    done = hooks.run("malaprop", "--files", "archive/old.md", "articles/code.py")
    assert (done.returncode, done.stdout.count("[bosom-peril]")) == (1, 1)


def test_many_files_are_one_run_with_one_summary(hooks: Hooks) -> None:
    for number in range(60):
        put(hooks, f"articles/{number}.md", BAD)
    done = hooks.run("malaprop", "--all-files")
    assert done.stdout.count("[bosom-peril]") == 60
    assert [line for line in done.stdout.splitlines() if line.startswith("malaprop:")] == [
        "malaprop: 60 errors in 60 files"
    ]


def test_the_staged_hook_reports_staged_sentences_only(hooks: Hooks) -> None:
    put(hooks, "articles/a.md", f"# Old\n\n{BAD}")
    git(hooks.articles, "add", "-A")
    git(hooks.articles, "commit", "-q", "-m", "old", "--no-verify")
    put(hooks, "articles/a.md", f"# Old\n\n{BAD}\nMore words.\n")
    assert hooks.run("malaprop-staged").returncode == 0
    put(hooks, "articles/a.md", f"# Old\n\n{BAD.replace('second', 'third')}\nMore words.\n")
    done = hooks.run("malaprop-staged")
    assert (done.returncode, LINE.replace(":1:", ":3:") in done.stdout.splitlines()) == (1, True)
    git(hooks.articles, "commit", "-q", "-m", "x", "--no-verify")
    put(hooks, "articles/a.md", f"{BAD}\n{BAD}")
    done = hooks.pre_commit("run", "malaprop-staged", cut=True)
    assert (done.returncode, "no files to check" in done.stdout) == (0, True)


def test_the_rules_hook_tests_a_projects_own_rules(hooks: Hooks) -> None:
    put(hooks, "malaprop.toml", 'rules = ["style"]\n')
    rule = SMALL_RULES["wording/very-unique.yaml"].lstrip().replace("id: very-unique", "id: own-rule")
    put(hooks, "style/own-rule.yaml", rule)
    assert hooks.run("malaprop-rules").returncode == 0
    put(hooks, "style/own-rule.yaml", rule.replace('"A unique chance."', '"A very unique chance."'))
    done = hooks.run("malaprop-rules")
    assert (done.returncode, "style/own-rule.yaml:12:10: " in done.stdout) == (1, True)


def test_a_broken_configuration_blocks_with_its_line(hooks: Hooks) -> None:
    put(hooks, "articles/a.md", GOOD)
    put(hooks, "malaprop.toml", "fail-on = 'warning'\nselct = []\n")
    done = hooks.run("malaprop")
    assert done.returncode == 1
    assert "malaprop.toml:2:1: unknown key 'selct' (did you mean 'select'?)" in done.stdout


def test_try_repo_runs_a_hook_as_it_stands(hooks: Hooks) -> None:
    put(hooks, "articles/a.md", BAD)
    git(hooks.articles, "add", "-A")
    done = hooks.pre_commit("try-repo", hooks.project.as_posix(), "malaprop", "--all-files", "--verbose")
    assert (done.returncode, LINE in done.stdout.splitlines()) == (1, True)
