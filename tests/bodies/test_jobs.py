"""The log of jobs: what each run did, when a job last came to its end, what is kept, who is alive."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bodies import clock, jobs
from bodies.models import Heartbeat, JobRun
from duties.tasks import sweep_task
from evidence.tasks import look_at_host
from tests.factories import make_obligation

pytestmark = pytest.mark.django_db
TASK = "duties.sweep"


def ran(day: date = date(2016, 10, 17), *, ago: timedelta = timedelta(0), did: object = 1, task: str = TASK) -> JobRun:
    run = jobs.begin(task=task, today=day)
    jobs.finish(run, did)
    JobRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - ago)
    run.refresh_from_db()
    return run


def test_a_job_of_the_beat_table_is_written_down_with_what_it_did() -> None:
    make_obligation(due_on=clock.today() - timedelta(1))
    sweep_task()
    run = JobRun.objects.get()
    assert (run.task, run.domain_on, run.error) == (TASK, clock.today(), "")
    assert run.did["late"] == 1
    assert run.started_at <= run.finished_at
    assert jobs.last_finished(TASK) == clock.today()


def test_a_job_that_fails_is_written_down_with_its_error_and_fails(monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr("duties.tasks.sweep_beside_others", broken)
    with pytest.raises(OSError, match="no room"):
        sweep_task()
    assert JobRun.objects.get().error == "OSError: no room on the disk"
    assert jobs.last_finished(TASK) is None


def test_what_beat_does_not_call_is_not_written_down() -> None:
    assert look_at_host("nowhere.example") == 0
    assert not JobRun.objects.exists()


def test_a_run_that_was_killed_has_a_beginning_alone_and_does_not_count_as_finished() -> None:
    ran(date(2016, 10, 17))
    jobs.begin(task=TASK, today=date(2016, 10, 18))
    assert jobs.last_finished(TASK) == date(2016, 10, 17)


def test_the_last_day_before_a_day_tells_how_long_it_was_silent() -> None:
    ran(date(2016, 10, 1))
    ran(date(2016, 10, 22))
    ran(date(2016, 10, 25), task="bodies.purge_jobs")
    assert jobs.last_finished(TASK) == date(2016, 10, 22)
    assert jobs.last_finished(TASK, before=date(2016, 10, 22)) == date(2016, 10, 1)
    assert jobs.last_finished(TASK, before=date(2016, 10, 1)) is None


@pytest.mark.parametrize("nothing", [0, None, "", {}, {"late": 0, "soon": 0}])
def test_a_run_with_nothing_to_do_says_so(nothing) -> None:
    assert ran(did=nothing).did is None


@pytest.mark.parametrize("did", [3, "12 read, 0 faults", {"late": 1, "soon": 0}])
def test_what_a_run_did_is_kept_as_it_was_said(did) -> None:
    assert ran(did=did).did == did


def test_old_runs_go_idle_ones_sooner_and_the_last_good_one_of_each_job_stays() -> None:
    day = timedelta(days=1)
    lone = ran(ago=400 * day, task="bodies.verify_audit", did=0)
    gone = [ran(ago=91 * day), ran(ago=8 * day, did=0)]
    kept = [lone, ran(ago=89 * day), ran(ago=6 * day, did=0), ran(ago=6 * day, did=0)]
    broken = jobs.begin(task=TASK, today=date(2016, 10, 17))
    jobs.fail(broken, ValueError("x"))
    JobRun.objects.filter(pk=broken.pk).update(started_at=timezone.now() - 30 * day)
    assert jobs.purge(timezone.now()) == len(gone)
    assert set(JobRun.objects.values_list("pk", flat=True)) == {one.pk for one in [*kept, broken]}


def test_who_was_not_heard_of_for_minutes_is_late() -> None:
    now = timezone.now()
    names = [jobs.BEAT, jobs.worker_of("default")]
    assert not jobs.all_alive(names, now)
    for name in names:
        jobs.alive(name)
        jobs.alive(name)
    assert Heartbeat.objects.count() == 2
    assert jobs.all_alive(names, timezone.now())
    assert not jobs.all_alive(names, timezone.now() + jobs.LATE_AFTER)
    assert not jobs.all_alive([*names, jobs.worker_of("slow")], timezone.now())
