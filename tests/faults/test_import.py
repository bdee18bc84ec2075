"""A worker that dies while it imports: each duty is there wholly or not at all, and going on makes it whole, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bodies import tasks
from bodies.imports import actions as import_actions
from bodies.models import AuditEntry, Import, ImportRow
from duties.models import Obligation
from evidence.models import Evidence, EvidenceUse, Submission
from tests.evidence.importing.kit import of_year, row, upload
from tests.factories import TODAY
from tests.faults.importing import STEPS
from tests.faults.victims import KILLED, Victims, moments, victims

pytestmark = pytest.mark.django_db(transaction=True)
RUN = "tests.faults.importing:run"
PIECES = 3  # of each duty


@pytest.fixture(scope="module")
def program(tmp_path_factory, django_db_setup) -> Iterator[Victims]:
    with victims(tmp_path_factory.mktemp("victims")) as started:
        yield started


@pytest.fixture
def confirmed(world, as_, monkeypatch):
    """Make an import of so many duties, confirmed, of which no worker was told."""
    monkeypatch.setattr(tasks.run_import_task, "delay", lambda pk: None)
    client = as_(world.lead)

    def make(duties: int) -> Import:
        made = [of_year(world.body, 2015, title="Answer", subject=f"Record {n}") for n in range(duties)]
        rows = [
            row(one, Period=one.subject, Title=f"{one.subject} {n}", Statement="It is", **{"Done on": "1/6/2016"})
            for one in made for n in range(PIECES)
        ]  # fmt: skip
        imported = upload(client, *rows)
        assert import_actions.confirm(imported=imported, by=world.lead.user, today=TODAY)
        return imported

    return make


def half_done(imported: Import) -> list[str]:
    """Duties of which something is there and something is not, by whatever one asks."""
    found = []
    for one in Obligation.objects.filter(duty__title="Answer"):
        rows = set(imported.rows.filter(unit=f"obligation {one.pk}").values_list("fate", flat=True))
        pieces = EvidenceUse.objects.filter(obligation=one)
        sent = pieces.exclude(sent_on=None).count()
        rounds = [len(given.items) for given in Submission.objects.filter(obligation=one)]
        told = AuditEntry.objects.filter(verb="sent in", subject_kind="duties.obligation", subject_id=one.pk).count()
        facts = (rows, pieces.count(), sent, rounds, told, one.sent_on)
        if facts not in (({"new"}, 0, 0, [], 0, None), ({"done"}, PIECES, PIECES, [PIECES], 1, TODAY)):
            found.append(f"{one.subject}: {facts}")
    if AuditEntry.objects.filter(verb="added evidence").count() != Evidence.objects.count():
        found.append("the audit trail and the pieces differ")
    return found


def assert_whole(imported: Import) -> None:
    imported.refresh_from_db()
    assert imported.finished_at is not None and half_done(imported) == []
    assert not imported.rows.exclude(fate=ImportRow.Fate.DONE).exists()
    assert AuditEntry.objects.filter(verb="finished an import").count() == 1


def test_killed_at_any_step_no_duty_is_half_done_and_going_on_makes_all_whole(program, confirmed) -> None:
    imported = confirmed(len(STEPS))
    for step in STEPS:
        status, _ = program.send(RUN, imported=imported.pk, step=step)
        assert status == KILLED, step
        assert half_done(imported) == [], step
    assert program.send(RUN, imported=imported.pk)[0] == 0
    assert_whole(imported)


def test_the_control_one_who_imports_piece_by_piece_is_found(program, confirmed) -> None:
    imported = confirmed(2)
    assert program.send(RUN, imported=imported.pk, naive=True)[0] == KILLED
    assert half_done(imported) != []


@pytest.mark.faults
def test_killed_at_random_moments(program, confirmed) -> None:
    imported, kills = confirmed(60), 0
    _, of_one_duty = program.send(RUN, imported=imported.pk, step="committed")
    for moment in moments(50, of_one_duty, seed=2016):
        kills += program.send(RUN, imported=imported.pk, after=moment)[0] == KILLED
        assert half_done(imported) == []
    assert kills > 40, "most came to their end before they were killed: nothing was shown"
    assert program.send(RUN, imported=imported.pk)[0] == 0
    assert_whole(imported)
