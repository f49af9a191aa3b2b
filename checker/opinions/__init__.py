"""Second opinions: what other programs say of a text, in one shape.

Nothing here is imported unless a run asks for it, and nothing of the programs unless they are to be asked.
"""

from typing import NamedTuple

from checker.document import Document

PROGRAMS = {"languagetool": "LanguageTool", "harper": "Harper"}
"""Check types that pass on what a program says → the program's name. Each is silent unless it is switched on."""

SWITCH = "ask"
"""The key that a switch puts among a rule's parameters: whom to ask. No rule file may set it."""

IN_DAMAGED_TEXT = "in_damaged_text"
"""The parameter of a rule whose opinions count in documents alone that Malaprop's own rules find damaged."""


class Opinion(NamedTuple):
    """What a program says of a place.

    rule, category: its names for what is wrong.
    start, end: code points of the text that was asked about, half-open.
    message: its words. replacements: texts that it would put there, the best first.
    """

    rule: str
    category: str
    start: int
    end: int
    message: str
    replacements: tuple[str, ...] = ()


class Trouble(Exception):  # noqa: N818 - it is no error of ours, and ends no run
    """A program can't be asked; the message says why, on one line."""


def troubles(_: Document) -> list[tuple[str, str]]:
    """For `Document.memo`: (program, why) of each that could not say all of a document; filled as they are asked."""
    return []
