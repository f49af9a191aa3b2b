"""How many instructions a check takes: they hardly vary, where times do.

    python bench/instructions.py [--text PROSE.txt] [--functions 0]

Counts with `valgrind --tool=callgrind` what whole processes take: the bare interpreter, a check of an empty file, of
the first 4, 32 and 96 KB of a text. The last two differ by the hot loop alone (reading, tokens, the scan, the rules),
which is printed per KB. `--functions N` lists the functions of C that the largest text spends most in: regular
expressions, dictionaries, the automaton.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from speed import MALAPROP, ROOT, made

_COLLECTED = re.compile(r"Collected : (\d+)")


def instructions(command: list[str], out: str = os.devnull) -> int:
    """Instructions of a process, its profile written to a file."""
    callgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"]
    ran = subprocess.run([*callgrind, *command], cwd=ROOT, capture_output=True, text=True, check=True)
    found = _COLLECTED.search(ran.stderr)
    if not found:
        raise SystemExit(f"valgrind says no number: {ran.stderr[-500:]}")
    return int(found[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="prose to take instead of the fixtures")
    parser.add_argument("--functions", type=int, default=0, help="how many functions of C to list")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is not installed")
    text = options.text.read_text(encoding="utf-8") if options.text else "\n\n".join(made(200_000))
    check = MALAPROP.split()
    os.environ["PYTHONHASHSEED"] = "0"  # dictionaries of strings in the same order
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["MALAPROP_CACHE_DIR"] = str(folder / "cache")
        counts = {}
        for size in (0, 4_000, 32_000, 96_000):
            path = folder / f"{size}.txt"
            path.write_text(text[:size].rpartition("\n\n")[0], encoding="utf-8")
            for _ in range(2):  # the rules, and the program's own expressions, are made ready
                subprocess.run([*check, path], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            counts[size] = instructions([*check, str(path)], str(folder / "callgrind.out"))
        bare = instructions([sys.executable, "-c", ""])
        hot = (counts[96_000] - counts[32_000]) / 64
        print(f"{bare / 1e6:8.1f} million  the bare interpreter")
        print(f"{counts[0] / 1e6:8.1f} million  an empty file")
        print(f"{counts[4_000] / 1e6:8.1f} million  an article of 4 KB")
        print(f"{hot / 1e6:8.2f} million  each further KB")
        if options.functions:
            listed = ["callgrind_annotate", str(folder / "callgrind.out")]
            lines = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()
            first = next(number for number, line in enumerate(lines) if "file:function" in line)
            print("\n".join(line[:150] for line in lines[first : first + 2 + options.functions]))


if __name__ == "__main__":
    main()
