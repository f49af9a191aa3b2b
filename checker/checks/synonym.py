"""`synonym`: words that stand where people write another word of the same meaning, all through a document.

A spinner puts synonyms in place of words and knows nothing of what stands beside them: *federal politics* for *federal
government*. One such place proves nothing, as good English is full of rare pairs. So the evidence of a whole document
is added up, and only in one that has far more of it than people's texts the strongest places are told.

How strong a place is adds up what `checker.usage` and the document say: how usual the word is beside its neighbours,
how usual another word of its meaning would be there, how frequent both are in English and in this document.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.checks.phrase import like
from checker.document import Document
from checker.finding import Match
from checker.rule import Rule
from checker.usage import GRAMMAR, SUSPECTS, USAGE, Alternative, Usage, unseen


class Weights(NamedTuple):
    """What each sign adds to a place's strength, which is a natural logarithm of odds.

    Fitted by logistic regression to half of the development benchmark's spun posts and their originals; the other half
    gives the same picture. `phrase` was set by hand after the fit.
    """

    expected: float = 0.83  # the other word beside the neighbours, for each power of ten
    odd: float = -1.37  # the word itself beside them
    common: float = 0.47  # the other word's share of English, for each power of ten
    rare: float = -0.66  # the word's own
    elsewhere: float = 0.77  # logarithm of how often the document has the other word, and 1
    again: float = -1.5  # logarithm of how often it has the word itself
    phrase: float = 0.7  # the other word makes a set phrase with a neighbour, and the word itself doesn't
    base: float = -2.24


WEIGHTS = Weights()
SET_PHRASE = 1.2  # powers of ten over chance, from which on two words that stand together are a set phrase
HINTS = 0.0165
"""Different suspects over words, below which a document isn't read: four in five of people's texts have fewer."""
LEAST_EVIDENCE = 8.0  # that a short document needs in all
REPLACED, PRIOR = 0.05, -2.08
"""What share of a spun document's places were replaced at least; the odds of a place in the data of the fit."""
_STRONGEST = 4.0  # no single place says more
_SHORTEST = 3  # letters of a word that is looked at
_STRETCH = 1_000  # tokens in which suspects are counted: in a longer text words come back
_OPENING = 3_000  # tokens that are read first: a spinner spins all of a text, and most texts are done with then
_READ = 20_000  # tokens that are read at all


class Params(TypedDict, total=False):
    """Parameters of a `synonym` rule.

    evidence: how much evidence, for every 1,000 words, makes a document suspicious: natural logarithms of odds that
      a share of its words was replaced. Default 20; people's texts have 2, nineteen in twenty of them at most 11.
    strength: least strength of a place that is told: a natural logarithm of odds. Default 1.
    """

    evidence: float
    strength: float


def problems(params: Params) -> Iterator[Problem]:
    """A number with which every document would be suspicious."""
    if params.get("evidence", 1) <= 0:
        yield Problem(("evidence",), "'evidence' is more than 0")


def literals(params: Params) -> tuple[str, ...]:
    """None: it is the words together that tell."""
    return ()


class Place(NamedTuple):
    """A word of a document for which another was to be expected."""

    number: int  # of the token
    expected: str
    strength: float
    beside: int  # from the token to the neighbour that gives it away: -1, 1, or 0 when it has none


