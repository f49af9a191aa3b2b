"""How time and memory grow with the size of a document, and time with the number of phrases; with a log-log plot.

    python bench/growth.py [--text PROSE.txt] [--largest 100_000_000] [--plot docs/growth.svg]
    python bench/growth.py phrases [--text PROSE.txt] [--most 100_000]

Each size is checked by a process of its own, results not kept; what counts is its processor time and its largest
resident memory, as the system reports them. The texts are random walks over the words of a text (of the fixtures where
none is given), so that a large one doesn't say the same again. The slope is that of the best line through the points
of 100 KB and more, where starting up no longer counts; memory is taken without that of a run on an empty file.
A plot needs matplotlib.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from speed import MALAPROP, ROOT, made

MEASURED_FROM = 100_000  # bytes: from here on a slope counts


class Cost(NamedTuple):
    """Of one process: seconds of processor time, bytes of memory."""

    seconds: float
    memory: int


def walk(text: str, size: int) -> Iterator[str]:
    """Paragraphs of about so many bytes in all, each word after one that it follows somewhere in the text."""
    chance = random.Random(0)
    following: dict[str, list[str]] = defaultdict(list)
    for one, other in pairwise(text.split()):
        following[one].append(other)
    starts = [word for word in following if word[0].isupper() and word.isalpha()]
    written = 0
    while written < size:
        word = chance.choice(starts)
        words = [word]
        while not (len(words) > 60 and word[-1] in ".?!") and len(words) < 120 and following[word]:
            word = chance.choice(following[word])
            words.append(word)
        paragraph = " ".join(words)
        written += len(paragraph.encode()) + 2
        yield paragraph


def cost(command: list[str]) -> Cost:
    """What a command takes."""
    child = os.posix_spawnp(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the line with the least squares through the logarithms of points."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    middle_x, middle_y = (sum(some) / len(logs) for some in zip(*logs, strict=True))
    above = sum((x - middle_x) * (y - middle_y) for x, y in logs)
    return float(above / sum((x - middle_x) ** 2 for x, _ in logs))


def grown(text: str, largest: int, folder: Path) -> list[tuple[int, Cost]]:
    """The cost of each size, of an empty file first."""
    check = MALAPROP.split()
    path = folder / "text.txt"
    path.write_text("", encoding="utf-8")
    cost([*check, str(path)])  # the rules are made ready
    points = [(0, cost([*check, str(path)]))]
    size = 1_000
    while size <= largest:
        path.write_text("\n\n".join(walk(text, size)), encoding="utf-8")
        points.append((path.stat().st_size, cost([*check, str(path)])))
        print(f"{points[-1][0]:>12,} bytes {points[-1][1][0]:9.2f} s {points[-1][1][1] / 1e6:9.1f} MB")
        size *= 10
    return points


def report(points: Sequence[tuple[int, Cost]]) -> None:
    """Print slopes and what a byte costs."""
    (_, empty), *rest = points
    large = [(size, one) for size, one in rest if size >= MEASURED_FROM * 0.9]
    time = slope([(size, one.seconds - empty.seconds) for size, one in large])
    memory = slope([(size, one.memory - empty.memory) for size, one in large])
    size, last = large[-1]
    print(f"slope of time {time:.3f}, of memory {memory:.3f}")
    print(f"memory of the largest: {(last.memory - empty.memory) / size:.1f} times its size")


def plot(points: Sequence[tuple[int, Cost]], path: Path) -> None:
    """Draw both curves on logarithmic axes."""
    import matplotlib as mpl  # noqa: PLC0415 - only a plot needs it

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "malaprop"
    from matplotlib import pyplot as plt  # noqa: PLC0415

    (_, empty), *rest = points
    sizes = [size for size, _ in rest]
    figure, axes = plt.subplots(figsize=(6.4, 4), layout="constrained")
    axes.loglog(sizes, [one.seconds for _, one in rest], "o-", label="processor time, s")
    axes.loglog(sizes, [(one.memory - empty.memory) / 1e6 for _, one in rest], "s--", label="memory beyond start, MB")
    axes.set_xlabel("size of the document, bytes")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None})


def grown_phrases(text: str, most: int, folder: Path) -> None:
    """Time for a megabyte of text with so many phrases in a rule beside the shipped ones."""
    chance = random.Random(1)
    words = sorted({word for word in text.lower().split() if word.isalpha() and len(word) > 3})
    path, rules = folder / "text.txt", folder / "rules" / "bench"
    rules.mkdir(parents=True)
    path.write_text("\n\n".join(walk(text, 1_000_000)), encoding="utf-8")
    (folder / "malaprop.toml").write_text('rules = ["rules"]\n', encoding="utf-8")
    check = [part for part in MALAPROP.split() if part != "--isolated"]
    count, first = 1_000, 0.0
    while count <= most:
        phrases: set[str] = set()
        while len(phrases) < count:
            phrases.add(" ".join(chance.choice(words) for _ in range(3)))
        rule = {
            "id": "bench-phrase", "type": "phrase", "status": "stable", "severity": "suggestion", "message": "Found.",
            "why": "Of the benchmark.", "phrases": sorted(phrases),
            "examples": {
                "bad": [{"text": f"It was <mark>{one}</mark>."} for one in sorted(phrases)[:2]],
                "good": ["Nothing is here.", "Nor here."],
            },
        }  # fmt: skip
        (rules / "bench-phrase.yaml").write_text(json.dumps(rule), encoding="utf-8")  # JSON is YAML
        cost([*check, str(path)])
        seconds = min(cost([*check, str(path)]).seconds for _ in range(3))
        first = first or seconds
        print(f"{count:>9,} phrases {seconds:6.2f} s {seconds / first:6.2f} x")
        count *= 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("size", "phrases"), default="size")
    parser.add_argument("--text", type=Path, help="prose to take instead of the fixtures")
    parser.add_argument("--largest", type=int, default=100_000_000, help="bytes of the largest document")
    parser.add_argument("--most", type=int, default=100_000, help="phrases of the largest rule")
    parser.add_argument("--plot", type=Path, help="an SVG file to draw")
    options = parser.parse_args()
    text = options.text.read_text(encoding="utf-8") if options.text else "\n\n".join(made(1_000_000))
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["MALAPROP_CACHE_DIR"] = str(folder / "cache")
        if options.what == "phrases":
            grown_phrases(text, options.most, folder)
            return
        points = grown(text, options.largest, folder)
        report(points)
        if options.plot:
            plot(points, options.plot)


if __name__ == "__main__":
    main()
