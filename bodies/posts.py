"""How the governing body of a body stands on a day: its posts, who holds them, what is vacant, what the law asks for.

What nobody recorded is never called vacant: a post is vacant once somebody who held it has left and nobody follows. A
body that keeps no posts here has nothing recorded, and of it nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import prefetch_related_objects

from bodies.composition import PostKind, Rule, Seat, rule_on
from bodies.models import Appointment, Body, Post

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """One post on a day: who holds it, or since when it is vacant; neither where nobody recorded anything."""

    post: Post
    holder: Appointment | None = None
    vacant_since: date | None = None

    @property
    def words(self) -> str:
        """Who holds it, for a list: the name that the body publishes, or that it is held."""
        if self.holder is None:
            return "Vacant" if self.vacant_since else "Nobody recorded"
        if not self.holder.holder:
            return "Held for the interim" if self.holder.is_interim else "Held"
        return f"{self.holder.holder} (interim)" if self.holder.is_interim else self.holder.holder


@dataclass(frozen=True, slots=True)
class Standing:
    """The governing body on a day; `rule` is what the law asked for then, None where it asked for nothing."""

    held: Sequence[Held]
    rule: Rule | None

    @property
    def is_recorded(self) -> bool:
        """Whether the body keeps posts here at all."""
        return bool(self.held)

    @property
    def is_invented(self) -> bool:
        """Whether any of it is made up for a demonstration."""
        return any(one.post.is_invented for one in self.held)

    @property
    def filled(self) -> list[Held]:
        return [one for one in self.held if one.holder is not None]

    @property
    def vacant(self) -> list[Held]:
        return [one for one in self.held if one.vacant_since is not None]

    @property
    def not_recorded(self) -> list[Held]:
        """Posts of which nobody said who holds them."""
        return [one for one in self.held if one.holder is None and one.vacant_since is None]

    @property
    def missing(self) -> list[Seat]:
        """What the law asks for and nobody is recorded as holding; nothing is said of a body that keeps no posts."""
        if self.rule is None or not self.is_recorded:
            return []
        return self.rule.missing(one.post.kind for one in self.filled)

    @property
    def fewer_by(self) -> int:
        """How many fewer hold a post than the least number of members; 0 where enough do, or nothing is recorded."""
        if self.rule is None or not self.is_recorded:
            return 0
        return max(0, self.rule.minimum - len(self.filled))


def standing_of(body: Body, day: date) -> Standing:
    """How one governing body stands on a day; that of a closed body on its last. Two statements."""
    return standings_of([body], day)[body.pk]


def standings_of(bodies: Iterable[Body], day: date) -> dict[int, Standing]:
    """How many governing bodies stand on a day, by body; two statements, however many."""
    found = list(bodies)
    prefetch_related_objects(found, "posts__appointments")
    return {body.pk: _standing(body, min(day, body.closed_on or day)) for body in found}


def vacancies_of(bodies: Iterable[Body], day: date) -> dict[int, list[Held]]:
    """The vacant posts of each body that has any; two statements, however many."""
    return {pk: standing.vacant for pk, standing in standings_of(bodies, day).items() if standing.vacant}


def _standing(body: Body, day: date) -> Standing:
    order = list(PostKind)
    posts = sorted(
        (post for post in body.posts.all() if post.is_there(day)), key=lambda one: order.index(PostKind(one.kind))
    )
    return Standing([_held(post, day) for post in posts], rule_on(body.kind, day))


def _held(post: Post, day: date) -> Held:
    told = [one for one in post.appointments.all() if one.from_on <= day]
    last = max(told, key=lambda one: one.from_on, default=None)
    if last is None:
        return Held(post)
    if last.is_held(day):
        return Held(post, holder=last)
    assert last.to_on is not None  # it is held no more, so it ended
    return Held(post, vacant_since=last.to_on + ONE_DAY)


def rows_of(body: Body, day: date) -> list[list[object]]:
    """Every post that there ever was with everybody who held it, for a file; a post that nobody held has one row."""
    prefetch_related_objects([body], "posts__appointments")
    return [row for post in body.posts.all() for row in _rows(post, day)]


def _rows(post: Post, day: date) -> list[list[object]]:
    head = [post.title, PostKind(post.kind).label, "Yes" if post.votes else "No", post.from_on, post.to_on]
    state = _held(post, day).words if post.is_there(day) else "No such post"
    found: list[list[object]] = [
        [*head, one.from_on, one.to_on, "Yes" if one.is_interim else "No", one.holder, state]
        for one in post.appointments.all()
    ]
    return found or [[*head, None, None, "", "", state]]
