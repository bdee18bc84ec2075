"""Whatever people and the night do, in whatever order: each flag once, and nobody's round lost on the way.

Small records, random sequences of the real actions. After each step the markers are held against the flags and the
rounds against the facts; after each night so are the flags against what the facts call for, worked out here anew.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bodies.access import Reach, Role, reach_of
from bodies.actions import Refused, join_body
from bodies.models import AuditEntry, Body, Membership, Succession
from duties import actions
from duties.actions import NotNow
from duties.daily import run_day
from duties.directed_dates import enter_directed_date
from duties.handover import name_holder, start_tracking
from duties.markers import MARKER_OF
from duties.models import Flag, Obligation
from duties.sweep import Swept, sweep
from duties.working_days import ENGLAND_AND_WALES, is_working_day
from duties.years import FinancialYear
from evidence import actions as evidence_actions
from evidence.models import CallIn, Submission
from tests.factories import make_body, make_duty, make_member, make_rule, make_user, national_office

FIRST_DAY = date(2016, 3, 20)
MERGED_ON, MERGED_AGAIN_ON = date(2016, 4, 1), date(2016, 6, 11)
places = st.integers(0, 25)
spans = st.integers(-60, 90)


def follow(predecessor: Body, successor: Body, on: date, scope: str = "whole") -> None:
    Succession.objects.create(
        predecessor=predecessor, successor=successor, effective_on=on, kind="ccg_merger", scope=scope
    )


def working_days_between(start: date, today: date) -> int:
    """How many working days have begun after a day, today among them; counted one by one."""
    after = (start + timedelta(number) for number in range(1, (today - start).days + 1))
    return sum(is_working_day(day, ENGLAND_AND_WALES) for day in after)


class Years(RuleBasedStateMachine):
    """Two groups merge, what they became merges again, and a third is split; everybody works meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.today = FIRST_DAY
        self.settled: dict[int, tuple[object, ...]] = {}
        self.counted_from: dict[int, date] = {}
        self.by = make_user()
        self.assurer = make_member(Role.ASSURER, national_office()).user
        self.make_bodies()
        self.make_rules()
        run_day(self.today)

    def make_bodies(self) -> None:
        day = timedelta(1)
        last = make_body(opened_on=MERGED_AGAIN_ON, joined_on=MERGED_AGAIN_ON)
        middle = make_body(opened_on=MERGED_ON, closed_on=MERGED_AGAIN_ON - day, joined_on=MERGED_ON)
        early = make_body(closed_on=MERGED_ON - day, joined_on=date(2015, 4, 1))
        never = make_body(closed_on=MERGED_ON - day, joined_on=None)
        split = make_body(closed_on=MERGED_ON - day, joined_on=date(2015, 4, 1))
        beside = make_body(joined_on=None)
        follow(early, middle, MERGED_ON)
        follow(never, beside, MERGED_ON)
        follow(middle, last, MERGED_AGAIN_ON)
        follow(split, middle, MERGED_ON, "part")
        follow(split, beside, MERGED_ON, "part")

    def make_rules(self) -> None:
        self.directed = make_rule(code="NHSE_DIRECTED:accounts_final", date_basis="directed", lead_days=21)
        make_rule(code="FIXED_DATE:05-31", proof="certified", lead_days=14)
        make_rule(code="QUARTERLY", opens="quarterly", date_basis="reminder", lead_days=10)
        make_rule(make_duty(owed_by="body"), code="BY_LOCAL_DATE:09-30", voluntary=True)
        self.by_hand = make_rule(code="ON_EVENT", opens="by hand", lead_days=7)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def some(self, place: int) -> Obligation:
        """One of those with which somebody is busy, or that fall due next: else too little happens to any of them."""
        busy = Obligation.objects.filter(met_on=None, closed_on=None).order_by(
            F("gathering_on").desc(nulls_last=True), F("due_on").asc(nulls_last=True), "pk"
        )
        keys = list(busy.values_list("pk", flat=True))
        return Obligation.objects.get(pk=keys[place % len(keys)])

    def waiting(self, place: int) -> Submission | None:
        rounds = list(Submission.objects.waiting())
        return rounds[place % len(rounds)] if rounds else None

    @property
    def who(self) -> dict[str, object]:
        return {"by": self.by, "today": self.today}

    # What people do ---------------------------------------------------------------------------------------------------

    @rule(place=places, due_in=st.none() | spans, ago=st.integers(0, 40))
    def open_by_hand(self, place: int, due_in: int | None, ago: int) -> None:
        body = Body.objects.all()[place % 6]
        event_on = self.today - timedelta(ago)
        with suppress(NotNow):
            actions.open_by_hand(
                body=body, rule=self.by_hand, subject=f"Event {place % 5}", event_on=event_on,
                due_on=None if due_in is None else self.today + timedelta(due_in), **self.who,
            )  # fmt: skip

    @rule(place=places, ago=st.integers(0, 60))
    def send_in(self, place: int, ago: int) -> None:
        one = self.some(place)
        content = evidence_actions.Content(text="It was done.")
        with suppress(NotNow):
            evidence_actions.add_evidence(
                obligation=one, content=content, title=f"Proof {self.today}", about_on=self.today, **self.who
            )
            evidence_actions.send_in(obligation=one, done_on=self.today - timedelta(ago), note="", **self.who)

    @rule(place=places)
    def send_back(self, place: int) -> None:
        submission = self.waiting(place)
        if submission is not None:
            self.decide(evidence_actions.send_back, submission, reason="A page is missing.")

    @rule(place=places)
    def see(self, place: int) -> None:
        submission = self.waiting(place)
        if submission is not None:
            done_on, ticked = submission.done_on, submission.checks
            self.decide(evidence_actions.decide_seen, submission, done_on=done_on, ticked=ticked)

    @rule(place=places)
    def withdraw(self, place: int) -> None:
        submission = self.waiting(place)
        if submission is not None:
            with suppress(NotNow):
                evidence_actions.withdraw_round(
                    submission=submission, reach=self.lead_of(submission.obligation), why="The wrong file.", **self.who
                )

    @rule(place=places)
    def reopen(self, place: int) -> None:
        decided = list(Submission.objects.exclude(decision="").order_by("-pk")[:6])
        if decided:
            one = decided[place % len(decided)]
            certified = one.obligation.proof == "certified"
            asked = one.obligation.call_ins.filter(outcome="").exists()
            reach = (
                self.lead_of(one.obligation)
                if certified and not (asked and place % 2)
                else reach_of(self.assurer, self.today)
            )
            with suppress(NotNow):
                evidence_actions.reopen_decision(
                    submission=one, reach=reach, why="It was another file.", by=self.assurer, today=self.today
                )
                self.settled.pop(one.obligation_id, None)

    @rule(place=places)
    def call_in(self, place: int) -> None:
        certified = list(Obligation.objects.filter(met_how="certified").order_by("-met_on", "pk")[:4])
        if certified:
            with suppress(NotNow):
                evidence_actions.call_in(
                    obligation=certified[place % len(certified)], why="To look at some.", **self.as_assurer
                )

    @rule(place=places)
    def answer_a_call(self, place: int) -> None:
        call = self.some_call(place)
        if call is not None:
            content = evidence_actions.Content(text="It is so.")
            with suppress(NotNow):
                evidence_actions.add_evidence(
                    obligation=call.obligation, content=content, title=f"Shown {self.today}", about_on=self.today,
                    **self.who,
                )  # fmt: skip
                reach = self.lead_of(call.obligation)
                evidence_actions.answer_call(call=call, reach=reach, note="", **self.who)

    @rule(place=places, enough=st.booleans())
    def close_a_call(self, place: int, enough: bool) -> None:
        call = self.some_call(place)
        if call is not None:
            with suppress(NotNow):
                if enough:
                    evidence_actions.see_called(call=call, ticked=call.obligation.duty.checks, **self.as_assurer)
                else:
                    evidence_actions.take_back_call(call=call, why="No longer needed.", **self.as_assurer)

    def some_call(self, place: int) -> CallIn | None:
        calls = list(CallIn.objects.open())
        return calls[place % len(calls)] if calls else None

    @property
    def as_assurer(self) -> dict[str, object]:
        return {"reach": reach_of(self.assurer, self.today), "by": self.assurer, "today": self.today}

    def lead_of(self, obligation: Obligation) -> Reach:
        return Reach((Membership(user=self.by, role=Role.LEAD.value, body=obligation.held_by),))

    def decide(self, how, submission: Submission, **given: object) -> None:
        reach = reach_of(self.assurer, self.today)
        with suppress(NotNow):
            how(submission=submission, reach=reach, by=self.assurer, today=self.today, **given)

    @rule(place=places)
    def certify(self, place: int) -> None:
        with suppress(NotNow):
            evidence_actions.certify(obligation=self.some(place), done_on=self.today, note="", **self.who)

    @rule(place=places)
    def ask_not_applicable(self, place: int) -> None:
        with suppress(NotNow):
            actions.ask_not_applicable(obligation=self.some(place), why="Others do it for us.", **self.who)

    @rule(place=places, agree=st.booleans())
    def decide_not_applicable(self, place: int, agree: bool) -> None:
        asked = list(Obligation.objects.exclude(not_applicable_asked_on=None).order_by("pk"))
        if asked:
            with suppress(NotNow):
                actions.decide_not_applicable(
                    obligation=asked[place % len(asked)], agree=agree, why="It is so.", **self.who
                )

    @rule(place=places, later=st.integers(1, 800))
    def agree_later_date(self, place: int, later: int) -> None:
        one = self.some(place)
        with suppress(NotNow):
            due_on = (one.due_on or self.today) + timedelta(later)
            actions.agree_later_date(obligation=one, due_on=due_on, agreed_by="NHS England", **self.who)

    @rule(days=spans, year=st.sampled_from([2014, 2015, 2016]))
    def move_directed_date(self, days: int, year: int) -> None:
        enter_directed_date(
            key="accounts_final", year=FinancialYear(year), period="", due_on=self.today + timedelta(days),
            set_by="NHS England", source="A letter", **self.who,
        )  # fmt: skip

    @rule(place=places, ago=st.integers(0, 120))
    def join(self, place: int, ago: int) -> None:
        body = Body.objects.filter(joined_on=None).first()
        if body is not None and place % 3 == 0:
            with suppress(Refused):
                join_body(body=body, on=self.today - timedelta(ago), **self.who)
                start_tracking(today=self.today)

    @rule()
    def name_a_holder(self) -> None:
        one = Obligation.objects.without_holder().first()
        if one is not None:
            name_holder(body=one.body, holder=Body.objects.open_on(self.today).order_by("pk").last(), **self.who)

    # The night --------------------------------------------------------------------------------------------------------

    @rule()
    def sweep_again(self) -> None:
        sweep(self.today)
        self.check_flags()

    @precondition(lambda self: self.today < date(2017, 5, 1))
    @rule(days=st.sampled_from([1, 2, 7]))
    def a_night_passes(self, days: int) -> None:
        self.pass_days(days)

    @precondition(lambda self: self.today < date(2017, 5, 1))
    @rule(days=st.sampled_from([14, 30, 45]))
    def weeks_pass(self, days: int) -> None:
        self.pass_days(days)

    def pass_days(self, days: int) -> None:
        self.today += timedelta(days)
        run_day(self.today)
        self.check_flags()
        entries = AuditEntry.objects.count()
        again = run_day(self.today)
        assert (again.handed_over, again.opened) == (0, 0)
        assert again.swept == Swept()
        assert AuditEntry.objects.count() == entries, "a second night of the same day writes nothing"
        closed = Body.objects.filter(closed_on__lt=self.today)
        assert not Obligation.objects.filter(held_by__in=closed, met_on=None, closed_on=None).exists()

    def check_flags(self) -> None:
        """Hold the live flags against what the facts call for (invariant I1), without asking the querysets."""
        live: dict[tuple[int, str], list[date]] = {}
        for pk, kind, since in Flag.objects.filter(cleared_on=None).values_list("obligation", "kind", "since_on"):
            live.setdefault((pk, kind), []).append(since)
        for one in Obligation.objects.select_related("body"):
            idle = one.met_on is None and one.sent_on is None and one.closed_on is None and not one.voluntary
            joined = one.tracked_from
            assert joined is not None or one.body.joined_on is None or one.closed_on, "its body has joined"
            counts = idle and one.due_on is not None and joined is not None and one.due_on >= joined
            late = counts and one.due_on < self.today
            soon = counts and one.soon_on <= self.today <= one.due_on
            late_days = working_days_between(max(one.due_on, one.sent_back_on or one.due_on), self.today) if late else 0
            escalated = late and one.owed_by == "body" and late_days >= 5
            red = one.date_confirmed and one.date_basis in ("law", "directed")
            called_for = {
                "late": late, "soon": soon, "escalated": escalated, "assurer": escalated and red and late_days >= 10,
            }  # fmt: skip
            for kind, is_so in called_for.items():
                found = live.get((one.pk, kind), [])
                assert len(found) == bool(is_so), f"{kind}, due {one.due_on}, on {self.today}: {found}"
                assert all(since <= self.today for since in found)

    # What holds after every step --------------------------------------------------------------------------------------

    @invariant()
    def every_marker_has_its_flag(self) -> None:
        markers = {
            (one.pk, kind, since)
            for one in Obligation.objects.all()
            for kind, marker in MARKER_OF.items()
            if (since := getattr(one, marker))
        }
        assert markers == set(Flag.objects.filter(cleared_on=None).values_list("obligation", "kind", "since_on"))

    @invariant()
    def a_round_waits_where_the_clock_waits_and_nowhere_else(self) -> None:
        waiting = Obligation.objects.exclude(sent_on=None).filter(met_on=None)
        assert set(waiting.values_list("pk", flat=True)) == set(
            Submission.objects.waiting().filter(call_in=None).values_list("obligation", flat=True)
        )
        assert not waiting.exclude(closed_on=None).exists(), "what waits for review is not closed"

    @invariant()
    def what_is_called_in_is_certified_and_an_answer_waits_for_an_open_call_only(self) -> None:
        asked = Obligation.objects.filter(call_ins__outcome="")
        assert not asked.exclude(met_how="certified", closed_on=None).exists()
        answers = Submission.objects.waiting().exclude(call_in=None)
        assert not answers.exclude(call_in__outcome="").exists()

    @invariant()
    def what_is_settled_stays_as_judged(self) -> None:
        facts = ("due_on", "done_on", "met_on", "met_how", "closed_on", "closed_reason", "year")
        settled = Obligation.objects.exclude(met_on=None, closed_on=None)
        now = {row[0]: row[1:] for row in settled.values_list("pk", *facts)}
        assert {pk: now.get(pk) for pk in self.settled} == self.settled
        self.settled = now

    @invariant()
    def the_day_from_which_it_counts_is_told_once(self) -> None:
        now = dict(Obligation.objects.exclude(tracked_from=None).values_list("pk", "tracked_from"))
        assert {pk: now.get(pk) for pk in self.counted_from} == self.counted_from
        self.counted_from = now

    @invariant()
    def every_flag_was_recorded(self) -> None:
        raised = AuditEntry.objects.filter(verb__startswith="flagged: ")
        assert raised.count() >= Flag.objects.count()


@pytest.mark.django_db
def test_every_sequence() -> None:
    run_state_machine_as_test(
        Years,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate), report_multiple_bugs=False,
        ),
    )  # fmt: skip
