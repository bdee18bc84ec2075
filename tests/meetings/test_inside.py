"""What is inside a body: to NHS England every page, figure, list, feed and notice is as if it were not there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from bodies.access import Permission, Reach, Role, reach_of
from bodies.clock import set_demonstration_day
from bodies.models import Membership, Notice
from desk.feed import Feed
from duties.models import Flag, Obligation
from duties.sweep import sweep
from evidence.models import CallIn, Submission
from tests.factories import make_body, make_duty, make_member, make_obligation, make_office, make_rule, national_office
from tests.meetings.conftest import TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LISTS = (
    "/", "/assurance/", "/assurance/?only=late", "/assurance/?theme=constitution", "/assurance/10H/constitution/",
    "/assurance/10H/all/", "/assurance/nhs-england/", "/assurance/meetings/",
    "/assurance/10H/", "/assurance/10H/?on=2016-10-16", "/assurance/10H/every/", "/assurance/10H/year/review.csv",
    "/review/", "/review/?kind=not-applicable", "/review/calls/",
    "/review/several/", "/samples/", "/changes/?what=late", "/changes/?what=gone", "/changes/?what=sent_in",
    "/changes/?what=seen", "/changes/?what=sent_back", "/changes/?what=question", "/changes/?what=all",
    "/changes/csv/?what=all", "/calendar/weeks/?from=2016-09-05",
    "/calendar/weeks/?from=2016-09-05&week=2016-10-10", "/calendar/?body=10H", "/year/?body=10H&year=all",
    "/year/?body=10H&year=all&show=late", "/bodies/10H/schedule/", "/bodies/10H/schedule/csv/",
    "/bodies/10H/schedule/paper/", "/told/", "/register/", "/bodies/10H/", "/search/?q=subject", "/published/",
)  # fmt: skip
OF_ONE = ("", "explanation.json", "explanation.csv", "later-date/", "does-not-apply/decide/", "call-in/")


@pytest.fixture
def place(settings: object) -> SimpleNamespace:
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    set_demonstration_day(TODAY)
    south = make_office("Y57", name="South of England")
    body = make_body("10H", name="NHS Chiltern CCG", region=south)
    return SimpleNamespace(
        duty=make_duty("planted", title="Planted duty", public_facing="no"),
        body=body, lead=make_member(Role.LEAD, body), lay=make_member(Role.LAY_MEMBER, body),
        assurer=make_member(Role.ASSURER, south), national=make_member(Role.ASSURER, national_office()),
    )  # fmt: skip


def plant(place: SimpleNamespace) -> list[Obligation]:
    """One for each place where an obligation may come up."""
    given = {"is_inside": True, "subject": "Secret subject"}
    reviewed, certified = make_rule(place.duty), make_rule(place.duty, step="certified", proof="certified")

    def one(rule: object = reviewed, due_on: date | None = TODAY - 4 * DAY, **facts: object) -> Obligation:
        year = {"period": f"2016-{one.count:02}"}  # type: ignore[attr-defined]
        one.count += 1  # type: ignore[attr-defined]
        return make_obligation(place.body, rule, due_on=due_on, **(given | year | facts))  # type: ignore[arg-type]

    one.count = 1  # type: ignore[attr-defined]
    now, done = timezone.now(), {"sent_by": place.lead.user, "sent_on": TODAY, "done_on": TODAY}
    moments = {"sent_at": now, "queued_at": now}
    sent = one(sent_on=TODAY, done_on=TODAY)
    Submission.objects.create(obligation=sent, number=1, **done, **moments)
    back = one(sent_back_on=TODAY)
    decided = {"decided_by": place.national.user, "decided_on": TODAY, "decided_at": now}
    Submission.objects.create(
        obligation=back, number=1, decision="sent_back", reason="Secret reason", **decided, **done, **moments
    )
    seen = one(met_on=TODAY, met_how="seen", done_on=TODAY)
    Submission.objects.create(obligation=seen, number=1, decision="seen", **decided, **done, **moments)
    called = one(certified, met_on=TODAY, met_how="certified", done_on=TODAY)
    CallIn.objects.create(obligation=called, called_on=TODAY, called_by=place.national.user, why="Secret call")
    asked = one(not_applicable_asked_on=TODAY, not_applicable_why="Secret why")
    late = one(late_since=TODAY - 3 * DAY)
    Flag.objects.create(obligation=late, kind="late", since_on=TODAY - 3 * DAY, raised_at=now)
    return [sent, back, seen, called, asked, late, one(due_on=TODAY + DAY), one(due_on=None)]


def look(member: Membership) -> dict[str, str]:
    """Every list of an assurer, without what differs each time: nonces, tokens and moments."""
    client = Client()
    client.force_login(member.user)
    found = {}
    for address in LISTS:
        text = client.get(address, follow=True).content.decode()
        text = re.sub(r'(nonce|value)="[^"]{20,}"|csrfmiddlewaretoken[^>]*|\d\d:\d\d|\d{4}-\d\d-\d\dT[^"]*', "", text)
        found[address] = text
    reach = Reach(tuple(Membership.objects.filter(pk=member.pk).select_related("body", "office")))
    entries = Feed(reach, TODAY, lambda path: path, demonstration=True).entries()
    return found | {"feed": repr(entries)}


@pytest.mark.parametrize("who", ["assurer", "national"])
def test_an_assurer_finds_nothing_of_it_anywhere(place: SimpleNamespace, who: str) -> None:
    make_obligation(place.body, due_on=TODAY + 5 * DAY)
    member = getattr(place, who)
    before = look(member)
    planted = plant(place)
    after = look(member)
    assert [address for address in before if before[address] != after[address]] == []
    assert not [address for address, text in after.items() if "Secret" in text]
    client = Client()
    client.force_login(member.user)
    addresses = [f"/obligations/{row.pk}/{part}" for row in planted for part in OF_ONE]
    addresses += [f"/review/{row.pk}/" for row in Submission.objects.all()]
    addresses += [f"/calls/{row.pk}/" for row in CallIn.objects.all()]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)


def test_the_same_pages_show_it_once_it_is_inside_no_more(place: SimpleNamespace) -> None:
    """Else the test above would prove nothing."""
    before = look(place.assurer)
    planted = plant(place)
    Obligation.objects.update(is_inside=False)
    after = look(place.assurer)
    silent = {address for address in before if before[address] == after[address]}
    assert silent <= {
        "/assurance/nhs-england/", "/assurance/meetings/",
        "/review/several/", "/samples/", "/changes/?what=gone", "/changes/?what=question", "/told/", "/register/",
        "/bodies/10H/", "/search/?q=subject", "/published/", "/review/?kind=not-applicable",
    }  # fmt: skip
    client = Client()
    client.force_login(place.assurer.user)
    assert {client.get(f"/obligations/{row.pk}/").status_code for row in planted} == {200}


def test_members_of_the_body_see_it(place: SimpleNamespace) -> None:
    planted = plant(place)
    for member in (place.lead, place.lay):
        client = Client()
        client.force_login(member.user)
        assert client.get(f"/obligations/{planted[0].pk}/").status_code == 200
        assert "Planted duty" in client.get("/year/?year=all").content.decode()
    assert "Secret" not in client.get("/bodies/10H/schedule/").content.decode()  # a document that others get


def test_somebody_at_nhs_england_who_is_a_member_too_sees_it_as_a_member_alone(place: SimpleNamespace) -> None:
    planted = plant(place)
    make_member(Role.CONTRIBUTOR, place.body, user=place.assurer.user)
    reach = reach_of(place.assurer.user, TODAY)
    assert set(Obligation.objects.seen_by(reach)) == set(planted)
    assert reach.holds(Permission.REVIEW)
    assert not Submission.objects.queue_of(reach, TODAY)


def test_no_assurer_is_told_of_it_however_late_it_is(place: SimpleNamespace) -> None:
    make_obligation(place.body, due_on=TODAY - 40 * DAY, is_inside=True)
    open_to_all = make_obligation(place.body, due_on=TODAY - 40 * DAY)
    sweep(TODAY)
    told = Notice.objects.filter(person__in=[place.assurer.user, place.national.user])
    assert set(told.values_list("subject_id", flat=True)) == {open_to_all.pk}
    assert Notice.objects.filter(person=place.lead.user).values("subject_id").distinct().count() == 2
