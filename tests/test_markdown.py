"""Markdown: what is prose, what is not, and where in the source each word stands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.markup import KINDS, PLACEHOLDER, Parsed, Piece
from checker.markup.markdown import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

P = PLACEHOLDER


def prose(source: str) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(block.kind, "".join(piece.text for piece in block.pieces)) for block in parse(source).blocks]


def marks(source: str) -> list[tuple[str, str]]:
    """Kind and source text of every mark."""
    return [(mark.kind, source[mark.start : mark.end]) for mark in parse(source).marks]


def comments(source: str) -> list[tuple[str, str]]:
    """Inner text and source text of every comment."""
    return [(found.text, source[found.start : found.end]) for found in parse(source).comments]


def check_spans(source: str, parsed: Parsed) -> None:
    """What the contract promises of any parse."""
    for block in parsed.blocks:
        assert block.kind in KINDS
        assert block.pieces
        position = 0
        for piece in block.pieces:
            assert position <= piece.start < piece.end <= len(source)
            assert piece.text
            position = piece.end
            if len(piece.text) == piece.end - piece.start:
                literal = source[piece.start : piece.end]
                assert literal == piece.text or (piece.text == " " and literal in "\r\n")
    for start, end in spans(parsed):
        assert 0 <= start <= end <= len(source)


def spans(parsed: Parsed) -> Iterator[tuple[int, int]]:
    for mark in parsed.marks:
        yield mark.start, mark.end
    for found in parsed.comments:
        yield found.start, found.end


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One.\n\nTwo.", [("paragraph", "One."), ("paragraph", "Two.")]),
        ("- tight\n- items", [("list-item", "tight"), ("list-item", "items")]),
        ("1. loose\n\n   more\n", [("list-item", "loose"), ("list-item", "more")]),
        ("- [x] done", [("list-item", "done")]),
        ("> said\n> so", [("quote", "said so")]),
        ("> [!NOTE]\n> Look out.", [("quote", "Look out.")]),
        ("> - an item", [("list-item", "an item")]),
        ("- > a quote", [("quote", "a quote")]),
        ("| a | b \\| c |\n|---|---|\n| `x` | d |", [("table-cell", t) for t in ("a", "b | c", "d")]),
        (
            "See[^1] it.\n\n[^1]: A note\n    goes on.",
            [("paragraph", "See it."), ("footnote", "A note goes on.")],
        ),
        ("![A *cat*](c.png 'T') sat", [("paragraph", f"{P} sat"), ("alt", "A cat")]),
        ("![only](x)", [("alt", "only")]),
        ("Mid.\n\n---\n\nEnd.\n\n---\nMore.", [("paragraph", t) for t in ("Mid.", "End.", "More.")]),
        ("[a]\n\n[a]: http://x.org 'title'", [("paragraph", "a")]),
        ("a\n\n[unused]: http://x.org 'title'", [("paragraph", "a")]),
        ("see [[the page]] now", [("paragraph", "see [[the page]] now")]),
    ],
)
def test_blocks(source: str, expected: list[tuple[str, str]]) -> None:
    assert prose(source) == expected


def test_levels() -> None:
    source = "# One\n\nTwo\nlines\n---\n\n### Three ### \n\n- a\n  - b\n\n> c\n> > d\n"
    found = [(block.kind, block.level) for block in parse(source).blocks]
    assert found == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("list-item", 1),
        ("list-item", 2),
        ("quote", 1),
        ("quote", 2),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("run `ls -l` now", f"run {P} now"),
        ("let $x^2$ be and $$y$$.", f"let {P} be and {P}."),
        ("from $5 and $6", "from $5 and $6"),
        ("from $5 to US$6", "from $5 to US$6"),
        ("at https://a.b/c_d_e(f), or", f"at {P}, or"),
        ("(http://a.b) www.a.org/x!", f"({P}) {P}!"),
        ("to me.too@x.org.", f"to {P}."),
        ("<http://a.b> and <a@b.org>", f"{P} and {P}"),
        ("@you and a@b", "@you and a@b"),
        ("the [link *text*](u 'title') is", "the link text is"),
        ("a [ref][r] b\n\n[r]: http://x", "a ref b"),
        ("[home]({{ site.url }}/) now", "home now"),
        ("*e* **s** ~~d~~ ~t~", "e s d t"),
        ("a <b>bold</b> one", "a bold one"),
        ("a <!-- c --> b", "a b"),
        ("a<br>b <br/>\nc", "a b c"),
        ("hard  \nbreak\\\n  two", "hard break two"),
        ("soft \n   break\r\nand\rthis", "soft break and this"),
        ("a \\* \\_b\\_", "a * _b_"),
        ("R&amp;D &#8217;&nbsp;&copy;", "R&D ’\u00a0©"),
        ("&unknown; AT&T", "&unknown; AT&T"),
        ("use <code>a b</code> and <kbd>C</kbd>", f"use {P} and {P}"),
        ("an <img src=x> here", f"an {P} here"),
        ('is {{ a.b }} or {% c %} or {{< d "e" >}} or {{% f %}} x', f"is {P} or {P} or {P} or {P} x"),
        ("is {{raw `a }`}} or {{code `a` `b`}} x", f"is {P} or {P} x"),
        ("a<br>> b", "a > b"),
        ("a\n\t> b", "a > b"),
        ("multi {{< fig\n  src='x'\n>}} end", f"multi {P} end"),
        ("value {a + {b}} here", f"value {P} here"),
        ("`{` and `}` stay", f"{P} and {P} stay"),
        ("go <Foo bar={x} on={() => y}>in</Foo> <Tabs.Item a='b'>q</Tabs.Item>", "go in q"),
        ("[text](u){: .btn} here", "text here"),
    ],
)
def test_inline(source: str, text: str) -> None:
    assert prose(source) == [("paragraph", text)]
    check_spans(source, parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "```\ncode\n```",
        "    code",
        "$$\nx\n$$",
        "`code`",
        "https://a.b/c",
        "<!-- comment -->",
        "<Foo bar={x} />",
        "<Foo\n  bar={x}\n/>",
        "import A from 'a'\nimport {B} from 'b'",
        "import 'a.css'",
        "export const x = {\n  a: 1,\n}",
        "export {a} from 'b'",
        ":::note Title\n:::",
        "{{< fig >}}",
        "{% include x %}",
        "{/* comment */}",
        "{% highlight ruby %}\ncode\n\nmore\n{% endhighlight %}",
        "<script>\nvar x\n\nvar y\n</script>",
        "<style>p {}</style>",
        "<pre>\ncode\n</pre>",
        "{{raw `\n<pre>\n\ncode\n`}}",
        "<Foo a='`B<c>`'>",
        " <?php x ?>",
        "<?php echo 'a > b' ?>",
        "[a]: http://x 'title'",
        "---\nlayout: post\n---",
        "",
        "\ufeff",
    ],
)
def test_never_prose(source: str) -> None:
    assert prose(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (":::note Title\nBody.\n:::", [("paragraph", "Body.")]),
        ("{% if x %}\n- item\n{% endif %}", [("list-item", "item")]),
        ("<Tabs>\n\nInner.\n\n</Tabs>", [("paragraph", "Inner.")]),
        ("import taxes are high", [("paragraph", "import taxes are high")]),
        ("# Head *x* {#id .c}", [("heading", "Head x")]),
        ("Words.\n{: .lead}", [("paragraph", "Words.")]),
    ],
)
def test_dialects(source: str, expected: list[tuple[str, str]]) -> None:
    assert prose(source) == expected


def test_html_blocks() -> None:
    source = (
        "<div>\n<p>Text &amp; more\n  next</p>\n<h2>Head</h2><figcaption>Cap <code>x</code></figcaption>\n"
        "<table><caption>Tab</caption><tr><td>cell</td></tr></table><ul><li>item</li></ul>\n"
        "<script>no</script><details><summary>Sum</summary></details> 1 < 2\n"
        '<img src="x" alt="A &lt; B"></div>\n'
    )
    assert prose(source) == [
        ("paragraph", "Text & more next"),
        ("heading", "Head"),
        ("caption", f"Cap {P}"),
        ("caption", "Tab"),
        ("table-cell", "cell"),
        ("list-item", "item"),
        ("paragraph", "Sum"),
        ("paragraph", f"1 < 2 {P}"),
        ("alt", "A < B"),
    ]
    check_spans(source, parse(source))


def test_html_in_a_quote() -> None:
    assert prose("> <div>\n> a\n> b</div>") == [("quote", "a b")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\ntitle: A plain one # no\nsummary: 'it''s'\n---\n", ["A plain one", "it's"]),
        ('---\ndescription: "say \\"x\\""\r\nexcerpt: >\n  folded\n---', ['say "x"']),
        ("---\ntitle: goes\n  on\nsubtitle: [a]\nfoo: bar\n  title: nested\n---\n", []),
        ("---\ntitle: Go to <a href='http://x.org'>it</a> or www.x.org\n---\n", [f"Go to it or {P}"]),
        ("---\ntitle: \"it''s\"\n---\n", ["it''s"]),
        ('+++\ntitle = "Toml"\nheadline = bare\n+++\n', ["Toml"]),
        ("\ufeff---\ntitle: With a mark\n---\n", ["With a mark"]),
        ("---\ntitle: never closed\n", None),
    ],
)
def test_front_matter(source: str, expected: list[str] | None) -> None:
    found = [text for kind, text in prose(source) if kind == "frontmatter"]
    assert found == (expected or [])
    check_spans(source, parse(source))
    if expected is not None:
        assert len(prose(source)) == len(expected)


def test_exact_pieces() -> None:
    source = '---\ntitle: "T"\n---\nÜber `c` a\\*b &amp; 😀\n  *d*.'
    front, body = parse(source).blocks
    assert front.pieces == (Piece("T", 12, 13),)
    assert body.pieces == (
        Piece("Über ", 19, 24),
        Piece(P, 24, 27),
        Piece(" a", 27, 29),
        Piece("*b ", 30, 33),
        Piece("&", 33, 38),
        Piece(" 😀", 38, 40),
        Piece(" ", 40, 43),
        Piece("d", 44, 45),
        Piece(".", 46, 47),
    )


def test_soft_break_of_one_character() -> None:
    assert parse("a\nb").blocks[0].pieces == (Piece("a", 0, 1), Piece(" ", 1, 2), Piece("b", 2, 3))
    assert parse("> a \r\n> b").blocks[0].pieces[1] == Piece(" ", 3, 8)


def test_marks() -> None:
    source = "*e* __s__ ~~d~~ ~t~ [l *m*](u) [](v) <http://x.y> é [r]\n\n[r]: z"
    assert marks(source) == [
        ("emphasis", "e"),
        ("strong", "s"),
        ("strikethrough", "d"),
        ("strikethrough", "t"),
        ("link", "l *m*"),
        ("emphasis", "m"),
        ("link", "r"),
    ]


def test_comments() -> None:
    source = "<!-- one\ntwo -->\n\na <!--three--> b {/* four */} c\n\n<div><!-- five --></div>"
    assert comments(source) == [
        (" one\ntwo ", "<!-- one\ntwo -->"),
        ("three", "<!--three-->"),
        (" four ", "{/* four */}"),
        (" five ", "<!-- five -->"),
    ]
    assert comments("{% comment %} x {% endcomment %}") == [(" x ", "{% comment %} x {% endcomment %}")]


FRAGMENTS = (
    "a", "Word", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "    ", "é", "日本", "😀", "e\u0301", "\u00a0",
    "\ufeff", "\x00", "\ud800", "*", "**", "_", "~", "~~", "`", "```", "``", "$", "$$", "[", "]", "(", ")",
    "![", "](x)", "[^1]", "[^1]: ", "[r]: u", "# ", "## ", "===", "---", "+++", "> ", "- ", "1. ", "- [ ] ",
    "|", "|-|-|", "\\", "&amp;", "&#0;", "&", "&nGt;", "<", ">", "<br>", "<b>", "</b>", "<div>", "</div>",
    "<p>", "<li>", "<code>", "</code>", "<pre>", "<script>", "</script>", "<!--", "-->", "<?", "?>",
    "<img alt='a b'>", "<Foo x={", "<A.B c>", "<>", "{", "}", "{{", "}}", "{%", "%}", "{{<", ">}}", "{/*",
    "*/}", "{#i}", "{.c}", "{: .k}", "{% highlight x %}", "{% endhighlight %}", ":::", "import a from 'b'",
    "export const ", "http://a.b/c", "www.x.org", "a@b.org", "://", "<http://x.y>", "[!NOTE]", "{{raw `",
    "<Foo a='", "title: ", "title: 'a''b'", '"', "'", "\ufffc", "\u2028", "\x0b", "\x85",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_any_markup(source: str) -> None:
    check_spans(source, parse(source))


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text(source: str) -> None:
    check_spans(source, parse(source))


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "*",
        "`",
        "<",
        "![",
        "{",
        "{{",
        "{a}",
        "{/*",
        "<div><!--",
        "<div>\n<a ",
        "> ",
        "a@",
        "http://(",
        "{%a%}\r",
    ],
)
def test_linear_time(unit: str) -> None:
    started = time.process_time()
    parse(unit * (300_000 // len(unit)))
    assert time.process_time() - started < 5  # takes about 0.3 s; were it quadratic, minutes
