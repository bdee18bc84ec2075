"""Whom a flag is told: found in sets, and put in the outbox in the transaction that raises the flag.

The owner, or the governance lead where nobody owns it; of what NHS England owes itself its national assurers. What
escalates is told the lead, the accountable officer and the chair, and then the assurers of the body's region. Only who
holds a membership on the day is told; a post that nobody with an account holds is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from bodies.access import Role
from bodies.models import BodyOffice, Membership
from bodies.outbox import Telling, tell
from bodies.querysets import MembershipQuerySet
from bodies.web.text import date_long
from duties.models import OwedBy
from duties.naming import about, title_of
from duties.querysets import ObligationQuerySet
from duties.words import FlagKind, flag_words, together_words

# The posts that answer for the body beside its governance lead, in small letters.
OFFICERS = ("accountable officer", "chair", "chair of the governing body", "clinical chair")
LONGEST = 400

People = dict[int, set[int]]


class Row(NamedTuple):
    """What is read of an obligation to flag it and to tell of it: thousands at a time, so no model instance."""

    pk: int
    body_id: int
    held_by_id: int | None
    owner_id: int | None
    owed_by: str
    due_on: date | None
    soon_on: date | None
    soon_since: date | None
    sent_back_on: date | None
    opened_on: date
    date_basis: str
    date_confirmed: bool
    subject: str
    period_year: int
    period: str
    step: str
    duty__title: str

    @property
    def answers(self) -> int:
        """The body that answers for it, or did last."""
        return self.held_by_id or self.body_id

    @property
    def name(self) -> str:
        return f"{title_of(self.duty__title, self.step)}, {about(self.subject, self.period_year, self.period)}"


def read(obligations: ObligationQuerySet) -> list[Row]:
    """These obligations, in one statement."""
    return [Row(*one) for one in obligations.values_list(*Row._fields)]


def key_of(kind: str, obligation: int, since_on: date) -> str:
    """Under which a flag is told: nobody is told of the same flag twice."""
    return f"{kind} {obligation} {since_on}"


def tell_flags(kind: str, rows: Sequence[Row], since: Mapping[int, date], *, today: date) -> int:
    """Tell everybody concerned of flags that are raised now, in the caller's transaction; returns how many were new."""
    people = whom(kind, rows, today)
    days = working_days_of(kind)
    address = reverse("evidence:obligation", args=[0])
    return tell(
        [
            _telling(kind, row, since[row.pk], person, address.replace("0", str(row.pk)), days)
            for row in rows
            for person in sorted(people.get(row.pk, ()))
        ],
        today=today,
    )


def whom(kind: str, rows: Sequence[Row], today: date) -> People:
    """The people to tell, by obligation; a few statements, whatever the number of obligations."""
    if kind == FlagKind.ASSURER:
        return _assurers(rows, today)
    if kind == FlagKind.ESCALATED:
        return _of_holders(rows, _current(today).filter(Q(role=Role.LEAD.value) | Q(small__in=OFFICERS)))
    owners = _owners(rows, today)
    without = [row for row in rows if row.pk not in owners]
    theirs = [row for row in without if row.owed_by == OwedBy.NHS_ENGLAND]
    ours = [row for row in without if row.owed_by != OwedBy.NHS_ENGLAND]
    leads = _of_holders(ours, _current(today).filter(role=Role.LEAD.value)) if ours else {}
    national = _national(today) if theirs else set()
    return owners | leads | {row.pk: national for row in theirs}


def _telling(kind: str, row: Row, since_on: date, person: int, address: str, days: int) -> Telling:
    due = date_long(row.due_on)
    words = flag_words(kind, row.name, due=due, basis=row.date_basis, confirmed=row.date_confirmed, working_days=days)
    return Telling(
        key=key_of(kind, row.pk, since_on), person_id=person, kind=kind,
        words=words[:LONGEST], together=together_words(kind, row.date_basis, due),
        url_path=address, body_id=row.answers, subject_kind="duties.obligation", subject_id=row.pk,
        since_on=since_on,
    )  # fmt: skip


def working_days_of(kind: str) -> int:
    """After how many working days a kind of flag is raised; 0 for one that does not wait."""
    return {
        FlagKind.ESCALATED.value: settings.ESCALATE_AFTER_WORKING_DAYS,
        FlagKind.ASSURER.value: settings.TELL_ASSURER_AFTER_WORKING_DAYS,
    }.get(str(kind), 0)


def _current(today: date) -> MembershipQuerySet:
    """Memberships that hold today for somebody who may sign in, with the post in small letters."""
    return Membership.objects.current(today).filter(user__is_active=True).annotate(small=Lower("post")).order_by()


def _owners(rows: Sequence[Row], today: date) -> People:
    owned = {row.owner_id for row in rows if row.owner_id}
    if not owned:
        return {}
    found = _current(today).filter(pk__in=owned).values_list("pk", "user", "body")
    holders = {pk: (user, body) for pk, user, body in found}
    people = {}
    for row in rows:
        user, body = holders.get(row.owner_id or 0, (None, None))
        if user is not None and body == row.held_by_id:
            people[row.pk] = {user}
    return people


def _of_holders(rows: Sequence[Row], memberships: MembershipQuerySet) -> People:
    """Of the bodies that answer for these obligations."""
    found = memberships.filter(body__in={row.held_by_id for row in rows} - {None}).values_list("body", "user")
    of_body = _gather(found)
    return {row.pk: of_body.get(row.held_by_id or 0, set()) for row in rows}


def _assurers(rows: Sequence[Row], today: date) -> People:
    people = assurers_of({row.answers for row in rows}, today)
    return {row.pk: people[row.answers] for row in rows}


def assurers_of(bodies: Collection[int], today: date) -> People:
    """Of the offices that these bodies belong to, by body; of the national one where those have nobody."""
    places = BodyOffice.objects.filter(body__in=bodies, from_on__lte=today).values_list(
        "body", "office", "from_on", "to_on", "body__closed_on"
    )
    offices: People = {}
    for body, office, from_on, to_on, closed_on in places:
        day = min(today, closed_on or today)  # after a body closed, the office of its last day
        if from_on <= day and (to_on is None or to_on >= day):
            offices.setdefault(body, set()).add(office)
    assurers = _current(today).filter(role=Role.ASSURER.value)
    of_office = _gather(assurers.filter(office__in=set().union(*offices.values())).values_list("office", "user"))
    people = {body: set().union(*(of_office.get(one, ()) for one in offices.get(body, ()))) for body in bodies}
    national = _national(today) if not all(people.values()) else set()
    return {body: found or national for body, found in people.items()}


def _national(today: date) -> set[int]:
    assurers = _current(today).filter(role=Role.ASSURER.value, office__kind="national")
    return set(assurers.values_list("user", flat=True))


def _gather(pairs: Iterable[tuple[int, int]]) -> People:
    found: People = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found
