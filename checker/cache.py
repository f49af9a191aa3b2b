"""Where things worked out once are kept between runs.

A cache never decides anything: what can't be read is worked out again, what can't be written is not kept.
Entries are named by a hash of everything that they depend on, hold `marshal` data (plain values, no code) behind its
checksum and size, and live in the user's own cache folder, never in a project. The cache is bounded: now and then what
was used longest ago is dropped, entries of other versions among it.
"""

import contextlib
import functools
import marshal
import os
import re
import sys
import time
from binascii import crc32
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from checker import __version__

ENV_FOLDER = "MALAPROP_CACHE_DIR"
ENV_OFF = "MALAPROP_NO_CACHE"
MOST_BYTES = 200_000_000
_DAY = 86_400.0  # seconds
_SWEEP_EVERY = 5_000  # writes of a process
_NUMBER = 4  # bytes of the checksum, and of the size, before what is kept
_SWEPT = "swept"  # a file: when its time is, the cache was swept
_VERSION_FOLDER = r"\d[\w.+]*-\w+-\d+-[0-9a-f]+"
_SHARD = r"[0-9a-f]{2}"
_ENTRY = r"[a-z]+-[0-9a-f]+(?:\.\w+)?"
_writes = [0]

READY = Path(__file__).with_name("ready")
"""Entries that come with a built package: what a first run would need seconds to work out."""


def root() -> Path | None:
    """The folder of all versions' caches, None when caching is off or there is no place for it."""
    if os.environ.get(ENV_OFF):
        return None
    if given := os.environ.get(ENV_FOLDER):
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "~/AppData/Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    found = os.path.expanduser(base)  # noqa: PTH111 - a user without a home is no error here
    return None if found.startswith("~") else Path(found) / "malaprop"


def folder() -> Path | None:
    """The cache folder of this version."""
    top = root()
    return None if top is None else top / f"{__version__}-{sys.implementation.cache_tag}-{_stamp():x}"


@functools.cache
def _stamp() -> int:
    """When this copy of the program last changed: in a checkout the version says nothing of that."""
    package = Path(__file__).parent
    below = [entry.path for entry in _scanned(package) if entry.is_dir() and entry.name != "__pycache__"]
    newest = 0
    for some in (str(package), *below):
        for entry in _scanned(some):
            with contextlib.suppress(OSError):  # an editor at work
                newest = max(newest, entry.stat().st_mtime_ns if entry.is_file() else 0)
    return newest


def _path(name: str) -> Path | None:
    """An entry's file; they are spread over folders by the first digits of their hash."""
    own = folder()
    return None if own is None else own / name.partition("-")[2][:2] / name


def read(name: str) -> Any:
    """What was kept under a name, or came with the package; None when nothing (readable) was."""
    path = _path(name)
    value = None if path is None else _loaded(path)
    if value is None:
        return _loaded(READY / name, trusted=True)
    if path:
        _mark_used(path)
    return value


def read_parts(name: str) -> memoryview | None:
    """An entry of several parts (see `part`), of which a run needs few: none is read before somebody looks at it."""
    import mmap  # noqa: PLC0415 - a run that finds its results in the cache needs none

    for path in filter(None, (_path(name), READY / name)):
        with contextlib.suppress(OSError, ValueError), path.open("rb") as file:  # nothing there, or nothing in it
            found = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            if path.parent != READY:
                _mark_used(path)
            return found
    return None


def part(data: bytes) -> bytes:
    """Data behind its checksum and its size: one part of an entry."""
    return _checksum(data) + len(data).to_bytes(_NUMBER, "big") + data


def in_part(parts: bytes | memoryview, at: int = 0, *, trusted: bool = False) -> memoryview | None:
    """The data of the part that begins there; None when it isn't what was kept. trusted: don't look."""
    start = at + 2 * _NUMBER
    data = memoryview(parts)[start : start + int.from_bytes(parts[at + _NUMBER : start], "big")]
    return data if trusted or parts[at : at + _NUMBER] == _checksum(data) else None


