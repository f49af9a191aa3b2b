"""`phrase`: words that stand next to each other, from a list.

The list is data: one phrase a line, or a map from a phrase to what to write instead. Matching ignores case,
the kind of quotes and hyphens and of blanks, keeps to whole words, and costs the same for ten phrases as for a
hundred thousand: all phrases of all rules are found in one scan. The proposed wording takes over the case of
what it replaces, and its ending where `inflect` says so.
"""

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
    return tuple(_forms(params))


def _forms(params: Params) -> dict[str, tuple[str, str]]:
    """Folded phrase, in each of its forms → the form as it is written, and its expected wording."""
    entries = {**dict.fromkeys(params.get("phrases", []), ""), **params.get("map", {})}
    inflected = {"noun": _noun_forms, "verb": _verb_forms}.get(params.get("inflect", ""), _only_form)
    found: dict[str, tuple[str, str]] = {}
    for phrase, expected in entries.items():
        for form, wording in inflected(phrase, expected):
            written = " ".join(form.split())
            found.setdefault(fold(written), (written, wording))
    return found


def _only_form(phrase: str, expected: str) -> Iterator[tuple[str, str]]:
    yield phrase, expected


def _noun_forms(phrase: str, expected: str) -> Iterator[tuple[str, str]]:
    yield phrase, expected
    yield plural(phrase), plural(expected) if expected else ""


def _verb_forms(phrase: str, expected: str) -> Iterator[tuple[str, str]]:
    first, _, rest = phrase.partition(" ")
    wanted, _, wanted_rest = expected.partition(" ")
    yield phrase, expected
    for ending in (third_person, past, participle, gerund):
        form = f"{like(first, ending(first.lower()))} {rest}".strip()
        yield form, f"{ending(wanted)} {wanted_rest}".strip() if wanted else ""


_IRREGULAR_FORMS = """
be was been; bear bore borne; become became become; begin began begun; bend bent; bind bound; blow blew blown; break
broke broken; bring brought; build built; buy bought; cast cast; catch caught; choose chose chosen; come came come;
cost cost; cut cut; deal dealt; dig dug; do did done; draw drew drawn; drink drank drunk; drive drove driven; eat ate
eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; fly flew flown; forget forgot forgotten; get
got; give gave given; go went gone; grow grew grown; hang hung; have had; hear heard; hide hid hidden; hit hit; hold
held; hurt hurt; keep kept; know knew known; lay laid; lead led; leave left; lend lent; let let; lie lay lain; lose
lost; make made; mean meant; meet met; pay paid; put put; quit quit; read read; ride rode ridden; ring rang rung; rise
rose risen; run ran run; say said; see saw seen; seek sought; sell sold; send sent; set set; shake shook shaken; shoot
shot; show showed shown; shut shut; sing sang sung; sink sank sunk; sit sat; sleep slept; speak spoke spoken; spend
spent; split split; spread spread; spring sprang sprung; stand stood; steal stole stolen; stick stuck; strike struck;
swear swore sworn; sweep swept; swing swung; take took taken; teach taught; tear tore torn; tell told; think thought;
throw threw thrown; understand understood; wake woke woken; wear wore worn; win won; write wrote written
"""
_IRREGULAR = {forms[0]: forms[1:] for forms in map(str.split, _IRREGULAR_FORMS.split(";"))}
"""Verb → its past tense, and its participle where that differs."""


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
    if irregular := _IRREGULAR.get(verb):
        return irregular[0]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{_doubled(verb)}ed"


def participle(verb: str) -> str:
    """A verb's past participle: give → given."""
    irregular = _IRREGULAR.get(verb)
    return irregular[-1] if irregular else past(verb)


def gerund(verb: str) -> str:
    """The -ing form of a verb: run → running, take → taking."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{_doubled(verb)}ing"


def _doubled(verb: str) -> str:
    """With the last consonant doubled, as verbs have it whose one vowel stands right before: plan, strip, not open."""
    vowels = [place for place, char in enumerate(verb.replace("qu", "qw")) if char in "aeiouy"]
    return verb + verb[-1] if vowels == [len(verb) - 2] and vowels != [0] and verb[-1] not in "wx" else verb


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function of a document and the places where its phrases stand."""
    params: Params = rule.params  # type: ignore[assignment]
    forms = tuple(_forms(params).values())
    own_case = params.get("case") == "match"

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        folded, text = document.folded, document.text
        for number, start in hits:
            written, expected = forms[number]
            end = start + len(written)
            if not whole_words(folded, start, end) or (own_case and text[start:end] != written):
                continue
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
