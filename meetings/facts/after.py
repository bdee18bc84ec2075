"""The facts of a meeting that become known after it: who came, Part 2, questions, the annual report. Pure."""

from __future__ import annotations

from datetime import date

from bodies.web.text import date_long, plural
from duties.words import Words
from duties.years import FinancialYear
from meetings.facts.told import (
    HELD,
    PLANNED,
    RECORDED,
    STATE_WORDS,
    Fact,
    Told,
    ahead,
    known_by,
    missing,
    plain,
    put_off,
)

IS_HELD = ("held", "Held in public")
ATTENDANCE = ("attendance", "Attendance")
PART2 = ("part2", "Part 2")
QUESTIONS = ("questions", "Questions from the public")
RECORDING = ("recording", "Recording")
REPORT = ("report", "Annual report")
NOT_YET = "The meeting has not been held yet."


def held(told: Told, today: date) -> Fact:
    """Whether it was held, and in public; put off: why. A day that passed without a word is not recorded."""
    state = told.state_by(today)
    public = {True: ", in public", False: ", not in public", None: ""}[told.in_public]
    unsaid = " Whether in public is not recorded." if told.in_public is None else ""
    words = STATE_WORDS.get(state, RECORDED)
    if state == HELD:
        sentence = f"It was held on {date_long(told.on)}{public}.{unsaid}"
        return Fact(*IS_HELD, words, sentence, is_recorded=told.in_public is not None)
    if state != PLANNED:
        why = f" The reason: {plain(told.state_why)}." if plain(told.state_why) else ""
        return Fact(*IS_HELD, words, f"It was {state}. It was to be on {date_long(told.on)}.{why}", is_recorded=True)
    if told.on < today:
        return missing(*IS_HELD, "Whether it was held is not recorded.")
    return Fact(
        *IS_HELD, words, f"It is to be held on {date_long(told.on)}{public}.{unsaid}", is_recorded=False, is_due=False
    )


def attendance(told: Told, today: date) -> Fact:
    """How many voting members came, whether that was a quorum, and how many of the public."""
    if told.is_put_off(today):
        return put_off(*ATTENDANCE, told, today)
    if not told.is_over(today):
        return ahead(*ATTENDANCE, NOT_YET)
    if not told.shows_record(today) or (told.voting_present is None and told.quorate is None):
        return missing(*ATTENDANCE, "Who attended is not recorded here.")
    quorum = {True: "it was quorate", False: "it was not quorate", None: "whether it was quorate is not recorded"}
    came = "How many voting members attended is not recorded"
    if told.voting_present is not None:
        known = told.voting_members is not None
        of = f"{told.voting_present} of {told.voting_members}" if known else f"{told.voting_present}"
        came = f"{of} voting members attended{'' if known else ', of how many is not recorded'}"
    public = "" if told.public_present is None else f" {plural(told.public_present, 'member')} of the public came."
    words = {True: Words("Quorate", "✓", "green", 8), False: Words("Not quorate", "▲", "orange", 5), None: RECORDED}
    is_recorded = told.voting_present is not None and told.quorate is not None
    return Fact(*ATTENDANCE, words[told.quorate], f"{came}; {quorum[told.quorate]}.{public}", is_recorded)


def part2(told: Told, today: date) -> Fact:
    """Whether the public was excluded for a part of it, and by what resolution. The items of Part 2 are never told."""
    if told.is_put_off(today):
        return put_off(*PART2, told, today)
    if not told.is_over(today):
        return ahead(*PART2, NOT_YET)
    if not told.shows_record(today) or told.had_part2 is None:
        return missing(*PART2, "Whether the public was excluded for a part of it is not recorded here.")
    if not told.had_part2:
        words = Words("No Part 2", "✓", "green", 8)
        return Fact(*PART2, words, "The public was not excluded from any part of it.", is_recorded=True)
    resolution, why = plain(told.resolution), plain(told.resolution_why)
    by = f"by a recorded resolution: {resolution}." if resolution else "The resolution is not recorded."
    because = f"The reason: {why}." if why else "The reason is not recorded."
    start = "The public was excluded for part of it (Part 2)"
    sentence = f"{start}{', ' if resolution else '. '}{by} {because}"
    is_recorded = bool(resolution and why)
    words = Words("Reason recorded", "◐", "blue", 8) if is_recorded else Words("Not all recorded", "◐", "grey", 6)
    return Fact(*PART2, words, sentence, is_recorded)


def questions(told: Told, today: date) -> Fact:
    """How many questions from the public are published here, and answered."""
    waiting = told.questions_unpublished if told.inside else 0
    more = f" {plural(waiting, 'question')} not published." if waiting else ""
    if told.questions:
        answered = f"{told.questions_answered} of {plural(told.questions, 'question')} from the public"
        sentence = f"{answered} {'has' if told.questions_answered == 1 else 'have'} a published answer.{more}"
        is_all = told.questions_answered >= told.questions
        words = Words("Answered", "✓", "green", 8) if is_all else Words("Not all answered", "◐", "blue", 6)
        return Fact(*QUESTIONS, words, sentence, is_recorded=True)
    if told.is_put_off(today):
        return put_off(*QUESTIONS, told, today)
    if not told.is_over(today):
        may_ask = told.ask_by is not None and told.ask_by >= today
        sentence = f"Questions can be asked until {date_long(told.ask_by)}." if may_ask else NOT_YET
        return ahead(*QUESTIONS, f"{sentence}{more}")
    return missing(*QUESTIONS, f"Whether the public asked questions is not recorded here.{more}")


def recording(told: Told, today: date) -> Fact:
    """Whether a recording is published. Nothing asks for one, so its absence is no gap."""
    if told.has_recording:
        return Fact(*RECORDING, Words("Published", "✓", "green", 8), "A recording is published.", is_recorded=True)
    if told.is_put_off(today):
        return put_off(*RECORDING, told, today)
    if not told.is_over(today):
        return ahead(*RECORDING, NOT_YET)
    fact = missing(*RECORDING, "A recording is not recorded here. No rule asks for one.")
    return Fact(fact.key, fact.title, fact.words, fact.sentence, is_recorded=False, is_due=False)


def report(told: Told, today: date) -> Fact:
    """Of an annual public meeting: whether the annual report was published before it, and presented at it."""
    if told.is_put_off(today):
        return put_off(*REPORT, told, today)
    year = f" for {FinancialYear(told.presents_year)}" if told.presents_year is not None else ""
    published = known_by(told.report_published_on, today)
    in_time = None if published is None else published < told.on
    when = f"it was published on {date_long(published)}" if published else "when it was published is not recorded"
    before = {True: ", before the meeting", False: ", not before the meeting", None: ""}[in_time]
    start = f"The annual report{year}: {when}{before}"
    if not told.is_over(today):
        return ahead(*REPORT, f"{start}. It is to be presented at the meeting.")
    presented = told.report_presented if told.shows_record(today) else None
    sentence = f"{start}; {_PRESENTED[presented]}."
    is_recorded = published is not None and presented is not None
    if not is_recorded and in_time is not False and presented is not False:
        return missing(*REPORT, sentence)
    words = Words("Published and presented", "✓", "green", 8)
    if in_time is False:
        words = Words("Not published before it", "▲", "orange", 5)
    elif presented is False:
        words = Words("Not presented", "▲", "orange", 5)
    return Fact(*REPORT, words, sentence, is_recorded, in_time)


_PRESENTED = {
    True: "it was presented at the meeting",
    False: "it was not presented at the meeting",
    None: "whether it was presented at the meeting is not recorded",
}
