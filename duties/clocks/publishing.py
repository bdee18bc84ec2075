"""What is published or sent on a cycle or after an event: equality, spending, replies, awards, incidents. Pure."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bodies.web.text import date_long
from duties.clocks.registry import MIXED, RECALLED, Basis, Gives, day, rule, year
from duties.counting import (
    Working,
    days_after,
    months_after,
    working_day_of_month,
    working_days_after,
    years_from,
)
from duties.inputs import Input, InputKind
from duties.working_days import STANDARD, Calendars
from duties.years import FinancialYear

EQUALITY = "Equality"
MONEY = "Money and contracts"
REPLIES = "Letters and incidents"

# SI 2017/353 replaced SI 2011/2260 on this day, and asked for everything anew by that one.
EQUALITY_RULES_CHANGED_ON = date(2017, 3, 31)
EQUALITY_FIRST_BY = date(2018, 3, 30)

_ENGLAND = ZoneInfo("Europe/London")  # read once, here: working out a date reads nothing
_UTC = ZoneInfo("UTC")
_INCIDENT_HOURS = 72
_LAST_PUBLISHED = day("last_published", "When was it last published?")


@rule(
    EQUALITY,
    "Publish equality information again",
    "SI 2017/353 reg 4; to 30 March 2017 SI 2011/2260 reg 2",
    _LAST_PUBLISHED,
)
def equality_info_due(last_published: date, *, calendars: Calendars = STANDARD) -> Working:
    """At intervals of not more than one year beginning with the last publication (SI 2017/353 reg 4).

    So the last day is the one before the anniversary. To 30 March 2017 SI 2011/2260 reg 2 said the same.
    """
    return _rolling_equality(last_published, 1, "SI 2017/353 reg 4", "SI 2011/2260 reg 2 (to 30 March 2017)")


@rule(
    EQUALITY,
    "Publish equality objectives again",
    "SI 2017/353 reg 5; to 30 March 2017 SI 2011/2260 reg 3 (recalled in part)",
    _LAST_PUBLISHED,
    sure=MIXED,
)
def equality_objectives_due(last_published: date, *, calendars: Calendars = STANDARD) -> Working:
    """At intervals of not more than four years beginning with the last publication (SI 2017/353 reg 5).

    To 30 March 2017 SI 2011/2260 reg 3 said the same (recalled in part).
    """
    return _rolling_equality(last_published, 4, "SI 2017/353 reg 5", "SI 2011/2260 reg 3 (to 30 March 2017)")


@rule(
    EQUALITY,
    "Publish the gender pay gap",
    "SI 2017/353 Sch 1",
    year("fy", "Which financial year?", "The year that follows the figures' day, 31 March"),
)
def gender_pay_due(fy: FinancialYear, *, calendars: Calendars = STANDARD) -> Working:
    """Within the twelve months that begin with the figures' day, 31 March: by 30 March (SI 2017/353 Sch 1)."""
    return years_from(fy.first_day - timedelta(days=1), 1, "the day the figures are of")


@rule(
    MONEY,
    "Publish spending over £25,000",
    "Guidance: HM Treasury's transparency guidance",
    Input("publish_month", InputKind.MONTH, "In which month is it published?", "The month after that of the spending"),
    basis=Basis.GUIDANCE,
)
def spend_25k_due(publish_month: date, *, calendars: Calendars = STANDARD) -> Working:
    """By the 15th working day of the month after that of the spending (HM Treasury's transparency guidance)."""
    return working_day_of_month(publish_month, 15, calendars.england_and_wales)


@rule(
    MONEY,
    "Publish the award of a contract",
    "Local policy: 30 days; SI 2013/500 reg 9 sets no number of days",
    day("awarded", "When was the contract awarded?"),
    basis=Basis.LOCAL_POLICY,
)
def contract_award_due(awarded: date, *, calendars: Calendars = STANDARD) -> Working:
    """Local policy: within 30 days of the award (SI 2013/500 reg 9 asks for the record and sets no number of days)."""
    return days_after(awarded, 30, "the day of the award")


@rule(
    MONEY,
    "Meet to consider an auditor's report in the public interest",
    "Local Audit and Accountability Act 2014 Sch 7 (recalled)",
    day("received", "When did the report arrive?"),
    sure=RECALLED,
)
def auditor_report_meeting_due(received: date, *, calendars: Calendars = STANDARD) -> Working:
    """Within one month of the report (Local Audit and Accountability Act 2014 Sch 7, recalled)."""
    return months_after(received, 1, "the day the report arrived")


