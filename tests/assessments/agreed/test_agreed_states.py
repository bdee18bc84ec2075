"""Where an agreed action stands: pure, amber at most, and equal to the named reads."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.agreed.states import Closed, Facts, State, days_past, state_of, words_of
from assessments.models import AgreedAction
from tests.factories import TODAY, make_body, make_user

DAY = timedelta(days=1)
near = st.integers(-40, 40).map(lambda days: TODAY + days * DAY)


@st.composite
def facts(draw):
    said = draw(st.none() | near)
    closed = draw(st.none() | near)
    how = draw(st.sampled_from([how.value for how in Closed])) if closed else ""
    if how == Closed.DONE and (said is None or said > closed):
        said = closed  # nobody confirms what nobody said
    return Facts(draw(near), said, said and said - draw(st.integers(0, 30)) * DAY, closed, how)


@pytest.mark.parametrize(
    ("made", "state", "word"),
    [
        (Facts(TODAY - DAY), State.PAST, "Past the agreed date · 1 day"),
        (Facts(TODAY), State.SOON, "Due soon"),
        (Facts(TODAY + 14 * DAY), State.SOON, "Due soon"),
        (Facts(TODAY + 15 * DAY), State.OPEN, "Open"),
        (Facts(TODAY - 9 * DAY, TODAY, TODAY - 10 * DAY), State.SAID, "Said to be done"),
        (Facts(TODAY - 9 * DAY, TODAY, TODAY - 2 * DAY), State.SAID, "Said to be done, 7 days after the agreed date"),
        (Facts(TODAY - 9 * DAY, TODAY + DAY, TODAY), State.PAST, "Past the agreed date · 9 days"),
        (Facts(TODAY - DAY, TODAY, TODAY, TODAY, "done"), State.DONE, "Done, 1 day after the agreed date"),
        (Facts(TODAY - DAY, None, None, TODAY, "dropped"), State.DROPPED, "Closed without being done"),
        (Facts(TODAY - DAY, None, None, TODAY + DAY, "dropped"), State.PAST, "Past the agreed date · 1 day"),
    ],
)
def test_each_state_has_its_words(made, state, word):
    assert (state_of(made, TODAY), words_of(made, TODAY).word) == (state, word)


@given(facts(), near)
def test_nothing_is_ever_red_and_days_count_from_the_agreed_date(made, today):
    words = words_of(made, today)
    assert words.colour != "red" and words.sign and words.rank > 1
    past = days_past(made, today)
    assert past >= 0
    if state_of(made, today) is State.PAST:
        assert past == (today - made.due_on).days > 0
    if past and state_of(made, today) in (State.SAID, State.DONE):
        assert past == (made.done_on - made.due_on).days


@given(facts(), near)
def test_what_happens_after_the_day_changes_nothing(made, today):
    known = Facts(
        made.due_on,
        made.said_on if made.said_on and made.said_on <= today else None,
        made.done_on if made.said_on and made.said_on <= today else None,
        made.closed_on if made.closed_on and made.closed_on <= today else None,
        made.closed_how if made.closed_on and made.closed_on <= today else "",
    )
    assert words_of(made, today) == words_of(known, today)


@pytest.mark.django_db
def test_the_named_reads_equal_the_states_of_every_row():
    body, by, drawn = make_body(), make_user(), []
    days = [None, TODAY - 20 * DAY, TODAY, TODAY + 3 * DAY]
    for due_on in (TODAY - 10 * DAY, TODAY - DAY, TODAY, TODAY + 30 * DAY):
        for said in days:
            for closed, how in [(None, ""), *((day, how) for day in days[1:] for how in ("done", "dropped"))]:
                if how != "done" or said is not None:
                    drawn.append((due_on, said, closed, how))
    for due_on, said, closed, how in drawn:
        AgreedAction.objects.create(
            body=body, meeting="Meeting", agreed_on=date(2016, 5, 1), what="Something", side="body", owner_post="Chair",
            due_on=due_on, said_on=said, said_by=by if said else None, done_on=said, closed_on=closed,
            closed_by=by if closed else None, closed_how=how, closed_why="No need" if how == "dropped" else "",
            entered_on=date(2016, 5, 1), entered_by=by,
        )  # fmt: skip
    rows = list(AgreedAction.objects.all())
    assert len(rows) == len(drawn) > 60
    for day in (TODAY - 30 * DAY, TODAY, TODAY + 5 * DAY):
        states = {row.pk: row.state(day) for row in rows}
        reads = AgreedAction.objects.all()
        is_open = {pk for pk, state in states.items() if state not in (State.DONE, State.DROPPED)}
        past = {pk for pk, state in states.items() if state is State.PAST}
        said = {pk for pk, state in states.items() if state is State.SAID}
        assert set(reads.open(day).values_list("pk", flat=True)) == is_open
        assert set(reads.past_date(day).values_list("pk", flat=True)) == past
        assert set(reads.said_done(day).values_list("pk", flat=True)) == said
        assert reads.counts(day) == {"open": len(is_open), "late": len(past), "said": len(said)}
