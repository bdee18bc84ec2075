"""The demonstration's meetings: real ones of the past with their source, an invented year at home, a few elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from bodies.models import Body, User
from evidence.demonstration.people import DOMAIN, HOME
from meetings.demonstration import checks, elsewhere, home
from meetings.demonstration.telling import Teller, moment
from meetings.importing.listing import check_file, import_checked
from meetings.keeping import keep_all
from meetings.models import Change, Meeting

SAMPLE = Path(settings.BASE_DIR) / "meetings" / "data" / "sample_meetings.csv"


def tell(*, today: date) -> None:
    """Tell of meetings up to the demonstration's first day."""
    lead, lay = (User.objects.get(email=f"{who}@{DOMAIN}") for who in ("lead", "lay"))
    teller = Teller(Body.objects.get(code=HOME), lead)
    year = home.tell(teller)
    elsewhere.tell(teller)
    checks.tell(teller, lay, year)
    _look_back()
    follow(today=today)


def follow(*, today: date) -> None:
    """Bring what the day brings: the real meetings of the past by then, and what meetings owe."""
    rows = [row for row in check_file(SAMPLE, today) if not row.errors]
    past = [row for row in rows if date.fromisoformat(row.plan["said"]["on"]) <= today]
    import_checked(past, name=SAMPLE.name, today=today)
    keep_all(today)


def _look_back() -> None:
    """Let what became public bear the moment of its day."""
    for day in set(Change.objects.order_by().values_list("on", flat=True)):
        Change.objects.filter(on=day).update(at=moment(day))
    for pk, day in Meeting.objects.annotate(last=Max("changes__on")).values_list("pk", "last"):
        if day is not None:
            Meeting.objects.filter(pk=pk).update(changed_at=moment(day))
