"""Making mail of what people are told: what cannot wait at once, the rest as one digest a day or a week.

Found by state: whoever has something that no mail tells of yet, and whose time it is. However often it runs, and
whatever nights were missed, a day or a week has one digest; while one has not left, the next waits and takes up more.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Max, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from bodies.access import Permission, Reach, Role, can
from bodies.models import Mail, MailChoice, Membership, Notice, User
from bodies.outbox.holding import hold_standing
from bodies.outbox.wording import letter

FROM_HOUR = 7  # in the morning, local time: digests are made from then on
BATCH = 500
A_FEW = 20  # letters
PAUSE = 0.2  # seconds
DIGEST = "digest "
AT_ONCE = "at once "
BETWEEN = timedelta(minutes=10)  # two letters to somebody of what cannot wait
Frequency = MailChoice.Frequency
NHS_ENGLAND = {Role.ASSURER, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Addressee:
    """Somebody who was told something, with what they chose and what they may see today."""

    person: User
    frequency: str
    is_paused: bool
    reach: Reach

    def digest_key(self, today: date) -> str:
        """The key of the digest of today, or of this week: there is one of each."""
        if self.frequency == Frequency.WEEKLY:
            return f"{DIGEST}week {today - timedelta(days=today.weekday())} person {self.person.pk}"
        return f"{DIGEST}{today} person {self.person.pk}"


def default_frequency(reach: Reach) -> str:
    """How often somebody gets a digest who did not choose: whoever is at NHS England alone, once a week."""
    return Frequency.WEEKLY if reach.roles and reach.roles <= NHS_ENGLAND else Frequency.DAILY


def compose(today: date, now: datetime) -> int:
    """Make the mail that is due; returns how many letters. None while mail is held."""
    if hold_standing() is not None:
        return 0
    urgent = dict(
        Notice.objects.not_mailed().order_by().values_list("person").annotate(urgent=Max(_as_number("at_once")))
    )
    people = addressees(urgent, today)
    lately = _told_lately(now)
    hasty = [one for one in people if urgent[one.person.pk] and not one.is_paused and one.person.pk not in lately]
    made = sum(_at_once(one, today, now) for one in _in_turns(hasty))
    if settings.DEMONSTRATION or timezone.localtime(now).hour >= FROM_HOUR:
        made += sum(_digest(one, today, now) for one in _in_turns(_whose_digest_is_due(people, today)))
    return made


def addressees(keys: Collection[int], today: date) -> list[Addressee]:
    """These people, with what they chose and may see; three statements for any number of them."""
    found = []
    reaches: dict[int, list[Membership]] = {}
    for row in Membership.objects.current(today).filter(user__in=keys).select_related("body", "office"):
        reaches.setdefault(row.user_id, []).append(row)
    choices = {choice.person_id: choice for choice in MailChoice.objects.filter(person__in=keys)}
    for person in User.objects.filter(pk__in=keys).order_by("pk"):
        reach = Reach(tuple(reaches.get(person.pk, ()))) if person.is_active else Reach()
        choice = choices.get(person.pk)
        found.append(
            Addressee(
                person,
                choice.frequency if choice else default_frequency(reach),
                choice is not None and choice.is_paused(today),
                reach,
            )
        )
    return found


def _in_turns(people: Sequence[Addressee]) -> Iterator[Addressee]:
    """One after the other; on SQLite, which has one writer at a time, others get their turn after every few."""
    for number, one in enumerate(people, 1):
        yield one
        if number % A_FEW == 0 and connection.vendor == "sqlite":
            time.sleep(PAUSE)


def _told_lately(now: datetime) -> set[int]:
    """Who got what cannot wait a moment ago: a round of reviews is some letters, not one for each."""
    letters = Mail.objects.filter(key__startswith=AT_ONCE, made_at__gt=now - BETWEEN)
    return set(letters.order_by().values_list("person", flat=True))


def _as_number(field: str) -> Case:
    # PostgreSQL has no greatest of booleans.
    return Case(When(**{field: True}, then=1), default=0)


def _whose_digest_is_due(people: Sequence[Addressee], today: date) -> list[Addressee]:
    """Those without a digest of today or this week, whose last one has left."""
    keys = {one.digest_key(today): one for one in people}
    there = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    waiting: set[int] = set()
    if not settings.DEMONSTRATION:  # where no mail leaves
        waiting = set(Mail.objects.waiting().filter(key__startswith=DIGEST).values_list("person", flat=True))
    return [
        one for key, one in keys.items()
        if key not in there and not one.is_paused and one.person.pk not in waiting
    ]  # fmt: skip


@transaction.atomic
def _at_once(one: Addressee, today: date, now: datetime) -> int:
    rows = _theirs(one, _waiting(one, at_once=True), today)
    # Its last notice is in no other mail, so neither is its key.
    return _make(one, f"{AT_ONCE}{max(row.pk for row in rows)} person {one.person.pk}", rows, today, now) if rows else 0


@transaction.atomic
def _digest(one: Addressee, today: date, now: datetime) -> int:
    rows = _theirs(one, _waiting(one), today)
    if one.frequency == Frequency.URGENT:
        _no_mail([row for row in rows if not row.at_once], Notice.NoMail.CHOICE, today)
        return 0
    return _make(one, one.digest_key(today), rows, today, now) if rows else 0


def _waiting(one: Addressee, **which: bool) -> list[Notice]:
    """What waits for a mail to this person; nobody else makes one of it meanwhile."""
    rows = Notice.objects.not_mailed().to(one.person).filter(**which).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(rows.select_related("body").prefetch_related("body__offices"))


def _theirs(one: Addressee, rows: Sequence[Notice], today: date) -> list[Notice]:
    """What is still for them to see; of the rest no mail is made."""
    seen = {row.pk for row in rows if _may_see(one, row, today)}
    _no_mail([row for row in rows if row.pk not in seen], Notice.NoMail.LEFT, today)
    return [row for row in rows if row.pk in seen]


def _may_see(one: Addressee, row: Notice, today: date) -> bool:
    if row.body is None:
        return one.person.is_active
    return can(one.reach, Permission.SEE_BODY, row.body, today)


def _no_mail(rows: Sequence[Notice], why: str, today: date) -> None:
    _update(rows, no_mail_on=today, no_mail_why=why)


def _update(rows: Sequence[Notice], **values: object) -> None:
    for start in range(0, len(rows), BATCH):
        Notice.objects.not_mailed().filter(pk__in=[row.pk for row in rows[start : start + BATCH]]).update(**values)


def _make(one: Addressee, key: str, rows: Sequence[Notice], today: date, now: datetime) -> int:
    token = uuid4().hex
    said = letter(
        rows, site=settings.SITE_URL, page=reverse("outbox:letter", args=[token]), choices=reverse("outbox:told"),
        demonstration=settings.DEMONSTRATION,
    )  # fmt: skip
    mail, is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "person": one.person, "token": token, "message_id": f"<{token}@{urlsplit(settings.SITE_URL).hostname}>",
            "subject": said.subject, "text": said.text(), "html": render_to_string("outbox/mail.html", {"said": said}),
            "made_on": today, "made_at": now, "next_try_at": now,
        },
    )  # fmt: skip
    if is_new:  # else somebody made it in this very moment, and what is left waits for the next
        _update(rows, mail=mail)
    return int(is_new)
