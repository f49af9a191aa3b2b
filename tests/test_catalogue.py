"""The shipped rules: their own tests, what they must have, and what is generated from them."""

import json
from pathlib import Path

import jsonschema
import pytest

from checker import catalogue, ruleset, selftest
from checker.rulefile import RuleFile
from checker.yamlfile import load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def files() -> list[RuleFile]:
    return catalogue.shipped_files()


def test_every_shipped_rule_holds_its_own_examples() -> None:
    outcome = selftest.run(ruleset.files(ruleset.shipped()))
    assert [str(failure) for failure in outcome.failures] == []


def test_every_shipped_rule_has_two_bad_and_two_good_examples(files: list[RuleFile]) -> None:
    few = [file.rule.id for file in files if len(file.bad) < 2 or len(file.good) < 2]
    assert few == []


def test_a_fix_that_needs_no_asking_is_shown_by_an_example(files: list[RuleFile]) -> None:
    unshown = [
        file.rule.id
        for file in files
        if file.rule.autofix and not any(example.fixed is not None for example in file.bad)
    ]
    assert unshown == []


def test_the_catalogue_is_as_large_as_it_says(files: list[RuleFile]) -> None:
    stable = [file for file in files if file.rule.status == "stable"]
    assert len(stable) >= 170
    assert len(files) - len(stable) >= 50


def test_every_rule_file_names_the_schema_and_satisfies_it() -> None:
    validator = jsonschema.Draft202012Validator(catalogue.rule_schema())
    problems = {
        path.name: next(validator.iter_errors(load(path).value), None) for path in ruleset.files(ruleset.shipped())
    }
    assert {name: problem.message for name, problem in problems.items() if problem} == {}
    heads = {path.read_text(encoding="utf-8").splitlines()[0] for path in ruleset.files(ruleset.shipped())}
    assert heads == {"# yaml-language-server: $schema=../schema.json"}


def test_what_is_generated_is_up_to_date() -> None:
    wanted = catalogue.generated()
    stale = [
        name
        for name, content in wanted.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != content
    ]
    left = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "rules").rglob("*.md")} - set(wanted)
    assert (stale, left) == ([], set()), "python -m checker.catalogue writes them anew"


def test_the_schema_of_a_rule_describes_every_key() -> None:
    schema = catalogue.rule_schema()
    bare = [
        f"{option['properties']['type']['const']}.{key}"
        for option in schema["oneOf"]
        for key, about in option["properties"].items()
        if key != "type" and "description" not in about
    ]
    assert bare == []


def test_the_findings_schema_is_valid_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(json.dumps(catalogue.findings_schema())))
