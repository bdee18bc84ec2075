"""One published item and its file. Unpublished is the same as never existed."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from evidence.files import arriving, storage
from evidence.files.verifying import verify_evidence
from tests.factories import make_body, make_duty, make_obligation, make_rule
from tests.register.kit import make_evidence, make_file, use_for

pytestmark = pytest.mark.usefixtures("as_at")


def read(client, evidence) -> str:
    response = client.get(f"/published/{evidence.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_what_it_is_what_it_proves_and_how_to_check_it(client):
    rule = make_rule(make_duty("annual-report", title="Publish the report"))
    stored = make_file()
    evidence = make_evidence(
        make_obligation(rule=rule), title="Report <2016>", kind="file", file=stored, file_name="Report 2016.pdf"
    )
    html = read(client, evidence)
    assert "Report &lt;2016&gt;" in html
    assert 'href="/duties/annual-report/"' in html
    assert "Thursday 31 March 2016" in html and "Thursday 1 September 2016" in html
    assert "PDF, 14 bytes" in html
    assert stored.sha256 in html


def test_anybody_can_check_a_file_without_asking_us(client):
    stored = make_file()
    evidence = make_evidence(make_obligation(), kind="file", file=stored, file_name="Report.pdf")
    html = read(client, evidence)
    assert f'<code class="nhsuk-u-text-break-word">{stored.sha256}</code>' in html
    assert "14 bytes" in html and "Monday 1 August 2016" in html  # the size, and when it was recorded
    assert "Not yet: every stored file is read again once a week" in html
    for words in ("Get-FileHash", "certutil -hashfile", "shasum -a 256", "sha256sum"):
        assert f">{words}</code>" in html
    served = b"".join(client.get(f"/published/{evidence.pk}/file").streaming_content)
    assert hashlib.sha256(served).hexdigest() == stored.sha256


def test_a_file_that_was_verified_says_when_and_one_that_was_changed_is_kept_back(client, settings):
    stored = make_file()
    evidence = make_evidence(make_obligation(), kind="file", file=stored, file_name="Report.pdf")
    verify_evidence(date(2016, 10, 16))
    assert "Sunday 16 October 2016: it is exactly as it was recorded" in read(client, evidence)
    Path(settings.MEDIA_ROOT, storage.name_of(stored.sha256)).write_bytes(b"%PDF-1.4 other")
    verify_evidence(date(2016, 10, 17))
    html = read(client, evidence)
    assert "Monday 17 October 2016: Its bytes are not those that were recorded. This is being looked into" in html
    assert f"/published/{evidence.pk}/file" not in html
    answer = client.get(f"/published/{evidence.pk}/file")
    assert answer.status_code == 503 and "was not the one that was recorded" in answer.content.decode()
    arriving.receive([b"%PDF-1.4 %%EOF"], name="a.pdf")  # somebody uploads the true one again
    verify_evidence(date(2016, 10, 17))
    assert b"".join(client.get(f"/published/{evidence.pk}/file").streaming_content) == b"%PDF-1.4 %%EOF"


def test_a_duty_that_is_not_public_facing_is_not_named(client):
    evidence = make_evidence(make_obligation(rule=make_rule(make_duty(title="Hidden duty", public_facing="no"))))
    assert "Hidden duty" not in read(client, evidence)


def test_an_invented_item_says_so_and_a_real_one_does_not(client):
    mark = "Invented for the demonstration"
    assert mark in read(client, make_evidence(make_obligation(), is_invented=True))
    assert mark not in read(client, make_evidence(make_obligation()))


def test_a_statement_is_shown_as_words_and_never_as_markup(client):
    html = read(client, make_evidence(make_obligation(), kind="statement", text="<b>Done</b>\nYes."))
    assert "&lt;b&gt;Done&lt;/b&gt;\nYes." in html


@pytest.mark.parametrize(
    ("address", "is_link"),
    [("https://example.org/a", True), ("javascript:alert(1)", False), ("ftp://example.org", False)],
)
def test_only_a_web_address_is_made_a_link(client, address, is_link):
    html = read(client, make_evidence(make_obligation(), kind="link", url=address))
    assert (f'href="{address}"' in html) is is_link
    assert address in html


def test_the_file_is_a_download_that_no_browser_runs(client):
    evidence = make_evidence(
        make_obligation(), kind="file", file=make_file(b"%PDF-1.4 %%EOF"), file_name='Bericht "über".pdf'
    )
    response = client.get(f"/published/{evidence.pk}/file")
    assert b"".join(response.streaming_content) == b"%PDF-1.4 %%EOF"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "noindex" in response["X-Robots-Tag"]


def test_a_file_that_is_gone_and_an_item_that_is_no_file_are_not_found(client):
    stored = make_file()
    gone = make_evidence(make_obligation(), kind="file", file=stored, file_name="a.pdf")
    storage.delete(stored.sha256)
    statement = make_evidence(make_obligation())
    assert client.get(f"/published/{gone.pk}/file").status_code == 404
    assert client.get(f"/published/{statement.pk}/file").status_code == 404


def plain(response) -> str:
    """A page without what differs at every request."""
    return re.sub(r'nonce="[^"]*"', "", response.content.decode())


@pytest.mark.parametrize(
    "fields",
    [{}, {"sent_on": None}, {"withheld": "legal"}, {"withheld": "future", "withheld_until": date(2016, 1, 1)}],
    ids=["sent in", "draft", "withheld", "withheld until a day that has passed"],
)
def test_unpublished_answers_exactly_as_what_never_existed(client, fields):
    hidden = make_evidence(
        make_obligation(), kind="file", file=make_file(), file_name="a.pdf", published_on=None, **fields
    )
    for path in ("/published/{}/", "/published/{}/file"):
        there, never = client.get(path.format(hidden.pk)), client.get(path.format(hidden.pk + 10_000))
        assert there.status_code == never.status_code == 404
        assert plain(there) == plain(never)


def test_taken_off_again_it_is_gone(client):
    evidence = make_evidence(make_obligation())
    read(client, evidence)
    evidence.published_on = evidence.published_by = evidence.publish_decided_on = None
    evidence.save()
    assert client.get(f"/published/{evidence.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/published/99999999999999999999999/", "/published/0/file", "/bodies/%00/", "/duties/none/"]
)
def test_addresses_of_nothing_are_not_found(client, path):
    make_body("07X")
    assert client.get(path).status_code == 404


def test_the_page_costs_the_same_for_two_obligations_and_for_twenty(client, django_assert_max_num_queries):
    def cost(evidence) -> int:
        with django_assert_max_num_queries(20) as captured:
            read(client, evidence)
        return len(captured)

    evidence = make_evidence(make_obligation())
    use_for(evidence, make_obligation())
    few = cost(evidence)
    for _ in range(18):
        use_for(evidence, make_obligation())
    assert cost(evidence) == few
