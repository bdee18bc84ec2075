"""Sending in and certifying: when it was done, and whether it was achieved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from bodies.web.forms import Checkboxes, InWords, NHSDateField
from duties.models import Obligation
from evidence.forms.common import NotFuture, achieved_field


class DoneForm(NotFuture, InWords, forms.Form):
    """When it was done, and whether it was achieved where that is another question."""

    done_on = NHSDateField(
        label="When was it done?",
        what="the date it was done",
        help_text="The day it was done, not the day you send it in. For example, 27 3 2017",
    )
    achieved = achieved_field(
        "Done and achieved are two facts: accounts can be in on time and show that a limit was passed."
    )
    note = forms.CharField(
        label="Note", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Anything that helps who reads it.",
    )  # fmt: skip

    def __init__(self, *args: Any, obligation: Obligation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not obligation.duty.asks_achieved:
            del self.fields["achieved"]


class ManyForm(NotFuture, InWords, forms.Form):
    """Which duties are confirmed, and one day for all."""

    chosen = forms.TypedMultipleChoiceField(
        label="Duties", coerce=int, error_messages={"required": "Tick at least one duty"}, widget=Checkboxes()
    )
    done_on = NHSDateField(
        label="When were they done?",
        what="the date they were done",
        help_text="One date for all that you tick. For example, 27 3 2017",
    )

    def __init__(self, *args: Any, choices: Iterable[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["chosen"].choices = [(pk, str(pk)) for pk in choices]
        self.fields["chosen"].error_messages["invalid_choice"] = (
            "One of the duties was settled or sent in meanwhile. Check the list and tick again."
        )
