"""`casing`: a letter is small or capital where English has it the other way round.

Machine translation from a script without capitals, link texts pasted into a sentence and text lost before a
word leave such letters. A rule names one variant; whether a word is a common one is asked of the lexicon, and
whether it is a name in this document of the document itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress, count, islice
from typing import NamedTuple, TypedDict

from checker import lexicon, spelling
from checker.checks import Find, Hit, Problem
from checker.document import Block, Document, fold
from checker.expressions import own
from checker.finding import Match
from checker.markup import PLACEHOLDER
from checker.rule import Rule

LISTED = "listed-word"  # the one variant that is looked for by its words


class Params(TypedDict, total=False):
    """Parameters of a `casing` rule.

    what: the variant.
      `sentence-start`: a sentence inside a paragraph starts in lower case.
      `paragraph-start`: a paragraph after a finished one does.
      `text-start`: the first paragraph of a document does.
      `subheading-start`: a line of a few words between two finished paragraphs does.
      `fragment-start`: as `sentence-start`, with a capital inside (`delay Attempt to …`).
      `listed-word`: one of `words` is in another case than its own (capitals throughout aside).
      `name`: a word that the lexicon knows with a capital only is in lower case.
      `inner-capital`: one of `words`, or any common word without them, has a capital inside a sentence.
      `run-on`: one of `words`, each of which begins sentences, has a capital in the middle of one and goes on in
        lower case: a stop is missing before it.
      `link-title`: after a stop that ends no sentence, words in title case go on in lower case.
      `all-capitals`: a paragraph is in capitals.
    words: the words that the variant is about, in the case that is right.
    unless: words that the variant leaves alone: those that may start a sentence in lower case, those that
      often have a capital.
    after: words that a full stop follows inside a sentence, and other words that excuse the next one; for
      `link-title`, words that few sentences end with.
    min_words: least number of words of what is looked at; default 4.
    """

    what: str
    words: list[str]
    unless: list[str]
    after: list[str]
    min_words: int


def problems(params: Params) -> Iterator[Problem]:
    """An unknown variant; no words where it needs them."""
    what = params.get("what")
    if what not in {*VARIANTS, LISTED}:
        yield Problem(("what",) if what else (), f"'what' is one of {', '.join((*VARIANTS, LISTED))}")
    if what == LISTED and not params.get("words"):
        yield Problem((), "'what: listed-word' needs 'words'")


def literals(params: Params) -> tuple[str, ...]:
    """The listed words; nothing is known of the other variants."""
    return tuple(sorted({fold(word) for word in params["words"]})) if params["what"] == LISTED else ()


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function."""
    params: Params = rule.params  # type: ignore[assignment]
    if params["what"] == LISTED:
        return _listed_words(rule, params)
    variant = VARIANTS[params["what"]]
    asked = Asked(
        words=frozenset(params.get("words", ())),
        unless=frozenset(params.get("unless", ())),
        after=frozenset(params.get("after", ())),
        min_words=params.get("min_words", 4),
    )

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        return variant(document, asked)

    return find


class Asked(NamedTuple):
    """A rule's parameters, ready for look-up; each as in `Params`."""

    words: frozenset[str]
    unless: frozenset[str]
    after: frozenset[str]
    min_words: int


# --- starts ------------------------------------------------------------------------------------------

# Expressions here begin with a class of characters, look-behinds after it: `re` finds these ten times as fast.
_STOP_THEN_SMALL = own(r"[.!?](?<=[^\W_].) +(?=[a-z])")
_WORD_BEFORE = own(r"[\w.'’-]+\Z")
_START = own(r"(?:[a-z]{2,}(?:['’][a-z]+|-[a-z]+)*|[ai](?:['’](?:m|d|ve|ll))?)(?=[ ,;]|[.!?] |[.!?]?\n|\Z)")
_STACCATO = own(r"\. [a-z]|\n")  # `Every. single. time`; a last word without a stop: a link or a label
_ONE_WORD = own(r"(?:[.!?]\s+|\n)\w+\Z")
_OPENER = lexicon.mask("pronoun", "determiner", "auxiliary", "modal")
_FIRST_PART = own(r"['’-].*")
_FINISHED = own(r"[\w)%\]][.!?][\"'”’)\]]*\Z")


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _match(document: Document, start: int, end: int) -> Match:
    """A match with the same word under a capital as its fix."""
    expected = _capital(document.text[start:end])
    return Match(start, end, {"expected": expected}, expected)


