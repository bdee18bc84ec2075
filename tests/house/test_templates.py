"""Templates carry nothing along that they do not use: ruff says so of Python, nothing says so of these."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
IMPORT = re.compile(r'{%-? from "[^"]+" import (.+?)(?: with context)? -?%}')


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_everything_that_is_imported_is_used(template) -> None:
    text = template.read_text()
    names = [name.split(" as ")[-1].strip() for found in IMPORT.findall(text) for name in found.split(",")]
    assert [name for name in names if len(re.findall(rf"\b{name}\b", text)) < 2] == []
