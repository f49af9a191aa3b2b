"""Run every rule's own examples.

Without a path: the shipped rules and those of the project's configuration. A path is a rule file, or a folder
of rules. With --profile the rules are timed beside all shipped ones, and one that takes more than its budget fails.
Exit status: 0 all hold, 1 some don't, 2 a path isn't there.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from checker import config, ruleset, selftest
from checker.fileerror import FileError
from checker.opinions import PROGRAMS
from checker.profile import BUDGET
from checker.source import Source, SourceError, decode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop test`."""
    parser.add_argument("--own", action="store_true", help="only the project's own rules; nothing to do without any")
    parser.add_argument("--profile", action="store_true", help="show what share of the time each rule takes")
    parser.add_argument(
        "--budget", type=float, default=BUDGET, metavar="PERCENT",
        help="of all rules' time, what one may take at most with --profile (default: %(default)g)",
    )  # fmt: skip
    parser.add_argument("--text", type=Path, metavar="FILE", help="prose to time on; default the rules' good examples")
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="rule file or folder of rules")


def run(arguments: argparse.Namespace) -> int:
    """Test rules and print what fails."""
    folders: list[Path] = arguments.paths
    if not folders:
        own = [Path(folder) for folder in config.for_file(Path("-")).rules]
        folders = own if arguments.own else [ruleset.shipped(), *own]
    paths: list[Path] = []
    for folder in folders:
        found = list(ruleset.files(folder)) if folder.is_dir() else [folder] if folder.is_file() else []
        if not found:
            print(f"malaprop: {folder}: no rule file here", file=sys.stderr)
            return 2
        paths += found
    outcome = selftest.run(paths)
    dear = arguments.profile and not outcome.failures and _profile(arguments, paths)
    for failure in outcome.failures:
        print(failure)
    failed = len(outcome.failures)
    print(f"{outcome.rules} rules, {outcome.examples} examples, {failed} failure{'s' * (failed != 1)}", file=sys.stderr)
    for program in outcome.untested:
        print(f"malaprop: note: {program} is not here: its opinions were not tested", file=sys.stderr)
    return int(failed > 0 or dear)


_SHOWN = 20  # rules of a profile


def _profile(arguments: argparse.Namespace, paths: list[Path]) -> bool:
    """Time the rules in these files, and all shipped ones; returns whether one of them is over its budget."""
    from checker import formats, profile, rulefile  # noqa: PLC0415 - as the examples' test needs none of it
    from checker.engine import Engine  # noqa: PLC0415

    every = ruleset.build(dict.fromkeys(path.resolve() for path in (*ruleset.files(ruleset.shipped()), *paths)))
    engine = Engine(every, (rule for rule in every.rules if rule.type not in PROGRAMS))
    source = (
        _prose(arguments.text)
        if arguments.text
        else profile.text_of(rulefile.read(path, ruleset.category(path)) for path in ruleset.files(ruleset.shipped()))
    )
    costs = profile.costs(engine, formats.document(source, "" if arguments.text else "plain"))
    print("\n".join(profile.report(costs, len(source.text), arguments.budget, _SHOWN)))
    return any(cost.share > arguments.budget for cost in costs)


def _prose(path: Path) -> Source:
    """A file to time rules on. Raises FileError when it can't be read."""
    try:
        return decode(path.read_bytes(), path.as_posix())
    except OSError as error:
        raise FileError(path.as_posix(), 1, 1, f"cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise FileError(path.as_posix(), 1, 1, str(error)) from error