def _inner_starts(document: Document, asked: Asked) -> Iterator[re.Match[str]]:
    """Each lower-case word after a stop that ends a sentence."""
    text = document.text
    for stop in _STOP_THEN_SMALL.finditer(text):
        word = _START.match(text, stop.end())
        if not word or word.group() in asked.unless:
            continue
        before = _WORD_BEFORE.search(text, max(0, stop.start() - 40), stop.start())
        if not before or not _ends_sentence(before.group(), text[stop.start()], asked.after):
            continue
        if text[stop.start()] != "." and not _opens_sentence(word.group()):
            continue
        alone = _ONE_WORD.search(text, max(0, stop.start() - 40), stop.start())
        if not alone and not _STACCATO.match(text, word.end()):
            yield word


def _ends_sentence(word: str, stop: str, abbreviations: frozenset[str]) -> bool:
    """Whether a word and its stop end a sentence, as far as the word tells.

    >>> [_ends_sentence(word, ".", frozenset(["approx"])) for word in ("road", "approx", "p.m", "J", "2019", "3")]
    [True, False, False, False, True, False]
    """
    if len(word) < 2 or "." in word or (word.isdigit() and len(word) < 4):
        return False
    if stop == "." and (word.lower() in abbreviations or (word.isupper() and len(word) < 3)):
        return False
    return stop == "." or word.islower()  # `Yahoo! shares`, `oOh! media`


def _opens_sentence(word: str) -> bool:
    """Whether a word begins many sentences and can't go on after a name or a title that ends in `!` or `?`."""
    found = lexicon.lookup(word)
    return found is not None and bool(found.classes & _OPENER)


def _is_plain(word: str) -> bool:
    """Whether a word, or the first part of a compound, is a fairly common English one, and no identifier."""
    found = lexicon.lookup(_FIRST_PART.sub("", word))
    return found is not None and 0 < found.tier <= 50


def _sentence_starts(document: Document, asked: Asked) -> Iterator[Match]:
    for word in _inner_starts(document, asked):
        if _is_plain(word.group()) and not _stray_capital(document, word.end()):
            yield _match(document, *word.span())


def _fragment_starts(document: Document, asked: Asked) -> Iterator[Match]:
    for word in _inner_starts(document, asked):
        if _is_plain(word.group()) and (end := _stray_capital(document, word.end())):
            yield Match(word.start(), end)


_SECOND_CAPITAL = own(r" ([A-Z][a-z]+) [a-z]")


def _stray_capital(document: Document, start: int) -> int:
    """End of the capitalised common word that follows; 0 when none does."""
    second = _SECOND_CAPITAL.match(document.text, start)
    return second.end(1) if second and _is_common(second.group(1)) else 0


def _paragraph_starts(document: Document, asked: Asked) -> Iterator[Match]:
    for before, block in zip(document.blocks, document.blocks[1:], strict=False):
        if before.kind not in {"paragraph", "heading"} or block.kind != "paragraph":
            continue
        if not _START.match(document.text, block.start, block.end):
            continue
        finished = _FINISHED.search(document.text, max(before.start, before.end - 8), before.end)
        if finished and _neighbours(document, before, block):
            yield from _block_start(document, block, asked)


