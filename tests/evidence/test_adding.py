"""Adding evidence through the pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import actions
from evidence.models import Evidence, StoredFile
from tests.evidence import sample_files as sample
from tests.evidence.conftest import add_statement, send, when
from tests.factories import TODAY

ABOUT = when("about_on", date(2016, 9, 30))


def upload(content: bytes = sample.PDF, name: str = "Report.pdf") -> dict:
    return {"file": SimpleUploadedFile(name, content), "title": "Annual report", **ABOUT}


def stored(settings) -> list[Path]:
    return [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


def address(obligation, kind: str = "file") -> str:
    return f"/obligations/{obligation.pk}/add/{kind}/"


def test_what_then_the_thing_itself_then_check(world, as_, obligation) -> None:
    client = as_(world.contributor)
    first = client.post(f"/obligations/{obligation.pk}/add/", {"kind": "statement"})
    assert first.url == address(obligation, "statement")
    then = client.post(first.url, {"text": "Done at the meeting", "title": "Minute 7", **ABOUT}, follow=True)
    assert then.redirect_chain == [(f"/obligations/{obligation.pk}/send/", 302)]
    assert "Minute 7" in then.content.decode()
    made = Evidence.objects.get()
    assert (made.kind, made.about_on, made.body, made.is_draft) == ("statement", date(2016, 9, 30), world.body, True)


def test_no_choice_is_asked_for_in_words(world, as_, obligation) -> None:
    page = as_(world.lead).post(f"/obligations/{obligation.pk}/add/").content.decode()
    assert "There is a problem" in page and "Choose a file, a link or a statement, or something already here" in page


@pytest.mark.parametrize("kind", ["file", "link", "statement"])
def test_nothing_is_wrong_before_anything_was_sent(world, as_, obligation, kind) -> None:
    page = as_(world.lead).get(address(obligation, kind)).content.decode()
    assert "There is a problem" not in page and "<title>Error" not in page


def test_a_pasted_link_needs_no_question(world, as_, obligation) -> None:
    client = as_(world.lead)
    answer = client.get(f"/obligations/{obligation.pk}/add/", {"url": "https://a.nhs.uk/r?x=1&y=2"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(address(obligation, "link"))
    assert 'value="https://a.nhs.uk/r?x=1&amp;y=2"' in answer.content.decode()


def test_a_file_is_stored_under_its_digest_and_keeps_its_name_as_text(world, as_, obligation, settings) -> None:
    as_(world.lead).post(address(obligation), upload(name="..\\Report 1.pdf"))
    made = Evidence.objects.get()
    assert (made.file_name, made.file.content_type) == ("Report 1.pdf", "application/pdf")
    assert len(stored(settings)) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (sample.ZIP, "The file is a ZIP archive. Upload a PDF, Office or OpenDocument file, CSV, text or image."),
        (sample.HTML, "The file is a web page or XML."),
        (sample.EXE, "The file is a program."),
        (b"", "The file is empty. Upload the file again."),
    ],
)
def test_a_refused_file_leaves_nothing_and_keeps_what_was_typed(
    world, as_, obligation, settings, content, words
) -> None:
    answer = as_(world.lead).post(address(obligation), upload(content))
    page = answer.content.decode()
    assert answer.status_code == 200 and "There is a problem" in page and words in page
    assert 'value="Annual report"' in page and 'value="30"' in page and 'value="2016"' in page
    assert stored(settings) == [] and not Evidence.objects.exists() and not StoredFile.objects.exists()


def test_a_file_must_be_chosen_again_and_the_page_says_so(world, as_, obligation, settings) -> None:
    page = as_(world.lead).post(address(obligation), upload() | {"title": ""}).content.decode()
    assert "Enter the title" in page and "Choose the file again" in page
    assert stored(settings) == []


def test_a_file_over_the_limit_is_turned_away_while_it_arrives(world, as_, obligation, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024
    big = upload(b"x" * (2 * 1024 * 1024 + 1), "big.txt")
    page = as_(world.lead).post(address(obligation), big).content.decode()
    assert "The file is larger than 2 MB. Upload a smaller one." in page and 'value="Annual report"' in page
    assert stored(settings) == []


def test_a_form_far_over_the_limit_is_turned_away_before_it_is_read(
    world, as_, obligation, settings, monkeypatch
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    monkeypatch.setattr(
        "evidence.files.uploads.CappedUploads.receive_data_chunk", lambda *_: pytest.fail("it was read")
    )
    page = as_(world.lead).post(address(obligation), upload(b"x" * (3 * 1024 * 1024), "big.txt")).content.decode()
    assert "The file is larger than 1 MB" in page


def test_nobody_uploads_without_signing_in(client, obligation, settings, monkeypatch) -> None:
    kept = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.MemoryFileUploadHandler.new_file", lambda *a, **_: kept.append(a)
    )
    assert client.post(address(obligation), upload()).status_code == 302
    assert kept == []


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://example.org/a", "data:text/html,x", "file:///etc/passwd", "/report", "https://"],
)
def test_only_web_addresses_are_links(world, as_, obligation, url) -> None:
    page = as_(world.lead).post(address(obligation, "link"), {"url": url, "title": "T", **ABOUT}).content.decode()
    assert "Enter a full web address, like https://www.example.nhs.uk/report" in page
    assert not Evidence.objects.exists()


def test_an_address_with_a_password_is_refused(world, as_, obligation) -> None:
    given = {"url": "https://me:secret@example.nhs.uk/", "title": "T", **ABOUT}
    assert "without a user name" in as_(world.lead).post(address(obligation, "link"), given).content.decode()


def test_a_link_shows_its_host_and_tells_nobody_where_it_was_followed(world, as_, obligation) -> None:
    given = {"url": "https://www.chiltern.nhs.uk/report?page=2", "title": "T", **ABOUT}
    as_(world.lead).post(address(obligation, "link"), given)
    page = as_(world.lead).get(f"/obligations/{obligation.pk}/").content.decode()
    assert (
        '<a href="https://www.chiltern.nhs.uk/report?page=2" rel="noopener noreferrer external">www.chiltern.nhs.uk</a>'
        in page
    )


def test_the_same_form_twice_makes_one_draft(world, as_, obligation) -> None:
    client = as_(world.lead)
    for _ in range(2):
        assert client.post(address(obligation), upload()).url == f"/obligations/{obligation.pk}/send/"
    assert Evidence.objects.count() == 1


def test_adding_to_what_was_sent_in_meanwhile_is_refused_and_keeps_what_was_typed(
    world, as_, obligation, settings
) -> None:
    send(obligation, world.lead)
    answer = as_(world.contributor).post(address(obligation), upload())
    assert answer.status_code == 409
    assert "waiting for review" in answer.content.decode() and 'value="Annual report"' in answer.content.decode()
    assert stored(settings) == []
    sent_away = as_(world.contributor).get(address(obligation), follow=True)
    assert sent_away.redirect_chain and "waiting for review" in sent_away.content.decode()


def test_a_draft_is_changed_and_removed(world, as_, obligation) -> None:
    draft = add_statement(obligation, world.contributor)
    client = as_(world.lead)
    change = f"/obligations/{obligation.pk}/drafts/{draft.pk}/"
    assert "It was done: Minutes" in client.get(change).content.decode()
    client.post(change, {"title": "Signed minutes", "text": "Signed", **ABOUT})
    draft.refresh_from_db()
    assert (draft.title, draft.text, draft.about_on) == ("Signed minutes", "Signed", date(2016, 9, 30))
    for _ in range(2):
        assert client.post(change + "remove/").status_code == 302
    assert not Evidence.objects.exists()


def test_a_draft_of_a_file_keeps_its_file_when_its_title_changes(world, as_, obligation) -> None:
    client = as_(world.lead)
    client.post(address(obligation), upload())
    draft = Evidence.objects.get()
    client.post(f"/obligations/{obligation.pk}/drafts/{draft.pk}/", {"title": "Better", **ABOUT})
    draft.refresh_from_db()
    assert draft.title == "Better" and draft.file is not None


def test_a_draft_that_was_sent_in_meanwhile_is_not_changed(world, as_, obligation) -> None:
    draft = add_statement(obligation, world.contributor)
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    change = f"/obligations/{obligation.pk}/drafts/{draft.pk}/"
    assert as_(world.contributor).post(change, {"title": "x", "text": "y", **ABOUT}).status_code == 404


def test_a_get_writes_nothing(world, as_, obligation) -> None:
    draft = add_statement(obligation, world.contributor)
    client = as_(world.lead)
    assert client.get(f"/obligations/{obligation.pk}/drafts/{draft.pk}/remove/").status_code == 405
    assert Evidence.objects.exists()
