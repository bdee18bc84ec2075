"""The page of one body: each figure is counted another way, today and as at a past day; reach; tables and report."""

import csv
import io
import random
import re
from collections import Counter
from datetime import date, timedelta
from statistics import median

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from assessments.actions.agreed import Agreed, agree
from assurance.body.asking import asked_of
from assurance.body.figures import region_share
from assurance.body.reading import body_year
from assurance.body.sheets import TABLES, said
from assurance.body.showing import SHOW
from assurance.heat import THEMES
from bodies.access import NOBODY, Role
from bodies.models import Appointment, Body, BodyName, Post, Succession
from duties.models import Obligation
from duties.status import EvidenceState, Timing
from evidence.models import Submission
from meetings.models import LayCheck, LayPoint, Meeting, Question
from tests.assurance.world import counted, owed
from tests.casework.planted import plant_complaints, plant_requests
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule, make_user

DAY = timedelta(days=1)
PAST = date(2016, 8, 10)
DAYS = pytest.mark.parametrize("day", [TODAY, PAST])
ADDRESS = "/assurance/10H/"
OPENED = date(2013, 4, 1)
ONLY_PUBLIC_ONES = "Assessments by NHS England"  # here none is: tests/assurance/test_body_beside.py has one
COUNTED = ("total", "done", "on_time", "late_done", "passed_red", "passed_amber", "waiting", "sent_back", "no_date")


def read(body, day=TODAY, **address):
    known = Body.objects.prefetch_related("names", "offices__office").get(pk=body.pk)
    return body_year(asked_of(known, {"on": day.isoformat(), **address}, TODAY), NOBODY)


def standing(rows, day):
    """Of rows that are open on a day: each with where it stands, without what no figure counts."""
    for o in rows:
        now = o.status(day)
        if o.opened_on <= day and now.timing not in (Timing.CLOSED, Timing.NOT_TRACKED, Timing.VOLUNTARY):
            yield o, now


def by_hand(bodies, day, themes=None, year=2016):
    """The figures from the facts of every row, without the query that the page asks."""
    rows = owed(year=year, held_by__in=bodies)
    return counted([one for one in rows if themes is None or one.duty.theme in themes], day)


def facts_of(chance, due_on):
    """What became of one obligation, drawn at random; days that make sense of each other."""
    sent = (due_on or TODAY) + chance.choice([-40, -3, 0, 2, 30]) * DAY
    sent = min(sent, TODAY)
    return chance.choice([
        {}, {}, {"gathering_on": sent}, {"sent_back_on": sent},
        {"sent_on": sent, "done_on": sent - 2 * DAY},
        {"sent_on": sent, "done_on": sent, "met_on": min(sent + 9 * DAY, TODAY), "met_how": "seen"},
        {"done_on": sent, "met_on": sent, "met_how": "certified"},
        {"closed_on": sent, "closed_reason": "not_applicable"}, {"opened_on": PAST + DAY},
    ])  # fmt: skip


@pytest.fixture
def many(place):
    """Obligations of three bodies in two regions, of every theme and none, drawn from a fixed seed."""
    chance = random.Random(11)
    bases = (("law", "CONFIRMED", False), ("reminder", "MIXED", False), ("law", "MIXED", True))
    themes = (*(theme.name for theme in THEMES), "")
    rules = [
        make_rule(make_duty(theme=theme), date_basis=basis, confidence=sure, voluntary=voluntary)
        for theme in themes
        for basis, sure, voluntary in bases
    ]
    rules.append(make_rule(make_duty(theme="constitution", owed_by="nhs_england")))
    for body in (place.chiltern, place.kernow, place.cheshire):
        for number in range(60):
            due_on = chance.choice([None, *(date(2016, 4, 1) + days * DAY for days in range(0, 364, 9))])
            make_obligation(
                body, chance.choice(rules), subject=str(number), due_on=due_on, year=2016, **facts_of(chance, due_on)
            )
    make_obligation(place.chiltern, rules[0], subject="Of last year", due_on=date(2016, 2, 1))
    return place


