"""Where things worked out once are kept between runs.

A cache never decides anything: what can't be read is worked out again, what can't be written is not kept.
Entries are named by a hash of everything that they depend on, hold `marshal` data (plain values, no code), and
live in the user's own cache folder, never in a project.
"""

from __future__ import annotations

import contextlib
import functools
import marshal
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from checker import __version__

ENV_FOLDER = "MALAPROP_CACHE_DIR"
ENV_OFF = "MALAPROP_NO_CACHE"


def folder() -> Path | None:
    """The cache folder of this version, None when caching is off."""
    if os.environ.get(ENV_OFF):
        return None
    if given := os.environ.get(ENV_FOLDER):
        root = Path(given)
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", "~/AppData/Local")).expanduser() / "malaprop"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "malaprop"
    return root / f"{__version__}-{sys.implementation.cache_tag}-{_stamp():x}"


@functools.cache
def _stamp() -> int:
    """When this copy of the program last changed: in a checkout the version says nothing of that."""
    package = Path(__file__).parent
    folders = [package, *(Path(entry.path) for entry in os.scandir(package) if entry.is_dir())]
    return max(entry.stat().st_mtime_ns for folder in folders for entry in os.scandir(folder) if entry.is_file())


def read(name: str) -> Any:
    """What was kept under a name, None when nothing (readable) was."""
    if (root := folder()) is None:
        return None
    try:
        return marshal.loads((root / name).read_bytes())  # noqa: S302 - our own folder; plain values only
    except (OSError, ValueError, EOFError, TypeError):
        return None


def write(name: str, value: Any) -> None:
    """Keep a plain value under a name, whole or not at all."""
    if (root := folder()) is None:
        return
    # A disk that is full or read-only costs the next run some time, and nothing else.
    with contextlib.suppress(OSError):
        root.mkdir(parents=True, exist_ok=True)
        data = marshal.dumps(value)
        handle, temporary = tempfile.mkstemp(dir=root, prefix=f"{name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(root / name)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
