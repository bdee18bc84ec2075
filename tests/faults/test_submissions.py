"""Fifty people send in a thousand duties at the same time, some twice: none is lost, none is there twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from bodies.access import Role
from bodies.models import AuditEntry, Membership
from duties.models import Obligation
from duties.sweep import sweep
from evidence.models import Evidence, EvidenceUse, Submission
from tests.evidence.conftest import when
from tests.factories import TODAY, make_body, make_member, make_obligation, make_rule
from tests.faults import invariants
from tests.faults.web import Browser, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
DONE = when("done_on", date(2016, 10, 3))
SENT, REFUSED = 302, 409


@dataclass
class Work:
    """Who is there, and the duties that each of them is to send in."""

    people: list[Membership]
    rows: list[list[Obligation]]

    @property
    def keys(self) -> list[int]:
        return [row.pk for rows in self.rows for row in rows]


@transaction.atomic
def ready_to_send(bodies: int, each: int) -> Work:
    """A lead and a contributor in each body, and for each of them so many duties with a piece of evidence.

    Most are past their date, so that a submission clears a flag as well.
    """
    people = [
        make_member(role, body)
        for body in (make_body() for _ in range(bodies))
        for role in (Role.LEAD, Role.CONTRIBUTOR)
    ]
    rules = [make_rule() for _ in range(2 * each)]
    rows = [_duties(member, rules[number % 2 * each :][:each]) for number, member in enumerate(people)]
    for member, owned in zip(people, rows, strict=True):
        _give_evidence(member, owned)
    sweep(TODAY)
    return Work(people, rows)


def _duties(member: Membership, rules: list) -> list[Obligation]:
    first = make_obligation(member.body, rules[0], due_on=date(2016, 10, 10), gathering_on=TODAY)
    others = [copy(first) for _ in rules[1:]]
    for one, rule in zip(others, rules[1:], strict=True):
        one.pk, one.rule, one.duty = None, rule, rule.duty
    return [first, *Obligation.objects.bulk_create(others)]


def _give_evidence(member: Membership, rows: list[Obligation]) -> None:
    pieces = Evidence.objects.bulk_create(
        Evidence(
            body=member.body, kind=Evidence.Kind.STATEMENT, title="Minutes", about_on=TODAY, text="So it is",
            added_by=member.user, added_on=TODAY, added_at=timezone.now(),
        )
        for _ in rows
    )  # fmt: skip
    EvidenceUse.objects.bulk_create(
        EvidenceUse(evidence=piece, obligation=row, used_by=member.user, used_on=TODAY)
        for piece, row in zip(pieces, rows, strict=True)
    )


def send_all(folder: Path, work: Work, *, also_colleagues: int, naive: bool = False) -> Counter[int]:
    """Let everybody send in what is theirs, all at once, and every so-manieth duty of their colleague's beside them."""
    posts = [
        [key for place, row in enumerate(rows) for key in (row.pk, *_shared(work, who, place, also_colleagues))]
        for who, rows in enumerate(work.rows)
    ]
    with serving(folder, processes=5, naive=naive) as port:
        browsers = [Browser(port, member.user) for member in work.people]
        connection.close()  # what the threads need is read: nothing of ours is in anybody's way

        def post(who: int) -> list[int]:
            with closing(browsers[who]) as browser:
                return [browser.post(f"/obligations/{key}/send/", DONE) for key in posts[who]]

        with ThreadPoolExecutor(len(work.people)) as threads:
            return Counter(status for answers in threads.map(post, range(len(posts))) for status in answers)


def _shared(work: Work, who: int, place: int, every: int) -> list[int]:
    """The colleague is at the same place of their own list at about the same time."""
    return [work.rows[who ^ 1][place].pk] if place % every == 0 else []


def faults_of(work: Work) -> list[str]:
    """What was sent in other than exactly once, by whatever one asks."""
    keys = work.keys
    rounds = Counter(Submission.objects.exclude(items=[]).values_list("obligation", flat=True))
    about = AuditEntry.objects.filter(subject_kind="duties.obligation", verb="sent in")
    told = Counter(about.values_list("subject_id", flat=True))
    sent = set(Obligation.objects.exclude(sent_on=None).values_list("pk", flat=True))
    pieces = Counter(EvidenceUse.objects.exclude(sent_on=None).values_list("obligation", flat=True))
    found = [
        f"{key}: {rounds[key]} rounds, {told[key]} rows, {pieces[key]} pieces, {'' if key in sent else 'not '}sent"
        for key in keys
        if (rounds[key], told[key], pieces[key], key in sent) != (1, 1, 1, True)
    ]
    if AuditEntry.objects.filter(verb="opened a round").count() != len(keys):
        found.append("the trail tells of another number of rounds")
    return found + invariants.faults(TODAY, once=True)


def test_a_thousand_submissions_by_fifty_people_are_each_there_once(tmp_path) -> None:
    work = ready_to_send(bodies=25, each=20)
    assert (len(work.people), len(work.keys)) == (50, 1000)
    answers = send_all(tmp_path, work, also_colleagues=5)
    assert answers == {SENT: 1000, REFUSED: 200}, "each is taken once; who comes second is told so"
    assert faults_of(work) == []


def test_the_control_a_server_that_keeps_nothing_from_others_is_found(tmp_path) -> None:
    work = ready_to_send(bodies=5, each=8)
    answers = send_all(tmp_path, work, also_colleagues=1, naive=True)
    assert set(answers) > {SENT, REFUSED} or faults_of(work)
    assert answers[500] or faults_of(work)
