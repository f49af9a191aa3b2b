"""`consistency`: one thing written in two ways in one document.

Several translators, engines or wire stories leave several spellings, and none of them is wrong alone. So the
uses are counted over the whole document, and what is found is the first use of the form that is used less; the
fix is the form that is used more. Variants are found in the one scan for all literals; the rest is counting.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Literal, NamedTuple, TypedDict

from checker.checks import Find, Hit, Problem
from checker.checks.phrase import like
from checker.document import Document, fold
from checker.expressions import own
from checker.finding import Match
from checker.rule import Rule


class Params(TypedDict, total=False):
    """Parameters of a `consistency` rule; each kind reads those that name it.

    what: `variants` (each group for itself), `variety` (one side of all pairs) or `initialism` (never introduced).
    groups: variants: lists of forms for the same thing.
    pairs: variety: a mapping from each form of one variety to its form in the other.
    varieties: variety: the names of both, for the message: `British`, `American`.
    case: variants, variety: `match` as it stands in the list (default), or `ignore`.
    min_uses: variants, variety: the least number of uses of all forms together; default 3.
    initials: initialism: the least and the greatest number of letters; default 3 and 5.
    allowed: initialism: those that need no introduction.
    link_words: initialism: small words that give no letter: `of`, `and`.
    """

    what: Literal["variants", "variety", "initialism"]
    groups: list[list[str]]
    pairs: dict[str, str]
    varieties: list[str]
    case: Literal["match", "ignore"]
    min_uses: int
    initials: list[int]
    allowed: list[str]
    link_words: list[str]


def problems(params: Params) -> Iterator[Problem]:
    """No kind, no forms, a form alone or one that stands twice."""
    what = params.get("what")
    if what is None:
        yield Problem((), "a consistency rule needs 'what'")
    if what == "variants" and not params.get("groups"):
        yield Problem((), "'what: variants' needs 'groups'")
    if what == "variety" and not params.get("pairs"):
        yield Problem((), "'what: variety' needs 'pairs'")
    seen: set[str] = set()
    for number, group in enumerate(params.get("groups", [])):
        if len(group) < 2:
            yield Problem(("groups", number), "a group has two forms or more")
        for form in group:
            if form in seen:
                yield Problem(("groups", number), f"'{form}' stands twice")
            seen.add(form)
    if len(params.get("varieties", ["", ""])) != 2:
        yield Problem(("varieties",), "'varieties' names two")
    if len(params.get("initials", [3, 5])) != 2:
        yield Problem(("initials",), "'initials' is the least and the greatest number")


def literals(params: Params) -> tuple[str, ...]:
    """Every form, folded; none for initialisms."""
    return tuple(sorted({fold(form) for side in _sides(params) for form in side}))


def _sides(params: Params) -> list[list[str]]:
    """Forms that are counted together: each on its own, or all of a variety."""
    if params["what"] == "variety":
        return [list(params["pairs"]), list(params["pairs"].values())]
    return [[form] for group in params.get("groups", []) for form in group]


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function of a document and the places where its forms may stand."""
    params: Params = rule.params  # type: ignore[assignment]
    return {"variants": _variants, "variety": _variety, "initialism": _initialism}[params["what"]](params, rule)


class _Use(NamedTuple):
    """A form of the rule where it stands."""

    start: int
    end: int
    form: str


def _uses(document: Document, rule: Rule, forms: Sequence[str], hits: Sequence[Hit]) -> list[_Use]:
    """Where forms stand as words of their own, in the rule's scope, and outside quotations if it says so."""
    ignore_case = rule.params.get("case") == "ignore"
    spelt: dict[str, list[str]] = {}
    for form in forms:
        spelt.setdefault(fold(form), []).append(form)
    uses: list[_Use] = []
    for number, start in sorted(hits, key=lambda hit: hit.start):
        literal = rule.literals[number]
        end = start + len(literal)
        shown = document.text[start:end].replace("’", "'")  # the apostrophe that lists have
        found = next((form for form in spelt.get(literal, ()) if ignore_case or form == shown), None)
        if found and _is_word(document.text, start, end) and _is_read(document, rule, start, end):
            uses.append(_Use(start, end, found))
    return uses


