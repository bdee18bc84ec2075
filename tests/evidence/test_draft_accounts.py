"""Draft accounts are never published, on whatever way somebody tries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from duties.actions import NotNow
from duties.models import Obligation
from evidence import actions
from evidence.models import Evidence, EvidenceUse
from tests.evidence.conftest import add_statement, send
from tests.factories import TODAY, make_duty, make_obligation, make_rule
from tests.guards import suspended


@pytest.fixture
def drafts(world) -> Obligation:
    """The step of the accounts that is for NHS England alone."""
    rule = make_rule(make_duty(slug="annual-accounts", title="Accounts"), step="draft")
    return make_obligation(world.body, rule, due_on=date(2016, 8, 1))


@pytest.fixture
def accounts(world, drafts) -> Evidence:
    send(drafts, world.lead)
    return drafts.evidence.get()


def publish(item: Evidence, world, **more) -> Evidence:
    return actions.publish(evidence=item, by=world.lead.user, today=TODAY, **more)


def test_neither_now_nor_from_a_later_day(world, accounts) -> None:
    for more in ({}, {"from_on": date(2016, 12, 1), "why": "audit"}):
        with pytest.raises(NotNow, match="Draft accounts are never published"):
            publish(accounts, world, **more)


def test_no_page_offers_it_and_no_form_does_it(world, as_, drafts, accounts) -> None:
    client = as_(world.lead)
    page = client.get(f"/obligations/{drafts.pk}/").content.decode()
    assert "draft accounts never are" in page and "/publish/" not in page
    assert accounts.title not in client.get("/publishing/10H/").content.decode()
    for what, given in (("publish", {"when": "now"}), ("embargo", {"why": "audit"})):
        answer = client.post(f"/obligations/{drafts.pk}/evidence/{accounts.pk}/{what}/", given, follow=True)
        assert "Draft accounts are never published" in answer.content.decode()


def test_the_same_piece_for_another_duty_is_not_published_either(world, as_, obligation, accounts) -> None:
    actions.use_again(obligation=obligation, evidence=[accounts], by=world.lead.user, today=TODAY)
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    answer = as_(world.lead).post(
        f"/obligations/{obligation.pk}/evidence/{accounts.pk}/publish/", {"when": "now"}, follow=True
    )
    assert "Draft accounts are never published" in answer.content.decode()
    assert not Evidence.objects.published(TODAY).exists()


def test_what_is_offered_for_draft_accounts_and_not_sent_in_for_them_yet_is_not_published(
    world, obligation, drafts
) -> None:
    send(obligation, world.lead)
    item = obligation.evidence.get()
    actions.use_again(obligation=drafts, evidence=[item], by=world.lead.user, today=TODAY)
    with pytest.raises(NotNow, match="Draft accounts"):
        publish(item, world)


@pytest.mark.parametrize("more", [{}, {"from_on": date(2016, 12, 1), "why": "audit"}])
def test_what_is_published_is_not_offered_as_draft_accounts(world, obligation, drafts, more) -> None:
    send(obligation, world.lead)
    item = publish(obligation.evidence.get(), world, **more)
    with pytest.raises(NotNow, match="draft accounts never are"):
        actions.use_again(obligation=drafts, evidence=[item], by=world.lead.user, today=TODAY)
    assert not item.uses.filter(obligation=drafts).exists()


def test_the_public_reads_neither_the_draft_nor_that_it_is_missing(drafts, accounts) -> None:
    anybody = Client()
    for address in (f"/published/{accounts.pk}/", f"/published/{accounts.pk}/file"):
        assert anybody.get(address).status_code == 404
    assert accounts.title not in anybody.get("/published/").content.decode()
    assert "Accounts: draft" not in anybody.get("/bodies/10H/").content.decode()


# The database itself -------------------------------------------------------------------------------------------------
DECIDED = {"published_on": TODAY, "publish_decided_on": TODAY}


def test_the_database_refuses_it_whatever_program_writes(world, accounts, obligation, drafts) -> None:
    by = world.lead.user
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=accounts.pk).update(published_by=by, **DECIDED)
    send(obligation, world.lead)
    item = publish(obligation.evidence.get(), world)
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        EvidenceUse.objects.create(evidence=item, obligation=drafts, used_by=by, used_on=TODAY)
    draft = add_statement(make_obligation(world.body), world.lead)
    use = EvidenceUse.objects.get(evidence=draft)
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        EvidenceUse.objects.filter(pk=use.pk).update(evidence=item, obligation=drafts)


@pytest.mark.django_db(transaction=True)
def test_without_its_guards_it_would_not(world, accounts) -> None:
    with suspended():
        assert Evidence.objects.filter(pk=accounts.pk).update(published_by=world.lead.user, **DECIDED) == 1
