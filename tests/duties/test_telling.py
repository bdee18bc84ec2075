"""Whom a flag is told: who does it, else the lead; then the officers; then the assurers. Nobody twice, none missed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.access import Role
from bodies.models import Body, BodyOffice, Membership, Notice, User
from duties import actions
from duties.flags import clear_flag, raise_flag
from duties.handover import hand_over, name_holder
from duties.models import Flag
from duties.sweep import sweep
from tests.factories import (
    make_body,
    make_duty,
    make_member,
    make_obligation,
    make_office,
    make_rule,
    make_user,
    national_office,
)

pytestmark = pytest.mark.django_db
FRIDAY = date(2016, 10, 7)
SATURDAY, FIFTH, TENTH = date(2016, 10, 8), date(2016, 10, 14), date(2016, 10, 21)
DAY = timedelta(days=1)


@pytest.fixture
def body() -> Body:
    return make_body("10H", name="NHS Chiltern CCG", region=make_office("Y57", name="South"))


@pytest.fixture
def lead(body) -> Membership:
    return make_member(Role.LEAD, body)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_the_owner_is_told_and_nobody_else(body, lead) -> None:
    make_obligation(body, due_on=FRIDAY, owner=make_member(Role.CONTRIBUTOR, body, post="Complaints manager"))
    sweep(FRIDAY)
    sweep(SATURDAY)
    assert (told("soon"), told("late")) == ({"Complaints manager"}, {"Complaints manager"})


@pytest.mark.parametrize("why", ["nobody", "left", "switched off", "of another body"])
def test_the_lead_is_told_where_nobody_does_it(body, lead, why) -> None:
    owner = make_member(Role.CONTRIBUTOR, make_body() if why == "of another body" else body, post="Somebody else")
    if why == "left":
        Membership.objects.filter(pk=owner.pk).update(to_on=FRIDAY)
    if why == "switched off":
        User.objects.filter(pk=owner.user_id).update(is_active=False)
    make_obligation(body, due_on=FRIDAY, owner=None if why == "nobody" else owner)
    sweep(SATURDAY)
    assert told("late") == {"Governance lead"}


def test_every_lead_is_told_who_is_one_today(body, lead) -> None:
    make_member(Role.LEAD, body, post="Deputy")
    make_member(Role.LEAD, body, post="Lead to come", from_on=TENTH)
    make_member(Role.LEAD, make_body(), post="Lead elsewhere")
    make_obligation(body, due_on=FRIDAY)
    sweep(SATURDAY)
    assert told("late") == {"Governance lead", "Deputy"}


def test_what_escalates_is_told_the_lead_the_accountable_officer_and_the_chair(body, lead) -> None:
    owner = make_member(Role.CONTRIBUTOR, body, post="Complaints manager")
    make_member(Role.CONTRIBUTOR, body, post="Accountable Officer")
    make_member(Role.LAY_MEMBER, body, post="Chair of the governing body")
    make_member(Role.LAY_MEMBER, body, post="Chair of the audit committee")
    make_member(Role.CONTRIBUTOR, make_body(), post="Accountable officer elsewhere")
    make_obligation(body, due_on=FRIDAY, owner=owner)
    sweep(FIFTH)
    assert told("escalated") == {"Governance lead", "Accountable Officer", "Chair of the governing body"}


def test_then_the_assurers_of_its_region_are_told(body) -> None:
    make_member(Role.ASSURER, make_office("Y57"), post="Assurer, South")
    make_member(Role.ASSURER, make_office("Y54"), post="Assurer, North")
    make_member(Role.ASSURER, national_office(), post="National assurer")
    make_obligation(body, due_on=FRIDAY)
    make_obligation(make_body(), due_on=FRIDAY)
    sweep(TENTH)
    of_body = Notice.objects.filter(kind="assurer", body=body)
    assert [one.person.name for one in of_body] == ["Assurer, South"]
    assert told("assurer") == {"Assurer, South", "National assurer"}  # of a body without a region the national one is


def test_of_what_nhs_england_owes_itself_its_national_assurers_are_told(body, lead) -> None:
    make_member(Role.ASSURER, make_office("Y57"), post="Assurer, South")
    make_member(Role.ASSURER, national_office(), post="National assurer")
    make_obligation(body, make_rule(make_duty(owed_by="nhs_england")), due_on=FRIDAY)
    sweep(TENTH)
    assert set(Notice.objects.values_list("person__name", "kind")) == {("National assurer", "late")}


def test_it_says_what_and_since_when_and_where(body, lead) -> None:
    row = make_obligation(body, make_rule(make_duty(title="Annual report")), due_on=FRIDAY)
    sweep(FIFTH)
    words = dict(Notice.objects.values_list("kind", "words"))
    assert words["late"] == "Annual report, 2016/17: Legal date passed, 7 October 2016"
    assert words["escalated"] == f"{words['late']}; still open after 5 working days"
    one = Notice.objects.get(kind="late")
    assert (one.url_path, one.since_on, one.body, one.together) == (f"/obligations/{row.pk}/", SATURDAY, body, "")
    assert (one.key, one.subject_kind, one.subject_id) == (f"late {row.pk} 2016-10-08", "duties.obligation", row.pk)


def test_standing_reviews_of_one_day_are_to_be_one_line(body, lead) -> None:
    for _ in range(3):
        make_obligation(body, make_rule(date_basis="reminder"), due_on=FRIDAY)
    sweep(SATURDAY)
    assert set(Notice.objects.values_list("together", flat=True)) == {"standing reviews overdue since 7 October 2016"}


def test_however_often_it_runs_nobody_is_told_twice(body, lead) -> None:
    make_obligation(body, due_on=FRIDAY)
    for _ in range(3):
        sweep(SATURDAY)
    assert Notice.objects.count() == 1


def test_what_was_sent_in_before_the_mail_is_taken_back_and_sent_back_it_is_told_again(body, lead) -> None:
    row = make_obligation(body, due_on=FRIDAY)
    sweep(SATURDAY)
    actions.mark_sent(obligation=row, done_on=SATURDAY, by=lead.user, today=SATURDAY)
    assert Notice.objects.get().no_mail_on == SATURDAY
    actions.mark_sent_back(obligation=row, by=make_user(), today=FIFTH)
    sweep(FIFTH)
    assert list(Notice.objects.filter(no_mail_on=None).values_list("since_on", flat=True)) == [FIFTH]


def test_what_passes_to_another_body_is_told_its_people(body, lead) -> None:
    new = make_body(opened_on=FIFTH, joined_on=FIFTH)
    make_member(Role.LEAD, new, post="New lead")
    Body.objects.filter(pk=body.pk).update(closed_on=FIFTH - DAY)
    body.successions.create(successor=new, effective_on=FIFTH, kind="ccg_merger", scope="whole")
    row = make_obligation(body, make_rule(code="FIXED_DATE:10-07"), due_on=FRIDAY)
    sweep(SATURDAY)
    hand_over(today=FIFTH)
    sweep(FIFTH)
    late = Notice.objects.filter(kind="late", subject_id=row.pk)
    assert set(late.values_list("person__name", "since_on", "no_mail_on")) == {
        ("Governance lead", SATURDAY, FIFTH),  # it was not mailed yet, and is no more theirs
        ("New lead", SATURDAY, None),
    }


def split(body: Body, on: date) -> Body:
    """Split a body in two; gives one of the parts, with a lead."""
    parts = [make_body(opened_on=on, joined_on=on) for _ in range(2)]
    for part in parts:
        body.successions.create(successor=part, effective_on=on, kind="ccg_merger", scope="part")
    Body.objects.filter(pk=body.pk).update(closed_on=on - DAY)
    BodyOffice.objects.filter(body=body).update(to_on=on - DAY)
    make_member(Role.LEAD, parts[0], post="Lead of a part", from_on=on)
    return parts[0]


def test_what_a_split_body_left_is_told_nobody_in_a_body_until_its_holder_is_named(body, lead) -> None:
    part = split(body, FRIDAY)
    row = make_obligation(body, make_rule(code="FIXED_DATE:10-07"), due_on=FRIDAY)
    hand_over(today=FRIDAY)
    sweep(FIFTH)
    assert not Notice.objects.exists()
    name_holder(body=body, holder=part, by=make_user(), today=FIFTH)
    assert not Flag.objects.filter(cleared_on=None).exists()
    sweep(FIFTH)
    found = set(Notice.objects.filter(subject_id=row.pk).values_list("person__name", "kind", "since_on"))
    assert found == {("Lead of a part", "late", SATURDAY), ("Lead of a part", "escalated", FIFTH)}


def test_of_a_body_that_has_closed_the_office_of_its_last_day_is_told(body) -> None:
    make_member(Role.ASSURER, make_office("Y57"), post="Assurer, South")
    make_member(Role.ASSURER, national_office(), post="National assurer")
    split(body, FRIDAY)
    make_obligation(body, make_rule(code="FIXED_DATE:10-07"), due_on=FRIDAY)
    hand_over(today=FRIDAY)
    sweep(TENTH)
    assert told("assurer") == {"Assurer, South"}


def test_who_was_switched_off_or_has_left_is_told_nothing(body, lead) -> None:
    gone = [make_member(Role.LEAD, body, post="Lead before"), make_member(Role.ASSURER, make_office("Y57"))]
    left = make_member(Role.CONTRIBUTOR, body, post="Chair")
    Membership.objects.filter(pk=left.pk).update(to_on=FRIDAY)
    User.objects.filter(pk__in=[one.user_id for one in gone]).update(is_active=False)
    make_obligation(body, due_on=FRIDAY)
    sweep(TENTH)
    assert set(Notice.objects.values_list("person", flat=True)) == {lead.user_id}


def test_gone_back_and_gone_again_are_three_facts_and_two_notices(body, lead) -> None:
    row = make_obligation(body)
    given = {"obligation": row, "kind": Flag.Kind.GONE, "by": None}
    assert raise_flag(since_on=FRIDAY, today=FRIDAY, **given)
    assert not raise_flag(since_on=SATURDAY, today=SATURDAY, **given)
    assert clear_flag(today=SATURDAY, **given)
    assert raise_flag(since_on=FIFTH, today=FIFTH, **given)
    assert set(row.flags.values_list("since_on", "cleared_on")) == {(FRIDAY, SATURDAY), (FIFTH, None)}
    assert set(Notice.objects.values_list("since_on", "no_mail_on")) == {(FRIDAY, SATURDAY), (FIFTH, None)}


def test_a_title_longer_than_a_line_is_cut(body, lead) -> None:
    duty = make_duty(title="T" * 200)
    make_obligation(body, make_rule(duty, step="S" * 30), subject="U" * 120, due_on=FRIDAY)
    sweep(TENTH)
    assert max(len(one.words) for one in Notice.objects.all()) <= 400


def test_a_pass_asks_the_same_number_of_questions_for_two_bodies_and_for_twenty() -> None:
    rule, counts = make_rule(), []
    for number in (2, 20):
        for _ in range(number):
            place = make_body(region=make_office("Y57"))
            make_member(Role.LEAD, place)
            make_obligation(place, rule, due_on=FRIDAY)
        with CaptureQueriesContext(connection) as asked:
            assert sweep(TENTH).late == number
        counts.append(len(asked))
    assert counts[0] == counts[1]
