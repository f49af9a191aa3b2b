"""Harper, asked in this process through harper-py (the extra `harper`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from checker.opinions import PROGRAMS, Opinion, Trouble
from checker.opinions.advisor import Advisor, Connection

DISTRIBUTION = "harper-py"
_PANIC = "PanicException"  # how an error in Rust arrives; no exception class that could be imported


def advisor(_: object, rules: Sequence[str], categories: Sequence[str]) -> Advisor:
    """Harper, to be asked for these rules, or for all with categories."""
    wanted = () if categories else tuple(rules)  # a kind is known only from what it found
    return Advisor(PROGRAMS["harper"], lambda: connect(wanted), wanted)


def connect(rules: Sequence[str] = ()) -> Connection:
    """A linter. Without rules it runs all that are on by default. Raises Trouble."""
    try:
        from harper import Language  # noqa: PLC0415 - only a run that asks for it needs it
    except ImportError:
        raise Trouble(f"{DISTRIBUTION} is not installed: pip install 'malaprop[harper]'") from None
    from importlib.metadata import version  # noqa: PLC0415

    return Connection(version(DISTRIBUTION), _asking(tuple(rules), str(Language.PLAINTEXT.value)))


def _asking(rules: tuple[str, ...], language: str) -> Callable[[str], Iterator[Opinion]]:
    def ask(text: str) -> Iterator[Opinion]:
        try:
            found = _linter(rules).organized_lints(text, language=language)
        except BaseException as failure:
            if type(failure).__name__ != _PANIC:
                raise
            _linter.cache_clear()
            raise Trouble(f"it failed on a text: {' '.join(str(failure).split())[:200]}") from None
        for rule, lints in found.items():
            for lint in lints:
                start, end = lint.span.start, lint.span.end
                replacements = tuple(_replacement(text[start:end], some) for some in lint.suggestions[:5])
                yield Opinion(rule, lint.lint_kind, start, end, lint.message, replacements)

    return ask


@cache
def _linter(rules: tuple[str, ...]) -> Any:
    """A linter with these rules on, all that are by default when none is named; building one takes a second."""
    from harper import Linter  # noqa: PLC0415 - only a run that asks for it needs it

    linter = Linter()
    if rules:
        linter.set_lint_config({name: name in rules for name in linter.get_default_lint_config()})
    return linter


def _replacement(text: str, suggestion: Any) -> str:
    """The text that a suggestion puts in the place of another."""
    new = str(suggestion.replacement_text)
    return text + new if suggestion.kind.name == "INSERT_AFTER" else new
