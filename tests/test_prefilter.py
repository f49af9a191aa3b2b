"""The literals drawn from an expression are in every text that it matches, and one scan finds them all."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.document import fold, shape
from checker.literals import is_anchored, offsets, rare, reach, required_literals
from checker.prefilter import SHAPE, Hit, Hits, Prefilter, make_index


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"bosom (?:peril|malignancy)", ("bosom ",)),
        (r"\bBosom\s+peril\b", ("bosom",)),
        (r"colou?r me", ("color me", "colour me")),
        (r"(?:zig)+zag", ("zigzag",)),
        (r"[Qq]uixot\w*", ("quixot",)),
        (r"(?P<x>jinx)\w+ (?P=x)", ("jinx",)),
        (r"no(?=where)", ("nowhere",)),
        (r"(?<=every)where", ("everywhere",)),
        (r"vex(?! me)", ("vex",)),
        (r"\w+ [a-z]+", ()),
        (r"zap|\w+", ()),
        (r"zap|quiz?", ("qui", "zap")),
        (r"(?:zap)?\w", ()),
        (r"e+", ()),
        (r"It’s\N{NO-BREAK SPACE}vexed", ("it's vexed",)),
        (r"(?i)ZAP", ("zap",)),
        (r"a{3}zz", ("aaazz",)),
        (r"([e-g])\1\1", ("eee", "fff", "ggg")),
        (r"the [a-z]{2}[A-Z]", ("\0aaa aaA",)),
        (r"^Ad$", ("\nad\n",)),
        (r"[a-z] ,", ("\0a ,",)),
    ],
)
def test_the_rarest_strings_that_must_stand_there_are_taken(pattern: str, literals: tuple[str, ...]) -> None:
    assert required_literals(pattern, edges=True) == literals


def test_of_several_sets_the_rarest_is_taken_and_none_that_is_common() -> None:
    assert rare([["that", "those"], ["quixotic"]]) == ("quixotic",)
    assert rare([["e"], ["o", "t"]]) == ()
    assert rare([["zap", ""]]) == ()
    assert rare([]) == ()


ATOMS = st.sampled_from(
    [
        "zap",
        "q",
        "Σ",
        "ς",
        "x’",
        "[qx]",
        "[a-c]",
        "[^q]",
        r"\w",
        r"\s",
        ".",
        "-",
        "İ",
        "ß",
        "i",
        "s",
        "\\b",
        "(?=q)",
        "(?!z)",
        "é",
    ]
)


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeats = st.sampled_from(["*", "+", "?", "{1,3}", "{2}", "{0,2}", "*?", "{2,}"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner, inner).map(lambda some: f"(?:{some[0]}|{some[1]}){some[2]}"),
        st.tuples(inner, repeats).map(lambda two: f"({two[0]}){two[1]}"),
    )


EXPRESSIONS = st.recursive(ATOMS, _grow, max_leaves=8)


@settings(max_examples=300, deadline=None)
@example("ΟΔΟΣ", re.compile("x"), 0)
@given(EXPRESSIONS, st.data(), st.sampled_from([0, int(re.IGNORECASE)]))
def test_a_text_that_matches_holds_one_of_the_literals(pattern: str, data: object, flags: int) -> None:
    literals = required_literals(pattern, flags)
    if isinstance(data, re.Pattern):
        texts = ["ΟΔΟΣ", "Η ΟΔΟΣ."]
    else:
        unnamed = re.compile(pattern, flags)
        texts = [data.draw(st.from_regex(unnamed)) for _ in range(3)]  # type: ignore[attr-defined]
    for text in texts:
        assert re.search(pattern, text, flags)
        both = fold(text), SHAPE + shape(text).decode("latin-1")
        assert not literals or any(_stands(literal, *both) for literal in literals)
        known = offsets(pattern, literals, flags)
        for match in re.finditer(pattern, text, flags):
            read = [reading[match.start() + at :] for reading in (both[0], both[1][1:]) for at in known]
            strings = tuple(literal.removeprefix(SHAPE) for literal in literals)
            assert not known or any(some.startswith(strings) for some in read)


def _stands(literal: str, folded: str, shaped: str) -> bool:
    return literal[1:] in shaped if literal.startswith(SHAPE) else literal in folded


def listed(hits: Hits) -> dict[int, list[Hit]]:
    return {rule: list(found) for rule, found in hits.items()}


def test_one_scan_finds_every_literal_of_every_rule_in_code_points() -> None:
    prefilter = Prefilter([("zap", "ap"), (), ("zap",)])
    assert listed(prefilter.scan("é😀zap ap")) == {0: [(0, 2), (1, 3), (1, 6)], 2: [(0, 2)]}


def test_shapes_are_found_in_the_text_as_it_is_written() -> None:
    prefilter = Prefilter([("\0aA", "\0\nA"), ("\nit",)])
    assert listed(prefilter.scan("it “öne” two", shape("It “öÑe” two"))) == {0: [(1, 0), (0, 4)], 1: [(0, 0)]}


@pytest.mark.parametrize(
    ("pattern", "far"), [("abc", 3), ("ab+", 0), (r"(?<=xy)a(?=bc)", 5), (r"a(?:(?=bc)|(?=d))", 3), ("a{500}", 0)]
)
def test_a_match_reaches_as_far_as_its_width_and_what_it_looks_at(pattern: str, far: int) -> None:
    assert reach(pattern) == far


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        ("^a", True),
        (r"\Aa", True),
        ("(^a|^b)c", True),
        ("(?=a)^a", True),
        ("^a|b", False),
        ("(?m)^a", False),
        ("a", False),
    ],
)
def test_an_expression_that_begins_with_the_start_is_anchored(pattern: str, anchored: bool) -> None:
    assert is_anchored(pattern) is anchored


def test_without_literals_nothing_is_found() -> None:
    assert Prefilter([(), ()]).scan("zap") == {}
    assert Prefilter([]).scan("zap") == {}
    assert Prefilter([("zap",)]).scan("") == {}


@given(st.text(alphabet="abcA .\n", max_size=40), st.lists(st.text(alphabet="abc .\n", min_size=1, max_size=14)))
def test_a_small_text_is_scanned_for_what_it_may_have_and_a_large_one_for_all(text: str, strings: list[str]) -> None:
    folded, shaped = text.lower(), shape(text)
    literals = [(*strings, *(SHAPE + shape(string).decode() for string in strings)), ("a",)]
    index = make_index([("bc",), *literals])  # of one rule more
    small = Prefilter(literals, index, [-1, *range(len(literals))])
    found = Prefilter(literals).scan(folded, shaped)
    assert {rule: sorted(hits) for rule, hits in small.scan(folded, shaped).items()} == {
        rule: sorted(hits) for rule, hits in found.items()
    }
    for number, start in found.get(0, ()):
        literal = literals[0][number]
        read = shaped.decode("latin-1") if literal[0] == SHAPE else folded
        assert f"\n{read}"[start + (literal.lstrip(SHAPE)[0] != "\n") :].startswith(literal.lstrip(SHAPE))


def test_a_text_that_is_not_small_is_scanned_for_all() -> None:
    prefilter = Prefilter([("zigzag",)], make_index([("zigzag",)]), [0])
    assert listed(prefilter.scan(f"a zigzag {'.' * 40_000}")) == {0: [(0, 2)]}
    assert listed(prefilter.scan("a zigzag")) == {0: [(0, 2)]}