@DAYS
def test_every_theme_counts_the_rows_of_the_body_and_of_its_region(many, day):
    found = read(many.chiltern, day)
    south = (many.chiltern, many.kernow)
    names = [(theme.name,) for theme in THEMES] + [("",)]
    for row, themes in zip((*found.figures.rows, found.figures.every), (*names, None), strict=True):
        assert row.own == by_hand([many.chiltern], day, themes)
        assert row.region == by_hand(south, day, themes)
        assert row.bodies == sum(by_hand([body], day, themes).total > 0 for body in south)
    assert found.figures.every.own.total > 30
    assert found.figures.every.own != found.figures.every.region


def test_the_region_says_of_how_many_bodies_anything_is_counted(place):
    met = {"sent_on": TODAY, "done_on": TODAY, "met_on": TODAY, "met_how": "seen"}
    complaints = make_rule(make_duty(theme="complaints"))
    make_obligation(place.chiltern, complaints, due_on=TODAY + DAY, **met)
    make_obligation(place.kernow, make_rule(), due_on=TODAY - DAY, **met)
    found = read(place.chiltern).figures
    said = {row.slug: region_share(row) for row in (*found.rows, found.every)}
    assert (said["complaints"], said["constitution"]) == ("1 of 1, 1 body", "0 of 1, 1 body")
    assert (said["every"], said["other"]) == ("1 of 2, 2 bodies", "None met, 0 bodies")


@DAYS
def test_the_months_count_what_fell_due_and_what_became_of_it(many, day):
    found = read(many.chiltern, day)
    rows = list(Obligation.objects.filter(held_by=many.chiltern, year=2016, owed_by="body"))
    expected = Counter()
    for o, now in standing(rows, day):
        if o.due_on is not None:
            waits = now.evidence is EvidenceState.WAITING
            kind = (
                "late" if now.is_late
                else "waiting" if waits
                else "on_time" if now.timing is Timing.ON_TIME
                else "late_done" if now.timing is Timing.DONE_LATE
                else "ahead"
            )  # fmt: skip
            expected[o.due_on.strftime("%Y-%m"), kind] += 1
    counted = {(m.key, kind): number for m in found.months.months for kind, number in m.became.items() if number}
    assert counted == dict(expected)
    assert [month.key for month in found.months.months][::11] == ["2016-04", "2017-03"]
    assert found.months.elsewhere == 0
    for month in found.months.months:
        if month.first_on > day:
            assert month.late_at_end is None
        else:
            end = min(date.fromordinal(month.first_on.toordinal() + 31).replace(day=1) - DAY, day)
            ids = [o.pk for o, _ in standing(rows, day)] + [o.pk for o in rows if o.closed_on]
            late = Obligation.objects.filter(pk__in=ids).opened_by(end).with_status(end).filter(timing=Timing.PASSED)
            assert month.late_at_end == late.count()


def test_a_date_that_was_moved_out_of_the_year_stands_in_no_month(place):
    rule = make_rule()
    make_obligation(place.chiltern, rule, subject="In", due_on=date(2016, 6, 1))
    make_obligation(place.chiltern, rule, subject="Out", due_on=date(2017, 6, 1), year=2016)
    found = read(place.chiltern).months
    assert (found.due, found.elsewhere) == (1, 1)


@DAYS
def test_the_oldest_late_are_those_of_this_year_and_earlier_ones(many, day):
    found = read(many.chiltern, day).late
    owed = Obligation.objects.filter(held_by=many.chiltern, year__lte=2016, owed_by="body")
    late = sorted((o.due_on, o.pk) for o, now in standing(owed, day) if now.is_late)
    assert [(one.due_on, one.pk) for one in found.lines] == late[:10]
    assert found.count == len(late) and found.earlier == 1
    assert found.lines[0].about.startswith("Of last year")


