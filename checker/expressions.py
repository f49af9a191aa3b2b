"""Regular expressions, compiled once."""

from __future__ import annotations

import re
from functools import cache


@cache
def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)
