"""Where sentences begin, as `sentencex` sees it, kept from what it fails on."""

from collections.abc import Sequence
from typing import TypedDict

_BLANKS = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)


class Boundary(TypedDict):
    """A sentence with the blanks behind it, in code points."""

    start_index: int
    end_index: int


def boundaries(text: str) -> Sequence[Boundary]:
    r"""The sentences of an English text, in order.

    A blank of several bytes before a stop (`T\xa0.`) makes `sentencex` 1.0 panic; one is as good as another here.
    """
    from sentencex import get_sentence_boundaries  # noqa: PLC0415 - most hook runs never ask

    if not text.isascii():
        for blank in _BLANKS:
            text = text.replace(blank, " ")
    found: Sequence[Boundary] = get_sentence_boundaries("en", text)
    return found
