"""Rule files: what is wrong with one is said on one line, with its place and the word that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeFile, rule_text

from checker.checks import TYPES
from checker.fileerror import FileError
from checker.rule import Rule, Where
from checker.rulefile import DEFAULT_SCOPE, Example, params_problems, read
from checker.source import Span


def test_a_small_rule_has_these_values(make_file: MakeFile) -> None:
    rule = make_file("type: pattern\npatterns: ['zap']\nwhy: >-\n  One\n  two.\nexceptions: [It’s]").rule
    assert rule == Rule(
        id="trial", category="trials", type="pattern", status="preview", severity="error",
        message="'{match}' is wrong.", why="One two.", fix=None, autofix=False, languages=(), scope=DEFAULT_SCOPE,
        any_language=False, markup=(), where=Where(), exceptions=("it's",), params={"patterns": ["zap"]},
        literals=("zap",), references=(), origin="trial.yaml",
    )  # fmt: skip
    assert Rule.unpack(rule.pack()) == rule


def test_alt_text_and_front_matter_are_out_of_scope_unless_asked_for(make_file: MakeFile) -> None:
    assert set(DEFAULT_SCOPE) == {
        "paragraph", "heading", "list-item", "table-cell", "quote", "caption", "footnote"
    }  # fmt: skip
    assert make_file("type: pattern\npatterns: ['zap']\nscope: [alt, heading]").rule.scope == ("alt", "heading")


def test_marks_become_spans(make_file: MakeFile) -> None:
    file = make_file(
        "type: pattern\npatterns: ['zap']\nexamples:\n  bad:\n"
        '    - text: "A <mark>zap</mark> and <mark>zap</mark>."\n      fixed: "A and."\n      format: markdown\n'
        '  good: ["No."]'
    )
    assert file.bad == (Example("A zap and zap.", (Span(2, 5), Span(10, 13)), "A and.", "markdown"),)
    assert file.good == (Example("No.", (), None, "plain"),)


PATTERN = "type: pattern\npatterns: ['zap']\n"


@pytest.mark.parametrize(
    ("body", "place", "message"),
    [
        ("mesage: x\n" + PATTERN, "6:1", "unknown key 'mesage' (did you mean 'message'?)"),
        ("xyzzy: x\n" + PATTERN, "6:1", "unknown key 'xyzzy'"),
        (PATTERN + "where: {onse: true}", "8:9", "unknown key 'onse' (did you mean 'once'?)"),
        (PATTERN + "examples:\n  bad:\n    - txt: x\n  good: []", "9:7", "unknown key 'txt' (did you mean 'text'?)"),
        ("type: patern", "6:1", ("unknown check type 'patern' (did you mean 'pattern'?); there are "
         f"{', '.join(TYPES)}")),
        ("why: x", "1:1", "a rule needs a 'type'"),
        ("type: 3\npatterns: [x]", "6:1", f"unknown check type '3'; there are {', '.join(TYPES)}"),
        ("type: pattern\npatterns: ['(zap']", "7:12",
         "not a regular expression: missing ), unterminated subpattern at position 0"),
        ("type: pattern\npatterns: ['zap', 'z*']", "7:19", "the expression matches the empty string"),
        ("type: pattern\npatterns: ['(?:a+)+b']", "7:12", ("the expression could backtrack without bound: bound a "
         "repeat, or put between two something that neither takes")),
        ("type: pattern\npatterns: ['(?:ab|AB|c)+d']\nignore_case: true", "7:12", ("the expression could backtrack "
         "without bound: bound a repeat, or put between two something that neither takes")),
        (PATTERN + "unless: ['(?:a+)+b']", "8:10", ("the expression could backtrack without bound: bound a repeat, or "
         "put between two something that neither takes")),
        ("type: pattern\npatterns: zap", "7:1", "Expected `array`, got `str`"),
        ("type: pattern\npatterns: [zap, 1.10]", "7:17", "Expected `str`, got `float`"),
        ("type: pattern\npatterns: []", "1:1", "a pattern rule needs 'patterns'"),
        (PATTERN + "unit: word", "8:1", "'unit' is 'block' or 'sentence'"),
        (PATTERN + "severity: fatal", "7:1", "Invalid enum value 'fatal'"),
        (PATTERN + "autofix: 'yes'", "8:1", "Expected `bool`, got `str`"),
        (PATTERN + "autofix: true", "8:1", "'autofix' needs a 'fix'"),
        (PATTERN + "scope: [paragraphs]", "8:9", "Invalid enum value 'paragraphs'"),
        (PATTERN + "languages: [Chinese]", "8:13", "'Chinese' is no ISO 639 code"),
        (PATTERN + "where: {from_occurrence: 0}", "8:9", "'from_occurrence' counts from 1"),
        (PATTERN + "where: {min_words: -1}", "8:9", "'min_words' counts from 1"),
        (PATTERN + "message: 'A {match'", "7:1", "a lone brace: write {{ or }} for the character"),
        (PATTERN + "fix: '{match|title}'", "8:1", "unknown filter 'title'; there are lower, upper, capital"),
        (PATTERN + "examples: {bad: [{text: x}], good: []}", "7:19",
         "a bad example marks what is found with <mark>…</mark>"),
        (PATTERN + "examples: {bad: [{text: '<mark>x'}], good: []}", "7:19", "<mark> and </mark> are not in pairs"),
        (PATTERN + "examples: {bad: [{text: '<mark><mark>x</mark></mark>'}], good: []}", "7:19",
         "<mark> and </mark> are not in pairs"),
        (PATTERN + "examples: {bad: []}", "7:1", "Object missing required field `good`"),
        (PATTERN + "severity: error\nseverity: error", "8:1", "duplicate key 'severity'"),
        ("id: Trial\n" + PATTERN, "5:1", "id 'Trial' is not lower-case words with hyphens"),
        ("type: pattern\npatterns:\n\t- zap", "8:1", "not YAML: a tab, where YAML has blanks"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule_is_said_where_it_stands(
    make_file: MakeFile, body: str, place: str, message: str
) -> None:
    with pytest.raises(FileError) as caught:
        make_file(body)
    name = "Trial" if "id: Trial" in body else "trial"
    assert str(caught.value) == f"{name}.yaml:{place}: {message}"


@pytest.mark.parametrize("text", ["", "- id: x", "just words", "12"])
def test_a_rule_is_a_mapping(tmp_path: Path, text: str) -> None:
    path = tmp_path / "trial.yaml"
    path.write_text(text)
    with pytest.raises(FileError, match=r"^trial\.yaml:1:1: a rule is a mapping of keys$"):
        read(path, "trials", path.name)


def test_the_id_is_the_files_name(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(rule_text(PATTERN))
    with pytest.raises(FileError, match=r"^other\.yaml:1:1: id 'trial' differs from the file's name 'other'$"):
        read(path, "trials", path.name)


def test_a_required_key_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "trial.yaml"
    path.write_text(rule_text(PATTERN).replace("why: It is wrong.\n", ""))
    with pytest.raises(FileError, match=r"^trial\.yaml:1:1: Object missing required field `why`$"):
        read(path, "trials", path.name)


def test_a_changed_parameter_is_checked_as_in_a_file() -> None:
    assert list(params_problems("pattern", {"patterns": ["x"], "unit": "word"}, "unit")) == [
        "'unit' is 'block' or 'sentence'"
    ]
    assert list(params_problems("pattern", {"unti": "word"}, "unti")) == [
        "a rule of type 'pattern' has no parameter 'unti' (did you mean 'unit'?)"
    ]
    assert list(params_problems("pattern", {"patterns": ["x"], "unit": "sentence"}, "unit")) == []
