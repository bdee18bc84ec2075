"""Nothing is lost between visits: what happened is counted at every visit until a page that showed it was marked.

Things happen in any order, and any of them may bear a moment long before its transaction commits: pages are drawn in
between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from unittest import mock

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bodies.access import Role
from bodies.actions import mark_seen
from bodies.looking import Drawn, drawn, looked, read_drawn
from bodies.models import Membership, Office
from desk.changes import SOURCES, count, everything
from duties.actions import mark_met, mark_sent, mark_sent_back
from duties.flags import clear_flag, raise_flag
from duties.models import Obligation
from duties.sweep import sweep
from evidence.actions.rounds import decide, open_round
from tests.factories import TODAY, make_body, make_member, make_obligation, make_office, make_rule, make_user
from tests.looked import committed

DAY = timedelta(days=1)
DEEDS = ("flag gone", "page is back", "sweep", "send in", "send back", "see", "visit", "press")
Shown = set[tuple[str, int]]


@dataclass
class World:
    """One region, and a ledger of what happened: of each row, when it last changed (by its place in the course)."""

    assurer: Membership
    rows: list[Obligation]
    clock: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    step: int = 0
    happened: dict[tuple[str, int], int] = field(default_factory=dict)
    pages: list[tuple[int, Drawn, Shown]] = field(default_factory=list)
    marked: list[tuple[int, Shown]] = field(default_factory=list)

    @property
    def office(self) -> Office:
        assert self.assurer.office is not None
        return self.assurer.office

    def state(self) -> dict[tuple[str, int], tuple[object, bool]]:
        """Of each row of each kind the moment that it bears, and whether it is so."""
        return {
            (kind, row.pk): (getattr(row, source.moment), row.holds)
            for kind, source in SOURCES.items()
            for row in source.in_reach(self.office, TODAY)
        }

    def do(self, deed: str, which: int, ago: timedelta) -> None:
        """Do one thing, at a moment that is `ago` by the time others can see it."""
        self.step += 1
        self.clock += timedelta(seconds=7)
        before = self.state()
        with mock.patch("django.utils.timezone.now", return_value=self.clock - ago):
            self.act(deed, Obligation.objects.get(pk=self.rows[which % len(self.rows)].pk))
        committed()
        for key, (moment, holds) in self.state().items():
            was, held = before.get(key, (None, False))
            if was != moment or (holds and not held):
                self.happened[key] = self.step

    def act(self, deed: str, row: Obligation) -> None:
        waiting = row.submissions.filter(decision="").first()
        by = self.assurer.user
        if deed == "flag gone":
            raise_flag(obligation=row, kind="gone", since_on=TODAY, by=None, today=TODAY)
        elif deed == "page is back":
            clear_flag(obligation=row, kind="gone", by=None, today=TODAY)
        elif deed == "sweep":
            sweep(TODAY)
        elif deed == "send in" and waiting is None and row.met_on is None:
            self._send(row)
        elif deed == "send back" and waiting is not None:
            decide(waiting, "sent_back", by=by, today=TODAY, reason="No date")
            mark_sent_back(obligation=row, by=by, today=TODAY)
        elif deed == "see" and waiting is not None:
            decide(waiting, "seen", by=by, today=TODAY)
            mark_met(obligation=row, how="seen", done_on=TODAY, by=by, today=TODAY)

    def _send(self, row: Obligation) -> None:
        sender = make_user()
        mark_sent(obligation=row, done_on=TODAY, by=sender, today=TODAY)
        now = timezone.now()
        open_round(
            row, by=sender, today=TODAY, sent_by=sender, sent_on=TODAY, sent_at=now, queued_at=now, done_on=TODAY
        )

    def visit(self) -> None:
        """Draw the page; what happened since the last page that was marked must be on it, and all numbers agree."""
        self.step += 1
        self.clock += timedelta(seconds=7)
        self.assurer.refresh_from_db()
        last, office = looked(self.assurer), self.office
        with mock.patch("django.utils.timezone.now", return_value=self.clock):
            page = drawn(TODAY)
        shown = {(kind, one.key) for kind in SOURCES for one in everything(kind, office, last, TODAY)}
        for key, when in self.happened.items():
            was_marked = any(when < at and key in seen for at, seen in self.marked)
            assert was_marked or last is None or key in shown, (key, when, self.step)
        numbers = count(office, last, TODAY)
        assert {kind: one.total for kind, one in numbers.items()} == {
            kind: sum(1 for found, _ in shown if found == kind) for kind in SOURCES
        }
        self.pages.append((self.step, page, shown))

    def press(self, which: int) -> None:
        """Press on some page that is open, perhaps an old one."""
        if self.pages:
            at, page, shown = self.pages[which % len(self.pages)]
            with mock.patch("django.utils.timezone.now", return_value=self.clock):
                posted = read_drawn(str(page), TODAY)
                assert posted == page
                mark_seen(membership=self.assurer, page=posted, by=self.assurer.user, today=TODAY)
            self.marked.append((at, shown))


def world() -> World:
    office = make_office()
    body, rule = make_body(region=office), make_rule()
    rows = [make_obligation(body, rule, subject=str(one), due_on=TODAY - one * DAY) for one in range(3)]
    return World(make_member(Role.ASSURER, office), rows)


LAGS = st.sampled_from([timedelta(0), timedelta(0), timedelta(seconds=10), timedelta(minutes=3), timedelta(hours=5)])


class Nothing(TestCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5), LAGS), min_size=4, max_size=25))
    def test_is_lost_between_visits(self, course: list[tuple[str, int, timedelta]]) -> None:
        here = world()
        here.visit()
        here.press(0)
        for deed, which, ago in course:
            if deed == "visit":
                here.visit()
            elif deed == "press":
                here.press(which)
            else:
                here.do(deed, which, ago)
        here.visit()

    def test_what_was_over_and_is_so_again_is_news_again(self) -> None:
        courses = {
            "gone": ("flag gone", "page is back", "flag gone"),
            "late": ("sweep", "send in", "send back", "sweep"),
        }
        for kind, deeds in courses.items():
            here = world()
            for deed in deeds[:2]:
                here.do(deed, 1, timedelta(0))
            here.visit()
            here.press(0)
            for deed in deeds[2:]:
                here.do(deed, 1, timedelta(0))
            here.visit()
            assert kind in {found for found, _ in here.pages[-1][2]}

    def test_what_was_marked_is_not_counted_again(self) -> None:
        here = world()
        here.visit()
        here.press(0)
        here.do("sweep", 0, timedelta(0))
        here.do("send in", 0, timedelta(0))
        here.visit()
        assert len(here.pages[-1][2]) == 3  # two late, one sent in
        here.press(1)
        here.visit()
        assert here.pages[-1][2] == set()
