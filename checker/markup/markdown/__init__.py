"""Markdown to blocks of prose with exact source spans, on top of pulldown-cmark (`pyromark`).

The work is done in two passes, both linear in the length of the text:

1. `mask` makes a *masked* copy of the text, of the same length in code points, in which everything that
   CommonMark does not know (front matter, Liquid, Hugo, MDX, Docusaurus fences, bare addresses) gives way to
   letters or blanks. So a link to ``{{ site.url }}/a b`` is still a link, and JSX attributes are valid HTML.
   What was replaced by letters is remembered as a *hole*.
2. `events` runs over the parser's events for the masked copy and takes the words from the original text.
"""

from __future__ import annotations

from checker.expressions import own
from checker.markup import Parsed
from checker.markup.markdown.events import EventReader
from checker.markup.markdown.mask import MaskedText

_LONE_CR = own(r"\r(?!\n)")


def parse(text: str) -> Parsed:
    """Read Markdown (CommonMark, GFM; MDX, Hugo and Jekyll tolerated). Blocks come in source order.

    A block with nothing to read in it (only code, images, URLs) is left out.
    """
    source = MaskedText(_LONE_CR.sub("\n", text))  # pulldown-cmark sees no end of a fence or heading in one
    reader = EventReader(source)
    reader.read()
    return Parsed(
        tuple(sorted(source.blocks + reader.blocks, key=lambda block: block.pieces[0].start)),
        tuple(sorted(reader.marks, key=lambda mark: (mark.start, -mark.end))),
        tuple(sorted(source.comments + reader.comments, key=lambda comment: comment.start)),
    )
