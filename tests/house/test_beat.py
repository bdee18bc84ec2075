"""What runs by itself: nothing that was promised is missing from the beat table, nor comes too rarely."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from ccgtracker import beat

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
# The longest that may lie between two runs.
PROMISED = {
    "assurance.go_on_with_exports": timedelta(minutes=5),
    "assurance.purge_exports": DAY,
    "bodies.compose_mail": timedelta(minutes=5),
    "bodies.go_on_with_imports": timedelta(minutes=5),
    "bodies.name_of_the_day": DAY,
    "bodies.purge_imports": DAY,
    "bodies.purge_jobs": DAY,
    "bodies.send_mail": timedelta(minutes=5),
    "bodies.verify_audit": WEEK,
    "casework.keep_what_is_owed": DAY,
    "assessments.settle_what_is_owed": DAY,
    "casework.thin_old_cases": DAY,
    "duties.hand_over": DAY,
    "duties.look_at_dates": DAY,
    "duties.open_years": DAY,
    "duties.sweep": HOUR,
    "evidence.draw_samples": DAY,
    "evidence.look_at_links": HOUR,
    "evidence.purge_drafts": DAY,
    "evidence.purge_held_files": DAY,
    "evidence.read_texts": timedelta(minutes=10),
    "meetings.follow_questions": DAY,
    "meetings.keep_what_they_owe": DAY,
    "meetings.tidy_subscriptions": DAY,
    "meetings.write_letters": HOUR,
    "evidence.verify": HOUR,  # a part of the week's reading
}


def longest_wait(when: beat.When) -> timedelta:
    """Between two runs; a crontab of ours names minutes, then hours, then days of the week."""
    if isinstance(when.schedule, float):
        return timedelta(seconds=when.schedule)
    if len(when.schedule.day_of_week) < 7:
        return WEEK
    return DAY if len(when.schedule.hour) < 24 else HOUR


@pytest.mark.parametrize("demonstration", [True, False])
def test_what_was_promised_runs_by_itself_and_often_enough(demonstration) -> None:
    waits = {job.task: longest_wait(job.when) for job in beat.jobs(demonstration=demonstration)}
    assert {task for task, most in PROMISED.items() if waits.get(task, 2 * WEEK) > most} == set()


def test_beat_reads_all_of_the_table() -> None:
    assert sorted(row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()) == sorted(
        job.task for job in settings.BEAT_TABLE
    )


def test_each_app_has_at_most_one_sweep_and_the_table_names_it() -> None:
    ours = [app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    found = {app.label: sum(map(_sweeps, Path(app.path).rglob("*.py"))) for app in ours}
    assert found["duties"] == 1
    assert all(number <= 1 for number in found.values()), found
    named = {job.task for job in settings.BEAT_TABLE}
    assert {f"{label}.sweep" for label, number in found.items() if number} <= named


def _sweeps(file: Path) -> int:
    """How many functions of a file are called sweep."""
    return sum(
        isinstance(node, ast.FunctionDef) and node.name == "sweep" for node in ast.walk(ast.parse(file.read_text()))
    )
