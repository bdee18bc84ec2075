"""Returns: made once their period is over, numbered, published by their page or sent, and evidence for their duty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bodies.access import Role
from bodies.models import AuditEntry, Body, User
from casework.actions.common import ChangedMeanwhile, LooksPersonal
from casework.actions.returning import (
    begin_return,
    make_return,
    publish_return,
    record_sent,
    save_texts,
    take_off_return,
    version_of,
)
from casework.figures.ko41a import Ko41a
from casework.models import Return
from casework.returns import kept_figures, lines_of, period_of
from casework.returns_words import (
    DRAFT,
    MADE,
    NO_RETURN,
    NONE_RECEIVED,
    NOT_OVER,
    NOT_SENT,
    PUBLISHED,
    SENT,
)
from duties.actions import NotNow
from duties.models import Obligation
from duties.opening import open_year
from duties.status import EvidenceState
from duties.years import FinancialYear
from evidence.actions import withhold
from evidence.models import Evidence, Submission
from evidence.publishing_reads import count_open
from tests.casework.conftest import TODAY, happen, make_complaint, make_request
from tests.casework.counting import return_state
from tests.factories import make_body, make_member

Y2015, Y2016, Y2018 = FinancialYear(2015), FinancialYear(2016), FinancialYear(2018)
LATER = date(2018, 10, 20)


@pytest.fixture
def lead(body: Body) -> User:
    return make_member(Role.LEAD, body).user


def begun(body: Body, by: User, kind: str, year: FinancialYear, period: str = "", today: date = TODAY, **more: Any):
    return begin_return(body=body, kind=kind, year=year, period=period, by=by, today=today, **more)


def made(body: Body, by: User, kind: str, year: FinancialYear, period: str = "", today: date = TODAY) -> Return:
    return make_return(draft=begun(body, by, kind, year, period, today), by=by, today=today)


def owed(body: Body, slug: str, period: str = "") -> Obligation:
    return Obligation.objects.get(body=body, duty__slug=slug, period=period, period_year__gte=2015)


def opened(year: FinancialYear, today: date = TODAY) -> None:
    open_year(year, today=today)


def test_no_return_made_is_not_none_received(body, lead) -> None:
    assert return_state("foi", body, Y2016, "Q2", TODAY) is NO_RETURN
    assert return_state("foi", body, Y2016, "Q3", TODAY) is NOT_OVER
    begun(body, lead, "foi", Y2016, "Q2")
    assert return_state("foi", body, Y2016, "Q2", TODAY) is DRAFT
    assert make_return(draft=Return.objects.get(), by=lead, today=TODAY).is_nil
    assert return_state("foi", body, Y2016, "Q2", TODAY) is NONE_RECEIVED
    assert return_state("foi", body, Y2016, "Q1", TODAY) is NO_RETURN


def test_a_nil_return_is_evidence_and_is_sent_in(body, lead) -> None:
    opened(Y2018, LATER)
    nil = made(body, lead, "foi", Y2018, "Q2", LATER)
    duty = owed(body, "foi-statistics", "Q2")
    assert duty.status(LATER).evidence is EvidenceState.WAITING
    assert (nil.obligation_id, nil.evidence, duty.done_on) == (duty.pk, Evidence.objects.get(), LATER)
    assert nil.evidence.text == (
        "Nil return: No request for information was received, answered or open from 1 July 2018 to 30 September 2018."
    )


def test_a_published_return_sends_its_public_page_in(body, lead, settings) -> None:
    settings.SITE_URL = "https://tracker.example"
    opened(Y2018, LATER)
    make_request(body, date(2018, 9, 3), today=LATER)
    figures = made(body, lead, "foi", Y2018, "Q2", LATER)
    assert return_state("foi", body, Y2018, "Q2", LATER) is MADE
    assert not Evidence.objects.exists()
    publish_return(made=figures, by=lead, today=LATER)
    assert return_state("foi", body, Y2018, "Q2", LATER) is PUBLISHED
    logged, duty = Evidence.objects.get(), owed(body, "foi-statistics", "Q2")
    assert (logged.url, logged.title, logged.about_on) == (
        "https://tracker.example/bodies/10H/figures/?year=2018%2F19",
        "Freedom of information figures, 2018/19 Q2",
        date(2018, 9, 30),
    )
    assert (duty.status(LATER).evidence, duty.done_on) == (EvidenceState.WAITING, LATER)
    publish_return(made=figures, by=lead, today=LATER)
    assert (Evidence.objects.count(), Submission.objects.count()) == (1, 1)


def test_before_the_duty_began_it_is_made_all_the_same(body, lead) -> None:
    opened(Y2016)
    make_request(body, date(2016, 7, 4))
    publish_return(made=made(body, lead, "foi", Y2016, "Q2"), by=lead, today=TODAY)
    row = Return.objects.get()
    assert (row.published_on, row.obligation, row.evidence) == (TODAY, None, None)
    assert all(line.owed is None for line in lines_of("foi", body, Y2016, TODAY))


def test_ko41a_is_evidence_by_its_totals_once_it_was_sent(body, lead) -> None:
    opened(Y2016)
    case = make_complaint(body, date(2016, 7, 4))
    happen(case, "responded", date(2016, 9, 5), code="partly")
    totals = made(body, lead, "ko41a", Y2016, "Q2")
    assert return_state("ko41a", body, Y2016, "Q2", TODAY) is NOT_SENT
    assert not Evidence.objects.exists()
    record_sent(made=totals, sent_on=date(2016, 10, 14), by=lead, today=TODAY)
    assert return_state("ko41a", body, Y2016, "Q2", TODAY) is SENT
    duty, lines = owed(body, "ko41a-return", "Q2"), Evidence.objects.get().text.split("\n")
    assert lines[0] == (
        "Sent to NHS Digital on 14 October 2016. Written complaints from 1 July 2016 to 30 September 2016:"
    )
    assert {"New: 1", "Resolved: partly upheld: 1", "Resolved in all: 1", "Carried forward: 0"} <= set(lines)
    assert (duty.due_on, duty.done_on) == (date(2016, 10, 28), date(2016, 10, 14))
    assert duty.status(TODAY).evidence is EvidenceState.WAITING


def test_ko41a_is_not_published_and_other_returns_are_not_sent(body, lead) -> None:
    totals, figures = made(body, lead, "ko41a", Y2016, "Q2"), made(body, lead, "foi", Y2016, "Q2")
    with pytest.raises(NotNow, match="sent to NHS Digital"):
        publish_return(made=totals, by=lead, today=TODAY)
    with pytest.raises(NotNow, match="Only KO41a"):
        record_sent(made=figures, sent_on=TODAY, by=lead, today=TODAY)


@pytest.mark.parametrize("sent_on", [date(2016, 9, 30), date(2016, 10, 18)])
def test_it_is_sent_after_its_period_and_by_today(body, lead, sent_on: date) -> None:
    totals = made(body, lead, "ko41a", Y2016, "Q2")
    with pytest.raises(NotNow, match="after 30 September 2016"):
        record_sent(made=totals, sent_on=sent_on, by=lead, today=TODAY)
    record_sent(made=totals, sent_on=TODAY, by=lead, today=TODAY)
    with pytest.raises(NotNow, match="recorded as sent on 17 October 2016"):
        record_sent(made=totals, sent_on=TODAY, by=lead, today=TODAY)


def test_ko41a_is_made_by_quarter_until_2021_22_and_by_year_else(body, lead) -> None:
    assert [bool(period_of("ko41a", FinancialYear(year), "Q1")) for year in (2014, 2015, 2021, 2022)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert period_of("ko41a", FinancialYear(2022), "") is not None
    assert [line.period.label for line in lines_of("ko41a", body, Y2016, TODAY)] == ["Q1", "Q2", "Q3", "Q4"]
    with pytest.raises(NotNow, match="No such return"):
        begun(body, lead, "ko41a", Y2016)


def test_due_dates_are_those_of_the_duty_and_else_not_set(body, lead) -> None:
    opened(Y2016)
    due = [line.due_on for line in lines_of("ko41a", body, Y2016, TODAY)]
    assert due == [date(2016, 7, 27), date(2016, 10, 28), date(2017, 1, 27), None]


def test_figures_stay_as_they_were_counted_and_a_second_return_has_the_next_number(body, lead) -> None:
    case = make_complaint(body, date(2016, 7, 4))
    first = made(body, lead, "ko41a", Y2016, "Q2")
    happen(case, "withdrawn", date(2016, 9, 5))  # entered late
    second = made(body, lead, "ko41a", Y2016, "Q2")
    assert (first.number, second.number) == (1, 2)
    assert (kept_figures(first).carried_forward, kept_figures(second).carried_forward) == (1, 0)
    line = lines_of("ko41a", body, Y2016, TODAY)[1]
    assert (line.row, line.earlier, line.figures.withdrawn) == (second, 1, 1)
    assert isinstance(line.figures, Ko41a)
    with pytest.raises(NotNow, match="its figures stay"):
        make_return(draft=first, by=lead, today=TODAY)


def test_a_later_return_takes_the_place_of_one_that_was_published(body, lead) -> None:
    make_request(body, date(2016, 7, 4))
    first = publish_return(made=made(body, lead, "foi", Y2016, "Q2"), by=lead, today=TODAY)
    second = made(body, lead, "foi", Y2016, "Q2")
    with pytest.raises(NotNow, match="A later return"):
        publish_return(made=first, by=lead, today=TODAY)
    publish_return(made=second, by=lead, today=TODAY)
    assert list(Return.objects.published(TODAY)) == [second]
    take_off_return(made=second, by=lead, today=TODAY)
    assert not Return.objects.published(TODAY).exists()
    assert Return.objects.made().count() == 2


def test_begun_twice_it_is_one_draft_with_what_was_suggested_first(body, lead) -> None:
    first = begun(body, lead, "complaints", Y2015, texts={"subjects": "Access"})
    assert begun(body, lead, "complaints", Y2015, texts={"subjects": "Other"}) == first
    assert Return.objects.get().texts == {"subjects": "Access"}


def test_while_its_period_runs_no_return_is_made(body, lead) -> None:
    for kind, period in (("foi", "Q3"), ("foi", ""), ("complaints", ""), ("ko41a", "Q3")):
        with pytest.raises(NotNow, match="The period runs until"):
            begun(body, lead, kind, Y2016, period)
    with pytest.raises(NotNow, match="Make the return first"):
        publish_return(made=begun(body, lead, "foi", Y2016, "Q2"), by=lead, today=TODAY)


def test_a_body_makes_returns_of_its_own_life(lead) -> None:
    closed = make_body(opened_on=date(2015, 8, 1), closed_on=date(2016, 8, 31))
    with pytest.raises(NotNow, match="was not there"):
        begun(closed, lead, "foi", Y2016, "Q3", date(2017, 1, 5))
    last = made(closed, lead, "foi", Y2016, "Q2", date(2016, 9, 5))  # its last quarter ended with it
    assert (kept_figures(last).first_on, kept_figures(last).last_on) == (date(2016, 7, 1), date(2016, 8, 31))
    labels = [line.period.label for line in lines_of("foi", closed, Y2015, TODAY)]
    assert labels == ["Q2", "Q3", "Q4", ""]


def test_texts_are_looked_at_for_personal_data(body, lead) -> None:
    draft = begun(body, lead, "complaints", Y2015)
    texts = {"subjects": "Mrs X of HP1 1BB", "importance": "None", "else": "left out"}
    with pytest.raises(LooksPersonal) as refusal:
        save_texts(draft=draft, texts=texts, by=lead, today=TODAY)
    assert set(refusal.value.found) == {"subjects"}
    save_texts(draft=draft, texts=texts, by=lead, today=TODAY, not_personal=True)
    assert set(Return.objects.get().texts) == {"subjects", "importance"}
    entry = AuditEntry.objects.filter(verb="wrote for a return").get()
    assert entry.detail["parts"] == ["importance", "subjects"]
    assert entry.detail["said_not_personal"]
    assert "HP1" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_two_people_do_not_write_over_each_other(body, lead) -> None:
    draft = begun(body, lead, "complaints", Y2015)
    seen = version_of(draft)
    save_texts(draft=draft, texts={"subjects": "Access"}, by=lead, today=TODAY, expected=seen)
    with pytest.raises(ChangedMeanwhile):
        save_texts(draft=draft, texts={"subjects": "Other"}, by=lead, today=TODAY, expected=seen)
    with pytest.raises(NotNow, match="Shorten"):
        save_texts(draft=draft, texts={"subjects": "x" * 20_001}, by=lead, today=TODAY)


def test_the_yearly_report_has_what_regulation_18_asks_for(body, lead) -> None:
    opened(Y2016)
    for on, code in ((date(2015, 5, 5), "upheld"), (date(2015, 6, 5), "not_upheld"), (date(2015, 7, 6), "partly")):
        happen(make_complaint(body, on), "responded", date(2015, 9, 1), code=code)
    case = make_complaint(body, date(2015, 8, 3))
    happen(case, "responded", date(2015, 9, 1), code="not_upheld")
    happen(case, "ombudsman_referred", date(2016, 2, 1))
    report = made(body, lead, "complaints", Y2015)
    figures = kept_figures(report)
    assert (figures.received, figures.well_founded, figures.referred) == (4, 2, 1)
    publish_return(made=report, by=lead, today=TODAY)
    assert owed(body, "complaints-annual-report").done_on == TODAY


def test_what_was_sent_in_already_is_left_as_it_is(body, lead) -> None:
    opened(Y2018, LATER)
    made(body, lead, "foi", Y2018, "Q2", LATER)  # nil
    make_request(body, date(2018, 9, 3), today=LATER)
    second = publish_return(made=made(body, lead, "foi", Y2018, "Q2", LATER), by=lead, today=LATER)
    assert (second.published_on, second.evidence) == (LATER, None)
    assert Submission.objects.count() == 1


def test_what_proves_a_return_is_published_and_taken_off_with_it(body, lead) -> None:
    opened(Y2016)
    make_complaint(body, date(2015, 5, 5))
    report = publish_return(made=made(body, lead, "complaints", Y2015), by=lead, today=TODAY)
    piece = Evidence.objects.get()
    assert (piece.published_on, piece.published_by, piece.withheld) == (TODAY, lead, "")
    assert count_open(body, TODAY).undecided == 0
    publish_return(made=report, by=lead, today=TODAY)
    assert AuditEntry.objects.filter(verb="published").count() == 1
    take_off_return(made=report, by=lead, today=TODAY)
    piece.refresh_from_db()
    assert (piece.published_on, piece.was_published_on, piece.unpublished_by) == (None, TODAY, lead)
    assert count_open(body, TODAY).undecided == 1
    assert not Return.objects.to_publish().exists()  # it was taken off by decision, and that asks for its reason
    publish_return(made=report, by=lead, today=TODAY)
    piece.refresh_from_db()
    assert piece.published_on == TODAY


def test_the_page_that_proves_a_period_stays_public_with_the_return_that_takes_its_place(body, lead) -> None:
    opened(Y2016)
    make_complaint(body, date(2015, 5, 5))
    publish_return(made=made(body, lead, "complaints", Y2015), by=lead, today=TODAY)
    second = publish_return(made=made(body, lead, "complaints", Y2015), by=lead, today=TODAY)
    assert second.evidence is None and Evidence.objects.published(TODAY).count() == 1
    take_off_return(made=second, by=lead, today=TODAY)
    assert not Evidence.objects.published(TODAY).exists()


def test_that_nothing_was_received_is_public_only_while_that_return_is(body, lead) -> None:
    opened(Y2018, LATER)
    nil = made(body, lead, "foi", Y2018, "Q2", LATER)
    assert not Evidence.objects.published(LATER).exists()
    publish_return(made=nil, by=lead, today=LATER)
    assert Evidence.objects.published(LATER).get().text.startswith("Nil return")
    make_request(body, date(2018, 9, 3), today=LATER)
    publish_return(made=made(body, lead, "foi", Y2018, "Q2", LATER), by=lead, today=LATER)
    assert not Evidence.objects.published(LATER).exists()


def test_what_is_held_back_holds_its_return_back_and_what_was_withdrawn_does_not(body, lead) -> None:
    opened(Y2018, LATER)
    nil = made(body, lead, "foi", Y2018, "Q2", LATER)
    withhold(evidence=nil.evidence, why="legal", until=date(2019, 1, 7), by=lead, today=LATER)
    with pytest.raises(NotNow, match="held back until 7 January 2019"):
        publish_return(made=nil, by=lead, today=LATER)
    assert Return.objects.get().published_on is None
    Evidence.objects.update(
        withdrawn_on=LATER, withdrawn_by=lead, withdrawn_why="Wrong", withheld="", withheld_until=None
    )
    publish_return(made=nil, by=lead, today=LATER)
    assert Return.objects.get().published_on == LATER and not Evidence.objects.published(LATER).exists()
