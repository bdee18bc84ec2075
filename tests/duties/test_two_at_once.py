"""Two people at the same moment: a rolling duty opens its next one exactly once."""

from datetime import date
from threading import Event
from time import sleep

import pytest

from bodies import audit
from bodies.models import AuditEntry
from duties.actions import NotNow, mark_met
from duties.models import Obligation
from duties.review_month import choose_review_month
from duties.sweep import Swept, sweep
from tests.at_once import at_once
from tests.factories import make_body, make_obligation, make_rule

TODAY = date(2016, 10, 17)


@pytest.mark.django_db(transaction=True)
def test_two_who_settle_it_at_the_same_moment_open_one_next() -> None:
    rule = make_rule(opens="rolling", code="ROLLING_YEARS:1", to_on=None)
    event_on = date(2015, 10, 20)
    rolling = make_obligation(make_body(), rule, due_on=date(2016, 10, 19), subject="First", event_on=event_on)

    def settle() -> Obligation:
        return mark_met(obligation=rolling, how="seen", done_on=TODAY, by=None, today=TODAY)

    answers = at_once(settle, settle, settle)
    assert sum(isinstance(answer, NotNow) for answer in answers) == 2
    assert list(Obligation.objects.exclude(pk=rolling.pk).values_list("event_on", "due_on")) == [
        (TODAY, date(2017, 10, 16))
    ]
    assert AuditEntry.objects.filter(verb="opened the next").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_review_month_that_is_chosen_while_a_sweep_flags_leaves_each_marker_with_its_flag(monkeypatch) -> None:
    """The sweep has read and flagged, and not committed yet, when the body moves what is flagged."""
    body = make_body(joined_on=date(2015, 4, 1))
    review = make_obligation(
        body, make_rule(date_basis="reminder", lead_days=180), due_on=date(2017, 3, 31), period_year=2016,
        period_first_on=date(2016, 4, 1), period_last_on=date(2017, 3, 31),
    )  # fmt: skip
    flagged, record_set = Event(), audit.record_set

    def slowly(*given: object, **named: object) -> int:
        flagged.set()
        sleep(0.5)
        return record_set(*given, **named)

    def choose() -> int:
        flagged.wait(5)
        return choose_review_month(body=body, month=1, expected=1, by=None, today=TODAY)

    monkeypatch.setattr(audit, "record_set", slowly)
    swept, moved = at_once(lambda: sweep(TODAY), choose)
    assert (swept, moved) == (Swept(soon=1), 1)
    sweep(TODAY)
    review.refresh_from_db()
    assert review.due_on == date(2017, 1, 31)
    assert list(review.flags.filter(cleared_on=None).values_list("since_on", flat=True)) == [review.soon_since]
