"""The house: imports only ever point left, and rooms of one group never import each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORDS_AND_LEFT = {"bodies", "duties", "evidence", "meetings", "casework", "assessments", "surveys"}
MAY_IMPORT = {
    "bodies": set(),
    "duties": {"bodies"},
    "evidence": {"bodies", "duties"},
    "meetings": {"bodies", "duties", "evidence"},
    "casework": {"bodies", "duties", "evidence"},
    "assessments": {"bodies", "duties", "evidence"},
    "surveys": {"bodies", "duties", "evidence"},
    "desk": RECORDS_AND_LEFT,
    "assurance": RECORDS_AND_LEFT,
    "register": RECORDS_AND_LEFT,
    "ccgtracker": {*RECORDS_AND_LEFT, "desk", "assurance", "register"},
}


def imported_rooms(source: str) -> set[str]:
    """The rooms that a module's text imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found & MAY_IMPORT.keys()


def wrong_arrows(room: str, source: str) -> set[str]:
    return imported_rooms(source) - MAY_IMPORT[room] - {room}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_point_left_only(room: str) -> None:
    files = list((ROOT / room).rglob("*.py"))
    assert files
    wrong = {str(file.relative_to(ROOT)): wrong_arrows(room, file.read_text()) for file in files}
    assert not {file: arrows for file, arrows in wrong.items() if arrows}


def test_an_arrow_to_the_right_is_found() -> None:
    assert wrong_arrows("duties", "def late():\n    from evidence.models import Evidence\n") == {"evidence"}
    assert wrong_arrows("desk", "import register.views\n") == {"register"}


def test_every_room_is_in_the_table() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert rooms == MAY_IMPORT.keys()
