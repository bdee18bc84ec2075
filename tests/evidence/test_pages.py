"""Every page of the room, for everybody who may open it, and closed to everybody else."""

from datetime import date

import pytest
from django.urls import reverse

from bodies.access import Role
from bodies.doors import DOORS
from duties.models import Obligation
from evidence import actions
from evidence.urls import _ONE, urlpatterns
from tests.evidence.conftest import World, add_statement, send
from tests.factories import TODAY, make_duty, make_member, make_obligation, make_rule

# The pages of one obligation, and a few of its records: tests/house/test_reach.py tries every address there is.
ARGUED = {"add_kind", "change_draft", "remove_draft", "publish", "unpublish", "review", "file"}
WITHOUT_OBJECT = {"evidence:queue", "evidence:confirm_many", "evidence:verification"}
OF_ONE = {
    str(one.name) for one in urlpatterns if one.pattern._route.startswith(_ONE) and one.pattern._route.count("<") == 1
}
ROOM = sorted({f"evidence:{name}" for name in OF_ONE | ARGUED} | WITHOUT_OBJECT)


@pytest.fixture
def addresses(world: World, obligation: Obligation, certified: Obligation):
    """An address of every name of the room, about records of the body."""
    draft = add_statement(obligation, world.lead)
    sent = send(certified, world.contributor)
    item = certified.evidence.get()
    arguments = {
        "evidence:add_kind": [obligation.pk, "link"],
        "evidence:change_draft": [obligation.pk, draft.pk],
        "evidence:remove_draft": [obligation.pk, draft.pk],
        "evidence:publish": [certified.pk, item.pk],
        "evidence:unpublish": [certified.pk, item.pk],
        "evidence:certify": [certified.pk],
        "evidence:review": [sent.pk],
        "evidence:file": [draft.pk],
    }
    about = {name: [] if name in WITHOUT_OBJECT else [obligation.pk] for name in ROOM} | arguments
    return {name: reverse(name, args=about[name]) for name in ROOM}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in ROOM if name not in WITHOUT_OBJECT])
def test_the_records_of_a_body_are_not_there_for_another_body(world, as_, addresses, name, method) -> None:
    answer = getattr(as_(world.stranger), method)(addresses[name])
    # 405 and 403 are said before a record is looked for: they tell nothing.
    assert answer.status_code in ({404, 403} if DOORS[name].name == "REVIEW" else {404, 405})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in ROOM if name not in WITHOUT_OBJECT])
def test_an_assurer_of_another_region_finds_nothing(world, as_, addresses, name, method) -> None:
    assert getattr(as_(world.other_assurer), method)(addresses[name]).status_code in {404, 403, 405}


@pytest.mark.parametrize("name", ROOM)
def test_nobody_sees_the_room_without_signing_in(client, addresses, name) -> None:
    answer = client.get(addresses[name])
    assert answer.status_code == 302 and answer.url.startswith("/account/login/")


LEADS_ONLY = ["owner", "explain", "not_applicable", "dispute", "publish", "unpublish", "certify", "confirm_many"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", LEADS_ONLY)
def test_a_contributor_neither_certifies_nor_publishes_nor_assigns(world, as_, addresses, name, method) -> None:
    assert getattr(as_(world.contributor), method)(addresses[f"evidence:{name}"]).status_code in {403, 404}


@pytest.mark.parametrize("name", [name for name in ROOM if name not in WITHOUT_OBJECT | {"evidence:obligation"}])
def test_a_lay_member_changes_nothing(world, as_, addresses, name) -> None:
    assert as_(world.lay).post(addresses[name]).status_code in {403, 404, 405}


@pytest.mark.parametrize("name", ROOM)
def test_everybody_in_reach_gets_a_page_or_a_plain_refusal(world, as_, addresses, name) -> None:
    for member in (world.lead, world.contributor, world.lay, world.assurer, world.national):
        answer = as_(member).get(addresses[name])
        assert answer.status_code in {200, 302, 403, 404, 405}, (member, answer.status_code)


def page(client, obligation: Obligation) -> str:
    answer = client.get(reverse("evidence:obligation", args=[obligation.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_drafts_are_seen_by_those_who_work_on_them_alone(world, as_, obligation) -> None:
    add_statement(obligation, world.contributor, title="Half a draft")
    assert "Half a draft" in page(as_(world.lead), obligation)
    assert "Half a draft" in page(as_(world.contributor), obligation)
    for member in (world.lay, world.assurer, world.national):
        assert "Half a draft" not in page(as_(member), obligation)


def test_an_obligation_that_opens_later_is_not_there_yet(world, as_) -> None:
    later = make_obligation(world.body, opened_on=date(2016, 10, 18))
    assert as_(world.lead).get(f"/obligations/{later.pk}/").status_code == 404


def test_an_assurer_is_not_told_what_a_piece_is_offered_for_and_not_sent_in_for(world, as_, obligation) -> None:
    piece = add_statement(obligation, world.lead)
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    other = make_obligation(world.body, make_rule(make_duty(title="Hold a meeting")))
    actions.use_again(obligation=other, evidence=[piece], by=world.lead.user, today=TODAY)
    address = f"/obligations/{obligation.pk}/"
    assert "Hold a meeting" in as_(world.contributor).get(address).content.decode()
    assert "Hold a meeting" not in as_(world.assurer).get(address).content.decode()
    actions.send_in(obligation=other, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert "Hold a meeting" in as_(world.assurer).get(address).content.decode()


@pytest.mark.parametrize(
    "what",
    [
        "owner/", "explain/", "does-not-apply/", "dispute/", "confirm-again/", "evidence/{piece}/publish/",
        "evidence/{piece}/embargo/", "evidence/{piece}/unpublish/", "evidence/{piece}/withdraw/",
        "evidence/{piece}/share/",
    ],
)  # fmt: skip
def test_who_leads_another_body_and_contributes_here_leads_nothing_here(world, as_, obligation, what) -> None:
    """The door is open to a lead of any body: of which one, each page asks."""
    piece = add_statement(obligation, world.lead)
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    make_member(Role.LEAD, world.other_body, user=world.contributor.user)
    address = f"/obligations/{obligation.pk}/{what.format(piece=piece.pk)}"
    client = as_(world.contributor)
    assert client.get(f"/obligations/{obligation.pk}/").status_code == 200
    assert client.get(address).status_code == 404 and client.post(address, {"why": "x"}).status_code == 404
