"""Who a body followed and who followed it, as known on a day: later facts do not exist.

The register's successions are few, so a history takes them all in one statement and walks them here: the number of
statements is the same for a body without a past and for one with forty predecessors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bodies.models import Body, BodyName, Succession


@dataclass(frozen=True)
class Link:
    """A predecessor or a successor, with its own predecessors or successors in turn."""

    body: Body
    name: str  # a predecessor's on its last day; a successor's on the day asked about, or its last
    effective_on: date
    kind: Succession.Kind
    scope: Succession.Scope
    share: str
    links: tuple[Link, ...]

    @property
    def in_part(self) -> bool:
        return self.scope == Succession.Scope.PART


@dataclass(frozen=True)
class History:
    """What is known of a body's past, and of what came after it, on a day."""

    body: Body
    name: str
    former_names: tuple[BodyName, ...]
    spellings: tuple[BodyName, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]


def history_of(body: Body, today: date) -> History:
    """A body's predecessors and successors, back to the first and on to the last; three statements for any body."""
    edges = list(Succession.objects.filter(effective_on__lte=today))
    before = _reached(body.pk, edges, lambda edge: (edge.successor_id, edge.predecessor_id))
    after = _reached(body.pk, edges, lambda edge: (edge.predecessor_id, edge.successor_id))
    named = Body.objects.prefetch_related("names").in_bulk({body.pk} | before | after)
    names = list(named[body.pk].names.all())
    return History(
        body=body,
        name=name_as_at(named[body.pk], today),
        former_names=tuple(name for name in names if name.to_on is not None and name.to_on < today),
        spellings=tuple(name for name in names if name.kind == BodyName.Kind.SPELLING),
        predecessors=_backwards(body.pk, edges, named),
        successors=_forwards(body.pk, edges, named, today),
    )


def heirs(today: date) -> dict[int, int | None]:
    """For every body that has closed by a day, by id: the body that answers for it then; two statements.

    None where it, or a body that took it whole, was split (or was followed by nobody): an administrator names the
    holder. A body that is still open is not in the answer.
    """
    whole: dict[int, int] = {}
    closed = set(Body.objects.filter(closed_on__lt=today).values_list("pk", flat=True))
    for edge in Succession.objects.filter(effective_on__lte=today, scope=Succession.Scope.WHOLE):
        whole[edge.predecessor_id] = edge.successor_id
    return {body_id: _end(body_id, whole, closed) for body_id in closed}


def followers(body: Body, today: date) -> set[int]:
    """Ids of every body that followed a closed one by a day, directly or through others; one statement."""
    edges = Succession.objects.filter(effective_on__lte=today)
    return _reached(body.pk, edges, lambda edge: (edge.predecessor_id, edge.successor_id))


def taken_over(body_ids: Iterable[int], today: date) -> set[int]:
    """Ids of every body that these took over whole by a day, directly or through others; one statement."""
    edges = list(Succession.objects.filter(effective_on__lte=today, scope=Succession.Scope.WHOLE))
    found: set[int] = set()
    for body_id in body_ids:
        found |= _reached(body_id, edges, lambda edge: (edge.successor_id, edge.predecessor_id))
    return found


def _end(body_id: int, whole: dict[int, int], closed: set[int]) -> int | None:
    # A successor is always open on the day it follows, so this walk only goes forward in time and ends.
    following: int | None = body_id
    while following in closed:
        following = whole.get(following)
    return following


def _reached(start: int, edges: Iterable[Succession], ends: Callable[[Succession], tuple[int, int]]) -> set[int]:
    steps: dict[int, list[int]] = {}
    for edge in edges:
        near, far = ends(edge)
        steps.setdefault(near, []).append(far)
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for far in steps.get(waiting.pop(), []):
            if far not in found:
                found.add(far)
                waiting.append(far)
    return found


def _backwards(body_id: int, edges: list[Succession], named: dict[int, Body]) -> tuple[Link, ...]:
    found = []
    for edge in edges:
        if edge.successor_id == body_id:
            other = named[edge.predecessor_id]
            name = other.name_on(edge.effective_on - timedelta(days=1))
            found.append(_link(edge, other, name, _backwards(other.pk, edges, named)))
    return _in_order(found)


def _forwards(body_id: int, edges: list[Succession], named: dict[int, Body], today: date) -> tuple[Link, ...]:
    found = []
    for edge in edges:
        if edge.predecessor_id == body_id:
            other = named[edge.successor_id]
            found.append(_link(edge, other, name_as_at(other, today), _forwards(other.pk, edges, named, today)))
    return _in_order(found)


def _link(edge: Succession, body: Body, name: str, links: tuple[Link, ...]) -> Link:
    return Link(
        body=body,
        name=name,
        effective_on=edge.effective_on,
        kind=Succession.Kind(edge.kind),
        scope=Succession.Scope(edge.scope),
        share=edge.share,
        links=links,
    )


def _in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (link.effective_on, link.name)))


def name_as_at(body: Body, today: date) -> str:
    """The name a body bears today, or bore on its last day; no query where `names` is prefetched."""
    return body.name_on(min(today, body.closed_on or today))
