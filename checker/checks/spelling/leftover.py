"""Words of another language that were left in an English sentence: by what they are known, and where they are meant."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from checker import foreign, lexicon, spelling
from checker.checks.spelling.unknown import AROUND, HOMOGRAPHS, Unknown, is_set_off, is_strange_name, unknown_words
from checker.document import Document
from checker.finding import Match

if TYPE_CHECKING:
    from checker.checks.spelling import Asked


EVIDENCE = ("listed", "letters", "ending", "company")
_BORROWED = Path(__file__).parents[2] / "data" / "borrowed.txt"
_INTRODUCERS = frozenset("""
    called named known as term word words so-called dubbed means meaning meant translated titled nicknamed like
    phrase spelled spelt pronounced traditional typical
""".split())  # fmt: skip

_USUAL = frozenset("de fr es it pt nl pl cs".split())
"""Languages that leave words so often that three letters are enough."""
_LAST_LATIN = "\u0250"
_LEAKED = 2  # different words of a language that show a document to hold leftovers of it

_PASSAGE = 6  # unknown words among these that make a passage of another language


@cache
def _borrowed() -> Mapping[str, tuple[str, ...]]:
    """Phrases that English borrowed, by each of their words, both without accents and hyphens."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for line in _BORROWED.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            phrase = _bare(line).replace("-", " ")
            for word in re.findall(r"\w+", phrase):
                found[word] += (phrase,)
    return found


def is_borrowed(document: Document, unknown: Unknown) -> bool:
    phrases = _borrowed().get(_bare(unknown.word), ())
    around = _bare(document.folded[max(0, unknown.start - 40) : unknown.end + 40].replace("-", " "))
    return any(phrase in around for phrase in phrases)


def evidence_by_word(document: Document) -> dict[str, str]:
    """How each unknown word that is of another language is known to be."""
    words = {unknown.word for unknown in document.memo(unknown_words)}
    leaks = _leaks(words)
    return {word: found for word in words if (found := _evidence_of(word, leaks))}


def _evidence_of(word: str, leaks: frozenset[str]) -> str:
    """How a word is known to be of another language, in a document that holds leftovers of some; '' when it isn't."""
    if word in HOMOGRAPHS:
        return "listed"
    if len(word) < 3 or spelling.is_meant(word):
        return ""
    if codes := foreign.of_word(word):
        return "listed" if _is_unmistakable(word, codes) or not leaks.isdisjoint(codes) else ""
    if not word.isascii():
        return "letters" if max(word) < _LAST_LATIN and not lexicon.is_known(_bare(word)) else ""
    codes = foreign.of_ending(word) if len(word) > 5 else ()
    if not codes and len(word) > 3 and not leaks.isdisjoint(foreign.of_faint_ending(word)):
        codes = foreign.of_faint_ending(word)
    if not codes or any(near.cost <= 3 for near in spelling.corrections(word)[:1]):
        return ""
    return "ending" if len(word) > 5 and foreign.of_ending(word) else "company"


def _leaks(words: Collection[str]) -> frozenset[str]:
    """Languages of which several of a document's unknown words are, and not by chance."""
    counts: Counter[str] = Counter()
    for word in words:
        if len(word) > 3 and not spelling.is_meant(word):
            counts.update(foreign.of_word(word) or (foreign.of_ending(word) if len(word) > 5 else ()))
    return frozenset(code for code, count in counts.items() if count >= max(_LEAKED, len(words) / 20))


def _is_unmistakable(word: str, codes: foreign.Codes) -> bool:
    """Whether a listed word is no abbreviation in lower case and no slip for a short English word."""
    if len(word) > 4 or not word.isascii():
        return True
    if len(word) == 3 and _USUAL.isdisjoint(codes):
        return False
    near = spelling.corrections(word)[:1]
    return not near or near[0].cost > 2


def _bare(word: str) -> str:
    return "".join(char for char in normalize("NFD", word) if not combining(char))


def foreign_words(document: Document, asked: Asked) -> Iterator[Match]:
    evidence = document.memo(evidence_by_word)
    if asked.evidence not in evidence.values():
        return
    leaks = _leaks({unknown.word for unknown in document.memo(unknown_words)})
    for unknown in document.memo(unknown_words):
        word = unknown.word
        if evidence.get(word) != asked.evidence or word in asked.unless or unknown.crowd >= _PASSAGE:
            continue
        codes = foreign.of_word(word) or foreign.of_ending(word) or foreign.of_faint_ending(word)
        if unknown.times > asked.most and leaks.isdisjoint(codes):
            continue
        if "€" in document.text[max(0, unknown.start - 1) : unknown.end + 1]:
            continue  # `weâ€™re`: letters of the wrong encoding
        if asked.evidence != "listed" and document.text[unknown.start].isupper():
            continue
        if _is_in_name(document, unknown, asked.evidence) or _is_introduced(document, unknown):
            continue
        if is_borrowed(document, unknown) or _is_passage(document, unknown):
            continue
        if not is_set_off(document, unknown.start, unknown.end):
            language = foreign.name(codes[0]) if codes else "another language"
            yield Match(unknown.start, unknown.end, {"language": language})


def _is_in_name(document: Document, unknown: Unknown, evidence: str) -> bool:
    """Whether a word belongs to a name or a title, by the capitals beside it."""
    tokens, at, word = document.tokens, unknown.at, unknown.word
    before = tokens[at - 1] if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if document.text[unknown.start].isupper():
        return not (after == "," or (after.islower() and lexicon.is_known(after)))
    in_english = after.islower() and lexicon.is_known(after)
    if len(word) < 5:
        return after[:1].isupper() or (before[:1].isupper() and not in_english)
    if evidence in {"listed", "letters"}:
        return is_strange_name(before) and not in_english
    return is_strange_name(before)


def _is_introduced(document: Document, unknown: Unknown) -> bool:
    return not _INTRODUCERS.isdisjoint(document.tokens[max(0, unknown.at - 2) : unknown.at])


def _is_passage(document: Document, unknown: Unknown) -> bool:
    """Whether many of the words around are unknown too: a passage that is meant to be in another language."""
    tokens = document.tokens[max(0, unknown.at - AROUND) : unknown.at + AROUND + 1]
    words = [token for token in tokens if token[0].isalpha()]
    return unknown.crowd + 1 > len(words) / 3
