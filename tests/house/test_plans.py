"""Questions asked every few minutes, or on a first page, read what they find and not all there is.

PostgreSQL plans by the size of its tables, so on small data it says nothing; SQLite plans by the indexes alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import QuerySet

from bodies.access import Reach, Role, reach_of
from bodies.looking import Drawn
from duties.asking import _statement
from duties.models import Obligation
from duties.sweep import questions
from evidence.changes import SOURCES
from evidence.models import Submission
from evidence.querysets import asked_not_applicable
from tests.factories import TODAY, make_member, make_office

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="what an empty table plans says something on SQLite only"),
]
SINCE = datetime(2016, 10, 13, tzinfo=ZoneInfo("Europe/London"))
OBLIGATIONS = Obligation.objects


def office_of(reach: Reach):
    return reach.offices()[0].office


def since(kind: str, reach: Reach) -> QuerySet:
    return SOURCES[kind].since(office_of(reach), Drawn(SINCE, 1, SINCE.date()), TODAY)


def newest(kind: str, reach: Reach) -> QuerySet:
    source = SOURCES[kind]
    return source.in_reach(office_of(reach), TODAY).order_by(f"-{source.moment}", "-pk")[:20]


QUESTIONS: dict[str, tuple[Callable[[Reach], QuerySet], str]] = {
    "newly late": (lambda _: OBLIGATIONS.newly_late(TODAY)[:500], "obligation_not_yet_late"),
    "newly soon": (lambda _: OBLIGATIONS.newly_soon(TODAY)[:500], "obligation_not_yet_soon"),
    "soon no more": (lambda _: OBLIGATIONS.no_longer_soon(TODAY)[:500], "obligation_marked_soon"),
    "newly escalated": (lambda _: OBLIGATIONS.escalated_by(TODAY)[:500], "obligation_not_yet_escalated"),
    "for the assurer": (lambda _: OBLIGATIONS.for_assurer_by(TODAY)[:500], "obligation_assurer_untold"),
    "for the assurer no more": (lambda _: OBLIGATIONS.for_assurer_no_more()[:500], "obligation_assurer_no_more"),
    "marked ahead": (lambda _: OBLIGATIONS.marked_ahead(TODAY)[:500], "obligation_marked_late_until"),
    "soon ahead": (lambda _: OBLIGATIONS.soon_ahead(TODAY)[:500], "obligation_marked_soon_since"),
    "the queue": (lambda reach: Submission.objects.queue_of(reach, TODAY)[:50], "submission_queue"),
    "does not apply": (lambda reach: asked_not_applicable(reach, TODAY)[:50], "obligation_asked_not_to_apply"),
    "flags since": (lambda reach: since("late", reach), "flag_by_moment"),
    "decided since": (lambda reach: since("seen", reach), "submission_by_decision"),
    "sent back since": (lambda reach: since("sent_back", reach), "submission_by_decision"),
    "sent in since": (lambda reach: since("sent_in", reach), "submission_by_sending"),
    "newest flags": (lambda reach: newest("late", reach), "flag_by_moment"),
    "newest decided": (lambda reach: newest("seen", reach), "submission_by_decision"),
    "newest sent in": (lambda reach: newest("sent_in", reach), "submission_by_sending"),
}


def test_whether_a_pass_has_anything_to_do_is_asked_of_the_indexes_alone() -> None:
    sql, places = _statement(questions, 3, connection.alias)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", [TODAY.isoformat()] * len(places))
        lines = [row[-1] for row in cursor.fetchall()]
    asked = [line for line in lines if "duties_obligation" in line]
    assert len(asked) == len(questions(TODAY, TODAY, TODAY))
    assert not [line for line in asked if "USING" not in line or "INDEX obligation_" not in line], lines


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_index_made_for_it_is_used_and_nothing_else_is_read_whole(name: str) -> None:
    question, index = QUESTIONS[name]
    reach = reach_of(make_member(Role.ASSURER, make_office("Y57")).user, TODAY)
    lines = question(reach).explain().splitlines()
    big = [line for line in lines if "duties_" in line or "evidence_" in line]
    assert any(index in line for line in big), lines
    assert not [line for line in big if "SCAN" in line and index not in line], lines
    assert not [line for line in lines if "MULTI-INDEX OR" in line], lines
