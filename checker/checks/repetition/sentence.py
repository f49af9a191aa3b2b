"""What a sentence says twice: on both sides of a joint, in its middle, at its end, round a speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checker import lexicon
from checker.checks import Find, Hit
from checker.checks.repetition.copies import (
    INSIDE_WORD,
    LONG,
    NEAR,
    matches_at,
    next_word,
    returning,
    same_case,
    word_before,
)
from checker.document import Document, fold, shape
from checker.expressions import expression, own
from checker.finding import Match
from checker.prefilter import SHAPE
from checker.rule import Rule
from checker.source import Span

if TYPE_CHECKING:
    from checker.checks.repetition import Params


def around_joint(params: Params, rule: Rule) -> Find:
    joints = "|".join(re.escape(fold(joint)) for joint in params["joints"])
    least = params.get("min_letters", 4)
    pair = own(rf"(?<![\w'\-])([^\W\d_]{{{least},40}}) ((?:{joints}) )\1(?![\w'\-])")
    allowed = frozenset(params.get("allowed", ()))
    endings, followers = tuple(params.get("allowed_endings", ())), frozenset(params.get("followers", ()))
    distances = frozenset(len(joint.split()) + 1 for joint in params["joints"])

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        folded = document.folded
        near = max(distances) <= NEAR and least >= LONG
        places = matches_at(pair, folded, returning(document, least, distances)) if near else pair.finditer(folded)
        for found in places:
            word = found.group(1)
            if word in allowed or word.endswith(endings):
                continue
            ends = not followers or _STOP.match(folded, found.end())
            if not ends and next_word(folded, found.end()) not in followers:
                continue
            first = document.text[found.start(1) : found.end(1)]
            yield Match(*found.span(), {"word": first, "joint": found.group(2).strip()}, first)

    return find


_STOP = own(r'[.,;:!?)"]{1,3}(?=\s|$)|\s?[–—]|\n|$')

_LONGEST_SENTENCE = 600  # code points from the first to the second
_BREAK = own(r'[":;()\n]')  # beyond it somebody else speaks, or something else is said
_NUMBER = own(r",? \d")


def twice_in_sentence(params: Params, rule: Rule) -> Find:
    patterns = {literal: _phrase_pattern(params["phrases"], literal) for literal in rule.literals}
    least = params.get("min_between", 4)
    not_before, framed = frozenset(params.get("not_before", ())), params.get("framed", False)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        folded = document.folded
        last: dict[str, Span] = {}
        for literal, start in sorted(hits, key=lambda hit: hit.start):
            found = patterns[rule.literals[literal]].match(folded, start)
            if not found or INSIDE_WORD.match(folded[start - 1 : start]):
                continue
            first = last.get(found.group())
            last[found.group()] = Span(*found.span())
            if first is None or found.end() - first.start > _LONGEST_SENTENCE:
                continue
            between = folded[first.end : start]
            if _BREAK.search(between) or len(between.split()) < least:
                continue
            if word_before(folded, start) in not_before or _NUMBER.match(folded, found.end()):
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


_FULL_STOP = own(r"[.!?](?=[\"'”’)\]]*(?:\s|\Z))")
_LONGEST_ENDING = 80  # code points looked at before a stop
_YEAR = own(r"(?:1[5-9]|20)\d\d(?:[-–]\d{2,4})?|(?:19|20)?\d0s")


def _stops(document: Document) -> list[int]:
    """Offsets of the marks that end a sentence, abbreviations among them."""
    return [stop.start() for stop in _FULL_STOP.finditer(document.text)]


def doubled_last_word(params: Params, rule: Rule) -> Find:
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
                times < 2 or len(words) < times + 2 or word in allowed or (times > 2 and not word[:1].isdigit())
            ):  # `what: word` knows of the rest
                continue
            before = words[-times - 1]
            if not (word[:1].isalnum() or _IN_BRACKETS.fullmatch(word)) or not _leads_to(before, word):
                continue
            start = end - times * (len(word) + 1) + 1
            first = text[start : start + len(word)]
            if same_case(first, [text[end - len(word) : end]]) and not _may_be_double_name(first):
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


def doubled_adjunct(params: Params, rule: Rule) -> Find:
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


_TIMES = frozenset(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter Ramadan".split()
)
_IN_NAME = frozenset(("of", "the", "and", "for", "de", "la", "du", "del", "von", "al"))
_DATE = own(r",? \d{1,4}(?![\w-])")
_NEW_CLAUSE = own(r"; |, (?:and(?! then)|but|so|yet) ")
_COMPARED = 3  # words before a name: with a number among them, two places are compared


def _ends_in_name(words: Sequence[str], openers: frozenset[str], units: frozenset[str]) -> int:
    """How many of the last words are a phrase of place: an opener, perhaps an article, and a name.

    >>> _ends_in_name("She was an editor at the Harbour Daily".split(), frozenset(["at"]), frozenset())
    4
    """
    if not words[-1][:1].isupper() or words[-1] in _TIMES:
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


_LONGEST_SPEECH = 2_000  # code points of a quotation
_CLOSING = own('[”"]')
SPEECH_OPENINGS = tuple(SHAPE + shape(mark).decode("latin-1") for mark in '“"‘')
_SPEAKER = r"(?:[Hh]e|[Ss]he|[Tt]hey|[A-Z][\w'’\-]{1,30})"
_PERSON = (
    r"(?:official|source|spokes(?:man|woman|person)|neighbou?r|resident|expert|analyst|lawyer|owner|fan|researcher|"
    r"professor|coach|manager|player|minister|witness|driver|doctor|teacher|student|employee|worker|farmer|insider|"
    r"representative|director|captain|chairman|president|lawmaker|prosecutor|anonymity|man|woman|father|mother)"
)


def speech_expressions(params: Params) -> tuple[str, str, str]:
    """What introduces a speech, what introduces it again, and both for one without quotation marks."""
    verb = f"(?:{'|'.join(map(re.escape, params['verbs']))})"
    speaks = rf"(?:{_SPEAKER} {verb}|{verb} {_SPEAKER})"
    return (
        rf"\b(?:{_SPEAKER}|{_PERSON}) {verb}(?: that)?[,:]? ?\Z",
        # A capital after "?”" may begin a new sentence: “Who goes?” Nobody answered.
        rf"(?:(?<=,)[”\"] {speaks}|[”\"], {speaks}|(?<=[?!])[”\"] (?=[a-z]){speaks})(?=[.,])",
        rf", ({verb}) [^.!?\"“”\n]{{5,200}}, \1 {_SPEAKER}(?=\.)",
    )


def speech_told_twice(params: Params, rule: Rule) -> Find:
    before, after, unquoted = map(expression, speech_expressions(params))
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
