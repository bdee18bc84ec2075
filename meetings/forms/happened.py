"""What happened at a meeting, in one form. Everything may be left empty: the page then says that it is not recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField

from bodies.web.forms import InWords, NHSDateField, Radios
from bodies.web.versions import SeenVersion
from duties.years import FinancialYear
from meetings.actions.recording import HAPPENED, Interest
from meetings.forms.fields import long_text
from meetings.models import AgendaItem, InterestDeclared, Meeting

YES_NO = [("yes", "Yes"), ("no", "No"), ("", "Not recorded")]
MEANT = {"yes": True, "no": False, "": None}
CHOICE_OF = {True: "yes", False: "no", None: ""}
YES_NO_NAMES = ("quorate", "had_part2", "report_presented")
NUMBERS = ("voting_present", "voting_members", "public_present")
OF_THE_REPORT = ("presents_year", "report_published_on", "report_presented")
EMPTY_ROWS, MOST_ROWS = 3, 40  # of interests
MOST_POSTS, LONGEST_POST = 60, 120
NO_NAMES = "One a line. Posts, never names."


def lines_of(typed: str, *, most: int, longest: int) -> list[str]:
    """The lines that were typed, without the empty ones. Raises ValidationError."""
    lines = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    if len(lines) > most:
        raise ValidationError(f"Enter at most {most} lines")
    if any(len(line) > longest for line in lines):
        raise ValidationError(f"Shorten each line to {longest} characters or fewer")
    return lines


def yes_no(label: str) -> forms.ChoiceField:
    """A question to which nobody may have recorded the answer."""
    return forms.ChoiceField(label=label, choices=YES_NO, required=False, widget=Radios(inline=True))


def number(label: str) -> forms.IntegerField:
    """A number of people."""
    words = f"Enter the number of {label[:1].lower()}{label[1:]}, from 0 to 999"
    return forms.IntegerField(
        label=label, required=False, error_messages={"invalid": words},
        validators=[MinValueValidator(0, words), MaxValueValidator(999, words)],
    )  # fmt: skip


class _Questions(forms.Form):
    """The questions, with those that the meeting itself asks: a decision for each item, a row for each interest."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    voting_present = number("Voting members present")
    voting_members = number("Voting members in all")
    quorate = yes_no("Was the quorum met?")
    posts_present = long_text("Who was present", NO_NAMES, rows=4, required=False)
    posts_absent = long_text("Who sent apologies or was absent", NO_NAMES, rows=3, required=False)
    public_present = number("Members of the public present")
    interests = forms.ChoiceField(
        label="Were interests declared?", required=False, widget=Radios(),
        choices=[("declared", "Yes, these"), ("none", "None were declared"), ("", "Not recorded")],
    )  # fmt: skip
    had_part2 = yes_no("Was there a Part 2, without the public?")
    resolution = long_text("The resolution that excluded the public", "Anybody can read this", rows=3, required=False)
    resolution_why = long_text(
        "The reason for it", "Anybody can read this: say nothing of what was private", required=False
    )
    presents_year = forms.TypedChoiceField(
        label="Which year's annual report was it?", coerce=int, empty_value=None, required=False
    )
    report_published_on = NHSDateField(
        label="When was the report published?", what="the day on which the report was published", required=False,
        help_text="For example, 27 3 2017",
    )  # fmt: skip
    report_presented = yes_no("Was it presented at this meeting?")

    def __init__(
        self, *args: Any, meeting: Meeting, items: Sequence[AgendaItem], declared: Sequence[InterestDeclared],
        today: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, initial=_as_it_stands(meeting, items, declared), **kwargs)
        self.meeting, self.items, self.today = meeting, items, today
        self.rows = range(min(len(declared) + EMPTY_ROWS, max(MOST_ROWS, len(declared))))
        for row in self.rows:
            self.fields |= _interest(row)
        for item in items:
            self.fields[f"decision-{item.pk}"] = long_text(item.title, rows=2, required=False)
        if meeting.kind == Meeting.Kind.ANNUAL:
            _offer_years(self.fields["presents_year"], meeting)
        else:
            for name in OF_THE_REPORT:
                del self.fields[name]


