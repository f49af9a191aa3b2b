"""Arguments to an exit status. Each command is a module of `checker.commands`, imported when it is called.

Exit status: 0 nothing to report, 1 findings at or above --fail-on (or a failed test of a rule), 2 anything
wrong with usage, configuration, rules or a file, 130 interrupted.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from checker import __version__, arguments
from checker.fileerror import FileError

COMMANDS = {
    "check": "check files (the default command)",
    "test": "run the examples of rules as their tests",
    "rules": "list the rules",
    "explain": "say what a rule finds, and why",
    "score": "what a document's findings add up to",
    "stats": "readability figures of documents",
    "baseline": "accept today's findings, report only new ones",
    "phrases": "turn a published list of phrases into a rule",
    "cache": "show where results are kept, or clear them",
    "config": "show what the configuration says for a file",
    "init": "write a commented configuration file",
}


def process() -> NoReturn:
    """The command line as a process of its own.

    A run makes few cycles and a million tuples: to look through these for those, and to take everything apart at the
    end, takes a tenth of its time. So that is left to the system, unless something failed or wants an orderly end.
    """
    gc.set_threshold(100_000, 50, 50)
    status = main(sys.argv[1:])
    if status > 1 or sys.modules.keys() & {"atexit", "threading"}:
        sys.exit(status)
    os._exit(status)  # `main` has written what there was to write


def main(given: Sequence[str]) -> int:
    """Run the command line; returns the exit status."""
    _robust_streams()
    try:
        name, rest = _command(list(given))
        module = importlib.import_module(f"checker.commands.{name}")
        status: int = module.run(arguments.read(name, module, rest))
        sys.stdout.flush()
        sys.stderr.flush()
        _remember()
    except FileError as error:
        from checker.reporters.escape import printable  # noqa: PLC0415 - only an error needs it

        print(f"malaprop: {printable(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of a pipe had enough: no error of ours
        _drop_output()
        return 0
    except OSError as error:  # a full disk under standard output: what is wrong with a file was told by its command
        _drop_output()
        print(f"malaprop: {error.strerror or error}", file=sys.stderr)
        return 2
    return status


def _remember() -> None:
    from checker.expressions import remember  # noqa: PLC0415 - `--version` has none

    remember()


def _drop_output() -> None:
    """Nothing more can be written; what is left in the buffer is not tried again on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command(given: list[str]) -> tuple[str, list[str]]:
    """The command's name and its arguments; without a name it is `check`."""
    if given and given[0] in COMMANDS:
        return given[0], given[1:]
    if not given or given[0] in {"-h", "--help", "help"}:
        print(_usage())
        raise SystemExit(0 if given else 2)
    if given[0] in {"-V", "--version"}:
        print(f"malaprop {__version__}")
        raise SystemExit(0)
    return "check", given


def _usage() -> str:
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {about}" for name, about in COMMANDS.items())
    return f"""\
usage: malaprop [check] PATH…    check files and folders; `malaprop check --help` for the options
       malaprop COMMAND …

{rows}

malaprop COMMAND --help says more of each."""


def _robust_streams() -> None:
    """Whatever the console's encoding, an article's characters are no reason to stop; nor is a closed stream."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    process()
