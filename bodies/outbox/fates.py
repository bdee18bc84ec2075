"""What became of a thing that somebody was told, in words: by mail on a day, not by mail and why, or still to come."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from bodies.models import Mail, Notice
from bodies.web.text import moment_short

NEXT = "waits for the next mail"
KEPT_HERE = "made and shown here: a demonstration sends no mail"
GIVEN_UP = "the mail could not be delivered"
WAITS = "the mail waits to be sent"


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
