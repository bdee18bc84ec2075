"""The words of the jobs' page: what a run did, how long it took, how a job stands. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from bodies.jobs import Standing
from bodies.models import JobRun
from bodies.web.text import plural


class State(NamedTuple):
    """How a job stands, as a tag draws it."""

    word: str
    sign: str
    colour: str


# What the number counts that a task gives: one, and several.
COUNTED = {
    "assessments.settle_what_is_owed": ("duty of NHS England", "duties of NHS England"),
    "assurance.go_on_with_exports": ("export", "exports"),
    "bodies.compose_mail": ("letter", "letters"),
    "bodies.go_on_with_imports": ("import", "imports"),
    "bodies.name_of_the_day": ("body", "bodies"),
    "bodies.purge_imports": ("spreadsheet", "spreadsheets"),
    "bodies.purge_jobs": ("run", "runs"),
    "bodies.verify_audit": ("fault", "faults"),
    "casework.keep_what_is_owed": ("case", "cases"),
    "casework.thin_old_cases": ("case", "cases"),
    "duties.hand_over": ("obligation", "obligations"),
    "duties.look_at_dates": ("date that differs", "dates that differ"),
    "duties.open_years": ("obligation", "obligations"),
    "evidence.draw_samples": ("sample", "samples"),
    "evidence.purge_drafts": ("draft", "drafts"),
    "evidence.purge_held_files": ("file", "files"),
    "meetings.follow_questions": ("question", "questions"),
    "meetings.keep_what_they_owe": ("meeting", "meetings"),
    "meetings.tidy_subscriptions": ("subscription", "subscriptions"),
    "meetings.write_letters": ("letter", "letters"),
}
OVERDUE = State("Overdue", "!", "red")
FAILED = State("Failed", "!", "orange")
WELL = State("Well", "✓", "green")
NEW = State("Not run yet", "", "grey")


def state(standing: Standing) -> State:
    """How a job stands; that it is overdue says more than that its last run failed."""
    if standing.is_overdue:
        return OVERDUE
    ended = next((run for run in standing.runs if run.finished_at), None)
    if ended is not None and ended.error:
        return FAILED
    return WELL if standing.finished_at else NEW


def took(run: JobRun) -> str:
    """How long a run took."""
    if run.finished_at is None:
        return "Not ended"
    spent = run.finished_at - run.started_at
    if spent < timedelta(seconds=1):
        return "less than a second"
    seconds = round(spent.total_seconds())
    return plural(seconds, "second") if seconds < 120 else plural(round(seconds / 60), "minute")


def did(run: JobRun) -> str:
    """What a run did, in so many words as the task gave."""
    if run.finished_at is None:
        return "Under way, or stopped before its end"
    if run.error:
        return f"Failed: {run.error}"
    if isinstance(run.did, dict):
        return ", ".join(f"{name.replace('_', ' ')}: {count:,}" for name, count in run.did.items() if count)
    if isinstance(run.did, int):
        return plural(run.did, *COUNTED[run.task]) if run.task in COUNTED else f"{run.did:,}"
    return run.did or "Nothing was to do"


def wait(limit: timedelta) -> str:
    """How long a job may be silent before it is overdue: minutes, hours or days, whichever is whole."""
    hours, rest = divmod(round(limit.total_seconds()), 3600)
    if rest:
        return plural(round(limit.total_seconds() / 60), "minute")
    return plural(hours // 24, "day") if hours % 24 == 0 else plural(hours, "hour")
