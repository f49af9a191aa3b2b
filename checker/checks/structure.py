"""`structure`: how blocks, sentences, quotation marks and brackets of a document stand to each other.

A scraper copies the headline into the text, a translator gives one paragraph in two versions, a quotation loses
its closing mark or its attribution. Each kind is a small function that walks the document once, in order; it
compares with what a look-up holds or with a fixed number of blocks before, so the cost stays in proportion to
the text.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Literal, NamedTuple, TypedDict

from checker import lexicon
from checker.checks import Find, Hit, Problem
from checker.document import Block, Document
from checker.expressions import own
from checker.finding import Match
from checker.markup import PLACEHOLDER
from checker.rule import Rule
from checker.source import Span


class Params(TypedDict, total=False):
    """Parameters of a `structure` rule; each kind reads those that name it.

    what: what is wrong: a block or a sentence, a quotation mark, a bracket, a stop.
    min_words: repeated, similar, extended-headline, missing-stop, last-stop: the least number of words; default 8.
    unfinished: split-sentence: the words that no block of prose ends with.
    near: repeated-block, similar-block: how many blocks back it looks, 0 for any; default 0 and 12.
    beyond: repeated-block: leave alone what `headline` finds, and copies of a block so near; default 0, none.
    headline: repeated-block: whether copies of a first block without a full stop count anywhere; default false.
    similarity: similar-block: the least share of the words of both that stand in both; default 0.85.
    """

    what: Literal[
        "repeated-block", "similar-block", "extended-headline", "repeated-sentence", "split-sentence",
        "unclosed-quotation", "straight-quotation",
        "reopened-quotation", "unopened-quotation", "comma-ending", "unpaired-bracket", "missing-stop", "last-stop",
        "stray-apostrophe",
    ]  # fmt: skip
    min_words: int
    near: int
    beyond: int
    headline: bool
    similarity: float
    unfinished: list[str]


def problems(params: Params) -> Iterator[Problem]:
    """No kind, a share that is none."""
    if "what" not in params:
        yield Problem((), "a structure rule needs 'what'")
    if not 0 < params.get("similarity", 1) <= 1:
        yield Problem(("similarity",), "'similarity' is a share, above 0 and up to 1")


def literals(params: Params) -> tuple[str, ...]:
    """What a quotation's fault can't be without; nothing is known of a block that repeats."""
    return _LITERALS.get(params["what"], ())


_LITERALS = {
    "unclosed-quotation": ('"',),
    "reopened-quotation": ('"',),
    "straight-quotation": ('"',),
    "unopened-quotation": ('"',),
    "comma-ending": (',"', ', "'),
    "stray-apostrophe": ("' ",),
    "unpaired-bracket": tuple("()[]{}（）【】"),
}


def compile(rule: Rule, shared: object) -> Find:
    """The rule as a function of a document."""
    walk = _KINDS[rule.params["what"]]
    params: Params = rule.params  # type: ignore[assignment]

    def find(document: Document, hits: Sequence[Hit]) -> Iterator[Match]:
        return walk(document, rule, params)

    return find


# --- blocks ---------------------------------------------------------------------------------------------


class _Prose(NamedTuple):
    """A block that a rule reads: its number in the document, its kind and span, its words for comparing.

    section: the number of the heading that it stands under, in a work with many; reference works say the same under
      each of them.
    """

    number: int
    kind: str
    start: int
    end: int
    words: str  # folded, one blank between two, without marks at the ends
    size: int  # how many
    section: int


_EDGE = " .,;:!?…\"'()[]#*–—-|"


def _blocks(document: Document, rule: Rule, min_words: int = 0) -> Iterator[_Prose]:
    """The blocks in a rule's scope with as many words or more, without those that hold something masked."""
    scope = frozenset(rule.scope)
    return (block for block in document.memo(_prose) if block.size >= min_words and block.kind in scope)


def _prose(document: Document) -> list[_Prose]:
    """Every block without something masked."""
    found: list[_Prose] = []
    headings = {number for number, block in enumerate(document.blocks) if block.kind == "heading" and block.level}
    section = 0
    for number, (kind, start, end, _) in enumerate(document.blocks):
        folded = document.folded[start:end]
        section += number in headings and len(headings) >= _MANY_HEADINGS
        if PLACEHOLDER not in folded:
            words = " ".join(folded.split()).strip(_EDGE)
            found.append(_Prose(number, kind, start, end, words, words.count(" ") + 1, section))
    return found


