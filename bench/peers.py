"""Run other checkers on the benchmark's texts and set what they find beside what Malaprop finds.

    python bench/peers.py table --data ../shared/bench/dev --pages ../shared/articles/pages [--clean 150] [--mqm 150]
        [--write] --peer NAME[=COMMAND] …
    python bench/peers.py find --peer NAME[=COMMAND] … PATH …

A peer's NAME is shown in the table; its first word says which program it is (see `FORMATS`), so `'Vale 3.22 +
write-good=vale --no-exit --output=JSON --config=prose.ini'` is Vale. Without a COMMAND it is run by its usual one
(`KNOWN`); `--peer all` stands for those of them that are installed. `harper` needs harper-py in this Python,
`languagetool=URL` a server (`python -m checker.opinions.server start`).

`find` prints one JSON object a line for each finding, as the benchmark's scorer and the check of the pages want it of
a checker; of several peers, findings that begin at one place count once. `table` asks every peer, and Malaprop, about
one sample: clean documents, and documents translated by machines and people, evenly drawn by a hash of their names; all
pages. --write puts the table into docs/accuracy.md.

LanguageTool and Harper are given the prose of a Markdown file, as Malaprop sees it; the others read files themselves.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import math
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from accuracy import DOCS, ROOT, load_scorer, write_section

from checker.document import SEPARATOR
from checker.formats import document
from checker.markup import PLACEHOLDER
from checker.opinions import Opinion, harper, languagetool
from checker.source import Source

Texts = Mapping[str, str]
"""Path → text."""

LEFT_OUT = "readability"  # the category that the scorer leaves out
SPELLERS = frozenset({"MORFOLOGIK_RULE_EN_US", "SpellCheck", "Vale.Spelling"})
"""Rules that find every word which a dictionary hasn't; in clean text nearly all are names and technical words."""

_PORTION = 15_000  # code points that a peer in this process is asked about at once


class Found(NamedTuple):
    """A finding: where it is, in code points, half-open, and the peer's names for it."""

    path: str
    start: int
    end: int
    rule: str
    category: str = ""


# --- what peers print --------------------------------------------------------------------------------


def read_malaprop(said: str, _: Texts) -> Iterator[Found]:
    for line in said.splitlines():
        some = json.loads(line)
        yield Found(some["path"], some["start_offset"], some["end_offset"], some["rule"], some["category"])


def read_vale(said: str, texts: Texts) -> Iterator[Found]:
    """Lines and columns from 1. A match over several lines is as long as its text, whatever its span says."""
    for path, alerts in json.loads(said).items():
        starts = line_starts(texts[path])
        for alert in alerts:
            start = starts[alert["Line"] - 1] + alert["Span"][0] - 1
            yield Found(path, start, start + max(1, len(alert["Match"])), alert["Check"])


def read_proselint(said: str, _: Texts) -> Iterator[Found]:
    """Spans from 1, by the file's URL."""
    for url, result in json.loads(said)["result"].items():
        path = unquote(urlsplit(url).path)
        for some in result["diagnostics"]:
            yield Found(path, some["span"][0] - 1, some["span"][1] - 1, some["check_path"])


def read_codespell(said: str, texts: Texts) -> Iterator[Found]:
    """Lines only: a word that is named again on a line is its next occurrence there."""
    seen: dict[tuple[str, int, str], int] = {}
    for row in said.splitlines():
        if entry := re.fullmatch(r"(.+?):(\d+): (\S+) ==> .*", row):
            path, line, word = entry[1], int(entry[2]), entry[3]
            start = line_starts(texts[path])[line - 1]
            hit = re.compile(rf"\b{re.escape(word)}\b").search(texts[path], seen.get((path, line, word), start))
            if hit:
                seen[path, line, word] = hit.end()
                yield Found(path, *hit.span(), word)


def read_typos(said: str, texts: Texts) -> Iterator[Found]:
    """Lines from 1, and bytes into the line."""
    for row in said.splitlines():
        some = json.loads(row)
        if some["type"] == "typo":
            text = texts[some["path"]]
            line = line_starts(text)[some["line_num"] - 1]
            start = line + len(text[line:].encode()[: some["byte_offset"]].decode())
            yield Found(some["path"], start, start + len(some["typo"]), some["typo"])


def read_textlint(said: str, texts: Texts) -> Iterator[Found]:
    """UTF-16 units. Many rules give a place of one unit only; it stands for its word."""
    for result in json.loads(said):
        path = result["filePath"]
        offsets = [at for at, char in enumerate(texts[path]) for _ in range(1 + (char > "\uffff"))]
        offsets.append(len(texts[path]))
        for some in result["messages"]:
            start, end = (offsets[min(unit, len(offsets) - 1)] for unit in some["range"])
            word = re.compile(r"\w+").match(texts[path], start)
            yield Found(path, start, max(end, word.end() if word else start + 1), some["ruleId"])


