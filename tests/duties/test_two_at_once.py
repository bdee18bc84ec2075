"""Two people at the same moment: a rolling duty opens its next one exactly once."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from bodies.models import AuditEntry
from duties.actions import NotNow, mark_met
from duties.models import Obligation
from tests.factories import make_body, make_obligation, make_rule

TODAY = date(2016, 10, 17)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each of several deeds gives, or the refusal that it raised, done in threads that start together."""
    start, answers = Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait()
            answers.append(deed())
        except NotNow as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


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
