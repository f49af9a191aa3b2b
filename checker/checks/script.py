r"""`script`: characters that don't belong in English prose.

A word left in its own script, a full stop or a letter in the full width of an East Asian one, a letter of
another alphabet inside a Latin word, a character that nobody sees. Which characters a rule is about is data in
its file. A word that stands as a gloss, in brackets or quotation marks or beside them, is left alone, and so is
a passage that is in another language altogether.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import filterfalse
from typing import NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.document import Document, word_start
from checker.expressions import own
from checker.finding import Match
from checker.rule import Rule


class Params(TypedDict, total=False):
    r"""Parameters of a `script` rule.

    what: the variant.
      `words`: runs of `characters`, glosses and passages in another language aside.
      `mixed`: a word with both `characters` and Latin letters.
      `marks`: each run of `characters`, wherever it stands; `replacements` and compatibility forms give the fix.
    characters: single characters or ranges (`'\u4e00-\u9fff'`).
    replacements: a mapping from a character to what English writes instead; '' removes it.
    min_length: least number of characters of a run; default 1.
    unless_beside: characters or ranges; a run next to one of them is left alone.
    """

    what: str
    characters: list[str]
    replacements: dict[str, str]
    min_length: int
    unless_beside: list[str]


def problems(params: Params) -> Iterator[Problem]:
    """An unknown variant; no characters, or something that is neither one character nor a range of them."""
    if params.get("what") not in VARIANTS:
        yield Problem(("what",) if "what" in params else (), f"'what' is one of {', '.join(VARIANTS)}")
    if not params.get("characters"):
        yield Problem((), "a script rule needs 'characters'")
    for key, ranges in (
        ("characters", params.get("characters", [])),
        ("unless_beside", params.get("unless_beside", [])),
    ):
        for number, some in enumerate(ranges):
            if not _is_range(some):
                yield Problem((key, number), f"'{some}' is neither one character nor a range such as 'а-я'")
    for char in params.get("replacements", {}):
        if len(char) != 1:
            yield Problem(("replacements", char), f"'{char}' is not one character")


def _is_range(some: str) -> bool:
    return len(some) == 1 or (len(some) == 3 and some[1] == "-" and some[0] <= some[2])


def literals(params: Params) -> tuple[str, ...]:
    """None: there may be thousands of characters, and one scan for a class of them costs less."""
    return ()


def characters(some: Sequence[str]) -> str:
    r"""Single characters and ranges as a character class.

    >>> characters(["а-я", "]"])
    '[а-я\\]]'
    """
    return (
        "["
        + "".join("-".join(map(re.escape, one.split("-"))) if len(one) == 3 else re.escape(one) for one in some)
        + "]"
    )


class Asked(NamedTuple):
    """A rule's parameters, compiled.

    one: a single character of the rule's. run: as many as stand together, `min_length` at least.
    beside: a neighbour that excuses a run, None when none does. replacements: as in `Params`, for `str.translate`.
    """

    one: re.Pattern[str]
    run: re.Pattern[str]
    beside: re.Pattern[str] | None
    replacements: dict[int, str]


def _asked(params: Params) -> Asked:
    kind = characters(params["characters"])
    beside = params.get("unless_beside")
    return Asked(
        one=own(kind),
        run=own(f"{kind}{{{params.get('min_length', 1)},}}"),
        beside=own(characters(beside)) if beside else None,
        replacements=str.maketrans(params.get("replacements", {})),
    )


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function."""
    params: Params = rule.params  # type: ignore[assignment]
    variant = VARIANTS[params["what"]]
    ranges = [(some[0], some[-1]) for some in params["characters"]]
    asked = cache(lambda: _asked(params))  # expressions are compiled when a document needs them

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        ours = [char for char in document.memo(_beyond_ascii) if any(first <= char <= last for first, last in ranges)]
        if ours:
            yield from variant(document, asked(), _runs(document.text, asked().run, ours))

    return find


def _beyond_ascii(document: Document) -> str:
    """Each character beyond ASCII that the text has, once: a rule without any of its own has nothing to look for."""
    return "" if document.text.isascii() else "".join(sorted(filterfalse(str.isascii, set(document.text))))


_FEW = 8  # characters that are sought one by one, which is quicker than a class of them


def _runs(text: str, pattern: re.Pattern[str], characters: Sequence[str]) -> Iterator[re.Match[str]]:
    """What `finditer` finds of an expression each match of which begins with one of the characters."""
    if len(characters) > _FEW:
        yield from pattern.finditer(text)
        return
    end = 0
    for start in sorted(start for char in characters for start in _places(text, char)):
        if start >= end and (found := pattern.match(text, start)):
            end = found.end()
            yield found


