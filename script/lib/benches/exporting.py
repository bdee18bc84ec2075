"""What an export as CSV costs beside a bare values_list that is written as it comes, and whether its memory grows."""

from __future__ import annotations

import csv
import io
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import IO, Any

from assurance.exports.asked import Asked, Place, Scope
from assurance.exports.kinds import Kind
from assurance.exports.obligations import FIELDS, OBLIGATIONS
from assurance.exports.reading import reading
from assurance.exports.writing import write
from benches.figures import Figure
from benches.seeding import THIS_YEAR, TODAY
from benches.timing import in_turn
from bodies.models import Body
from bodies.web.workbook import Sheet
from duties.models import Obligation

WRITTEN = 5  # times, of which the fastest counts
# The same facts as ours, with the names of body and duty: a join each, as a bare writer has them.
BARE = ("held_by__code", "held_by__name", "body__code", "duty__theme", "duty__title", *FIELDS)
# Of every year: one year of the smallest register has too few rows.
EVERY_YEAR: Kind = replace(OBLIGATIONS, found=lambda scope: scope.narrowed(Obligation.objects.all()))


def measure(number: int, *, control: bool) -> list[Figure]:
    """The time for so many rows beside the bare writer's, and the memory for them beside that for a tenth of them."""
    subject: Callable[[Scope], Iterable[Sequence[object]]] = _by_the_row if control else _rows
    scope, tenth = _scope(number), _scope(number // 10)
    took = in_turn(
        lambda scope: _written(subject, scope), _bare, 1 if control else WRITTEN, before=lambda: scope
    )  # fmt: skip
    if sum(1 for _ in _rows(scope)) != _found(scope).count():
        raise RuntimeError("An export leaves rows out: what was measured does not do its work.")
    peaks = [_peak(subject, one, whole=control) for one in (scope, tenth)]
    return [
        Figure("export as CSV", *took, budget=1.5),
        Figure("export as CSV, memory", *peaks, budget=1.5, unit="KB"),
    ]


def _scope(number: int) -> Scope:
    """As many whole bodies as have so many rows."""
    bodies = list(Body.objects.order_by("pk"))
    each = Obligation.objects.outside().opened_by(TODAY).count() / len(bodies)
    places = {body.pk: Place(body.code, body.name, "South") for body in bodies[: max(1, round(number / each))]}
    return Scope(Asked(THIS_YEAR, TODAY), places, {body.pk: body.code for body in bodies}, ())


def _found(scope: Scope) -> Any:
    return scope.narrowed(Obligation.objects.all()).filter(held_by__in=scope.places)


def _rows(scope: Scope) -> Iterable[Sequence[object]]:
    found, tell = reading(EVERY_YEAR, scope), EVERY_YEAR.teller(scope)
    return (tell(row) for chunk in found for row in chunk)


def _by_the_row(scope: Scope) -> Iterable[Sequence[object]]:
    """As a tracker does it that asks for each row's body and duty when it comes to them."""
    for one in _found(scope).order_by("pk"):
        words, days = one.words(TODAY).word, one.status(TODAY).days_late
        yield [one.held_by.name, one.duty.title, one.about, one.due_on, words, days, one.owner and one.owner.post]


def _written(subject: Callable[[Scope], Iterable[Sequence[object]]], scope: Scope, *, whole: bool = False) -> None:
    with tempfile.TemporaryFile() as out:
        rows = list(subject(scope)) if whole else subject(scope)
        write("csv", out, Sheet("Obligations", OBLIGATIONS.header, rows))


def _bare(scope: Scope) -> None:
    """The same rows, neither told in words nor made safe."""
    with tempfile.TemporaryFile() as out:
        text = _text(out)
        writer = csv.writer(text)
        writer.writerow(BARE)
        writer.writerows(_found(scope).values_list(*BARE).iterator(chunk_size=2_000))
        text.detach()


def _text(out: IO[bytes]) -> io.TextIOWrapper:
    return io.TextIOWrapper(out, encoding="utf-8", newline="")


def _peak(subject: Callable[[Scope], Iterable[Sequence[object]]], scope: Scope, *, whole: bool) -> float:
    """The most memory that it takes at any moment, in KB."""
    tracemalloc.start()
    try:
        _written(subject, scope, whole=whole)
        return tracemalloc.get_traced_memory()[1] / 1024
    finally:
        tracemalloc.stop()