def line_starts(text: str) -> list[int]:
    """The offset of every line."""
    return [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]


# --- running them ------------------------------------------------------------------------------------


class Format(NamedTuple):
    """How a program is asked: what its output says, and the exit statuses that mean no failure."""

    read: Callable[[str, Texts], Iterator[Found]]
    statuses: frozenset[int]


FORMATS = {
    "malaprop": Format(read_malaprop, frozenset({0})),
    "vale": Format(read_vale, frozenset({0})),
    "proselint": Format(read_proselint, frozenset({0, 1})),
    "codespell": Format(read_codespell, frozenset({0, 65})),
    "typos": Format(read_typos, frozenset({0, 2})),
    "textlint": Format(read_textlint, frozenset({0, 1})),
}
"""Programs that are run on files."""

ASKED: dict[str, Callable[[str], Any]] = {"harper": lambda _: harper.connect(), "languagetool": languagetool.connect}
"""Programs that are asked in this process, given what stands behind `=`."""

KNOWN = {
    "malaprop": f"{sys.executable} -m checker check --isolated --format jsonl --exit-zero --quiet",
    "Vale bare": "vale --no-exit --output=JSON --config={bare}",
    "proselint": "proselint check -o json",
    "codespell": "codespell",
    "typos": "typos --format json",
    "harper": "",
}
"""Commands of programs as they come. {bare} is the path of Vale's smallest configuration (`BARE`)."""

BARE = "[*]\nBasedOnStyles = Vale\n"


class Peer(NamedTuple):
    """A checker: the name that is shown, and its command, or what it is asked through."""

    name: str
    command: str

    @property
    def program(self) -> str:
        return self.name.split()[0].lower()


def peer(given: str) -> Peer:
    """A peer as it is given. Exits when nothing is known of it.

    >>> peer("codespell"), peer("Vale 3.22=vale --config x.ini").program
    (Peer(name='codespell', command='codespell'), 'vale')
    """
    name, equals, command = given.partition("=")
    some = Peer(name, command if equals else KNOWN.get(name, ""))
    if some.program not in {*FORMATS, *ASKED} or (some.program in FORMATS and not some.command):
        raise SystemExit(f"no command for {name}; known are {', '.join(KNOWN)}")
    return some


def installed() -> list[str]:
    """The names in `KNOWN` of peers that can be run here."""
    return [
        name
        for name, command in KNOWN.items()
        if name != "malaprop" and (shutil.which(command.split()[0]) if command else find_spec("harper"))
    ]


def chosen(given: Iterable[str]) -> list[Peer]:
    """The peers that are given, `all` being those installed."""
    return [peer(name) for some in given for name in (installed() if some == "all" else [some])]


def found(some: Peer, texts: Texts) -> list[Found]:
    """What a peer finds in files, readability apart. Exits when it fails."""
    every = opinions(some, texts) if some.program in ASKED else run(some, texts)
    return sorted(one for one in every if one.category.lower() != LEFT_OUT)


def run(some: Peer, texts: Texts) -> Iterator[Found]:
    """Run a program on files."""
    form = FORMATS[some.program]
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.ini"
        bare.write_text(BARE, encoding="utf-8")
        command = [part.replace("{bare}", str(bare)) for part in shlex.split(some.command)]
        done = subprocess.run([*command, *texts], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in form.statuses:
        raise SystemExit(f"{some.name} ended with {done.returncode}: {(done.stderr or done.stdout)[-800:]}")
    yield from form.read(done.stdout, texts)


def opinions(some: Peer, texts: Texts) -> Iterator[Found]:
    """Ask a program that answers in this process about the prose of files."""
    connection = ASKED[some.program](some.command)
    for path, text in texts.items():
        prose = document(Source(text, path))
        for offset, portion in portions(prose.text):
            said: Iterable[Opinion] = connection.ask(portion)
            for one in said:
                if PLACEHOLDER not in portion[one.start : one.end]:
                    start, end = prose.to_source(offset + one.start, offset + one.end)
                    yield Found(path, start, end, one.rule, one.category)


def portions(text: str) -> Iterator[tuple[int, str]]:
    """Whole paragraphs of a text, so many at once, each portion with its offset.

    >>> list(portions("one\\n\\ntwo"))
    [(0, 'one\\n\\ntwo')]
    """
    begun = at = 0
    for block in text.split(SEPARATOR):
        if at > begun and at + len(block) - begun > _PORTION:
            yield begun, text[begun:at]
            begun = at
        at += len(block) + len(SEPARATOR)
    yield begun, text[begun:]


def together(every: Iterable[Found]) -> list[Found]:
    """Findings of several peers; those that begin at one place are one, as long as the longest.

    >>> together([Found("a", 1, 6, "x"), Found("a", 1, 9, "y"), Found("a", 2, 3, "z")])
    [Found(path='a', start=1, end=9, rule='y', category=''), Found(path='a', start=2, end=3, rule='z', category='')]
    """
    longest = {(one.path, one.start): one for one in sorted(every)}  # the last of a place ends last
    return list(longest.values())


def record(some: Found) -> dict[str, Any]:
    """A finding as the scorer wants it."""
    return {
        "path": some.path, "rule": some.rule, "category": some.category,
        "start_offset": some.start, "end_offset": some.end,
    }  # fmt: skip


# --- the sample --------------------------------------------------------------------------------------


def drawn(names: Iterable[str], number: int) -> set[str]:
    """So many names, by their hashes: the same whatever else there is.

    >>> sorted(drawn("abcd", 2))
    ['b', 'd']
    """
    return set(sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:number])


