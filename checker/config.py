"""What a project sets: `[tool.malaprop]` in pyproject.toml, or malaprop.toml.

The file nearest above the checked file holds. An unknown key is an error with its line and the key that was
probably meant.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from checker.fileerror import FileError
from checker.finding import SEVERITIES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAMES = ("malaprop.toml", ".malaprop.toml", "pyproject.toml")
_KINDS: Mapping[str, type] = {
    "select": list, "ignore": list, "exclude": list, "rules": list, "preview": bool, "fail-on": str,
}  # fmt: skip


class Config(NamedTuple):
    """What holds for a file.

    select: rules and categories that run, all stable ones when empty; ignore: those that don't.
    preview: whether preview rules run too. fail_on: the severity from which findings make the run fail.
    exclude: gitignore patterns, relative to root. rules: folders of the project's own rules, absolute.
    root: the folder of the configuration file; path: the file itself, '' for none.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    fail_on: str = "warning"
    exclude: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    root: str = ""
    path: str = ""


def find(folder: Path) -> Path | None:
    """The configuration file that holds in a folder, None when there is none up to the root or a repository's top."""
    for above in (folder, *folder.parents):
        for name in NAMES:
            path = above / name
            if path.is_file() and (name != "pyproject.toml" or "[tool.malaprop" in _text(path)):
                return path
        if (above / ".git").exists():
            return None
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(path.as_posix(), 1, 1, f"cannot be read: {error}") from error


@cache
def for_folder(folder: Path) -> Config:
    """What holds in a folder (absolute). Raises FileError."""
    path = find(folder)
    return read(path) if path else Config()


@cache
def read(path: Path) -> Config:
    """Read one configuration file. Raises FileError."""
    text = _text(path)
    shown = path.as_posix()
    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (1, 1)
        raise FileError(shown, line, column, f"not TOML: {str(error).split(' (at ')[0]}") from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("malaprop", {})
    return _checked(table, text, path)


def _checked(table: Mapping[str, Any], text: str, path: Path) -> Config:
    for key, value in table.items():
        place = _place(text, key)
        if key not in _KINDS:
            close = get_close_matches(key, list(_KINDS), n=1)
            meant = f" (did you mean '{close[0]}'?)" if close else ""
            raise FileError(path.as_posix(), *place, f"unknown key '{key}'{meant}")
        strings = not isinstance(value, list) or all(isinstance(item, str) for item in value)
        if not isinstance(value, _KINDS[key]) or not strings:
            wanted = {list: "a list of strings", bool: "true or false", str: "a string"}[_KINDS[key]]
            raise FileError(path.as_posix(), *place, f"'{key}' is {wanted}")
    if table.get("fail-on", "warning") not in (*SEVERITIES, "never"):
        allowed = ", ".join((*SEVERITIES, "never"))
        raise FileError(path.as_posix(), *_place(text, "fail-on"), f"'fail-on' is one of {allowed}")
    root = path.parent
    values: dict[str, Any] = {key.replace("-", "_"): tuple(v) if isinstance(v, list) else v for key, v in table.items()}
    values["rules"] = tuple((root / folder).as_posix() for folder in values.get("rules", ()))
    return Config(**values, root=root.as_posix(), path=path.as_posix())


def _place(text: str, key: str) -> tuple[int, int]:
    """Line and column of a key, as far as a search can tell: TOML's parser keeps no places."""
    word = re.escape(key)
    found = re.search(rf"^[ \t]*[\"']?(?={word}[\"']?\s*[=.])|^\s*\[[^\]\n]*\b(?={word}\b)", text, re.MULTILINE)
    if not found:
        return 1, 1
    start = found.end()
    return text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1
