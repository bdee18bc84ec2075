"""The catalogue: duties, their dated rules, directed dates and proclaimed holidays."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duties.answers import Directed
from duties.years import FinancialYear


class OwedBy(models.TextChoices):
    """Whose duty it is."""

    BODY = "body", "The body"
    NHS_ENGLAND = "nhs_england", "NHS England"


class Duty(models.Model):
    """One requirement of the catalogue; what the law asks on a day is in its rules."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=40)
    theme = models.CharField(max_length=30, blank=True, help_text="One of the six headline themes, or blank.")
    tier = models.CharField(max_length=8, help_text="core or wider")
    nature = models.CharField(max_length=30)
    owed_by = models.CharField(max_length=12, choices=OwedBy)
    public_facing = models.CharField(max_length=8, help_text="yes, partly or no")
    evidence_kinds = models.JSONField(default=list)
    evidence = models.TextField(help_text="What proves it.")
    checks = models.JSONField(default=list, help_text="What an assurer ticks.")
    plain = models.TextField(help_text="What it means, in plain English.")
    notes = models.TextField(blank=True)
    source_codes = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0, help_text="Its place in the catalogue.")

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "duties"
        indexes = [models.Index(fields=["theme", "position"], name="duty_of_a_theme")]

    def __str__(self) -> str:
        return self.title

    @property
    def asks_achieved(self) -> bool:
        """Whether done and achieved are two answers: the accounts may be in on time and show a limit passed."""
        return self.category == "Finance" and self.theme == "audited accounts"


class DutyRule(models.Model):
    """What one regime asked between two days, for one step of a duty."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="rules")
    regime = models.CharField(max_length=3, help_text="CCG or ICB")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    step = models.CharField(max_length=30, blank=True)
    opens = models.CharField(max_length=10)
    record_kind = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=60)
    when = models.TextField(help_text="By when, in words.")
    legal_basis = models.TextField()
    confidence = models.CharField(max_length=10)
    date_basis = models.CharField(max_length=10)
    set_by = models.CharField(max_length=80, blank=True, help_text="Who directs the date.")
    proof = models.CharField(max_length=9, blank=True)
    voluntary = models.BooleanField(default=False)
    lead_days = models.PositiveSmallIntegerField(default=0, help_text="How many days before is due soon.")

    class Meta:
        ordering = ["duty", "regime", "from_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "regime", "from_on", "step"], name="rule_one_version_from_a_day"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="rule_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.regime} from {self.from_on} {self.step}".strip()

    def in_force(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or self.to_on >= day)


class DirectedDate(models.Model):
    """A date that NHS England, or another authority, set for a year. Until it is entered: no date set."""

    key = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(help_text="The financial year it is about.")
    period = models.CharField(max_length=8, blank=True)
    due_on = models.DateField()
    set_by = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=10, default="CONFIRMED")
    is_demonstration = models.BooleanField(default=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "key", "period"]
        constraints = [models.UniqueConstraint(fields=["key", "year", "period"], name="directed_date_once")]

    def __str__(self) -> str:
        return f"{self.key} {FinancialYear(self.year)} {self.period}: {self.due_on}"

    def as_directed(self) -> Directed:
        """The same as the pure rules read it."""
        confirmed = self.confidence == "CONFIRMED"
        return Directed(self.due_on, self.set_by, self.source, confirmed, self.is_demonstration)


class ProclaimedHoliday(models.Model):
    """A bank holiday that was proclaimed and that the holiday table in use does not know yet. Withdrawn, it is kept."""

    on = models.DateField(unique=True)
    nations = models.JSONField(help_text="The nations that keep it, as duties.working_days names them.")
    title = models.CharField(max_length=80)
    source = models.CharField(max_length=300)
    is_demonstration = models.BooleanField(default=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.title}, {self.on}"