@rule(
    REPLIES,
    "Reply to local Healthwatch",
    "SI 2012/3094 reg 44 (recalled; a practice of 20 days was seen)",
    day("received", "When did the letter arrive?"),
    sure=RECALLED,
)
def healthwatch_reply_due(received: date, *, calendars: Calendars = STANDARD) -> Working:
    """Within 20 working days of receipt (SI 2012/3094 reg 44, recalled, its way of counting too)."""
    return working_days_after(received, 20, calendars.england_and_wales, "the day the letter arrived")


@rule(
    REPLIES,
    "Reply to health scrutiny's report or recommendation",
    "SI 2013/218 reg 22 (the 28 days are recalled)",
    day("received", "When was the reply asked for?"),
    sure=MIXED,
)
def scrutiny_reply_due(received: date, *, calendars: Calendars = STANDARD) -> Working:
    """Within 28 calendar days of the request (SI 2013/218 reg 22, the number recalled)."""
    return days_after(received, 28, "the day the reply was asked for")


@rule(
    REPLIES,
    "Chase a provider for evidence of involvement",
    "Local policy: 20 working days; NHS Standard Contract clause 12.5 says as soon as reasonably practicable",
    day("asked", "When was the provider asked?"),
    basis=Basis.LOCAL_POLICY,
)
def provider_evidence_due(asked: date, *, calendars: Calendars = STANDARD) -> Working:
    """Local policy: chase after 20 working days (NHS Standard Contract clause 12.5 sets no number of days)."""
    return working_days_after(asked, 20, calendars.england_and_wales, "the day the provider was asked")


@rule(
    REPLIES,
    "Report a personal data incident",
    "UK GDPR article 33(1), before 2021 GDPR article 33(1) (recalled)",
    Input("aware", InputKind.MOMENT, "When did the body become aware of it?", "With the time of day if you know it"),
    sure=RECALLED,
    gives=Gives.MOMENT,
)
def personal_data_due(aware: date | datetime, *, calendars: Calendars = STANDARD) -> Working:
    """Not later than 72 hours after becoming aware (UK GDPR article 33(1), recalled). Every hour counts.

    Hours are hours, so across the change to or from summer time the clock shows another time of day.
    """
    return hours_after(aware, _INCIDENT_HOURS)


def hours_after(start: date | datetime, number: int) -> Working:
    """The moment `number` hours later in England; from a day without a time, its date as many whole days later."""
    words = "the day the body became aware of it"
    if not isinstance(start, datetime):
        note = f"At the same time of day as on {date_long(start)}; without the time no earlier limit can be given"
        return replace(days_after(start, number // 24, words), counted=number, unit="hours", notes=(note,))
    end = (start.replace(tzinfo=_ENGLAND).astimezone(_UTC) + timedelta(hours=number)).astimezone(_ENGLAND)
    moment = end.replace(tzinfo=None).isoformat(timespec="minutes")
    return Working(
        on=end.date(),
        day_0=start.date(),
        day_0_words=words,
        counted=number,
        unit="hours",
        notes=(f"From {start:%H:%M} on that day until {end:%H:%M} on the last",),
        value=moment,
    )


def next_rolling_due(published_on: date, years: int) -> date:
    """The day by which a rolling duty is due again: the last of the years that begin with the publication.

    Equality information 1, equality objectives 4 (SI 2017/353 reg 4 and 5). A publication opens the next obligation.
    """
    return years_from(published_on, years).day


def _rolling_equality(last_published: date, years: int, section: str, old_section: str) -> Working:
    """The version in force when the interval ends."""
    found = years_from(last_published, years, "the day of the last publication")
    if found.day < EQUALITY_RULES_CHANGED_ON:
        return replace(found, section=old_section)
    if last_published >= EQUALITY_RULES_CHANGED_ON:
        return replace(found, section=section)
    changed, first = date_long(EQUALITY_RULES_CHANGED_ON), date_long(EQUALITY_FIRST_BY)
    note = f"It was last published under the rules before {changed}; the new ones give until {first} for the first"
    return replace(found, section=section, notes=(f"{note} under them, if that is later",))
