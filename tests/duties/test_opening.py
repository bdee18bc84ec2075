"""Opening a year: everything that falls due in it, for every body, once."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.models import AuditEntry, Body, Succession
from duties.actions import agree_later_date
from duties.models import DirectedDate, Obligation
from duties.opening import open_year, open_years
from duties.years import FinancialYear
from tests.factories import make_body, make_user

pytestmark = pytest.mark.usefixtures("catalogue")
Y2016 = FinancialYear(2016)


def opened(body: Body, year: int = 2016) -> dict[tuple[str, str, str], Obligation]:
    """What falls due for a body in a year, by slug, step and what it is about."""
    rows = Obligation.objects.for_pages().filter(body=body, year=year)
    return {(row.duty.slug, row.step, row.about): row for row in rows}


def test_in_2016_17_fall_due_the_report_and_accounts_of_the_year_before(day: date) -> None:
    body = make_body()
    open_year(Y2016, today=day)
    due = opened(body)
    for slug, step in [
        ("annual-report", ""),
        ("annual-accounts", "draft"),
        ("annual-accounts", "final"),
        ("annual-public-meeting", ""),
        ("external-audit", ""),
        ("governance-statement", ""),
        ("complaints-annual-report", ""),
        ("breakeven", ""),
    ]:
        assert (slug, step, "2015/16") in due
        assert (slug, step, "2016/17") not in due


def test_in_2016_17_fall_due_its_own_reviews_the_next_plan_and_the_auditor_after(day: date) -> None:
    body = make_body()
    open_year(Y2016, today=day)
    due = opened(body)
    assert due["constitution-publish", "", "2016/17"].due_on == date(2017, 3, 31)
    assert due["commissioning-plan", "", "2017/18"].due_on == date(2017, 3, 31)
    assert due["auditor-appointment", "", "2017/18"].due_on == date(2016, 12, 31)
    assert ("auditor-appointment", "", "2016/17") not in due
    assert ("plan-copies", "", "2017/18") in due  # no date is known, and yet it belongs to this year


def test_a_quarters_return_falls_due_in_the_year_of_its_date(day: date) -> None:
    body = make_body()
    open_year(Y2016, today=day)
    returns = {about: row.due_on for (slug, _, about), row in opened(body).items() if slug == "ko41a-return"}
    assert returns == {
        "2015/16, quarter 4": date(2016, 4, 27),
        "2016/17, quarter 1": date(2016, 7, 27),
        "2016/17, quarter 2": date(2016, 10, 28),
        "2016/17, quarter 3": date(2017, 1, 27),
    }


def test_a_directed_date_that_nobody_entered_is_no_date_with_the_reason(day: date) -> None:
    body = make_body()
    open_year(Y2016, today=day)
    report = opened(body)["annual-report", "", "2015/16"]
    assert (report.due_on, report.date_basis) == (None, "none")
    assert "has not given a date" in report.no_date_reason
    assert report.words(day).word == "No date set"


def test_opening_again_opens_nothing(day: date) -> None:
    make_body()
    assert open_year(Y2016, today=day) > 0
    entries = AuditEntry.objects.count()
    assert open_year(Y2016, today=day) == 0
    assert AuditEntry.objects.count() == entries


def test_a_date_agreed_far_ahead_makes_no_run_say_that_it_opened_something(day: date) -> None:
    body = make_body()
    open_year(Y2016, today=day)
    review = opened(body)["constitution-publish", "", "2016/17"]
    agree_later_date(
        obligation=review, due_on=date(2018, 6, 1), agreed_by="NHS England", by=make_user(), today=day
    )  # fmt: skip
    entries = AuditEntry.objects.count()
    assert open_year(Y2016, today=day) == 0
    assert AuditEntry.objects.count() == entries


def test_no_period_is_opened_twice_by_neighbouring_years(day: date) -> None:
    body = make_body()
    for year in (2015, 2016, 2017):
        open_year(FinancialYear(year), today=day)
    keys = Counter(Obligation.objects.filter(body=body).values_list("duty__slug", "step", "period_year", "period"))
    assert not [key for key, times in keys.items() if times > 1]


def test_rows_that_explain_or_come_from_records_open_nothing(day: date) -> None:
    make_body()
    open_year(Y2016, today=day)
    found = set(Obligation.objects.values_list("rule__opens", flat=True))
    assert found <= {"yearly", "quarterly", "monthly", "once"}


def test_a_body_in_its_first_year_makes_no_report_and_owes_no_plan_for_it(day: date) -> None:
    first = make_body(opened_on=date(2016, 4, 1))
    open_year(Y2016, today=day)
    due = opened(first)
    assert not [key for key in due if key[0] in ("annual-report", "annual-accounts", "annual-public-meeting")]
    assert ("commissioning-plan", "", "2016/17") not in due
    assert ("commissioning-plan", "", "2017/18") in due
    open_year(FinancialYear(2017), today=day)
    assert ("annual-report", "", "2016/17") in opened(first, 2017)  # the first year is reported on in the second


def test_a_board_opened_in_july_has_a_shorter_first_year() -> None:
    board = make_body(kind="icb", opened_on=date(2022, 7, 1))
    open_year(FinancialYear(2022), today=date(2022, 7, 1))
    review = opened(board, 2022)["constitution-publish", "", "2022/23"]
    assert (review.period_first_on, review.period_last_on) == (date(2022, 7, 1), date(2023, 3, 31))
    assert not Obligation.objects.filter(body=board, period="Q1", period_year=2022).exists()


def test_a_body_that_opens_within_the_year_is_completed_by_the_next_run(day: date) -> None:
    late_comer = make_body(opened_on=date(2016, 10, 18))
    open_year(Y2016, today=day)
    assert not opened(late_comer)
    assert open_year(Y2016, today=date(2016, 10, 18)) > 0
    assert opened(late_comer)


def test_a_closing_that_has_not_happened_is_not_known(day: date) -> None:
    closing = make_body(closed_on=date(2017, 3, 31))
    open_year(FinancialYear(2017), today=day)
    assert ("constitution-publish", "", "2017/18") in opened(closing, 2017)
    successor = make_body(opened_on=date(2017, 4, 1))
    Succession.objects.create(
        predecessor=closing, successor=successor, effective_on=date(2017, 4, 1), kind="ccg_merger", scope="whole"
    )
    Obligation.objects.all().delete()
    open_year(FinancialYear(2017), today=date(2017, 4, 1))
    due = opened(closing, 2017)
    assert ("constitution-publish", "", "2017/18") not in due
    assert due["annual-report", "", "2016/17"].held_by == successor  # the report on its last year passes on
    assert due["annual-report", "", "2016/17"].body == closing


def test_the_years_own_audit_row_says_how_many(day: date) -> None:
    make_body()
    count = open_year(Y2016, today=day)
    rows = AuditEntry.objects.filter(verb="opened the year")
    assert sum(row.detail["rows"] for row in rows) == count == Obligation.objects.count()


def test_tonight_this_year_and_the_next_are_open(day: date) -> None:
    make_body()
    open_years(today=day)
    assert set(Obligation.objects.values_list("year", flat=True)) == {2016, 2017}


def test_statements_grow_with_batches_and_never_one_per_body(day: date) -> None:
    def run(bodies: int) -> tuple[int, float]:
        """How many statements were no INSERT of obligations, and how many rows an INSERT carried."""
        for _ in range(bodies):
            make_body()
        with CaptureQueriesContext(connection) as queries:
            rows = open_year(Y2016, today=day)
        inserts = [query for query in queries if 'INTO "duties_obligation"' in query["sql"]]
        return len(queries) - len(inserts), rows / len(inserts)

    few, _ = run(2)
    Obligation.objects.all().delete()
    many, rows_each = run(38)  # forty bodies: five batches
    assert many - few <= 5 * 4  # a savepoint, its release and an audit row for each further batch
    assert rows_each >= 15  # SQLite's limit on variables is the narrowest


def test_a_demonstrations_date_is_marked(day: date) -> None:
    DirectedDate.objects.create(
        key="annual_report", year=2015, period="", due_on=date(2016, 6, 3), set_by="NHS England",
        source="demonstration date", is_demonstration=True, entered_at="2016-01-01T00:00Z",
    )  # fmt: skip
    body = make_body()
    open_year(Y2016, today=day)
    report = opened(body)["annual-report", "", "2015/16"]
    assert (report.due_on, report.date_is_demonstration) == (date(2016, 6, 3), True)


def test_the_command_refuses_what_is_no_year() -> None:
    with pytest.raises(CommandError, match="2016/17"):
        call_command("open_year", "2016")
