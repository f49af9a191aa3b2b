"""Command lines that need no parser come to the same as with one."""

import pytest

from checker.arguments import plain, read
from checker.commands import check
from checker.parser import parser


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["-"],
        ["a.txt"],
        ["a.txt", "b c.md", "-"],
        ["--quiet", "--no-cache", "a.txt"],
        ["a.txt", "--exit-zero", "b.txt", "--harper"],
        ["--fix", "--suggested", "--staged", "--languagetool-required", "--isolated", "--statistics", "a.txt"],
    ],
)
def test_paths_and_switches_are_read_as_argparse_reads_them(given: list[str]) -> None:
    made = parser("check", None)
    check.add_arguments(made)
    found = plain(check.add_arguments, given)
    assert found is not None
    assert vars(found) == vars(made.parse_intermixed_args(given))


@pytest.mark.parametrize(
    "given", [["--format", "json", "a.txt"], ["--format=json"], ["--qui", "a.txt"], ["--", "-a.txt"], ["-h"]]
)
def test_all_else_is_left_to_argparse(given: list[str]) -> None:
    assert plain(check.add_arguments, given) is None


def test_paths_may_stand_on_either_side_of_an_option() -> None:
    found = read("check", check, ["a.txt", "--format", "json", "b.txt"])
    assert (found.paths, found.format) == (["a.txt", "b.txt"], "json")
