"""The letters of what became public: at most one a day to each subscription, found by state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bodies.models import Body
from bodies.outbox.composing import FROM_HOUR
from bodies.outbox.holding import hold_standing
from meetings import letters
from meetings.actions.following import ending_of, write
from meetings.letters import Line
from meetings.models import Change, Meeting, Partner, Subscription

# What was written later may not be there yet, or be part of a transaction that began before.
SETTLED = timedelta(minutes=5)


def write_letters(today: date, now: datetime) -> int:
    """Write the letters that are due, from the morning on; returns how many. None while mail is held."""
    early = not settings.DEMONSTRATION and timezone.localtime(now).hour < FROM_HOUR
    limit = _limit(now)
    if early or limit is None or hold_standing() is not None:
        return 0
    news: dict[int, list[Change]] = {}
    due = list(_due(today, limit).order_by("body", "pk").values_list("pk", "body"))
    bodies = Body.objects.prefetch_related("names").in_bulk({body for _, body in due})
    for body in bodies.values():
        least = min(Subscription.objects.confirmed().filter(body=body).values_list("told_to", flat=True), default=0)
        news[body.pk] = list(_about(body, today).filter(pk__gt=least, pk__lte=limit).order_by("pk"))
    return sum(_write(pk, bodies[body], news[body], limit, today) for pk, body in due)


def _limit(now: datetime) -> int | None:
    """The last change of which letters tell now; None where there is none."""
    unsettled = Change.objects.filter(at__gt=now - SETTLED).order_by("pk").values_list("pk", flat=True).first()
    settled = Change.objects.filter(pk__lt=unsettled) if unsettled else Change.objects.all()
    return settled.order_by("-pk").values_list("pk", flat=True).first()


def _due(today: date, limit: int) -> QuerySet[Subscription]:
    """Confirmed ones without a letter today, about whose body's meetings something is new."""
    joint = Partner.objects.filter(meeting=OuterRef("meeting"), body=OuterRef(OuterRef("body")))
    new = Change.objects.filter(
        Q(meeting__body=OuterRef("body")) | Q(Exists(joint)), pk__gt=OuterRef("told_to"), pk__lte=limit,
        on__lte=today, meeting__announced_on__lte=today,
    )  # fmt: skip
    not_today = Q(told_on=None) | Q(told_on__lt=today)
    return Subscription.objects.confirmed().filter(not_today, Exists(new))


def _about(body: Body, today: date) -> QuerySet[Change]:
    """What became public about the meetings that a body keeps, or takes part in, and anybody may know of."""
    meetings = Meeting.objects.of_body(body).published(today)
    return Change.objects.filter(meeting__in=meetings.order_by().values("pk"), on__lte=today).select_related("meeting")


@transaction.atomic
def _write(pk: int, body: Body, news: Iterable[Change], limit: int, today: date) -> int:
    """Write one letter, unless another run was quicker or the reader has ended it; returns how many."""
    current = Subscription.objects.confirmed().select_for_update(of=("self",)).filter(pk=pk).first()
    if current is None or (current.told_on is not None and current.told_on >= today):
        return 0
    found = [(change.words, settings.SITE_URL + change.meeting.path) for change in news if change.pk > current.told_to]
    if not found:
        return 0
    lines = [Line(words, address) for words, address in dict.fromkeys(found)]
    letter = letters.of_changes(
        body.name_on(today), lines, all_meetings=f"{settings.SITE_URL}/bodies/{body.code}/meetings/",
        ending=ending_of(current),
    )  # fmt: skip
    write(current, f"letter {today}", letter, today=today)
    current.told_to, current.told_on = limit, today
    current.save(update_fields=["told_to", "told_on"])
    return 1
