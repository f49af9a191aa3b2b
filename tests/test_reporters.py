from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import msgspec
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml
from lxml import etree, html
from markdown_it import MarkdownIt
from reports import RULES, Rules, finding, hostile_result, hostile_rules, patient, report, result, rule

from checker.batch import Result
from checker.catalogue import findings_schema
from checker.reporters import FORMATS
from checker.reporters.escape import printable, repository_path
from checker.reporters.github import CAP, SUMMARY_LIMIT
from checker.reporters.sarif import MOST_RESULTS
from checker.source import Source

SCHEMAS = Path(__file__).with_name("schemas")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
SURROGATE = re.compile("[\ud800-\udfff]")

hostile_results = st.lists(hostile_result(), max_size=3)


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


SARIF = jsonschema.Draft4Validator(schema("sarif-2.1.0.json"), format_checker=jsonschema.FormatChecker())
GITHUB_SARIF = jsonschema.Draft202012Validator(schema("github-sarif.json"))
RDJSON = jsonschema.Draft202012Validator(schema("rdjson.json"))
RDJSON_LINE = jsonschema.Draft202012Validator(
    {"$ref": "#/$defs/diagnostic", "$defs": schema("rdjson.json")["$defs"]},
)
GITLAB = jsonschema.Draft202012Validator(schema("gitlab.json"))
FINDINGS = jsonschema.Draft202012Validator(findings_schema())
RECORD = jsonschema.Draft202012Validator({"$ref": "#/$defs/Record", "$defs": findings_schema()["$defs"]})


def whole(text: str) -> str:
    """Text as JSON carries it: half characters are no text."""
    return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def messages(results: Sequence[Result]) -> list[str]:
    return [some.message for each in results for some in each.findings]


# --- readers, each made from the format's own grammar ------------------------------------------------


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def commands(text: str) -> Iterator[Command]:
    """Workflow commands as GitHub's runner reads them, line by line. No line is anything else."""
    for line in text.split("\n")[:-1]:
        assert line.startswith("::")
        info, _, message = line[2:].partition("::")
        name, _, rest = info.partition(" ")
        properties = dict(some.split("=", 1) for some in rest.split(",") if some)
        yield Command(name, {key: unescaped(value, ":,") for key, value in properties.items()}, unescaped(message))


def unescaped(value: str, more: str = "") -> str:
    for char in f"\r\n{more}%":
        value = value.replace(f"%{ord(char):02X}", char)
    return value


