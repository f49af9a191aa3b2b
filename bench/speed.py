"""Time Malaprop from cold and in bulk, beside every peer that is installed, in one run, and print ratios.

    python bench/speed.py [--runs 9] [--peer 'Vale bare=vale --no-exit --config=bare.ini --output=line']

Texts are made here, from the fixtures: an article of about 870 words, and 1 MB of prose and of Markdown. Runs of
Malaprop and of the peers alternate, so that a machine's moods fall on all alike; what counts is the ratio.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
MALAPROP = f"{sys.executable} -m checker check --quiet --exit-zero --isolated"
MEGABYTE = 1_000_000


def paragraphs() -> list[str]:
    """Every paragraph of the fixtures."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures").glob("*.txt"))]
    return [block.strip() for text in texts for block in text.split("\n\n") if len(block.split()) > 15]


def write_texts(folder: Path) -> dict[str, Path]:
    """An article, 1 MB of plain text and 1 MB of Markdown; the paragraphs' words are shuffled within classes of length
    so that no paragraph stands twice."""
    source = paragraphs()
    chance = random.Random(0)
    bulk, size = [], 0
    while size < MEGABYTE:
        words = " ".join(chance.choice(source) for _ in range(2)).split()
        cut = chance.randrange(len(words) // 3)
        block = " ".join(words[cut:])
        bulk.append(block)
        size += len(block.encode()) + 2
    article = list(itertools.islice(bulk, 9))
    files = {"article": folder / "article.txt", "1 MB text": folder / "bulk.txt", "1 MB Markdown": folder / "bulk.md"}
    files["article"].write_text("\n\n".join(article), encoding="utf-8")
    files["1 MB text"].write_text("\n\n".join(bulk), encoding="utf-8")
    marked = [
        f"## Part {n}\n\n{text}" if n % 12 == 0 else f"- {text}" if n % 7 == 0 else text for n, text in enumerate(bulk)
    ]
    files["1 MB Markdown"].write_text("\n\n".join(marked), encoding="utf-8")
    return files


def once(command: str, path: Path) -> float:
    """Seconds of one run as a whole process."""
    begun = time.perf_counter()
    subprocess.run(
        [*shlex.split(command), str(path)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    options = parser.parse_args()
    commands = {"malaprop": MALAPROP, **dict(peer.split("=", 1) for peer in options.peer)}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MALAPROP_CACHE_DIR"] = f"{folder}/cache"
        for name, path in write_texts(Path(folder)).items():
            for command in commands.values():
                once(command, path)
            times = {peer: [] for peer in commands}  # type: dict[str, list[float]]
            for _ in range(options.runs):
                for peer, command in commands.items():
                    times[peer].append(once(command, path))
            medians = {peer: statistics.median(some) for peer, some in times.items()}
            for peer, median in medians.items():
                print(f"{name:<14} {peer:<20} {median:7.3f} s   {median / medians['malaprop']:6.2f} x malaprop")


if __name__ == "__main__":
    main()
