"""Say where the cache is and how much it holds, or clear it.

It keeps what was found in unchanged files, so that they are not checked again, and is kept below 200 MB.
"""

from __future__ import annotations

import argparse
import sys

from checker import cache
from checker.reporters.escape import printable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop cache`."""
    parser.add_argument("action", choices=["show", "clear"], nargs="?", default="show", help="default: show")


def run(arguments: argparse.Namespace) -> int:
    """Show or clear; 2 when something can't be removed."""
    top = cache.root()
    if top is None:
        print("the cache is off")
        return 0
    shown = printable(top.as_posix())
    if arguments.action == "clear":
        dropped = cache.sweep(top, 0)
        print(f"{shown}: {dropped} entr{'ies' if dropped != 1 else 'y'} removed")
    left = list(cache.entries(top))
    size = sum(entry.size for entry in left) / 1_000_000
    if arguments.action == "show":
        print(f"{shown}: {len(left)} entr{'ies' if len(left) != 1 else 'y'}, {size:.1f} MB")
    elif left:
        print(f"malaprop: {shown}: {len(left)} entries cannot be removed", file=sys.stderr)
        return 2
    return 0
