"""Second opinions: what is asked, what is passed on, and what happens when a program fails."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from conftest import Run, rule_text

from checker import formats, ruleset, selftest
from checker.checks.languagetool import ENV_SERVER
from checker.cli import main
from checker.document import Document
from checker.finding import Finding
from checker.opinions import Opinion, Trouble, filters, harper, languagetool, server, troubles
from checker.opinions.advisor import Advisor, Connection
from checker.opinions.merge import merged
from checker.source import Source

RULE = """
id: muddle-seen-by-languagetool
type: languagetool
status: stable
severity: error
message: "LanguageTool on '{match}': {opinion}"
allow: [MUDDLE]
categories: [MESS]
refuse: [MESSY_TASTE]
"""


class Fake(ThreadingHTTPServer):
    """A stand-in for LanguageTool: finds MUDDLE at every 'muddle', MESSY at 'mess' and MESSY_TASTE at 'tasteless'.

    behaviour: 'well', or how it fails; healthy: answers to texts before it does.
    texts: those that it was asked about, without the greetings.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour, self.healthy, self.version = "well", 0, "6.8"
        self.texts: list[str] = []
        self.forms: list[dict[str, list[str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Fake

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        pass

    def do_GET(self) -> None:
        self._send(json.dumps([{"name": "English", "code": "en", "longCode": "en-US"}]).encode())

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        text = form["text"][0]
        if text != "Note":
            self.server.texts.append(text)
            self.server.forms.append(form)
        failing = self.server.behaviour != "well" and len(self.server.texts) > self.server.healthy
        if not failing:
            self._send(json.dumps({"software": self._software(), "matches": list(_matches(text))}).encode())
        elif self.server.behaviour == "garbage":
            self._send(b"<html>no")
        elif self.server.behaviour == "other shape":
            self._send(json.dumps({"software": self._software(), "matches": [{"rule": 3}]}).encode())
        elif self.server.behaviour == "hangs":
            time.sleep(1.5)
        elif self.server.behaviour == "error":
            self.send_error(500)
        else:
            self.close_connection = True

    def _software(self) -> dict[str, str]:
        return {"name": "LanguageTool", "version": self.server.version}

    def _send(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _matches(text: str) -> Iterator[dict[str, Any]]:
    for word, rule, category in (
        ("muddle", "MUDDLE", "OTHER"), ("mess", "MESSY", "MESS"), ("tasteless", "MESSY_TASTE", "MESS"),
    ):  # fmt: skip
        at = text.find(word)
        while at >= 0:
            offset = len(text[:at].encode("utf-16-le")) // 2
            yield {
                "message": f"A {word}", "offset": offset, "length": len(word), "replacements": [{"value": "order"}],
                "rule": {"id": rule, "category": {"id": category}, "issueType": "grammar"},
                "context": {"text": text, "offset": at, "length": len(word)}, "sentence": text,
            }  # fmt: skip
            at = text.find(word, at + 1)


@pytest.fixture
def fake() -> Iterator[Fake]:
    made = Fake()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def asked(run: Run, small_rules: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line with a rule that passes LanguageTool's opinions on, and little patience."""
    path = small_rules / "advice" / "muddle-seen-by-languagetool.yaml"
    path.parent.mkdir()
    path.write_text(rule_text(RULE), encoding="utf-8")
    monkeypatch.setattr(languagetool, "_SECONDS", 0.3)
    monkeypatch.setattr(languagetool, "_HELLO_SECONDS", 0.3)
    monkeypatch.setattr(languagetool, "_PAUSE", 0.01)
    return run


def document(text: str, markup: str = "plain") -> Document:
    return formats.document(Source(text), markup)


# --- what is asked and passed on ---------------------------------------------------------------------


def test_nothing_is_asked_unless_somebody_wants_it(asked: Run, fake: Fake) -> None:
    Path("a.txt").write_text("What a muddle, and bosom peril.\n")
    assert "LanguageTool" not in asked("a.txt").out
    assert not fake.texts
    ran = asked("--languagetool", fake.url, "a.txt")
    assert "a.txt:1:8: error LanguageTool on 'muddle': A muddle. [muddle-seen-by-languagetool]" in ran.out
    assert "bosom-peril" in ran.out


def test_the_configuration_can_want_it(asked: Run, fake: Fake) -> None:
    Path("malaprop.toml").write_text(f'languagetool = "{fake.url}"\n')
    Path("a.txt").write_text("What a muddle.\n")
    assert "on 'muddle'" in asked("a.txt").out
    assert not asked("--isolated", "a.txt").out


def test_only_allowed_rules_and_categories_are_asked_for_and_passed_on(asked: Run, fake: Fake) -> None:
    Path("a.txt").write_text("A tasteless muddle in a mess.\n")
    out = asked("--languagetool", fake.url, "a.txt").out
    assert "'muddle'" in out
    assert "'mess'" in out
    assert "'tasteless'" not in out
    [form] = fake.forms
    assert "enabledOnly" not in form


def test_without_categories_only_the_allowed_rules_run(asked: Run, fake: Fake, small_rules: Path) -> None:
    path = small_rules / "advice" / "muddle-seen-by-languagetool.yaml"
    path.write_text(
        rule_text("id: muddle-seen-by-languagetool\ntype: languagetool\nstatus: stable\nallow: [MUDDLE, B]")
    )
    Path("a.txt").write_text("A muddle.\n")
    assert "'muddle'" in asked("--languagetool", fake.url, "a.txt").out
    [form] = fake.forms
    assert form["enabledOnly"] == ["true"]
    assert sorted(form["enabledRules"][0].split(",")) == ["B", "MUDDLE"]


def test_places_are_exact_through_markup_and_beyond_the_first_plane(asked: Run, fake: Fake) -> None:
    text = "# Head 😀\n\n𝒳 and 😀 in [a *muddle* 😀](http://muddle.example) or `muddle`: a mud&#100;le.\n"
    Path("a.md").write_text(text, encoding="utf-8")
    ran = asked("--languagetool", fake.url, "--format", "jsonl", "a.md")
    found = [json.loads(line) for line in ran.out.splitlines() if line.startswith("{")]
    assert [text[one["start_offset"] : one["end_offset"]] for one in found] == ["muddle", "mud&#100;le"]
    assert "http" not in fake.texts[0]


def test_a_second_run_asks_only_about_what_changed(asked: Run, fake: Fake) -> None:
    Path("a.txt").write_text("All is well. What a muddle. It is late.\n")
    first = asked("--languagetool", fake.url, "a.txt")
    assert asked("--languagetool", fake.url, "a.txt").out == first.out
    assert len(fake.texts) == 1
    Path("a.txt").write_text("All is well. A new muddle. It is late.\n")
    assert "a.txt:1:20: error" in asked("--languagetool", fake.url, "a.txt").out
    assert fake.texts[1:] == ["A new muddle."]
    fake.version = "6.9"
    asked("--languagetool", fake.url, "a.txt")
    assert "All is well." in fake.texts[2]


def test_many_files_are_checked_in_several_processes(asked: Run, fake: Fake) -> None:
    for number in range(4):
        Path(f"{number}.txt").write_text(f"What a muddle is number {number}.\n")
    assert asked("--languagetool", fake.url, "--jobs", "2", ".").out.count("on 'muddle'") == 4


# --- when it fails -----------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", ["garbage", "other shape", "hangs", "error", "dies"])
@pytest.mark.parametrize("healthy", [-1, 0, 1])
def test_own_findings_are_reported_whatever_it_does(asked: Run, fake: Fake, behaviour: str, healthy: int) -> None:
    fake.behaviour, fake.healthy = behaviour, healthy
    for name in ("a", "b", "c"):
        Path(f"{name}.txt").write_text(f"What a muddle in {name}, and bosom peril.\n")
    ran = asked("--languagetool", fake.url, "--jobs", "1", ".")
    assert ran.out.count("bosom-peril") == 3
    assert ran.out.count("on 'muddle'") == max(0, healthy)
    [warning] = [line for line in ran.err.splitlines() if "warning" in line and "LanguageTool" in line]
    assert f"all of {3 - max(0, healthy)} files" in warning
    assert ran.status == 1
    assert asked("--languagetool", fake.url, "--languagetool-required", "--exit-zero", ".").status == 2


def test_one_that_is_not_there_is_one_warning(asked: Run, fake: Fake) -> None:
    fake.server_close()
    Path("a.txt").write_text("Bosom peril.\n")
    Path("b.txt").write_text("Bosom peril.\n")
    ran = asked("--languagetool", fake.url, "--quiet", ".")
    assert ran.out.count("bosom-peril") == 2
    assert ran.err.count("LanguageTool could not be asked about all of 2 files") == 1
    assert f"{fake.url} did not answer" in ran.err


def test_a_baseline_is_not_written_without_what_was_to_be_asked(asked: Run, fake: Fake) -> None:
    Path("a.txt").write_text("What a muddle.\n")
    write = ("baseline", "write", "a.txt", "--file", "base.json", "--languagetool", fake.url)
    assert asked(*write).status == 0
    before = Path("base.json").read_text()
    assert "muddle" in before
    assert asked("a.txt", "--baseline", "base.json", "--languagetool", fake.url).status == 0
    fake.version = "5.0"
    ran = asked(*write)
    assert ran.status == 2
    assert "LanguageTool could not be asked" in ran.err
    assert Path("base.json").read_text() == before


def test_one_that_is_too_old_is_not_asked(asked: Run, fake: Fake) -> None:
    fake.version = "5.4"
    Path("a.txt").write_text("What a muddle.\n")
    ran = asked("--languagetool", fake.url, "a.txt")
    assert "LanguageTool 5.4 at" in ran.err
    assert "too old" in ran.err
    assert not fake.texts


def test_what_was_missing_is_not_kept_as_nothing(asked: Run, fake: Fake) -> None:
    Path("a.txt").write_text("What a muddle.\n")
    fake.behaviour = "garbage"
    assert not asked("--languagetool", fake.url, "a.txt").out
    fake.behaviour = "well"
    assert "on 'muddle'" in asked("--languagetool", fake.url, "a.txt").out


def test_an_extra_that_is_not_installed_is_named(asked: Run, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "language_tool_python", None)
    Path("a.txt").write_text("Bosom peril.\n")
    ran = asked("--languagetool", fake.url, "a.txt")
    assert "pip install 'malaprop[languagetool]'" in ran.err
    assert "bosom-peril" in ran.out
    monkeypatch.setitem(sys.modules, "harper", None)
    with pytest.raises(Trouble, match=r"malaprop\[harper\]"):
        harper.connect()


def test_an_address_that_is_none_is_a_usage_error(asked: Run) -> None:
    assert asked("--languagetool", "example.com", "a.txt").status == 2


def test_a_password_in_a_url_is_not_shown() -> None:
    assert languagetool.shown("https://me:secret@example.com/lt") == "https://example.com/lt"


def test_no_server_is_fetched_for_local(asked: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(server.ENV_FOLDER, str(tmp_path / "none"))
    Path("a.txt").write_text("Bosom peril.\n")
    ran = asked("--languagetool", "local", "a.txt")
    assert "bosom-peril" in ran.out
    assert "checker.opinions.server fetch" in ran.err
    assert not (tmp_path / "none").exists()


def test_a_rule_file_cannot_say_whom_to_ask(asked: Run, small_rules: Path) -> None:
    path = small_rules / "advice" / "muddle-seen-by-languagetool.yaml"
    path.write_text(rule_text(RULE + "ask: http://example.com\n"), encoding="utf-8")
    ran = asked("test", str(path))
    assert ran.status == 1
    assert "unknown key 'ask'" in ran.out


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("type: languagetool", "say which of LanguageTool's rules are passed on"),
        ("type: harper", "say which of Harper's rules are passed on"),
        ("type: harper\nallow: [AnA]\nrefuse: [AnA]", "'refuse' leaves rules out of 'categories'"),
    ],
)
def test_a_rule_that_passes_nothing_on_is_refused(asked: Run, small_rules: Path, body: str, message: str) -> None:
    path = small_rules / "advice" / "trial.yaml"
    path.write_text(rule_text(body), encoding="utf-8")
    assert message in asked("test", str(path)).out


# --- asking ------------------------------------------------------------------------------------------


def test_sentences_are_asked_about_once_and_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []

    def ask(text: str) -> list[Opinion]:
        texts.append(text)
        return [Opinion("R", "C", 0, 3, "m"), Opinion("R", "C", len(text) - 4, len(text), "m"),
                Opinion("R", "C", 4, len(text), "over the end")]  # fmt: skip

    monkeypatch.setenv("MALAPROP_NO_CACHE", "1")
    advisor = Advisor("Somebody", lambda: Connection("1", ask), ())
    prose = document("One is here. Two is there.\n\nOne is here.\n")
    found = [prose.text[opinion.start : opinion.end] for opinion in advisor.about(prose)]
    assert found == ["One", "ere.", "One"]
    assert texts == ["One is here.\n\nNote\n\nTwo is there."]


def test_one_that_failed_is_not_asked_again() -> None:
    calls = []

    def connect() -> Connection:
        calls.append(1)
        raise Trouble("gone")

    advisor = Advisor("Somebody", connect, ())
    for _ in range(3):
        prose = document("One is here.")
        assert advisor.about(prose) == []
        assert prose.memo(troubles) == [("Somebody", "gone")]
    assert calls == [1]


# --- names are no misspellings -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "guess", "expected"),
    [
        ("The minister Qiu Zhongli spoke.", "Zhongli", "Shingle", False),
        ("Dr Marescu said that Marescu would stay.", "Marescu", "Marescus", False),
        ("Marescu said that Marescu, not Maresuc, would stay.", "Maresuc", "Maresco", True),
        ("They met in Brmtz last year.", "Brmtz", "Blitz", True),
        ("The goverment has resigned.", "goverment", "government", True),
        ("A zorbleflax came by.", "zorbleflax", "snowflake", False),
        ("The ABL and pcDNA3 groups.", "pcDNA3", "panda", False),
        ("Harbour works are in the centre of the town.", "centre", "center", False),
    ],
)
def test_names_are_left_alone_and_slips_are_not(text: str, word: str, guess: str, expected: bool) -> None:
    prose = document(text)
    at = prose.text.index(word)
    opinion = Opinion("SpellCheck", "Spelling", at, at + len(word), "", (guess,))
    assert filters.is_misspelling(prose, opinion) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("They spoke of vuurtorenisms.", "vuurtorenisms", True),
        ("They spoke of Vuurtorenisms.", "Vuurtorenisms", False),
        ("No vuurtorenisms but vuurtorenisms.", "vuurtorenisms", False),
        ("They spoke of vtrs.", "vtrs", False),
        ("The paint was crayonlike.", "crayonlike", False),
        ("The harbour was closed.", "harbour", False),
        ("See vuurtoren.example for it.", "example", False),
    ],
)
def test_a_word_that_nobody_knows(text: str, word: str, expected: bool) -> None:
    prose = document(text)
    at = prose.text.index(word)
    opinion = Opinion("SpellCheck", "Spelling", at, at + len(word), "")
    assert filters.is_unknown_word(prose, opinion) is expected
    assert not filters.is_unknown_word(prose, opinion._replace(rule="SomethingElse"))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("See example.com for it.", "com", False),
        ("He left. nobody saw it.", "nobody", True),
        ("run the tests first.", "run", False),
    ],
)
def test_a_sentence_begins_neither_in_an_address_nor_after_a_listing(text: str, word: str, expected: bool) -> None:
    prose = document(text)
    at = prose.text.index(word)
    assert filters.is_heard(prose, Opinion("SentenceCapitalization", "", at, at + len(word), "")) is expected


