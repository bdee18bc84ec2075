"""A year's survey and its questions. An administrator keeps both, until it opens."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from duties.years import FinancialYear
from surveys.querysets import SurveyQuerySet
from surveys.words import SCALE_NAMES, STATE_WORDS, Scale, State


class Survey(models.Model):
    """The survey about one financial year. Its last day counts: it has closed when that day is over."""

    year = models.PositiveSmallIntegerField(unique=True, help_text="The calendar year of its 1 April.")
    title = models.CharField(max_length=120)
    intro = models.TextField(blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    is_invented = models.BooleanField(default=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(year__range=(2013, 2099)), name="survey_of_a_year_with_bodies"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.financial_year}"

    @property
    def financial_year(self) -> FinancialYear:
        return FinancialYear(self.year)

    @property
    def day(self) -> date:
        """The day whose bodies and offices it is about: the one on which it opens, but within its year."""
        year = self.financial_year
        return min(max(self.opens_on, year.first_day), year.last_day)

    @property
    def results_on(self) -> date:
        """The first day on which results may be told."""
        return self.closes_on + timedelta(days=1)

    def state(self, today: date) -> State:
        if today < self.opens_on:
            return State.COMING
        return State.OPEN if today <= self.closes_on else State.CLOSED

    def words(self, today: date) -> object:
        """Where it stands, as `duties.words.Words`."""
        return STATE_WORDS[self.state(today)]


class Question(models.Model):
    """One question, asked about each office."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=80)
    text = models.CharField(max_length=300)
    scale = models.CharField(max_length=10, choices=[(scale.value, SCALE_NAMES[scale]) for scale in Scale])

    class Meta:
        ordering = ["survey", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(scale__in=list(SCALE_NAMES)), name="survey_question_scale"),
        ]

    def __str__(self) -> str:
        return self.text
