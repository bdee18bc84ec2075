"""When bodies close: everything still open passes on, standing reviews close, and a split body waits for a holder."""

from datetime import date

import pytest

from bodies.models import AuditEntry, Body, Succession
from duties.actions import NotNow, mark_met, mark_sent, mark_sent_back
from duties.handover import hand_over, name_holder, start_tracking
from duties.models import Flag, Obligation
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


@pytest.mark.parametrize("slug", ["constitution-publish", "plan-copies"], ids=["standing review", "period to come"])
def test_what_waits_for_review_passes_on_and_closes_only_if_it_is_sent_back(merged, slug: str) -> None:
    old, new = merged
    about = 2016 if slug == "constitution-publish" else 2017
    waiting = mark_sent(obligation=one(old, slug, about), done_on=CLOSING, by=make_user(), today=CLOSING)
    hand_over(today=OPENING)
    waiting.refresh_from_db()
    assert (waiting.held_by, waiting.closed_on, waiting.sent_on) == (new, None, CLOSING)
    mark_sent_back(obligation=waiting, by=make_user(), today=OPENING)
    assert hand_over(today=OPENING) == 1
    waiting.refresh_from_db()
    assert (waiting.closed_on, waiting.closed_reason) == (OPENING, "body closed")


def test_a_second_merger_takes_no_lateness_back(merged) -> None:
    """What counted since the first body joined counts on, although the second joined later."""
    old, middle = merged
    sweep(CLOSING)
    hand_over(today=OPENING)
    sweep(OPENING)
    late = Obligation.objects.filter(body=old, closed_on=None, late_since__isnull=False)
    counted = set(late.values_list("pk", "tracked_from"))
    assert counted
    Body.objects.filter(pk=middle.pk).update(closed_on=date(2018, 3, 31))
    last = make_body(opened_on=date(2018, 4, 1), joined_on=None)
    Succession.objects.create(
        predecessor=middle, successor=last, effective_on=date(2018, 4, 1), kind="ccg_merger", scope="whole"
    )
    hand_over(today=date(2018, 4, 1))
    sweep(date(2018, 4, 1))
    assert set(late.filter(held_by=last).values_list("pk", "tracked_from")) >= counted
    live = Flag.objects.filter(kind="late", cleared_on=None).values_list("obligation", flat=True)
    assert set(live) == set(Obligation.objects.late(date(2018, 4, 1)).filter(pk__in=live).values_list("pk", flat=True))


def test_where_the_body_never_joined_the_joining_of_who_follows_counts(day: date) -> None:
    old, new = make_body(closed_on=CLOSING, joined_on=None), make_body(opened_on=OPENING, joined_on=None)
    follow(old, new)
    open_year(FinancialYear(2016), today=day)
    hand_over(today=OPENING)
    passed = Obligation.objects.filter(body=old, held_by=new)
    assert set(passed.values_list("tracked_from", flat=True)) == {None}
    Body.objects.filter(pk=new.pk).update(joined_on=OPENING)
    hand_over(today=OPENING)
    assert set(passed.values_list("tracked_from", flat=True)) == {OPENING}


def test_each_obligation_tells_in_its_own_history_what_became_of_it(merged) -> None:
    old, new = merged
    hand_over(today=OPENING)
    entries = AuditEntry.objects.filter(subject_kind="duties.obligation", domain_on=OPENING)
    passed = Obligation.objects.filter(body=old, held_by=new)
    assert set(entries.filter(verb="handed over").values_list("subject_id", flat=True)) == set(
        passed.values_list("pk", flat=True)
    )
    closed = Obligation.objects.filter(body=old, closed_on=OPENING)
    assert entries.filter(verb="closed: body closed").count() == closed.count() > 0


def test_it_is_the_same_however_often_it_runs(merged) -> None:
    assert hand_over(today=OPENING) > 0
    assert hand_over(today=OPENING) == 0


def test_a_flag_is_cleared_with_what_closes_and_the_same_one_stands_again_on_what_passes(merged) -> None:
    """So that the sweep tells the people of the body that answers now; since when it is so stays."""
    old, new = merged
    sweep(CLOSING)
    before = set(Flag.objects.filter(kind="late").values_list("obligation", "since_on"))
    hand_over(today=OPENING)
    assert not Flag.objects.filter(cleared_on=None).exists()
    sweep(OPENING)
    closed = Obligation.objects.filter(body=old).exclude(closed_on=None)
    assert not closed.filter(flags__cleared_on=None, flags__isnull=False).exists()
    passed = Obligation.objects.filter(held_by=new, body=old, closed_on=None, late_since__lte=CLOSING)
    assert passed.exists()
    assert set(passed.values_list("pk", "late_since")) <= before
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
