"""Named reads of surveys and of what was answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count

if TYPE_CHECKING:
    from surveys.models import Answer, Survey


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Surveys by day."""

    def open_on(self, today: date) -> SurveyQuerySet:
        """Those that can be answered."""
        return self.filter(opens_on__lte=today, closes_on__gte=today)

    def opened_by(self, today: date) -> SurveyQuerySet:
        """Those that anybody may know of: open, or closed."""
        return self.filter(opens_on__lte=today)

    def published(self, today: date) -> SurveyQuerySet:
        """Those of which results may be told: closed. Everything that tells results asks this."""
        return self.filter(closes_on__lt=today)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers, as figures only."""

    def tallies(self, survey: Survey) -> models.QuerySet[Answer, Any]:
        """How many gave each value, by office and question, in what was sent; one statement."""
        sent = self.filter(response__survey=survey, response__sent_on__isnull=False)
        return sent.order_by().values("office_id", "question_id", "value").annotate(count=Count("pk"))
