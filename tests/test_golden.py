"""Every finding of every fixture article, exactly; clean articles stay silent.

`python tests/test_golden.py` writes the expectations anew: read the difference before you commit it.
"""

import json
from pathlib import Path

import pytest

from checker import ruleset
from checker.commands.common import chosen
from checker.engine import Engine
from checker.formats import read

FIXTURES = Path(__file__).parent.parent / "fixtures"
ARTICLES = sorted(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".md", ".html"})
CLEAN = {"quarry.txt", "orchard.md"}


def found(path: Path) -> list[dict[str, object]]:
    rules = ruleset.load()
    engine = Engine(rules, chosen(rules.rules, [], [], preview=False))
    findings = engine.check(read(path.read_bytes(), path.name))
    return [{"rule": f.rule, "line": f.line, "column": f.column, "match": f.match, "message": f.message, "fix": f.fix}
            for f in findings]  # fmt: skip


def golden(path: Path) -> Path:
    return path.with_name(f"{path.name}.golden.jsonl")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_an_article_has_exactly_its_golden_findings(path: Path) -> None:
    expected = [json.loads(line) for line in golden(path).read_text(encoding="utf-8").splitlines()]
    assert found(path) == expected


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_a_clean_article_is_silent(name: str) -> None:
    assert found(FIXTURES / name) == []


def write() -> None:
    for path in ARTICLES:
        lines = [json.dumps(finding, ensure_ascii=False) for finding in found(path)]
        golden(path).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
