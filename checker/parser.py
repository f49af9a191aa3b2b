"""The parser of a command's arguments, for those that `checker.arguments` doesn't read by itself."""

import argparse
import os


class _Help(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal, told without `shutil`: even a parser that shows no help makes one of these."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=columns - 2)


def parser(command: str, about: str | None) -> argparse.ArgumentParser:
    """A parser without any arguments yet."""
    return argparse.ArgumentParser(prog=f"malaprop {command}", description=about, formatter_class=_Help)