_MOST_WORDS = 8  # of a subheading
_PLAIN_WORD = own(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def _subheading_starts(document: Document, asked: Asked) -> Iterator[Match]:
    text, blocks = document.text, document.blocks
    for before, block, following in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if text.count(" ", block.start, block.end) >= 2 * _MOST_WORDS or not _START.match(text, block.start, block.end):
            continue
        words = text[block.start : block.end].split()
        if {before.kind, block.kind, following.kind} != {"paragraph"} or not 1 < len(words) <= _MOST_WORDS:
            continue
        if all(map(_PLAIN_WORD.fullmatch, words)) and _is_text(text, before) and _is_text(text, following):
            yield from _block_start(document, block, asked)


def _is_text(text: str, block: Block) -> bool:
    """Whether a block is a paragraph of finished sentences."""
    finished = _FINISHED.search(text, max(block.start, block.end - 8), block.end)
    return bool(finished) and text[block.start].isupper() and text.count(" ", block.start, block.end) >= _MOST_WORDS


def _neighbours(document: Document, before: Block, block: Block) -> bool:
    """Whether nothing, such as code or an image, stands between two blocks of the file."""
    left = document.to_source(before.start, before.end).end
    right = document.to_source(block.start, block.start + 1).start
    return not document.source.text[left:right].strip()


def _text_start(document: Document, asked: Asked) -> Iterator[Match]:
    if not document.blocks or document.blocks[0].kind != "paragraph":
        return
    block = document.blocks[0]
    yield from _block_start(document, block, asked)
    opening = _OPENING_WORD.match(document.text, block.start, block.end)
    if opening and _starts_text(opening, asked) and document.text.count(" ", *opening.span()) + 1 >= asked.min_words:
        found = _match(document, *opening.span("word"))
        yield found if opening.start() < found.start else found._replace(fix=None)  # a program's name, perhaps


_OPENING_WORD = own(r"""
    (?:["“‘](?=[a-z])|(?=[a-z]{4}))(?P<word>[a-z]{2,})[, ] [^\n"”’]+
""", re.VERBOSE)  # fmt: skip
"""A word in lower case at a text's start, behind a quotation mark or not, and what follows it in the quotation."""


def _starts_text(opening: re.Match[str], asked: Asked) -> bool:
    """Whether the word opens a quoted sentence, or is a name: no English word, no command, and prose follows."""
    word, (_, *others) = opening["word"], opening.group().split(None, 2)
    if word in asked.unless or not others:
        return False
    following = others[0].strip(",.:;")
    if not opening.group()[0].islower():
        return _opens_sentence(word)
    return not spelling.is_listed(word) and (following.isdigit() or (following.isalpha() and following.islower()))


def _block_start(document: Document, block: Block, asked: Asked) -> Iterator[Match]:
    text = document.text
    word = _START.match(text, block.start, block.end)
    if not word or word.group() in asked.unless or PLACEHOLDER in text[block.start : block.start + 40]:
        return
    if lexicon.is_known(word.group()) and len(text[block.start : block.end].split()) >= asked.min_words:
        yield _match(document, *word.span())


# --- words inside a sentence -------------------------------------------------------------------------

_COMMON = lexicon.mask(
    "noun", "plural", "verb", "verb-s", "verb-past", "verb-participle", "verb-ing", "adjective", "adverb"
)
_NAME = lexicon.mask("name")


def _is_common(word: str) -> bool:
    """Whether a word is a frequent English one that is no name.

    >>> _is_common("Shortage"), _is_common("London")
    (True, False)
    """
    found = lexicon.lookup(word)
    return found is not None and 0 < found.tier <= 35 and not found.classes & _NAME


def _listed_words(rule: Rule, params: Params) -> Find:
    right = {fold(word): word for word in params["words"]}

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        text = document.text
        for number, start in hits:
            literal = rule.literals[number]
            end = start + len(literal)
            expected = right[literal]
            if _is_miscased(text[start:end], expected) and _stands_alone(text, start, end):
                yield Match(start, end, {"expected": expected}, expected)

    return find


def _is_miscased(found: str, expected: str) -> bool:
    return found != expected and not found.isupper()


_JOINED = frozenset("@#/\\_=~^$&+<>-" + PLACEHOLDER)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a span is a whole word of prose: no part of a name, an address, a path or an identifier."""
    left, right, beyond = text[max(0, start - 1) : start], text[end : end + 1], text[end + 1 : end + 2]
    if left and (left.isalnum() or left in _JOINED or left in ".:'\"“‘`"):
        return False
    if right and (right.isalnum() or right in _JOINED or right in '("”`'):
        return False
    return not (right and right in ".:" and beyond.isalnum())


_PLAIN_NAME = own(r"[a-z]{4,}")


def _lower_case_names(document: Document, asked: Asked) -> Iterator[Match]:
    """Names in lower case: words that English has with a capital only."""
    text = document.text
    names = {word for word in document.token_counts if _PLAIN_NAME.fullmatch(word) and _is_name(word, asked)}
    for number in compress(count(), map(names.__contains__, document.tokens)) if names else ():
        span = document.token_spans[number]
        if _stands_alone(text, *span) and _in_english(text, *span):
            yield _match(document, *span)


def _is_name(word: str, asked: Asked) -> bool:
    found = lexicon.lookup(word)
    return found is not None and bool(found.classes & _NAME) and 0 < found.tier <= 50 and word not in asked.unless


_LAST_WORD = own(r"[^\W\d_]+(?=[,;]? \Z)")
_NEXT_WORD = own(r"[,;]? ([^\W\d_]+)")


def _in_english(text: str, start: int, end: int) -> bool:
    """Whether the words beside a span are English ones in lower case; not so in a phrase in another language."""
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    following = _NEXT_WORD.match(text, end)
    beside = [word for word in (before and before.group(), following and following.group(1)) if word]
    return bool(beside) and all(word.islower() and lexicon.lookup(word) for word in beside)


_CAPITAL = own(r"[A-Z](?:(?<=[a-z0-9] .)[a-z]+(?= [a-z]|, [A-Za-z])|(?<=[a-z], .)[a-z]+(?= [a-z]))")
_INSIDE = own(r"[A-Z](?<=[\w,] .)[a-z]+")
_CLAUSE_END = own(r"[.!?:][\"'”’)]* |\n")
_TITLE = 3  # words on either side that belong to the same title or name, if it is one


def _inner_capitals(document: Document, asked: Asked) -> Iterator[Match]:
    """Words with a capital in the middle of lower-case ones.

    With `words`, those; with `after`, common words that follow one of these and have no capital elsewhere.
    """
    text = document.text
    for found in _CAPITAL.finditer(text):
        word, (start, end) = found.group(), found.span()
        if word in asked.unless or not (word in asked.words if asked.words else _is_common(word)):
            continue
        if asked.after and _word_before(text, start) not in asked.after:
            continue
        if not _in_lower_case(text, start, end, 1 if asked.after else _TITLE) or document.is_quoted(start, end):
            continue
        if asked.words or document.memo(_capitals)[word] == 1:  # more than one: it might be a name here
            yield Match(start, end, {"expected": word.lower()}, word.lower())


def _capitals(document: Document) -> Counter[str]:
    return Counter(_INSIDE.findall(document.text))


def _word_before(text: str, start: int) -> str:
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    return before.group() if before else ""


def _in_lower_case(text: str, start: int, end: int, words: int) -> bool:
    """Whether so many words on either side, in the same sentence, have no capital: it is no part of a title."""
    left = _CLAUSE_END.split(text[max(0, start - 60) : start])[-1].split()[-words:]
    right = _CLAUSE_END.split(text[end : end + 60])[0].split()[:words]
    return not any(char.isupper() or char == PLACEHOLDER for word in (*left, *right) for char in word)


_BEFORE_RUN_ON = own(r"[.!?:;\n“”\"()—–]|’ |' ")
_RUN_ON = own(r" (?:(?:example|instance),|(?<=Last )[A-Z][a-z]+,? [a-z]|[a-z][a-z'’-]*,? [a-z'’-]+[ ,.])")


_MOST_RUN_ONS = 4  # of a document: one with more has capitals of its own


def _run_ons(document: Document, asked: Asked) -> Iterator[Match]:
    found = list(islice(_each_run_on(document, asked), _MOST_RUN_ONS + 1))
    if len(found) <= _MOST_RUN_ONS:
        yield from found


def _each_run_on(document: Document, asked: Asked) -> Iterator[Match]:
    """A last word and the capitalised first word of the next sentence; what `inner-capital` finds is left to it."""
    text = document.text
    for found in _CAPITAL_WORD.finditer(text):
        start, end = found.span()
        if found.group() not in asked.words or not _RUN_ON.match(text, end):
            continue
        left = _BEFORE_RUN_ON.split(text[max(0, start - 60) : start])[-1].split()
        if len(left) < 2 or not (left[-1].islower() or left[-1].isdigit()):
            continue
        if not _in_lower_case(text, start, end, _TITLE):
            yield Match(start - len(left[-1]) - 1, end, {"word": found.group()})


_CAPITAL_WORD = own(r"[A-Z](?<=[a-z0-9] .)[a-z]*(?:['’][a-z]+)?(?= )")
_TITLE_RUN = own(r"[A-Z](?<=[a-zA-Z][.?!] .)[\w’'-]*(?: [A-Z][\w’'-]*)+(?= [a-z]|, [a-z])")
_ARTICLE_ALONE = own(r"The\. [A-Z][\w’'-]*")
_IN_SENTENCE = own(r"(?:[\w,;:)’”'\"-] |[^\s“\"])\Z")
_SMALL = lexicon.mask("determiner", "pronoun", "preposition", "conjunction", "modal", "auxiliary")


def _link_titles(document: Document, asked: Asked) -> Iterator[Match]:
    """Words in title case that go on in lower case, as no name does.

    Either a small word among them has a capital (`Meets The Limit for`), or a word that asks for more stands
    before the stop (`a number of. Open Summer Positions, and`). An article alone is no sentence at all.
    """
    text = document.text
    for found in _ARTICLE_ALONE.finditer(text):
        if not _IN_SENTENCE.search(text, max(0, found.start() - 2), found.start()):
            yield Match(*found.span())
    for found in _TITLE_RUN.finditer(text):
        words = found.group().split(" ")
        before = _WORD_BEFORE.search(text, max(0, found.start() - 40), found.start() - 2)
        known = [lexicon.lookup(word) for word in words]
        if not before or not all(word and 0 < word.tier <= 50 and not word.classes & _NAME for word in known):
            continue
        small = [bool(word and word.classes & _SMALL and word.tier <= 20) for word in known]
        in_title = len(words) > 2 and not small[0] and any(small[1:-1])
        if in_title or (len(words) > 2 and before.group() in asked.after and not small[0]):
            yield Match(*found.span())


def _all_capitals(document: Document, asked: Asked) -> Iterator[Match]:
    text = document.text
    for block in document.blocks:
        if block.kind == "paragraph" and text[block.start : block.end].isupper():
            words = [word for word in text[block.start : block.end].split() if word.isupper() and len(word) > 1]
            if len(words) >= asked.min_words:
                yield Match(block.start, block.end)


VARIANTS: Mapping[str, Callable[[Document, Asked], Iterator[Match]]] = {
    "sentence-start": _sentence_starts,
    "fragment-start": _fragment_starts,
    "paragraph-start": _paragraph_starts,
    "text-start": _text_start,
    "subheading-start": _subheading_starts,
    "name": _lower_case_names,
    "inner-capital": _inner_capitals,
    "run-on": _run_ons,
    "link-title": _link_titles,
    "all-capitals": _all_capitals,
}
