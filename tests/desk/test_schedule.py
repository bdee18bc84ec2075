"""The schedule behind the governance statement: its figures, its rows, and who may read it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from bodies.access import Role, reach_of
from bodies.models import BodyName
from desk.schedule.figures import APART, COUNTED
from desk.schedule.reading import read
from desk.schedule.rows_csv import HEADER
from duties.models import Obligation
from duties.years import FinancialYear
from evidence import actions
from evidence.files import arriving
from evidence.models import AboutPeriod, Evidence, LinkWatch
from tests.evidence.conftest import add_statement, give_back, see, send
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule

DAY = timedelta(days=1)
YEAR = FinancialYear.containing(TODAY)
_subjects = count(1)
ADDRESS = "/bodies/10H/schedule/"
DOWNLOADS = ("", "csv/", "word/", "paper/", "paper/word/")


def rows_of(client, address=ADDRESS + "csv/"):
    """The rows of the CSV, by column."""
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def words_of(client, address):
    """All the text of a Word document, cell by cell."""
    document = Document(io.BytesIO(client.get(address).content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def one_of_each(body):
    """An obligation for every state that can be, of each kind of date."""
    late, ahead = TODAY - 20 * DAY, TODAY + 90 * DAY
    met = {"met_on": TODAY - DAY, "sent_on": TODAY - DAY}
    facts = [
        {"due_on": late, **met, "met_how": "seen", "done_on": late},
        {"due_on": late, **met, "met_how": "certified", "done_on": late + 6 * DAY, "achieved": False},
        {"due_on": None, **met, "met_how": "recorded", "done_on": late},
        {"due_on": late, "sent_on": TODAY, "done_on": late},
        {"due_on": late, "sent_on": TODAY, "done_on": TODAY},
        {"due_on": None, "sent_on": TODAY, "done_on": late},
        {"due_on": late, "sent_back_on": TODAY},
        {"due_on": ahead, "sent_back_on": TODAY},
        {"due_on": None, "sent_back_on": TODAY},
        {"due_on": ahead, "gathering_on": TODAY},
        {"due_on": TODAY + DAY},
        {"due_on": None},
        {"due_on": ahead, "closed_on": TODAY, "closed_reason": "not_applicable"},
        {"due_on": ahead, "closed_on": TODAY, "closed_reason": "body_closed"},
        {"due_on": date(2016, 4, 5), "tracked_from": date(2016, 5, 1)},
        {"due_on": date(2016, 4, 5), "tracked_from": None, **met, "met_how": "seen", "done_on": late},
        {"due_on": late, "voluntary": True},
        {"due_on": late, "voluntary": True, **met, "met_how": "seen", "done_on": TODAY - DAY},
    ]
    rule = make_rule()
    for one in facts:
        make_obligation(body, rule, subject=f"case {next(_subjects)}", **one)
    for basis, confidence in (
        ("law", "CONFIRMED"), ("law", "RECALLED"), ("directed", "CONFIRMED"), ("own rules", "MIXED"),
        ("reminder", "CONFIRMED"),
    ):  # fmt: skip
        passed = make_rule(date_basis=basis, confidence=confidence)
        make_obligation(body, passed, subject=f"case {next(_subjects)}", due_on=late)


def test_every_duty_is_counted_once_and_as_everywhere_else(place):
    one_of_each(place.body)
    figures = read(place.body, YEAR, TODAY).figures
    [asked] = Obligation.objects.filter(held_by=place.body, year=YEAR.start_year).figures(TODAY, "held_by")
    of = figures.of
    assert figures.owed == asked["total"] == 17
    assert of("met_on_time") == asked["on_time"] == 1
    assert of("met_late") == asked["late_done"] == 1
    assert of("met_on_time") + of("met_late") + of("met_undated") == asked["done"] == 3
    assert of("waiting") == asked["waiting"] == 3
    assert of("sent_back") == asked["sent_back"] == 3
    # Sent back with its date passed is told as sent back, and is late in the figures of the dashboards.
    red = of("Legal date passed") + of("Directed date passed")
    assert (red, asked["passed_red"]) == (2, 3)
    amber = of("Date passed (to be confirmed)") + of("Past the body's own date") + of("Review overdue")
    assert amber == asked["passed_amber"] == 3
    # Without a date are also one that waits and one that was sent back.
    assert (of("no_date"), asked["no_date"]) == (1, 3)
    assert of("not_due") == 2
    assert [figure.count for figure in figures.apart] == [1, 1, 2, 2]


def test_page_csv_and_word_show_the_same_figures(place, sign_in):
    one_of_each(place.body)
    client = sign_in(place.lead)
    figures = read(place.body, YEAR, TODAY).figures
    from_csv = Counter(row["counted_as"] for row in rows_of(client))
    document = Document(io.BytesIO(client.get(ADDRESS + "word/").content))
    in_word = {row.cells[0].text: row.cells[1].text for table in document.tables[:3] for row in table.rows}
    page = client.get(ADDRESS).content.decode()
    places = {place.label for place in (*COUNTED, *APART)}
    for figure in (*figures.counted, *figures.apart):
        assert from_csv[figure.label] == figure.count
        assert in_word[figure.label] == str(figure.count)
        label = figure.label.replace("'", "&#39;")
        assert f'{label}</th>\n      <td class="nhsuk-table__cell nhsuk-table__cell--numeric">{figure.count}<' in page
    assert set(from_csv) <= places
    assert sum(row["in_the_figures"] == "yes" for row in rows_of(client)) == figures.owed
    assert in_word[f"Owed by the body in {YEAR}"] == str(figures.owed)


def test_every_figure_names_its_rows(place):
    one_of_each(place.body)
    schedule = read(place.body, YEAR, TODAY)
    named = [row for figure in (*schedule.figures.counted, *schedule.figures.apart) for row in figure.rows]
    assert sorted(named) == [row.number for row in schedule.rows] == list(range(1, 24))
    spans = [words for figure in schedule.figures.counted for _, words in figure.runs]
    numbers = [n for words in spans for n in range(int(words.split(" to ")[0]), int(words.split(" to ")[-1]) + 1)]
    assert len(numbers) == schedule.figures.owed


@pytest.fixture
def proved(place):
    """A financial duty proved by a file that an assurer has seen, on time and not achieved."""
    duty = make_duty(title="Keep accounts", category="Finance", theme="audited accounts")
    rule = make_rule(duty, legal_basis="NHS Act 2006 Schedule 1A paragraph 17", confidence="MIXED")
    obligation = make_obligation(place.body, rule, owner=place.contributor, due_on=date(2016, 10, 5))
    content = b"%PDF-1.7\n" + b"accounts\n" * 9 + b"%%EOF\n"
    received = arriving.receive([content], name="a.pdf")
    actions.add_evidence(
        obligation=obligation, content=actions.Content(received=received, file_name="a.pdf"),
        title="=Accounts", about_on=date(2016, 9, 30), by=place.contributor.user, today=TODAY, invented=True,
    )  # fmt: skip
    sent = actions.send_in(
        obligation=obligation,
        done_on=date(2016, 10, 3),
        note="",
        by=place.contributor.user,
        today=TODAY,
        achieved=False,
    )
    see(sent, place.assurer)
    obligation.refresh_from_db()
    return obligation, hashlib.sha256(content).hexdigest()


def test_a_row_tells_duty_lead_evidence_status_done_and_achieved(place, sign_in, proved):
    client, digest = sign_in(place.lead), proved[1]
    [row] = rows_of(client)
    assert row["duty"] == "Keep accounts"
    assert (row["legal_basis"], row["how_sure"]) == ("NHS Act 2006 Schedule 1A paragraph 17", "Partly confirmed")
    assert row["lead"] == "Complaints manager"
    assert row["status"] == "On time, not achieved"
    assert (row["due_on"], row["done_on"], row["achieved"]) == ("2016-10-05", "2016-10-03", "No")
    assert row["decision"] == "By Assurance manager, South of England on 17 Oct 2016"
    assert f"File, about 30 Sep 2016, SHA-256 {digest}" in row["evidence"]
    assert row["marked"] == "Invented for the demonstration"
    for text in (client.get(ADDRESS).content.decode(), words_of(client, ADDRESS + "word/")):
        for words in (
            "Keep accounts", "Complaints manager", "=Accounts", f"SHA-256 {digest[:12]}", "On time, not achieved",
            "Assurance manager, South of England on 17 Oct 2016", "5 Oct 2016", "3 Oct 2016", "Partly confirmed",
        ):  # fmt: skip
            assert words in text, words
        assert digest[:13] not in text


def test_no_cell_of_the_csv_runs_in_a_spreadsheet(place, sign_in, proved):
    answer = sign_in(place.lead).get(ADDRESS + "csv/")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == 'attachment; filename="schedule-10H-2016-17-as-at-2016-10-17.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == list(HEADER)
    assert rows[1][HEADER.index("evidence")].startswith("'=Accounts")


def test_drafts_are_for_nobody_here(place, sign_in):
    add_statement(make_obligation(place.body), place.lead, title="A draft of ours")
    for member in (place.lead, place.lay, place.assurer):
        client = sign_in(member)
        assert "A draft of ours" not in client.get(ADDRESS).content.decode()
        assert "A draft of ours" not in client.get(ADDRESS + "csv/").content.decode()
        assert "A draft of ours" not in words_of(client, ADDRESS + "word/")


def test_what_was_withdrawn_is_named_and_in_no_count(place, sign_in):
    certified = make_obligation(place.body, make_rule(proof="certified"), due_on=TODAY)
    old = add_statement(certified, place.lead, title="Old minutes")
    actions.certify(obligation=certified, done_on=TODAY, note="", by=place.lead.user, today=TODAY)
    before = read(place.body, YEAR, TODAY)
    assert (len(before.rows[0].pieces), before.figures.of("bare")) == (1, 0)
    actions.withdraw_evidence(evidence=old, why="Wrong meeting", by=place.lead.user, today=TODAY)
    after = read(place.body, YEAR, TODAY)
    assert (after.rows[0].pieces, after.figures.of("bare")) == ((), 1)
    told = "Withdrawn on 17 Oct 2016: “Wrong meeting”"
    client = sign_in(place.lead)
    assert told in client.get(ADDRESS).content.decode()
    [row] = rows_of(client)
    assert (row["evidence_pieces"], told in row["evidence"]) == ("0", True)
    assert told in words_of(client, ADDRESS + "word/")


def test_a_piece_that_was_superseded_says_why_and_the_new_one_stands_beside_it(place):
    obligation = make_obligation(place.body)
    give_back(send(obligation, place.lead), place.assurer)
    old = Evidence.objects.get()
    actions.supersede(
        evidence=old, keeper=place.body, content=actions.Content(text="Signed"), title="Signed minutes",
        about_on=date(2016, 10, 1), why="It was not signed", by=place.lead.user, today=TODAY,
    )  # fmt: skip
    draft = read(place.body, YEAR, TODAY).rows[0]
    assert [piece.title for piece in draft.pieces] == [old.title]  # the new one is a draft yet: the old one stands
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=place.lead.user, today=TODAY)
    [row] = read(place.body, YEAR, TODAY).rows
    assert [piece.title for piece in row.pieces] == ["Signed minutes"]
    assert [piece.gone for piece in row.gone] == ["Superseded on 17 Oct 2016: “It was not signed”"]


def test_a_link_tells_when_its_page_was_seen_and_that_it_is_gone(place):
    certified = make_obligation(place.body, make_rule(proof="certified"), due_on=TODAY)
    link = actions.add_evidence(
        obligation=certified, content=actions.Content(url="https://example.org/minutes"), title="Minutes",
        about_on=date(2016, 9, 30), by=place.lead.user, today=TODAY,
    )  # fmt: skip
    AboutPeriod.objects.create(evidence=link, first_on=date(2015, 4, 1), last_on=date(2016, 3, 31))
    actions.certify(obligation=certified, done_on=TODAY, note="", by=place.lead.user, today=TODAY)
    seen = date(2016, 10, 10)
    LinkWatch.objects.create(
        evidence=link, host="example.org", next_at=timezone.now(), first_seen_on=seen, seen_on=seen,
        first_digest="a" * 64, digest="a" * 64,
    )  # fmt: skip
    there = read(place.body, YEAR, TODAY)
    about = "Link, about 30 Sep 2016 and 2015/16. Not published. "
    assert there.rows[0].pieces[0].facts() == f"{about}Its page was last seen on 10 Oct 2016"
    assert there.figures.of("page_gone") == 0
    LinkWatch.objects.update(missing_on=date(2016, 10, 12), gone_on=date(2016, 10, 14))
    gone = read(place.body, YEAR, TODAY)
    assert gone.rows[0].pieces[0].facts() == f"{about}Its page is gone since 12 Oct 2016"
    assert gone.figures.of("page_gone") == 1


def test_what_nhs_england_asked_to_see_is_told_with_what_came_of_it(place, sign_in):
    certified = make_obligation(place.body, make_rule(proof="certified"), due_on=TODAY)
    actions.certify(obligation=certified, done_on=TODAY, note="", by=place.lead.user, today=TODAY)
    reach = reach_of(place.assurer.user, TODAY)
    actions.call_in(obligation=certified, reach=reach, why="No page", by=place.assurer.user, today=TODAY)
    assert read(place.body, YEAR, TODAY).figures.of("called_in") == 1
    [row] = rows_of(sign_in(place.lay))
    assert row["remarks"] == "Called in by NHS England on 17 Oct 2016: waiting for the body"


def test_a_piece_of_another_body_says_whose_and_not_why_that_body_superseded_it(place):
    they = make_member(Role.LEAD, place.other).user
    theirs = make_obligation(place.other, make_rule(proof="certified"), due_on=TODAY)
    ours = make_obligation(place.body, make_rule(proof="certified"), due_on=TODAY)
    shared = add_statement(theirs, make_member(Role.LEAD, place.other), title="Joint minutes")
    actions.certify(obligation=theirs, done_on=TODAY, note="", by=they, today=TODAY)
    shared.refresh_from_db()
    actions.share(evidence=shared, keeper=place.other, body=place.body, by=they, today=TODAY)
    actions.use_again(obligation=ours, evidence=[shared], by=place.lead.user, today=TODAY)
    actions.certify(obligation=ours, done_on=TODAY, note="", by=place.lead.user, today=TODAY)
    [piece] = read(place.body, YEAR, TODAY).rows[0].pieces
    assert piece.facts() == "Statement, about 1 Oct 2016, from NHS Eastern Cheshire CCG. Not published"
    newer = add_statement(make_obligation(place.other, make_rule()), place.lead, title="Theirs alone")
    Evidence.objects.filter(pk=newer.pk).update(supersedes=shared, supersedes_why="Our secret", sent_on=TODAY)
    [row] = read(place.body, YEAR, TODAY).rows
    assert (row.pieces, [one.gone for one in row.gone]) == (
        (), ["Superseded on 17 Oct 2016 by one that is not used for this"],
    )  # fmt: skip


def test_the_reason_for_being_late_stays_beside_what_was_done_late(place, sign_in):
    late = {"due_on": TODAY - 20 * DAY, "reason": "The clerk was ill", "expected_on": TODAY}
    done = {"met_on": TODAY, "sent_on": TODAY, "met_how": "certified"}
    make_obligation(place.body, subject="open", **late)
    make_obligation(place.body, make_rule(), subject="late", **late, **done, done_on=TODAY)
    make_obligation(place.body, make_rule(), subject="in time", **late, **done, done_on=TODAY - 20 * DAY)
    assert {row["about"]: row["remarks"] for row in rows_of(sign_in(place.lead))} == {
        "open": "The body's reason: “The clerk was ill” Expected on 17 Oct 2016.",
        "late": "The body's reason: “The clerk was ill”",
        "in time": "",
    }


def test_what_was_sent_back_says_by_which_post_and_what_is_missing(place, sign_in):
    obligation = make_obligation(place.body)
    give_back(send(obligation, place.lead), place.assurer, reason="No page reference")
    [row] = rows_of(sign_in(place.lay))
    assert row["decision"] == "By Assurance manager, South of England on 17 Oct 2016: “No page reference”"
    assert row["counted_as"] == "Sent back"


def test_a_lead_who_has_left_is_nobody(place, sign_in):
    gone = make_member(Role.CONTRIBUTOR, place.body, post="Clerk")
    gone.to_on = TODAY - DAY
    gone.save()
    make_obligation(place.body, owner=gone, subject="a")
    make_obligation(place.body, make_rule(), subject="b")
    leads = {row["about"]: row["lead"] for row in rows_of(sign_in(place.lead))}
    assert leads == {"a": "Nobody named now; before, Clerk", "b": "Nobody named"}


def test_what_nhs_england_owes_and_other_years_are_not_in_it(place):
    make_obligation(place.body, make_rule(make_duty(owed_by="nhs_england")))
    make_obligation(place.body, due_on=date(2016, 3, 31))
    assert not read(place.body, YEAR, TODAY).rows


def test_general_duties_are_lines_of_one_row_and_in_no_figure(place, sign_in):
    yearly = make_rule(
        make_duty("general-duties-schedule", title="Show how they were met", theme=""), proof="certified"
    )
    make_obligation(place.body, yearly)
    make_rule(make_duty(title="Promote research", theme=""), opens="schedule", legal_basis="section 14Y")
    make_rule(make_duty(title="Repealed by then", theme=""), opens="schedule", to_on=date(2016, 10, 16))
    make_rule(make_duty(title="For boards only", theme=""), opens="schedule", regime="ICB")
    client = sign_in(place.lead)
    rows = rows_of(client)
    assert [(row["row"], row["duty"]) for row in rows] == [("1", "Show how they were met"), ("1.1", "Promote research")]
    assert rows[1]["in_the_figures"] == "no"
    page = client.get(ADDRESS).content.decode()
    assert "The general duties (1) are lines of one yearly schedule, row 1: Nothing recorded." in page
    assert "section 14Y" in page and "Repealed by then" not in page and "For boards only" not in page


def test_a_past_year_says_that_it_shows_what_is_known_today(place, sign_in):
    make_obligation(place.body, due_on=date(2016, 3, 31))
    BodyName.objects.create(
        body=place.body, name="NHS Old Chiltern CCG", kind="name", from_on=date(2013, 4, 1), to_on=date(2016, 6, 30)
    )
    BodyName.objects.create(
        body=place.body, name="NHS Chiltern CCG", kind="name", from_on=date(2016, 7, 1), to_on=date(2022, 6, 30)
    )
    client = sign_in(place.lead)
    page = client.get(f"{ADDRESS}?year=2015/16").content.decode()
    assert "This shows what is known on 17 October 2016, not what was known on 31 March 2016." in page
    assert "NHS Old Chiltern CCG" in page and "The body is called NHS Chiltern CCG today." in page
    assert "not what was known" not in client.get(ADDRESS).content.decode()


def test_a_year_without_anything_says_so(place, sign_in):
    client = sign_in(place.lead)
    for what in DOWNLOADS:
        assert client.get(f"{ADDRESS}{what}?year=2014/15").status_code == 200
    assert "Nothing falls due to this body in 2014/15" in client.get(f"{ADDRESS}?year=2014/15").content.decode()


def test_who_may_read_it(place, client):
    make_obligation(place.body)
    stranger, northern = make_member(Role.LEAD, place.other), make_member(Role.ASSURER, place.north)
    expected = {
        200: (place.lead, place.contributor, place.lay, place.assurer, place.national_assurer),
        404: (stranger, northern),
        403: (place.administrator,),
    }
    for status, member in ((status, member) for status, members in expected.items() for member in members):
        client.force_login(member.user)
        assert {client.get(ADDRESS + what).status_code for what in DOWNLOADS} == {status}, member.post
    client.force_login(place.lead.user)
    assert {client.get(f"/bodies/all/schedule/{what}").status_code for what in DOWNLOADS} == {404}
    client.logout()
    assert {client.get(ADDRESS + what).status_code for what in DOWNLOADS} == {302}


def test_it_takes_as_many_queries_with_much_as_with_little(place, sign_in):
    def fill(number):
        for _ in range(number):
            obligation = make_obligation(place.body, make_rule(), subject=f"case {next(_subjects)}")
            add_statement(obligation, place.lead, title="One more")
            see(send(obligation, place.lead), place.assurer)
            back = make_obligation(make_body(), make_rule(), held_by=place.body, subject=f"case {next(_subjects)}")
            give_back(send(back, place.lead), place.assurer)

    client = sign_in(place.lead)

    def queries(what):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ADDRESS + what).status_code == 200
        return len(asked)

    fill(1)
    few = [queries(what) for what in DOWNLOADS]
    fill(4)
    assert [queries(what) for what in DOWNLOADS] == few
    assert max(few) < 20
    assert len(read(place.body, YEAR, TODAY).rows) == 10


def test_the_homes_and_the_year_lead_to_it(place, sign_in):
    make_obligation(place.body)
    link = 'href="/bodies/10H/schedule/'
    assert link in sign_in(place.lead).get("/").content.decode()
    assert f'{link}?year=2016/17"' in sign_in(place.lead).get("/year/").content.decode()
    lay = sign_in(place.lay).get("/").content.decode()
    assert link in lay and f'{link}paper/"' in lay
