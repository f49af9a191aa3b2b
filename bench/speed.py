"""Time Malaprop from cold and in bulk, beside every peer that is installed, in one run, and print ratios.

    python bench/speed.py [--runs 9] [--text PROSE.txt] [--limit 20] --peer all
        [--peer 'Vale + write-good=vale --no-exit --config=prose.ini --output=line']

From a text of your own (clean prose, 1 MB or more, says most) or from the fixtures: an article of about 870 words, 1 MB
of prose and of Markdown, and 4 MB in 16 files, which run in as many processes as there are processors. Runs of Malaprop
and of the peers alternate, so that a machine's moods fall on all alike; what counts is the ratio.

`--peer all` takes those that `peers.KNOWN` has a command for and that are found here. A peer whose first run on a text
takes longer than `--limit` seconds is not timed again, on that text or a later one, and that is said.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import random
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peers import BARE, KNOWN, installed

ROOT = Path(__file__).parent.parent
MALAPROP = f"{sys.executable} -m checker check --quiet --exit-zero --isolated --no-cache"
MEGABYTE = 1_000_000


def paragraphs() -> list[str]:
    """Every paragraph of the fixtures."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures").glob("*.txt"))]
    return [block.strip() for text in texts for block in text.split("\n\n") if len(block.split()) > 15]


def made(size_wanted: int) -> list[str]:
    """Paragraphs of the fixtures, joined and cut so that few stand twice: damaged text, with many findings."""
    source = paragraphs()
    chance = random.Random(0)
    bulk: list[str] = []
    size = 0
    while size < size_wanted:
        words = " ".join(chance.choice(source) for _ in range(2)).split()
        cut = chance.randrange(len(words) // 3)
        block = " ".join(words[cut:])
        bulk.append(block)
        size += len(block.encode()) + 2
    return bulk


def write_texts(folder: Path, text: Path | None) -> dict[str, Path]:
    """The texts that are timed, by what they are called."""
    whole = text.read_text(encoding="utf-8").split("\n\n") if text else made(4 * MEGABYTE)
    bulk = whole[: next((n for n, size in enumerate(itertools.accumulate(map(len, whole))) if size > MEGABYTE), None)]
    article = list(itertools.islice(bulk, 9))
    files = {"article": folder / "article.txt", "1 MB text": folder / "bulk.txt", "1 MB Markdown": folder / "bulk.md"}
    files["article"].write_text("\n\n".join(article), encoding="utf-8")
    files["1 MB text"].write_text("\n\n".join(bulk), encoding="utf-8")
    marked = [
        f"## Part {n}\n\n{text}" if n % 12 == 0 else f"- {text}" if n % 7 == 0 else text for n, text in enumerate(bulk)
    ]
    files["1 MB Markdown"].write_text("\n\n".join(marked), encoding="utf-8")
    files["many files"] = folder / "many"
    files["many files"].mkdir()
    for number in range(16):
        (folder / "many" / f"{number:02}.txt").write_text("\n\n".join(whole[number::16]), encoding="utf-8")
    return files


def commands(given: list[str], bare: Path) -> dict[str, str]:
    """Malaprop and the peers that are given, with their commands; bare: Vale's smallest configuration.

    Exits when a name has no command.
    """
    every = [peer for some in given for peer in (installed() if some == "all" else [some])]
    chosen = {"malaprop": MALAPROP}
    for peer in every:
        name, _, command = peer.partition("=")
        if not command and name not in KNOWN:
            raise SystemExit(f"no command for {name}; known are {', '.join(KNOWN)}")
        asked = f"{sys.executable} bench/peers.py find --peer {name}"  # for one that has no command of its own
        chosen[name] = (command or KNOWN[name] or asked).replace("{bare}", str(bare))
    return chosen


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
    parser.add_argument("--text", type=Path, help="prose to take instead of the fixtures")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND", help="or a name, or 'all'")
    parser.add_argument("--limit", type=float, default=math.inf, metavar="SECONDS", help="of a peer's run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MALAPROP_CACHE_DIR"] = f"{folder}/cache"
        bare = Path(folder) / "bare.ini"
        bare.write_text(BARE, encoding="utf-8")
        timed = commands(options.peer, bare)
        for name, path in write_texts(Path(folder), options.text).items():
            for peer, seconds in [(peer, once(command, path)) for peer, command in timed.items()]:
                if peer != "malaprop" and seconds > options.limit:
                    print(f"{name:<14} {peer:<20} {seconds:7.3f} s once; left out from here on")
                    del timed[peer]
            times: dict[str, list[float]] = {peer: [] for peer in timed}
            for _ in range(options.runs):
                for peer, command in timed.items():
                    times[peer].append(once(command, path))
            medians = {peer: statistics.median(some) for peer, some in times.items()}
            size = sum(file.stat().st_size for file in ([path] if path.is_file() else path.iterdir())) / MEGABYTE
            for peer, median in medians.items():
                ratio = median / medians["malaprop"]
                print(f"{name:<14} {peer:<20} {median:7.3f} s {size / median:7.2f} MB/s {ratio:6.2f} x malaprop")


if __name__ == "__main__":
    main()
