"""Many cases at once, drawn at random with what follows from their events: rows without their obligations."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import count

from bodies.models import Body
from casework.course import Event, complaint_course, request_course
from casework.course import complaints as c
from casework.keeping import complaint_facts, request_facts
from casework.models import Complaint, ComplaintEvent, InformationRequest, RequestEvent, Term
from tests.casework.conftest import TODAY
from tests.casework.course_kit import COMPLAINT_KINDS, REQUEST_KINDS, happened

KINDS = [c.COMPLAINT] * 8 + [c.CONTACT, c.MP_LETTER, c.ABOUT_A_REQUEST]
REASONS = ("", "waiting", "sign_off")
NOW = datetime(2016, 10, 17, tzinfo=UTC)
_numbers = count(1)


def _steps(chance: random.Random, kinds: list[str], most: int) -> list[tuple[str, int, int]]:
    gaps = (0, 1, 2, 5, 8, 15, 30, 90)
    return [(chance.choice(kinds), chance.choice(gaps), chance.randint(0, 60)) for _ in range(chance.randint(0, most))]


def _common(body: Body, received_on: date, chance: random.Random) -> dict[str, object]:
    return {
        "body": body, "reference": f"P{next(_numbers)}", "received_on": received_on, "subject": "Agency staff",
        "entered_on": TODAY, "changed_at": NOW, "late_reason": chance.choice(REASONS),
    }  # fmt: skip


def _until(events: list[Event], day: date) -> list[Event]:
    return [one for one in events if one.on <= day]


def plant_requests(body: Body, number: int, seed: int = 1, *, since: date = date(2015, 10, 1)) -> None:
    """Requests received since a day, and what happened of each by today."""
    chance = random.Random(seed)
    for _ in range(number):
        law, on = chance.choice(["foi", "foi", "eir"]), since + timedelta(chance.randint(0, (TODAY - since).days))
        drawn = happened(
            _steps(chance, REQUEST_KINDS, 9), on, lambda events, on=on, law=law: request_course(on, law, events)
        )  # fmt: skip
        events = _until(drawn, TODAY)
        facts = request_facts(request_course(on, law, events), TODAY)
        made = InformationRequest.objects.create(law=law, channel="email", **_common(body, on, chance), **facts)
        RequestEvent.objects.bulk_create(_rows(RequestEvent, made, events))


def plant_complaints(body: Body, number: int, seed: int = 1, *, since: date = date(2015, 10, 1)) -> None:
    """Complaints received since a day, and what happened of each by today; each of some names one of two subjects."""
    chance = random.Random(seed)
    terms = [Term.objects.get_or_create(body=body, list="subject", name=name)[0] for name in ("Access", "Words")]
    for _ in range(number):
        kind, channel = chance.choice(KINDS), chance.choice(["phone", "letter"])
        on = since + timedelta(chance.randint(0, (TODAY - since).days))
        drawn = happened(
            _steps(chance, COMPLAINT_KINDS, 7), on,
            lambda events, on=on, kind=kind, channel=channel: complaint_course(on, kind, channel, events),
        )  # fmt: skip
        events = _until(drawn, TODAY)
        facts = complaint_facts(complaint_course(on, kind, channel, events))
        made = Complaint.objects.create(kind=kind, channel=channel, **_common(body, on, chance), **facts)
        made.terms.set(terms[: chance.randint(0, 2)])
        ComplaintEvent.objects.bulk_create(_rows(ComplaintEvent, made, events))


def _rows(model, made, events: list[Event]) -> list[object]:
    return [
        model(
            case=made, kind=one.kind, on=one.on, until_on=one.until_on, code=one.code, codes=list(one.codes),
            entered_on=TODAY,
        )
        for one in events
    ]  # fmt: skip
