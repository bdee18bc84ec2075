"""The posts of a few governing bodies of the demonstration: posts, not names. Told through the real actions."""

from __future__ import annotations

from datetime import date
from random import Random

from bodies.appointing import NewAppointment, NewPost, add_post, appoint
from bodies.composition import CCG, PostKind
from bodies.models import Body, Membership, User
from bodies.posts import ONE_DAY
from evidence.demonstration.people import HOME

OTHERS = 8  # bodies beside the sign-ins' that keep their posts here
NURSE_LEFT_ON = date(2016, 8, 31)  # the last day of who held the nurse's seat at home
LEFT_ELSEWHERE, VACANT_ELSEWHERE = date(2016, 3, 31), 0.1  # and how often
INTERIM_FROM = date(2016, 7, 1)
SEATS = (
    (PostKind.CHAIR, "Clinical chair"),
    (PostKind.ACCOUNTABLE_OFFICER, "Accountable officer"),
    (PostKind.FINANCE, "Chief finance officer"),
    (PostKind.NURSE, "Registered nurse"),
    (PostKind.SPECIALIST, "Secondary care doctor"),
    (PostKind.LAY_AUDIT, "Lay member for audit and governance"),
    (PostKind.LAY_PUBLIC, "Lay member for patient and public involvement"),
    (PostKind.PRACTICE, "GP member, north locality"),
    (PostKind.PRACTICE, "GP member, south locality"),
)


def record(*, today: date, seed: int) -> None:
    """Let some governance leads record the posts of their governing body; of all others nothing is recorded."""
    leads = Membership.objects.filter(role="lead", user__is_demonstration=True, body__kind=CCG)
    found = list(leads.select_related("user", "body").order_by("pk"))
    # The sign-ins' body first, then a few by chance.
    found.sort(key=lambda one: (_body(one).code != HOME, Random(f"{seed}-posts-{_body(one).code}").random()))
    for lead in found[: 1 + OTHERS]:
        _tell(_body(lead), lead.user, today, seed)


def _tell(body: Body, lead: User, today: date, seed: int) -> None:
    chance, began = Random(f"{seed}-posts-of-{body.code}"), body.opened_on
    for kind, title in SEATS:
        said = NewPost(kind, title, True, began)
        post = add_post(body=body, said=said, by=lead, today=today, invented=True)
        for held in _held(body, kind, chance):
            appoint(post=post, said=held, by=lead, today=today, invented=True)
    # Of this one nobody says who holds it.
    said = NewPost(PostKind.OTHER, "Director of governance", False, began)
    add_post(body=body, said=said, by=lead, today=today, invented=True)


def _held(body: Body, kind: PostKind, chance: Random) -> list[NewAppointment]:
    """Who held a post: at home the nurse's is vacant and the finance officer an interim; elsewhere some are vacant."""
    began = body.opened_on
    if body.code != HOME:
        has_left = chance.random() < VACANT_ELSEWHERE and began < LEFT_ELSEWHERE
        return [NewAppointment(began, LEFT_ELSEWHERE if has_left else None)]
    if kind is PostKind.NURSE:
        return [NewAppointment(began, NURSE_LEFT_ON)]
    if kind is PostKind.FINANCE:
        return [NewAppointment(began, INTERIM_FROM - ONE_DAY), NewAppointment(INTERIM_FROM, is_interim=True)]
    return [NewAppointment(began)]


def _body(lead: Membership) -> Body:
    assert lead.body is not None
    return lead.body
