"""Documents that would go stale are held to the code."""

import re
from pathlib import Path

import pytest

from bodies.doors import DOORS
from ccgtracker import beat
from duties.deadlines import RULES

ROOT = Path(__file__).resolve().parents[2]


def test_the_legislation_map_names_every_rule_of_dates_and_its_function() -> None:
    text = (ROOT / "docs/legislation.md").read_text()
    missing = {code for code, rule in RULES.items() if f"| `{code}` |" not in text or rule.due.__name__ not in text}
    assert not missing


def test_the_readme_is_short_and_names_both_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 80
    assert "script/server" in text
    assert "script/test" in text


def test_every_path_that_the_readme_links_to_exists() -> None:
    text = (ROOT / "README.md").read_text()
    links = [part.split(")")[0] for part in text.split("](")[1:]]
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_every_command_that_the_readme_names_exists() -> None:
    text = (ROOT / "README.md").read_text().split("## Commands")[1]
    words = {word.split()[0] for word in text.replace("`, `", "`\n`").split("`")[1::2] if "manage.py" not in word}
    names = {word for word in words if not word.startswith("--")}
    rooms = ("bodies", "duties", "evidence", "meetings", "casework", "assessments", "surveys")
    there = {path.stem for room in rooms for path in (ROOT / room / "management/commands").glob("*.py")}
    assert names <= there, names - there


@pytest.mark.parametrize("document", sorted(ROOT.glob("docs/**/*.md")), ids=lambda file: file.stem)
def test_every_file_of_ours_that_a_document_names_exists(document) -> None:
    named = re.findall(r"`([a-z_]+/[\w./-]*\.(?:py|html|md|csv))`", document.read_text())
    linked = [link for link in re.findall(r"\]\(([^)#]+)", document.read_text()) if "://" not in link]
    there = {path for path in named if (ROOT / path).exists() or any(ROOT.glob(f"*/{path}"))}
    assert set(named) - there == set()
    assert [link for link in linked if not (document.parent / link).exists()] == []


def test_the_document_of_operations_names_every_health_address_and_every_kind_of_unit() -> None:
    text = (ROOT / "docs/operations.md").read_text()
    parts = {name.removeprefix("health:") for name in DOORS if name.startswith("health:")}
    assert parts and all(f"`/health/{part}/`" in text for part in parts)
    for queue in beat.QUEUES:
        assert f"tracker-worker@{queue}" in text
