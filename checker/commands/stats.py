"""Print textstat's readability figures for documents, one column a document."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from checker.discover import Missing, files
from checker.formats import read
from checker.reporters.escape import printable
from checker.source import SourceError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop stats`."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob")
    parser.add_argument("--format", choices=["table", "json"], default="table", help="default: table")


def _complain(path: str, message: str) -> int:
    print(f"malaprop: {printable(path)}: {message}", file=sys.stderr)
    return 2


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 2 when a file can't be read."""
    from checker import stats  # noqa: PLC0415 - textstat takes a while to import

    tables: dict[str, dict[str, float]] = {}
    status = 0
    for path in files(arguments.paths):
        if isinstance(path, Missing):
            status = _complain(path.path, path.reason)
            continue
        try:
            tables[path] = stats.rows(read(Path(path).read_bytes(), path))
        except SourceError as error:
            status = _complain(path, str(error))
        except OSError as error:
            status = _complain(path, f"cannot be read: {error.strerror}")
    if arguments.format == "json":
        print(json.dumps(tables, indent=1, ensure_ascii=False))
    else:
        for path, rows in tables.items():
            print(printable(path))
            for name, value in rows.items():
                print(f"  {name:<34} {value:>10,.2f}".rstrip("0").rstrip("."))
    return status
