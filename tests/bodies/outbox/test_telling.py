"""The ledger of what people are told: once, in the transaction of what it tells of, and kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from bodies.models import Mail, MailHold, Notice
from bodies.outbox import tell, untell
from tests.factories import TODAY, make_user

TOMORROW = TODAY + timedelta(1)


def test_each_person_is_told_of_a_key_once_however_often_it_is_told(telling, lead) -> None:
    other = make_user()
    both = [telling("late 1"), telling("late 1"), telling("late 1", person_id=other.pk)]
    with transaction.atomic():
        assert tell(both, today=TODAY) == 2
        assert tell([*both, telling("late 2")], today=TOMORROW) == 1
    assert list(Notice.objects.to(lead.user).order_by("pk").values_list("key", "made_on")) == [
        ("late 1", TODAY), ("late 2", TOMORROW),
    ]  # fmt: skip


def test_what_is_told_goes_with_the_transaction_that_it_tells_of(telling) -> None:
    with transaction.atomic():
        tell([telling()], today=TODAY)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nobody_is_told(telling) -> None:
    with pytest.raises(TransactionManagementError):
        tell([telling()], today=TODAY)
    with pytest.raises(TransactionManagementError):
        untell(["late 1"], today=TODAY)


def test_many_are_told_in_a_few_statements(telling, django_assert_max_num_queries) -> None:
    many = [telling(f"late {n}") for n in range(1200)]
    # SQLite takes some 70 rows in a statement, PostgreSQL 500.
    with transaction.atomic(), django_assert_max_num_queries(30):
        assert tell(many, today=TODAY) == 1200


def test_what_is_so_no_longer_is_taken_back_until_it_was_mailed(says, lead) -> None:
    says("late 1"), says("late 2")
    mail = Mail.objects.create(
        person=lead.user, key="digest", token="1", message_id="<1@x>", subject="s", text="t", html="h", made_on=TODAY,
        made_at="2016-10-17T06:00Z", next_try_at="2016-10-17T06:00Z",
    )  # fmt: skip
    Notice.objects.filter(key="late 2").update(mail=mail)
    with transaction.atomic():
        assert untell(["late 1", "late 2", "late 3"], today=TOMORROW) == 1
    assert Notice.objects.get(key="late 1").no_mail_on == TOMORROW
    assert not Notice.objects.not_mailed().exists()


def test_what_was_taken_back_and_is_so_again_waits_again_in_the_same_row(says) -> None:
    says("late 1")
    with transaction.atomic():
        untell(["late 1"], today=TODAY)
    assert says("late 1") == 0
    assert Notice.objects.not_mailed().get().key == "late 1"


@pytest.mark.parametrize("change", [{"words": "something else"}, {"since_on": TOMORROW}, {"key": "late 2"}])
def test_what_was_told_is_kept_as_it_was(says, change) -> None:
    says("late 1")
    with pytest.raises(IntegrityError, match="the record is kept"), transaction.atomic():
        Notice.objects.update(**change)
    with pytest.raises(IntegrityError, match="the record is kept"), transaction.atomic():
        Notice.objects.all().delete()


def test_one_hold_stands_at_a_time(db) -> None:
    MailHold.objects.create(since_on=TODAY, made_at="2016-10-17T06:00Z", why="a silence")
    with pytest.raises(IntegrityError), transaction.atomic():
        MailHold.objects.create(since_on=TODAY, made_at="2016-10-17T06:00Z", why="a silence")
