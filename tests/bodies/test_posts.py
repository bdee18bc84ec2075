"""Posts of a governing body: what is held, what is vacant, and what nobody recorded; who may hold one when."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bodies.access import Role
from bodies.actions import Refused
from bodies.appointing import NewAppointment, NewPost, add_post, appoint, change_appointment, change_post
from bodies.composition import PostKind
from bodies.models import Appointment, AuditEntry, Body, Post
from bodies.posts import standing_of, standings_of, vacancies_of
from tests.at_once import at_once
from tests.factories import TODAY, make_body, make_member

DAY = timedelta(days=1)
BEGAN = date(2013, 4, 1)


def governing() -> SimpleNamespace:
    body = make_body()
    return SimpleNamespace(body=body, lead=make_member(Role.LEAD, body).user)


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    return governing()


def post_of(place: Any, title: str = "Registered nurse", kind: str = "nurse", **more: Any) -> Post:
    said = NewPost(**({"kind": kind, "title": title, "votes": True, "from_on": BEGAN} | more))
    return add_post(body=place.body, said=said, by=place.lead, today=TODAY, invented=False)


def held(place: Any, post: Post, from_on: date, to_on: date | None = None, **more: Any) -> Appointment:
    said = NewAppointment(from_on, to_on, **more)
    return appoint(post=post, said=said, by=place.lead, today=TODAY, invented=False)


def test_a_body_that_keeps_no_posts_has_nothing_recorded_and_nothing_is_said_of_it(place: Any) -> None:
    standing = standing_of(place.body, TODAY)
    assert not standing.is_recorded and standing.rule is not None
    assert (standing.missing, standing.vacant, standing.fewer_by) == ([], [], 0)
    assert vacancies_of([place.body], TODAY) == {}


def test_a_post_is_vacant_from_the_day_after_its_holder_left_until_somebody_follows(place: Any) -> None:
    nurse = post_of(place)
    left_on, follows_on = date(2016, 8, 31), date(2016, 10, 20)
    held(place, nurse, BEGAN, left_on)
    held(place, nurse, follows_on)
    found = {day: standing_of(place.body, day) for day in (left_on, left_on + DAY, follows_on - DAY, follows_on)}
    assert [[one.vacant_since for one in standing.vacant] for standing in found.values()] == [
        [], [left_on + DAY], [left_on + DAY], [],
    ]  # fmt: skip
    assert [len(standing.filled) for standing in found.values()] == [1, 0, 0, 1]


def test_a_post_of_which_nobody_said_who_holds_it_is_not_vacant(place: Any) -> None:
    post_of(place)
    standing = standing_of(place.body, TODAY)
    assert standing.vacant == [] and [one.words for one in standing.not_recorded] == ["Nobody recorded"]
    assert "Registered nurse" in [seat.words for seat in standing.missing]


def test_what_the_law_asks_for_goes_by_the_day(place: Any) -> None:
    titles = {
        PostKind.ACCOUNTABLE_OFFICER: "AO", PostKind.FINANCE: "CFO", PostKind.NURSE: "Nurse", PostKind.LAY_AUDIT: "Lay",
    }  # fmt: skip
    for kind, title in titles.items():
        held(place, post_of(place, title, kind), BEGAN)
    old, new = (standing_of(place.body, day) for day in (date(2022, 4, 13), date(2022, 4, 14)))
    assert len(old.missing) == 2 and old.fewer_by == 2
    assert new.missing == [] and new.fewer_by == 0


def test_a_post_that_ended_or_has_not_begun_is_not_one_of_today(place: Any) -> None:
    post_of(place, "Old", to_on=TODAY - DAY)
    post_of(place, "New", from_on=TODAY + DAY)
    post_of(place, "Last day", to_on=TODAY)
    assert [one.post.title for one in standing_of(place.body, TODAY).held] == ["Last day"]


def test_a_closed_body_stands_as_on_its_last_day(place: Any) -> None:
    nurse = post_of(place)
    held(place, nurse, BEGAN, TODAY)
    place.body.closed_on = TODAY
    place.body.save()
    standing = standing_of(place.body, TODAY + 400 * DAY)
    assert len(standing.filled) == 1 and standing.vacant == []


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [(date(2016, 1, 1), None), (date(2015, 3, 31), date(2015, 4, 1)), (date(2016, 3, 31), date(2016, 4, 5)),
     (date(2014, 1, 1), date(2017, 1, 1)), (date(2015, 5, 1), date(2015, 6, 1))],
)  # fmt: skip
def test_two_never_hold_one_post_on_one_day(place: Any, from_on: date, to_on: date | None) -> None:
    nurse = post_of(place)
    held(place, nurse, date(2015, 4, 1), date(2016, 3, 31))
    with pytest.raises(Refused, match="One person holds a post at a time"):
        held(place, nurse, from_on, to_on)
    assert Appointment.objects.count() == 1
    held(place, nurse, date(2016, 4, 1))
    held(place, nurse, BEGAN, date(2015, 3, 31))


def test_the_database_keeps_two_without_an_end_apart(place: Any) -> None:
    nurse = post_of(place)
    held(place, nurse, BEGAN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(post=nurse, from_on=TODAY, is_interim=False)


def test_a_correction_may_not_overlap_either_and_changes_nothing_when_it_says_the_same(place: Any) -> None:
    nurse = post_of(place)
    first = held(place, nurse, BEGAN, date(2016, 3, 31))
    held(place, nurse, date(2016, 4, 1))

    def change(**said: Any) -> bool:
        return change_appointment(
            appointment=first, said=NewAppointment(**said), by=place.lead, today=TODAY
        )  # fmt: skip

    assert not change(from_on=BEGAN, to_on=date(2016, 3, 31))
    with pytest.raises(Refused):
        change(from_on=BEGAN, to_on=date(2016, 4, 1))
    assert change(from_on=BEGAN, to_on=date(2016, 2, 29))
    assert Appointment.objects.get(pk=first.pk).to_on == date(2016, 2, 29)


def test_holders_stay_within_their_post_and_posts_around_their_holders(place: Any) -> None:
    nurse = post_of(place, from_on=date(2014, 1, 1), to_on=date(2016, 12, 31))
    for from_on, to_on in ((BEGAN, date(2014, 6, 1)), (date(2015, 1, 1), None), (date(2016, 1, 1), date(2017, 1, 1))):
        with pytest.raises(Refused):
            held(place, nurse, from_on, to_on)
    held(place, nurse, date(2014, 2, 1), date(2016, 6, 30))
    told = {"kind": "nurse", "title": "Registered nurse", "votes": True}
    for days in ({"from_on": date(2014, 3, 1)}, {"from_on": date(2014, 1, 1), "to_on": date(2016, 6, 29)}):
        with pytest.raises(Refused):
            change_post(post=nurse, said=NewPost(**told, **days), by=place.lead, today=TODAY)
    last_day = NewPost(**told, from_on=date(2014, 1, 1), to_on=date(2016, 6, 30))
    assert change_post(post=nurse, said=last_day, by=place.lead, today=TODAY)


def test_a_post_of_the_same_name_at_the_same_time_is_refused_and_the_same_said_twice_is_one(place: Any) -> None:
    assert post_of(place) == post_of(place)
    with pytest.raises(Refused, match="of this name"):
        post_of(place, "REGISTERED NURSE", votes=False)
    with pytest.raises(Refused, match="did not exist"):
        post_of(place, "Other", from_on=BEGAN - DAY)
    with pytest.raises(Refused, match="before its first"):
        post_of(place, "Other", to_on=BEGAN - DAY)
    assert Post.objects.count() == 1


def test_the_trail_keeps_ids_and_days_and_neither_title_nor_name(place: Any) -> None:
    secret = "Dr Hushed"
    nurse = post_of(place, f"Seat of {secret}")
    one = held(place, nurse, BEGAN, holder=secret)
    gone = NewAppointment(BEGAN, TODAY)
    change_appointment(appointment=one, said=gone, by=place.lead, today=TODAY)
    rows = AuditEntry.objects.filter(subject_kind__in=["bodies.post", "bodies.appointment"]).order_by("pk")
    assert [row.verb for row in rows] == ["added a post", "appointed", "changed an appointment"]
    assert secret not in str([row.detail for row in rows])
    assert rows[2].detail["before"]["to_on"] is None and rows[2].detail["after"]["to_on"] == TODAY.isoformat()
    assert Appointment.objects.get().holder == ""


@pytest.mark.django_db(transaction=True)
def test_two_who_appoint_at_once_leave_one() -> None:
    place = governing()
    nurse = post_of(place)

    def appointing(holder: str) -> Any:
        def do() -> object:
            try:
                return held(place, nurse, BEGAN, holder=holder)
            except Refused as refusal:
                return refusal

        return do

    done = at_once(appointing("One"), appointing("Two"))
    assert sum(isinstance(one, Appointment) for one in done) == 1 == Appointment.objects.count()


def test_many_bodies_take_two_statements(place: Any, django_assert_num_queries: Any) -> None:
    bodies = [place.body]
    for number in range(5):
        other = governing()
        bodies.append(other.body)
        held(other, post_of(other), BEGAN, TODAY - DAY if number % 2 else None)
    anew = list(Body.objects.filter(pk__in=[body.pk for body in bodies]))
    with django_assert_num_queries(2):
        found = vacancies_of(anew, TODAY)
    assert set(found) == {body.pk for number, body in enumerate(bodies[1:]) if number % 2}
    assert [one.vacant_since for rows in found.values() for one in rows] == [TODAY, TODAY]


DAYS = st.integers(0, 40).map(lambda number: BEGAN + number * DAY)
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 15))


class Properties(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(SPANS, max_size=6))
    def test_however_holders_are_entered_each_day_has_at_most_one_and_vacancies_are_the_gaps_after_one(
        self, spans: list[tuple[date, int | None]]
    ) -> None:
        place = governing()
        nurse, taken = post_of(place), []
        for from_on, length in spans:
            to_on = None if length is None else from_on + length * DAY
            try:
                taken.append((held(place, nurse, from_on, to_on), from_on, to_on))
            except Refused:
                continue
        for number in range(60):
            day = BEGAN + number * DAY
            holders = {one.pk for one, first, last in taken if first <= day and (last is None or day <= last)}
            left = [last for _, first, last in taken if first <= day and last is not None and last < day]
            assert len(holders) <= 1
            (one,) = standings_of([place.body], day)[place.body.pk].held
            assert (one.holder.pk if one.holder else None) == next(iter(holders), None)
            assert one.vacant_since == (max(left) + DAY if left and not holders else None)
