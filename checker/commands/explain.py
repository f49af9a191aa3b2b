"""Say what a rule finds, why it is wrong, what to write, and how often it was right when it was measured."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from pathlib import Path

from checker import catalogue, config, ruleset
from checker.rulefile import read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop explain`."""
    parser.add_argument("rule", metavar="RULE", help="the rule's id")


def run(arguments: argparse.Namespace) -> int:
    """Print the rule's page."""
    folders = [ruleset.shipped(), *map(Path, config.for_file(Path("-")).rules)]
    paths = {path.stem: path for folder in folders for path in ruleset.files(folder)}
    if arguments.rule not in paths:
        close = get_close_matches(arguments.rule, paths, n=3)
        meant = f"; did you mean {' or '.join(close)}?" if close else "; `malaprop rules` lists them"
        print(f"malaprop: no rule '{arguments.rule}'{meant}", file=sys.stderr)
        return 2
    path = paths[arguments.rule]
    print(catalogue.page(read(path, ruleset.category(path))), end="")
    return 0
