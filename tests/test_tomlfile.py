"""Places of keys in TOML."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checker.tomlfile import KeyPath, loads

TEXT = """\
# c [x] = 1
root = true
a.b."c d" = \"\"\"x
y = 3 [\"\"\" # z
list = [ "a", 'b' ,
  # no key = 1
  1.5, 1979-05-27 07:32:00, [1, [2]], {x = 1, y.z = [{q = 1}]} ]
[rule.x]
 severity = 'off'
[[over]]
files = []
[over.rule.y]
max = 1
[[over]]
 rule = {z = {max = 2}}
"""


def test_every_key_and_item_has_its_line_and_column() -> None:
    loaded = loads(TEXT, "x.toml")
    assert {where: loaded.position(where) for where in loaded.places} == {
        ("root",): (2, 1), ("a",): (3, 1), ("a", "b"): (3, 3), ("a", "b", "c d"): (3, 6),
        ("list",): (5, 1), ("list", 0): (5, 10), ("list", 1): (5, 15), ("list", 2): (7, 3), ("list", 3): (7, 8),
        ("list", 4): (7, 29), ("list", 4, 0): (7, 30), ("list", 4, 1): (7, 33), ("list", 4, 1, 0): (7, 34),
        ("list", 5): (7, 39), ("list", 5, "x"): (7, 40), ("list", 5, "y"): (7, 47), ("list", 5, "y", "z"): (7, 49),
        ("list", 5, "y", "z", 0): (7, 54), ("list", 5, "y", "z", 0, "q"): (7, 55),
        ("rule",): (8, 2), ("rule", "x"): (8, 7), ("rule", "x", "severity"): (9, 2),
        ("over",): (10, 3), ("over", 0): (10, 3), ("over", 0, "files"): (11, 1), ("over", 0, "rule"): (12, 7),
        ("over", 0, "rule", "y"): (12, 12), ("over", 0, "rule", "y", "max"): (13, 1), ("over", 1): (14, 3),
        ("over", 1, "rule"): (15, 2), ("over", 1, "rule", "z"): (15, 10), ("over", 1, "rule", "z", "max"): (15, 15),
    }  # fmt: skip


def test_what_has_no_place_is_where_it_would_be() -> None:
    loaded = loads("a = 1\n[b]\nc = 2\n", "x.toml")
    assert (loaded.position(("b", "d")), loaded.position(("e",))) == ((2, 2), (1, 1))


def test_line_ends_and_a_byte_order_mark_change_no_line() -> None:
    loaded = loads("\ufeffa = 1\r\n[b]\r\nc = 2\r\n", "x.toml")
    assert (loaded.position(("a",)), loaded.position(("b", "c"))) == ((1, 1), (3, 1))


def dotted(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {dotted(some)}" for key, some in value.items()) + "}"
    return "[" + ", ".join(map(dotted, value)) + "]" if isinstance(value, list) else value


LEAVES = st.sampled_from(["1", "'[{,}] = #'", '"a\\"]#"', "true", '"""a\n"b" = """', "1.5e3", "2001-01-01T01:01:01Z"])
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
)


def paths(value: Any, where: KeyPath) -> set[KeyPath]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {where}.union(*(paths(some, (*where, key)) for key, some in pairs))


@given(st.dictionaries(st.sampled_from(["a", "'x y'", "b-c"]), VALUES, max_size=3))
def test_every_key_of_any_value_is_found_and_nothing_else(table: dict[str, Any]) -> None:
    text = "".join(f"{key} = {dotted(value)}\n" for key, value in table.items())
    loaded = loads(text, "x.toml")
    every = {path for key, value in table.items() for path in paths(value, (key.strip("'"),))}
    assert set(loaded.places) == every
