"""The database keeps the record by itself: each forbidden statement is refused on both databases, others pass."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from bodies.triggers import MESSAGE, all_guards, missing
from evidence import actions, kept
from evidence.files import arriving
from evidence.models import (
    AboutPeriod,
    CallIn,
    Evidence,
    EvidenceShare,
    EvidenceUse,
    LinkCheck,
    Sample,
    StoredFile,
    Submission,
)
from tests.evidence import sample_files as sample
from tests.evidence.conftest import add_statement, give_back, see, send
from tests.factories import TODAY, make_obligation

LATER = date(2016, 10, 18)
TABLES = (AboutPeriod, CallIn, Evidence, EvidenceShare, EvidenceUse, LinkCheck, Sample, StoredFile, Submission)


def run(statement: str, *given: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.rowcount


def refused(statement: str, *given: Any) -> bool:
    """Whether a guard refused it; what else may be wrong with a statement does not count."""
    try:
        with transaction.atomic():
            run(statement, *given)
            transaction.set_rollback(True)
    except IntegrityError as fault:
        return MESSAGE in str(fault)
    return False


def another(field: models.Field, value: Any) -> Any:
    """A value of the column's kind that the row does not have."""
    if isinstance(field, models.JSONField):
        return '["other"]'
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return date(2001, 2, 3)
    if isinstance(field, models.CharField | models.TextField):
        return "other"
    return 31_321  # fits the smallest kind of number


def changed(row: models.Model, *columns: str) -> dict[str, bool]:
    """Of each column, whether a guard refuses another value."""
    found = {}
    for column in columns:
        field = next(one for one in row._meta.concrete_fields if one.column == column)
        statement = f'UPDATE "{row._meta.db_table}" SET "{column}" = %s WHERE id = %s'
        found[column] = refused(statement, another(field, getattr(row, field.attname)), row.pk)
    return found


def deleted(row: models.Model) -> bool:
    """Whether a guard refuses to delete it."""
    return refused(f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', row.pk)


def all_refused(row: models.Model, columns: tuple[str, ...]) -> None:
    row.refresh_from_db()
    assert changed(row, *columns) == dict.fromkeys(columns, True)


def none_refused(row: models.Model, columns: tuple[str, ...]) -> None:
    row.refresh_from_db()
    assert changed(row, *columns) == dict.fromkeys(columns, False)


@pytest.fixture
def draft(world, obligation) -> Evidence:
    made = add_statement(obligation, world.lead)
    AboutPeriod.objects.create(evidence=made, first_on=date(2016, 4, 1), last_on=date(2016, 6, 30))
    return made


@pytest.fixture
def waiting(world, obligation, draft) -> Submission:
    return actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.contributor.user, today=TODAY)


def test_every_column_is_either_kept_or_may_change() -> None:
    """A new column must be decided about: put it into a list of evidence/kept.py."""
    stay = {
        kept.EVIDENCE: kept.PIECE_STAYS + kept.PIECE_ONCE, kept.USE: kept.USE_STAYS, kept.FILE: kept.FILE_STAYS,
        kept.SHARE: kept.SHARE_STAYS + kept.SHARE_ONCE, kept.CALL: kept.CALL_STAYS + kept.CALL_CLOSED,
        kept.LOOK: kept.LOOK_STAYS, kept.ROUND: kept.ROUND_STAYS + kept.ROUND_DECIDED + kept.ROUND_ONCE,
    }  # fmt: skip
    for model in TABLES:
        table = model._meta.db_table
        columns = sorted(field.column for field in model._meta.concrete_fields)
        if table in (kept.SAMPLE, kept.PERIOD):
            continue  # the whole row
        assert sorted(stay[table] + kept.MAY_CHANGE.get(table, ())) == columns, table