@pytest.mark.parametrize(
    ("text", "match", "guess", "expected"),
    [
        ("They look forward to Go this year.", "to Go", "to going", False),
        ("They look forward to see this year.", "to see", "to seeing", True),
        ("In summer This boats are let.", "This", "These", True),
        ("Work go on in Rome.", "Work go", "Work goes", True),
        ("He met bob Marley there.", "bob Marley", "Bob Marley", True),
    ],
)
def test_a_name_is_not_given_another_form(text: str, match: str, guess: str, expected: bool) -> None:
    prose = document(text)
    at = prose.text.index(match)
    assert filters.is_heard(prose, Opinion("R", "GRAMMAR", at, at + len(match), "", (guess,))) is expected


def test_a_place_that_ends_within_a_word_is_not_heard() -> None:
    prose = document("We asked how many 18F projects there are.")
    at = prose.text.index("many 18")
    assert not filters.is_heard(prose, Opinion("R", "Grammar", at, at + len("many 18"), "", ()))


def test_a_rule_can_want_names_only(asked: Run, fake: Fake, small_rules: Path) -> None:
    path = small_rules / "advice" / "muddle-seen-by-languagetool.yaml"
    path.write_text(rule_text(RULE + "only: names\n"), encoding="utf-8")
    Path("a.txt").write_text("What a muddle.\n")
    assert "'muddle'" not in asked("--languagetool", fake.url, "a.txt").out


