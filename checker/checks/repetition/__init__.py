"""`repetition`: words that stand there again where once is enough.

A translator that loses its place says a word, a phrase or a whole clause again; two synonyms of the source
become one word on both sides of an "or"; a frame that closes the sentence in the source opens and closes it in
English. Each kind is a small function over the document. None of them looks further back than a fixed number
of words, so the cost stays in proportion to the text. `copies` has the kinds about words that follow themselves,
`sentence` those about what a sentence says twice in different places.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypedDict

from checker.checks import Find, Problem
from checker.checks.repetition.copies import doubled_phrase, doubled_word, filling_phrase
from checker.checks.repetition.sentence import (
    SPEECH_OPENINGS,
    around_joint,
    doubled_adjunct,
    doubled_last_word,
    speech_expressions,
    speech_told_twice,
    twice_in_sentence,
)
from checker.document import fold
from checker.rule import Rule


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
        return (*SPEECH_OPENINGS, *sorted({fold(f", {verb} ") for verb in params["verbs"]}))
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
            yield from ((pattern, 0) for pattern in speech_expressions(params))


_KINDS: dict[str, Callable[[Params, Rule], Find]] = {
    "word": doubled_word,
    "phrase": doubled_phrase,
    "share": filling_phrase,
    "around": around_joint,
    "twice": twice_in_sentence,
    "adjunct": doubled_adjunct,
    "last-word": doubled_last_word,
    "speech": speech_told_twice,
}
