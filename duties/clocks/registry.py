"""The rules about events, by name: what each is called, where it stands, what it has to be told. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from duties.counting import Working
from duties.inputs import Input, InputKind

CONFIRMED = "CONFIRMED"
MIXED = "MIXED"
RECALLED = "RECALLED"


class Basis(StrEnum):
    """What a rule rests on. Only the first is law; "local policy" is our own suggestion."""

    LAW = "law"
    GUIDANCE = "guidance"
    LOCAL_POLICY = "local policy"


class Gives(StrEnum):
    """What comes back, so that a page knows how to show it and a file how to write it."""

    DAY = "a date"
    MOMENT = "a date, or a date and a time"
    YES_OR_NO = "true or false"
    DAYS_BY_NAME = "several dates by name"
    FIRST_AND_LAST = "the first and the last day"
    YEAR = "a financial year"


@dataclass(frozen=True, slots=True)
class EventRule:
    """One rule: `works` takes the inputs by name, and `calendars`, and gives the working.

    `sure` is how sure we are of the law: CONFIRMED (seen in a source), MIXED (seen, with details recalled) or RECALLED.
    """

    name: str
    group: str
    title: str
    section: str
    basis: Basis
    sure: str
    gives: Gives
    inputs: tuple[Input, ...]
    works: Callable[..., Working]


RULE_INPUTS: dict[str, EventRule] = {}


def rule(
    group: str,
    title: str,
    section: str,
    *inputs: Input,
    basis: Basis = Basis.LAW,
    sure: str = CONFIRMED,
    gives: Gives = Gives.DAY,
) -> Callable[[Callable[..., Working]], Callable[..., Working]]:
    """Register the function below under its own name."""

    def register(works: Callable[..., Working]) -> Callable[..., Working]:
        name = works.__name__
        RULE_INPUTS[name] = EventRule(name, group, title, section, basis, sure, gives, inputs, works)
        return works

    return register


def day(name: str, label: str, hint: str = "", *, required: bool = True) -> Input:
    """A date."""
    return Input(name, InputKind.DATE, label, hint, required)


def year(name: str, label: str, hint: str = "For example 2016/17") -> Input:
    """A financial year."""
    return Input(name, InputKind.YEAR, label, hint)


def number(name: str, label: str, *, default: int, least: int = 1, most: int = 366, hint: str = "") -> Input:
    """A whole number that may be left out."""
    return Input(name, InputKind.NUMBER, label, hint, required=False, default=default, least=least, most=most)


def choice(name: str, label: str, *choices: tuple[str, str], default: str | None = None, hint: str = "") -> Input:
    """One of some words; it may be left out."""
    return Input(name, InputKind.CHOICE, label, hint, required=False, choices=choices, default=default)


CCG = "CCG"
ICB = "ICB"


def regime(default: str | None = CCG) -> Input:
    """Whether the body is a group or a board."""
    words = (CCG, "Clinical commissioning group (to 30 June 2022)"), (ICB, "Integrated care board (from 1 July 2022)")
    return choice("regime", "Which kind of body?", *words, default=default)