def test_a_rule_can_want_unknown_words_only(run: Run, small_rules: Path) -> None:
    (small_rules / "advice").mkdir()
    rule = "id: unknown-by-harper\nstatus: stable\ntype: harper\nallow: [SpellCheck]\nonly: unknown-words"
    (small_rules / "advice" / "unknown-by-harper.yaml").write_text(rule_text(rule), encoding="utf-8")
    Path("a.txt").write_text("They spoke of vuurtorenisms in Brmtzk, and of the goverment's Tarvenen.\n")
    found = [line for line in run("--harper", "a.txt").out.splitlines() if "unknown-by-harper" in line]
    assert [line.split(" is wrong")[0] for line in found] == ["a.txt:1:15: error 'vuurtorenisms'"]


# --- one finding with both reasons -------------------------------------------------------------------


def finding(rule: str, start: int, end: int, severity: str = "warning") -> Finding:
    return Finding(
        rule, "c", severity, "a.txt", start, end, 1, start + 1, 1, end + 1, f"{rule} says so.", "x", None, False,
        "s", 0, 300, 1, 1, "f",
    )  # fmt: skip


def test_the_same_place_is_one_finding_with_both_reasons() -> None:
    found = [
        finding("theirs", 0, 4, "error"), finding("ours", 2, 8), finding("theirs", 10, 12), finding("thirds", 11, 13),
        finding("long", 0, 200),
    ]  # fmt: skip
    made = merged(found, lambda one: one.rule in {"theirs", "thirds"})
    assert [(one.rule, one.start, one.severity, one.message) for one in made] == [
        ("long", 0, "warning", "long says so."),
        ("ours", 2, "error", "ours says so. theirs says so."),
        ("theirs", 10, "warning", "theirs says so. thirds says so."),
    ]


