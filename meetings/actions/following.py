"""Letters about a body's meetings, for anybody: asked for, confirmed, ended. What is ended keeps no address.

The key of every letter ends in its subscription, by which its letters are found again when the address is taken out.
"""

from __future__ import annotations

from datetime import date, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from bodies import audit
from bodies.history import history_of
from bodies.models import Body, Mail
from bodies.outbox import forget, one_click, write_to
from bodies.outbox.writing import PREFIX
from duties.actions import NotNow
from meetings import letters
from meetings.letters import Letter
from meetings.models import Change, Subscription

UNCONFIRMED_FOR = timedelta(days=7)
LAST = "last"
CLOSED = "This body has closed, and holds no more meetings."


@transaction.atomic
def ask(*, body: Body, address: str, today: date) -> None:
    """Send a letter to this address by which it is confirmed; what was asked before is asked again.

    Whoever has letters already is told so by letter: who asks sees no difference. At most one such letter a day goes to
    an address for a body. Raises NotNow where the body has closed.
    """
    if body.has_closed(today):
        raise NotNow(CLOSED)
    subscription, _ = Subscription.objects.get_or_create(
        body=body, address=address.strip().lower(), ended_at=None,
        defaults={"token": token_urlsafe(32), "asked_on": today, "asked_at": timezone.now()},
    )  # fmt: skip
    name = body.name_on(today)
    if subscription.confirmed_at is not None:
        letter, what = letters.already(name, ending=ending_of(subscription)), "again"
    else:
        Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(asked_on=today)
        confirm = settings.SITE_URL + reverse("meetings:subscription", args=[subscription.token])
        letter, what = letters.to_confirm(name, confirm=confirm, ending=ending_of(subscription)), "confirm"
    audit.record("asked for letters", subscription, by=None, today=today, body=body)
    write(subscription, f"{what} {today}", letter, today=today)


@transaction.atomic
def confirm(*, subscription: Subscription, today: date) -> Subscription:
    """Begin with what becomes public from now on. Raises NotNow where it has ended, or its body has closed."""
    current = _locked(subscription)
    if current.ended_at is not None:
        raise NotNow("These letters were ended. Ask for them again on the page of the body.")
    if current.body.has_closed(today):
        raise NotNow(CLOSED)
    if current.confirmed_at is None:
        current.confirmed_at = timezone.now()
        current.told_to = Change.objects.aggregate(last=Max("pk"))["last"] or 0
        current.save(update_fields=["confirmed_at", "told_to"])
        audit.record("confirmed letters", current, by=None, today=today, body=current.body)
    return current


@transaction.atomic
def end(*, subscription: Subscription, today: date, why: str = "ended letters") -> Subscription:
    """No more letters: the address is taken out, here and of every letter. Ended again, nothing happens."""
    current = _locked(subscription)
    if current.ended_at is None:
        forget(address=current.address, about=key_of(current), today=today)
        current.ended_at, current.address = timezone.now(), ""
        current.save(update_fields=["ended_at", "address"])
        audit.record(why, current, by=None, today=today, body=current.body)
    return current


def write(subscription: Subscription, what: str, letter: Letter, *, today: date, address: str = "") -> Mail:
    """Put one letter of a subscription into the outbox, once for each `what`; `address` where it has none any more."""
    html = render_to_string("meetings/letter.html", {"letter": letter, "who_writes": letters.WHO_WRITES})
    return write_to(
        address=address or subscription.address, key=f"{what} {key_of(subscription)}", subject=letter.subject,
        text=letter.text(), html=html, headers=one_click(letter.ending) if letter.ending else {}, today=today,
    )  # fmt: skip


def key_of(subscription: Subscription) -> str:
    """In what the key of each of its letters ends."""
    return f"subscription {subscription.pk}"


def ending_of(subscription: Subscription) -> str:
    """The full address that ends it: a page with a button, and what a mail program posts to."""
    return settings.SITE_URL + reverse("meetings:end_subscription", args=[subscription.token])


# Every night ----------------------------------------------------------------------------------------------------------


def tidy(today: date) -> int:
    """End what nobody confirmed and what is about closed bodies, and forget whom their letters went to; how many."""
    count = _forget_the_last(today)
    for row in Subscription.objects.unconfirmed().filter(asked_on__lte=today - UNCONFIRMED_FOR).order_by("pk"):
        count += _purge(row, today)
    for row in Subscription.objects.alive().filter(body__closed_on__lt=today).order_by("pk"):
        count += _last(row, today)
    return count


@transaction.atomic
def _purge(row: Subscription, today: date) -> int:
    """Take one out that nobody confirmed, unless they have meanwhile; returns how many."""
    found = Subscription.objects.unconfirmed().select_for_update(of=("self",)).filter(pk=row.pk)
    current = found.select_related("body").first()
    if current is None or current.asked_on > today - UNCONFIRMED_FOR:
        return 0
    forget(address=current.address, about=key_of(current), today=today)
    audit.record("purged: not confirmed", current, by=None, today=today, body=current.body)
    current.delete()
    return 1


@transaction.atomic
def _last(row: Subscription, today: date) -> int:
    """End one whose body has closed; who confirmed it gets a last letter. That letter alone keeps the address."""
    current = _locked(row)
    if current.ended_at is not None:
        return 0
    address, was_confirmed = current.address, current.confirmed_at is not None
    end(subscription=current, today=today, why="ended letters: the body has closed")
    if was_confirmed:
        history = history_of(current.body, today)
        where = [(link.name, settings.SITE_URL + page_of(link.body)) for link in history.successors]
        write(current, LAST, letters.last(history.name, where), today=today, address=address)
    return 1


def page_of(body: Body) -> str:
    return reverse("meetings:subscribe", args=[body.code])


def _forget_the_last(today: date) -> int:
    """Forget whom last letters went to, once they have left. In a demonstration none leaves: they stay for a day."""
    rows = Mail.objects.filter(key__startswith=f"{PREFIX}{LAST} ").exclude(address="")
    rows = rows.filter(made_on__lt=today) if settings.DEMONSTRATION else rows.exclude(sent_at=None, given_up_at=None)
    count = 0
    for mail in rows.order_by("pk"):
        count += forget(address=mail.address, about=mail.key.removeprefix(f"{PREFIX}{LAST} "), today=today)
    return count


def _locked(subscription: Subscription) -> Subscription:
    return Subscription.objects.select_for_update(of=("self",)).select_related("body").get(pk=subscription.pk)
