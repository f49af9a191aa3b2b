"""Messages and fixes are filled in, and text from an article is never read as a template."""

import pytest

from checker.template import render


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("'{match}' is odd.", "'{name}' is odd."),
        ("{word|capital} {word|upper} {word|lower}", "OLd town OLD TOWN old town"),
        ("{{word}} {{{word}}}", "{word} {oLd town}"),
        ("{missing}{missing|upper}.", "."),
        ("plain", "plain"),
    ],
)
def test_slots_are_filled(template: str, text: str) -> None:
    assert render(template, {"match": "{name}", "word": "oLd town", "name": "x"}) == text
