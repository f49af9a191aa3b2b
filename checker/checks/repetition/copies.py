"""Words and phrases that stand there again at once, or so often that they fill a block.

Where words return is worked out once for a document, in one walk; each kind looks there only.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count, islice, pairwise
from math import ceil
from operator import eq
from typing import TYPE_CHECKING, NamedTuple

from checker.checks import Find, Hit
from checker.document import SEPARATOR, Document
from checker.expressions import own
from checker.finding import Match
from checker.rule import Rule

if TYPE_CHECKING:
    from checker.checks.repetition import Params


_SOON = 30  # tokens
NEAR = 4  # tokens


class _Words(NamedTuple):
    """Tokens of a document, folded and without commas; the number of each in `Document.tokens`."""

    texts: list[str]
    numbers: Sequence[int]


def _words(document: Document) -> _Words:
    tokens = document.folded_tokens
    kept = bytes(map(",".__ne__, tokens))  # a byte each, not the eight of a list
    return _Words(list(compress(tokens, kept)), array("I", compress(count(), kept)))


class _Returns(NamedTuple):
    """Where words return; numbers of `_words`.

    doubled: those that stand there again at once.
    near: long ones, and how many words on the next is: no more than NEAR.
    phrases: spans round a long word that returns within _SOON words, with so many of its neighbours that _SHORT words
        or more stand there twice.
    loops: those of them where the words between the two are such, too.
    """

    doubled: list[int]
    near: list[tuple[int, int]]
    phrases: list[tuple[int, int]]
    loops: list[tuple[int, int]]


LONG = 4  # letters of a word
_SHORT = 4  # words of a phrase


def _returns(document: Document) -> _Returns:
    """One walk for all kinds of rule: whatever repeats has a word that returns, and few words do so soon."""
    words = document.memo(_words).texts
    last: dict[str, int] = {}
    found = _Returns([], [], [], [])
    found.doubled.extend(compress(count(), map(eq, words, islice(words, 1, None))))
    long = bytes(map((LONG - 1).__lt__, map(len, words)))
    for here, word in zip(compress(count(), long), compress(words, long), strict=True):
        before = last.get(word)
        last[word] = here
        if before is None or here - before > _SOON:
            continue
        if here - before <= NEAR:
            found.near.append((before, here - before))
        for other in _earlier(words, word, here):
            alike = _alike(words, other, here)
            if alike >= _SHORT:
                _add_span(found.phrases, other - _SOON, here + _SOON)
            if alike >= here - other:
                _add_span(found.loops, other - _SOON, here + 2 * _SOON)
    found.near.sort()
    return found


def _earlier(words: Sequence[str], word: str, here: int) -> Iterator[int]:
    """Where else a word stands among the _SOON words before it."""
    at = max(0, here - _SOON)
    try:
        while True:
            at = words.index(word, at, here)
            yield at
            at += 1
    except ValueError:
        return


def _alike(words: Sequence[str], one: int, other: int) -> int:
    """How many words in a row round one place are those round the other; no more than _SOON on either side."""
    left = 0
    while left < min(one, _SOON) and words[one - left - 1] == words[other - left - 1]:
        left += 1
    right = 1
    while right < min(len(words) - other, _SOON) and words[one + right] == words[other + right]:
        right += 1
    return left + right


def _add_span(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a span after the others, or make it one with the last."""
    start = max(0, start)
    if spans and start <= spans[-1][1]:
        spans[-1] = min(start, spans[-1][0]), max(end, spans[-1][1])
    else:
        spans.append((start, end))


def _followed_by_themselves(document: Document) -> Iterator[int]:
    """Offsets of words that may be followed by themselves, in order."""
    numbers, folded = document.memo(_words).numbers, document.folded
    starts = {document.token_spans[numbers[at]][0] for at in document.memo(_returns).doubled}
    for mark in _MARKED.finditer(folded):  # more than one token is one word: "the dogs' dogs'"
        word = _LAST_WORD.search(folded, max(0, mark.start() - _REACH), mark.start())
        if word:
            starts.add(word.start())
    return iter(sorted(starts))


