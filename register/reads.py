"""What the public pages read: bodies, duties, published evidence, and what an obligation shows.

Of evidence only `.published()` is read, and of what is not published the stated reason alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from bodies.history import name_as_at
from bodies.models import Body, BodyName, BodyOffice, Office
from bodies.querysets import BodyQuerySet
from bodies.web.asked import code_of
from duties.models import Duty, Obligation, OwedBy
from duties.querysets import NEVER_PUBLISHED
from evidence.models import Evidence, EvidenceUse
from evidence.querysets import EvidenceQuerySet
from register.public import PublicFacts, PublicView, Withheld, public_view

OPEN_TO_PUBLIC = ("yes", "partly")


@dataclass(frozen=True)
class ShownObligation:
    """One obligation as the public sees it. `passed` says to or from whom it passed, when it did."""

    obligation: Obligation
    view: PublicView
    published: list[Evidence]
    passed: str


def namer(today: date) -> Callable[[Body], str]:
    """What a page calls a body today; asks nothing where `names` is prefetched."""
    return lambda body: name_as_at(body, today)


def published_evidence(today: date) -> EvidenceQuerySet:
    """Published evidence, newest first, with what a line on a page shows: two statements for any number."""
    found = Evidence.objects.published(today).select_related("file", "body", "superseded_by")
    found = found.prefetch_related("body__names")
    return found.order_by("-published_on", "-id")


@dataclass(frozen=True)
class Withdrawn:
    """What the public is told of evidence that was withdrawn: since when it was there, when it went and why."""

    was_published_on: date
    withdrawn_on: date
    withdrawn_why: str
    is_invented: bool


def withdrawn(pk: int, today: date) -> Withdrawn | None:
    """What to say at the address of evidence that was published until it was withdrawn; nothing else of it is read."""
    found = Evidence.objects.withdrawn_from_public(today).filter(pk=pk)
    told = found.values("was_published_on", "withdrawn_on", "withdrawn_why", "is_invented").first()
    return None if told is None else Withdrawn(**told)


def body_or_404(code: str, today: date) -> Body:
    """The body with this code that is known today, with names, offices and how to reach it. Raises Http404."""
    known = Body.objects.known(today).select_related("contact").prefetch_related("names", "offices__office")
    return get_object_or_404(known, code=code_of(code))


def called(word: str, today: date) -> BodyQuerySet:
    """Bodies with this code, or whose name, borne by the day, holds the word."""
    borne = BodyName.objects.filter(Q(from_on=None) | Q(from_on__lte=today), name__icontains=word)
    return Body.objects.filter(Q(code__iexact=word) | Q(name__icontains=word) | Q(pk__in=borne.values("body")))


def of_body(evidence: EvidenceQuerySet, body: Body) -> EvidenceQuerySet:
    """Evidence that a body logged, or that proves what it owed."""
    return evidence.filter(Q(body=body) | Exists(_uses(obligation__body=body)))


def of_theme(evidence: EvidenceQuerySet, theme: str) -> EvidenceQuerySet:
    """Evidence for duties of a theme; a duty that is not public-facing puts nothing in its theme."""
    return evidence.filter(Exists(_uses(obligation__duty__theme=theme)))


def of_duty(evidence: EvidenceQuerySet, duty: Duty) -> EvidenceQuerySet:
    """Evidence for one duty, if it is public-facing."""
    return evidence.filter(Exists(_uses(obligation__duty=duty)))


def _uses(**of: Any) -> QuerySet[EvidenceUse]:
    """Uses of evidence, sent in, for obligations that the public may know of."""
    sent = EvidenceUse.objects.filter(evidence=OuterRef("pk"), sent_on__isnull=False)
    return sent.filter(obligation__duty__public_facing__in=OPEN_TO_PUBLIC, **of)


def obligations_proved(evidence: Evidence, today: date) -> list[Obligation]:
    """The obligations that published evidence proves, without those of duties that are not public-facing."""
    sent = EvidenceUse.objects.filter(evidence=evidence, sent_on__isnull=False)
    found = Obligation.objects.outside().filter(evidence_uses__in=sent, duty__public_facing__in=OPEN_TO_PUBLIC)
    found = found.opened_by(today)
    return list(found.select_related("duty", "body").prefetch_related("body__names").order_by("duty__position", "pk"))


def shown_obligations(body: Body, year: int, today: date) -> list[ShownObligation]:
    """What the public sees of what a body owed, or answers for, in the year; six statements for any number."""
    rows = list(
        Obligation.objects.filter(Q(body=body) | Q(held_by=body), duty__public_facing__in=OPEN_TO_PUBLIC)
        .outside()
        .opened_by(today)
        .owed_by_body()
        .of_year(year)
        .exclude(NEVER_PUBLISHED)
        .annotate(evidence_sent_on=Subquery(_first_sent()))
        .select_related("duty", "body", "held_by")
        .prefetch_related(
            "body__names", "held_by__names", Prefetch("evidence_uses", _published_uses(today), to_attr="published_uses")
        )
        .order_by("duty__position", "period_first_on", "step", "pk")
    )
    reasons = _stated_reasons(rows, today)
    shown = []
    for row in rows:
        published = [use.evidence for use in row.published_uses]
        view = public_view(public_facts(row, is_published=bool(published), withheld=reasons[row.pk]), today)
        if view is not None:
            shown.append(ShownObligation(row, view, published, _passed(row, body, today)))
    return shown


def _first_sent() -> QuerySet[EvidenceUse, Any]:
    """When evidence was sent in first: what was withdrawn before review stays on the record."""
    sent = EvidenceUse.objects.filter(obligation=OuterRef("pk"), sent_on__isnull=False)
    return sent.order_by("sent_on").values("sent_on")[:1]


def _published_uses(today: date) -> QuerySet[EvidenceUse]:
    """What was sent in and published, with what a line on a page shows, newest first."""
    sent = EvidenceUse.objects.filter(sent_on__isnull=False, evidence__in=Evidence.objects.published(today))
    sent = sent.select_related("evidence__file", "evidence__body").prefetch_related("evidence__body__names")
    return sent.order_by("-evidence__published_on", "-evidence_id")


def public_facts(row: Obligation, *, is_published: bool, withheld: Iterable[Withheld] = ()) -> PublicFacts:
    """The facts of an obligation that may decide what the public sees."""
    facts = (row.sent_on, row.sent_back_on, row.met_on, row.evidence_sent_on)
    recorded = [day for day in facts if day is not None]
    return PublicFacts(
        public_facing=row.duty.public_facing,
        owed_by_body=row.owed_by == OwedBy.BODY,
        date_basis=row.date_basis,
        date_confirmed=row.date_confirmed,
        voluntary=row.voluntary,
        due_on=row.due_on,
        tracked_from=row.tracked_from,
        closed_on=row.closed_on,
        recorded_on=min(recorded, default=None),
        is_published=is_published,
        withheld=tuple(withheld),
        own_sentence=row.reason,
    )


def _stated_reasons(rows: list[Obligation], today: date) -> dict[int, list[Withheld]]:
    found: dict[int, list[Withheld]] = defaultdict(list)
    for obligation_id, why, until in Evidence.objects.stated_reasons([row.pk for row in rows], today):
        found[obligation_id].append(Withheld(why, until))
    return found


def _passed(row: Obligation, body: Body, today: date) -> str:
    if row.held_by_id == row.body_id:
        return ""
    if row.body_id != body.pk:
        return f"Passed on by {name_as_at(row.body, today)}"
    if row.held_by is None:
        return "Passed on; it is not recorded yet which body answers for it"
    return f"{name_as_at(row.held_by, today)} answers for it now"


def years_shown(body: Body, today: date) -> list[int]:
    """Years in which something that the public may know of fell due since the body joined, newest first."""
    rows = Obligation.objects.outside().filter(Q(body=body) | Q(held_by=body), duty__public_facing__in=OPEN_TO_PUBLIC)
    found = rows.opened_by(today).owed_by_body().filter(due_on__lte=today, due_on__gte=F("tracked_from"))
    return list(found.order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True)
class PassedOn:
    """What went from a body to others, and what came from others to it, by law on its closing or theirs."""

    to: list[Body]
    came_from: list[Body]
    without_holder: bool


def passed_on(body: Body) -> PassedOn:
    """Where the obligations of a body went, and whose came to it; at most three statements."""
    moved = Obligation.objects.filter(Q(body=body) | Q(held_by=body)).owed_by_body()
    moved = moved.filter(Q(held_by=None) | ~Q(held_by=F("body"))).order_by()
    pairs = set(moved.values_list("body_id", "held_by_id").distinct())
    others = Body.objects.prefetch_related("names").in_bulk({pk for pair in pairs for pk in pair if pk})
    return PassedOn(
        to=[others[holder] for made, holder in sorted(pairs, key=str) if made == body.pk and holder is not None],
        came_from=[others[made] for made, holder in sorted(pairs, key=str) if holder == body.pk],
        without_holder=(body.pk, None) in pairs,
    )


@dataclass(frozen=True)
class Region:
    """A region and the bodies that belong to it, or did when they closed."""

    office: Office
    bodies: list[Body]


def bodies_by_region(bodies: BodyQuerySet, today: date) -> list[Region]:
    """Bodies under their region of today (of their last day once closed), by name; four statements for any number."""
    found: dict[Office, list[Body]] = defaultdict(list)
    for body in bodies.prefetch_related("names", "offices__office"):
        place = place_of(body, Office.Kind.REGION, today)
        if place is not None:
            body.shown_name = name_as_at(body, today)
            found[place.office].append(body)
    return [
        Region(office, sorted(found[office], key=lambda body: body.shown_name))
        for office in sorted(found, key=lambda office: office.name)
    ]


def place_of(body: Body, kind: str, today: date) -> BodyOffice | None:
    """The office of a kind that a body belongs to today, or did on its last day; asks nothing where prefetched."""
    day = min(today, body.closed_on or today)
    return next((place for place in places_of(body, kind, day) if place.to_on is None or place.to_on >= day), None)


def places_of(body: Body, kind: str, day: date) -> list[BodyOffice]:
    """The offices of a kind that a body had belonged to by a day, the latest first."""
    known = [place for place in body.offices.all() if place.kind == kind and place.from_on <= day]
    return sorted(known, key=lambda place: place.from_on, reverse=True)
