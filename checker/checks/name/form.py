"""One name in one word and in two, with and without accents or a capital, in capitals, turned round, or glued."""

import re
from collections import defaultdict
from collections.abc import Iterator

from checker import foreign, lexicon, spelling
from checker.checks.name.places import (
    AFTER,
    BEFORE,
    HYPHENATED,
    MOST_PLACES,
    POSSESSIVE,
    Asked,
    is_common,
    places_of,
    spans_of,
    variant_matches,
    without_accents,
)
from checker.document import Document, word_start
from checker.expressions import own
from checker.finding import Match

_FULL_NAME = own(r"[^\W\d_a-z](?<![\w-].)[^\W\d_A-Z]+(?:-[^\W\d_]+)?(?: [^\W\d_a-z][\w'’-]*)+")


def orders(document: Document, asked: Asked) -> Iterator[Match]:
    """Full names of two parts whose parts stand the other way round more often, or earlier."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for found in _FULL_NAME.finditer(document.text):
        name = found.group()
        if name.count(" ") > 2:
            continue
        name = POSSESSIVE.sub("", name)
        end = found.start() + len(name)
        parts = name.split(" ")
        if len(parts) == 3 and is_common(parts[0]):  # `Later Yukiko Tanabe`, `President …`
            parts = parts[1:]
        if (
            len(parts) == 2
            and parts[0][0].isupper()
            and not any(part in asked.unless or is_common(part) for part in parts)
        ):
            places[parts[0], parts[1]].append((end - len(" ".join(parts)), end))
    for (first, second), spans in places.items():
        others = places.get((second, first))
        if not others or first == second or (len(others), -others[0][0]) < (len(spans), -spans[0][0]):
            continue
        for start, end in spans:
            yield Match(start, end, {"expected": f"{second} {first}"}, f"{second} {first}")


def accents(document: Document, asked: Asked) -> Iterator[Match]:
    if document.text.isascii():
        return
    places = {**places_of(document, asked.min_length), **spans_of(HYPHENATED, document)}
    for accented in [form for form in places if not form.isascii() and form not in asked.unless]:
        bare = without_accents(accented)
        if bare != accented and bare in places and bare not in asked.unless and not is_common(bare):
            # as often as not it is the bare form that lost something
            wrong, right = (accented, bare) if len(places[accented]) < len(places[bare]) else (bare, accented)
            if len(places[wrong]) <= asked.max_count:
                yield from variant_matches(wrong, right, places)


_IN_CAPITALS = own(r"[A-Z](?<![\w@#/.'’\-].)[A-Z]{3,}(?![\w@/\-])")


def capitals(document: Document, asked: Asked) -> Iterator[Match]:
    text = document.text
    shouted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for word in _IN_CAPITALS.finditer(text):
        if word.end() - word.start() >= asked.min_length and not _among_capitals(text, *word.span()):
            shouted[word.group()].append(word.span())
    places = {**places_of(document, asked.min_length), **shouted} if shouted else {}
    for form in shouted:
        other = form.capitalize()
        if other in places and form not in asked.unless and not lexicon.is_known(form):
            wrong, right = (form, other) if len(places[form]) < len(places[other]) else (other, form)
            if len(places[wrong]) <= asked.max_count:
                yield from variant_matches(wrong, right, places)


def _among_capitals(text: str, start: int, end: int) -> bool:
    """Whether a word opens its block, as the place of a report does, or another one in capitals is beside it."""
    before = BEFORE.search(text, max(0, start - 40), start)
    following = AFTER.match(text, end)
    beside = [found.group(1) for found in (before, following) if found]
    return text[start - 1 : start] in {"", "\n"} or any(word.isupper() and len(word) > 1 for word in beside)


_TWO_WORDS = own(
    r"(?=([^\W\d_a-z](?<![\w@#/.'’\-].)[^\W\d_A-Z]+) ([^\W\d_a-z][^\W\d_A-Z]+)(?![\w@/\-]))[^\W\d_a-z][^\W\d_A-Z]+"
)


def apart(document: Document, asked: Asked) -> Iterator[Match]:
    """`Hai Long` where `Hailong` stands elsewhere, or the other way round: the rarer, or the later one."""
    joined = places_of(document, asked.min_length)
    parted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _TWO_WORDS.finditer(document.text):
        if (whole := found[1] + found[2].lower()) in joined:
            parted[whole].append((found.start(1), found.end(2)))
    for whole, spans in parted.items():
        in_two = document.text[slice(*spans[0])]
        if whole in asked.unless or spelling.is_listed(whole.lower()) or all(map(is_common, in_two.split(" "))):
            continue  # `New Town` is not `Newtown`
        both = {whole: joined[whole], in_two: spans}
        rare, usual = sorted(both, key=lambda form: (len(both[form]), -both[form][0][0]))
        if len(both[rare]) <= asked.max_count:
            yield from variant_matches(rare, usual, both)


_MOST_WORDS = 10_000  # of a document: in a manual or a book a term has a capital in one chapter and none in another
_IN_SENTENCE = own(r"(?:[^\W\d_A-Z]|[,;]) \Z")
_BEFORE_THING = own(r"\b(?:an?|the|this|these|any|some|no|each|every|or|and|of|with) \Z|[^\w ,;.] ?\Z")
_SMALL = own(r"[^\W\d_A-Z](?<![\w@#/.'’\-_].)[^\W\d_A-Z]{3,}(?![\w@/\-_]|\.\w|['’]\w)")


def small_forms(document: Document, asked: Asked) -> Iterator[Match]:
    """`mirka` where `Mirka` stands elsewhere, more often, and not at the start of sentences alone."""
    if document.word_count > _MOST_WORDS:
        return
    text = document.text
    names = {form: spans for form, spans in places_of(document, asked.min_length).items() if len(spans) > 1}
    small: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _SMALL.finditer(text) if names else ():
        if (form := found.group().capitalize()) in names and form not in asked.unless:
            small[form].append(found.span())
    for form, spans in small.items():
        starts = [start for start, _ in names[form][:MOST_PLACES]]
        named = sum(bool(_IN_SENTENCE.search(text, max(0, start - 2), start)) for start in starts)
        rare = len(spans) <= min(asked.max_count, len(names[form]) // 2)
        if named > 1 and rare and not _is_word(form.lower()) and not any(_is_thing(text, start) for start, _ in spans):
            yield from variant_matches(form, form, small)


def _is_thing(text: str, start: int) -> bool:
    """Whether a word has an article before it, or a quotation mark, as no person has."""
    return bool(_BEFORE_THING.search(text, max(0, start - 7), start))


def _is_word(word: str) -> bool:
    return spelling.is_listed(word) or bool(foreign.of_word(word))


_GLUED = own(r"([^\W\d_a-z](?<![\w@#/.\-].)[^\W\d_A-Z]{3,})([A-Z][a-z]{2,})(?![\w@/\-(]|\.\w)")


_CAPITAL_INSIDE = own(rb"[a?]Aaa")


def _with_capital_inside(document: Document) -> Iterator[re.Match[str]]:
    """Words of two capitalised parts; the shape tells at once where a capital follows a small letter."""
    text, end = document.text, 0
    for place in _CAPITAL_INSIDE.finditer(document.shape):
        if (found := _GLUED.match(text, word_start(text, place.end()))) and found.start() >= end:
            end = found.end()
            yield found


def glued(document: Document, asked: Asked) -> Iterator[Match]:
    counts = document.token_counts
    for word in _with_capital_inside(document):
        name, rest = word.groups()
        apart = counts[name] + counts[f"{name}’s"] + counts[f"{name}'s"]
        if word.group() in asked.unless or counts[word.group()] > 1 or lexicon.lookup(word.group()):
            continue  # `JavaScript` is a name of its own
        if not apart or not name[0].isupper() or is_common(name):
            continue
        if is_common(rest) or counts[rest]:
            yield Match(*word.span(), {"name": name, "rest": rest}, f"{name} {rest}")
