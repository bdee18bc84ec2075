"""Rounds of review, and what NHS England asks to see of what bodies certified."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bodies.models import Office
from duties.models import Obligation
from evidence.frozen import FrozenItem, not_seen
from evidence.querysets import CallInQuerySet, SubmissionQuerySet


class Submission(models.Model):
    """One round: what was sent in, frozen with the text of the checks, and what was decided."""

    # Long enough to read the longest papers, and over before somebody who went home keeps others from them.
    CLAIM_LASTS = timedelta(hours=2)

    class Decision(models.TextChoices):
        WAITING = "", "Waiting for review"
        SEEN = "seen", "Evidence seen"
        SENT_BACK = "sent_back", "Sent back"
        CERTIFIED = "certified", "Certified"
        WITHDRAWN = "withdrawn", "Withdrawn before review"

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(help_text="1 for the first round.")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    queued_at = models.DateTimeField(
        help_text="Its place in the queue: what was sent back and comes again keeps the place it had."
    )
    done_on = models.DateField(help_text="Claimed by the sender; the decision may correct it.")
    achieved = models.BooleanField(null=True, blank=True)
    note = models.TextField(blank=True)
    items = models.JSONField(default=list, help_text="What was sent in, frozen.")
    checks = models.JSONField(default=list, help_text="The text of the checks, frozen.")
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_done_on = models.DateField(null=True, blank=True)
    decided_achieved = models.BooleanField(null=True, blank=True)
    decided_note = models.TextField(blank=True)
    missing = models.JSONField(default=list, help_text="The checks that could not be ticked, when it was sent back.")
    reason = models.TextField(blank=True, help_text="What is missing, when it was sent back; why it was withdrawn.")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The assurer who said that they look at it; others see so, and may still decide.",
    )  # fmt: skip
    claimed_at = models.DateTimeField(null=True, blank=True)
    reopens = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reopened_as",
        help_text="The decided round that this one puts before an assurer again.",
    )  # fmt: skip
    reopened_on = models.DateField(null=True, blank=True, help_text="When its decision was re-opened; it stays on it.")
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reopened_why = models.TextField(blank=True)
    call_in = models.ForeignKey(
        "evidence.CallIn", null=True, blank=True, on_delete=models.PROTECT, related_name="answers",
        help_text="The call that this round answers, of a duty that the body certified.",
    )  # fmt: skip
    is_invented = models.BooleanField(default=False, help_text="Invented for a demonstration.")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["obligation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="submission_numbered_once"),
            models.UniqueConstraint(fields=["obligation"], condition=Q(decision=""), name="submission_one_waiting"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_on=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_on__isnull=False, decided_at__isnull=False),
                name="submission_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision="seen") | ~Q(decided_by=F("sent_by")), name="submission_not_seen_by_its_sender"
            ),
            models.CheckConstraint(
                condition=~Q(decision="sent_back") | ~Q(reason=""), name="submission_sent_back_says_why"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="submission_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reopened_by=None, reopened_on=None, reopened_why="")
                | Q(reopened_by__isnull=False, reopened_on__isnull=False) & ~Q(reopened_why="") & ~Q(decision=""),
                name="submission_reopened_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["queued_at", "id"], condition=Q(decision=""), name="submission_queue"),
            models.Index(
                fields=["decision", "decided_at"], condition=Q(decided_at__isnull=False), name="submission_by_decision"
            ),
            models.Index(fields=["sent_at"], name="submission_by_sending"),
        ]

    def __str__(self) -> str:
        return f"Round {self.number} of {self.obligation_id}"

    @property
    def frozen(self) -> list[FrozenItem]:
        """What was sent in, as it was then."""
        return [FrozenItem.read(item) for item in self.items]

    @property
    def is_for_assurers(self) -> bool:
        """Whether assurers decide it; of what a body certifies they decide only what answers a call."""
        return self.obligation.proof == "reviewed" or self.call_in_id is not None

    def is_claimed(self, now: datetime) -> bool:
        """Whether an assurer looks at it at this moment of real time."""
        return self.claimed_at is not None and self.claimed_at > now - self.CLAIM_LASTS

    @property
    def kind_words(self) -> str:
        """Why it is in the queue, where that is not because it was sent in first."""
        if self.call_in_id is not None:
            return "Called in"
        if self.reopens_id is not None:
            return "Re-opened"
        return "Came again" if self.number > 1 else ""

    @property
    def own_words(self) -> str:
        """The reason in somebody's own words; empty where it only lists the checks that could not be ticked."""
        if self.decision == self.Decision.CERTIFIED:
            return self.reopened_why
        return "" if self.reason == not_seen(self.missing) else self.reason

    @property
    def asks_again(self) -> bool:
        """Whether it left something for the body to do again, as `SubmissionQuerySet.asking_again` asks."""
        if self.decision == self.Decision.CERTIFIED:
            return self.reopened_on is not None and self.call_in_id is None
        return self.decision == self.Decision.SENT_BACK and self.reopened_on is None and self.call_in_id is None


class Sample(models.Model):
    """A draw of certified duties of one region and month, so that NHS England looks at some of them.

    Drawn openly: with the list drawn from, the seed and the share anybody can draw it again.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="samples")
    month = models.DateField(help_text="The first day of the month in which the duties were certified.")
    share_percent = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64, help_text="The head of the audit trail at the draw: nobody could choose it.")
    drawn_from = models.JSONField(default=list, help_text="The ids of the obligations drawn from, in order.")
    drawn_on = models.DateField()
    drawn_at = models.DateTimeField()
    is_invented = models.BooleanField(default=False, help_text="Invented for a demonstration.")

    class Meta:
        ordering = ["-month", "office"]
        constraints = [
            models.UniqueConstraint(fields=["office", "month"], name="sample_once"),
            models.CheckConstraint(condition=Q(share_percent__range=(1, 100)), name="sample_of_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.month}"


class CallIn(models.Model):
    """NHS England asks to see the evidence of a duty that a body certified: drawn in a sample, or called in."""

    class Outcome(models.TextChoices):
        OPEN = "", "Waiting for the body"
        SEEN = "seen", "Evidence seen"
        REOPENED = "reopened", "Certification re-opened"
        TAKEN_BACK = "taken_back", "Taken back"

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="call_ins")
    sample = models.ForeignKey(Sample, null=True, blank=True, on_delete=models.PROTECT, related_name="call_ins")
    called_on = models.DateField()
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Empty where it was drawn.",
    )  # fmt: skip
    why = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_why = models.TextField(blank=True)
    is_invented = models.BooleanField(default=False, help_text="Invented for a demonstration.")

    objects = CallInQuerySet.as_manager()

    class Meta:
        ordering = ["called_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["obligation"], condition=Q(outcome=""), name="call_in_one_open"),
            models.CheckConstraint(
                condition=Q(sample__isnull=False, called_by=None)
                | Q(sample=None, called_by__isnull=False) & ~Q(why=""),
                name="call_in_drawn_or_called_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on=None, closed_by=None)
                | ~Q(outcome="") & Q(closed_on__isnull=False, closed_by__isnull=False),
                name="call_in_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} called in on {self.called_on}"
