"""The demonstration: invented evidence in every state on real bodies, from a fixed seed, marked everywhere."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import override_settings

from bodies import clock
from bodies.access import reach_of
from bodies.guards import refuse_demonstration_in_production
from bodies.models import Body, Membership, User
from duties.models import DirectedDate, Flag, Obligation
from duties.status import EvidenceState, Timing
from duties.sweep import Swept, sweep
from evidence.demonstration.people import PASSWORD, SIGN_INS
from evidence.demonstration.stories import Setting, story_of
from evidence.models import CallIn, Evidence, Sample, Submission
from meetings.models import Meeting, Question
from meetings.reading import facts_of
from tests.house.demonstration import TODAY, Demonstrated


class TestBuilt(Demonstrated):
    """One build, looked at from several sides."""

    __test__ = True

    def test_what_it_holds(self) -> None:
        assert clock.today() == TODAY
        joined = set(Body.objects.filter(joined_on=date(2015, 4, 1)).values_list("code", flat=True))
        assert joined >= {"10H", "11N"}
        assert set(Obligation.objects.values_list("year", flat=True)) == {2015, 2016, 2017}
        states = set(Obligation.objects.with_status(TODAY).values_list("evidence_state", flat=True))
        wanted = set(EvidenceState) - {EvidenceState.RECORDED, EvidenceState.CLOSED}
        assert states >= wanted
        timings = set(Obligation.objects.with_status(TODAY).values_list("timing", flat=True))
        assert timings >= set(Timing) - {Timing.NOT_TRACKED}
        assert not Evidence.objects.filter(is_invented=False).exists()
        assert not Submission.objects.filter(is_invented=False).exists()
        assert not User.objects.filter(is_demonstration=False).exists()
        assert not DirectedDate.objects.filter(is_demonstration=True).exclude(source__contains="made up").exists()
        assert sweep(TODAY) == Swept()  # everything that is so was flagged
        here = Submission.objects.queue_of(reach_of(User.objects.get(email=SIGN_INS[4].email), TODAY), TODAY)
        assert {one.kind_words for one in here} == {"", "Came again", "Re-opened", "Called in"}
        assert Submission.objects.filter(decision="withdrawn").exists()
        assert CallIn.objects.open().filter(obligation__body__code="10H", is_answered=False).exists()
        assert Sample.objects.exclude(drawn_from=[]).exists() and not Sample.objects.filter(is_invented=False).exists()
        live = Flag.objects.filter(kind="late", cleared_on=None)
        late = Obligation.objects.late(TODAY)
        assert set(live.values_list("obligation", flat=True)) == set(late.values_list("pk", flat=True))

    def test_its_meetings(self) -> None:
        """One of everything at the sign-ins' body; the real ones of the past, and no other, are not invented."""
        real = set(Meeting.objects.filter(is_invented=False).values_list("body__code", "on"))
        assert real == {("04G", date(2015, 4, 21)), ("99A", date(2015, 11, 10)), ("99A", date(2015, 12, 8))}
        assert all(one.source == "sample_meetings.csv" for one in Meeting.objects.filter(is_invented=False))
        home = Meeting.objects.filter(body__code="10H").select_related("body")
        assert set(home.values_list("kind", flat=True)) == set(Meeting.Kind.values)
        assert {"planned", "held", "cancelled"} == set(home.values_list("state", flat=True))
        last = home.get(on=date(2016, 9, 15))
        facts = {one.key: one for one in facts_of([last], TODAY)[last.pk]}
        assert facts["notice"].in_time and facts["papers"].in_time is False and facts["minutes"].in_time
        assert "1 of 3 papers was published after the deadline" in facts["papers"].sentence
        assert last.had_part2 and last.papers.filter(is_part2=True, on=None).exists()
        assert home.filter(moves__now_on=date(2016, 10, 27), kind="primary_care").exists()
        assert home.filter(joint__isnull=False).exists() and home.filter(announced_on=None).exists()
        assert home.get(on=date(2016, 5, 19)).minutes_draft_on is None
        annual = home.get(kind="annual")
        assert (annual.state, annual.presents_year) == ("planned", 2015), "nobody says that it was held"
        assert Question.objects.filter(answered_on=None).count() == 1
        assert Question.objects.exclude(lay_agrees_on=None).exclude(body_agrees_on=None).count() == 1
        notice = Obligation.objects.get(
            record_kind="meeting", event_on=date(2016, 11, 3), step="notice", body__code="10H"
        )
        assert notice.due_on == date(2016, 10, 26) and notice.met_on is None

    def test_building_again_only_sets_the_day(self) -> None:
        before = (Evidence.objects.count(), Obligation.objects.count(), User.objects.count())
        call_command("build_demonstration", as_at="2016-10-20", verbosity=0)
        assert clock.today() == date(2016, 10, 20)
        assert (Evidence.objects.count(), Obligation.objects.count(), User.objects.count()) == before

    def test_every_role_can_sign_in(self) -> None:
        for sign_in in SIGN_INS:
            assert self.client.login(email=sign_in.email, password=PASSWORD), sign_in
            assert Membership.objects.filter(user__email=sign_in.email, role=sign_in.role.value).exists()

    @override_settings(PRODUCTION=True)
    def test_production_refuses_its_accounts_and_clock(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="demonstration's accounts"):
            refuse_demonstration_in_production()
        User.objects.update(is_demonstration=False)
        with pytest.raises(ImproperlyConfigured, match="clock"):
            refuse_demonstration_in_production()


def test_a_first_start_on_a_later_day_tells_the_same_and_does_what_the_nights_would_have_done(db, settings) -> None:
    settings.DEMONSTRATION = True
    call_command("load_register", verbosity=0)
    call_command("load_duties", verbosity=0)
    call_command("build_demonstration", only=["99A"], as_at="2022-07-02", verbosity=0)
    assert clock.today() == date(2022, 7, 2)
    assert Evidence.objects.sent_in().latest("sent_on").sent_on <= TODAY
    assert Obligation.objects.filter(year=2022).exists()
    assert Meeting.objects.filter(body__code="15M", on=date(2022, 4, 7), is_invented=False).exists(), "held by then"
    closed = Obligation.objects.open().filter(held_by__closed_on__lt=clock.today())
    assert not closed.exists(), "what closed bodies left open was handed over"


def test_production_starts_on_a_database_without_one(db, settings) -> None:
    settings.PRODUCTION = True
    refuse_demonstration_in_production()


def test_nothing_is_invented_outside_a_demonstration(db) -> None:
    with pytest.raises(CommandError, match="DEMONSTRATION=true"):
        call_command("build_demonstration")


def test_a_day_that_is_none_is_refused_in_words(db, settings) -> None:
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match="write it as 2016-10-17"):
        call_command("build_demonstration", as_at="next Monday")


@pytest.mark.parametrize("proof", ["reviewed", "certified"])
def test_a_story_never_tells_of_a_later_day_and_always_tells_the_same(proof: str) -> None:
    for number in range(400):
        setting = Setting(date(2016, 1, 1 + number % 28), proof, date(2015, 4, 1), 0.8)
        told = story_of(setting, str(number), seed=1, today=TODAY)
        assert told == story_of(setting, str(number), seed=1, today=TODAY)
        days = [told.gathering_on, told.done_on, told.sent_on, told.decided_on]
        assert all(day <= TODAY for day in days if day is not None)
        assert told.done_on is None or told.sent_on is None or told.done_on <= told.sent_on
