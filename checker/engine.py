"""A document and the rules of a run to findings.

One scan finds every literal of every rule; a rule runs only where one of its own stands, or everywhere when it
has none. What a check yields is then held against what the rule says of scope, place and exceptions, and
becomes a finding in one step. An engine holds nothing of a document: it checks each the same, alone or among
others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from checker.checks import TYPES, Find, check_type
from checker.digest import sha256
from checker.document import Document, fold
from checker.finding import SEVERITIES, Finding, Match
from checker.opinions import PROGRAMS
from checker.prefilter import Hits, Prefilter
from checker.rule import Rule
from checker.ruleset import RuleSet
from checker.source import BOM, Span
from checker.template import render

_EDGE_BLOCKS = 5  # blocks that make the head and the tail of a document
_LONG_MATCH = 300  # code points of a match that a message quotes


class Engine:
    """The active rules, ready to run.

    rules: in any order. allow: texts that every rule leaves alone.
    wanted: the rules that would run if the command line left none out. other: names that are no rule's and count as
    one where a suppression is read → whether their findings are wanted.
    digest: the same for engines that find the same; '' with a check type from elsewhere, whose code may change, or
    one that asks another program, which may not answer.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        active: Iterable[Rule],
        allow: Iterable[str] = (),
        *,
        wanted: Iterable[Rule] = (),
        other: Mapping[str, bool] = {},
    ) -> None:
        self.rules: Sequence[Rule] = tuple(active)
        self._allow = frozenset(map(fold, allow))
        self.by_id = {rule.id: rule for rule in self.rules}
        self._shared = ruleset.shared
        self._every = ruleset.rules
        self._index = ruleset.prefilter
        self._missing = [rule for rule in wanted if rule.id not in self.by_id]
        self._other = other
        self._ready: dict[str, Any] = {}
        self._finds: list[Find | None] = [None] * len(self.rules)
        # the digest of a set tells its rules apart, but for those that no file holds
        running = repr([rule.id if ruleset.digest else rule for rule in self.rules])
        missing = repr(([rule.id for rule in self._missing], sorted(other.items())))
        key = "\0".join((ruleset.digest, running, missing, *sorted(self._allow)))
        self._asks = any(rule.type in PROGRAMS for rule in self.rules)
        known = not self._asks and all(rule.type in TYPES for rule in self.rules)
        self.digest = sha256(key.encode("utf-8", "surrogateescape")).hexdigest() if known else ""

    @cached_property
    def _prefilter(self) -> Prefilter:
        """Made when a document is checked: a run may find all of its results in the cache."""
        numbers = {rule.id: number for number, rule in enumerate(self.rules)}
        of_every = [numbers.get(rule.id, -1) for rule in self._every]
        return Prefilter([rule.literals for rule in self.rules], self._index, of_every)

    @cached_property
    def _by_type(self) -> dict[str, list[int]]:
        """Check type → the numbers of its rules."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            numbers[rule.type].append(number)
        return numbers

    @cached_property
    def names(self) -> dict[str, bool]:
        """Names of all rules and categories → whether they run; '' → whether all do that are wanted."""
        names = dict.fromkeys((name for rule in self._every for name in (rule.id, rule.category)), False)
        names.update((name, True) for rule in self.rules for name in (rule.id, rule.category))
        names.update((rule.category, False) for rule in self._missing)
        return {**names, "": not self._missing, **self._other}

    def _allowed(self, document: Document, match: Match) -> bool:
        return bool(self._allow) and document.folded[match.start : match.end] in self._allow

    def _find(self, number: int) -> Find:
        found = self._finds[number]
        if found is None:  # compiled when first needed: most rules have nothing to do in most documents
            rule = self.rules[number]
            found = self._finds[number] = check_type(rule.type).compile(rule, self._shared_of(rule.type))
        return found

    def _shared_of(self, kind: str) -> Any:
        """What the rules of a check type share, made ready once."""
        if kind not in self._ready:
            values = self._shared.get(kind)
            make = getattr(check_type(kind), "ready", None)
            self._ready[kind] = make(values) if make else values
        return self._ready[kind]

    def check(self, document: Document) -> list[Finding]:
        """All findings in a document, in the order of their places."""
        matches = list(self._matches(document, self.scan(document)))
        findings = _told_once(_worth_saying(_findings(document, _supported(matches))))
        return self._merged(document, findings) if self._asks else list(findings)

    def _matches(self, document: Document, hits: Hits) -> Iterator[tuple[Rule, Match]]:
        """What all rules find, one check type after the other: the groundwork of each can go when the next begins."""
        for kind, numbers in self._by_type.items():
            for number in numbers:
                for match in self.matches(document, number, hits):
                    yield self.rules[number], match
            document.forget(f"checker.checks.{kind}")

    def scan(self, document: Document) -> Hits:
        """Where the literals of the rules stand, by number of the rule."""
        return self._prefilter.scan(document.folded, document.shape)

    def matches(self, document: Document, number: int, hits: Hits) -> list[Match]:
        """What one rule finds, given by its number, before it is held against what other rules find."""
        rule = self.rules[number]
        if rule.literals and number not in hits:
            return []
        if rule.markup and document.markup not in rule.markup:
            return []
        if not (rule.any_language or document.language in {"", "en"}):
            return []
        found = self._find(number)(document, hits[number] if rule.literals else [])
        return [match for match in counted(document, rule, found) if not self._allowed(document, match)]

    def _merged(self, document: Document, findings: Iterable[Finding]) -> list[Finding]:
        """With what another program says of the place of a finding in that finding."""
        from checker.opinions.merge import borne_out, merged  # noqa: PLC0415 - only runs that ask others need it

        heard = borne_out(findings, self.by_id, document.word_count)
        return merged(heard, lambda finding: self.by_id[finding.rule].type in PROGRAMS)


def _worth_saying(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Without those inside a stretch that another finding wants left out altogether: mending it is moot."""
    ordered = sorted(findings, key=lambda finding: (finding.start, -finding.end))
    kept: list[Finding] = []
    left_out = -1
    for finding in ordered:
        if finding.end <= left_out:
            continue
        kept.append(finding)
        if finding.fix == "":
            left_out = max(left_out, finding.end)
    yield from sorted(kept, key=lambda finding: (finding.start, finding.end, finding.rule))


