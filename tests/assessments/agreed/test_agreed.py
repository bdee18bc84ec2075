"""Agreed actions through the front door: who may do what, what is kept, what each side reads."""

import csv
import io
import re
from datetime import date, timedelta
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.actions import agreed as actions
from assessments.actions.agreed import Agreed
from assessments.models import AgreedAction, ProgressNote
from bodies.access import Role
from bodies.actions import Refused
from bodies.clock import set_demonstration_day
from bodies.models import AuditEntry, Succession
from tests.factories import TODAY, make_body, make_member, make_office, national_office

DAY = timedelta(days=1)
WORDS = "Send the plan for continuing healthcare"


@pytest.fixture
def place(settings, db):
    settings.DEMONSTRATION = True
    set_demonstration_day(TODAY)
    south, north = make_office("Y57", name="South of England"), make_office("Y54", name="North of England")
    chiltern, other = make_body("10H", name="NHS Chiltern CCG", region=south), make_body("01C", region=north)
    return SimpleNamespace(
        chiltern=chiltern, other=other, south=south,
        lead=make_member(Role.LEAD, chiltern), helper=make_member(Role.CONTRIBUTOR, chiltern, post="Head of finance"),
        lay=make_member(Role.LAY_MEMBER, chiltern), lead_there=make_member(Role.LEAD, other),
        assurer=make_member(Role.ASSURER, south), assurer_there=make_member(Role.ASSURER, north),
        national=make_member(Role.ASSURER, national_office()),
    )  # fmt: skip


@pytest.fixture
def sign_in(client):
    def as_member(member):
        client.force_login(member.user)
        return client

    return as_member


def agreed(**fields):
    given = {
        "meeting": "Quarter 1 assurance meeting", "agreed_on": date(2016, 7, 14), "what": WORDS, "side": "body",
        "due_on": date(2016, 10, 31), "owner_post": "Accountable officer",
    }  # fmt: skip
    return Agreed(**(given | fields))


def make(place, body=None, **fields):
    return actions.agree(body=body or place.chiltern, agreed=agreed(**fields), by=place.assurer.user, today=TODAY)


def typed(day, name):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def form(**fields):
    given = {
        "meeting": "Quarter 2 assurance meeting", "what": WORDS, "side": "body", "owner": "", "owner_post": "Chair",
        **typed(date(2016, 10, 14), "agreed_on"), **typed(date(2016, 12, 16), "due_on"),
    }  # fmt: skip
    return given | fields


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("&#39;", "'").split())


def address(action, what=""):
    return f"/agreed/{action.pk}/{what}"


