"""A check type of another distribution is found by its entry point, and works like the ones that ship."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MakeFile, Run, check, rule_text

from checker import checks
from checker.checks import check_type, foreign_types
from checker.engine import Engine
from checker.fileerror import FileError
from checker.ruleset import RuleSet, share

EXAMPLE = Path(__file__).parent / "fixtures" / "example-check"
DOCS = Path(__file__).parents[1] / "docs" / "check-types.md"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example distribution, as if it were installed."""
    monkeypatch.syspath_prepend(EXAMPLE)
    check_type.cache_clear()
    yield
    check_type.cache_clear()


@pytest.mark.usefixtures("installed")
def test_a_foreign_check_type_finds_what_it_looks_for(make_file: MakeFile) -> None:
    rule = make_file("type: letter-run\nleast: 4\nmessage: \"Too much '{letter}'.\"").rule
    found = check(Engine(RuleSet((rule,), share([rule])), [rule]), "It was soooo good, sooo.")
    assert [(some.match, some.message, some.fix) for some in found] == [("oooo", "Too much 'o'.", "o")]


@pytest.mark.usefixtures("installed")
def test_a_foreign_check_types_parameters_are_checked(make_file: MakeFile) -> None:
    with pytest.raises(FileError, match=r"7:1: 'least' is at least 2$"):
        make_file("type: letter-run\nleast: 1")
    with pytest.raises(FileError, match=r"7:1: unknown key 'leest' \(did you mean 'least'\?\)$"):
        make_file("type: letter-run\nleest: 2")


@pytest.mark.usefixtures("installed")
def test_a_foreign_check_type_is_known_by_name() -> None:
    assert "letter-run" in foreign_types()
    assert check_type("letter-run").__name__ == "malaprop_example"


def test_a_check_type_that_nobody_provides_is_an_error() -> None:
    with pytest.raises(KeyError, match="letter-run"):
        check_type("letter-run")


@pytest.mark.usefixtures("installed")
def test_a_projects_rule_of_a_foreign_type_runs_and_nothing_of_it_is_kept(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "style" / "rules"
    rules.mkdir(parents=True)
    text = rule_text('type: letter-run\nstatus: stable\nexamples: {bad: [{text: "s<mark>ooo</mark>"}], good: ["so"]}')
    (rules / "trial.yaml").write_text(text)
    (tmp_path / "malaprop.toml").write_text('rules = ["style/rules"]\n')
    (tmp_path / "a.txt").write_text("It was sooo good.\n")
    line = "a.txt:1:9: error 'ooo' is wrong. [trial]\n"
    assert run("check", "a.txt").out == line
    assert run("test", "style").status == 0
    check_type.cache_clear()
    assert run("check", "a.txt").out == line
    (rules / "trial.yaml").write_text(text.replace("letter-run", "letter-rum"))
    check_type.cache_clear()
    assert "unknown check type 'letter-rum' (did you mean 'letter-run'?)" in run("check", "a.txt").err


def test_the_documentation_shows_the_tested_example() -> None:
    docs = DOCS.read_text(encoding="utf-8")
    assert (EXAMPLE / "malaprop_example.py").read_text(encoding="utf-8") in docs
    assert (EXAMPLE / "malaprop_example-1.0.dist-info" / "entry_points.txt").read_text() in docs


@pytest.mark.parametrize("name", checks.TYPES)
def test_every_check_type_that_ships_keeps_to_the_protocol(name: str) -> None:
    module = check_type(name)
    assert all(callable(getattr(module, part)) for part in ("literals", "compile"))
    assert module.Params.__doc__