class RecordForm(InWords, SeenVersion, _Questions):
    """The questions with their answers read and refused in words."""

    def clean_posts_present(self) -> list[str]:
        return lines_of(self.cleaned_data["posts_present"], most=MOST_POSTS, longest=LONGEST_POST)

    def clean_posts_absent(self) -> list[str]:
        return lines_of(self.cleaned_data["posts_absent"], most=MOST_POSTS, longest=LONGEST_POST)

    def clean_report_published_on(self) -> date | None:
        day: date | None = self.cleaned_data["report_published_on"]
        if day is not None and day > self.today:
            raise ValidationError("The day on which the report was published must be today or earlier")
        return day

    def clean(self) -> None:
        given = self.cleaned_data
        present, members = given.get("voting_present"), given.get("voting_members")
        if present is not None and members is not None and present > members:
            self.add_error("voting_present", "No more voting members can be present than there are")
        self._clean_interests(given)
        if given.get("had_part2") != "yes" and (given.get("resolution") or given.get("resolution_why")):
            self.add_error("had_part2", "A resolution is recorded: say that there was a Part 2, or take it out")

    def _clean_interests(self, given: dict[str, Any]) -> None:
        found = False
        for row in self.rows:
            post, what, handled = (given.get(f"interest-{row}-{part}") for part in ("post", "what", "handled"))
            found |= bool(post or what or handled)
            if (what or handled) and not post:
                self.add_error(f"interest-{row}-post", f"Enter the post of interest {row + 1}, never a name")
            elif (post or handled) and not what:
                self.add_error(f"interest-{row}-what", f"Enter what interest {row + 1} was")
        said = given.get("interests")
        if found and said == "none":
            self.add_error("interests", "Interests are listed below: choose “Yes, these”, or take them out")
        if said == "declared" and not found and not self.errors:
            self.add_error("interests", "Enter the interests below, or choose another answer")

    def facts(self) -> dict[str, Any]:
        """What was answered, as save_record takes it."""
        given = self.cleaned_data
        facts = {name: given[name] for name in HAPPENED & given.keys() if name not in YES_NO_NAMES}
        facts |= {name: MEANT[given[name]] for name in YES_NO_NAMES if name in given}
        rows = [[given[f"interest-{row}-{part}"] for part in ("post", "what", "handled")] for row in self.rows]
        found = [Interest(*row) for row in rows if any(row)]
        none = {"none": True, "declared": False}.get(given["interests"])
        decisions = {item.pk: given[f"decision-{item.pk}"] for item in self.items}
        return facts | {"no_interests": False if found else none, "interests": found, "decisions": decisions}

    def seen_at(self) -> datetime:
        """When the record was changed last, as this person saw it; long ago for what is no moment."""
        try:
            return datetime.fromisoformat(self.cleaned_data["expected"])
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    def interest_rows(self) -> list[list[BoundField]]:
        return [[self[f"interest-{row}-{part}"] for part in ("post", "what", "handled")] for row in self.rows]

    def decisions(self) -> list[tuple[AgendaItem, BoundField]]:
        return [(item, self[f"decision-{item.pk}"]) for item in self.items]


def _interest(row: int) -> dict[str, forms.Field]:
    which = row + 1
    return {
        f"interest-{row}-post": forms.CharField(label=f"Interest {which}: post", max_length=120, required=False),
        f"interest-{row}-what": long_text(f"Interest {which}: what it was", required=False),
        f"interest-{row}-handled": long_text(f"Interest {which}: how it was handled", required=False),
    }


def _offer_years(field: Any, meeting: Meeting) -> None:
    last = FinancialYear.containing(meeting.on).start_year
    years = {*range(last - 3, last + 1)} | ({meeting.presents_year} if meeting.presents_year else set())
    field.choices = [("", "Not recorded"), *((year, str(FinancialYear(year))) for year in sorted(years, reverse=True))]


def _as_it_stands(
    meeting: Meeting, items: Sequence[AgendaItem], declared: Sequence[InterestDeclared]
) -> dict[str, Any]:  # fmt: skip
    facts: dict[str, Any] = {name: getattr(meeting, name) for name in HAPPENED}
    facts |= {name: CHOICE_OF[getattr(meeting, name)] for name in YES_NO_NAMES}
    facts |= {name: "\n".join(facts[name]) for name in ("posts_present", "posts_absent")}
    facts["interests"] = "declared" if declared else {True: "none", False: "declared", None: ""}[meeting.no_interests]
    facts["expected"] = meeting.changed_at.isoformat()
    for row, one in enumerate(declared):
        facts |= {
            f"interest-{row}-post": one.post, f"interest-{row}-what": one.interest,
            f"interest-{row}-handled": one.handled,
        }  # fmt: skip
    return facts | {f"decision-{item.pk}": item.decision for item in items}