class Reading(NamedTuple):
    """What a document says of itself."""

    words: int
    evidence: float  # natural logarithm of odds
    places: tuple[Place, ...]


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function."""
    params: Params = rule.params  # type: ignore[assignment]
    needed, strength = params.get("evidence", 20), params.get("strength", 1)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        if document.memo(hints) < HINTS:
            return
        read = document.memo(_opening)
        if _is_suspicious(read, needed) and _is_suspicious(read := document.memo(_whole), needed):
            yield from _matches(document, (place for place in read.places if place.strength >= strength))

    return find


def _is_suspicious(read: Reading, needed: float) -> bool:
    return read.evidence >= max(LEAST_EVIDENCE, needed * read.words / 1_000)


@cache
def suspects() -> frozenset[str]:
    """Words that spinners write far more often than people do."""
    return frozenset(SUSPECTS.read_text(encoding="utf-8").split())


def hints(document: Document) -> float:
    """Different suspects in each stretch of a document, over its words: quick to count, and few in most texts."""
    tokens, known = document.folded_tokens, suspects()
    stretches = (tokens[at : at + _STRETCH] for at in range(0, len(tokens), _STRETCH))
    return sum(len(known.intersection(stretch)) for stretch in stretches) / max(1, document.word_count)


def _opening(document: Document) -> Reading:
    return _reading(document.folded_tokens[:_OPENING])


def _whole(document: Document) -> Reading:
    tokens = document.folded_tokens[:_READ]
    return document.memo(_opening) if len(tokens) <= _OPENING else _reading(tokens)


def _reading(tokens: Sequence[str]) -> Reading:
    found = tuple(places(USAGE, tokens))
    return Reading(sum(map(_is_word, tokens)), sum(evidence(place.strength) for place in found), found)


def _is_word(token: str) -> bool:
    return token[0].isalpha()


def evidence(strength: float) -> float:
    """What a place says of its document, whether a share of the words was replaced there: a natural logarithm of odds.

    >>> round(evidence(-9), 2), round(evidence(0), 2), round(evidence(2), 2)
    (-0.05, 0.3, 1.36)
    """
    return math.log1p(REPLACED * math.expm1(min(strength, _STRONGEST) - PRIOR))


def places(usage: Usage, tokens: Sequence[str]) -> Iterator[Place]:
    """Every word for which another may have been meant, with the likeliest of these."""
    counts = Counter(tokens)
    neighbours = ["", *(token if _is_word(token) else "" for token in tokens), ""]
    for number, word in enumerate(tokens):
        if len(word) < _SHORTEST or word in GRAMMAR or not word.isalpha():
            continue
        if alternatives := usage.alternatives(word):
            yield _place(usage, counts, number, (neighbours[number], word, neighbours[number + 2]), alternatives)


def _place(
    usage: Usage,
    counts: Mapping[str, int],
    number: int,
    words: tuple[str, str, str],
    alternatives: Sequence[Alternative],
) -> Place:
    before, word, after = words
    strength, expected, left, right = _likeliest(usage, counts, before, after, alternatives)
    own_left = usage.beside(before, word) if before else 0.0
    own_right = usage.beside(word, after) if after else 0.0
    phrase = (before not in GRAMMAR and left - max(0.0, own_left) > SET_PHRASE) or (
        after not in GRAMMAR and right - max(0.0, own_right) > SET_PHRASE
    )
    strength += (
        WEIGHTS.odd * (own_left + own_right)
        + WEIGHTS.rare * usage.share(word)
        + WEIGHTS.again * math.log(counts[word])
        + WEIGHTS.phrase * phrase
        + WEIGHTS.base
    )
    by_left = before and (not after or left - own_left >= right - own_right)
    return Place(number, expected, strength, -1 if by_left else 1 if after else 0)


def _likeliest(
    usage: Usage, counts: Mapping[str, int], before: str, after: str, alternatives: Sequence[Alternative]
) -> tuple[float, str, float, float]:
    """The best of the alternatives: what it adds to the strength, the word, how usual it is beside each neighbour."""
    following = usage.followers(before)
    share_before = usage.share(before) if before else -math.inf
    share_after = usage.share(after) if after else -math.inf
    best = (-math.inf, "", 0.0, 0.0)
    for other, share in alternatives:  # looked up here and not with `beside`: most of the check's time is spent here
        left = following.get(other)
        if left is None:
            left = unseen(share_before, share)
        right = usage.followers(other).get(after)
        if right is None:
            right = unseen(share, share_after)
        strength = WEIGHTS.expected * (left + right) + WEIGHTS.common * share
        if other in counts:
            strength += WEIGHTS.elsewhere * math.log(1 + counts[other])
        if strength > best[0]:
            best = strength, other, left, right
    return best


def _matches(document: Document, found: Iterator[Place]) -> Iterator[Match]:
    """The places, each with the neighbour that gives the word away; none reaches into the one before."""
    spans, tokens, after = document.token_spans, document.tokens, 0
    for place in found:
        first, last = sorted((place.number, place.number + place.beside))
        if first < after:
            continue
        after = last + 1
        word = like(tokens[place.number], place.expected)
        (start, _), (_, end) = spans[first], spans[last]
        own_start, own_end = spans[place.number]
        expected = f"{document.text[start:own_start]}{word}{document.text[own_end:end]}"
        yield Match(start, end, {"expected": expected})
