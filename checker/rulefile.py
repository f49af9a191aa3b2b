"""A rule's YAML file to a typed rule, strictly.

What a file may hold is said once, by `Head` and by the `Params` of its check type: from these come validation,
the JSON Schema that editors use (see `checker.catalogue`) and the tables in the docs. Anything unknown,
misspelt or of the wrong type is an error with file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
from typing_extensions import NotRequired, Required, TypedDict, is_typeddict

from checker.checks import TYPES, Problem, check_type, foreign_types
from checker.document import fold
from checker.fileerror import FileError, meant
from checker.markup import KINDS
from checker.rule import Rule, Where
from checker.source import Span
from checker.yamlfile import KeyPath, Loaded, load

MARK = re.compile(r"</?mark>")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TEMPLATE = re.compile(r"\{\{|\}\}|\{(\w+)(?:\|(\w+))?\}|[{}]")
FILTERS = ("lower", "upper", "capital")


class BadExample(TypedDict, total=False):
    """An example that the rule must find.

    text: the example, with <mark> round each span that is found.
    fixed: the text after all fixes; the rule must be silent on it.
    format: `plain` (default) or `markdown`.
    """

    text: Required[str]
    fixed: str
    format: Literal["plain", "markdown"]


class Examples(TypedDict):
    """Examples of a rule; they are its tests.

    bad: what it finds.
    good: near misses from real English that it leaves alone.
    """

    bad: list[BadExample]
    good: list[str]


class WhereTable(TypedDict, total=False):
    """Where in a document a match counts.

    min_words: least number of words in the block that holds it.
    max_words: greatest number of words in the block that holds it.
    min_document_words: least number of words in the document.
    from_occurrence: report from the nth match in a document on.
    once: report only the first in a document.
    quotes: `any` (default), `outside` or `inside` quotation marks.
    position: `any` (default), `head` or `tail`: the first or last five blocks of the document.
    needs: ids of rules or categories, one of which must find something else in the document.
    """

    min_words: int
    max_words: int
    min_document_words: int
    from_occurrence: int
    once: bool
    quotes: Literal["any", "outside", "inside"]
    position: Literal["any", "head", "tail"]
    needs: list[str]


class Head(TypedDict, total=False):
    """What every rule has, whatever its type.

    id: names what is wrong, in lower case with hyphens; equals the file's name.
    type: the check type.
    status: `stable` (on by default) or `preview`.
    severity: `error`, `warning` or `suggestion`.
    message: what is wrong here, with `{match}` and the values that the check type gives.
    why: what makes it wrong, for somebody who reads the report.
    fix: what to write instead, a template of `{match}` and values; `{match|lower}`, `|upper`, `|capital` change case.
    autofix: whether the fix may be applied without asking; default false.
    languages: ISO 639-1 codes of the source languages that it points to.
    scope: kinds of block that the rule reads; default all but alt text and front matter.
    any_language: whether it also reads documents that are not in English; default false.
    markup: formats that it reads (`plain`, `markdown`); default all.
    where: where in a document a match counts.
    exceptions: texts that it leaves alone, in any case of letters.
    examples: at least two bad and two good ones for a shipped rule.
    references: sources, one a line.
    """

    id: Required[str]
    type: Required[str]
    status: Literal["stable", "preview"]
    severity: Required[Literal["error", "warning", "suggestion"]]
    message: Required[str]
    why: Required[str]
    fix: str
    autofix: bool
    languages: list[str]
    scope: list[
        Literal["paragraph", "heading", "list-item", "table-cell", "quote", "caption", "alt", "footnote", "frontmatter"]
    ]
    any_language: bool
    markup: list[Literal["plain", "markdown"]]
    where: WhereTable
    exceptions: list[str]
    examples: Required[Examples]
    references: list[str]


DEFAULT_SCOPE = tuple(kind for kind in KINDS if kind not in {"alt", "frontmatter"})


class Example(NamedTuple):
    """One example: its text without marks, the spans marked, the text after fixing, its format."""

    text: str
    spans: tuple[Span, ...]
    fixed: str | None
    format: str


class RuleFile(NamedTuple):
    """A rule with its examples and the file it comes from."""

    rule: Rule
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    loaded: Loaded


def read(path: Path, category: str, shown: str = "") -> RuleFile:
    """Read and check one rule. Raises FileError for the first thing that is wrong with it."""
    loaded = load(path, shown)
    for problem in _problems(loaded, path.stem):
        raise loaded.error(problem.path, problem.message)
    raw: dict[str, Any] = loaded.value
    params = {key: value for key, value in raw.items() if key not in Head.__annotations__}
    kind = check_type(raw["type"])
    where: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.get("where", {}).items()
    }
    rule = Rule(
        id=raw["id"], category=category, type=raw["type"], status=raw.get("status", "preview"),
        severity=raw["severity"], message=raw["message"], why=" ".join(raw["why"].split()), fix=raw.get("fix"),
        autofix=raw.get("autofix", False), languages=tuple(raw.get("languages", ())),
        scope=tuple(raw.get("scope", DEFAULT_SCOPE)), any_language=raw.get("any_language", False),
        markup=tuple(raw.get("markup", ())), where=Where(**where),
        exceptions=tuple(fold(text) for text in raw.get("exceptions", ())), params=params,
        literals=kind.literals(params), references=tuple(raw.get("references", ())), origin=loaded.path,
    )  # fmt: skip
    bad = tuple(_example(entry) for entry in raw["examples"]["bad"])
    good = tuple(Example(text, (), None, "plain") for text in raw["examples"]["good"])
    return RuleFile(rule, bad, good, loaded)


def _example(entry: BadExample) -> Example:
    spans: list[Span] = []
    text, last, start = "", 0, 0
    for mark in MARK.finditer(entry["text"]):
        text += entry["text"][last : mark.start()]
        last = mark.end()
        if mark.group() == "<mark>":
            start = len(text)
        else:
            spans.append(Span(start, len(text)))
    return Example(text + entry["text"][last:], tuple(spans), entry.get("fixed"), entry.get("format", "plain"))


def _problems(loaded: Loaded, stem: str) -> Iterator[Problem]:
    raw = loaded.value
    if not isinstance(raw, dict):
        yield Problem((), "a rule is a mapping of keys")
        return
    kind = raw.get("type")
    try:
        params = check_type(kind).Params if isinstance(kind, str) else None
    except KeyError:
        params = None
    if params is None:
        known = (*TYPES, *foreign_types())
        yield Problem(("type",), f"unknown check type '{kind}'{meant(str(kind), known)}; there are {', '.join(known)}"
                      if kind else "a rule needs a 'type'")  # fmt: skip
        return
    both = {**hints(Head), **hints(params)}
    yield from _unknown_keys(raw, both, ())
    yield from _type_errors(raw, Head, params)
    yield from _head_problems(raw, stem)
    values = {key: value for key, value in raw.items() if key not in Head.__annotations__}
    yield from getattr(check_type(str(kind)), "problems", lambda _: ())(values)


def params_problems(kind: str, params: Mapping[str, Any], key: str) -> Iterator[str]:
    """What is wrong with a check type's parameters after one of them was changed."""
    table = check_type(kind).Params
    known = hints(table)
    if key not in known:
        yield f"a rule of type '{kind}' has no parameter '{key}'{meant(key, known)}"
        return
    yield from (problem.message for problem in _type_errors(dict(params), table))
    yield from (problem.message for problem in getattr(check_type(kind), "problems", lambda _: ())(params))


