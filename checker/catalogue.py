"""From the rules: their pages in the docs, the index of them, the JSON Schemas.

Everything here is generated, and a test compares it with what is committed: `python -m checker.catalogue`
writes it anew.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, TypedDict, get_args

import msgspec

from checker import measured, ruleset
from checker.checks import TYPES, check_type
from checker.language import name as language_name
from checker.opinions import PROGRAMS
from checker.reporters.json import Report
from checker.rule import Where
from checker.rulefile import DEFAULT_SCOPE, Head, RuleFile, hints, read

_KEY = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)
# --- pages -------------------------------------------------------------------------------------------


def page(file: RuleFile) -> str:
    """A rule's page, in Markdown."""
    return "\n\n".join(_sections(file)) + "\n"


def _sections(file: RuleFile) -> Iterator[str]:
    rule = file.rule
    yield f"# {rule.id}"
    yield _facts(file)
    yield "## What it finds"
    yield rule.message.replace("{match}", "…")
    yield "## Why it is wrong"
    yield rule.why
    yield "## Examples"
    for example in file.bad:
        text = example.text
        for start, end in reversed(example.spans):
            text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
        fixed = f"\nwrite: {example.fixed}" if example.fixed is not None else ""
        yield _fenced(f"found: {text}{fixed}")
    yield "It leaves alone:"
    for example in file.good:
        yield _fenced(example.text)
    yield "## How it works"
    yield _method(file)
    yield "## Measured"
    yield _PASSED_ON if rule.type in PROGRAMS else figures(rule.id)
    if rule.references:
        yield "## References"
        yield "\n".join(f"- {reference}" for reference in rule.references)


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _facts(file: RuleFile) -> str:
    rule = file.rule
    fix = "none" if rule.fix is None and not _has_fix(file) else "safe" if rule.autofix else "to be looked at"
    facts = [
        ("Category", rule.category), ("Severity", rule.severity), ("Status", rule.status), ("Fix", fix),
        ("Points to", ", ".join(map(language_name, rule.languages)) or "no language in particular"),
    ]  # fmt: skip
    head, rows = " | ".join(name for name, _ in facts), " | ".join(value for _, value in facts)
    return f"| {head} |\n|{'---|' * len(facts)}\n| {rows} |"


def _has_fix(file: RuleFile) -> bool:
    return any(example.fixed is not None for example in file.bad)


def _method(file: RuleFile) -> str:
    rule = file.rule
    parts = [f"Check type `{rule.type}`: {_first_sentence(check_type(rule.type).__doc__ or '')}"]
    if set(rule.scope) != set(DEFAULT_SCOPE):
        parts.append(f"It reads {_listed([f'`{kind}`' for kind in rule.scope])}.")
    if rule.markup:
        parts.append(f"It reads {_listed(list(rule.markup))} text only.")
    if rule.any_language:
        parts.append("It also reads text that is not in English.")
    where = zip(Where._fields, rule.where, Where(), strict=True)
    if changed := [f"`{key}: {_plain(value)}`" for key, value, default in where if value != default]:
        parts.append(f"A match counts where {_listed(changed)}.")
    if rule.exceptions:
        parts.append(f"It leaves alone: {', '.join(sorted(rule.exceptions))}.")
    return " ".join(parts)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value).lower()


def _first_sentence(text: str) -> str:
    paragraph = text.split("\n\n", maxsplit=1)[0]
    return " ".join(paragraph.split(":", 1)[-1].split())


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


_PASSED_ON = "With all rules that pass its opinions on: see [second opinions](../../second-opinions.md#measured)."


def figures(rule: str) -> str:
    """What was measured of a rule, in a sentence or two."""
    sizes, table = measured.table()
    if rule not in table:
        return "Not measured yet."
    row = table[rule]
    if not (row.clean or row.machine or row.people or row.planted_all):
        return (
            f"It never fired on {sizes.clean:,} words of edited English, nor on {sizes.machine:,} words of machine "
            "translation: what it is right about is shown by its examples and its source."
        )
    said = (
        f"{row.clean} findings in {sizes.clean:,} words of edited English, {row.false} of them judged false alarms; "
        f"{row.machine} in {sizes.machine:,} words of machine translation, {row.people} in {sizes.people:,} words of "
        "people's translations of the same documents."
    )
    if row.judged:
        said += f" Where experts marked errors, {row.on_mark} of {row.judged} findings touch a mark."
    if row.planted_all:
        said += f" On text with planted damage, {row.planted} of {row.planted_all} findings are on the damage."
    return said


