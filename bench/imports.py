"""The import time of the check path, module by module, against a budget.

    python bench/imports.py [--runs 9] [--show 25]

Checks an article of the fixtures under `python -X importtime`, takes each module's least time of its own over the runs,
and prints it as a share of what Python itself takes to start, which varies with the machine as much as the imports do.
Fails when all imports together, or the package's own, take more than their budget, or when a module is imported that a
check of plain text must not need.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from growth import cost
from speed import ROOT

ALL_IMPORTS = 8.0  # starts of a bare interpreter
OWN_IMPORTS = 3.5
KEPT_OUT = re.compile(
    r"yaml|msgspec|hashlib|_hashlib|ssl|socket|json|tempfile|shutil|subprocess|multiprocessing|asyncio|inspect|email"
    r"|rapidfuzz|symspellpy|textstat|language_tool_python|harper\w*|lxml|docx|polib|pulldown_cmark|difflib|logging"
    r"|checker\.(?:rulefile|literals|backtracking|catalogue|selftest|profile|stats|measured|opinions\.server"
    r"|checks\.tokens\.compiler)"
)
"""Modules that a check of plain text doesn't import when its rules are ready."""

_LINE = re.compile(r"import time: +(\d+) \| +\d+ \| +([\w.]+)$", re.MULTILINE)


def imports(path: Path) -> dict[str, int]:
    """Each module that a check imports → microseconds of its own."""
    command = [sys.executable, "-X", "importtime", "-m", "checker", "check", "--quiet", "--exit-zero", "--isolated"]
    ran = subprocess.run([*command, "--no-cache", path], cwd=ROOT, capture_output=True, text=True, check=True)
    return {module: int(own) for own, module in _LINE.findall(ran.stderr)}


def bare_start() -> float:
    """Microseconds of processor time of a process that does nothing."""
    return cost([sys.executable, "-I", "-S", "-c", ""]).seconds * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--show", type=int, default=25, help="modules to list")
    options = parser.parse_args()
    article = ROOT / "fixtures" / "harbour.txt"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MALAPROP_CACHE_DIR"] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(2):
            imports(article)  # the rules, and the program's own expressions, are made ready
        runs = [imports(article) for _ in range(options.runs)]
        start = min(bare_start() for _ in range(options.runs))
    least = {module: min(run.get(module, 1 << 30) for run in runs) for module in runs[0]}
    own = {module: spent for module, spent in least.items() if module.partition(".")[0] == "checker"}
    print(f"a bare start {start / 1000:.1f} ms; shares of it:")
    for module, spent in sorted(least.items(), key=lambda item: -item[1])[: options.show]:
        print(f"{spent / start:7.3f}  {module}")
    all_share, own_share = sum(least.values()) / start, sum(own.values()) / start
    print(f"{all_share:7.3f}  all {len(least)} modules (budget {ALL_IMPORTS})")
    print(f"{own_share:7.3f}  the package's own {len(own)} (budget {OWN_IMPORTS})")
    unneeded = sorted(filter(KEPT_OUT.fullmatch, least))
    if unneeded:
        print(f"not needed: {', '.join(unneeded)}")
    if unneeded or all_share > ALL_IMPORTS or own_share > OWN_IMPORTS:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
