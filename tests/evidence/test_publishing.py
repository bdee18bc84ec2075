"""Publishing, and the file itself."""

from __future__ import annotations

from datetime import date

import pytest

from bodies.models import AuditEntry
from evidence import actions
from evidence.files import arriving, storage
from evidence.models import Evidence
from tests.evidence import sample_files as sample
from tests.evidence.conftest import when
from tests.factories import TODAY, make_duty, make_obligation, make_rule


@pytest.fixture
def item(world, obligation) -> Evidence:
    """A draft of a file."""
    received = arriving.receive([sample.TEXT], name="Minutes.txt")
    content = actions.Content(received=received, file_name='Mi"nutes\u2028é.txt')
    return actions.add_evidence(
        obligation=obligation, content=content, title="Minutes", about_on=TODAY, by=world.lead.user, today=TODAY,
    )  # fmt: skip


@pytest.fixture
def sent(world, obligation, item) -> Evidence:
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    item.refresh_from_db()
    return item


NOW = {"when": "now"}


def address(item: Evidence, what: str) -> str:
    return f"/obligations/{item.obligations.get().pk}/evidence/{item.pk}/{what}/"


def asked(client, item: Evidence) -> int:
    """The status of the file's address; the file is read to its end, and so closed."""
    answer = client.get(f"/evidence/{item.pk}/file")
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_a_draft_is_served_to_those_who_work_on_it_alone(world, as_, item) -> None:
    for member, status in [
        (world.lead, 200), (world.contributor, 200), (world.lay, 404), (world.assurer, 404), (world.national, 404),
        (world.stranger, 404), (world.other_assurer, 404),
    ]:  # fmt: skip
        assert asked(as_(member), item) == status, member


def test_what_was_sent_in_is_served_to_those_in_reach_too(world, as_, sent) -> None:
    for member, status in [
        (world.lead, 200), (world.contributor, 200), (world.lay, 200), (world.assurer, 200), (world.national, 200),
        (world.stranger, 404), (world.other_assurer, 404),
    ]:  # fmt: skip
        assert asked(as_(member), sent) == status, member


def test_a_file_is_a_download_that_no_browser_runs(world, as_, sent) -> None:
    answer = as_(world.assurer).get(f"/evidence/{sent.pk}/file")
    assert b"".join(answer.streaming_content) == sample.TEXT
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"] and "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "text/plain"
    assert "\n" not in answer["Content-Disposition"] and "\u2028" not in answer["Content-Disposition"]


def test_a_link_or_a_lost_file_is_not_there(world, as_, sent) -> None:
    storage.delete(sent.file.sha256)
    assert as_(world.lead).get(f"/evidence/{sent.pk}/file").status_code == 404


def test_publish_asks_when_then_does_it_once(world, as_, sent) -> None:
    client = as_(world.lead)
    assert "Anybody will be able to read" in client.get(address(sent, "publish")).content.decode()
    assert "Choose when it is published" in client.post(address(sent, "publish")).content.decode()
    assert not Evidence.objects.published(TODAY).exists()
    for _ in range(2):
        assert "is published" in client.post(address(sent, "publish"), NOW, follow=True).content.decode()
    assert Evidence.objects.published(TODAY).get() == sent
    assert f"/published/{sent.pk}/" in client.get(f"/obligations/{sent.obligations.get().pk}/").content.decode()


def test_a_draft_has_no_page_to_publish_it(world, as_, item) -> None:
    assert as_(world.lead).get(address(item, "publish")).status_code == 404


def test_unpublished_says_why_and_until_when(world, as_, sent) -> None:
    client = as_(world.lead)
    client.post(address(sent, "publish"), NOW)
    assert "Choose why it is not published" in client.post(address(sent, "unpublish")).content.decode()
    past = client.post(address(sent, "unpublish"), {"why": "future", **when("until", date(2016, 10, 17))})
    assert "must be in the future" in past.content.decode()
    never = client.post(address(sent, "unpublish"), {"why": "future"})
    assert "Enter the date from which it can be published" in never.content.decode()
    for _ in range(2):
        client.post(address(sent, "unpublish"), {"why": "future", **when("until", date(2016, 11, 1))})
    page = client.get(f"/obligations/{sent.obligations.get().pk}/").content.decode()
    assert "Not published until Tuesday 1 November 2016: it will be published later." in page
    assert "change the reason" in page
    refused = client.post(address(sent, "publish"), NOW)
    assert refused.status_code == 409 and "held back until 1 November 2016" in refused.content.decode()
    assert not Evidence.objects.published(TODAY).exists()


def test_the_trail_says_of_each_decision_what_was_before_and_after(world, as_, sent) -> None:
    client = as_(world.lead)
    client.post(address(sent, "publish"), NOW)
    client.post(address(sent, "unpublish"), {"why": "legal"})
    entries = AuditEntry.objects.filter(verb__in=("published", "unpublished")).order_by("pk")
    hidden, public = (
        {"published_on": None, "withheld": "", "withheld_until": None},
        {"published_on": TODAY.isoformat(), "withheld": "", "withheld_until": None},
    )
    assert [(one.by, one.domain_on, one.detail["before"], one.detail["after"]) for one in entries] == [
        (world.lead.user, TODAY, hidden, public),
        (world.lead.user, TODAY, public, hidden | {"withheld": "legal"}),
    ]


def test_what_is_not_public_facing_has_no_link_to_publish(world, as_) -> None:
    row = make_obligation(world.body, make_rule(make_duty(public_facing="no")))
    content = actions.Content(text="Done")
    made = actions.add_evidence(
        obligation=row, content=content, title="T", about_on=TODAY, by=world.lead.user, today=TODAY
    )
    actions.send_in(obligation=row, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    client = as_(world.lead)
    assert "/publish/" not in client.get(f"/obligations/{row.pk}/").content.decode()
    assert "not public-facing" in client.post(address(made, "publish"), NOW, follow=True).content.decode()
