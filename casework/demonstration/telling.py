"""Small ways to tell of invented cases: each does what an officer would do, on the day on which they would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bodies.models import Body, Membership, User
from casework.actions import (
    Happening,
    NewComplaint,
    NewRequest,
    Origin,
    add_event,
    explain_lateness,
    log_complaint,
    log_request,
)
from casework.models import Case, Complaint, InformationRequest
from duties.counting import working_days_after
from duties.working_days import STANDARD

INVENTED = Origin(is_invented=True)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Teller:
    """Whose cases are told of, who handles them there, and up to which day."""

    body: Body
    by: User
    officer: Membership | None
    today: date

    def request(self, received_on: date, **facts: Any) -> InformationRequest:
        new = NewRequest(received_on=received_on, owner=self.officer, **({"law": "foi", "channel": "email"} | facts))
        return log_request(body=self.body, new=new, by=self.by, today=received_on, origin=INVENTED)

    def complaint(self, received_on: date, **facts: Any) -> Complaint:
        new = NewComplaint(received_on=received_on, owner=self.officer, **({"channel": "letter"} | facts))
        return log_complaint(body=self.body, new=new, by=self.by, today=received_on, origin=INVENTED)

    def happen(self, case: Case, kind: str, on: date, **said: Any) -> bool:
        """Record one event, if its day has come; returns whether it has."""
        if on > self.today:
            return False
        add_event(case=case, kind=kind, happening=Happening(on=on, **said), by=self.by, today=on)
        return True

    def was_late(self, case: Case, reason: str, on: date) -> None:
        explain_lateness(case=case, reason=reason, late_words="", by=self.by, today=min(on, self.today))


def working_day(start: date, number: int) -> date:
    """The working day that is so many after a day, for requests."""
    return working_days_after(start, number, STANDARD.any_uk_nation).day


def office_days(first: date, last: date, number: int, chance: Random) -> list[date]:
    """So many working days between two days, in order, scattered by chance."""
    span = (last - first).days
    days = sorted(first + timedelta(days=chance.randrange(span)) for _ in range(number))
    return [day + ONE_DAY * (7 - day.weekday()) if day.weekday() > 4 else day for day in days]