def send(obligation, sent_on, decision="", decided_on=None, number=1, **fields):
    """One round of review."""
    at = timezone.now()
    decided = {"decided_by": make_user(), "decided_on": decided_on, "decided_at": at} if decision else {}
    reason = {"reason": "The page is missing"} if decision in ("sent_back", "withdrawn") else {}
    return Submission.objects.create(
        obligation=obligation, number=number, sent_by=make_user(), sent_on=sent_on, sent_at=at, queued_at=at,
        done_on=sent_on, decision=decision, **decided, **reason, **fields,
    )  # fmt: skip


@DAYS
def test_rounds_are_counted_as_they_stood(place, day):
    chance, rule, certified = random.Random(5), make_rule(), make_rule(make_duty(), proof="certified")
    expected = {body: {"days": [], "seen": 0, "back": 0, "waiting": [], "duties": set(), "came_back": set()}
                for body in (place.chiltern, place.kernow, place.cheshire)}  # fmt: skip
    for body, of in expected.items():
        for subject in range(25):
            one = make_obligation(body, rule, subject=str(subject))
            for number in (1, 2):
                sent_on = date(2016, 5, 1) + chance.randint(0, 130) * DAY
                decision = (
                    chance.choice(["seen", "sent_back", "withdrawn"]) if number == 1 else chance.choice(["", "seen"])
                )
                decided_on = sent_on + chance.randint(0, 30) * DAY
                send(one, sent_on, decision, decided_on, number)
                if sent_on > day or (decision == "withdrawn" and decided_on <= day):
                    continue
                of["duties"].add(one.pk)
                if not decision or decided_on > day:
                    of["waiting"].append(sent_on)
                else:
                    of["days"].append((decided_on - sent_on).days)
                    of["seen"] += decision == "seen"
                    of["back"] += decision == "sent_back"
                    of["came_back"] |= {one.pk} if decision == "sent_back" else set()
        send(make_obligation(body, certified, subject="Certified"), date(2016, 5, 1), "certified", date(2016, 5, 1))
    found = read(place.chiltern, day).review
    for told, bodies in ((found.own, [place.chiltern]), (found.region, [place.chiltern, place.kernow])):
        facts = [expected[body] for body in bodies]
        days = [one for of in facts for one in of["days"]]
        waiting = [one for of in facts for one in of["waiting"]]
        assert (told.seen, told.sent_back) == (sum(f["seen"] for f in facts), sum(f["back"] for f in facts))
        assert (told.waiting, told.oldest_waiting_on) == (len(waiting), min(waiting))
        assert told.sent == len(days) + len(waiting) and told.decided == len(days) > 5
        assert told.days == median(days)
        assert told.obligations == sum(len(f["duties"]) for f in facts)
        assert told.came_back == sum(len(f["came_back"]) for f in facts)


def test_a_round_that_was_reopened_is_counted_once_and_by_the_decision_that_stands(place):
    one = make_obligation(place.chiltern, make_rule())
    old = send(one, date(2016, 7, 1), "sent_back", date(2016, 7, 11), reopened_on=date(2016, 9, 1),
               reopened_by=make_user(), reopened_why="It was there")  # fmt: skip
    send(one, date(2016, 7, 1), "seen", date(2016, 9, 2), 2, reopens=old)
    now, then = read(place.chiltern).review.own, read(place.chiltern, PAST).review.own
    assert (now.sent, now.seen, now.sent_back) == (1, 1, 0)
    assert (then.sent, then.seen, then.sent_back) == (1, 0, 1)
    assert then.waited == "10 days, of 1 round decided"


def meet(body, on, **fields):
    given = {
        "kind": "governing_body", "in_public": True, "announced_on": on - 30 * DAY, "state_on": on, "state": "held",
        "entered_on": on - 30 * DAY, "changed_at": timezone.now(),
    }  # fmt: skip
    return Meeting.objects.create(body=body, on=on, **(given | fields))


