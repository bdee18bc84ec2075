"""Each role's home: what it counts, what it shows, and where its numbers lead."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bodies.access import Role
from bodies.models import Body
from desk import lines
from duties.actions import NotNow, assign
from duties.models import Flag, Obligation
from evidence.models import Submission
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule, make_user
from tests.looked import look

DAY = timedelta(days=1)


def cards(page):
    """The numbers of the cards with the addresses that they lead to, by label."""
    found = re.findall(
        r'<a class="tracker-card__link" href="([^"]+)">\s*<span class="tracker-card__number">([\d,]+)</span> '
        r'<span class="tracker-card__label">([^<]+)</span>',
        page,
    )
    return {label: (int(number.replace(",", "")), href.replace("&amp;", "&")) for href, number, label in found}


def rows_on(page):
    return len(re.findall(r'<tr role="row" class="nhsuk-table__row">', page))


def make_round(obligation, *, decision="", reason="", number=1, sent_on=TODAY - 5 * DAY, is_invented=False):
    decided = {"decided_by": make_user(), "decided_on": TODAY - DAY, "decided_at": timezone.now()} if decision else {}
    return Submission.objects.create(
        obligation=obligation, number=number, sent_by=make_user(), sent_on=sent_on, sent_at=timezone.now(),
        queued_at=timezone.now(),
        done_on=sent_on, decision=decision, reason=reason, is_invented=is_invented, **decided,
    )  # fmt: skip


def fill(body, rule=None, owner=None):
    """One obligation in each state that a home tells apart."""
    rule = rule or make_rule()
    make = lambda subject, **facts: make_obligation(body, rule, subject=subject, owner=owner, **facts)  # noqa: E731
    return {
        "late": make("Late", due_on=TODAY - 3 * DAY),
        "late last year": make("Late last year", due_on=TODAY - 300 * DAY),
        "sent back": make("Came back", sent_back_on=TODAY - DAY),
        "soon": make("Soon", due_on=TODAY + 42 * DAY),
        "today": make("Today", due_on=TODAY),
        "after": make("After six weeks", due_on=TODAY + 43 * DAY),
        "undated": make("Undated", due_on=None),
        "waiting": make("Waiting", due_on=TODAY - DAY, sent_on=TODAY, done_on=TODAY - DAY),
        "met": make("Met", due_on=TODAY - DAY, sent_on=TODAY, done_on=TODAY - DAY, met_on=TODAY, met_how="seen"),
        "closed": make("Closed", due_on=TODAY - DAY, closed_on=TODAY, closed_reason="body closed"),
        "before joining": make("Before joining", due_on=body.joined_on - DAY),
        "not opened yet": make("Not opened yet", due_on=TODAY - DAY, opened_on=TODAY + DAY),
    }


def test_somebody_not_signed_in_is_sent_to_the_register(client):
    assert client.get("/").headers["Location"] == reverse("register:home")


def test_somebody_without_a_role_is_told_whom_to_ask(client):
    client.force_login(make_user())
    page = client.get("/").content.decode()
    assert "no role here yet" in page


def test_the_numbers_of_a_lead_count_what_the_lists_behind_them_show(place, sign_in):
    fill(place.body)
    fill(place.other)
    client = sign_in(place.lead)
    found = cards(client.get("/").content.decode())
    assert {label: number for label, (number, _) in found.items()} == {
        "late": 2, "sent back": 1, "due in six weeks": 2, "without an owner": 6,
    }  # fmt: skip
    for number, href in found.values():
        assert rows_on(client.get(href).content.decode()) == number


def test_the_numbers_are_what_the_facts_of_every_row_say(place, sign_in):
    fill(place.body)
    mine = Obligation.objects.select_related("duty", "rule").filter(held_by=place.body, opened_on__lte=TODAY)
    late = [o for o in mine if o.status(TODAY).is_late]
    soon = [o for o in mine if o.status(TODAY).is_open and o.due_on and TODAY <= o.due_on <= TODAY + 42 * DAY]
    found = cards(sign_in(place.lead).get("/").content.decode())
    assert (found["late"][0], found["due in six weeks"][0]) == (len(late), len(soon))


def test_what_came_back_shows_the_assurers_reason_marked_as_invented(place, sign_in):
    obligation = make_obligation(place.body, sent_back_on=TODAY - DAY)
    make_round(obligation, decision="sent_back", reason="An older reason", sent_on=TODAY - 30 * DAY)
    last = "Section on conflicts has no page reference"
    make_round(obligation, decision="sent_back", reason=last, number=2, is_invented=True)
    page = sign_in(place.lead).get("/").content.decode()
    assert "“Section on conflicts has no page reference”" in page
    assert "An older reason" not in page
    assert 'yesterday <span class="tracker-invented">Invented</span>' in page


def test_thirty_reviews_due_on_one_day_are_one_line(place, sign_in):
    rule = make_rule(proof="certified", date_basis="reminder")
    for number in range(30):
        met = {"met_on": TODAY, "met_how": "certified", "sent_on": TODAY, "done_on": TODAY} if number < 9 else {}
        make_obligation(place.body, rule, subject=f"Review {number}", due_on=TODAY + 165 * DAY, **met)
    page = sign_in(place.lead).get("/").content.decode()
    assert "30 reviews" in page
    assert "9 done" in page
    assert "Confirm many" in page
    assert "Review 3" not in page


def test_the_lead_of_a_body_that_closed_is_told_so_and_where_to_look(place, sign_in):
    Body.objects.filter(pk=place.body.pk).update(closed_on=TODAY - 30 * DAY)
    page = sign_in(place.lead).get("/").content.decode()
    assert "NHS Chiltern CCG closed on Saturday 17 September 2016" in page and 'href="/bodies/10H/"' in page


def test_what_comes_after_six_weeks_is_cut_to_a_few_lines_and_the_rest_is_a_link_away(place, sign_in):
    for number in range(9):
        make_obligation(place.body, due_on=TODAY + (60 + number) * DAY, subject=f"Later {number}")
    page = sign_in(place.lead).get("/").content.decode()
    assert "Later 3" in page and "Later 4" not in page
    assert "Everything still to do this year" in page


def test_what_a_contributor_sent_in_waits_for_the_lead_to_certify(place, sign_in):
    rule = make_rule(proof="certified")
    make_obligation(place.body, rule, sent_on=TODAY, done_on=TODAY)
    page = sign_in(place.lead).get("/").content.decode()
    assert "Sent in for you to certify" in page


def test_a_lead_of_two_bodies_switches_between_them(place, sign_in):
    second = make_body("10Y", name="NHS Aylesbury Vale CCG", region=place.south)
    other_hat = make_member(Role.LEAD, second, user=place.lead.user)
    make_obligation(second, due_on=TODAY - DAY)
    client = sign_in(place.lead)
    first_page = client.get("/").content.decode()
    assert "Governance lead, NHS Aylesbury Vale CCG</a> (1 late)" in first_page
    assert cards(first_page)["late"][0] == 0
    assert cards(client.get(f"/?as={other_hat.pk}").content.decode())["late"][0] == 1


def test_a_hat_that_is_not_the_persons_is_not_worn(place, sign_in):
    page = sign_in(place.lead).get(f"/?as={place.assurer.pk}").content.decode()
    assert "NHS Chiltern CCG" in page
    assert "My review queue" not in page


def test_a_contributor_sees_their_own_in_every_body_and_nothing_else(place, sign_in):
    second = make_body("10Y", name="NHS Aylesbury Vale CCG", region=place.south)
    there = make_member(Role.CONTRIBUTOR, second, user=place.contributor.user)
    make_obligation(place.body, subject="Mine here", owner=place.contributor, due_on=TODAY - DAY)
    make_obligation(second, subject="Mine there", owner=there, due_on=TODAY + DAY)
    make_obligation(place.body, subject="Not mine", owner=place.lead, due_on=TODAY - DAY)
    client = sign_in(place.contributor)
    page = client.get("/").content.decode()
    assert "Mine here" in page and "Mine there" in page and "NHS Aylesbury Vale CCG" in page
    assert "Not mine" not in page
    for number, href in cards(page).values():
        assert rows_on(client.get(href).content.decode()) == number


def test_what_somebody_owned_who_has_left_has_no_owner(place, sign_in):
    """Nobody is late without it being known: a name that stands there is not somebody who does it."""
    left, off = (make_member(Role.CONTRIBUTOR, place.body, post=post) for post in ("Left", "Switched off"))
    stays = make_member(Role.CONTRIBUTOR, place.body, post="Stays")
    left.to_on = TODAY - DAY
    left.save()
    off.user.is_active = False
    off.user.save()
    rule = make_rule()
    for member in (left, off, stays, None):
        make_obligation(place.body, rule, subject=f"Of {member}", owner=member, due_on=TODAY + DAY)
    page = sign_in(place.lead).get("/year/?show=no_owner").content.decode()
    assert all(f"Of {name}" in page for name in ("Left", "Switched off", "None"))
    assert "Of Stays" not in page
    without = Obligation.objects.without_owner(TODAY)
    assert {row.pk for row in Obligation.objects.all() if not row.has_owner(TODAY)} == {row.pk for row in without}
    with pytest.raises(NotNow, match="works for the body today"):
        assign(obligation=without.last(), owner=left, by=place.lead.user, today=TODAY)


def test_a_lay_member_reads_accounts_auditor_and_interests_of_this_year(place, sign_in):
    for slug, title in (("annual-accounts", "Prepare accounts"), ("auditor-appointment", "Appoint the auditor")):
        make_obligation(place.body, make_rule(make_duty(slug, title=title)))
    make_obligation(place.body, make_rule(make_duty("registers-of-interests", title="Keep registers")), due_on=None)
    make_obligation(place.body, make_rule(make_duty("something-else", title="Something else")))
    page = sign_in(place.lay).get("/").content.decode()
    assert "No meeting in public is recorded yet" in page
    assert "Prepare accounts" in page and "Appoint the auditor" in page and "Keep registers" in page
    assert "Something else" not in page
    assert "Add evidence" not in page


def test_an_assurer_sees_what_changed_in_their_region_since_they_looked(place, sign_in):
    look(place.assurer, timezone.now() - timedelta(hours=2))
    old, new, elsewhere, cleared = (
        make_obligation(body, subject=name, due_on=TODAY - 9 * DAY)
        for body, name in ((place.body, "old"), (place.body, "new"), (place.other, "north"), (place.body, "cleared"))
    )
    for obligation, hours in ((old, 3), (new, 1), (elsewhere, 1), (cleared, 1)):
        Flag.objects.create(
            obligation=obligation, kind="late", since_on=TODAY, raised_at=timezone.now() - timedelta(hours=hours),
            cleared_on=TODAY if obligation is cleared else None,
        )  # fmt: skip
    make_round(make_obligation(place.body, subject="seen"), decision="seen")
    make_round(make_obligation(place.body, subject="back"), decision="sent_back", reason="No date")
    make_round(make_obligation(place.body, subject="in"))
    client = sign_in(place.assurer)
    found = cards(client.get("/").content.decode())
    assert {label: number for label, (number, _) in found.items()} == {
        "newly late, of which 1 no longer late": 2, "evidence seen": 1, "sent back": 1, "questions": 0,
        "newly sent in, of which 2 no longer waiting for review": 3,
    }  # fmt: skip
    for number, href in found.values():
        assert rows_on(client.get(href).content.decode()) == number
    assert "Review" in client.get("/").content.decode()


def test_a_long_list_of_changes_is_cut_by_key_newest_first(place, sign_in):
    rule, now = make_rule(), timezone.now()
    for number in range(60):
        flagged = make_obligation(place.body, rule, subject=f"Number {number}.", due_on=TODAY - DAY)
        Flag.objects.create(
            obligation=flagged, kind="late", since_on=TODAY, raised_at=now - timedelta(minutes=number // 20)
        )
    client = sign_in(place.assurer)
    first = client.get("/changes/?what=late").content.decode()
    older = re.search(r'href="(/changes/[^"]*after=[^"]*)"', first)[1].replace("&amp;", "&")
    second = client.get(older).content.decode()
    seen = [int(n) for page in (first, second) for n in re.findall(r"Number (\d+)\.</a>", page)]
    assert sorted(seen) == list(range(60))
    assert [n // 20 for n in seen] == sorted(n // 20 for n in seen)
    assert client.get("/changes/?what=late&after=nonsense").status_code == 200
    assert client.get("/changes/?what=nonsense").status_code == 404


def test_mark_as_seen_counts_from_the_moment_the_page_was_drawn(place, sign_in):
    client = sign_in(place.assurer)
    drawn = re.search(r'name="drawn" value="([^"]+)"', client.get("/").content.decode())[1]
    late = make_obligation(place.body, due_on=TODAY - DAY)
    Flag.objects.create(obligation=late, kind="late", since_on=TODAY, raised_at=timezone.now())
    client.post("/changes/seen/", {"membership": place.assurer.pk, "drawn": drawn})
    page = client.get("/").content.decode()
    assert "Since you looked on Monday 17 October 2016" in page
    assert cards(page)["newly late"][0] == 1


def test_nobody_marks_anothers_membership_and_a_get_writes_nothing(place, sign_in):
    client = sign_in(place.assurer)
    assert client.post("/changes/seen/", {"membership": place.national_assurer.pk}).status_code == 404
    assert client.get("/changes/seen/").status_code == 405
    place.national_assurer.refresh_from_db()
    assert place.national_assurer.looked_at is None


def test_the_national_assurer_sees_every_region(place, sign_in):
    for body in (place.body, place.other):
        Flag.objects.create(
            obligation=make_obligation(body, due_on=TODAY - DAY), kind="late", since_on=TODAY, raised_at=timezone.now()
        )
    assert cards(sign_in(place.national_assurer).get("/").content.decode())["newly late"][0] == 2


@pytest.mark.parametrize("who", ["lead", "contributor", "lay", "assurer", "national_assurer", "administrator"])
def test_a_home_takes_as_many_queries_with_many_rows_as_with_few(place, sign_in, who):
    client = sign_in(getattr(place, who))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/").status_code == 200
        return len(asked)

    rules = [make_rule(make_duty(slug)) for slug in ("annual-accounts", "auditor-appointment")]
    fill(place.body, rules[0], owner=place.contributor)
    make_round(Obligation.objects.first(), decision="sent_back", reason="Why")
    client.get("/")
    few = queries()
    for number in range(5):
        body = place.body if number == 0 else make_body(region=place.south)
        made = fill(body, make_rule(make_duty(f"d{number}")), owner=place.contributor)
        make_round(made["sent back"], decision="sent_back", reason="Why")
        make_round(made["waiting"])
    assert queries() == few


def test_the_choices_of_the_year_name_every_way_of_showing():
    assert set(lines.SHOW) >= {"late", "soon", "sent_back", "no_owner"}
