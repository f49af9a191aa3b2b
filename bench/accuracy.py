"""Measure every rule on the accuracy benchmark, and write down what it does.

    python bench/accuracy.py --data ../shared/bench/dev [--scorer ../shared/bench/score.py] measure
    python bench/accuracy.py --data … judge [--show 40]
    python bench/accuracy.py --data … report [--pages ../shared/articles/pages]
    python bench/accuracy.py --data … hint [--pages ../shared/articles/pages]
    python bench/accuracy.py --data … gate

`measure` checks the benchmark's parts once and writes `checker/data/measured.tsv` (rule by rule), `grades.tsv` (what
share of people's and of machines' documents reach a grade).
`report` runs the scorer on all parts and writes its figures, and those of the source language, into docs/accuracy.md,
between the markers there. `hint` prints which source language is named for texts that were translated from a known one;
both want the same `--pages`.
`judge` shows findings of stable rules on clean text that `bench/judged.tsv` has no verdict on: a line is the rule, a
hash of rule, match and sentence, and `slip` (an editor would accept it) or `false`. `gate` runs the floors of
`bench/floors.json` on a sample and fails when one doesn't hold; it refuses data whose digest is another one.

The texts stay where they are; nothing of them is written but counts and hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import itertools
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from checker import evidence
from checker import ruleset as rulesets
from checker.commands.common import chosen
from checker.engine import Engine
from checker.finding import Finding
from checker.formats import document
from checker.language import NAMES
from checker.source import Source

ROOT = Path(__file__).parent.parent
DATA = ROOT / "checker" / "data"
JUDGED = Path(__file__).with_name("judged.tsv")
DOCS = ROOT / "docs" / "accuracy.md"
FLOORS = Path(__file__).with_name("floors.json")


class Text(NamedTuple):
    """A text of the benchmark: where it is from, and spans that are damaged or marked, where that is known.

    language: ISO 639-1 code of the one that it was translated from, '' where it is not known.
    """

    part: str
    text: str
    suffix: str
    human: bool
    spans: tuple[tuple[int, int], ...] = ()
    marked: bool = False
    language: str = ""


class Checked(NamedTuple):
    """A text and what all rules, previews too, found in it."""

    text: Text
    findings: tuple[Finding, ...]
    words: int


def load_scorer(path: Path) -> ModuleType:
    """The benchmark's scorer as a module: its readers are used, so that both see the same documents."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        sys.exit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules["scorer"] = module
    spec.loader.exec_module(module)
    return module


def texts(data: Path, scorer: ModuleType) -> Iterator[Text]:
    """Every document of the parts that are measured rule by rule."""
    for path in sorted((data / "clean").rglob("*")):
        if path.suffix in {".txt", ".md"}:
            yield Text("clean", path.read_text(encoding="utf-8", errors="replace"), path.suffix, human=True)
    for part in ("mqm", "class"):
        for record in scorer.jsonl(data / part):
            text, starts = scorer.layout(record["segments"])
            spans = tuple(_marks(record, starts)) if part == "mqm" else ()
            yield Text(part, text, ".txt", record["is_human"], spans, part == "mqm", record["src_lang"])
    for record in scorer.jsonl(data / "synthetic"):
        spans = tuple((gold["start"], gold["end"]) for gold in record["gold"])
        yield Text("planted", record["text"], ".txt", human=False, spans=spans, language=between(record["engine"]))


def between(engine: str) -> str:
    """The language that a text was translated into and back from; '' when it wasn't.

    >>> between("apertium eng-spa | spa-eng"), between("scrape")
    ('es', '')
    """
    code = re.search(r"eng?-(\w+) \|", engine)
    return {"spa": "es"}.get(code[1], code[1]) if code else ""


def pages(folder: Path) -> Iterator[Text]:
    """Damaged pages, as far as the folder's README names the language that their source was translated from."""
    codes = {name: code for code, name in NAMES.items()}
    for row in (folder / "README.md").read_text(encoding="utf-8").splitlines():
        page = re.fullmatch(r"\| (\d\S+) \| (\w+)?.*?(?:source language: (\w\w)\))? \|", row)
        if page and (language := page[3] or codes.get(page[2], "")):
            text = (folder / f"{page[1]}.txt").read_text(encoding="utf-8")
            yield Text("pages", text, ".txt", human=False, language=language)


