"""From the draft to the correction: each step by whom, in which order, and what is refused in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments import actions
from assessments.course import State
from assessments.models import Assessment, Judgement
from bodies.models import AuditEntry, Notice
from duties.actions import NotNow
from duties.years import FinancialYear
from tests.assessments.conftest import (
    GOOD,
    INADEQUATE,
    THIS_YEAR,
    TODAY,
    agreed,
    begun,
    proposed,
    published,
    reach,
    shown,
    written,
)
from tests.factories import make_body


def refused(words: str):
    return pytest.raises(NotNow, match=words)


def test_it_is_begun_by_the_framework_in_force_and_about_the_bodys_part_of_the_period(place) -> None:
    made = begun(place)
    assert (made.framework, made.first_on, made.last_on) == ("assurance-2015", date(2015, 4, 1), date(2016, 3, 31))
    young = make_body(opened_on=date(2015, 7, 1), region=place.south)
    assert begun(place, young).first_on == date(2015, 7, 1)
    assert made.state(TODAY) is State.DRAFT


def test_it_is_begun_once_and_of_no_time_that_nothing_judges(place) -> None:
    begun(place)
    with refused("begun already"):
        begun(place)
    with refused("nothing is judged"):
        begun(place, year=FinancialYear(2012))
    with refused("The period begins on 1 April 2017"):
        begun(place, year=FinancialYear(2017))
    closed = make_body(closed_on=date(2014, 3, 31), region=place.south)
    with refused("was not there"):
        begun(place, closed)
    begun(place, year=THIS_YEAR, period="Q1")  # a quarter of another year is another one


def test_a_value_of_another_framework_is_refused_by_the_action_and_by_the_database(place) -> None:
    made = begun(place)
    for key in ("iaf-2016:good", "assurance-2013:assured", "good"):
        with refused("of this framework"):
            actions.write(assessment=made, headline=key, by=place.proposer.user, today=TODAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=made.pk).update(headline=key)
        with pytest.raises(IntegrityError), transaction.atomic():
            Judgement.objects.create(assessment=made, unit="planning", value=key)
    with refused("of this framework"):
        actions.write(
            assessment=made, judged={"better-care": actions.Judged("", "x")}, by=place.proposer.user, today=TODAY
        )
    with refused("of this framework"):  # a headline is no word of a component
        actions.write(assessment=made, judged={"planning": actions.Judged(GOOD)}, by=place.proposer.user, today=TODAY)
    made.refresh_from_db()
    assert (made.headline, made.judgements.count()) == ("", 0)


def test_it_is_proposed_once_it_says_everything_that_the_framework_and_the_law_ask(place) -> None:
    made = begun(place)
    with refused("Before it can be proposed") as refusal:
        actions.propose(assessment=made, by=place.proposer.user, today=TODAY)
    for lack in ("Choose the headline", "Write the summary", "Well-led", "Reducing inequalities", "Taking advice"):
        assert lack in str(refusal.value)
    written(place, made, looked_at={"quality": "x", "inequalities": "x", "advice": " "})
    with refused("Before it can be proposed") as refusal:
        actions.propose(assessment=made, by=place.proposer.user, today=TODAY)
    assert str(refusal.value).count("which the law has") == 4
    written(place, made)
    actions.propose(assessment=made, by=place.proposer.user, today=TODAY)
    made.refresh_from_db()
    assert made.state(TODAY) is State.PROPOSED
    assert made.rounds.get().proposal["headline"] == "Good"


def test_a_quarter_needs_nothing_of_what_the_law_asks_of_a_year_and_no_period_is_judged_before_it_is_over(
    place,
) -> None:
    quarter = written(place, begun(place, year=THIS_YEAR, period="Q1"))
    actions.propose(assessment=quarter, by=place.proposer.user, today=TODAY)
    year = written(place, begun(place, year=THIS_YEAR))
    with refused("it runs until 31 March 2017"):
        actions.propose(assessment=year, by=place.proposer.user, today=TODAY)


def test_nobody_moderates_what_they_proposed_and_nobody_of_a_body_involved(place) -> None:
    made = proposed(place)
    with refused("nobody agrees what they proposed themselves"):
        actions.agree(assessment=made, reach=reach(place.proposer), by=place.proposer.user, today=TODAY)
    for other in (place.london, place.lead):
        with refused("Only an assurer who reaches this body"):
            actions.agree(assessment=made, reach=reach(other), by=other.user, today=TODAY)
    both = reach(place.second)
    both = type(both)((place.second, place.contributor))
    with refused("works for no body involved"):
        actions.send_back(assessment=made, reach=both, reason="x", by=place.second.user, today=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=made.pk).update(agreed_on=TODAY, agreed_by=place.proposer.user)


def test_it_is_sent_back_with_a_reason_proposed_again_and_agreed(place) -> None:
    made = proposed(place)
    second = {"reach": reach(place.second), "by": place.second.user, "today": TODAY}
    with refused("Say why it is sent back"):
        actions.send_back(assessment=made, reason="  ", **second)
    actions.send_back(assessment=made, reason="Say more of planning.", **second)
    made.refresh_from_db()
    assert made.state(TODAY) is State.SENT_BACK
    with refused("cannot be done now"):
        actions.agree(assessment=made, **second)
    written(place, made, headline=INADEQUATE)
    actions.propose(assessment=made, by=place.proposer.user, today=TODAY)
    actions.agree(assessment=made, note="Better", **second)
    made.refresh_from_db()
    told = [(one.number, one.decision, one.proposal["headline"]) for one in made.rounds.all()]
    assert told == [(1, "sent_back", "Good"), (2, "agreed", "Inadequate")]
    assert made.state(TODAY) is State.AGREED
    words = set(Notice.objects.filter(person=place.proposer.user).values_list("words", flat=True))
    assert {one.split(": ")[1] for one in words} == {"sent back", "agreed"}


def test_while_it_is_proposed_or_agreed_nobody_writes_in_it(place) -> None:
    for made in (proposed(place), agreed(place, place.kernow)):
        with refused("cannot be done now"):
            written(place, made)


def test_what_was_agreed_is_moderated_again_and_the_body_is_asked_again(place) -> None:
    made = shown(place)
    actions.comment(assessment=made, words="Not so.", by=place.lead.user, today=TODAY)
    actions.moderate_again(
        assessment=made, reach=reach(place.national), why="The first moderation was uneven.", by=place.national.user,
        today=TODAY,
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.state(TODAY), made.comment, made.shown_on) == (State.SENT_BACK, "", None)
    first = made.rounds.get()
    assert (first.reopened_why, first.body_said) == ("The first moderation was uneven.", "Not so.")
    actions.propose(assessment=made, by=place.proposer.user, today=TODAY)
    actions.agree(assessment=made, reach=reach(place.second), by=place.second.user, today=TODAY)
    made = actions.send_to_body(assessment=made, comment_by_on=TODAY, by=place.proposer.user, today=TODAY)
    assert made.state(TODAY) is State.WITH_BODY  # what it said before is no comment on what it is shown now


def test_it_is_published_once_the_body_had_its_say_and_a_board_was_consulted(place) -> None:
    made = agreed(place)
    with refused("Send it to the body") as refusal:
        actions.publish(assessment=made, by=place.proposer.user, today=TODAY)
    assert "health and wellbeing board" in str(refusal.value)
    made = actions.send_to_body(
        assessment=made, comment_by_on=TODAY + timedelta(days=3), by=place.proposer.user, today=TODAY
    )
    actions.say_no_board(assessment=made, why="None was named in time.", by=place.proposer.user, today=TODAY)
    for days, may in ((3, False), (4, True)):
        day = TODAY + timedelta(days=days)
        if may:
            assert actions.publish(assessment=made, by=place.proposer.user, today=day).published_on == day
        else:
            with refused("or until its time is over on 7 July 2016"):
                actions.publish(assessment=made, by=place.proposer.user, today=day)


def test_the_body_comments_within_its_days_and_never_after_publication(place) -> None:
    made = shown(place, days=2)
    with refused("Say what the body has to say"):
        actions.comment(assessment=made, words=" ", by=place.lead.user, today=TODAY)
    actions.comment(assessment=made, words="First", by=place.lead.user, today=TODAY)
    actions.comment(assessment=made, words="Better said", by=place.lead.user, today=TODAY + timedelta(days=2))
    with refused("were over on 6 July 2016"):
        actions.comment(assessment=made, words="Too late", by=place.lead.user, today=TODAY + timedelta(days=3))
    made.refresh_from_db()
    assert made.comment == "Better said"
    out = published(place, place.kernow)
    with refused("stands at: Published"):
        actions.comment(assessment=out, words="Late", by=place.elsewhere.user, today=TODAY)


def test_an_embargo_is_kept_and_never_ends_in_the_past(place) -> None:
    until, made = date(2016, 7, 21), agreed(place)
    with refused("cannot end on a day that has passed"):
        actions.send_to_body(
            assessment=made, comment_by_on=TODAY, embargo_until=TODAY - timedelta(days=1), by=place.proposer.user,
            today=TODAY,
        )  # fmt: skip
    made = actions.send_to_body(
        assessment=made, comment_by_on=TODAY, embargo_until=until, by=place.proposer.user, today=TODAY
    )
    actions.comment(assessment=made, words="Thank you.", by=place.lead.user, today=TODAY)
    actions.say_no_board(assessment=made, why="None", by=place.proposer.user, today=TODAY)
    with refused("Its embargo ends on 21 July 2016"):
        actions.publish(assessment=made, from_on=TODAY, by=place.proposer.user, today=TODAY)
    with refused("cannot end on a day that has passed"):
        actions.publish(assessment=made, from_on=date(2016, 7, 1), by=place.proposer.user, today=TODAY)
    made = actions.publish(assessment=made, by=place.proposer.user, today=TODAY)
    assert made.published_on == until
    assert not Assessment.objects.published(until - timedelta(days=1)).exists()
    assert Assessment.objects.published(until).get() == made


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(place) -> None:
    old = published(place)
    with refused("Say what is wrong"):
        actions.correct(assessment=old, why=" ", by=place.proposer.user, today=TODAY)
    new = actions.correct(assessment=old, why="A sum was wrong.", by=place.proposer.user, today=TODAY)
    assert (new.version, new.headline, new.judgements.count(), new.consultations.count()) == (2, GOOD, 5, 1)
    with refused("begun already"):
        actions.correct(assessment=old, why="Again", by=place.proposer.user, today=TODAY)
    assert Assessment.objects.standing(TODAY).get() == old
    written(place, new, headline=INADEQUATE)
    actions.propose(assessment=new, by=place.proposer.user, today=TODAY)
    actions.agree(assessment=new, reach=reach(place.second), by=place.second.user, today=TODAY)
    actions.send_to_body(assessment=new, comment_by_on=TODAY, by=place.proposer.user, today=TODAY)
    actions.comment(assessment=new, words="So it is.", by=place.lead.user, today=TODAY)
    actions.publish(assessment=new, by=place.proposer.user, today=TODAY)
    old.refresh_from_db()
    assert old.state(TODAY) is State.REPLACED
    assert (old.headline, old.comment) == (GOOD, "We agree with most of it.")
    assert set(Assessment.objects.published(TODAY)) == {old, new}
    assert Assessment.objects.standing(TODAY).get().headline == INADEQUATE


def test_a_draft_is_discarded_only_before_it_was_ever_proposed(place) -> None:
    actions.discard(assessment=written(place, begun(place)), by=place.proposer.user, today=TODAY)
    assert not Assessment.objects.exists()
    made = proposed(place)
    with refused("stays on the record"):
        actions.discard(assessment=made, by=place.proposer.user, today=TODAY)


def test_two_who_write_at_once_do_not_undo_each_other(place) -> None:
    made = begun(place)
    seen = actions.version_of(made)
    written(place, made)
    with pytest.raises(actions.ChangedMeanwhile):
        written(place, made, expected=seen)


def test_boards_are_recorded_once_each_by_possible_days(place) -> None:
    made = begun(place)
    who = {"assessment": made, "by": place.proposer.user, "today": TODAY}
    board = actions.add_board(board="Bucks", asked_on=date(2016, 5, 1), **who)
    with refused("recorded already"):
        actions.add_board(board=" bucks ", asked_on=date(2016, 5, 1), **who)
    with refused("today or earlier"):
        actions.add_board(board="Other", asked_on=TODAY + timedelta(days=1), **who)
    with refused("begins on 1 April 2015"):
        actions.add_board(board="Other", asked_on=date(2015, 3, 31), **who)
    with refused("before it was asked"):
        actions.add_board(board="Other", asked_on=TODAY, replied_on=TODAY - timedelta(days=1), said="x", **who)
    with refused("Enter the day on which the board replied"):
        actions.add_board(board="Other", asked_on=TODAY, said="x", **who)
    with refused("A board was consulted"):
        actions.say_no_board(why="x", **who)
    actions.add_board(board="Bucks", asked_on=date(2016, 5, 1), replied_on=TODAY, said="Good.", instead_of=board, **who)
    assert made.consultations.get().said == "Good."


def test_everything_that_is_done_is_in_the_audit_trail_and_none_of_its_words(place) -> None:
    made = published(place)
    entries = AuditEntry.objects.filter(subject_kind="assessments.assessment", subject_id=made.pk).order_by("pk")
    assert [entry.verb for entry in entries] == [
        "began an assessment", "wrote in an assessment", "proposed an assessment", "agreed an assessment",
        "sent an assessment to the body", "commented on an assessment", "recorded a board that was consulted",
        "published an assessment",
    ]  # fmt: skip
    assert all(entry.body_id == place.body.pk and entry.by_id for entry in entries)
    assert not any("most of it" in str(entry.detail) for entry in entries)
