"""The review queue: oldest first, how long things wait, what is asked for, who looks at what."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from bodies.access import Role, reach_of
from bodies.models import AuditEntry
from duties.actions import NotNow
from evidence import actions
from evidence.models import Submission
from evidence.queue import Waits, Wanted, waits_of
from tests.evidence.conftest import add_statement, give_back, see, send, when
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule

DAY = timedelta(days=1)


def send_on(day: date, obligation, member) -> Submission:
    add_statement(obligation, member, title=f"Sent on {day}", today=day)
    return actions.send_in(obligation=obligation, done_on=day, note="", by=member.user, today=day)


def rounds_on(page: str) -> list[int]:
    """The rounds on a page of the queue, in their order."""
    return [int(key) for key in re.findall(r'name="round" value="(\d+)"', page)]


def ticked(page: str) -> int:
    return len(re.findall(r"<input[^>]* checked", page))


def queue(client, **asked) -> str:
    return client.get("/review/", asked).content.decode()


# How long things wait -------------------------------------------------------------------------------------------------


def test_the_first_page_says_how_many_wait_the_oldest_and_the_middle(world, as_) -> None:
    for days in (1, 2, 3, 10):
        send_on(TODAY - days * DAY, make_obligation(world.body), world.lead)
    page = queue(as_(world.assurer))
    numbers = re.findall(r'card__number">([^<]+)</span> <span class="tracker-card__label">([^<]+)<', page)
    assert numbers == [
        ("4", "waiting"), ("10 days", "waits the longest"), ("3 days", "half of them wait so long or longer")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "waits"),
    [((), Waits()), ((4,), Waits(1, 4, 4)), ((0, 4, 9), Waits(3, 9, 4)), ((7, 7, 7, 1), Waits(4, 7, 7))],
)
def test_the_middle_of_them(world, days, waits) -> None:
    for number in days:
        send_on(TODAY - number * DAY, make_obligation(world.body), world.lead)
    assert waits_of(Submission.objects.waiting(), TODAY) == waits


def test_what_came_again_says_since_when_it_is_here_and_since_when_it_was_first(world, as_, obligation) -> None:
    first = send_on(TODAY - 20 * DAY, obligation, world.lead)
    give_back(first, world.assurer)
    again = send_on(TODAY - 2 * DAY, obligation, world.lead)
    other = send_on(TODAY - 9 * DAY, make_obligation(world.body), world.lead)
    page = queue(as_(world.assurer))
    assert rounds_on(page) == [again.pk, other.pk], "it keeps its place"
    assert "2 days" in page and "first 20 days ago" in page and "Came again, round 2" in page


# Filters --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(world):
    """One round of each kind, at several bodies, in hand with different people."""
    later = make_body("99B", name="NHS Later CCG", region=world.region)
    theme = make_rule(make_duty(theme="complaints"))
    first = send_on(TODAY - 30 * DAY, make_obligation(world.body), world.lead)
    again = make_obligation(world.body, subject="again")
    give_back(send(again, world.lead), world.assurer)
    back = send(again, world.lead)
    reopened = actions.reopen_decision(
        submission=see(send(make_obligation(later, theme), make_member(Role.LEAD, later)), world.assurer),
        reach=reach_of(world.national.user, TODAY), why="Wrong year", by=world.national.user, today=TODAY,
    )  # fmt: skip
    claim(first, world.assurer)
    claim(back, world.national)
    return {"first": first.pk, "again": back.pk, "reopened": reopened.pk}


def claim(submission: Submission, member) -> None:
    actions.claim(submission=submission, reach=reach_of(member.user, TODAY), by=member.user, today=TODAY)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"kind": "first"}, {"first"}), ({"kind": "again"}, {"again"}), ({"kind": "reopened"}, {"reopened"}),
        ({"kind": "called"}, set()), ({"body": "10H"}, {"first", "again"}), ({"body": "99B"}, {"reopened"}),
        ({"theme": "complaints"}, {"reopened"}), ({"theme": "constitution"}, {"first", "again"}),
        ({"claimed": "mine"}, {"first"}), ({"claimed": "others"}, {"again"}), ({"claimed": "nobody"}, {"reopened"}),
        ({"longer": "7"}, {"first"}), ({"longer": "29"}, {"first"}), ({"longer": "30"}, set()),
        ({"kind": "again", "body": "99B"}, set()), ({"region": "Y57"}, {"first", "again", "reopened"}),
        ({"region": "Y54"}, set()), ({"region": "nowhere"}, set()),
        ({"kind": "no such"}, {"first", "again", "reopened"}), ({"longer": "soon"}, {"first", "again", "reopened"}),
    ],
)  # fmt: skip
def test_the_address_says_what_is_shown(world, as_, several, asked, wanted) -> None:
    page = queue(as_(world.assurer), **asked)
    assert {name for name, key in several.items() if key in rounds_on(page)} == wanted
    assert f'{len(wanted)}</span> <span class="tracker-card__label">waiting' in page


def test_only_who_has_several_regions_is_asked_which(world, as_, several) -> None:
    assert 'name="region"' in queue(as_(world.national)) and 'name="region"' not in queue(as_(world.assurer))


def test_what_is_asked_for_stays_in_the_address_of_the_next_page(world, as_, monkeypatch) -> None:
    monkeypatch.setattr("evidence.views.queue.PAGE", 1)
    wanted = [send(make_obligation(world.body), world.lead).pk for _ in range(2)]
    send(make_obligation(make_body(region=world.region)), world.lead)
    client = as_(world.assurer)
    page = queue(client, body="10H")
    address = re.search(r'href="(\?[^"]+)" rel="next"', page).group(1).replace("&amp;", "&")
    assert rounds_on(page) == wanted[:1]
    further = client.get(f"/review/{address}").content.decode()
    assert rounds_on(further) == wanted[1:]
    assert "waits the longest" not in further, "what comes before it is not counted again"


def test_an_address_is_read_and_written_alike() -> None:
    asked = "?region=Y57&body=10H&theme=audited-accounts&kind=again&claimed=mine&longer=7"
    assert Wanted.read(QueryDict(asked[1:])).address == asked
    assert Wanted.read(QueryDict("kind=%00&theme=x&claimed=2&longer=-1&body=%3Cscript%3E")).address == ""


# Claim and release ----------------------------------------------------------------------------------------------------


def test_others_see_who_looks_at_it_and_may_still_decide(world, as_, obligation) -> None:
    waiting = send(obligation, world.lead)
    assurer, national = as_(world.assurer), as_(world.national)
    answer = assurer.post(f"/review/{waiting.pk}/claim/", {"here": "?kind=first"})
    assert (answer.status_code, answer["Location"]) == (302, "/review/?kind=first")
    assert "You have looked at this since" in queue(assurer) and "Release" in queue(assurer)
    assert "Assurer, South has looked at this since" in queue(national) and ">Claim" not in queue(national)
    page = national.get(f"/review/{waiting.pk}/").content.decode()
    assert "Assurer, South has looked at this since" in page and "You can still decide it" in page
    see(waiting, world.national)
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.claimed_by, waiting.claimed_at) == ("seen", None, None)


def test_what_somebody_has_in_hand_is_not_taken_over_before_two_hours(world, as_, obligation) -> None:
    waiting = send(obligation, world.lead)
    claim(waiting, world.assurer)
    page = as_(world.national).post(f"/review/{waiting.pk}/claim/", follow=True).content.decode()
    assert "Assurer, South looks at this already. You can still decide it" in page
    Submission.objects.filter(pk=waiting.pk).update(claimed_at=timezone.now() - Submission.CLAIM_LASTS)
    assert "has looked at this" not in queue(as_(world.national))
    claim(waiting, world.national)
    waiting.refresh_from_db()
    assert waiting.claimed_by == world.national.user


def test_releasing_gives_back_ones_own_and_nobody_elses(world, as_, obligation) -> None:
    waiting = send(obligation, world.lead)
    claim(waiting, world.assurer)
    as_(world.national).post(f"/review/{waiting.pk}/release/")
    waiting.refresh_from_db()
    assert waiting.claimed_by == world.assurer.user
    answer = as_(world.assurer).post(f"/review/{waiting.pk}/release/", {"here": "review"})
    assert answer["Location"] == f"/review/{waiting.pk}/"
    waiting.refresh_from_db()
    assert (waiting.claimed_by, waiting.claimed_at) == (None, None)


def test_what_is_in_hand_stays_in_its_place(world, as_) -> None:
    rounds = [send(make_obligation(world.body), world.lead) for _ in range(3)]
    claim(rounds[1], world.assurer)
    assert rounds_on(queue(as_(world.assurer))) == [one.pk for one in rounds]


def test_only_who_may_decide_it_takes_it_in_hand(world, as_, obligation) -> None:
    waiting = send(obligation, world.lead)
    assert as_(world.other_assurer).post(f"/review/{waiting.pk}/claim/").status_code == 404
    assert as_(world.lead).post(f"/review/{waiting.pk}/claim/").status_code == 403
    with pytest.raises(NotNow, match="Somebody else must review"):
        claim(waiting, world.other_assurer)


def test_who_claims_what_was_decided_meanwhile_is_told(world, as_, obligation) -> None:
    waiting = send(obligation, world.lead)
    see(waiting, world.national)
    page = as_(world.assurer).post(f"/review/{waiting.pk}/claim/", follow=True).content.decode()
    assert "Assurer, NHS England decided this on 17 October 2016: Evidence seen" in page


def test_a_claim_is_no_fact_of_the_record(world, obligation) -> None:
    waiting = send(obligation, world.lead)
    before = AuditEntry.objects.count()
    claim(waiting, world.assurer)
    actions.release(submission=waiting, by=world.assurer.user)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("here", ["https://evil.example/", "//evil.example", "?after=rubbish", "?kind=%ED%A0%80", "\0"])
def test_the_way_back_leads_nowhere_else(world, as_, obligation, here) -> None:
    waiting = send(obligation, world.lead)
    answer = as_(world.assurer).post(f"/review/{waiting.pk}/claim/", {"here": here})
    assert answer["Location"] == "/review/"


# Several at once ------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(world) -> list[Submission]:
    rule = make_rule()
    return [send(make_obligation(world.body, rule, subject=f"row {n}"), world.lead) for n in (1, 2)]


def answers(*rounds: Submission, **more) -> dict[str, object]:
    """The answers that record all of these rounds."""
    given: dict[str, object] = {"round": [one.pk for one in rounds]}
    for one in rounds:
        given |= {f"r{one.pk}-checks": ["0", "1"], **when(f"r{one.pk}-done_on", date(2016, 10, 1))}
    return given | more


def test_several_show_everything_of_each_and_are_recorded_each_with_its_own_day(world, as_, two) -> None:
    client = as_(world.assurer)
    page = client.get("/review/several/", {"round": [one.pk for one in two]}).content.decode()
    for one in two:
        assert f'id="round-{one.pk}"' in page and one.frozen[0].title in page
        assert page.count(f'name="r{one.pk}-checks"') == 2
    assert "Evidence seen for 2" in page and not ticked(page)
    given = answers(*two) | when(f"r{two[0].pk}-done_on", date(2016, 10, 2))
    for _ in range(2):  # the same form a second time
        said = client.post("/review/several/", given, follow=True).content.decode()
        assert "Evidence seen is recorded for 2 rounds" in said
    for one, day in zip(two, (2, 1), strict=True):
        one.refresh_from_db()
        assert (one.decision, one.decided_done_on) == ("seen", date(2016, 10, day))
    assert AuditEntry.objects.filter(verb="decided: seen").count() == 2


def test_nothing_is_recorded_while_a_check_of_one_is_not_ticked(world, as_, two) -> None:
    given = answers(*two) | {f"r{two[1].pk}-checks": ["0"]}
    answer = as_(world.assurer).post("/review/several/", given)
    page = answer.content.decode()
    assert answer.status_code == 200 and "Tick every check, or send it back" in page
    assert f'href="#id_r{two[1].pk}-checks_0"' in page and f'id="id_r{two[1].pk}-checks_0"' in page
    assert ticked(page) == 3, "what was ticked is kept"
    assert not Submission.objects.exclude(decision="").exists()


def test_one_left_for_later_stops_nobody(world, as_, two) -> None:
    given = {"round": [one.pk for one in two], f"r{two[1].pk}-later": "on"} | answers(two[0]) | {
        "round": [one.pk for one in two]
    }  # fmt: skip
    said = as_(world.assurer).post("/review/several/", given, follow=True).content.decode()
    assert "recorded for 1 round. 1 round was left for later." in said
    two[1].refresh_from_db()
    assert two[1].decision == ""


def test_each_ones_fate_is_told_and_what_was_ticked_is_kept(world, as_, two) -> None:
    give_back(two[1], world.national)
    answer = as_(world.assurer).post("/review/several/", answers(*two))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 round was recorded. Not recorded:" in page
    assert "Assurer, NHS England decided this on 17 October 2016: Sent back" in page
    assert ticked(page) == 2 and f'id="round-{two[0].pk}"' not in page
    two[0].refresh_from_db()
    assert two[0].decision == "seen"


def test_what_was_decided_before_the_page_was_opened_asks_nothing(world, as_, two) -> None:
    see(two[0], world.national)
    page = as_(world.assurer).get("/review/several/", {"round": [one.pk for one in two]}).content.decode()
    assert "Evidence seen for 1" in page and f'name="r{two[0].pk}-checks"' not in page


def test_nobody_opens_among_several_what_is_not_theirs_to_decide(world, as_, two, certified) -> None:
    theirs = send(make_obligation(world.other_body), world.stranger)
    leads = send(certified, world.contributor)
    client = as_(world.assurer)
    for other in (theirs.pk, leads.pk, 10**9):
        for method in (client.get, client.post):
            assert method("/review/several/", {"round": [two[0].pk, other]}).status_code == 404
    assert client.get("/review/several/", follow=True).redirect_chain == [("/review/", 302)]


def test_at_most_twenty_are_shown_and_the_rest_is_said(world, as_, monkeypatch, two) -> None:
    monkeypatch.setattr("evidence.views.several.MOST", 1)
    page = as_(world.assurer).get("/review/several/", {"round": [one.pk for one in two]}).content.decode()
    assert "the first 1 of those that you ticked. The other 1 are still in the queue" in page
    assert f'id="round-{two[1].pk}"' not in page


def test_what_changed_and_what_was_missing_is_shown_of_each(world, as_, two) -> None:
    give_back(two[0], world.assurer, reason="No date on it")
    again = send(two[0].obligation, world.lead)
    page = as_(world.assurer).get("/review/several/", {"round": [again.pk, two[1].pk]}).content.decode()
    assert "Since round 1" in page and "“No date on it”" in page and "Came again" in page


# To take away ---------------------------------------------------------------------------------------------------------


def taken(client, address: str, **asked) -> list[dict[str, str]]:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_whole_queue_can_be_taken_away_in_its_order_as_it_was_asked_for(world, as_) -> None:
    days = list(range(59, -1, -1))
    sent = [send_on(TODAY - number * DAY, make_obligation(world.body), world.lead) for number in days]
    send_on(TODAY, make_obligation(make_body()), make_member(Role.LEAD, make_body()))  # of nobody's region
    client = as_(world.assurer)
    rows = taken(client, "/review/queue.csv")
    assert [int(row["Obligation"]) for row in rows] == [one.obligation_id for one in sent]
    assert [int(row["Days waiting"]) for row in rows] == days
    assert {row["Why it waits"] for row in rows} == {"First round"}
    assert len(taken(client, "/review/queue.csv", longer="28")) == 31
    assert "/review/queue.csv?longer=28" in queue(client, longer=28)
    assert taken(as_(world.other_assurer), "/review/queue.csv") == []


def test_what_came_again_says_since_when_and_who_looks_at_it(world, as_) -> None:
    obligation = make_obligation(world.body)
    first = send_on(TODAY - 9 * DAY, obligation, world.lead)
    give_back(first, world.assurer)
    again = send(obligation, world.lead)
    actions.claim(
        submission=again, reach=reach_of(world.assurer.user, TODAY), by=world.assurer.user, today=TODAY
    )  # fmt: skip
    (row,) = taken(as_(world.assurer), "/review/queue.csv")
    assert (row["Why it waits"], row["Round"], row["Sent in"], row["First sent in"]) == (
        "Came again", "2", "2016-10-17", "2016-10-08",
    )  # fmt: skip
    assert row["Who looks at it"].startswith("You have looked at this since")
