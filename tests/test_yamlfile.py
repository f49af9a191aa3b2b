"""YAML read strictly: 1.2 scalars, places, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.fileerror import FileError, meant, set_at
from checker.yamlfile import load, loads


def error(text: str) -> str:
    with pytest.raises(FileError) as caught:
        loads(text, "r.yaml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"),
        ("12:30:45", "12:30:45"), ("2024-01-31", "2024-01-31"), ("1_000", "1_000"), ("0b11", "0b11"), ("=", "="),
        ("1.10.2", "1.10.2"), ("'1.10'", "1.10"), ('"true"', "true"), ("'~'", "~"), ("nully", "nully"),
        ("true", True), ("False", False), ("~", None), ("null", None), ("", None),
        ("12", 12), ("-3", -3), ("010", 10), ("0o17", 15), ("0x1F", 31),
        ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("-.inf", float("-inf")), ("9" * 30, 1e30),
    ],
)  # fmt: skip
def test_scalars_follow_yaml_1_2(text: str, value: Any) -> None:
    loaded = loads(f"key: {text}", "r.yaml").value
    assert loaded == {"key": value}
    assert type(loaded["key"]) is type(value)


def test_blocks_of_text_keep_their_lines() -> None:
    assert loads("a: |\n  1\n  no\nb: >-\n  one\n  two\n", "r.yaml").value == {"a": "1\nno\n", "b": "one two"}


def test_every_value_has_a_place() -> None:
    loaded = loads("é: 1\nlist:\n  - a\n  - {b: 2}\n", "r.yaml")
    assert loaded.places == {
        (): (1, 1), ("é",): (1, 1), ("list",): (2, 1),
        ("list", 0): (3, 5), ("list", 1): (4, 5), ("list", 1, "b"): (4, 6),
    }  # fmt: skip
    assert str(loaded.error(("list", 1, "b"), "is odd")) == "r.yaml:4:6: is odd"
    assert str(loaded.error(("list", 1, "missing", 3), "is odd")) == "r.yaml:4:5: is odd"
    assert str(loaded.error(("nowhere",), "is odd")) == "r.yaml:1:1: is odd"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", "r.yaml:3:1: duplicate key 'a'"),
        ("a:\n\t- b", "r.yaml:2:1: not YAML: a tab, where YAML has blanks"),
        ("a: x\n\tb: y", "r.yaml:2:1: not YAML: a tab, where YAML has blanks"),
        ("a: 'x", "r.yaml:1:6: not YAML: found unexpected end of stream"),
        ("a: [1, 2", "r.yaml:2:1: not YAML: did not find expected ',' or ']'"),
        ("a: b: c", "r.yaml:1:5: not YAML: mapping values are not allowed in this context"),
        ("a: @x", "r.yaml:1:4: not YAML: found character that cannot start any token"),
        ("a: !!str 12", "r.yaml:1:4: tags and anchors are not allowed"),
        ("a: !!python/object:os.system x", "r.yaml:1:4: tags and anchors are not allowed"),
        ("a: !x\n  b: 1", "r.yaml:1:4: tags and anchors are not allowed"),
        ("é: 😀\nb: !!set {c}", "r.yaml:2:4: tags and anchors are not allowed"),
        ("\ufeffa: &x [1]\nb: *x", "r.yaml:1:4: tags and anchors are not allowed"),
        ("a: *x", "r.yaml:1:4: not YAML: found undefined alias"),
        ("? [x]\n: 1", "r.yaml:1:3: a key is a word"),
        ("--- 1\n--- 2", "r.yaml:2:1: not YAML: but found another document"),
        ("[" * 50 + "]" * 50, "r.yaml:1:42: nested too deep"),
    ],
)
def test_what_is_not_strict_yaml_is_refused_where_it_stands(text: str, message: str) -> None:
    assert error(text) == message


def test_hostile_nesting_is_an_error_and_no_crash() -> None:
    assert error("[" * 100_000).startswith("r.yaml:1:")


def test_a_control_character_is_one_line_of_error() -> None:
    assert error("a: \x07").startswith("r.yaml:1:1: not YAML: unacceptable character #x0007")


def test_an_empty_file_holds_nothing() -> None:
    assert (loads("", "r.yaml").value, loads("# only a comment", "r.yaml").value) == (None, None)


def test_a_file_that_is_not_there_is_an_error_of_that_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^r\.yaml:1:1: cannot be read: No such file or directory$"):
        load(tmp_path / "r.yaml", "r.yaml")


def test_a_file_that_is_not_utf8_is_an_error_of_that_file(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(b"a: caf\xe9\n")
    with pytest.raises(FileError, match=r"r\.yaml:1:1: cannot be read: 'utf-8' codec"):
        load(path)


def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - 2\r\n")
    loaded = load(path)
    assert (loaded.value, loaded.places["b", 0]) == ({"a": 1, "b": [2]}, (3, 5))


def test_a_misspelt_word_is_answered_with_the_word_meant() -> None:
    assert meant("mesage", ["message", "why"]) == " (did you mean 'message'?)"
    assert meant("xyz", ["message", "why"]) == ""


def test_an_error_in_a_setting_names_where_it_was_set() -> None:
    assert str(set_at("/a/malaprop.toml:3", "is odd")) == "/a/malaprop.toml:3:1: is odd"
    assert str(set_at("/a/x.toml:3, /b/y.toml:7", "is odd")) == "/b/y.toml:7:1: is odd"
    assert str(set_at("preset docs", "is odd")) == "preset docs:1:1: is odd"
