"""How open the sign-ins' body is: an embargo, reasons with their days, and what became of the pages it published.

Decisions are done through the real actions. Looks at pages are invented: a demonstration asks nothing of the web.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.utils import timezone

from bodies.models import Body, User
from evidence import actions
from evidence.demonstration.people import DOMAIN, HOME
from evidence.links import checking
from evidence.links.judging import Look, Outcome
from evidence.models import Evidence, LinkWatch

EMBARGO = timedelta(15)
MISSED = Look(Outcome.MISSING, "not_found", 404)


def decide(*, today: date) -> None:
    """One piece under an embargo, one held back with a reason, one taken off again."""
    lead, home = User.objects.get(email=f"lead@{DOMAIN}"), Body.objects.get(code=HOME)
    said = {"by": lead, "today": today}
    open_questions = Evidence.objects.to_be_decided_by(home)
    for number, piece in enumerate(open_questions.undecided().order_by("pk")[:2]):
        if number == 0:
            actions.publish(evidence=piece, from_on=today + EMBARGO, why=Evidence.Withheld.AUDIT, **said)
        else:
            actions.withhold(evidence=piece, why=Evidence.Withheld.FUTURE, until=today + 2 * EMBARGO, **said)
    statement = open_questions.published(today).filter(kind=Evidence.Kind.STATEMENT).order_by("pk").first()
    if statement is not None:
        actions.withhold(evidence=statement, why=Evidence.Withheld.PERSONAL, until=None, **said)


def look(*, today: date) -> None:
    """Every page that the body published was seen last week; one has changed since, and one is gone."""
    home = Body.objects.get(code=HOME)
    links = Evidence.objects.to_be_decided_by(home).links_to_watch(today).order_by("pk")
    for number, link in enumerate(links):
        watch = LinkWatch.objects.create(evidence=link, host=link.host, next_at=_moment(today))
        _found(watch, _seen(link.url), today - timedelta(14))
        if number == 0:
            _found(watch, _seen(f"{link.url} changed"), today - timedelta(7))
        elif number == 1:
            _found(watch, MISSED, today - timedelta(7))
            _found(watch, MISSED, today - timedelta(5))
        else:
            _found(watch, _seen(link.url), today - timedelta(7))


def _found(watch: LinkWatch, found: Look, day: date) -> None:
    checking.record(watch, found, today=day, now=_moment(day))


def _seen(words: str) -> Look:
    return Look(Outcome.SEEN, status=200, digest=sha256(words.encode()).hexdigest())


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(3, 50)))
