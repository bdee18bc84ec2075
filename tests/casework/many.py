"""Thousands of cases of one body, written at once: each with events that people could have recorded."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from bodies.models import Body
from casework.course import Event, complaint_course, request_course
from casework.keeping import complaint_facts, request_facts
from casework.models import Complaint, ComplaintEvent, InformationRequest, RequestEvent, Term

FIRST = date(2007, 4, 1)


def many_requests(body: Body, number: int, today: date, seed: int = 7) -> None:
    """Ten years of requests: answered, late, clarified, withdrawn, a few still open, some with a topic."""
    chance, topic = Random(seed), Term.objects.create(body=body, list="topic", name="Finance")
    rows, events = [], []
    for place in range(number):
        received_on = _day(chance, place, number, today)
        told = _of_a_request(chance, received_on, today)
        if place == number - 1:  # one of them waits for the requester
            told = [Event("clarification_asked", received_on)]
        facts = request_facts(request_course(received_on, "foi", told), today)
        rows.append(InformationRequest(law="foi", channel="email", **_common(body, place, received_on, today), **facts))
        events.append(told)
    made = InformationRequest.objects.bulk_create(rows, batch_size=500)
    RequestEvent.objects.bulk_create(_rows_of(RequestEvent, made, events, today), batch_size=500)
    through: Any = InformationRequest.topics.through
    through.objects.bulk_create(through(informationrequest_id=one.pk, term_id=topic.pk) for one in made[::3])


def many_complaints(body: Body, number: int, today: date, seed: int = 8) -> None:
    """Ten years of complaints: acknowledged, answered, a few open, some with a subject."""
    chance, subject = Random(seed), Term.objects.create(body=body, list="subject", name="Waiting")
    rows, events = [], []
    for place in range(number):
        received_on = _day(chance, place, number, today)
        told = _of_a_complaint(chance, received_on, today)
        facts = complaint_facts(complaint_course(received_on, "complaint", "letter", told))
        rows.append(Complaint(channel="letter", **_common(body, place, received_on, today), **facts))
        events.append(told)
    made = Complaint.objects.bulk_create(rows, batch_size=500)
    ComplaintEvent.objects.bulk_create(_rows_of(ComplaintEvent, made, events, today), batch_size=500)
    through: Any = Complaint.terms.through
    through.objects.bulk_create(through(complaint_id=one.pk, term_id=subject.pk) for one in made[::2])


def _day(chance: Random, place: int, number: int, today: date) -> date:
    """The days go through the years in order; the last are of the last weeks."""
    span = (today - FIRST).days
    return FIRST + timedelta(days=min(span - 1, span * place // number + chance.randrange(3)))


def _common(body: Body, place: int, received_on: date, today: date) -> dict[str, Any]:
    return {
        "body": body, "reference": f"M-{place:05}", "received_on": received_on, "subject": f"Spending {place}",
        "entered_on": received_on, "changed_at": timezone.now(),
    }  # fmt: skip


def _of_a_request(chance: Random, received_on: date, today: date) -> list[Event]:
    told, day = [], received_on
    if chance.random() < 0.2:
        told = [Event("clarification_asked", day + timedelta(3)), Event("clarification_received", day + timedelta(9))]
        day += timedelta(9)
    lot = chance.random()
    if lot < 0.05:
        told.append(Event("withdrawn", day + timedelta(5)))
    elif lot < 0.95:
        on = day + timedelta(chance.choice([6, 14, 20, 26, 27, 40]))
        code = chance.choice(["granted", "part", "refused", "not_held"])
        codes = ("s40",) if code in ("part", "refused") else ()
        told.append(Event("answered", on, code=code, codes=codes))
    return [one for one in told if one.on <= today]


def _of_a_complaint(chance: Random, received_on: date, today: date) -> list[Event]:
    told = [Event("acknowledged", received_on + timedelta(chance.choice([1, 2, 6])))]
    if chance.random() < 0.95:
        code = chance.choice(["upheld", "partly", "not_upheld"])
        told.append(Event("responded", received_on + timedelta(chance.choice([30, 90, 200])), code=code))
    return [one for one in told if one.on <= today]


def _rows_of(model: type[Any], made: list[Any], events: list[list[Event]], today: date) -> list[Any]:
    return [
        model(case=case, kind=one.kind, on=one.on, code=one.code, codes=list(one.codes), entered_on=today)
        for case, told in zip(made, events, strict=True)
        for one in told
    ]
