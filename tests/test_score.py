from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from reports import finding, patient

from checker import evidence
from checker.evidence import GRADES, Hint, Reached, assess, grade, hints, meaning, pointed_to
from checker.finding import SEVERITIES, Finding
from checker.source import Source

SOURCE = Source("wrong", "a.md")
BAD = "Signs of bosom peril were found. A very unique chance.\n"


def one(rule: str, severity: str = "error", category: str = "trials") -> Finding:
    return finding(SOURCE, 0, 5, rule=rule, severity=severity, category=category)


# --- weighing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("findings", "words", "weight"),
    [
        ([], 1000, 0),
        ([one("a", "error")], 1000, 3),
        ([one("a", "warning")], 1000, 2),
        ([one("a", "suggestion")], 1000, 1),
        ([one("a"), one("b"), one("c", "warning")], 1000, 8),
        ([one("a")] * 3, 1000, 9),
        ([one("a")] * 50, 1000, 9),  # a slip repeated is one slip
        ([one("a")], 2000, 1.5),
        ([one("a")], 300, 10),
        ([one("a")], 5, 10),  # a short text is weighed as one of 300 words
        ([one("a")], 0, 10),
        ([one("a", category="readability"), one("b", category="suppression")], 1000, 0),
    ],
)
def test_findings_are_weighed_by_severity_and_length(findings: list[Finding], words: int, weight: float) -> None:
    assert assess(findings, words, {}).weight == weight


def test_families_are_counted_most_first_without_what_is_no_evidence() -> None:
    findings = [one("a", category="name"), one("b", category="spun"), one("c", category="spun"),
                one("d", category="readability"), one("e", category="suppression")]  # fmt: skip
    assert assess(findings, 400, {}).families == (("spun", 2), ("name", 1))


@pytest.mark.parametrize(
    ("weight", "name"),
    [(0, "A"), (0.01, "B"), (2, "B"), (2.01, "C"), (5, "C"), (5.01, "D"), (12, "D"), (12.01, "E"), (900, "E")],
)
def test_a_grade_is_a_range_of_the_weight(weight: float, name: str) -> None:
    assert grade(weight) == name


@patient
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(SEVERITIES))), st.integers(0, 5000))
def test_more_findings_never_make_a_better_grade(found: list[tuple[str, str]], words: int) -> None:
    findings = [one(*some) for some in found]
    grades = [assess(findings[:number], words, {}).grade for number in range(len(findings) + 1)]
    assert grades == sorted(grades)


# --- source languages --------------------------------------------------------------------------------


def test_one_finding_points_nowhere_two_do() -> None:
    languages = {"a": ("zh",), "b": ("de",)}
    assert hints({"a": 1}, languages) == ()
    assert hints({"a": 1, "b": 1, "c": 9}, languages) == ()
    assert hints({"a": 2, "b": 1}, languages) == (Hint("zh", 2.0, ("a",)),)


def test_a_rule_of_several_languages_gives_each_its_share() -> None:
    languages = {"a": ("zh", "ja"), "b": ("zh",)}
    assert hints({"a": 5, "b": 1}, languages) == (Hint("zh", 2.5, ("a", "b")), Hint("ja", 1.5, ("a",)))


def test_languages_of_one_weight_are_named_together_and_many_not_at_all() -> None:
    def weighed(*codes: str) -> tuple[Hint, ...]:
        return tuple(Hint(code, 2.0, ("a",)) for code in codes)

    assert pointed_to(()) == ""
    assert pointed_to(weighed("zh")) == "Texts translated from Chinese often have findings of this kind (a)."
    assert "from Japanese or Chinese often" in pointed_to(weighed("ja", "zh"))
    assert "from Chinese often" in pointed_to((*weighed("zh"), Hint("ja", 1.0, ("a",))))
    assert pointed_to(weighed("ja", "zh", "ru", "de")) == ""
    assert "(a, b, c, d and 2 more)" in pointed_to((Hint("zh", 6.0, tuple("abcdef")),))


# --- what a grade means ------------------------------------------------------------------------------


