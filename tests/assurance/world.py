"""Obligations of several bodies, drawn by chance, and the same figures counted one by one from their facts."""

import random
from collections import Counter
from datetime import date, timedelta

from assurance.heat import THEMES, Figures
from duties.models import Obligation
from duties.status import EvidenceState, Timing
from tests.factories import TODAY, make_duty, make_obligation, make_rule

DAY = timedelta(days=1)
CATEGORIES = {"Constitution": "Constitution and identity"} | dict.fromkeys(
    ("Annual report", "Audited accounts"), "Annual report and accounts"
)
OTHERS = ("Governing body", "Planning")  # categories without a headline theme


def make_world(bodies, *, each=40, seed=1):
    """Some obligations of each body, of every theme and two categories besides, in every state, over three years."""
    chance = random.Random(seed)
    duties = [
        make_duty(theme=theme.name, category=CATEGORIES.get(theme.title, theme.title), title=f"{theme.title} {n}")
        for theme in THEMES
        for n in (1, 2)
    ]
    duties += [make_duty(theme="", category=name) for name in OTHERS]
    looks = (("law", "CONFIRMED", False), ("reminder", "MIXED", False), ("law", "MIXED", True))
    rules = [
        make_rule(duty, date_basis=basis, confidence=sure, voluntary=free, from_on=date(2013, 4, 1 + at))
        for duty in duties
        for at, (basis, sure, free) in enumerate(looks)
    ]
    for body in bodies:
        for number in range(each):
            due_on = chance.choice(
                [None, TODAY + chance.randint(-500, 160) * DAY, TODAY + chance.randint(-60, 40) * DAY]
            )
            make_obligation(
                body, chance.choice(rules), subject=f"{number}", due_on=due_on,
                opened_on=date(2015, 4, 1) + chance.randint(0, 500) * DAY, **facts(chance),
            )  # fmt: skip


def facts(chance):
    """What may have happened to one: nothing, gathering, sent in, sent back, met or closed, on any day by today."""
    done = TODAY - chance.randint(0, 400) * DAY
    sent = min(TODAY, done + chance.randint(0, 30) * DAY)
    met = min(TODAY, sent + chance.randint(0, 30) * DAY)
    return chance.choice([
        {}, {}, {"gathering_on": sent}, {"sent_on": sent, "done_on": done}, {"sent_back_on": sent},
        {"met_on": met, "met_how": "seen", "sent_on": sent, "done_on": done},
        {"met_on": met, "met_how": "certified", "sent_on": sent, "done_on": done},
        {"closed_on": met, "closed_reason": "not_applicable"},
    ])  # fmt: skip


def counted(obligations, day=TODAY):
    """The figures of some obligations, from the facts of each, without the statement that the pages ask."""
    found = Counter()
    for one in obligations:
        now = one.status(day)
        if one.opened_on > day or now.timing in (Timing.CLOSED, Timing.NOT_TRACKED, Timing.VOLUNTARY):
            continue
        red = one.date_basis in ("law", "directed") and one.date_confirmed
        found["total"] += 1
        found["passed_red"] += now.is_late and red
        found["passed_amber"] += now.is_late and not red
        found["sent_back"] += now.evidence is EvidenceState.SENT_BACK
        found["waiting"] += now.evidence is EvidenceState.WAITING
        found["soon"] += now.timing is Timing.SOON
        found["no_date"] += now.timing is Timing.NO_DATE and not now.is_met
        found["done"] += now.is_met
        found["on_time"] += now.is_met and now.timing is Timing.ON_TIME
        found["late_done"] += now.is_met and now.timing is Timing.DONE_LATE
    return Figures(**found)


def owed(**narrow):
    """Every obligation that a body owes and NHS England may know of, as plain rows."""
    return list(Obligation.objects.filter(owed_by="body", is_inside=False, **narrow).select_related("duty"))
