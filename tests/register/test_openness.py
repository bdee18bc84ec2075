"""What the register must never do: leak, write, or know its readers. Every address is crawled with secrets planted."""

import ast
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

import register
from bodies.access import Permission
from bodies.doors import DOORS
from evidence.models import Evidence, FileText, Submission
from register import urls
from tests.factories import (
    TODAY,
    make_body,
    make_duty,
    make_obligation,
    make_office,
    make_rule,
    make_user,
    national_office,
)
from tests.register.case_kit import disclose, publish
from tests.register.kit import make_evidence, make_file
from tests.register.meeting_kit import whole
from tests.surveys.conftest import a_survey, answer, bodies_of

pytestmark = pytest.mark.usefixtures("as_at")
LONG_PAST = date(2016, 6, 30)
SECRETS = 22


def secret(number: int) -> str:
    return f"hidden{number:02}hidden"


def closed_survey(region):
    """A survey of the year before that enough bodies of a region answered; what one said besides stays with it."""
    national_office()
    began, closed = date(2016, 3, 1), date(2016, 3, 31)
    survey = a_survey(2015, opens_on=began, closes_on=closed, today=began - timedelta(days=7))
    for value, body in enumerate(bodies_of(region, 7)):
        answer(survey, body, region, 1 + value % 5, comment=secret(2), today=began)


@pytest.fixture
def planted():
    """A body with something to see, and a secret in every place that the public must not see."""
    region = make_office("Y54", name="North of England")
    closed_survey(region)
    body = make_body("07X", region=region)
    other = make_body("08A", region=region)
    shown = make_evidence(
        make_obligation(body), title="Open report", kind="file", file=make_file(), file_name="open.pdf"
    )
    FileText.objects.create(file=shown.file, text="The open text of a report", extracted_on=TODAY)
    absent = make_obligation(body, due_on=LONG_PAST, not_applicable_why=secret(0), dispute=secret(1), disputed_on=TODAY)
    make_evidence(absent, title=secret(2), text=secret(3), published_on=None, sent_on=None)
    recorded = make_obligation(body, due_on=LONG_PAST, sent_back_on=TODAY)
    make_evidence(recorded, title=secret(4), text=secret(5), published_on=None, withheld="audit")
    make_evidence(recorded, kind="link", title="x", url=f"https://{secret(6)}.example", published_on=None)
    make_evidence(
        recorded, kind="file", title="y", file=make_file(b"%PDF-1.4 b %%EOF"), file_name=secret(7), published_on=None
    )
    plant_texts(recorded)
    plant_round(recorded)
    for public_facing, number in (("no", 10), ("partly", 11)):
        rule = make_rule(make_duty(title="Some duty", public_facing=public_facing))
        make_obligation(body, rule, due_on=LONG_PAST, subject=secret(number), reason=secret(12))
    make_obligation(other, due_on=date(2017, 1, 31), subject=secret(13), reason=secret(14))
    whole(body)
    make_obligation(body, due_on=LONG_PAST, is_inside=True, subject=secret(21), reason=secret(21))
    disclose(body, subject=secret(18), waiting_on=secret(19))
    publish(body, is_nil=True)
    publish(body, "complaints", "", texts={"action": secret(20)}, published_on=None, published_by=None)
    return body


def plant_texts(obligation) -> None:
    """Files of what is not public, read all the same: held back, under an embargo, and taken off after it was found."""
    later = TODAY + timedelta(days=1)
    embargo = {"published_on": later, "publish_decided_on": TODAY, "withheld": "future", "withheld_until": later}
    for number, fields in ((15, {"published_on": None, "withheld": "legal"}), (16, embargo), (17, {})):
        file = make_file(secret(number).encode())
        piece = make_evidence(obligation, kind="file", title=secret(number), file=file, file_name="z.pdf", **fields)
        FileText.objects.create(file=file, text=f"open {secret(number)}", extracted_on=TODAY)
    Evidence.objects.filter(pk=piece.pk).update(
        published_on=None, published_by=None, publish_decided_on=None, unpublished_on=TODAY,
        unpublished_by=piece.added_by, withdrawn_on=TODAY, withdrawn_by=piece.added_by, withdrawn_why="Names in it",
    )  # fmt: skip


def plant_round(obligation) -> None:
    Submission.objects.create(
        obligation=obligation, number=1, sent_by=make_user(name=secret(8)), sent_on=TODAY, sent_at=timezone.now(),
        queued_at=timezone.now(),
        done_on=LONG_PAST, note=secret(9), decision="sent_back", decided_by=make_user(), decided_on=TODAY,
        decided_at=timezone.now(), reason=secret(9),
    )  # fmt: skip


