"""One piece may belong to several bodies: a joint meeting, an auditor whom both have."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from bodies.access import Role
from bodies.models import AuditEntry
from duties.actions import NotNow
from evidence import actions
from evidence.models import Evidence, EvidenceShare
from tests.evidence.conftest import add_statement, count, see, when
from tests.factories import TODAY, make_body, make_member, make_obligation


@pytest.fixture
def minutes(world, obligation) -> Evidence:
    """Minutes of a joint meeting, seen."""
    made = add_statement(obligation, world.lead, title="Joint minutes")
    see(actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY), world.assurer)
    made.refresh_from_db()
    return made


def address(item: Evidence, more: str = "") -> str:
    return f"/obligations/{item.obligations.order_by('pk')[0].pk}/evidence/{item.pk}/share/{more}"


def test_a_body_is_found_by_its_name_or_code_and_given_the_piece(world, as_, obligation, minutes) -> None:
    client = as_(world.lead)
    assert "Share with another body" in client.get(f"/obligations/{obligation.pk}/").content.decode()
    for words in ("99a", "nhs+99"):
        assert "NHS 99A CCG (99A)" in client.get(address(minutes, f"?q={words}")).content.decode()
    assert "No other body that is open today was found" in client.get(address(minutes, "?q=chiltern")).content.decode()
    shown = client.post(address(minutes), {"body": "99A"}, follow=True).content.decode()
    assert "“Joint minutes” is shared with NHS 99A CCG" in shown
    assert EvidenceShare.objects.get().body == world.other_body
    assert "Shared with NHS 99A CCG." in client.get(f"/obligations/{obligation.pk}/").content.decode()
    assert "Shared with" not in as_(world.assurer).get(f"/obligations/{obligation.pk}/").content.decode()


def test_both_bodies_have_it_in_their_audit_trail(world, as_, obligation, minutes) -> None:
    client = as_(world.lead)
    for _ in range(2):
        client.post(address(minutes), {"body": "99A"})
    client.post(address(minutes, f"{EvidenceShare.objects.get().pk}/end/"))
    verbs = AuditEntry.objects.filter(verb__in=["shared", "was given", "ended a share", "is given no longer"])
    assert [(one.verb, one.body.code) for one in verbs.order_by("pk")] == [
        ("shared", "10H"), ("was given", "99A"), ("ended a share", "10H"), ("is given no longer", "99A"),
    ]  # fmt: skip
    shown = client.get(f"/obligations/{obligation.pk}/").content.decode()
    assert "shared a piece of evidence with another body." in shown


def test_who_is_given_it_uses_it_and_an_end_is_of_new_uses_alone(world, as_, minutes) -> None:
    as_(world.lead).post(address(minutes), {"body": "99A"})
    theirs, later = make_obligation(world.other_body), make_obligation(world.other_body)
    client = as_(world.stranger)
    here = f"/obligations/{theirs.pk}/add/here/"
    assert "From NHS Chiltern CCG." in client.get(here).content.decode()
    client.post(here, {"chosen": minutes.pk})
    share = EvidenceShare.objects.get()
    for _ in range(2):
        shown = as_(world.lead).post(address(minutes, f"{share.pk}/end/"), follow=True).content.decode()
        assert "no longer shared with NHS 99A CCG. What it was used for stays" in shown
    share.refresh_from_db()
    assert (share.ended_on, share.ended_by) == (TODAY, world.lead.user)
    assert "Joint minutes" not in client.get(f"/obligations/{later.pk}/add/here/").content.decode()
    client.post(f"/obligations/{theirs.pk}/send/", when("done_on", date(2016, 10, 3)))
    assert theirs.submissions.get().items[0]["id"] == minutes.pk, "the use that was made remains"
    as_(world.lead).post(address(minutes), {"body": "99A"})
    assert EvidenceShare.objects.filter(ended_on=None).count() == 1, "it can be shared again"


def test_the_other_body_neither_shares_nor_publishes_it(world, as_, minutes) -> None:
    as_(world.lead).post(address(minutes), {"body": "99A"})
    theirs = make_obligation(world.other_body)
    actions.use_again(obligation=theirs, evidence=[minutes], by=world.stranger.user, today=TODAY)
    actions.send_in(obligation=theirs, done_on=TODAY, note="", by=world.stranger.user, today=TODAY)
    client = as_(world.stranger)
    for what in ("share", "publish", "unpublish", "withdraw", "replace"):
        assert client.get(f"/obligations/{theirs.pk}/evidence/{minutes.pk}/{what}/").status_code == 404
        assert client.post(f"/obligations/{theirs.pk}/evidence/{minutes.pk}/{what}/").status_code == 404
    shown = client.get(f"/obligations/{theirs.pk}/").content.decode()
    assert "NHS Chiltern CCG, which logged it, decides whether it is published." in shown
    first = minutes.obligations.order_by("pk")[0]
    as_(world.lead).post(f"/obligations/{first.pk}/evidence/{minutes.pk}/publish/", {"when": "now"})
    shown = client.get(f"/published/{minutes.pk}/").content.decode()
    assert shown.count("Duty duty-") == 2 and "NHS 99A CCG" in shown, "the public sees what it proves, for both"


def test_a_lead_of_both_bodies_decides_from_either(world, as_, minutes) -> None:
    make_member(Role.LEAD, world.other_body, user=world.lead.user)
    theirs = make_obligation(world.other_body)
    as_(world.lead).post(f"/obligations/{theirs.pk}/add/here/", {"chosen": minutes.pk})
    actions.send_in(obligation=theirs, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert as_(world.lead).get(f"/obligations/{theirs.pk}/evidence/{minutes.pk}/publish/").status_code == 200


def test_what_cannot_be_shared_is_said_in_words(world, as_, minutes) -> None:
    client, given = as_(world.lead), {"by": world.lead.user, "today": TODAY, "keeper": world.body}
    closed = make_body("OLD", closed_on=date(2016, 9, 30))
    for code in ("", "OLD", "10H", "ZZZ"):
        assert "There is a problem" not in client.get(address(minutes, f"?q={code}")).content.decode()
        assert client.post(address(minutes), {"body": code}).status_code == 200
    draft = add_statement(make_obligation(world.body), world.lead, title="Draft")
    for piece, body, words in (
        (draft, world.other_body, "draft"), (minutes, world.body, "itself"), (minutes, closed, "not open"),
    ):  # fmt: skip
        with pytest.raises(NotNow, match=words):
            actions.share(evidence=piece, body=body, **given)
    actions.withdraw_evidence(evidence=minutes, why="Wrong", by=world.lead.user, today=TODAY)
    assert "it is shared no more" in client.get(address(minutes), follow=True).content.decode()
    assert not EvidenceShare.objects.exists()


def test_only_the_lead_shares(world, as_, minutes) -> None:
    assert as_(world.contributor).get(address(minutes)).status_code == 403
    assert as_(world.stranger).get(address(minutes)).status_code == 404
    share = actions.share(evidence=minutes, keeper=world.body, body=world.other_body, by=world.lead.user, today=TODAY)
    assert as_(world.stranger).post(address(minutes, f"{share.pk}/end/")).status_code == 404
    assert as_(world.lead).get(address(minutes, f"{share.pk}/end/")).status_code == 405
    assert as_(world.lead).post(address(minutes, f"{share.pk + 1}/end/")).status_code == 404


def test_the_page_asks_as_much_for_many_shares_as_for_one(world, as_, obligation, minutes) -> None:
    client, given = as_(world.lead), {"keeper": world.body, "by": world.lead.user, "today": TODAY}
    actions.share(evidence=minutes, body=world.other_body, **given)

    def asked() -> list[int]:
        places = (address(minutes), f"/obligations/{obligation.pk}/")
        return [count(partial(client.get, place)) for place in places]

    few = asked()
    for _ in range(5):
        actions.share(evidence=minutes, body=make_body(), **given)
    assert asked() == few
