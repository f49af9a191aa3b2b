"""TOML, with the place of every key.

The parser of the standard library keeps no places, and an error in a user's file that can't say where is half an
error. So the text is read a second time, only for its keys: what is between them (strings, brackets, comments) is
skipped by its shape, which a text that has been parsed is known to have.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.fileerror import FileError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

KeyPath = tuple[str | int, ...]
_TOKEN = re.compile(
    r"#[^\n]*"
    r'|"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}'
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
    r"|[\w+-]+|[\[\]{}=,.\n]",
    re.DOTALL,
)
_CHARACTERS = re.compile(r"[\w+-]|[\"']")
_MOST_NESTED = 100  # tables in tables, beyond which places are not kept


class Loaded(NamedTuple):
    """What a file holds, and the offset of each key and list item by its path."""

    path: str
    text: str
    value: dict[str, Any]
    places: dict[KeyPath, int]

    def position(self, where: KeyPath) -> tuple[int, int]:
        """Line and column (from 1) of a key; of the nearest one round it when there is none such."""
        while where and where not in self.places:
            where = where[:-1]
        return _position(self.text, self.places.get(where, 0))

    def error(self, where: KeyPath, message: str) -> FileError:
        """An error at a key."""
        return FileError(self.path, *self.position(where), message)


def loads(text: str, path: str) -> Loaded:
    """Read TOML; path is for messages. Raises FileError."""
    text = text.removeprefix("\ufeff")
    try:
        value = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
        raise FileError(path, line, column, f"not TOML: {str(error).split(' (at ')[0]}") from error
    return Loaded(path, text, value, _places(text))


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _places(text: str) -> dict[KeyPath, int]:
    """The offset of every key and list item.

    >>> _places("a.b = [1, {c = 2}]")
    {('a',): 0, ('a', 'b'): 2, ('a', 'b', 0): 7, ('a', 'b', 1): 10, ('a', 'b', 1, 'c'): 11}
    """
    return _Reader(text).read()


class _Reader:
    """Walks over the tokens: headers, `key = value` lines, and what is nested in values."""

    def __init__(self, text: str) -> None:
        self._places: dict[KeyPath, int] = {}
        self._counts: dict[KeyPath, int] = {}
        self._tokens = [found for found in _TOKEN.finditer(text) if not found.group().startswith("#")]
        self._number = 0
        self._last = 0  # where the last key began

    def read(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._number < len(self._tokens):
            if self._peek() == "[":
                table = self._header()
            elif self._peek() == "\n":
                self._number += 1
            else:
                self._pair(table)
        return self._places

    def _peek(self) -> str:
        return self._tokens[self._number].group() if self._number < len(self._tokens) else ""

    def _header(self) -> KeyPath:
        brackets = 0
        while self._peek() == "[":
            brackets += 1
            self._number += 1
        where = self._key((), {"]"})
        if brackets == 2:
            number = self._counts[where] = self._counts.get(where, -1) + 1
            where = (*where, number)
            self._places[where] = self._last
        while self._peek() == "]":
            self._number += 1
        return where

    def _key(self, table: KeyPath, ends: set[str]) -> KeyPath:
        """Read a dotted key; in a header a name stands for the last table of its list."""
        where = table
        while (word := self._peek()) and word not in ends:
            if _CHARACTERS.match(word):
                quoted = word[0] in "\"'"
                where = (*where, _unquoted(word) if quoted else word)
                self._last = self._tokens[self._number].start() + quoted
                self._places.setdefault(where, self._last)
                following = self._tokens[self._number + 1].group() if self._number + 1 < len(self._tokens) else ""
                if "]" in ends and where in self._counts and following == ".":
                    where = (*where, self._counts[where])
            self._number += 1
        return where

    def _pair(self, table: KeyPath) -> None:
        where = self._key(table, {"="})
        self._number += 1
        self._value(where, 0)

    def _value(self, where: KeyPath, depth: int) -> None:
        opened = self._peek()
        if opened == "[" and depth < _MOST_NESTED:
            self._number += 1
            for number in self._items("]"):
                self._places[(*where, number)] = self._tokens[self._number].start()
                self._value((*where, number), depth + 1)
        elif opened == "{" and depth < _MOST_NESTED:
            self._number += 1
            for _ in self._items("}"):
                inner = self._key(where, {"="})
                self._number += 1
                self._value(inner, depth + 1)
        else:
            self._skip_scalar()

    def _items(self, closing: str) -> Iterator[int]:
        """The number of each item of a list or table, the reader standing at its beginning."""
        number = 0
        while (word := self._peek()) and word != closing:
            if word in {",", "\n"}:
                self._number += 1
            else:
                yield number
                number += 1
        self._number += 1

    def _skip_scalar(self) -> None:
        """A scalar may be several tokens (`1979-05-27 07:32`, `1.5`)."""
        nested = 0
        while (word := self._peek()) and (nested or word not in {",", "\n", "]", "}"}):
            nested += (word in {"[", "{"}) - (word in {"]", "}"})
            self._number += 1


def _unquoted(word: str) -> str:
    name: str = tomllib.loads(f"key = {word}")["key"]
    return name
