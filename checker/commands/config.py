"""Show what the configuration says for a file, and where each value was set."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from checker import config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop config`."""
    parser.add_argument("file", metavar="FILE", help="the file whose settings are shown; it need not exist")
    parser.add_argument("--format", choices=["table", "json"], default="table", help="default: table")


def run(arguments: argparse.Namespace) -> int:
    """Print the settings."""
    settings = config.for_file(Path(arguments.file))
    rows = {
        "select": settings.select, "extend-select": settings.extend_select, "ignore": settings.ignore,
        "preview": settings.preview, "fail-on": settings.fail_on,
        "exclude": [pattern for _, pattern in settings.exclude], "rules": settings.rules, "allow": settings.allow,
        "baseline": settings.baseline, "languagetool": settings.languagetool, "harper": settings.harper,
        **{f"rule.{rule}.{name}": value for rule, changes in settings.rule for name, value in changes},
    }  # fmt: skip
    if arguments.format == "json":
        every = {key: {"value": value, "origin": settings.origins.get(key, "default")} for key, value in rows.items()}
        print(json.dumps(every, indent=1, ensure_ascii=False))
        return 0
    width = max(map(len, rows))
    for key, value in rows.items():
        shown = json.dumps(value, ensure_ascii=False)
        print(f"{key:<{width}}  {shown:<24}  {settings.origins.get(key, 'default')}")
    return 0
