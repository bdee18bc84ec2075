"""In words: to whom a letter is, and what became of a thing that somebody was told, by mail or why not."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from bodies.models import Mail, Notice
from bodies.web.text import moment_short

NEXT = "waits for the next mail"
KEPT_HERE = "made and shown here: a demonstration sends no mail"
GIVEN_UP = "the mail could not be delivered"
WAITS = "the mail waits to be sent"
NOBODY = "an address that was taken out"


def fate_of(notice: Notice) -> str:
    """How a person was told of one thing, or when they will be; `mail` is read."""
    if notice.no_mail_why:
        return Notice.NoMail(notice.no_mail_why).label
    return NEXT if notice.mail is None else fate_of_mail(notice.mail)


def fate_of_mail(mail: Mail) -> str:
    """How far a letter has come."""
    if mail.sent_at is not None:
        return f"by mail on {moment_short(timezone.localtime(mail.sent_at))}"
    if settings.DEMONSTRATION:
        return KEPT_HERE
    return GIVEN_UP if mail.given_up_at is not None else WAITS


def addressee(mail: Mail) -> str:
    """Whom a letter is to, as an administrator may read it: an address of somebody without an account not in full."""
    if mail.person is not None:
        return mail.person.name
    name, _, domain = mail.address.rpartition("@")
    return f"{name[:1]}…@{domain}" if mail.address else NOBODY
