"""What a project sets: `[tool.malaprop]` in pyproject.toml, or malaprop.toml.

All configuration files above a checked file hold, up to the repository's top (the folder with `.git`) or a file
that says `root = true`; the nearer one wins, key by key, and rule by rule under `rule`. A list replaces the list
above it, and `extend-…` adds to it. `extends` names files that come before the one that names them, `preset` one
of those below. `overrides` hold for the files that their globs match, and `per-file-ignores` is short for one.

An unknown key is an error with its line and the key that was probably meant. Every value remembers where it was
set, for `malaprop config`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from checker.fileerror import FileError, meant
from checker.finding import SEVERITIES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAMES = ("malaprop.toml", ".malaprop.toml", "pyproject.toml")

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "news": {"fail-on": "warning"},
    "docs": {
        "ignore": ["boilerplate", "attribution", "quotation"],
        "rule": {"sentence-too-long": {"severity": "warning"}},
    },
    "academic": {
        "ignore": ["attribution"],
        "fail-on": "error",
        "rule": {"sentence-too-long": {"max": 60}},
    },
}
"""Settings for a kind of text. Docs have link lists and short notes on purpose; papers have long sentences."""

_LIST, _TABLE = "a list of strings", "a table"
_KINDS: Mapping[str, str] = {
    "root": "true or false", "extends": _LIST, "preset": f"one of {', '.join(PRESETS)}",
    "select": _LIST, "extend-select": _LIST, "ignore": _LIST, "extend-ignore": _LIST,
    "preview": "true or false", "fail-on": f"one of {', '.join((*SEVERITIES, 'never'))}",
    "exclude": _LIST, "extend-exclude": _LIST, "rules": _LIST, "allow": _LIST, "extend-allow": _LIST,
    "baseline": "a path", "languagetool": "'local' or a URL", "harper": "true or false",
    "rule": _TABLE, "per-file-ignores": _TABLE, "overrides": "a list of tables",
}  # fmt: skip
_ONLY_TOP = (
    "root",
    "extends",
    "preset",
    "overrides",
    "per-file-ignores",
    "rules",
    "exclude",
    "extend-exclude",
    "baseline",
)


class Setting(NamedTuple):
    """A value and where it was set (`path:line`, or the name of a preset)."""

    value: Any
    origin: str


class Config(NamedTuple):
    """What holds for a file.

    select: rules and categories that run, all stable ones when empty; extend_select: those that run beside them;
    ignore: those that don't.
    preview: whether preview rules run too. fail_on: the severity from which findings make the run fail.
    exclude: (folder, gitignore pattern) pairs. rules: folders of the project's own rules, absolute.
    allow: texts that every rule leaves alone. rule: per rule, `severity`, `allow`, and parameters of its check.
    baseline: absolute path of the baseline, '' for none. languagetool, harper: see the second opinions.
    origins: key (dotted) → where its value was set.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    fail_on: str = "warning"
    exclude: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    rule: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()
    baseline: str = ""
    languagetool: str = ""
    harper: bool = False
    origins: Mapping[str, str] = {}

    def rule_settings(self) -> tuple[object, ...]:
        """What decides which rules run and how: files with equal ones share an engine."""
        return (self.select, self.extend_select, self.ignore, self.preview, self.rules, self.allow, self.rule)


