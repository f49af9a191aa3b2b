"""What each rule costs: shares that add up, and a rule over its budget that fails."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from conftest import Run, rule_text

from checker import formats
from checker.engine import Engine
from checker.profile import costs, report
from checker.ruleset import build
from checker.source import Source

RULE = "type: pattern\npatterns: ['zap+']\nexamples:\n  bad: [{text: 'A <mark>zap</mark>.'}]\n  good: ['Zip.']\n"


def test_shares_add_up_and_the_dearest_rule_comes_first(tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(rule_text(RULE), encoding="utf-8")
    rules = build([tmp_path / "trial.yaml"])
    ticks = count()
    found = costs(Engine(rules, rules.rules), formats.document(Source("A zap."), "plain"), lambda: float(next(ticks)))
    assert [(cost.rule, cost.seconds, cost.share) for cost in found] == [("trial", 1.0, 100.0)]
    assert list(report(found, 1_000_000, 50, 0)) == ["100.0 %   1000.0 ms/MB  trial  over its budget of 50 %"]
    assert list(report(found, 1_000_000, 100, 0)) == []


def test_a_rule_over_its_budget_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(rule_text(RULE), encoding="utf-8")
    (tmp_path / "prose.txt").write_text("The boat was late. Nobody minded.\n", encoding="utf-8")
    timed = ("test", "trial.yaml", "--profile", "--text", "prose.txt")
    assert run(*timed, "--budget", "100").status == 0
    over = run(*timed, "--budget", "0")
    assert over.status == 1
    assert "over its budget of 0 %" in over.out


def test_a_text_that_cannot_be_read_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(rule_text(RULE), encoding="utf-8")
    found = run("test", "trial.yaml", "--profile", "--text", "nowhere.txt")
    assert (found.status, found.err.splitlines()[-1]) == (
        2, "malaprop: nowhere.txt:1:1: cannot be read: No such file or directory"
    )  # fmt: skip
