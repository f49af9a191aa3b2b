"""What the tests of reporters share: results made of a text and spans, hostile ones among them, and reports of them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

from checker.batch import Result
from checker.finding import SEVERITIES, Finding
from checker.reporters import FORMATS, Context, reporter
from checker.rule import Rule, Where
from checker.source import Source


def rule(name: str, why: str = "It is wrong.", severity: str = "error", languages: tuple[str, ...] = ()) -> Rule:
    return Rule(
        id=name, category="trials", type="pattern", status="stable", severity=severity, message="m", why=why, fix=None,
        autofix=False, languages=languages, scope=("paragraph",), any_language=False, markup=(), where=Where(),
        exceptions=(), params={}, literals=(), references=(), origin="",
    )  # fmt: skip


patient = settings(deadline=None)
"""For a property of text of any length, on a machine that has other work."""


class Rules:
    """Active rules, as a reporter knows them."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = list(rules)

    def get(self, name: str, /) -> Rule | None:
        return next((some for some in self._rules if some.id == name), None)

    def all(self) -> list[Rule]:
        return self._rules


RULES = Rules(rule("rule-a"), rule("rule-b", severity="warning", languages=("zh",)))


def finding(
    source: Source,
    start: int,
    end: int,
    *,
    rule: str = "rule-a",
    severity: str = "error",
    message: str = "Wrong.",
    fix: str | None = None,
    suppressed: str = "",
    category: str = "trials",
    number: int = 0,
) -> Finding:
    """A finding whose sentence is its match."""
    line, column = source.position(start)
    end_line, end_column = source.position(end)
    match = source.text[start:end]
    return Finding(
        rule=rule, category=category, severity=severity, path=source.path, start=start, end=end, line=line,
        column=column, end_line=end_line, end_column=end_column, message=message, match=match, fix=fix,
        safe_fix=False, sentence=match, sentence_start=start, sentence_end=end, sentence_line=line,
        sentence_end_line=end_line, fingerprint=f"{rule}:{source.path}:{start}:{number}", suppressed=suppressed,
    )  # fmt: skip


def result(text: str, *spans: tuple[int, int], path: str = "a.md", **said: str) -> Result:
    """A file with a finding for each span."""
    source = Source(text, path)
    found = tuple(finding(source, *span, number=n, **said) for n, span in enumerate(spans))  # type: ignore[arg-type]
    return Result(path, found, source=source)


def report(name: str, results: Sequence[Result], rules: Rules = RULES) -> str:
    assert name in FORMATS
    return "".join(reporter(name)(iter(results), Context(rules)))


HOSTILE = (
    *"%|`'\"<>&\\[](){}*_~#!@$:,;=-+\t\n\r\x00\x07\x1b\x7f\x85\x9b\xa0\xad\u200b\u200d\u200f\u2028\u202e\u2066\ufeff\uffff",
    "\r\n", "\n\n", "%0A", "%25", "::add-mask::x", "\n::error::x", "##[add-mask]x", "]]>", "<![CDATA[", "-->", "<!--",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p></section>", "<a href='javascript:x()'>x</a>",
    "![x](https://evil.example/x.png)", "[x](https://evil.example)", "<https://evil.example>", "https://evil.example/a",
    "www.evil.example", "@admin", "a@evil.example", "#12", "GH-12", "!12", "&lt;", "&#60;", "```", "\x1b[31m", "{0}",
    "| a | b |", "😀", "👩‍👩‍👧", "部首", "مرحبا", "é", "word", " ", "A sentence of words. ",
)  # fmt: skip

text_of_an_article = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8"), max_size=6)).map("".join)
said = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=12).map("".join).map(lambda text: f"Wrong: {text}.")
path = st.lists(
    st.sampled_from([char for char in HOSTILE if "\0" not in char] + ["a", "b/", "\udcff", "\ud800", "../", "./", "/"]),
    min_size=1,
    max_size=8,
).map(lambda parts: "".join(parts) + ".md")


@st.composite
def hostile_result(draw: st.DrawFn) -> Result:
    """A file of which everything comes from somebody who means harm."""
    source = Source(draw(text_of_an_article), draw(path))
    found = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(source.text)))
        end = draw(st.integers(start, len(source.text)))
        name, severity = draw(st.sampled_from(["rule-a", "rule-b", "not-listed"])), draw(st.sampled_from(SEVERITIES))
        message, fix = draw(said), draw(st.none() | said | st.just(""))
        found.append(finding(source, start, end, number=number, rule=name, severity=severity, message=message, fix=fix))
    hidden = tuple(some._replace(suppressed="comment") for some in found[:1])
    return Result(source.path, tuple(found), draw(st.just("") | said), source=source, suppressed=hidden)


hostile_rules = said.map(lambda why: Rules(rule("rule-a", why), rule("rule-b", severity="warning", languages=("zh",))))
