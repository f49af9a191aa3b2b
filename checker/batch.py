"""Many files: read, parse, check, each on its own, in one process or several.

What goes wrong with a file is its own result; the others are still checked. Nothing is kept of a file once its
result is handed on, so memory does not grow with their number, and results come in the order of the paths
however many processes work on them. A file that was checked before, with the same rules, is not checked again.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from checker import cache, suppression
from checker.digest import blake2b
from checker.discover import Missing
from checker.document import Document
from checker.engine import Engine
from checker.fileerror import FileError
from checker.finding import Finding
from checker.formats import read
from checker.opinions import troubles
from checker.source import Source, SourceError, decode
from checker.suppression import sidecar

_WORTH_A_POOL = 1_500_000  # bytes to check from which starting processes pays
_TASK_SIZE = 250_000  # bytes handed to a process at once
_AHEAD = 3  # tasks for each process that are under way or wait to be handed on

EngineFor = Callable[[str], Engine]


class Result(NamedTuple):
    """What became of one file.

    findings: in the order of their places; suppressed: those that somebody has accepted.
    source: the decoded file, where it was asked for.
    error: why the file couldn't be checked, one line. notes: what the user should know, one line each.
    troubles: (program, why) of each other program that could not say all of it.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    error: str = ""
    notes: tuple[str, ...] = ()
    source: Source | None = None
    suppressed: tuple[Finding, ...] = ()
    troubles: tuple[tuple[str, str], ...] = ()


class Job(NamedTuple):
    """How to check: makes the function that gives a path's engine (picklable), and what results must hold.

    setup, argument: `setup(argument)` gives an EngineFor, in each process anew.
    keep_source: whether results carry their source. use_cache: whether results are kept between runs.
    suppressions: whether what is accepted in documents and beside them is so.
    """

    setup: Callable[[Any], EngineFor]
    argument: Any
    keep_source: bool = False
    use_cache: bool = True
    suppressions: bool = True


def check_files(
    paths: Sequence[str | Missing], job: Job, processes: int = 0, engine_for: EngineFor | None = None
) -> Iterator[Result]:
    """Check files in order.

    processes: 0 = as many as there are processors, where that pays. engine_for: what this process has already made
    of the job, if it has.
    """
    workers = processes or (os.cpu_count() or 1)
    if workers > 1 and len(paths) > 1 and (processes > 1 or _worth_a_pool(paths)):
        yield from _in_processes(paths, job, workers)
    else:
        engine_for = engine_for or job.setup(job.argument)
        for path in paths:
            yield check_file(path, engine_for, job)


def check_file(path: str | Missing, engine_for: EngineFor, job: Job) -> Result:
    """Check one file."""
    if isinstance(path, Missing):
        return Result(path.path, error=path.reason)
    try:
        return check_bytes(Path(path).read_bytes(), path, engine_for(path), job)
    except OSError as error:
        return Result(path, error=f"cannot be read: {error.strerror}")
    except FileError as error:  # its configuration or a rule is broken; other files may have their own
        return Result(error.path, error=f"{error.line}:{error.column}: {error.message}")


def check_bytes(data: bytes, path: str, engine: Engine, job: Job) -> Result:
    """Check a file's content, or take over what an earlier run found in the same content."""
    surroundings = (sidecar(path), path.encode("utf-8", "surrogateescape"), engine.digest.encode())
    use_cache = job.use_cache and bool(engine.digest)
    name = f"result-{_digest(*surroundings, str(job.suppressions).encode(), data)}" if use_cache else ""
    kept = cache.read(name) if use_cache else None
    try:
        if kept is not None:
            return _kept(kept, data, path, job)
        prose = read(data, path)
        del data  # a large file's content is needed no more
    except SourceError as error:
        return Result(path, error=str(error))
    found = engine.check(prose)
    every = suppression.apply(prose, found, engine.names) if job.suppressions else found
    notes = tuple(_notes(prose))
    if use_cache:
        cache.write(name, ([tuple(finding) for finding in every], notes))
    result = _result(path, every, notes, prose.source if job.keep_source else None)
    return result._replace(troubles=tuple(dict.fromkeys(prose.memo(troubles))))