@DAYS
def test_meetings_are_those_that_anybody_could_know_of_by_the_day(place, day):
    for on in (date(2016, 5, 5), date(2016, 7, 7), date(2016, 9, 8)):
        meet(place.chiltern, on, notice_on=on - 9 * DAY)
        meet(place.kernow, on, announced_on=on)
    meet(place.chiltern, date(2016, 6, 1), announced_on=None)
    meet(place.cheshire, date(2016, 6, 1))
    found = read(place.chiltern, day).meetings
    known = [on for on in (date(2016, 5, 5), date(2016, 7, 7), date(2016, 9, 8)) if on - 30 * DAY <= day]
    assert found.own.meetings == len(known) and found.bodies == 2
    assert found.region.meetings == len(known) + sum(on <= day for on in known)
    assert found.rows[0][0] == "Held in public" and found.rows[0][1].word.startswith(str(len(known)))


@DAYS
def test_the_logs_are_figures_of_the_whole_year_and_no_case(place, sign_in, day):
    for body, seed in ((place.chiltern, 1), (place.kernow, 2), (place.cheshire, 3)):
        plant_requests(body, 30, seed)
        plant_complaints(body, 30, seed)
    requests, complaints = read(place.chiltern, day).logs
    first = date(2016, 4, 1)
    for log, rows in ((requests, "informationrequest_set"), (complaints, "complaint_set")):
        assert log.is_kept and log.bodies == 2
        cases = [one for body in (place.chiltern, place.kernow) for one in cases_of(body, rows)]
        received = {head: (own.word, region.word) for head, own, region in log.rows}["Received"]
        own = sum(one.body_id == place.chiltern.pk and first <= one.received_on <= day for one in cases)
        assert received == (str(own), str(sum(first <= one.received_on <= day for one in cases)))
    page = sign_in(place.assurer).get(ADDRESS, {"on": day}).content.decode()
    assert "Agency staff" not in page and "P1" not in re.sub(r"<[^>]+>", " ", page).split()


def cases_of(body, rows):
    """Cases that count in the log: no mistakes, and of complaints those under the regulations."""
    from casework.models import Complaint, InformationRequest

    if rows == "informationrequest_set":
        return [one for one in InformationRequest.objects.filter(body=body) if one.ended_how != "mistake"]
    return [one for one in Complaint.objects.filter(body=body) if one.ended_how != "mistake" and one.is_counted]


def test_without_a_log_nothing_is_compared(place):
    plant_requests(place.kernow, 5)
    requests = read(place.chiltern).logs[0]
    assert not requests.is_kept and requests.rows == () and requests.bodies == 1
    assert read(place.chiltern, year="2017/18").logs == ()


def ask(body, asked_on, **fields):
    held = meet(body, asked_on - 5 * DAY)
    member = make_user()
    check = LayCheck.objects.create(
        by=member, meeting=held, how="attended", checked_on=asked_on, checked_at=timezone.now()
    )
    point = LayPoint.objects.create(check_of=check, key="papers", words="The papers were there", is_true=False)
    reached = {"reached_at": timezone.now()} if {"sent_on_on", "waited_on"} & fields.keys() else {}
    return Question.objects.create(
        point=point, meeting=held, by=member, text="Where are they?", asked_on=asked_on, **fields, **reached
    )


def test_questions_are_those_that_reached_nhs_england_by_the_day(place):
    ask(place.chiltern, date(2016, 6, 1))
    ask(place.chiltern, date(2016, 6, 3), sent_on_on=date(2016, 6, 20), waited_on=date(2016, 7, 1))
    ask(place.chiltern, date(2016, 7, 1), waited_on=date(2016, 8, 30), answer="Here", answered_on=date(2016, 9, 1),
        answered_by=make_user())  # fmt: skip
    ask(place.chiltern, date(2016, 3, 1), sent_on_on=date(2016, 3, 2))
    ask(place.kernow, date(2016, 6, 1), sent_on_on=date(2016, 6, 2))
    first, second = read(place.chiltern).questions
    assert (first.how, first.reached_on) == ("The lay member sent it on", date(2016, 6, 20))
    assert (second.how, second.answered_on) == ("It had waited 20 working days", date(2016, 9, 1))
    assert len(read(place.chiltern, PAST).questions) == 1
    assert len(read(place.chiltern, year="2015/16").questions) == 1


