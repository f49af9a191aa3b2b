"""`python -m checker` is `malaprop`."""

from checker.cli import process

process()
