"""Write or prune a baseline: a file of findings that are accepted for now.

`write` accepts everything that is found in the paths. `prune` takes out what is no longer found, and never adds.
Entries of files and rules that the call leaves out stay, but for files that are gone. The file is the one of --file,
of the configuration, or malaprop-baseline.jsonl in the current folder.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from checker import baseline, fix
from checker.baseline import Entry
from checker.batch import Job, check_files
from checker.commands.check import engines
from checker.commands.common import Selection, UsageError, add_opinions, add_selection
from checker.discover import files
from checker.reporters.escape import printable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop baseline`."""
    parser.add_argument("action", choices=["write", "prune"])
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob")
    parser.add_argument("--file", metavar="FILE", help="the baseline")
    add_selection(parser)
    add_opinions(parser)


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
    before = baseline.load(path) if path.exists() or arguments.action == "prune" else Counter[Entry]()
    paths = list(files(arguments.paths, lambda some: selection.config_for(some).exclude))
    job = Job(engines, arguments, suppressions=not arguments.no_suppressions)
    found: Counter[Entry] = Counter()
    checked: list[str] = []
    for result in check_files(paths, job, engine_for=selection.engine_for):
        missing = "".join(f"{program} could not be asked: {why}" for program, why in result.troubles[:1])
        if why_not := result.error or missing:
            shown = f"{result.path}: {why_not}; the baseline was not written"
            print(f"malaprop: {printable(shown)}", file=sys.stderr)
            return 2
        checked.append(result.path)
        found.update(baseline.collect(result.findings, folder))
    kept = _left_out(before, checked, folder, selection)
    accepted = found + kept if arguments.action == "write" else (found & before) | kept
    return _write(path, accepted)


def _left_out(before: Counter[Entry], checked: Iterable[str], folder: Path, selection: Selection) -> Counter[Entry]:
    """The entries that the call says nothing of: of files it doesn't check, and rules it doesn't run there."""
    names = {baseline.relative(path, folder): selection.engine_for(path).names for path in checked}

    def stays(entry: Entry) -> bool:
        if entry.path in names:
            return selection.narrowed and not names[entry.path].get(entry.rule, False)
        return (folder / entry.path).exists()

    return Counter({entry: count for entry, count in before.items() if stays(entry)})


def _write(path: Path, accepted: Counter[Entry]) -> int:
    shown = printable(path.as_posix())
    try:
        fix.write(path, baseline.dump(accepted).encode("ascii"))
    except OSError as error:
        print(f"malaprop: {shown}: cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    number = sum(accepted.values())
    accepts = f"{number} finding{'s' * (number != 1)} accepted"
    print(f"{shown}: {accepts}; `malaprop check --baseline {shown}` leaves them out")
    return 0
