"""The rows of the national table as markup. They are drawn here and not in the template for what they cost.

Two hundred bodies by two dozen columns are five thousand cells: as a loop of the template they take longer than all the
figures. A cell says one of some dozens of facts, so what it says is drawn once for each, and only its address is new.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

from assurance.national.reading import Cell, Row
from duties.words import Words


class Drawer:
    """Draws rows. Links begin with `here`; those of cells end with `tail`, those to a body with `of_body`; `logs` has
    the addresses of the tables of logs by theme.
    """

    def __init__(self, here: str, tail: str, of_body: str, logs: dict[str, str]) -> None:
        self.here, self.tail, self.of_body = escape(here), escape(tail), escape(of_body)
        self.logs = {slug: escape(address) for slug, address in logs.items()}
        self._facts: dict[tuple[str, Words], tuple[str, str]] = {}

    def rows(self, rows: Iterable[Row]) -> SafeString:
        """The rows of one region."""
        return mark_safe("\n".join(self._row(row) for row in rows))  # noqa: S308  every part is escaped below

    def _row(self, row: Row) -> str:
        name, code = escape(row.name), escape(row.code)
        to_body = f"{self.here}{code}/"
        head = f'<a href="{to_body}{self.of_body}">{name}</a>' if row.within_reach else name
        note = f'<span class="note">{escape(row.note)}</span>' if row.note else ""
        cells = "".join(self._cell(cell, to_body, code, within_reach=row.within_reach) for cell in row.cells)
        return f'<tr role="row"><th role="rowheader" scope="row">{head}{note}</th>{cells}</tr>'

    def _cell(self, cell: Cell, to_body: str, code: str, *, within_reach: bool) -> str:
        opening, fact = self._facts.get((cell.head, cell.words)) or self._drawn(cell)
        if cell.tells_log:
            return f'{opening}<a href="{self.logs[cell.slug]}#body-{code}">{fact}</a></td>'
        if within_reach:
            return f'{opening}<a href="{to_body}{cell.slug}/{self.tail}">{fact}</a></td>'
        return f"{opening}<span>{fact}</span></td>"

    def _drawn(self, cell: Cell) -> tuple[str, str]:
        words = cell.words
        opening = f'<td role="cell" class="{escape(words.colour)}" data-head="{escape(cell.head)}">'
        sign = f'<span aria-hidden="true">{escape(words.sign)}</span> ' if words.sign else ""
        drawn = (opening, f"{sign}{escape(words.word)}")
        self._facts[cell.head, words] = drawn
        return drawn
