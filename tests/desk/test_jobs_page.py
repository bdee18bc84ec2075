"""The page of jobs: what each did last, how long it took, and which is overdue itself."""

import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import get_type_hints

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from bodies import jobs
from bodies.models import Heartbeat, JobRun
from ccgtracker.celery import app
from desk.job_words import COUNTED, FAILED, NEW, OVERDUE, WELL, did, state, took, wait
from tests.factories import TODAY

SWEEP = "duties.sweep"
HOUR = timedelta(hours=1)


def ran(*, ago: timedelta = timedelta(0), did: object = 1, error: str = "", seconds: float = 2) -> None:
    run = jobs.begin(task=SWEEP, today=TODAY, host="worker@host-1")
    if error:
        jobs.fail(run, ValueError(error))
    else:
        jobs.finish(run, did)
    started = timezone.now() - ago
    JobRun.objects.filter(pk=run.pk).update(started_at=started, finished_at=started + timedelta(seconds=seconds))


def sweep_stands():
    row = SimpleNamespace(task=SWEEP, overdue_after=3 * HOUR)
    return jobs.standing([row], timezone.now(), runs=5)[0]


def page_of(client) -> str:
    return client.get("/administration/jobs/").content.decode()


def test_the_page_says_what_a_job_did_and_how_long_it_took(place, sign_in):
    ran(did={"late": 1200, "soon": 0}, seconds=14)
    page = page_of(sign_in(place.administrator))
    assert "late: 1,200" in page and "soon" not in page.split("late: 1,200")[1][:20]
    assert "14 seconds" in page
    assert "worker@host-1" in page


def test_every_job_of_the_beat_table_is_on_the_page(place, sign_in, settings):
    page = page_of(sign_in(place.administrator))
    for job in settings.BEAT_TABLE:
        assert job.name.capitalize() in page and job.when.words in page


def test_it_is_for_administrators(place, sign_in):
    assert sign_in(place.lead).get("/administration/jobs/").status_code == 403
    assert 'href="/administration/jobs/"' in sign_in(place.administrator).get("/administration/").content.decode()


def test_it_says_who_is_not_alive(place, sign_in):
    client = sign_in(place.administrator)
    jobs.alive(jobs.worker_of("default"))
    page = page_of(client)
    assert "Nothing starts the jobs" in page
    assert "Nobody works for the slow queue" in page and "Nobody works for the default queue" not in page
    for name in (jobs.BEAT, jobs.worker_of("slow")):
        jobs.alive(name)
    assert "Important" not in page_of(client)


def test_a_job_that_was_silent_for_longer_than_it_may_is_overdue(db):
    ran(ago=2 * HOUR)
    assert state(sweep_stands()) == WELL
    JobRun.objects.all().delete()
    ran(ago=4 * HOUR)
    assert state(sweep_stands()) == OVERDUE


def test_a_job_that_only_ever_fails_becomes_overdue(db):
    ran(error="x")
    assert state(sweep_stands()) == FAILED
    ran(ago=4 * HOUR, error="x")
    assert state(sweep_stands()) == OVERDUE


def test_a_new_job_is_not_overdue(db):
    assert state(sweep_stands()) == NEW


def test_a_run_that_began_does_not_hide_that_the_one_before_failed(db):
    ran(ago=2 * HOUR)
    ran(ago=HOUR, error="no room")
    jobs.begin(task=SWEEP, today=TODAY)
    assert state(sweep_stands()) == FAILED


@pytest.mark.parametrize(
    ("given", "words"),
    [(None, "Nothing was to do"), (1234, "1,234 letters"), (1, "1 letter"),
     ({"late": 2, "newly watched": 1}, "late: 2, newly watched: 1"),
     ("3 read, 0 faults", "3 read, 0 faults")],
)  # fmt: skip
def test_what_it_did_in_words(given, words):
    assert did(JobRun(task="bodies.compose_mail", finished_at=timezone.now(), did=given)) == words


def test_whatever_a_job_counts_has_a_word(settings):
    app.loader.import_default_modules()
    counting = {job.task for job in settings.BEAT_TABLE if get_type_hints(app.tasks[job.task].run)["return"] is int}
    assert counting == set(COUNTED)


def test_what_failed_or_did_not_end_says_so():
    now = timezone.now()
    assert did(JobRun(finished_at=now, error="OSError: full")) == "Failed: OSError: full"
    assert did(JobRun(started_at=now)) == "Under way, or stopped before its end"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "less than a second"), (1, "1 second"), (119, "119 seconds"), (150, "2 minutes")]
)
def test_how_long_it_took_in_words(seconds, words):
    now = timezone.now()
    assert took(JobRun(started_at=now, finished_at=now + timedelta(seconds=seconds))) == words


@pytest.mark.parametrize(
    ("limit", "words"),
    [(timedelta(minutes=20), "20 minutes"), (3 * HOUR, "3 hours"), (26 * HOUR, "26 hours"), (192 * HOUR, "8 days")],
)
def test_how_long_it_may_be_silent_in_words(limit, words):
    assert wait(limit) == words


def test_health_of_beat_worker_and_jobs(client, db):
    assert client.get("/health/web/").json() == {"status": "ok"}
    assert client.get("/health/jobs/").json() == {"status": "ok"}
    names = {"beat": [jobs.BEAT], "worker": [jobs.worker_of("default"), jobs.worker_of("slow")]}
    for part, alive in names.items():
        for name in alive:
            answer = client.get(f"/health/{part}/")
            assert (answer.status_code, answer.json()) == (503, {"status": "late"})
            jobs.alive(name)
        answer = client.get(f"/health/{part}/")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert "no-store" in answer["Cache-Control"]
    Heartbeat.objects.update(at=timezone.now() - jobs.LATE_AFTER)
    assert client.get("/health/beat/").status_code == client.get("/health/worker/").status_code == 503
    ran(ago=30 * HOUR)
    assert client.get("/health/jobs/").status_code == 503


def test_the_web_is_not_well_without_its_database(client, monkeypatch, db, settings):
    settings.DEMONSTRATION = False  # its clock is a row

    def away():
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as gone:
        gone.setattr(connection, "cursor", away)
        answer = client.get("/health/web/")
    assert (answer.status_code, answer.json()) == (503, {"status": "late"})


def test_the_first_page_of_an_administrator_counts_what_is_overdue(place, sign_in):
    client = sign_in(place.administrator)
    ran(ago=30 * HOUR)
    page = client.get("/").content.decode()
    assert 'href="/administration/jobs/"' in page
    assert re.search(r"1\s*</[^>]*>[^0-9]*jobs overdue", page)


def test_health_is_asked_without_https(client, settings, db):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/web/").status_code == 200
    assert client.get("/register/").status_code == 301


def test_the_day_that_a_job_ran_for_is_the_domains(place, sign_in):
    ran()
    assert JobRun.objects.get().domain_on == date(2016, 10, 17)
    assert "17 Oct 2016" in page_of(sign_in(place.administrator))