def _mark_used(path: Path) -> None:
    """So that it isn't dropped as old."""
    with contextlib.suppress(OSError):  # another process may have dropped it
        if time.time() - path.stat().st_mtime > _DAY:
            os.utime(path)


def brought(beginning: str) -> str | None:
    """The name of an entry that came with the package, None when there is none that begins so."""
    try:
        return next((name for name in sorted(os.listdir(READY)) if name.startswith(beginning)), None)  # noqa: PTH208
    except OSError:  # a checkout
        return None


def _loaded(path: Path, *, trusted: bool = False) -> Any:
    """trusted: it came with the package, as the program did."""
    try:
        data = in_part(path.read_bytes(), trusted=trusted)
        return None if data is None else marshal.loads(data)  # noqa: S302 - our own folder; plain values only
    except (OSError, ValueError, EOFError, TypeError):
        return None


def write(name: str, value: Any) -> None:
    """Keep a plain value under a name, whole or not at all."""
    if _path(name):
        write_parts(name, part(marshal.dumps(value)))


def write_parts(name: str, parts: bytes) -> None:
    """Keep an entry of several parts, whole or not at all."""
    if (path := _path(name)) is None:
        return
    # A disk that is full or read-only costs the next run some time, and nothing else.
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = f"{path}.{os.getpid():x}{time.monotonic_ns():x}"  # `tempfile` takes 3 ms to import
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(parts)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sweep_now_and_then(path.parents[2])


def kept(name: str, make: Callable[[], Any]) -> Any:
    """A plain value that takes long to work out: what an earlier run of this version made, else made and kept."""
    value = read(name)
    if value is None:
        value = make()
        write(name, value)
    return value


def _checksum(data: bytes | memoryview) -> bytes:
    """Against accidents of the disk; an eighth of what a cryptographic hash takes of a start."""
    return crc32(data).to_bytes(_NUMBER, "big")


# --- its size ----------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """A file of the cache: when it was last used (seconds of the epoch), its size in bytes."""

    used: float
    size: int
    path: Path


def entries(top: Path) -> Iterator[Entry]:
    """Every entry below the root, of any version. Nothing else that may stand there is one."""
    for version in _folders(top, _VERSION_FOLDER):
        for shard in _folders(version, _SHARD):
            for entry in _scanned(shard):
                if re.fullmatch(_ENTRY, entry.name):
                    with contextlib.suppress(OSError):  # another process may have dropped it
                        found = entry.stat(follow_symlinks=False)
                        yield Entry(found.st_mtime, found.st_size, Path(entry.path))


def _folders(above: Path, name: str) -> Iterator[Path]:
    for entry in _scanned(above):
        if re.fullmatch(name, entry.name) and entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)


def _scanned(above: Path | str) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(above))
    except OSError:
        return []


def sweep(top: Path, most: int) -> int:
    """Drop what was used longest ago until no more than so many bytes are kept. Returns how many entries went."""
    every = sorted(entries(top), reverse=True)
    kept = dropped = 0
    for entry in every:
        kept += entry.size
        if kept > most:
            with contextlib.suppress(OSError):
                entry.path.unlink()
                dropped += 1
    for version in _folders(top, _VERSION_FOLDER):
        for emptied in (*_folders(version, _SHARD), version):
            with contextlib.suppress(OSError):
                emptied.rmdir()
    return dropped


def _sweep_now_and_then(top: Path) -> None:
    """Keep the cache within its bound, without looking through it for each entry."""
    _writes[0] += 1
    swept = top / _SWEPT
    try:
        due = time.time() - swept.stat().st_mtime > _DAY
    except FileNotFoundError:
        due = True
    if due or _writes[0] % _SWEEP_EVERY == 0:
        swept.touch()
        sweep(top, MOST_BYTES)