_MANY_HEADINGS = 6  # more than an article has


def _repeated_block(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    near, beyond, headline = params.get("near", 0), params.get("beyond", 0), params.get("headline", False)
    last: dict[tuple[int, str], int] = {}
    first = ""
    least = params.get("min_words", 8)
    for block in _blocks(document, rule, 2 if headline else least):
        if block.number > 1 and block.words.count(" ") + 1 < least:
            continue  # right below a headline a short line may be told
        if block.number == 0 and document.text[block.end - 1] != ".":  # a refrain is a sentence
            first = block.words
        before = last.get((block.section, block.words))
        last[block.section, block.words] = block.number
        if before is None or document.text[block.end - 1] == ":" or _is_link(document, block):
            continue
        distance = block.number - before
        is_first = block.words == first
        if (headline and is_first) or (
            (not near or distance <= near) and distance > beyond and not (beyond and is_first)
        ):
            yield Match(block.start, block.end)


def _is_link(document: Document, block: _Prose) -> bool:
    """Whether all of a block is one link: "Back to the contents" returns on purpose."""
    start, end = document.to_source(block.start, block.end)
    number = bisect_right(document.marks, (start, len(document.source.text)), key=lambda mark: (mark.start, mark.end))
    return any(
        mark.kind == "link" and mark.start <= start and end <= mark.end
        for mark in document.marks[max(0, number - 2) : number]
    )


def _similar_block(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    similarity = params.get("similarity", 0.85)
    before: deque[tuple[_Prose, frozenset[str]]] = deque(maxlen=params.get("near", 12))
    for block in _blocks(document, rule, params.get("min_words", 8)):
        words = frozenset(document.folded_tokens_of(block.number)) - _MARKS
        least, most = similarity * len(words), len(words) / similarity
        for other, others in before:
            # the sizes are compared here, as few pairs get beyond that
            if not least <= len(others) <= most or block.section != other.section:
                continue
            if block.words != other.words and _are_similar(words, others, similarity):
                yield Match(block.start, block.end)
                break
        before.append((block, words))


_MARKS = frozenset(".,;:!?…'\"()[]{}-–—/&%$*#|")
_DIGIT = own(r"\d")


def _are_similar(words: frozenset[str], others: frozenset[str], similarity: float) -> bool:
    """Whether two sets overlap so far; a difference in a number tells two entries of a list."""
    shared = len(words & others)
    if shared < similarity * (len(words) + len(others) - shared):
        return False
    return not any(map(_DIGIT.search, words ^ others))


_ADDED = own(r" ?[:·•–—-] (?:\S+ ){0,5}\S+")  # what follows a bar has a rule of its own
_CUT = own(r"(?:\.\.\.|…)$")
_GLUED = 15  # code points of a section's name that may stand before a headline without a blank
_STEM = 20  # code points that two headlines share at least
_DASH = str.maketrans("–—", "--")
_HEAD = 6  # blocks in which a page's title stands


def _extended_headline(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """A block near the head that is the first one with a site's or a section's name before or after it.

    Of two such the longer one is reported.
    """
    blocks = list(islice(_blocks(document, rule, params.get("min_words", 8)), _HEAD))
    if not blocks or blocks[0].number != 0:
        return
    first = blocks[0]
    if document.text[first.end - 1] == "." and not _CUT.search(document.text, first.start, first.end):
        return  # a sentence
    for block in blocks[1:]:
        short, long = sorted((first.words, block.words), key=len)
        if short == long:
            continue
        if long.startswith(short) and _ADDED.fullmatch(long, len(short)):
            longer = max(first, block, key=lambda one: len(one.words))
            yield Match(longer.start, longer.end)
            return
        if (long is first.words and long.endswith(short)) or _is_cut_off(document, first, block):
            yield Match(block.start, block.end)
            return


def _is_cut_off(document: Document, first: _Prose, block: _Prose) -> bool:
    """Whether the first block is the beginning of another one, up to its dots, after a section's name."""
    if not _CUT.search(document.text, first.start, first.end):
        return False
    stem, whole = first.words.translate(_DASH), block.words.translate(_DASH)
    return any(whole.startswith(stem[at:]) for at in range(_GLUED) if len(stem) - at >= _STEM)


# --- sentences ------------------------------------------------------------------------------------------

_STOP = own(r"[.!?…][\"')\]]*\s|\n\n")
_ENDING = 24  # code points of a sentence; of a shorter one, all


def _repeated_sentence(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """Sentences of blocks that have others too and don't repeat as a whole."""
    least = params.get("min_words", 8)
    candidates = document.memo(_may_repeat)
    if not candidates:
        return
    seen: set[tuple[int, str]] = set()
    blocks: set[str] = set()
    for block in _blocks(document, rule):
        again = block.words in blocks
        blocks.add(block.words)
        if block.number not in candidates:
            continue
        sentences = document.sentences_of(document.blocks[block.number])
        whole = again or len(sentences) == 1
        for start, end in sentences:
            words = " ".join(document.folded[start:end].split()).strip(_EDGE)
            if words.count(" ") + 1 < least:
                continue
            if (block.section, words) in seen and not whole and PLACEHOLDER not in words:
                yield Match(start, end)
            seen.add((block.section, words))


def _may_repeat(document: Document) -> frozenset[int]:
    """Numbers of the blocks in which something ends as something else does: real sentences cost more to find."""
    folded = document.folded
    first: dict[str, int] = {}
    again: set[int] = set()
    begin = 0
    for stop in _STOP.finditer(folded):
        at = stop.start()
        ending = folded[max(begin, at - 2 * _ENDING) : at].strip(_EDGE)[-_ENDING:]
        begin = stop.end()
        if (before := first.setdefault(ending, at)) != at:
            again |= {before, at}
    return frozenset(map(document.block_at, again))


_LAST = own(r"(?<=[^\s;:] )[A-Za-z'’]+\Z")
_FIRST = own(r"([a-z]{2,})(?: [a-z]|, |['’][a-z])")
_SENTENCE_END = own(r"[.!?][\"')\]”’]*$")
_MOST_SPLITS = 4  # of a document: one with more has lines that are no sentences
_WIDE = 120  # code points: text with longer lines isn't hard-wrapped, and every line of it ends on purpose


def _split_sentence(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """From a block's last word to the next one's first, where the one isn't finished and the other goes on."""
    unfinished = frozenset(params.get("unfinished", ()))
    found = [
        match
        for before, block in pairwise(document.blocks)
        if before.kind in rule.scope and block.kind in rule.scope
        if (match := _split(document.text, before, block, unfinished)) and _is_apart(document, before, block)
    ]
    if len(found) <= _MOST_SPLITS:
        yield from found


def _split(text: str, before: Block, block: Block, unfinished: frozenset[str]) -> Match | None:
    tail = max(before.start, before.end - _LONGEST_WORD)
    last = _LAST.search(text, tail, before.end)
    if not last or PLACEHOLDER in text[tail : before.end]:
        return None
    if last.group() in unfinished:
        following = _AFTER.match(text, block.start, block.end)
        return Match(last.start(), following.end()) if following else None
    goes_on = _FIRST.match(text, block.start, block.end)
    ends = _SENTENCE_END.search(text, max(block.start, block.end - 8), block.end)
    return Match(last.start(), goes_on.end(1)) if goes_on and ends and lexicon.lookup(goes_on.group(1)) else None


def _is_apart(document: Document, before: Block, block: Block) -> bool:
    """Whether an empty line stands between two blocks of the file, or the line between them was broken on purpose."""
    text, end = document.source.text, document.to_source(before.start, before.end).end
    between = text[end : document.to_source(block.start, block.start + 1).start]
    return between.count("\n") > 1 or "\n" not in text[max(0, end - _WIDE) : end]


# --- quotation marks ------------------------------------------------------------------------------------

_CURLY = own("[“”]")
_LOW_MARK = own(r"„\w")  # and not the half of a letter that was read in the wrong encoding
_READ_AS_QUOTATION = frozenset({"paragraph", "quote", "list-item"})
_MOST_FAULTS = 3  # of a block: one with more follows a convention of its own
_LONGEST_SPEECH = 3  # blocks without a mark of their own between the marks of one quotation


class _Fault(NamedTuple):
    """A curly mark without its partner."""

    what: str
    at: int


def _faults(document: Document) -> list[_Fault]:
    return list(_every_fault(document))


def _every_fault(document: Document) -> Iterator[_Fault]:
    """Every curly double mark without a partner.

    A speech may run over several blocks: each opens it again and the last one closes it, or only the first
    opens it. A block with straight marks, or with something masked, could hold the partner unseen.
    """
    if _LOW_MARK.search(document.text):  # there “ closes
        return
    carried, age = -1, 0
    for block in document.blocks:
        if block.kind not in _READ_AS_QUOTATION:
            continue
        text = document.text[block.start : block.end]
        if '"' in text or PLACEHOLDER in text or "''" in document.folded[block.start : block.end]:
            carried = -1
            continue
        age += 1
        marks = _marks(text, block.start, is_open=carried >= 0)
        if carried >= 0 and (marks or age > _LONGEST_SPEECH):
            if marks and marks[0].closes:
                marks = marks[1:]
            elif not marks or marks[0].at != block.start:
                yield _Fault("unclosed-quotation", carried)
            carried = -1
        opened, faults = _walk(marks)
        yield from faults
        if opened >= 0:
            carried, age = opened, 0
    if carried >= 0:
        yield _Fault("unclosed-quotation", carried)


class _CurlyMark(NamedTuple):
    """A curly double mark: its offset, and whether it closes a quotation."""

    at: int
    closes: bool


def _marks(text: str, start: int, *, is_open: bool) -> list[_CurlyMark]:
    """The curly marks of a block as they were meant: one typed the wrong way round is told by what is beside it."""
    marks: list[_CurlyMark] = []
    for found in _CURLY.finditer(text):
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        closes = found.group() == "”"
        if before == "€" or (before.isdigit() and closes and not is_open):
            continue  # â€” is a dash in the wrong encoding, 6” is a measure
        if before.strip() and before not in "([—–-/‘" and not after.isalnum():
            closes = True
        elif not before.strip() and after.isalnum():
            closes = False
        elif before.isspace() and not after.strip():
            closes = closes or is_open
        marks.append(_CurlyMark(start + found.start(), closes))
        is_open = not closes
    return marks


def _walk(marks: Sequence[_CurlyMark]) -> tuple[int, list[_Fault]]:
    """The mark that is left open at a block's end, -1 for none, and the faults inside the block."""
    faults: list[_Fault] = []
    opened: list[int] = []
    inner: list[int] = []  # closed inside an open quotation: that is a fault once the outer one is closed too
    for at, closes in marks:
        if not closes:
            opened.append(at)
        elif len(opened) > 1:
            inner.append(opened.pop())
        elif opened:
            opened.pop()
            faults.extend(_Fault("reopened-quotation", other) for other in inner)
            inner.clear()
        else:
            faults.append(_Fault("unopened-quotation", at))
    carried = opened.pop() if opened and marks[-1].at == opened[-1] else -1
    faults.extend(_Fault("unclosed-quotation", at) for at in opened)
    return (carried, faults) if len(faults) <= _MOST_FAULTS else (-1, [])


def _quotation(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    for fault in document.memo(_faults):
        if fault.what == params["what"] and not _opens_single(document.text, fault.at):
            yield Match(*_with_word(document.text, fault.at))


def _opens_single(text: str, at: int) -> bool:
    """Whether the quotation that a mark closes was opened by a single one, which has a rule of its own."""
    return text[at] == "”" and _SINGLE_OPEN.search(text, max(0, at - _LONGEST_SINGLE), at) is not None


_LONGEST_SINGLE = 300
_SINGLE_OPEN = own(r"(?<![^\s(])‘(?!(?:em|til|tis|twas|cause|n|tween|round|bout)\b)[^\W\d](?:[^‘’“”\"\n]|’(?=\w))*\Z")


_STRAIGHT = own('"')
_QUIET = 6  # blocks on either side without a mark that could be the partner
_MOST_MARKS = 7  # of a block in which one is looked for


def _straight_quotation(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """The straight mark without a partner, where all the other ones of its block and of those beside it have one."""
    text = document.text
    blocks = [block for block in document.blocks if block.kind in _READ_AS_QUOTATION]
    odd = [text.count('"', block.start, block.end) % 2 for block in blocks]
    for number, block in enumerate(blocks):
        beside = (*odd[max(0, number - _QUIET) : number], *odd[number + 1 : number + 1 + _QUIET])
        if (
            not odd[number]
            or any(beside)
            or _CURLY.search(text, block.start, block.end)
            or block.kind not in rule.scope
        ):
            continue
        marks = [mark.start() for mark in islice(_STRAIGHT.finditer(text, block.start, block.end), _MOST_MARKS + 1)]
        if len(marks) <= _MOST_MARKS and (at := _alone(text, block, marks)) >= 0:
            yield Match(*_with_word(text, at))


def _alone(text: str, block: Block, marks: Sequence[int]) -> int:
    """Offset of the mark that has no partner; -1 when what is beside one of them doesn't tell what it does."""
    opened, alone = -1, -1
    for at in marks:
        before = text[at - 1] if at > block.start else " "
        after = text[at + 1] if at + 1 < block.end else " "
        opens, closes = _may_open(before, after), _may_close(before, after)
        if opens == closes or before.isdigit():
            return -1
        if opens == (opened >= 0) and alone < 0:
            alone = opened if opens else at
        opened = at if opens else -1
    alone = opened if alone < 0 else alone
    speech = alone == block.start and len(marks) == 1  # the next block may go on with it
    return -1 if speech else alone


def _may_open(before: str, after: str) -> bool:
    return (before.isspace() or before in "(—–") and (after.isalnum() or after in "‘'$£€…")


def _may_close(before: str, after: str) -> bool:
    return (before.isalnum() or before in ".,!?…)*’'%") and (after.isspace() or after in ".,;:!?)")


def _with_word(text: str, at: int) -> Span:
    """A mark with the word that it hangs on: the next for an opening one, else the one before."""
    if text[at] in _OPENING or (text[at] == '"' and not text[at - 1 : at].strip()):
        found = _AFTER.match(text, at + 1)
        return Span(at, found.end() if found else at + 1)
    found = _BEFORE.search(text[max(0, at - _LONGEST_WORD) : at])
    return Span(at - len(found.group()) if found else at, at + 1)


_LONGEST_WORD = 40
_OPENING = frozenset("“([{")
_AFTER = own(r"[^\s\W][\w'’\-]{0,40}")
_BEFORE = own(r"[\w'’\-]+[.,;:!?…]{0,3}$")


def _comma_ending(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """A closing mark after a comma at a block's end, unless the next block goes on in lower case."""
    for block in document.blocks:
        ending = _COMMA_ENDING.search(document.text, max(block.start, block.end - _LONGEST_WORD), block.end)
        following = document.text[block.end + 2 : block.end + 3]
        if block.kind in rule.scope and ending and not following.islower():
            yield Match(*ending.span())


_COMMA_ENDING = own(r"[\w'’\-]+, ?[”\"]$")


# --- brackets -------------------------------------------------------------------------------------------

_BRACKET = own(r"[()（）\[\]【】{}]")
_OPENS = {"(": ")", "（": ")", "[": "]", "【": "]", "{": "}"}
_CLOSES = {")": ")", "）": ")", "]": "]", "】": "]", "}": "}"}
_FULL_WIDTH = frozenset("（）【】")  # may be a partner; alone, it is wrong for a better reason, which has its own rule
_ENUMERATOR = own(r"(?:^|[\s;,:(])(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\.?$")
_FACE = own(r"(?:^|\s)[:;=]['’]?[\-o^]?$")
_FACE_ENDS = frozenset(":;='’-o^")
_LONGEST_ASIDE = 6  # blocks that a bracket may run over


def _unpaired_bracket(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """The bracket of a block that has no partner, where it is the only such one, there and in the blocks beside."""
    alone: list[tuple[int, int]] = []  # block, offset
    for number, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        if block.kind in rule.scope and PLACEHOLDER not in text:
            unpaired = _unpaired(text)
            if len(unpaired) == 1:
                alone.append((number, block.start + unpaired[0]))
    for index, (number, at) in enumerate(alone):
        beside = (*alone[max(0, index - 1) : index], *alone[index + 1 : index + 2])
        wide = document.text[at] in _FULL_WIDTH
        if not wide and not any(abs(number - other) <= _LONGEST_ASIDE for other, _ in beside):
            yield Match(*_with_word(document.text, at))


def _unpaired(text: str) -> list[int]:
    """Offsets of brackets without a partner; no more than two, and none of an enumerator or a face."""
    opened: list[tuple[str, int]] = []  # the mark that would close it, its offset
    unpaired: list[int] = []
    for found in _BRACKET.finditer(text):
        mark, at = found.group(), found.start()
        if text[at - 1 : at] in _FACE_ENDS and _FACE.search(text, max(0, at - 4), at):
            continue
        if mark in _OPENS:
            opened.append((_OPENS[mark], at))
        elif opened and opened[-1][0] == _CLOSES[mark]:
            opened.pop()
        elif not _ENUMERATOR.search(text, max(0, at - 8), at):
            unpaired.append(at)
            if len(unpaired) > 1:
                break
    return [*unpaired, *(at for _, at in opened[:2])]


# --- stops ----------------------------------------------------------------------------------------------

_FULL = own(r"[.!?…:;][\"'”’)\]*_]*$")


def _missing_stop(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """The last word of a block without a stop that stands between two with one."""
    least = params.get("min_words", 8)
    blocks = document.blocks
    ends = [_ends_full(document, block) for block in blocks]
    for number in range(1, len(blocks) - 1):
        block = blocks[number]
        if ends[number] or not (ends[number - 1] and ends[number + 1]) or block.kind not in rule.scope:
            continue
        if any(blocks[other].kind != block.kind for other in (number - 1, number + 1)):
            continue
        last = _LAST_WORD.search(document.text, max(block.start, block.end - _LONGEST_WORD), block.end)
        if last and document.text.count(" ", block.start, block.end) + 1 >= least:
            yield Match(*last.span())


_LAST_WORD = own(r"[\w'’\-]+$")


_LAST_ITEM = own(r"[\w'’\-]+[)%]?$")
_SEGMENT = 2  # sentences of a text that is no page


def _last_stop(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """The last word of a text of one or two sentences that is a clause; a longer text may be an excerpt."""
    if len(document.blocks) != 1 or document.blocks[0].kind not in rule.scope:
        return
    _, start, end, _ = document.blocks[0]
    last = _LAST_ITEM.search(document.text, max(start, end - _LONGEST_WORD), end)
    if last is None or document.text.count(" ", start, end) + 1 < params.get("min_words", 8):
        return
    if len(document.sentences) <= _SEGMENT and _is_clause(document.text[start:end]):
        yield Match(*last.span())


def _ends_full(document: Document, block: Block) -> bool:
    return bool(_FULL.search(document.text, max(block.start, block.end - 8), block.end))


def _is_clause(text: str) -> bool:
    """Whether a text has both an article, or its like, and a verb that tells of a tense: headlines do without."""
    return bool(_ARTICLE.search(text) and _TENSED.search(text))


_ARTICLE = own(
    r"\b(?:[Tt]he|[Aa]n?|[Tt]h(?:is|ese|ose|ey|eir|ere)|[Hh](?:e|is|er)|[Ss]he|[Ii]ts?|[Ww]e|[Oo]ur|[Mm]y|I|[Yy]our?)\b"
)
_TENSED = own(
    r"\b(?:is|are|was|were|has|had|have|will|would|can|could|may|might|must|should|did|do|does|said|\w{3,}ed|became"
    r"|began|came|went|took|made|gave|found|led|left|met|won|lost|told|saw|knew|wrote|held|kept|sent|brought|built"
    r"|fell|ran|stood|grew|spoke|thought)\b"
)


_LOOSE_APOSTROPHE = own(r"(?<![^\W_])['‘’]|['‘’](?![^\W_])|[`´]")  # a mark beside a word, not one inside it
_STRAY_APOSTROPHE = own(
    r"(?<![\w'’-])(?!(?:fo|guv|lil|mo|ol|po|th|tho|wi|yo)')[A-Za-z][a-z]+(?<!in)(?<!an)(?<![szx])'(?= [a-z]{2,})"
)
_LONGEST_STRAY = 24  # code points of the word before it


def _stray_apostrophe(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """The one loose apostrophe of a block, after a word that is no plural: none that it could belong to."""
    text = document.text
    at = text.find("' ")
    while at >= 0:
        block = document.blocks[document.block_at(at)]
        marks = list(islice(_LOOSE_APOSTROPHE.finditer(text, block.start, block.end), 2))
        if len(marks) == 1 and marks[0].start() == at and block.kind in rule.scope:
            found = _STRAY_APOSTROPHE.search(text, max(block.start, at - _LONGEST_STRAY), block.end)
            if found and found.end() == at + 1:
                yield Match(*found.span(), fix=found.group()[:-1])
        at = text.find("' ", max(at + 1, block.end))


_KINDS: dict[str, Callable[[Document, Rule, Params], Iterator[Match]]] = {
    "repeated-block": _repeated_block,
    "similar-block": _similar_block,
    "extended-headline": _extended_headline,
    "repeated-sentence": _repeated_sentence,
    "split-sentence": _split_sentence,
    "straight-quotation": _straight_quotation,
    "unclosed-quotation": _quotation,
    "reopened-quotation": _quotation,
    "unopened-quotation": _quotation,
    "comma-ending": _comma_ending,
    "unpaired-bracket": _unpaired_bracket,
    "missing-stop": _missing_stop,
    "last-stop": _last_stop,
    "stray-apostrophe": _stray_apostrophe,
}
