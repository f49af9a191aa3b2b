"""`languagetool`: what LanguageTool says of a text, where it is worth passing on.

Silent unless the command line (`--languagetool`) or the configuration asks for LanguageTool; then a document is
asked about once for all rules of the type.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from checker.checks import Find, Problem, passing
from checker.opinions import PROGRAMS
from checker.rule import Rule

if TYPE_CHECKING:
    from checker.opinions.advisor import Advisor


ENV_SERVER = "MALAPROP_LANGUAGETOOL"


class Params(TypedDict, total=False):
    """Parameters of a `languagetool` rule.

    The message may use `{opinion}`, what LanguageTool says, and `{expected}`, its first guess.

    allow: ids of LanguageTool's rules whose opinions the rule passes on, as `UPPERCASE_SENTENCE_START`.
    categories: ids of its categories, as `GRAMMAR`, whose rules it passes on.
    refuse: ids of rules in these categories that it leaves out.
    only: `names`: of the opinions, those on a word with a capital. `unknown-words`: those on a word in small letters
        that stands once and that nothing explains, neither the program's dictionary nor Malaprop's lists.
    in_damaged_text: pass opinions on only in documents where stable rules of Malaprop's own, readability apart, have
        found at least one kind of damage (one rule) for each 250 words, and at least two.
    """

    allow: list[str]
    categories: list[str]
    refuse: list[str]
    only: Literal["names", "unknown-words"]
    in_damaged_text: bool


def problems(params: Params) -> Iterator[Problem]:
    """A rule that passes nothing on."""
    return passing.problems(params, PROGRAMS["languagetool"])


def literals(params: Params) -> tuple[str, ...]:
    """What LanguageTool looks for isn't known here."""
    return ()


def shared(rules: Sequence[Rule]) -> passing.Wanted:
    """Whom the rules ask, and for what."""
    return passing.wanted(rules)


def ready(shared: passing.Wanted) -> Advisor | None:
    """LanguageTool, to be asked by all rules of an engine; nobody when it isn't switched on."""
    if not shared or not shared[0]:
        return None
    program: Any = importlib.import_module("checker.opinions.languagetool")
    made: Advisor = program.advisor(*shared)
    return made


def for_tests() -> str:
    """The server that rules are tested with: the one that the environment names."""
    return os.environ.get(ENV_SERVER, "")


def compile(rule: Rule, shared: Advisor | None) -> Find:
    """The rule as a function."""
    return passing.finder(rule, shared)
