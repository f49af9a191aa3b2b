"""The script that chooses which rules of other programs are passed on."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from checker import ruleset

ROOT = Path(__file__).parent.parent


class Rooms(NamedTuple):
    """The script and the modules beside it."""

    script: ModuleType
    choice: ModuleType
    corpus: ModuleType


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Rooms:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return Rooms(*map(import_module, ("select_opinions", "opinion_choice", "opinion_corpus")))


def corpus(rooms: Rooms, **found: list[tuple[str, str, bool, bool]]) -> Any:
    """A corpus of rule → (source, kind, damaged, right); of each kind there are a hundred documents of 1,000 words."""
    kinds = ("clean", "people", "machine")
    words = Counter({(f"{kind[0]}{number}", kind): 1_000 for kind in kinds for number in range(100)})
    heard = [
        rooms.corpus.Heard(source, kind, damaged, rule, "Grammar", right, 0.2)
        for rule, some in found.items()
        for source, kind, damaged, right in some
    ]
    return rooms.corpus.Corpus(heard, words, {}, 0, dict.fromkeys(found, "Grammar"))


def of_one_fold(rooms: Rooms) -> list[str]:
    """Documents that are left out together."""
    names = [f"m{number}" for number in range(100)]
    return [
        name
        for name in names
        if rooms.corpus.digit(name) % rooms.corpus.FOLDS == rooms.corpus.digit("m0") % rooms.corpus.FOLDS
    ]


def test_a_rule_is_not_tried_on_the_documents_that_it_was_chosen_by(rooms: Rooms) -> None:
    everywhere = [(f"m{number}", "machine", False, True) for number in range(100)]
    given = corpus(
        rooms, Right=everywhere, Lucky=[(name, "machine", False, True) for name in of_one_fold(rooms)],
        Wrong=[(f"m{number}", "machine", False, False) for number in range(100)],
        Loud=[*everywhere, *((f"c{number}", "clean", False, False) for number in range(100))],
    )  # fmt: skip
    assert rooms.choice.choose(given).everywhere.allow == {"Right", "Lucky"}
    passed = [one.rule for one, made in rooms.choice.out_of_fold(given) if made.passes(one)]
    assert Counter(passed) == {"Right": 100}


def test_in_damaged_text_a_rule_need_only_be_right(rooms: Rooms) -> None:
    loud = [(f"m{number}", "machine", number < 50, True) for number in range(100)]
    clean = [(f"c{number}", "clean", number == 0, False) for number in range(100)]
    given = corpus(rooms, Loud=loud + clean, Wrong=[(name, kind, damaged, False) for name, kind, damaged, _ in loud])
    made = rooms.choice.choose(given)
    assert not made.everywhere.passes("Loud", "Grammar")
    assert made.in_damaged.passes("Loud", "Grammar")
    assert not made.in_damaged.passes("Wrong", "Grammar")
    tally = rooms.corpus.total(one for one in given.heard if made.passes(one))
    assert (tally.hits, tally.misses, tally.clean) == (50, 0, 1)


def test_what_is_passed_on_everywhere_is_not_passed_on_twice(rooms: Rooms) -> None:
    given = corpus(rooms, Right=[(f"m{number}", "machine", True, True) for number in range(100)])
    made = rooms.choice.choose(given)
    assert made.everywhere.passes("Right", "Grammar")
    assert not made.in_damaged.passes("Right", "Grammar")


def test_a_choice_is_written_into_the_files_that_are_there(rooms: Rooms, tmp_path: Path) -> None:
    path = tmp_path / "grammar-by-harper.yaml"
    path.write_text("id: x\nallow:\n  - Old\nrefuse:\n  - Older\nexamples:\n  bad: []\n", encoding="utf-8")
    made = rooms.choice.Both(rooms.choice.Choice(frozenset({"Right"})), rooms.choice.Choice())
    rooms.script.write(tmp_path, "harper", made, {"Right": "Grammar"})
    assert path.read_text() == "id: x\nallow:\n  - Right\nexamples:\n  bad: []\n"
    path.unlink()
    with pytest.raises(SystemExit, match=r"grammar-by-harper\.yaml is missing, for .*Right"):
        rooms.script.write(tmp_path, "harper", made, {"Right": "Grammar"})
    (tmp_path / "wording-by-harper.yaml").write_text("allow:\n  - A\nexamples:\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"wording-by-harper\.yaml has nothing to pass on"):
        rooms.script.write(tmp_path, "harper", made, {"Right": "Grammar"})


def test_a_rule_is_passed_on_by_one_file(rooms: Rooms) -> None:
    categories = {"LOWERCASE_MONTHS": "GRAMMAR", "A": "GRAMMAR", "B": "GRAMMAR", "SpellCheck": "Spelling"}
    everywhere = rooms.choice.Choice(frozenset({"LOWERCASE_MONTHS", "A"}))
    hurt = rooms.choice.Choice(frozenset({"B", "SpellCheck" + rooms.corpus.UNKNOWN}))
    files = rooms.script.files(rooms.choice.Both(everywhere, hurt), categories)
    assert {name: set(choice.allow) for name, choice in files.items() if choice.allow} == {
        "casing": {"LOWERCASE_MONTHS"}, "grammar": {"A"}, "in-damaged-text": {"B"},
        "unknown-word-in-damaged-text": {"SpellCheck"},
    }  # fmt: skip


def test_shipped_files_are_as_the_script_writes_them(rooms: Rooms) -> None:
    lists = re.compile(r"^(allow|categories|refuse):\n((?:  - .*\n)+)", re.MULTILINE)
    paths = [path for path in ruleset.files(ruleset.shipped()) if path.parent.name == "second-opinion"]
    assert len(paths) >= 10
    for path in paths:
        text = path.read_text(encoding="utf-8")
        found = {key: names.replace("  - ", "").split() for key, names in lists.findall(text)}
        assert rooms.script.with_lists(text, found) == text, path
