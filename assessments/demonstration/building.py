"""The demonstration's assessments: of the sign-ins' body one of every kind, of a few others the year before.

At most bodies nothing is told: NHS England's own duty about them shows as late, like anybody else's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from assessments import actions
from assessments.actions import Judged
from assessments.demonstration import texts
from assessments.evidence_seen import to_choose
from assessments.frameworks import Scale
from assessments.models import Assessment
from assessments.settling import settle_all
from bodies.access import reach_of
from bodies.models import Body, BodyOffice, Office, User
from duties.years import FinancialYear
from evidence.demonstration.people import DOMAIN, HOME, REGION

ASSESSED_ON = date(2016, 6, 24)
LOOKED_AT = 3  # pieces of evidence
MOST = 10  # other bodies that were assessed
YEAR_BEFORE_LAST, LAST_YEAR, THIS_YEAR = FinancialYear(2014), FinancialYear(2015), FinancialYear(2016)


def tell(*, today: date) -> None:
    """Tell of assessments up to the demonstration's first day."""
    with transaction.atomic():
        _at_home(Body.objects.get(code=HOME), today)
        others = Body.objects.open_on(ASSESSED_ON).exclude(code=HOME).exclude(joined_on=None).order_by("code")
        for place, body in enumerate(_some(list(others))):
            _elsewhere(body, place)
    follow(today=today)


def follow(*, today: date) -> None:
    """Bring what the day brings: an embargo ends."""
    settle_all(today)


def _at_home(body: Body, today: date) -> None:
    """Two years published by two frameworks; quarter 1 with the body for comment, quarter 2 in moderation."""
    told = _Teller(body)
    told.publish(told.write(YEAR_BEFORE_LAST, "", date(2015, 6, 15), 0), date(2015, 6, 22), date(2015, 7, 16))
    told.publish(told.write(LAST_YEAR, "", ASSESSED_ON, 1), date(2016, 7, 4), date(2016, 7, 21), sent_back=True)
    quarter = told.write(THIS_YEAR, "Q1", date(2016, 9, 19), 0)
    told.agree(quarter, date(2016, 10, 3), sent_back=True)
    actions.send_to_body(
        assessment=quarter, comment_by_on=date(2016, 10, 31), by=told.proposer, today=date(2016, 10, 10)
    )
    waiting = told.write(THIS_YEAR, "Q2", date(2016, 10, 10), 0)
    actions.propose(assessment=waiting, by=told.proposer, today=min(today, date(2016, 10, 14)))


def _elsewhere(body: Body, place: int) -> None:
    told = _Teller(body)
    made = told.write(LAST_YEAR, "", ASSESSED_ON, place % 4)
    if place % 5 == 4:
        actions.propose(assessment=made, by=told.proposer, today=date(2016, 7, 4))
    else:
        told.publish(made, date(2016, 7, 4), date(2016, 7, 21))


class _Teller:
    """Tells of one body: its region's assurer proposes, and the national one moderates."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.proposer = _assurer(body)
        self.second = User.objects.get(email=f"national@{DOMAIN}")
        self.lead = User.objects.filter(memberships__body=body, memberships__role="lead").order_by("pk").first()

    def write(self, year: FinancialYear, period: str, on: date, place: int) -> Assessment:
        """An assessment that says everything it must, its headline the one at `place` of its framework's words."""
        made = actions.begin(body=self.body, year=year, period=period, by=self.proposer, today=on, invented=True)
        sheet = made.sheet
        judged = {
            unit.slug: Judged(_some_word(unit.scale, place), reasons)
            for unit, reasons in zip(sheet.units, texts.REASONS, strict=False)
        }
        return actions.write(
            assessment=made, headline=_some_word(sheet.headline, place) if sheet.headline else "", judged=judged,
            summary=texts.QUARTER_SUMMARY if period else texts.SUMMARY,
            looked_at={one.slug: texts.FOUND[one.slug] for one in made.must_look_at}, by=self.proposer, today=on,
        )  # fmt: skip

    def agree(self, made: Assessment, on: date, *, sent_back: bool = False) -> None:
        """Proposed, and agreed by the second assurer, who first sent it back where that is asked."""
        moderates = {"reach": reach_of(self.second, on), "by": self.second, "today": on}
        actions.propose(assessment=made, by=self.proposer, today=on)
        if sent_back:
            actions.send_back(assessment=made, reason=texts.SENT_BACK, **moderates)
            actions.propose(assessment=made, by=self.proposer, today=on)
        actions.agree(assessment=made, note=texts.EMBARGO_NOTE, **moderates)

    def publish(self, made: Assessment, agreed_on: date, on: date, *, sent_back: bool = False) -> None:
        """Agreed and published, with evidence looked at, a board consulted, an embargo, and the comment of its lead."""
        pieces = [piece for piece in to_choose(made) if piece.sent_on is not None and piece.sent_on <= agreed_on]
        actions.choose_evidence(assessment=made, pieces=pieces[:LOOKED_AT], by=self.proposer, today=agreed_on)
        self.agree(made, agreed_on, sent_back=sent_back)
        actions.add_board(
            assessment=made, board=texts.BOARD, asked_on=made.begun_on, replied_on=agreed_on, said=texts.BOARD_SAID,
            by=self.proposer, today=agreed_on,
        )  # fmt: skip
        actions.send_to_body(
            assessment=made, comment_by_on=agreed_on, embargo_until=on, by=self.proposer, today=agreed_on
        )
        if self.lead is not None:
            actions.comment(assessment=made, words=texts.COMMENT, by=self.lead, today=agreed_on)
        actions.publish(assessment=made, by=self.proposer, today=on)


def _some_word(scale: Scale, place: int) -> str:
    """A word of the scale; none where it is not wholly known."""
    return scale.values[place % len(scale.values)].key if scale.must_choose else ""


def _assurer(body: Body) -> User:
    """Whoever assures the region that the body was in; the South has the sign-in."""
    regions = BodyOffice.objects.filter(body=body, office__kind=Office.Kind.REGION, from_on__lte=ASSESSED_ON)
    place = regions.filter(Q(to_on=None) | Q(to_on__gte=ASSESSED_ON)).select_related("office").first()
    code = place.office.code if place else REGION
    return User.objects.get(email=f"region@{DOMAIN}" if code == REGION else f"assurer.{code.lower()}@{DOMAIN}")


def _some(bodies: list[Body]) -> Iterable[Body]:
    """At most MOST of them, from all over the list, and never all of them."""
    return bodies[:: max(2, len(bodies) // MOST)][:MOST]
