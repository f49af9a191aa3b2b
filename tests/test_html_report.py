"""The HTML report, in a real browser: Chromium, headless, without a network."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import HOSTILE, Rules, finding, patient, report, result, rule
from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from checker import formats
from checker.batch import Result
from checker.reporters.places import Place, Places
from checker.source import Source

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
PARAGRAPH = "The minister spoke in the capital about the harvest and the price of bread."
ARTICLE = f"A headline of the day\n\n{PARAGRAPH} {PARAGRAPH}\n\nIt was a dark night.\n\n{'Long ' * 40}sentence.\n"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One browser for all tests here. Where CI runs, there must be one."""
    binary = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        assert os.environ.get("CI") != "true", "CI needs Debian's packages chromium and chromium-driver"
        pytest.skip("needs Chromium and its driver")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    opened = webdriver.Chrome(options=options, service=Service(driver))
    yield opened
    opened.quit()


class Shown:
    """A report in the browser."""

    def __init__(self, browser: webdriver.Chrome, path: Path) -> None:
        self.browser = browser
        self.path = path

    def at(self, width: int = 1280, scheme: str = "light") -> Shown:
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        self.browser.get(self.path.as_uri())
        return self

    def says(self, script: str) -> Any:
        return self.browser.execute_script(script)

    def press(self, *keys: str) -> None:
        ActionChains(self.browser).send_keys(*keys).perform()


@pytest.fixture
def show(browser: webdriver.Chrome, tmp_path: Path) -> Any:
    def call(*results: Result, rules: Rules | None = None, width: int = 1280, scheme: str = "light") -> Shown:
        path = tmp_path / "report.html"
        path.write_text(report("html", results, rules or Rules(rule("rule-a"))), encoding="utf-8", newline="\n")
        return Shown(browser, path).at(width, scheme)

    return call


def place(text: str, *parts: str) -> list[tuple[int, int]]:
    return [(text.index(part), text.index(part) + len(part)) for part in parts]


def article(*, path: str = "news/a.md") -> Result:
    """Findings of all severities, two that overlap, one with nothing in it, and a suppressed one."""
    source = Source(ARTICLE, path)
    spans = place(ARTICLE, "headline", "minister spoke", "spoke in the", "capital", "dark")
    severities = ["suggestion", "error", "warning", "error", "warning"]
    found = [
        finding(source, *span, severity=severity, message=f"'{source.text[slice(*span)]}' is wrong.", fix="right")
        for span, severity in zip(spans, severities, strict=True)
    ]
    found.append(finding(source, *[ARTICLE.index("Long")] * 2, message="A word is missing here.", fix=None))
    return Result(path, tuple(found), source=source, suppressed=(found[0],))


# --- hostile text ------------------------------------------------------------------------------------


HARM = "".join(HOSTILE) + "".join(
    f"<{tag} onload=alert(1) onerror=alert(1) src=x href=javascript:alert(1)>"
    for tag in (
        "script",
        "iframe",
        "svg/onload=alert(1)",
        "body",
        "link rel=stylesheet",
        "style",
        "base",
        "form",
        "math",
    )
)


def test_nothing_of_an_article_runs_or_becomes_an_element(show: Any) -> None:
    text = f"{HARM}\n\n{HARM}"
    hostile = result(text, (0, 9), (5, len(HARM)), path=f"{HARM}.txt", message=HARM, fix=HARM)
    shown = show(hostile, Result(HARM, error=HARM), rules=Rules(rule("rule-a", why=HARM)))
    time.sleep(0.2)
    with pytest.raises(NoAlertPresentException):
        _ = shown.browser.switch_to.alert
    assert shown.says("return document.scripts.length") == 0
    assert shown.says("return performance.getEntriesByType('resource').length") == 0
    strange = (
        "script,iframe,img,object,embed,link,base,form,input,math,video,audio,foreignObject,meta[http-equiv=refresh]"
    )
    assert shown.says(f"return document.querySelectorAll('{strange}').length") == 0
    assert shown.says(
        "return [...document.querySelectorAll('*')].flatMap(some => some.getAttributeNames())"
        ".filter(name => name.startsWith('on') || name == 'src' || name == 'style').length"
    ) == 0  # fmt: skip
    assert shown.says("return [...document.links].every(some => some.getAttribute('href').startsWith('#'))")
    assert "<script>alert(1)</script>" in shown.says("return document.querySelector('.note .what').textContent")
    assert "<script>alert(1)</script>" in shown.says("return document.querySelector('.pair').parentElement.textContent")


