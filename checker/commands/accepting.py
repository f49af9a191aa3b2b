"""What of a run's findings counts: a baseline of old ones, and only changed lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from checker import baseline, gitdiff
from checker.baseline import Entry
from checker.batch import Result, accepted
from checker.commands.common import Selection, UsageError
from checker.discover import SKIPPED_FOLDERS, Missing
from checker.finding import Finding
from checker.formats import SUFFIXES
from checker.gitdiff import GitError, Lines

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that say what counts."""
    group = parser.add_argument_group("what counts")
    group.add_argument("--baseline", metavar="FILE", help="accept the findings that this file lists")
    group.add_argument("--no-baseline", action="store_true", help="use no baseline, whatever the configuration says")
    group.add_argument("--diff", metavar="BASE", help="only sentences on lines that changed since this revision")
    group.add_argument("--staged", action="store_true", help="only sentences on lines that are staged in git")


class _Baseline(NamedTuple):
    """left: entries that no finding has been held against yet. folder: what their paths are relative to."""

    left: Counter[Entry]
    folder: Path


class Accepting:
    """Takes accepted findings out of results."""

    def __init__(self, arguments: argparse.Namespace, selection: Selection) -> None:
        self._arguments = arguments
        self._selection = selection
        self._baselines: dict[str, _Baseline | None] = {}
        self._checked: set[str] = set()
        self.by_lines: bool = arguments.staged or arguments.diff is not None
        if arguments.staged and arguments.diff is not None:
            raise UsageError("--staged and --diff are two answers to one question")

    @cached_property
    def _changed(self) -> dict[Path, Lines] | None:
        if not self.by_lines:
            return None
        try:
            return gitdiff.changed(self._arguments.diff or "", staged=self._arguments.staged, folder=Path.cwd())
        except GitError as error:
            raise UsageError(f"git: {error}") from error

    @cached_property
    def staged(self) -> Mapping[Path, bytes]:
        """With --staged, what is staged of files that are otherwise on disk; by resolved path. Raises UsageError."""
        if not self._arguments.staged:
            return {}
        try:
            return gitdiff.staged_content(Path.cwd())
        except GitError as error:
            raise UsageError(f"git: {error}") from error

    def paths(self, found: Iterable[str | Missing]) -> list[str | Missing]:
        """Of files, those with changed lines; one that is missing on disk may be there in git's index."""
        kept: list[str | Missing] = []
        for some in found:
            path = some.path if isinstance(some, Missing) else some
            if self._changed is None:
                kept.append(some)
            elif self.staged and Path(path).resolve() in self.staged:
                kept.append(path)
            elif isinstance(some, Missing) or Path(path).resolve() in self._changed:
                kept.append(some)
        return kept

    def changed_paths(self) -> list[str]:
        """Every changed file that a search of the folder would find, relative to the current folder if it is below."""
        here = Path.cwd()
        shown = [path.relative_to(here) if path.is_relative_to(here) else path for path in sorted(self._changed or {})]
        return [path.as_posix() for path in shown if _is_searched(path) and self._is_there(path)]

    def _is_there(self, path: Path) -> bool:
        return path.is_file() or path.resolve() in self.staged

    def apply(self, result: Result) -> Result:
        """The result with what is accepted apart, and what stands on unchanged lines left out. Raises FileError."""
        if result.error:
            return result
        self._checked.add(result.path)
        findings = result.findings
        if kept := self._baseline_for(result.path):
            findings = baseline.apply(findings, kept.left, kept.folder)
        return accepted(result, (*self._on_changed_lines(findings), *result.suppressed))

    def open(self, findings: Iterable[Finding], path: str) -> list[Finding]:
        """Findings of a file that count; nothing is taken out of the baseline. Raises FileError."""
        found = tuple(findings)
        if kept := self._baseline_for(path):
            found = baseline.apply(found, kept.left.copy(), kept.folder)
        return [finding for finding in self._on_changed_lines(found) if not finding.suppressed]

    def _on_changed_lines(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        changed = self._changed
        if changed is None:
            return findings
        return tuple(
            finding
            for finding in findings
            if gitdiff.in_changed_lines(finding, changed.get(Path(finding.path).resolve(), Lines()))
        )

    def _baseline_for(self, path: str) -> _Baseline | None:
        if self._arguments.no_baseline:
            return None
        name = self._arguments.baseline or self._selection.config_for(path).baseline
        if not name:
            return None
        if name not in self._baselines:
            file = Path(name)
            self._baselines[name] = _Baseline(baseline.load(file), file.absolute().parent)
        return self._baselines[name]

    def stale(self) -> int:
        """How many accepted findings are no longer there, as far as the run could tell."""
        if self.by_lines or self._selection.narrowed:
            return 0
        return sum(
            count
            for some in self._baselines.values()
            if some is not None
            for entry, count in some.left.items()
            if entry.path in {baseline.relative(path, some.folder) for path in self._checked}
            or not (some.folder / entry.path).exists()
        )


def _is_searched(path: PurePath) -> bool:
    hidden = any(part.startswith(".") or part in SKIPPED_FOLDERS for part in path.parts if part != path.anchor)
    return not hidden and path.suffix.lower() in SUFFIXES
