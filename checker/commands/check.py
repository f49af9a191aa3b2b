"""Check files and folders, and report what gives a translation away.

`-` reads standard input. Exit status: 0 clean, 1 findings at or above --fail-on, 2 something is wrong with
usage, configuration, rules or a file; the other files are still checked.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from checker.batch import EngineFor, Job, Result, by_file, check_bytes, check_files
from checker.commands import accepting
from checker.commands.accepting import Accepting
from checker.commands.common import Selection, UsageError, add_opinions, add_selection
from checker.discover import Missing, files, glob_problem
from checker.fileerror import FileError
from checker.finding import SEVERITIES
from checker.opinions import PROGRAMS
from checker.reporters import FORMATS, NEED_SOURCE, Context, reporter
from checker.reporters.escape import printable

if TYPE_CHECKING:
    import argparse

_PROGRESS_AFTER = 1.0  # seconds before a progress bar appears


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop check`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="file, folder, glob, or - for standard input")
    add_selection(parser)
    add_opinions(parser)
    output = parser.add_argument_group("output")
    output.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed (default: text)")
    output.add_argument(
        "--output", action="append", type=_output, default=[], metavar="FORMAT=FILE", help="write a file too"
    )
    output.add_argument("--statistics", action="store_true", help="count findings by rule instead of listing them")
    output.add_argument("--color", choices=["auto", "always", "never"], default="auto", help="colours (default: auto)")
    output.add_argument("--quiet", action="store_true", help="no summary, no progress")
    status = parser.add_argument_group("exit status")
    status.add_argument("--fail-on", choices=[*SEVERITIES, "never"], help="severity that fails (default: warning)")
    status.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    status.add_argument(
        "--languagetool-required", action="store_true", help="exit with 2 when LanguageTool could not be asked"
    )
    which = parser.add_argument_group("files")
    which.add_argument("--exclude", action="append", default=[], metavar="GLOB", help="leave files out (gitignore)")
    which.add_argument("--stdin-filename", default="-", metavar="NAME", help="the name that - goes by")
    which.add_argument("--jobs", type=int, default=0, metavar="N", help="processes (default: one a processor)")
    which.add_argument("--no-cache", action="store_true", help="check unchanged files again, keep no results")
    accepting.add_arguments(parser)
    fixes = parser.add_argument_group("fixes")
    fixes.add_argument("--fix", action="store_true", help="put safe fixes into the files, then report what is left")
    fixes.add_argument(
        "--suggested", action="store_true", help="with --fix or --diff-fixes: also fixes to be looked at"
    )
    fixes.add_argument("--diff-fixes", action="store_true", help="print what --fix would change as a patch, alone")


def _output(text: str) -> tuple[str, str]:
    name, _, path = text.partition("=")
    if name not in FORMATS or not path:
        from argparse import ArgumentTypeError  # noqa: PLC0415 - who calls this has it

        raise ArgumentTypeError(f"'{text}' is not FORMAT=FILE, FORMAT one of {', '.join(FORMATS)}")
    return name, path


def run(arguments: argparse.Namespace) -> int:
    """Check, report, and say how it ended."""
    try:
        return _Run(arguments).run()
    except UsageError as error:
        print(f"malaprop: {error}", file=sys.stderr)
        return 2


class _Run:
    """One run: what it counts while results stream through."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.selection = Selection(arguments)
        self.accepting = Accepting(arguments, self.selection)
        self.counts: Counter[str] = Counter()
        self.by_rule: Counter[str] = Counter()
        self.told: set[tuple[str, str]] = set()
        self.troubles: dict[str, Counter[str]] = {}
        self.files = 0
        self.failing = False

    def run(self) -> int:
        self._refuse_what_makes_no_sense()
        self._report(self._counted(self._results()))
        self._warn_of_troubles()
        self._summarise()
        if self.told or (self.arguments.languagetool_required and PROGRAMS["languagetool"] in self.troubles):
            return 2
        return int(self.failing and not self.arguments.exit_zero)

    def _refuse_what_makes_no_sense(self) -> None:
        given = self.arguments
        fixes = given.fix or given.diff_fixes
        if not given.paths and not self.accepting.by_lines:
            raise UsageError("no path given; `malaprop check --help` says how")
        if "-" in given.paths and fixes:
            raise UsageError("fixes are put into files, not into standard input")
        if "-" in given.paths and self.accepting.by_lines:
            raise UsageError("git knows no changed lines of standard input")
        for pattern in given.exclude:
            if problem := glob_problem(pattern):
                raise UsageError(f"--exclude {pattern}: {problem}")
        if given.suggested and not fixes:
            raise UsageError("--suggested goes with --fix or --diff-fixes")

    def _report(self, results: Iterable[Result]) -> None:
        """To each file of --output, and to standard output; the results are kept only where several want them."""
        context = Context(self.selection, color=_wants_color(self.arguments.color))
        if self.arguments.output:
            results = list(results)
            self._know_rules()
        for name, path in self.arguments.output:
            self._write(Path(path), reporter(name)(results, context._replace(color=False)))
        if self.arguments.statistics:
            deque(results, maxlen=0)
            self._print_statistics()
            return
        if self.arguments.diff_fixes:  # standard output is the patch
            deque(results, maxlen=0)
            return
        if self.arguments.format == "sarif":
            results = list(results)
            self._know_rules()
        for text in reporter(self.arguments.format)(results, context):
            sys.stdout.write(text)

    def _know_rules(self) -> None:
        """Make this process know the rules, whichever found something or nothing: SARIF lists all that ran."""
        try:
            self.selection.engine_for("-")
        except FileError:  # told with the files that it holds for
            return

    def _write(self, path: Path, texts: Iterable[str]) -> None:
        """Write an output, with the folders above it; one that can't be written is told, the others are written."""
        try:
            if not path.parent.exists():
                path.parent.mkdir(parents=True)
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(texts)
        except OSError as error:
            self._tell(str(path), f"cannot be written: {error.strerror}")

    # --- results, one after the other ----------------------------------------------------------------

    def _results(self) -> Iterator[Result]:
        if "-" in self.arguments.paths:
            yield self._guarded("-", self._checked_stdin)
        found = self.accepting.paths(self._files())
        self._start_local_server(found)
        if self.arguments.fix or self.arguments.diff_fixes:
            found = [path for path in found if self._fixed(path)]
        yield from _with_progress(self._checked(found), len(found), quiet=self.arguments.quiet)

    def _start_local_server(self, found: Iterable[str | Missing]) -> None:
        """Have LanguageTool run before processes would each start one; what fails is told when it is asked."""
        for path in found:
            try:
                wanted = self.selection.asked(self.selection.config_for(str(path))).get("languagetool")
            except FileError:  # told when the file is checked
                continue
            if wanted == "local":
                from checker.opinions import Trouble, server  # noqa: PLC0415 - only who asks for it needs it

                with contextlib.suppress(Trouble):
                    server.ensure()
                return

    def _checked(self, found: Sequence[str | Missing]) -> Iterator[Result]:
        """The results of files, in their order; of one that is staged with another content, that one's."""
        staged = {path: data for path in found if (data := self._staged(path)) is not None}
        on_disk = [path for path in found if path not in staged]
        results = check_files(on_disk, self._job(), self.arguments.jobs, self.selection.engine_for)
        for path in found:
            data = staged.get(path)
            yield next(results) if data is None else self._guarded(str(path), partial(self._check, data, str(path)))

    def _check(self, data: bytes, path: str) -> Result:
        return check_bytes(data, path, self.selection.engine_for(path), self._job())

    def _files(self) -> Iterator[str | Missing]:
        paths = [path for path in self.arguments.paths if path != "-"]
        if not self.arguments.paths:
            paths = self.accepting.changed_paths()
        here = str(Path.cwd())
        own = [(here, pattern) for pattern in self.arguments.exclude]
        yield from files(paths, lambda path: (*self._excluded(path), *own))

    def _excluded(self, path: str) -> tuple[tuple[str, str], ...]:
        try:
            return self.selection.config_for(path).exclude
        except FileError:  # told when the file is checked
            return ()

    def _staged(self, path: str | Missing) -> bytes | None:
        if not self.arguments.staged or isinstance(path, Missing):
            return None
        return self.accepting.staged.get(Path(path).resolve())

    def _fixed(self, path: str | Missing) -> bool:
        """Put fixes into a file, or show them; whether the file is still to be checked."""
        if isinstance(path, Missing):
            return True
        from checker.commands import fixing  # noqa: PLC0415 - a check without fixes does without

        error = fixing.fix_file(path, self.selection.engine_for, self.accepting, self.arguments)
        if error:
            self._tell(path, error)
        return not error

    def _job(self) -> Job:
        formats = {name for name, _ in self.arguments.output}
        if not self.arguments.statistics:
            formats.add(self.arguments.format)
        keep_source = bool(formats & NEED_SOURCE)
        given = self.arguments
        return Job(engines, given, keep_source, not given.no_cache, suppressions=not given.no_suppressions)

    def _checked_stdin(self) -> Result:
        if sys.stdin is None:
            return Result(self.arguments.stdin_filename, error="cannot be read: standard input is closed")
        return self._check(sys.stdin.buffer.read(), self.arguments.stdin_filename)

    # --- what is made of them ------------------------------------------------------------------------

    def _counted(self, results: Iterable[Result]) -> Iterator[Result]:
        for raw in results:
            result = self._accepted(raw)
            if result.error:
                self._tell(result.path, result.error)
            for note in result.notes:
                print(f"malaprop: {printable(result.path)}: note: {note}", file=sys.stderr)
            for program, why in result.troubles:
                self.troubles.setdefault(program, Counter())[why] += 1
            self.files += not result.error
            self.counts.update(finding.severity for finding in result.findings)
            self.by_rule.update(finding.rule for finding in result.findings)
            self.failing = self.failing or self._fails(result)
            yield from by_file(result)

    def _accepted(self, raw: Result) -> Result:
        """The result with what is accepted apart; with a baseline that can't be read nothing is."""
        try:
            return self.accepting.apply(raw)
        except FileError as error:
            self._tell(error.path, f"{error.line}:{error.column}: {error.message}")
            return raw

    def _guarded(self, path: str, make: Callable[[], Result]) -> Result:
        try:
            return make()
        except OSError as error:
            return Result(path, error=f"cannot be read: {error.strerror}")
        except FileError as error:
            return Result(error.path or path, error=f"{error.line}:{error.column}: {error.message}")

    def _fails(self, result: Result) -> bool:
        if not result.findings:
            return False
        self.selection.engine_for(result.path)  # so that reporters know the rules, whichever process found this
        limit = self.arguments.fail_on or self.selection.config_for(result.path).fail_on
        worst = max(SEVERITIES.index(finding.severity) for finding in result.findings)
        return limit != "never" and worst >= SEVERITIES.index(limit)

    def _tell(self, path: str, error: str) -> None:
        if (path, error) not in self.told:
            self.told.add((path, error))
            separator = ":" if error[:1].isdigit() else ": "
            print(f"malaprop: {printable(path)}{separator}{printable(error)}", file=sys.stderr)

    def _warn_of_troubles(self) -> None:
        """One line for each program whose opinions are missing, however many files and processes asked it."""
        for program, reasons in self.troubles.items():
            why, _ = reasons.most_common(1)[0]
            where = _counted(reasons.total(), "file")
            text = f"{program} could not be asked about all of {where}, and what it would find is left out: {why}"
            print(f"malaprop: warning: {printable(text)}", file=sys.stderr)

    def _print_statistics(self) -> None:
        for rule, count in self.by_rule.most_common():
            print(f"{count:>6}  {rule}")

    def _summarise(self) -> None:
        if self.arguments.quiet:
            return
        if not self.files and not self.told:
            print("malaprop: no file was checked", file=sys.stderr)
            return
        if stale := self.accepting.stale():
            entries = _counted(stale, "accepted finding")
            print(f"malaprop: {entries} no longer there: `malaprop baseline prune` drops what is gone", file=sys.stderr)
        found = ", ".join(_counted(self.counts[name], name) for name in reversed(SEVERITIES) if self.counts[name])
        print(f"malaprop: {found or 'nothing to report'} in {_counted(self.files, 'file')}", file=sys.stderr)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _wants_color(choice: str) -> bool:
    """--color, else NO_COLOR and FORCE_COLOR, else whether a terminal reads."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def engines(arguments: argparse.Namespace) -> EngineFor:
    """The engines of a command line, in whichever process."""
    return Selection(arguments).engine_for


def _with_progress(results: Iterable[Result], total: int, *, quiet: bool) -> Iterator[Result]:
    """The results, with a bar on a terminal's standard error once a run has lasted a while."""
    shows = sys.stderr.isatty() and not quiet and total > 1
    begun, drawn = time.monotonic(), 0.0
    for number, result in enumerate(results):
        now = time.monotonic()
        if shows and now - begun > _PROGRESS_AFTER and now - drawn > 0.1:
            drawn = now
            done = 30 * number // total
            print(f"\r[{'#' * done}{'.' * (30 - done)}] {number}/{total}", end="", file=sys.stderr, flush=True)
        yield result
    if drawn:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
