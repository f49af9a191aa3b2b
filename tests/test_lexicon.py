"""The word table: what it says of chosen words, and that all of it is well-formed."""

import re

import pytest

from checker import lexicon
from checker.lexicon import CLASSES, Word, class_masks, is_known, lookup, mask, signatures, syllables


def said(word: str) -> Word:
    """The entry of a word that must have one."""
    found = lookup(word)
    assert found is not None, word
    return found


def classes(word: str) -> set[str]:
    bits = said(word).classes
    return {name for bit, name in enumerate(CLASSES) if bits >> bit & 1}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("the", "determiner"),
        ("of", "preposition"),
        ("he", "pronoun"),
        ("went", "verb-past"),
        ("eaten", "verb-participle"),
        ("run", "noun verb verb-participle"),
        ("put", "noun verb verb-past verb-participle"),
        ("children", "plural"),
        ("trousers", "plural"),
        ("series", "noun plural"),
        ("information", "noun uncountable"),
        ("physics", "noun uncountable"),
        ("bigger", "comparative"),
        ("biggest", "superlative"),
        ("quickly", "adverb"),
        # No noun "can", no verb "will": rules on modals rely on it.
        ("can", "modal"),
        ("will", "modal noun"),
        ("must", "modal"),
        ("is", "auxiliary verb-s"),
        ("been", "auxiliary verb-participle"),
        ("don't", "auxiliary"),
        ("seven", "number"),
        ("and", "conjunction"),
        ("although", "conjunction"),
        ("house", "noun verb"),
        ("french", "adjective name noun"),
        ("london", "name noun"),
        ("like", "adjective conjunction noun preposition verb"),
    ],
)
def test_classes(word: str, expected: str) -> None:
    assert classes(word) == set(expected.split())


@pytest.mark.parametrize("word", ["better", "hard", "fast", "early"])
def test_adjectives_that_are_adverbs_too(word: str) -> None:
    assert {"adverb"} < classes(word)
    assert classes(word) & {"adjective", "comparative"}


@pytest.mark.parametrize(
    ("word", "variety"),
    [
        ("colour", "british"),
        ("color", "american"),
        ("organise", "british"),
        ("organize", ""),  # Oxford spelling is British, too
        ("travelled", "british"),
        ("traveled", "american"),
        ("house", ""),
        ("program", ""),
    ],
)
def test_variety(word: str, variety: str) -> None:
    assert said(word).variety == variety


def test_tiers_tell_common_from_rare() -> None:
    assert said("house").tier == 10
    assert said("house").easy
    assert said("haruspex").tier >= 60
    assert not said("haruspex").easy


@pytest.mark.parametrize("word", ["flurb", "", " ", "the house", "ho use", "x1", "\t", "日本", "'", "-"])
def test_what_is_no_word(word: str) -> None:
    assert lookup(word) is None
    assert not is_known(word)


def test_case_and_apostrophe_are_folded() -> None:
    assert lookup("WENT") == lookup("Went") == lookup("went")
    assert lookup("Don’t") == lookup("don't")
    assert lookup("Café") == lookup("café") is not None


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("international", 5),
        ("the", 1),
        ("London's", 2),
        ("house’s", 2),
        ("dogs'", 1),
        ("well-being", 3),
        ("organise", 3),
        ("zzz", 1),
        ("", 1),
        ("-", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_estimate_agrees_with_the_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {key: said(key).syllables for key in lexicon.LEXICON if 0 < said(key).tier <= 35}
    words = {key: count for key, count in words.items() if count and key.isalpha()}
    monkeypatch.setattr(lexicon, "lookup", lambda _: None)
    right = sum(syllables(key) == count for key, count in words.items())
    assert right / len(words) > 0.9


@pytest.mark.parametrize("word", ["London’s", "boys'", "data-driven", "64-bit", "re-read", "unhyphenated"])
def test_regular_forms_are_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize("word", ["inthe", "reand", "data-flurbed", "flurb's", "--", "-house"])
def test_chance_compounds_are_not_known(word: str) -> None:
    assert not is_known(word)


def test_mask() -> None:
    assert mask() == 0
    assert mask("noun", "plural", "noun") == 3
    with pytest.raises(ValueError, match="unknown word class 'adverbs'; did you mean 'adverb'"):
        mask("adverbs")
    with pytest.raises(ValueError, match="known are noun, plural"):
        mask("§")


def test_every_line_parses_and_keys_are_sorted() -> None:
    comments, rows, *shards = lexicon.DATA.read_text(encoding="utf-8").removesuffix("\n").split("\n\n")
    assert all(line.startswith("#") for line in comments.split("\n"))
    codes = set()
    for row in rows.split("\n"):
        found = re.fullmatch(r"(\S) (-|[a-z+-]+) (\d+) (\d+) (-|british|american) (-|easy)", row)
        assert found, row
        assert found[1] not in codes
        codes.add(found[1])
        assert found[2] == "-" or mask(*found[2].split("+"))
    assert len(shards) == 2
    seen: set[str] = set()
    for shard in shards:
        keys = []
        for line in shard.split("\n"):
            prefix, spaced, used = line.split("\t")
            rests = spaced.removeprefix(" ").removesuffix(" ")
            assert spaced == f" {rests} "
            assert len(rests.split(" ")) == len(used)
            assert codes.issuperset(used)
            keys += [prefix + rest for rest in rests.split(" ")]
        assert keys == sorted(set(keys))
        assert all(key == key.lower() and re.fullmatch(r"[^\W\d_]+(?:['-][^\W\d_]+)*", key) for key in keys)
        assert seen.isdisjoint(keys)
        seen.update(keys)
    assert seen == set(lexicon.LEXICON)
    assert len(seen) > 150_000


def test_signatures_cover_the_table() -> None:
    distinct = signatures()
    assert len(set(distinct)) == len(distinct)
    assert {lookup(key) for key in lexicon.LEXICON} == set(distinct)
    assert set(class_masks()) == {word.classes for word in distinct}
    assert len(class_masks()) < 256


def test_uncountable_nouns_are_nouns_without_a_plural_reading() -> None:
    for word in signatures():
        if word.classes & mask("uncountable"):
            assert word.classes & mask("noun")
    assert not said("news").classes & mask("plural")


def test_the_table_stays_small() -> None:
    assert lexicon.DATA.stat().st_size < 2_600_000
