"""An assessment: its judgements, the rounds of its moderation, the boards consulted, and what was looked at."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from assessments.course import WORDS, Facts, State, state_of
from assessments.frameworks import Framework, Sheet, called, value_of
from assessments.frameworks import Value as Grade
from assessments.frameworks.law import MustLookAt, must_look_at
from assessments.querysets import AssessmentQuerySet
from bodies.models import Body
from duties.words import Words
from duties.years import FinancialYear
from evidence.models import Evidence

PERIODS = ("", "Q1", "Q2", "Q3", "Q4")


def _person(**more: bool) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more)


def _somebody_or_nobody() -> models.ForeignKey:
    return _person(null=True, blank=True)


def _paired(name: str, *, together: str) -> models.CheckConstraint:
    """Who and when stand together, or neither does."""
    on, by = f"{name}_on", f"{name}_by"
    nobody, somebody = Q(**{on: None, by: None}), Q(**{f"{on}__isnull": False, f"{by}__isnull": False})
    return models.CheckConstraint(condition=nobody | somebody, name=f"assessment_{together}")


class Assessment(models.Model):
    """NHS England's judgement of one body for one year or quarter, by the framework in force for it.

    It carries dated facts, pushed by actions; where it stands is derived (`assessments.course`). Once it is published
    nothing of it changes: a correction is a new version, which says why and takes its place.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assessments", help_text="Who is judged.")
    framework = models.CharField(max_length=30, help_text="A name in assessments.frameworks.")
    year = models.PositiveSmallIntegerField(help_text="The financial year that it is about, as 2016 for 2016/17.")
    period = models.CharField(max_length=2, blank=True, help_text="Q1 to Q4; empty for the whole year.")
    first_on = models.DateField(help_text="The first day that it is about: the body's part of the period.")
    last_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by",
        help_text="The published version whose place this one takes once it is published itself.",
    )  # fmt: skip
    supersedes_why = models.TextField(blank=True)
    headline = models.CharField(max_length=60, blank=True, help_text="A key of the framework's own values.")
    summary = models.TextField(blank=True, help_text="What is told in words: strengths, and what should improve.")
    looked_at = models.JSONField(
        default=dict, blank=True, help_text="What was found of what the law asks, by its name."
    )
    no_board_why = models.TextField(blank=True, help_text="Why no health and wellbeing board was consulted.")

    begun_by, begun_on = _person(), models.DateField()
    changed_at = models.DateTimeField()
    proposed_on, proposed_by = models.DateField(null=True, blank=True), _somebody_or_nobody()
    sent_back_on = models.DateField(null=True, blank=True, help_text="When moderation sent it back last.")
    agreed_on, agreed_by = models.DateField(null=True, blank=True), _somebody_or_nobody()
    shown_on, shown_by = models.DateField(null=True, blank=True), _somebody_or_nobody()
    comment_by_on = models.DateField(null=True, blank=True, help_text="The last day for the body's comment.")
    comment = models.TextField(blank=True, help_text="The body's own words, published beside it.")
    commented_on, commented_by = models.DateField(null=True, blank=True), _somebody_or_nobody()
    embargo_until = models.DateField(null=True, blank=True, help_text="Nobody but the body and NHS England before.")
    publish_decided_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(
        null=True, blank=True, help_text="From when anybody may read it; an embargo where it lies ahead."
    )
    published_by = _somebody_or_nobody()
    superseded_on = models.DateField(null=True, blank=True, help_text="From when a later version stands in its place.")
    is_invented = models.BooleanField(default=False, help_text="Invented for a demonstration.")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-period", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "period", "version"], name="assessment_version_once"),
            models.UniqueConstraint(
                fields=["body", "year", "period"], condition=Q(published_on=None), name="assessment_one_in_the_making"
            ),
            models.UniqueConstraint(
                fields=["body", "year", "period"],
                condition=Q(published_on__isnull=False, superseded_on=None),
                name="assessment_one_stands",
            ),
            models.CheckConstraint(condition=Q(period__in=PERIODS), name="assessment_of_a_period"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="assessment_period_runs_forward"),
            models.CheckConstraint(
                condition=Q(headline="") | Q(headline__startswith=Concat(F("framework"), Value(":"))),
                name="assessment_headline_of_its_framework",
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes=None, supersedes_why="")
                | Q(version__gt=1, supersedes__isnull=False) & ~Q(supersedes_why=""),
                name="assessment_correction_says_why",
            ),
            _paired("proposed", together="proposed_by_somebody"),
            _paired("agreed", together="agreed_by_somebody"),
            _paired("shown", together="shown_by_somebody"),
            _paired("commented", together="commented_by_somebody"),
            _paired("published", together="published_by_somebody"),
            models.CheckConstraint(
                condition=Q(agreed_on=None)
                | Q(proposed_on__isnull=False, sent_back_on=None) & ~Q(agreed_by=F("proposed_by")),
                name="assessment_agreed_by_a_second_assurer",
            ),
            models.CheckConstraint(
                condition=Q(proposed_on=None) | Q(sent_back_on=None), name="assessment_not_proposed_and_sent_back"
            ),
            models.CheckConstraint(
                condition=Q(shown_on=None, comment_by_on=None)
                | Q(agreed_on__isnull=False, comment_by_on__isnull=False),
                name="assessment_shown_once_agreed",
            ),
            models.CheckConstraint(
                condition=Q(comment="", commented_on=None)
                | Q(commented_on__isnull=False, shown_on__isnull=False) & ~Q(comment=""),
                name="assessment_comment_says_something",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None, publish_decided_on=None)
                | Q(shown_on__isnull=False, published_on__gte=F("publish_decided_on")),
                name="assessment_published_once_shown",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(embargo_until=None) | Q(published_on__gte=F("embargo_until")),
                name="assessment_embargo_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(superseded_on=None) | Q(published_on__isnull=False), name="assessment_replaced_once_public"
            ),
        ]
        indexes = [
            models.Index(fields=["year", "period", "body"], name="assessment_of_a_year"),
            models.Index(fields=["published_on"], name="assessment_newly_published"),
        ]

    def __str__(self) -> str:
        return f"Assessment of {self.body_id}, {self.about}"

    @property
    def about(self) -> str:
        """The period in words: "2016/17", "2016/17 Q2"."""
        return f"{FinancialYear(self.year)} {self.period}".strip()

    @property
    def by(self) -> Framework:
        return called(self.framework)

    @property
    def sheet(self) -> Sheet:
        found = self.by.sheet(self.period)
        assert found is not None  # else it could not have been begun
        return found

    @property
    def headline_value(self) -> Grade | None:
        return value_of(self.by, self.sheet.headline, self.headline)

    @property
    def must_look_at(self) -> tuple[MustLookAt, ...]:
        return must_look_at(self.body.kind, self.period)

    @property
    def facts(self) -> Facts:
        return Facts(**{name: getattr(self, name) for name in Facts.__dataclass_fields__})

    def state(self, today: date) -> State:
        return state_of(self.facts, today)

    def words(self, today: date) -> Words:
        return WORDS[self.state(today)]


