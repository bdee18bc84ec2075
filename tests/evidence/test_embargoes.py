"""Publishing from a later day, taking off again, and what is still to be decided: each a decision with who and when."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from bodies import clock
from bodies.models import AuditEntry
from duties.actions import NotNow
from duties.models import Obligation
from evidence import actions
from evidence.links import checking, watching
from evidence.links.judging import Look, Outcome
from evidence.models import Evidence
from evidence.publishing_reads import Open, count_open
from tests.evidence.conftest import add_statement, count, send, when
from tests.factories import TODAY, make_duty, make_obligation, make_rule
from tests.register.kit import make_evidence, use_for

DAY = date(2016, 11, 1)
DECIDED = ("published_on", "published_by", "publish_decided_on", "was_published_on", "unpublished_on", "unpublished_by")


@pytest.fixture
def sent(world, obligation) -> Evidence:
    send(obligation, world.lead)
    return obligation.evidence.get()


def at(item: Evidence, what: str) -> str:
    return f"/obligations/{item.obligations.order_by('pk').first().pk}/evidence/{item.pk}/{what}/"


def page_of(client: Client, obligation: Obligation) -> str:
    return unescape(client.get(f"/obligations/{obligation.pk}/").content.decode())


def embargo(item: Evidence, world, day: date = DAY, **more) -> Evidence:
    given = {"why": "audit", "by": world.lead.user, "today": TODAY} | more
    return actions.publish(evidence=item, from_on=day, **given)


def verbs(item: Evidence) -> list[str]:
    entries = AuditEntry.objects.filter(subject_kind="evidence.evidence", subject_id=item.pk).order_by("pk")
    return [verb for verb in entries.values_list("verb", flat=True) if verb != "added evidence"]


# An embargo ----------------------------------------------------------------------------------------------------------


def test_an_embargo_is_asked_for_in_two_questions(world, as_, sent, obligation) -> None:
    client = as_(world.lead)
    answer = client.post(at(sent, "publish"), {"when": "later"})
    assert answer["Location"] == at(sent, "embargo")
    asked = client.post(at(sent, "embargo")).content.decode()
    assert "Enter the day from which anybody can read it" in asked and "Choose why it is not published before" in asked
    today = client.post(at(sent, "embargo"), {"why": "audit", **when("from_on", TODAY)}).content.decode()
    assert "The day must be in the future" in today
    for _ in range(2):
        client.post(at(sent, "embargo"), {"why": "audit", **when("from_on", DAY)})
    sent.refresh_from_db()
    assert (sent.published_on, sent.publish_decided_on, sent.published_by) == (DAY, TODAY, world.lead.user)
    assert verbs(sent) == ["embargoed"]
    words = "To be published on Tuesday 1 November 2016. Until then not: before the audit is finished."
    for member in (world.lead, world.assurer, world.lay):
        assert words in page_of(as_(member), obligation)


def test_nobody_reads_it_before_its_day_and_everybody_from_then_on(world, sent, monkeypatch) -> None:
    embargo(sent, world)
    anybody, address = Client(), f"/published/{sent.pk}/"
    for day, status in [(TODAY, 404), (DAY - timedelta(1), 404), (DAY, 200), (DAY + timedelta(400), 200)]:
        monkeypatch.setattr(clock, "today", lambda day=day: day)
        assert anybody.get(address).status_code == status, day
        assert (sent.title in anybody.get("/published/").content.decode()) is (status == 200)


def test_the_public_reads_why_not_yet_and_until_when(world, monkeypatch) -> None:
    row = make_obligation(world.body, due_on=date(2016, 8, 1))
    send(row, world.lead)
    embargo(row.evidence.get(), world)
    page = unescape(Client().get("/bodies/10H/").content.decode())
    assert "The audit is not finished. Not published until 1 November 2016." in page


def test_an_embargo_is_moved_or_ended_before_its_day(world, as_, sent, obligation) -> None:
    embargo(sent, world)
    client = as_(world.lead)
    page = page_of(client, obligation)
    assert "move the day" in page and "end the embargo" in page and "Publish now" in page
    later = DAY + timedelta(9)
    assert 'value="11"' in client.get(at(sent, "embargo")).content.decode()
    client.post(at(sent, "embargo"), {"why": "audit", **when("from_on", later)})
    sent.refresh_from_db()
    assert sent.published_on == later
    assert "it was decided" in client.get(at(sent, "unpublish")).content.decode().lower()
    client.post(at(sent, "unpublish"), {"why": "personal"})
    sent.refresh_from_db()
    # It never was public: nothing was taken off.
    assert [getattr(sent, name) for name in DECIDED] == [None] * 6 and sent.withheld == "personal"
    assert verbs(sent) == ["embargoed", "embargoed", "ended the embargo"]


def test_an_embargo_may_be_ended_by_publishing_now(world, as_, sent) -> None:
    embargo(sent, world)
    as_(world.lead).post(at(sent, "publish"), {"when": "now"})
    sent.refresh_from_db()
    assert (sent.published_on, sent.withheld, sent.withheld_until) == (TODAY, "", None)


def test_an_embargo_says_why_and_lies_ahead(world, sent) -> None:
    with pytest.raises(NotNow, match="Say why"):
        embargo(sent, world, why="")
    with pytest.raises(NotNow, match="today or later"):
        embargo(sent, world, TODAY - timedelta(1))
    decided = {"published_by": world.lead.user, "publish_decided_on": TODAY}
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=sent.pk).update(published_on=DAY, withheld="", **decided)


def test_what_is_held_back_is_not_published_before_that_day_but_may_be_from_it(world, as_, sent) -> None:
    actions.withhold(evidence=sent, why="audit", until=DAY, by=world.lead.user, today=TODAY)
    with pytest.raises(NotNow, match="held back until 1 November 2016"):
        embargo(sent, world, DAY - timedelta(1))
    client = as_(world.lead)
    assert 'value="later" checked' in client.get(at(sent, "publish")).content.decode().replace("  ", " ")
    assert embargo(sent, world).published_on == DAY


# Taking off ----------------------------------------------------------------------------------------------------------


def test_taking_off_is_a_decision_of_its_own_with_who_and_when(world, as_, sent, obligation, monkeypatch) -> None:
    client = as_(world.lead)
    client.post(at(sent, "publish"), {"when": "now"})
    monkeypatch.setattr(clock, "today", lambda: DAY)
    assert "is published since 17 October 2016" in unescape(client.get(at(sent, "unpublish")).content.decode())
    client.post(at(sent, "unpublish"), {"why": "personal", **when("until", date(2017, 1, 9))})
    sent.refresh_from_db()
    assert (sent.was_published_on, sent.unpublished_on, sent.unpublished_by) == (TODAY, DAY, world.lead.user)
    assert Client().get(f"/published/{sent.pk}/").status_code == 404


def test_the_page_lists_what_was_decided_by_post_and_day(world, as_, sent, obligation) -> None:
    embargo(sent, world)
    actions.publish(evidence=sent, by=world.lead.user, today=TODAY)
    actions.withhold(evidence=sent, why="personal", until=DAY, by=world.lead.user, today=TODAY)
    client = as_(world.lead)
    told = [
        "Governance lead decided that it is published on 1 November 2016; until then: before the audit is finished.",
        "Governance lead published it.",
        "Governance lead took it off the public site: personal data, until 1 November 2016.",
    ]
    for page in (page_of(client, obligation), unescape(client.get(at(sent, "publish")).content.decode())):
        assert [page.index(one) for one in reversed(told)] == sorted(page.index(one) for one in told)
    assert "took a piece of evidence off the public site" in page_of(as_(world.assurer), obligation)


def test_unpublishing_a_link_that_is_gone_clears_the_flag_at_once(world, obligation) -> None:
    link = make_evidence(obligation, title="L", kind="link", url="https://a.example/x", published_on=date(2016, 9, 1))
    lose(link)
    assert obligation.flags.filter(kind="gone", cleared_on=None).exists()
    actions.withhold(evidence=link, why="personal", until=None, by=world.lead.user, today=TODAY)
    assert not obligation.flags.filter(kind="gone", cleared_on=None).exists()


def lose(link: Evidence) -> None:
    """Let the page of a published link be missed on two days."""
    watching.keep_up(TODAY, timezone.now())
    for ago in (1, 0):
        missed = Look(Outcome.MISSING, "not_found", 404)
        checking.record(link.link, missed, today=TODAY - timedelta(ago), now=timezone.now())


# Whose decision it is ------------------------------------------------------------------------------------------------


def test_only_the_lead_decides(world, as_, sent) -> None:
    for member in (world.contributor, world.lay, world.assurer, world.national, world.stranger):
        for what in ("publish", "embargo", "unpublish"):
            assert as_(member).get(at(sent, what)).status_code in (403, 404), (member, what)


def test_what_another_body_shares_that_body_publishes(world, as_, sent) -> None:
    theirs = make_obligation(world.other_body)
    use_for(sent, theirs)
    client = as_(world.stranger)
    assert "Publish" not in page_of(client, theirs).split("What the law says")[0]
    for what in ("publish", "embargo", "unpublish"):
        assert client.get(f"/obligations/{theirs.pk}/evidence/{sent.pk}/{what}/").status_code == 404


def test_what_was_not_sent_in_for_this_duty_is_not_decided_here(world, as_, sent) -> None:
    other = make_obligation(world.body)
    actions.use_again(obligation=other, evidence=[sent], by=world.lead.user, today=TODAY)
    assert as_(world.lead).get(f"/obligations/{other.pk}/evidence/{sent.pk}/publish/").status_code == 404


# What is to be decided -----------------------------------------------------------------------------------------------


def test_what_nobody_decided_about_is_said_beside_it_and_counted(world, as_, sent, obligation) -> None:
    for member in (world.lead, world.assurer):
        assert "Nobody has said yet why this is not published." in page_of(as_(member), obligation)
    client = as_(world.lead)
    home = client.get("/").content.decode()
    assert "1 piece is neither published nor says why" in home
    page = client.get("/publishing/10H/").content.decode()
    assert sent.title in page and at(sent, "publish") in page and at(sent, "unpublish") in page
    actions.withhold(evidence=sent, why="personal", until=None, by=world.lead.user, today=TODAY)
    assert "Publishing:" not in client.get("/").content.decode()
    assert "Nothing is to be decided" in client.get("/publishing/10H/").content.decode()


def test_a_reason_whose_day_has_come_is_to_be_decided_again(world, as_, sent, obligation, monkeypatch) -> None:
    actions.withhold(evidence=sent, why="audit", until=DAY, by=world.lead.user, today=TODAY)
    assert count_open(world.body, DAY - timedelta(1)) == Open(0, 0, 0, 0)
    monkeypatch.setattr(clock, "today", lambda: DAY)
    client = as_(world.lead)
    assert "1 reason for not publishing has ended" in client.get("/").content.decode()
    assert "This reason ended on Tuesday 1 November 2016: publish it or say why not." in page_of(client, obligation)
    assert "1 reason has ended" in client.get("/publishing/10H/").content.decode()


def test_the_list_names_embargoes_and_pages_that_are_gone(world, as_, sent, obligation) -> None:
    embargo(sent, world)
    link = make_evidence(
        obligation, title="Lost", kind="link", url="https://a.example/x", published_on=date(2016, 9, 1)
    )
    Evidence.objects.filter(pk=link.pk).update(body=world.body)
    lose(link)
    client = as_(world.lead)
    page = client.get("/publishing/10H/").content.decode()
    assert "1 published page is gone" in page and "Lost" in page and at(sent, "embargo") in page
    assert "1 published page is gone" in client.get("/").content.decode()


def test_only_what_is_the_bodys_to_decide_is_counted(world, certified) -> None:
    by = {"by": world.lead.user, "today": TODAY}
    for rule in (make_rule(make_duty(public_facing="no")), make_rule(make_duty(slug="annual-accounts"), step="draft")):
        send(make_obligation(world.body, rule), world.lead)
    add_statement(make_obligation(world.body), world.lead)  # a draft
    theirs = make_obligation(world.other_body)
    send(theirs, world.stranger)
    ours = make_obligation(world.body)
    use_for(theirs.evidence.get(), ours)  # shared with us
    assert count_open(world.body, TODAY) == Open(0, 0, 0, 0)
    both = make_obligation(world.body)
    send(both, world.lead)
    use_for(both.evidence.get(), certified)  # one piece for two duties counts once
    assert count_open(world.body, TODAY) == Open(0, 1, 0, 0)
    actions.publish(evidence=both.evidence.get(), **by)
    assert count_open(world.body, TODAY) == Open(0, 0, 0, 0)


def test_the_list_is_the_bodys_own(world, as_) -> None:
    assert as_(world.lead).get("/publishing/99A/").status_code == 404
    assert as_(world.lead).get("/publishing/ZZZ/").status_code == 404
    assert as_(world.stranger).get("/publishing/10H/").status_code == 404
    assert as_(world.contributor).get("/publishing/10H/").status_code == 403


def test_the_pages_cost_the_same_for_one_piece_and_for_many(world, as_) -> None:
    client = as_(world.lead)

    def fill(pieces: int) -> None:
        for number in range(pieces):
            row = make_obligation(world.body, subject=f"{pieces} {number}")
            send(row, world.lead)
            if number % 2:
                embargo(row.evidence.get(), world)

    def costs() -> list[int]:
        return [count(lambda address=address: client.get(address)) for address in ("/", "/publishing/10H/")]

    fill(2)
    costs()  # what is asked once only
    few = costs()
    fill(12)
    assert costs() == few
