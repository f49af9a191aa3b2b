"""`structure`: how blocks, sentences, quotation marks and brackets of a document stand to each other.

A scraper copies the headline into the text, a translator gives one paragraph in two versions, a quotation loses
its closing mark or its attribution. Each kind is a small function that walks the document once, in order; it
compares with what a look-up holds or with a fixed number of blocks before, so the cost stays in proportion to
the text. `blocks` has the kinds that hold blocks against each other, `sentences` those about sentences and where
they end, `marks` those about marks that come in pairs.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypedDict

from checker.checks import Find, Hit, Problem
from checker.checks.structure.blocks import extended_headline, repeated_block, similar_block
from checker.checks.structure.marks import (
    comma_ending,
    quotation,
    straight_quotation,
    stray_apostrophe,
    unpaired_bracket,
)
from checker.checks.structure.sentences import last_stop, missing_stop, repeated_sentence, split_sentence
from checker.document import Document
from checker.finding import Match
from checker.rule import Rule


class Params(TypedDict, total=False):
    """Parameters of a `structure` rule; each kind reads those that name it.

    what: what is wrong: a block or a sentence, a quotation mark, a bracket, a stop.
    min_words: repeated, similar, extended-headline, missing-stop, last-stop: the least number of words; default 8.
    unfinished: split-sentence: the words that no block of prose ends with.
    near: repeated-block, similar-block: how many blocks back it looks, 0 for any; default 0 and 12.
    beyond: repeated-block: leave alone what `headline` finds, and copies of a block so near; default 0, none.
    headline: repeated-block: whether copies of a first block without a full stop count anywhere; default false.
    similarity: similar-block: the least share of the words of both that stand in both; default 0.85.
    """

    what: Literal[
        "repeated-block", "similar-block", "extended-headline", "repeated-sentence", "split-sentence",
        "unclosed-quotation", "straight-quotation",
        "reopened-quotation", "unopened-quotation", "comma-ending", "unpaired-bracket", "missing-stop", "last-stop",
        "stray-apostrophe",
    ]  # fmt: skip
    min_words: int
    near: int
    beyond: int
    headline: bool
    similarity: float
    unfinished: list[str]


def problems(params: Params) -> Iterator[Problem]:
    """No kind, a share that is none."""
    if "what" not in params:
        yield Problem((), "a structure rule needs 'what'")
    if not 0 < params.get("similarity", 1) <= 1:
        yield Problem(("similarity",), "'similarity' is a share, above 0 and up to 1")


def literals(params: Params) -> tuple[str, ...]:
    """What a quotation's fault can't be without; nothing is known of a block that repeats."""
    return _LITERALS.get(params["what"], ())


_LITERALS = {
    "unclosed-quotation": ('"',),
    "reopened-quotation": ('"',),
    "straight-quotation": ('"',),
    "unopened-quotation": ('"',),
    "comma-ending": (',"', ', "'),
    "stray-apostrophe": ("' ",),
    "unpaired-bracket": tuple("()[]{}（）【】"),
}


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function of a document."""
    walk = _KINDS[rule.params["what"]]
    params: Params = rule.params  # type: ignore[assignment]

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        return walk(document, rule, params)

    return find


_KINDS: dict[str, Callable[[Document, Rule, Params], Iterator[Match]]] = {
    "repeated-block": repeated_block,
    "similar-block": similar_block,
    "extended-headline": extended_headline,
    "repeated-sentence": repeated_sentence,
    "split-sentence": split_sentence,
    "straight-quotation": straight_quotation,
    "unclosed-quotation": quotation,
    "reopened-quotation": quotation,
    "unopened-quotation": quotation,
    "comma-ending": comma_ending,
    "unpaired-bracket": unpaired_bracket,
    "missing-stop": missing_stop,
    "last-stop": last_stop,
    "stray-apostrophe": stray_apostrophe,
}
