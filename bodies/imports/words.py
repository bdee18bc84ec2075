"""The words, sign and colour of a row's fate, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from bodies.models import ImportRow


@dataclass(frozen=True)
class FateWords:
    """What a tag shows. `many` finishes a sentence that begins with a number of rows."""

    word: str
    sign: str
    colour: str
    many: str


FATES: dict[str, FateWords] = {
    ImportRow.Fate.WRONG: FateWords("To mend", "■", "red", "to mend"),
    ImportRow.Fate.NEW: FateWords("New", "+", "blue", "new"),
    ImportRow.Fate.DONE: FateWords("Imported", "✓", "green", "imported"),
    ImportRow.Fate.REFUSED: FateWords("Not imported", "▲", "yellow", "not imported"),
    ImportRow.Fate.HERE: FateWords("Already here", "✓", "grey", "already here"),
}
