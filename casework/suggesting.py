"""What a yearly complaints report may say, gathered from the year's cases: a suggestion that people edit."""

from __future__ import annotations

from collections.abc import Iterable

from bodies.models import Body
from casework.figures.small import FEWEST
from casework.models import Complaint
from duties.periods import Period

MOST_LINES = 50  # of what is suggested for one part


def suggested_texts(body: Body, period: Period) -> dict[str, str]:
    """The subjects of what was received, what was learned, and what is done; two statements.

    A small number beside a subject could point to somebody, so only larger ones are told.
    """
    cases = Complaint.objects.counted().filter(body=body).received_in(period.first_on, period.last_on)
    of_subjects = cases.filter(terms__list="subject").values_list("terms__name", flat=True)
    names = list(of_subjects.order_by("terms__name"))
    written = list(cases.order_by("received_on", "pk").values_list("lessons", "action"))
    return {
        "subjects": _subjects(names),
        "importance": _lines(lessons for lessons, _ in written),
        "action": _lines(action for _, action in written),
    }


def _subjects(names: list[str]) -> str:
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    often_first = sorted(counts, key=lambda name: (-counts[name], name))
    return "\n".join(f"{name} ({counts[name]})" if counts[name] >= FEWEST else name for name in often_first)


def _lines(texts: Iterable[str]) -> str:
    """Each text once, one under the other."""
    return "\n".join(list(dict.fromkeys(text.strip() for text in texts if text.strip()))[:MOST_LINES])
