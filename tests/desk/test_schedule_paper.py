"""The one page for the audit committee: computed, short, and honest about what it leaves out."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from docx import Document

from desk.schedule.paper import (
    MOST_LATE,
    MOST_LEAD,
    MOST_SENT_BACK,
    MOST_TITLE,
    MOST_WORDS,
    paper_of,
    quarter_began,
    say,
    short,
)
from desk.schedule.reading import read
from duties.models import Obligation
from duties.years import FinancialYear
from tests.evidence.conftest import give_back, send
from tests.factories import TODAY, make_duty, make_obligation, make_rule

YEAR = FinancialYear.containing(TODAY)
ADDRESS = "/bodies/10H/schedule/paper/"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "began"),
    [
        (date(2016, 10, 17), date(2016, 7, 1)),
        (date(2016, 4, 1), date(2016, 1, 1)),
        (date(2016, 3, 31), date(2015, 10, 1)),
        (date(2016, 12, 31), date(2016, 7, 1)),
    ],
)
def test_the_last_full_quarter(today: date, began: date) -> None:
    assert quarter_began(today) == began


def test_a_count_agrees_with_its_verb() -> None:
    assert [say(n, "is met", "are met") for n in (0, 1, 2, 1200)] == [
        "None is met", "1 is met", "2 are met", "1,200 are met",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "most"), [("A short one", 20), ("A word too many here", 15), ("x" * 40, 15)])
def test_what_is_long_is_cut_at_a_word(text: str, most: int) -> None:
    found = short(text, most)
    assert len(found) <= most
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))


def test_the_position_is_told_in_sentences(place):
    rule = make_rule()
    met = {"met_on": date(2016, 8, 1), "sent_on": date(2016, 8, 1), "done_on": date(2016, 6, 30)}
    make_obligation(place.body, rule, subject="a", due_on=date(2016, 6, 30), **met, met_how="seen")
    make_obligation(place.body, rule, subject="b", due_on=date(2016, 6, 1), **met, met_how="certified")
    make_obligation(place.body, rule, subject="c", due_on=date(2016, 9, 30))
    make_obligation(place.body, rule, subject="d", due_on=date(2016, 4, 30))
    make_obligation(place.body, rule, subject="e", due_on=None)
    paper = paper_of(read(place.body, YEAR, TODAY))
    assert paper.position == (
        "5 duties fall due in 2016/17. 2 are met: 1 on time, 1 late, 0 with no date set. None waits for review; what"
        " waits is never late. 2 are past their dates, and 2 of these are legal or directed dates. None was sent back."
        " None is not due yet. 1 has no date set and nothing sent in."
    )
    assert paper.looked_at == (
        "NHS England saw the evidence of 1 of those met; the body certified 1 itself. None of those certified was drawn"
        " in a sample or called in by NHS England. 2 of those met have no evidence attached."
    )
    assert paper.changes == (
        "Since 1 July 2016, when the last full quarter began: 2 were met; 1 passed its date and still waits for the"
        " body; none was sent back; none was agreed not to apply."
    )
    assert paper.asked.startswith("The committee is asked to note where NHS Chiltern CCG stands")
    past = paper_of(read(place.body, YEAR.previous(), TODAY))
    assert past.position.startswith("0 duties fell due in 2015/16.")
    assert past.asked.endswith("owes in 2015/16.")


@pytest.fixture
def much(place):
    """More late and sent back than one page holds, each with all the words that anybody can write."""
    for number in range(MOST_LATE + 4):
        duty = make_duty(title=f"Duty {number} " + "of many words " * 12)
        basis = "law" if number == MOST_LATE else "reminder"
        place.lead.post = "Head of many things " * 6
        make_obligation(
            place.body, make_rule(duty, date_basis=basis), due_on=TODAY - (30 - number) * DAY, owner=place.lead,
            reason="Because of this and that. " * 40, expected_on=TODAY + DAY,
        )  # fmt: skip
    place.lead.save()
    for number in range(MOST_SENT_BACK + 2):
        round_ = send(make_obligation(place.body, make_rule(), subject=f"case {number}"), place.lead)
        give_back(round_, place.assurer, reason="The page is missing. " * 40)
    return place


def test_it_lists_the_worst_first_and_says_how_many_more(much, sign_in):
    paper = paper_of(read(much.body, YEAR, TODAY))
    assert (len(paper.late.items), paper.late.more, paper.late.total) == (MOST_LATE, 4, MOST_LATE + 4)
    assert paper.late.items[0].state == f"Legal date passed · {30 - MOST_LATE} days"
    assert paper.late.items[1].state == "Review overdue · 30 days"
    assert (len(paper.sent_back.items), paper.sent_back.more) == (MOST_SENT_BACK, 2)
    for item in (*paper.late.items, *paper.sent_back.items):
        assert len(item.title) <= MOST_TITLE and len(item.lead) <= MOST_LEAD and len(item.said) <= MOST_WORDS
    client = sign_in(much.lead)
    page = client.get(ADDRESS).content.decode()
    assert "And 4 more" in page and "And 2 more" in page
    document = Document(io.BytesIO(client.get(f"{ADDRESS}word/").content))
    assert [len(table.rows) - 1 for table in document.tables[1:]] == [MOST_LATE, MOST_SENT_BACK]
    told = [one.text for one in document.paragraphs]
    assert "And 4 more, in the schedule." in told and "And 2 more, in the schedule." in told
    assert paper.position in told and paper.changes in told and paper.asked in told


def test_page_and_document_say_the_same_and_bear_the_mark(place, sign_in):
    make_obligation(place.body, due_on=TODAY - DAY, reason="The clerk was ill")
    client = sign_in(place.lay)
    page = client.get(ADDRESS).content.decode()
    answer = client.get(f"{ADDRESS}word/")
    assert answer["Content-Disposition"].endswith('filename="audit-committee-10H-2016-17-as-at-2016-10-17.docx"')
    document = Document(io.BytesIO(answer.content))
    assert round(document.sections[0].page_width.cm, 1) == 21.0
    assert "Evidence shown is invented" in document.sections[0].header.paragraphs[0].text
    figures = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert figures["Owed by the body in 2016/17"] == figures["Legal date passed, nothing sent in"] == "1"
    [_, row] = document.tables[1].rows
    assert row.cells[3].text == "The clerk was ill (invented)"
    assert "The clerk was ill" in page and "No day given" in page
    for one in document.paragraphs:
        if one.style.name == "Normal" and not one.text.startswith("Meeting of"):
            assert one.text in page


def test_no_reason_is_said_to_be_none(place, sign_in):
    make_obligation(place.body, due_on=TODAY - DAY)
    document = Document(io.BytesIO(sign_in(place.lead).get(f"{ADDRESS}word/").content))
    assert document.tables[1].rows[1].cells[3].text == "No reason given"


def test_it_counts_only_the_body_and_the_year(place):
    make_obligation(place.body, due_on=TODAY - 400 * DAY)
    make_obligation(place.other, due_on=TODAY - DAY)
    assert paper_of(read(place.body, YEAR, TODAY)).late.total == 0
    assert Obligation.objects.late(TODAY).count() == 2
