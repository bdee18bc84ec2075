"""However a case was entered and put right, it ends as if it had been recorded day by day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bodies.models import Body
from casework.actions import Happening, add_event, change_event, change_request, log_request, remove_event
from casework.actions.cases import NewRequest
from casework.actions.events import words_of
from casework.course import Event
from casework.keeping import complaint_facts, course_of, request_facts
from casework.models import Case, CaseEvent, InformationRequest
from duties.actions import NotNow
from duties.loading import load_catalogue
from duties.models import Obligation
from tests.casework.conftest import CONCERNED, DIRECTED, make_complaint
from tests.casework.course_kit import complaints, requests
from tests.catalogues import part_of_catalogue
from tests.factories import make_body, make_user

TODAY = date(2022, 6, 30)  # after anything that happens in these cases
SOME = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def happening(case: Case, event: Event) -> Happening:
    """An event as people type it."""
    words = "As it was" if words_of(case, event.kind).words_needed else ""
    return Happening(event.on, event.until_on, event.code, event.codes, words)


def add(case: Case, event: Event, *, later: int = 0) -> bool:
    """Record an event, perhaps on a wrong day; whether the log takes it."""
    said = happening(case, event)
    said = Happening(said.on + timedelta(later), said.until_on, said.code, said.codes, said.words)
    try:
        add_event(case=case, kind=event.kind, happening=said, by=None, today=TODAY)
    except NotNow:
        return False
    return True


def rows_of(case: Case) -> list[CaseEvent]:
    return list(type(case).objects.get(pk=case.pk).events.all())


def key(event: Event) -> tuple[object, ...]:
    return event.kind, event.on, event.until_on, event.code, event.codes


def mend(case: Case, wanted: list[Event], by: Any) -> None:
    """Bring what is recorded to what happened: days are corrected, what is missing is added, as far as it is taken."""
    missing = [one for one in wanted if key(one) not in {key(row.as_event) for row in rows_of(case)}]
    for row in rows_of(case):
        if key(row.as_event) in {key(one) for one in wanted}:
            continue
        right = next((one for one in missing if one.kind == row.kind), None)
        with suppress(NotNow):
            if right is None:
                remove_event(event=row, by=by, today=TODAY)
            else:
                change_event(event=row, happening=happening(case, right), by=by, today=TODAY)
                missing.remove(right)
    for one in missing:
        add(case, one)


def shape(case: Case, wanted: list[Event], chance: Random, by: Any) -> None:
    """Enter events in any order, each perhaps on a wrong day first, and put right whatever is wrong by then."""
    order = list(wanted)
    chance.shuffle(order)
    for one in order:
        add(case, one, later=chance.choice([0, 0, -3, 2, 9]))
    put_right(case, wanted, by)


def put_right(case: Case, wanted: list[Event], by: Any) -> None:
    """Mend it, and where two things make sense only together, take out what followed and begin again."""
    for _ in range(4):
        mend(case, wanted, by)
    if {key(row.as_event) for row in rows_of(case)} != {key(one) for one in wanted}:
        for row in reversed(rows_of(case)):
            remove_event(event=row, by=by, today=TODAY)
        assert all(add(case, one) for one in wanted)


def columns(case: Case) -> dict[str, object]:
    """What the row says that follows from its events."""
    current = type(case).objects.get(pk=case.pk)
    course: Any = course_of(current)
    facts = request_facts(course, TODAY) if isinstance(current, InformationRequest) else complaint_facts(course)
    stored = {name: getattr(current, name) for name in facts}
    assert stored == facts  # as worked out anew
    return stored


def owed(case: Case) -> set[tuple[object, ...]]:
    """What it owes or has done. What was opened and put right is closed: it was never opened in the other case."""
    rows = Obligation.objects.filter(record_path=case.path, closed_on=None)  # type: ignore[attr-defined]
    return {(row.duty.slug, row.step, row.due_on, row.done_on) for row in rows.select_related("duty")}


class TestEditing(TestCase):
    """Each example is one case entered day by day, and the same brought into shape."""

    body: Body
    by: Any

    @classmethod
    def setUpTestData(cls) -> None:
        load_catalogue(catalogue=part_of_catalogue(CONCERNED, DIRECTED), digest="tests", by=None, today=TODAY)
        cls.by = make_user()
        cls.body = make_body("10H", opened_on=date(2013, 1, 1), joined_on=date(2013, 4, 1))

    def _logged(self, received: date, law: str) -> InformationRequest:
        new = NewRequest(law=law, received_on=received, channel="email", subject="A case")
        return log_request(body=self.body, new=new, by=None, today=TODAY)

    @SOME
    @given(requests(), st.randoms(use_true_random=False))
    def test_a_request_brought_into_shape_is_as_one_recorded_day_by_day(self, drawn: Any, chance: Random) -> None:
        received, law, events = drawn
        in_order, edited = self._logged(received, law), self._logged(received, law)
        for one in events:
            assert add(in_order, one)
        shape(edited, events, chance, self.by)
        assert columns(edited) == columns(in_order)
        assert owed(edited) == owed(in_order)

    @SOME
    @given(requests(), st.integers(1, 30))
    def test_a_request_logged_with_a_wrong_day_of_receipt_is_put_right(self, drawn: Any, days: int) -> None:
        received, law, events = drawn
        in_order, edited = self._logged(received, law), self._logged(received - timedelta(days), law)
        for one in events:
            assert add(in_order, one)
        for one in events:
            add(edited, one)
        change_request(case=edited, by=self.by, today=TODAY, received_on=received)
        put_right(edited, events, self.by)
        assert columns(edited) == columns(in_order)
        assert owed(edited) == owed(in_order)

    @SOME
    @given(complaints(), st.randoms(use_true_random=False))
    def test_a_complaint_brought_into_shape_is_as_one_recorded_day_by_day(self, drawn: Any, chance: Random) -> None:
        received, channel, events = drawn
        in_order, edited = (make_complaint(self.body, received, today=TODAY, channel=channel) for _ in range(2))
        for one in events:
            assert add(in_order, one)
        shape(edited, events, chance, self.by)
        assert columns(edited) == columns(in_order)
        assert owed(edited) == owed(in_order)
