"""Paths, folders and globs to files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from checker.discover import Missing, excluded, files


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "a.txt", "b.md", "c.py", "d.TXT", ".hidden.txt", "sub/e.markdown", "sub/deep/f.text", ".git/g.txt",
        "node_modules/h.md", "sub/x[1].txt", "none/i.py",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


EVERY = ["./a.txt", "./b.md", "./d.TXT", "./sub/deep/f.text", "./sub/e.markdown", "./sub/x[1].txt"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["."], EVERY),
        (["sub"], ["sub/deep/f.text", "sub/e.markdown", "sub/x[1].txt"]),
        (["c.py", ".hidden.txt"], ["c.py", ".hidden.txt"]),
        (["*.txt"], ["a.txt"]),
        (["**/*.m*"], ["b.md", "node_modules/h.md", "sub/e.markdown"]),
        (["sub/x[1].txt"], ["sub/x[1].txt"]),
        (["b.md", "a.txt", "b.md", "./a.txt", "sub/../a.txt"], ["b.md", "a.txt"]),
        (["a.txt", "."], ["a.txt", *EVERY[1:]]),
    ],
)
@pytest.mark.usefixtures("tree")
def test_what_is_asked_for_is_found_once_and_in_order(paths: list[str], found: list[str]) -> None:
    assert list(files(paths)) == found


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing.txt", "no such file or folder"),
        ("a" * 300, "no such file or folder"),
        ("empty", "no file to check in this folder"),
        ("none", "no file to check in this folder"),
        ("*.rst", "no file matches"),
        ("[", "no file matches"),
    ],
)
@pytest.mark.usefixtures("tree")
def test_what_is_not_there_is_said_and_the_rest_still_found(path: str, reason: str) -> None:
    assert list(files([path, "a.txt"])) == [Missing(path, reason), "a.txt"]


def test_a_folder_that_cant_be_read_is_said(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert list(files(["sub"])) == [
        Missing("sub/deep", "cannot be read: Permission denied"), "sub/e.markdown", "sub/x[1].txt"
    ]  # fmt: skip
    assert tree.is_dir()


def test_links_to_folders_are_not_followed_and_pipes_not_read(tree: Path) -> None:
    (tree / "sub" / "loop").symlink_to(tree)
    (tree / "sub" / "gone.txt").symlink_to(tree / "nowhere.txt")
    os.mkfifo(tree / "sub" / "pipe.txt")
    assert list(files(["sub"])) == ["sub/deep/f.text", "sub/e.markdown", "sub/gone.txt", "sub/x[1].txt"]


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["sub/"], EVERY[:3]),
        (["*.md", "/sub/*.markdown"], ["./a.txt", "./d.TXT", "./sub/deep/f.text", "./sub/x[1].txt"]),
        (["*", "!a.txt"], ["./a.txt"]),
        (["deep"], [path for path in EVERY if "deep" not in path]),
        (["/a.txt", "sub/**/f.text"], ["./b.md", "./d.TXT", "./sub/e.markdown", "./sub/x[1].txt"]),
    ],
)
def test_excludes_are_in_gitignores_grammar(tree: Path, patterns: list[str], left: list[str]) -> None:
    exclude = [(str(tree), pattern) for pattern in patterns]
    assert list(files(["."], lambda _: exclude)) == left


def test_an_exclude_holds_below_its_folder_only(tree: Path) -> None:
    assert excluded("sub/e.markdown", [(str(tree / "sub"), "*.markdown")])
    assert not excluded("b.md", [(str(tree / "sub"), "*.md")])


def test_folders_may_be_deeper_than_python_nests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1100):
        os.mkdir("d")  # noqa: PTH102 - the whole path may be too long for one call
        os.chdir("d")
    Path("x.txt").write_text("text")
    os.chdir(tmp_path)
    try:
        assert list(files(["d"])) == ["/".join([*["d"] * 1100, "x.txt"])]
    finally:
        _remove_chain(tmp_path)


def _remove_chain(top: Path) -> None:
    """Take folders inside folders apart: neither `shutil` nor pytest gets down so far."""
    below = top / "d"
    while below.exists():
        inner = below / "d"
        if inner.exists():
            inner.rename(top / "rest")
        for file in below.iterdir():
            file.unlink()
        below.rmdir()
        if (top / "rest").exists():
            (top / "rest").rename(below)
