"""`phrase`: words that stand next to each other, from a list.

The list is data: one phrase a line, or a map from a phrase to what to write instead. Matching ignores case,
the kind of quotes and hyphens and of blanks, keeps to whole words, and costs the same for ten phrases as for a
hundred thousand: all phrases of all rules are found in one scan. The proposed wording takes over the case of
what it replaces, and its ending where `inflect` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from checker.checks import Find, Hit, Problem
from checker.document import Document, fold
from checker.finding import Match
from checker.rule import Rule


class Params(TypedDict, total=False):
    """Parameters of a `phrase` rule.

    phrases: the phrases, one an entry.
    map: a mapping from a phrase to the expected wording; `{expected}` in the message, and the fix.
    inflect: `noun` also finds the plural of the last word, `verb` the forms of the first; default neither.
    case: `ignore` (default) or `match`, for a phrase that is wrong only in its own case.
    """

    phrases: list[str]
    map: dict[str, str]
    inflect: str
    case: str


def problems(params: Params) -> Iterator[Problem]:
    """No phrases, an empty one, one that stands twice, an unknown option."""
    if not params.get("phrases") and not params.get("map"):
        yield Problem((), "a phrase rule needs 'phrases' or 'map'")
    for key, allowed in (("inflect", {"noun", "verb"}), ("case", {"ignore", "match"})):
        if params.get(key) not in {None, *allowed}:
            yield Problem((key,), f"'{key}' is one of {', '.join(sorted(allowed))}")
    seen: set[str] = set()
    for number, phrase in enumerate(params.get("phrases", [])):
        if not phrase.strip():
            yield Problem(("phrases", number), "an empty phrase")
        if fold(phrase) in seen:
            yield Problem(("phrases", number), f"'{phrase}' stands twice")
        seen.add(fold(phrase))
    for phrase in params.get("map", {}):
        if not phrase.strip() or fold(phrase) in seen:
            yield Problem(("map", phrase), f"'{phrase}' is empty or stands twice")
        seen.add(fold(phrase))


def literals(params: Params) -> tuple[str, ...]:
    """The folded phrases with all their forms."""
    return tuple(_wordings(params))


def _wordings(params: Params) -> dict[str, str]:
    """Folded phrase, in each of its forms → expected wording in the same form ('' for none)."""
    entries = {**dict.fromkeys(params.get("phrases", []), ""), **params.get("map", {})}
    forms = {"noun": _noun_forms, "verb": _verb_forms}.get(params.get("inflect", ""), _only_form)
    wordings: dict[str, str] = {}
    for phrase, expected in entries.items():
        for form, wording in forms(phrase, expected):
            wordings.setdefault(fold(" ".join(form.split())), wording)
    return wordings


def _only_form(phrase: str, expected: str) -> Iterator[tuple[str, str]]:
    yield phrase, expected


def _noun_forms(phrase: str, expected: str) -> Iterator[tuple[str, str]]:
    yield phrase, expected
    yield plural(phrase), plural(expected) if expected else ""


def _verb_forms(phrase: str, expected: str) -> Iterator[tuple[str, str]]:
    first, _, rest = phrase.partition(" ")
    wanted, _, wanted_rest = expected.partition(" ")
    yield phrase, expected
    for ending in (third_person, past, gerund):
        form = f"{ending(first)} {rest}".strip()
        yield form, f"{ending(wanted)} {wanted_rest}".strip() if wanted else ""


_IRREGULAR_PAST = {
    "give": "gave", "take": "took", "make": "made", "do": "did", "have": "had", "get": "got", "go": "went",
    "come": "came", "see": "saw", "say": "said", "tell": "told", "hold": "held", "put": "put", "set": "set",
    "keep": "kept", "bring": "brought", "buy": "bought", "find": "found", "run": "ran", "fall": "fell",
    "know": "knew", "speak": "spoke", "write": "wrote", "pay": "paid", "lay": "laid", "lead": "led", "hang": "hung",
    "throw": "threw", "feel": "felt", "leave": "left", "become": "became", "begin": "began", "rise": "rose",
    "draw": "drew", "grow": "grew", "win": "won", "lose": "lost", "meet": "met", "send": "sent", "build": "built",
    "let": "let", "cut": "cut", "eat": "ate", "drink": "drank", "stand": "stood", "sit": "sat", "blow": "blew",
}  # fmt: skip


def plural(phrase: str) -> str:
    """The plural of a phrase's last word, by the regular rules.

    >>> plural("bosom malignancy"), plural("nervous crash")
    ('bosom malignancies', 'nervous crashes')
    """
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return f"{phrase[:-1]}ies"
    if phrase.endswith(("s", "x", "z", "ch", "sh")):
        return f"{phrase}es"
    return f"{phrase}s"


def third_person(verb: str) -> str:
    """The third person singular of a verb: carry → carries."""
    return {"have": "has", "do": "does", "go": "goes"}.get(verb) or plural(verb)


def past(verb: str) -> str:
    """A verb's past tense: the common irregular ones, else the regular form."""
    if irregular := _IRREGULAR_PAST.get(verb):
        return irregular
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{_doubled(verb)}ed"


def gerund(verb: str) -> str:
    """The -ing form of a verb: run → running, take → taking."""
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{_doubled(verb)}ing"


def _doubled(verb: str) -> str:
    """With the last consonant doubled, as short verbs with one vowel before it have it."""
    short = len(verb) <= 4 and len(verb) >= 3
    vowels = "aeiou"
    if short and verb[-1] not in f"{vowels}wxy" and verb[-2] in vowels and verb[-3] not in vowels:
        return verb + verb[-1]
    return verb


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function of a document and the places where its phrases stand."""
    params: Params = rule.params  # type: ignore[assignment]
    wordings = tuple(_wordings(params).values())
    own_case = params.get("case") == "match"
    originals = {fold(phrase): phrase for phrase in (*params.get("phrases", []), *params.get("map", {}))}

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        folded, text = document.folded, document.text
        for number, start in hits:
            phrase = rule.literals[number]
            end = start + len(phrase)
            if not whole_words(folded, start, end):
                continue
            if own_case and text[start:end] != originals.get(phrase):
                continue
            expected = wordings[number]
            fix = like(text[start:end], expected) if expected else None
            yield Match(start, end, {"expected": fix or ""}, fix)

    return find


def whole_words(text: str, start: int, end: int) -> bool:
    """Whether a span neither begins nor ends inside a word."""
    left = start > 0 and text[start].isalnum() and (text[start - 1].isalnum() or text[start - 1] == "-")
    right = end < len(text) and text[end - 1].isalnum() and (text[end].isalnum() or text[end : end + 1] == "-")
    return not (left or right)


def like(model: str, text: str) -> str:
    """Text in the case of a model: in capitals, with a capital, or as it is.

    >>> like("BOSOM PERIL", "breast cancer"), like("Bosom peril", "breast cancer")
    ('BREAST CANCER', 'Breast cancer')
    """
    if model.isupper() and len(model) > 1:
        return text.upper()
    if model[:1].isupper():
        return text[:1].upper() + text[1:]
    return text
