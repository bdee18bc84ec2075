"""A body chooses the month of its standing reviews: shown first, done in one action; nothing that is past moves."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.models import AuditEntry, Body
from duties.actions import NotNow
from duties.models import Flag, Obligation
from duties.opening import open_year
from duties.periods import Kind, Period
from duties.review_day import review_day
from duties.review_month import choose_review_month, would_move
from duties.years import FinancialYear
from tests.factories import TODAY, make_body, make_obligation, make_rule, make_user

YEAR = FinancialYear(2016)
MARCH, DECEMBER = date(2017, 3, 31), date(2016, 12, 31)
URL = "/bodies/10H/review-month/"


def review(body, due_on=MARCH, *, subject="", lead_days=42, **facts):
    return make_obligation(
        body, make_rule(date_basis="reminder", lead_days=lead_days), due_on=due_on, subject=subject, **facts
    )


def choose(body, month, expected):
    return choose_review_month(body=body, month=month, expected=expected, by=make_user(), today=TODAY)


@pytest.mark.parametrize(
    ("month", "first_on", "last_on", "day"),
    [
        (3, YEAR.first_day, YEAR.last_day, MARCH),
        (4, YEAR.first_day, YEAR.last_day, date(2016, 4, 30)),
        (12, YEAR.first_day, YEAR.last_day, DECEMBER),
        (2, YEAR.first_day, YEAR.last_day, date(2017, 2, 28)),
        (6, date(2016, 10, 1), YEAR.last_day, MARCH),  # the body began after June
        (12, YEAR.first_day, date(2016, 6, 30), date(2016, 6, 30)),  # and this one ended before December
    ],
)
def test_the_day_is_the_end_of_the_month_within_the_bodys_part_of_the_year(month, first_on, last_on, day):
    assert review_day(Period(Kind.YEARLY, YEAR, 1, first_on, last_on, YEAR), month) == day


def test_february_of_a_leap_year_ends_on_the_29th():
    year = FinancialYear(2015)
    assert review_day(Period(Kind.YEARLY, year, 1, year.first_day, year.last_day, year), 2) == date(2016, 2, 29)


def test_open_reviews_move_with_their_soon_day_and_the_trail_has_before_and_after(place):
    rows = [review(place.body, lead_days=days) for days in (42, 14)]
    assert choose(place.body, 12, 2) == 2
    for row in rows:
        row.refresh_from_db()
        assert (row.due_on, row.year) == (DECEMBER, 2016)
        assert row.soon_on == DECEMBER - timedelta(days=row.rule.lead_days)
        assert "the month that the body chose" in row.date_source
        entry = AuditEntry.objects.get(verb="re-dated", subject_id=row.pk)
        assert (entry.detail["before"], entry.detail["after"]) == ({"due_on": "2017-03-31"}, {"due_on": "2016-12-31"})
    entry = AuditEntry.objects.get(verb="chose its review month", body=place.body)
    assert (entry.detail["before"], entry.detail["after"], entry.detail["redated"]) == (3, 12, 2)
    assert Body.objects.get(pk=place.body.pk).review_month == 12


def test_back_to_march_is_where_it_was(place):
    row = review(place.body, date_source="local policy")
    first = (row.due_on, row.soon_on, row.date_source)
    choose(place.body, 12, 1)
    choose(place.body, 3, 1)
    row.refresh_from_db()
    assert (row.due_on, row.soon_on, row.date_source) == first


def test_what_is_past_settled_agreed_or_not_a_review_stays(place):
    agreed = {"later_agreed_on": TODAY, "later_agreed_by": "The region", "first_due_on": MARCH}
    met = {"met_on": TODAY, "met_how": "certified", "sent_on": TODAY, "done_on": TODAY}
    kept = [
        review(place.body, TODAY - timedelta(days=1), subject="passed"),
        review(place.body, subject="met", **met),
        review(place.body, subject="waiting", sent_on=TODAY, done_on=TODAY),
        review(place.body, subject="closed", closed_on=TODAY, closed_reason="not_applicable"),
        review(place.body, subject="agreed", **agreed),
        make_obligation(place.body, make_rule(code="FY_END", date_basis="reminder"), due_on=MARCH),
        make_obligation(place.body, make_rule(date_basis="law"), due_on=MARCH),
        review(place.other),
    ]
    before = list(Obligation.objects.order_by("pk").values())
    assert choose(place.body, 12, 0) == 0
    assert list(Obligation.objects.order_by("pk").values()) == before
    assert len(kept) == len(before)


def test_nobody_becomes_late_by_a_choice_and_the_next_year_uses_the_month(place):
    this_year = review(place.body)
    next_year = review(place.body, date(2018, 3, 31))
    assert choose(place.body, 6, 1) == 1
    this_year.refresh_from_db()
    next_year.refresh_from_db()
    assert (this_year.due_on, next_year.due_on) == (MARCH, date(2017, 6, 30))


def test_an_overdue_review_is_not_made_timely_by_a_later_month(place):
    Body.objects.filter(pk=place.body.pk).update(review_month=6)
    row = review(place.body, date(2016, 6, 30))
    assert choose(place.body, 3, 0) == 0
    row.refresh_from_db()
    assert row.due_on == date(2016, 6, 30)


def test_a_flag_of_the_old_day_is_cleared(place):
    row = review(place.body, TODAY + timedelta(days=5))
    Flag.objects.create(obligation=row, kind="soon", since_on=TODAY, raised_at="2016-10-17T00:00Z")
    Obligation.objects.filter(pk=row.pk).update(soon_since=TODAY)
    choose(place.body, 12, 1)
    row.refresh_from_db()
    assert row.soon_since is None
    assert Flag.objects.get().cleared_on == TODAY


def test_a_year_that_is_opened_later_uses_the_bodys_month(db):
    body, other = make_body(), make_body()
    Body.objects.filter(pk=body.pk).update(review_month=11)
    make_rule(date_basis="reminder")
    make_rule(date_basis="law")
    make_rule(code="FY_END", date_basis="reminder")
    open_year(FinancialYear(2017), today=TODAY)
    days = {(o.body_id, o.rule.code, o.date_basis): o.due_on for o in Obligation.objects.select_related("rule")}
    last = date(2018, 3, 31)
    assert days.pop((body.pk, "STANDING_REVIEW_FY", "reminder")) == date(2017, 11, 30)
    assert set(days.values()) == {last} and (other.pk, "STANDING_REVIEW_FY", "reminder") in days
    assert would_move(body=Body.objects.get(pk=body.pk), month=11, today=TODAY) == []


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_done(place):
    row = review(place.body)
    with pytest.raises(NotNow, match="Look at it again"):
        choose(place.body, 12, 2)
    with pytest.raises(NotNow, match="already"):
        choose(place.body, 3, 0)
    row.refresh_from_db()
    assert row.due_on == MARCH
    assert not AuditEntry.objects.exists()


def test_looking_changes_nothing_and_the_press_does_what_was_shown(place, sign_in):
    row = review(place.body)
    client = sign_in(place.lead)
    assert client.get(URL).status_code == 200
    page = client.get(f"{URL}?month=12").content.decode()
    assert "1 open review" in page and "31 Mar 2017" in page and "31 Dec 2016" in page
    assert 'name="expected" value="1"' in page
    row.refresh_from_db()
    assert row.due_on == MARCH
    assert client.post(URL, {"month": "12", "expected": "7"}).status_code == 409
    response = client.post(URL, {"month": "12", "expected": "1"}, follow=True)
    assert response.redirect_chain[-1][0] == "/calendar/?body=10H"
    assert (
        "Standing reviews are now due by the end of December. 1 open review was re-dated" in response.content.decode()
    )
    assert "Nothing would change" in client.get(f"{URL}?month=12").content.decode()


def test_nonsense_is_refused_in_words(place, sign_in):
    client = sign_in(place.lead)
    for month in ("", "0", "13", "x"):
        response = client.post(URL, {"month": month})
        assert response.status_code == 200
        assert "There is a problem" in response.content.decode()


def test_only_the_bodys_governance_lead_chooses(place, sign_in):
    for member, status in ((place.contributor, 403), (place.lay, 403), (place.assurer, 403)):
        assert sign_in(member).get(URL).status_code == status
    assert sign_in(place.lead).get("/bodies/01C/review-month/").status_code == 404
    assert sign_in(place.lead).post("/bodies/01C/review-month/", {"month": 12}).status_code == 404


def test_the_statements_do_not_grow_with_the_reviews(place):
    def queries(body, how_many):
        for number in range(how_many):
            review(body, subject=str(number))
        with CaptureQueriesContext(connection) as asked:
            choose(body, 12, how_many)
        return len(asked)

    assert queries(place.body, 3) == queries(place.other, 30)