_MARKED = own(r"['\-](?:['\-]|(?=[ ,]))")


def returning(document: Document, least: int, distances: frozenset[int]) -> Iterator[int]:
    """Offsets of words of so many letters or more that return at one of these distances, in order."""
    words = document.memo(_words)
    for at, distance in document.memo(_returns).near:
        if distance in distances and len(words.texts[at]) >= least:
            yield document.token_spans[words.numbers[at]][0]


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What an expression matches at certain places."""
    return (found for start in starts if (found := pattern.match(text, start)))


_LETTER = r"[a-z\u00df-\u024f]"  # folded: scripts without blanks between words repeat signs on purpose


def doubled_word(params: Params, rule: Rule) -> Find:
    gap = own("[ ,]{1,3}" if params.get("commas") else " {1,3}")
    pair = own(rf"(?<![\w'\-])({_LETTER}[\w'\-]*)(?={gap.pattern}\1(?![\w'\-]))")
    allowed, not_before = frozenset(params.get("allowed", ())), frozenset(params.get("not_before", ()))
    times, most = params.get("times", 2), params.get("most", 0)
    names = params.get("names", True)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        folded, text, end = document.folded, document.text, 0
        for start in _followed_by_themselves(document):
            found = pair.match(folded, start)
            if found is None or start < end or (word := found.group(1)) in allowed:
                continue
            copies = list(_copies(folded, found.start(), word, gap))
            end = copies[-1] + len(word)
            if len(copies) < times or (most and len(copies) > most):
                continue
            first, *others = (text[copy : copy + len(word)] for copy in copies)
            if not same_case(first, others) or not (names or first.islower() or others[0].islower()):
                continue
            if not_before and word_before(folded, found.start()) in not_before:
                continue
            yield Match(found.start(), end, {"word": first, "times": str(len(copies))}, first)

    return find


def same_case(first: str, others: Sequence[str]) -> bool:
    """Whether copies are written alike, but for the capital of a sentence's first word."""
    return all(other in {first, first[:1].lower() + first[1:]} for other in others)


def _copies(folded: str, start: int, word: str, gap: re.Pattern[str]) -> Iterator[int]:
    """Where a word and the copies of it that follow begin."""
    while True:
        yield start
        blank = gap.match(folded, start + len(word))
        if not blank or not folded.startswith(word, blank.end()):
            return
        start = blank.end()
        if INSIDE_WORD.match(folded, start + len(word)):
            return


INSIDE_WORD = own(r"[\w'\-]")
_NEXT_WORD = own(r"\s*([\w'\-]+)")
_LAST_WORD = own(r"([\w'\-]+)\W{0,3}$")
_REACH = 40  # code points looked at for the word beside a match


def next_word(folded: str, at: int) -> str:
    found = _NEXT_WORD.match(folded, at, at + _REACH)
    return found.group(1) if found else ""


def word_before(folded: str, at: int) -> str:
    found = _LAST_WORD.search(folded[max(0, at - _REACH) : at])
    return found.group(1) if found else ""


def _is_phrase(words: Sequence[str], allowed: frozenset[str] = frozenset()) -> bool:
    """Whether there are only words, one of them long, and no allowed one at the end (or first of two)."""
    return (
        all(word[0].isalnum() for word in words)
        and any(len(word) > 3 and word.isalpha() for word in words)
        and words[-1] not in allowed
        and (len(words) > 2 or words[0] not in allowed)
    )


def _has_small_word(phrase: str) -> bool:
    return any(word.islower() for word in phrase.split())


class _Run(NamedTuple):
    """A phrase of `length` words from the word `first`, `times` in a row."""

    first: int
    length: int
    times: int


def _runs(words: Sequence[str], low: int, high: int) -> Iterator[_Run]:
    """Phrases followed by themselves: where two words return, the stretch between them is held against what follows."""
    last: dict[tuple[str, str], int] = {}
    done = 0
    for here, pair in enumerate(pairwise(words)):
        before = last.get(pair, -1)
        last[pair] = here
        length = here - before
        if before < done or not low <= length <= high:
            continue
        phrase = words[before:here]
        times = 1
        while words[before + times * length : before + (times + 1) * length] == phrase:
            times += 1
        if times > 1:
            yield _Run(before, length, times)
            done = before + times * length


