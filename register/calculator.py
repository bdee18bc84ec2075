"""The calculator: the rules about events as forms and links. It stores nothing and asks nothing but what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bodies.web.text import date_long, date_prose, time_of_day
from duties.clocks import RULE_INPUTS, Basis, EventRule, Gives
from duties.explain import answer_event, explain_event_parts
from duties.explanation_words import Line, Told, days_in_words
from duties.inputs import InputKind
from duties.models import ProclaimedHoliday
from duties.proclaimed import calendars_with
from duties.words import CONFIDENCE_SENTENCES
from duties.working_days import Calendars, Holiday

GROUPS = (
    "Freedom of information",
    "Environmental information",
    "Complaints",
    "Meetings and interests",
    "Equality",
    "Money and contracts",
    "Letters and incidents",
    "The financial year",
)
BASIS_SENTENCES = {
    Basis.LAW: "An Act or regulations.",
    Basis.GUIDANCE: "Guidance, not law.",
    Basis.LOCAL_POLICY: "Local policy: a suggestion of ours, not law.",
}

# The rules that each duty of the catalogue can be worked out with; a test holds both sides to what there is.
RULES_OF_DUTIES: dict[str, tuple[str, ...]] = {
    "foi-respond": ("foi_due", "foi_on_time"),
    "foi-clarification": ("foi_due_clarified",),
    "foi-fees-notice": ("foi_due_fee", "foi_fee_lapses"),
    "foi-public-interest-extension": ("foi_pit_alert",),
    "foi-refusal-notice": ("foi_due",),
    "foi-internal-review": ("foi_internal_review_due", "foi_review_request_by"),
    "eir-respond": ("eir_due", "eir_extended_due", "eir_charge_lapses"),
    "eir-review": ("eir_review_due",),
    "complaint-acknowledge": ("complaint_ack_due",),
    "complaint-respond": ("complaint_response_due",),
    "complaint-time-limit": ("complaint_in_time",),
    "complaint-oral-next-day": ("complaint_oral_excluded",),
    "public-meeting-notice-papers": ("notice_latest",),
    "public-meeting-notice-papers-icb": ("notice_latest",),
    "minutes-published": ("minutes_draft_due", "minutes_final_due"),
    "interest-declared-28-days": ("interest_due",),
    "gifts-hospitality-register": ("gift_due",),
    "equality-information": ("equality_info_due",),
    "equality-objectives": ("equality_objectives_due",),
    "gender-pay-gap": ("gender_pay_due",),
    "spend-over-25k": ("spend_25k_due",),
    "contract-award-register": ("contract_award_due",),
    "auditor-public-reports": ("auditor_report_meeting_due",),
    "auditor-appointment": ("auditor_appointment_due",),
    "healthwatch-response": ("healthwatch_reply_due",),
    "health-scrutiny": ("scrutiny_reply_due",),
    "provider-involvement-evidence": ("provider_evidence_due",),
    "personal-data-incidents": ("personal_data_due",),
    "commissioning-plan": ("plan_due",),
    "joint-forward-plan-icb": ("plan_due",),
    "ig-toolkit-dspt": ("dspt_due",),
    "ko41a-return": ("ko41a_due",),
    "annual-report": ("annual_report_required",),
}


def rules_of_duty(slug: str) -> list[EventRule]:
    """The rules of the calculator that apply to a duty."""
    return [RULE_INPUTS[name] for name in RULES_OF_DUTIES.get(slug, ())]


def grouped_rules() -> dict[str, list[EventRule]]:
    """The rules under their headings."""
    found: dict[str, list[EventRule]] = {group: [] for group in GROUPS}
    for rule in RULE_INPUTS.values():
        found.setdefault(rule.group, []).append(rule)
    return found


def calendars() -> Calendars:
    """The two calendars with what was proclaimed since; never with the holidays that a demonstration invents."""
    rows = ProclaimedHoliday.objects.filter(withdrawn_on=None, is_demonstration=False)
    return calendars_with({row.on: Holiday(row.title, tuple(row.nations)) for row in rows})


@dataclass(frozen=True)
class Headline:
    """One answer as the page shows it, large: what it is of, its words, its day, and a sentence beside it."""

    words: str
    day: date | None = None
    label: str = ""
    said: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of it: the value as files of worked cases write it, and the working of each count."""

    rule: EventRule
    value: Any
    parts: tuple[Told, ...]

    @property
    def headlines(self) -> list[Headline]:
        first = self.parts[0]
        if self.value is None:
            return [Headline("No date", said=_sentence(first.reason_words))]
        if self.rule.gives is Gives.DAYS_BY_NAME:
            return [Headline(one.answer_words, one.answer, one.explanation.title) for one in self.parts]
        if self.rule.gives is Gives.DAY:
            return [Headline(first.answer_words, first.answer)]
        if self.rule.gives is Gives.MOMENT:
            return [Headline(_moment_words(self.value), first.answer)]
        if self.rule.gives is Gives.FIRST_AND_LAST:
            return [Headline(" to ".join(date_long(date.fromisoformat(day)) for day in self.value))]
        if self.rule.gives is Gives.YES_OR_NO:
            limit = f"The last day for it: {date_prose(first.answer)}." if first.answer else ""
            return [Headline("Yes" if self.value else "No", said=limit or _sentence(first.reason_words))]
        return [Headline(str(self.value))]

    @property
    def words(self) -> str:
        """The answer as one sentence."""
        found = [f"{one.label}: {one.words}" if one.label else one.words for one in self.headlines]
        said = self.headlines[0].said
        return "; ".join(found) + (f". {said}" if said else "")

    def csv_rows(self, given: dict[str, str]) -> Iterator[tuple[str, ...]]:
        """The answer, what it was asked with, then the working of each count, for CSV."""
        yield "Answer in words", "", "", self.words, ""
        for one in self.rule.inputs:
            if one.name in given:
                day = given[one.name] if one.kind is InputKind.DATE else ""
                yield "Given", day, "", f"{one.label} {days_in_words(given[one.name])}", ""
        for told in self.parts:
            yield from told.csv_rows()

    def as_json(self, given: dict[str, str]) -> dict[str, Any]:
        """The first count's explanation as plain data, with the answer in words and what it was asked with."""
        first, *also = self.parts
        more = {"also": [one.as_json() for one in also]} if also else {}
        return {
            **first.as_json(), "answer_words": self.words, "value": self.value, "inputs": given,
            "basis": self.rule.basis.value, "sure": self.rule.sure, **more,
        }  # fmt: skip


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _moment_words(value: str) -> str:
    moment = datetime.fromisoformat(value)
    return f"{date_prose(moment)}, {time_of_day(moment)}" if "T" in value else date_prose(moment)


def work_out(rule: EventRule, given: dict[str, str]) -> Answer:
    """The answer of a rule to what was given, with its working. Raises BadInput; one statement."""
    known = calendars()
    more = tuple(_more(rule, given))
    parts = explain_event_parts(rule.name, given, calendars=known)
    value = answer_event(rule.name, given, calendars=known)
    return Answer(rule, value, tuple(Told(part, more) for part in parts))


def _more(rule: EventRule, given: dict[str, str]) -> Iterator[Line]:
    """What kind of rule it is, how sure we are, and each policy or answer that was chosen from words."""
    yield Line("What kind of rule", BASIS_SENTENCES[rule.basis])
    yield Line("How sure we are", CONFIDENCE_SENTENCES[rule.sure])
    for one in rule.inputs:
        chosen = given.get(one.name, one.default)
        if one.kind is InputKind.CHOICE and chosen is not None:
            yield Line(one.label, dict(one.choices).get(str(chosen), str(chosen)))