class Judgement(models.Model):
    """What was judged of one unit of the framework: a value of that framework, or none, and why."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="judgements")
    unit = models.CharField(max_length=30)
    value = models.CharField(max_length=60, blank=True, help_text="A key of the framework's own values.")
    rationale = models.TextField(blank=True)

    class Meta:
        ordering = ["assessment", "id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "unit"], name="judgement_once")]

    def __str__(self) -> str:
        return f"{self.unit} of {self.assessment_id}"


class LookedAt(models.Model):
    """One piece of evidence that the assurer looked at for it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="looked")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="looked_at")
    added_by, added_on = _person(), models.DateField()

    class Meta:
        ordering = ["assessment", "id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "evidence"], name="looked_at_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} for {self.assessment_id}"


class Consultation(models.Model):
    """One health and wellbeing board that was consulted on it, and what the board said, if it did."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="consultations")
    board = models.CharField(max_length=120)
    asked_on = models.DateField()
    replied_on = models.DateField(null=True, blank=True)
    said = models.TextField(blank=True)
    added_by, added_on = _person(), models.DateField()

    class Meta:
        ordering = ["assessment", "board"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "board"], name="consultation_once"),
            models.CheckConstraint(
                condition=Q(replied_on=None, said="") | Q(replied_on__gte=F("asked_on")) & ~Q(said=""),
                name="consultation_reply_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.board


class Moderation(models.Model):
    """One round: what was proposed, frozen, and what a second assurer decided. Several are normal."""

    class Decision(models.TextChoices):
        WAITING = "", "Waiting for a second assurer"
        AGREED = "agreed", "Agreed"
        SENT_BACK = "sent_back", "Sent back"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(help_text="1 for the first round.")
    proposed_by, proposed_on, proposed_at = _person(), models.DateField(), models.DateTimeField()
    proposal = models.JSONField(default=dict, help_text="What was proposed, frozen.")
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decided_by, decided_on = _somebody_or_nobody(), models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was sent back; a note of who agreed.")
    reopened_by, reopened_on = _somebody_or_nobody(), models.DateField(null=True, blank=True)
    reopened_why = models.TextField(blank=True, help_text="Why what was agreed has to be moderated again.")
    body_said = models.TextField(blank=True, help_text="The comment of the body that stood beside it then.")

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="moderation_numbered_once"),
            models.UniqueConstraint(fields=["assessment"], condition=Q(decision=""), name="moderation_one_waiting"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_on=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_on__isnull=False, decided_at__isnull=False),
                name="moderation_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="moderation_never_by_the_proposer"
            ),
            models.CheckConstraint(
                condition=~Q(decision="sent_back") | ~Q(reason=""), name="moderation_sent_back_says_why"
            ),
            models.CheckConstraint(
                condition=Q(reopened_by=None, reopened_on=None, reopened_why="")
                | Q(reopened_by__isnull=False, reopened_on__isnull=False, decision="agreed") & ~Q(reopened_why=""),
                name="moderation_reopened_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number} of {self.assessment_id}"
