"""What a check yields and what a user reads.

A check yields matches; the engine turns them into findings. Both are plain values.
"""

from collections.abc import Mapping
from typing import NamedTuple

SEVERITIES = ("suggestion", "warning", "error")
"""From mild to grave."""


class Match(NamedTuple):
    """What a check found: a span of the document's text, and what the message and the fix may name.

    start, end: code points of `Document.text`, half-open.
    values: what a template may use beside `{match}`.
    fix: the text that should stand there, when the check itself knows it.
    """

    start: int
    end: int
    values: Mapping[str, str] = {}
    fix: str | None = None


class Finding(NamedTuple):
    """A match of a rule, placed in the file and said in words.

    start, end: code points of the decoded file, half-open; `match` is exactly that slice.
    line, column, end_line, end_column: from 1, in code points; the end is exclusive.
    fix: what to put there instead; safe_fix tells whether it may be put there without asking.
    sentence: the sentence that it stands in, white space folded; sentence_start, sentence_end: its span in the file;
    sentence_line, sentence_end_line: the lines on which it begins and ends.
    suppressed: '' or what keeps it from counting: 'comment', 'sidecar' or 'baseline'.
    fingerprint: the same for the same rule, path, sentence and occurrence, wherever the line has moved.
    """

    rule: str
    category: str
    severity: str
    path: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    match: str
    fix: str | None
    safe_fix: bool
    sentence: str
    sentence_start: int
    sentence_end: int
    sentence_line: int
    sentence_end_line: int
    fingerprint: str
    suppressed: str = ""
