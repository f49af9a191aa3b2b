"""Words of other languages, as far as one word tells.

A word is a language's when `data/foreign.txt` lists it, or has its ending; which of the two it is, and whether
English has the word too, is the caller's to weigh. The file is read when the first word is asked for.

>>> of_word("plötzlich"), of_word("regierung"), of_ending("verhandlungen"), of_word("suddenly")
(('de',), ('de',), ('de',), ())
"""

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from checker import cache as disk

DATA = Path(__file__).with_name("data") / "foreign.txt"
_LONGEST_ENDING = 7
_LEAST_STEM = 3  # letters before an ending

Codes = tuple[str, ...]
"""ISO 639-1 codes of languages, in the order of the file."""


class _Lists(NamedTuple):
    """What the file holds.

    names: of languages, by code. words, endings, faint: codes by word, by ending, by an ending that tells little.
    """

    names: dict[str, str]
    words: dict[str, Codes]
    endings: dict[str, Codes]
    faint: dict[str, Codes]


@cache
def _lists() -> _Lists:
    return _Lists(*disk.kept("foreign-00", lambda: tuple(_read())))


def _read() -> _Lists:
    names: dict[str, str] = {}
    found: dict[str, dict[str, Codes]] = {kind: defaultdict(tuple) for kind in ("", "-", "~")}
    code = ""
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            code, _, title = line[1:].partition("] ")
            names[code] = title
        elif not line.startswith("#"):
            for entry in line.split():
                kind = entry[0] if entry[0] in "-~" else ""
                found[kind][entry.removeprefix(kind)] += (code,)
    return _Lists(names, dict(found[""]), dict(found["-"]), dict(found["~"]))


def name(code: str) -> str:
    """The English name of a language of the file."""
    return _lists().names[code]


def of_word(word: str) -> Codes:
    """Languages that a word, in lower case, is listed for."""
    return _lists().words.get(word, ())


def of_ending(word: str) -> Codes:
    """Languages that have the longest listed ending of a word; English words may have it by chance."""
    return _by_ending(_lists().endings, word)


def of_faint_ending(word: str) -> Codes:
    """As `of_ending`, for endings that tell something only among other words of the language."""
    return _by_ending(_lists().faint, word)


def _by_ending(endings: dict[str, Codes], word: str) -> Codes:
    for length in range(min(_LONGEST_ENDING, len(word) - _LEAST_STEM), 0, -1):
        if codes := endings.get(word[-length:]):
            return codes
    return ()
