"""`repetition`: words that stand there again where once is enough.

A translator that loses its place says a word, a phrase or a whole clause again; two synonyms of the source
become one word on both sides of an "or"; a frame that closes the sentence in the source opens and closes it in
English. Each kind is a small function over the document. None of them looks further back than a fixed number
of words, so the cost stays in proportion to the text.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, count, pairwise
from math import ceil
from operator import eq
from typing import Literal, NamedTuple, TypedDict

from checker import lexicon
from checker.checks import Find, Hit, Problem
from checker.document import SEPARATOR, Document, fold, shape
from checker.expressions import expression, own
from checker.finding import Match
from checker.prefilter import SHAPE
from checker.rule import Rule
from checker.source import Span


class Params(TypedDict, total=False):
    """Parameters of a `repetition` rule; each kind reads those that name it.

    what: `word` or `phrase` (followed by itself), `share` (of a block), `around` (a joint), `twice`, `adjunct` and
      `last-word` (at a sentence's end), `speech`.
    times: word, phrase, share: the least number of times; default 2, for `share` 4.
    most: word, phrase: the greatest number of times; default 0, any.
    commas: word: whether commas may stand between the copies; default false.
    names: word, phrase: whether copies in which every word has a capital count as well; default true.
    min_words: phrase, share: the least number of words of the phrase; default 3, for `share` 4.
    max_words: phrase, share: the greatest number of words of the phrase; default 20, for `share` 8.
    min_words_with_comma: phrase: the least number of words when a comma stands between the copies; default 4.
    least_share: share: how much of the block's words the phrase fills; default 0.35.
    joints: around: what the word stands on both sides of: `and`, `of the`.
    min_letters: around: the least number of letters of the word; default 4.
    followers: around: the words that may follow, unless a stop or a comma does; any when empty.
    phrases: twice: what a sentence needs only once; `#` stands for one digit.
    min_between: twice: the least number of words between the two; default 4.
    framed: twice: whether the first must open the sentence and the second end it; default false.
    not_before: twice: words that justify the second when they stand before it; word: the first.
    openers: adjunct: the words that it begins with: `in`, `over`.
    units: adjunct: the words that it ends with, years aside; when empty, it ends with a name.
    not_between: adjunct: words that justify the second when they stand between the two.
    verbs: speech: what a speaker does, as it stands in a text: `said`, `explained`.
    allowed: word, last-word, around: words that may stand twice; phrase: words that it may begin or end with and
      be repeated.
    allowed_endings: around: endings of such words: `er`.
    """

    what: Literal["word", "phrase", "share", "around", "twice", "adjunct", "last-word", "speech"]
    times: int
    most: int
    commas: bool
    names: bool
    min_words: int
    max_words: int
    min_words_with_comma: int
    least_share: float
    joints: list[str]
    min_letters: int
    followers: list[str]
    phrases: list[str]
    min_between: int
    framed: bool
    not_before: list[str]
    openers: list[str]
    units: list[str]
    not_between: list[str]
    verbs: list[str]
    allowed: list[str]
    allowed_endings: list[str]


_NEEDS = {"around": "joints", "twice": "phrases", "adjunct": "openers", "speech": "verbs"}


def problems(params: Params) -> Iterator[Problem]:
    """No kind, or a kind without the words that it is about."""
    what = params.get("what")
    if what is None:
        yield Problem((), "a repetition rule needs 'what'")
    elif (key := _NEEDS.get(what)) and not params.get(key):
        yield Problem((), f"'what: {what}' needs '{key}'")


def literals(params: Params) -> tuple[str, ...]:
    """The phrases of `twice`, as far as they have no `#`; what begins a speech; a word that repeats can be any."""
    if params["what"] == "speech":
        return (*_OPENING, *sorted({fold(f", {verb} ") for verb in params["verbs"]}))
    if params["what"] != "twice":
        return ()
    return tuple(sorted({fold(phrase).partition("#")[0] for phrase in params["phrases"]}))


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function of a document."""
    params: Params = rule.params  # type: ignore[assignment]
    return _KINDS[params["what"]](params, rule)


def expressions(rules: Sequence[Rule], shared: object) -> Iterator[tuple[str, int]]:
    """The expressions that take longest to compile, with their flags."""
    for rule in rules:
        params: Params = rule.params  # type: ignore[assignment]
        if params["what"] == "speech":
            yield from ((pattern, 0) for pattern in _speech_expressions(params))


# --- words that return soon -----------------------------------------------------------------------------

_SOON = 30  # tokens
_NEAR = 4  # tokens


class _Words(NamedTuple):
    """Tokens of a document, folded and without commas; the number of each in `Document.tokens`."""

    texts: list[str]
    numbers: Sequence[int]


def _words(document: Document) -> _Words:
    tokens = document.folded_tokens
    kept = list(map(",".__ne__, tokens))
    return _Words(list(compress(tokens, kept)), array("I", compress(count(), kept)))


class _Returns(NamedTuple):
    """Where words return; numbers of `_words`.

    doubled: those that stand there again at once.
    near: long ones, and how many words on the next is: no more than _NEAR.
    phrases: spans round a long word that returns within _SOON words, with so many of its neighbours that _SHORT words
        or more stand there twice.
    loops: those of them where the words between the two are such, too.
    """

    doubled: list[int]
    near: list[tuple[int, int]]
    phrases: list[tuple[int, int]]
    loops: list[tuple[int, int]]


_LONG = 4  # letters of a word
_SHORT = 4  # words of a phrase


def _returns(document: Document) -> _Returns:
    """One walk for all kinds of rule: whatever repeats has a word that returns, and few words do so soon."""
    words = document.memo(_words).texts
    last: dict[str, int] = {}
    found = _Returns([], [], [], [])
    found.doubled.extend(compress(count(), map(eq, words, words[1:])))
    long = list(map((_LONG - 1).__lt__, map(len, words)))
    for here, word in zip(compress(count(), long), compress(words, long), strict=True):
        before = last.get(word)
        last[word] = here
        if before is None or here - before > _SOON:
            continue
        if here - before <= _NEAR:
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


def _returning(document: Document, least: int, distances: frozenset[int]) -> Iterator[int]:
    """Offsets of words of so many letters or more that return at one of these distances, in order."""
    words = document.memo(_words)
    for at, distance in document.memo(_returns).near:
        if distance in distances and len(words.texts[at]) >= least:
            yield document.token_spans[words.numbers[at]][0]


def _at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What an expression matches at certain places."""
    return (found for start in starts if (found := pattern.match(text, start)))


# --- a word followed by itself ------------------------------------------------------------------------


_LETTER = r"[a-z\u00df-\u024f]"  # folded: scripts without blanks between words repeat signs on purpose


def _word(params: Params, rule: Rule) -> Find:
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
            if not _same_case(first, others) or not (names or first.islower() or others[0].islower()):
                continue
            if not_before and _word_before(folded, found.start()) in not_before:
                continue
            yield Match(found.start(), end, {"word": first, "times": str(len(copies))}, first)

    return find


def _same_case(first: str, others: Sequence[str]) -> bool:
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
        if _INSIDE_WORD.match(folded, start + len(word)):
            return


_INSIDE_WORD = own(r"[\w'\-]")
_NEXT_WORD = own(r"\s*([\w'\-]+)")
_LAST_WORD = own(r"([\w'\-]+)\W{0,3}$")
_REACH = 40  # code points looked at for the word beside a match


def _next_word(folded: str, at: int) -> str:
    found = _NEXT_WORD.match(folded, at, at + _REACH)
    return found.group(1) if found else ""


def _word_before(folded: str, at: int) -> str:
    found = _LAST_WORD.search(folded[max(0, at - _REACH) : at])
    return found.group(1) if found else ""


# --- a phrase followed by itself ----------------------------------------------------------------------


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


def _phrase(params: Params, rule: Rule) -> Find:
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


# --- a phrase that fills a block ----------------------------------------------------------------------


def _share(params: Params, rule: Rule) -> Find:
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


# --- a word on both sides of a joint ------------------------------------------------------------------


def _around(params: Params, rule: Rule) -> Find:
    joints = "|".join(re.escape(fold(joint)) for joint in params["joints"])
    least = params.get("min_letters", 4)
    pair = own(rf"(?<![\w'\-])([^\W\d_]{{{least},40}}) ((?:{joints}) )\1(?![\w'\-])")
    allowed = frozenset(params.get("allowed", ()))
    endings, followers = tuple(params.get("allowed_endings", ())), frozenset(params.get("followers", ()))
    distances = frozenset(len(joint.split()) + 1 for joint in params["joints"])

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        folded = document.folded
        near = max(distances) <= _NEAR and least >= _LONG
        places = _at(pair, folded, _returning(document, least, distances)) if near else pair.finditer(folded)
        for found in places:
            word = found.group(1)
            if word in allowed or word.endswith(endings):
                continue
            ends = not followers or _STOP.match(folded, found.end())
            if not ends and _next_word(folded, found.end()) not in followers:
                continue
            first = document.text[found.start(1) : found.end(1)]
            yield Match(*found.span(), {"word": first, "joint": found.group(2).strip()}, first)

    return find


_STOP = own(r'[.,;:!?)"]{1,3}(?=\s|$)|\s?[–—]|\n|$')
# --- a phrase that a sentence needs only once ---------------------------------------------------------

_LONGEST_SENTENCE = 600  # code points from the first to the second
_BREAK = own(r'[":;()\n]')  # beyond it somebody else speaks, or something else is said
_NUMBER = own(r",? \d")


def _twice(params: Params, rule: Rule) -> Find:
    patterns = {literal: _phrase_pattern(params["phrases"], literal) for literal in rule.literals}
    least = params.get("min_between", 4)
    not_before, framed = frozenset(params.get("not_before", ())), params.get("framed", False)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        folded = document.folded
        last: dict[str, Span] = {}
        for literal, start in sorted(hits, key=lambda hit: hit.start):
            found = patterns[rule.literals[literal]].match(folded, start)
            if not found or _INSIDE_WORD.match(folded[start - 1 : start]):
                continue
            first = last.get(found.group())
            last[found.group()] = Span(*found.span())
            if first is None or found.end() - first.start > _LONGEST_SENTENCE:
                continue
            between = folded[first.end : start]
            if _BREAK.search(between) or len(between.split()) < least:
                continue
            if _word_before(folded, start) in not_before or _NUMBER.match(folded, found.end()):
                continue
            sentence = document.sentence_at(first.start)
            if found.end() > sentence.end:
                continue
            if framed and (first.start > sentence.start or not _STOP.match(folded, found.end())):
                continue
            yield Match(first.start, found.end(), {"phrase": document.text[first.start : first.end]})

    return find


def _phrase_pattern(phrases: Sequence[str], literal: str) -> re.Pattern[str]:
    """Those phrases that are a literal with nothing but `#` and what follows it, at a word's end."""
    ours = {phrase for phrase in map(fold, phrases) if phrase.partition("#")[0] == literal}
    wordings = "|".join("[0-9]".join(map(re.escape, phrase.split("#"))) for phrase in sorted(ours))
    return own(rf"(?:{wordings})(?![\w'\-])")


# --- at a sentence's end ------------------------------------------------------------------------------

_FULL_STOP = own(r"[.!?](?=[\"'”’)\]]*(?:\s|\Z))")
_LONGEST_ENDING = 80  # code points looked at before a stop
_YEAR = own(r"(?:1[5-9]|20)\d\d(?:[-–]\d{2,4})?|(?:19|20)?\d0s")


def _stops(document: Document) -> list[int]:
    """Offsets of the marks that end a sentence, abbreviations among them."""
    return [stop.start() for stop in _FULL_STOP.finditer(document.text)]


def _last_word(params: Params, rule: Rule) -> Find:
    """A last word that stands there twice: nothing can make a second of a name, a number or a particle there."""
    allowed = frozenset(params.get("allowed", ()))

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        text, folded = document.text, document.folded
        for stop in document.memo(_stops):
            end = stop - (text[stop - 1 : stop] in _CLOSING_MARKS)
            words = folded[max(0, end - _LONGEST_ENDING) : end].rsplit(" ", _MOST_COPIES + 1)
            word = words[-1]
            times = next((number for number, other in enumerate(reversed(words)) if other != word), 0)
            if (
                times < 2 or len(words) < times + 2 or word in allowed or (times > 2 and not word[0].isdigit())
            ):  # `what: word` knows of the rest
                continue
            before = words[-times - 1]
            if not (word[:1].isalnum() or _IN_BRACKETS.fullmatch(word)) or not _leads_to(before, word):
                continue
            start = end - times * (len(word) + 1) + 1
            first = text[start : start + len(word)]
            if _same_case(first, [text[end - len(word) : end]]) and not _may_be_double_name(first):
                yield Match(start, end, {"word": first}, first)

    return find


_MOST_COPIES = 6
_CLOSING_MARKS = frozenset('"”’')
_IN_BRACKETS = own(r"\(\w+\)")


def _leads_to(before: str, word: str) -> bool:
    """Whether the word before a pair is one, or a mark that can't begin a list of numbers."""
    return before[-1:].isalnum() or (before[-1:] in ".)" and word.isalpha() and len(word) > 3)


def _may_be_double_name(word: str) -> bool:
    """Whether a name is short enough to be half of one: Ni Ni, Boro Boro."""
    is_short = len(word) < 4 or (len(word) < 6 and lexicon.lookup(word) is None)
    return is_short and word[:1].isupper() and not word.isupper()


def _adjunct(params: Params, rule: Rule) -> Find:
    """A phrase that ends a sentence and has stood in it before: `over the past year`, `in the old town`."""
    openers, units = frozenset(params["openers"]), frozenset(params.get("units", ()))
    not_before, not_between = frozenset(params.get("not_before", ())), frozenset(params.get("not_between", ()))
    ending = _ends_in_time if units else _ends_in_name
    least = params.get("min_between", 4)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        folded = document.folded
        for stop in document.memo(_stops):
            words = document.text[max(0, stop - _LONGEST_ENDING) : stop].split(" ")
            length = ending(words, openers, units)
            if not length or len(words) <= length or fold(words[-length - 1]) in not_before:
                continue
            start = stop - len(" ".join(words[-length:]))
            sentence = document.sentence_at(start)
            first = folded.rfind(folded[start:stop], max(sentence.start, start - _LONGEST_SENTENCE), start)
            if first < 0 or not _stands_apart(folded, first, first + stop - start):
                continue
            between = folded[first + stop - start : start]
            if _NEW_CLAUSE.search(between) or not_between.intersection(between.split()):
                continue
            if between.count(" ") > least:
                yield Match(first, stop, {"phrase": document.text[start:stop]})

    return find


def _ends_in_time(words: Sequence[str], openers: frozenset[str], units: frozenset[str]) -> int:
    """How many of the last words are a phrase of time: the nearest opener, up to four words, a unit or a year.

    >>> _ends_in_time("They met over the past year".split(), frozenset(["over"]), frozenset(["year"]))
    4
    """
    last = words[-1].lower()
    if last in units or _YEAR.fullmatch(last):
        for length in range(2, min(7, len(words))):
            if fold(words[-length]) in openers:
                return length
            if not words[-length].replace("-", "").isalnum():
                break
    return 0


_IN_NAME = frozenset(("of", "the", "and", "for", "de", "la", "du", "del", "von", "al"))
_DATE = own(r",? \d{1,4}(?![\w-])")
_NEW_CLAUSE = own(r"; |, (?:and(?! then)|but|so|yet) ")
_COMPARED = 3  # words before a name: with a number among them, two places are compared


def _ends_in_name(words: Sequence[str], openers: frozenset[str], units: frozenset[str]) -> int:
    """How many of the last words are a phrase of place: an opener, perhaps an article, and a name.

    >>> _ends_in_name("She was an editor at the Harbour Daily".split(), frozenset(["at"]), frozenset())
    4
    """
    if not words[-1][:1].isupper():
        return 0
    for length in range(2, min(9, len(words))):
        word = words[-length]
        if word in openers:
            before = words[-length - _COMPARED : -length]
            numbers = any(char.isdigit() for word in before for char in word)
            return 0 if numbers or not before or _needs_place(before[-1]) else length
        if not word[:1].isupper() and word not in _IN_NAME:
            break
    return 0


_PARTICIPLE = lexicon.mask("verb-past", "verb-participle", "verb-ing", "auxiliary", "conjunction")
_THING = lexicon.mask("noun", "plural", "name")


def _needs_place(word: str) -> bool:
    """Whether a word asks for the phrase that follows it: `located`, `is`, `and`."""
    found = lexicon.lookup(word)
    return found is not None and bool(found.classes & _PARTICIPLE) and not found.classes & _THING


def _stands_apart(folded: str, start: int, end: int) -> bool:
    """Whether a span is whole words, and no date or number goes on after it."""
    return not (folded[start - 1 : start].isalnum() or folded[end : end + 1].isalnum() or _DATE.match(folded, end))


# --- speech that is introduced twice ------------------------------------------------------------------

_LONGEST_SPEECH = 2_000  # code points of a quotation
_CLOSING = own('[”"]')
_OPENING = tuple(SHAPE + shape(mark).decode("latin-1") for mark in '“"‘')
_SPEAKER = r"(?:[Hh]e|[Ss]he|[Tt]hey|[A-Z][\w'’\-]{1,30})"
_PERSON = (
    r"(?:official|source|spokes(?:man|woman|person)|neighbou?r|resident|expert|analyst|lawyer|owner|fan|researcher|"
    r"professor|coach|manager|player|minister|witness|driver|doctor|teacher|student|employee|worker|farmer|insider|"
    r"representative|director|captain|chairman|president|lawmaker|prosecutor|anonymity|man|woman|father|mother)"
)


def _speech_expressions(params: Params) -> tuple[str, str, str]:
    """What introduces a speech, what introduces it again, and both for one without quotation marks."""
    verb = f"(?:{'|'.join(map(re.escape, params['verbs']))})"
    speaks = rf"(?:{_SPEAKER} {verb}|{verb} {_SPEAKER})"
    return (
        rf"\b(?:{_SPEAKER}|{_PERSON}) {verb}(?: that)?[,:]? ?\Z",
        # A capital after "?”" may begin a new sentence: “Who goes?” Nobody answered.
        rf"(?:(?<=,)[”\"] {speaks}|[”\"], {speaks}|(?<=[?!])[”\"] (?=[a-z]){speaks})(?=[.,])",
        rf", ({verb}) [^.!?\"“”\n]{{5,200}}, \1 {_SPEAKER}(?=\.)",
    )


def _speech(params: Params, rule: Rule) -> Find:
    before, after, unquoted = map(expression, _speech_expressions(params))
    opening = {number for number, literal in enumerate(rule.literals) if literal.startswith(SHAPE)}

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        text = document.text
        for number, start in hits:
            if number not in opening:
                if found := unquoted.match(text, start):
                    yield Match(*found.span())
            elif opened := before.search(text, max(0, start - _LONGEST_ENDING), start):
                block = document.blocks[document.block_at(start)]
                closed = _CLOSING.search(text, start + 1, min(block.end, start + _LONGEST_SPEECH))
                if closed and (again := after.match(text, closed.start(), block.end)):
                    yield Match(opened.start(), again.end())

    return find


_KINDS: dict[str, Callable[[Params, Rule], Find]] = {
    "word": _word, "phrase": _phrase, "share": _share, "around": _around, "twice": _twice, "adjunct": _adjunct,
    "last-word": _last_word, "speech": _speech,
}  # fmt: skip
