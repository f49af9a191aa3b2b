"""Readability: what is counted in prose, and the formulas made from the counts.

Every count is a sum over sentences, so one pass over the document gives the counts of each sentence, and those
of a paragraph, a section or the document are their sum. A distinct word is looked up once for each document.
The variants and constants are those of textstat 0.7.13, which `malaprop stats` prints, so that the two can be
held against each other; where the counts differ from textstat's, `Counts` and `sentences` say so.

A formula tells how long the sentences are and how common the words. It says that a text is hard to read, never
that it is bad, and nothing of who or what wrote it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import sqrt
from typing import NamedTuple

from checker.boundaries import boundaries
from checker.document import TOKEN, Document, fold
from checker.expressions import own
from checker.lexicon import lookup, syllables

LONGEST_WORD = 64  # code points: what is longer is a key or an address, and no word

_STOP_INSIDE = own(r"[.!?…]\s+\S")
_ENCLOSING = own(r"[\"“”„‘«»()\[\]]|(?<!\w)'|['’](?!\w)")


class Sentence(NamedTuple):
    """A sentence of `Document.text`, half-open, and the number of its block."""

    start: int
    end: int
    block: int


class Counts(NamedTuple):
    """What a stretch of prose holds.

    sentences: those with a word in them.
    words: tokens with a letter or a digit. Numbers, contractions and compounds with hyphens are one word each;
        "and/or" and "day—night" are two (textstat: one).
    letters: letters and digits of the words.
    characters: all that is not blank.
    syllables: of the words; a number has one, a compound those of its parts (textstat runs the parts together).
    polysyllables: words of three syllables or more.
    hard: those of them that are not on the Dale–Chall list.
    difficult: words not on the Dale–Chall list, of any length: names, numbers and inflected forms too.
    """

    sentences: int = 0
    words: int = 0
    letters: int = 0
    characters: int = 0
    syllables: int = 0
    polysyllables: int = 0
    hard: int = 0
    difficult: int = 0


def total(counts: Iterable[Counts]) -> Counts:
    """The counts of several stretches together.

    >>> total([Counts(sentences=1, words=5), Counts(sentences=1, words=7)]).words
    12
    """
    return Counts(*map(sum, zip(*counts)))  # noqa: B905 - all of one length


# --- counting -------------------------------------------------------------------------------------------


def sentences(document: Document) -> list[Sentence]:
    """Every sentence, in order; those inside quotation marks or brackets one by one.

    `Document.sentences` holds a quotation together, however many sentences it has. A reader takes them singly.
    """
    found: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        for span in document.sentences_of(block):
            found.extend(Sentence(start, end, number) for start, end in _parts(document.text, *span))
    return found


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in the pieces that stops inside its quotation marks and brackets make of it."""
    if not _STOP_INSIDE.search(text, start, end):
        yield start, end
        return
    for part in boundaries(_ENCLOSING.sub(" ", text[start:end])):
        first, last = start + part["start_index"], start + part["end_index"]
        inner = text[first:last]
        if inner.strip():
            yield first + len(inner) - len(inner.lstrip()), last - len(inner) + len(inner.rstrip())


def long_sentences(document: Document, words: int) -> list[Sentence]:
    """Those of `sentences` that may have more than so many words, told by what is no letter or digit in them.

    Few have, and telling it so takes a hundredth of the time.
    """
    gaps = document.shape.translate(_GAPS)
    return [
        Sentence(*part, number)
        for number, block in enumerate(document.blocks)
        if gaps.count(b" ", block.start, block.end) >= words
        for start, end in document.sentences_of(block)
        if gaps.count(b" ", start, end) >= words
        for part in _parts(document.text, start, end)
    ]


_GAPS = bytes(code if chr(code) in "aA0" else ord(" ") for code in range(256))  # of the shape: words have gaps between


def lengths(document: Document) -> list[Counts]:
    """The counts of each of `sentences` that need no dictionary: sentences and words."""
    return lengths_of(document, document.memo(sentences))


def lengths_of(document: Document, read: Iterable[Sentence]) -> list[Counts]:
    """The same, of some sentences."""
    of_chunk = _WordsOfChunk()
    words = (sum(map(of_chunk.__getitem__, chunks)) for chunks in _chunks(document, read))
    return [Counts(min(number, 1), number) for number in words]


def counts(document: Document) -> list[Counts]:
    """All counts of each of `sentences`."""
    of_chunk = _CountsOfChunk()
    each = (total(map(of_chunk.__getitem__, chunks)) for chunks in _chunks(document, document.memo(sentences)))
    return [some._replace(sentences=min(some.words, 1)) for some in each]


def _chunks(document: Document, read: Iterable[Sentence]) -> Iterator[list[str]]:
    """What stands between blanks, for each sentence. No token reaches over a blank (see TOKEN)."""
    text = document.text
    return (text[start:end].split() for start, end, _ in read)


class _WordsOfChunk(dict[str, int]):
    """The number of words in a chunk, worked out once for each distinct one."""

    def __missing__(self, chunk: str) -> int:
        self[chunk] = number = sum(1 for token in TOKEN.findall(chunk) if _letters(token))
        return number


