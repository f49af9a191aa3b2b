"""Web pages, Word documents, gettext catalogues, XLIFF: what is read of them, and where it stands in the file."""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from conftest import Run
from docx import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from checker import formats
from checker.markup import PLACEHOLDER, docx, html, po, xliff
from checker.source import Source, SourceError


def blocks(text: str, markup: str) -> list[tuple[str, str]]:
    """Kind and text of each block; every piece is where it says, and those of equal length are the file's text."""
    document = formats.document(Source(text, "x"), markup)
    parse = {"html": html.parse, "po": po.parse, "xliff": xliff.parse}[markup]
    last = 0
    for block in parse(text).blocks:
        for piece in block.pieces:
            assert last <= piece.start <= piece.end <= len(text)
            last = piece.end
            if len(piece.text) == piece.end - piece.start > 1:
                assert text[piece.start : piece.end].replace("\n", " ") == piece.text
    for comment in document.comments:
        assert comment.text in text[comment.start : comment.end]
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def span(text: str, markup: str, word: str) -> str:
    """What of the file a word of its prose stands for."""
    document = formats.document(Source(text, "x"), markup)
    at = document.text.index(word)
    start, end = document.to_source(at, at + len(word))
    return text[start:end]


# --- web pages -------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html><head><title>Site</title><style>p { color: red }</style><script>var p = "<p>No.</p>";</script></head>
<body class="has-sidebar"><header><nav><ul><li>Home</li></ul></nav></header>
<main><article class="post"><h1>A headline</h1>
<p class="byline">By a writer</p>
<p>The first paragraph is <em>long</em> enough.</p>
<div class="share-buttons">Share this</div>
<blockquote>A quotation.</blockquote>
<ul><li>An item<li>Another item</ul>
<figure><img src="x.png"><figcaption>A caption.</figcaption></figure>
<table><tr><td>A cell<td>Another</table>
<pre>code here</pre><aside>Related reading</aside>
</article><section class="related"><p>More articles that are not this one.</p></section></main>
<footer>Contact</footer></body></html>
"""


def test_the_article_is_read_and_the_furniture_is_not() -> None:
    assert blocks(PAGE, "html") == [
        ("heading", "A headline"), ("paragraph", "The first paragraph is long enough."), ("quote", "A quotation."),
        ("list-item", "An item"), ("list-item", "Another item"), ("caption", "A caption."), ("table-cell", "A cell"),
        ("table-cell", "Another"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>Alone.</p>", ["Alone."]),
        ("Bare text<br>on two lines", ["Bare text on two lines"]),
        ("<div>Menu</div><div><p>Long enough to win.</p><p>And once more.</p></div><div>Bottom</div>",
         ["Long enough to win.", "And once more."]),
        ("<article><p>A teaser.</p></article><article><p>The article itself, longer.</p></article>",
         ["The article itself, longer."]),
        ("<main><p>One.</p><article><p>A short note.</p></article><p>Two is the longest of all of them.</p></main>",
         ["One.", "A short note.", "Two is the longest of all of them."]),
        ("<div class='comments'><p>All the text is in here, whatever the class says.</p></div><p>Short.</p>",
         ["All the text is in here, whatever the class says."]),
        ("<div class='content with-sidebar'><p>Everything is in here.</p><p>Everything.</p></div>",
         ["Everything is in here.", "Everything."]),
        ("<p>Shown.</p><p hidden>Not shown.</p><p aria-hidden=true>Nor this.</p><div role=navigation>Nor this.</div>",
         ["Shown."]),
        ("<p class=tags>Tags: a, b<div><p>The text of the page.</p><p>More of it.</p></div>",
         ["The text of the page.", "More of it."]),
        ("<p>Before <code>x = 1</code> after <svg><text>no</text></svg>.</p>",
         [f"Before {PLACEHOLDER} after {PLACEHOLDER}."]),
        ("<p>One<nav>Menu <img src=x></nav>two</p>", ["One", "two"]),
        ("<p>AT&T &amp; R&D &lt;b&gt; caf&eacute; &#8220;x&#x201d; &nope; &copy 1</p>",
         ["AT&T & R&D <b> café “x” &nope; © 1"]),
        ("<p>A &nbsp; blank</p>", ["A \N{NO-BREAK SPACE} blank"]),
        ("<p>Un <b>closed <i>marks</p><p>Next</p>", ["Un closed marks", "Next"]),
        ("<p>Kept.</p><!-- never closed <p>Gone.</p>", ["Kept."]),
        ("<p>Kept.</p><a href='never closed <p>Gone.</p>", ["Kept."]),
        ("<![CDATA[x]]><![if !IE]><p>Kept.</p><![endif]><? php ?></ x>", ["Kept."]),
        ("<script>if (a < b) { '<p>' }</script><p>Kept.</p>", ["Kept."]),
        ("", []),
    ],
)  # fmt: skip
def test_what_a_reader_would_see_is_read(body: str, found: list[str]) -> None:
    assert [text for _, text in blocks(body, "html")] == found


def test_places_are_exact_with_entities_and_line_ends() -> None:
    page = "<p>\r\nThe caf&eacute;\r\n  was <b>ope</b>n &amp; <!-- x -->full.</p>\r\n"
    assert blocks(page, "html") == [("paragraph", "The café was open & full.")]
    assert span(page, "html", "café") == "caf&eacute;"
    assert span(page, "html", "é was") == "&eacute;\r\n  was"
    assert span(page, "html", "open") == "ope</b>n"
    assert span(page, "html", "& full") == "&amp; <!-- x -->full"


def test_comments_and_marks_have_their_places() -> None:
    page = "<p>a <em>b</em> <a href=x>c</a></p><!-- malaprop-ignore x --><!---->"
    read = html.parse(page)
    assert [(page[c.start : c.end], c.text) for c in read.comments] == [
        ("<!-- malaprop-ignore x -->", " malaprop-ignore x "), ("<!---->", "")
    ]  # fmt: skip
    assert [(mark.kind, page[mark.start : mark.end]) for mark in read.marks] == [("emphasis", "b"), ("link", "c")]


HTML_PARTS = st.sampled_from(
    ["<p>", "</p>", "<div class=nav>", "</div>", "text", " ", "\r\n", "&amp;", "&#65;", "&", "&#", "<", ">", "<!--",
     "-->", "<![", "]]>", "<!", "<?", "</", "'", '"', "<article>", "<li>", "<a href='", "<script>", "</script>",
     "<br/>", "é", "\0", "<td>", "<textarea>", "<title>", "<svg>", "\ud800"]
)  # fmt: skip


@given(st.lists(HTML_PARTS | st.text(max_size=3), max_size=30).map("".join))
def test_no_page_breaks_the_reader(text: str) -> None:
    blocks(text, "html")


# --- gettext ---------------------------------------------------------------------------------------------

CATALOGUE = r"""# A translator's note
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"