def test_what_the_record_says_is_never_among_what_may_change() -> None:
    """The lists above follow from each other; this one is what was promised, said once more and by itself."""
    promised = {
        kept.EVIDENCE: {"title", "about_on", "file_id", "url", "text", "body_id", "sent_on", "withdrawn_why"},
        kept.USE: {"evidence_id", "obligation_id", "sent_on", "confirmed_from_id", "confirmed_words"},
        kept.FILE: {"sha256", "size", "content_type"},
        kept.ROUND: {"items", "checks", "sent_by_id", "sent_on", "done_on", "achieved", "queued_at"},
        kept.CALL: {"why", "called_on", "called_by_id", "sample_id"},
        kept.LOOK: {"outcome", "status", "digest", "first_on"},
    }  # fmt: skip
    for table, columns in promised.items():
        assert not columns & set(kept.MAY_CHANGE.get(table, ())), table
    assert {"items", "checks"} <= set(kept.ROUND_STAYS), "frozen when it is sent in, and not only once it is decided"
    assert {"decision", "decided_by_id", "decided_on", "reason", "missing"} <= set(kept.ROUND_DECIDED)


def test_every_table_of_the_record_has_its_guards(db) -> None:
    guarded = {guard.table for guard in all_guards()}
    assert {model._meta.db_table for model in TABLES} <= guarded
    assert not missing(connection, kept.GUARDS)
    ours = {model._meta.db_table for model in apps.get_app_config("evidence").get_models()}
    assert ours - guarded == set(kept.UNKEPT), "say in evidence/kept.py what the database keeps of it"


def test_a_draft_changes_and_goes(draft) -> None:
    none_refused(draft, kept.PIECE_STAYS)
    use, period = draft.uses.get(), draft.periods.get()
    none_refused(use, kept.USE_STAYS)
    assert changed(period, "first_on", "last_on") == {"first_on": False, "last_on": False}
    assert not deleted(use) and not deleted(period)
    draft.delete()
    assert not EvidenceUse.objects.exists() and not AboutPeriod.objects.exists()


def test_what_was_sent_in_stays_as_it_was(waiting, draft) -> None:
    all_refused(draft, kept.PIECE_STAYS)
    all_refused(draft.uses.get(), kept.USE_STAYS)
    assert deleted(draft) and deleted(draft.uses.get())


def test_publishing_moves_and_a_withdrawal_is_said_once(waiting, draft, world) -> None:
    none_refused(draft, kept.MAY_CHANGE[kept.EVIDENCE])
    none_refused(draft, kept.PIECE_ONCE)
    Evidence.objects.filter(pk=draft.pk).update(withdrawn_on=TODAY, withdrawn_by=world.lead.user, withdrawn_why="Wrong")
    all_refused(draft, kept.PIECE_ONCE)
    assert refused("UPDATE evidence_evidence SET withdrawn_on = NULL, withdrawn_by_id = NULL, withdrawn_why = ''")


def test_a_use_for_another_obligation_comes_and_goes_until_it_is_sent_in(waiting, draft, world) -> None:
    other = make_obligation(world.body)
    use = EvidenceUse.objects.create(evidence=draft, obligation=other, used_by=world.lead.user, used_on=TODAY)
    none_refused(use, kept.USE_STAYS)
    assert not deleted(use)


def test_the_periods_of_what_was_sent_in_neither_come_nor_go(waiting, draft, world, obligation) -> None:
    period = draft.periods.get()
    assert all(changed(period, "first_on", "last_on", "evidence_id").values()) and deleted(period)
    insert = "INSERT INTO evidence_aboutperiod (evidence_id, first_on, last_on) VALUES (%s, %s, %s)"
    assert refused(insert, draft.pk, TODAY, TODAY)
    give_back(waiting, world.assurer)
    other = add_statement(obligation, world.lead, title="Another")
    assert not refused(insert, other.pk, TODAY, TODAY)
    moved = AboutPeriod.objects.create(evidence=other, first_on=TODAY, last_on=TODAY)
    assert refused("UPDATE evidence_aboutperiod SET evidence_id = %s WHERE id = %s", draft.pk, moved.pk)


