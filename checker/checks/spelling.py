"""`spelling`: a word that English doesn't have.

It is misspelt, broken by a blank, run together with its neighbour, written with a capital or a digit inside, or
a word of another language that was left in the sentence. Which words English has is asked of the lexicon, and
what is meant instead of the common words one slip away (see `checker.spelling`). Names, code, terms, what a
document uses throughout, and passages of unknown words are left alone. All rules of the type share one reading
of a document's words.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import compress, count
from pathlib import Path
from typing import NamedTuple, TypedDict
from unicodedata import combining, normalize

from checker import foreign, lexicon, spelling
from checker.checks import Find, Hit, Problem
from checker.document import Document
from checker.expressions import own
from checker.finding import Match
from checker.markup import PLACEHOLDER
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


# --- the unknown words of a document -----------------------------------------------------------------

_POSSESSIVE = own(r"['’]s\Z")
_STOPS = frozenset((".", "!", "?", "\n\n", "“", '"', ":", "…"))
_MANY_UNKNOWN = 500  # so many different unknown words, when they are one in four, aren't English
_MEMO = 50_000  # tokens whose answer is kept: documents share most of their words
_AROUND = 8  # tokens on either side that make a word's surroundings
_PASSAGE = 6  # unknown words among these that make a passage of another language
_CROWD = 3  # unknown words among these that make a passage of code or of another language
_CODE_BEFORE = frozenset("/\\@#$%&*+=<>|~^_`[{.:-" + PLACEHOLDER)
_CODE_AFTER = frozenset("/\\@#$%&*+=<>|~^_`[{(-" + PLACEHOLDER)
_CODE_BETWEEN = frozenset(".:'’")


class Unknown(NamedTuple):
    """A word that English doesn't have, where it stands.

    word: in lower case, without a possessive ending. start, end: in the text, without the ending. at: number of
    its token. times: how often the document has it. crowd: unknown words around it.
    """

    word: str
    start: int
    end: int
    at: int
    times: int
    crowd: int


def _odd(document: Document) -> dict[str, dict[str, None]]:
    """Different tokens that something may be wrong with, by their trait; none of a text that isn't English."""
    found: dict[str, dict[str, None]] = {trait: {} for trait in _TRAITS}
    strange = found["strange"]
    for seen, token in enumerate(document.token_counts):
        if trait := _trait(token):
            found[trait][token] = None
            if len(strange) > _MANY_UNKNOWN and len(strange) * 4 > seen:
                return {trait: {} for trait in _TRAITS}
    return found


_TRAITS = ("strange", "titled", "mixed", "digit")


@lru_cache(maxsize=_MEMO)
def _trait(token: str) -> str:
    """What is odd about a token: `strange` and in lower case, so with a capital, capitals inside, or a digit.

    >>> [_trait(token) for token in ("flurb’s", "Flurb", "flURb", "f1urb", "boat", "London", "NATO", "2019")]
    ['strange', 'titled', 'mixed', 'digit', '', '', '', '']
    """
    if len(token) > spelling.LONGEST + 2 or token.isupper():
        return ""
    word = token if token.isalnum() else _POSSESSIVE.sub("", token)
    if not word.isalpha():
        return "digit" if word.isalnum() and not word.isdigit() else ""
    if word.islower():
        return "strange" if len(word) > 1 and (word in _HOMOGRAPHS or not spelling.is_listed(word)) else ""
    if word.istitle():
        return "titled" if word == token and lexicon.lookup(word) is None else ""
    return "mixed" if word == token else ""


def _unknown(document: Document) -> list[Unknown]:
    """Every unknown word in lower case, or at the start of a sentence; code aside."""
    tokens, counts, odd = document.tokens, document.token_counts, document.memo(_odd)
    strange = {token: _POSSESSIVE.sub("", token) for token in odd["strange"]}
    starts = {token: token.lower() for token in odd["titled"] if counts[token] == 1}
    words = {**strange, **starts}
    if not words:
        return []
    numbers = [
        number
        for number in compress(count(), map(words.__contains__, tokens))
        if tokens[number] in strange or not number or tokens[number - 1] in _STOPS
    ]
    lower = [number for number in numbers if tokens[number] in strange]
    totals: Counter[str] = Counter()
    for token, word in words.items():
        totals[word] += counts[token]
    found: list[Unknown] = []
    for number, start in _places(document.text, tokens, numbers):
        token = tokens[number]
        if not _is_code(document.text, start, start + len(token)):
            word = words[token]
            around = bisect_right(lower, number + _AROUND) - bisect_left(lower, number - _AROUND)
            found.append(Unknown(word, start, start + len(word), number, totals[word], around - (token in strange)))
    return found


