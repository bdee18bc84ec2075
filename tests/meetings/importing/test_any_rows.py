"""Whatever stands under these columns is taken or refused in words: never an error of ours."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bodies.imports import cells, reading
from meetings.importing.checking import Asked, check_rows
from meetings.importing.kind import MEETINGS
from meetings.importing.listing import import_checked
from meetings.models import Meeting
from tests.factories import TODAY, make_body

CODES = ["10H", "10h", "10Y", "99A", "", "ZZZ"]
KINDS = [
    "governing_body", "board", "agm", "Annual Public Meeting", "primary_care_committee", "PCCC", "Audit committee",
    "annual_report_approval", "Governing body (private)", "_", "",
]  # fmt: skip
TIMES = ["13:30", "14:00-16:00", "2pm", "2-4pm", "16:00-14:00", "9", "noon", "TBC", "25:61", ""]
PLACES = ["virtual", "online", "Microsoft Teams", "Town Hall, High Street", "tbc", ""]
STATUSES = ["held", "scheduled", "planned", "postponed", "cancelled", "CANCELED", "maybe", ""]
NOTES = [
    "",
    "6 members of the public present",
    "not quorate",
    "for 2015/16",
    "pre-election period",
    "2015/16 and 2016/17",
]
DAYS = st.dates(TODAY - timedelta(days=1500), TODAY + timedelta(days=900))


def cell(known: list[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(known), st.text(max_size=30)).map(cells.tidy)


def a_day() -> st.SearchStrategy[str]:
    written = DAYS.flatmap(lambda day: st.sampled_from([day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}"]))
    return st.one_of(written, cell(["2016-02-30", "0001-01-01", "9999-12-31", "soon"]))


ROWS = st.fixed_dictionaries(
    {
        "ods_code": cell(CODES), "kind": cell(KINDS), "date": a_day(), "time": cell(TIMES), "place": cell(PLACES),
        "weekday": st.one_of(st.just(""), cell(["Mon", "Tuesday", "Weds", "fr", "x"])), "status": cell(STATUSES),
        "note": cell(NOTES), "reference": cell(["", "", "a", "b"]),
    }
)  # fmt: skip


class TestAnyRows(TestCase):
    """Each example is a file of some rows, sent twice."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.body, cls.other = make_body("10H"), make_body("10Y", closed_on=date(2016, 3, 31))
        make_body("99A")

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(files=st.lists(st.lists(ROWS, min_size=1, max_size=5), min_size=1, max_size=2))
    def test_any_rows_are_taken_or_refused_in_words(self, files: list[list[dict[str, str]]]) -> None:
        for given_rows in files:
            rows = self._checked(given_rows)
            done = import_checked(rows, name="any.csv", today=TODAY)
            for row in rows:
                assert row.errors or row.is_here or row.plan, row
                assert all(len(words) > 20 for _, words in row.errors), row.errors
            assert all(why for _, why in done.refused)
        for meeting in Meeting.objects.all():
            meeting.full_clean(exclude=["entered_by", "source_said", "posts_present", "posts_absent"])
        again = self._checked(files[-1])
        assert import_checked(again, name="any.csv", today=TODAY).new == 0

    def _checked(self, given_rows: list[dict[str, str]]) -> list:
        typed = [{key: text for key, text in one.items() if text} for one in given_rows]
        rows = [reading.read_row(MEETINGS, number, one) for number, one in enumerate(typed, 2)]
        check_rows(rows, Asked(self.body, lambda body: body.code != "99A", TODAY))
        return rows
