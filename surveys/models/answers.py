"""What a body answered: seen by its own governance leads, and by nobody else.

Nothing here says who of the body answered; the audit trail says who kept answers, and never which.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bodies.models import Body, Office
from surveys.models.questionnaires import Question, Survey
from surveys.querysets import AnswerQuerySet
from surveys.words import CANNOT_SAY, VALUES


class Response(models.Model):
    """A body's answers to one survey: a draft until it is sent, and counted only then."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="Real time.")

    class Meta:
        ordering = ["survey", "body"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "body"], name="survey_response_one_of_a_body"),
            models.CheckConstraint(
                condition=Q(sent_on=None, sent_at=None) | Q(sent_on__isnull=False, sent_at__isnull=False),
                name="survey_response_sent_on_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class Answer(models.Model):
    """One answer about one office: 5 is the best, 1 the worst, 0 says that one cannot say."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["response", "office", "question"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question", "office"], name="survey_answer_once"),
            models.CheckConstraint(condition=Q(value__in=[*VALUES, CANNOT_SAY]), name="survey_answer_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Comment(models.Model):
    """What a body says of one office in its own words, and whether anybody may read it, without the body's name."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="comments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    may_be_told = models.BooleanField(default=False)

    class Meta:
        ordering = ["response", "office"]
        constraints = [
            models.UniqueConstraint(fields=["response", "office"], name="survey_comment_one_of_an_office"),
            models.CheckConstraint(condition=~Q(text=""), name="survey_comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
