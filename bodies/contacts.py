"""How anybody reaches a body: what its governance lead records, and the four ways as every page shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.actions import Refused
from bodies.models import Body, Contact, User

SAID = (
    "attend", "ask", "ask_to", "ask_email", "inform", "inform_email", "inform_address", "inform_page", "complain",
    "complain_email", "complain_phone", "complain_page",
)  # fmt: skip
CHANGED = "This was changed since you opened it. What you typed is below: look at the body’s page, then save again."
MAIL_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")  # kept out of the audit trail, which is for ever


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take part, as a page shows it. What is empty is not recorded."""

    title: str
    what: str  # after "How to"
    text: str = ""
    to: str = ""
    email: str = ""
    address: str = ""
    phone: str = ""
    page: str = ""

    @property
    def is_recorded(self) -> bool:
        return any((self.text, self.to, self.email, self.address, self.phone, self.page))


def ways_of(contact: Contact | None) -> tuple[Way, Way, Way, Way]:
    """Attend, ask, request information, complain: what a body recorded of each."""
    said = contact or Contact()
    return (
        Way("Attend", "attend a meeting held in public", said.attend),
        Way("Ask", "ask a question at a meeting", said.ask, to=said.ask_to, email=said.ask_email),
        Way(
            "Request information", "request information", said.inform, email=said.inform_email,
            address=said.inform_address, page=said.inform_page,
        ),
        Way(
            "Complain", "complain", said.complain, email=said.complain_email, phone=said.complain_phone,
            page=said.complain_page,
        ),
    )  # fmt: skip


def contact_of(body: Body) -> Contact | None:
    """What a body recorded; no query where `contact` was read with it."""
    return getattr(body, "contact", None)


@transaction.atomic
def change_contact(
    *, body: Body, said: Mapping[str, str], expected: int, by: User, today: date, invented: bool
) -> bool:
    """Record how anybody reaches a body; returns whether anything changed.

    `expected` is the version that the person saw, 0 where there was none. Raises Refused where somebody changed it
    since.
    """
    Body.objects.select_for_update().get(pk=body.pk)  # one change at a time
    current = Contact.objects.filter(body=body).first() or Contact(body=body, version=0)
    if current.version != expected:
        raise Refused(CHANGED)
    changed = [name for name in SAID if getattr(current, name) != said[name]]
    if not changed:
        return False
    before = _recorded(current, changed)
    for name in changed:
        setattr(current, name, said[name])
    current.version, current.is_invented = expected + 1, invented
    current.changed_on, current.changed_at, current.changed_by = today, timezone.now(), by
    current.save()
    audit.record(
        "changed how anybody reaches it", current, by=by, today=today, body=body, before=before,
        after=_recorded(current, changed), **({"invented": True} if invented else {}),
    )  # fmt: skip
    return True


def _recorded(contact: Contact, names: list[str]) -> dict[str, str]:
    return {name: MAIL_ADDRESS.sub("[address]", getattr(contact, name)) for name in names}
