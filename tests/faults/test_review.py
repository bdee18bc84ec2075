"""A process that dies in the middle of a review: all of a deed is there or nothing, no decision without its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from bodies.models import AuditEntry
from duties.models import Flag, Obligation
from duties.sweep import sweep
from evidence.models import Submission
from tests.evidence.conftest import add_statement, see, send
from tests.factories import TODAY, make_obligation
from tests.faults.invariants import chain
from tests.faults.victims import KILLED, Victims, moments, victims

pytestmark = pytest.mark.django_db(transaction=True)
DO = "tests.faults.reviewing:do"
DEEDS = ("send_in", "see", "send_back", "withdraw", "reopen")
ENOUGH = 60  # steps, more than any deed has


@pytest.fixture(scope="module")
def program(tmp_path_factory, django_db_setup) -> Iterator[Victims]:
    with victims(tmp_path_factory.mktemp("victims")) as started:
        yield started


@pytest.fixture
def late(world) -> Obligation:
    """A reviewed duty past its date and flagged, with a draft."""
    row = make_obligation(world.body, due_on=date(2016, 10, 10))
    add_statement(row, world.lead)
    assert sweep(TODAY).late == 1
    return row


def ready(world, row: Obligation, deed: str) -> int:
    """Bring an obligation to where a deed can be done, and say who does it."""
    if deed != "send_in":
        waiting = send(row, world.lead)
        if deed == "reopen":
            see(waiting, world.assurer)
    return (world.lead if deed in ("send_in", "withdraw") else world.assurer).user.pk


# What must be true, whatever was done ---------------------------------------------------------------------------------


def faults_of(row: Obligation) -> list[str]:
    """Where the rounds, the facts, the flags and the audit trail of an obligation do not say the same."""
    row.refresh_from_db()
    rounds = list(row.submissions.order_by("number"))
    return [*_rows(row, rounds), *_facts(row, rounds), *_flags(row), *_evidence(row, rounds), *chain()]


def _rows(row: Obligation, rounds: list[Submission]) -> Iterator[str]:
    """Each round, decision and re-opening has its rows, and no row stands for nothing."""
    keys = [one.pk for one in rounds]
    ours = AuditEntry.objects.filter(subject_kind="evidence.submission", subject_id__in=keys)
    of_rounds = Counter(ours.values_list("verb", flat=True))
    of_it = Counter(
        AuditEntry.objects.filter(subject_kind="duties.obligation", subject_id=row.pk).values_list("verb", flat=True)
    )
    decided = Counter(one.decision for one in rounds if one.decision)
    reopened = Counter(one.decision for one in rounds if one.reopened_on)
    wanted = {f"decided: {decision}": number for decision, number in decided.items()}
    wanted |= {"opened a round": len(rounds), "re-opened a decision": reopened.total()}
    if of_rounds != Counter(wanted):
        yield f"rounds say {wanted}, the trail {of_rounds}"
    wanted = {
        "sent in": sum(one.reopens_id is None for one in rounds), "sent back": decided["sent_back"],
        "met: seen": decided["seen"], "withdrew what was sent in": decided["withdrawn"],
        "re-opened: seen": reopened["seen"], "re-opened: sent_back": reopened["sent_back"],
    }  # fmt: skip
    found = {verb: of_it[verb] for verb in wanted}
    if found != wanted:
        yield f"rounds say {wanted}, the trail of the obligation {found}"


def _facts(row: Obligation, rounds: list[Submission]) -> Iterator[str]:
    standing = [one for one in rounds if one.decision != "withdrawn" and not one.reopened_on]
    last = standing[-1].decision if standing else None
    wanted = {
        "waits": last == "", "is met": last == "seen", "was sent back": last == "sent_back",
        "is done": last in ("", "seen"),
    }  # fmt: skip
    found = {
        "waits": row.sent_on is not None and row.met_on is None, "is met": row.met_how == "seen",
        "was sent back": row.sent_back_on is not None, "is done": row.done_on is not None,
    }  # fmt: skip
    if found != wanted:
        yield f"rounds say {wanted}, the facts {found}"


def _flags(row: Obligation) -> Iterator[str]:
    live = list(row.flags.filter(kind=Flag.Kind.LATE, cleared_on=None).values_list("since_on", flat=True))
    if live != ([row.late_since] if row.late_since else []):
        yield f"marked {row.late_since}, flagged {live}"
    if live and (row.sent_on or row.met_on):
        yield "it is flagged as late although its clock stands"


def _evidence(row: Obligation, rounds: list[Submission]) -> Iterator[str]:
    frozen = {item["id"] for one in rounds for item in one.items}
    sent = set(row.evidence_uses.exclude(sent_on=None).values_list("evidence", flat=True))
    if frozen != sent or any(not one.items for one in rounds):
        yield f"rounds hold {frozen}, sent in is {sent}"


# Killed ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", DEEDS)
def test_killed_at_each_step_all_or_nothing_was_done(program, world, late, deed) -> None:
    given = {"deed": deed, "obligation": late.pk, "by": ready(world, late, deed)}
    before, steps = AuditEntry.objects.count(), 0
    for step in range(1, ENOUGH):
        status, _ = program.send(DO, at=step, **given)
        assert faults_of(late) == [], f"after step {step}"
        if AuditEntry.objects.count() > before:  # it was killed after the commit: the deed is done
            assert status == KILLED
            break
        assert status == KILLED, f"step {step} was not there, and nothing was done"
        steps += 1
    assert steps >= 5, "too few to have tried anything"


@pytest.mark.parametrize("deed", DEEDS)
def test_the_control_without_transactions_is_found(program, world, late, deed) -> None:
    given = {"deed": deed, "obligation": late.pk, "by": ready(world, late, deed)}
    # Its first statement may change nothing: then whoever died after it did no harm, and the next one goes further.
    for step in range(1, ENOUGH):
        assert program.send(DO, at=step, naive=True, **given)[0] == KILLED, "it came to its end, and nothing was found"
        if faults_of(late):
            return


@pytest.mark.faults
def test_killed_at_random_moments(program, world, late) -> None:
    """One duty goes on through its rounds while whoever works on it dies, and somebody does it after them."""
    kills, done, whole = 0, Counter[str](), dict[str, float]()
    for share in moments(100, 1, seed=2016):
        late.refresh_from_db()
        deed = min(possible(late), key=lambda one: done[one])
        given = {"deed": deed, "obligation": late.pk}
        given["by"] = (world.lead if deed in ("send_in", "withdraw") else world.assurer).user.pk
        before = AuditEntry.objects.count()
        # Who comes to the end tells how long the deed takes on this machine, at its quickest.
        moment = share * whole[deed] if deed in whole else None
        status, seconds = program.send(DO, after=moment, **given)
        if status == 0:
            whole[deed] = min(seconds, whole.get(deed, seconds))
        assert faults_of(late) == [], deed
        kills += status == KILLED
        if AuditEntry.objects.count() == before:
            assert program.send(DO, **given)[0] == 0
            assert faults_of(late) == [], deed
        done[deed] += 1
    assert kills >= 50, "fewer died in the middle than are to be shown"
    assert set(done) == set(DEEDS)


def possible(row: Obligation) -> tuple[str, ...]:
    if row.met_on is not None:
        return ("reopen",)
    return ("send_in",) if row.sent_on is None else ("see", "send_back", "withdraw")
