"""Which opinions deserve a hearing: names are no misspellings, and a word's inside is no sentence's beginning."""

from __future__ import annotations

import re
from collections import Counter

from checker import lexicon, spelling
from checker.document import Document
from checker.opinions import Opinion

SPELLING = frozenset({"MORFOLOGIK_RULE_EN_US", "SpellCheck"})
"""Rules of the programs that find words which they don't know."""

CAPITALS = frozenset({"UPPERCASE_SENTENCE_START", "SentenceCapitalization"})
"""Those that want a sentence to begin with a capital."""

_SHORTEST = 5  # letters: fewer are an abbreviation or a unit as often as a slip
_WORD = re.compile(r"[A-Za-z][a-z]+")
_CAPITAL = re.compile(r"\b[A-Z][\w'’]*")
_TOKEN = re.compile(r"[\w'’]+")
_FUNCTION = lexicon.mask("determiner", "pronoun", "preposition", "conjunction", "modal", "auxiliary")
_VOWEL = re.compile(r"[aeiouy]")
_POSSESSIVE = re.compile(r"['’]s$")


def is_heard(document: Document, opinion: Opinion) -> bool:
    """Whether an opinion, in offsets of the document, is worth holding against rules."""
    if _is_inside_word(document, opinion):
        return False
    if opinion.rule in CAPITALS and _opens_block(document, opinion):
        return False
    if _bends_name(document, opinion):
        return False
    return opinion.rule not in SPELLING or is_misspelling(document, opinion)


def _is_inside_word(document: Document, opinion: Opinion) -> bool:
    """Whether a place begins or ends within a word, an address or a file's name: `go.dev` is no end of a sentence."""
    before, first = document.text[max(0, opinion.start - 1) : opinion.start], document.text[opinion.start]
    last, after = document.text[opinion.end - 1], document.text[opinion.end : opinion.end + 1]
    return (first.isalnum() and (before.isalnum() or before in set("./_@#-:?!\\=&'’"))) or (
        last.isalnum() and after.isalnum()
    )


def _bends_name(document: Document, opinion: Opinion) -> bool:
    """Whether a program would give a name another form: it took `look forward to Go` for a verb.

    A name is a word with a capital within a sentence. What only changes its case or what is round it is heard.
    """
    if opinion.rule in SPELLING or opinion.rule in CAPITALS or not opinion.replacements:
        return False
    opens = any(start == opinion.start for start, _ in document.sentences)
    words = _CAPITAL.findall(document.text[opinion.start : opinion.end])[int(opens) :]
    best = _TOKEN.findall(opinion.replacements[0].lower())
    return any(word.lower() not in best and not _is_function_word(word) for word in words)


def _is_function_word(word: str) -> bool:
    """Whether a word is none that could be a name: `This`, `They`."""
    known = lexicon.lookup(word.lower())
    return known is not None and bool(known.classes & _FUNCTION)


def _opens_block(document: Document, opinion: Opinion) -> bool:
    """Whether a place is a block's beginning: after a listing or a formula a sentence goes on, in lower case."""
    return opinion.start == document.blocks[document.block_at(opinion.start)].start


def is_misspelling(document: Document, opinion: Opinion) -> bool:
    """Whether a word that a program doesn't know is misspelt, and not a name or a term.

    A word with a capital is a name: consistently used, with a title or a role, from another script, whichever, unless
    it differs by a slip from what the document writes more often, or has no vowel. One in small letters is
    misspelt when the document has it once, nothing that Malaprop knows explains it, and the program's best guess is
    one slip away.
    """
    word = document.text[opinion.start : opinion.end]
    if len(word) < _SHORTEST or not _WORD.fullmatch(word) or spelling.is_meant(word.lower()):
        return False
    seen = document.memo(_words)
    if word[0].isupper():
        return not _VOWEL.search(word.lower()) or any(
            count > seen[word] and other[0] == word[0] and spelling.is_one_slip(word.lower(), other.lower())
            for other, count in document.memo(_names).items()
        )
    best = opinion.replacements[0] if opinion.replacements else ""
    return (
        seen[word] == 1
        and not lexicon.is_known(word)
        and bool(_WORD.fullmatch(best))
        and best.islower()
        and spelling.is_one_slip(word, best)
    )


def is_unknown_word(document: Document, opinion: Opinion) -> bool:
    """Whether a word in small letters that a program doesn't know stands once, and nothing else explains it.

    In good text it is a term. In damaged text it was left untranslated, made up, or lost letters.
    """
    word = document.text[opinion.start : opinion.end]
    return (
        opinion.rule in SPELLING
        and len(word) >= _SHORTEST
        and word[0].islower()
        and bool(_WORD.fullmatch(word))
        and not _is_inside_word(document, opinion)
        and document.memo(_words)[word] == 1
        and not lexicon.is_known(word)
        and not spelling.is_meant(word)
    )


def _words(document: Document) -> Counter[str]:
    """How often each word stands in a document, a possessive as its owner."""
    return Counter(_POSSESSIVE.sub("", token) for token in document.tokens)


def _names(document: Document) -> dict[str, int]:
    """The words with a capital that a document has more than once."""
    words = document.memo(_words)
    return {word: count for word, count in words.items() if count > 1 and word[0].isupper() and _WORD.fullmatch(word)}