def hints(table: Any) -> dict[str, Any]:
    """The annotations of a TypedDict, resolved."""
    return get_type_hints(table, include_extras=True)


def _unknown_keys(value: Any, known: Mapping[str, Any], where: KeyPath) -> Iterator[Problem]:
    for key, inner in value.items():
        if key not in known:
            yield Problem((*where, key), f"unknown key '{key}'{meant(key, known)}")
        else:
            yield from _unknown_inside(inner, known[key], (*where, key))


def _unknown_inside(value: Any, kind: Any, where: KeyPath) -> Iterator[Problem]:
    while get_origin(kind) in {Required, NotRequired}:
        kind = get_args(kind)[0]
    if is_typeddict(kind) and isinstance(value, dict):
        yield from _unknown_keys(value, hints(kind), where)
    elif isinstance(value, list) and get_args(kind):
        for number, item in enumerate(value):
            yield from _unknown_inside(item, get_args(kind)[0], (*where, number))


def _type_errors(raw: dict[str, Any], *tables: Any) -> Iterator[Problem]:
    for table in tables:
        try:
            msgspec.convert({key: value for key, value in raw.items() if key in table.__annotations__}, table)
        except msgspec.ValidationError as error:
            message, _, where = str(error).partition(" - at `$")
            yield Problem(_key_path(where.rstrip("`")), message)


def _key_path(text: str) -> KeyPath:
    parts = re.findall(r"\.([\w-]+)|\[(\d+)\]", text)
    return tuple(name or int(number) for name, number in parts)


def _head_problems(raw: dict[str, Any], stem: str) -> Iterator[Problem]:
    if not _ID.fullmatch(raw["id"]):
        yield Problem(("id",), f"id '{raw['id']}' is not lower-case words with hyphens")
    if raw["id"] != stem:
        yield Problem(("id",), f"id '{raw['id']}' differs from the file's name '{stem}'")
    for number, code in enumerate(raw.get("languages", ())):
        if not _LANGUAGE.fullmatch(code):
            yield Problem(("languages", number), f"'{code}' is no ISO 639 code")
    for key, value in raw.get("where", {}).items():
        if isinstance(value, int) and not isinstance(value, bool) and value < 1:
            yield Problem(("where", key), f"'{key}' counts from 1")
    for key in ("message", "fix"):
        if problem := _template_problem(raw.get(key, "")):
            yield Problem((key,), problem)
    if raw.get("autofix") and "fix" not in raw and raw["type"] in {"pattern", "tokens"}:
        yield Problem(("autofix",), "'autofix' needs a 'fix'")
    for number, entry in enumerate(raw["examples"]["bad"]):
        if problem := _marks_problem(entry["text"]):
            yield Problem(("examples", "bad", number, "text"), problem)


def _template_problem(template: str) -> str | None:
    for found in _TEMPLATE.finditer(template):
        if found.group() in "{}":
            return "a lone brace: write {{ or }} for the character"
        if found.group(2) and found.group(2) not in FILTERS:
            return f"unknown filter '{found.group(2)}'; there are {', '.join(FILTERS)}"
    return None


def _marks_problem(text: str) -> str | None:
    marks = MARK.findall(text)
    if not marks:
        return "a bad example marks what is found with <mark>…</mark>"
    if marks != ["<mark>", "</mark>"] * (len(marks) // 2):
        return "<mark> and </mark> are not in pairs"
    return None


__all__ = ["DEFAULT_SCOPE", "Example", "FileError", "Head", "RuleFile", "hints", "read"]
