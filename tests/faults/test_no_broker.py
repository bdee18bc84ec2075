"""A broker that is gone costs whoever is at a page neither their work nor their patience."""

from __future__ import annotations

import pytest

from bodies.imports import actions
from bodies.models import Import, User
from tests.evidence.importing.kit import of_year, row, upload
from tests.factories import TODAY
from tests.faults.test_units import free_port
from tests.faults.victims import victims

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
PATIENCE = 5  # seconds


def confirm(*, imported: int, user: int) -> None:
    """Press the button; in a process whose broker is not there."""
    assert actions.confirm(imported=Import.objects.get(pk=imported), by=User.objects.get(pk=user), today=TODAY)


def test_what_somebody_confirms_is_kept_though_no_worker_can_be_woken(world, as_, tmp_path) -> None:
    duty = of_year(world.body, 2015, title="Answer", subject="Record")
    one = row(duty, Period=duty.subject, Title="T", Statement="It is", **{"Done on": "1/6/2016"})
    imported = upload(as_(world.lead), one)
    (tmp_path / "program").mkdir()
    with victims(tmp_path / "program", CELERY_BROKER_URL=f"redis://127.0.0.1:{free_port()}/0") as program:
        status, seconds = program.send(f"{__name__}:confirm", imported=imported.pk, user=world.lead.user.pk)
    assert status == 0
    assert seconds < PATIENCE
    imported.refresh_from_db()
    assert imported.is_running, "the next run of beat takes it up"
