"""Writing to somebody who has no account: to an e-mail address, such as a subscriber's.

The letter is one of the outbox from then on: it is claimed, sent, tried again and given up like any other. It keeps its
address, which no account does, until `forget` takes it out. The key and the subject stay, so neither may say who it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxLengthValidator, validate_email
from django.db import connection, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from bodies import audit
from bodies.models import Mail, User
from bodies.outbox.wording import DEMONSTRATION, one_line, short

PREFIX = "to an address: "  # before the caller's key, apart from those of the digests
LONGEST_KEY = 100  # characters
LONGEST_ADDRESS = 254  # RFC 5321 section 4.5.3.1.3
# What a caller may add to the head of a letter: the rest is ours, or would tell on its readers.
HEADERS = frozenset({"List-Unsubscribe", "List-Unsubscribe-Post", "List-ID"})
VALUE = re.compile(r"[\x20-\x7e]{1,400}")
FORGOTTEN = "The address was forgotten before it was sent."


def one_click(url: str) -> dict[str, str]:
    """The headers by which a mail program shows its own "Unsubscribe" (RFC 8058): it sends a POST to the address.

    The address must take that POST without a session and without a CSRF token: the token in it is the key.
    """
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def write_to(
    *, address: str, key: str, subject: str, text: str, html: str = "", headers: Mapping[str, str] | None = None,
    today: date,
) -> Mail:  # fmt: skip
    """Put a letter to an address into the outbox, once for each key; returns it, or the one that was there.

    Must be called in the transaction of what it tells of; once that is on record, it is sent. Neither `key` (up to 100
    characters, such as "meeting 5 moved 2 subscription 9") nor `subject` may hold the address. Raises ValidationError
    where the address is none, ValueError where the key or a header cannot be one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Write to somebody in the transaction of what you tell them of.")
    address = _address(address)
    validate_email(address)
    MaxLengthValidator(LONGEST_ADDRESS)(address)
    if not key or len(key) > LONGEST_KEY or address in key.lower():
        raise ValueError(f"The key of a letter has 1 to {LONGEST_KEY} characters, and no address.")
    now, token = timezone.now(), uuid4().hex
    subject, text, html = _marked(one_line(subject), text, html)
    mail, is_new = Mail.objects.get_or_create(
        key=PREFIX + key,
        defaults={
            "address": address, "headers": _checked(headers or {}), "token": token,
            "message_id": f"<{token}@{urlsplit(settings.SITE_URL).hostname}>", "subject": short(subject), "text": text,
            "html": html, "made_on": today, "made_at": now, "next_try_at": now,
        },
    )  # fmt: skip
    if is_new:
        transaction.on_commit(_wake, robust=True)
    return mail


@transaction.atomic
def forget(*, address: str, about: str = "", by: User | None = None, today: date) -> int:
    """Take an address out of all letters to it, with what they said and their links; returns how many those were.

    With `about` only out of those whose key ends in it, such as "subscription 9": somebody may want others still. What
    had not left is given up, and whoever has it in hand sends it no more.
    """
    address = _address(address)
    rows = Mail.objects.filter(person=None, address=address).exclude(address="").select_for_update()
    if about:
        rows = rows.filter(key__endswith=f" {about}")
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    now = timezone.now()
    not_sent = When(sent_at=None, given_up_at=None, then=now)
    Mail.objects.filter(pk__in=keys).update(
        given_up_at=Case(not_sent, default=F("given_up_at")),
        last_error=Case(When(sent_at=None, given_up_at=None, then=Value(FORGOTTEN)), default=F("last_error")),
        forgotten_at=now, address="", text="", html="", headers={}, claim="", claimed_until=None,
    )  # fmt: skip
    said: list[tuple[int, int | None, dict[str, str | int | None]]] = [(pk, None, {}) for pk in keys]
    return audit.record_set("forgot whom a letter was to", Mail, by=by, today=today, said=said)


def _address(typed: str) -> str:
    """One address has one spelling, so that it is found again."""
    return typed.strip().lower()


def _checked(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, if a letter may carry them; a new line in one would begin another."""
    for name, value in headers.items():
        if name not in HEADERS or not VALUE.fullmatch(value):
            raise ValueError(f"A letter cannot carry the header {name}.")
    return dict(headers)


def _marked(subject: str, text: str, html: str) -> tuple[str, str, str]:
    """Say in a demonstration that it is one, where the letter does not yet."""
    if not settings.DEMONSTRATION:
        return subject, text, html
    if not subject.startswith("Demonstration"):
        subject = f"Demonstration: {subject}"
    if DEMONSTRATION not in text:
        text = f"{text.rstrip()}\n\n{DEMONSTRATION}\n"
    if html and DEMONSTRATION not in html:
        html = html.replace("</body>", f"<p>{DEMONSTRATION}</p>\n</body>")
    return subject, text, html


def _wake() -> None:
    """Have it sent now. If the message is lost, beat does it a little later."""
    from bodies.tasks import send_mail_task

    send_mail_task.delay()
