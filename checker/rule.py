"""A rule as the engine runs it: plain values, cheap to load.

`checker.rulefile` makes these from YAML, and says what is wrong with a file; `checker.ruleset` keeps them on
disk, ready. The parameters of the check type stay a mapping; each type's `Params` says what is in it.
"""

import marshal
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple, overload

CATEGORY_READABILITY = "readability"
CATEGORY_SUPPRESSION = "suppression"  # no rules: what `checker.suppression` finds


class Where(NamedTuple):
    """Where in a document a match counts.

    min_words, max_words: of the block that holds it; 0 = any.
    min_document_words: of the document; 0 = any.
    from_occurrence: report from the nth match of the rule in a document on.
    once: report the first that counts, no more.
    quotes: 'any', or 'outside' / 'inside' quotation marks.
    position: 'any', or within the first ('head') or last ('tail') five blocks of the document.
    needs: ids of rules, or categories, one of which must have found something elsewhere in the document.
    """

    min_words: int = 0
    max_words: int = 0
    min_document_words: int = 0
    from_occurrence: int = 1
    once: bool = False
    quotes: str = "any"
    position: str = "any"
    needs: tuple[str, ...] = ()


class _Packed(Mapping[str, Any]):
    """A rule's parameters, unpacked when first asked for: most rules have nothing to do in most documents."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    @cached_property
    def _values(self) -> dict[str, Any]:
        values: dict[str, Any] = marshal.loads(self._packed)  # noqa: S302 - our own cache
        return values

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(self._values)


class _Joined(Sequence[str]):
    """A rule's literals in one string, cut out when asked for: an article has a few of the rules' many thousands.

    bounds: where each begins, and where the last ends, as an array of "I".
    """

    def __init__(self, joined: str, bounds: bytes) -> None:
        self._joined = joined
        self._bounds = memoryview(bounds).cast("I")

    @classmethod
    def packed(cls, literals: Sequence[str]) -> tuple[str, bytes]:
        """What makes one of these, as plain values."""
        return "".join(literals), array("I", accumulate(map(len, literals), initial=0)).tobytes()

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[str, ...]: ...
    def __getitem__(self, number: int | slice) -> str | tuple[str, ...]:
        if isinstance(number, slice):
            return tuple(self)[number]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._joined[self._bounds[number] : self._bounds[number + 1]]

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Rule(NamedTuple):
    """One rule.

    id: names what is wrong; unique. category: its folder. type: its check type.
    status: 'stable' (on by default) or 'preview'.
    severity: see `checker.finding.SEVERITIES`.
    message: with `{match}` and the match's values. why: what makes it wrong, for the reader of a report.
    fix: a template for the right wording, None when none follows from the match.
    autofix: whether the fix may be applied without asking.
    languages: ISO 639-1 codes of the source languages that it points to.
    scope: kinds of block (see `checker.markup.KINDS`) that it reads.
    any_language: it reads documents that are not in English too.
    markup: the formats it reads ('plain', 'markdown'); all when empty.
    where: see Where. exceptions: folded texts that it leaves alone.
    params: of the check type. literals: folded strings, one of which is in every match; none = unknown.
    origin: the file that it comes from.
    """

    id: str
    category: str
    type: str
    status: str
    severity: str
    message: str
    why: str
    fix: str | None
    autofix: bool
    languages: tuple[str, ...]
    scope: tuple[str, ...]
    any_language: bool
    markup: tuple[str, ...]
    where: Where
    exceptions: tuple[str, ...]
    params: Mapping[str, Any]
    literals: Sequence[str]
    references: tuple[str, ...]
    origin: str

    def pack(self) -> tuple[Any, ...]:
        """As plain tuples, for `marshal`."""
        params = marshal.dumps(dict(self.params))
        return (*self[:13], tuple(self.where), self.exceptions, params, _Joined.packed(self.literals), *self[17:])

    @classmethod
    def unpack(cls, packed: tuple[Any, ...]) -> "Rule":
        """What `pack` made a rule into."""
        values = list(packed)
        values[13] = Where(*values[13])
        values[15] = _Packed(values[15])
        values[16] = _Joined(*values[16])
        return cls(*values)
