"""The demonstration's agreed actions: one of every state at the sign-ins' body, a few of two others. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from assessments.actions import agreed as actions
from assessments.actions.agreed import Agreed
from assessments.models import AgreedAction
from bodies.access import Role
from bodies.models import Body, Membership, User
from evidence.demonstration.people import HOME

Side = AgreedAction.Side
Q1, Q2 = ("Quarter 1 assurance meeting", date(2016, 7, 14)), ("Quarter 2 assurance meeting", date(2016, 10, 13))
OTHERS = ("11N", "07M")


@dataclass(frozen=True)
class Teller:
    """Who speaks for each side of one body, and the days of the meeting in hand."""

    body: Body
    assurer: User
    lead: Membership

    def agree(
        self, at: tuple[str, date], what: str, due_on: date, *, post: str = "", side: Side = Side.BODY
    ) -> AgreedAction:
        """Agree something at a meeting; without a post the governance lead owns it."""
        agreed = Agreed(
            meeting=at[0], agreed_on=at[1], what=what, side=side.value, due_on=due_on, owner_post=post,
            owner=None if post else self.lead,
        )  # fmt: skip
        return actions.agree(body=self.body, agreed=agreed, by=self.assurer, today=at[1], invented=True)

    def note(self, action: AgreedAction, text: str, on: date) -> None:
        actions.note_progress(action=action, text=text, side=Side.BODY.value, by=self.lead.user, today=on)


def tell(*, today: date) -> None:
    """Tell what was agreed up to the demonstration's first day."""
    with transaction.atomic():
        for code in (HOME, *OTHERS):
            teller = _teller(code)
            if teller is not None and today >= Q2[1]:
                (_at_home if code == HOME else _elsewhere)(teller)


def follow(*, today: date) -> None:
    """Nothing of it happens by itself."""


def _at_home(teller: Teller) -> None:
    lead, assurer = teller.lead.user, teller.assurer
    done = teller.agree(Q1, "Publish the register of interests on the website", date(2016, 8, 31))
    teller.note(done, "The register is with the audit committee", date(2016, 8, 9))
    actions.say_done(action=done, done_on=date(2016, 9, 5), by=lead, today=date(2016, 9, 6))
    actions.confirm_done(action=done, done_on=date(2016, 9, 5), by=assurer, today=date(2016, 9, 12))
    past = teller.agree(Q1, "Send a plan for the notice of governing body meetings", date(2016, 9, 30))
    teller.note(past, "A draft goes to the governing body in November", date(2016, 10, 3))
    said = teller.agree(Q1, "Agree how complaints are shared with the support unit", date(2016, 10, 14), post="Chair")
    actions.say_done(action=said, done_on=date(2016, 10, 12), by=lead, today=date(2016, 10, 14))
    dropped = teller.agree(
        Q1, "Visit the complaints team", date(2016, 9, 1), post="Head of assurance", side=Side.NHS_ENGLAND
    )
    why = "The team asked for a call instead, which took place"
    actions.drop(action=dropped, why=why, by=assurer, today=date(2016, 9, 2))
    teller.agree(Q2, "Name an owner for every duty that is due by March", date(2016, 10, 28))
    teller.agree(
        Q2, "Say how directed dates of 2017/18 will be given", date(2016, 12, 16), post="Head of assurance",
        side=Side.NHS_ENGLAND,
    )  # fmt: skip


def _elsewhere(teller: Teller) -> None:
    teller.agree(Q1, "Record whether meetings since April were held in public", date(2016, 9, 16))
    teller.agree(
        Q2, "Send the agreed plan for answering requests in time", date(2016, 11, 30), post="Accountable officer"
    )


def _teller(code: str) -> Teller | None:
    """None where the demonstration has no such body, or nobody to speak for a side."""
    body = Body.objects.exclude(joined_on=None).filter(code=code).first()
    offices = body.offices.filter(from_on__lte=Q1[1], kind="region").order_by("-from_on") if body else []
    place = next(iter(offices), None)
    if body is None or place is None:
        return None
    people = Membership.objects.filter(user__is_demonstration=True).select_related("user")
    lead = people.filter(body=body, role=Role.LEAD.value).first()
    assurer = people.filter(office=place.office_id, role=Role.ASSURER.value).first()
    return Teller(body, assurer.user, lead) if lead and assurer else None