def index(files: list[RuleFile]) -> str:
    """The table of all rules, by category."""
    stable = sum(file.rule.status == "stable" for file in files)
    count = f"{len(files)} rules, {stable} of them stable (on by default); the others are previews (`--preview`)."
    parts = ["# Rules", f"{count} Generated from the rules themselves."]
    ordered = sorted(files, key=lambda file: (file.rule.category, file.rule.id))
    for name, group in groupby(ordered, key=lambda file: file.rule.category):
        parts.append(f"## {name}")
        rows = [f"| [{f.rule.id}]({name}/{f.rule.id}.md) | {f.rule.severity} | {f.rule.status} |" for f in group]
        parts.append("\n".join(["| rule | severity | status |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


# --- schemas -----------------------------------------------------------------------------------------


def rule_schema() -> dict[str, Any]:
    """JSON Schema of a rule file: one alternative for each check type."""
    options, definitions = [], {}
    for kind in TYPES:
        schema, defs = _table_schema(f"{kind.capitalize()}Rule", Head, check_type(kind).Params)
        schema["properties"]["type"] = {"const": kind}
        options.append(schema)
        definitions.update(defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule of Malaprop",
        "type": "object",
        "required": ["id", "type", "severity", "message", "why", "examples"],
        "properties": {"type": {"enum": list(TYPES), "description": "the check type"}},
        "oneOf": options,
        "$defs": definitions,
    }


def _table_schema(name: str, *tables: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    fields = {key: kind for table in tables for key, kind in hints(table).items()}
    merged: Any = TypedDict(name, fields, total=False)  # type: ignore[misc] # made of two, for the schema only
    (schema,), defs = msgspec.json.schema_components([merged], ref_template="#/$defs/{name}")
    own = defs.pop(name) if name in defs else schema
    _describe(own, *tables)
    own["required"] = sorted(set().union(*[getattr(table, "__required_keys__", set()) for table in tables]) & {
        "id", "type", "severity", "message", "why", "examples"})  # fmt: skip
    for table in _inner_tables(fields.values()):
        _describe(defs[table.__name__], table)
    return own, defs


def _inner_tables(kinds: Any) -> Iterator[Any]:
    for kind in kinds:
        if hasattr(kind, "__total__"):
            yield kind
            yield from _inner_tables(hints(kind).values())
        else:
            yield from _inner_tables(arg for arg in get_args(kind) if not isinstance(arg, str))


def _describe(schema: dict[str, Any], *tables: Any) -> None:
    schema["additionalProperties"] = False
    for table in tables:
        for key, text in descriptions(table).items():
            if key in schema.get("properties", {}):
                schema["properties"][key]["description"] = text


def descriptions(table: Any) -> dict[str, str]:
    """What a TypedDict's docstring says of each key."""
    text = re.sub(r"^", "    ", table.__doc__ or "", count=1)
    return {key: " ".join(about.split()) for key, about in _KEY.findall(text)}


def findings_schema() -> dict[str, Any]:
    """JSON Schema of `--format json`; a line of `--format jsonl` is its `Record`."""
    (schema,), defs = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    for table in (Report, *_inner_tables(hints(Report).values())):
        _describe(defs[table.__name__], table)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Findings of Malaprop",
        **schema,
        "$defs": defs,
    }


# --- files -------------------------------------------------------------------------------------------


def shipped_files() -> list[RuleFile]:
    """Every shipped rule with its examples, by id. Raises FileError."""
    root = ruleset.shipped()
    paths = list(ruleset.files(root))
    found = [read(path, ruleset.category(path), f"rules/{path.relative_to(root).as_posix()}") for path in paths]
    return sorted(found, key=lambda file: file.rule.id)


def generated() -> dict[str, str]:
    """Path in the repository → content, of everything that is generated."""
    files = shipped_files()
    pages = {f"docs/rules/{file.rule.category}/{file.rule.id}.md": page(file) for file in files}
    return {
        **pages,
        "docs/rules/README.md": index(files),
        "rules/README.md": index(files).replace("](", "](../docs/rules/"),
        "rules/schema.json": json.dumps(rule_schema(), indent=1, ensure_ascii=False) + "\n",
        "docs/findings.schema.json": json.dumps(findings_schema(), indent=1, ensure_ascii=False) + "\n",
    }


def main(root: Path) -> int:
    """Write what is generated below a checkout's root, and remove pages of rules that are gone."""
    wanted = generated()
    for path in (root / "docs" / "rules").rglob("*.md"):
        if path.relative_to(root).as_posix() not in wanted:
            path.unlink()
    for name, content in wanted.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    print(f"{len(wanted)} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent.parent))