def crawl(client) -> dict[str, str]:
    """Every page of the register that can be reached from its front page, and the search for each secret."""
    seen: dict[str, str] = {}
    waiting = [
        "/register/",
        "/search/?q=open",
        "/bodies/?show=all",
        *(f"/search/?q={secret(n)}" for n in range(SECRETS)),
    ]
    waiting += [
        f"/published/{pk}/{end}" for pk in Evidence.objects.values_list("pk", flat=True) for end in ("", "file")
    ]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code in (200, 404), path
        html = unescape(content.decode(errors="replace"))  # a workbook is no text: its rows are those of the CSV
        seen[path] = html + str(response.headers)
        found = re.findall(r'href="(/[^"#]*)', html) if not response.streaming else []
        others = re.compile(r"/(static|account)/|/bodies/\w+/meetings/subscribe/")  # what is not the register's
        waiting += [link for link in found if not others.match(link)]
    return seen


def test_no_page_tells_what_is_not_public(client, planted):
    pages = crawl(client)
    assert "Open report" in pages["/register/"]
    assert "The <mark>open</mark> text" in pages["/search/?q=open"]
    assert "Nothing recorded here." in pages["/bodies/07X/"]
    assert "Recorded, not published." in pages["/bodies/07X/"]
    for path, content in pages.items():
        typed = path.partition("?q=")[2]
        told = {secret(number) for number in range(SECRETS) if secret(number) in content} - {typed}
        assert not told, path
        for words in ("Sent back", "Waiting for review", "Being gathered", "days late", "Legal date passed"):
            assert words not in content, path


def test_the_crawl_reaches_every_address_of_the_register(client, planted):
    resolved = {get_resolver().resolve(path.partition("?")[0]).view_name for path in crawl(client)}
    assert resolved >= {f"register:{pattern.name}" for pattern in urls.urlpatterns}


def test_every_address_is_open_to_anybody_and_only_reads(client):
    for pattern in urls.urlpatterns:
        assert DOORS[f"register:{pattern.name}"] is Permission.PUBLIC
    for path in (
        *("/register/", "/search/", "/bodies/", "/duties/", "/published/", "/about/", "/published/1/file"),
        *("/meetings/", "/meetings/1/", "/meetings/1.ics", "/feeds/meetings.atom", "/bodies/07X/meetings/"),
        *("/disclosures/", "/disclosures/1/"),
    ):
        for method in (client.post, client.put, client.delete, client.patch):
            assert method(path).status_code == 405


def test_reading_writes_nothing_sets_no_cookie_and_makes_no_session(client, planted):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        crawl(client)
    assert [query["sql"] for query in captured if not query["sql"].startswith("SELECT")] == []
    assert not client.cookies
    assert not Session.objects.exists()


def test_the_cookies_that_the_page_names_are_those_that_signing_in_sets(client):
    make_user("lead@example.org")
    client.get("/account/login/")
    assert set(client.cookies) == {"csrftoken"}
    client.post("/account/login/", {"login": "lead@example.org", "password": "correct horse battery"})
    html = client.get("/cookies/").content.decode()
    for name in client.cookies:
        assert re.search(rf">\s*{name}\s*<", html), name


def test_who_is_signed_in_sees_the_same(client, planted):
    anonymous = client.get("/bodies/07X/").content.decode().partition("<main")[2].partition("</main>")[0]
    client.force_login(make_user())
    assert anonymous == client.get("/bodies/07X/").content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_code_reads_evidence_only_as_published_and_rounds_never():
    """Of what is not published the stated reason alone is read; of what was withdrawn, that it was, and why."""
    for file in Path(register.__file__).parent.rglob("*.py"):
        source = file.read_text()
        assert "Submission" not in source and "Flag" not in source, file
        reads = [
            node.attr
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Evidence.objects"
        ]
        assert set(reads) <= {"published", "stated_reasons", "withdrawn_from_public"}, file
        assert not re.search(r"from casework\.models import .*\b(Complaint|Term|Case)", source), file
        for name, way in (
            ("Meeting", "published"),
            ("Paper", "published"),
            ("Return", "published"),
            ("InformationRequest", "disclosed"),
        ):
            assert set(re.findall(rf"\b{name}\.objects\.(\w+)", source)) <= {way}, file