_OF_WORDING = frozenset({"attribution", "collocation", "grammar", "idiom"})
_NEIGHBOURS = 8  # findings that are held against one; a text that has more in one place has other troubles


def _told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Without those on wording that say of the same words what another one says: a reader mends them once.

    findings: in order. Stays the one with a fix, then the more severe, then the longer.
    """
    kept: list[Finding] = []
    for finding in findings:
        near = range(max(0, len(kept) - _NEIGHBOURS), len(kept))
        rival = next((number for number in near if _of_same_words(kept[number], finding)), None)
        if rival is None:
            kept.append(finding)
        elif _rank(finding) > _rank(kept[rival]):
            kept[rival] = finding
    yield from sorted(kept, key=lambda finding: (finding.start, finding.end, finding.rule))


def _of_same_words(one: Finding, other: Finding) -> bool:
    """Whether both are on wording, and one lies within the other and is at least half as long."""
    if not (_is_of_wording(one) and _is_of_wording(other)):
        return False
    inner, outer = sorted((one, other), key=lambda finding: finding.end - finding.start)
    return (
        outer.start <= inner.start and inner.end <= outer.end
        and 2 * (inner.end - inner.start) >= outer.end - outer.start
    )  # fmt: skip


def _is_of_wording(finding: Finding) -> bool:
    return finding.category in _OF_WORDING or finding.category.startswith("calque-")


def _rank(finding: Finding) -> tuple[bool, int, int]:
    return finding.fix is not None, SEVERITIES.index(finding.severity), finding.end - finding.start


def counted(document: Document, rule: Rule, matches: Iterable[Match]) -> list[Match]:
    """Those matches that count by the rule's scope, exceptions and `where`, in order, none twice."""
    where = rule.where
    if where.min_document_words and document.word_count < where.min_document_words:
        return []
    kept: list[Match] = []
    last = -1
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if match.start < last or not _counts(document, rule, match):
            continue
        last = max(match.end, match.start + 1)
        kept.append(match)
    kept = kept[where.from_occurrence - 1 :]
    return kept[:1] if where.once else kept


