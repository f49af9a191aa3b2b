"""Check types: one module each, and the names below are the registry.

A check type says where something is; the engine does the rest. Its module has

    class Params(TypedDict): ...        what a rule of the type may set; the docstring describes each key
    def problems(params) -> Iterator[Problem]     what typing can't say is wrong with them (optional)
    def literals(params) -> tuple[str, ...]       folded strings, one of which is in every match; () if unknown
    def shared(rules) -> Any            what all rules of the type need, as plain values for the cache (optional)
    def ready(shared) -> Any            the same as objects, made once for each engine (optional)
    def expressions(rules, shared) -> Iterator[(pattern, flags)]   regular expressions to keep compiled (optional)
    def compile(rule, shared) -> Find   a function from a document and the hits of the rule's literals to matches

A type from elsewhere is found under the entry point group `malaprop.checks`: name = the type, value = the module.
"""

import importlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from checker.document import Document
from checker.finding import Match
from checker.prefilter import Hit as Hit
from checker.rule import Rule

TYPES = (
    "casing", "consistency", "harper", "languagetool", "name", "pattern", "phrase", "readability", "repetition",
    "script", "spelling", "spun", "structure", "synonym", "tokens",
)  # fmt: skip
ENTRY_POINTS = "malaprop.checks"


class Problem(NamedTuple):
    """Something wrong with a rule's parameters: the path of keys and numbers to it, and what."""

    path: tuple[str | int, ...]
    message: str


Find = Callable[[Document, Sequence[Hit]], Iterator[Match]]


class CheckType(Protocol):
    """What the module of a check type has; `problems` and `shared` may be missing."""

    Params: Any

    def literals(self, params: Any) -> tuple[str, ...]: ...

    def compile(self, rule: Rule, shared: Any) -> Find: ...


@cache
def check_type(name: str) -> Any:  # a CheckType; modules don't satisfy protocols with optional members
    """The module of a check type. Raises KeyError for a type that nobody provides."""
    if name in TYPES:
        return importlib.import_module(f"checker.checks.{name}")
    from importlib.metadata import entry_points  # noqa: PLC0415 - only a foreign type needs it

    for entry in entry_points(group=ENTRY_POINTS, name=name):
        return entry.load()
    raise KeyError(name)


def foreign_types() -> tuple[str, ...]:
    """Names of the check types that other distributions provide."""
    from importlib.metadata import entry_points  # noqa: PLC0415

    return tuple(sorted(entry.name for entry in entry_points(group=ENTRY_POINTS)))
