"""Offices and bodies, what they were called, and who followed whom: everything is dated."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from bodies.querysets import BodyQuerySet

MARCH = 3  # the last month of the financial year: when standing reviews are due, unless the body chooses another


class Office(models.Model):
    """A part of NHS England: the national office, a region, an area team (to March 2015) or a later local office."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "National office"
        REGION = "region", "Region"
        AREA_TEAM = "area_team", "Area team"
        LOCAL_OFFICE = "local_office", "Local office"

    code = models.CharField(max_length=8, unique=True)
    ons_code = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A commissioner: a clinical commissioning group, or the integrated care board that followed."""

    class Kind(models.TextChoices):
        CCG = "ccg", "Clinical commissioning group"
        ICB = "icb", "Integrated care board"

    code = models.CharField("ODS code", max_length=8, unique=True)
    name = models.CharField(max_length=160, help_text="The name it bears on the domain's day, or bore on its last.")
    last_name = models.CharField(max_length=160, help_text="The name it bore last, as the register has it.")
    kind = models.CharField(max_length=3, choices=Kind)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True, help_text="Its last day.")
    joined_on = models.DateField(null=True, blank=True, help_text="The day from which it uses the tracker.")
    review_month = models.PositiveSmallIntegerField(
        default=MARCH, help_text="The month, 1 to 12, at whose end its standing reviews are due. Its own choice."
    )
    ons_code = models.CharField(max_length=9, blank=True)
    website = models.CharField(max_length=120, blank=True)
    website_as_at = models.CharField(max_length=7, blank=True, help_text="Year and month, like 2020-08.")
    note = models.TextField(blank=True, help_text="For the keeper of the data; it may tell of later days.")

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")), name="body_closes_after_it_opened"
            ),
            models.CheckConstraint(condition=Q(review_month__range=(1, 12)), name="body_reviews_in_a_month"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, today: date) -> bool:
        """Whether the body exists on a day; its last day counts."""
        return self.opened_on <= today and not self.has_closed(today)

    def has_closed(self, today: date) -> bool:
        """Whether its closing has happened; before that day nobody knows of it."""
        return self.closed_on is not None and self.closed_on < today

    def name_on(self, day: date) -> str:
        """The name it bore on a day; no query where `names` is prefetched."""
        return next((borne.name for borne in self.names.all() if borne.was_borne_on(day)), self.last_name)


class BodyName(models.Model):
    """A name that a body bore, or a spelling met in sources."""

    class Kind(models.TextChoices):
        NAME = "name", "Name"
        SPELLING = "spelling", "Spelling met in sources"

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name", "kind"], name="body_name_once"),
            models.CheckConstraint(
                condition=Q(kind="spelling", from_on=None, to_on=None)
                | Q(kind="name", from_on__isnull=False, to_on__isnull=False, to_on__gte=F("from_on")),
                name="body_name_has_days_and_a_spelling_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def was_borne_on(self, day: date) -> bool:
        """Whether the body bore this name on a day; a spelling was borne on none."""
        return self.from_on is not None and self.to_on is not None and self.from_on <= day <= self.to_on


class BodyOffice(models.Model):
    """Which region, and to March 2015 which area team, a body belonged to, and when."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=12, choices=Office.Kind)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body", "kind", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "from_on"], name="body_office_one_of_a_kind_from_a_day"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="body_office_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} in {self.office_id} from {self.from_on}"


class Succession(models.Model):
    """One body followed by another, wholly or in part."""

    class Kind(models.TextChoices):
        CCG_MERGER = "ccg_merger", "Merger of clinical commissioning groups"
        CCG_TO_ICB = "ccg_to_icb", "Clinical commissioning group to integrated care board"
        ICB_REORGANISATION = "icb_reorganisation", "Reorganisation of integrated care boards"

    class Scope(models.TextChoices):
        WHOLE = "whole", "Whole"
        PART = "part", "Part"

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="precessions")
    effective_on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    scope = models.CharField(max_length=5, choices=Scope)
    share = models.CharField(max_length=20, blank=True, help_text="Small areas that went there, like 9/507.")

    class Meta:
        ordering = ["effective_on", "predecessor"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(scope="whole"), name="succession_one_takes_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} to {self.successor_id} on {self.effective_on}"