def test_an_assurer_enters_what_was_agreed_and_the_lead_reads_it(place, sign_in):
    client = sign_in(place.assurer)
    assert "What was agreed" in words(client.get("/agreed/with/10H/add/"))
    response = client.post("/agreed/with/10H/add/", form(owner=str(place.helper.pk), owner_post=""))
    assert response.status_code == 302
    action = AgreedAction.objects.get()
    assert (action.owner, action.owner_words, action.due_on) == (place.helper, "Head of finance", date(2016, 12, 16))
    assert (action.entered_on, action.is_invented) == (TODAY, True)
    entry = AuditEntry.objects.filter(verb="agreed").get()
    assert entry.body == place.chiltern and entry.detail["after"]["due_on"] == "2016-12-16"
    assert WORDS not in str(entry.detail)
    page = words(sign_in(place.lead).get(address(action)))
    assert WORDS in page and "The body" in page and "Head of finance" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": ""}, "Answer “What was agreed?”"),
        ({"owner_post": ""}, "Choose somebody in the list, or write the owner’s post"),
        ({"due_on_year": 2015}, "The agreed date must be the day of the meeting, or later"),
        ({"side": "nonsense"}, "Answer “Who does it?”"),
        ({"owner": "99999"}, "Choose"),
        ({"what": "x\0"}, "holds a character that cannot be kept"),
        ({"agreed_on_year": 2019, "due_on_year": 2019}, "The day of the meeting must be the day it was entered"),
        ({"agreed_on_year": 2011}, "opened on 1 April 2013"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(place, sign_in, change, said):
    page = sign_in(place.assurer).post("/agreed/with/10H/add/", form(**change))
    assert said in words(page) and page.status_code in (200, 409)
    assert "Quarter 2 assurance meeting" in page.content.decode()
    assert not AgreedAction.objects.exists()


def test_both_owners_or_one_on_the_wrong_side_are_refused(place, sign_in):
    client = sign_in(place.assurer)
    assert "not both" in words(client.post("/agreed/with/10H/add/", form(owner=str(place.helper.pk))))
    wrong = form(owner=str(place.helper.pk), owner_post="", side="nhs_england")
    assert "can only own what the body does" in words(client.post("/agreed/with/10H/add/", wrong))
    for fields in ({"owner": place.helper}, {"owner_post": " "}, {"owner": place.lead_there, "owner_post": ""}):
        with pytest.raises(Refused):
            make(place, **fields)


def test_the_course_of_an_action_from_agreed_to_confirmed(place, sign_in):
    action = make(place, due_on=date(2016, 10, 7))
    lead = sign_in(place.lead)
    assert "Past the agreed date · 10 days" in words(lead.get(address(action)))
    assert lead.post(address(action, "note/"), {"text": "The draft is with the finance team"}).status_code == 302
    late = typed(date(2016, 10, 10), "done_on")
    assert lead.post(address(action, "done/"), late).status_code == 302
    page = words(lead.get(address(action)))
    assert "Said to be done, 3 days after the agreed date" in page and "The draft is with the finance team" in page
    assert "17 October 2016, The body" in page
    assert lead.post(address(action, "decide/"), {"decision": "confirm", **late}).status_code == 403
    assurer = sign_in(place.assurer)
    back = assurer.post(address(action, "decide/"), {"decision": "not_yet", "why": "The plan has no costs"})
    assert back.status_code == 302
    action.refresh_from_db()
    assert action.done_on is None and action.notes.first().text == "The plan has no costs"
    sign_in(place.lead).post(address(action, "done/"), typed(TODAY, "done_on"))
    assurer = sign_in(place.assurer)
    assurer.post(address(action, "decide/"), {"decision": "confirm", **typed(TODAY, "done_on")})
    action.refresh_from_db()
    assert (action.closed_how, action.closed_by, action.said_by) == ("done", place.assurer.user, place.lead.user)
    assert "Done, 10 days after the agreed date" in words(assurer.get(address(action)))
    verbs = list(AuditEntry.objects.filter(subject_id=action.pk, subject_kind="assessments.agreedaction")
                 .order_by("pk").values_list("verb", flat=True))  # fmt: skip
    assert verbs == ["agreed", "noted progress", "said to be done", "not done yet", "said to be done", "confirmed"]


def test_an_action_is_dropped_with_a_reason_and_opened_again(place, sign_in):
    action = make(place)
    client = sign_in(place.assurer)
    assert "Say why" in words(client.post(address(action, "decide/"), {"decision": "drop", "why": " "}))
    client.post(address(action, "decide/"), {"decision": "drop", "why": "The duty passed to the county"})
    assert "Closed without being done" in words(client.get(address(action)))
    for what, data in (("note/", {"text": "More"}), ("change/", form()), ("decide/", {"decision": "drop", "why": "x"})):
        refused = client.post(address(action, what), data)
        assert refused.status_code == 409 and "Open it again first" in words(refused)
    client.post(address(action, "open-again/"), {"why": "Closed by mistake"})
    action.refresh_from_db()
    assert (action.closed_on, action.closed_why, action.notes.get().text) == (None, "", "Closed by mistake")
    assert "This action is open" in words(client.post(address(action, "open-again/"), {"why": "Again"}))


def test_a_correction_says_what_changed_and_not_in_which_words(place, sign_in):
    action = make(place)
    client = sign_in(place.assurer)
    data = form(version="0", what="Send the costed plan")
    assert client.post(address(action, "change/"), data).status_code == 302
    entry = AuditEntry.objects.get(verb="corrected")
    assert entry.detail["before"]["due_on"] == "2016-10-31" and entry.detail["after"]["due_on"] == "2016-12-16"
    assert "what" in entry.detail["changed"] and "costed" not in str(entry.detail)
    stale = client.post(address(action, "change/"), form(version="0", what="Something else"))
    assert stale.status_code == 409 and "Somebody else changed this action meanwhile" in words(stale)
    action.refresh_from_db()
    assert action.what == "Send the costed plan"


@pytest.mark.parametrize("done_on", [date(2016, 7, 13), TODAY + DAY])
def test_nothing_is_done_before_it_was_agreed_or_after_today(place, sign_in, done_on):
    action = make(place)
    page = sign_in(place.lead).post(address(action, "done/"), typed(done_on, "done_on"))
    assert page.status_code == 409 and "must be between 14 July 2016 and today" in words(page)


def test_who_may_do_what(place, sign_in):
    action = make(place, owner=place.helper, owner_post="")
    theirs = make(place, body=place.other)
    parts = ("", "note/", "done/", "change/", "decide/", "open-again/")

    def answers(member):
        client = sign_in(member)
        return [client.get(address(action, part)).status_code for part in parts]

    assert answers(place.lead) == [200, 200, 200, 403, 403, 403]
    assert answers(place.helper) == [200, 200, 200, 403, 403, 403]
    assert answers(place.assurer) == [200, 200, 404, 200, 200, 200]
    assert answers(place.national) == [200, 200, 404, 200, 200, 200]
    assert answers(place.assurer_there) == [404] * 6
    assert answers(place.lead_there) == [404, 404, 404, 403, 403, 403]
    assert answers(place.lay) == [404, 404, 404, 403, 403, 403]
    assert sign_in(place.assurer).get(address(theirs)).status_code == 404
    assert sign_in(place.assurer).get("/agreed/with/01C/add/").status_code == 404
    assert sign_in(place.assurer).post("/agreed/with/01C/add/", form()).status_code == 404


def test_nobody_keeps_what_was_agreed_with_the_body_that_they_work_for(place, sign_in):
    action = make(place)
    make_member(Role.LAY_MEMBER, place.chiltern, user=place.assurer.user)
    client = sign_in(place.assurer)
    assert client.get(address(action)).status_code == 200
    for path in (address(action, "change/"), address(action, "decide/"), "/agreed/with/10H/add/"):
        assert client.get(path).status_code == 404


def test_the_list_shows_each_person_their_own(place, sign_in):
    mine, theirs = make(place), make(place, body=place.other, what="Publish the constitution")
    assert WORDS in words(sign_in(place.assurer).get("/agreed/")) and theirs.what not in words(
        sign_in(place.assurer).get("/agreed/")
    )
    both = words(sign_in(place.national).get("/agreed/"))
    assert mine.what in both and theirs.what in both
    assert theirs.what not in words(sign_in(place.national).get("/agreed/?region=Y57"))
    assert theirs.what not in words(sign_in(place.lead).get("/agreed/?region=Y54&body=01C"))
    assert mine.what not in words(sign_in(place.lay).get("/agreed/"))


def test_the_list_and_its_files_hold_the_same_rows_by_state(place, sign_in):
    past, later = make(place, what="Past", due_on=date(2016, 10, 1)), make(place, what="Later")
    said, gone = make(place, what="Said"), make(place, what="Gone")
    actions.say_done(action=said, done_on=TODAY, by=place.lead.user, today=TODAY)
    actions.drop(action=gone, why="=1+1", by=place.assurer.user, today=TODAY)
    client = sign_in(place.assurer)
    for show, expected in (
        ("open", {past, later, said}),
        ("late", {past}),
        ("said", {said}),
        ("all", {past, later, said, gone}),
    ):
        names = {action.what for action in expected}
        page = client.get("/agreed/", {"show": show}).content.decode()
        assert set(re.findall(r'<a href="/agreed/\d+/">([^<]*)</a>', page)) == names
        text = client.get("/agreed/open.csv", {"show": show}).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert {row["What was agreed"] for row in rows} == names
        assert {row["Note"] for row in rows} == {"Invented for the demonstration"}
    book = openpyxl.load_workbook(io.BytesIO(client.get("/agreed/open.xlsx", {"show": "late"}).content))
    row = [cell.value for cell in book.worksheets[0][2]]
    assert row[0] == "10H" and row[7].date() == date(2016, 10, 1) and row[9] == 16


@pytest.mark.parametrize("query", ["region=%00", "body=%00'", "show=x", "region=Y57&body=" + "9" * 5000])
def test_nonsense_in_the_address_of_the_list_is_harmless(place, sign_in, query):
    make(place)
    for path in ("/agreed/", "/agreed/open.csv", "/agreed/open.xlsx"):
        assert sign_in(place.national).get(f"{path}?{query}").status_code == 200
    assert sign_in(place.national).get("/agreed/99999999999999999999999/").status_code == 404


def test_homes_tell_quietly_of_what_is_open(place, sign_in):
    assert "Agreed with" not in words(sign_in(place.lead).get("/"))
    make(place, due_on=date(2016, 10, 1))
    said = make(place)
    actions.say_done(action=said, done_on=TODAY, by=place.lead.user, today=TODAY)
    make(place, body=place.other)
    line = "2 actions open , 1 past the agreed date , 1 said to be done"
    assert f"Agreed with NHS England: {line}" in words(sign_in(place.lead).get("/"))
    assert f"Agreed with bodies at meetings: {line}" in words(sign_in(place.assurer).get("/"))


def test_who_took_a_body_over_whole_answers_for_what_it_promised(place, sign_in):
    action = make(place)
    new = make_body("Q99", name="NHS New CCG", opened_on=date(2016, 10, 1), region=place.south)
    place.chiltern.closed_on = date(2016, 9, 30)
    place.chiltern.save()
    lead = make_member(Role.LEAD, new)
    assert sign_in(lead).get(address(action)).status_code == 404
    Succession.objects.create(
        predecessor=place.chiltern, successor=new, kind="ccg_merger", scope="whole", effective_on=date(2016, 10, 1)
    )
    client = sign_in(lead)
    assert WORDS in words(client.get("/agreed/")) and "1 action open" in words(client.get("/"))
    assert client.post(address(action, "done/"), typed(TODAY, "done_on")).status_code == 302
    assert client.get(address(action, "change/")).status_code == 403


def test_the_page_of_the_body_shows_them_as_at_its_day(place, sign_in):
    make(place, due_on=date(2016, 10, 1))
    client = sign_in(place.assurer)
    assert "Past the agreed date · 16 days" in words(client.get("/assurance/10H/"))
    assert WORDS not in words(client.get("/assurance/10H/", {"on": "2016-10-16"}))


def test_statements_of_the_list_do_not_grow(place, sign_in):
    client = sign_in(place.assurer)

    def asked(path):
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    make(place)
    client.get("/agreed/")
    before = [asked("/agreed/"), asked("/agreed/open.csv")]
    for number in range(12):
        make(place, body=make_body(f"Z{number}", region=place.south), owner_post=f"Post {number}")
        make(place, owner=place.helper, owner_post="")
    assert [asked("/agreed/"), asked("/agreed/open.csv")] == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"owner_post": ""}, {"said_on": TODAY}, {"closed_on": TODAY, "closed_how": "done"},
        {"due_on": date(2016, 1, 1)}, {"agreed_on": TODAY + DAY},
    ],
)  # fmt: skip
def test_the_database_refuses_what_cannot_be(place, wrong):
    action = make(place)
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        AgreedAction.objects.filter(pk=action.pk).update(**wrong)
    assert ProgressNote.objects.count() == 0