_INSIDE_BEFORE = own(r"[\w.@/\\$_]")
_INSIDE_AFTER = own(r"[\w@/\\$_]|\.\w")
_SHOUTED = own(r"[A-Z]{2,} $")


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a form is no part of a longer word, of an address or of a sum, nor of a line in capitals."""
    if _INSIDE_BEFORE.match(text[max(0, start - 1) : start]) or _INSIDE_AFTER.match(text, end):
        return False
    return not (text[start:end].isupper() and _SHOUTED.search(text[max(0, start - 20) : start]))


def _is_read(document: Document, rule: Rule, start: int, end: int) -> bool:
    if document.blocks[document.block_at(start)].kind not in rule.scope:
        return False
    return rule.where.quotes == "any" or document.is_quoted(start, end) == (rule.where.quotes == "inside")


def _match(document: Document, use: _Use, expected: str, used: int, others: int, **values: str) -> Match:
    """A use of the rarer form; the fix is the expected one in the same case, with the stop that the rarer one was."""
    shown = document.text[use.start : use.end]
    fix = like(shown, expected) if shown.islower() or shown.istitle() else expected
    if shown.endswith(".") and use.end >= document.sentence_at(use.start).end and not fix.endswith("."):
        fix += "."
    counts = {"expected": fix, "used": str(used), "others": str(others)}
    doubled = fix.endswith(".") and document.text[use.end : use.end + 1] == "."
    return Match(use.start, use.end, {**counts, **values}, fix[:-1] if doubled else fix)


# --- variants of one thing ------------------------------------------------------------------------------


def _variants(params: Params, rule: Rule) -> Find:
    """The first use of each form that is not the commonest of its group (the first, of two as common)."""
    groups, least = params["groups"], params.get("min_uses", 3)

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        present = {rule.literals[number] for number, _ in hits}
        several = [group for group in groups if sum(fold(form) in present for form in group) > 1]
        uses = _uses(document, rule, [form for group in several for form in group], hits)
        for group in several:
            counts = Counter(use.form for use in uses if use.form in group)
            if len(counts) < 2 or counts.total() < least:
                continue
            common = counts.most_common(1)[0][0]
            first = {use.form: use for use in reversed(uses) if use.form in counts}
            for form, count in counts.items():
                if form != common:
                    yield _match(document, first[form], common, count, counts[common])

    return find


# --- two varieties of the language ----------------------------------------------------------------------


def _variety(params: Params, rule: Rule) -> Find:
    """The first use of a form of the variety that is used less (the later one, of two used alike)."""
    pairs, least = params["pairs"], params.get("min_uses", 3)
    back = {other: form for form, other in pairs.items()}
    names = params.get("varieties", ["one", "the other"])

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        uses = _uses(document, rule, [*pairs, *back], hits)
        left = [use for use in uses if use.form in pairs]
        right = [use for use in uses if use.form in back]
        if not left or not right or len(uses) < least:
            return
        if (len(left), -left[0].start) < (len(right), -right[0].start):
            rarer, common, expected, sides = left, right, pairs, names
        else:
            rarer, common, expected, sides = right, left, back, names[::-1]
        first = rarer[0]
        values = {"variety": sides[0], "other": sides[1]}
        yield _match(document, first, expected[first.form], len(rarer), len(common), **values)

    return find


# --- initialisms ----------------------------------------------------------------------------------------


def _initialism(params: Params, rule: Rule) -> Find:
    """The first use of an initialism whose words stand in the document, but neither in brackets beside the other."""
    low, high = params.get("initials", [3, 5])
    allowed = frozenset(params.get("allowed", ()))
    link_words = frozenset(params.get("link_words", ()))
    # the look-behind after the first letter: `re` is quick to find an expression that begins with a class
    letters = own(rf"[A-Z](?<![\w.\-].)[A-Z]{{{low - 1},{high - 1}}}(?![\w\-]|\.\w)")
    opened = own(rf"\(([A-Z]{{{low},{high}}})")

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        text = document.text
        first: dict[str, re.Match[str]] = {}
        introduced = set(opened.findall(text))
        for found in letters.finditer(text):
            start, end = found.span()
            if text.startswith(" (", end):
                introduced.add(found.group())
            if found.group() not in allowed and not _SHOUTED.search(text, max(0, start - 20), start):
                first.setdefault(found.group(), found)
        names = _names(document.tokens, frozenset(first) - introduced, link_words)
        for initials, (begin, last) in names.items():
            if _is_read(document, rule, *first[initials].span()):
                name = text[document.token_spans[begin][0] : document.token_spans[last][1]]
                yield Match(*first[initials].span(), {"name": name})

    return find


_LONGEST_NAME = 10  # tokens


def _names(tokens: Sequence[str], wanted: frozenset[str], link_words: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Of initials that are wanted, the first and last token of the first run of capitalised words that has them.

    Link words may stand in the run.
    """
    names: dict[str, tuple[int, int]] = {}
    beginnings = {initials[:size] for initials in wanted for size in range(1, len(initials) + 1)}
    capitalised = {token for token in set(tokens) if _is_capitalised(token)}
    for start in compress(range(len(tokens)), map(capitalised.__contains__, tokens)):
        initials = ""
        for at in range(start, min(len(tokens), start + _LONGEST_NAME)):
            if tokens[at] in capitalised:
                initials += tokens[at][0]
                if initials in wanted:
                    names.setdefault(initials, (start, at))
            if (tokens[at] not in capitalised and tokens[at] not in link_words) or initials not in beginnings:
                break
    return names


def _is_capitalised(token: str) -> bool:
    return len(token) > 1 and token[0].isupper() and token[1:].islower()
