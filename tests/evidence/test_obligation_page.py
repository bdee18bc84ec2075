"""The page of one obligation: what it shows to whom, the one button, the history."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from bodies.access import Role
from bodies.models import AuditEntry, BodyName
from duties import actions as duty_actions
from duties.models import Flag
from evidence import actions
from evidence.history import SENTENCES, SILENT, sentence
from tests.evidence.conftest import add_statement, give_back, see, send, when
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule


def page(client, obligation) -> str:
    answer = client.get(f"/obligations/{obligation.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def button(client, obligation) -> str:
    """The text of the one green button, or nothing."""
    main = page(client, obligation).split("<main")[1]
    found = re.findall(r'class="nhsuk-button"[^>]*>\s*([^<]+?)\s*</a>', main)
    assert len(found) <= 1
    return found[0] if found else ""


def test_the_button_is_the_next_thing_for_each_person(world, as_, obligation) -> None:
    lead, contributor, lay, assurer = (as_(m) for m in (world.lead, world.contributor, world.lay, world.assurer))
    assert [button(one, obligation) for one in (lead, contributor, lay, assurer)] == [
        "Add evidence",
        "Add evidence",
        "",
        "",
    ]
    add_statement(obligation, world.lead)
    assert [button(one, obligation) for one in (lead, contributor, lay)] == ["Check and send", "Check and send", ""]
    waiting = send(obligation, world.lead)
    assert [button(one, obligation) for one in (lead, contributor, assurer)] == ["", "", "Review"]
    assert "It is now the turn of an assurer at NHS England" in page(contributor, obligation)
    give_back(waiting, world.assurer)
    assert [button(one, obligation) for one in (lead, assurer)] == ["Add evidence", ""]
    see(send(obligation, world.lead), world.assurer)
    assert [button(one, obligation) for one in (lead, contributor, assurer)] == ["", "", ""]


def test_on_certified_duties_the_lead_certifies_and_the_contributor_sends(world, as_, certified) -> None:
    assert button(as_(world.lead), certified) == "Certify"
    assert button(as_(world.contributor), certified) == "Add evidence"
    send(certified, world.contributor)
    assert button(as_(world.lead), certified) == "Certify"
    assert button(as_(world.assurer), certified) == ""
    assert "the turn of the governance lead" in page(as_(world.contributor), certified)


def test_what_records_settle_has_no_button(world, as_) -> None:
    row = make_obligation(world.body, make_rule(proof="recorded"))
    assert button(as_(world.lead), row) == ""
    assert "dates settle this" in page(as_(world.lead), row)


def test_an_assurer_asked_whether_it_applies_decides_that_first(world, as_, obligation) -> None:
    duty_actions.ask_not_applicable(obligation=obligation, why="No", by=world.lead.user, today=TODAY)
    assert button(as_(world.assurer), obligation) == "Decide whether it applies"


def test_the_date_says_who_fixed_it_and_how(world, as_) -> None:
    rule = make_rule(date_basis="directed", set_by="NHS England", code="NHSE_DIRECTED:plan", when="As directed")
    row = make_obligation(
        world.body, rule, due_on=date(2016, 12, 23), strictly_before=date(2016, 12, 24), date_is_demonstration=True,
        date_set_by="NHS England", date_source="Planning guidance, page 4",
    )  # fmt: skip
    shown = page(as_(world.lead), row)
    for words in (
        "NHS England sets this date.", "Before Saturday 24 December 2016, so by", "Friday 23 December 2016",
        "Demonstration date", "How this date was worked out", "As directed", "Planning guidance, page 4",
        "NHS Act 2006 s14J", "We have seen the text of this law.",
    ):  # fmt: skip
        assert words in shown, words


def test_without_a_date_the_page_says_why(world, as_) -> None:
    shown = page(as_(world.lead), make_obligation(world.body, due_on=None))
    assert "No date set" in shown and "NHS England has not given a date" in shown


def test_both_bodies_are_named_when_a_successor_answers(world, as_) -> None:
    closed = make_body("OLD", name="NHS Old CCG", closed_on=date(2016, 9, 30), region=world.region)
    row = make_obligation(closed, held_by=world.body)
    shown = page(as_(world.lead), row)
    assert "NHS Old CCG incurred this and has closed" in shown and "NHS Chiltern CCG" in shown
    assert button(as_(world.lead), row) == "Add evidence"
    remnant = make_member(Role.LEAD, closed)
    assert button(as_(remnant), row) == ""
    assert as_(remnant).get(f"/obligations/{row.pk}/add/").status_code == 404


def test_without_a_holder_nobody_acts(world, as_) -> None:
    closed = make_body("OLD", closed_on=date(2016, 9, 30), region=world.region)
    row = make_obligation(closed, held_by=None)
    remnant = as_(make_member(Role.LEAD, closed))
    assert button(remnant, row) == "" and "nobody was named yet" in page(remnant, row).lower()


def test_a_body_bears_the_name_of_the_day(world, as_, obligation) -> None:
    BodyName.objects.create(
        body=world.body, name="NHS Chiltern and Thame CCG", kind="name", from_on=date(2013, 4, 1), to_on=TODAY
    )
    assert "NHS Chiltern and Thame CCG" in page(as_(world.lead), obligation)


def test_the_leads_links_change_owner_reason_and_dispute(world, as_) -> None:
    row = make_obligation(world.body, due_on=date(2016, 10, 1))
    client, base = as_(world.lead), f"/obligations/{row.pk}/"
    client.post(base + "owner/", {"owner": world.contributor.pk})
    client.post(base + "explain/", {"reason": "The auditor was ill", **when("expected_on", date(2016, 11, 1))})
    client.post(base + "dispute/", {"why": "The letter says December"})
    client.post(base + "does-not-apply/", {"why": "Never applied"})
    shown = page(client, row)
    for words in (
        "Finance manager", "The auditor was ill", "Tuesday 1 November 2016", "The letter says December",
        "Never applied",
        "It stays due until an assurer agrees", "The date stands until somebody moves it",
    ):  # fmt: skip
        assert words in shown, words


def test_only_those_who_work_on_it_today_can_own_it(world, as_, obligation) -> None:
    gone = make_member(Role.CONTRIBUTOR, world.body)
    gone.to_on = TODAY - timedelta(days=1)
    gone.save()
    for member in (gone, world.lay, world.stranger, world.assurer):
        answer = as_(world.lead).post(f"/obligations/{obligation.pk}/owner/", {"owner": member.pk})
        assert answer.status_code == 200
    obligation.refresh_from_db()
    assert obligation.owner is None


def test_the_same_words_twice_are_recorded_once(world, as_, obligation) -> None:
    base = f"/obligations/{obligation.pk}/"
    for _ in range(2):
        for name, given in {
            "owner": {"owner": world.lead.pk}, "explain": {"reason": "Ill"}, "dispute": {"why": "No"},
            "does-not-apply": {"why": "Never"},
        }.items():  # fmt: skip
            assert as_(world.lead).post(f"{base}{name}/", given).status_code == 302
    assert AuditEntry.objects.filter(subject_id=obligation.pk, subject_kind="duties.obligation").count() == 4


@pytest.mark.parametrize("name", ["explain", "dispute", "does-not-apply"])
def test_an_empty_reason_is_refused(world, as_, obligation, name) -> None:
    shown = as_(world.lead).post(f"/obligations/{obligation.pk}/{name}/").content.decode()
    assert "There is a problem" in shown and "Enter the reason" in shown


@pytest.mark.parametrize("name", ["owner", "explain", "dispute", "does-not-apply"])
def test_nothing_more_is_said_about_what_is_settled(world, as_, certified, name) -> None:
    actions.certify(obligation=certified, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    client, address = as_(world.lead), f"/obligations/{certified.pk}/{name}/"
    assert client.get(address).status_code == 302
    assert client.post(address, {"why": "x", "reason": "x", "owner": world.lead.pk}).status_code == 409


def test_the_law_and_the_evidence_that_proves_it(world, as_) -> None:
    duty = make_duty(plain="The body must publish it.", evidence="A published page.", slug="publish-it")
    shown = page(as_(world.lay), make_obligation(world.body, make_rule(duty, proof="certified")))
    assert "The body must publish it." in shown and "A published page." in shown and "/duties/publish-it/" in shown
    assert "The body certifies it; NHS England may ask to see the evidence." in shown


# History --------------------------------------------------------------------------------------------------------------


def test_history_is_sentences_by_post_newest_first_folded_after_five(world, as_) -> None:
    row = make_obligation(world.body, due_on=date(2016, 10, 1))
    Flag.objects.create(obligation=row, kind="late", since_on=date(2016, 10, 2), raised_at="2016-10-02T01:00Z")
    give_back(send(row, world.contributor), world.assurer)
    duty_actions.assign(obligation=row, owner=world.lead, by=world.lead.user, today=TODAY)
    duty_actions.explain(obligation=row, reason="Ill", expected_on=None, by=world.lead.user, today=TODAY)
    shown = page(as_(world.lead), row).split("History</h2>")[1]
    order = [
        "Governance lead gave the body&#39;s reason: “Ill”.", "Governance lead named who does it.",
        "Assurer, South sent it back.", "Finance manager sent it in, done on 3 October 2016.",
        "Finance manager added evidence: a statement.", "Earlier: 2 more entries",
        "The tracker flagged it", "The tracker opened it.",
    ]  # fmt: skip
    places = [shown.find(words) for words in order]
    assert -1 not in places and places == sorted(places), dict(zip(order, places, strict=True))


def test_history_does_not_tell_an_assurer_of_drafts(world, as_, obligation) -> None:
    add_statement(obligation, world.lead)
    assert "added evidence" not in page(as_(world.assurer), obligation)
    assert "added evidence" in page(as_(world.contributor), obligation)


@pytest.mark.parametrize("verb", [*SENTENCES, "closed: body_closed", "something new"])
def test_every_verb_has_a_sentence(verb) -> None:
    detail = {"why": "It was wrong", "after": {"due_on": "2016-11-01", "done_on": "2016-10-01", "later_agreed_by": "X"}}
    told = sentence(verb, detail, "Somebody")
    assert told and told.startswith("Somebody") and told.endswith(".")
    assert verb not in SILENT


# Of other records than an obligation, its evidence and its calls: the page does not read them.
TOLD_ELSEWHERE = {
    "catalogue loaded", "chose its review month", "drew a sample", "entered a directed date", "held a file",
    "is given no longer", "let go of a held file", "opened the year", "re-dated what differed", "was given",
}  # fmt: skip


def written_verbs() -> set[str]:
    """Every verb, or beginning of one, that the code of these two rooms writes into the audit trail by itself."""
    found = set()
    files = [file for room in ("duties", "evidence") for file in Path(settings.BASE_DIR, room).rglob("*.py")]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found |= set(_first_words(node)) if name in ("record", "entry", "say", "change") else set()
    return found


def _first_words(call: ast.Call) -> Iterator[str]:
    for given in call.args:
        if isinstance(given, ast.JoinedStr):
            yield "".join(part.value for part in given.values if isinstance(part, ast.Constant))
        elif isinstance(given, ast.Constant | ast.IfExp):
            yield from (one.value for one in ast.walk(given) if isinstance(one, ast.Constant) and one.value)


def test_every_verb_that_is_written_is_told_in_words_or_told_by_another() -> None:
    known = {*SENTENCES, *SILENT, *TOLD_ELSEWHERE, "closed: ", "re-dated"}
    written = written_verbs()
    assert {"sent in", "withdrew evidence", "decided: "} <= written
    assert {verb for verb in written if not any(one.startswith(verb) for one in known)} == set()


# What is invented -----------------------------------------------------------------------------------------------------


def test_everything_recorded_in_a_demonstration_is_marked(world, as_, obligation, settings) -> None:
    settings.DEMONSTRATION = True
    client, base = as_(world.lead), f"/obligations/{obligation.pk}/"
    about = when("about_on", TODAY)
    client.post(base + "add/statement/", {"text": "Done", "title": "Minutes", **about})
    client.post(base + "owner/", {"owner": world.lead.pk})
    client.post(base + "send/", when("done_on", TODAY))
    obligation.refresh_from_db()
    assert obligation.evidence.get().is_invented and obligation.submissions.get().is_invented
    shown = page(client, obligation)
    assert "Everything recorded here is invented for the demonstration" in shown
    # owner, done on, the evidence, the round; and the history
    assert shown.count('<span class="tracker-invented">Invented</span>') == 4
    assert "Invented for the demonstration</span>" in shown
    review = as_(world.assurer).get(f"/review/{obligation.submissions.get().pk}/").content.decode()
    assert "tracker-invented" in review and "tracker-invented" in as_(world.assurer).get("/review/").content.decode()


def test_outside_a_demonstration_nothing_is_called_invented(world, as_, obligation) -> None:
    send(obligation, world.lead)
    assert "nvented" not in page(as_(world.lead), obligation)
