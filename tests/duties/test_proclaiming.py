"""A newly proclaimed bank holiday: it moves what counts working days across it, and never what was settled."""

from datetime import date

import pytest

from bodies.models import AuditEntry
from duties.actions import NotNow, mark_met
from duties.explaining import explanation_of, when_worked_out
from duties.models import Obligation, ProclaimedHoliday
from duties.opening import open_year
from duties.proclaiming import preview_holiday, preview_withdrawal, proclaim_holiday, withdraw_holiday
from duties.redating import ShownAgain
from duties.working_days import ENGLAND, NATIONS, SCOTLAND, WALES
from duties.years import FinancialYear
from tests.factories import make_body, make_obligation, make_rule

pytestmark = pytest.mark.usefixtures("catalogue")
ON = date(2016, 11, 14)
BEFORE, AFTER = date(2016, 11, 21), date(2016, 11, 22)  # the 15th working day of November 2016
HOLIDAY = {"on": ON, "nations": [ENGLAND, WALES], "title": "Harvest Day", "source": "Proclamation"}


def proclaim(day: date, **more) -> int:
    return proclaim_holiday(**HOLIDAY | more, by=None, today=day)


@pytest.fixture
def spend(day: date) -> list[Obligation]:
    """What three bodies publish in November 2016 about October."""
    for _ in range(3):
        make_body()
    open_year(FinancialYear(2016), today=day)
    found = list(Obligation.objects.filter(duty__slug="spend-over-25k", period="2016-10").order_by("pk"))
    assert [row.due_on for row in found] == [BEFORE] * 3
    return found


def test_it_is_shown_then_moved_and_recorded(spend, day: date) -> None:
    shown = preview_holiday(**HOLIDAY, today=day)
    assert [(m.about, m.before, m.after, m.count) for m in shown.moves] == [("2016/17, October 2016", BEFORE, AFTER, 3)]
    assert (
        proclaim(
            day,
        )
        == 3
    )
    assert set(Obligation.objects.filter(pk__in=[row.pk for row in spend]).values_list("due_on", flat=True)) == {AFTER}
    entry = AuditEntry.objects.get(verb="proclaimed a holiday")
    assert (entry.detail["redated"], entry.detail["moves"][0][2:4]) == (3, ["2016-11-21", "2016-11-22"])
    assert AuditEntry.objects.filter(verb="re-dated").count() == 3
    assert preview_holiday(**HOLIDAY, today=day).moved == 0


def test_one_that_is_proclaimed_late_says_who_is_late_no_longer(spend) -> None:
    shown = preview_holiday(**HOLIDAY, today=AFTER)
    assert (shown.moved, shown.becomes_late, shown.stops_late) == (3, 0, 3)


def test_one_that_only_scotland_keeps_moves_nothing_that_england_and_wales_count(spend, day: date) -> None:
    assert proclaim(day, nations=[SCOTLAND]) == 0


def test_what_opens_later_knows_it(day: date) -> None:
    proclaim(day)
    make_body()
    open_year(FinancialYear(2016), today=day)
    assert Obligation.objects.get(duty__slug="spend-over-25k", period="2016-10").due_on == AFTER


def test_what_was_met_keeps_its_day_and_its_working(spend, day: date) -> None:
    later = date(2016, 11, 25)
    mark_met(obligation=spend[0], how="certified", done_on=date(2016, 11, 22), by=None, today=later)
    shown = preview_holiday(**HOLIDAY, today=later)
    assert (shown.moved, shown.settled) == (2, 1)
    proclaim(later)
    met, moved = (Obligation.objects.get(pk=row.pk) for row in spend[:2])
    assert (met.due_on, met.status(later).days_late) == (BEFORE, 1)
    frozen = explanation_of(met)
    assert frozen.answer == BEFORE
    assert ON not in {skipped.on for skipped in frozen.skipped}
    assert "added" not in frozen.table_version
    assert when_worked_out(met) == "Kept as it was worked out on 25 November 2016, when this was settled"
    live = explanation_of(moved)
    assert live.answer == AFTER
    assert any(skipped.on == ON and "Harvest Day" in skipped.reason for skipped in live.skipped)
    assert "2016-11-14" in live.table_version
    assert when_worked_out(moved).startswith("Worked out today")


