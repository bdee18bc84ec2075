"""When bodies close: everything still open passes on, standing reviews close, and a split body waits for a holder."""

from datetime import date

import pytest

from bodies.models import Body, Succession
from duties.actions import NotNow, mark_met
from duties.handover import hand_over, name_holder, start_tracking
from duties.models import Obligation
from duties.opening import open_year
from duties.sweep import sweep
from duties.years import FinancialYear
from tests.factories import make_body, make_user

pytestmark = pytest.mark.usefixtures("catalogue")
CLOSING, OPENING = date(2017, 3, 31), date(2017, 4, 1)


def follow(predecessor: Body, successor: Body, scope: str = "whole") -> None:
    Succession.objects.create(
        predecessor=predecessor, successor=successor, effective_on=OPENING, kind="ccg_merger", scope=scope
    )


@pytest.fixture
def merged(day: date) -> tuple[Body, Body]:
    old, new = make_body(closed_on=CLOSING), make_body(opened_on=OPENING, joined_on=OPENING)
    follow(old, new)
    open_year(FinancialYear(2016), today=day)
    open_year(FinancialYear(2017), today=day)
    return old, new


def one(body: Body, slug: str, about: int) -> Obligation:
    return Obligation.objects.get(body=body, duty__slug=slug, period_year=about, step="", period="")


def test_before_the_closing_day_has_passed_nothing_moves(merged) -> None:
    assert hand_over(today=CLOSING) == 0


def test_what_is_still_open_passes_to_the_body_that_took_it_whole(merged) -> None:
    old, new = merged
    hand_over(today=OPENING)
    report = one(old, "annual-report", 2016)
    assert (report.body, report.held_by, report.closed_on) == (old, new, None)
    assert one(old, "auditor-appointment", 2017).held_by == new or one(old, "auditor-appointment", 2017).closed_on


def test_standing_reviews_close_with_the_body(merged) -> None:
    old, _ = merged
    hand_over(today=OPENING)
    review = one(old, "constitution-publish", 2016)
    assert (review.closed_on, review.closed_reason) == (OPENING, "body closed")
    assert "31 March 2017" in review.closed_why


def test_periods_that_begin_after_the_closing_close(merged) -> None:
    old, _ = merged
    hand_over(today=OPENING)
    assert not Obligation.objects.filter(body=old, period_first_on__gt=CLOSING, closed_on=None).exists()


def test_what_was_met_stays_as_judged(merged, day: date) -> None:
    old, _ = merged
    met = one(old, "constitution-publish", 2016)
    mark_met(obligation=met, how="seen", done_on=day, by=None, today=day)
    hand_over(today=OPENING)
    met.refresh_from_db()
    assert (met.held_by, met.closed_on) == (old, None)


def test_it_is_the_same_however_often_it_runs(merged) -> None:
    assert hand_over(today=OPENING) > 0
    assert hand_over(today=OPENING) == 0


def test_a_flag_is_cleared_with_what_closes_and_stays_with_what_passes(merged) -> None:
    old, _ = merged
    sweep(CLOSING)
    hand_over(today=OPENING)
    closed = Obligation.objects.filter(body=old).exclude(closed_on=None)
    assert not closed.filter(flags__cleared_on=None, flags__isnull=False).exists()
    passed = Obligation.objects.filter(body=old, closed_on=None, late_since__isnull=False)
    assert passed.exists()
    assert all(row.flags.filter(kind="late", cleared_on=None).count() == 1 for row in passed)


def test_a_split_body_leaves_obligations_without_a_holder_until_one_is_named(day: date) -> None:
    old, one_part, other = make_body(closed_on=CLOSING), make_body(opened_on=OPENING), make_body(opened_on=OPENING)
    follow(old, one_part, "part")
    follow(old, other, "part")
    open_year(FinancialYear(2016), today=day)
    hand_over(today=OPENING)
    waiting = Obligation.objects.without_holder()
    assert waiting.exists()
    assert set(waiting.values_list("body", flat=True)) == {old.pk}
    named = name_holder(body=old, holder=other, by=make_user(), today=OPENING)
    assert named == Obligation.objects.filter(body=old, held_by=other).count()
    assert not Obligation.objects.without_holder().exists()


def test_a_holder_must_exist_today_and_something_must_wait(merged) -> None:
    old, new = merged
    with pytest.raises(NotNow, match="does not exist today"):
        name_holder(body=old, holder=new, by=make_user(), today=CLOSING)
    with pytest.raises(NotNow, match="without a holder"):
        name_holder(body=old, holder=new, by=make_user(), today=OPENING)


def test_a_body_that_joins_later_is_counted_from_then(day: date) -> None:
    body = make_body(joined_on=None)
    open_year(FinancialYear(2016), today=day)
    assert sweep(day).late == 0
    body.joined_on = date(2016, 9, 1)
    body.save()
    assert start_tracking(today=day) == Obligation.objects.filter(body=body).count()
    sweep(day)
    late = Obligation.objects.exclude(late_since=None)
    assert late.exists()
    assert min(late.values_list("due_on", flat=True)) >= date(2016, 9, 1)
