"""Changed lines, asked of a real git in scratch repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import Run

from checker.gitdiff import GitError, Lines, changed, staged_content

PERIL = "Bosom peril.\n"


class Repository:
    """A scratch repository."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(exist_ok=True)

    def git(self, *arguments: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        return subprocess.run(command, cwd=self.path, check=True, capture_output=True, text=True).stdout

    def put(self, name: str, text: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x", "--allow-empty")

    def lines(self, base: str = "") -> dict[str, Lines]:
        """What is staged, or what has changed since a base, by the name of the file."""
        found = changed(base, staged=not base, folder=self.path)
        return {path.relative_to(self.path).as_posix(): lines for path, lines in found.items()}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = Repository(tmp_path.resolve() / "repo")
    made.git("init", "-q", "-b", "main")
    return made


TEN = "".join(f"Line {number}.\n" for number in range(1, 11))


def test_changed_added_and_removed_lines_are_told_apart(repo: Repository) -> None:
    repo.put("a.md", TEN)
    repo.commit()
    repo.put("a.md", TEN.replace("Line 2.\n", "Two.\n").replace("Line 5.\n", "").replace("Line 8.\n", "8a\n8b\n8c\n"))
    repo.git("add", "-A")
    assert repo.lines() == repo.lines("HEAD") == {"a.md": Lines(((2, 2), (7, 9)), (4,))}


def test_a_sentence_on_both_sides_of_a_cut_has_changed() -> None:
    lines = Lines((), (4,))
    assert [lines.touch(*some) for some in ((3, 4), (4, 5), (5, 6), (1, 9))] == [False, True, False, True]


def test_new_untracked_renamed_binary_and_deleted_files(repo: Repository) -> None:
    repo.put("old.md", TEN)
    repo.put("moved.md", TEN + "moved\n")
    repo.put("moved too.md", TEN * 2)
    repo.put("gone.md", "gone\n")
    repo.put("mode.md", "mode\n")
    repo.put("wide.txt", "wide text\n".encode("utf-16"))
    repo.put(".gitignore", "ignored.md\n")
    repo.commit()
    repo.put("sub/new.md", "new\n")
    repo.put("empty.md", "")
    repo.put("ignored.md", "ignored\n")
    (repo.path / "moved.md").rename(repo.path / "sub" / "here.md")
    (repo.path / "moved too.md").rename(repo.path / "here too.md")
    repo.put("here too.md", TEN * 2 + "end\n")
    repo.put("wide.txt", "wider text\n".encode("utf-16"))
    (repo.path / "gone.md").unlink()
    (repo.path / "mode.md").chmod(0o755)
    every = {"sub/new.md": Lines(((1, 1),), all=True), "empty.md": Lines(all=True), "here too.md": Lines(((21, 21),)),
             "wide.txt": Lines(all=True)}  # fmt: skip
    untracked = dict.fromkeys(("sub/new.md", "sub/here.md", "here too.md", "empty.md"), Lines(all=True))
    assert repo.lines("HEAD") == {"wide.txt": Lines(all=True), **untracked}
    repo.git("add", "-A")
    assert repo.lines() == repo.lines("HEAD") == every


ODD = ["a b.md", " lead.md", 'quo"te.md', "back\\slash.md", "tab\tname.md", "new\nline.md", "ümlaut.md", "b/a.md",
       "a and b.md", "x b/x b", "cr\r.md", "'.md", "-dash.md", "$(x).md"]  # fmt: skip


@pytest.mark.parametrize("setting", ["core.quotePath=true", "core.quotePath=false"])
def test_names_of_any_kind_are_read(repo: Repository, setting: str) -> None:
    repo.git("config", *setting.split("="))
    for name in ODD:
        repo.put(name, "text\n")
        repo.put(f"bin/{name}", b"\0\1")
    repo.put(os.fsdecode(b"caf\xe9.md"), "text\n")
    repo.commit()
    for name in ODD:
        repo.put(name, "text\nmore\n")
        repo.put(f"bin/{name}", b"\0\2")
    repo.put(os.fsdecode(b"caf\xe9.md"), "text\nmore\n")
    repo.git("add", "-A")
    expected = {name: Lines(((2, 2),)) for name in [*ODD, os.fsdecode(b"caf\xe9.md")]}
    assert repo.lines() == {**expected, **{f"bin/{name}": Lines(all=True) for name in ODD}}
    assert repo.lines("HEAD") == repo.lines()
    repo.put("un tracked\t.md", "text\n")
    assert repo.lines("HEAD")["un tracked\t.md"] == Lines(all=True)


def test_lines_that_look_like_a_diff_are_content(repo: Repository) -> None:
    repo.put("a.md", "one\n-- b/other.md\n-- x\n")
    repo.commit()
    repo.put("a.md", "one\n++ b/else.md\n++ /dev/null\ndiff --git a/x b/x\n@@ -1 +1 @@\nBinary files\n")
    assert repo.lines("HEAD") == {"a.md": Lines(((2, 6),))}


SETTINGS = [
    "diff.noprefix=true", "diff.mnemonicPrefix=true", "color.ui=always", "color.diff=always", "diff.context=7",
    "diff.interHunkContext=9", "diff.external=false", "diff.renames=false", "diff.renames=copies", "diff.relative=true",
    "diff.algorithm=histogram", "diff.srcPrefix=x/", "diff.dstPrefix=y/", "core.pager=false", "diff.orderFile=nothing",
    "diff.wsErrorHighlight=all", "diff.submodule=log", "diff.suppressBlankEmpty=true", "core.fsmonitor=true",
    "diff.colorMoved=zebra", "diff.noPrefix=false", "core.safecrlf=warn",
]  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_users_settings_change_nothing(repo: Repository, setting: str) -> None:
    repo.put("nothing", "")
    repo.put("a.md", TEN)
    repo.put("sub/b c.md", TEN)
    repo.commit()
    repo.put("a.md", TEN.replace("Line 2.", "Two.").replace("Line 6.", "Six."))
    (repo.path / "sub" / "b c.md").rename(repo.path / "sub" / "d e.md")
    repo.put("sub/d e.md", TEN + "More.\n")
    repo.git("add", "-A")
    expected = {"a.md": Lines(((2, 2), (6, 6))), "sub/d e.md": Lines(((11, 11),))}
    repo.git("config", *setting.split("=", 1))
    assert repo.lines() == repo.lines("HEAD") == expected
    found = changed("", staged=True, folder=repo.path / "sub")
    assert set(found) == {repo.path / "a.md", repo.path / "sub" / "d e.md"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("GIT_DIFF_OPTS", "--unified=5"), ("GIT_EXTERNAL_DIFF", "false"), ("GIT_PAGER", "false"), ("LANG", "de_DE.UTF-8")],
)
def test_a_users_surroundings_change_nothing(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    repo.put("a.md", TEN)
    repo.commit()
    repo.put("a.md", TEN.replace("Line 5.", "Five."))
    monkeypatch.setenv(name, value)
    assert repo.lines("HEAD") == {"a.md": Lines(((5, 5),))}


def test_attributes_change_nothing_but_what_is_binary(repo: Repository) -> None:
    repo.put(".gitattributes", "a.md diff=odd\nb.md -diff\n")
    for name in ("a.md", "b.md"):
        repo.put(name, TEN)
    repo.commit()
    repo.git("config", "diff.odd.textconv", "false")
    for name in ("a.md", "b.md"):
        repo.put(name, TEN.replace("Line 5.", "Five."))
    assert repo.lines("HEAD") == {"a.md": Lines(((5, 5),)), "b.md": Lines(all=True)}


def test_a_base_means_its_last_common_commit(repo: Repository) -> None:
    repo.put("a.md", TEN)
    repo.commit()
    repo.git("checkout", "-q", "-b", "topic")
    repo.put("a.md", TEN.replace("Line 5.", "Five."))
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.put("a.md", TEN.replace("Line 1.", "One."))
    repo.commit()
    repo.git("checkout", "-q", "--detach", "topic")
    repo.put("a.md", TEN.replace("Line 5.", "Five.").replace("Line 9.", "Nine."))
    assert repo.lines("main") == {"a.md": Lines(((5, 5), (9, 9)))}


def test_without_a_commit_everything_staged_is_new(repo: Repository) -> None:
    repo.put("a.md", TEN)
    repo.git("add", "a.md")
    assert repo.lines() == {"a.md": Lines(((1, 10),), (), True)}
    with pytest.raises(GitError, match=r"^there is no commit yet$"):
        repo.lines("main")


def test_a_hook_with_an_index_of_its_own_is_heard(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.put("a.md", TEN)
    repo.commit()
    repo.put("a.md", TEN + "More.\n")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other")
    repo.git("read-tree", "HEAD")
    repo.git("add", "a.md")
    assert repo.lines() == {"a.md": Lines(((11, 11),))}
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert repo.lines() == {}


# --- what git can't say ----------------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["nowhere", "", "-x", "--output=x", "HEAD~9", "main:a.md"])
def test_a_base_that_is_none_is_one_line(repo: Repository, base: str) -> None:
    repo.put("a.md", TEN)
    repo.commit()
    with pytest.raises(GitError, match=r"^(no revision|'.*' is no revision)") as caught:
        changed(base, staged=False, folder=repo.path)
    assert "\n" not in str(caught.value)
    assert not (repo.path / "x").exists()


def test_a_shallow_clone_without_the_base_says_so(repo: Repository, tmp_path: Path) -> None:
    for text in ("one\n", "two\n", "three\n"):
        repo.put("a.md", text)
        repo.commit()
    first = repo.git("rev-list", "--max-parents=0", "HEAD").strip()
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    with pytest.raises(GitError, match=r"no revision '\w+' here \(a shallow clone lacks it: fetch it first\)"):
        shallow.lines(first)
    shallow.git("fetch", "-q", "--depth", "1", "origin", first)
    with pytest.raises(GitError, match=r"'\w+' and HEAD have no commit in common here \(a shallow clone\?\)"):
        shallow.lines(first)


@pytest.mark.parametrize("options", [["--staged"], ["--diff", "main"]])
def test_outside_a_repository_it_is_one_line(run: Run, tmp_path: Path, options: list[str]) -> None:
    (tmp_path / ".git").rmdir()
    (tmp_path / "a.md").write_text(PERIL)
    ran = run("check", "a.md", *options)
    assert (ran.status, ran.out) == (2, "")
    assert (ran.err.partition(" (")[0], ran.err.count("\n")) == ("malaprop: git: not a git repository", 1)


def test_without_git_it_is_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text(PERIL)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run("check", "a.md", "--staged") == (2, "", "malaprop: git: git is not installed\n")


# --- the command -----------------------------------------------------------------------------------------


@pytest.fixture
def project(
    run: Run,  # noqa: ARG001 - what makes the folder comes first
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Repository:
    (tmp_path / ".git").rmdir()
    made = Repository(tmp_path.resolve())
    made.git("init", "-q", "-b", "main")
    monkeypatch.chdir(made.path)
    return made


def places(out: str) -> list[str]:
    return [line.partition(" ")[0] for line in out.splitlines()]


def test_only_sentences_on_changed_lines_are_reported(run: Run, project: Repository) -> None:
    text = "Bosom peril is\none long sentence\nover three lines. Bosom peril is another.\n\nBosom peril once more.\n"
    project.put("a.md", text)
    project.put("same.md", PERIL)
    project.commit()
    project.put("a.md", text.replace("one long", "a long"))
    project.put("new.md", PERIL)
    project.put("code.py", "x\n")
    project.put(".hidden/a.md", PERIL)
    assert places(run("check", "--diff", "HEAD", "--quiet").out) == ["a.md:1:1:", "new.md:1:1:"]
    assert places(run("check", ".", "--diff", "HEAD", "--quiet").out) == ["./a.md:1:1:", "./new.md:1:1:"]
    assert run("check", "same.md", "--diff", "HEAD") == (0, "", "malaprop: no file was checked\n")
    project.put("a.md", text.replace("one long sentence\n", ""))
    assert places(run("check", "a.md", "--diff", "HEAD", "--quiet").out) == ["a.md:1:1:"]


def test_in_a_subfolder_every_changed_file_is_checked_by_its_own_path(
    run: Run, project: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.commit()
    project.put("sub/a.md", PERIL)
    top = project.put("b.md", PERIL)
    monkeypatch.chdir(project.path / "sub")
    assert places(run("check", "--diff", "HEAD", "--quiet").out) == [f"{top.as_posix()}:1:1:", "a.md:1:1:"]
    project.git("add", "-A")
    assert places(run("check", "--staged", "--quiet").out) == [f"{top.as_posix()}:1:1:", "a.md:1:1:"]
    assert places(run("check", ".", "--staged", "--quiet").out) == ["./a.md:1:1:"]


def test_what_is_staged_is_checked_not_what_is_on_disk(run: Run, project: Repository) -> None:
    project.put("a.md", "One.\n")
    project.put("b.md", "One.\n")
    project.commit()
    for name in ("a.md", "b.md", "c.md", "d.md"):
        project.put(name, f"One.\n\n{PERIL}")
    project.git("add", "-A")
    project.put("a.md", "One.\n\nTwo.\n\nAnother bosom peril.\n")
    (project.path / "c.md").unlink()
    assert places(run("check", "--staged", "--quiet").out) == [f"{name}.md:3:1:" for name in "abcd"]
    assert places(run("check", "a.md", "c.md", "--staged", "--quiet").out) == ["a.md:3:1:", "c.md:3:1:"]
    assert staged_content(project.path) == {
        project.path / "a.md": f"One.\n\n{PERIL}".encode(), project.path / "c.md": f"One.\n\n{PERIL}".encode()
    }  # fmt: skip
    assert run("check", "a.md", "--staged", "--fix", "--quiet") == (
        2, "", "malaprop: a.md: is staged with another content; nothing was fixed\n"
    )  # fmt: skip


def test_what_is_only_on_disk_is_not_staged(run: Run, project: Repository) -> None:
    project.put("a.md", "One.\n")
    project.commit()
    project.put("a.md", f"One.\n\n{PERIL}")
    project.put("b.md", PERIL)
    assert run("check", "--staged") == (0, "", "malaprop: no file was checked\n")
    project.git("add", "-N", "b.md")
    assert run("check", "--staged").status == 0


def test_fixes_are_put_into_changed_sentences_only(run: Run, project: Repository) -> None:
    project.put("a.md", "One,, two.\n\nThree.\n\nFour,, five.\n")
    project.commit()
    path = project.put("a.md", "One,, two.\n\nThree,, and,, four.\n\nFour,, five.\n")
    run("check", "a.md", "--diff", "HEAD", "--fix", "--select", "doubled-comma")
    assert path.read_text() == "One,, two.\n\nThree, and, four.\n\nFour,, five.\n"


def test_a_name_that_no_diff_can_write_plainly_is_checked(run: Run, project: Repository) -> None:
    project.commit()
    for name in ODD:
        if name.endswith(".md") and "/" not in name:
            project.put(name, PERIL)
    project.git("add", "-A")
    names = [name for name in ODD if name.endswith(".md") and "/" not in name]
    assert run("check", "--staged", "--quiet").out.count("[bosom-peril]\n") == len(names)


@pytest.mark.parametrize("options", [["--staged"], ["--diff", "HEAD"]])
def test_standard_input_has_no_changed_lines(run: Run, project: Repository, options: list[str]) -> None:
    project.commit()
    assert run("check", "-", *options) == (2, "", "malaprop: git knows no changed lines of standard input\n")


def test_an_empty_base_is_an_error_and_no_run_over_everything(run: Run, project: Repository) -> None:
    project.put("a.md", PERIL)
    project.commit()
    assert run("check", "a.md", "--diff", "") == (2, "", "malaprop: git: '' is no revision\n")
    assert run("check", "--staged", "--diff", "main").err == (
        "malaprop: --staged and --diff are two answers to one question\n"
    )
