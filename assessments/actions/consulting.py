"""Consulting health and wellbeing boards: which were asked, when, and what they said.

NHS England must consult each relevant board (NHS Act 2006 s14Z16, s14Z59). Which boards are relevant to a body is in no
data here: the assurer names them.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from assessments.actions.common import change, locked, refuse_published, words_in
from assessments.models import Assessment, Consultation
from bodies.models import User
from bodies.web.text import date_long
from duties.actions import NotNow

LONGEST_NAME = 120


@transaction.atomic
def add_board(
    *, assessment: Assessment, board: str, asked_on: date, replied_on: date | None = None, said: str = "",
    instead_of: Consultation | None = None, by: User, today: date,
) -> Consultation:  # fmt: skip
    """Record a board that was consulted, in the place of what was recorded of it before. Raises NotNow."""
    current = locked(assessment)
    refuse_published(current)
    name = " ".join(board.split())[:LONGEST_NAME]
    if not name:
        raise NotNow("Enter the name of the board.")
    _refuse_days(current, asked_on, replied_on, today)
    words = words_in(said, "what the board said", needed=replied_on is not None)
    if words and replied_on is None:
        raise NotNow("Enter the day on which the board replied.")
    others = current.consultations.exclude(pk=instead_of.pk) if instead_of else current.consultations.all()
    if any(one.board.casefold() == name.casefold() for one in others):
        raise NotNow(f"{name} is recorded already. Change what is recorded of it.")
    if instead_of is not None:
        current.consultations.filter(pk=instead_of.pk).delete()
    made = Consultation.objects.create(
        assessment=current, board=name, asked_on=asked_on, replied_on=replied_on, said=words, added_by=by,
        added_on=today,
    )  # fmt: skip
    said_of = {"asked_on": asked_on, "replied_on": replied_on}
    change(current, "recorded a board that was consulted", by=by, today=today, said=said_of, no_board_why="")
    return made


@transaction.atomic
def remove_board(*, consultation: Consultation, by: User, today: date) -> None:
    """Take out a board that was recorded by mistake; it is gone once, however often asked."""
    current = locked(consultation.assessment)
    refuse_published(current)
    if current.consultations.filter(pk=consultation.pk).delete()[0]:
        change(current, "took out a board", by=by, today=today, said={"asked_on": consultation.asked_on})


@transaction.atomic
def say_no_board(*, assessment: Assessment, why: str, by: User, today: date) -> Assessment:
    """Record why no board was consulted. NHS England's own duty to consult stays open. Raises NotNow."""
    current = locked(assessment)
    refuse_published(current)
    if current.consultations.exists():
        raise NotNow("A board was consulted. Take it out first, if that is not so.")
    reason = words_in(why, "why no board was consulted", needed=True)
    change(current, "said why no board was consulted", by=by, today=today, said={}, no_board_why=reason)
    return current


def _refuse_days(assessment: Assessment, asked_on: date, replied_on: date | None, today: date) -> None:
    if asked_on > today or (replied_on or asked_on) > today:
        raise NotNow("The days must be today or earlier.")
    if asked_on < assessment.first_on:
        raise NotNow(f"The board was asked about a period that begins on {date_long(assessment.first_on)}.")
    if replied_on is not None and replied_on < asked_on:
        raise NotNow("The board cannot have replied before it was asked.")
