"""What the jobs of the beat table did, and which processes were alive when. A log of machines: no record of a body."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class JobRun(models.Model):
    """One run of a job. How it went follows from its moments: a run that was killed has a beginning and no end."""

    task = models.CharField(max_length=60, help_text="As the beat table names it, like duties.sweep.")
    domain_on = models.DateField(help_text="The domain clock's day.")
    started_at = models.DateTimeField(help_text="Real time, as all moments here.")
    finished_at = models.DateTimeField(null=True)
    did = models.JSONField(null=True, help_text="A count, counts by name, or a sentence; null: nothing was to do.")
    error = models.CharField(max_length=500, blank=True)
    host = models.CharField(max_length=100, blank=True, help_text="The worker; empty: called without one.")
    task_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=False) | Q(error="", did__isnull=True),
                name="job_run_did_once_it_finished",
            ),
        ]
        indexes = [
            models.Index(fields=["task", "-started_at"], name="job_run_of_a_task"),
            models.Index(fields=["started_at"], name="job_run_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.task} at {self.started_at}"


class Heartbeat(models.Model):
    """When a process that nobody can ask was last alive: beat, and whoever works for a queue."""

    name = models.CharField(max_length=60, unique=True, help_text="beat, or worker and its queue.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
