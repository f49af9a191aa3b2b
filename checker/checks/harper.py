"""`harper`: what Harper says of a text, where it is worth passing on.

Silent unless the command line (`--harper`) or the configuration asks for Harper; then a document is asked about once
for all rules of the type.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from checker.checks import Find, Problem, passing
from checker.opinions import PROGRAMS
from checker.rule import Rule

if TYPE_CHECKING:
    from checker.opinions.advisor import Advisor


class Params(TypedDict, total=False):
    """Parameters of a `harper` rule.

    The message may use `{opinion}`, what Harper says, and `{expected}`, its first guess.

    allow: ids of Harper's rules whose opinions the rule passes on, as `SentenceCapitalization`.
    categories: its kinds of rules, as `Agreement`, whose rules it passes on.
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
    return passing.problems(params, PROGRAMS["harper"])


def literals(params: Params) -> tuple[str, ...]:
    """What Harper looks for isn't known here."""
    return ()


def shared(rules: Sequence[Rule]) -> passing.Wanted:
    """Whom the rules ask, and for what."""
    return passing.wanted(rules)


def ready(shared: passing.Wanted) -> Advisor | None:
    """Harper, to be asked by all rules of an engine; nobody when it isn't switched on."""
    if not shared or not shared[0]:
        return None
    program: Any = importlib.import_module("checker.opinions.harper")
    made: Advisor = program.advisor(*shared)
    return made


def for_tests() -> str:
    """Whether Harper is installed."""
    return "here" if importlib.util.find_spec("harper") else ""


def compile(rule: Rule, shared: Advisor | None) -> Find:
    """The rule as a function."""
    return passing.finder(rule, shared)
