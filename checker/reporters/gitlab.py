"""`gitlab`: GitLab's Code Quality report, a JSON array. Fingerprints are unique, as GitLab shows only the first."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from checker.batch import Result
from checker.reporters import Context
from checker.reporters.escape import repository_path
from checker.reporters.json import dumps

_SEVERITIES = {"error": "critical", "warning": "major", "suggestion": "minor"}


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    """One array."""
    seen: Counter[str] = Counter()
    issues = []
    for result in results:
        for finding in result.findings:
            seen[finding.fingerprint] += 1
            key = f"{finding.fingerprint}\0{seen[finding.fingerprint]}"
            issues.append({
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest(),
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": repository_path(finding.path),
                    "lines": {"begin": finding.line, "end": finding.end_line},
                },
            })  # fmt: skip
    yield dumps(issues, indent=1) + "\n"
