"""All rules of a run: the shipped ones and a project's own, loaded once and kept ready on disk.

Reading and checking YAML takes a hundred times as long as loading the result, so the result is kept under a
hash of every rule file's content; and that hash under the files' paths, times and sizes, so that a run opens
none of them when nothing has changed. A built package brings the result for its own rules, and these aren't looked
at again: who wants to change one has a folder of their own for it.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from checker import __version__, cache, expressions
from checker.checks import TYPES, check_type
from checker.digest import sha256
from checker.document import fold
from checker.fileerror import FileError, meant, set_at
from checker.prefilter import Index, make_index
from checker.rule import Rule

SUFFIXES = (".yaml", ".yml")


class RuleSet(NamedTuple):
    """Rules in the order of their ids, what the check types share among theirs, and what tells such sets apart.

    prefilter: of the rules' literals, for small texts.
    """

    rules: tuple[Rule, ...]
    shared: dict[str, Any]
    digest: str = ""
    prefilter: Index | None = None


def shipped() -> Path:
    """The folder of the rules that come with Malaprop: in the package, or beside it in a checkout."""
    inside = Path(__file__).with_name("rules")
    return inside if inside.is_dir() else Path(__file__).parent.with_name("rules")


def files(folder: Path) -> Iterator[Path]:
    """Every rule file below a folder, sorted."""
    yield from map(Path, sorted(path for path, _, _ in _listed(os.fspath(folder))))


def _listed(folder: str) -> Iterator[tuple[str, int, int]]:
    """Every rule file below a folder, when it was last changed (nanoseconds of the epoch), its size in bytes."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            yield from _listed(entry.path)
        elif entry.name.endswith(SUFFIXES) and entry.is_file():
            found = entry.stat()
            yield entry.path, found.st_mtime_ns, found.st_size


def category(path: Path) -> str:
    """A rule's category is its folder."""
    return path.parent.name


def load(folders: Sequence[Path] = ()) -> RuleSet:
    """The shipped rules and those below the folders given. Raises yamlfile.FileError, and for an id used twice."""
    if not folders and (name := cache.brought("rules-")) and (kept := _kept(name)):
        return kept
    listed = sorted({entry for folder in (shipped(), *folders) for entry in _listed(os.fspath(folder))})
    stamp = f"stamp-{sha256(repr(listed).encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"
    if (name := cache.read(stamp)) and (kept := _kept(name)):
        return kept
    paths = [Path(path) for path, _, _ in listed]
    name = f"rules-{_content(paths)}"
    made = _kept(name)
    if made is None:
        made = build(paths)._replace(digest=name)
        if not all(rule.type in TYPES for rule in made.rules):  # a type from elsewhere may change, or go
            return made
        cache.write(name, ([rule.pack() for rule in made.rules], made.shared, made.prefilter and tuple(made.prefilter)))
        expressions.keep(name, _expressions(made))
    cache.write(stamp, name)
    return made


def _kept(name: str) -> RuleSet | None:
    """The rules as an earlier run left them."""
    kept = cache.read(name)
    if kept is None:
        return None
    expressions.known(name)
    rules, shared, index = kept
    return RuleSet(tuple(map(Rule.unpack, rules)), shared, name, index and Index(*index))


def _content(paths: Iterable[Path]) -> str:
    """A hash of files' paths and contents."""
    digest = sha256(__version__.encode())
    for path in paths:
        digest.update(f"\0{_shown(path)}\0".encode("utf-8", "surrogateescape"))
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise FileError(path.as_posix(), 1, 1, f"cannot be read: {error.strerror}") from error
    return digest.hexdigest()[:32]


def _shown(path: Path) -> str:
    """A rule file's path; a shipped one's is the same wherever the package is, as what is kept may come with it."""
    above = shipped().parent
    return (path.relative_to(above) if path.is_relative_to(shipped()) else path).as_posix()


def _expressions(made: RuleSet) -> Iterator[expressions.Key]:
    """The regular expressions that rules will ask for."""
    for kind in sorted({rule.type for rule in made.rules}):
        if every := getattr(check_type(kind), "expressions", None):
            yield from every([rule for rule in made.rules if rule.type == kind], made.shared.get(kind))


def build(paths: Iterable[Path]) -> RuleSet:
    """Read rules from their files. Raises yamlfile.FileError."""
    from checker import rulefile  # noqa: PLC0415 - validation is needed only when a rule changed

    rules: dict[str, Rule] = {}
    for path in paths:
        read = rulefile.read(path, category(path))
        if other := rules.get(read.rule.id):
            raise read.loaded.error(("id",), f"the id '{read.rule.id}' is taken by {other.origin}")
        rules[read.rule.id] = read.rule._replace(origin=_shown(path))
    ordered = tuple(sorted(rules.values()))
    return RuleSet(ordered, share(ordered), prefilter=make_index([rule.literals for rule in ordered]))


def adapted(
    rules: RuleSet, changes: Iterable[tuple[str, tuple[tuple[str, Any], ...]]], origins: Mapping[str, str]
) -> RuleSet:
    """With a project's severities, allowed texts and parameters. Raises FileError for what a rule doesn't have."""
    by_id = {rule.id: rule for rule in rules.rules}
    kinds = set()
    for name, values in changes:
        for key, value in values:
            if name not in by_id:
                raise _config_error(origins, name, key, f"no rule '{name}'{meant(name, by_id)}")
            before = by_id[name]
            by_id[name] = _changed(before, key, value, origins)
            if by_id[name].params != before.params:
                kinds.add(before.type)
    changed = tuple(by_id.values())
    fresh = share([rule for rule in changed if rule.type in kinds])
    pairs = list(zip(changed, rules.rules, strict=True))
    own = [(rule.id, rule.severity, rule.params, rule.exceptions) for rule, before in pairs if rule is not before]
    index = None if any(rule.literals != before.literals for rule, before in pairs) else rules.prefilter
    return RuleSet(changed, {**rules.shared, **fresh}, f"{rules.digest}{own!r}", index)


def _changed(rule: Rule, key: str, value: Any, origins: Mapping[str, str]) -> Rule:
    if key == "severity":
        return rule._replace(severity=value)
    if key == "allow":
        return rule._replace(exceptions=(*rule.exceptions, *map(fold, value)))
    from checker import rulefile  # noqa: PLC0415 - validation is needed only when a parameter changed

    params = {**rule.params, key: list(value) if isinstance(value, tuple) else value}
    for problem in rulefile.params_problems(rule.type, params, key):
        raise _config_error(origins, rule.id, key, problem)
    return rule._replace(params=params, literals=check_type(rule.type).literals(params))


def _config_error(origins: Mapping[str, str], rule: str, key: str, message: str) -> FileError:
    return set_at(origins.get(f"rule.{rule}.{key}", "configuration"), message)


def share(rules: Sequence[Rule]) -> dict[str, Any]:
    """What each check type works out once for all of its rules."""
    shared: dict[str, Any] = {}
    for kind in sorted({rule.type for rule in rules}):
        if prepare := getattr(check_type(kind), "shared", None):
            shared[kind] = prepare([rule for rule in rules if rule.type == kind])
    return shared
