"""What several commands need: which rules hold for a file, and the arguments that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checker import config, ruleset, suppression
from checker.config import Config
from checker.engine import Engine
from checker.fileerror import FileError, meant, set_at
from checker.opinions import PROGRAMS, SWITCH
from checker.rule import CATEGORY_SUPPRESSION, Rule
from checker.ruleset import RuleSet

if TYPE_CHECKING:
    import argparse


class UsageError(Exception):
    """The command line asks for something that isn't there; the message is one line."""


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Options that choose rules."""
    parser.add_argument("--select", action="append", metavar="RULES", help="run only these rules or categories (a,b)")
    parser.add_argument("--ignore", action="append", metavar="RULES", help="leave these rules or categories out")
    parser.add_argument("--preview", action="store_true", help="run preview rules too")
    parser.add_argument("--isolated", action="store_true", help="read no configuration file")
    parser.add_argument(
        "--no-suppressions", action="store_true", help="count what comments in the documents accept, too"
    )


def add_opinions(parser: argparse.ArgumentParser) -> None:
    """Options that ask other programs for their opinions."""
    opinions = parser.add_argument_group("second opinions")
    opinions.add_argument(
        "--languagetool", type=_server, metavar="URL|local", help="ask LanguageTool; text goes to the URL"
    )
    opinions.add_argument("--harper", action="store_true", default=None, help="ask Harper, on this machine")


def _server(text: str) -> str:
    if text != "local" and not text.startswith(("http://", "https://")):
        from argparse import ArgumentTypeError  # noqa: PLC0415 - who calls this has it

        raise ArgumentTypeError(f"'{text}' is neither an http(s) URL nor 'local'")
    return text


class Selection:
    """Which rules run on which file: configuration, then the command line."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._select = _names(arguments.select)
        self._ignore = _names(arguments.ignore)
        self._preview: bool = arguments.preview
        self._isolated: bool = arguments.isolated
        self._languagetool: str | None = getattr(arguments, "languagetool", None)
        self._harper: bool | None = getattr(arguments, "harper", None)
        self._engines: dict[str, Engine | FileError] = {}

    @property
    def narrowed(self) -> bool:
        """Whether the command line leaves out rules that would run."""
        return bool(self._select or self._ignore)

    def config_for(self, path: str) -> Config:
        """What the configuration says for a file. Raises FileError."""
        return Config() if self._isolated else config.for_file(Path(path))

    def engine_for(self, path: str) -> Engine:
        """The engine for a file. Raises FileError and UsageError."""
        settings = self.config_for(path)
        key = repr((settings.rule_settings(), self.asked(settings)))
        if key not in self._engines:
            try:
                self._engines[key] = self._engine(settings)
            except FileError as error:  # kept: a thousand files with one broken rule read it once
                self._engines[key] = error
        found = self._engines[key]
        if isinstance(found, FileError):
            raise found
        return found

    def asked(self, settings: Config) -> dict[str, str]:
        """The programs whose opinions are wanted, by check type → whom to ask."""
        where = self._languagetool or settings.languagetool
        harper = "here" if self._harper or settings.harper else ""
        return {kind: asked for kind, asked in (("languagetool", where), ("harper", harper)) if asked}

    def _engine(self, settings: Config) -> Engine:
        for folder in settings.rules:
            if not Path(folder).is_dir():
                raise set_at(settings.origins["rules"], f"no folder {folder}")
        rules = ruleset.load([Path(folder) for folder in settings.rules])
        if settings.rule:
            rules = ruleset.adapted(rules, settings.rule, settings.origins)
        rules = _switched(rules, self.asked(settings))
        known = _known(rules.rules)
        for key, names in (
            ("select", settings.select), ("extend-select", settings.extend_select), ("ignore", settings.ignore)
        ):  # fmt: skip
            for name in names:
                if name not in known:
                    origin = config.named_at(settings.origins[key], name)
                    raise set_at(origin, f"no rule or category '{name}'{meant(name, known)}")
        preview = self._preview or settings.preview
        wanted = chosen(rules.rules, settings.select, settings.ignore, settings.extend_select, preview=preview)
        ignore = (*settings.ignore, *self._ignore)
        select, beside = (self._select, ()) if self._select else (settings.select, settings.extend_select)
        active = chosen(rules.rules, select, ignore, beside, preview=preview) if self._select or ignore else wanted
        about = {name: self._reports(name, ignore) for name in suppression.NAMES}
        return Engine(rules, active, settings.allow, wanted=wanted, other=about)

    def _reports(self, name: str, ignore: Sequence[str]) -> bool:
        """Whether findings about suppressions are wanted."""
        names = {name, CATEGORY_SUPPRESSION}
        return not names & set(ignore) and (not self._select or bool(names & set(self._select)))

    def all(self) -> list[Rule]:
        """Every rule of the engines made so far, by id."""
        engines = [engine for engine in self._engines.values() if isinstance(engine, Engine)]
        return sorted({rule.id: rule for engine in engines for rule in engine.rules}.values(), key=lambda rule: rule.id)

    def get(self, rule: str, /) -> Rule | None:
        """A rule of an engine made so far, by its id."""
        engines = [engine for engine in self._engines.values() if isinstance(engine, Engine)]
        return next((engine.by_id[rule] for engine in engines if rule in engine.by_id), None)


def _switched(rules: RuleSet, asked: Mapping[str, str]) -> RuleSet:
    """With the rules that pass on another program's opinions told whom to ask, or off."""

    def switched(rule: Rule) -> Rule:
        if rule.type not in PROGRAMS:
            return rule
        if rule.type not in asked:
            return rule._replace(severity="off")
        return rule._replace(params={**rule.params, SWITCH: asked[rule.type]})

    changed = tuple(map(switched, rules.rules))
    fresh = ruleset.share([rule for rule in changed if rule.type in asked])
    return RuleSet(changed, {**rules.shared, **fresh}, rules.digest, rules.prefilter)


def chosen(
    rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str], beside: Sequence[str] = (), *, preview: bool
) -> list[Rule]:
    """The rules that run: the stable ones (all, with preview), or those named; those beside them; not those ignored.

    A name is a rule's id or a category; a rule named by its id runs whatever its status, unless a project
    switched it off. Raises UsageError.
    """
    known = _known(rules)
    for name in (*select, *ignore):
        if name not in known:
            raise UsageError(f"no rule or category '{name}'{meant(name, known)}")

    def runs(rule: Rule) -> bool:
        if rule.id in ignore or rule.category in ignore or rule.severity == "off":
            return False
        if rule.id in select or rule.id in beside:
            return True
        named = not select or rule.category in select or rule.category in beside
        return named and (preview or rule.status == "stable")

    return [rule for rule in rules if runs(rule)]


def _known(rules: Iterable[Rule]) -> set[str]:
    """Every name that a selection may hold."""
    return {*suppression.NAMES, *(name for rule in rules for name in (rule.id, rule.category))}


def _names(given: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for some in given or () for name in some.split(",") if name.strip())
