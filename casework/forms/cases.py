"""What is asked when a request or a complaint is logged or corrected. There is no field for a name, on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from bodies.models import Membership
from bodies.web.forms import Checkboxes, InWords, NHSDateField, Radios
from bodies.web.versions import SeenVersion
from casework import words
from casework.books import REQUESTS, Book
from casework.forms.words import NoPersonalData
from casework.models import Case, Term

NEUTRAL = "In neutral words, without anybody’s name: “{}”, not “Mrs A’s question”"
OWN_REFERENCE = "Your own, without a name in it. Leave it empty, and one is made"
DEPARTMENT = "A department or a post, never a person’s name"
SPOKEN_REQUEST = "Environmental information only: others are made in writing"
DAY = "For example, 27 3 2017"
QUICK = ("law", "kind", "received_on", "channel", "subject", "entry_key")


def long_words(label: str, hint: str = "", *, rows: int = 3) -> forms.CharField:
    """Some sentences, which may be left out."""
    return forms.CharField(
        label=label, help_text=hint, max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


def day(label: str, what: str, *, required: bool = False) -> NHSDateField:
    return NHSDateField(label=label, what=what, required=required, help_text=DAY)


class CaseForm(InWords, SeenVersion, NoPersonalData, forms.Form):
    """What both logs ask. `people` are those who may handle a case; `quick` asks the least that a log needs."""

    reference = forms.CharField(label="Reference", max_length=30, required=False, help_text=OWN_REFERENCE)
    received_on = day("When was it received?", "the day it was received", required=True)
    subject = forms.CharField(
        label="What is it about?", max_length=200, help_text=NEUTRAL.format("Spending on agency staff")
    )
    waiting_on = forms.CharField(
        label="Who has it now?", max_length=120, required=False, help_text=DEPARTMENT
    )  # fmt: skip
    owner = forms.ChoiceField(label="Who handles it?", required=False)
    entry_key = forms.CharField(max_length=36, widget=forms.HiddenInput, required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    lists: tuple[tuple[str, str], ...] = ()  # fields of a body's own lists

    def __init__(
        self, *args: Any, people: Sequence[Membership], terms: Iterable[Term], today: date, quick: bool = False,
        case: Case | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.today, self.case = today, case
        self.people = {str(one.pk): one for one in people}
        owner: Any = self.fields["owner"]
        owner.choices = [("", "Nobody yet"), *((pk, one.post) for pk, one in self.people.items())]
        self.terms = {str(one.pk): one for one in terms}
        self._offer_lists()
        if case is not None:
            del self.fields["entry_key"]
            self.fields["reference"].required, self.fields["reference"].help_text = True, "Without a name in it"
        else:
            del self.fields["expected"]
            self.initial.setdefault("entry_key", str(uuid4()))
        for name in [name for name in self.fields if quick and name not in (*QUICK, "not_personal")]:
            del self.fields[name]

    def _offer_lists(self) -> None:
        """Ask for the entries of each of the body's own lists that has any."""
        chosen = self.initial.get("terms", ())
        for name, label in self.lists:
            found = [(pk, term.name) for pk, term in self.terms.items() if term.list == name]
            if found:
                self.fields[f"list_{name}"] = forms.MultipleChoiceField(
                    label=label, choices=found, required=False, widget=Checkboxes(small=True),
                    initial=[pk for pk, _ in found if pk in chosen],
                )  # fmt: skip

    def clean_received_on(self) -> date:
        received_on: date = self.cleaned_data["received_on"]
        if received_on > self.today:
            raise ValidationError("The day it was received must be today or earlier")
        return received_on

    def clean_reference(self) -> str:
        return " ".join(self.cleaned_data["reference"].split())

    def clean_owner(self) -> Membership | None:
        return self.people.get(self.cleaned_data["owner"])

    @property
    def chosen_terms(self) -> list[Term]:
        """The entries of the lists that were ticked."""
        ticked = [pk for name, _ in self.lists for pk in self.cleaned_data.get(f"list_{name}", ())]
        return [self.terms[pk] for pk in ticked]

    @property
    def facts(self) -> dict[str, Any]:
        """What was answered of the case itself, by the name of its field."""
        left_out = {"entry_key", "expected", "not_personal"}
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in left_out and not name.startswith("list_")
        }


class RequestForm(CaseForm):
    """A request for information."""

    law = forms.ChoiceField(
        label="Under which law?", choices=words.LAWS, initial="foi",
        widget=Radios(hints={"eir": "About air, water, land, noise, waste, energy or what affects them"}),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label="How did it come?", choices=words.REQUEST_CHANNELS,
        widget=Radios(small=True, hints=dict.fromkeys(("phone", "in_person"), SPOKEN_REQUEST)),
    )  # fmt: skip
    lists = (("topic", "Topics"),)
    field_order = ("law", "received_on", "channel", "subject", "reference", "list_topic", "waiting_on", "owner")


class ComplaintForm(CaseForm):
    """A complaint, or what is none: a contact, a letter of a member of Parliament."""

    kind = forms.ChoiceField(
        label="What is it?", choices=words.KINDS, initial="complaint",
        widget=Radios(
            hints={
                "contact": "A question or concern that nobody wants handled as a complaint: no clock runs",
                "mp_letter": "Answered in your own time: no clock runs",
                "about_a_request": "Outside the complaints regulations: offer an internal review instead",
            }
        ),
    )  # fmt: skip
    channel = forms.ChoiceField(label="How did it come?", choices=words.COMPLAINT_CHANNELS, widget=Radios(small=True))
    came_from = forms.CharField(
        label="Which organisation passed it on to you?", max_length=120, required=False,
        help_text="Leave it empty if it came to you directly",
    )  # fmt: skip
    happened_on = day("When did what is complained of happen?", "the day it happened")
    known_on = day("When did the complainant come to know of it?", "the day it became known")
    exception_why = long_words(
        "Why is it looked at after the twelve months?",
        "Only where it was made later than that (regulation 12, recalled)",
    )
    lessons = long_words("What was learned from it?", "For the yearly report: no names, nobody to be recognised")
    action = long_words("What is done to improve services?", "For the yearly report")
    lists = tuple((name, words.LISTS[name][1].capitalize()) for name in words.OF_COMPLAINTS)
    field_order = (
        "kind", "received_on", "channel", "subject", "reference", "came_from", "waiting_on", "owner", "list_subject",
        "list_service", "list_clinical", "list_profession", "list_age", "list_status", "list_site", "happened_on",
        "known_on", "exception_why", "lessons", "action",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.field_order, *self.fields])
        self.fields["subject"].help_text = NEUTRAL.format("Waiting for a wheelchair")
        if self.case is None:  # nothing was learned of it yet
            for name in ("exception_why", "lessons", "action"):
                self.fields.pop(name, None)


def form_of(book: Book) -> type[CaseForm]:
    """The form of a log."""
    return RequestForm if book is REQUESTS else ComplaintForm


def as_it_stands(case: Any, book: Book) -> dict[str, Any]:
    """What the form of a case that is there begins with."""
    names = ["received_on", "channel", "subject", "reference", "waiting_on"]
    names += (
        ["law"]
        if book is REQUESTS
        else ["kind", "came_from", "happened_on", "known_on", "exception_why", "lessons", "action"]
    )
    rows = getattr(case, book.relation).all()
    return {
        **{name: getattr(case, name) for name in names}, "owner": str(case.owner_id or ""), "expected": case.version,
        "terms": {str(one.pk) for one in rows},
    }  # fmt: skip
