"""LanguageTool, asked over HTTP through language-tool-python.

That library is under the GPL and belongs to the extra `languagetool`; nothing else here imports it. It is never
left to fetch or start a server: `checker.opinions.server` does that, when a user says so.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib import error, parse, request

from checker.opinions import PROGRAMS, Opinion, Trouble
from checker.opinions.advisor import Advisor, Connection

LOCAL = "local"
OLDEST = (6, 0)  # what the choice of rules was measured on has their ids; older ones have others
LANGUAGE = "en-US"
_HELLO_SECONDS = 60.0  # for the first word of a server, which loads its language then
_SECONDS = 60  # for an answer
_TRIES = 3
_PAUSE = 0.5  # seconds between two tries
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_STAND_IN = "\N{BLACK STAR}"
_FAMILIES = ("EN_COMPOUNDS",)  # rules that give each word an id of its own, and are switched on by this one
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def advisor(where: str, rules: Sequence[str], categories: Sequence[str]) -> Advisor:
    """LanguageTool at a URL, or the one on this machine, to be asked for these rules, or for all with categories."""
    # Rules and categories both would mean rules of these categories to it.
    wanted = () if categories else tuple(rules)
    return Advisor(PROGRAMS["languagetool"], lambda: connect(where, wanted), (LANGUAGE, *wanted))


def connect(where: str, rules: Sequence[str] = ()) -> Connection:
    """A server that answers. Without rules it is asked for all that it has on. Raises Trouble."""
    try:
        import language_tool_python as library  # noqa: PLC0415 - only a run that asks for it needs it
    except ImportError:
        raise Trouble("language-tool-python is not installed: pip install 'malaprop[languagetool]'") from None
    url = _local() if where == LOCAL else where.rstrip("/").removesuffix("/v2")
    version = _version(url)

    class Tool(library.LanguageTool):
        _TIMEOUT: Any = _SECONDS

    failures = (library.exceptions.LanguageToolError, OSError, ValueError, KeyError, TypeError, AttributeError)
    try:
        tool = Tool(LANGUAGE, remote_server=url, proxies=_proxies(url))
        families = {family for family in _FAMILIES for rule in rules if rule.startswith(f"{family}_")}
        tool.enabled_rules = {*rules, *families}
        tool.enabled_rules_only = bool(rules)
    except failures as failure:
        raise Trouble(_failed(url, failure)) from None
    return Connection(version, _asking(url, tool, failures))


def _asking(url: str, tool: Any, failures: tuple[type[Exception], ...]) -> Callable[[str], Iterator[Opinion]]:
    def ask(text: str) -> Iterator[Opinion]:
        # It counts in UTF-16: with one unit for each character its offsets are ours, and so are its lengths.
        try:
            found = [_opinion(match) for match in tool.check(_ASTRAL.sub(_STAND_IN, text))]
        except failures as failure:
            raise Trouble(_failed(url, failure)) from None
        yield from (opinion for opinion in found if not any(_STAND_IN in some for some in opinion.replacements))

    return ask


def _opinion(match: Any) -> Opinion:
    """A match of language-tool-python; the names of its fields are those of 3.x."""
    start = int(match.offset)
    replacements = tuple(map(str, match.replacements[:5]))
    end = start + int(match.error_length)
    return Opinion(str(match.rule_id), str(match.category), start, end, str(match.message), replacements)


def _failed(url: str, failure: Exception) -> str:
    parts = parse.urlsplit(url)
    words = " ".join(str(failure).replace(parts.netloc, parts.netloc.rpartition("@")[2]).split())
    return f"{shown(url)} gave no answer that makes sense ({type(failure).__name__}: {words[:200]})"


def shown(url: str) -> str:
    """A URL without what may be a secret in it."""
    parts = parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _proxies(url: str) -> dict[str, str] | None:
    """A server on this machine is never reached through a proxy; others as the environment says."""
    return {"http": "", "https": ""} if parse.urlsplit(url).hostname in _LOOPBACK else None


def _version(url: str) -> str:
    """The version of the server. Raises Trouble when none answers, it is no LanguageTool, or too old a one."""
    if parse.urlsplit(url).scheme not in {"http", "https"}:
        raise Trouble(f"'{shown(url)}' is no http(s) URL, and not '{LOCAL}'")
    answer = _hello(url)
    try:
        software = json.loads(answer)["software"]
        name, version = str(software["name"]), str(software["version"])
        parts = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    except (ValueError, KeyError, TypeError):
        raise Trouble(f"what answers at {shown(url)} is no LanguageTool") from None
    if parts < OLDEST:
        raise Trouble(f"{name} {version} at {shown(url)} is too old; it must be {'.'.join(map(str, OLDEST))} or newer")
    return version


def _hello(url: str) -> bytes:
    """What a server says to an empty check, asked again while nothing answers. Raises Trouble."""
    opener = request.build_opener(*([] if _proxies(url) is None else [request.ProxyHandler({})]))
    data = parse.urlencode({"language": LANGUAGE, "text": "Note"}).encode()
    reason = ""
    for number in range(_TRIES):
        if number:
            time.sleep(_PAUSE)
        try:
            with opener.open(f"{url}/v2/check", data, timeout=_HELLO_SECONDS) as answer:
                return bytes(answer.read(1_000_000))
        except error.HTTPError as failure:
            reason = f"HTTP status {failure.code}"
        except TimeoutError:
            raise Trouble(f"{shown(url)} did not answer within {_HELLO_SECONDS:g} seconds") from None
        except (OSError, ValueError) as failure:
            reason = str(getattr(failure, "reason", failure)) or type(failure).__name__
        except Exception as failure:
            if type(failure).__module__ != "http.client":
                raise
            reason = type(failure).__name__
    raise Trouble(f"{shown(url)} did not answer ({reason})")


def _local() -> str:
    from checker.opinions import server  # noqa: PLC0415 - it starts processes

    return server.ensure()
