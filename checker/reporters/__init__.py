"""Findings to text: one module a format, each a function from results to strings.

    def report(results: Iterable[Result], context: Context) -> Iterator[str]

A reporter prints nothing itself, and everything that comes from an article is escaped for where it goes.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from checker.batch import Result
from checker.rule import Rule

FORMATS = {
    "text": "text", "full": "full", "json": "json", "jsonl": "json", "sarif": "sarif", "github": "github",
    "gitlab": "gitlab", "junit": "xml", "checkstyle": "xml", "rdjson": "rdjson", "rdjsonl": "rdjson",
    "markdown": "markdown", "html": "html",
}  # fmt: skip
"""The name of a format → its module."""

NEED_SOURCE = frozenset({"full", "html", "rdjson", "rdjsonl"})
"""Formats that show the article, not only what was found in it."""


class Rules(Protocol):
    """The active rules."""

    def get(self, rule: str, /) -> Rule | None: ...

    def all(self) -> list[Rule]: ...


class Context(NamedTuple):
    """What a reporter may know beside the results.

    rules: gives an active rule by its id. color: whether to use ANSI colours.
    """

    rules: Rules
    color: bool = False


Report = Callable[[Iterable[Result], Context], Iterator[str]]


def reporter(name: str) -> Report:
    """The reporter of a format. Raises KeyError."""
    module = importlib.import_module(f"checker.reporters.{FORMATS[name]}")
    report: Report = getattr(module, f"report_{name}", None) or module.report
    return report
