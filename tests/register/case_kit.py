"""Requests as the disclosure log shows them and published returns, with as much of their rows as a test asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from bodies.models import Body
from casework.models import InformationRequest, Return
from tests.factories import TODAY, make_user


def answer(body: Body, reference: str, on: date = date(2016, 9, 1), **fields: Any) -> InformationRequest:
    """A request that was answered in full, with the answer among its events."""
    codes = fields.pop("codes", [])
    given = {
        "law": "foi", "channel": "email", "received_on": date(2016, 8, 8), "ended_on": on, "ended_how": "answered",
        "outcome": "granted", "kept": "in_time", "is_open": False, "entered_on": on, "changed_at": timezone.now(),
        "subject": "Inside words",
    }  # fmt: skip
    made = InformationRequest.objects.create(body=body, reference=reference, **(given | fields))
    made.events.create(kind="answered", on=on, code=made.outcome, codes=codes, entered_on=on, words="A note inside")
    return made


def disclose(
    body: Body, title: str = "Spending on agency staff", on: date = date(2016, 9, 5), **fields: Any
) -> InformationRequest:
    """An answered request that stands in the disclosure log."""
    given = {
        "disclosure": "published", "disclosure_title": title, "disclosure_text": "The spending by quarter.",
        "disclosed_on": on, "disclosed_by": make_user(),
    }  # fmt: skip
    reference = f"R{InformationRequest.objects.count():03}"
    return answer(body, reference, **(given | fields))


def publish(body: Body, kind: str = "foi", period: str = "Q2", *, year: int = 2016, **fields: Any) -> Return:
    """A return that was made and published; `figures` as the figures themselves."""
    by, on = make_user(), date(2016, 10, 12)
    counted = fields.pop("figures", None)
    given = {
        "begun_by": by, "begun_on": on, "changed_at": timezone.now(), "made_on": on, "made_by": by,
        "published_on": on, "published_by": by, "figures": counted.as_json() if counted else {},
    }  # fmt: skip
    return Return.objects.create(body=body, kind=kind, year=year, period=period, **(given | fields))


__all__ = ["TODAY", "answer", "disclose", "publish"]