class _CountsOfChunk(dict[str, Counts]):
    """The counts of a chunk, worked out once for each distinct one."""

    def __init__(self) -> None:
        self._of_token: dict[str, Counts] = {}

    def __missing__(self, chunk: str) -> Counts:
        tokens = TOKEN.findall(chunk)
        self[chunk] = made = total(map(self._counts, tokens)) if len(tokens) > 1 else self._counts(chunk)
        return made

    def _counts(self, token: str) -> Counts:
        made = self._of_token.get(token)
        if made is None:
            made = self._of_token[token] = _of_token(token)
        return made


def _letters(token: str) -> int:
    """Letters and digits of a token; none for one that is too long to be a word."""
    return sum(map(str.isalnum, token)) if len(token) <= LONGEST_WORD else 0


def _of_token(token: str) -> Counts:
    letters = _letters(token)
    if not letters:
        return Counts(characters=len(token))
    word = fold(token)
    known = lookup(word)
    easy = known is not None and known.easy
    number = (known and known.syllables) or syllables(word)
    many = number >= 3
    return Counts(0, 1, letters, len(token), number, many, many and not easy, not easy)


# --- formulas -------------------------------------------------------------------------------------------


def sentence_length(counts: Counts) -> float:
    """Words per sentence.

    >>> sentence_length(Counts(sentences=2, words=30))
    15.0
    """
    return counts.words / counts.sentences


def flesch_reading_ease(counts: Counts) -> float:
    """206.835 − 1.015 words/sentence − 84.6 syllables/word; 60 is plain English, below 30 very hard.

    Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948).

    >>> round(flesch_reading_ease(Counts(sentences=1, words=20, syllables=30)), 3)
    59.635
    """
    return 206.835 - 1.015 * sentence_length(counts) - 84.6 * counts.syllables / counts.words


def flesch_kincaid_grade(counts: Counts) -> float:
    """0.39 words/sentence + 11.8 syllables/word − 15.59, a school grade of the United States.

    Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability Formulas, Research Branch Report 8-75
    (1975).

    >>> round(flesch_kincaid_grade(Counts(sentences=1, words=20, syllables=30)), 2)
    9.91
    """
    return 0.39 * sentence_length(counts) + 11.8 * counts.syllables / counts.words - 15.59


def gunning_fog(counts: Counts) -> float:
    """0.4 (words/sentence + 100 hard words/words), in years of school.

    Gunning, The Technique of Clear Writing (1952). He leaves out names, compounds and syllables that -es and
    -ed add; here, as in textstat, a hard word is one of three syllables that is not on the Dale–Chall list.

    >>> gunning_fog(Counts(sentences=1, words=20, hard=2))
    12.0
    """
    return 0.4 * (sentence_length(counts) + 100 * counts.hard / counts.words)


def smog(counts: Counts) -> float:
    """1.043 √(30 polysyllables/sentences) + 3.1291, a school grade; made for thirty sentences or more.

    McLaughlin, "SMOG grading: a new readability formula", Journal of Reading 12 (1969).

    >>> round(smog(Counts(sentences=30, polysyllables=100)), 4)
    13.5591
    """
    return 1.043 * sqrt(30 * counts.polysyllables / counts.sentences) + 3.1291


def coleman_liau(counts: Counts) -> float:
    """5.8 letters/word − 29.6 sentences/word − 15.8, a school grade.

    Coleman and Liau, "A computer readability formula designed for machine scoring", Journal of Applied
    Psychology 60 (1975).

    >>> round(coleman_liau(Counts(sentences=1, words=20, letters=100)), 2)
    11.72
    """
    return 5.8 * counts.letters / counts.words - 29.6 * counts.sentences / counts.words - 15.8


def automated_readability(counts: Counts) -> float:
    """4.71 characters/word + 0.5 words/sentence − 21.43, a school grade.

    Smith and Senter, Automated Readability Index, AMRL-TR-66-220 (1967): they counted the strokes on a
    typewriter, so marks count as characters.

    >>> round(automated_readability(Counts(sentences=1, words=20, characters=100)), 2)
    12.12
    """
    return 4.71 * counts.characters / counts.words + 0.5 * sentence_length(counts) - 21.43


def dale_chall(counts: Counts) -> float:
    """0.1579 % difficult words + 0.0496 words/sentence, + 3.6365 when more than 5 % are difficult; 10 is hard.

    Dale and Chall, "A formula for predicting readability", Educational Research Bulletin 27 (1948). They take
    regular inflections of listed words as easy, and names; here, as in textstat, only the listed forms are.

    >>> (
    ...     round(dale_chall(Counts(sentences=1, words=20, difficult=1)), 4),
    ...     round(dale_chall(Counts(sentences=1, words=20, difficult=2)), 4),
    ... )
    (1.7815, 6.2075)
    """
    share = 100 * counts.difficult / counts.words
    return 0.1579 * share + 0.0496 * sentence_length(counts) + (3.6365 if share > 5 else 0)


SIZES: Mapping[str, Callable[[Counts], float]] = {
    "sentences": lambda counts: counts.sentences,
    "words": lambda counts: counts.words,
}
"""Metrics that grow with the text. These and `sentence-length` can be told from `lengths`."""

METRICS: Mapping[str, Callable[[Counts], float]] = {
    **SIZES,
    "sentence-length": sentence_length,
    "flesch-reading-ease": flesch_reading_ease,
    "flesch-kincaid-grade": flesch_kincaid_grade,
    "gunning-fog": gunning_fog,
    "smog": smog,
    "coleman-liau": coleman_liau,
    "automated-readability": automated_readability,
    "dale-chall": dale_chall,
}
"""Every metric by name; it is asked only of counts that have a word."""
