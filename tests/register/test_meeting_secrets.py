"""What nobody may know of a meeting is on no page, in no feed, search or file; and the search for it is no blind one.

Secrets are planted in every place that is not public. Each is a word of which the first half is searched for, so that
an answer that shows the whole word is a leak and not an echo. Then each guard is taken away: that must be noticed.
"""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies import audit
from evidence.models import Evidence, FileText
from meetings.models import (
    Change,
    InterestDeclared,
    LayCheck,
    LayPoint,
    Meeting,
    Move,
    Partner,
    PublicQuestion,
    Question,
    Subscription,
)
from meetings.querysets import MeetingQuerySet, PaperQuerySet
from register import urls
from register.meetings import one, searching
from tests.factories import TODAY, make_body, make_office, make_user
from tests.register.kit import make_file
from tests.register.meeting_kit import add_item, add_paper, announce, whole

pytestmark = pytest.mark.usefixtures("as_at")
DAY = timedelta(days=1)
PLACES = (
    "unannounced place", "unannounced committee", "unannounced attend", "unannounced item", "unannounced paper",
    "unannounced why", "unannounced move", "unannounced change", "unannounced source", "unannounced notice",
    "tomorrow place", "agenda title", "agenda summary", "agenda decision", "agenda paper", "agenda document",
    "record decision", "record posts", "record resolution", "record why", "record interest", "record handled",
    "part2 title", "part2 summary", "part2 decision", "part2 paper", "part2 text", "part2 file", "part2 name",
    "part2 late", "part2 interest", "part2 post", "part2 odd paper", "unpublished title", "unpublished text",
    "unpublished file", "unpublished name", "unpublished minutes", "unpublished recording", "withdrawn title",
    "withdrawn text", "embargoed title", "question", "question answer", "question tomorrow", "check note",
    "point words", "lay question", "lay answer", "lay alone", "lay alone answer", "body alone", "body alone answer",
    "asker name", "enterer name", "mover name", "audit word", "later change", "private move", "subscriber",
)  # fmt: skip
NUMBERS = {place: number for number, place in enumerate(PLACES)}


def half(place: str) -> str:
    return f"hush{NUMBERS[place]:02}x"


def secret(place: str) -> str:
    """The word that is planted in a place."""
    return half(place) + place.replace(" ", "")


@pytest.fixture
def body():
    return make_body("07X", name="NHS Corby CCG", region=make_office("Y55", name="Midlands"))


@pytest.fixture
def planted(body) -> Meeting:
    """A body with a meeting to see, and a secret in every place."""
    shown = whole(body, entered_by=make_user(name=secret("enterer name")))
    _unannounced(body)
    announce(body, TODAY + 9 * DAY, announced_on=TODAY + DAY, place=secret("tomorrow place"))
    _agenda(whole(body, agenda_on=TODAY + DAY, record_on=TODAY + DAY))
    _record(whole(body, date(2016, 9, 16), record_on=None))
    _part2(shown)
    _papers(shown)
    _questions(shown)
    _trail(shown)
    return shown


def _file(place: str, text: str = "") -> dict[str, object]:
    """A file with a secret in its bytes, and in the text that was read from it."""
    file = make_file(b"%PDF-1.4 " + secret(place).encode() + b" %%EOF")
    FileText.objects.create(file=file, text=secret(text or place), extracted_on=TODAY)
    return {"kind": "file", "file": file}


def _unannounced(body) -> None:
    meeting = announce(
        body, TODAY + 7 * DAY, announced_on=None, kind="other", committee=secret("unannounced committee"),
        place=secret("unannounced place"), attend=secret("unannounced attend"), state="postponed",
        state_why=secret("unannounced why"), source=secret("unannounced source"),
        notice_where=secret("unannounced notice"),
    )  # fmt: skip
    add_paper(meeting, secret("unannounced paper"), add_item(meeting, secret("unannounced item")), published_on=None)
    PublicQuestion.objects.create(meeting=meeting, question=secret("unannounced item"), published_on=TODAY)
    Move.objects.create(
        meeting=meeting, was_on=TODAY, now_on=meeting.on, why=secret("unannounced move"), moved_on=TODAY,
        was_public=True,
    )  # fmt: skip
    words = secret("unannounced change")
    Change.objects.create(meeting=meeting, kind="announced", words=words, on=TODAY, at=timezone.now())
    Partner.objects.create(meeting=meeting, body=make_body("08A", region=body.offices.get().office))


def _agenda(meeting: Meeting) -> None:
    """Announced, and the agenda is for tomorrow."""
    item = add_item(
        meeting, secret("agenda title"), summary=secret("agenda summary"), decision=secret("agenda decision")
    )
    add_paper(meeting, secret("agenda paper"), item, published_on=None)
    add_paper(meeting, secret("agenda document"), role="agenda", published_on=None)


