"""Letters for anybody: asked for, confirmed, one a day, ended with one press; no address is kept longer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bodies.clock import set_demonstration_day
from bodies.models import AuditEntry, Body, Mail, MailHold, Succession
from bodies.outbox.sending import send_waiting
from meetings.actions import following, planning
from meetings.actions.writing import write_letters
from meetings.models import AgendaItem, Change, Meeting, Partner, PublicQuestion, Subscription
from tests.at_once import at_once
from tests.factories import make_body
from tests.meetings.conftest import TODAY
from tests.post_office import PostOffice, post_office, send_there

READER = "reader@example.org"
PAGE = "/bodies/10H/meetings/subscribe/"
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.DEMONSTRATION = True
    set_demonstration_day(TODAY)
    cache.clear()


@pytest.fixture
def real(settings: Any) -> Iterator[PostOffice]:
    """As in production: mail leaves, to a server of this test."""
    settings.DEMONSTRATION = False
    with post_office() as office:
        send_there(settings, office)
        yield office


@pytest.fixture
def follower(body: Body) -> Subscription:
    """Somebody who asked and confirmed yesterday."""
    following.ask(body=body, address=READER, today=TODAY - DAY)
    return following.confirm(subscription=Subscription.objects.get(), today=TODAY - DAY)


def settled() -> datetime:
    """A moment, in the middle of a day, at which all that was put on the ledger is settled."""
    return max(timezone.now(), timezone.now().replace(hour=12)) + timedelta(hours=1)


def plan(body: Body, *, announce: bool = True, on: date = date(2016, 12, 8), **facts: Any) -> Meeting:
    given = {"kind": "governing_body", "in_public": True}
    return planning.plan_meeting(body=body, by=None, today=TODAY, announce=announce, on=on, **(given | facts))


def letters() -> list[Mail]:
    return list(Mail.objects.filter(key__contains="letter ").order_by("pk"))


def address_in(mail: Mail, what: str) -> str:
    found = re.search(r"https?://[^/]+(/subscriptions/[^/\s]+/" + what + r")\s", mail.text)
    assert found, mail.text
    return found.group(1)


# Asking.


def test_a_citizen_asks_confirms_gets_a_letter_and_ends_it(client: Client, body: Body) -> None:
    answer = client.post(PAGE, {"address": " Reader@Example.ORG "}, follow=True)
    assert "on its way" in answer.content.decode()
    asked = Mail.objects.get()
    assert (asked.address, asked.headers["List-Unsubscribe-Post"]) == (READER, "List-Unsubscribe=One-Click")
    where = address_in(asked, "")
    assert client.get(where).status_code == 200
    assert Subscription.objects.get().confirmed_at is None  # reading is no press
    client.post(f"{where}confirm/")
    meeting = plan(body)
    assert write_letters(TODAY, settled()) == 1
    (letter,) = letters()
    assert "Announced: Governing body, 8 December 2016" in letter.text
    assert meeting.path in letter.text and meeting.path in letter.html
    ending = address_in(letter, "end/")
    assert client.get(ending).status_code == 200
    assert Subscription.objects.alive().exists()
    assert "have ended" in client.post(ending).content.decode()
    assert not Subscription.objects.alive().exists()
    assert not Mail.objects.exclude(address="").exists()
    assert not Mail.objects.exclude(text="").exists()


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(client: Client, follower: Subscription) -> None:
    def answered(address: str) -> tuple[int, str, int]:
        before = Mail.objects.count()
        answer = client.post(PAGE, {"address": address})
        return answer.status_code, answer["Location"], Mail.objects.count() - before

    assert answered(READER) == answered("new@example.org")
    again = Mail.objects.get(key__contains="again")
    assert "already" in again.subject
    assert answered(READER)[:2] == answered("new@example.org")[:2]  # the second time: no letter, the same words


def test_nobody_fills_anothers_letter_box(client: Client, body: Body) -> None:
    codes = [make_body(f"B{number:02}").code for number in range(9)]
    for code in codes:
        assert client.post(f"/bodies/{code}/meetings/subscribe/", {"address": READER}).status_code == 302
    assert Mail.objects.filter(address=READER).count() == 5


def test_asking_too_often_from_one_place_is_refused_in_words(client: Client, body: Body) -> None:
    answers = [client.post(PAGE, {"address": f"reader{number}@example.org"}) for number in range(21)]
    assert [answer.status_code for answer in answers[:20]] == [302] * 20
    assert answers[20].status_code == 429
    assert "Try again in an hour" in answers[20].content.decode()
    assert "reader20@example.org" in answers[20].content.decode()


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b", "a\0b@example.org", "a@example.org\r\nBcc: x@y.org", f"{'a' * 300}@b.example"],
)
def test_what_is_no_address_is_refused_in_our_words(client: Client, body: Body, address: str) -> None:
    answer = client.post(PAGE, {"address": address})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not Subscription.objects.exists()


def test_the_form_cannot_be_forged_and_a_mail_program_can_end_it(body: Body, follower: Subscription) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PAGE, {"address": READER}).status_code == 403
    answer = strict.post(f"/subscriptions/{follower.token}/end/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    follower.refresh_from_db()
    assert (follower.address, follower.ended_at is None) == ("", False)
    assert strict.post(f"/subscriptions/{follower.token}/end/").status_code == 200  # pressed twice


def test_a_made_up_address_is_not_there(client: Client, follower: Subscription) -> None:
    for token in ("x", follower.token[:-1], follower.token.swapcase(), "é" * 20, "x" * 500):
        for what in ("", "end/"):
            assert client.get(f"/subscriptions/{token}/{what}").status_code == 404
        assert client.post(f"/subscriptions/{token}/end/").status_code == 404


def test_the_page_says_what_is_kept_and_that_a_demonstration_sends_nothing(client: Client, body: Body) -> None:
    page = client.get(PAGE).content.decode()
    assert "What is kept, and why" in page
    assert "no mail leaves" in page
    assert "letters about meetings" in client.get("/privacy/").content.decode()


def test_the_record_keeps_no_address_and_not_from_where_somebody_came(client: Client, body: Body) -> None:
    client.post(PAGE, {"address": READER})
    row = Subscription.objects.get()
    client.post(f"/subscriptions/{row.token}/confirm/")
    client.post(f"/subscriptions/{row.token}/end/")
    entries = AuditEntry.objects.filter(verb__in=["asked for letters", "confirmed letters", "ended letters"])
    assert [entry.origin for entry in entries] == ["web"] * 3
    everything = " ".join(f"{entry.detail} {entry.origin}" for entry in AuditEntry.objects.all())
    assert READER not in everything
    assert "127.0.0.1" not in everything


# Letters.


def test_a_letter_tells_what_is_new_since_the_last_and_at_most_once_a_day(body: Body, follower: Subscription) -> None:
    meeting = plan(body)
    assert write_letters(TODAY, settled()) == 1
    planning.move(
        meeting=meeting, on=date(2016, 12, 15), starts=None, ends=None, why="Snow", by=None, today=TODAY
    )  # fmt: skip
    assert write_letters(TODAY, settled()) == 0
    assert write_letters(TODAY + DAY, settled()) == 1
    assert write_letters(TODAY + 2 * DAY, settled()) == 0
    first, second = letters()
    assert "Announced" in first.text
    assert "Announced" not in second.text
    assert "15 December 2016" in second.text


def test_what_was_before_is_not_told(body: Body) -> None:
    plan(body)
    following.ask(body=body, address=READER, today=TODAY)
    following.confirm(subscription=Subscription.objects.get(), today=TODAY)
    assert write_letters(TODAY, settled()) == 0


def test_who_did_not_confirm_gets_none(body: Body) -> None:
    following.ask(body=body, address=READER, today=TODAY)
    plan(body)
    assert write_letters(TODAY, settled()) == 0


def test_what_is_new_waits_until_nothing_older_can_come(body: Body, follower: Subscription) -> None:
    """A change with a lower number may be on record later: its transaction was longer."""
    plan(body)
    assert write_letters(TODAY, timezone.now()) == 0
    assert write_letters(TODAY, settled()) == 1


def test_another_bodys_meetings_are_not_told_and_joint_ones_are(body: Body, follower: Subscription) -> None:
    other = make_body("11J", name="NHS Dorset CCG")
    plan(other, on=date(2016, 11, 1))
    assert write_letters(TODAY, settled()) == 0
    joint = plan(other, on=date(2016, 11, 2))
    Partner.objects.create(meeting=joint, body=body)
    assert write_letters(TODAY, settled()) == 1
    assert "2 November" in letters()[0].text
    assert "1 November" not in letters()[0].text


def test_no_word_of_a_draft_of_part_2_or_of_an_unannounced_meeting_is_in_a_letter(
    body: Body, follower: Subscription
) -> None:
    secret = "Hushed"
    hidden = plan(body, announce=False, kind="other", committee=f"{secret} committee", on=date(2016, 11, 3))
    Change.objects.create(meeting=hidden, kind="announced", words=f"{secret} words", on=TODAY, at=timezone.now())
    meeting = plan(body, place=f"{secret} place", source_note=secret)
    AgendaItem.objects.create(meeting=meeting, position=1, title=f"{secret} item", is_part2=True, decision=secret)
    AgendaItem.objects.create(meeting=meeting, position=2, title=f"{secret} draft item", decision=secret)
    PublicQuestion.objects.create(meeting=meeting, question=f"{secret} question")
    planning.cancel(meeting=meeting, why=f"{secret} why", by=None, today=TODAY)
    assert write_letters(TODAY, settled()) == 1
    (letter,) = letters()
    assert "Cancelled" in letter.text
    assert secret not in letter.subject + letter.text + letter.html


def test_more_than_fits_leads_to_all_of_it(body: Body, follower: Subscription) -> None:
    for number in range(1, 26):
        plan(body, on=date(2016, 11, 1) + number * DAY)
    write_letters(TODAY, settled())
    (letter,) = letters()
    assert letter.subject.endswith("25 things new about the meetings of NHS Chiltern CCG")
    assert "and 5 more" in letter.text
    assert "/bodies/10H/meetings/" in letter.text


def test_while_mail_is_held_no_letter_is_written_and_one_tells_all_later(body: Body, follower: Subscription) -> None:
    hold = MailHold.objects.create(since_on=TODAY, made_at=timezone.now(), why="A silence")
    plan(body)
    assert write_letters(TODAY, settled()) == 0
    hold.delete()
    assert write_letters(TODAY, settled()) == 1


def test_letters_wait_for_the_morning(settings: Any, body: Body, follower: Subscription) -> None:
    settings.DEMONSTRATION = False
    plan(body)
    night = timezone.make_aware(datetime(2030, 1, 10, 3, 0))  # noqa: DTZ001  made aware in local time
    assert write_letters(TODAY, night) == 0
    assert write_letters(TODAY, night + timedelta(hours=5)) == 1


def test_the_real_post_takes_a_letter_with_its_headers(body: Body, follower: Subscription, real: PostOffice) -> None:
    plan(body)
    write_letters(TODAY, settled())
    send_waiting(TODAY, for_long=timedelta(seconds=10))
    letter = real.letters[-1]
    assert letter["To"] == READER
    ending = letter["List-Unsubscribe"].strip("<> \r\n")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client(enforce_csrf_checks=True).post(ending.partition("8000")[2]).status_code == 200
    assert not Subscription.objects.alive().exists()


def test_a_letter_that_waits_is_not_sent_once_it_is_ended(body: Body, follower: Subscription, real: PostOffice) -> None:
    Mail.objects.update(sent_at=timezone.now())
    plan(body)
    write_letters(TODAY, settled())
    following.end(subscription=follower, today=TODAY)
    send_waiting(TODAY, for_long=timedelta(seconds=10))
    assert real.letters == []


def test_ending_one_leaves_the_letters_about_another_body(body: Body, follower: Subscription) -> None:
    other = make_body("11J", name="NHS Dorset CCG")
    following.ask(body=other, address=READER, today=TODAY)
    following.end(subscription=follower, today=TODAY)
    assert Mail.objects.exclude(address="").get().subject.endswith("NHS Dorset CCG")


def test_asking_again_after_the_end_begins_anew(body: Body, follower: Subscription) -> None:
    following.end(subscription=follower, today=TODAY)
    following.ask(body=body, address=READER, today=TODAY)
    assert Subscription.objects.unconfirmed().get().address == READER


# Every night.


def test_what_nobody_confirmed_is_purged_after_a_week(body: Body) -> None:
    following.ask(body=body, address=READER, today=TODAY)
    assert following.tidy(TODAY + 6 * DAY) == 0
    assert following.tidy(TODAY + 7 * DAY) == 1
    assert not Subscription.objects.exists()
    assert not Mail.objects.exclude(address="").exists()


def test_asking_again_starts_the_week_again(body: Body) -> None:
    following.ask(body=body, address=READER, today=TODAY)
    following.ask(body=body, address=READER, today=TODAY + 6 * DAY)
    assert following.tidy(TODAY + 7 * DAY) == 0


def test_a_body_that_closed_ends_its_letters_with_a_last_one_naming_who_followed(
    client: Client, body: Body, follower: Subscription
) -> None:
    following.ask(body=body, address="other@example.org", today=TODAY)  # never confirmed
    closed_on = TODAY + DAY
    heir = make_body("15A", name="NHS Buckinghamshire CCG", opened_on=closed_on + DAY)
    Body.objects.filter(pk=body.pk).update(closed_on=closed_on)
    how = {"kind": "ccg_merger", "scope": "whole", "effective_on": closed_on + DAY}
    Succession.objects.create(predecessor=body, successor=heir, **how)
    assert following.tidy(closed_on) == 0
    following.tidy(closed_on + DAY)
    assert not Subscription.objects.alive().exists()
    last = Mail.objects.get(key__contains="last")
    assert (last.address, last.headers) == (READER, {})
    assert "NHS Buckinghamshire CCG" in last.text
    assert "/bodies/15A/meetings/subscribe/" in last.text
    set_demonstration_day(closed_on + DAY)
    page = client.get(PAGE).content.decode()
    assert "NHS Buckinghamshire CCG" in page
    assert client.post(PAGE, {"address": READER}).status_code == 409
    following.tidy(closed_on + 2 * DAY)
    assert not Mail.objects.exclude(address="").exists()


def test_the_last_letter_keeps_its_address_until_it_has_left(
    body: Body, follower: Subscription, real: PostOffice
) -> None:
    Body.objects.filter(pk=body.pk).update(closed_on=TODAY)
    following.tidy(TODAY + DAY)
    following.tidy(TODAY + 2 * DAY)
    send_waiting(TODAY, for_long=timedelta(seconds=10))
    assert [letter["Subject"] for letter in real.letters] == ["The last letter about the meetings of NHS Chiltern CCG"]
    following.tidy(TODAY + 3 * DAY)
    assert not Mail.objects.exclude(address="").exists()


# At once, and many.


def once(deed: Callable[[], object]) -> list[object]:
    return at_once(deed, deed)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_for_one_address_are_one_subscription(body: Body) -> None:
    once(lambda: following.ask(body=body, address=READER, today=TODAY))
    assert Subscription.objects.count() == 1
    assert Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_write_one_letter(body: Body, follower: Subscription) -> None:
    plan(body)
    assert sorted(once(lambda: write_letters(TODAY, settled()))) == [0, 1]  # type: ignore[type-var]
    assert len(letters()) == 1


@pytest.mark.django_db(transaction=True)
def test_ended_while_a_letter_is_written_no_letter_keeps_the_address(body: Body, follower: Subscription) -> None:
    plan(body)
    at_once(lambda: write_letters(TODAY, settled()), lambda: following.end(subscription=follower, today=TODAY))
    assert not Mail.objects.exclude(address="").exists()


def test_writing_to_many_asks_about_the_news_once(
    body: Body, follower: Subscription, django_assert_max_num_queries: Any
) -> None:
    with transaction.atomic():
        for number in range(5):
            following.ask(body=body, address=f"r{number}@example.org", today=TODAY)
    for row in Subscription.objects.unconfirmed():
        following.confirm(subscription=row, today=TODAY)
    for number in range(1, 8):
        plan(body, on=date(2016, 11, 1) + number * DAY)
    with django_assert_max_num_queries(14 + 6 * 8):
        assert write_letters(TODAY, settled()) == 6
