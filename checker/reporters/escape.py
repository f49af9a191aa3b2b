"""Article text is hostile: what may reach a terminal or a log, and how."""

from __future__ import annotations

import posixpath
import re

from checker.expressions import own

_UNPRINTABLE = own(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""With control, direction and invisible characters shown as escapes, so that text can't steer a terminal.

    >>> print(printable("red\x1b[31m\n"))
    red\x1b[31m\n
    """
    return _UNPRINTABLE.sub(_escape, text)


def repository_path(path: str) -> str:
    """A path as forges know it: without `./` and detours; they match it to the files of a repository.

    >>> repository_path("./articles/../news//a.md")
    'news/a.md'
    """
    return posixpath.normpath(path)


def shortened(text: str, most: int) -> str:
    """Text, cut to so many code points.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    named = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(char)
    code = ord(char)
    return named or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
