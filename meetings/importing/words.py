"""How the cells of a list of meetings are read: what it is a meeting of, when, where, and what became of it. Pure.

Sources say the same thing in many ways. What is known is taken for what it means; a kind that is not known is another
committee, named by the word itself. A reader returns what a cell means, None where it says that nothing is known yet,
or raises Wrong, whose words say how to mend it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from bodies.imports.cells import Wrong, one_of, same, short
from bodies.web.text import WEEKDAYS

NOT_KNOWN_YET = frozenset(
    {"tbc", "tba", "tbd", "to be confirmed", "to be arranged", "to be announced", "not known", "unknown", "n a", ""}
)
LONGEST_COMMITTEE = 120

# What a meeting is of, said without the words that any meeting may bear.
_FILL = frozenset(
    {
        "meeting", "meetings", "in", "public", "held", "the", "of", "a", "nhs", "ccg", "ccgs", "icb",
        "extraordinary", "special", "part", "1", "one", "i"
    }
)  # fmt: skip
_BY_WORD = {
    "governing body": "governing_body", "governing bodies": "governing_body", "governingbody": "governing_body",
    "gb": "governing_body", "board": "governing_body", "integrated care board": "governing_body",
    "agm": "annual", "apm": "annual", "annual": "annual", "annual general": "annual",
    "annual general and annual": "annual",
    "primary care committee": "primary_care", "primary care commissioning committee": "primary_care",
    "primary care co commissioning committee": "primary_care", "primary care commissioning": "primary_care",
    "primary care": "primary_care", "pccc": "primary_care",
    "primary care joint commissioning committee": "primary_care",
}  # fmt: skip
_WHOSE = re.compile(r"^nhs\b.*?\b(?:ccg|icb|clinical commissioning group|integrated care board)\b")
_NOT_FOR_THE_PUBLIC = re.compile(r"\b(private|confidential|in camera|part (?:2|two|ii|b)|closed session)\b")

_STATUS = {
    "held": "held", "took place": "held", "taken place": "held", "done": "held", "completed": "held",
    "scheduled": "planned", "planned": "planned", "confirmed": "planned", "tentative": "planned",
    "provisional": "planned", "upcoming": "planned", "to be held": "planned",
    "postponed": "postponed", "deferred": "postponed", "put off": "postponed",
    "cancelled": "cancelled", "canceled": "cancelled", "called off": "cancelled", "stood down": "cancelled",
}  # fmt: skip
STATUS_WORDS = ["held", "scheduled", "postponed", "cancelled"]

_ONE_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::00)?|(?<=\d\d)(?P<packed>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?",
    re.ASCII | re.IGNORECASE,
)
_NOON = {"noon": "12:00", "12 noon": "12:00", "midday": "12:00", "12 midday": "12:00", "12noon": "12:00"}
_UNTIL = re.compile(r"\s*(?:-|–|—|−|\bto\b|\buntil\b|\btill\b)\s*", re.IGNORECASE)
_TIME_WRONG = "“{}” is not a time. Write it like 13:30, 2pm or 14:00-16:00"

_ONLINE = frozenset(
    {
        "virtual", "virtually", "online", "teams", "zoom", "webex", "youtube", "livestream", "microsoft", "ms",
        "google", "meet", "skype", "lifesize", "webinar"
    }
)  # fmt: skip
_BESIDE_ONLINE = frozenset(
    {
        "meeting", "meetings", "via", "by", "on", "over", "through", "held", "call", "video", "conference",
        "videoconference", "teleconference", "only", "event", "the", "live", "stream", "link", "for", "business",
        "a", "using", "and", "in", "public"
    }
)  # fmt: skip

_OF_THE_PUBLIC = re.compile(
    r"\b(\d{1,4}) members? of (?:the )?public (?:were |was )?(?:present|attended|in attendance)", re.ASCII
)
_QUORATE = re.compile(r"\b(not |in)?(?:quorate)\b")
_YEAR = re.compile(r"\b(20\d{2})\s?[/–-]\s?(?:20)?(\d{2})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Of:
    """What a meeting is of. `committee` is the name of another committee. `in_public`: None where no source says."""

    kind: str
    committee: str = ""
    in_public: bool | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """When it begins and ends; no end where the source gives none."""

    starts: time
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What a note tells that the record has a place for; None where it is silent."""

    public_present: int | None = None
    quorate: bool | None = None
    presents_year: int | None = None


def kind_of(cell: str) -> Of:
    """What it is a meeting of: a known kind by a near word, else another committee by its name. Raises Wrong.

    A governing body and an annual public meeting are held in public; of others the word alone does not say.
    """
    said = same(cell)
    if _NOT_FOR_THE_PUBLIC.search(said):
        raise Wrong(
            f"“{short(cell)}” is not for the public, and what is imported becomes public. Delete this row, and plan "
            "that meeting by hand"
        )
    words = _WHOSE.sub("", said).split() or said.split()
    for kept in (said, " ".join(word for word in words if word not in _FILL)):
        if kept in _BY_WORD:
            kind = _BY_WORD[kept]
            return Of(kind, in_public=None if kind == "primary_care" else True)
    name = " ".join(cell.replace("_", " ").split())
    if not said:
        raise Wrong(f"“{short(cell)}” names no committee. Write what it is a meeting of, for example governing_body")
    if len(name) > LONGEST_COMMITTEE:
        raise Wrong(f"Shorten the committee's name to {LONGEST_COMMITTEE} characters or fewer: it has {len(name)}")
    return Of("other", name[:1].upper() + name[1:])