@pytest.fixture
def unmeasured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No figures; a file of them can be put there."""
    file = tmp_path / "grades.tsv"
    monkeypatch.setattr(evidence, "_FILE", file)
    evidence.measured.cache_clear()
    yield file
    evidence.measured.cache_clear()


def test_a_grade_means_what_was_measured(unmeasured: Path) -> None:
    unmeasured.write_text("grade\tpeople\tmachines\nA\t1\t1\nB\t.08\t.7\nC\t.004\t.5\nD\t0\t.4\nE\t0\t.1\n")
    assert evidence.measured()["B"] == Reached(0.08, 0.7)
    assert meaning("A") == (
        "On the benchmark, 92% of the documents written or translated by people and 30% of the machine-translated ones "
        "have this grade too."
    )
    assert meaning("C") == (
        "On the benchmark, 0.4% of the documents written or translated by people and 50% of the machine-translated "
        "ones have this grade or a worse one."
    )


@pytest.mark.usefixtures("unmeasured")
def test_a_grade_that_was_not_measured_says_so() -> None:
    assert {meaning(name) for name in GRADES} == {
        "What share of documents reaches this grade has not been measured."
    }  # fmt: skip


def test_no_wording_accuses(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BAD * 5)
    said = run("score", "a.txt").out + run("score", "--format=json", "a.txt").out + (evidence.__doc__ or "")
    assert not re.search(
        r"\b(cheat|plagiar|fake|fraud|guilty|suspect|AI.generated|machine wrote|author)\w*", said, re.IGNORECASE
    )


# --- the command -------------------------------------------------------------------------------------


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "bad.txt").write_text(BAD)
    (tmp_path / "clean.md").write_text("The cat sat on the mat. It was warm.\n")
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "hard.txt").write_text(
        "Notwithstanding institutional considerations, administrative organizations continually reevaluate "
        "methodological presuppositions.\n"
    )
    return tmp_path


@pytest.mark.usefixtures("texts", "unmeasured")
def test_a_table_for_people(run: Run) -> None:
    ran = run("score", "bad.txt", "empty.md")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "bad.txt\n"
        "  grade         E   (13.33 per 1,000 words; 10 words)\n"
        "                What share of documents reaches this grade has not been measured.\n"
        "  findings      2 wording\n"
        "  readability   Flesch 83, grade level 2.9, 5 words a sentence\n"
        "\n"
        "empty.md\n"
        "  grade         A   (0 per 1,000 words; 0 words)\n"
        "                What share of documents reaches this grade has not been measured.\n"
    )


@pytest.mark.usefixtures("texts", "unmeasured")
def test_json_has_the_keys_that_are_documented(run: Run) -> None:
    read = json.loads(run("score", "--format=json", "bad.txt", "empty.md").out)
    assert read[0] == {
        "path": "bad.txt",
        "words": 10,
        "grade": "E",
        "meaning": "What share of documents reaches this grade has not been measured.",
        "weight_per_1000_words": 13.33,
        "families": {"wording": 2},
        "suppressed": 0,
        "source_languages": [],
        "readability": {"flesch_reading_ease": 83.3, "flesch_kincaid_grade": 2.9, "words_per_sentence": 5.0},
    }
    assert (read[1]["grade"], read[1]["words"], read[1]["readability"]) == ("A", 0, None)
    documented = (Path(__file__).parent.parent / "docs" / "score.md").read_text(encoding="utf-8")
    for key in (*read[0], *read[0]["readability"], *Hint._fields):
        assert f"`{key}`" in documented


def test_a_language_is_named_when_two_findings_point_to_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BAD * 2)
    assert "  source        Texts translated from Chinese often have findings of this kind (bosom-peril).\n" in run(
        "score", "a.txt"
    ).out  # fmt: skip
    (hint,) = json.loads(run("score", "a.txt", "--format=json").out)[0]["source_languages"]
    assert hint == {"language": "zh", "weight": 2.0, "rules": ["bosom-peril"]}


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--max-grade=E"], 0, []),
        (["--max-grade=D"], 1, ["bad.txt: grade E, and D is the worst that passes"]),
        (["--min-flesch=-500"], 0, []),
        (["--min-flesch", "60"], 1, [r"hard.txt: Flesch reading ease -\d+\.\d, and 60 is the lowest that passes"]),
        (["--max-grade=A", "--min-flesch=0"], 1, ["bad.txt: grade E, and A is .*", "hard.txt: Flesch .*"]),
    ],
)
def test_gates_decide_the_exit_status(run: Run, options: list[str], status: int, said: list[str]) -> None:
    ran = run("score", *options, "bad.txt", "clean.md", "empty.md", "hard.txt")
    assert ran.status == status
    lines = ran.err.splitlines()
    assert len(lines) == len(said)
    assert all(re.fullmatch(f"malaprop: {wanted}", line) for wanted, line in zip(said, lines, strict=True))


@pytest.mark.usefixtures("texts")
def test_what_cannot_be_scored_is_one_line_and_the_rest_is_scored(run: Run, tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG\0\0\0")
    ran = run("score", "--max-grade=A", "image.png", "none.txt", "clean.md")
    assert ran.status == 2
    assert ran.err == "malaprop: image.png: is a binary file\nmalaprop: none.txt: no such file or folder\n"
    assert ran.out.startswith("clean.md\n  grade         A ")


@pytest.mark.usefixtures("texts")
def test_a_broken_configuration_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "malaprop.toml").write_text("nonsense = 1\n")
    ran = run("score", "clean.md", "bad.txt")
    assert (ran.status, ran.out) == (2, "")
    assert re.fullmatch(r"malaprop: \S*malaprop.toml: ?1:1: unknown key 'nonsense'.*\n", ran.err)


def test_standard_input_is_scored_by_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    ran = run("score", "--stdin-filename=bad.txt", "-")
    assert (ran.status, ran.out.split("\n")[0]) == (0, "bad.txt")
    assert "2 wording" in ran.out


def test_a_word_document_is_scored(run: Run, tmp_path: Path) -> None:
    from docx import Document  # noqa: PLC0415 - slow to import, and needed here only

    document = Document()
    document.add_paragraph(BAD.strip())
    document.save(str(tmp_path / "a.docx"))
    (read,) = json.loads(run("score", "--format=json", "a.docx").out)
    assert (read["words"], read["families"]) == (10, {"wording": 2})


def test_what_a_document_suppresses_itself_is_told_and_can_be_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"<!-- malaprop-ignore-file -- please -->\n\n{BAD}")
    assert "  suppressed    2   (--no-suppressions counts what a document accepts itself)\n" in run("score", "a.md").out
    assert run("score", "--max-grade=A", "a.md").status == 0
    assert run("score", "--max-grade=A", "--no-suppressions", "a.md").status == 1