class Page(HTMLParser):
    """The elements and the text of rendered Markdown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's signature
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.cells:
            self.cells[-1] += data


def rendered(text: str) -> Page:
    return Page(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


def plain(text: str) -> str:
    return printable(" ".join(text.split()))


# --- hostile text ------------------------------------------------------------------------------------


@patient
@given(hostile_results)
def test_text_is_one_printable_line_a_finding(results: list[Result]) -> None:
    lines = report("text", results).split("\n")
    assert not CONTROL.search("".join(lines))
    assert [line.partition(": ")[2].split(" ", 1)[1].rpartition(" [")[0] for line in map(past_path, lines[:-1])] == [
        printable(message) for message in messages(results)
    ]


def past_path(line: str) -> str:
    """A line with the path cut off, which may hold anything."""
    found = re.search(r":\d+:\d+: (error|warning|suggestion) Wrong: ", line)
    assert found
    return line[found.start() :]


@patient
@given(hostile_results)
def test_full_shows_every_finding_and_no_control_character(results: list[Result]) -> None:
    text = report("full", results)
    assert not CONTROL.search(text)
    for message in messages(results):
        assert printable(message) in text


@patient
@given(hostile_results, hostile_rules)
def test_json_and_jsonl_fit_their_schema_and_say_all(results: list[Result], rules: Rules) -> None:
    text = report("json", results, rules)
    read = json.loads(text)
    assert msgspec.json.decode(text) == read
    FINDINGS.validate(read)
    assert [some["message"] for some in read["findings"]] == messages(results)
    lines = report("jsonl", results, rules).split("\n")
    assert [json.loads(line) for line in lines[:-1]] == read["findings"]
    for some in read["findings"]:
        RECORD.validate(some)
    assert not CONTROL.search(text)


@patient
@given(hostile_results, hostile_rules)
def test_sarif_fits_the_schema_and_what_github_needs(results: list[Result], rules: Rules) -> None:
    log = msgspec.json.decode(report("sarif", results, rules))
    SARIF.validate(log)
    GITHUB_SARIF.validate(log)
    (run,) = log["runs"]
    shown = [some for some in run["results"] if "suppressions" not in some]
    assert sorted(some["message"]["text"] for some in shown) == sorted(
        re.sub(r"[\\\[\]]", r"\\\g<0>", said) if "](" in said else said for said in messages(results)
    )
    listed = run["tool"]["driver"]["rules"]
    assert len({some["id"] for some in listed}) == len(listed)
    for some in run["results"]:
        assert listed[some["ruleIndex"]]["id"] == some["ruleId"]
        assert not re.search(r"(?:^|[^\\])(?:\\\\)*\]\(", some["message"]["text"])


@patient
@given(hostile_results)
def test_github_commands_are_only_ours(results: list[Result]) -> None:
    text = report("github", results)
    assert not CONTROL.search(text)
    read = list(commands(text))
    assert {command.name for command in read} <= {"error", "warning", "notice"}
    assert [command.message for command in read if "line" in command.properties] == [
        "".join(char if char in "\r\n" else printable(char) for char in some.message)
        for severity in ("error", "warning", "suggestion")
        for each in results
        for some in each.findings
        if some.severity == severity
    ]
    assert all({*command.properties} <= {"file", "line", "endLine", "col", "endColumn", "title"} for command in read)


@patient
@given(hostile_results)
def test_gitlab_fits_its_schema_and_every_fingerprint_is_another(results: list[Result]) -> None:
    twice = [*results, *results]
    issues = msgspec.json.decode(report("gitlab", twice))
    GITLAB.validate(issues)
    assert [some["description"] for some in issues] == messages(twice)
    assert len({some["fingerprint"] for some in issues}) == len(issues)


@patient
@given(hostile_results, hostile_rules)
def test_rdjson_fits_its_schema(results: list[Result], rules: Rules) -> None:
    read = msgspec.json.decode(report("rdjson", results, rules))
    RDJSON.validate(read)
    assert [some["message"] for some in read["diagnostics"]] == messages(results)
    lines = [msgspec.json.decode(line) for line in report("rdjsonl", results, rules).split("\n")[:-1]]
    for line in lines:
        RDJSON_LINE.validate(line)
    assert [{**some, "source": {"name": "malaprop"}} for some in read["diagnostics"]] == lines


XML_LOST = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def in_xml(text: str) -> str:
    return XML_LOST.sub("\N{REPLACEMENT CHARACTER}", text)


@patient
@given(hostile_results)
def test_checkstyle_is_xml_that_says_all(results: list[Result]) -> None:
    tree = etree.fromstring(report("checkstyle", results).encode())
    errors = [some for some in tree.iter("error") if some.get("source") != "malaprop"]
    assert [some.get("message") for some in errors] == [in_xml(message) for message in messages(results)]
    assert [file.get("name") for file in tree] == [in_xml(each.path) for each in results]
    assert {some.get("severity") for some in errors} <= {"error", "warning", "info"}


@patient
@given(hostile_results)
def test_junit_is_read_by_another_parser(results: list[Result]) -> None:
    suites = list(JUnitXml.fromstring(report("junit", results).encode()))
    assert [suite.name for suite in suites] == [in_xml(each.path) for each in results]
    outcomes = [outcome for suite in suites for case in suite for outcome in case.result]
    failures = [outcome.message for outcome in outcomes if isinstance(outcome, Failure)]
    assert failures == [in_xml(message) for message in messages(results)]
    assert sum(isinstance(outcome, Error) for outcome in outcomes) == sum(bool(each.error) for each in results)
    for suite, each in zip(suites, results, strict=True):
        assert (suite.tests, suite.failures, suite.errors) == (
            max(1, len(each.findings) + bool(each.error)), len(each.findings), int(bool(each.error))
        )  # fmt: skip
        assert len(list(suite)) == suite.tests


OF_A_FORGE = re.compile(r"[@#!~%$&][\w\"]|://|www\.|gh-\d", re.IGNORECASE)


@patient
@given(hostile_results)
def test_markdown_holds_no_element_of_an_article(results: list[Result]) -> None:
    page = rendered(report("markdown", results))
    assert page.tags <= {"h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "sub", "em"}
    assert not OF_A_FORGE.search(page.text)
    said = [cell.replace("\u2060", "").strip() for cell in page.cells[2::4]]
    assert said == [
        f"{shown} {some.rule}" for each in results for some in each.findings for shown in [plain(some.message)]
    ]


ALLOWED = set(
    "html head meta title style body header main footer nav section h1 h2 h3 p ul ol li a div table caption thead tbody"
    " tr th td figure figcaption svg rect mark sup code strong b span".split()
)


@patient
@given(hostile_results, hostile_rules)
def test_html_holds_no_element_of_an_article(results: list[Result], rules: Rules) -> None:
    text = report("html", results, rules)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    assert {some.tag for some in tree.iter()} <= ALLOWED
    for some in tree.iter():
        assert {*some.attrib} <= {
            "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "title", "aria-label", "dir",
            "scope", "tabindex", "viewbox", "viewBox", "preserveaspectratio", "preserveAspectRatio", "role", "x", "y",
            "width", "height",
        }  # fmt: skip
    links = [some.get("href") for some in tree.iter("a")]
    identities = [some.get("id") for some in tree.iter() if some.get("id")]
    assert len({*identities}) == len(identities)
    assert {*links} <= {f"#{identity}" for identity in identities}
    notes = ["".join(some.itertext()) for some in tree.find_class("what")]
    wanted = sorted(message for each in results if not each.error for message in messages([each]))
    assert sorted(" ".join(note.partition(". ")[2].split()) for note in notes) == sorted(
        " ".join(HTML_LOST.sub("\ufffd", message).split()) for message in wanted
    )


HTML_LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "text", ["x" * 100_000, "\n" * 1000, "a | b " * 20_000, "<" * 100_000, "“" * 1000 + "😀" * 50_000]
)
def test_a_long_line_is_reported_and_stays_on_one(name: str, text: str) -> None:
    some = result(text, (0, len(text)), (len(text), len(text)), message=f"It is {text[:300]}.", fix=text)
    assert report(name, [some])


@pytest.mark.parametrize("name", FORMATS)
def test_no_file_and_a_clean_file_and_a_broken_one_are_reported(name: str) -> None:
    assert report(name, []) is not None
    assert (
        report(name, [Result("a.md", source=Source("", "a.md")), Result("b.md", error="is a binary file")]) is not None
    )


# --- each format -------------------------------------------------------------------------------------


def test_a_finding_about_a_sidecar_is_not_shown_in_the_article() -> None:
    article = Source("One line.", "a.txt")
    beside = Source("[[ignore]]\n\n\n[[ignore]]\n", "a.txt.malaprop")
    about = finding(beside, 13, 23, rule="unused-suppression", category="suppression", message="It suppresses nothing.")
    results = [Result("a.txt", (about,), source=article)]
    (diagnostic,) = json.loads(report("rdjson", results))["diagnostics"]
    assert diagnostic["location"]["range"]["start"] == {"line": 4, "column": 1}
    assert "One line" not in report("full", results)
    assert "Outside the text" in report("html", results)
    (run,) = json.loads(report("sarif", results))["runs"]
    assert run["tool"]["driver"]["rules"][2]["id"] == "unused-suppression"
    assert run["results"][0]["ruleIndex"] == 2
    assert run["tool"]["driver"]["rules"][2]["helpUri"].endswith("/docs/suppressions.md")


def test_rdjson_counts_bytes() -> None:
    some = result("é😀 wrong\r\nthis", (3, 8), (3, 14), fix="right")
    first, second = json.loads(report("rdjson", [some]))["diagnostics"]
    assert first["location"]["range"] == {"start": {"line": 1, "column": 8}, "end": {"line": 1, "column": 13}}
    assert first["suggestions"] == [{"range": first["location"]["range"], "text": "right"}]
    assert second["location"]["range"]["end"] == {"line": 2, "column": 5}


def test_sarif_lists_rules_without_results_with_all_that_github_shows() -> None:
    (run,) = json.loads(report("sarif", []))["runs"]
    assert run["results"] == []
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["rules"][1] == {
        "id": "rule-b",
        "shortDescription": {"text": "rule b"},
        "fullDescription": {"text": "It is wrong."},
        "help": {"text": "It is wrong.", "markdown": "**rule-b**: It is wrong."},
        "helpUri": "https://github.com/malaprop/malaprop/blob/main/docs/rules/trials/rule-b.md",
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["trials"], "problem.severity": "warning"},
    }


def test_sarif_says_precision_where_it_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.measured.precision", lambda name: {"rule-a": "very-high"}.get(name, ""))
    (run,) = json.loads(report("sarif", []))["runs"]
    assert [some["properties"].get("precision") for some in run["tool"]["driver"]["rules"]] == ["very-high", None]


def test_a_sarif_result_has_region_fix_and_fingerprint() -> None:
    some = result("So wrong\nit is.", (3, 11), fix="right", path="./a b.md")
    (run,) = json.loads(report("sarif", [some]))["runs"]
    region = {"startLine": 1, "startColumn": 4, "endLine": 2, "endColumn": 3, "charOffset": 3, "charLength": 8}
    assert run["results"] == [{
        "ruleId": "rule-a",
        "level": "error",
        "message": {"text": "Wrong."},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b.md"}, "region": region}}],
        "partialFingerprints": {
            "primaryLocationLineHash": "rule-a:./a b.md:3:0:1", "malaprop/v1": "rule-a:./a b.md:3:0"
        },
        "ruleIndex": 0,
        "fixes": [{
            "description": {"text": "Write “right”"},
            "artifactChanges": [{
                "artifactLocation": {"uri": "a%20b.md"},
                "replacements": [{"deletedRegion": region, "insertedContent": {"text": "right"}}],
            }],
        }],
    }]  # fmt: skip


@pytest.mark.parametrize(("by", "kind"), [("comment", "inSource"), ("sidecar", "external"), ("baseline", "external")])
def test_sarif_keeps_what_is_suppressed_as_suppressed(by: str, kind: str) -> None:
    some = result("wrong", (0, 5))
    hidden = tuple(one._replace(suppressed=by) for one in some.findings)
    (run,) = json.loads(report("sarif", [some._replace(findings=(), suppressed=hidden)]))["runs"]
    assert run["results"][0]["suppressions"] == [{"kind": kind, "status": "accepted"}]


def test_sarif_keeps_the_worst_of_more_results_than_github_takes() -> None:
    source = Source("wrong " * 10, "a.md")
    mild = finding(source, 0, 5, severity="suggestion")
    grave = finding(source, 6, 11)
    some = Result("a.md", (*[mild] * MOST_RESULTS, grave), source=source)
    (run,) = json.loads(report("sarif", [some]))["runs"]
    assert len(run["results"]) == MOST_RESULTS
    assert run["results"][-1]["level"] == "error"
    assert run["invocations"] == [{
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": "1 more findings had no room."}}],
    }]  # fmt: skip


def test_sarif_tells_of_a_file_that_could_not_be_checked() -> None:
    (run,) = json.loads(report("sarif", [Result("a.md", error="is a binary file")]))["runs"]
    assert run["invocations"] == [{
        "executionSuccessful": False,
        "toolExecutionNotifications": [{"level": "error", "message": {"text": "a.md: is a binary file"}}],
    }]  # fmt: skip


def many(severity: str, number: int) -> Result:
    return result("wrong " * number, *[(6 * n, 6 * n + 5) for n in range(number)], severity=severity)


@pytest.mark.parametrize(
    ("errors", "warnings", "suggestions", "shown", "hidden"),
    [
        (10, 10, 10, (10, 10, 10), 0),
        (11, 10, 10, (10, 10, 9), 2),
        (3, 12, 0, (3, 10, 0), 2),
        (0, 0, 11, (0, 0, 9), 2),
        (0, 0, 0, (0, 0, 0), 0),
    ],
)
def test_github_shows_the_worst_first_within_its_caps(
    errors: int, warnings: int, suggestions: int, shown: tuple[int, int, int], hidden: int
) -> None:
    results = [many("suggestion", suggestions), many("warning", warnings), many("error", errors)]
    read = list(commands(report("github", results)))
    names = [command.name for command in read]
    assert names == ["error"] * shown[0] + ["warning"] * shown[1] + ["notice"] * (shown[2] + bool(hidden))
    assert all(names.count(level) <= CAP for level in names)
    if hidden:
        assert read[-1].message == f"{hidden} more findings, which GitHub would not show"


def test_github_writes_the_table_to_the_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary"
    summary.write_text("Before.\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    text = report("github", [many("error", 12)])
    assert text.endswith("::notice title=malaprop::2 more findings in the step's summary\n")
    assert summary.read_text().startswith("Before.\n### Malaprop: 12 errors in 1 file\n\n**a.md**\n\n| line |")
    assert summary.read_text().count("Wrong.") == 12


def test_githubs_summary_stays_within_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary"
    summary.write_text("x" * 900_000)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    report("github", [many("error", 5000)])
    report("github", [many("error", 5000)])
    assert 990_000 < summary.stat().st_size <= SUMMARY_LIMIT


def test_a_summary_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "none" / "summary"))
    assert report("github", [many("error", 11)]).endswith("::1 more finding, which GitHub would not show\n")


def test_github_gives_columns_only_on_one_line_and_the_repositorys_path() -> None:
    text = report("github", [result("one\ntwo", (0, 3), (1, 6), path="./docs/../a,b:c.md")])
    assert text == (
        "::error file=a%2Cb%3Ac.md,line=1,endLine=1,col=1,endColumn=4,title=malaprop (rule-a)::Wrong.\n"
        "::error file=a%2Cb%3Ac.md,line=1,endLine=2,title=malaprop (rule-a)::Wrong.\n"
    )


def test_github_annotates_a_file_that_could_not_be_checked() -> None:
    text = report("github", [Result("a.md", error="is a binary file")])
    assert text == "::error file=a.md,title=malaprop::is a binary file\n"


def test_markdown_is_a_table_for_each_file() -> None:
    results = [result("wrong word", (0, 5), (6, 10), fix=""), result("fine"), Result("c.md", error="is a binary file")]
    assert report("markdown", results) == (
        "### Malaprop: 2 errors in 3 files\n\n**a.md**\n\n| line | | what | write instead |\n|---:|---|---|---|\n"
        "| 1 | 🟥 error | Wrong. <sub>rule-a</sub> | *leave it out* |\n"
        "| 1 | 🟥 error | Wrong. <sub>rule-a</sub> | *leave it out* |\n"
        "\n**c.md** could not be checked: is a binary file\n"
    )


@pytest.mark.parametrize("files", [1, 40, 5000])
def test_a_comment_has_at_most_60_thousand_bytes_and_counts_the_rest(files: int) -> None:
    text = report("markdown", [many("error", 5000 // files) for _ in range(files)])
    assert len(text.encode()) <= 60_000
    left = re.search(r"\n(\d+) more findings had no room here\.\n\Z", text)
    assert left
    assert text.count("Wrong.") + int(left[1]) == 5000


def test_junit_has_a_case_that_passes_for_a_clean_file() -> None:
    (suite,) = JUnitXml.fromstring(report("junit", [result("fine")]).encode())
    assert [(case.name, case.classname, case.result) for case in suite] == [("malaprop", "a.md", [])]


def test_full_marks_the_span_and_says_why_and_what_to_write() -> None:
    assert report("full", [result("部 is wrong here", (5, 10), fix="right")]) == (
        "a.md:1:6: error Wrong. [rule-a]\n"
        "    1 | 部 is wrong here\n"
        "      |       ^^^^^\n"
        "  why   It is wrong.\n"
        "  write “right”\n\n"
    )


def test_a_path_is_told_as_the_repository_has_it() -> None:
    results = [result("wrong", (0, 5), path="./news/a.md")]
    assert json.loads(report("gitlab", results))[0]["location"]["path"] == "news/a.md"
    assert json.loads(report("rdjson", results))["diagnostics"][0]["location"]["path"] == "news/a.md"
    assert repository_path("a.md") == "a.md"


def test_the_rules_page_is_named_by_category() -> None:
    rules = Rules(rule("rule-a"))
    (line,) = report("rdjsonl", [result("wrong", (0, 5))], rules).splitlines()
    assert json.loads(line)["code"] == {
        "value": "rule-a", "url": "https://github.com/malaprop/malaprop/blob/main/docs/rules/trials/rule-a.md"
    }  # fmt: skip
    assert RULES.get("rule-a")


# --- several outputs of one run ----------------------------------------------------------------------


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("Signs of bosom peril were found, and a very unique chance it was for all of them.\n")
    return path


def test_several_formats_are_written_in_one_run(run: Run, article: Path, tmp_path: Path) -> None:
    outputs = [f"--output={name}=out/{name}" for name in FORMATS]
    ran = run("check", *outputs, "--output=jsonl=second", "a.txt")
    assert ran.status == 1
    assert ran.out.splitlines() == [
        "a.txt:1:10: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]",
        "a.txt:1:40: suggestion 'very unique' can't be graded. [very-unique]",
    ]
    for name in FORMATS:
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert "bosom-peril" in text
        assert str(tmp_path) not in text
        assert not re.search(r"20\d\d-\d\d-\d\d", text)
    assert (tmp_path / "second").read_text() == (tmp_path / "out" / "jsonl").read_text()
    assert (tmp_path / "out" / "text").read_text() == ran.out
    assert article.exists()


@pytest.mark.usefixtures("article")
def test_a_run_says_the_same_twice(run: Run) -> None:
    for name in FORMATS:
        assert run("check", "--format", name, "a.txt") == run("check", "--format", name, "--no-cache", "a.txt")


@pytest.mark.usefixtures("article")
def test_an_output_that_cannot_be_written_is_one_line_and_the_others_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    ran = run("check", "--quiet", "--output=sarif=folder", "--output=json=a.txt/x", "--output=jsonl=fine", "a.txt")
    assert ran.status == 2
    assert ran.err.splitlines() == [
        "malaprop: folder: cannot be written: Is a directory",
        "malaprop: a.txt/x: cannot be written: Not a directory",
    ]
    assert len((tmp_path / "fine").read_text().splitlines()) == 2
    assert len(ran.out.splitlines()) == 2


@pytest.mark.usefixtures("article")
def test_a_file_without_permission_is_one_line(run: Run, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.write_text("")
    locked.chmod(stat.S_IRUSR)
    ran = run("check", "--quiet", "--output=sarif=locked", "a.txt")
    if os.access(locked, os.W_OK):  # nobody keeps the superuser out
        assert (ran.status, ran.err) == (1, "")
    else:
        assert (ran.status, ran.err) == (2, "malaprop: locked: cannot be written: Permission denied\n")


@pytest.mark.usefixtures("article")
def test_statistics_are_printed_beside_an_output(run: Run, tmp_path: Path) -> None:
    ran = run("check", "--quiet", "--statistics", "--output=html=a.html", "a.txt")
    assert ran.out == "     1  bosom-peril\n     1  very-unique\n"
    assert "Signs of" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("how", ["--format=sarif", "--output=sarif=out.sarif"])
def test_sarif_lists_the_rules_of_a_clean_run_in_several_processes(run: Run, tmp_path: Path, how: str) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("All is well.\n")
    ran = run("check", how, "--jobs", "2", "--no-cache", "a.txt", "b.txt")
    text = ran.out if how == "--format=sarif" else (tmp_path / "out.sarif").read_text()
    (log,) = json.loads(text)["runs"]
    assert [some["id"] for some in log["tool"]["driver"]["rules"]] == ["bosom-peril", "very-unique"]


def test_any_name_of_a_file_is_reported_in_text(run: Run, tmp_path: Path) -> None:
    """The name of a file that is not UTF-8, and one that is a command."""
    names = [b"caf\xe9.txt", b"::add-mask::x,y=%0A.txt", b"a\nb.txt", b"<b>|`.txt"]
    for name in names:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_text("Signs of bosom peril were found.\n")
    for kind in FORMATS:
        ran = run("check", "--quiet", f"--output={kind}={kind}.out", f"--format={kind}", "*.txt")
        assert ran.status == 1, ran.err
        assert (tmp_path / f"{kind}.out").read_text(encoding="utf-8").count("bosom-peril") >= len(names)
