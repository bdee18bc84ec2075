"""Where an obligation stands: the rules one by one, and the annotation held against the pure function."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from duties.models import Obligation
from duties.status import MET_HOW, EvidenceState, Facts, Timing, status
from duties.words import days, passed_words, status_words, timing_words
from tests.factories import make_body, make_obligation, make_rule

DUE = date(2016, 10, 31)
COUNTED = {"due_on": DUE, "soon_on": date(2016, 9, 19), "tracked_from": date(2015, 4, 1)}


def on(day: date, **facts: object):
    return status(Facts(**(COUNTED | facts)), day)


def test_is_not_late_on_the_due_date_and_late_from_the_day_after() -> None:
    assert on(DUE).timing is Timing.SOON
    assert (on(DUE + timedelta(1)).timing, on(DUE + timedelta(1)).days_late) == (Timing.PASSED, 1)


def test_waiting_for_review_is_never_late_when_it_was_done_in_time() -> None:
    waiting = on(DUE + timedelta(200), sent_on=DUE, done_on=DUE)
    assert (waiting.evidence, waiting.timing, waiting.days_late) == (EvidenceState.WAITING, Timing.ON_TIME, 0)


def test_the_clock_stops_on_the_day_it_was_done_not_on_the_day_it_was_sent_in() -> None:
    late = on(DUE + timedelta(90), sent_on=DUE + timedelta(60), done_on=DUE + timedelta(36))
    assert (late.timing, late.days_late) == (Timing.DONE_LATE, 36)


def test_what_was_36_days_late_stays_so_once_it_is_met() -> None:
    facts = {"sent_on": DUE, "met_on": DUE + timedelta(60), "met_how": "seen", "done_on": DUE + timedelta(36)}
    assert on(DUE + timedelta(900), **facts).days_late == 36


def test_sent_back_after_the_due_date_is_late_at_once() -> None:
    back = on(DUE + timedelta(5), sent_back_on=DUE + timedelta(5))
    assert (back.evidence, back.timing, back.days_late) == (EvidenceState.SENT_BACK, Timing.PASSED, 5)


@pytest.mark.parametrize("tracked_from", [None, DUE + timedelta(1)])
def test_what_fell_due_before_the_body_joined_is_never_late(tracked_from: date | None) -> None:
    assert on(DUE + timedelta(100), tracked_from=tracked_from).timing is Timing.NOT_TRACKED


def test_a_voluntary_duty_is_never_late() -> None:
    assert on(DUE + timedelta(100), voluntary=True).timing is Timing.VOLUNTARY


def test_without_a_date_it_is_never_late() -> None:
    assert on(DUE + timedelta(100), due_on=None, soon_on=None).timing is Timing.NO_DATE


def test_a_fact_of_a_later_day_is_not_known_yet() -> None:
    facts = {"sent_on": DUE, "done_on": DUE, "met_on": DUE + timedelta(9), "met_how": "seen"}
    assert on(DUE + timedelta(8), **facts).evidence is EvidenceState.WAITING
    assert on(DUE - timedelta(1), **facts).evidence is EvidenceState.NOTHING


@pytest.mark.parametrize(
    ("basis", "confirmed", "words", "colour"),
    [
        ("law", True, "Legal date passed", "red"),
        ("directed", True, "Directed date passed", "red"),
        ("own rules", True, "Past the body's own date", "orange"),
        ("reminder", True, "Review overdue", "orange"),
        ("law", False, "Date passed (to be confirmed)", "orange"),
        ("directed", False, "Date passed (to be confirmed)", "orange"),
    ],
)
def test_who_fixed_the_date_decides_the_words(basis: str, confirmed: bool, words: str, colour: str) -> None:
    said = passed_words(basis, confirmed=confirmed)
    assert (said.word, said.colour) == (words, colour)


def test_the_passed_days_stand_beside_the_words() -> None:
    said = timing_words(on(DUE + timedelta(1)), "law", confirmed=True)
    assert said is not None and said.word == "Legal date passed · 1 day"
    assert days(1234) == "1,234 days"


def test_one_state_for_little_room_is_the_one_that_matters_more() -> None:
    back_and_late = on(DUE + timedelta(5), sent_back_on=DUE)
    assert status_words(back_and_late, "law", confirmed=True).word.startswith("Legal date passed")
    back_in_time = on(DUE - timedelta(50), sent_back_on=DUE - timedelta(60))
    assert status_words(back_in_time, "law", confirmed=True).word == "Sent back"
    seen = on(DUE, met_on=DUE, met_how="seen", done_on=DUE)
    assert status_words(seen, "law", confirmed=True).word == "On time"
    seen_without_a_date = on(DUE, due_on=None, soon_on=None, sent_on=DUE, done_on=DUE, met_on=DUE, met_how="seen")
    assert status_words(seen_without_a_date, "none", confirmed=False).word == "Evidence seen"


def test_done_and_achieved_are_two_facts() -> None:
    seen = on(DUE, met_on=DUE, met_how="seen", done_on=DUE)
    said = status_words(seen, "directed", confirmed=True, achieved=False)
    assert (said.word, said.sign) == ("On time, not achieved", "▲")
    assert status_words(seen, "directed", confirmed=True, achieved=True).word == "On time"


maybe_day = st.none() | st.dates(date(2016, 9, 1), date(2016, 12, 1))


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """Facts that the database's constraints allow, in any mixture."""
    due_on, met_on, sent_on = draw(maybe_day), draw(maybe_day), draw(maybe_day)
    stopped = met_on is not None or sent_on is not None
    closed_on = None if stopped else draw(maybe_day)
    return Facts(
        due_on=due_on,
        soon_on=due_on and due_on - timedelta(draw(st.integers(0, 42))),
        tracked_from=draw(maybe_day),
        voluntary=draw(st.booleans()),
        gathering_on=draw(maybe_day),
        sent_on=sent_on,
        sent_back_on=None if sent_on else draw(maybe_day),
        done_on=draw(st.dates(date(2016, 9, 1), date(2016, 12, 1))) if stopped else None,
        met_on=met_on,
        met_how=draw(st.sampled_from(MET_HOW)) if met_on else "",
        closed_on=closed_on,
        closed_reason=draw(st.sampled_from(["not_applicable", "body closed"])) if closed_on else "",
    )


@pytest.mark.django_db
def test_the_annotation_equals_the_pure_function_on_any_facts() -> None:
    body, rule = make_body(), make_rule()

    @given(st.lists(any_facts(), min_size=1, max_size=25), st.dates(date(2016, 9, 1), date(2016, 12, 1)))
    @hypothesis_settings(max_examples=60, deadline=None)
    def holds(many: list[Facts], today: date) -> None:
        with transaction.atomic():
            for number, facts in enumerate(many):
                no_date = "" if facts.due_on else "Nobody has entered it"
                make_obligation(body, rule, subject=str(number), no_date_reason=no_date, **vars(facts))
            found = Obligation.objects.with_status(today)
            asked = {int(row.subject): (row.evidence_state, row.timing) for row in found}
            late = set(Obligation.objects.late(today).values_list("subject", flat=True))
            transaction.set_rollback(True)
        for number, facts in enumerate(many):
            said = status(facts, today)
            assert asked[number] == (said.evidence, said.timing), facts
            nothing_lies_ahead = all(
                day is None or day <= today for day in (facts.sent_on, facts.met_on, facts.closed_on)
            )
            if nothing_lies_ahead:
                assert (str(number) in late) == said.is_late, facts

    holds()