def _digest(*parts: bytes) -> str:
    """A hash of some bytes, one after the other without a copy of them; their lengths tell where each ends."""
    digest = blake2b(repr(tuple(map(len, parts))).encode(), digest_size=20)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _kept(kept: Any, data: bytes, path: str, job: Job) -> Result:
    """A result as an earlier run left it."""
    findings = tuple(Finding(*values) for values in kept[0])
    return _result(path, findings, tuple(kept[1]), read(data, path).source if job.keep_source else None)


def _result(path: str, every: Iterable[Finding], notes: tuple[str, ...], source: Source | None) -> Result:
    return accepted(Result(path, notes=notes, source=source), every)


def accepted(result: Result, every: Iterable[Finding]) -> Result:
    """A result with these findings, those that are suppressed apart."""
    found = tuple(every)
    return result._replace(
        findings=tuple(finding for finding in found if not finding.suppressed),
        suppressed=tuple(finding for finding in found if finding.suppressed),
    )


def by_file(result: Result) -> Iterator[Result]:
    """A result, and another one for what was found in the file's sidecar, which is a file of its own."""
    every = (*result.findings, *result.suppressed)
    others = sorted({finding.path for finding in every} - {result.path})
    if not others:
        yield result
        return
    for path in (result.path, *others):
        here = accepted(result, (finding for finding in every if finding.path == path))
        yield here if path == result.path else here._replace(path=path, notes=(), source=_beside(result, path))


def _beside(result: Result, path: str) -> Source | None:
    return None if result.source is None else decode(sidecar(result.path), path)


def _notes(prose: Document) -> Iterator[str]:
    if prose.source.guessed:
        yield f"is not valid UTF-8; read as {prose.source.encoding}"
    if prose.language not in {"", "en"}:
        yield f"is not in English (it looks like '{prose.language}'): only rules for any language were run"


# --- several processes -------------------------------------------------------------------------------


def _worth_a_pool(paths: Iterable[str | Missing]) -> bool:
    total = 0
    for path in paths:
        total += _size(path)
        if total > _WORTH_A_POOL:
            return True
    return False


def _size(path: str | Missing) -> int:
    if isinstance(path, Missing):
        return 0
    try:
        return Path(path).stat().st_size
    except OSError:  # reading it will say why
        return 0


def _tasks(paths: Iterable[str | Missing]) -> Iterator[list[str | Missing]]:
    """Paths in portions of about equal size."""
    portion: list[str | Missing] = []
    size = 0
    for path in paths:
        portion.append(path)
        size += _size(path) + 2_000
        if size >= _TASK_SIZE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _in_processes(paths: Iterable[str | Missing], job: Job, workers: int) -> Iterator[Result]:
    from concurrent.futures import Future, ProcessPoolExecutor  # noqa: PLC0415 - a hook on one file does without
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    pool = ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(job,))
    under_way: deque[tuple[list[str | Missing], Future[list[Result]] | None]] = deque()

    def finished() -> list[Result]:
        portion, future = under_way.popleft()
        try:
            if future is not None:
                return future.result()
        except BrokenProcessPool:
            pass
        return [Result(_name(path), error=_LOST) for path in portion]

    try:
        for portion in _tasks(paths):
            try:
                under_way.append((portion, pool.submit(_work, portion)))
            except BrokenProcessPool:
                under_way.append((portion, None))
            if len(under_way) >= workers * _AHEAD:
                yield from finished()
        while under_way:
            yield from finished()
    finally:
        pool.shutdown(cancel_futures=True)


_LOST = "a process ended while it checked this file or others (too little memory?); --jobs 1 needs less"


def _name(path: str | Missing) -> str:
    return path.path if isinstance(path, Missing) else path


_worker: list[tuple[EngineFor, Job]] = []
"""In a worker process: its engines and its job."""


def _start_worker(job: Job) -> None:
    import signal  # noqa: PLC0415 - its tables of names take a hundredth of a start

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the others
    _worker[:] = [(job.setup(job.argument), job)]


def _work(portion: list[str | Missing]) -> list[Result]:
    engine_for, job = _worker[0]
    results = [check_file(path, engine_for, job) for path in portion]
    for result in results:
        if result.source is not None:
            vars(result.source).pop("line_starts", None)  # cheaper made again than sent
    return results
