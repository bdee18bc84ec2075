"""What people do with mail: choose how often they get it, release what is held, have what was given up tried again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.actions import Refused
from bodies.models import Mail, MailChoice, MailHold, User


@transaction.atomic
def choose(*, person: User, frequency: str, paused_until: date | None, today: date) -> MailChoice:
    """Get mail so often, and none to a day. What is told, and the record of it, stays the same."""
    User.objects.select_for_update().get(pk=person.pk)  # one choice at a time
    before = MailChoice.objects.filter(person=person).first()
    chosen = {"frequency": frequency, "paused_until": paused_until}
    if before is not None and audit.facts(before, *chosen) == chosen:
        return before
    choice, _ = MailChoice.objects.update_or_create(person=person, defaults=chosen)
    audit.record(
        "chose how often they get mail", choice, by=person, today=today, before=audit.facts(before, *chosen),
        after=chosen,
    )  # fmt: skip
    return choice


@transaction.atomic
def release(*, hold: MailHold, by: User, today: date) -> MailHold:
    """Let mail be made and leave again. Raises Refused where somebody else was quicker."""
    current = MailHold.objects.select_for_update().get(pk=hold.pk)
    if current.released_at is not None:
        raise Refused("The mail was released already.")
    current.released_on, current.released_at, current.released_by = today, timezone.now(), by
    current.save(update_fields=["released_on", "released_at", "released_by"])
    audit.record("released all mail", current, by=by, today=today, since_on=current.since_on.isoformat())
    transaction.on_commit(_wake, robust=True)
    return current


@transaction.atomic
def try_again(*, mail: Mail, by: User, today: date) -> Mail:
    """Send once more what was given up, under the same Message-ID. Raises Refused where it was not."""
    current = Mail.objects.select_for_update(of=("self",)).select_related("person").get(pk=mail.pk)
    if current.given_up_at is None:
        raise Refused("This mail is not given up: it was sent, or it is being tried again.")
    if current.forgotten_at is not None:
        raise Refused("The address was taken out: there is nowhere to send it.")
    if current.person is not None and not current.person.is_active:
        raise Refused("The account was switched off: nobody would read it.")
    why = current.last_error
    current.given_up_at, current.last_error = None, ""
    current.tries, current.unknown, current.next_try_at = 0, 0, timezone.now()
    current.save(update_fields=["given_up_at", "last_error", "tries", "unknown", "next_try_at"])
    audit.record("tried mail again", current, by=by, today=today, gave_up_because=why)
    transaction.on_commit(_wake, robust=True)
    return current


def _wake() -> None:
    from bodies.tasks import compose_mail_task, send_mail_task

    compose_mail_task.delay()
    send_mail_task.delay()
