"""What makes a check fast never changes what it finds: with and without the prefilter, the cache and the pool."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import formats, rulefile, ruleset
from checker.engine import Engine
from checker.ruleset import RuleSet, share
from checker.source import Source

ROOT = Path(__file__).parents[1]
FIXTURES = sorted(path for path in (ROOT / "fixtures").iterdir() if path.suffix in {".txt", ".md"})
ANYWHERE = frozenset({"pattern", "tokens", "structure", "name"})
"""Types whose rules may run without literals; those of the others are found by them alone."""


@cache
def engines() -> tuple[Engine, Engine]:
    """The rules that may do without literals: with theirs, and without."""
    rules = tuple(rule for rule in ruleset.load().rules if rule.type in ANYWHERE)
    free = tuple(rule._replace(literals=()) for rule in rules)
    return Engine(RuleSet(rules, share(rules)), rules), Engine(RuleSet(free, share(free)), free)


def found(engine: Engine, text: str, suffix: str = ".txt") -> list[tuple[str, int, int, str, str | None]]:
    document = formats.document(Source(text, f"a{suffix}"))
    return [(one.rule, one.start, one.end, one.message, one.fix) for one in engine.check(document)]


def test_most_rules_have_literals() -> None:
    """Else there is nothing to compare."""
    filtered, _ = engines()
    assert sum(bool(rule.literals) for rule in filtered.rules) > 300


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_the_prefilter_changes_nothing_in_a_fixture(path: Path) -> None:
    filtered, free = engines()
    text = path.read_text(encoding="utf-8")
    assert found(filtered, text, path.suffix) == found(free, text, path.suffix)


@cache
def examples() -> list[str]:
    """What the shipped rules find, each in its own words."""
    read = (rulefile.read(path, ruleset.category(path)) for path in ruleset.files(ruleset.shipped()))
    return [example.text for file in read for example in file.bad if example.format == "plain"]


ODD = ["é", "İ", "ß", "\N{NO-BREAK SPACE}", "中文", "слово", "😀", "e\u0301", "?", "—", "“", "”", "(", ")", "1 200"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_prefilter_changes_nothing_in_a_random_document(data: st.DataObject) -> None:
    filtered, free = engines()
    some = data.draw(st.lists(st.sampled_from(examples()), min_size=1, max_size=12))
    odd = data.draw(st.lists(st.sampled_from(["", *ODD]), min_size=len(some), max_size=len(some)))
    text = data.draw(st.sampled_from([" ", "\n\n", ""])).join(map("".join, zip(odd, some, strict=True)))
    assert found(filtered, text) == found(free, text)


@pytest.mark.parametrize("portion", range(20))
def test_the_prefilter_changes_nothing_in_what_the_rules_find(portion: int) -> None:
    filtered, free = engines()
    for text in examples()[portion::20]:
        assert found(filtered, text) == found(free, text)


def test_cache_and_pool_change_nothing_in_all_fixtures(tmp_path: Path) -> None:
    def checked(*options: str) -> bytes:
        command = [sys.executable, "-m", "checker", "check", "--isolated", "--exit-zero", "--format", "jsonl", *options]
        return subprocess.run(
            [*command, *map(str, FIXTURES)], cwd=ROOT, check=True, stdout=subprocess.PIPE,
            env={**os.environ, "MALAPROP_CACHE_DIR": str(tmp_path)},
        ).stdout  # fmt: skip

    expected = checked("--no-cache", "--jobs", "1")
    assert expected
    for options in (["--no-cache", "--jobs", "2"], ["--jobs", "2"], ["--jobs", "2"], ["--jobs", "1"]):
        assert checked(*options) == expected
