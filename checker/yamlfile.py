"""YAML, read strictly.

PyYAML reads YAML 1.1, where `no` is false and `1.10` is a number that loses its zero; in a tool about words
that is a trap. Here scalars follow the core schema of YAML 1.2, a key may stand only once, and the place of
every value is kept, so that whoever finds fault with it later can say where it stands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from checker.fileerror import FileError

Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is missing on odd platforms

KeyPath = tuple[str | int, ...]
_NULL = re.compile(r"null|Null|NULL|~|")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,16}")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_MAX_DEPTH = 40


class Loaded(NamedTuple):
    """What a file holds, and where: the line and column (from 1) of each value and key by its path."""

    path: str
    value: Any
    places: dict[KeyPath, tuple[int, int]]

    def error(self, where: KeyPath, message: str) -> FileError:
        """An error at a value; at the nearest value round it when the path leads nowhere."""
        while where and where not in self.places:
            where = where[:-1]
        return FileError(self.path, *self.places.get(where, (1, 1)), message)


def load(path: Path, shown: str = "") -> Loaded:
    """Read a YAML file. Raises FileError, for a file that can't be read too."""
    shown = shown or path.as_posix()
    try:
        return loads(path.read_text(encoding="utf-8"), shown)
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(shown, 1, 1, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def loads(text: str, path: str) -> Loaded:
    """Read YAML from a string; path is for messages. Raises FileError."""
    text = text.removeprefix("\ufeff")
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = "a tab, where YAML has blanks" if _is_tab(text, line, column) else error.problem or error.context
        raise FileError(path, line, column, f"not YAML: {problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FileError(path, 1, 1, f"not YAML: {error}") from error
    builder = _Builder(path, text)
    value = builder.build(node, (), 0) if node is not None else None
    return Loaded(path, value, builder.places)


def _is_tab(text: str, line: int, column: int) -> bool:
    return "".join(text.split("\n")[line - 1 : line])[column - 1 : column] == "\t"


class _Builder:
    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.places: dict[KeyPath, tuple[int, int]] = {}

    def build(self, node: yaml.Node, where: KeyPath, depth: int) -> Any:
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.places.setdefault(where, place)
        if depth > _MAX_DEPTH:
            raise FileError(self.path, *place, "nested too deep")
        if self.text[node.start_mark.index : node.start_mark.index + 1] in {"!", "&"}:
            raise FileError(self.path, *place, "tags and anchors are not allowed")
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.style in {"'", '"', "|", ">"} else _core_schema(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*where, number), depth + 1) for number, item in enumerate(node.value)]
        return self._mapping(node, where, depth)

    def _mapping(self, node: yaml.Node, where: KeyPath, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            place = (key.start_mark.line + 1, key.start_mark.column + 1)
            if not isinstance(key, yaml.ScalarNode):
                raise FileError(self.path, *place, "a key is a word")
            if key.value in values:
                raise FileError(self.path, *place, f"duplicate key '{key.value}'")
            self.places[(*where, key.value)] = place
            values[key.value] = self.build(value, (*where, key.value), depth + 1)
        return values


def _core_schema(text: str) -> Any:
    """A plain scalar's value by YAML 1.2: what 1.1 calls true, a date or sixty is a string."""
    if _NULL.fullmatch(text):
        return None
    if _BOOL.fullmatch(text):
        return text.lower() == "true"
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    if _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