def doubled_phrase(params: Params, rule: Rule) -> Find:
    low, high = params.get("min_words", 3), params.get("max_words", 20)
    least, most = params.get("times", 2), params.get("most", 0)
    low_with_comma = params.get("min_words_with_comma", 4)
    allowed = frozenset(params.get("allowed", ()))
    names = params.get("names", True)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        words = document.memo(_words)
        spans, numbers = document.token_spans, words.numbers
        for first, length, times in _runs_in(document, low, high):
            if times < least or (most and times > most):
                continue
            if not _is_phrase(words.texts[first : first + length], allowed):
                continue
            start, copy_end = spans[numbers[first]][0], spans[numbers[first + length - 1]][1]
            phrase = document.text[start:copy_end]
            comma = "," in document.text[copy_end : spans[numbers[first + length]][0]]
            if "," in phrase or (comma and length < low_with_comma) or not (names or _has_small_word(phrase)):
                continue
            end = spans[numbers[first + times * length - 1]][1]
            yield Match(start, end, {"phrase": phrase, "times": str(times)}, phrase)

    return find


def _runs_in(document: Document, low: int, high: int) -> Iterator[_Run]:
    """Phrases with a long word followed by themselves, looked for where such a word returns in company."""
    words = document.memo(_words).texts
    if low < 2 or high > _SOON:
        yield from _runs(words, low, high)
        return
    for start, end in document.memo(_returns).loops:
        for run in _runs(words[start:end], low, high):
            yield run._replace(first=start + run.first)


def filling_phrase(params: Params, rule: Rule) -> Find:
    low, high = params.get("min_words", 4), params.get("max_words", 8)
    times, share = params.get("times", 4), params.get("least_share", 0.35)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        words, phrases = document.memo(_words), document.memo(_returns).phrases
        after = 0
        for block in document.blocks:
            first, after = after, words.texts.index(SEPARATOR, after) + 1
            size = after - 1 - first
            if size < low * times or block.kind not in rule.scope:
                continue
            inside = _Words(words.texts[first : after - 1], words.numbers[first : after - 1])
            told = low >= _SHORT and _must_return_soon(inside, low, high, times, share)
            if not told or _overlaps(phrases, first, after):
                yield from _filling(document, inside, range(low, high + 1), times, share)

    return find


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of some sorted spans lies in a stretch, in part at least."""
    number = bisect_left(spans, (start, start))
    return (number < len(spans) and spans[number][0] < end) or (number > 0 and spans[number - 1][1] > start)


def _must_return_soon(words: _Words, low: int, high: int, times: int, share: float) -> bool:
    """Whether a phrase that filled the share would stand so close to its next copy that `_returns` tells of it."""
    size = len(words.texts)
    if size - low > _SOON * (times - 1):
        total = sum(word[0].isalnum() for word in words.texts)
        times = max(times, ceil(share * total / high))
    return size - low <= _SOON * (times - 1)


def _filling(document: Document, words: _Words, lengths: range, times: int, share: float) -> Iterator[Match]:
    """The longest phrase that fills the share, from its first place to its last."""
    if max(_grams(words.texts, lengths[0]).values()) < times:
        return
    total = sum(word[0].isalnum() for word in words.texts)
    for length in reversed(lengths):
        for phrase, copies in _grams(words.texts, length).most_common(3):
            if copies >= times and copies * length >= share * total and _is_phrase(phrase):
                places = [i for i in range(len(words.texts)) if tuple(words.texts[i : i + length]) == phrase]
                if places[-1] - places[0] <= (copies - 1) * length:
                    return  # one after the other: that is a loop
                spans, numbers = document.token_spans, words.numbers
                start, end = spans[numbers[places[0]]][0], spans[numbers[places[-1] + length - 1]][1]
                shown = document.text[start : spans[numbers[places[0] + length - 1]][1]]
                yield Match(start, end, {"phrase": shown, "times": str(copies)})
                return


def _grams(words: list[str], length: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[shift:] for shift in range(length)), strict=False))
