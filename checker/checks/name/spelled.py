"""One name in two spellings a letter apart, or with two letters exchanged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from checker import foreign, lexicon
from checker.checks.name.places import (
    AFTER,
    BEFORE,
    KNOWN_NAME,
    MOST_FORMS,
    MOST_PLACES,
    NAME,
    Asked,
    Places,
    is_common,
    places_of,
    variant_matches,
    without_accents,
)
from checker.document import Document
from checker.expressions import own
from checker.finding import Match


class Person(NamedTuple):
    """What stands beside a surname in a document: first names, titles, and whether it speaks somewhere."""

    firsts: frozenset[str]
    titles: frozenset[str]
    speaks: bool


def spellings(document: Document, asked: Asked) -> Iterator[Match]:
    places = places_of(document, asked.min_length)
    persons: dict[str, Person] = {}
    for pair in _one_letter_apart(sorted(places)[:MOST_FORMS]):
        if asked.unless.intersection(pair) or all(map(is_common, pair)):
            continue
        for form in pair:
            if form not in persons:
                persons[form] = _person(document.text, places[form], asked)
        # the rarer form is reported; of two as frequent, the one that comes later
        rare, usual = sorted(pair, key=lambda form: (len(places[form]), -places[form][0][0]))
        if len(places[rare]) > asked.max_count:
            continue
        if _are_one(persons[rare], persons[usual], rare, usual) or _is_garbled(document, rare, usual, places, persons):
            yield from variant_matches(rare, usual, places)


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
    yield from sorted(pair for pair in seen if edit_between(*pair))


def edit_between(one: str, other: str) -> str:
    """What tells two forms apart when it is one edit: the letters that are dropped or exchanged; '' for more.

    >>> (
    ...     edit_between("Brinck", "Brink"),
    ...     edit_between("Marten", "Martin"),
    ...     edit_between("Thompson", "Thopmson"),
    ...     edit_between("Perrin", "Parron"),
    ... )
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


def _person(text: str, places: Iterable[tuple[int, int]], asked: Asked) -> Person:
    firsts: set[str] = set()
    titles: set[str] = set()
    speaks = False
    for start, end in places:
        before = BEFORE.search(text, max(0, start - 40), start)
        following = AFTER.match(text, end)
        word = before.group(1) if before else ""
        if word in asked.titles:
            titles.add(word)
        elif word[:1].isupper() and not is_common(word):
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


_LONG_NAME = 9  # letters: two names that differ in one of so many are hardly two names
_OFTEN = 3
_SIC = own(r" ?[\[(]sic")


def _is_garbled(document: Document, rare: str, usual: str, places: Places, persons: Mapping[str, Person]) -> bool:
    """Whether a form that stands there once is a slip: unknown, with a letter inside dropped, doubled or exchanged.

    The other form is a known word, stands there often or in the same company, or is too long for chance.
    """
    if len(places[rare]) > 1 or not _is_edited_inside(rare, usual) or lexicon.is_known(rare):
        return False
    if without_accents(rare) == without_accents(usual):  # `accents`
        return False
    if foreign.of_word(rare.lower()) or rare.lower() in document.memo(_lower_case_words):
        return False
    firsts, others = persons[rare].firsts, persons[usual].firsts
    if (firsts and others and not firsts & others) or _SIC.match(document.text, places[rare][0][1]):
        return False
    if (known := lexicon.lookup(usual)) and not known.classes & NAME:
        # A common word in a name; `Emily Theis` is not "their", nor `Korn` the corn.
        exchanged = frozenset(edit_between(rare, usual)) in _EXCHANGED
        inside = _has_capital_inside(document, places[usual][:MOST_PLACES])
        return not exchanged and not any(map(is_first_name, firsts)) and inside
    company = _company(document.text, places[rare])
    shared = company & _company(document.text, places[usual][:MOST_PLACES])
    if company and not shared:  # a first name or a surname of somebody else
        return False
    return bool(known or shared) or len(places[usual]) >= _OFTEN or len(usual) >= _LONG_NAME


def _is_edited_inside(one: str, other: str) -> bool:
    """Whether two forms a letter apart begin and end alike: `Deutsch` and `Deutsche` are two words."""
    return one[0] == other[0] and one[-1] == other[-1] and one[:-1] != other and other[:-1] != one


def _lower_case_words(document: Document) -> frozenset[str]:
    return frozenset(filter(str.islower, document.token_counts))


def is_first_name(word: str) -> bool:
    found = lexicon.lookup(word)
    return found is None or bool(found.classes & NAME)


def _has_capital_inside(document: Document, places: Iterable[tuple[int, int]]) -> bool:
    """Whether a form stands somewhere behind a word of its own sentence: it is no sentence's first word there."""
    return any(document.text[start - 1 : start] == " " and document.text[start - 2].isalnum() for start, _ in places)


def _company(text: str, places: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Capitalised words right before and after a form."""
    words: set[str] = set()
    for start, end in places:
        before, following = BEFORE.search(text, max(0, start - 40), start), AFTER.match(text, end)
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
    letters = frozenset(edit_between(one, other))
    swapped = sorted(one) == sorted(other)
    return swapped or letters <= _VOWELS or letters in _EXCHANGED


def swapped(document: Document, asked: Asked) -> Iterator[Match]:
    places = places_of(document, asked.min_length)
    for form in [form for form in places if len(places[form]) == 1 and form not in asked.unless]:
        if not lexicon.is_known(form) and (expected := _put_back(form)):
            yield from variant_matches(form, expected, places)


def _put_back(form: str) -> str:
    """The known name that a form is with two letters inside it swapped; '' if there is none.

    >>> _put_back("Johsnon"), _put_back("Thorne")
    ('Johnson', '')
    """
    for at in range(1, len(form) - 2):
        expected = form[:at] + form[at + 1] + form[at] + form[at + 2 :]
        if (found := lexicon.lookup(expected)) and found.classes & NAME and 0 < found.tier <= KNOWN_NAME:
            return expected
    return ""
