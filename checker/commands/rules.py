"""List the rules that there are: the shipped ones and the project's own."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from checker import config, measured, ruleset
from checker.rule import Rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop rules`."""
    parser.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    parser.add_argument("--category", metavar="NAME", help="only this category")


def _record(rule: Rule) -> dict[str, object]:
    keys = ("id", "category", "type", "status", "severity", "message", "why", "languages", "fix", "autofix")
    return {**{key: getattr(rule, key) for key in keys}, "precision": measured.precision(rule.id)}


def run(arguments: argparse.Namespace) -> int:
    """Print the list."""
    folders = config.for_file(Path("-")).rules
    rules = [
        rule
        for rule in ruleset.load(list(map(Path, folders))).rules
        if arguments.category in {None, rule.category}
    ]  # fmt: skip
    rules.sort(key=lambda rule: (rule.category, rule.id))
    if arguments.format == "json":
        print(json.dumps([_record(rule) for rule in rules], indent=1, ensure_ascii=False))
        return 0
    width = max((len(rule.id) for rule in rules), default=0)
    category = ""
    for rule in rules:
        if rule.category != category:
            category = rule.category
            print(f"\n{category}")
        print(f"  {rule.id:<{width}}  {rule.severity:<10}  {rule.status:<7}  {measured.precision(rule.id)}".rstrip())
    stable = sum(rule.status == "stable" for rule in rules)
    print(f"\n{len(rules)} rules, {stable} of them stable")
    return 0
