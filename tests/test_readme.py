"""What the README shows is what the commands print.

`python tests/test_readme.py` writes the README's output blocks anew.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TEXT = ["check", "fixtures/harbour.txt", "--isolated", "--no-cache"]
FULL = [*TEXT, "--format", "full", "--select", "name-spelled-two-ways,rank-as-size", "--quiet"]


def printed(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "checker", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).strip()


def blocks() -> list[str]:
    return re.findall(r"^```text\n(.*?)\n```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_readme_shows_what_its_first_command_prints() -> None:
    assert blocks()[0] == printed(TEXT)


def test_the_readme_shows_the_full_form() -> None:
    assert blocks()[1] == printed(FULL)


def test_the_readme_names_the_test_command() -> None:
    assert "```sh\nsh tests/run\n```" in README.read_text(encoding="utf-8")


def write() -> None:
    text = README.read_text(encoding="utf-8")
    for old, arguments in zip(blocks(), (TEXT, FULL), strict=True):
        text = text.replace(f"```text\n{old}\n```", f"```text\n{printed(arguments)}\n```", 1)
    README.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
