"""What is known of the pages that published links lead to, and the ledger of looking at them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from evidence.links.judging import Outcome
from evidence.models.pieces import Evidence

OUTCOMES = [(str(one), one.replace("_", " ").capitalize()) for one in Outcome]


class LinkHost(models.Model):
    """A site that is asked: by one at a time, and not before it wants to be asked again."""

    host = models.CharField(max_length=253, unique=True)
    free_at = models.DateTimeField(help_text="The moment from which it may be asked. A lease: real time.")

    def __str__(self) -> str:
        return self.host


class LinkWatch(models.Model):
    """What is known of the page that one published link leads to. There is one for each link that is published now."""

    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, related_name="link")
    host = models.CharField(max_length=253, db_index=True)
    next_at = models.DateTimeField(db_index=True, help_text="When it is looked at again; a claim, while it is.")
    checked_on = models.DateField(null=True, blank=True, help_text="The last look, whatever it found.")
    outcome = models.CharField(max_length=11, choices=OUTCOMES, blank=True)
    why = models.CharField(max_length=20, blank=True, help_text="A key of evidence.links.words.WHY.")
    status = models.PositiveSmallIntegerField(default=0, help_text="Of HTTP; 0 without an answer.")
    first_seen_on = models.DateField(null=True, blank=True)
    first_digest = models.CharField(max_length=64, blank=True, help_text="Of what it said when it was first seen.")
    seen_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of what it said when it was seen last.")
    changed_on = models.DateField(null=True, blank=True, help_text="Since when it is not what was first seen.")
    missing_on = models.DateField(null=True, blank=True, help_text="Since when it is not found.")
    gone_on = models.DateField(null=True, blank=True, help_text="When it was not found again, and so is gone.")
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gone_on=None) | Q(missing_on__lt=F("gone_on")), name="link_gone_after_it_was_missing"
            ),
            models.CheckConstraint(
                condition=Q(first_seen_on=None, seen_on=None, first_digest="", digest="")
                | Q(first_seen_on__isnull=False, seen_on__isnull=False) & ~Q(first_digest="") & ~Q(digest=""),
                name="link_seen_with_its_digest",
            ),
        ]
        indexes = [models.Index(fields=["gone_on"], condition=Q(gone_on__isnull=False), name="link_gone")]

    def __str__(self) -> str:
        return f"{self.host}: {self.outcome or 'not looked at yet'}"


class LinkCheck(models.Model):
    """The ledger of looks: one row for each spell in which all looks found the same, so that nothing need be pruned."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="link_checks")
    outcome = models.CharField(max_length=11, choices=OUTCOMES)
    why = models.CharField(max_length=20, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    first_on = models.DateField()
    last_on = models.DateField()
    looks = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["evidence", "first_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="link_check_runs_forward")]

    def __str__(self) -> str:
        return f"{self.outcome} from {self.first_on} to {self.last_on}"
