"""What stands in a document that names are compared by: capitalised words, and what is known of a word."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from checker import lexicon
from checker.document import Document
from checker.expressions import own
from checker.finding import Match


class Asked(NamedTuple):
    """A rule's parameters, ready for look-up; each as in `Params`."""

    titles: frozenset[str]
    verbs: frozenset[str]
    unless: frozenset[str]
    min_length: int
    max_count: int


# Expressions here begin with a class of characters, look-behinds after it: `re` finds these ten times as fast.
# An Arabic name is one with its article: `Al-Hazmi`.
_CAPITALISED = own(r"[^\W\d_a-z](?<![\w@#/.'’\-].)(?:(?<=[AE])l-[^\W\d_a-z])?[^\W\d_A-Z]+(?![\w@/\-])")
HYPHENATED = own(r"[^\W\d_a-z](?<![\w@#/.'’\-].)[^\W\d_A-Z]+(?:-[^\W\d_a-z][^\W\d_A-Z]+)+(?![\w@/\-])")
POSSESSIVE = own(r"['’]s?$")
NAME = lexicon.mask("name")
KNOWN_NAME = 50  # tier of the lexicon up to which a name is widely known
MOST_PLACES = 50  # of a form that are looked at for what stands beside it
BEFORE = own(r"([^\W\d_][\w'’-]*)\.? \Z")
AFTER = own(r"(?:['’]s?)? ([^\W\d_]+)")
MOST_FORMS = 5_000  # forms compared in one document; hostile text could have a million

Places = Mapping[str, Sequence[tuple[int, int]]]
"""Capitalised words and the spans where they stand, without a possessive ending."""


def places_of(document: Document, min_length: int) -> Places:
    return {form: spans for form, spans in document.memo(_capitalised).items() if len(form) >= min_length}


def _capitalised(document: Document) -> Places:
    return spans_of(_CAPITALISED, document)


def spans_of(expression: re.Pattern[str], document: Document) -> Places:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for word in expression.finditer(document.text):
        if word.group()[0].isupper():
            found[word.group()].append(word.span())
    return found


def is_common(word: str) -> bool:
    """Whether a word is an English one that may be written in lower case."""
    found = lexicon.lookup(word)
    return found is not None and not found.classes & NAME and 0 < found.tier <= 50


def variant_matches(form: str, expected: str, places: Places) -> Iterator[Match]:
    for start, end in places[form]:
        yield Match(start, end, {"expected": expected}, expected)


def without_accents(word: str) -> str:
    """A word without its accents.

    >>> without_accents("Pérez")
    'Perez'
    """
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
