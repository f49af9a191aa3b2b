"""What the check types that pass opinions on have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.checks import Find, Hit, Problem
from checker.document import Document
from checker.finding import Match
from checker.opinions import SWITCH, Opinion, filters
from checker.opinions.advisor import Advisor
from checker.rule import Rule

Wanted = tuple[str, list[str], list[str]]
"""Whom to ask ('' for nobody), for which rules, for which categories."""


def problems(params: Mapping[str, Any], program: str) -> Iterator[Problem]:
    """A rule that passes nothing on, or refuses what it doesn't take."""
    if not params.get("allow") and not params.get("categories"):
        yield Problem((), f"say which of {program}'s rules are passed on: 'allow', 'categories' or both")
    if params.get("refuse") and not params.get("categories"):
        yield Problem(("refuse",), "'refuse' leaves rules out of 'categories'")


def wanted(rules: Sequence[Rule]) -> Wanted:
    """All that rules want to know: a document is asked about once for all of them."""
    where = next((str(rule.params[SWITCH]) for rule in rules if rule.params.get(SWITCH)), "")
    allowed = {name for rule in rules for name in rule.params.get("allow", ())}
    categories = {name for rule in rules for name in rule.params.get("categories", ())}
    return where, sorted(allowed), sorted(categories)


def finder(rule: Rule, advisor: Advisor | None) -> Find:
    """The rule as a function: those of the advisor's opinions that it passes on."""
    allowed = frozenset(rule.params.get("allow", ()))
    categories = frozenset(rule.params.get("categories", ()))
    refused = frozenset(rule.params.get("refuse", ()))
    only = rule.params.get("only")

    def is_wanted(document: Document, opinion: Opinion) -> bool:
        if only == "unknown-words":
            return filters.is_unknown_word(document, opinion)
        return (only != "names" or document.text[opinion.start].isupper()) and filters.is_heard(document, opinion)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        if advisor is None:
            return
        for opinion in document.memo(advisor.about):
            named = opinion.rule in allowed or (opinion.category in categories and opinion.rule not in refused)
            if named and is_wanted(document, opinion):
                yield _match(opinion)

    return find


def _match(opinion: Opinion) -> Match:
    """An opinion as a match; its replacement is a fix where it has just one."""
    fix = opinion.replacements[0] if len(opinion.replacements) == 1 else None
    values = {"opinion": _sentence(opinion.message), "expected": (*opinion.replacements, "")[0]}
    return Match(opinion.start, opinion.end, values, fix)


def _sentence(message: str) -> str:
    """A program's words as a sentence on one line."""
    words = " ".join(message.replace("`", "'").split())
    return words if words.endswith((".", "?", "!")) else f"{words}."
