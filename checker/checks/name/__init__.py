"""`name`: a person's or a place's name that the document itself contradicts.

An engine spells a name anew each time it meets it, turns round the order of its parts, drops an accent, or runs
it into the next word. Nothing here knows any name: two forms in one document are compared, and what stands
beside them (a first name, a title, a verb of saying) tells whether they are one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypedDict

from checker.checks import Find, Hit, Problem
from checker.checks.name.form import accents, apart, capitals, glued, orders, small_forms
from checker.checks.name.korean import transcribed
from checker.checks.name.places import Asked
from checker.checks.name.sound import transliterations
from checker.checks.name.spelled import spellings, swapped
from checker.document import Document
from checker.finding import Match
from checker.prefilter import SHAPE
from checker.rule import Rule


class Params(TypedDict, total=False):
    """Parameters of a `name` rule.

    what: the variant.
      `spelling`: one name has two spellings, a letter apart: what stands beside them shows one person, or the one
        that stands there once is no word that anybody knows.
      `sound`: one name is transliterated in two ways, more than a letter apart.
      `swapped`: a name that stands there once is no known one, but is one with two letters put back.
      `order`: the two parts of a name stand in both orders.
      `accents`: a name stands with and without its accents.
      `capitals`: a name stands in capitals and with a first one only.
      `glued`: a name that also stands apart is run together with the next word.
      `apart`: a name is written in two words, and elsewhere in one.
      `small`: a word that no list has is a name elsewhere, and here has no capital.
      `transcribed`: a Korean name (`Han Yoo-jin`) stands in two transcriptions of one and the same sound.
    titles: words before a surname (`Dr`, `President`), for `spelling`.
    verbs: verbs of saying, as they stand beside a name, for `spelling`.
    unless: forms that are left alone.
    min_length: least number of letters of a name; default 5.
    max_count: how often the rarer form stands in a document at most; default 3.
    """

    what: str
    titles: list[str]
    verbs: list[str]
    unless: list[str]
    min_length: int
    max_count: int


def problems(params: Params) -> Iterator[Problem]:
    """An unknown variant; no titles or verbs where it needs them."""
    if params.get("what") not in VARIANTS:
        yield Problem(("what",) if "what" in params else (), f"'what' is one of {', '.join(VARIANTS)}")
    elif params["what"] == "spelling" and not (params.get("titles") and params.get("verbs")):
        yield Problem((), "'what: spelling' needs 'titles' and 'verbs'")


def literals(params: Params) -> tuple[str, ...]:
    """A capital inside a word, in the text's shape, where that is what is looked for; else any name may be wrong."""
    return tuple(f"{SHAPE}{before}Aaa" for before in "aA?") if params["what"] == "glued" else ()


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function."""
    params: Params = rule.params  # type: ignore[assignment]
    variant = VARIANTS[params["what"]]
    asked = Asked(
        titles=frozenset(params.get("titles", ())),
        verbs=frozenset(params.get("verbs", ())),
        unless=frozenset(params.get("unless", ())),
        min_length=params.get("min_length", 5),
        max_count=params.get("max_count", 3),
    )

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        return variant(document, asked)

    return find


VARIANTS: Mapping[str, Callable[[Document, Asked], Iterator[Match]]] = {
    "spelling": spellings,
    "sound": transliterations,
    "swapped": swapped,
    "order": orders,
    "accents": accents,
    "capitals": capitals,
    "glued": glued,
    "transcribed": transcribed,
    "apart": apart,
    "small": small_forms,
}
