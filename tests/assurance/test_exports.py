"""What an export holds: every row that plain Python finds, in words and typed, of the reader's bodies alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assurance.exports import reading as reading_module
from assurance.exports import running
from assurance.exports.asked import Asked
from assurance.models import Export
from bodies.access import Role
from duties.models import Flag, Obligation
from duties.years import FinancialYear
from evidence.models import Submission
from tests.assurance.exporting import YEAR, as_text, ask, make, rows, sheet
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule, make_user

DAY = timedelta(days=1)


@pytest.fixture
def owed(place):
    """Obligations of three bodies in many states, of this year and another, one inside, one of NHS England."""
    rule = make_rule(make_duty("report", title="Annual report", theme="annual report"))
    other = make_rule(make_duty("constitution", title="=Constitution", theme="constitution"))
    theirs = make_rule(make_duty("ours", title="Assess", owed_by="nhs_england"))
    late = make_obligation(place.chiltern, rule, due_on=TODAY - 36 * DAY, reason="+ staff left\nin June")
    make_obligation(place.chiltern, other, due_on=TODAY + 5 * DAY)
    make_obligation(place.chiltern, other, due_on=None, subject="A merger", year=2016)
    make_obligation(place.kernow, rule, due_on=TODAY - 9 * DAY, met_on=TODAY, done_on=TODAY - 10 * DAY, met_how="seen",
                    achieved=False)  # fmt: skip
    make_obligation(place.kernow, theirs, due_on=TODAY + 90 * DAY)
    make_obligation(place.cheshire, rule, due_on=TODAY - DAY, sent_on=TODAY, done_on=TODAY)
    make_obligation(place.kernow, other, due_on=TODAY - 400 * DAY)
    make_obligation(place.kernow, other, due_on=TODAY + DAY, is_inside=True, subject="inside")
    make_obligation(place.kernow, other, due_on=TODAY + 2 * DAY, opened_on=TODAY + DAY, subject="not yet")
    return late


def keys(found) -> list[int]:
    return sorted(int(row["Obligation"]) for row in found)


def test_it_has_every_obligation_that_the_reader_may_know_of_and_no_other(place, owed) -> None:
    def expected(*bodies) -> list[int]:
        return sorted(
            one.pk
            for one in Obligation.objects.all()
            if one.year == 2016 and one.held_by in bodies and not one.is_inside and one.opened_on <= TODAY
        )

    south, all_bodies = make(place.assurer), make(place.national)
    assert keys(rows(south)) == expected(place.chiltern, place.kernow)
    assert keys(rows(all_bodies)) == expected(place.chiltern, place.kernow, place.cheshire)
    assert len(expected(place.chiltern, place.kernow)) == 5
    assert south.covers == ["10H", "11N"]
    assert all_bodies.rows_done == all_bodies.rows_in_all == 6


def test_each_row_says_what_the_pages_say_of_the_obligation(place, owed) -> None:
    found = {int(row["Obligation"]): row for row in rows(make(place.national))}
    for one in Obligation.objects.filter(pk__in=found).select_related("duty", "held_by"):
        row, status = found[one.pk], one.status(TODAY)
        assert row["State"] == one.words(TODAY).word
        assert row["Evidence"] == one.evidence_words(TODAY).word
        assert int(row["Days late"]) == status.days_late
        assert (row["Due"], row["About"]) == (one.due_on.isoformat() if one.due_on else "", one.about)
        assert (row["Code"], row["Body"], row["Theme"]) == (one.held_by.code, one.held_by.name,
                                                           one.duty.theme.capitalize())  # fmt: skip
        assert row["Note"] == "Invented for the demonstration"


def test_what_a_spreadsheet_would_run_is_text(place, owed) -> None:
    row = next(row for row in rows(make(place.assurer)) if int(row["Obligation"]) == owed.pk)
    assert row["Reason"] == "'+ staff left\nin June"
    assert {row["Duty"] for row in rows(make(place.assurer))} >= {"'=Constitution", "Annual report"}
    page = sheet(make(place.assurer, form="xlsx"))
    assert not [cell.coordinate for line in page.iter_rows() for cell in line if cell.data_type == "f"]


@pytest.mark.parametrize("kind", ["obligations", "rounds", "flags"])
def test_the_workbook_holds_the_same_typed_and_its_header_stays_in_sight(place, owed, kind) -> None:
    with_ledgers(owed, place)
    as_csv, as_xlsx = make(place.national, kind), make(place.national, kind, "xlsx")
    plain = [{name: text.removeprefix("'") for name, text in row.items()} for row in rows(as_csv)]
    assert plain == [{name: as_text(value) for name, value in row.items()} for row in rows(as_xlsx)]
    assert plain
    first = rows(as_xlsx)[0]
    assert isinstance(first["Obligation"], int) and isinstance(first["As at"], datetime)
    assert sheet(as_xlsx).freeze_panes == "A2"


def with_ledgers(owed, place) -> Submission:
    """A round sent back and one that waits; a flag that was cleared and one that is up."""
    by = place.assurer.user
    told = {"obligation": owed, "sent_by": by, "sent_at": datetime(2016, 9, 1, 12, tzinfo=UTC),
            "queued_at": datetime(2016, 9, 1, 12, tzinfo=UTC)}  # fmt: skip
    first = Submission.objects.create(
        number=1, sent_on=TODAY - 20 * DAY, done_on=TODAY - 21 * DAY, decision="sent_back", decided_by=by, **told,
        decided_on=TODAY - 10 * DAY, decided_at=datetime(2016, 10, 7, 12, tzinfo=UTC), reason="@missing minutes",
    )  # fmt: skip
    Submission.objects.create(number=2, sent_on=TODAY - DAY, done_on=TODAY - DAY, **told)
    raised = datetime(2016, 9, 12, 23, 30, tzinfo=UTC)
    Flag.objects.create(obligation=owed, kind="soon", since_on=TODAY - 78 * DAY, raised_at=raised,
                        cleared_on=TODAY - 35 * DAY)  # fmt: skip
    Flag.objects.create(obligation=owed, kind="late", since_on=TODAY - 35 * DAY, raised_at=raised)
    return first


def test_rounds_say_what_was_decided_by_the_day(place, owed) -> None:
    with_ledgers(owed, place)
    first, second = rows(make(place.assurer, "rounds"))
    assert (first["Decision"], first["Days until decided"], first["Reason"]) == ("Sent back", "10", "'@missing minutes")
    assert (first["Kind"], second["Kind"], second["Decision"]) == ("First round", "Came again", "Waiting for review")
    (before,) = rows(make(place.assurer, "rounds", as_at=TODAY - 11 * DAY))
    assert (before["Decision"], before["Decided"], before["Reason"]) == ("Waiting for review", "", "")
    assert not rows(make(place.assurer, "rounds", region="Y57", as_at=TODAY - 21 * DAY))


def test_flags_are_those_of_the_quarter_by_the_day_since_which_it_was_so(place, owed) -> None:
    with_ledgers(owed, place)
    both = rows(make(place.national, "flags"))
    assert [(row["Flag"], row["Since"], row["Cleared"]) for row in both] == [
        ("Due soon", "2016-07-31", "2016-09-12"), ("Late", "2016-09-12", ""),
    ]  # fmt: skip
    assert both[0]["Raised at"] == "2016-09-13 00:30"  # by our clock, in summer
    assert len(rows(make(place.national, "flags", quarter="Q2"))) == 2
    assert not rows(make(place.national, "flags", quarter="Q1"))
    (still_up,) = rows(make(place.national, "flags", as_at=TODAY - 40 * DAY))
    assert (still_up["Flag"], still_up["Cleared"]) == ("Due soon", "")


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [("", (2016, 4, 1), (2017, 3, 31)), ("Q1", (2016, 4, 1), (2016, 6, 30)), ("Q2", (2016, 7, 1), (2016, 9, 30)),
     ("Q3", (2016, 10, 1), (2016, 12, 31)), ("Q4", (2017, 1, 1), (2017, 3, 31))],
)  # fmt: skip
def test_the_quarters_of_a_year_are_those_of_the_nhs(quarter, first, last) -> None:
    assert Asked(YEAR, TODAY, quarter=quarter).period == (date(*first), date(*last))


def test_region_and_theme_narrow_it(place, owed) -> None:
    assert {row["Code"] for row in rows(make(place.national, region="Y54"))} == {"01C"}
    assert {row["Theme"] for row in rows(make(place.national, theme="annual-report"))} == {"Annual report"}
    last_year = rows(make(place.national, year=FinancialYear(2015)))
    assert [row["Year"] for row in last_year] == ["2015/16"]


def test_an_earlier_day_knows_nothing_that_came_later(place, owed) -> None:
    found = rows(make(place.national, as_at=TODAY - 2 * DAY))
    for row in found:
        one = Obligation.objects.get(pk=row["Obligation"])
        assert row["State"] == one.words(TODAY - 2 * DAY).word
        later = (TODAY - DAY).isoformat()
        assert all(row[name] < later for name in ("As at", "Sent in", "Met", "Done", "Closed", "Sent back"))
    assert len(found) == 6


def test_what_a_split_body_left_to_nobody_is_listed_for_who_reaches_that_body(place) -> None:
    left = make_obligation(place.chiltern, held_by=None)
    passed = make_obligation(place.chiltern, held_by=place.kernow)
    by_key = {int(row["Obligation"]): row for row in rows(make(place.assurer))}
    assert (by_key[left.pk]["Body"], by_key[left.pk]["Incurred by"]) == ("Nobody named yet", "10H")
    assert (by_key[passed.pk]["Code"], by_key[passed.pk]["Incurred by"]) == ("11N", "10H")


def test_bodies_come_by_region_and_name_however_they_are_read(place, owed, monkeypatch) -> None:
    whole = rows(make(place.national))
    assert [row["Code"] for row in whole] == sorted([row["Code"] for row in whole])  # 01C is North of England
    monkeypatch.setattr(reading_module, "AT_A_TIME", 1)
    assert rows(make(place.national)) == whole


@pytest.mark.parametrize("kind", ["obligations", "rounds", "flags"])
def test_its_statements_do_not_grow_with_its_rows(place, kind) -> None:
    def statements() -> int:
        export = ask(place.national, kind)
        with CaptureQueriesContext(connection) as asked:
            running.run(export.pk, today=TODAY)
        return len(asked)

    rule = make_rule()
    for body in (place.chiltern, place.cheshire):
        with_ledgers(make_obligation(body, rule, due_on=TODAY - 36 * DAY), place)
    few = statements()
    for number in range(12):
        with_ledgers(make_obligation(make_body(region=place.north), rule, due_on=TODAY - (36 + number) * DAY), place)
    assert statements() == few
    assert Export.objects.latest("pk").rows_done > 12


def test_a_workbook_that_cannot_hold_it_says_so_in_words(place, owed, monkeypatch) -> None:
    monkeypatch.setattr("bodies.web.workbook.MOST_ROWS", 3)
    export = make(place.national, form="xlsx")
    assert export.failed_why.startswith("It has more rows than a workbook holds")
    assert not export.parts.exists()
    assert make(place.national).finished_at is not None


def test_the_owner_is_named_by_post_only(place) -> None:
    owner = make_member(Role.CONTRIBUTOR, place.chiltern, user=make_user(name="Jo Bloggs"), post="Finance director")
    make_obligation(place.chiltern, owner=owner)
    (row,) = rows(make(place.assurer))
    assert row["Owner"] == "Finance director"
    assert "Jo Bloggs" not in str(row)
