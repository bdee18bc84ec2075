"""The figures of every dashboard, held to what each obligation says of itself on the same day."""

from collections import Counter
from datetime import date, timedelta

import pytest

from duties.models import Obligation
from duties.status import EvidenceState, Timing
from tests.assurance.world import make_world
from tests.factories import TODAY, make_body

NAMES = (
    "total",
    "passed_red",
    "passed_amber",
    "sent_back",
    "waiting",
    "soon",
    "no_date",
    "done",
    "on_time",
    "late_done",
)


def one_by_one(day):
    found = Counter()
    for one in Obligation.objects.all():
        now = one.status(day)
        if one.opened_on > day or now.timing in (Timing.CLOSED, Timing.NOT_TRACKED, Timing.VOLUNTARY):
            continue
        red = one.date_basis in ("law", "directed") and one.date_confirmed
        found += Counter(
            total=1,
            passed_red=now.is_late and red,
            passed_amber=now.is_late and not red,
            sent_back=now.evidence is EvidenceState.SENT_BACK,
            waiting=now.evidence is EvidenceState.WAITING,
            soon=now.timing is Timing.SOON,
            no_date=now.timing is Timing.NO_DATE and not now.is_met,
            done=now.is_met,
            on_time=now.is_met and now.timing is Timing.ON_TIME,
            late_done=now.is_met and now.timing is Timing.DONE_LATE,
        )
    return {name: found[name] for name in NAMES}


@pytest.mark.parametrize("seed", range(4))
def test_each_figure_counts_what_the_status_of_each_obligation_says(db, seed):
    make_world([make_body(), make_body(joined_on=date(2016, 2, 1)), make_body(joined_on=None)], each=120, seed=seed)
    for day in (TODAY, TODAY - timedelta(1), TODAY - timedelta(140), date(2015, 9, 9)):
        row = Obligation.objects.figures(day, "owed_by").get()  # all of one group
        assert {name: row[name] for name in NAMES} == one_by_one(day), day
    assert all(one_by_one(TODAY).values())