def test_history_tells_names_predecessors_regions_and_since_when_it_is_here(place, sign_in):
    old = make_body("09X", name="NHS Old CCG", closed_on=date(2016, 3, 31), region=place.south)
    Succession.objects.create(
        predecessor=old, successor=place.chiltern, kind="ccg_merger", scope="whole", effective_on=date(2016, 4, 1)
    )
    BodyName.objects.create(
        body=place.chiltern, name="NHS Former CCG", kind="name", from_on=date(2013, 4, 1), to_on=date(2014, 3, 31)
    )
    page = words(sign_in(place.assurer).get(ADDRESS))
    assert "It uses the tracker since 1 April 2015" in page
    assert "Earlier name Name NHS Former CCG From 1 Apr 2013 To 31 Mar 2014" in page.replace("What Earlier", "Earlier")
    assert "Came from Name NHS Old CCG (09X) From 1 Apr 2016" in page
    assert "Region Name South of England From 1 Apr 2013" in page
    closed = words(sign_in(place.assurer).get("/assurance/09X/"))
    assert "NHS Old CCG closed on Thursday 31 March 2016" in closed and "Became Name NHS Chiltern CCG (10H)" in closed
    assert "09X · South of England · 2015/16" in closed


def words(response):
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("&#39;", "'").split())


@DAYS
def test_every_number_leads_to_as_many_lines(many, sign_in, day):
    client = sign_in(many.assurer)
    page = client.get(ADDRESS, {"on": day}).content.decode()
    links = set(re.findall(r'<a href="(/assurance/10H/[a-z-]+/\?[^"]*)">(?:<span[^>]*>. </span>)?([\d,]+)<', page))
    assert len(links) > 20
    for href, number in links:
        behind = client.get(href.replace("&amp;", "&")).content.decode()
        assert f"<p>{number} obligation" in behind, href


@pytest.mark.parametrize("show", SHOW)
def test_each_choice_of_a_cell_is_one_of_the_figures(many, show):
    found = {"late": lambda f: f.late, "legal": lambda f: f.passed_red, "past": lambda f: f.passed_amber,
             "dated": lambda f: f.on_time + f.late_done}.get(show, lambda f: getattr(f, show))  # fmt: skip
    rows = Obligation.objects.filter(held_by=many.chiltern, year=2016, owed_by="body")
    assert sum(SHOW[show][1](o, now) for o, now in standing(rows, TODAY)) == found(by_hand([many.chiltern], TODAY))


def test_bodies_out_of_reach_are_not_there(place, sign_in):
    client = sign_in(place.assurer)
    parts = ("", "year.pdf", "year.xlsx", "themes.csv", "constitution/")
    assert {client.get(f"/assurance/01C/{part}").status_code for part in parts} == {404}
    assert {client.get(f"/assurance/99Z/{part}").status_code for part in parts} == {404}
    assert client.get("/assurance/10H/year/nonsense.csv").status_code == 404
    assert sign_in(place.national).get("/assurance/01C/").status_code == 200
    lead = make_member(Role.LEAD, place.chiltern)
    assert sign_in(lead).get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("year", "on"),
    [
        ("", "2016-13-45"),
        ("9999/00", "9999-12-31"),
        ("x\0", "\0"),
        ("2016/18", "0001-01-01"),
        ("2099/00", "2017-01-01"),
    ],
)
def test_an_address_that_makes_no_sense_is_the_present_day(place, sign_in, year, on):
    page = words(sign_in(place.assurer).get(ADDRESS, {"year": year, "on": on}))
    assert "As at today" not in page


def test_a_past_day_says_by_what_is_known(place, sign_in):
    page = words(sign_in(place.assurer).get(ADDRESS, {"on": "2016-08-10"}))
    assert "As at Wednesday 10 August 2016: what was opened, due and done by then, by what is known today." in page


def test_the_page_and_its_files_say_that_they_are_invented(place, sign_in):
    client = sign_in(place.assurer)
    assert "Invented for the demonstration" in words(client.get(ADDRESS))
    assert "Invented for the demonstration" in client.get(ADDRESS + "year/themes.csv").content.decode()
    assert "Inventedforthedemonstration" in pdf_words(client.get(ADDRESS + "year.pdf"))


