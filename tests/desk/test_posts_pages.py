"""Posts of a governing body on their pages: its lead records them, everybody reads them, a file has them all."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies import clock
from bodies.appointing import NewAppointment, NewPost, add_post, appoint
from bodies.models import Appointment, Post
from tests.factories import TODAY

URL = "/bodies/10H/posts/"
NURSE = {
    "kind": "nurse", "title": "Registered nurse", "votes": "yes",
    "from_on_day": "1", "from_on_month": "4", "from_on_year": "2013",
}  # fmt: skip
HELD = {"interim": "no", "holder": "", "from_on_day": "1", "from_on_month": "4", "from_on_year": "2013"}
LEFT = {"to_on_day": "31", "to_on_month": "8", "to_on_year": "2016"}


def public(code: str = "10H") -> str:
    page = Client().get(f"/bodies/{code}/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split('id="posts">')[1].split("<h2")[0]).split())


def test_a_lead_adds_a_post_appoints_and_says_when_they_left(place, sign_in, settings, monkeypatch):
    settings.DEMONSTRATION = False
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    assert "Nothing recorded" in public()
    client = sign_in(place.lead)
    assert URL in client.get("/").content.decode()
    assert client.post(f"{URL}add/", NURSE, follow=True).redirect_chain == [(URL, 302)]
    post = Post.objects.get()
    assert "Registered nurse Holder Nobody recorded" in public()
    client.post(f"{URL}{post.pk}/appoint/", HELD | {"holder": "Jo Example", "interim": "yes"})
    assert "Jo Example (interim), since 1 April 2013" in public()
    one = Appointment.objects.get()
    client.post(f"{URL}{post.pk}/holders/{one.pk}/", HELD | LEFT)
    found = public()
    assert "Vacant since 1 September 2016" in found and "Jo Example" not in found and "nvented" not in found
    assert "The law asks for these," in found and "Registered nurse;" in found
    page = client.get(URL).content.decode()
    assert "1 post: 0 held, 1 vacant." in page and "at least 6 members" in page


def test_what_is_refused_says_why_and_keeps_what_was_typed(place, sign_in):
    client = sign_in(place.lead)
    client.post(f"{URL}add/", NURSE)
    post = Post.objects.get()
    client.post(f"{URL}{post.pk}/appoint/", HELD)
    again = client.post(f"{URL}{post.pk}/appoint/", HELD | {"holder": "Somebody Else", "from_on_year": "2014"})
    page = again.content.decode()
    assert again.status_code == 409 and "One person holds a post at a time" in page and 'value="Somebody Else"' in page
    empty = client.post(f"{URL}add/", {}).content.decode()
    for words in ("What is it by law?", "What do you call it?", "Does it vote?"):
        assert f"Answer “{words}”" in empty
    assert "Enter the first day of the post" in empty
    assert Post.objects.count() == Appointment.objects.count() == 1


@pytest.mark.parametrize("who", ["contributor", "lay", "assurer", "administrator"])
def test_nobody_but_the_lead_of_the_body_keeps_its_posts(place, sign_in, who):
    post = add_post(
        body=place.other, said=NewPost("nurse", "Nurse", True, date(2013, 4, 1)), by=place.lead.user, today=TODAY,
        invented=True,
    )  # fmt: skip
    client = sign_in(getattr(place, who))
    for address in (URL, f"{URL}add/", f"{URL}csv/", f"{URL}xlsx/"):
        assert client.get(address).status_code == 403
    client = sign_in(place.lead)
    for address in (
        "/bodies/01C/posts/",
        f"/bodies/01C/posts/{post.pk}/",
        f"{URL}{post.pk}/",
        f"{URL}{post.pk}/appoint/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, NURSE).status_code in (404, 405)


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 2**70])
def test_numbers_that_nobody_gave_are_not_there(place, sign_in, number):
    client = sign_in(place.lead)
    client.post(f"{URL}add/", NURSE)
    post = Post.objects.get()
    client.post(f"{URL}{post.pk}/appoint/", HELD)
    one = Appointment.objects.get()
    for address in (f"{number}/", f"{number}/appoint/", f"{post.pk}/holders/{number}/", f"{number}/holders/{one.pk}/"):
        assert client.get(f"{URL}{address}").status_code == 404
    assert client.get(f"{URL}{post.pk}/holders/{one.pk}/").status_code == 200


def test_the_public_page_says_what_is_invented_and_nothing_of_bodies_that_keep_none(place, sign_in):
    client = sign_in(place.lead)
    client.post(f"{URL}add/", NURSE)
    assert "invented for the demonstration" in public()
    assert "Nothing recorded" in public("01C") and "The law asks" not in public("01C")


def test_the_files_have_every_holder_that_there_ever_was(place, sign_in):
    client, began = sign_in(place.lead), date(2013, 4, 1)
    nurse, chair = (
        add_post(
            body=place.body, said=NewPost(kind, title, True, began), by=place.lead.user, today=TODAY, invented=True
        )
        for kind, title in (("nurse", "=Nurse"), ("chair", "Chair"))
    )
    for said in (
        NewAppointment(began, date(2015, 3, 31)),
        NewAppointment(date(2015, 4, 1), is_interim=True, holder="A"),
    ):
        appoint(post=nurse, said=said, by=place.lead.user, today=TODAY, invented=True)
    rows = list(csv.reader(io.StringIO(client.get(f"{URL}csv/").content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["Registered nurse", "Registered nurse", "Chair"]
    assert rows[1][0] != "=Nurse" and rows[1][0].endswith("=Nurse")  # it runs in no spreadsheet
    assert rows[2][5:10] == ["2015-04-01", "", "Yes", "A", "A (interim)"] and rows[3][9] == "Nobody recorded"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{URL}xlsx/").content))
    found = list(book.active.iter_rows(values_only=True))
    assert len(found) == len(rows) and found[1][6].date() == date(2015, 3, 31) and chair.title == found[3][0]


@pytest.mark.parametrize("address", [URL, "/bodies/10H/", f"{URL}csv/"])
def test_pages_of_posts_take_as_many_queries_with_many_as_with_few(place, sign_in, address):
    client = sign_in(place.lead)

    def fill(number: int) -> None:
        said = NewPost("practice", f"Member {number}", True, date(2013, 4, 1))
        post = add_post(body=place.body, said=said, by=place.lead.user, today=TODAY, invented=True)
        for year in (2013, 2014):
            days = NewAppointment(date(year, 4, 1), date(year + 1, 3, 31))
            appoint(post=post, said=days, by=place.lead.user, today=TODAY, invented=True)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    fill(0)
    client.get(address)
    few = queries()
    for number in range(1, 8):
        fill(number)
    assert queries() == few