#: a.c:1
msgid "One"
msgstr "The first one"

#, fuzzy
#| msgid "Old"
msgctxt "menu"
msgid "Two"
msgstr ""
"The \"second\" \n"
"one\tis C:\\x"

msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d file left"
msgstr[1] "%(count)s files of {total} <b>left</b> &amp; 50 % off"

msgid "Untranslated"
msgstr ""

#~ msgid "Gone"
#~ msgstr "The one that is gone"
"""


def test_translations_are_read_and_nothing_else() -> None:
    mask = PLACEHOLDER
    assert blocks(CATALOGUE, "po") == [
        ("paragraph", "The first one"),
        ("paragraph", 'The "second" one is C:\\x'),
        ("paragraph", f"{mask} file left"),
        ("paragraph", f"{mask} files of {mask} {mask}left{mask} {mask} 50 % off"),
    ]
    assert span(CATALOGUE, "po", '"second" one') == '\\"second\\" \\n"\n"one'


PLAIN = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="%{}<>&")
TEXTS = st.text(PLAIN | st.sampled_from('\n\t"\\'))


@given(st.lists(st.tuples(st.booleans(), TEXTS.filter(str.strip), TEXTS.filter(str.strip)), max_size=4))
def test_texts_are_those_that_polib_writes(entries: list[tuple[bool, str, str]]) -> None:
    catalogue = polib.POFile(wrapwidth=20)
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    expected = []
    for number, (plural, one, other) in enumerate(entries):
        if plural:
            forms = {0: one, 1: other}
            catalogue.append(polib.POEntry(msgid=f"id {number}", msgid_plural="ids", msgstr_plural=forms))
            expected += [one, other]
        else:
            catalogue.append(polib.POEntry(msgid=f"id {number}", msgstr=one))
            expected.append(one)
    text = str(catalogue)
    assert [t.msgstr for t in polib.pofile(text) if t.msgstr] == [one for plural, one, _ in entries if not plural]
    found = ["".join(word.split()) for _, word in blocks(text, "po")]
    assert found == ["".join(some.split()) for some in expected]


PO_PARTS = ["msgid", "msgstr", "msgstr[1]", " ", '"', "\\", "x", "\n", "\r", "#", "#~", "%", "\\x4", "\\777"]


@given(st.lists(st.sampled_from(PO_PARTS)))
def test_no_catalogue_breaks_the_reader(parts: list[str]) -> None:
    blocks("".join(parts), "po")


def test_a_comment_before_an_entry_suppresses_in_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(
        'msgid "a"\nmsgstr "bosom peril"\n\n# malaprop-ignore bosom-peril -- a name\nmsgid "b"\nmsgstr "bosom peril"\n'
    )
    assert run("check", "a.po", "--quiet").out == (
        "a.po:2:9: error 'bosom peril' stands for 'breast cancer'. [bosom-peril]\n"
    )


# --- XLIFF -----------------------------------------------------------------------------------------------

XLIFF_1 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file><body>
<trans-unit id="1"><source>Quelle</source><target>The <g id="1">caf\u00e9</g> is &lt;open&gt;\r
 today &amp; <x id="2"/>late<ph id="3">code <sub>no</sub></ph>.</target>
<alt-trans><target>A suggestion</target></alt-trans></trans-unit>
<trans-unit id="2" translate="no"><target>Not this</target></trans-unit>
<trans-unit id="3"><target><![CDATA[Raw & <b> text]]> end</target></trans-unit>
<!-- malaprop-ignore x -->
</body></file></xliff>
"""
XLIFF_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:m="urn:x">
<file id="f"><unit id="1"><m:matches><m:match><source>s</source><target>No</target></m:match></m:matches>
<segment><source>Un</source><target>One <pc id="1">bold</pc> word<ph id="2"/></target></segment>
<segment><target>Two <mrk id="m" type="term">terms</mrk><sc id="3"/></target></segment></unit></file></xliff>
"""


def test_targets_are_read_and_nothing_else() -> None:
    mask = PLACEHOLDER
    assert blocks(XLIFF_1, "xliff") == [
        ("paragraph", f"The café is <open>  today & {mask}late{mask}."), ("paragraph", "Raw & <b> text end")
    ]  # fmt: skip
    assert blocks(XLIFF_2, "xliff") == [("paragraph", f"One bold word{mask}"), ("paragraph", f"Two terms{mask}")]


def test_places_in_xliff_are_exact() -> None:
    assert span(XLIFF_1, "xliff", "café is <open>") == "café</g> is &lt;open&gt;"
    assert span(XLIFF_1, "xliff", "<open>  today") == "&lt;open&gt;\r\n today"
    assert span(XLIFF_1, "xliff", "Raw & <b> text") == "Raw & <b> text"
    marked = "\ufeff" + XLIFF_2
    assert span(marked, "xliff", "bold word") == "bold</pc> word"
    assert [c.text for c in xliff.parse(XLIFF_1.replace("\n", "\r\n")).comments] == [" malaprop-ignore x "]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<xliff>\n  <target>x</targe></xliff>", "2:14: not XML: mismatched tag"),
        ("", "1:1: not XML: no element found"),
        ("<xliff>\u00e9 &nope;</xliff>", "1:10: not XML: undefined entity"),
        ('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
         "declares entities of its own, which is not allowed"),
        ("<xliff>\ud800</xliff>", "1:8: not XML: not well-formed (invalid token)"),
    ],
)  # fmt: skip
def test_broken_xml_is_one_line_with_its_place(text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        xliff.parse(text)
    assert str(caught.value) == message


XLIFF_PARTS = [
    "<target>", "</target>", "<x/>", "<ph>", "</ph>", "<![CDATA[", "]]>", "a&amp;b", "é", "&", "<!--", "-->", "\r\n",
    "<!DOCTYPE x>", "<alt-trans>", "</alt-trans>",
]  # fmt: skip


@given(st.lists(st.sampled_from(XLIFF_PARTS)))
def test_no_xliff_raises_anything_but_a_source_error(parts: list[str]) -> None:
    for text in ("".join(parts), f"<xliff>{''.join(parts)}</xliff>"):
        with contextlib.suppress(SourceError):
            blocks(text, "xliff")


def test_a_long_file_takes_no_long() -> None:
    unit = "<trans-unit><source>é</source><target>Größe &amp; <x/> more</target></trans-unit>"
    assert len(xliff.parse(f"<xliff>{unit * 30_000}</xliff>").blocks) == 30_000


# --- Word ------------------------------------------------------------------------------------------------


def saved(document: Any) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def kinds(data: bytes) -> list[tuple[str, int, str]]:
    document = formats.read(data, "a.docx")
    return [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]


def test_paragraphs_are_read_in_order_with_their_kinds() -> None:
    word = Word()
    word.add_heading("The title", 0)
    word.add_heading("A section", 2)
    word.add_paragraph("Plain ").add_run("and bold").bold = True
    word.add_paragraph("")
    word.add_paragraph("An item", style="List Bullet")
    word.add_paragraph("Said", style="Quote")
    table = word.add_table(1, 2)
    table.cell(0, 0).text = "Left"
    table.cell(0, 1).text = "Right"
    word.add_paragraph("Figure 1", style="Caption")
    word.add_paragraph("Line one").add_run().add_break()
    assert kinds(saved(word)) == [
        ("heading", 1, "The title"), ("heading", 2, "A section"), ("paragraph", 0, "Plain and bold"),
        ("list-item", 1, "An item"), ("quote", 1, "Said"), ("table-cell", 0, "Left"), ("table-cell", 0, "Right"),
        ("caption", 0, "Figure 1"), ("paragraph", 0, "Line one "),
    ]  # fmt: skip


def test_merged_cells_come_once_and_tables_in_cells_in_their_place() -> None:
    word = Word()
    table = word.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
    table.cell(1, 0).text = "Low"
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "Inner"
    assert [text for *_, text in kinds(saved(word))] == ["Wide", "Low", "Inner"]


def test_tracked_changes_controls_links_and_fields_are_read_as_shown() -> None:
    word = Word()
    space = nsdecls("w")
    body = word.element.body
    for inner in (
        (
            "<w:p {}><w:r><w:t>Kept </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
        ),
        "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        (
            "<w:p {}><w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink><w:r><w:instrText> PAGE </w:instrText>"
            "<w:tab/><w:t>x</w:t><w:noBreakHyphen/><w:t>y</w:t></w:r></w:p>"
        ),
        "<w:p {}><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>Numbered</w:t></w:r></w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(inner.format(space)))
    assert kinds(saved(word)) == [
        ("paragraph", 0, "Kept new"), ("paragraph", 0, "In a control"),
        ("paragraph", 0, "A link\tx\N{NON-BREAKING HYPHEN}y"), ("list-item", 1, "Numbered"),
    ]  # fmt: skip


def test_a_finding_stands_in_its_paragraph(run: Run, tmp_path: Path) -> None:
    word = Word()
    for text in ("One.", "", "Two. Then bosom peril."):
        word.add_paragraph(text)
    (tmp_path / "a.docx").write_bytes(saved(word))
    for form in ("text", "full", "html", "json", "rdjson"):
        ran = run("check", "a.docx", "--quiet", "--format", form)
        assert (ran.status, "bosom peril" in ran.out) == (1, True)
    assert run("check", "a.docx", "--quiet").out.startswith("a.docx:3:11: error 'bosom peril'")


def packed(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


def encrypted() -> bytes:
    data = bytearray(packed(word__document=b"x"))
    for mark, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: b"", "is not a Word document (.docx), or is broken"),
        (lambda: b"plain text", "is not a Word document (.docx), or is broken"),
        (lambda: saved(Word())[:-200], "is not a Word document (.docx), or is broken"),
        (lambda: packed(a=b"b"), "is a broken Word document"),
        (lambda: saved(Word()).replace(b"PK\3\4", b"PK\3\5"), "is a broken Word document"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is encrypted, or in Word's old format"),
        (encrypted, "is encrypted"),
        (lambda: packed(bomb=b"\0" * 201_000_000), "would unpack to more than 200 MB"),
    ],
)
def test_a_bad_document_is_one_line_and_the_rest_is_checked(
    run: Run, tmp_path: Path, make: Callable[[], bytes], message: str
) -> None:
    (tmp_path / "a.docx").write_bytes(make())
    (tmp_path / "b.txt").write_text("Bosom peril.\n")
    ran = run("check", "a.docx", "b.txt", "--quiet")
    assert (ran.status, ran.out.split(" ")[0], ran.err) == (2, "b.txt:1:1:", f"malaprop: a.docx: {message}\n")


def test_a_document_in_the_old_format_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert run("check", "a.doc", "--quiet") == (
        2, "", "malaprop: a.doc: is in Word's old format, or encrypted: save it as .docx, without a password\n"
    )  # fmt: skip


def test_without_the_extra_it_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(Word())
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(SourceError, match=r"^needs `pip install 'malaprop\[docx\]'`$"):
        docx.read(data)


@given(st.data())
def test_a_damaged_document_raises_nothing_but_a_source_error(data: st.DataObject) -> None:
    good = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(SourceError):
        formats.read(bytes(good), "a.docx")


def _good() -> bytes:
    word = Word()
    word.add_heading("Title", 1)
    word.add_paragraph("Text", style="List Bullet")
    return saved(word)


GOOD = _good()
