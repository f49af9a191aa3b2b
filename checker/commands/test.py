"""Run every rule's own examples.

Without a path: the shipped rules and those of the project's configuration. A path is a rule file, or a folder
of rules. Exit status: 0 all hold, 1 some don't, 2 a path isn't there.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from checker import config, ruleset, selftest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop test`."""
    parser.add_argument("--own", action="store_true", help="only the project's own rules; nothing to do without any")
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
    for failure in outcome.failures:
        print(failure)
    failed = len(outcome.failures)
    print(f"{outcome.rules} rules, {outcome.examples} examples, {failed} failure{'s' * (failed != 1)}", file=sys.stderr)
    for program in outcome.untested:
        print(f"malaprop: note: {program} is not here: its opinions were not tested", file=sys.stderr)
    return int(failed > 0)