def _places(text: str, char: str) -> Iterator[int]:
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)


# --- words -------------------------------------------------------------------------------------------

_OPENING, _CLOSING = "([{（【「『〈《“\"‘'«„", ")]}）】」』〉》”\"’'»“"
_LATIN = own(r"[A-Za-z]")
_ADDRESS = own(r"\w\.\w")  # a domain name in its own script
_LETTER = own(r"[^\W\d_]")
_ENOUGH = 12  # Latin letters that a block has at least: a lone word or a list of languages tells nothing


Runs = Iterator[re.Match[str]]


def _words(document: Document, asked: Asked, runs: Runs) -> Iterator[Match]:
    text = document.text
    english: dict[int, bool] = {}  # by number of the block
    for start, end in _joined_runs(text, runs):
        if _ADDRESS.search(text, start, end) or _is_gloss(text, start, end):
            continue
        number = document.block_at(start)
        if number not in english:
            english[number] = _is_english(document, number)
        if english[number]:
            yield Match(start, end)


def _joined_runs(text: str, runs: Runs) -> Iterator[tuple[int, int]]:
    """Runs of the rule's characters, those with only a blank, a digit or a mark between them as one."""
    start = end = -1
    for run in runs:
        if (
            end >= 0
            and run.start() - end <= 2
            and not _LATIN.search(text, end, run.start())
            and "\n" not in text[end : run.start()]
        ):
            end = run.end()
            continue
        if end >= 0:
            yield start, end
        start, end = run.span()
    if end >= 0:
        yield start, end


def _is_gloss(text: str, start: int, end: int) -> bool:
    """Whether a run stands in brackets or quotation marks, right before a reading in brackets, or between commas."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    opened = max((before.rfind(mark) for mark in _OPENING), default=-1)
    closed = max((before.rfind(mark) for mark in _CLOSING if mark not in _OPENING), default=-1)
    if before.endswith(", ") and after.startswith(","):  # `The sign for a tree, 木, has …`
        return True
    inside = opened > closed and any(mark in after for mark in _CLOSING)
    return inside or after.lstrip(" ").startswith(("(", "（", "[", "=", ":", "：")) or before.rstrip(" ").endswith("=")


def _is_english(document: Document, number: int) -> bool:
    """Whether the letters of a block are mostly Latin ones: else it is a passage in another language."""
    block = document.blocks[number]
    latin = len(_LATIN.findall(document.text, block.start, block.end))
    letters = len(_LETTER.findall(document.text, block.start, block.end))
    return latin >= _ENOUGH and 2 * latin >= letters


# --- mixed words and marks ---------------------------------------------------------------------------

_WORD = own(r"[^\W\d_]{1,80}")


def _mixed(document: Document, asked: Asked, runs: Runs) -> Iterator[Match]:
    """Each word with letters of two scripts, the first time it stands there."""
    text, seen, last = document.text, set(), 0
    for found in runs:
        if found.start() < last:
            continue
        start = word_start(text, found.start())
        word = _WORD.match(text, start)
        last = word.end() if word else last
        if not word or word.group() in seen or not _LATIN.search(word.group()):
            continue
        seen.add(word.group())
        expected = word.group().translate(asked.replacements)
        fix = expected if expected.isascii() else None
        yield Match(*word.span(), {"expected": fix or "", "letters": "".join(asked.one.findall(word.group()))}, fix)


def _marks(document: Document, asked: Asked, runs: Runs) -> Iterator[Match]:
    text = document.text
    for run in runs:
        left, right = text[max(0, run.start() - 1) : run.start()], text[run.end() : run.end() + 1]
        if asked.beside and (asked.beside.match(left) or asked.beside.match(right)):
            continue
        names = ", ".join(
            dict.fromkeys(unicodedata.name(char, f"U+{ord(char):04X}").lower() for char in run.group()[:5])
        )
        yield Match(*run.span(), {"name": names, "expected": (fix := _plain(left, run.group(), right, asked))}, fix)


def _plain(before: str, run: str, following: str, asked: Asked) -> str:
    """What English writes for a run of marks: the listed replacement, else the compatibility form.

    A mark that ends a clause brings its blank along, and so does a bracket that opens: `，so` is `, so`.
    """
    plain = unicodedata.normalize("NFKC", run.translate(asked.replacements))
    left = " " if plain[:1] in tuple("([“‘") and before.isalnum() else ""
    right = " " if plain[-1:] in tuple(",.;:!?)]”") and following.isalpha() else ""
    return f"{left}{plain}{right}"


VARIANTS: Mapping[str, Callable[[Document, Asked, Runs], Iterator[Match]]] = {
    "words": _words,
    "mixed": _mixed,
    "marks": _marks,
}