def _record(meeting: Meeting) -> None:
    """The agenda is public, what happened is not."""
    item = add_item(meeting, "An open item", decision=secret("record decision"))
    Meeting.objects.filter(pk=meeting.pk).update(
        posts_present=[secret("record posts")], resolution=secret("record resolution"),
        resolution_why=secret("record why"),
    )  # fmt: skip
    InterestDeclared.objects.create(
        meeting=meeting, item=item, post="Chair", interest=secret("record interest"), handled=secret("record handled")
    )


def _part2(meeting: Meeting) -> None:
    item = add_item(
        meeting, secret("part2 title"), is_part2=True, summary=secret("part2 summary"),
        decision=secret("part2 decision"),
    )  # fmt: skip
    add_paper(
        meeting, secret("part2 paper"), item, is_part2=True, on=None, late_why=secret("part2 late"),
        file_name=f"{secret('part2 name')}.pdf", **_file("part2 file", "part2 text"),
    )  # fmt: skip
    add_paper(meeting, secret("part2 odd paper"), item, published_on=None)
    InterestDeclared.objects.create(
        meeting=meeting, item=item, post=secret("part2 post"), interest=secret("part2 interest")
    )


def _papers(meeting: Meeting) -> None:
    add_paper(
        meeting, secret("unpublished title"), on=None, file_name=f"{secret('unpublished name')}.pdf",
        **_file("unpublished file", "unpublished text"),
    )  # fmt: skip
    add_paper(meeting, secret("unpublished minutes"), on=None, role="draft_minutes")
    add_paper(meeting, secret("unpublished recording"), on=None, role="recording")
    add_paper(meeting, secret("embargoed title"), on=TODAY, published_on=TODAY + DAY)
    gone = {"withdrawn_on": TODAY, "withdrawn_by": make_user(), "withdrawn_why": "It named a patient."}
    add_paper(
        meeting, secret("withdrawn title"), on=TODAY, published_on=None, was_published_on=TODAY, unpublished_on=TODAY,
        unpublished_by=make_user(), text=secret("withdrawn text"), kind="statement", **gone,
    )  # fmt: skip


def _questions(meeting: Meeting) -> None:
    given = {"meeting": meeting, "answer": secret("question answer")}
    PublicQuestion.objects.create(question=secret("question"), published_on=None, **given)
    PublicQuestion.objects.create(question=secret("question tomorrow"), published_on=TODAY + DAY, **given)
    asker = make_user(name=secret("asker name"))
    check = LayCheck.objects.create(
        meeting=meeting, by=asker, how="papers", note=secret("check note"), checked_on=TODAY, checked_at=timezone.now()
    )
    for number, (text, answer, agreed) in enumerate(
        (
            ("lay question", "lay answer", {}),
            ("lay alone", "lay alone answer", {"lay_agrees_on": TODAY}),
            ("body alone", "body alone answer", {"body_agrees_on": TODAY, "body_agrees_by": asker}),
            ("point words", "lay answer", {"lay_agrees_on": TODAY, "body_agrees_on": TODAY + DAY,
                                           "body_agrees_by": asker}),
        )
    ):  # fmt: skip
        point = LayPoint.objects.create(check_of=check, key=f"p{number}", words=secret("point words"), is_true=False)
        Question.objects.create(
            point=point, meeting=meeting, by=asker, text=secret(text), asked_on=TODAY, answer=secret(answer),
            answered_on=TODAY, answered_by=asker, **agreed,
        )  # fmt: skip


def _trail(meeting: Meeting) -> None:
    mover = make_user(name=secret("mover name"))
    moved = {"meeting": meeting, "was_on": date(2016, 9, 14), "now_on": meeting.on, "moved_by": mover}
    Move.objects.create(why="The hall was shut", moved_on=TODAY, was_public=True, **moved)
    Move.objects.create(why=secret("private move"), moved_on=TODAY, was_public=False, **moved)
    words = secret("later change")
    Change.objects.create(meeting=meeting, kind="record", words=words, on=TODAY + DAY, at=timezone.now())
    audit.record("changed", meeting, by=mover, today=TODAY, body=meeting.body, note=secret("audit word"))
    address = f"{secret('subscriber')}@example.org"
    Subscription.objects.create(
        body=meeting.body, address=address, token=secret("subscriber"), asked_on=TODAY, asked_at=timezone.now()
    )


BY_ITSELF = (
    "home", "bodies", "published", "search", "meetings", "meetings_ics", "meetings_atom",
)  # fmt: skip


