"""Marks that come in pairs: quotation marks and brackets without a partner, apostrophes without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from checker.document import Block, Document
from checker.expressions import own
from checker.finding import Match
from checker.markup import PLACEHOLDER
from checker.rule import Rule
from checker.source import Span

if TYPE_CHECKING:
    from checker.checks.structure import Params


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


def quotation(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
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


def straight_quotation(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
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
        found = FOLLOWING_WORD.match(text, at + 1)
        return Span(at, found.end() if found else at + 1)
    found = _BEFORE.search(text[max(0, at - LONGEST_WORD) : at])
    return Span(at - len(found.group()) if found else at, at + 1)


_OPENING = frozenset("“([{")

_BEFORE = own(r"[\w'’\-]+[.,;:!?…]{0,3}$")


def comma_ending(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
    """A closing mark after a comma at a block's end, unless the next block goes on in lower case."""
    for block in document.blocks:
        ending = _COMMA_ENDING.search(document.text, max(block.start, block.end - LONGEST_WORD), block.end)
        following = document.text[block.end + 2 : block.end + 3]
        if block.kind in rule.scope and ending and not following.islower():
            yield Match(*ending.span())


_COMMA_ENDING = own(r"[\w'’\-]+, ?[”\"]$")


_BRACKET = own(r"[()（）\[\]【】{}]")
_OPENS = {"(": ")", "（": ")", "[": "]", "【": "]", "{": "}"}
_CLOSES = {")": ")", "）": ")", "]": "]", "】": "]", "}": "}"}
_FULL_WIDTH = frozenset("（）【】")  # may be a partner; alone, it is wrong for a better reason, which has its own rule
_ENUMERATOR = own(r"(?:^|[\s;,:(])(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\.?$")
_FACE = own(r"(?:^|\s)[:;=]['’]?[\-o^]?$")
_FACE_ENDS = frozenset(":;='’-o^")
_LONGEST_ASIDE = 6  # blocks that a bracket may run over


def unpaired_bracket(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
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


_LOOSE_APOSTROPHE = own(r"(?<![^\W_])['‘’]|['‘’](?![^\W_])|[`´]")  # a mark beside a word, not one inside it
_STRAY_APOSTROPHE = own(
    r"(?<![\w'’-])(?!(?:fo|guv|lil|mo|ol|po|th|tho|wi|yo)')[A-Za-z][a-z]+(?<!in)(?<!an)(?<![szx])'(?= [a-z]{2,})"
)
_LONGEST_STRAY = 24  # code points of the word before it


def stray_apostrophe(document: Document, rule: Rule, params: Params) -> Iterator[Match]:
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


LONGEST_WORD = 40

FOLLOWING_WORD = own(r"[^\s\W][\w'’\-]{0,40}")