def weekday(cell: str) -> int | None:
    """A day of the week, 0 for Monday: Wed, Weds, Wednesday. Raises Wrong."""
    said = same(cell)
    if said in NOT_KNOWN_YET:
        return None
    found = [number for number, name in enumerate(WEEKDAYS) if len(said) >= 2 and name.lower().startswith(said)]
    if said in ("weds", "wednes"):
        found = [2]
    if len(found) != 1:
        raise Wrong(f"“{short(cell)}” is not a day of the week. Write it like Wed or Wednesday")
    return found[0]


def check_weekday(on: date, said: int) -> None:
    """Raise Wrong where a date does not fall on the day of the week that was said."""
    if on.weekday() != said:
        right, wrong = WEEKDAYS[on.weekday()], WEEKDAYS[said]
        raise Wrong(
            f"{on.day} {on:%B %Y} is a {right}, not a {wrong}. Mend the date, or write {right[:3]} as its weekday"
        )


def times(cell: str) -> Times | None:
    """When it begins, and perhaps ends: 13:30, 1.30pm, 2pm, 14:00-16:00, 2 to 4pm, noon. Raises Wrong."""
    if same(cell) in NOT_KNOWN_YET:
        return None
    parts = _UNTIL.split(cell.strip())
    if len(parts) > 2 or not all(parts):
        raise Wrong(_TIME_WRONG.format(short(cell)))
    if len(parts) == 1:
        return Times(_one_time(parts[0], cell))
    ends = _one_time(parts[1], cell)
    starts = _start(parts[0], parts[1], ends, cell)
    if ends <= starts:
        raise Wrong(f"“{short(cell)}” ends before it begins. Write the time like 14:00-16:00")
    return Times(starts, ends)


def place(cell: str) -> str | None:
    """Where it is held. A meeting on a screen is "Online", with the means in brackets, and no street."""
    said = same(cell)
    if said in NOT_KNOWN_YET:
        return None
    words = set(said.split())
    if words & _ONLINE and words <= _ONLINE | _BESIDE_ONLINE:
        means = _means(words)
        return f"Online ({means})" if means else "Online"
    return " ".join(cell.split())


def is_online(place: str) -> bool:
    """Whether a place, as `place` gives it, is no street but a screen."""
    return place == "Online" or place.startswith("Online (")


def status(cell: str) -> str | None:
    """What became of it: held, planned, postponed or cancelled. Raises Wrong."""
    said = same(cell)
    if said in NOT_KNOWN_YET:
        return None
    if said not in _STATUS:
        raise Wrong(f"“{short(cell)}” is not a status that we know. Write {one_of(STATUS_WORDS)}")
    return _STATUS[said]


def noted(note: str, kind: str, state: str) -> Noted:
    """What a note says in words that leave no doubt: who of the public came, the quorum, and the year presented.

    Of a meeting that was held alone, but for the year that an annual public meeting presents.
    """
    text = note.casefold()
    public = _OF_THE_PUBLIC.search(text) if state == "held" else None
    quorate = set(_QUORATE.findall(text)) if state == "held" else set()
    years = {(int(first), int(last)) for first, last in _YEAR.findall(note)} if kind == "annual" else set()
    year = next(iter(years)) if len(years) == 1 else None
    return Noted(
        int(public[1]) if public else None,
        quorate == {""} if len(quorate) == 1 else None,
        year[0] if year and (year[0] + 1) % 100 == year[1] else None,
    )


def _one_time(text: str, cell: str, half: str = "") -> time:
    text = _NOON.get(same(text), text.strip())
    found = _ONE_TIME.fullmatch(text)
    if found is None:
        raise Wrong(_TIME_WRONG.format(short(cell)))
    said = (found["half"] or half).replace(".", "").lower()
    hour, minute = int(found["hour"]), found["minute"] or found["packed"]
    is_real = hour <= 23 and int(minute or 0) <= 59 and (minute or said) and not (said and not 1 <= hour <= 12)
    if not is_real:
        raise Wrong(_TIME_WRONG.format(short(cell)))
    if said:
        hour = hour % 12 + (12 if said == "pm" else 0)
    return time(hour, int(minute or 0))


def _start(text: str, end_text: str, ends: time, cell: str) -> time:
    """The start of "2-4pm" is in the afternoon with its end; that of "11-1pm" is not."""
    found, end = _ONE_TIME.fullmatch(text.strip()), _ONE_TIME.fullmatch(end_text.strip())
    half = (end["half"] or "") if end else ""
    if found is None or found["half"] or not half or (found["minute"] and int(found["hour"]) > 12):
        return _one_time(text, cell)
    starts = _one_time(text, cell, half)
    return starts if starts < ends else _one_time(text, cell, "am")


def _means(words: set[str]) -> str:
    for named, shown in (("teams", "Microsoft Teams"), ("zoom", "Zoom"), ("webex", "Webex"), ("youtube", "YouTube"),
                         ("skype", "Skype"), ("lifesize", "Lifesize"), ("google", "Google Meet")):  # fmt: skip
        if named in words:
            return shown
    return ""