def test_a_place_of_ours_that_it_finds_too(asked: Run, fake: Fake, small_rules: Path) -> None:
    path = small_rules / "wording" / "muddle-word.yaml"
    path.write_text(rule_text("id: muddle-word\nstatus: stable\ntype: phrase\nphrases: [a muddle]"), encoding="utf-8")
    Path("a.txt").write_text("What a muddle.\n")
    out = asked("--languagetool", fake.url, "a.txt").out
    assert out == "a.txt:1:6: error 'a muddle' is wrong. LanguageTool on 'muddle': A muddle. [muddle-word]\n"


# --- in damaged text -------------------------------------------------------------------------------


WIDE = RULE.replace("id: muddle-", "id: wide-muddle-") + "in_damaged_text: true\n"


@pytest.fixture
def wide(asked: Run, small_rules: Path) -> Run:
    """The command line with a rule that passes LanguageTool's opinions on in damaged text alone."""
    (small_rules / "advice" / "muddle-seen-by-languagetool.yaml").unlink()
    path = small_rules / "advice" / "wide-muddle-seen-by-languagetool.yaml"
    path.write_text(rule_text(WIDE), encoding="utf-8")
    return asked


@pytest.mark.parametrize(
    ("others", "words", "expected"),
    [
        ("", 0, 0),
        ("Bosom peril. Bosom peril.", 0, 0),  # one rule, twice
        ("Bosom peril, and foo foo.", 0, 1),
        ("Bosom peril, and foo foo.", 480, 1),
        ("Bosom peril, and foo foo.", 500, 0),  # less than one rule for each 250 words
    ],
)
def test_some_opinions_count_in_damaged_text_alone(
    wide: Run, fake: Fake, small_rules: Path, others: str, words: int, expected: int
) -> None:
    path = small_rules / "wording" / "foo-twice.yaml"
    path.write_text(rule_text("id: foo-twice\nstatus: stable\ntype: phrase\nphrases: [foo foo]"), encoding="utf-8")
    Path("a.txt").write_text(f"What a muddle. {others}\n\n" + "It is. " * (words // 2) + "\n")
    assert wide("--languagetool", fake.url, "a.txt").out.count("on 'muddle'") == expected


@pytest.mark.parametrize("how", ["status: preview", "status: stable\ntype: languagetool\nallow: [MESSY]"])
def test_only_stable_rules_of_our_own_show_damage(wide: Run, fake: Fake, small_rules: Path, how: str) -> None:
    body = how if "type" in how else f"{how}\ntype: phrase\nphrases: [mess]"
    (small_rules / "wording" / "mess-here.yaml").write_text(rule_text(f"id: mess-here\n{body}"), encoding="utf-8")
    Path("a.txt").write_text("What a muddle and mess. Bosom peril.\n")
    out = wide("--languagetool", fake.url, "--preview", "a.txt").out
    assert "mess-here" in out
    assert "on 'muddle'" not in out


def test_a_rule_for_damaged_text_is_tested_on_its_sentences(
    wide: Run, small_rules: Path, monkeypatch: pytest.MonkeyPatch, fake: Fake
) -> None:
    monkeypatch.setenv(ENV_SERVER, fake.url)
    path = small_rules / "advice" / "wide-muddle-seen-by-languagetool.yaml"
    examples = '\nexamples: {bad: [{text: "A <mark>muddle</mark>."}], good: ["A tasteless one."]}'
    path.write_text(rule_text(WIDE + examples), encoding="utf-8")
    assert wide("test", str(path)).status == 0


# --- the real ones -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def real_server() -> Iterator[str]:
    """LanguageTool itself; where it must be there (CI) its absence is a failure."""
    if given := os.environ.get(ENV_SERVER):
        yield given
        return
    try:
        running = server.running()
        made = running or server.start(stays=True).url
    except Trouble as trouble:
        if os.environ.get("CI"):
            pytest.fail(str(trouble))
        pytest.skip(str(trouble))
    yield made
    if not running:
        server.stop()


def _examples(kind: str) -> selftest.Outcome:
    shipped = ruleset.files(ruleset.shipped())
    return selftest.run(path for path in shipped if f"\ntype: {kind}\n" in path.read_text(encoding="utf-8"))


def test_languagetool_finds_what_its_rules_say(real_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENV_SERVER, real_server)
    outcome = _examples("languagetool")
    assert outcome.failures == ()
    assert outcome.rules > 0
    assert outcome.untested == ()


def test_a_server_that_is_killed_half_way(
    run: Run, small_rules: Path, real_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_rules / "advice").mkdir()
    rule = "id: articles-by-languagetool\ntype: languagetool\nstatus: stable\nallow: [EN_A_VS_AN]"
    (small_rules / "advice" / "articles-by-languagetool.yaml").write_text(rule_text(rule), encoding="utf-8")
    names = ("a", "b", "c", "d")
    for name in names:
        Path(f"{name}.txt").write_text(f"He ate a apple in {name}, and bosom peril.\n")
    url, kill = _one_to_be_killed(tmp_path / "server", monkeypatch)
    assert url != real_server
    asking = languagetool._asking
    asked_about = []

    def until_the_second(*given: Any) -> Any:
        ask = asking(*given)

        def asked(text: str) -> list[Opinion]:
            asked_about.append(text)
            if len(asked_about) == 3:
                kill()
            return list(ask(text))

        return asked

    monkeypatch.setattr(languagetool, "_asking", until_the_second)
    ran = run("--languagetool", url, "--languagetool-required", "--jobs", "1", ".")
    assert ran.out.count("bosom-peril") == len(names)
    assert ran.out.count("[articles-by-languagetool]") == 2
    [warning] = [line for line in ran.err.splitlines() if "warning: LanguageTool" in line]
    assert "all of 2 files, and what it would find is left out" in warning
    assert url in warning
    assert len(asked_about) == 3
    assert ran.status == 2
    assert run("--languagetool", url, ".").status == 1


def _one_to_be_killed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Callable[[], None]]:
    """A server beside the one that the other tests ask, with the same jars: its URL, and what kills it."""
    folder.mkdir()
    jars = server._jars()
    (folder / jars.name).symlink_to(jars)
    monkeypatch.setenv(server.ENV_FOLDER, str(folder))
    made = server.start()
    [process] = [child for child in server._children if child.pid == made.pid]

    def kill() -> None:
        process.kill()
        process.wait()

    return made.url, kill


def test_a_name_one_letter_off_is_one_finding_with_both_reasons(
    tmp_path: Path, real_server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(
        "Ilse Tarvonen opened the bridge in May. Nobody had asked Tarvonen before, and Tarvenen said so. The mayor "
        "thanked Tarvonen.\n"
    )
    asked_too = ("name-misspelt-by-languagetool", "--select", "name-spelled-two-ways")
    main(["check", "--isolated", "--languagetool", real_server, "--select", *asked_too, "a.txt"])
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("a.txt:1:79: warning 'Tarvenen' is spelled 'Tarvonen' elsewhere in this text. LanguageTool ")
    assert line.endswith("[name-spelled-two-ways]")


def test_harper_finds_what_its_rules_say() -> None:
    outcome = _examples("harper")
    assert outcome.failures == ()
    assert outcome.rules > 0
    assert outcome.untested == ()


def test_languagetool_counts_as_we_do(real_server: str) -> None:
    text = "😀 It were 𝒳 late. An 😀 banana and a apple 😀 was eated."
    opinions = {text[one.start : one.end] for one in languagetool.connect(real_server).ask(text)}
    assert "eated" in opinions
    assert "a" in opinions


def test_harper_counts_as_we_do() -> None:
    text = "😀 It is 𝒳 late. He had a apple 😀 there."
    assert "a" in {text[one.start : one.end] for one in harper.connect(("AnA",)).ask(text)}
