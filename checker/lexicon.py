"""What is known of English words, one by one: classes, syllables, rarity, spelling.

The table ships as ``data/lexicon.txt``, some 160,000 word forms made from free word lists
by ``tools/build_lexicon.py`` (sources and licences: ``data/README.md``).  A linter that
starts for every saved file cannot afford to parse it all, so importing reads nothing and
the first look-up only finds the lines; words are parsed by shard, when first asked for.

Format of the table (UTF-8), four parts separated by an empty line:

1. comments;
2. signatures: ``CODE CLASSES SYLLABLES TIER VARIETY EASY``, everything said of a word,
   once for all words of which the same is said; CODE is one character, CLASSES are
   joined by ``+``, and ``-`` stands for nothing;
3. shards of the common words (tier 10 to 35), sorted: ``PREFIX⇥ RESTS ⇥CODES``, all words
   with the same first two letters: what follows these letters, sorted, with a space before
   and after each, and one CODE for each;
4. shards of all other words, which most texts need few of.

>>> lookup("children").classes == mask("plural"), lookup("colour").variety
(True, 'british')
>>> lookup("Information")  # noun 1 + uncountable 2**20
Word(classes=1048577, syllables=4, tier=10, variety='', easy=False)
>>> lookup("flurb") is None
True
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, NoReturn

CLASSES: tuple[str, ...] = (
    "noun",  # singular or mass
    "plural",
    "verb",  # base form
    "verb-s",
    "verb-past",
    "verb-participle",  # past participle
    "verb-ing",
    "adjective",
    "comparative",
    "superlative",
    "adverb",
    "determiner",
    "pronoun",
    "preposition",
    "conjunction",
    "modal",
    "auxiliary",  # every form of be, have and do
    "number",
    "ordinal",
    "name",  # the word lists know it with a capital only
    "uncountable",  # also a noun: information, equipment
)

DATA = Path(__file__).with_name("data") / "lexicon.txt"

PREFIXES = """
    anti auto bi bio co counter cross cyber de dis down eco em en ex extra fore hyper il im in
    inter ir macro mega meta micro mid mini mis mono multi nano neo non out over para post pre
    pro pseudo re self semi sub super tele trans tri ultra un under uni up
