"""`malaprop check --fix` and `--diff-fixes`: put fixes into files, or show them as a patch."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from checker import fix, suppression
from checker.batch import EngineFor
from checker.fileerror import FileError
from checker.finding import Finding
from checker.formats import FIXABLE, document, markup_of
from checker.reporters.escape import printable
from checker.source import Source, SourceError, decode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that change files."""
    group = parser.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="put safe fixes into the files, then report what is left")
    group.add_argument(
        "--suggested", action="store_true", help="with --fix or --diff-fixes: also fixes to be looked at"
    )
    group.add_argument("--diff-fixes", action="store_true", help="print what --fix would change as a patch")


def fix_file(path: str, engine_for: EngineFor, arguments: argparse.Namespace) -> str:
    """Fix one file, or print the patch. Returns what went wrong, '' for nothing."""
    if markup_of(path) not in FIXABLE:
        print(f"malaprop: {printable(path)}: note: fixes are put into plain text and Markdown only", file=sys.stderr)
        return ""
    try:
        before = Path(path).read_bytes()
        source = decode(before, path)
        engine = engine_for(path)

        def check(some: Source) -> Iterable[Finding]:
            prose = document(some)
            return suppression.apply(prose, engine.check(prose), engine.names)

        text, count = fix.fixed(source, check, suggested=arguments.suggested)
        if arguments.diff_fixes:
            sys.stdout.write("".join(map(_patch_line, fix.patch(path, source.text, text).splitlines(keepends=True))))
        elif text != source.text:
            if source.text.encode(source.encoding, "ignore") != before:
                return f"is not valid {source.encoding}; nothing was fixed"
            if Path(path).read_bytes() != before:
                return "changed while it was read; nothing was fixed"
            fix.write(Path(path), text, source.encoding)
            print(f"malaprop: {printable(path)}: {count} fix{'es' * (count != 1)} put in", file=sys.stderr)
    except (SourceError, FileError) as error:
        return str(error)
    except UnicodeEncodeError as error:
        return f"a fix can't be written in {error.encoding}; nothing was fixed"
    except OSError as error:
        return f"cannot be fixed: {error.strerror}"
    return ""


def _patch_line(line: str) -> str:
    """A patch stays a patch: only what could steer a terminal is shown as an escape."""
    body = line.rstrip("\n")
    return printable(body.replace("\t", "    ")) + "\n" if not body.isprintable() else line
