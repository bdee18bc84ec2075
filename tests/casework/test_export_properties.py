"""Whatever happened in a case: exported and imported for another body it has the same events and dates."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bodies.imports import reading
from bodies.imports.kinds import Context, Kind
from bodies.models import Body
from bodies.web.downloads import csv_text
from bodies.web.workbook import workbook
from casework.actions import NewRequest, log_request
from casework.exporting import sheet_of
from casework.importing.kinds import COMPLAINTS, REQUESTS
from tests.casework.conftest import make_complaint
from tests.casework.course_kit import complaints, requests
from tests.casework.test_editing_properties import TODAY, add, columns, key, rows_of
from tests.factories import make_body, make_user

SOME = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


class TestRoundTrip(TestCase):
    """Each example is one case, exported as CSV or as a workbook."""

    here: Body
    there: Body

    @classmethod
    def setUpTestData(cls) -> None:
        cls.here, cls.there = make_body("10H"), make_body("11N")
        cls.by = make_user()

    def _comes_back(self, kind: Kind, case: Any, events: list[Any], as_csv: bool) -> None:
        for one in events:
            assert add(case, one)
        layout = kind.layout  # type: ignore[attr-defined]
        sheet = sheet_of(layout.book, self.here, TODAY)
        rows = [list(row) for row in sheet.rows]
        further = rows[0][list(sheet.header).index("Further events")]
        content = csv_text(sheet.header, rows).encode() if as_csv else workbook([replace(sheet, rows=rows)])
        context = Context(self.there, self.by, TODAY, file_name="log")
        with tempfile.TemporaryFile() as file:  # a real one, as uploads are
            file.write(content)
            file.flush()
            found, _ = reading.rows_of(kind, kind.read(file, context))
        kind.check(found, context)
        assert [row.errors for row in found] == [[]]
        kind.apply([found[0].plan], context)
        [copy] = layout.book.model.objects.filter(body=self.there)
        if not further:
            assert {key(row.as_event) for row in rows_of(copy)} == {key(row.as_event) for row in rows_of(case)}
            assert columns(copy) == columns(case)
        else:
            assert {key(row.as_event) for row in rows_of(copy)} < {key(row.as_event) for row in rows_of(case)}

    @SOME
    @given(requests(), st.booleans())
    def test_a_request_comes_back_as_it_was(self, drawn: tuple[date, str, list[Any]], as_csv: bool) -> None:
        received, law, events = drawn
        new = NewRequest(law=law, received_on=received, channel="email", subject="A case")
        self._comes_back(REQUESTS, log_request(body=self.here, new=new, by=None, today=TODAY), events, as_csv)

    @SOME
    @given(complaints(), st.booleans())
    def test_a_complaint_comes_back_as_it_was(self, drawn: tuple[date, str, list[Any]], as_csv: bool) -> None:
        received, channel, events = drawn
        case = make_complaint(self.here, received, today=TODAY, channel=channel)
        self._comes_back(COMPLAINTS, case, events, as_csv)
