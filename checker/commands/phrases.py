"""Turn a published list of phrases, such as the Problematic Paper Screener's, into a rule of your own.

FILE is a table (.csv or .tsv, with a head line) or JSON (a list of objects, or an object that maps a phrase to its
term). The columns go by usual names: phrase, tortured phrase, fingerprint …; term, expected, established phrase ….
Phrases that good English has are left out, and counted by reason. Exit status: 0 written, 2 nothing could be.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from checker import lexicon
from checker.checks.spun import DATA, base
from checker.document import fold
from checker.fileerror import FileError, meant

PHRASE_COLUMNS = (
    "phrase", "tortured", "tortured phrase", "tortured phrases", "tortured_phrase", "fingerprint", "found", "bad",
)  # fmt: skip
TERM_COLUMNS = (
    "term", "expected", "expected phrase", "expected_phrase", "established", "established term", "established phrase",
    "established_phrase", "correct", "correct phrase", "original", "original phrase", "meaning", "good",
)  # fmt: skip
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_WORDS = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_GRAMMAR = lexicon.mask("determiner", "pronoun", "preposition", "conjunction", "modal", "auxiliary")
_MOST_COMMON = 10  # tier of the lexicon: words of every text
_LONGEST = 10  # words of a phrase


class Entry(NamedTuple):
    """A row of the list: its line in the file, the phrase, the term ('' when the list doesn't say)."""

    line: int
    phrase: str
    term: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `malaprop phrases`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    reads = actions.add_parser(
        "import", help="write a rule from a list", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    reads.add_argument("file", metavar="FILE", type=Path, help="the list: .csv, .tsv or .json")
    reads.add_argument("--into", metavar="FOLDER", type=Path, default=Path("style/rules"), help="folder of your rules")
    reads.add_argument("--id", metavar="NAME", help="id of the rule; default the list's name")


def run(arguments: argparse.Namespace) -> int:
    """Read the list, write the rule, say what was kept and what was not."""
    source: Path = arguments.file
    rule_id = arguments.id or _id_of(source.stem)
    if not _ID.fullmatch(rule_id):
        print(f"malaprop: id '{rule_id}' is not lower-case words with hyphens; give another with --id", file=sys.stderr)
        return 2
    kept, dropped = sifted(entries(source))
    if not kept:
        raise FileError(str(source), 1, 1, f"no phrase is left of {sum(dropped.values())}: {_reasons(dropped)}")
    target = _target(arguments.into, rule_id)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(rule_text(rule_id, kept, source.name), encoding="utf-8", newline="\n")
    except OSError as error:
        raise FileError(str(target), 1, 1, f"can't be written: {error.strerror}") from error
    print(f"{target}: {len(kept)} phrase{'s' * (len(kept) != 1)} kept")
    if dropped:
        print(f"{sum(dropped.values())} left out: {_reasons(dropped)}")
    return 0


def _id_of(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")


def _target(folder: Path, rule_id: str) -> Path:
    """The rule's file: in a category of its own below a folder of rules."""
    return folder / "phrases" / f"{rule_id}.yaml"


def _reasons(dropped: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(dropped.items(), key=lambda item: -item[1]))


# --- reading ---------------------------------------------------------------------------------------


def entries(path: Path) -> list[Entry]:
    """The rows of a list. Raises FileError where it is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(str(path), 1, 1, f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise FileError(str(path), line, 1, "is not UTF-8") from error
    read = _of_json if path.suffix.lower() == ".json" else _of_table
    return list(read(text, str(path)))


def _of_table(text: str, path: str) -> Iterator[Entry]:
    head = text.partition("\n")[0]
    delimiter = max("\t;,", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = next(rows, [])
        phrase, term = _columns(names, path)
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) <= max(phrase, term):
                raise FileError(path, rows.line_num, 1, f"the row has {len(row)} of {len(names)} columns")
            yield Entry(rows.line_num, row[phrase].strip(), row[term].strip() if term >= 0 else "")
    except csv.Error as error:
        raise FileError(path, rows.line_num, 1, f"no table: {error}") from error


def _columns(names: Sequence[str], path: str) -> tuple[int, int]:
    """Numbers of the columns of phrases and of terms, -1 for no terms. Raises FileError when there are no phrases."""
    plain = [" ".join(name.lower().split()) for name in names]
    phrase = next((plain.index(name) for name in PHRASE_COLUMNS if name in plain), None)
    if phrase is None:
        hint = next(filter(None, (meant(name, PHRASE_COLUMNS) for name in plain)), "")
        raise FileError(path, 1, 1, f"no column of phrases{hint}; its name is one of {', '.join(PHRASE_COLUMNS)}")
    return phrase, next((plain.index(name) for name in TERM_COLUMNS if name in plain), -1)


def _of_json(text: str, path: str) -> Iterator[Entry]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileError(path, error.lineno, error.colno, f"no JSON: {error.msg}") from error
    except RecursionError as error:
        raise FileError(path, 1, 1, "JSON in too many layers") from error
    if isinstance(value, dict) and all(isinstance(term, str) for term in value.values()):
        value = [{"phrase": phrase, "term": term} for phrase, term in value.items()]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise FileError(path, 1, 1, "JSON, but neither a list of objects nor an object of phrases and terms")
    for item in value:
        names = list(map(str, item))
        phrase, term = _columns(names, path)
        cells = list(item.values())
        wording = cells[term] if term >= 0 else ""
        if not isinstance(cells[phrase], str) or not isinstance(wording, str | None):
            raise FileError(path, 1, 1, f"'{names[phrase]}' and its term are strings, not {str(item)[:60]}")
        yield Entry(_line_of(text, cells[phrase]), cells[phrase].strip(), (wording or "").strip())


def _line_of(text: str, phrase: str) -> int:
    """The line of a JSON text that has a string, 1 when it can't be found."""
    at = text.find(json.dumps(phrase, ensure_ascii=False))
    return text.count("\n", 0, max(at, 0)) + 1


# --- choosing --------------------------------------------------------------------------------------


def sifted(rows: Sequence[Entry]) -> tuple[dict[str, str], Counter[str]]:
    """Phrases with their terms, as a rule can have them; and how many were left out, by reason."""
    kept: dict[str, str] = {}
    dropped: Counter[str] = Counter()
    for row in rows:
        phrase, term = _cleaned(row.phrase), _cleaned(row.term)
        reason = "twice in the list" if fold(phrase) in kept else objection(phrase, term)
        if reason:
            dropped[reason] += 1
        else:
            kept[fold(phrase)] = term
    return kept, dropped


def _cleaned(text: str) -> str:
    """A cell without remarks in brackets and without all but the first of several wordings."""
    return " ".join(_REMARK.sub(" ", text.partition(";")[0]).split()).strip(" \"'“”")


def objection(phrase: str, term: str) -> str:
    """Why a phrase would find good English, or can't be looked for; '' when nothing speaks against it.

    >>> objection("bosom peril", "breast cancer"), objection("the study", "the survey")
    ('', 'ordinary English')
    """
    words = [word.lower() for word in _WORDS.findall(phrase)]
    if not words:
        return "empty"
    if fold(phrase) == fold(term):
        return "the term itself"
    if len(words) > _LONGEST or not set(phrase).isdisjoint("\n*?[]{}<>|\\"):
        return "no plain phrase"
    if len(words) == 1:
        return "a single word" if lexicon.is_known(words[0]) else ""
    return "ordinary English" if _is_ordinary(words) else ""


def _is_ordinary(words: Sequence[str]) -> bool:
    """Whether all neighbours stand side by side in good English, or all words are of the most common ones."""
    return all(map(_is_most_common, words)) or all(
        f" {base(right)} " in _pairs().get(base(left), "") or _is_grammar(left) or _is_grammar(right)
        for left, right in pairwise(words)
    )


@cache
def _pairs() -> dict[str, str]:
    """Content words that stand side by side in good English and in terms: the first → all that follow it."""
    rows = gzip.decompress((DATA.parent / "pairs.txt.gz").read_bytes()).decode().splitlines()
    return {first: f" {seconds} " for first, _, seconds in (row.partition("\t") for row in rows)}


def _is_grammar(word: str) -> bool:
    found = lexicon.lookup(word)
    return found is not None and bool(found.classes & _GRAMMAR)


def _is_most_common(word: str) -> bool:
    found = lexicon.lookup(word)
    return found is not None and 0 < found.tier <= _MOST_COMMON


# --- writing ---------------------------------------------------------------------------------------

_STANDS_FOR = "'{match}' stands for '{expected}'."
_ON_LIST = "'{match}' is a listed phrase."


def rule_text(rule_id: str, phrases: Mapping[str, str], source: str) -> str:
    """The rule's file. Its examples are made from the list: `malaprop test` passes."""
    known = {phrase: term for phrase, term in sorted(phrases.items()) if term}
    unknown = sorted(phrase for phrase, term in phrases.items() if not term)
    samples = _samples(phrases)
    lines = [
        f"id: {rule_id}",
        "type: phrase",
        "status: stable",
        "severity: warning",
        f"message: {_quoted(_ON_LIST if unknown else _STANDS_FOR)}",
        f"why: {_quoted(f'It is on the list {source}.')}",
        *(["map:", *(f"  {_quoted(phrase)}: {_quoted(term)}" for phrase, term in known.items())] if known else []),
        *(["phrases:", *(f"  - {_quoted(phrase)}" for phrase in unknown)] if unknown else []),
        "examples:",
        "  bad:",
    ]
    for sample in samples:
        lines.append(f"    - text: {_quoted(_sentence(f'<mark>{sample}</mark>'))}")
        if phrases[sample]:
            lines.append(f"      fixed: {_quoted(_sentence(phrases[sample]))}")
    lines += ["  good:", *(f"    - {_quoted(text)}" for text in _near_misses(samples, phrases))]
    return "\n".join(lines) + "\n"


def _sentence(words: str) -> str:
    return f"They write of {words} here."


def _samples(phrases: Mapping[str, str]) -> list[str]:
    """Two phrases, or as many as there are, that can be examples: nothing else of the list is in their sentences."""
    found: list[str] = []
    for phrase, term in sorted(phrases.items(), key=lambda item: (not item[1], " " not in item[0], item[0])):
        if len(_listed(_sentence(phrase), phrases)) == 1 and not (term and _listed(_sentence(term), phrases)):
            found.append(phrase)
        if len(found) == 2:
            break
    return found or sorted(phrases)[:1]


def _listed(text: str, phrases: Mapping[str, str]) -> list[str]:
    folded = fold(text)
    return [phrase for phrase in phrases if phrase in folded]


def _near_misses(samples: Sequence[str], phrases: Mapping[str, str]) -> Iterator[str]:
    """The words of phrases, each apart, where that is not on the list itself."""
    for sample in samples:
        apart = _sentence(" or ".join(dict.fromkeys(reversed(_WORDS.findall(sample)))))
        yield "Nothing is amiss here." if _listed(apart, phrases) else apart


def _quoted(text: str) -> str:
    """A YAML string: JSON's are all YAML."""
    return json.dumps(text, ensure_ascii=False)
