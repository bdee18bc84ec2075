"""What the log carries: an id for each request, which goes along with what the request sends."""

import json
import logging
from pathlib import Path

import pytest
from celery import shared_task

from bodies.logs import Ids, JsonFormatter, ids, in_request

FORMATTER = JsonFormatter()


def line_of(message: str, *given: object, **extra: object) -> dict:
    record = logging.getLogger("tests").makeRecord("tests", logging.INFO, "x.py", 1, message, given, None, extra=extra)
    Ids().filter(record)
    return json.loads(FORMATTER.format(record))


def test_a_line_is_json_with_what_was_said_and_given() -> None:
    said = line_of("%s rows", 3, page="desk:home", status=200)
    assert {
        "level": "INFO",
        "logger": "tests",
        "message": "3 rows",
        "page": "desk:home",
        "status": 200,
    }.items() <= said.items()
    assert said["at"].endswith("+00:00")
    assert "request_id" not in said


def test_an_error_is_in_its_line() -> None:
    with pytest.raises(OSError, match="No space") as raised:
        Path("/dev/full").write_text("x")
    given = (raised.type, raised.value, raised.tb)
    record = logging.getLogger("tests").makeRecord("tests", logging.ERROR, "x.py", 1, "failed", (), given)
    assert "No space left" in json.loads(FORMATTER.format(record))["error"]


def test_what_is_logged_in_a_request_bears_its_id() -> None:
    with in_request("abc-123456"):
        assert line_of("x")["request_id"] == "abc-123456"
    assert "request_id" not in line_of("x")


@pytest.mark.django_db
def test_a_sound_id_is_taken_over_and_goes_back(client) -> None:
    assert client.get("/about/", headers={"X-Request-ID": "from-the-proxy.1"})["X-Request-ID"] == "from-the-proxy.1"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "with a space", "new\nline-line", "é" * 9, "x" * 65])
def test_an_unsound_id_is_replaced(client, given) -> None:
    answered = client.get("/about/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert len(answered) == 32 and answered != given


@pytest.mark.django_db
def test_each_request_is_logged_by_the_name_of_its_page_not_its_address(client, caplog) -> None:
    caplog.set_level(logging.INFO, "bodies.web.request_ids")
    client.get("/search/?q=something+private")
    client.get("/health/web/")
    (line,) = [record for record in caplog.records if record.name == "bodies.web.request_ids"]
    assert (line.page, line.status, line.method) == ("register:search", 200, "GET")
    assert "private" not in line.getMessage()


@shared_task(name="tests.what_ids")
def what_ids() -> dict:
    return ids()


def test_a_task_bears_its_own_id_and_that_of_the_request_which_sent_it() -> None:
    with in_request("from-a-click"):
        sent = what_ids.s().set(task_id="the-task").apply_async
        found = what_ids.app.conf.task_always_eager
        what_ids.app.conf.task_always_eager = True
        try:
            answer = sent().get()
        finally:
            what_ids.app.conf.task_always_eager = found
    assert answer == {"request_id": "from-a-click", "task_id": "the-task", "task": "tests.what_ids"}


@pytest.mark.django_db
def test_who_meets_an_error_of_ours_is_given_the_number_that_the_log_has(client, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("broken")

    client.raise_request_exception = False
    monkeypatch.setattr("bodies.jobs.overdue", broken)
    answer = client.get("/health/jobs/", headers={"X-Request-ID": "from-the-proxy.2"})
    assert answer.status_code == 500
    assert "give this number: from-the-proxy.2" in answer.content.decode()
