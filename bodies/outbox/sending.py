"""Sending mail: claim a few, hand each over, mark it. Nothing is lost, and nothing is sent more than twice unasked.

Whoever claims a letter has it for a lease; if they die, it is free again afterwards. From the moment in which its
content begins to leave until the server's answer is on record nobody knows whether it arrived. A letter that was left
so is sent once more under the same Message-ID, so that the second is recognised; left so again, it is given up, and an
administrator sees it. What the server refuses is tried again later and later, then given up. When the server itself
is away, everything waits, and nothing counts as a try.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from enum import Enum, auto
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from bodies.models import Mail, Membership
from bodies.outbox.holding import hold_standing

log = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=5)  # renewed before each letter
SERVER_AWAY = timedelta(minutes=2)
AGAIN_AFTER = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 1440, 2880))
MOST_TRIES = len(AGAIN_AFTER) + 1
MOST_UNKNOWN = 2
UNKNOWN_AGAIN = timedelta(minutes=30)  # a server that hangs for a while costs nobody their letter
FOR_GOOD = 500  # what the server refuses for good, RFC 5321 section 4.2.1
UNKNOWN = "It was handed over twice, and nobody knows whether it arrived."
ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")  # kept out of the record: an account alone says where its mail goes
LEFT = "The account was switched off, or holds no role any more."


class Outcome(Enum):
    """What became of one letter."""

    SENT = auto()
    REFUSED = auto()  # this letter, for now
    NEVER = auto()  # this letter, for good
    AWAY = auto()  # the server is away, or wants nothing of us; nothing left
    UNKNOWN = auto()  # the line broke after the content began to leave
    TAKEN = auto()  # the lease was over, and somebody else has it in hand


def send_waiting(today: date, *, for_long: timedelta) -> dict[str, int]:
    """Send what waits, for about so long; returns how many letters had which outcome. Nothing in a demonstration."""
    done = dict.fromkeys(("sent", "refused", "given up", "put off"), 0)
    if settings.DEMONSTRATION:
        return done
    until = timezone.now() + for_long
    while timezone.now() < until and (batch := _claim()):
        readers = _readers(batch, today)
        if not _send_batch([mail for mail in batch if not _is_hopeless(mail, readers, done)], done):
            break
    return done


def _claim() -> list[Mail]:
    """Take a few letters in hand, those that were left without an answer first."""
    token = uuid4().hex
    with transaction.atomic():
        if hold_standing() is not None:
            return []
        now = timezone.now()
        rows = Mail.objects.ready(now).order_by("-unknown", "next_try_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        Mail.objects.filter(pk__in=keys).update(claim=token, claimed_until=now + LEASE)
    return list(Mail.objects.filter(pk__in=keys, claim=token).select_related("person").order_by("-unknown", "pk"))


def _readers(batch: Sequence[Mail], today: date) -> set[int]:
    """Who of them may still sign in and holds a role: a letter may have waited long, and says what is not public."""
    people = {mail.person_id for mail in batch if mail.person_id is not None}
    roles = Membership.objects.current(today).filter(user__in=people, user__is_active=True)
    return set(roles.values_list("user", flat=True))


def _is_hopeless(mail: Mail, readers: set[int], done: dict[str, int]) -> bool:
    """Give up what nobody may receive, and what was left without an answer too often.

    What goes to an address says only what is public; who wants no more of it is forgotten (`writing.forget`).
    """
    may_read = mail.person_id is None or mail.person_id in readers
    why = LEFT if not may_read else UNKNOWN if mail.unknown >= MOST_UNKNOWN else ""
    if why:
        _settle(mail, given_up_at=timezone.now(), last_error=why)
        done["given up"] += 1
    return bool(why)


def _send_batch(batch: Sequence[Mail], done: dict[str, int]) -> bool:
    """Send claimed letters over one line; returns whether the server is still there."""
    line = get_connection()
    try:
        for place, mail in enumerate(batch):
            try:
                _keep_open(line)
            except (SMTPException, OSError) as error:
                _put_off(batch[place:], _words(error), done)
                return False
            outcome, words = _hand_over(line, mail)
            _note(mail, outcome, words, done)
            if outcome is Outcome.AWAY:
                _put_off(batch[place + 1 :], words, done)
                return False
        return True
    finally:
        _close(line)


def _keep_open(line: BaseEmailBackend) -> None:
    """Open the line, or open it anew where the server closed it after so many letters. Raises as smtplib does."""
    smtp: Any = getattr(line, "connection", None)
    if smtp is not None:
        try:
            smtp.noop()
        except (SMTPException, OSError):
            _close(line)
    line.open()


def _close(line: BaseEmailBackend) -> None:
    try:
        line.close()
    except (SMTPException, OSError) as error:  # it was gone already
        log.debug("Closing the line to the mail server: %s", error)


def _hand_over(line: BaseEmailBackend, mail: Mail) -> tuple[Outcome, str]:
    """Send one letter, once the claim is renewed."""
    now = timezone.now()
    held = Mail.objects.filter(pk=mail.pk, claim=mail.claim, claimed_until__gt=now, sent_at=None)
    if not held.update(tries=F("tries") + 1, claimed_until=now + LEASE):
        return Outcome.TAKEN, ""
    left: list[Mail] = []

    def leaves() -> None:
        left.append(mail)
        Mail.objects.filter(pk=mail.pk).update(unknown=F("unknown") + 1)

    try:
        with _before_content(line, leaves):
            line.send_messages([message_of(mail)])
    except (SMTPException, OSError, ValueError) as error:
        if isinstance(error, SMTPDataError):  # it answered, so this is known
            Mail.objects.filter(pk=mail.pk).update(unknown=F("unknown") - 1)
        return _judge(error, has_left=bool(left)), _words(error)
    return Outcome.SENT, ""


def _judge(error: Exception, *, has_left: bool) -> Outcome:
    """What an error says of the letter."""
    if isinstance(error, SMTPRecipientsRefused):
        return Outcome.NEVER if all(code >= FOR_GOOD for code, _ in error.recipients.values()) else Outcome.REFUSED
    if isinstance(error, SMTPDataError):
        return Outcome.REFUSED
    if isinstance(error, ValueError):  # the address cannot be one
        return Outcome.NEVER
    if has_left:
        return Outcome.UNKNOWN
    return Outcome.AWAY


@contextmanager
def _before_content(line: BaseEmailBackend, leaves: Callable[[], None]) -> Iterator[None]:
    """Call `leaves` just before the content of a letter leaves; at once where the way of sending is not SMTP."""
    smtp: Any = getattr(line, "connection", None)
    if not hasattr(smtp, "data"):
        leaves()
        yield
        return
    real = smtp.data

    def data(content: bytes) -> Any:
        leaves()
        return real(content)

    smtp.data = data
    try:
        yield
    finally:
        smtp.data = real


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The letter as it leaves, always under the same Message-ID."""
    message = EmailMultiAlternatives(
        mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.goes_to],
        headers={**mail.headers, "Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _note(mail: Mail, outcome: Outcome, words: str, done: dict[str, int]) -> None:
    """Put on record what became of one letter."""
    if outcome is Outcome.TAKEN:
        return
    now = timezone.now()
    if outcome is Outcome.SENT:
        # Whoever has it in hand by now: it has left.
        Mail.objects.filter(pk=mail.pk).update(
            sent_at=now, given_up_at=None, last_error="", claim="", claimed_until=None
        )
        done["sent"] += 1
        return
    log.warning("Mail %s: %s", mail.pk, words)
    mail.refresh_from_db(fields=["tries", "unknown"])
    if outcome is Outcome.AWAY:
        _settle(mail, tries=F("tries") - 1, next_try_at=now + SERVER_AWAY, last_error=words)
        done["put off"] += 1
    elif why := _hopeless(mail, outcome, words):
        _settle(mail, given_up_at=now, last_error=why)
        done["given up"] += 1
    else:
        again = UNKNOWN_AGAIN if outcome is Outcome.UNKNOWN else AGAIN_AFTER[mail.tries - 1]
        _settle(mail, next_try_at=now + again, last_error=words)
        done["put off" if outcome is Outcome.UNKNOWN else "refused"] += 1


def _hopeless(mail: Mail, outcome: Outcome, words: str) -> str:
    """Why it is given up; empty where it is tried again."""
    if outcome is Outcome.UNKNOWN:
        return f"{UNKNOWN} {words}" if mail.unknown >= MOST_UNKNOWN else ""
    return words if outcome is Outcome.NEVER or mail.tries >= MOST_TRIES else ""


def _put_off(rest: Sequence[Mail], words: str, done: dict[str, int]) -> None:
    """Give back what was claimed and not begun."""
    for mail in rest:
        _settle(mail, next_try_at=timezone.now() + SERVER_AWAY, last_error=words)
    done["put off"] += len(rest)


def _settle(mail: Mail, **values: Any) -> None:
    """Give the claim back, with what is known now; not where somebody else has it in hand."""
    mine = Mail.objects.filter(pk=mail.pk, claim=mail.claim, sent_at=None)
    mine.update(claim="", claimed_until=None, **values)


def _words(error: Exception) -> str:
    """What the server said, without the address."""
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"{code} {_plain(said)}"
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    return _plain(str(error)) or type(error).__name__


def _plain(words: str | bytes) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(ADDRESS.sub("[address]", text.replace("\x00", "")).split())[:250]
