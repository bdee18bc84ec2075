"""Many rows at once: stored as the models would store them, defaults and all."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bodies.inserting import insert_rows
from bodies.models import AuditEntry, Notice
from duties.models import Flag
from tests.factories import make_obligation, make_user

pytestmark = pytest.mark.django_db
DAY = date(2016, 10, 17)
FLAG = ("obligation_id", "kind", "since_on", "raised_at")


def test_days_moments_json_and_nothing_are_read_back_as_they_were_given() -> None:
    now, detail = timezone.now(), {"since_on": "2016-10-17", "who": None, "how many": 3, "where": "Ynys Môn"}
    names = ("at", "domain_on", "verb", "subject_kind", "subject_id", "detail", "digest")
    assert insert_rows(AuditEntry, names, [(now, DAY, "did", "duties.obligation", 7, detail, "x")]) == 1
    one = AuditEntry.objects.get(at=now, domain_on=DAY)  # stored as a question for them is put
    assert (one.at, one.domain_on, one.detail, one.by, one.origin) == (now, DAY, detail, None, "")


def test_what_is_not_named_gets_the_default_of_its_field() -> None:
    names = (
        "person_id", "key", "kind", "words", "url_path", "subject_kind", "subject_id", "since_on", "made_on", "made_at"
    )  # fmt: skip
    row = (make_user().pk, "k", "late", "W", "/", "duties.obligation", 1, DAY, DAY, timezone.now())
    insert_rows(Notice, names, [row])
    one = Notice.objects.get()
    assert (one.at_once, one.together, one.mail, one.body) == (False, "", None, None)


def test_a_row_that_is_there_is_refused_or_passed_over_or_changed_as_it_is_said() -> None:
    row = (make_obligation().pk, "late", DAY, timezone.now())
    insert_rows(Flag, FLAG, [row])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Flag, FLAG, [row])
    insert_rows(Flag, FLAG, [row], conflict="DO NOTHING")
    Flag.objects.update(cleared_on=DAY)
    insert_rows(Flag, FLAG, [row], conflict="(obligation_id, kind, since_on) DO UPDATE SET cleared_on = NULL")
    assert Flag.objects.get().cleared_on is None


def test_nothing_is_no_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert insert_rows(Flag, FLAG, []) == 0