def test_a_round_says_for_ever_what_was_sent_in_and_claims_move(waiting, world) -> None:
    all_refused(waiting, kept.ROUND_STAYS)
    none_refused(waiting, kept.MAY_CHANGE[kept.ROUND] + kept.ROUND_DECIDED)
    assert deleted(waiting)


@pytest.mark.parametrize("decide", [see, give_back])
def test_a_decision_is_said_once_and_so_is_its_reopening(waiting, world, decide) -> None:
    decided = decide(waiting, world.assurer)
    all_refused(decided, kept.ROUND_STAYS + kept.ROUND_DECIDED)
    none_refused(decided, kept.ROUND_ONCE)
    Submission.objects.filter(pk=decided.pk).update(
        reopened_on=TODAY, reopened_by=world.assurer.user, reopened_why="Page 4 was overlooked"
    )
    all_refused(decided, kept.ROUND_ONCE)


def test_a_stored_file_is_what_it_is_while_evidence_needs_it(world, obligation) -> None:
    received = arriving.receive([sample.TEXT], name="Minutes.txt")
    content = actions.Content(received=received, file_name="Minutes.txt")
    actions.add_evidence(
        obligation=obligation, content=content, title="Minutes", about_on=TODAY, by=world.lead.user, today=TODAY
    )
    stored = StoredFile.objects.get()
    all_refused(stored, kept.FILE_STAYS)
    assert deleted(stored)
    assert not deleted(StoredFile.objects.create(sha256="0" * 64, size=1, content_type="text/plain"))


def test_a_share_ends_once_and_stays(world, draft, waiting) -> None:
    share = EvidenceShare.objects.create(
        evidence=draft, body=world.other_body, shared_by=world.lead.user, shared_on=TODAY
    )
    all_refused(share, kept.SHARE_STAYS)
    none_refused(share, kept.SHARE_ONCE)
    assert deleted(share)
    EvidenceShare.objects.filter(pk=share.pk).update(ended_on=TODAY, ended_by=world.lead.user)
    all_refused(share, kept.SHARE_ONCE)


def test_what_was_drawn_and_asked_stays(world, certified) -> None:
    drawn = Sample.objects.create(
        office=world.region, month=date(2016, 9, 1), share_percent=5, seed="a1", drawn_from=[certified.pk],
        drawn_on=TODAY, drawn_at=timezone.now(),
    )  # fmt: skip
    all_refused(drawn, tuple(field.column for field in Sample._meta.concrete_fields))
    call = CallIn.objects.create(obligation=certified, sample=drawn, called_on=TODAY)
    all_refused(call, kept.CALL_STAYS)
    none_refused(call, kept.CALL_CLOSED)
    assert deleted(drawn) and deleted(call)
    CallIn.objects.filter(pk=call.pk).update(outcome="seen", closed_on=TODAY, closed_by=world.assurer.user)
    all_refused(call, kept.CALL_CLOSED)


def test_what_a_look_at_a_page_found_stays(world, waiting, draft) -> None:
    now = timezone.now()
    look = LinkCheck.objects.create(
        evidence=draft, outcome="gone", first_at=now, last_at=now, first_on=TODAY, last_on=TODAY
    )
    all_refused(look, kept.LOOK_STAYS)
    assert not refused("UPDATE evidence_linkcheck SET last_on = %s, looks = 2", LATER)
    assert deleted(look)


def test_no_table_of_the_record_is_emptied(db) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has no such statement: what it deletes by, it deletes row by row
    for model in TABLES:
        assert refused(f'TRUNCATE TABLE "{model._meta.db_table}" CASCADE'), model


def test_a_round_that_is_sent_in_and_decided_passes_its_guards(world, obligation) -> None:
    give_back(send(obligation, world.contributor), world.assurer)
    see(send(obligation, world.lead), world.assurer)
    assert [one.decision for one in obligation.submissions.all()] == ["sent_back", "seen"]
