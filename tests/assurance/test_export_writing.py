"""A long table is written some rows at a time, and says cell by cell what a short one says."""

import io
import random
from datetime import UTC, date, datetime

from assurance.exports import writing
from bodies.web.downloads import csv_text
from bodies.web.tables import CSV, as_csv
from bodies.web.workbook import Sheet

CELLS = [
    None, "", "plain", "=1+1", " =1+1", "-3", "+x", "@x", "\tx", "\nx", "“quoted”", 'a "b", c', "Ünder", -3, 2.5, True,
    False, date(2016, 10, 17), datetime(2016, 7, 1, 12, 0, tzinfo=UTC),
]  # fmt: skip


def test_a_long_table_says_each_cell_as_a_short_one_does(settings, monkeypatch):
    settings.DEMONSTRATION = False
    monkeypatch.setattr(writing, "AT_A_TIME", 7)
    chance = random.Random(5)
    alike = [["same", number, True] for number in range(20)]  # whole columns that need nothing, or one thing
    for rows in ([], alike, [[chance.choice(CELLS) for _ in range(6)] for _ in range(200)]):
        header = [f"column {number}" for number in range(len(rows[0]) if rows else 3)]
        out = io.BytesIO()
        writing.write(CSV, out, Sheet("Any", header, rows))
        assert out.getvalue().decode() == "\ufeff" + csv_text(header, [[as_csv(cell) for cell in row] for row in rows])