def for_file(path: Path) -> Config:
    """What holds for a file. Raises FileError."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - a symlink is configured where it stands, not where it points
    settings = dict(_for_folder(absolute.parent))
    for folder, patterns, values in _overrides(settings):
        if _matches(absolute, folder, patterns):
            _merge(settings, values)
    return _resolved(settings)


@cache
def _for_folder(folder: Path) -> dict[str, Setting]:
    """The merged settings of a folder (absolute), outermost first."""
    settings: dict[str, Setting] = {}
    for path in reversed(list(_files_above(folder))):
        _merge(settings, _read(path))
    return settings


def _files_above(folder: Path) -> Iterator[Path]:
    for above in (folder, *folder.parents):
        for name in NAMES:
            path = above / name
            if path.is_file() and (name != "pyproject.toml" or "malaprop" in _text(path)):
                yield path
                if _read(path).get("root", Setting(False, "")).value:
                    return
                break
        if (above / ".git").exists():
            return


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(path.as_posix(), 1, 1, f"cannot be read: {error}") from error


@cache
def _read(path: Path, within: tuple[Path, ...] = ()) -> dict[str, Setting]:
    """The settings of one file, those that it extends beneath its own. Raises FileError.

    within: the files that extend this one, resolved.
    """
    text = _text(path)
    try:
        table: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (1, 1)
        message = f"not TOML: {str(error).split(' (at ')[0]}"
        raise FileError(path.as_posix(), line, column, message) from error
    if path.name == "pyproject.toml":
        tool = table.get("tool", {})
        table = tool.get("malaprop", {}) if isinstance(tool, dict) else {}
    reader = _Reader(path, text)
    if not isinstance(table, dict):
        raise reader.error("malaprop", "'tool.malaprop' is a table")
    own = reader.settings(table, "")
    settings: dict[str, Setting] = {}
    for base in own.get("extends", Setting((), "")).value:
        below = path.parent / base
        if not below.is_file():
            raise reader.error("extends", f"'{base}' is not a file")
        extending = (*within, path.resolve())
        if below.resolve() in extending:
            raise reader.error("extends", "a file can't extend itself")
        _merge(settings, _read(below, extending))
    if preset := own.get("preset"):
        named = _Reader(path, text, f"preset {preset.value}")
        _merge(settings, named.settings(PRESETS[preset.value], ""))
    _merge(settings, own)
    return settings


Override = tuple[str, tuple[str, ...], dict[str, Setting]]
"""A folder, globs relative to it, and what holds for the files that they match."""


class _Reader:
    """One file's tables to settings, with the places of their keys."""

    def __init__(self, path: Path, text: str, origin: str = "") -> None:
        self._path = path
        self._text = text
        self._origin = origin

    def error(self, key: str, message: str) -> FileError:
        return FileError(self._path.as_posix(), *place(self._text, key), message)

    def settings(self, table: Mapping[str, Any], prefix: str) -> dict[str, Setting]:
        settings: dict[str, Setting] = {}
        for key, value in table.items():
            self._check(key, value, prefix)
            if key == "rule":
                for rule, changes in value.items():
                    for name, changed in self._rule_settings(rule, changes):
                        settings[f"rule.{rule}.{name}"] = Setting(changed, self._where(name))
            elif key == "per-file-ignores":
                if not all(map(_is_strings, value.values())):
                    raise self.error(key, f"'{key}' gives {_LIST} for each glob")
                settings.setdefault("overrides", Setting((), self._where(key)))
                ignored: tuple[Override, ...] = tuple(
                    (self._path.parent.as_posix(), (glob,), {"extend-ignore": Setting(tuple(names), self._where(key))})
                    for glob, names in value.items()
                )
                settings["overrides"] = Setting(settings["overrides"].value + ignored, self._where(key))
            elif key == "overrides":
                settings.setdefault("overrides", Setting((), self._where(key)))
                entries = tuple(map(self._override, value))
                settings["overrides"] = Setting(settings["overrides"].value + entries, self._where(key))
            else:
                settings[key] = Setting(self._placed(key, value), self._where(key))
        return settings

    def _where(self, key: str) -> str:
        return self._origin or f"{self._path.as_posix()}:{place(self._text, key)[0]}"

    def _placed(self, key: str, value: Any) -> Any:
        """A value, with what is relative to the file's folder made absolute."""
        folder = self._path.parent
        if key == "rules":
            return tuple((folder / some).as_posix() for some in value)
        if key in {"exclude", "extend-exclude"}:
            return tuple((folder.as_posix(), pattern) for pattern in value)
        if key == "baseline":
            return (folder / value).as_posix()
        return tuple(value) if isinstance(value, list) else value

    def _override(self, entry: Any) -> Override:
        if not isinstance(entry, dict) or not _is_strings(entry.get("files")):
            raise self.error("overrides", "an override has 'files', a list of globs, and what holds for them")
        values = {key: value for key, value in entry.items() if key != "files"}
        return self._path.parent.as_posix(), tuple(entry["files"]), self.settings(values, "overrides.")

    def _rule_settings(self, rule: str, changes: Any) -> Iterator[tuple[str, Any]]:
        if not isinstance(changes, dict):
            raise self.error(rule, f"'rule.{rule}' is a table")
        for name, value in changes.items():
            if name == "severity" and value not in (*SEVERITIES, "off"):
                raise self.error(name, f"'severity' is one of {', '.join((*SEVERITIES, 'off'))}")
            if name == "allow" and not _is_strings(value):
                raise self.error(name, f"'allow' is {_LIST}")
            yield name, tuple(value) if isinstance(value, list) else value

    def _check(self, key: str, value: Any, prefix: str) -> None:
        known = [name for name in _KINDS if not prefix or name not in _ONLY_TOP]
        if key not in known:
            raise self.error(key, f"unknown key '{key}'{meant(key, known)}")
        kind = _KINDS[key]
        if not _is_kind(kind, value):
            raise self.error(key, f"'{key}' is {kind}")


