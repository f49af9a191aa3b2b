"""Write a commented configuration file, malaprop.toml, into the current folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

TEMPLATE = """\
# Malaprop's configuration. It holds for the files in this folder and below, down to the next such file.
# The same keys go under [tool.malaprop] in pyproject.toml. `malaprop rules` lists rules and categories.

# Rules and categories that run; without it, all stable ones.
# select = ["boilerplate", "name", "name-spelled-two-ways"]

# Rules and categories that don't.
# ignore = ["readability"]

# Also run rules that have not proven their precision yet.
# preview = true

# The severity from which findings make the run fail: "suggestion", "warning", "error" or "never".
fail-on = "warning"

# Files that are left out, in gitignore's grammar, though they are passed by name.
# exclude = ["archive/", "*.draft.md"]

# Folders of your own rules, in the format of the shipped ones; `malaprop test` runs their examples.
# rules = ["style/rules"]
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop init`."""
    parser.add_argument("--force", action="store_true", help="write over an existing file")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 2 when there is one already."""
    path = Path("malaprop.toml")
    if path.exists() and not arguments.force:
        print("malaprop: malaprop.toml exists; --force writes over it", file=sys.stderr)
        return 2
    try:
        path.write_text(TEMPLATE, encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"malaprop: malaprop.toml: cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    print("malaprop.toml written")
    return 0
