"""`name`: a person's or a place's name that the document itself contradicts.

An engine spells a name anew each time it meets it, turns round the order of its parts, drops an accent, or runs
it into the next word. Nothing here knows any name: two forms in one document are compared, and what stands
beside them (a first name, a title, a verb of saying) tells whether they are one.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import NamedTuple, TypedDict

from checker import foreign, lexicon, spelling
from checker.checks import Find, Hit, Problem
from checker.document import Document, word_start
from checker.expressions import own
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


class Asked(NamedTuple):
    """A rule's parameters, ready for look-up; each as in `Params`."""

    titles: frozenset[str]
    verbs: frozenset[str]
    unless: frozenset[str]
    min_length: int
    max_count: int


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


# --- what stands in the document ---------------------------------------------------------------------

# Expressions here begin with a class of characters, look-behinds after it: `re` finds these ten times as fast.
# An Arabic name is one with its article: `Al-Hazmi`.
_CAPITALISED = own(r"[^\W\d_a-z](?<![\w@#/.'’\-].)(?:(?<=[AE])l-[^\W\d_a-z])?[^\W\d_A-Z]+(?![\w@/\-])")
_HYPHENATED = own(r"[^\W\d_a-z](?<![\w@#/.'’\-].)[^\W\d_A-Z]+(?:-[^\W\d_a-z][^\W\d_A-Z]+)+(?![\w@/\-])")
_POSSESSIVE = own(r"['’]s?$")
_NAME = lexicon.mask("name")
_KNOWN_NAME = 50  # tier of the lexicon up to which a name is widely known
_MOST_FORMS = 5_000  # forms compared in one document; hostile text could have a million

Places = Mapping[str, Sequence[tuple[int, int]]]
"""Capitalised words and the spans where they stand, without a possessive ending."""


def _places(document: Document, min_length: int) -> Places:
    return {form: spans for form, spans in document.memo(_capitalised).items() if len(form) >= min_length}


def _capitalised(document: Document) -> Places:
    return _found(_CAPITALISED, document)


def _found(expression: re.Pattern[str], document: Document) -> Places:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for word in expression.finditer(document.text):
        if word.group()[0].isupper():
            found[word.group()].append(word.span())
    return found


def _is_common(word: str) -> bool:
    """Whether a word is an English one that may be written in lower case."""
    found = lexicon.lookup(word)
    return found is not None and not found.classes & _NAME and 0 < found.tier <= 50


def _variant_matches(form: str, expected: str, places: Places) -> Iterator[Match]:
    for start, end in places[form]:
        yield Match(start, end, {"expected": expected}, expected)


# --- spelling ----------------------------------------------------------------------------------------


class Person(NamedTuple):
    """What stands beside a surname in a document: first names, titles, and whether it speaks somewhere."""

    firsts: frozenset[str]
    titles: frozenset[str]
    speaks: bool


def _spellings(document: Document, asked: Asked) -> Iterator[Match]:
    places = _places(document, asked.min_length)
    persons: dict[str, Person] = {}
    for pair in _one_letter_apart(sorted(places)[:_MOST_FORMS]):
        if asked.unless.intersection(pair) or all(map(_is_common, pair)):
            continue
        for form in pair:
            if form not in persons:
                persons[form] = _person(document.text, places[form], asked)
        # the rarer form is reported; of two as frequent, the one that comes later
        rare, usual = sorted(pair, key=lambda form: (len(places[form]), -places[form][0][0]))
        if len(places[rare]) > asked.max_count:
            continue
        if _are_one(persons[rare], persons[usual], rare, usual) or _is_garbled(document, rare, usual, places, persons):
            yield from _variant_matches(rare, usual, places)