""".split()


class Word(NamedTuple):
    """What the table says of a word form."""

    classes: int  # bit mask over CLASSES, 0 = listed, class not known
    syllables: int  # 0 = not in the CMU dictionary
    tier: int  # smallest SCOWL size that has it, 10 (common) to 70 (rare), 0 = none
    variety: str  # '' | 'british' | 'american'
    easy: bool  # on the Dale–Chall list


class _Words(dict[str, Word]):
    """Signatures by code, each parsed when first asked for."""

    def __init__(self, rows: str) -> None:
        self.rows = {row[0]: row for row in rows.split("\n")}

    def __missing__(self, code: str) -> Word:
        _, classes, syllables, tier, variety, easy = self.rows[code].split(" ")
        word = self[code] = Word(
            mask(*classes.split("+")) if classes != "-" else 0,
            int(syllables),
            int(tier),
            variety if variety != "-" else "",
            easy == "easy",
        )
        return word


_ASKED_OFTEN = 8  # looking a word up in a shard takes a tenth as long as parsing it


class _Shards(dict[str, dict[str, str]]):
    """Codes by prefix and by what follows it, each shard parsed when first asked for."""

    def __init__(self, lines: bytes) -> None:
        self.lines = {line[: line.index(b"\t")].decode(): line for line in lines.rstrip(b"\n").split(b"\n")}
        self._asked: dict[str, int] = {}

    def code(self, prefix: str, rest: str) -> str | None:
        """The code of a word. A shard is parsed once it has been asked often; most are asked once or twice."""
        shard = self.get(prefix)
        if shard is None:
            self._asked[prefix] = asked = self._asked.get(prefix, 0) + 1
            if asked <= _ASKED_OFTEN:
                return self._sought(prefix, rest)
            shard = self[prefix]
        return shard.get(rest)

    def _sought(self, prefix: str, rest: str) -> str | None:
        line = self.lines.get(prefix, b"")
        at = line.find(b" %b " % rest.encode("utf-8", "replace"))
        if at < 0:
            return None
        first = line.index(b"\t")
        return line[line.rindex(b"\t") + 1 :].decode()[line.count(b" ", first, at)]

    def __missing__(self, prefix: str) -> dict[str, str]:
        line = self.lines.get(prefix)
        if line is None:
            return {}
        _, rests, codes = line.decode().split("\t")
        shard = self[prefix] = dict(zip(rests[1:-1].split(" "), codes, strict=True))
        return shard


class Lexicon:
    """A table file, read on the first look-up and parsed no further than needed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _parts(self) -> list[bytes]:
        return self._path.read_bytes().split(b"\n\n", 3)

    @cached_property
    def _words(self) -> _Words:
        return _Words(self._parts[1].decode())

    @cached_property
    def _common(self) -> _Shards:
        return _Shards(self._parts[2])

    @cached_property
    def _rare(self) -> _Shards:
        return _Shards(self._parts[3])

    def lookup(self, word: str) -> Word | None:
        """What the table says of *word*, in any case and with either apostrophe.

        >>> lookup("Don’t") == lookup("don't")
        True
        """
        key = word.lower().replace("’", "'")
        prefix, rest = key[:2], key[2:]
        code = self._common.code(prefix, rest) or self._rare.code(prefix, rest)
        return self._words[code] if code else None

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """The first two letters of all words."""
        return frozenset({*self._common.lines, *self._rare.lines})

    def starting(self, prefix: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """What follows *prefix* (the first two letters) in the common words, and in the others: keys only matter."""
        return self._common[prefix], self._rare[prefix]

    def signatures(self) -> tuple[Word, ...]:
        """Every distinct :class:`Word` of the table, the most frequent first."""
        return tuple(self._words[code] for code in self._words.rows)

    def __iter__(self) -> Iterator[str]:
        """Every word of the table, the common ones first, each part sorted."""
        for shards in (self._common, self._rare):
            for prefix in shards.lines:
                yield from (prefix + rest for rest in shards[prefix])


LEXICON = Lexicon(DATA)
lookup = lru_cache(1 << 16)(LEXICON.lookup)  # every kind of check asks of the same words
starting = LEXICON.starting
signatures = LEXICON.signatures


def mask(*names: str) -> int:
    """The bit mask of these classes; a word has one of them if ``word.classes & mask``.

    >>> mask("noun", "verb")
    5
    >>> mask("nuon")
    Traceback (most recent call last):
    ...
    ValueError: unknown word class 'nuon'; did you mean 'noun'?
    """
    bits = 0
    for name in names:
        bits |= _BITS.get(name) or _unknown(name)
    return bits


def _unknown(name: str) -> NoReturn:
    from difflib import get_close_matches  # noqa: PLC0415 (slow, and only for a mistake)

    near = get_close_matches(name, CLASSES, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(CLASSES)}"
    raise ValueError(f"unknown word class {name!r}; {hint}")


_BITS = {name: 1 << bit for bit, name in enumerate(CLASSES)}


@cache
def class_masks() -> tuple[int, ...]:
    """Every distinct mask of classes in the table, in ascending order."""
    return tuple(sorted({word.classes for word in signatures()}))


def syllables(word: str) -> int:
    """Syllables of *word*: those of the CMU dictionary or else an estimate, at least 1.

    The estimate takes a hyphenated word by its parts and a possessive by its base, plus
    one after a hissing sound.  It counts groups of vowel letters, one more for each break
    inside a group (``ia``, ``io``, ``eo``, ``ua``…, but ``tion`` has none), and one less
    for a mute ``e`` at the end, before ``-less`` and the like, or in ``-es`` and ``-ed``.
    Tried on the dictionary's own words up to tier 50, it is right for 92 %.

    >>> syllables("international"), syllables("cats-and-dogs"), syllables("boss's")
    (5, 3, 2)
    >>> [syllables(word) for word in ("flurbed", "snozzled", "wugtable", "blorgation")]
    [1, 2, 3, 3]
    """
    known = lookup(word)
    if known is not None and known.syllables:
        return known.syllables
    parts = word.replace("’", "'").lower().split("-")
    if len(parts) > 1:
        return sum(syllables(part) for part in parts if part) or 1
    base = re.sub(_POSSESSIVE, "", parts[0])
    if base != parts[0]:
        return syllables(base) + (parts[0].endswith("'s") and bool(re.search(_HISS, base)))
    count = len(re.findall(_VOWELS, base)) + len(re.findall(_BREAKS, base))
    return max(1, count - len(re.findall(_MUTE, base)))


# Compiled by re, and kept there, when first used: five patterns take longer than all else
# that an import of this module does.
_POSSESSIVE = r"(?<=\w)'s$|(?<=s)'$"
_HISS = r"(?:[sxz]|[cs]h|[csgz]e)$"
_VOWELS = r"[aeiouyà-öø-ÿ]+"
_BREAKS = r"(?<![tscg])i[aou]|(?<!g)eo(?!u)|(?<![qg])ua|ying|[aeiou]ing|(?<=[^aeiou])ism|ie(?=rs?$|st$)|eum"
_MUTE = (
    r"(?<![aeiouy])(?<![^aeiou]l)(?<![tb]r)e(?=$|ful|less|ments?$|ness)|(?<![aeiouytd])(?<![^aeiou]l)ed$"
    r"|(?<![aeiouyscxzg])(?<![cs]h)(?<![^aeiou]l)(?<![tb]r)es$"
)

_OPEN = mask("noun", "plural", "verb", "verb-s", "verb-past", "verb-participle", "verb-ing")
_OPEN |= mask("adjective", "adverb")


def is_known(word: str) -> bool:
    """True for an English word form, a name, or something regular made from them.

    Regular are the possessive, compounds with hyphens whose parts are all known (or
    numbers), and a known open-class word of four letters or more after a common prefix.

    >>> all(map(is_known, ("London’s", "data-driven", "64-bit", "unhyphenated", "re-read")))
    True
    >>> any(map(is_known, ("flurb", "inthe", "data-flurbed", "")))
    False
    """
    if lookup(word) is not None:
        return True
    base = re.sub(_POSSESSIVE, "", word.lower().replace("’", "'"))
    if "-" in base:
        return all(part.isdigit() or part in PREFIXES or is_known(part) for part in base.split("-"))
    if lookup(base) is not None:
        return True
    for prefix in PREFIXES:
        rest = base.removeprefix(prefix)
        if rest != base and len(rest) > 3:
            found = lookup(rest)
            if found is not None and found.classes & _OPEN:
                return True
    return False
