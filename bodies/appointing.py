"""What a governance lead records of the posts of the governing body: which there are, and who holds them since when.

The audit trail keeps ids, kinds and days, never a title or a name, which people may ask to have taken out. Refusals are
`Refused`, whose words are shown to the person.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from bodies import audit
from bodies.actions import Refused
from bodies.models import Appointment, Body, Post, User
from bodies.web.text import date_long

TOLD_OF_A_POST = ("kind", "votes", "from_on", "to_on")
TOLD_OF_AN_APPOINTMENT = ("is_interim", "from_on", "to_on")


@dataclass(frozen=True, slots=True)
class NewPost:
    """What is said of a post; `to_on` is its last day, where it ends."""

    kind: str
    title: str
    votes: bool
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """What is said of who holds a post; `to_on` is their last day, where it is known."""

    from_on: date
    to_on: date | None = None
    is_interim: bool = False
    holder: str = ""


@transaction.atomic
def add_post(*, body: Body, said: NewPost, by: User, today: date, invented: bool) -> Post:
    """Record a post. The same said twice is one. Raises Refused where there is another of this name."""
    current = Body.objects.select_for_update().get(pk=body.pk)  # one change at a time
    twin = current.posts.filter(**asdict(said)).first()
    if twin is not None:
        return twin
    _check_post(current, said, None)
    made = Post.objects.create(body=current, is_invented=invented, **asdict(said))
    audit.record(
        "added a post", made, by=by, today=today, body=current, after=audit.facts(made, *TOLD_OF_A_POST),
        **({"invented": True} if invented else {}),
    )  # fmt: skip
    return made


@transaction.atomic
def change_post(*, post: Post, said: NewPost, by: User, today: date) -> bool:
    """Correct what is said of a post, or say its last day; returns whether anything changed. Raises Refused."""
    body = Body.objects.select_for_update().get(pk=post.body_id)
    current = body.posts.get(pk=post.pk)
    if all(getattr(current, name) == value for name, value in asdict(said).items()):
        return False
    _check_post(body, said, current)
    _check_holders(current, said)
    _write(current, asdict(said), "changed a post", TOLD_OF_A_POST, body, by, today)
    return True


@transaction.atomic
def appoint(*, post: Post, said: NewAppointment, by: User, today: date, invented: bool) -> Appointment:
    """Record who holds a post. The same said twice is one. Raises Refused where somebody else holds it then."""
    current = Post.objects.select_for_update(of=("self",)).select_related("body").get(pk=post.pk)
    twin = current.appointments.filter(**asdict(said)).first()
    if twin is not None:
        return twin
    _check_appointment(current, said, None)
    made = Appointment.objects.create(post=current, is_invented=invented, **asdict(said))
    audit.record(
        "appointed", made, by=by, today=today, body=current.body, post=current.pk,
        after=audit.facts(made, *TOLD_OF_AN_APPOINTMENT), **({"invented": True} if invented else {}),
    )  # fmt: skip
    return made


@transaction.atomic
def change_appointment(*, appointment: Appointment, said: NewAppointment, by: User, today: date) -> bool:
    """Say the last day of somebody who holds a post, or correct what is said; whether anything changed. Raises Refused.

    A name that is taken out is gone: it is nowhere else.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("body").get(pk=appointment.post_id)
    current = post.appointments.get(pk=appointment.pk)
    if all(getattr(current, name) == value for name, value in asdict(said).items()):
        return False
    _check_appointment(post, said, current)
    _write(current, asdict(said), "changed an appointment", TOLD_OF_AN_APPOINTMENT, post.body, by, today)
    return True


def _write(
    row: Post | Appointment, said: dict[str, Any], verb: str, told: tuple[str, ...], body: Body, by: User, today: date
) -> None:
    before = audit.facts(row, *told)
    for name, value in said.items():
        setattr(row, name, value)
    row.save(update_fields=list(said))
    audit.record(verb, row, by=by, today=today, body=body, before=before, after=audit.facts(row, *told))


def _check_post(body: Body, said: NewPost, current: Post | None) -> None:
    if said.to_on is not None and said.to_on < said.from_on:
        raise Refused("The last day of the post cannot be before its first.")
    if said.from_on < body.opened_on:
        raise Refused(f"{body.name} did not exist before {date_long(body.opened_on)}.")
    others = body.posts.filter(title__iexact=said.title)
    others = others.exclude(pk=current.pk) if current else others
    if any(_overlap(one, said) for one in others):
        raise Refused("There is a post of this name at that time already. Give this one a name that tells them apart.")


def _check_holders(post: Post, said: NewPost) -> None:
    """A post cannot end, or begin, beside those who hold it."""
    for one in post.appointments.all():
        if one.from_on < said.from_on:
            raise Refused(f"Somebody holds this post from {date_long(one.from_on)}: it cannot begin after that.")
        if said.to_on is not None and (one.to_on is None or one.to_on > said.to_on):
            raise Refused("Somebody holds this post after that day. Say first when they leave it.")


def _check_appointment(post: Post, said: NewAppointment, current: Appointment | None) -> None:
    if said.to_on is not None and said.to_on < said.from_on:
        raise Refused("The last day cannot be before the first.")
    if said.from_on < post.from_on:
        raise Refused(f"There is such a post only from {date_long(post.from_on)}.")
    if post.to_on is not None and (said.to_on is None or said.to_on > post.to_on):
        raise Refused(f"The post ends on {date_long(post.to_on)}. Enter a last day that is not after it.")
    others = post.appointments.exclude(pk=current.pk) if current else post.appointments.all()
    taken = next((one for one in others if _overlap(one, said)), None)
    if taken is not None:
        until = f"to {date_long(taken.to_on)}" if taken.to_on else "on, with no last day"
        raise Refused(
            f"This post is held from {date_long(taken.from_on)} {until}. One person holds a post at a time: say first "
            "when they leave it, or enter other days."
        )


def _overlap(one: Post | Appointment, said: NewPost | NewAppointment) -> bool:
    return (said.to_on is None or one.from_on <= said.to_on) and (one.to_on is None or said.from_on <= one.to_on)
