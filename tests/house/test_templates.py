"""Templates import what they use and use what they import: ruff says so of Python, nothing says so of these."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
IMPORT = re.compile(r'{%-? from "[^"]+" import (.+?)(?: with context)? -?%}')

GIVEN = {"fate_of", "name_of"}  # by a view to one template, while another has a macro of that name
MACROS = set(re.findall(r"{%-? macro (\w+)\(", "".join(file.read_text() for file in TEMPLATES.rglob("*.html")))) - GIVEN
EACH = pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)


def names_in(text: str) -> list[str]:
    """What a template imports, by the name under which it uses it."""
    return [name.split(" as ")[-1].strip() for found in IMPORT.findall(text) for name in found.split(",")]


@EACH
def test_everything_that_is_imported_is_used(template) -> None:
    text = template.read_text()
    assert [name for name in names_in(text) if len(re.findall(rf"\b{name}\b", text)) < 2] == []


@EACH
def test_every_macro_that_is_called_is_imported_or_its_own(template) -> None:
    text = template.read_text()
    called = set(re.findall(r"(?<![.\w])(\w+)\(", "".join(re.findall(r"{[{%].*?[}%]}", text, re.DOTALL)))) & MACROS
    own = set(re.findall(r"{%-? (?:macro|set) (\w+)", text))
    assert called - own - set(names_in(text)) == set()
