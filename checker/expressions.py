"""Regular expressions, compiled once for all runs.

`re` needs longer to compile the expressions of one article's rules than everything else takes together. So the code
that it compiles them to is kept beside the rules (see `checker.ruleset`), under the number of its format, and handed
to the matcher as it is. Where that can't be done, on another implementation of Python or without a cache, an
expression is compiled as ever.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from collections.abc import Iterable
from functools import cache
from typing import Any, AnyStr, NamedTuple

from checker import cache as disk
from checker.digest import blake2b

try:
    import _sre  # type: ignore[import-not-found]

    FORMAT = f"{_sre.MAGIC:x}{_sre.CODESIZE:x}" if sys.implementation.name == "cpython" else ""
except ImportError:
    FORMAT = ""

Key = tuple[Any, int]
"""An expression and its flags."""

_PROGRAM = "code-0"


class _Codes(NamedTuple):
    """The code of many expressions, of which an article needs few.

    begins: an expression's hash → where its code begins among the parts (see `checker.cache`), of which this mapping
    is the last.
    """

    begins: dict[bytes, int]
    parts: bytes | memoryview


_code: list[_Codes] = []
_sources: list[str] = [_PROGRAM + FORMAT] if FORMAT else []
"""The names of entries of the cache that hold code, those still to be read."""
_own: list[Key] = []
"""Expressions of the program itself that had no code in the cache."""


def own(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A compiled expression of the program itself, for a constant of a module."""
    made = _from_code(pattern, int(flags))
    if made is None:
        _own.append((pattern, int(flags)))
    return made or re.compile(pattern, flags)


def remember() -> None:
    """Keep the code of the program's own expressions, if there were new ones: each once for a version."""
    if _own and FORMAT and disk.folder():
        _keep(_PROGRAM + FORMAT, _own, _read(_PROGRAM + FORMAT))
        _own.clear()


@cache
def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A compiled expression of a rule."""
    return _from_code(pattern, flags) or re.compile(pattern, flags)


def known(name: str) -> None:
    """The expressions of a set of rules may be taken from the cache, when first asked for."""
    if FORMAT:
        _sources.append(_entry(name))


def keep(name: str, keys: Iterable[Key]) -> None:
    """Keep the code of all expressions of a set of rules."""
    if FORMAT:
        _keep(_entry(name), keys)


def _entry(name: str) -> str:
    return f"code-{name.rpartition('-')[2]}{FORMAT}"


def _keep(entry: str, keys: Iterable[Key], known: _Codes | None = None) -> None:
    """Keep code, behind what is known already."""
    begins = dict(known.begins) if known else {}
    parts = bytearray(known.parts[_START : _where(known.parts)] if known else b"")
    for key in keys:
        begins[_hash(*key)] = _START + len(parts)
        parts += disk.part(marshal.dumps(_compiled(*key)))
    last = disk.part(marshal.dumps(begins))
    disk.write_parts(entry, (_START + len(parts)).to_bytes(_START, "big") + parts + last)


def _read(entry: str) -> _Codes | None:
    parts = disk.read_parts(entry)
    kept = parts and disk.in_part(parts, _where(parts))
    return _Codes(marshal.loads(kept), parts) if parts and kept else None  # noqa: S302 - our own cache


_START = 8  # bytes before the first part: where the last begins


def _where(parts: bytes | memoryview) -> int:
    return int.from_bytes(parts[:_START], "big")


def _hash(pattern: AnyStr, flags: int) -> bytes:
    return blake2b(f"{flags} {pattern!r}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _from_code(pattern: AnyStr, flags: int) -> re.Pattern[AnyStr] | None:
    """The expression from code in the cache, None where there is none."""
    while _sources:
        if found := _read(_sources.pop()):
            _code.append(found)
    key = _hash(pattern, flags) if _code else b""
    kept = next((disk.in_part(parts, begins[key]) for begins, parts in _code if key in begins), None)
    if kept is None:
        return None
    all_flags, code, groups, names, indexes = marshal.loads(kept)  # noqa: S302 - our own cache
    try:
        made: re.Pattern[AnyStr] = _sre.compile(
            pattern, all_flags, memoryview(code).cast("I").tolist(), groups, names, indexes
        )
    except (TypeError, ValueError, RuntimeError):  # not what this Python's matcher takes
        return None
    return made


def _compiled(pattern: AnyStr, flags: int) -> tuple[Any, ...]:
    """What `re.compile` hands to the matcher."""
    if sys.version_info >= (3, 11):
        from re import _compiler as compiler  # type: ignore[attr-defined]  # noqa: PLC0415
    else:
        import sre_compile as compiler  # noqa: PLC0415

    tree = parse_expression(pattern, flags)
    names = tree.state.groupdict
    indexes: list[str | None] = [None] * tree.state.groups
    for group, number in names.items():
        indexes[number] = group
    code = array("I", compiler._code(tree, flags)).tobytes()  # noqa: SLF001 - see the module
    return int(flags | tree.state.flags), code, tree.state.groups - 1, dict(names), tuple(indexes)


@cache  # a rule's expression is read half a dozen times before it is kept
def parse_expression(pattern: AnyStr, flags: int = 0) -> Any:
    """The syntax tree of an expression, as the standard library has it. Raises re.error."""
    if sys.version_info >= (3, 11):
        from re import _parser as parser  # type: ignore[attr-defined]  # noqa: PLC0415
    else:
        import sre_parse as parser  # noqa: PLC0415
    return parser.parse(pattern, flags)
