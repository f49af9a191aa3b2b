"""What of a run's findings counts: a baseline of old ones, and only changed lines."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from checker import baseline, gitdiff
from checker.baseline import Entry
from checker.batch import Result, accepted
from checker.commands.common import Selection, UsageError
from checker.discover import Missing
from checker.gitdiff import GitError, Lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that say what counts."""
    group = parser.add_argument_group("what counts")
    group.add_argument("--baseline", metavar="FILE", help="accept the findings that this file lists")
    group.add_argument("--no-baseline", action="store_true", help="use no baseline, whatever the configuration says")
    group.add_argument("--diff", metavar="BASE", help="only sentences on lines that changed since this revision")
    group.add_argument("--staged", action="store_true", help="only sentences on lines that are staged in git")


class _Baseline(NamedTuple):
    left: Counter[Entry]
    folder: Path


class Accepting:
    """Takes accepted findings out of results."""

    def __init__(self, arguments: argparse.Namespace, selection: Selection) -> None:
        self._arguments = arguments
        self._selection = selection
        self._baselines: dict[str, _Baseline | None] = {}
        self._changed = self._changed_lines()

    def _changed_lines(self) -> dict[Path, Lines] | None:
        if not (self._arguments.staged or self._arguments.diff):
            return None
        try:
            return gitdiff.changed(self._arguments.diff or "", staged=self._arguments.staged, folder=Path.cwd())
        except GitError as error:
            raise UsageError(f"git: {error}") from error

    def paths(self, found: list[str | Missing]) -> list[str | Missing]:
        """Of files, those with changed lines."""
        if self._changed is None:
            return found
        return [path for path in found if isinstance(path, Missing) or Path(path).resolve() in self._changed]

    def changed_paths(self) -> list[str]:
        """Every changed file that is there, relative to the current folder where it is below."""
        here = Path.cwd()
        present = sorted(path for path in self._changed or {} if path.is_file())
        return [path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix() for path in present]

    def staged_content(self, path: str) -> bytes | None:
        """What is staged of a file, where that differs from what is on disk. Raises UsageError."""
        if not self._arguments.staged:
            return None
        try:
            return gitdiff.staged_content(Path(path).resolve())
        except GitError as error:
            raise UsageError(f"git: {error}") from error

    def apply(self, result: Result) -> Result:
        """The result with what is accepted apart, and what stands on unchanged lines left out. Raises FileError."""
        if result.error or not result.findings:
            return result
        findings = result.findings
        if kept := self._baseline_for(result.path):
            findings = baseline.apply(findings, kept.left, kept.folder)
        if self._changed is not None:
            lines = self._changed.get(Path(result.path).resolve(), Lines())
            findings = tuple(finding for finding in findings if gitdiff.in_changed_lines(finding, lines))
        return accepted(result, (*findings, *result.suppressed))

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
