"""Fill in messages and fixes.

A template names values in braces, each with one filter if need be: `{match}`, `{name|capital}`. Doubled braces
are braces. Text that is filled in is never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from checker.expressions import own

_SLOT = own(r"\{\{|\}\}|\{(\w+)(?:\|(\w+))?\}")
_FILTERS: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "capital": lambda text: text[:1].upper() + text[1:],
}


def render(template: str, values: Mapping[str, str]) -> str:
    """Fill a template in; a value that isn't there is left out.

    >>> render("{word|capital} {{{word}}}", {"word": "so"})
    'So {so}'
    """

    def fill(slot: re.Match[str]) -> str:
        if slot.group(1) is None:
            return slot.group()[0]
        value = values.get(slot.group(1), "")
        return _FILTERS[slot.group(2)](value) if slot.group(2) else value

    return _SLOT.sub(fill, template)