def _one_letter_apart(forms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of forms that differ by one letter dropped, added, exchanged or swapped with its neighbour.

    >>> list(_one_letter_apart(["Brinck", "Brink", "Thompson", "Thopmson"]))
    [('Brinck', 'Brink'), ('Thompson', 'Thopmson')]
    """
    first: dict[str, str] = {}  # shortened form → the first that it is of: most are of one
    shared: dict[str, set[str]] = {}
    for form in forms:
        if len(form) <= 20:
            for key in (form, *(form[:at] + form[at + 1 :] for at in range(1, len(form)))):
                if (other := first.setdefault(key, form)) is not form:
                    shared.setdefault(key, {other}).add(form)
    seen: set[tuple[str, str]] = set()
    for some in shared.values():
        if 1 < len(some) <= 8:  # more are no variants of one name
            seen.update(combinations(sorted(some), 2))
    yield from sorted(pair for pair in seen if _edit(*pair))


def _edit(one: str, other: str) -> str:
    """What tells two forms apart when it is one edit: the letters that are dropped or exchanged; '' for more.

    >>> _edit("Brinck", "Brink"), _edit("Marten", "Martin"), _edit("Thompson", "Thopmson"), _edit("Perrin", "Parron")
    ('c', 'ei', 'mp', '')
    """
    short, long = sorted((one, other), key=len)
    left = 0
    while left < len(short) and short[left] == long[left]:
        left += 1
    right = 0
    while right < len(short) - left and short[-1 - right] == long[-1 - right]:
        right += 1
    gone, came = short[left : len(short) - right], long[left : len(long) - right]
    if len(gone) + len(came) <= 2 and len(came) == 1:
        return gone + came
    return gone if gone == came[::-1] and len(gone) == 2 else ""


_BEFORE = own(r"([^\W\d_][\w'’-]*)\.? \Z")
_AFTER = own(r"(?:['’]s?)? ([^\W\d_]+)")


def _person(text: str, places: Iterable[tuple[int, int]], asked: Asked) -> Person:
    firsts: set[str] = set()
    titles: set[str] = set()
    speaks = False
    for start, end in places:
        before = _BEFORE.search(text, max(0, start - 40), start)
        following = _AFTER.match(text, end)
        word = before.group(1) if before else ""
        if word in asked.titles:
            titles.add(word)
        elif word[:1].isupper() and not _is_common(word):
            firsts.add(word)
        speaks = speaks or word in asked.verbs or (following is not None and following.group(1) in asked.verbs)
    return Person(frozenset(firsts), frozenset(titles), speaks)


def _are_one(rare: Person, usual: Person, rare_form: str, usual_form: str) -> bool:
    """Whether two forms a letter apart name one person, by what stands beside them."""
    if _is_derived(rare_form, usual_form):
        return False
    if rare.firsts and usual.firsts:
        return bool(rare.firsts & usual.firsts)  # else namesakes, brothers, a place and a person
    if not _sound_alike(rare_form, usual_form):
        return False
    if lexicon.lookup(rare_form) and lexicon.lookup(usual_form):  # two names that exist: `Clark` and `Clarke`
        return bool(rare.titles & usual.titles)
    if rare.firsts or usual.firsts:
        other = usual if rare.firsts else rare
        return other.speaks or bool(other.titles)
    return bool(rare.titles & usual.titles)


_MOST_PLACES = 50  # of a form that are looked at for what stands beside it
_LONG_NAME = 9  # letters: two names that differ in one of so many are hardly two names
_OFTEN = 3
_SIC = own(r" ?[\[(]sic")


def _is_garbled(document: Document, rare: str, usual: str, places: Places, persons: Mapping[str, Person]) -> bool:
    """Whether a form that stands there once is a slip: unknown, with a letter inside dropped, doubled or exchanged.

    The other form is a known word, stands there often or in the same company, or is too long for chance.
    """
    if len(places[rare]) > 1 or not _is_edited_inside(rare, usual) or lexicon.is_known(rare):
        return False
    if _bare(rare) == _bare(usual):  # `accents`
        return False
    if foreign.of_word(rare.lower()) or rare.lower() in document.memo(_lower_case_words):
        return False
    firsts, others = persons[rare].firsts, persons[usual].firsts
    if (firsts and others and not firsts & others) or _SIC.match(document.text, places[rare][0][1]):
        return False
    if (known := lexicon.lookup(usual)) and not known.classes & _NAME:
        # A common word in a name; `Emily Theis` is not "their", nor `Korn` the corn.
        exchanged = frozenset(_edit(rare, usual)) in _EXCHANGED
        inside = _has_capital_inside(document, places[usual][:_MOST_PLACES])
        return not exchanged and not any(map(_is_first_name, firsts)) and inside
    company = _company(document.text, places[rare])
    shared = company & _company(document.text, places[usual][:_MOST_PLACES])
    if company and not shared:  # a first name or a surname of somebody else
        return False
    return bool(known or shared) or len(places[usual]) >= _OFTEN or len(usual) >= _LONG_NAME


def _is_edited_inside(one: str, other: str) -> bool:
    """Whether two forms a letter apart begin and end alike: `Deutsch` and `Deutsche` are two words."""
    return one[0] == other[0] and one[-1] == other[-1] and one[:-1] != other and other[:-1] != one


def _lower_case_words(document: Document) -> frozenset[str]:
    return frozenset(filter(str.islower, document.token_counts))


def _is_first_name(word: str) -> bool:
    found = lexicon.lookup(word)
    return found is None or bool(found.classes & _NAME)


def _has_capital_inside(document: Document, places: Iterable[tuple[int, int]]) -> bool:
    """Whether a form stands somewhere behind a word of its own sentence: it is no sentence's first word there."""
    return any(document.text[start - 1 : start] == " " and document.text[start - 2].isalnum() for start, _ in places)


def _company(text: str, places: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Capitalised words right before and after a form."""
    words: set[str] = set()
    for start, end in places:
        before, following = _BEFORE.search(text, max(0, start - 40), start), _AFTER.match(text, end)
        words.update(found.group(1) for found in (before, following) if found and found.group(1)[0].isupper())
    return frozenset(words)


_VOWELS = frozenset("aeiouy")
_EXCHANGED = frozenset(map(frozenset, ("ck", "sz", "vw", "dt", "gj", "jy", "bp", "gk", "fv")))
_ENDINGS = ("s", "n", "i")


def _is_derived(one: str, other: str) -> bool:
    """Whether one of two forms is made from the other: `Brinks`, `Korean`, `Iraqi`."""
    short, long = sorted((one, other), key=len)
    return len(short) < len(long) and long.startswith(short) and long.endswith(_ENDINGS)


def _sound_alike(one: str, other: str) -> bool:
    """Whether one of two forms a letter apart could be a misspelling of the other.

    >>> _sound_alike("Brinck", "Brink"), _sound_alike("Marten", "Martin"), _sound_alike("Marten", "Harten")
    (True, True, False)
    """
    if one[0] != other[0]:
        return False
    if len(one) != len(other):
        return True
    letters = frozenset(_edit(one, other))
    swapped = sorted(one) == sorted(other)
    return swapped or letters <= _VOWELS or letters in _EXCHANGED


def _swapped(document: Document, asked: Asked) -> Iterator[Match]:
    places = _places(document, asked.min_length)
    for form in [form for form in places if len(places[form]) == 1 and form not in asked.unless]:
        if not lexicon.is_known(form) and (expected := _put_back(form)):
            yield from _variant_matches(form, expected, places)


def _put_back(form: str) -> str:
    """The known name that a form is with two letters inside it swapped; '' if there is none.

    >>> _put_back("Johsnon"), _put_back("Thorne")
    ('Johnson', '')
    """
    for at in range(1, len(form) - 2):
        expected = form[:at] + form[at + 1] + form[at] + form[at + 2 :]
        if (found := lexicon.lookup(expected)) and found.classes & _NAME and 0 < found.tier <= _KNOWN_NAME:
            return expected
    return ""


# --- transliteration ---------------------------------------------------------------------------------

_SOUND = {
    **dict.fromkeys(("shch", "sch", "sh"), "S"), **dict.fromkeys(("tch", "ch"), "C"), "zh": "Z",
    **dict.fromkeys(("kh", "h", "g"), "g"), **dict.fromkeys(("ts", "tz"), "T"), "ph": "f",
    **dict.fromkeys(("ks", "x"), "x"), **dict.fromkeys(("ck", "k", "q", "c"), "k"), **dict.fromkeys("wv", "v"),
    **dict.fromkeys(("ou", "oo"), "u"),
}  # fmt: skip
_SOUNDS = own("|".join(sorted(_SOUND, key=len, reverse=True)))
_GLIDE = own(r"[yij]+(?=[aeou])")
_REPEATED = own(r"(.)\1+")


def _sounds(name: str) -> str:
    """One string for all usual transliterations of a name from Cyrillic.

    >>> _sounds("Hrytsenko") == _sounds("Gritsenko"), _sounds("Zelenskyy") == _sounds("Zelenskiy")
    (True, True)
    >>> _sounds("Petrov") == _sounds("Petrova")
    False
    """
    spelled = _SOUNDS.sub(lambda found: _SOUND[found.group()], name.lower() if name.isascii() else _bare(name.lower()))
    spelled = _GLIDE.sub("j", spelled).replace("y", "i")
    return _REPEATED.sub(r"\1", spelled)


def _transliterations(document: Document, asked: Asked) -> Iterator[Match]:
    places = _places(document, asked.min_length)
    alike: dict[str, list[str]] = defaultdict(list)
    for form in sorted(places)[:_MOST_FORMS]:
        alike[_sounds(form)].append(form)
    for pair in (pair for forms in alike.values() if 1 < len(forms) <= 8 for pair in combinations(forms, 2)):
        if asked.unless.intersection(pair) or all(map(lexicon.is_known, pair)) or any(map(_is_common, pair)):
            continue
        if _edit(*pair) or _bare(pair[0]) == _bare(pair[1]):  # `spelling`, `accents`
            continue
        rare, usual = sorted(pair, key=lambda form: (len(places[form]), -places[form][0][0]))
        if len(places[rare]) <= asked.max_count and _is_in_one_company(document.text, places[rare], places[usual]):
            yield from _variant_matches(rare, usual, places)


def _is_in_one_company(text: str, places: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing beside two forms speaks against their being one: other first names, other surnames."""
    befores, followers = (_neighbours(text, places, side) for side in (_BEFORE_NAME, _AFTER_NAME))
    befores2, followers2 = (_neighbours(text, others, side) for side in (_BEFORE_NAME, _AFTER_NAME))
    if followers or followers2:  # first names: Andrii K. and Andriy S. are two
        return bool(followers & followers2)
    return not (befores and befores2) or bool(befores & befores2)


_BEFORE_NAME = own(r"([^\W\d_a-z][^\W\d_A-Z]+) \Z")
_AFTER_NAME = own(r" ([^\W\d_a-z][^\W\d_A-Z]+)")


def _neighbours(text: str, places: Sequence[tuple[int, int]], side: re.Pattern[str]) -> frozenset[str]:
    """The names that stand on one side of a form, by their sound."""
    words: set[str] = set()
    for start, end in places[:_MOST_PLACES]:
        found = side.match(text, end) if side is _AFTER_NAME else side.search(text, max(0, start - 40), start)
        if found and not _is_common(found.group(1)):
            words.add(_sounds(found.group(1)))
    return frozenset(words)


# --- in two words, and without a capital ----------------------------------------------------------------

_TWO_WORDS = own(
    r"(?=([^\W\d_a-z](?<![\w@#/.'’\-].)[^\W\d_A-Z]+) ([^\W\d_a-z][^\W\d_A-Z]+)(?![\w@/\-]))[^\W\d_a-z][^\W\d_A-Z]+"
)


def _apart(document: Document, asked: Asked) -> Iterator[Match]:
    """`Hai Long` where `Hailong` stands elsewhere, or the other way round: the rarer, or the later one."""
    joined = _places(document, asked.min_length)
    parted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _TWO_WORDS.finditer(document.text):
        if (whole := found[1] + found[2].lower()) in joined:
            parted[whole].append((found.start(1), found.end(2)))
    for whole, spans in parted.items():
        in_two = document.text[slice(*spans[0])]
        if whole in asked.unless or spelling.is_listed(whole.lower()) or all(map(_is_common, in_two.split(" "))):
            continue  # `New Town` is not `Newtown`
        both = {whole: joined[whole], in_two: spans}
        rare, usual = sorted(both, key=lambda form: (len(both[form]), -both[form][0][0]))
        if len(both[rare]) <= asked.max_count:
            yield from _variant_matches(rare, usual, both)


_MOST_WORDS = 10_000  # of a document: in a manual or a book a term has a capital in one chapter and none in another
_IN_SENTENCE = own(r"(?:[^\W\d_A-Z]|[,;]) \Z")
_BEFORE_THING = own(r"\b(?:an?|the|this|these|any|some|no|each|every|or|and|of|with) \Z|[^\w ,;.] ?\Z")
_SMALL = own(r"[^\W\d_A-Z](?<![\w@#/.'’\-_].)[^\W\d_A-Z]{3,}(?![\w@/\-_]|\.\w|['’]\w)")


def _small(document: Document, asked: Asked) -> Iterator[Match]:
    """`mirka` where `Mirka` stands elsewhere, more often, and not at the start of sentences alone."""
    if document.word_count > _MOST_WORDS:
        return
    text = document.text
    names = {form: spans for form, spans in _places(document, asked.min_length).items() if len(spans) > 1}
    small: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _SMALL.finditer(text) if names else ():
        if (form := found.group().capitalize()) in names and form not in asked.unless:
            small[form].append(found.span())
    for form, spans in small.items():
        starts = [start for start, _ in names[form][:_MOST_PLACES]]
        named = sum(bool(_IN_SENTENCE.search(text, max(0, start - 2), start)) for start in starts)
        rare = len(spans) <= min(asked.max_count, len(names[form]) // 2)
        if named > 1 and rare and not _is_word(form.lower()) and not any(_is_thing(text, start) for start, _ in spans):
            yield from _variant_matches(form, form, small)


def _is_thing(text: str, start: int) -> bool:
    """Whether a word has an article before it, or a quotation mark, as no person has."""
    return bool(_BEFORE_THING.search(text, max(0, start - 7), start))


def _is_word(word: str) -> bool:
    return spelling.is_listed(word) or bool(foreign.of_word(word))


# --- order and accents -------------------------------------------------------------------------------

_FULL_NAME = own(r"[^\W\d_a-z](?<![\w-].)[^\W\d_A-Z]+(?:-[^\W\d_]+)?(?: [^\W\d_a-z][\w'’-]*)+")


def _orders(document: Document, asked: Asked) -> Iterator[Match]:
    """Full names of two parts whose parts stand the other way round more often, or earlier."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for found in _FULL_NAME.finditer(document.text):
        name = found.group()
        if name.count(" ") > 2:
            continue
        name = _POSSESSIVE.sub("", name)
        end = found.start() + len(name)
        parts = name.split(" ")
        if len(parts) == 3 and _is_common(parts[0]):  # `Later Yukiko Tanabe`, `President …`
            parts = parts[1:]
        if (
            len(parts) == 2
            and parts[0][0].isupper()
            and not any(part in asked.unless or _is_common(part) for part in parts)
        ):
            places[parts[0], parts[1]].append((end - len(" ".join(parts)), end))
    for (first, second), spans in places.items():
        others = places.get((second, first))
        if not others or first == second or (len(others), -others[0][0]) < (len(spans), -spans[0][0]):
            continue
        for start, end in spans:
            yield Match(start, end, {"expected": f"{second} {first}"}, f"{second} {first}")


def _accents(document: Document, asked: Asked) -> Iterator[Match]:
    if document.text.isascii():
        return
    places = {**_places(document, asked.min_length), **_found(_HYPHENATED, document)}
    for accented in [form for form in places if not form.isascii() and form not in asked.unless]:
        bare = _bare(accented)
        if bare != accented and bare in places and bare not in asked.unless and not _is_common(bare):
            # as often as not it is the bare form that lost something
            wrong, right = (accented, bare) if len(places[accented]) < len(places[bare]) else (bare, accented)
            if len(places[wrong]) <= asked.max_count:
                yield from _variant_matches(wrong, right, places)


def _bare(word: str) -> str:
    """A word without its accents.

    >>> _bare("Pérez")
    'Perez'
    """
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


_IN_CAPITALS = own(r"[A-Z](?<![\w@#/.'’\-].)[A-Z]{3,}(?![\w@/\-])")


def _capitals(document: Document, asked: Asked) -> Iterator[Match]:
    text = document.text
    shouted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for word in _IN_CAPITALS.finditer(text):
        if word.end() - word.start() >= asked.min_length and not _among_capitals(text, *word.span()):
            shouted[word.group()].append(word.span())
    places = {**_places(document, asked.min_length), **shouted} if shouted else {}
    for form in shouted:
        other = form.capitalize()
        if other in places and form not in asked.unless and not lexicon.is_known(form):
            wrong, right = (form, other) if len(places[form]) < len(places[other]) else (other, form)
            if len(places[wrong]) <= asked.max_count:
                yield from _variant_matches(wrong, right, places)


def _among_capitals(text: str, start: int, end: int) -> bool:
    """Whether a word opens its block, as the place of a report does, or another one in capitals is beside it."""
    before = _BEFORE.search(text, max(0, start - 40), start)
    following = _AFTER.match(text, end)
    beside = [found.group(1) for found in (before, following) if found]
    return text[start - 1 : start] in {"", "\n"} or any(word.isupper() and len(word) > 1 for word in beside)


# --- glued to the next word --------------------------------------------------------------------------

_GLUED = own(r"([^\W\d_a-z](?<![\w@#/.\-].)[^\W\d_A-Z]{3,})([A-Z][a-z]{2,})(?![\w@/\-(]|\.\w)")


_CAPITAL_INSIDE = own(rb"[a?]Aaa")


def _with_capital_inside(document: Document) -> Iterator[re.Match[str]]:
    """Words of two capitalised parts; the shape tells at once where a capital follows a small letter."""
    text, end = document.text, 0
    for place in _CAPITAL_INSIDE.finditer(document.shape):
        if (found := _GLUED.match(text, word_start(text, place.end()))) and found.start() >= end:
            end = found.end()
            yield found


def _glued(document: Document, asked: Asked) -> Iterator[Match]:
    counts = document.token_counts
    for word in _with_capital_inside(document):
        name, rest = word.groups()
        apart = counts[name] + counts[f"{name}’s"] + counts[f"{name}'s"]
        if word.group() in asked.unless or counts[word.group()] > 1 or lexicon.lookup(word.group()):
            continue  # `JavaScript` is a name of its own
        if not apart or not name[0].isupper() or _is_common(name):
            continue
        if _is_common(rest) or counts[rest]:
            yield Match(*word.span(), {"name": name, "rest": rest}, f"{name} {rest}")


# --- transcriptions ----------------------------------------------------------------------------------

_KOREAN_NAME = own(r"[A-Z](?<![\w-].)[a-z]{1,6} [A-Z][a-z]{1,6}-[A-Za-z][a-z]{1,6}(?![\w-])")
_SURNAMES = {
    "i": ("lee", "yi", "rhee", "ri"),
    "im": ("im", "lim", "rim", "yim"),
    "yu": ("ryu", "ryoo", "yoo", "yu", "you"),
    "no": ("noh", "roh", "no", "ro"),
    "o": ("oh", "o"),
    "u": ("woo", "wu", "u"),
    "pak": ("park", "pak", "bak"),
    "choe": ("choi", "choe"),
}
"""How surnames are written in English, by sound, where that follows no rule."""

_SURNAME = {form: sound for sound, forms in _SURNAMES.items() for form in forms}
_SPELLINGS = (
    (own(r"ee"), "i"),
    (own(r"(?<=h)ui|eui"), "i"),
    (own(r"oo|eu|wu"), "u"),
    (own(r"w(?=u)|(?<=[ao])h$"), ""),
    (own(r"sh(?=i)"), "s"),
    (own(r"(?<=[cdghjlms])u(?=ng$|[kpbl]$)|(?<=h)u(?=n$)|(?<=y)u(?=n?g$|k$)|(?<=yo)u(?=ng$)"), "eo"),
    (own(r"yoeo|yeo"), "yeo"),
    (own(r"(?<=[hkgbmy])yu(?=n)"), "yeo"),
    (own(r"^(?:kh|g)|g$(?<!ng)"), "k"),
    (own(r"^(?:ch)"), "j"),
    (own(r"^b|b$"), "p"),
    (own(r"^d|d$"), "t"),
)
"""Ways to write one sound of Korean, and the one that stands for all of them; in this order."""


def _sound(syllable: str) -> str:
    """What a syllable of a Korean name sounds like, however it is transcribed.

    >>> [_sound(one) == _sound(other) for one, other in (("sung", "seong"), ("hyun", "hyeon"), ("yoo", "yu"))]
    [True, True, True]
    >>> [_sound(one) == _sound(other) for one, other in (("min", "mun"), ("su", "seo"), ("jun", "jin"))]
    [False, False, False]
    """
    for pattern, plain in _SPELLINGS:
        syllable = pattern.sub(plain, syllable)
    return syllable


def _surname_sound(surname: str) -> str:
    return _SURNAME.get(surname) or _sound(surname)


def _transcribed(document: Document, asked: Asked) -> Iterator[Match]:
    """Korean names of one sound: those that are written as fewer others are, or else later."""
    forms: dict[tuple[str, ...], dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for found in islice(_KOREAN_NAME.finditer(document.text), _MOST_FORMS):
        surname, first, second = re.split("[ -]", found.group().lower())
        forms[_surname_sound(surname), _sound(first), _sound(second)][found.group()].append(found.span())
    for places in forms.values():
        usual, *others = sorted(places, key=lambda form: (-len(places[form]), places[form][0]))
        for form in others:
            if form.lower() != usual.lower() and form not in asked.unless:
                yield from _variant_matches(form, usual, places)


VARIANTS: Mapping[str, Callable[[Document, Asked], Iterator[Match]]] = {
    "spelling": _spellings,
    "sound": _transliterations,
    "swapped": _swapped,
    "order": _orders,
    "accents": _accents,
    "capitals": _capitals,
    "glued": _glued,
    "transcribed": _transcribed,
    "apart": _apart,
    "small": _small,
}
