"""Write or prune a baseline: a file of findings that are accepted for now.

`write` accepts everything that is found in the paths. `prune` takes out what is no longer found, and never adds.
The file is the one of --file, of the configuration, or malaprop-baseline.jsonl in the current folder.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from checker import baseline
from checker.batch import Job, check_files
from checker.commands.check import engines
from checker.commands.common import Selection, UsageError, add_selection
from checker.discover import files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop baseline`."""
    parser.add_argument("action", choices=["write", "prune"])
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob")
    parser.add_argument("--file", metavar="FILE", help="the baseline")
    add_selection(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 2 when a path can't be checked, and then nothing is written."""
    try:
        return _run(arguments)
    except UsageError as error:
        print(f"malaprop: {error}", file=sys.stderr)
        return 2


def _run(arguments: argparse.Namespace) -> int:
    selection = Selection(arguments)
    path = Path(arguments.file or selection.config_for("-").baseline or baseline.DEFAULT_NAME)
    folder = path.absolute().parent
    found: Counter[baseline.Entry] = Counter()
    for result in check_files(
        list(files(arguments.paths, lambda p: selection.config_for(p).exclude)), Job(engines, arguments)
    ):
        if result.error:
            print(f"malaprop: {result.path}: {result.error}; the baseline was not written", file=sys.stderr)
            return 2
        found.update(baseline.collect(result.findings, folder))
    if arguments.action == "prune":
        found &= baseline.load(path)
    path.write_text(baseline.dump(found), encoding="utf-8", newline="\n")
    shown = path.as_posix()
    print(f"{shown}: {found.total()} findings accepted; `malaprop check --baseline {shown}` leaves them out")
    return 0
