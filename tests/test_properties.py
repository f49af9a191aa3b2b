"""What holds of every document: findings are slices of the file, positions agree, nothing raises.

Documents are put together from fragments that have caused trouble elsewhere, in both markups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MakeFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checker import ruleset
from checker.batch import Job, check_bytes, check_file
from checker.engine import Engine
from checker.finding import Finding
from checker.formats import read
from checker.opinions import PROGRAMS
from checker.ruleset import RuleSet, share
from checker.source import decode

RULES = [
    "type: pattern\nid: words\npatterns: ['\\w+ing\\b', '(?P<a>\\w+) (?P=a)\\b', '[,.]{2}']\nfix: '{a}'",
    "type: pattern\nid: ends\npatterns: ['^\\S+', '\\S+$']\nany_language: true\nscope: [paragraph, heading, alt]",
    "type: pattern\nid: starts\nunit: sentence\npatterns: ['^The .{0,30}']\nwhere: {min_words: 2}",
    "type: phrase\nid: zaps\nmap: {zap: zip, it’s a zap: it is one, old town: new city}\ninflect: noun\nautofix: true",
    (
        "type: tokens\nid: sequence\n"
        "tokens: [{class: [determiner]}, {class: [adjective], optional: true, repeat: 3}, {case: lower}]"
    ),
    "type: pattern\nid: odd\npatterns: ['[^\\x20-\\x7e\\s]+']\nany_language: true\nwhere: {quotes: outside}",
]
FRAGMENTS = st.sampled_from(
    "The |old town |zap |zaps, |it’s a zap |going |very very |a |blue |,, |.. |. |? |! |\n|\n\n|\r\n|\r\n\r\n|\r|\r\r|"
    "\t|"
    "\ufeff|\0|😀|👩‍👩‍👧 |e\u0301|\u0301|ﬁ|İ|ß|\u00a0|\u2028|\x0b|\x0c|\x1c|\x85|\u202e|\ufffc|“|”|\"|'|"
    '# |## |- |* |1. |> |>> |    |`|``|```|~~~\n|*|**|_|[|](|)|![|]|<b>|</b>|<!-- |-->|<a href="x">|&amp; |&#65;|&|\\|'
    "\\*|$|$$\n|| |\n|---|---|\n|---\n|===\n|: |[^1]|\n[^1]: |https://zap.org/a |www.zap.org, |a.b@zap.org|{zap}|"
    "{% zap %}|"
    "<Zap>|import zap\n|1998. |Dr. |U.S. |(zap) |…|—|部分|C|The mayor said|    "
    .split("|")
)  # fmt: skip
DOCUMENTS = st.lists(FRAGMENTS, max_size=30).map("".join)


@pytest.fixture(scope="module")
def job() -> Job:
    return Job(lambda _: lambda _: pytest.fail("not asked for"), None, keep_source=True, use_cache=False)


@pytest.fixture
def engine(make_file: MakeFile) -> Engine:
    rules = sorted(make_file(body).rule for body in RULES)
    return Engine(RuleSet(tuple(rules), share(rules)), rules)


def said(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [(some.rule, some.message, some.fix, some.sentence) for some in findings]


def lines(text: str) -> list[str]:
    return re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))


def check_places(text: str, found: Finding) -> None:
    assert text[found.start : found.end] == found.match
    assert 0 <= found.sentence_start <= found.start < found.end
    line = lines(text)[found.line - 1]
    if found.end_line == found.line:
        assert line[found.column - 1 : found.end_column - 1] == found.match
    else:
        assert found.match.startswith(line[found.column - 1 :])
    assert (found.line, found.column) <= (found.end_line, found.end_column)


relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@relaxed
@example("\ufeffzap zap")
@example("The old\r\ntown it’s a\rzap")
@example("a&amp;zap **old** town\n\n| zap | zap |\n|-|-|\n| a | zap |\n")
@given(DOCUMENTS)
def test_a_finding_is_the_slice_of_the_file_that_it_says(
    tmp_path_factory: pytest.TempPathFactory, engine: Engine, job: Job, name: str, text: str
) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / name
    path.write_bytes(text.encode())
    result = check_file(str(path), lambda _: engine, job)
    assert result.error == ""
    assert result.source is not None
    assert result.source.text == text
    for found in (*result.findings, *result.suppressed):
        check_places(text, found)


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@relaxed
@given(st.lists(FRAGMENTS.filter(lambda some: "\r" not in some), max_size=30).map("".join))
def test_the_kind_of_line_end_makes_no_difference(engine: Engine, job: Job, name: str, text: str) -> None:
    with_lf = check_bytes(text.encode(), name, engine, job)
    for end in ("\r\n", "\r"):
        other = check_bytes(text.replace("\n", end).encode(), name, engine, job)
        assert said(other.findings) == said(with_lf.findings)
        assert [shifted(text, some.start, end) for some in with_lf.findings] == [some.start for some in other.findings]
        assert [shifted(text, some.end, end) for some in with_lf.findings] == [some.end for some in other.findings]
        assert [some[6:10] for some in other.findings] == [some[6:10] for some in with_lf.findings]


def shifted(text: str, offset: int, end: str) -> int:
    return offset + text.count("\n", 0, offset) * (len(end) - 1)


@relaxed
@given(st.binary(max_size=60))
def test_no_bytes_make_it_raise(engine: Engine, job: Job, data: bytes) -> None:
    for name in ("a.txt", "a.md"):
        result = check_bytes(data, name, engine, job)
        assert bool(result.error) != bool(result.source)
        if result.source is not None:
            for found in result.findings:
                check_places(result.source.text, found)


@relaxed
@given(DOCUMENTS, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_the_encoding_makes_no_difference_but_for_its_mark(engine: Engine, job: Job, text: str, encoding: str) -> None:
    text = text.lstrip("\ufeff\0")  # UTF-16 that begins with NUL looks like UTF-32
    assert decode(text.encode(encoding)).text == f"\ufeff{text}"
    plain = check_bytes(text.encode(), "a.txt", engine, job)
    marked = check_bytes(text.encode(encoding), "a.txt", engine, job)
    assert said(marked.findings) == said(plain.findings)
    assert [(some.start, *some[6:10]) for some in marked.findings] == [
        (some.start + 1, *some[6:10]) for some in plain.findings
    ]


def test_the_test_rules_find_something_of_each_kind(engine: Engine, job: Job) -> None:
    text = "The zap is going going.\n\nIt’s a zap, the blue town,, 部分\n"
    found = check_bytes(text.encode(), "a.txt", engine, job).findings
    assert {some.rule for some in found} == set(_ids())


def _ids() -> Iterator[str]:
    for body in RULES:
        yield body.split("id: ")[1].partition("\n")[0]


@pytest.fixture(scope="module")
def catalogue() -> Engine:
    rules = ruleset.load()
    return Engine(rules, [rule for rule in rules.rules if rule.type not in PROGRAMS])


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@relaxed
@example("It was late    .")
@example("Take vitamin C\u00a0. It helps.")
@given(DOCUMENTS)
def test_no_rule_of_the_catalogue_fails_and_all_find_slices(catalogue: Engine, name: str, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    source = read(data, name).source
    for found in catalogue.check(read(data, name)):
        check_places(source.text, found)