def test_the_policy_lets_no_script_and_no_other_style_in(show: Any) -> None:
    shown = show(article())
    assert shown.says(
        "let some = document.createElement('script'); some.textContent = 'window.ran = 1';"
        "document.body.append(some); return window.ran"
    ) is None  # fmt: skip
    assert shown.says(
        "let some = document.createElement('style'); some.textContent = 'body {color: rgb(1, 2, 3)}';"
        "document.head.append(some); return getComputedStyle(document.body).color"
    ) == "rgb(29, 33, 41)"  # fmt: skip


# --- reading -----------------------------------------------------------------------------------------


LONG = "x" * 3000
PO = 'msgid "Hallo"\nmsgstr "Hello there"\n\nmsgid "x"\nmsgstr "Save the the file."\n'
WEB_PAGE = """<html><body><article>
<p>It is <code>rm</code> a <b>bold</b> &amp; the the claim of this page.</p>
</article></body></html>"""
MARKDOWN = """# Head

It is `rm` a **bold** ![the the](x.png) claim, see <https://example.com>.

- item

> quote

| a | b |
|---|---|
| c | d |
"""
PAGES = {
    "an article": article(),
    "long words": result(
        f"{LONG} https://example.com/{LONG}", (0, 3000), path=f"{LONG}.md", message=f"It is {LONG}.", fix=LONG
    ),
    "many in a paragraph": result(
        f"{PARAGRAPH} " * 20, *[(76 * n + 4, 76 * n + 12) for n in range(20)], fix="a wording"
    ),
    "an empty file": Result("a.md", source=Source("", "a.md")),
    "a broken file": Result("a.docx", error="is a broken Word document"),
    "a catalogue": result(PO, *place(PO, "the the"), path="a.po"),
    "a page": result(WEB_PAGE, *place(WEB_PAGE, "the the"), path="a.html"),
    "Markdown": result(MARKDOWN, *place(MARKDOWN, "the the"), path="a.md"),
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_its_width_in_letters_that_can_be_read(show: Any, name: str, width: int) -> None:
    shown = show(PAGES[name], width=width)
    assert shown.says("return document.documentElement.scrollWidth <= innerWidth")
    assert shown.says("return innerWidth") == width
    sizes = shown.says(
        "return [...document.querySelectorAll('body *')].filter(some => some.textContent && !some.closest('svg'))"
        ".map(some => parseFloat(getComputedStyle(some).fontSize))"
    )
    assert min(sizes) >= 12
    if shown.says("return document.querySelector('.block') != null"):
        assert shown.says("return parseFloat(getComputedStyle(document.querySelector('.block')).fontSize)") >= 16


CONTRAST = """
const light = rgb => { const [r, g, b] = rgb.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; };
const color = text => (text.match(/[\\d.]+/g) || []).map(Number);
const behind = some => { for (; some; some = some.parentElement) {
  const found = color(getComputedStyle(some).backgroundColor); if (found.length < 4 || found[3] == 1) return found; }
  return [255, 255, 255]; };
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = {};
while (walker.nextNode()) {
  const some = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || some.closest('svg')) continue;
  const [a, b] = [light(color(getComputedStyle(some).color)), light(behind(some))].sort((x, y) => y - x);
  const name = `${some.tagName}.${some.className} in ${some.parentElement.tagName}.${some.parentElement.className}`;
  seen[name] = Math.min(seen[name] || 99, (a + .05) / (b + .05));
}
return seen;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(show: Any, scheme: str) -> None:
    shown = show(article(), Result("b.md", error="is a binary file"), scheme=scheme)
    background = shown.says("return getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 29)"}[scheme]
    ratios = shown.says(CONTRAST)
    assert len(ratios) > 15
    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}


def test_tab_reaches_each_mark_enter_its_note_and_back(show: Any) -> None:
    shown = show(article())
    active = "return document.activeElement.id"
    reached = []
    for _ in range(6):
        shown.press(Keys.TAB)
        while shown.says("return document.activeElement.className") == "back":  # the notes before come first
            shown.press(Keys.TAB)
        mark = shown.says(active)
        reached.append(mark)
        shown.press(Keys.ENTER)
        note = mark.replace("m", "n")
        assert shown.says("return location.hash") == f"#{note}"
        assert shown.says(active) == note
        assert shown.says(
            "const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight"
        )
        shown.press(Keys.TAB)
        assert shown.says("return document.activeElement.className") == "back"
        shown.press(Keys.ENTER)
        assert shown.says(active) == mark
        outline = shown.says("return getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    assert reached == marks_in_order(shown)


def marks_in_order(shown: Shown) -> list[str]:
    found: list[str] = shown.says("return [...document.querySelectorAll('a.at')].map(some => some.id)")
    return found


def test_overlapping_findings_have_a_number_each_and_the_text_stands_once(show: Any) -> None:
    shown = show(article())
    assert marks_in_order(shown) == ["m0-1", "m0-2", "m0-3", "m0-4", "m0-5", "m0-6"]
    block = shown.says(
        "const some = document.querySelectorAll('.block')[1].cloneNode(true);"
        "some.querySelectorAll('sup').forEach(each => each.remove()); return some.textContent"
    )
    assert block == f"{PARAGRAPH} {PARAGRAPH}"
    marks = "return [...document.querySelectorAll('mark')].map(some => [some.className, some.textContent])"
    assert shown.says(marks) == [
        ["suggestion", "headline"], ["error", "minister "], ["error", "spoke"], ["warning", " in the"],
        ["error", "capital"], ["warning", "dark"],
    ]  # fmt: skip


def test_a_reader_of_screens_finds_its_way(show: Any) -> None:
    shown = show(article(), article(path="news/b.md"))
    assert shown.says("return document.documentElement.lang") == "en"
    assert shown.browser.title == "Malaprop: 2 files"
    for landmark in ("header", "main", "footer", "nav[aria-label]"):
        assert shown.says(f"return document.querySelectorAll('{landmark}').length") == 1
    headings = shown.says("return [...document.querySelectorAll('h1,h2,h3,h4')].map(some => +some.tagName[1])")
    assert headings == [1, 2, 3, 2, 3]
    assert shown.says("return [...document.querySelectorAll('svg')].every(some => some.getAttribute('aria-label'))")
    label = shown.says("return document.querySelector('svg').getAttribute('aria-label')")
    assert label == "Words a sentence, paragraph by paragraph: 5 to 41; more than 30 in 1 of 4"
    assert shown.says("return document.querySelector('table caption').textContent") == "Findings by kind"
    identities = shown.says("return [...document.querySelectorAll('[id]')].map(some => some.id)")
    assert len(set(identities)) == len(identities)


def test_what_is_accepted_is_counted_and_not_shown(show: Any) -> None:
    said = show(article()).says("return document.querySelector('main').textContent")
    assert "One more finding is accepted" in said
    assert said.count("'headline' is wrong.") == 1


def test_the_text_is_shown_as_its_reader_sees_it(show: Any) -> None:
    blocks = "return [...document.querySelectorAll('.block')].map(some => some.textContent)"
    assert show(PAGES["Markdown"]).says(blocks) == [
        "Head", "It is `rm` a bold ![the the](x.png) claim, see <https://example.com>.", "the the1", "item", "quote",
        "a", "b", "c", "d",
    ]  # fmt: skip
    assert show(PAGES["a catalogue"]).says(blocks) == ["Hello there", "Save the the1 file."]


def test_an_empty_article_says_so(show: Any) -> None:
    said = show(PAGES["an empty file"]).says("return document.body.textContent")
    assert "Nothing was found." in said
    assert "There is no prose in this file." in said


def test_a_megabyte_with_5000_findings_takes_seconds() -> None:
    text = f"{PARAGRAPH} {PARAGRAPH}\n\n" * 6600
    spread = result(text, *[(200 * n, 200 * n + 8) for n in range(5000)])
    nested = result(text.replace("\n\n", " "), *[(n, 20_000 - n) for n in range(5000)])
    begun = time.monotonic()
    assert len(report("html", [spread])) > 1_000_000
    assert len(report("html", [nested])) > 1_000_000
    assert time.monotonic() - begun < 10


# --- places ------------------------------------------------------------------------------------------


MARKUP = (
    "word ",
    "**bold** ",
    "`code` ",
    "&amp; ",
    "![words of an image](x) ",
    "[link](y) ",
    "\n\n",
    "- item\n",
    "é😀 ",
)


@patient
@given(st.lists(st.sampled_from((*MARKUP, "> ", "<!-- c -->"))).map("".join), st.data())
def test_a_place_in_the_text_is_where_the_finding_was_made(text: str, data: st.DataObject) -> None:
    prose = formats.document(Source(text, "a.md"))
    places = Places(prose)
    for number, block in enumerate(prose.blocks):
        start = data.draw(st.integers(block.start, block.end - 1))
        end = data.draw(st.integers(start + 1, block.end))
        found = places.find(finding(prose.source, *prose.to_source(start, end)))
        assert found
        assert prose.to_source(found.start, found.end) == prose.to_source(start, end)
        assert found.block == number


def test_what_stands_in_no_block_has_no_place() -> None:
    source = Source("<!-- note -->\n\nText.\n", "a.md")
    places = Places(formats.document(source))
    assert places.find(finding(source, 0, 13)) is None
    assert places.find(finding(source, 15, 19)) == Place(0, 0, 4)
    assert places.find(finding(Source("Text.", "other.md"), 0, 4)) is None
    assert Places(formats.document(Source("", "a.md"))).find(finding(Source("", "a.md"), 0, 0)) is None
