"""Words for dates, sizes and numbers, as pages, CSV, mail and feeds write them. Pure: `today` is an argument."""

from __future__ import annotations

from datetime import date, datetime, time

NOT_RECORDED = "Not recorded"
INVENTED = "Invented for the demonstration"  # the mark of a row or file
PARTLY_INVENTED = "Demonstration: parts are invented"  # of one that counts real records too

# Not strftime: its names follow the machine's locale, and its numbers carry leading zeros.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_prose(day: date | None, none: str = NOT_RECORDED) -> str:
    """Write a date for a sentence: "Monday 31 October 2016"."""
    if day is None:
        return none
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def date_long(day: date | None, none: str = NOT_RECORDED) -> str:
    """Write a date without its weekday: "17 October 2016"."""
    return none if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_short(day: date | None, none: str = NOT_RECORDED) -> str:
    """Write a date for a table: "31 Oct 2016"."""
    if day is None:
        return none
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def time_of_day(moment: datetime | time) -> str:
    """Write a time as NHS.UK does: "9am", "2:30pm", "midday", "midnight". The moment is in local time already."""
    if (moment.hour, moment.minute) == (0, 0):
        return "midnight"
    if (moment.hour, moment.minute) == (12, 0):
        return "midday"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def moment_short(moment: datetime | None, none: str = NOT_RECORDED) -> str:
    """Write a moment: "31 Oct 2016, 2:30pm". The moment is in local time already."""
    return none if moment is None else f"{date_short(moment)}, {time_of_day(moment)}"


def days_from(day: date | None, today: date, none: str = "") -> str:
    """Say how far a due date is: "in 11 days", "tomorrow", "today", "yesterday", "3 days late"."""
    if day is None:
        return none
    return _distance(day, today, "days late")


def days_ago(day: date | None, today: date, none: str = "") -> str:
    """Say when something happened: "today", "yesterday", "3 days ago"; a coming day reads as in `days_from`."""
    if day is None:
        return none
    return _distance(day, today, "days ago")


def _distance(day: date, today: date, past: str) -> str:
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    return f"in {days:,} days" if days > 0 else f"{-days:,} {past}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: "1 duty", "3 duties". `many` is `one` with an s if left out."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def filesize(size: int) -> str:
    """Write a size given in bytes in units of 1,000: "812 bytes", "64 KB", "1.2 MB"."""
    if size < 1000:
        return plural(size, "byte")
    # 999.5 KB and more would be rounded to "1,000 KB".
    power = next((power for power in (1, 2) if size / 1000**power < 999.5), 3)
    value, unit = size / 1000**power, ("KB", "MB", "GB")[power - 1]
    digits = 1 if value < 9.95 and unit != "KB" else 0
    return f"{value:,.{digits}f}".removesuffix(".0") + f" {unit}"


def join_and(words: list[str]) -> str:
    """Write a list for a sentence: "a day, a month and a year"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