def _places(text: str, tokens: Sequence[str], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the tokens with these numbers start: they come in order, so one pass over the text finds them."""
    at = 0
    for number in numbers:
        token = tokens[number]
        start = text.find(token, at)
        while start >= 0 and not _is_apart(text, start, start + len(token)):
            start = text.find(token, start + 1)
        if start >= 0:
            at = start + len(token)
            yield number, start


_JOINED = frozenset("-'’‐‑")


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a span isn't a part of a longer token."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before and (_in_word(before[-1]) or (before[-1] in _JOINED and len(before) > 1 and _in_word(before[0]))):
        return False
    return not (after and (_in_word(after[0]) or (after[0] in _JOINED and len(after) > 1 and _in_word(after[1]))))


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_" or combining(char) > 0


def _is_code(text: str, start: int, end: int) -> bool:
    """Whether a word touches a mark that stands beside words in code, paths and addresses only."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before in _CODE_BEFORE or after[:1] in _CODE_AFTER:
        return True
    return after[:1] in _CODE_BETWEEN and after[1:].isalnum()


_POSSESSIVE_HERE = own(r"['’]s\b")
_OPENS = frozenset("([‘'’«")
_CLOSES = frozenset(")]’'»")


def _is_set_off(document: Document, start: int, end: int) -> bool:
    """Whether a span stands in brackets, in italics, or in a quotation of a few words."""
    text = document.text
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in _OPENS or text.startswith(" [sic]", end):
        return True
    if after in _CLOSES and not _POSSESSIVE_HERE.match(text, end):
        return True
    if document.is_quoted(start, end):
        number = bisect_right(document.quotations, (start, len(text))) - 1
        quotation = document.quotations[number]
        if text.count(" ", quotation.start, quotation.end) < 6:
            return True
    source = document.to_source(start, end)
    return any(
        mark.start <= source.start and source.end <= mark.end
        for mark in document.marks
        if mark.kind == "emphasis" or mark.end - mark.start == end - start
    )


# --- misspelt ----------------------------------------------------------------------------------------

_MOST_COST = (0, 0, 0, 3, 3, 4, 5, 6, 7)  # by length of the word
_SURE_COST = (0, 0, 0, 0, 1, 2, 3, 4, 4)
_VERY_COMMON = 10  # the tier of words that a few letters most often are


def _misspelt(document: Document, asked: Asked) -> Iterator[Match]:
    for unknown in document.memo(_unknown):
        word = unknown.word
        if word in asked.unless or unknown.times > asked.most or unknown.crowd >= _CROWD:
            continue
        if spelling.is_meant(word):
            continue
        if not (found := spelling.corrections(word) or spelling.doubled_corrections(word)):
            continue
        if document.memo(_evidence).get(word) or _pieces(document, unknown) or _glue(word):
            continue
        if _is_set_off(document, unknown.start, unknown.end) or _is_borrowed(document, unknown):
            continue
        best = found[0]
        length = min(len(word), 8)
        sure = best.cost <= _SURE_COST[length]
        if (not sure and _is_beside_name(document, unknown)) or _is_latin(word, best):
            continue
        if len(word) == 3 and not _is_likely_short(best):
            continue
        if sure == asked.likely or best.cost > _MOST_COST[length]:
            continue
        if document.text[unknown.start].isupper() and not _is_likely_start(document, unknown, best):
            continue
        clear = len(found) == 1 or found[1].cost > best.cost
        expected = _cased(best.word, document.text[unknown.start])
        yield Match(unknown.start, unknown.end, {"expected": expected}, expected if clear else None)


def _is_likely_short(best: spelling.Correction) -> bool:
    """Whether a word of three letters is likelier misspelt than an abbreviation, such as `cta`."""
    is_longer = len(best.word) > 3 and best.cost <= 2
    return best.tier <= _VERY_COMMON and (is_longer or spelling.is_function_word(best.word))


def _is_likely_start(document: Document, unknown: Unknown, best: spelling.Correction) -> bool:
    """Whether a word with a capital at the start of a sentence is likelier misspelt than a name."""
    following = document.tokens[unknown.at + 1 : unknown.at + 2]
    is_small = best.tier <= _VERY_COMMON and best.cost <= 1 + spelling.is_function_word(best.word)
    if following and not following[0].islower():
        return is_small and len(unknown.word) > 4
    if len(unknown.word) < 5:
        return is_small
    return best.cost <= 2 and best.tier <= 20


_LATIN = ("a", "ae", "i", "is", "os", "um", "us")


def _is_latin(word: str, best: spelling.Correction) -> bool:
    """Whether a word has a Latin ending where the English one has another: `pars plana`, `otitis externa`.

    Letters that changed places make no ending (`thna`), nor does the loss of a very common word's last (`bega`).
    """
    if not word.endswith(_LATIN) or word[-1] == best.word[-1] or sorted(word) == sorted(best.word):
        return False
    return best.tier > _VERY_COMMON or best.word[:-1] != word or best.word.endswith("al")


def _cased(word: str, model: str) -> str:
    return word.capitalize() if model.isupper() else word


def _misspelt_names(document: Document, asked: Asked) -> Iterator[Match]:
    """Words with a capital that English doesn't have, one slight slip from one of `words`."""
    counts = document.token_counts
    meant = {
        token: name
        for token in document.memo(_odd)["titled"]
        if counts[token] == 1 and len(token) > 5 and token not in asked.unless
        and (name := _near_name(token, asked.words))
    }  # fmt: skip
    common = (
        {unknown.start for unknown in document.memo(_unknown) if spelling.corrections(unknown.word)} if meant else ()
    )
    for start, token in _whole(document, meant):
        if start not in common and not _follows_name(document.text, start):  # `misspelt` knows of the common ones
            yield Match(start, start + len(token), {"expected": meant[token]}, meant[token])


def _whole(document: Document, some: Container[str]) -> Iterator[tuple[int, str]]:
    """Where certain tokens start, code aside."""
    if some:
        tokens = document.tokens
        numbers = [number for number, token in enumerate(tokens) if token in some]
        for number, start in _places(document.text, tokens, numbers):
            if not _is_code(document.text, start, start + len(tokens[number])):
                yield start, tokens[number]


_WORD_BEFORE = own(r"([^\W\d_]+)\.? \Z")


def _follows_name(text: str, start: int) -> bool:
    """Whether a first name, a title or an initial stands before a word, which is a surname then."""
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    if before is None:
        return False
    word = before.group(1)
    return _is_strange_name(word) or (word[0].isupper() and len(word) < 4)


@cache
def _by_ends(names: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Names by their first letter and their last two, which a slip leaves alone."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        found[_ends(name)].append(name)
    return found


def _ends(word: str) -> str:
    return word[0] + word[-2:]


def _one_shorter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}


def _near_name(word: str, names: frozenset[str]) -> str:
    """The name that a word with a capital is a misspelling of, or ''."""
    near = _by_ends(names).get(_ends(word), ())
    shorter = _one_shorter(word) if near else set()
    for name in near:
        if not shorter.isdisjoint(_one_shorter(name)) and spelling.is_one_slip(word.lower(), name.lower()):
            return name
    return ""


# --- broken and glued --------------------------------------------------------------------------------


def _broken(document: Document, asked: Asked) -> Iterator[Match]:
    last = 0
    for unknown in document.memo(_unknown):
        if unknown.word in asked.unless or unknown.crowd >= _CROWD:
            continue
        span = _pieces(document, unknown)
        if span and span[0] >= last:
            last = span[1]
            expected = document.text[slice(*span)].replace(" ", "")
            yield Match(*span, {"expected": expected}, expected)


def _pieces(document: Document, unknown: Unknown) -> tuple[int, int] | None:
    """The span of the two pieces when an unknown word and a neighbour are a common word's."""
    text, tokens = document.text, document.tokens
    if unknown.word in lexicon.PREFIXES or spelling.is_meant(unknown.word):
        return None
    if unknown.at and text[unknown.start - 1 : unknown.start] == " " and _joins(tokens[unknown.at - 1], unknown.word):
        start = unknown.start - 1 - len(tokens[unknown.at - 1])
        return (start, unknown.end) if text.startswith(tokens[unknown.at - 1], start) else None
    following = tokens[unknown.at + 1] if unknown.at + 1 < len(tokens) else ""
    if text[unknown.end : unknown.end + 1] == " " and _joins(unknown.word, following):
        return unknown.start, unknown.end + 1 + len(following)
    return None


def _joins(left: str, right: str) -> bool:
    if not (left.isalpha() and right.isalpha() and right.islower()):
        return False
    if left.lower() in lexicon.PREFIXES and lexicon.lookup(right) is not None:
        return False
    if left.lower() in {"a", "i", "the"} or right in {"a", "i"}:
        return False
    found = lexicon.lookup(left + right) if len(left + right) > 4 else None
    return found is not None and 0 < found.tier <= 35 and not found.classes & _NAME


_NAME = lexicon.mask("name")


def _glued(document: Document, asked: Asked) -> Iterator[Match]:
    for unknown in document.memo(_unknown):
        if unknown.word in asked.unless or unknown.times > asked.most or unknown.crowd >= _CROWD:
            continue
        if parts := _glue(unknown.word):
            if spelling.is_meant(unknown.word) or _is_set_off(document, unknown.start, unknown.end):
                continue
            if document.text[unknown.start].isupper() and "the" not in parts:
                continue  # `Anand`
            cut = unknown.start + len(parts[0])
            fix = f"{document.text[unknown.start : cut]} {document.text[cut : unknown.end]}"
            yield Match(unknown.start, unknown.end, {"first": parts[0], "second": parts[1]}, fix)


_LEADING = frozenset("""
    the and for with that have has was were which their they will would his her our your about because
""".split())  # fmt: skip
_TRAILING = frozenset("the and of with that from have has was were which their they would his because".split())
_SHORT = frozenset("""
    of in to is it as at on by be an or we he if so no do my after before between into over under than then this when
    where while through during
""".split()) | _LEADING | _TRAILING  # fmt: skip
"""Words that may lead, or trail, any usual word that they are run together with; and those that do so with these."""


@cache
def _glue(word: str) -> tuple[str, str] | None:
    """The two words that an unknown one is made of when one or both are function words.

    >>> _glue("thegovernment"), _glue("inthe"), _glue("partyof"), _glue("thermost")
    (('the', 'government'), ('in', 'the'), ('party', 'of'), None)
    """
    for cut in range(2, len(word) - 1):
        left, right = word[:cut], word[cut:]
        if left in _LEADING and (right in _SHORT or _is_usual(right)):
            return left, right
        if right in _TRAILING and (left in _SHORT or _is_usual(left)):
            return left, right
    return None


def _is_usual(word: str) -> bool:
    found = lexicon.lookup(word)
    if found is None or found.classes & _NAME or len(word) < 3:
        return False
    return 0 < found.tier <= (20 if len(word) > 3 else 10)


# --- capitals and digits inside ----------------------------------------------------------------------

_INNER_CAPITAL = own(r"[a-z]+[A-Z]+[a-z]*|[A-Z]{2}[a-z]+|[A-Z][a-z]+[A-Z]")
_WITH_DIGIT = own(r"(?=.*[a-z])(?=.*[015])(?![a-z]?\d+[a-z]?\Z)[A-Za-z015]{4,24}(?<![05])")
_DIGITS = (str.maketrans("015", "ols"), str.maketrans("015", "ois"))


def _inner_capitals(document: Document, asked: Asked) -> Iterator[Match]:
    counts = document.token_counts
    meant = {
        token: expected
        for token in document.memo(_odd)["mixed"]
        if counts[token] == 1 and token not in asked.unless and (expected := _with_proper_case(token))
    }  # fmt: skip
    for start, token in _whole(document, meant):
        yield Match(start, start + len(token), {"expected": meant[token]}, meant[token])


def _with_proper_case(word: str) -> str:
    """The common word that is written with a capital inside, or ''.

    >>> [_with_proper_case(word) for word in ("aNd", "THe", "goVernment", "PCs", "webSite", "McNamara")]
    ['and', 'The', 'government', '', '', '']
    """
    lowered = word.lower()
    if not 2 < len(word) <= spelling.LONGEST or not _INNER_CAPITAL.fullmatch(word) or _is_camel(word):
        return ""
    entry = lexicon.lookup(lowered)
    if entry is None or not 0 < entry.tier <= 20 or entry.classes & _NAME:
        return ""
    return lowered if word[0].islower() else lowered.capitalize()


def _is_camel(word: str) -> bool:
    """Whether the parts at the capital are words or abbreviations themselves: `webSite`, `PCs`, `eBook`."""
    if word[:2].isupper():
        return word.endswith(("s", "ed", "ing"))
    cut = next(number for number, char in enumerate(word) if number and char.isupper())
    left, right = word[:cut].lower(), word[cut:].lower()
    if len(left) == 1:
        return left != "a" or len(right) > 2
    return lexicon.lookup(left) is not None and lexicon.lookup(right) is not None


def _digits(document: Document, asked: Asked) -> Iterator[Match]:
    meant = {
        token: expected
        for token in document.memo(_odd)["digit"]
        if token not in asked.unless and (expected := _with_letters(token))
    }  # fmt: skip
    for start, token in _whole(document, meant):
        yield Match(start, start + len(token), {"expected": meant[token]}, meant[token])


def _with_letters(word: str) -> str:
    """The common word that is written with a digit for a letter, or ''.

    >>> [_with_letters(word) for word in ("c0mpany", "fami1y", "a11y", "log10", "file1and", "1and")]
    ['company', 'family', '', '', '', '']
    """
    bare = word.strip("0123456789")
    if not _WITH_DIGIT.fullmatch(word) or (bare != word and lexicon.lookup(bare) is not None):
        return ""
    if sum(map(str.isdigit, word)) > min(2, len(word) - 3):
        return ""
    for table in _DIGITS:
        entry = lexicon.lookup(expected := word.translate(table))
        if entry is not None and 0 < entry.tier <= 35:
            return expected
    return ""


# --- foreign -----------------------------------------------------------------------------------------

EVIDENCE = ("listed", "letters", "ending", "company")
_BORROWED = Path(__file__).parents[1] / "data" / "borrowed.txt"
_INTRODUCERS = frozenset("""
    called named known as term word words so-called dubbed means meaning meant translated titled nicknamed like
    phrase spelled spelt pronounced traditional typical
""".split())  # fmt: skip
_HOMOGRAPHS = frozenset("che das dem des et il las les los mais que una".split())
"""Words of other languages that English word lists have too, and English sentences don't."""
_USUAL = frozenset("de fr es it pt nl pl cs".split())
"""Languages that leave words so often that three letters are enough."""
_LAST_LATIN = "\u0250"
_LEAKED = 2  # different words of a language that show a document to hold leftovers of it


@cache
def _borrowed() -> Mapping[str, tuple[str, ...]]:
    """Phrases that English borrowed, by each of their words, both without accents and hyphens."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for line in _BORROWED.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            phrase = _bare(line).replace("-", " ")
            for word in re.findall(r"\w+", phrase):
                found[word] += (phrase,)
    return found


def _is_borrowed(document: Document, unknown: Unknown) -> bool:
    phrases = _borrowed().get(_bare(unknown.word), ())
    around = _bare(document.folded[max(0, unknown.start - 40) : unknown.end + 40].replace("-", " "))
    return any(phrase in around for phrase in phrases)


def _evidence(document: Document) -> dict[str, str]:
    """How each unknown word that is of another language is known to be."""
    words = {unknown.word for unknown in document.memo(_unknown)}
    leaks = _leaks(words)
    return {word: found for word in words if (found := _evidence_of(word, leaks))}


def _evidence_of(word: str, leaks: frozenset[str]) -> str:
    """How a word is known to be of another language, in a document that holds leftovers of some; '' when it isn't."""
    if word in _HOMOGRAPHS:
        return "listed"
    if len(word) < 3 or spelling.is_meant(word):
        return ""
    if codes := foreign.of_word(word):
        return "listed" if _is_unmistakable(word, codes) or not leaks.isdisjoint(codes) else ""
    if not word.isascii():
        return "letters" if max(word) < _LAST_LATIN and not lexicon.is_known(_bare(word)) else ""
    codes = foreign.of_ending(word) if len(word) > 5 else ()
    if not codes and len(word) > 3 and not leaks.isdisjoint(foreign.of_faint_ending(word)):
        codes = foreign.of_faint_ending(word)
    if not codes or any(near.cost <= 3 for near in spelling.corrections(word)[:1]):
        return ""
    return "ending" if len(word) > 5 and foreign.of_ending(word) else "company"


def _leaks(words: Collection[str]) -> frozenset[str]:
    """Languages of which several of a document's unknown words are, and not by chance."""
    counts: Counter[str] = Counter()
    for word in words:
        if len(word) > 3 and not spelling.is_meant(word):
            counts.update(foreign.of_word(word) or (foreign.of_ending(word) if len(word) > 5 else ()))
    return frozenset(code for code, count in counts.items() if count >= max(_LEAKED, len(words) / 20))


def _is_unmistakable(word: str, codes: foreign.Codes) -> bool:
    """Whether a listed word is no abbreviation in lower case and no slip for a short English word."""
    if len(word) > 4 or not word.isascii():
        return True
    if len(word) == 3 and _USUAL.isdisjoint(codes):
        return False
    near = spelling.corrections(word)[:1]
    return not near or near[0].cost > 2


def _bare(word: str) -> str:
    return "".join(char for char in normalize("NFD", word) if not combining(char))


def _foreign(document: Document, asked: Asked) -> Iterator[Match]:
    evidence = document.memo(_evidence)
    if asked.evidence not in evidence.values():
        return
    leaks = _leaks({unknown.word for unknown in document.memo(_unknown)})
    for unknown in document.memo(_unknown):
        word = unknown.word
        if evidence.get(word) != asked.evidence or word in asked.unless or unknown.crowd >= _PASSAGE:
            continue
        codes = foreign.of_word(word) or foreign.of_ending(word) or foreign.of_faint_ending(word)
        if unknown.times > asked.most and leaks.isdisjoint(codes):
            continue
        if "€" in document.text[max(0, unknown.start - 1) : unknown.end + 1]:
            continue  # `weâ€™re`: letters of the wrong encoding
        if asked.evidence != "listed" and document.text[unknown.start].isupper():
            continue
        if _is_in_name(document, unknown, asked.evidence) or _is_introduced(document, unknown):
            continue
        if _is_borrowed(document, unknown) or _is_passage(document, unknown):
            continue
        if not _is_set_off(document, unknown.start, unknown.end):
            language = foreign.name(codes[0]) if codes else "another language"
            yield Match(unknown.start, unknown.end, {"language": language})


def _is_in_name(document: Document, unknown: Unknown, evidence: str) -> bool:
    """Whether a word belongs to a name or a title, by the capitals beside it."""
    tokens, at, word = document.tokens, unknown.at, unknown.word
    before = tokens[at - 1] if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if document.text[unknown.start].isupper():
        return not (after == "," or (after.islower() and lexicon.is_known(after)))
    in_english = after.islower() and lexicon.is_known(after)
    if len(word) < 5:
        return after[:1].isupper() or (before[:1].isupper() and not in_english)
    if evidence in {"listed", "letters"}:
        return _is_strange_name(before) and not in_english
    return _is_strange_name(before)


def _is_beside_name(document: Document, unknown: Unknown) -> bool:
    """Whether a word follows a strange name, as the second word of a species does, or stands before one (`van der`)."""
    at = unknown.at
    return any(map(_is_strange_name, (*document.tokens[max(0, at - 1) : at], *document.tokens[at + 1 : at + 2])))


def _is_strange_name(token: str) -> bool:
    if not token[:1].isupper():
        return False
    found = lexicon.lookup(token)
    return found is None or bool(found.classes & _NAME)


def _is_introduced(document: Document, unknown: Unknown) -> bool:
    return not _INTRODUCERS.isdisjoint(document.tokens[max(0, unknown.at - 2) : unknown.at])


def _is_passage(document: Document, unknown: Unknown) -> bool:
    """Whether many of the words around are unknown too: a passage that is meant to be in another language."""
    tokens = document.tokens[max(0, unknown.at - _AROUND) : unknown.at + _AROUND + 1]
    words = [token for token in tokens if token[0].isalpha()]
    return unknown.crowd + 1 > len(words) / 3


VARIANTS: Mapping[str, Callable[[Document, Asked], Iterator[Match]]] = {
    "misspelt": _misspelt,
    "misspelt-name": _misspelt_names,
    "broken": _broken,
    "glued": _glued,
    "inner-capital": _inner_capitals,
    "digit": _digits,
    "foreign": _foreign,
}
