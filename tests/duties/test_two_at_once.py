"""Two people at the same moment: a rolling duty opens its next one exactly once."""

from datetime import date

import pytest

from bodies.models import AuditEntry
from duties.actions import NotNow, mark_met
from duties.models import Obligation
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