def _counts(document: Document, rule: Rule, match: Match) -> bool:
    if not document.blocks:
        return False
    number = document.block_at(match.start)
    block = document.blocks[number]
    if block.kind not in rule.scope:
        return False
    if rule.exceptions and fold(document.text[match.start : match.end]) in rule.exceptions:
        return False
    where = rule.where
    if where.min_words or where.max_words:
        words = document.memo(_words_of_blocks)[number]
        if words < where.min_words or (where.max_words and words > where.max_words):
            return False
    if where.quotes != "any" and document.is_quoted(match.start, match.end) != (where.quotes == "inside"):
        return False
    if where.position == "head":
        return number < _EDGE_BLOCKS
    return where.position == "any" or number >= len(document.blocks) - _EDGE_BLOCKS


def _words_of_blocks(document: Document) -> list[int]:
    return [len(document.text[block.start : block.end].split()) for block in document.blocks]


def _supported(matches: list[tuple[Rule, Match]]) -> Iterator[tuple[Rule, Match]]:
    """Without the matches of rules that need company and have none."""
    counts = Counter(name for rule, _ in matches for name in {rule.id, rule.category})
    for rule, match in matches:
        needs = rule.where.needs
        if not needs or any(counts[name] > (name in {rule.id, rule.category}) for name in needs):
            yield rule, match


def _findings(document: Document, matches: Iterable[tuple[Rule, Match]]) -> Iterator[Finding]:
    seen: Counter[tuple[str, str]] = Counter()
    for rule, match in sorted(matches, key=lambda pair: (pair[1].start, pair[1].end, pair[0].id)):
        around = document.sentence_at(match.start)
        seen[rule.id, document.text[around.start : around.end]] += 1
        yield _finding(document, rule, match, around, seen[rule.id, document.text[around.start : around.end]])


def _finding(document: Document, rule: Rule, match: Match, around: Span, occurrence: int) -> Finding:
    source = document.source
    sentence = " ".join(document.text[around.start : around.end].split())
    sentence_start, sentence_end = document.to_source(around.start, max(around.end, match.end))
    start, end = document.to_source(match.start, match.end)
    if start == 0 and source.text.startswith(BOM):
        start = min(1, end)
    text = source.text[start:end]
    shown = document.text[match.start : match.end]
    values = {"match": _shortened(shown), **match.values}
    fix = match.fix
    if fix is None and rule.fix is not None:
        fix = render(rule.fix, {**match.values, "match": shown})
    line, column = source.position(start)
    end_line, end_column = source.position(end)
    return Finding(
        rule=rule.id, category=rule.category, severity=rule.severity, path=source.path, start=start, end=end,
        line=line, column=column, end_line=end_line, end_column=end_column,
        message=render(rule.message, values), match=text, fix=fix,
        safe_fix=rule.autofix and fix is not None and text == shown, sentence=sentence,
        sentence_start=sentence_start, sentence_end=sentence_end,
        sentence_line=source.position(sentence_start).line, sentence_end_line=source.position(sentence_end).line,
        fingerprint=_fingerprint(rule.id, source.path, sentence, occurrence),
    )  # fmt: skip


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG_MATCH else f"{text[: _LONG_MATCH - 1].rstrip()}…"


def _fingerprint(rule: str, path: str, sentence: str, occurrence: int) -> str:
    """The same wherever the line moves to: rule, path, sentence (case and blanks aside), and which of its like."""
    key = "\0".join((rule, path, " ".join(fold(sentence).split()), str(occurrence)))
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20]
