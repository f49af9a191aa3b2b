"""What the tests share: rules made of a few lines of YAML, engines of them, and the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from checker import config, formats, ruleset
from checker.cli import main
from checker.engine import Engine
from checker.finding import Finding
from checker.rule import Rule
from checker.rulefile import RuleFile, read
from checker.ruleset import RuleSet, share
from checker.source import Source

collect_ignore = ["fixtures"]  # a distribution that only its test puts on the path

_HEAD = {
    "id": "trial",
    "severity": "error",
    "message": "\"'{match}' is wrong.\"",
    "why": "It is wrong.",
    "examples": '{bad: [{text: "<mark>wrong</mark>"}], good: ["right"]}',
}


def rule_text(body: str) -> str:
    """A rule file: the lines given, and whatever else a rule must say."""
    given = {line.partition(":")[0] for line in body.splitlines()}
    return "".join(f"{key}: {value}\n" for key, value in _HEAD.items() if key not in given) + body.strip() + "\n"


def rule_id(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("id: ")).removeprefix("id: ")


MakeFile = Callable[..., RuleFile]
MakeEngine = Callable[..., Engine]


class Ran(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


def forget_configuration() -> None:
    """A process reads a configuration file once."""
    config._read.cache_clear()
    config._for_folder.cache_clear()


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the user's cache or wishes, or another test's."""
    monkeypatch.setenv("MALAPROP_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    for name in ("NO_COLOR", "FORCE_COLOR", "MALAPROP_NO_CACHE"):
        monkeypatch.delenv(name, raising=False)
    forget_configuration()


@pytest.fixture
def make_file(tmp_path_factory: pytest.TempPathFactory) -> MakeFile:
    """Lines of YAML to a rule that was read from a file, whose path is shown as `trial.yaml`."""

    def make(body: str, category: str = "trials") -> RuleFile:
        text = rule_text(body)
        path = tmp_path_factory.mktemp("rules") / f"{rule_id(text)}.yaml"
        path.write_text(text, encoding="utf-8")
        return read(path, category, path.name)

    return make


@pytest.fixture
def make_engine(make_file: MakeFile) -> MakeEngine:
    """Lines of YAML of one or more rules to an engine that runs them."""

    def make(*bodies: str, category: str = "trials", allow: tuple[str, ...] = ()) -> Engine:
        rules: list[Rule] = sorted(make_file(body, category).rule for body in bodies)
        return Engine(RuleSet(tuple(rules), share(rules)), rules, allow)

    return make


def check(engine: Engine, text: str, markup: str = "plain", path: str = "text.txt") -> list[Finding]:
    return engine.check(formats.document(Source(text, path), markup))


def matches(engine: Engine, text: str, markup: str = "plain") -> list[str]:
    """The text of each finding; every one is the slice of the file that it says it is."""
    found = check(engine, text, markup)
    assert [text[finding.start : finding.end] for finding in found] == [finding.match for finding in found]
    return [finding.match for finding in found]


SMALL_RULES = {
    "wording/bosom-peril.yaml": """
id: bosom-peril
type: phrase
status: stable
severity: error
message: "'{match}' stands for '{expected}'."
why: A spinner has put synonyms into a term.
languages: [zh]
map:
  bosom peril: breast cancer
examples:
  bad:
    - text: "Signs of <mark>bosom peril</mark> were found."
      fixed: "Signs of breast cancer were found."
    - text: "<mark>Bosom peril</mark> is rare."
  good: ["The peril was real.", "Her bosom friend."]
""",
    "wording/very-unique.yaml": """
id: very-unique
type: pattern
status: stable
severity: suggestion
message: "'{match}' can't be graded."
why: Unique has no degrees.
patterns: ['very unique\\b']
examples:
  bad:
    - text: "A <mark>very unique</mark> chance."
    - text: "It was <mark>very unique</mark>."
  good: ["A unique chance.", "Very uniquely put."]
""",
    "signs/doubled-comma.yaml": """
id: doubled-comma
type: pattern
status: preview
severity: warning
message: "Two commas."
why: One is left over.
patterns: [',,']
fix: ','
autofix: true
any_language: true
examples:
  bad:
    - text: "One<mark>,,</mark> two."
      fixed: "One, two."
    - text: "So<mark>,,</mark> well."
  good: ["One, two.", "Yes, no, well."]
""",
}


@pytest.fixture
def small_rules(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three rules in place of those that ship."""
    folder = tmp_path_factory.mktemp("shipped") / "rules"
    for name, text in SMALL_RULES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    monkeypatch.setattr(ruleset, "shipped", lambda: folder)
    return folder


@pytest.fixture
def run(
    small_rules: Path,  # noqa: ARG001 - it is there for what it does
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """The command line, with the small rules, in an empty folder that is the top of a repository."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Ran:
        forget_configuration()
        try:
            status = main(list(arguments))
        except SystemExit as error:
            status = int(error.code or 0)
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return call
