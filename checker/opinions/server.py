"""A LanguageTool server on this machine: `python -m checker.opinions.server fetch|start|stop|status`.

`fetch` gets the server and its English from Maven Central with `mvn` (about 250 MB, once), `start` runs it on the
loopback address and prints its URL, `stop` ends it. Both need Java 17 or newer. `--languagetool local` uses the
server that runs, or starts one for the run. Nothing is fetched unless `fetch` is called.

Everything is in one folder: $MALAPROP_LT_DIR, or `malaprop-languagetool` in the user's cache folder.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib import request

from checker.opinions import Trouble

ENV_FOLDER = "MALAPROP_LT_DIR"
VERSION = "6.8"
_HEAP = "-Xmx768m"
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_TRIES = 3  # of Maven: a mirror that hiccups is asked again

# The server of 6.8 asks for Spanish, Catalan and Portuguese whatever it is to check: it comes with all languages.
_POM = f"""\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>malaprop</groupId><artifactId>languagetool</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.languagetool</groupId><artifactId>languagetool-server</artifactId><version>{VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.languagetool</groupId><artifactId>language-en</artifactId><version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


class Server(NamedTuple):
    """A server that runs: its URL and its process."""

    url: str
    pid: int


def home() -> Path:
    """The folder of the server."""
    if given := os.environ.get(ENV_FOLDER):
        return Path(given)
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "malaprop-languagetool"


def _jars() -> Path:
    return home() / f"libs-{VERSION}"


def _state() -> Path:
    return home() / "server.json"


def fetch() -> Path:
    """Get the jars where they aren't there yet. Raises Trouble."""
    jars = _jars()
    if jars.is_dir():
        return jars
    program = shutil.which("mvn")
    if program is None:
        raise Trouble("Maven is needed to fetch LanguageTool: no `mvn` on the path")
    home().mkdir(parents=True, exist_ok=True)
    (home() / "pom.xml").write_text(_POM, encoding="utf-8")
    partial = jars.with_suffix(".partial")
    command = [program, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={partial}"]
    for _ in range(_TRIES):
        done = subprocess.run(command, cwd=home(), capture_output=True, text=True, check=False)
        if done.returncode == 0:
            partial.rename(jars)
            return jars
    words = (done.stdout + done.stderr).strip().splitlines()
    raise Trouble(f"Maven could not fetch LanguageTool: {words[0] if words else done.returncode}")


_children: list[subprocess.Popen[bytes]] = []
"""The servers that this process has started: it is they that must be waited for when they end."""


def running() -> str:
    """The URL of the server that `start` has started, '' when none runs."""
    try:
        state = json.loads(_state().read_text(encoding="utf-8"))
        url = str(state["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return url if _answers(url) else ""


def ensure() -> str:
    """The URL of a server that runs, started for the life of this process where none did. Raises Trouble."""
    return running() or start().url


def start(*, stays: bool = False) -> Server:
    """Start a server, and wait until it answers. stays: it outlives this process. Raises Trouble."""
    java = shutil.which("java")
    if java is None:
        raise Trouble("LanguageTool needs Java: no `java` on the path")
    if not _jars().is_dir():
        raise Trouble("no LanguageTool on this machine: `python -m checker.opinions.server fetch` gets one")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [java, _HEAP, "-cp", f"{_jars()}{os.sep}*", "org.languagetool.server.HTTPServer", "--port", str(port)]
    with (home() / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    _children.append(process)
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    if not stays:
        atexit.register(_end, process)
    until = time.monotonic() + _START_SECONDS
    while not _answers(server.url):
        if process.poll() is not None or time.monotonic() > until:
            _end(process)
            raise Trouble(f"LanguageTool did not start; {home() / 'server.log'} says why")
        time.sleep(0.2)
    _state().write_text(json.dumps(server._asdict()), encoding="utf-8")
    return server


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop() -> bool:
    """End the server that `start` has started; whether there was one."""
    if not running():
        _state().unlink(missing_ok=True)
        return False
    state = json.loads(_state().read_text(encoding="utf-8"))
    child = next((process for process in _children if process.pid == state["pid"]), None)
    if child is not None:
        _end(child)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(state["pid"]), signal.SIGTERM)
    until = time.monotonic() + _STOP_SECONDS
    while _answers(state["url"]) and time.monotonic() < until:
        time.sleep(0.1)
    _state().unlink(missing_ok=True)
    return True


def _answers(url: str) -> bool:
    """Whether a server of ours answers there."""
    opener = request.build_opener(request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/v2/languages", timeout=5) as answer:
            return int(answer.status) == 200
    except (OSError, ValueError):
        return False


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["fetch", "start", "stop", "status"])
    action = parser.parse_args().action
    try:
        if action == "fetch":
            print(fetch())
        elif action == "start":
            print(running() or start(stays=True).url)
        elif action == "stop":
            stop()
        else:
            print(running() or "none runs")
    except Trouble as trouble:
        print(f"malaprop: {trouble}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
