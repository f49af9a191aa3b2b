"""Malaprop: a linter for translated prose."""

__version__ = "0.1.0"
