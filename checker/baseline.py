"""Old findings that are accepted for now: a file of them, so that only new ones are reported.

An entry is a rule, a file and a sentence (its white space and case folded, as a hash), with the number of times
that the rule finds something there. Lines and columns are not part of it: edits above, reflowed paragraphs and
other line ends change nothing. The file is JSON Lines, sorted, with a version in its first line, so that it
merges well and a newer Malaprop can tell.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from checker.digest import sha256
from checker.document import fold
from checker.fileerror import FileError
from checker.finding import Finding

VERSION = 1
DEFAULT_NAME = "malaprop-baseline.jsonl"


class Entry(NamedTuple):
    """What stands for accepted findings: rule, path relative to the baseline's folder, hash of the sentence."""

    path: str
    rule: str
    sentence: str


def relative(path: str, folder: Path) -> str:
    """A file's path as an entry has it."""
    return os.path.relpath(path, folder).replace(os.sep, "/")


def entry(finding: Finding, folder: Path) -> Entry:
    """The entry that a finding belongs to."""
    folded = " ".join(fold(finding.sentence).split())
    return Entry(
        relative(finding.path, folder),
        finding.rule,
        sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:16],
    )


def load(path: Path) -> Counter[Entry]:
    """Entries with their counts. Raises FileError for a file that is none, or of a newer version."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(path.as_posix(), 1, 1, f"the baseline cannot be read: {reason}") from error
    entries: Counter[Entry] = Counter()
    for number, line in enumerate(lines, 1):
        if number > 1 and not line.strip():
            continue
        row = _row(line)
        version = row.get("malaprop_baseline") if number == 1 else VERSION
        if isinstance(version, int) and version > VERSION:
            raise FileError(path.as_posix(), 1, 1, "this baseline is of a newer version of Malaprop")
        if number > 1 and _is_entry(row):
            entries[Entry(row["path"], row["rule"], row["sentence"])] += row["count"]
        elif number > 1 or version != VERSION:
            raise FileError(path.as_posix(), number, 1, "this is no line of a baseline")
    return entries


def _row(line: str) -> Mapping[str, Any]:
    """A line's object; an empty one for anything else."""
    import json  # noqa: PLC0415 - only a run with a baseline needs it

    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _is_entry(row: Mapping[str, Any]) -> bool:
    words = all(isinstance(row.get(key), str) for key in Entry._fields)
    return words and type(row.get("count")) is int and row["count"] > 0


def dump(entries: Mapping[Entry, int]) -> str:
    """The file's content, in ASCII: names of files may hold anything."""
    import json  # noqa: PLC0415 - as above

    head = json.dumps({"malaprop_baseline": VERSION})
    rows = [json.dumps({**some._asdict(), "count": count}) for some, count in sorted(entries.items())]
    return "\n".join([head, *rows]) + "\n"


def collect(findings: Iterable[Finding], folder: Path) -> Counter[Entry]:
    """The entries of findings."""
    return Counter(entry(finding, folder) for finding in findings if not finding.suppressed)


def apply(findings: Iterable[Finding], left: Counter[Entry], folder: Path) -> tuple[Finding, ...]:
    """Findings, the accepted ones marked. Takes what it uses from `left`; what stays there is stale."""
    marked = []
    for finding in findings:
        key = entry(finding, folder)
        if not finding.suppressed and left[key] > 0:
            left[key] -= 1
            marked.append(finding._replace(suppressed="baseline"))
        else:
            marked.append(finding)
    return tuple(marked)
