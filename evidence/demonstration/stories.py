"""What became of each obligation in the demonstration. Pure: seed, dates and day always give the same story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

A_CHECK = "One of the checks cannot be seen in what was sent: say on which page it is."
SENT_BACK_REASONS = (
    "The document has no date of approval.",
    "Page 4 names last year's committee. Send the current one.",
    "The link opens a draft, not the approved version.",
    A_CHECK,
)
LATE_REASONS = (
    "Approval moved to the next governing body meeting.",
    "The post was vacant for six weeks.",
    "We waited for figures from our support unit.",
)


@dataclass(frozen=True)
class Setting:
    """What a story is told about: the day it falls due (or would), and how it is proved."""

    target: date
    proof: str
    opened_on: date
    quality: float  # how often this body is on time, 0 to 1


@dataclass(frozen=True)
class Story:
    """The invented facts. Empty: nothing is recorded."""

    gathering_on: date | None = None
    done_on: date | None = None
    sent_on: date | None = None
    decided_on: date | None = None
    decision: str = ""  # seen, sent_back, certified, or "" while it waits
    reason: str = ""  # what is missing, or why it is late
    expected_on: date | None = None

    @property
    def has_round(self) -> bool:
        return self.sent_on is not None


NOTHING = Story()


def quality_of(code: str, seed: int) -> float:
    """How often a body is on time: most nearly always, some less."""
    return Random(f"{seed}-{code}").choice((0.99, 0.99, 0.985, 0.98, 0.97, 0.95, 0.9))


def story_of(setting: Setting, key: str, *, seed: int, today: date) -> Story:
    """Tell what became of one obligation by `today`; `key` names it."""
    chance = Random(f"{seed}-{key}")
    days_left = (setting.target - today).days
    if days_left > 60:
        return _gathering(chance, today) if chance.random() < 0.02 else NOTHING
    if days_left >= 0:
        return _early(setting, chance, today)
    if chance.random() < setting.quality or (days_left < -200 and chance.random() < 0.9):
        return _done(setting, chance, today)
    return _not_done(setting, chance, today)


def _early(setting: Setting, chance: Random, today: date) -> Story:
    roll = chance.random()
    days_left = (setting.target - today).days
    if roll < max(0.15, 0.92 - 0.06 * days_left):
        done_on = today - timedelta(chance.randint(1, 12))
        return _round(setting, chance, max(done_on, setting.opened_on), today)
    return _gathering(chance, today) if chance.random() < 0.2 else NOTHING


def _done(setting: Setting, chance: Random, today: date) -> Story:
    shift = chance.randint(1, 40) if chance.random() < 0.06 else -chance.randint(0, 20)
    done_on = min(max(setting.target + timedelta(shift), setting.opened_on), today)
    return _round(setting, chance, done_on, today)


def _not_done(setting: Setting, chance: Random, today: date) -> Story:
    roll = chance.random()
    if roll < 0.3:
        return _gathering(chance, today)
    if roll < 0.6 and setting.proof == "reviewed":
        sent_on = max(today - timedelta(chance.randint(8, 30)), setting.opened_on)
        back_on = min(sent_on + timedelta(chance.randint(2, 7)), today)
        return Story(
            done_on=sent_on, sent_on=sent_on, decided_on=back_on, decision="sent_back",
            reason=chance.choice(SENT_BACK_REASONS),
        )  # fmt: skip
    if roll < 0.8:
        return Story(reason=chance.choice(LATE_REASONS), expected_on=today + timedelta(chance.randint(5, 40)))
    return NOTHING


def _round(setting: Setting, chance: Random, done_on: date, today: date) -> Story:
    sent_on = min(done_on + timedelta(chance.randint(0, 5)), today)
    if setting.proof == "certified":
        return Story(done_on=done_on, sent_on=sent_on, decided_on=sent_on, decision="certified")
    decided_on = sent_on + timedelta(chance.randint(2, 21))
    if decided_on > today:
        return Story(done_on=done_on, sent_on=sent_on)
    return Story(done_on=done_on, sent_on=sent_on, decided_on=decided_on, decision="seen")


def _gathering(chance: Random, today: date) -> Story:
    return Story(gathering_on=today - timedelta(chance.randint(0, 5)))


# What the sign-ins' body is seen to have, whatever the seed: one of everything that a lead meets.
def told_at_home(today: date) -> dict[tuple[str, str, str], Story]:
    """Stories of the sign-ins' own body by duty, step and what it is about."""
    yesterday = today - timedelta(3)
    return {
        ("complaints-annual-report", "", "2015/16"): Story(
            reason="The complaints manager's post was vacant.", expected_on=today + timedelta(25)
        ),
        ("annual-public-meeting", "", "2015/16"): NOTHING,
        ("constitution-contents", "", "2016/17"): Story(
            done_on=today - timedelta(9), sent_on=today - timedelta(9), decided_on=yesterday, decision="sent_back",
            reason="Section on conflicts has no page reference.",
        ),
        ("emergency-preparedness", "", "2016/17"): NOTHING,
        ("ko41a-return", "", "2016/17, quarter 2"): NOTHING,
        ("spend-over-25k", "", "2016/17, September 2016"): NOTHING,
        ("auditor-appointment", "", "2017/18"): Story(gathering_on=today - timedelta(2)),
        ("registers-of-interests", "", "2016/17"): Story(
            done_on=today - timedelta(6), sent_on=today - timedelta(5)
        ),
        ("annual-accounts", "final", "2015/16"): Story(
            done_on=date(2016, 6, 2), sent_on=date(2016, 6, 3), decided_on=date(2016, 6, 20), decision="seen"
        ),
        ("breakeven", "", "2015/16"): Story(
            done_on=date(2016, 5, 27), sent_on=date(2016, 5, 27), decided_on=date(2016, 6, 20), decision="seen"
        ),
        ("annual-report-publish", "", "2015/16"): Story(
            done_on=date(2016, 6, 28), sent_on=date(2016, 6, 28), decided_on=date(2016, 7, 11), decision="seen"
        ),
    }  # fmt: skip
