"""What was uploaded to be imported, and the fate of each of its rows. The spreadsheet itself is not kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Import(models.Model):
    """One spreadsheet of one body. How far it has come follows from its moments: there is no status column."""

    kind = models.CharField(max_length=30, help_text="A name in settings.IMPORT_KINDS.")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200, help_text="As text.")
    sha256 = models.CharField(max_length=64, help_text="Of what was uploaded.")
    left_out = models.PositiveIntegerField(default=0, help_text="Rows of the template that were not filled in.")
    outcome = models.JSONField(default=list, help_text="What importing it does, in sentences.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_on = models.DateField()
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)
    is_invented = models.BooleanField(default=False, help_text="Made in a demonstration.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_on=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False, confirmed_at__isnull=False),
                name="import_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(stopped_at=None, finished_at=None),
                name="import_runs_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_why="") | Q(finished_at=None) & ~Q(stopped_why=""),
                name="import_stopped_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "kind", "-id"], name="import_of_a_body"),
            models.Index(
                fields=["confirmed_at"],
                condition=Q(confirmed_at__isnull=False, stopped_at=None, finished_at=None),
                name="import_running",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        return self.confirmed_at is not None and self.stopped_at is None and self.finished_at is None


class ImportRow(models.Model):
    """One row: what was typed, what would become of it, and what did."""

    class Fate(models.TextChoices):
        NEW = "new", "New"
        HERE = "here", "Already here"
        WRONG = "wrong", "To mend"
        DONE = "done", "Imported"
        REFUSED = "refused", "Not imported"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Its number in the spreadsheet.")
    cells = models.JSONField(default=dict, help_text="What was typed, by column.")
    fate = models.CharField(max_length=7, choices=Fate)
    label = models.CharField(max_length=500, blank=True, help_text="What it is about; its first line names it.")
    errors = models.JSONField(default=list, help_text="Pairs: column, words.")
    notes = models.JSONField(default=list, help_text="What is odd but right, in words.")
    unit = models.CharField(max_length=60, blank=True, help_text="Rows of one unit are imported together.")
    plan = models.JSONField(default=dict, help_text="What importing it needs to know.")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["of", "number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="import_row_numbered_once"),
            models.CheckConstraint(
                condition=Q(fate="done", done_at__isnull=False) | ~Q(fate="done") & Q(done_at=None),
                name="import_row_done_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["of", "fate", "number"], name="import_row_by_fate"),
            models.Index(fields=["of", "unit"], name="import_row_of_a_unit"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}"

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What is wrong, each with its column's key and what was typed there."""
        return [
            {"column": column, "words": words, "typed": self.cells.get(column, "")} for column, words in self.errors
        ]
