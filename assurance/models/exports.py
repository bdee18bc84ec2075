"""A table that somebody asked to be made in the background: what was asked, how far it is, and the made file."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from assurance.querysets import ExportQuerySet

KEPT = timedelta(days=7)  # the file, from the day it was made
WAITING = Q(finished_at=None, failed_at=None)  # a constant: SQLite uses the partial index for nothing else


class Export(models.Model):
    """One table for one person. How far it is follows from its moments: there is no status column."""

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel workbook (XLSX)"

    kind = models.CharField(max_length=30, help_text="A name in assurance.exports.kinds.")
    asked = models.JSONField(default=dict, help_text="What of it: year, region, theme, period, as at.")
    form = models.CharField(max_length=4, choices=Form)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_at = models.DateTimeField()

    # The one run that counts: whoever has not this token any more may not finish it.
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, help_text="When its run last said that it goes on.")
    runs = models.PositiveSmallIntegerField(default=0, help_text="How often it was begun.")
    begun_at = models.DateTimeField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_in_all = models.PositiveIntegerField(null=True)
    covers = models.JSONField(default=list, help_text="The codes of the bodies that it is of, as reached by the run.")
    offices = models.JSONField(default=list, help_text="The ids of the offices whose reach the run had.")

    finished_on = models.DateField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failed_why = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=120, blank=True, help_text="Of the file.")
    size = models.PositiveBigIntegerField(null=True, help_text="Of the file, in bytes.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file.")
    fetched_at = models.DateTimeField(null=True, help_text="When it was fetched last.")
    purged_on = models.DateField(null=True, help_text="When the file was taken away; this row stays a while longer.")
    is_invented = models.BooleanField(default=False, help_text="Made in a demonstration.")

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim="", claimed_at=None) | ~Q(claim="") & Q(claimed_at__isnull=False),
                name="export_claimed_since_when",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_on=None, size=None, sha256="", name="")
                | Q(finished_at__isnull=False, finished_on__isnull=False, size__isnull=False, failed_at=None)
                & ~Q(sha256="")
                & ~Q(name=""),
                name="export_finished_is_a_file",
            ),
            models.CheckConstraint(
                condition=Q(failed_at=None, failed_why="") | Q(failed_at__isnull=False) & ~Q(failed_why=""),
                name="export_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(fetched_at=None, purged_on=None) | Q(finished_at__isnull=False),
                name="export_fetched_once_finished",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "-id"], name="export_of_a_person"),
            models.Index(fields=["id"], condition=WAITING, name="export_waiting"),
            models.Index(fields=["finished_on"], condition=Q(purged_on=None), name="export_to_purge"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind} asked for on {self.asked_on}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be made, begun or not."""
        return self.finished_at is None and self.failed_at is None

    @property
    def is_there(self) -> bool:
        """Whether its file can be fetched."""
        return self.finished_at is not None and self.purged_on is None

    @property
    def kept_until(self) -> date | None:
        """The last day on which its file is there."""
        return self.finished_on and self.finished_on + KEPT


class ExportPart(models.Model):
    """A part of a made file. All of them come in the transaction that finishes it, so a half file is never there."""

    of = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["of", "number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="export_part_once")]

    def __str__(self) -> str:
        return f"Part {self.number} of {self.of_id}"
