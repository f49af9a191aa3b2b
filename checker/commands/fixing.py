"""`malaprop check --fix` and `--diff-fixes`: put fixes into files, or show them as a patch."""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from checker import fix, suppression
from checker.batch import EngineFor
from checker.commands.accepting import Accepting
from checker.fileerror import FileError
from checker.finding import Finding
from checker.formats import FIXABLE, document, markup_of
from checker.reporters.escape import printable
from checker.source import Source, SourceError, decode


class _Change(NamedTuple):
    """A file before and after, and the number of fixes between."""

    data: bytes
    source: Source
    after: str
    fixes: int


def fix_file(path: str, engine_for: EngineFor, accepting: Accepting, arguments: argparse.Namespace) -> str:
    """Fix one file, or print the patch. Returns what went wrong, '' for nothing."""
    if markup_of(path) not in FIXABLE:
        _note(path, "fixes are put into plain text and Markdown only")
        return ""
    if Path(path).resolve() in accepting.staged:
        return "is staged with another content; nothing was fixed"
    try:
        for change in _changes(path, engine_for, accepting, suggested=arguments.suggested):
            if change.after == change.source.text:
                continue
            if arguments.diff_fixes:
                _show(change)
            else:
                _put_in(change)
    except (SourceError, FileError) as error:
        return str(error)
    except UnicodeEncodeError as error:
        return f"a fix can't be written in {error.encoding}; nothing was fixed"
    except OSError as error:
        return f"cannot be fixed: {error.strerror}"
    except _NotFixedError as error:
        return f"{error}; nothing was fixed"
    return ""


class _NotFixedError(Exception):
    """A file that is better left as it is; the message says why."""


def _changes(path: str, engine_for: EngineFor, accepting: Accepting, *, suggested: bool) -> Iterable[_Change]:
    """What becomes of a file, and of its sidecar."""
    data = Path(path).read_bytes()
    source = decode(data, path)
    engine = engine_for(path)

    def check(some: Source) -> list[Finding]:
        prose = document(some)
        return accepting.open(suppression.apply(prose, engine.check(prose), engine.names), path)

    # Which lines have changed is known of the file as it is: with --diff there is no second round.
    rounds = 1 if accepting.by_lines else fix.MOST_ROUNDS
    after, count = fix.fixed(source, check, suggested=suggested, rounds=rounds)
    yield _Change(data, source, after, count)
    if beside := suppression.sidecar(path):
        of_sidecar = decode(beside, f"{path}{suppression.SIDECAR}")
        found = check(Source(after, path, source.encoding))
        about = [finding for finding in found if finding.path == of_sidecar.path]
        yield _Change(beside, of_sidecar, *fix.apply(of_sidecar.text, about, suggested=suggested))


def _put_in(change: _Change) -> None:
    source = change.source
    path = Path(source.path)
    if source.text.encode(source.encoding, "ignore") != change.data:
        raise _NotFixedError(f"is not valid {source.encoding}")
    data = change.after.encode(source.encoding)
    if path.read_bytes() != change.data:
        raise _NotFixedError("changed while it was read")
    fix.write(path, data)
    shown = f"{change.fixes} fix{'es' * (change.fixes != 1)}"
    print(f"malaprop: {printable(source.path)}: {shown} put in", file=sys.stderr)


def _show(change: _Change) -> None:
    """Print the patch, in the bytes of the file, so that it can be applied; on a terminal so that it can't steer it."""
    source = change.source
    if source.encoding.startswith(("utf-16", "utf-32")):
        _note(source.path, f"{change.fixes} fixes; there are no patches of {source.encoding}, but --fix works")
        return
    path = Path(source.path)
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
    text = fix.patch(shown.as_posix(), source.text, change.after)
    if sys.stdout.isatty():
        sys.stdout.write("\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n")))
        return
    before, after, *rest = text.split("\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(os.fsencode(f"{before}\n{after}\n") + "\n".join(rest).encode(source.encoding))


def _note(path: str, text: str) -> None:
    print(f"malaprop: {printable(path)}: note: {text}", file=sys.stderr)
