"""Named reads of obligations. Everything that asks about obligations asks here, so that every page counts alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from bodies.access import Permission
from duties.markers import UNMARKED
from duties.status import MET_HOW, NOT_APPLICABLE, EvidenceState, Timing

if TYPE_CHECKING:
    from bodies.access import Reach
    from bodies.models import Body, Membership, Office
    from duties.models import Obligation

SIX_WEEKS = timedelta(days=42)


def _constant(word: str) -> RawSQL:
    """A word as a constant of the statement: SQLite uses no partial index for what comes as a parameter."""
    return RawSQL(f"'{word}'", ())  # noqa: S611  words of ours, given below


# Written as constants, so that SQLite too uses the partial indexes made for them.
OPEN = Q(met_on=None, sent_on=None, closed_on=None)
# Records that a log of their own lists, each with its clock: other lists name of what they owe only what is late.
LOGGED = ("request", "complaint")
UNSETTLED = Q(met_on=None, closed_on=None)  # open, or waiting for review
DRAFT = "draft"
NEVER_PUBLISHED = Q(step=DRAFT)  # draft accounts: neither the draft nor its absence is shown to the public
COUNTS = Q(voluntary=False, due_on__gte=F("tracked_from"))
LATE_UNFLAGGED = OPEN & COUNTS & Q(late_since=None)
SOON_UNFLAGGED = OPEN & COUNTS & Q(soon_since=None, late_since=None)  # what is late is due soon no more
MARKED_SOON = Q(soon_since__isnull=False)
# What a confirmed law, or somebody with power to direct, has dated: red in the words table, and all an assurer is told.
FIXED_BY_AUTHORITY = Q(date_basis__in=[_constant("law"), _constant("directed")], date_confirmed=True)
STANDS_LATE = OPEN & COUNTS & Q(late_since__isnull=False, owed_by=_constant("body"))
UNESCALATED = STANDS_LATE & Q(escalated_since=None)
ASSURER_UNTOLD = STANDS_LATE & FIXED_BY_AUTHORITY & Q(assurer_since=None)
ASSURER_NO_MORE = Q(assurer_since__isnull=False) & ~FIXED_BY_AUTHORITY
# The last of the marks of what is late: they come one after the other.
LATEST_MARK = Coalesce("assurer_since", "escalated_since", "late_since")
MARKED_LATE = Q(late_since__isnull=False)
ASKED_NOT_APPLICABLE = OPEN & Q(not_applicable_asked_on__isnull=False)


def evidence_state(today: date) -> Case:
    """The annotation that equals `duties.status._evidence_state`."""
    met = [When(met_on__lte=today, met_how=how, then=Value(how)) for how in MET_HOW]
    return Case(
        When(closed_on__lte=today, closed_reason=NOT_APPLICABLE, then=Value(EvidenceState.NOT_APPLICABLE)),
        When(closed_on__lte=today, then=Value(EvidenceState.CLOSED)),
        *met,
        When(sent_on__lte=today, then=Value(EvidenceState.WAITING)),
        When(sent_back_on__lte=today, then=Value(EvidenceState.SENT_BACK)),
        When(gathering_on__lte=today, then=Value(EvidenceState.GATHERING)),
        default=Value(EvidenceState.NOTHING),
        output_field=models.CharField(),
    )


def timing(today: date) -> Case:
    """The annotation that equals `duties.status._timing`."""
    stopped = Q(met_on__lte=today) | Q(sent_on__lte=today)
    return Case(
        When(closed_on__lte=today, then=Value(Timing.CLOSED)),
        When(voluntary=True, then=Value(Timing.VOLUNTARY)),
        When(due_on=None, then=Value(Timing.NO_DATE)),
        When(Q(tracked_from=None) | Q(due_on__lt=F("tracked_from")), then=Value(Timing.NOT_TRACKED)),
        When(stopped & Q(done_on__gt=F("due_on")), then=Value(Timing.DONE_LATE)),
        When(stopped, then=Value(Timing.ON_TIME)),
        When(due_on__lt=today, then=Value(Timing.PASSED)),
        When(soon_on__lte=today, then=Value(Timing.SOON)),
        default=Value(Timing.AHEAD),
        output_field=models.CharField(),
    )


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Obligations by body, year, state and theme."""

    def with_status(self, today: date) -> ObligationQuerySet:
        """Annotate `evidence_state` and `timing`, equal to `duties.status.status` on the same facts."""
        return self.annotate(evidence_state=evidence_state(today), timing=timing(today))

    def for_pages(self) -> ObligationQuerySet:
        """With what a line on a page shows, in the same query; the working of its date is read only where shown."""
        return self.select_related("duty", "rule", "body", "held_by", "owner", "owner__user").defer("explanation")

    def opened_by(self, today: date) -> ObligationQuerySet:
        return self.filter(opened_on__lte=today)

    def outside(self) -> ObligationQuerySet:
        """What NHS England may know of too: every figure, list, feed and notice of its offices asks this."""
        return self.filter(is_inside=False)

    def seen_by(self, reach: Reach) -> ObligationQuerySet:
        """Without what is inside a body for whoever is no member of it. Which bodies may be seen is asked apart."""
        own = reach.bodies_where(Permission.SEE_BODY)
        return self.filter(Q(is_inside=False) | Q(body__in=own) | Q(held_by__in=own)) if own else self.outside()

    def beside_logs(self, today: date) -> ObligationQuerySet:
        """Without what records owe that a log of their own lists, unless it is late."""
        is_late = OPEN & COUNTS & Q(due_on__lt=today)
        return self.filter(~Q(record_kind__in=LOGGED) | is_late)

    def owed_by_body(self) -> ObligationQuerySet:
        """What bodies themselves owe: the only rows that a body's figures count."""
        return self.filter(owed_by="body")

    def owed_by_nhs_england(self) -> ObligationQuerySet:
        """What NHS England itself owes about bodies: in no figure of theirs."""
        return self.filter(owed_by="nhs_england")

    def answered_by(self, body: Body) -> ObligationQuerySet:
        """What a body answers for now, whoever incurred it."""
        return self.filter(held_by=body)

    def of_year(self, year: int) -> ObligationQuerySet:
        """What falls due in the financial year that starts in `year`."""
        return self.filter(year=year)

    def open(self) -> ObligationQuerySet:
        """Nothing stops the clock: not met, not waiting for review, not closed."""
        return self.filter(OPEN)

    def never_published(self) -> ObligationQuerySet:
        """What is never shown to the public, whatever anybody decides."""
        return self.filter(NEVER_PUBLISHED)

    def late(self, today: date) -> ObligationQuerySet:
        """The ONE question of what is late: open, its date passed, counted since the body joined, not voluntary."""
        return self.open().filter(COUNTS, due_on__lt=today)

    def late_in_parts(self, today: date) -> tuple[ObligationQuerySet, ObligationQuerySet]:
        """What is late as two questions, each asked of a small index: what was flagged, and what became late since."""
        return self.late(today).filter(MARKED_LATE), self.filter(LATE_UNFLAGGED, due_on__lt=today)

    def sent_back(self) -> ObligationQuerySet:
        return self.open().exclude(sent_back_on=None)

    def due_within(self, today: date, window: timedelta = SIX_WEEKS) -> ObligationQuerySet:
        """Open and due from today on within the window."""
        return self.open().filter(due_on__gte=today, due_on__lte=today + window)

    def without_owner(self, today: date) -> ObligationQuerySet:
        """Open, and nobody does it; equal to `not Obligation.has_owner(today)`."""
        gone = Q(owner__to_on__lt=today) | Q(owner__from_on__gt=today) | Q(owner__user__is_active=False)
        return self.open().filter(Q(owner=None) | gone)

    def owned_by(self, memberships: list[Membership]) -> ObligationQuerySet:
        return self.filter(owner__in=memberships)

    def without_holder(self) -> ObligationQuerySet:
        """Open obligations of bodies that were split, for which nobody was named yet."""
        return self.open().filter(held_by=None)

    def in_office(self, office: Office, day: date) -> ObligationQuerySet:
        """Of bodies in a region on a day; the national office reaches all."""
        if office.kind == "national":
            return self.outside()
        from bodies.models import Body

        return self.outside().filter(body__in=Body.objects.in_office(office, day))

    def figures(self, today: date, *by: str) -> models.QuerySet[Obligation, dict[str, Any]]:
        """Counts for a dashboard in one query, grouped by the named fields.

        Each row has: total, passed_red, passed_amber, sent_back, waiting, soon, no_date, done (met), on_time (met and
        in time), late_done. A count never includes what is voluntary, closed or fell due before the body joined.
        Each is asked of the facts themselves: asking `with_status` ten times takes the database twice as long. That
        they mean the same as `duties.status` is held by tests/duties/test_figures.py.
        """
        met, sent = Q(met_on__lte=today), Q(sent_on__lte=today)
        unmet = Q(met_on=None) | Q(met_on__gt=today)
        still_open = unmet & (Q(sent_on=None) | Q(sent_on__gt=today))
        passed = still_open & Q(due_on__lt=today)
        counted = self.filter(_counts_on(today), opened_on__lte=today, voluntary=False)
        return (
            counted.order_by()
            .values(*by)
            .annotate(
                total=Count("pk"),
                passed_red=Count("pk", filter=passed & FIXED_BY_AUTHORITY),
                passed_amber=Count("pk", filter=passed & ~FIXED_BY_AUTHORITY),
                sent_back=Count("pk", filter=still_open & Q(sent_back_on__lte=today)),
                waiting=Count("pk", filter=unmet & sent),
                soon=Count("pk", filter=still_open & Q(soon_on__lte=today, due_on__gte=today)),
                no_date=Count("pk", filter=unmet & Q(due_on=None)),
                done=Count("pk", filter=met),
                on_time=Count("pk", filter=met & Q(done_on__lte=F("due_on"))),
                late_done=Count("pk", filter=met & Q(done_on__gt=F("due_on"))),
            )
        )

    def move(self, today: date, **facts: Any) -> int:
        """Put other dates on rows, whatever moves them, and count the move: calendars take a row up by its number."""
        return self.update(**UNMARKED, date_version=F("date_version") + 1, date_moved_on=today, **facts)

    def asked_not_applicable(self) -> ObligationQuerySet:
        """Open, and the body says that it does not apply; the oldest first."""
        return self.filter(ASKED_NOT_APPLICABLE).order_by("not_applicable_asked_on", "pk")

    # What the sweep asks. Each condition is one partial index, so the cost follows what became due. The order is that
    # of the index: in the order of the keys SQLite would read the whole table.
    def newly_late(self, today: date) -> ObligationQuerySet:
        return self.filter(LATE_UNFLAGGED, due_on__lt=today).order_by("due_on", "pk")

    def newly_soon(self, today: date) -> ObligationQuerySet:
        return self.filter(SOON_UNFLAGGED, soon_on__lte=today, due_on__gte=today).order_by("soon_on", "pk")

    def no_longer_soon(self, today: date) -> ObligationQuerySet:
        """Marked as due soon although the date has passed."""
        return self.filter(MARKED_SOON, due_on__lt=today).order_by("due_on", "pk")

    def marked_ahead(self, today: date) -> ObligationQuerySet:
        """Marked as late, or as escalated, since a day to come: a clock was wrong."""
        return self.filter(MARKED_LATE).alias(latest=LATEST_MARK).filter(latest__gt=today).order_by("latest", "pk")

    def soon_ahead(self, today: date) -> ObligationQuerySet:
        """Marked as due soon since a day to come."""
        return self.filter(MARKED_SOON, soon_since__gt=today).order_by("soon_since", "pk")

    def escalated_by(self, day_zero: date) -> ObligationQuerySet:
        """Late since so long that the body's officers are to know; `day_zero` as `duties.escalating` has it."""
        return self.filter(UNESCALATED, _began_by(day_zero)).order_by("due_on", "pk")

    def for_assurer_by(self, day_zero: date) -> ObligationQuerySet:
        """Late by a date of the law or of a direction since so long that NHS England is to know."""
        return self.outside().filter(ASSURER_UNTOLD, _began_by(day_zero)).order_by("due_on", "pk")

    def for_assurer_no_more(self) -> ObligationQuerySet:
        """Flagged for the assurer, although what fixed its date is confirmed no more."""
        return self.filter(ASSURER_NO_MORE).order_by("due_on", "pk")


def _counts_on(today: date) -> Q:
    """Neither closed by a day, nor due before the body used the tracker."""
    return (Q(closed_on=None) | Q(closed_on__gt=today)) & (Q(due_on=None) | Q(due_on__gte=F("tracked_from")))


def _began_by(day_zero: date) -> Q:
    return Q(due_on__lte=day_zero) & (Q(sent_back_on=None) | Q(sent_back_on__lte=day_zero))
