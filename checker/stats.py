"""textstat's figures for a document, without the network.

From 0.7.9 on textstat asks nltk to download the CMU dictionary when it first counts English syllables. Here it
gets the syllables of our own lexicon instead, which come from the same dictionary. It reads prose only, so code,
addresses and markup don't weigh in. Everything else is textstat's own: how it splits sentences and words, and
how it counts. textstat and nltk take most of a second to import, so nothing is imported before figures are
asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from checker.document import Document
from checker.lexicon import syllables
from checker.markup import PLACEHOLDER
from checker.readability import LONGEST_WORD

Pronunciations: TypeAlias = list[list[str]]

FIGURES: Mapping[str, str] = {
    "Flesch reading ease": "flesch_reading_ease",
    "Flesch-Kincaid grade": "flesch_kincaid_grade",
    "Gunning fog index": "gunning_fog",
    "SMOG grade": "smog_index",
    "Coleman-Liau index": "coleman_liau_index",
    "automated readability index": "automated_readability_index",
    "Dale-Chall score": "dale_chall_readability_score",
    "new Dale-Chall score": "dale_chall_readability_score_v2",
    "Linsear Write grade": "linsear_write_formula",
    "Spache grade": "spache_readability",
    "McAlpine EFLAW score": "mcalpine_eflaw",
    "LIX": "lix",
    "RIX": "rix",
    "text standard (grade)": "text_standard",
    "reading time (s)": "reading_time",
    "sentences": "sentence_count",
    "words": "lexicon_count",
    "syllables": "syllable_count",
    "letters": "letter_count",
    "characters": "char_count",
    "words of one syllable": "monosyllabcount",
    "words of three syllables or more": "polysyllabcount",
    "distinct difficult words": "difficult_words",
    "words per sentence": "words_per_sentence",
    "syllables per word": "avg_syllables_per_word",
    "letters per word": "avg_letter_per_word",
    "characters per word": "avg_character_per_word",
}
"""What each figure is called, and textstat's name for it."""


def rows(document: Document) -> dict[str, float]:
    """The figures of a document by name, in the order of FIGURES; all are 0 when it has no word."""
    prose = document.text.replace(PLACEHOLDER, "")
    if not any(map(str.isalnum, prose)):
        return dict.fromkeys(FIGURES, 0.0)
    textstat = _textstat()
    options: Mapping[str, Mapping[str, Any]] = {"text_standard": {"float_output": True}}
    return {shown: float(getattr(textstat, name)(prose, **options.get(name, {}))) for shown, name in FIGURES.items()}


@cache
def _textstat() -> Any:
    """The library with our dictionary in it; its own would be fetched from the network."""
    import textstat  # noqa: PLC0415 - see the module
    from textstat.backend.counts import _count_syllables  # noqa: PLC0415

    _count_syllables.get_cmudict = _dictionary
    return textstat.textstat


def _dictionary(lang: str) -> Dictionary:  # noqa: ARG001 - textstat's own takes the language
    return Dictionary()


class Dictionary(Mapping[str, Pronunciations]):
    """The lexicon as nltk would give the CMU dictionary: a word's pronunciations, each a list of phonemes.

    textstat counts the phonemes that end in a digit, the vowels, of the first one; nothing else is in it. Any
    word is found, by rule of thumb if need be. One too long to be a word has one syllable.

    >>> Dictionary()["banana"]
    [['1', '1', '1']]
    """

    def __getitem__(self, word: str) -> Pronunciations:
        return [["1"] * (syllables(word) if len(word) <= LONGEST_WORD else 1)]

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
