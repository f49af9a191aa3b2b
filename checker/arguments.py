"""The arguments of a command, read by `argparse`, or without it where there is nothing to parse.

To import `argparse` and to make a parser takes as long as to check a page. Most runs of a hook have paths and switches
only; `plain` tells what these come to from the same declarations that a parser would get.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def read(name: str, module: ModuleType, given: Sequence[str]) -> Namespace:
    """What a command is given. Ends the process, as `argparse` does, after help and where something is wrong."""
    if name == "check" and (found := plain(module.add_arguments, given)):
        return cast("Namespace", found)
    from checker.parser import parser  # noqa: PLC0415 - see above

    made = parser(name, module.__doc__)
    module.add_arguments(made)
    return made.parse_intermixed_args(given) if name == "check" else made.parse_args(given)


class _Declared:
    """Takes in what a parser takes, and keeps which options are switches, and what holds by default."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.switches: dict[str, str] = {}
        self.paths = ""  # the one argument that is no option

    def add_argument_group(self, _: str) -> _Declared:
        return self

    def add_argument(self, name: str, **options: Any) -> None:
        dest = name.lstrip("-").replace("-", "_")
        if name == dest:
            self.paths = name
        elif options.get("action") == "store_true":
            self.switches[name] = dest
            self.values[dest] = options.get("default", False)
        else:
            self.values[dest] = options.get("default")


def plain(declare: Callable[[ArgumentParser], None], given: Sequence[str]) -> SimpleNamespace | None:
    """What a command line of paths and switches comes to; None for any other."""
    declared = _Declared()
    declare(cast("ArgumentParser", declared))
    paths = []
    for argument in given:
        if argument in declared.switches:
            declared.values[declared.switches[argument]] = True
        elif argument == "-" or not argument.startswith("-"):
            paths.append(argument)
        else:
            return None
    return SimpleNamespace(**declared.values, **{declared.paths: paths})
