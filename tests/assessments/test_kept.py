"""What the database keeps: from the decision to publish on nothing of an assessment is rewritten."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from assessments import kept
from assessments.models import Assessment, Consultation, Judgement, LookedAt, Moderation
from bodies.triggers import missing
from tests.assessments.conftest import begun, published


def refused(act) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_the_guards_are_in_the_database(db) -> None:
    assert missing(connection, kept.GUARDS) == []


def test_of_every_column_it_is_decided_whether_it_stays() -> None:
    decided = [*kept.IS_OF, *kept.PUBLISHED_STAYS, *kept.REPLACED_ONCE, *kept.MAY_CHANGE]
    assert sorted(decided) == sorted(field.column for field in Assessment._meta.concrete_fields)
    rounds = [*kept.ROUND_STAYS, *kept.ROUND_DECIDED, *kept.ROUND_ONCE]
    assert sorted(rounds) == sorted(field.column for field in Moderation._meta.concrete_fields)
    assert {model._meta.db_table for model in apps.get_app_config("assessments").get_models()} >= {
        kept.ASSESSMENT, kept.JUDGEMENT, kept.LOOKED, kept.CONSULTATION, kept.ROUND,
    }  # fmt: skip


def test_nothing_of_what_is_published_changes_and_it_is_not_deleted(place) -> None:
    made = published(place)
    rows = Assessment.objects.filter(pk=made.pk)
    for facts in (
        {"summary": "Other"}, {"headline": ""}, {"comment": "Other"}, {"published_on": None}, {"looked_at": {}},
        {"embargo_until": date(2016, 7, 1)}, {"no_board_why": "x"},
    ):  # fmt: skip
        refused(lambda facts=facts: rows.update(**facts))
    refused(lambda: Judgement.objects.filter(assessment=made).update(rationale="Other"))
    refused(lambda: Judgement.objects.filter(assessment=made).delete())
    refused(lambda: Judgement.objects.create(assessment=made, unit="another"))
    refused(lambda: Consultation.objects.filter(assessment=made).update(said="Other"))
    refused(lambda: Consultation.objects.filter(assessment=made).delete())
    refused(lambda: Moderation.objects.filter(assessment=made).update(reason="Other"))
    refused(rows.delete)
    assert not LookedAt.objects.exists()


def test_an_assessment_stays_of_the_body_period_and_framework_it_was_begun_for(place) -> None:
    rows = Assessment.objects.filter(pk=begun(place).pk)
    for facts in ({"framework": "iaf-2016"}, {"year": 2016}, {"body": place.kernow}, {"version": 2}):
        refused(lambda facts=facts: rows.update(**facts))


def test_one_is_in_the_making_and_one_stands_of_a_body_and_period(place) -> None:
    made = begun(place)
    same = {name: getattr(made, name) for name in ("body", "framework", "year", "period", "first_on", "last_on")}
    same |= {"begun_by": made.begun_by, "begun_on": made.begun_on, "changed_at": made.changed_at}
    refused(lambda: Assessment.objects.create(**same, version=2, supersedes=made, supersedes_why="Two at once"))