def _is_kind(kind: str, value: Any) -> bool:
    if kind == _LIST:
        return _is_strings(value)
    if kind == _TABLE:
        return isinstance(value, dict)
    if kind == "a list of tables":
        return isinstance(value, list)
    if kind == "true or false":
        return isinstance(value, bool)
    return isinstance(value, str) and (not kind.startswith("one of ") or value in kind[len("one of ") :].split(", "))


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _merge(settings: dict[str, Setting], nearer: Mapping[str, Setting]) -> None:
    """Put nearer settings over others: `extend-x` adds to x, overrides add up, everything else replaces.

    What there is nothing to add to yet stays an `extend-x`: a file further up may say what x is.
    """
    for key, setting in sorted(nearer.items(), key=lambda item: item[0].startswith("extend-")):
        name = key.removeprefix("extend-")
        if name == key != "overrides":
            settings[key] = setting
            settings.pop(f"extend-{key}", None)
        else:
            target = name if name in settings else key
            before = settings.get(target, Setting((), ""))
            origin = f"{before.origin}, {setting.origin}" if before.origin else setting.origin
            settings[target] = Setting((*before.value, *setting.value), origin)


def _overrides(settings: Mapping[str, Setting]) -> Any:
    return settings["overrides"].value if "overrides" in settings else ()


def _matches(path: Path, folder: str, patterns: tuple[str, ...]) -> bool:
    from checker.discover import excluded  # noqa: PLC0415 - globs are a rare need

    return excluded(path.as_posix(), tuple((folder, pattern) for pattern in patterns))


def _resolved(settings: Mapping[str, Setting]) -> Config:
    settings = {key if key == "extend-select" else key.removeprefix("extend-"): some for key, some in settings.items()}
    plain = ("select", "ignore", "preview", "exclude", "rules", "allow", "baseline", "languagetool", "harper")
    values: dict[str, Any] = {key: settings[key].value for key in plain if key in settings}
    if "extend-select" in settings:
        values["extend_select"] = settings["extend-select"].value
    if "fail-on" in settings:
        values["fail_on"] = settings["fail-on"].value
    rules: dict[str, dict[str, Any]] = {}
    for key, setting in settings.items():
        if key.startswith("rule."):
            _, rule, name = key.split(".", 2)
            rules.setdefault(rule, {})[name] = setting.value
    values["rule"] = tuple((rule, tuple(sorted(changes.items()))) for rule, changes in sorted(rules.items()))
    origins = {key: setting.origin for key, setting in settings.items() if key != "overrides"}
    return Config(**values, origins=origins)


def place(text: str, key: str) -> tuple[int, int]:
    """Line and column (from 1) of a key in TOML, as far as a search can tell: the parser keeps no places."""
    word = re.escape(key)
    pattern = (
        rf"^[ \t]*[\"']?(?={word}[\"']?\s*[=.])|^\s*\[[^\]\n]*?(?<![\w-])(?={word}[\"'\].])|[{{,]\s*(?={word}\s*=)"
    )
    found = re.search(pattern, text, re.MULTILINE)
    if not found:
        return 1, 1
    start = found.end()
    return text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1
