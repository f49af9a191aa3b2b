"""A program asked about a document, sentence by sentence, none twice.

Each sentence is a paragraph of its own in what a program is sent, so its answer depends on nothing round it and can
be kept, by the program's version, the rules asked for and the sentence. A program that fails once is not asked
again by this process: a thousand files don't wait for it a thousand times.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from checker import cache
from checker.document import Document
from checker.markup import PLACEHOLDER
from checker.opinions import Opinion, Trouble, troubles

PARTING = "\n\nNote\n\n"
"""Stands between two sentences: a paragraph that ends without a stop, so that none of them seems to follow another."""

_MOST = 15_000  # code points sent at once: an answer comes within seconds, whatever the document's size


class Connection(NamedTuple):
    """A program that answers: its version, and what it says of a text. `ask` raises Trouble."""

    version: str
    ask: Callable[[str], Iterable[Opinion]]


class Advisor:
    """A program, asked about documents.

    name: as a reader knows it. connect: finds the program when there is first something to ask; raises Trouble.
    asked_for: whatever else decides what it says: rules, language.
    """

    def __init__(self, name: str, connect: Callable[[], Connection], asked_for: Sequence[str]) -> None:
        self.name = name
        self._connect = connect
        self._asked_for = "\0".join((name, *asked_for))
        self._connection: Connection | None = None
        self._trouble = ""

    def about(self, document: Document) -> list[Opinion]:
        """What it says of a document, in order, in offsets of `Document.text`. Trouble goes to `troubles`."""
        answers = self._answers(dict.fromkeys(document.text[start:end] for start, end in document.sentences))
        if self._trouble:
            document.memo(troubles).append((self.name, self._trouble))
        return [
            opinion._replace(start=first + opinion.start, end=first + opinion.end)
            for first, last in document.sentences
            for opinion in answers.get(document.text[first:last], ())
            if PLACEHOLDER not in document.text[first + opinion.start : first + opinion.end]
        ]

    def _answers(self, sentences: Iterable[str]) -> dict[str, list[Opinion]]:
        """Sentence → what it says of it, as far as it says anything."""
        answers: dict[str, list[Opinion]] = {}
        if self._trouble:
            return answers
        try:
            if self._connection is None:
                self._connection = self._connect()
            unknown = []
            for sentence in sentences:
                kept = cache.read(self._key(sentence))
                if kept is None:
                    unknown.append(sentence)
                else:
                    answers[sentence] = [Opinion(*values) for values in kept]
            for portion in _portions(unknown):
                for sentence, said in _asked(portion, self._connection.ask):
                    answers[sentence] = said
                    cache.write(self._key(sentence), [tuple(opinion) for opinion in said])
        except Trouble as trouble:
            self._trouble = str(trouble)
        return answers

    def _key(self, sentence: str) -> str:
        version = self._connection.version if self._connection else ""
        key = f"{self._asked_for}\0{version}\0{sentence}"
        return f"opinion-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"


def _portions(sentences: Iterable[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    size = 0
    for sentence in sentences:
        if portion and size + len(sentence) > _MOST:
            yield portion
            portion, size = [], 0
        portion.append(sentence)
        size += len(sentence)
    if portion:
        yield portion


def _asked(sentences: Sequence[str], ask: Callable[[str], Iterable[Opinion]]) -> Iterator[tuple[str, list[Opinion]]]:
    """Sentences with what is said of each, in offsets of its own."""
    starts = [0]
    for sentence in sentences:
        starts.append(starts[-1] + len(sentence) + len(PARTING))
    said: list[list[Opinion]] = [[] for _ in sentences]
    for opinion in sorted(ask(PARTING.join(sentences)), key=lambda o: (o.start, o.end, o.rule)):
        number = bisect_right(starts, opinion.start) - 1
        if 0 <= number < len(sentences) and opinion.start < opinion.end <= starts[number] + len(sentences[number]):
            at = starts[number]
            said[number].append(opinion._replace(start=opinion.start - at, end=opinion.end - at))
    return zip(sentences, said, strict=True)
