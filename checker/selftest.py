"""Rules tested by their own examples.

A rule's bad examples mark what it finds: the marked spans are exactly the found spans. Where the example says
how the text reads when fixed, applying the fixes gives that text, and the rule is silent on it. Its good
examples are silent. A rule that no example makes fire fails, and so do two rules with one id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from checker import formats
from checker.checks import check_type
from checker.engine import Engine
from checker.fileerror import FileError
from checker.finding import Finding
from checker.opinions import IN_DAMAGED_TEXT, PROGRAMS, SWITCH
from checker.rule import Where
from checker.rulefile import Example, RuleFile, read
from checker.ruleset import RuleSet, category, share
from checker.source import Source


class Failure(NamedTuple):
    """What is wrong with a rule: the file, line and column of the example, and what."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class Outcome(NamedTuple):
    """What a test run saw. untested: programs that rules pass opinions on of, and that can't be asked here."""

    rules: int
    examples: int
    failures: tuple[Failure, ...]
    untested: tuple[str, ...] = ()


def run(paths: Iterable[Path]) -> Outcome:
    """Test the rules in these files, each alone."""
    failures: list[Failure] = []
    files: dict[str, RuleFile] = {}
    for path in paths:
        try:
            file = read(path, category(path))
        except FileError as error:
            failures.append(Failure(error.path, error.line, error.column, error.message))
            continue
        if other := files.get(file.rule.id):
            failures.append(_failure(file, ("id",), f"the id '{file.rule.id}' is taken by {other.rule.origin}"))
        files[file.rule.id] = file
    untested = {file.rule.type for file in files.values() if file.rule.type in PROGRAMS and not whom_to_ask(file)}
    tested = [file for file in files.values() if file.rule.type not in untested]
    for file in tested:
        failures.extend(failures_of(file))
    examples = sum(len(file.bad) + len(file.good) for file in tested)
    return Outcome(len(tested), examples, tuple(failures), tuple(sorted(PROGRAMS[kind] for kind in untested)))


def whom_to_ask(file: RuleFile) -> str:
    """Where a rule that passes opinions on finds its program for a test; '' when nowhere."""
    return str(check_type(file.rule.type).for_tests())


def failures_of(file: RuleFile) -> Iterator[Failure]:
    """Everything that a rule's examples say is wrong with it."""
    # The rule is alone here: what it asks of the document's length or of company is not under test.
    alone = file.rule._replace(where=file.rule.where._replace(min_document_words=0, needs=()))
    if file.rule.where == Where():
        alone = file.rule
    if alone.type in PROGRAMS:
        alone = alone._replace(params={**alone.params, SWITCH: whom_to_ask(file), IN_DAMAGED_TEXT: False})
    engine = Engine(RuleSet((alone,), share([alone])), [alone])

    def check(example: Example) -> list[Finding]:
        return engine.check(formats.document(Source(example.text), example.format))

    if not file.bad:
        yield _failure(file, ("examples", "bad"), "no example makes the rule fire")
    if not file.good:
        yield _failure(file, ("examples", "good"), "a rule needs a good example")
    for number, example in enumerate(file.bad):
        for message in _bad_problems(example, check):
            yield _failure(file, ("examples", "bad", number, "text"), message)
    for number, example in enumerate(file.good):
        for finding in check(example):
            yield _failure(file, ("examples", "good", number), f"fires on a good example, at '{finding.match}'")


def _failure(file: RuleFile, where: tuple[str | int, ...], message: str) -> Failure:
    error = file.loaded.error(where, message)
    return Failure(error.path, error.line, error.column, f"[{file.rule.id}] {message}")


def _bad_problems(example: Example, check: Callable[[Example], list[Finding]]) -> Iterator[str]:
    found = check(example)
    spans = [(finding.start, finding.end) for finding in found]
    if spans != [tuple(span) for span in example.spans]:
        shown = ", ".join(f"'{finding.match}'" for finding in found) or "nothing"
        marked = ", ".join(f"'{example.text[start:end]}'" for start, end in example.spans)
        yield f"finds {shown}; marked is {marked}"
        return
    if example.fixed is None:
        return
    fixed = applied(example.text, found)
    if fixed != example.fixed:
        yield f"its fix gives '{fixed}'; expected is '{example.fixed}'"
    elif again := check(example._replace(text=fixed)):
        yield f"fires on its own fix, at '{again[0].match}'"


def applied(text: str, findings: Iterable[Finding]) -> str:
    """The text with every fix put in, from the end to the start."""
    for finding in sorted(findings, key=lambda f: -f.start):
        if finding.fix is not None:
            text = text[: finding.start] + finding.fix + text[finding.end :]
    return text