def pdf_words(response):
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.fixture
def full(many):
    """A body with something in every table."""
    for body in (many.chiltern, many.kernow):
        meet(body, date(2016, 5, 5), notice_on=date(2016, 4, 20))
        plant_requests(body, 12)
        plant_complaints(body, 12)
        send(make_obligation(body, make_rule(), subject="Reviewed"), date(2016, 5, 1), "sent_back", date(2016, 5, 9))
    ask(many.chiltern, date(2016, 6, 3), sent_on_on=date(2016, 6, 20))
    agreed = Agreed(
        "Quarter 1 meeting", date(2016, 7, 14), "Send a plan", "body", date(2016, 9, 30), owner_post="Chair"
    )
    agree(body=many.chiltern, agreed=agreed, by=many.assurer.user, today=date(2016, 7, 14))
    post = Post.objects.create(body=many.chiltern, kind="chair", title="Clinical chair", votes=True, from_on=OPENED)
    Appointment.objects.create(post=post, from_on=OPENED, is_interim=False)
    return many


@DAYS
def test_the_report_and_the_workbook_have_every_figure_of_the_page(full, sign_in, day):
    client = sign_in(full.assurer)
    page = "".join(words(client.get(ADDRESS, {"on": day})).split())
    report = pdf_words(client.get(ADDRESS + "year.pdf", {"on": day}))
    book = openpyxl.load_workbook(io.BytesIO(client.get(ADDRESS + "year.xlsx", {"on": day}).content))
    found = read(full.chiltern, day)
    for make, sheet in zip(TABLES.values(), book.worksheets, strict=True):
        made = make(found)
        assert made.rows or made.title == ONLY_PUBLIC_ONES, made.title
        assert sheet.title == made.title
        for row, cells in zip(made.rows, sheet.iter_rows(min_row=2), strict=False):
            for value, cell in zip(row, cells, strict=True):
                shown = cell.value.date() if hasattr(cell.value, "date") else cell.value
                assert shown == (None if value == "" else value)
                text = "".join(short(value).split())
                assert text in report, (made.title, value)
                assert text in page or made.title == "Themes", (made.title, value)
    every = found.figures.every
    for row in (*found.figures.rows, every):
        for name in COUNTED:
            assert f"{getattr(row.own, name):,}" in page
    assert f"{every.region.on_time:,}of{every.region.on_time + every.region.late_done:,},2bodies" in page


def short(value):
    if isinstance(value, date):
        return f"{value.day} {value:%b} {value.year}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else value


@pytest.mark.parametrize("name", TABLES)
def test_each_table_can_be_taken_away(full, sign_in, name):
    response = sign_in(full.assurer).get(f"{ADDRESS}year/{name}.csv", {"year": "2016/17"})
    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    made = TABLES[name](read(full.chiltern))
    assert header == [*made.header, "Note"] and len(rows) == len(made.rows)
    assert f'filename="10H-2016-{name}.csv"' in response["Content-Disposition"]


def test_statements_do_not_grow_with_what_there_is(full, sign_in):
    client = sign_in(full.assurer)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(ADDRESS).status_code == 200
        return len(found)

    client.get(ADDRESS)
    before = asked()
    rule = make_rule(make_duty(theme="complaints"))
    for number in range(30):
        one = make_obligation(full.chiltern, rule, subject=f"More {number}", due_on=date(2016, 5, 1))
        send(one, date(2016, 5, 1), "sent_back", date(2016, 5, 3))
        meet(full.chiltern, date(2016, 6, 1) + number * DAY)
    for number in range(8):
        other = make_body(f"X{number}", region=full.south)
        make_obligation(other, rule, due_on=date(2016, 5, 1))
        plant_requests(other, 3)
        plant_complaints(other, 3)
        ask(full.chiltern, date(2016, 6, 3), sent_on_on=date(2016, 6, 20))
    assert asked() == before


def test_said_has_sign_and_word():
    from duties.words import Words

    assert (said(Words("2 late", "■", "red", 0)), said(Words("–", "", "none", 9))) == ("■ 2 late", "–")
