"""The engine: scope, exceptions, `where`, overlaps, places, fingerprints, and that it remembers nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import MakeEngine, MakeFile, check, matches

from checker import formats, ruleset
from checker.engine import Engine
from checker.ruleset import RuleSet, share
from checker.source import Source

ZAP = "type: pattern\npatterns: ['zap\\w*']\n"
ANY = "type: pattern\npatterns: ['\\bz\\w+']\nid: any-z\n"  # without a literal: it runs everywhere

MARKDOWN = """\
---
title: zap0
---
# zap1

zap2 `zap3` [zap4](zap5) ![zap6](x.png)

- zap7

> zap8

| zap9 | b |
|------|---|
| x    | y |

Note.[^1]

[^1]: zapA
"""


def test_a_finding_says_everything_about_its_place(make_engine: MakeEngine) -> None:
    engine = make_engine(ZAP + "fix: '{match|upper}!'\nautofix: true\nmessage: 'Odd: {match}.'")
    (found,) = check(engine, "\ufeffFirst.\r\n\r\nSo it\r\nwas zapped then. And?")
    assert found._asdict() == {
        "rule": "trial", "category": "trials", "severity": "error", "path": "text.txt", "start": 22, "end": 28,
        "line": 4, "column": 5, "end_line": 4, "end_column": 11, "message": "Odd: zapped.", "match": "zapped",
        "fix": "ZAPPED!", "safe_fix": True, "sentence": "So it was zapped then.", "sentence_start": 11,
        "sentence_end": 34, "sentence_line": 3, "sentence_end_line": 4, "suppressed": "",
        "fingerprint": found.fingerprint,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ("", ["zap1", "zap2", "zap4", "zap7", "zap8", "zap9", "zapA"]),
        ("scope: [heading, footnote]", ["zap1", "zapA"]),
        ("scope: [alt, frontmatter]", ["zap0", "zap6"]),
        ("scope: [table-cell, list-item, quote]", ["zap7", "zap8", "zap9"]),
    ],
)
@pytest.mark.parametrize("rule", [ZAP, ANY.replace("any-z", "trial")])
def test_a_rule_reads_its_scope(make_engine: MakeEngine, scope: str, found: list[str], rule: str) -> None:
    assert matches(make_engine(rule + scope), MARKDOWN, "markdown") == found


def test_a_rule_may_be_for_one_format(make_engine: MakeEngine) -> None:
    engine = make_engine(ZAP + "markup: [markdown]")
    assert (matches(engine, "zap"), matches(engine, "zap", "markdown")) == ([], ["zap"])


def test_exceptions_are_left_alone_in_any_case_and_kind_of_quotes(make_engine: MakeEngine) -> None:
    engine = make_engine("type: pattern\npatterns: ['\\w+[’'']s zap']\nexceptions: [\"It’s zap\"]")
    assert matches(engine, "it's zap, IT’S ZAP, it’s zap, he's zap, this's zap") == ["he's zap", "this's zap"]


def test_what_a_project_allows_is_left_alone_by_every_rule(make_engine: MakeEngine) -> None:
    assert matches(make_engine(ZAP, ANY, allow=("Zapped",)), "zapped zip zap") == ["zip", "zap", "zap"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("{min_words: 3}", ["zap2", "zap3", "zap4", "zap5"]),
        ("{max_words: 2}", ["zap1", "zap6", "zap7", "zap8", "zap9"]),
        ("{min_words: 2, max_words: 3}", ["zap2", "zap3", "zap9"]),
        ("{min_document_words: 14}", []),
        ("{min_document_words: 13}", ["zap1", "zap2", "zap3", "zap4", "zap5", "zap6", "zap7", "zap8", "zap9"]),
        ("{from_occurrence: 8}", ["zap8", "zap9"]),
        ("{once: true}", ["zap1"]),
        ("{from_occurrence: 3, once: true}", ["zap3"]),
        ("{quotes: inside}", ["zap4"]),
        ("{quotes: outside, min_words: 4}", ["zap5"]),
        ("{position: head}", ["zap1", "zap2", "zap3", "zap4", "zap5", "zap6", "zap7"]),
        ("{position: tail}", ["zap4", "zap5", "zap6", "zap7", "zap8", "zap9"]),
    ],
)
def test_where_says_which_matches_count(make_engine: MakeEngine, where: str, found: list[str]) -> None:
    text = "zap1\n\nzap2 and zap3\n\n“His zap4,” said zap5.\n\nzap6\n\nzap7\n\nzap8\n\nOn zap9.\n"
    assert matches(make_engine(ZAP + f"where: {where}"), text) == found


def test_a_rule_may_need_company(make_engine: MakeEngine) -> None:
    needy = ZAP + "id: needy\nwhere: {needs: [zip-rule, needy]}"
    other = "type: pattern\npatterns: ['zip']\nid: zip-rule"
    engine = make_engine(needy, other)
    assert matches(engine, "One zap.") == []
    assert matches(engine, "One zap, two zap.") == ["zap", "zap"]
    assert matches(engine, "One zap, two zip.") == ["zap", "zip"]


def test_a_category_is_company_but_a_match_is_not_its_own(make_engine: MakeEngine) -> None:
    engine = make_engine(ZAP + "where: {needs: [trials]}", "type: pattern\npatterns: ['zip']\nid: zip-rule")
    assert matches(engine, "One zap.") == []
    assert matches(engine, "One zap, one zip.") == ["zap", "zip"]


def test_of_overlapping_matches_of_a_rule_the_first_and_longest_is_kept(make_engine: MakeEngine) -> None:
    engine = make_engine("type: pattern\npatterns: ['zip', 'zip zap', 'zap zop', 'zop']")
    assert matches(engine, "zip zap zop") == ["zip zap", "zop"]


def test_different_rules_may_find_the_same(make_engine: MakeEngine) -> None:
    found = check(make_engine(ZAP, ANY), "zap")
    assert [(some.rule, some.start, some.end) for some in found] == [("any-z", 0, 3), ("trial", 0, 3)]


@pytest.mark.parametrize(
    ("category", "other", "found"),
    [
        ("trials", "id: zip-zap\nfix: x", ["a-zip", "zip-zap"]),
        ("grammar", "id: zip-zap\nfix: x", ["zip-zap"]),  # it has a fix
        ("calque-slavic", "id: zip-zap", ["zip-zap"]),  # it is longer
        ("idiom", "id: zip-zap\nseverity: suggestion", ["a-zip"]),  # it is less severe
    ],
)
def test_what_is_said_of_the_same_words_is_said_once(
    make_engine: MakeEngine, category: str, other: str, found: list[str]
) -> None:
    rules = ("type: pattern\npatterns: ['zip']\nid: a-zip", f"type: pattern\npatterns: ['zip za']\n{other}")
    assert [some.rule for some in check(make_engine(*rules, category=category), "A zip zap.")] == found


def test_a_slip_in_a_long_clumsy_phrase_is_told_beside_it(make_engine: MakeEngine) -> None:
    rules = ("type: pattern\npatterns: ['zip']\nid: a-zip", "type: pattern\npatterns: ['zip zap zop']\nid: long")
    assert matches(make_engine(*rules, category="grammar"), "A zip zap zop.") == ["zip", "zip zap zop"]


def test_findings_are_in_the_order_of_their_places(make_engine: MakeEngine) -> None:
    found = check(make_engine(ZAP, ANY), "zip zap zop")
    assert [(some.start, some.rule) for some in found] == [(0, "any-z"), (4, "any-z"), (4, "trial"), (8, "any-z")]


def test_a_rule_without_literals_runs_on_every_block_and_anchors_are_its_ends(make_engine: MakeEngine) -> None:
    engine = make_engine("type: pattern\npatterns: ['^\\w+', '\\w+$']")
    assert matches(engine, "One two\nthree.\n\nFour five\n") == ["One", "Four", "five"]


def test_a_rule_may_run_on_sentences(make_engine: MakeEngine) -> None:
    engine = make_engine("type: pattern\nunit: sentence\npatterns: ['^zap\\b.*']")
    assert matches(engine, "So. zap is. A zap. “zap”.\n\nZip. zap!") == ["zap is.", "zap!"]


def test_unless_leaves_a_match_alone(make_engine: MakeEngine) -> None:
    assert matches(make_engine(ZAP + "unless: ['zapper', '\\w+ it']"), "zapper, zap it, zaps.") == ["zaps"]


def test_named_groups_fill_the_message_and_the_fix(make_engine: MakeEngine) -> None:
    engine = make_engine(
        "type: pattern\npatterns: ['(?P<a>zi\\w) (?P<b>za\\w)?(?P<c>q)?']\n"
        "message: '{a|capital}, {b}{c}.'\nfix: '{b} {a}{{'"
    )
    (found,) = check(engine, "zip {match}")
    assert (found.message, found.fix) == ("Zip, .", " zip{")
    (found,) = check(engine, "zip zap")
    assert (found.message, found.fix) == ("Zip, zap.", "zap zip{")


def test_a_fix_over_a_line_break_or_an_address_is_not_safe(make_engine: MakeEngine) -> None:
    engine = make_engine("type: pattern\npatterns: ['zip.? zap']\nfix: zop\nautofix: true")
    assert [some.safe_fix for some in check(engine, "zip zap.\n\nThe zip\nzap.\n")] == [True, False]


def test_a_very_long_match_is_shortened_in_the_message_only(make_engine: MakeEngine) -> None:
    (found,) = check(make_engine("type: pattern\npatterns: ['zap.*']"), "zap" + " on" * 200)
    assert len(found.match) == 603
    assert found.message == f"'{('zap' + ' on' * 200)[:299].rstrip()}…' is wrong."


def test_what_a_text_holds_is_never_a_template(make_engine: MakeEngine) -> None:
    (found,) = check(make_engine("type: pattern\npatterns: ['zap \\S+']\nfix: '{match}'"), "zap {rule}{{x|upper}}")
    assert (found.message, found.fix) == ("'zap {rule}{{x|upper}}' is wrong.", "zap {rule}{{x|upper}}")


FOREIGN = "Der Rat hat am Montag beschlossen, dass die zap Brücke nicht für den Verkehr und die Bürger ist. " * 4


def test_only_rules_for_any_language_run_on_a_foreign_text(make_engine: MakeEngine) -> None:
    assert matches(make_engine(ZAP), FOREIGN) == []
    assert matches(make_engine(ZAP + "any_language: true"), FOREIGN) == ["zap"] * 4


# --- fingerprints --------------------------------------------------------------------------------------


def prints(engine: Engine, text: str, path: str = "a.txt") -> list[str]:
    return [found.fingerprint for found in check(engine, text, path=path)]


def test_a_fingerprint_stays_when_lines_move_or_are_wrapped_anew(make_engine: MakeEngine) -> None:
    engine = make_engine(ZAP)
    before = prints(engine, "The old zap fell down. So what?")
    assert prints(engine, "A new line here.\r\n\r\nAnd more. The old\r\nzap fell  down. So it is.") == before
    assert prints(engine, "the OLD zap fell down.") == before


def test_a_fingerprint_differs_by_rule_path_sentence_and_occurrence(make_engine: MakeEngine) -> None:
    engine = make_engine(ZAP, ANY)
    every = [
        *prints(engine, "A zap here, a zap there. Now a zap."),
        *prints(engine, "A zap here, a zap there. Now a zap.", "b.txt"),
        *prints(engine, "A zap.\n\nA zap."),
    ]
    assert len(every) == len(set(every)) == 16
    assert all(len(one) == 20 for one in every)


# --- nothing is remembered -----------------------------------------------------------------------------

TEXTS = [
    "The zap fell on the bosom peril. He ended a decision.",
    MARKDOWN,
    "",
    "no finding here",
    "zip zap zop " * 50,
    FOREIGN,
    "The minister ended the bosom perils.\r\n\r\nZAP",
]


def mixed(make_file: MakeFile) -> Engine:
    bodies = [
        ZAP,
        ANY,
        "type: phrase\nid: peril\nphrases: [bosom peril]\ninflect: noun",
        "type: tokens\nid: ended\ntokens: [{word: [ended]}, {class: [determiner], optional: true}, {class: [noun]}]",
    ]
    rules = sorted(make_file(body).rule for body in bodies)
    return Engine(RuleSet(tuple(rules), share(rules)), rules)


def test_a_document_is_checked_the_same_alone_in_a_batch_again_and_in_threads(make_file: MakeFile) -> None:
    alone = [check(mixed(make_file), text) for text in TEXTS]
    engine = mixed(make_file)
    documents = [formats.document(Source(text, "text.txt"), "plain") for text in TEXTS]
    assert [engine.check(some) for some in documents] == alone
    assert [engine.check(some) for some in reversed(documents)] == alone[::-1]
    with ThreadPoolExecutor(4) as pool:
        fresh = mixed(make_file)
        every = list(pool.map(lambda text: check(fresh, text), TEXTS * 20))
    assert every == alone * 20
    assert [len(found) for found in alone[:4]] == [4, 22, 0, 0]


def test_engines_that_find_the_same_have_the_same_digest(make_engine: MakeEngine) -> None:
    assert make_engine(ZAP).digest == make_engine(ZAP).digest
    assert len({engine.digest for engine in (
        make_engine(ZAP), make_engine(ZAP, ANY), make_engine(ZAP + "severity: warning"), make_engine(ZAP, allow=("a",)),
        make_engine(ZAP + "exceptions: [b]"),
    )}) == 5  # fmt: skip


def test_the_groundwork_of_every_check_type_is_dropped_when_the_next_one_begins() -> None:
    rules = ruleset.load()
    made = formats.document(Source("The teh boat lay in the harbour, and that that was the best best boat.\n" * 9))
    assert Engine(rules, [rule for rule in rules.rules if rule.status == "stable"]).check(made)
    kept = {getattr(make, "__module__", "") for make in made._memo}
    assert not [module for module in kept if module.startswith("checker.checks.")]
