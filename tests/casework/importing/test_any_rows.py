"""Whatever stands under these columns is taken or refused in words: never an error of ours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bodies.imports import cells, reading
from bodies.imports.kinds import Context, Kind, Refused, Row
from casework.importing.columns import DAYS
from casework.importing.kinds import COMPLAINTS, REQUESTS
from casework.keeping import course_of
from tests.casework.conftest import TODAY
from tests.factories import make_body, make_user

SOME_DAYS = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=20))
LISTS = {"topics", "subjects", "services", "clinicals", "professions", "ages", "statuses", "sites"}
OTHERS = {
    "outcome": ["full", "part", "refused", "s12", "open", "withdrawn", "upheld", "not upheld"],
    "exemptions": ["s40", "s43(2); s21", "r12(5)(e)", "s12", "x"], "extension_exemptions": ["s43", "s44", "r13"],
    "law": ["FOI", "EIR", "GDPR"], "reference": ["a", "A", "b", "case 1"], "not_personal": ["yes", "no"],
    "review_outcome": ["upheld", "overturned"], "late_reason": ["staffing", "other"],
}  # fmt: skip


def cell(key: str, kind: Kind) -> st.SearchStrategy[str]:
    column = kind.column(key)
    assert column is not None
    if key in DAYS:
        written = SOME_DAYS.map(lambda day: f"{day:%d/%m/%Y}")
        return st.lists(written, min_size=1, max_size=2).map("; ".join) if "; " in column.help else written
    known = [*column.allowed, *OTHERS.get(key, ()), *(["One; Two"] if key in LISTS else ["Some words"])]
    return st.sampled_from(known) | st.text(max_size=30).map(cells.tidy)


def rows(kind: Kind) -> st.SearchStrategy[list[dict[str, str]]]:
    keys = {column.key: cell(column.key, kind) for column in kind.columns}
    always = {
        "reference": st.sampled_from(["a", "A", "b", "c"]), "received": SOME_DAYS.map(date.isoformat),
        "channel": st.sampled_from(["E-mail", "Letter", "Telephone"]), "subject": st.just("Some words"),
    }  # fmt: skip
    optional: dict[Any, Any] = {key: one for key, one in keys.items() if key not in always}
    one = st.fixed_dictionaries(always, optional=optional)
    return st.lists(one, min_size=1, max_size=3)


class TestAnyRows(TestCase):
    """Each example is a file of some rows, sent again after what it says was imported."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.context = Context(make_body("10H"), make_user(), TODAY, file_name="any.csv")

    def _import(self, kind: Kind, given_rows: list[dict[str, str]]) -> list[Row]:
        typed = [{key: text for key, text in one.items() if text} for one in given_rows]
        found = [reading.read_row(kind, number, one) for number, one in enumerate(typed, 2)]
        kind.check(found, self.context)
        for row in found:
            assert row.errors or row.is_here or row.plan, row
            assert all(len(words) > 15 and not words.endswith(".") for _, words in row.errors), row.errors
            if not row.errors and not row.is_here:
                kind.apply([row.plan], self.context)  # what was shown as right is not refused
        return found

    def _twice(self, kind: Kind, given_rows: list[dict[str, str]]) -> None:
        try:
            self._import(kind, given_rows)
        except Refused as refusal:
            raise AssertionError(str(refusal)) from refusal
        for case in kind.layout.book.model.objects.all():  # type: ignore[attr-defined]
            assert course_of(case) is not None
        again = self._import(kind, given_rows)
        assert all(row.errors or row.is_here for row in again), [row.notes for row in again]

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(rows(REQUESTS))
    def test_any_rows_of_requests(self, given_rows: list[dict[str, str]]) -> None:
        self._twice(REQUESTS, given_rows)

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(rows(COMPLAINTS))
    def test_any_rows_of_complaints(self, given_rows: list[dict[str, str]]) -> None:
        self._twice(COMPLAINTS, given_rows)
