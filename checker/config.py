"""What a project sets: `[tool.malaprop]` in pyproject.toml, or malaprop.toml.

All configuration files above a checked file hold, up to the repository's top (the folder with `.git`) or a file
that says `root = true`; the nearer one wins, key by key, and rule by rule under `rule`. A list replaces the list
above it, and `extend-…` adds to it. `extends` names files that come before the one that names them, `preset` one
of those below. `overrides` hold for the files that their globs match, over what their own file says otherwise;
`per-file-ignores` is short for one.

An unknown key is an error with its line and the key that was probably meant. Every value remembers where it was
set, for `malaprop config`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.fileerror import FileError, meant
from checker.finding import SEVERITIES

if TYPE_CHECKING:
    from checker.tomlfile import KeyPath, Loaded

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
    settings: dict[str, Setting] = {}
    for of_file in _for_folder(absolute.parent):
        _merge(settings, of_file)
        for folder, patterns, values in of_file.get("overrides", Setting((), "")).value:
            if _matches(absolute, folder, patterns):
                _merge(settings, values)
    return _resolved(settings)


def named_at(origin: str, item: str) -> str:
    """Of the places that a merged list comes from, the one whose file names an item there; for an error."""
    for place in reversed(origin.split(", ")):
        path, _, line = place.rpartition(":")
        if not line.isdigit():
            continue
        rest = _text(Path(path)).split("\n")[int(line) - 1 :]
        for number, text in enumerate(rest, int(line)):
            if re.search(rf"[\"']{re.escape(item)}[\"']", text):
                return f"{path}:{number}"
    return origin


@cache
def _for_folder(folder: Path) -> tuple[dict[str, Setting], ...]:
    """The settings of each file that holds in a folder (absolute), outermost first."""
    return tuple(reversed([_read(path) for path in _files_above(folder)]))


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
    from checker import tomlfile  # noqa: PLC0415 - many a project has no configuration

    loaded = tomlfile.loads(_text(path), path.as_posix())
    reader = _Reader(path, loaded)
    own = reader.settings(reader.table(), ())
    settings: dict[str, Setting] = {}
    for number, base in enumerate(own.get("extends", Setting((), "")).value):
        below = path.parent / base
        if not below.is_file():
            raise reader.error(("extends", number), f"'{base}' is not a file")
        extending = (*within, path.resolve())
        if below.resolve() in extending:
            raise reader.error(("extends", number), "a file can't extend itself")
        inherited = _read(below, extending)
        _merge(settings, {key: value for key, value in inherited.items() if key != "root"})
    if preset := own.get("preset"):
        named = _Reader(path, loaded, f"preset {preset.value}")
        _merge(settings, named.settings(PRESETS[preset.value], ()))
    _merge(settings, own)
    return settings


Override = tuple[str, tuple[str, ...], dict[str, Setting]]
"""A folder, globs relative to it, and what holds for the files that they match."""


class _Reader:
    """One file's tables to settings. Keys are given as paths from the top of Malaprop's own table."""

    def __init__(self, path: Path, loaded: Loaded, origin: str = "") -> None:
        self._path = path
        self._loaded = loaded
        self._origin = origin
        self._top: KeyPath = ("tool", "malaprop") if path.name == "pyproject.toml" else ()

    def table(self) -> Mapping[str, Any]:
        """Malaprop's own table; empty when a pyproject.toml has none. Raises FileError."""
        table: Any = self._loaded.value
        for key in self._top:
            table = table.get(key, {}) if isinstance(table, dict) else {}
        if not isinstance(table, dict):
            raise self.error((), "'tool.malaprop' is a table")
        return table

    def error(self, where: KeyPath, message: str) -> FileError:
        return self._loaded.error((*self._top, *where), message)

    def settings(self, table: Mapping[str, Any], within: KeyPath) -> dict[str, Setting]:
        """The settings of a table; within: its path when it is an override."""
        settings: dict[str, Setting] = {}
        overrides: tuple[Override, ...] = ()
        for key, value in table.items():
            where = (*within, key)
            self._check(where, value, [name for name in _KINDS if not within or name not in _ONLY_TOP])
            if key == "rule":
                for rule, changes in value.items():
                    settings.update(self._rule_settings((*where, rule), rule, changes))
            elif key == "per-file-ignores":
                overrides += tuple(self._ignored((*where, glob), glob, names) for glob, names in value.items())
            elif key == "overrides":
                overrides += tuple(self._override((*where, number), entry) for number, entry in enumerate(value))
            else:
                settings[key] = Setting(self._placed(key, value), self._where(where))
        if overrides:
            settings["overrides"] = Setting(overrides, "")
        return settings

    def _where(self, where: KeyPath) -> str:
        return self._origin or f"{self._path.as_posix()}:{self._loaded.position((*self._top, *where))[0]}"

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

    def _ignored(self, where: KeyPath, glob: str, names: Any) -> Override:
        if not _is_strings(names):
            raise self.error(where, f"'per-file-ignores' gives {_LIST} for each glob")
        self._check_globs(where, [glob])
        return self._path.parent.as_posix(), (glob,), {"extend-ignore": Setting(tuple(names), self._where(where))}

    def _override(self, where: KeyPath, entry: Any) -> Override:
        if not isinstance(entry, dict) or not _is_strings(entry.get("files")):
            raise self.error(where, "an override has 'files', a list of globs, and what holds for them")
        self._check_globs((*where, "files"), entry["files"])
        values = {key: value for key, value in entry.items() if key != "files"}
        return self._path.parent.as_posix(), tuple(entry["files"]), self.settings(values, where)

    def _rule_settings(self, where: KeyPath, rule: str, changes: Any) -> Iterator[tuple[str, Setting]]:
        if not isinstance(changes, dict):
            raise self.error(where, f"'rule.{rule}' is a table")
        if not changes:  # says nothing, but may name a rule that there isn't
            yield f"rule.{rule}.allow", Setting((), self._where(where))
        for name, value in changes.items():
            here = (*where, name)
            if name == "severity" and value not in (*SEVERITIES, "off"):
                raise self.error(here, f"'severity' is one of {', '.join((*SEVERITIES, 'off'))}")
            if name == "allow" and not _is_strings(value):
                raise self.error(here, f"'allow' is {_LIST}")
            made = tuple(value) if isinstance(value, list) else value
            yield f"rule.{rule}.{name}", Setting(made, self._where(here))

    def _check(self, where: KeyPath, value: Any, known: list[str]) -> None:
        key = str(where[-1])
        if key not in known:
            raise self.error(where, f"unknown key '{key}'{meant(key, known)}")
        kind = _KINDS[key]
        if not _is_kind(kind, value):
            raise self.error(where, f"'{key}' is {kind}")
        if key in {"exclude", "extend-exclude"}:
            self._check_globs(where, value)

    def _check_globs(self, where: KeyPath, globs: list[str]) -> None:
        from checker.discover import glob_problem  # noqa: PLC0415 - globs are a rare need

        for glob in globs:
            if problem := glob_problem(glob):
                raise self.error(where, f"'{glob}' is no glob: {problem}")


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
