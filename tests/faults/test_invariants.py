"""The invariants themselves: silent on what is so, and each names one row that is taken, added or moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from bodies import audit
from bodies.access import Role
from bodies.models import AuditEntry, Body, Mail, Membership, Notice
from duties.models import Flag, Obligation
from duties.sweep import sweep
from tests.factories import TODAY, make_body, make_member, make_obligation, make_office, make_user, national_office
from tests.faults.invariants import faults, mail
from tests.guards import suspended

pytestmark = pytest.mark.django_db
SOME_DAYS = timedelta(3)


@pytest.fixture
def body() -> Body:
    made = make_body(region=make_office("Y57"))
    make_member(Role.LEAD, made)
    make_member(Role.CONTRIBUTOR, made, post="Accountable officer")
    make_member(Role.ASSURER, make_office("Y57"))
    make_member(Role.ASSURER, national_office())
    return made


@pytest.fixture
def late(body) -> Obligation:
    """Late since so long that everybody was told; and beside it one due soon, one owned, one that waits."""
    make_obligation(body, due_on=TODAY + SOME_DAYS)
    make_obligation(body, due_on=TODAY - SOME_DAYS, owner=make_member(Role.CONTRIBUTOR, body))
    make_obligation(body, due_on=TODAY - SOME_DAYS, sent_on=TODAY, done_on=TODAY)
    make_obligation(body, due_on=TODAY - SOME_DAYS, tracked_from=None)
    row = make_obligation(body, due_on=date(2016, 6, 30))
    sweep(TODAY)
    row.refresh_from_db()
    with suspended():  # the checks that wait for the end of a transaction are made here: they write the chain
        return row


def post(**facts: object) -> None:
    """Make and send all mail, one letter for each notice."""
    now = timezone.now()
    for notice in Notice.objects.all():
        made = Mail.objects.create(
            person=notice.person, key=notice.key + str(notice.person_id), token=str(notice.pk),
            message_id=f"<{notice.pk}@x>", subject="S", text="T", html="H", made_on=TODAY, made_at=now,
            next_try_at=now, **({"sent_at": now} | facts),
        )  # fmt: skip
        Notice.objects.filter(pk=notice.pk).update(mail=made)


def received() -> list[tuple[str, str]]:
    return list(Mail.objects.values_list("message_id", "person__email"))


def test_what_the_sweep_leaves_is_faultless(late) -> None:
    assert {one.kind for one in Flag.objects.all()} == {"late", "soon", "escalated", "assurer"}
    post()
    assert faults(TODAY, once=True, mailed=True, received=received()) == []


DEEDS: dict[str, tuple[Callable[[Obligation], object], str]] = {
    "a flag less": (lambda row: row.flags.filter(kind="late").delete(), "I1: obligation {pk} has 0 live flags 'late'"),
    "a flag not cleared": (
        lambda row: Obligation.objects.filter(pk=row.pk).update(
            sent_on=TODAY, done_on=TODAY, late_since=None, escalated_since=None, assurer_since=None
        ),
        "I1: obligation {pk} has 1 live flags 'late', not 0",
    ),
    "a false day": (
        lambda row: (
            row.flags.filter(kind="late").update(since_on=TODAY),
            Obligation.objects.filter(pk=row.pk).update(late_since=TODAY),
        ),
        "I1: obligation {pk} is late since 2016-07-01, and its flag says 2016-10-17",
    ),
    "a marker less": (
        lambda row: Obligation.objects.filter(pk=row.pk).update(assurer_since=None),
        "I1: obligation {pk} is marked 'assurer' None",
    ),
    "an assurer's flag less": (
        lambda row: row.flags.filter(kind="assurer").delete(), "I1: obligation {pk} has 0 live flags 'assurer'"
    ),
    "an audit row twice": (
        lambda row: audit.record("flagged: late", row, by=None, today=TODAY, since_on="2016-07-01"),
        "I2: 2 audit rows tell of 'late' of {pk} since 2016-07-01",
    ),
    "an audit row of nothing": (
        lambda row: audit.record("flagged: late", row, by=None, today=TODAY, since_on="2016-07-02"),
        "I2: no flag is there for an audit row of 'late' of {pk} since 2016-07-02",
    ),
    "a flag without its audit row": (
        lambda row: Flag.objects.create(
            obligation=row, kind="late", since_on=TODAY, raised_at=timezone.now(), cleared_on=TODAY
        ),
        "I2: 0 audit rows tell of 'late' of {pk} since 2016-10-17",
    ),
    "a lead who came before and was not told": (
        lambda row: Membership.objects.filter(role="lead").update(user=make_user()), "I3: person",
    ),
    "a notice taken back": (
        lambda row: Notice.objects.filter(kind="late", subject_id=row.pk).update(
            no_mail_on=TODAY, no_mail_why="over", mail=None
        ),
        "I3: 'late {pk} 2016-07-01' was taken back from person",
    ),
    "a mail not sent": (lambda row: Mail.objects.update(sent_at=None), "I3: mail 'assurer {pk}"),
    "a notice without mail": (lambda row: Notice.objects.update(mail=None), "I3: no mail tells person"),
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_one_row_that_is_wrong_is_named(late, deed) -> None:
    post()
    do, said = DEEDS[deed]
    with suspended():
        do(late)
    found = faults(TODAY, once=True, mailed=True)
    assert any(one.startswith(said.format(pk=late.pk)) for one in found), found


def test_a_broken_chain_is_named(late) -> None:
    first = AuditEntry.objects.order_by("pk")[:1].values("pk")
    with suspended():
        AuditEntry.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(verb="did nothing")
    assert any(one.startswith("I2: the chain breaks at 1") for one in faults(TODAY))


def test_mail_that_was_never_received_or_too_often_or_is_not_ours_is_named(late) -> None:
    post()
    ours = received()
    assert list(mail(ours * 2)) == []
    (lost, often, *_) = ours
    wrong = [*ours[1:], often, often, ("<stranger@x>", "a@example.org")]
    assert list(mail(wrong)) == [
        f"I3: {lost} is marked as sent, and was never received",
        f"I3: {often} was received 3 times",
        "I3: ('<stranger@x>', 'a@example.org') was received, and is no mail of ours",
    ]