def test_what_was_settled_without_its_working_says_that_it_was_worked_out_today(spend, day: date) -> None:
    Obligation.objects.filter(pk=spend[0].pk).update(
        met_on=day, met_how="certified", sent_on=day, done_on=day
    )  # in bulk, as the demonstration does
    proclaim(day)
    met = Obligation.objects.get(pk=spend[0].pk)
    told = explanation_of(met)
    assert told.answer == met.due_on == BEFORE
    assert "22 November 2016" in told.notes[-1]  # what the rule would give now, said openly
    assert when_worked_out(met).startswith("Worked out today")


def test_one_entered_wrongly_is_withdrawn_the_same_way(spend, day: date) -> None:
    proclaim(day)
    row = ProclaimedHoliday.objects.get()
    shown = preview_withdrawal(holiday=row, today=day)
    assert [(m.before, m.after, m.count) for m in shown.moves] == [(AFTER, BEFORE, 3)]
    assert withdraw_holiday(holiday=row, by=None, today=day, shown=shown.fingerprint) == 3
    row.refresh_from_db()
    assert row.withdrawn_on == day
    with pytest.raises(NotNow, match="withdrawn already"):
        withdraw_holiday(holiday=row, by=None, today=day)
    assert proclaim(day) == 3  # and entered again
    assert ProclaimedHoliday.objects.get().withdrawn_on is None


def test_entering_it_again_corrects_it(spend, day: date) -> None:
    proclaim(day)
    assert proclaim(day, nations=[SCOTLAND]) == 3
    assert ProclaimedHoliday.objects.get().nations == [SCOTLAND]
    assert {row.due_on for row in Obligation.objects.filter(pk__in=[row.pk for row in spend])} == {BEFORE}


def test_two_administrators_do_not_overwrite_each_other(spend, day: date) -> None:
    shown = preview_holiday(**HOLIDAY, today=day)
    proclaim(day, nations=[SCOTLAND])
    with pytest.raises(ShownAgain):
        proclaim(day, shown=shown.fingerprint)
    assert ProclaimedHoliday.objects.get().nations == [SCOTLAND]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"on": date(2016, 11, 12)}, "at a weekend"),
        ({"on": date(2016, 12, 26), "nations": list(NATIONS)}, "knows this day already"),
        ({"nations": []}, "Choose the nations"),
        ({"nations": ["Cornwall"]}, "Choose the nations"),
    ],
)
def test_what_is_no_new_holiday_is_refused_in_words(day: date, given, words) -> None:
    with pytest.raises(NotNow, match=words):
        preview_holiday(**HOLIDAY | given, today=day)
    with pytest.raises(NotNow, match=words):
        proclaim(day, **given)
    assert not ProclaimedHoliday.objects.exists()


def test_what_was_opened_by_hand_and_counts_working_days_moves_too(day: date) -> None:
    rule = make_rule(opens="by hand", code="EVENT_PLUS_WD_EW:3")
    of_a_record = make_rule(opens="record", code="EVENT_PLUS_WD_EW:3")
    event = {"event_on": date(2016, 11, 10), "period_first_on": date(2016, 11, 10), "due_on": date(2016, 11, 15)}
    by_hand = make_obligation(rule=rule, subject="A letter", **event)
    other = make_obligation(rule=of_a_record, subject="A request", **event)
    assert proclaim(day) == 1
    by_hand.refresh_from_db()
    other.refresh_from_db()
    assert (by_hand.due_on, other.due_on) == (date(2016, 11, 16), date(2016, 11, 15))  # a record dates its own
    assert explanation_of(by_hand).answer == by_hand.due_on
