"""`spelling`: a word that English doesn't have.

It is misspelt, broken by a blank, run together with its neighbour, written with a capital or a digit inside, or
a word of another language that was left in the sentence. Which words English has is asked of the lexicon, and
what is meant instead of the common words one slip away (see `checker.spelling`). Names, code, terms, what a
document uses throughout, and passages of unknown words are left alone. All rules of the type share one reading
of a document's words, which is in `unknown`; `slips` has the variants about English words, `leftover` that about
words of another language.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.checks.spelling.leftover import EVIDENCE, foreign_words
from checker.checks.spelling.slips import (
    broken_words,
    glued_words,
    inner_capitals,
    misspelt_names,
    misspelt_words,
    words_with_digits,
)
from checker.document import Document
from checker.finding import Match
from checker.rule import Rule


class Params(TypedDict, total=False):
    """Parameters of a `spelling` rule.

    what: the variant.
      `misspelt`: an unknown word that one slip tells from a common one.
      `misspelt-name`: a word with a capital that a slight slip tells from one of `words`.
      `broken`: two pieces with a blank between them, which no word is, of a common word.
      `glued`: two common words without a blank between them, one of them a function word.
      `inner-capital`: a common word with a capital in the middle, or two at its start.
      `digit`: a common word with a digit for a letter that looks like it.
      `foreign`: a word of another language.
    likely: for `misspelt`, the words of which the slip is less plain; without it, those where it is.
    evidence: for `foreign`, how it is known: `listed`, `letters`, `ending`, `company`.
    words: words that the variant is about.
    unless: words that it leaves alone.
    most: how often a document may have the word; a word used throughout is meant. Default 2.
    """

    what: str
    likely: bool
    evidence: str
    words: list[str]
    unless: list[str]
    most: int


def problems(params: Params) -> Iterator[Problem]:
    """An unknown variant or kind of evidence; no words where names are asked for."""
    what = params.get("what")
    if what not in VARIANTS:
        yield Problem(("what",) if what else (), f"'what' is one of {', '.join(VARIANTS)}")
    if what == "misspelt-name" and not params.get("words"):
        yield Problem((), "'what: misspelt-name' needs 'words'")
    if what == "foreign" and params.get("evidence") not in EVIDENCE:
        yield Problem(("evidence",) if "evidence" in params else (), f"'evidence' is one of {', '.join(EVIDENCE)}")


def literals(params: Params) -> tuple[str, ...]:
    """None: any word may be wrong."""
    return ()


class Asked(NamedTuple):
    """A rule's parameters, ready for look-up; each as in `Params`."""

    words: frozenset[str]
    unless: frozenset[str]
    evidence: str
    likely: bool
    most: int


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function."""
    params: Params = rule.params  # type: ignore[assignment]
    variant = VARIANTS[params["what"]]
    asked = Asked(
        words=frozenset(params.get("words", ())),
        unless=frozenset(params.get("unless", ())),
        evidence=params.get("evidence", ""),
        likely=params.get("likely", False),
        most=params.get("most", 2),
    )

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        return variant(document, asked)

    return find


VARIANTS: Mapping[str, Callable[[Document, Asked], Iterator[Match]]] = {
    "misspelt": misspelt_words,
    "misspelt-name": misspelt_names,
    "broken": broken_words,
    "glued": glued_words,
    "inner-capital": inner_capitals,
    "digit": words_with_digits,
    "foreign": foreign_words,
}