def pages() -> list[str]:
    """Every address of the register that can tell of a meeting or of its papers."""
    asked = {
        (): BY_ITSELF,
        ("2016-09",): ("month",), ("2016-10",): ("month",), ("2016-12",): ("month",),
        ("07X",): ("body", "body_meetings", "body_meetings_ics", "body_meetings_atom"),
        ("08A",): ("body", "body_meetings", "body_meetings_ics", "body_meetings_atom"),
        ("Y55",): ("region_meetings_ics", "region_meetings_atom"),
    }  # fmt: skip
    asked |= {(pk,): ("meeting", "meeting_print", "meeting_ics") for pk in Meeting.objects.values_list("pk", flat=True)}
    found = [reverse(f"register:{name}", args=args) for args, names in asked.items() for name in names]
    for pk in Evidence.objects.values_list("pk", flat=True):
        found += [reverse(f"register:{name}", args=[pk]) for name in ("evidence", "file")]
    return [*found, "/meetings/?show=past", "/meetings/?show=past&private=on", "/published/?body=07X"]


def searches() -> list[str]:
    """The search for every secret, by its first half."""
    asked = ("/search/?q=", "/meetings/?show=past&q=", "/meetings/?q=")
    return [f"{path}{half(place)}" for place in PLACES for path in asked]


def leaks(client, addresses: list[str], *, fine: tuple[int, ...] = (200, 404, 410)) -> dict[str, set[str]]:
    """Which places of secrets each address tells of."""
    found: dict[str, set[str]] = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in fine, address
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = unescape(content.decode()) + str(answer.headers)
        told = told.replace("\r\n ", "")  # folded lines of a calendar
        if places := {place for place in PLACES if secret(place) in told}:
            found[address] = places
    return found


def hits(client) -> set[str]:
    """Places whose secret a search finds something by, shown or not."""
    found = set()
    for place in PLACES:
        for address in (f"/meetings/?show=past&q={half(place)}", f"/meetings/?q={half(place)}"):
            if 'class="nhsuk-list tracker-results"' in client.get(address).content.decode():
                found.add(place)
    return found


def test_nothing_that_is_not_public_is_told_anywhere(client, planted):
    told = client.get(f"/meetings/{planted.pk}/").content.decode()
    assert "Commercial terms are discussed." in told and "The hall was shut" in told  # there is something to see
    assert leaks(client, pages() + searches()) == {}


def test_nothing_is_found_by_words_that_are_not_public(client, planted):
    assert hits(client) == set()


def test_every_address_on_meetings_is_asked(planted):
    asked = {address.partition("?")[0] for address in pages()}
    for pattern in urls.urlpatterns:
        if "meeting" in str(pattern.pattern) or pattern.name in ("month", "search", "home", "body"):
            code = "Y55" if "region" in pattern.name else "07X"
            arguments = {"pk": planted.pk, "code": code, "written": "2016-09"}
            names = pattern.pattern.converters
            assert reverse(f"register:{pattern.name}", kwargs={one: arguments[one] for one in names}) in asked


def test_to_who_is_signed_in_the_register_tells_no_more(client, planted):
    client.force_login(make_user())
    assert leaks(client, pages()) == {}


EVERYTHING = lambda self, today: self.all()  # noqa: E731  a guard that lets everything through


@pytest.mark.parametrize(
    ("where", "guard", "instead", "places"),
    [
        (MeetingQuerySet, "published", EVERYTHING, {"unannounced place", "unannounced why", "tomorrow place"}),
        (PaperQuerySet, "published", EVERYTHING, {"withdrawn title", "embargoed title"}),
        (Meeting, "shows_agenda", lambda self, today: True, {"agenda title", "agenda summary"}),
        (Meeting, "shows_record", lambda self, today: True, {"record decision", "record why", "record interest"}),
        (one, "_interests", lambda rows: [one.Interest(row.post, row.interest, "", "") for row in rows],
         {"part2 interest", "part2 post"}),
    ],
    ids=["the meeting", "the papers", "the agenda", "the record", "interests about Part 2"],
)  # fmt: skip
def test_a_guard_that_is_missing_is_noticed(client, planted, monkeypatch, where, guard, instead, places):
    monkeypatch.setattr(where, guard, instead)
    client.raise_request_exception = False
    told = set().union(*leaks(client, pages(), fine=(200, 404, 410, 500)).values())
    assert places <= told


def test_a_search_that_asks_too_much_is_noticed(client, planted, monkeypatch):
    monkeypatch.setattr(searching, "_public_items", lambda today: searching.AgendaItem.objects.all())
    assert {"part2 title", "part2 summary"} <= hits(client)
