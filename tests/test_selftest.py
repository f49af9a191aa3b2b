"""The tests of rules by their own examples: each way to fail is told, with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import rule_text

from checker.selftest import Outcome, run

BODY = """\
type: pattern
patterns: ['zap+']
fix: '{match|upper}'
"""


Outcomes = Callable[..., Outcome]


@pytest.fixture
def outcome(tmp_path: Path) -> Outcomes:
    def make(examples: str, body: str = BODY) -> Outcome:
        path = tmp_path / "trial.yaml"
        path.write_text(rule_text(body + "examples:\n" + examples), encoding="utf-8")
        return run([path])

    return make


GOOD = "  good: ['Zip.']\n"


def test_a_rule_whose_examples_hold_has_no_failure(outcome: Outcomes) -> None:
    bad = "  bad:\n    - text: 'A <mark>zap</mark> and <mark>zapp</mark>.'\n      fixed: 'A ZAP and ZAPP.'\n"
    assert outcome(bad + GOOD) == Outcome(1, 2, ())


@pytest.mark.parametrize(
    ("examples", "failure"),
    [
        ("  bad: [{text: 'A <mark>zip</mark>.'}]\n" + GOOD, "9:16: [trial] finds nothing; marked is 'zip'"),
        ("  bad: [{text: 'A <mark>za</mark>p.'}]\n" + GOOD, "9:16: [trial] finds 'zap'; marked is 'za'"),
        ("  bad: [{text: 'A <mark>zap</mark>, a zap.'}]\n" + GOOD, "9:16: [trial] finds 'zap', 'zap'; marked is 'zap'"),
        ("  bad: [{text: '<mark>zap</mark>', fixed: Zap}]\n" + GOOD,
         "9:10: [trial] its fix gives 'ZAP'; expected is 'Zap'"),
        ("  bad: [{text: '<mark>zap</mark>'}]\n  good: ['A zap.']\n",
         "10:10: [trial] fires on a good example, at 'zap'"),
        ("  bad: []\n" + GOOD, "9:3: [trial] no example makes the rule fire"),
        ("  bad: [{text: '<mark>zap</mark>'}]\n  good: []\n", "10:3: [trial] a rule needs a good example"),
        ("  bad: [{text: 'zap'}]\n" + GOOD, "9:11: a bad example marks what is found with <mark>…</mark>"),
    ],
)  # fmt: skip
def test_a_failure_says_where_and_what(outcome: Outcomes, tmp_path: Path, examples: str, failure: str) -> None:
    place, _, _ = failure.partition(": ")
    (found,) = outcome(examples).failures
    assert str(found).split(": ", 1)[1] == failure.split(": ", 1)[1]
    assert str(found).startswith(f"{tmp_path.as_posix()}/trial.yaml:{place.split(':')[0]}:")


def test_a_rule_is_silent_on_its_own_fix(outcome: Outcomes) -> None:
    body = BODY.replace("{match|upper}", "{match}p")
    (found,) = outcome("  bad: [{text: '<mark>zap</mark>', fixed: zapp}]\n" + GOOD, body).failures
    assert found.message == "[trial] fires on its own fix, at 'zapp'"


def test_an_example_may_be_markdown(outcome: Outcomes) -> None:
    bad = "  bad: [{text: 'A `zap` <mark>zap</mark>.', format: markdown, fixed: 'A `zap` ZAP.'}]\n"
    assert outcome(bad + GOOD).failures == ()


def test_length_and_company_are_not_asked_of_examples_but_other_places_are(outcome: Outcomes) -> None:
    where = BODY + "where: {min_document_words: 500, needs: [other], quotes: outside}\n"
    bad = "  bad: [{text: 'A <mark>zap</mark>.'}]\n  good: ['A “zap”.']\n"
    assert outcome(bad, where).failures == ()


def test_an_id_stands_for_one_rule(tmp_path: Path) -> None:
    examples = "examples: {bad: [{text: '<mark>zap</mark>'}], good: ['Zip.']}\n"
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "trial.yaml").write_text(rule_text(BODY + examples))
    (found,) = run(sorted(tmp_path.rglob("*.yaml"))).failures
    other = (tmp_path / "a" / "trial.yaml").as_posix()
    assert found.message == f"[trial] the id 'trial' is taken by {other}"


def test_a_broken_file_fails_and_the_others_are_still_tested(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: [")
    (tmp_path / "trial.yaml").write_text(
        rule_text(BODY + "examples: {bad: [{text: '<mark>zap</mark>'}], good: ['A zap.']}\n")
    )
    result = run(sorted(tmp_path.glob("*.yaml")))
    assert (result.rules, result.examples) == (1, 2)
    assert [failure.message.split(":")[0] for failure in result.failures] == [
        "not YAML", "[trial] fires on a good example, at 'zap'"
    ]  # fmt: skip
