"""Settings: every variable is documented, production refuses to start half-configured, beat names real tasks."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from celery.schedules import crontab
from django.conf import settings

from ccgtracker import beat

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": "long enough, and only for this test",
    "ALLOWED_HOSTS": "tracker.example.org",
    "DATABASE_URL": "postgres://tracker@127.0.0.1/tracker",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
    "CACHE_URL": "rediscache://127.0.0.1:6379/1",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}


SAFETY = "s.PRODUCTION, s.SECURE_SSL_REDIRECT, s.DEBUG"


def start(tmp_path: Path, say: str = SAFETY, **variables: str) -> subprocess.CompletedProcess:
    """Read the settings in a process of their own, with these variables alone, and say some of them."""
    return subprocess.run(
        [sys.executable, "-c", f"import ccgtracker.settings as s; print({say})"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **variables},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_variable_read_is_in_the_sample_with_a_comment() -> None:
    source = (ROOT / "ccgtracker/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', source)) | set(PRODUCTION)
    sample = (ROOT / "dotenv-sample").read_text().splitlines()
    listed = {re.split("=", line)[0].lstrip("#") for line in sample if re.match(r"#?[A-Z0-9_]+=", line)}
    assert read == listed
    for number, line in enumerate(sample):
        if re.match(r"#?[A-Z0-9_]+=", line):
            assert sample[number - 1].startswith("# "), line


def test_without_any_variable_it_starts_on_embedded_defaults(tmp_path: Path) -> None:
    assert start(tmp_path).stdout.split() == ["False", "False", "False"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_files_of_fifty_megabytes_and_of_every_known_kind_are_taken_unless_settings_say_otherwise(tmp_path) -> None:
    say = "s.MAX_UPLOAD_BYTES, *s.ACCEPTED_FILES"
    assert start(tmp_path, say).stdout.split() == [
        str(50 * 1024 * 1024), "pdf", "office", "opendocument", "csv", "text", "image",
    ]  # fmt: skip
    narrow = start(tmp_path, say, MAX_UPLOAD_MB="5", ACCEPTED_FILES="pdf,csv")
    assert narrow.stdout.split() == [str(5 * 1024 * 1024), "pdf", "csv"]


def test_production_starts_when_everything_is_set(tmp_path: Path) -> None:
    assert start(tmp_path, **PRODUCTION).stdout.split() == ["True", "True", "False"]


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"PRODUCTION"}))
def test_production_refuses_to_start_half_configured(tmp_path: Path, missing: str) -> None:
    found = start(tmp_path, **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert found.returncode != 0
    assert f"not set: {missing}" in found.stderr


@pytest.mark.parametrize("wrong", [{"DEMONSTRATION": "true"}, {"AS_AT_DATE": "2016-10-17"}])
def test_production_refuses_a_demonstration(tmp_path: Path, wrong: dict[str, str]) -> None:
    found = start(tmp_path, **PRODUCTION, **wrong)
    assert found.returncode != 0
    assert "cannot run a demonstration" in found.stderr


@pytest.fixture
def app():
    from ccgtracker.celery import app

    app.loader.import_default_modules()
    app.finalize()
    return app


def test_the_beat_table_names_tasks_that_exist(app) -> None:
    named = {job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()}
    assert named <= set(app.tasks), named - set(app.tasks)


def test_each_job_stands_in_the_beat_table_once() -> None:
    for what in ("name", "task"):
        found = [getattr(job, what) for job in settings.BEAT_TABLE]
        assert len(found) == len(set(found))


def test_a_job_is_overdue_only_after_it_should_have_run_once_more() -> None:
    for job in settings.BEAT_TABLE:
        wait = between_two_runs(job.when.schedule)
        assert wait < job.overdue_after <= 24 * wait, job.name


def between_two_runs(when: crontab | float) -> timedelta:
    if isinstance(when, float):
        return timedelta(seconds=when)
    if len(when.day_of_week) < 7:
        return timedelta(weeks=1)
    return timedelta(hours=1) if len(when.hour) == 24 else timedelta(days=1)


def test_a_demonstration_sweeps_every_few_minutes() -> None:
    found = {job.task: job.when.schedule for job in beat.jobs(demonstration=True)}
    assert found["duties.sweep"] <= 300


def test_slow_work_goes_to_its_own_queue_whoever_sends_it(app) -> None:
    for task in ("evidence.look_at_host", "evidence.verify", "bodies.verify_audit"):
        assert app.amqp.router.route({}, task)["queue"].name == "slow"
    for task in ("duties.sweep", "bodies.send_mail", "bodies.run_import"):  # somebody waits for an import
        assert app.amqp.router.route({}, task)["queue"].name == "default"


def test_what_waits_in_a_queue_is_not_run_once_it_is_overdue() -> None:
    for job in settings.BEAT_TABLE:
        options = settings.CELERY_BEAT_SCHEDULE[job.name]["options"]
        assert options == {"queue": job.queue, "expires": job.overdue_after.total_seconds()}


def test_every_task_has_a_limit_and_no_broker_gives_away_what_is_still_at_work(tmp_path: Path) -> None:
    source = "import ccgtracker.settings as s; print(s.CELERY_BROKER_TRANSPORT_OPTIONS['visibility_timeout'])"
    variables = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **PRODUCTION}
    found = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )
    slow = {row["time_limit"] for row in settings.CELERY_TASK_ANNOTATIONS.values()}
    limits = [settings.CELERY_TASK_TIME_LIMIT, *slow]
    assert max(limits) < int(found.stdout)
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_ACKS_LATE


def test_the_limits_of_slow_tasks_are_their_own(app) -> None:
    assert app.tasks["evidence.look_at_host"].time_limit > settings.CELERY_TASK_TIME_LIMIT
    assert app.tasks["duties.sweep"].time_limit in (None, settings.CELERY_TASK_TIME_LIMIT)


def test_logs_are_lines_of_json_where_settings_ask_for_it(tmp_path: Path) -> None:
    source = (
        "import django, logging; django.setup(); from bodies.logs import in_request\n"
        "with in_request('a-request'): logging.getLogger('x').info('%s rows', 3)"
    )
    variables = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "ccgtracker.settings"}
    for chosen, read in (({"LOG_FORMAT": "json"}, json.loads), ({}, str)):
        done = subprocess.run(
            [sys.executable, "-c", source], cwd=ROOT, env=variables | chosen, capture_output=True, text=True, check=True
        )
        said = read(done.stderr.strip())
        if chosen:
            assert (said["message"], said["request_id"], said["level"]) == ("3 rows", "a-request", "INFO")
        else:
            assert said.endswith("INFO x 3 rows request_id=a-request")


def test_a_format_of_logs_that_there_is_not_stops_the_start(tmp_path: Path) -> None:
    found = start(tmp_path, LOG_FORMAT="xml")
    assert found.returncode != 0 and "'xml' is neither" in found.stderr