def write_sample(data: Path, scorer: ModuleType, clean: int, mqm: int, folder: Path) -> None:
    """Lay a small benchmark: so many clean documents, and about so many translations.

    The translations are of documents that people have translated too: a person's and two machines' of each.
    """
    files = {
        path.relative_to(data).as_posix(): path
        for path in (data / "clean").rglob("*")
        if path.suffix in {".txt", ".md"}
    }
    for name in drawn(files, clean):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(files[name], folder / name)
    by_document: dict[str, list[dict[str, Any]]] = {}
    for some in scorer.jsonl(data / "mqm"):
        by_document.setdefault(f"{some['set']}/{some['doc']}", []).append(some)
    both = {name: some for name, some in by_document.items() if len({one["is_human"] for one in some}) == 2}
    kept = [
        one
        for name in sorted(drawn(both, mqm // 3))
        for is_human, most in ((True, 1), (False, 2))
        for one in sorted(
            (one for one in both[name] if one["is_human"] == is_human),
            key=lambda one: hashlib.sha256(str(one["id"]).encode()).hexdigest(),
        )[:most]
    ]
    (folder / "mqm").mkdir()
    with (folder / "mqm" / "sample.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in kept)


# --- the table ---------------------------------------------------------------------------------------


class Figures(NamedTuple):
    """What a checker does on clean text, on marked translations, and on damaged pages; shares are from 0 to 1."""

    per_10k: float
    documents: float
    precision: float
    chance: float
    lift: float | None
    recall_major: float
    pages: dict[str, str]


Check = Callable[[Any], list[list[dict[str, Any]]]]
"""A batch of the scorer → the findings of each of its texts."""


class Answers:
    """What one checker finds in texts that are asked about in batches; kept in order, to be added up later."""

    def __init__(self, find: Callable[[Texts], list[Found]]) -> None:
        self._find = find
        self.kept: list[list[list[Found]]] = []

    def __call__(self, batch: Any) -> list[list[dict[str, Any]]]:
        """Findings of each text of a batch of the scorer."""
        with tempfile.TemporaryDirectory() as folder:
            paths = {
                str(Path(folder).resolve() / f"{number:05}{suffix}"): text
                for number, (text, suffix) in enumerate(zip(batch.texts, batch.suffixes, strict=True))
            }
            for path, text in paths.items():
                Path(path).write_text(text, encoding="utf-8", newline="")
            by_text: list[list[Found]] = [[] for _ in paths]
            for one in self._find(paths):
                name = PurePath(one.path)
                by_text[int(name.stem)].append(one._replace(path=name.name))
        self.kept.append(by_text)
        return [list(map(record, some)) for some in by_text]

    def spells(self) -> bool:
        """Whether a speller has found anything."""
        return any(one.rule in SPELLERS for batch in self.kept for some in batch for one in some)


def again(answers: Sequence[Answers], *, spelling: bool = True) -> Check:
    """A checker that finds what others have found, batch by batch in their order.

    spelling: whether what their spellers find counts.
    """
    batches = iter(zip(*(some.kept for some in answers), strict=True))

    def find(_: Any) -> list[list[dict[str, Any]]]:
        texts = (itertools.chain(*by_peer) for by_peer in zip(*next(batches), strict=True))
        heard = ([one for one in some if spelling or one.rule not in SPELLERS] for some in texts)
        return [list(map(record, together(some) if len(answers) > 1 else some)) for some in heard]

    return find


def figures(check: Check, data: Path, pages: Path, scorer: ModuleType) -> Figures:
    """Score a checker on a sample and on the pages."""
    clean, mqm = scorer.score_clean(data, check, 0), scorer.score_mqm(data, check)
    return Figures(
        clean["per_10k_words"], clean["documents_with_findings"], mqm["precision"], mqm["chance"], mqm["lift"],
        mqm["recall_major"], on_pages(check, pages, scorer),
    )  # fmt: skip


def on_pages(check: Check, pages: Path, scorer: ModuleType) -> dict[str, str]:
    """What the check of the pages says in its last line: a name before each figure."""
    batch = scorer.Batch()
    names = sorted(path.name for path in pages.glob("*.txt"))
    for name in names:
        batch.add((pages / name).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, some in zip(names, check(batch), strict=True):
            for file in (name, f"{PurePath(name).stem}.findings.tsv"):
                shutil.copyfile(pages / file, Path(folder) / file)
            Path(folder, f"{name}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in some), encoding="utf-8")
        command = """sh -c 'cat "$0.jsonl"'"""
        done = subprocess.run(
            [sys.executable, str(pages.parent / "check.py"), command, folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    summary = done.stdout.splitlines()[-1] if done.stdout else ""
    if not summary.startswith("total "):
        raise SystemExit(f"the check of the pages said: {done.stderr[-800:]}")
    words = summary.split()[1:]
    return dict(zip(words[::2], words[1::2], strict=True))


HEAD = (
    "| checker | clean: findings in 10,000 words | … documents with any | translations: precision | … by chance "
    "| … recall of major errors | … MT over people | pages: surface items | … grammar, wording | … precision "
    "| … on what is right |"
)


def row(name: str, some: Figures) -> str:
    """A row of the table; a figure that nothing is known of is a dash."""
    wording = [some.pages[kind].split("/") for kind in ("grammar", "phrase") if kind in some.pages]
    hit, items = (sum(int(pair[number]) for pair in wording) for number in (0, 1))
    cells = [
        _cell(some.per_10k, 1), _cell(some.documents), _cell(some.precision), _cell(some.chance),
        _cell(some.recall_major, 3), _cell(some.lift), some.pages["surface"], f"{hit}/{items}",
        some.pages["precision"], some.pages["noise"],
    ]  # fmt: skip
    return f"| {name} | {' | '.join(cells)} |"


def _cell(value: float | None, places: int = 2) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.{places}f}"


def table(peers: Sequence[Peer], data: Path, pages: Path, scorer: ModuleType) -> Iterator[str]:
    """The table, a row as soon as it is known: Malaprop, each peer, all peers together."""
    yield HEAD
    yield "|---" + "|---:" * HEAD.count(" | ") + "|"
    asked = []
    for some in [Peer("Malaprop", KNOWN["malaprop"]), *peers]:
        answers = Answers(lambda texts, some=some: found(some, texts))  # type: ignore[misc]
        yield row(some.name, figures(answers, data, pages, scorer))
        asked.append(answers)
        if answers.spells():
            yield row("… without its speller", figures(again([answers], spelling=False), data, pages, scorer))
    if len(peers) > 1:
        yield row("all but Malaprop together", figures(again(asked[1:]), data, pages, scorer))
        yield row("… without their spellers", figures(again(asked[1:], spelling=False), data, pages, scorer))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="action", required=True)
    finding, tabling = commands.add_parser("find"), commands.add_parser("table")
    for command in (finding, tabling):
        command.add_argument("--peer", action="append", required=True, metavar="NAME[=COMMAND]")
    finding.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, or folder of .txt and .md files")
    tabling.add_argument("--data", type=Path, required=True)
    tabling.add_argument("--pages", type=Path, required=True)
    tabling.add_argument("--clean", type=int, default=150, help="clean documents")
    tabling.add_argument("--mqm", type=int, default=150, help="translations, a third of them by people")
    tabling.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    options = parser.parse_args()
    peers = chosen(options.peer)
    if options.action == "find":
        every = (path for given in options.paths for path in ([given] if given.is_file() else sorted(given.rglob("*"))))
        files = [path for path in every if path.suffix in {".txt", ".md"}]
        texts = {str(path.resolve()): path.read_text(encoding="utf-8", errors="replace") for path in files}
        some = [one for each in peers for one in found(each, texts)]
        for one in together(some) if len(peers) > 1 else some:
            print(json.dumps(record(one)))
        return 0
    scorer = load_scorer(options.data.parent / "score.py")
    with tempfile.TemporaryDirectory() as folder:
        write_sample(options.data, scorer, options.clean, options.mqm, Path(folder))
        lines = []
        for line in table(peers, Path(folder), options.pages, scorer):
            print(line, flush=True)
            lines.append(line)
    if options.write:
        write_section(DOCS, "peers", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
