"""Puts into the wheel what a first run would need seconds to work out: the rules, validated and compiled.

The run is a real one, with a cache of its own; the entries that it leaves of the rules are what `checker.cache` finds
in the package. The code of regular expressions is named after the format of this Python's, and others compile theirs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TEXTS = ("README.md", "LICENSE")  # Markdown and plain text that every copy of the sources has
ENTRIES = ("rules-*", "code-*", "foreign-*")


class ReadyRules(BuildHookInterface[Any]):  # type: ignore[misc]  # hatchling is there when a wheel is built
    """The hook of the wheel's build."""

    _folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run a check, and add what it leaves; an editable install makes its own when rules change."""
        if version == "editable":
            return
        self._folder = folder = Path(mkdtemp())
        texts = [Path(self.root, name) for name in TEXTS]
        # what a build needs may be on the path of this process and nowhere else
        surroundings = {"PYTHONPATH": os.pathsep.join((self.root, *sys.path)), "MALAPROP_CACHE_DIR": str(folder)}
        subprocess.run(
            [sys.executable, "-m", "checker", "check", "--isolated", "--quiet", "--exit-zero", *texts],
            check=True, stdout=subprocess.DEVNULL, env={**os.environ, **surroundings},
        )  # fmt: skip
        found = [path for pattern in ENTRIES for path in sorted(folder.rglob(pattern))]
        build_data["force_include"].update({str(path): f"checker/ready/{path.name}" for path in found})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Clean up: the entries are in the wheel."""
        if self._folder:
            shutil.rmtree(self._folder)