def _marks(record: dict[str, Any], starts: list[int]) -> Iterator[tuple[int, int]]:
    for segment, start in zip(record["segments"], starts, strict=True):
        for error in segment.get("errors", ()):
            if error.get("start") is not None and error["end"] > error["start"]:
                yield start + error["start"], start + error["end"]


def check_all(some: Iterable[Text]) -> Iterator[Checked]:
    """Check texts with every rule, previews too."""
    rules = rulesets.load()
    engine = Engine(rules, chosen(rules.rules, [], [], preview=True))
    for text in some:
        prose = document(Source(text.text, f"text{text.suffix}"))
        yield Checked(text, tuple(engine.check(prose)), len(text.text.split()))


def touches(finding: Finding, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a finding overlaps one of the spans."""
    return any(finding.start < end and start < finding.end for start, end in spans)


def digest(finding: Finding) -> str:
    """What a verdict is kept under: rule, match and sentence, as a hash."""
    key = f"{finding.rule}\0{finding.match}\0{finding.sentence}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def verdicts() -> dict[str, str]:
    """Hash → 'slip' or 'false'."""
    if not JUDGED.exists():
        return {}
    rows = [row.split("\t") for row in JUDGED.read_text(encoding="utf-8").splitlines()[1:]]
    return {key: verdict for _, key, verdict in rows}


# --- measure -----------------------------------------------------------------------------------------


def measure(checked: list[Checked]) -> None:
    """Write the figures."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    known = verdicts()
    for text, findings, words in checked:
        column = {"clean": "clean", "planted": "planted"}.get(text.part) or ("people" if text.human else "machine")
        sizes[column] += words
        for finding in findings:
            row = counts[finding.rule]
            row[column] += 1
            row["false"] += column == "clean" and known.get(digest(finding)) == "false"
            if text.marked and not text.human:
                row["judged"] += 1
                row["on_mark"] += touches(finding, text.spans)
            if text.part == "planted":
                row["planted_all"] += 1
                row["on_planted"] += touches(finding, text.spans)
    columns = ("clean", "false", "machine", "people", "on_mark", "judged", "on_planted", "planted_all")
    rules = sorted(rule.id for rule in rulesets.load().rules)
    lines = [f"words\t{sizes['clean']}\t{sizes['machine']}\t{sizes['people']}",
             "\t".join(["rule", *columns])]  # fmt: skip
    lines += ["\t".join([rule, *(str(counts[rule][name]) for name in columns)]) for rule in rules]
    (DATA / "measured.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_grades(checked)
    print(f"{len(rules)} rules measured on {sum(sizes.values()):,} words")


def write_grades(checked: list[Checked]) -> None:
    """What share of people's and of machines' documents reach each grade, or a worse one."""
    stable = {rule.id for rule in rulesets.load().rules if rule.status == "stable"}
    grades: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for text, findings, words in checked:
        if text.part in {"clean", "mqm", "class"} and words >= 50:
            found = [finding for finding in findings if finding.rule in stable]
            grades[text.human][evidence.assess(found, words, {}).grade] += 1
    lines = ["grade\tpeople\tmachines"]
    for number, name in enumerate(evidence.GRADES):
        worse = evidence.GRADES[number:]
        shares = [
            sum(grades[human][other] for other in worse) / max(1, grades[human].total()) for human in (True, False)
        ]
        lines.append(f"{name}\t{shares[0]:.4f}\t{shares[1]:.4f}")
    (DATA / "grades.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


# --- judge -------------------------------------------------------------------------------------------


def judge(checked: list[Checked], show: int) -> int:
    """Print findings on clean text without a verdict; how many there are."""
    stable = {rule.id for rule in rulesets.load().rules if rule.status == "stable"}
    known = verdicts()
    open_findings = [
        (finding, text.text)
        for text, findings, _ in checked
        if text.part == "clean"
        for finding in findings
        if finding.rule in stable and finding.category != "readability" and digest(finding) not in known
    ]
    for finding, text in sorted(open_findings, key=lambda pair: pair[0].rule)[:show]:
        before, after = text[max(0, finding.start - 70) : finding.start], text[finding.end : finding.end + 60]
        print(f"{finding.rule}\t{digest(finding)}\t?\t{' '.join(f'{before}⟦{finding.match}⟧{after}'.split())}")
    print(f"{len(open_findings)} findings without a verdict", file=sys.stderr)
    return len(open_findings)


# --- report ------------------------------------------------------------------------------------------

ROWS = (  # what is shown: the part's name, the figure's name in words, its path in the scorer's report
    ("clean", "findings per 10,000 words of edited English", "clean.per_10k_words"),
    ("clean", "documents with any finding", "clean.documents_with_findings"),
    ("mqm", "precision (findings that touch an expert's mark)", "mqm.precision"),
    ("mqm", "… the same by chance", "mqm.chance"),
    ("mqm", "recall of major errors", "mqm.recall_major"),
    ("mqm", "lift, MT over people's translation", "mqm.lift"),
    ("class", "AUC, MT against people, by document", "class.auc"),
    ("class", "lift, MT over people's translation", "class.lift"),
    ("tortured", "tortured phrases found", "tortured.recall"),
    ("tortured", "… findings on the right terms", "tortured.false_on_expected"),
    ("perturb", "planted errors found, mean over 35 kinds", "perturb.*.only_in_bad"),
    ("perturb", "… findings only in the right twin", "perturb.*.only_in_good"),
    ("postedit", "sentences with a finding that the post-edit removed", "postedit.*.only_in_bad"),
    ("postedit", "… that the post-edit brought in", "postedit.*.only_in_good"),
    ("hybrid", "recall, mean over kinds of damage", "synthetic.hybrid.recall.*"),
    ("hybrid", "precision", "synthetic.hybrid.precision"),
    ("roundtrip", "AUC by document", "synthetic.roundtrip.auc"),
    ("roundtrip", "untranslated words found", "synthetic.roundtrip.recall.untranslated"),
    ("roundtrip", "precision", "synthetic.roundtrip.precision"),
    ("spun", "AUC by document", "synthetic.spun.auc"),
    ("spun", "spun terms found", "synthetic.spun.recall.term"),
    ("spun", "precision", "synthetic.spun.precision"),
)


def report(data: Path, scorer: Path) -> None:
    """Run the scorer on everything, and write its figures into the docs."""
    figures = score(data, scorer, "clean,mqm,class,tortured,perturb,postedit,synthetic", 150)
    lines = ["| part | figure | |", "|---|---|---:|"]
    lines += [f"| `{part}` | {words} | {_figure(figures, path):.4g} |" for part, words, path in ROWS]
    kinds = figures["synthetic"]["hybrid"]["recall"]
    lines += [
        "",
        "Scraped pages, recall by kind of damage: "
        + ", ".join(f"{kind} {share:.2f}" for kind, share in kinds.items())
        + ".",
    ]
    pairs = ", ".join(f"{kind} {row['only_in_bad']:.2f}" for kind, row in figures["perturb"].items())
    lines += ["", f"Planted errors, share found by kind: {pairs}."]
    write_section(DOCS, "figures", lines)


def write_section(file: Path, name: str, lines: Iterable[str]) -> None:
    """Put lines between the two markers of a section."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    before, _, rest = file.read_text(encoding="utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        sys.exit(f"no section {name} in {file}")
    file.write_text("".join([before, begin, *(f"{line}\n" for line in lines), end, after]), encoding="utf-8")


def score(data: Path, scorer: Path, parts: str, limit: int) -> Any:
    """The scorer's report on some parts."""
    checker = f"{sys.executable} -m checker check --isolated --format jsonl --exit-zero --quiet"
    command = [sys.executable, str(scorer), "--data", str(data), "--checker", checker, "--json",
               "--parts", parts, "--limit", str(limit)]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


# --- source language ---------------------------------------------------------------------------------


class Hinted(NamedTuple):
    """A document with two findings or more that point to languages: its own, and the ones that are named."""

    language: str
    named: tuple[str, ...]


def hinted(checked: Iterable[Checked]) -> list[Hinted]:
    """What stable rules say of the source language of documents where it is known."""
    languages = {rule.id: rule.languages for rule in rulesets.load().rules if rule.status == "stable"}
    documents = []
    for text, findings, words in checked:
        pointing = [finding for finding in findings if languages.get(finding.rule)]
        if text.language and len(pointing) >= 2:
            named = evidence.named(evidence.assess(pointing, words, languages).hints)
            documents.append(Hinted(text.language, tuple(hint.language for hint in named)))
    return documents


def hint_rows(documents: Sequence[Hinted]) -> list[str]:
    """A table by source language, and a row for all with what chance would be: the commonest languages, as many."""
    lines = ["| translated from | documents | a language is named | the right one is among them | it alone is named |",
             "|---|---:|---:|---:|---:|"]  # fmt: skip
    by_language: dict[str, list[Hinted]] = defaultdict(list)
    for some in documents:
        by_language[some.language].append(some)
    for code, some_documents in sorted(by_language.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        lines.append(_hint_row(NAMES.get(code, code), some_documents))
    said = [some for some in documents if some.named]
    commonest = [code for code, _ in Counter(some.language for some in said).most_common()]
    guessed = [Hinted(some.language, tuple(commonest[: len(some.named)])) for some in said]
    lines += [_hint_row("all", documents), _hint_row("… by chance", guessed)]
    return lines


def _hint_row(name: str, documents: Sequence[Hinted]) -> str:
    said = [some.named for some in documents if some.named]
    right = sum(some.language in some.named for some in documents)
    alone = sum(some.named == (some.language,) for some in documents)
    return f"| {name} | {len(documents)} | {len(said)} | {right} | {alone} |"


def confusion(documents: Iterable[Hinted]) -> list[str]:
    """Tab-separated rows: the source language, what is named (`-`: nothing), how many documents; commonest first."""
    counts = Counter((some.language, " or ".join(some.named) or "-") for some in documents)
    ordered = sorted(counts.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
    return [f"{language}\t{named}\t{count}" for (language, named), count in ordered]


# --- gate --------------------------------------------------------------------------------------------


def data_digest(data: Path) -> str:
    """A hash of the names and sizes of the benchmark's files: floors hold for the data that they were set on."""
    entries = [
        f"{path.relative_to(data).as_posix()} {path.stat().st_size}"
        for path in sorted(data.rglob("*"))
        if path.is_file()
    ]
    return hashlib.sha256("\n".join(entries).encode()).hexdigest()[:16]


def gate(data: Path, scorer: Path) -> int:
    """Run the scorer on a sample, hold its figures against the floors; 1 when one fails."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    if floors["data"] != data_digest(data):
        print(f"the data's digest is {data_digest(data)}, the floors are for {floors['data']}", file=sys.stderr)
        return 1
    figures = score(data, scorer, floors["parts"], floors["limit"])
    failed = 0
    for name, (kind, bound) in floors["floors"].items():
        value = _figure(figures, name)
        holds = value >= bound if kind == "at least" else value <= bound
        failed += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {name} = {value:.4f} ({kind} {bound})")
    return int(failed > 0)


def _figure(figures: Any, name: str) -> float:
    """A figure by its dotted path; `perturb.*.only_in_bad` is the mean over kinds."""
    values = [figures]
    for key in name.split("."):
        values = [inner for some in values for inner in (some.values() if key == "*" else [some[key]])]
    return float(sum(values) / len(values))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("action", choices=["measure", "judge", "report", "hint", "gate"])
    parser.add_argument("--pages", type=Path, help="damaged pages, for the source language")
    parser.add_argument("--show", type=int, default=400)
    options = parser.parse_args()
    scorer: Path = options.scorer or options.data.parent / "score.py"
    if options.action == "gate":
        return gate(options.data, scorer)
    module = load_scorer(scorer)
    if options.action in {"report", "hint"}:
        known = itertools.chain(texts(options.data, module), pages(options.pages) if options.pages else ())
        documents = hinted(check_all(text for text in known if text.language))
        if options.action == "hint":
            print("\n".join([*hint_rows(documents), "", *confusion(documents)]))
        else:
            report(options.data, scorer)
            write_section(DOCS, "hint", hint_rows(documents))
        return 0
    wanted = {"clean"} if options.action == "judge" else {"clean", "mqm", "class", "planted"}
    checked = list(check_all(text for text in texts(options.data, module) if text.part in wanted))
    if options.action == "judge":
        return int(judge(checked, options.show) > 0)
    measure(checked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
