"""What the tracker notes of itself: a demonstration's day, and which data were loaded."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DemonstrationClock(models.Model):
    """The one row that a demonstration's day is read from; production ignores it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    today = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="demonstration_clock_one_row")]

    def __str__(self) -> str:
        return self.today.isoformat()


class LoadedData(models.Model):
    """Which version of a data file's folder was loaded last, so that loading it again is quick."""

    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
