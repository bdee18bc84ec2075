"""What can still be recorded of a case that has ended, and what is told where two people record at once."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from casework.actions import Happening, add_events, change_event, publish_disclosure
from casework.actions.common import ChangedMeanwhile
from casework.models import Complaint
from duties.actions import NotNow
from register.casework import disclosures
from tests.casework.conftest import TODAY, happen, make_complaint, make_request
from tests.casework.test_log_pages import day
from tests.factories import make_user

ANSWERED_ON = date(2016, 10, 14)


def test_what_was_answered_can_still_be_marked_as_logged_by_mistake_once(body) -> None:
    case = happen(make_request(body), "answered", ANSWERED_ON, code="granted")
    case = happen(case, "mistake", TODAY, words="Logged twice")
    assert (case.ended_how, case.is_open, case.kept) == ("mistake", False, "")
    with pytest.raises(NotNow, match="only one can be"):
        happen(case, "mistake", date(2016, 10, 16), words="Again")
    complaint = happen(make_complaint(body), "responded", ANSWERED_ON, code="upheld")
    assert happen(complaint, "mistake", TODAY, words="No complaint").ended_how == "mistake"


def test_a_second_answer_is_told_with_both_days_whichever_was_recorded_first(body) -> None:
    case = happen(make_request(body), "answered", TODAY, code="granted")
    with pytest.raises(NotNow, match="answered on 14 October 2016 or on 17 October 2016: only one can be"):
        happen(case, "answered", ANSWERED_ON, code="granted")
    with pytest.raises(NotNow, match="answered on 17 October 2016 already"):
        happen(case, "answered", TODAY, code="not_held")


def test_what_was_forgotten_before_the_answer_is_offered_and_mends_the_acknowledgement(place, sign_in) -> None:
    client = sign_in(place.complaints)
    case = happen(make_complaint(place.body, channel="phone"), "responded", ANSWERED_ON, code="upheld")
    page = client.get(f"/complaints/{case.pk}/").content.decode()
    for kind in ("acknowledged", "written_down", "plan_agreed", "delay_told", "mistake"):
        assert f"/complaints/{case.pk}/record/{kind}/" in page
    client.post(f"/complaints/{case.pk}/record/acknowledged/", day("on", date(2016, 10, 5)))
    page = client.get(f"/complaints/{case.pk}/").content.decode()
    assert f"/complaints/{case.pk}/record/acknowledged/" not in page


def test_more_time_is_asked_for_the_exemption_that_is_weighed_and_no_absolute_one_is_offered(place, sign_in) -> None:
    client, case = sign_in(place.foi), make_request(place.body)
    page = client.get(f"/requests/{case.pk}/record/extended/").content.decode()
    assert "For which exemption is the public interest weighed?" in page
    assert 'value="s43"' in page and 'value="s21"' not in page
    given = day("on", ANSWERED_ON) | day("until_on", date(2016, 11, 15)) | {"words": "Prices"}
    page = client.post(f"/requests/{case.pk}/record/extended/", given).content.decode()
    assert "Choose the exemption for which the public interest is weighed" in page
    assert not case.events.exists()


def test_what_was_granted_in_full_names_no_exemption(body) -> None:
    with pytest.raises(NotNow, match="Nothing was refused if all was granted"):
        happen(make_request(body), "answered", ANSWERED_ON, code="granted", codes=("s40",))


def test_what_a_review_released_is_published_and_the_log_says_that_it_came_later(body) -> None:
    case = happen(make_request(body), "answered", date(2016, 10, 5), code="refused", codes=("s43",))
    case = happen(case, "review_asked", date(2016, 10, 6))
    with pytest.raises(NotNow, match="Nothing was disclosed"):
        publish_disclosure(case=case, title="x", text="y", link="", by=make_user(), today=TODAY)
    case = happen(case, "review_answered", ANSWERED_ON, code="overturned")
    publish_disclosure(case=case, title="Prices", text="All of them", link="", by=make_user("other"), today=TODAY)
    [entry] = disclosures.entries([case.__class__.objects.get(pk=case.pk)], TODAY)
    assert entry.outcome == "Refused in full at first, disclosed later"


def test_what_was_learned_is_asked_with_the_response_and_kept_with_the_complaint(place, sign_in) -> None:
    client, case = sign_in(place.complaints), make_complaint(place.body)
    page = client.get(f"/complaints/{case.pk}/record/responded/").content.decode()
    assert page.index('name="code"') < page.index('name="lessons"') < page.index('name="words"')
    given = day("on", ANSWERED_ON) | {"code": "upheld", "lessons": "Ring back", "action": "A rota", "words": ""}
    client.post(f"/complaints/{case.pk}/record/responded/", given)
    case.refresh_from_db()
    assert (case.lessons, case.action) == ("Ring back", "A rota")
    contact = make_complaint(place.body, kind="contact")
    assert 'name="lessons"' not in client.get(f"/complaints/{contact.pk}/record/responded/").content.decode()


def test_what_was_learned_alone_is_saved_too_where_the_response_is_there_already(body) -> None:
    case = happen(make_complaint(body), "responded", ANSWERED_ON, code="upheld")
    said = [("responded", Happening(ANSWERED_ON, code="upheld"))]
    add_events(case=case, happened=said, by=None, today=TODAY, learned={"lessons": "Ring back"})
    assert (Complaint.objects.get().lessons, case.events.count()) == ("Ring back", 1)


def test_an_answer_to_a_question_cannot_come_before_it_and_the_day_is_marked(place, sign_in) -> None:
    client, case = sign_in(place.foi), make_request(place.body)
    given = day("on", date(2016, 10, 12)) | day("then_on", date(2016, 10, 11))
    page = unescape(client.post(f"/requests/{case.pk}/record/clarification_asked/", given).content.decode())
    assert "That cannot be before 12 October 2016" in page and 'href="#id_then_on' in page
    assert not case.events.exists()


def test_of_two_who_correct_the_same_event_the_second_is_told_and_may_save_again(place, sign_in) -> None:
    client = sign_in(place.foi)
    case = happen(make_request(place.body), "answered", ANSWERED_ON, code="granted")
    event = case.events.get()
    address, seen = f"/requests/{case.pk}/events/{event.pk}/", {"expected": case.version, "code": "granted"}
    assert f'name="expected" value="{case.version}"' in client.get(address).content.decode()
    client.post(address, seen | day("on", date(2016, 10, 13)))
    page = client.post(address, seen | day("on", date(2016, 10, 12)))
    assert page.status_code == 409 and "Somebody else changed this case" in page.content.decode()
    event.refresh_from_db()
    assert event.on == date(2016, 10, 13)
    case.refresh_from_db()
    client.post(address, seen | {"expected": case.version} | day("on", date(2016, 10, 12)))
    event.refresh_from_db()
    assert event.on == date(2016, 10, 12)


def test_an_action_on_a_version_that_is_gone_is_refused(body) -> None:
    case = happen(make_request(body), "answered", ANSWERED_ON, code="granted")
    with pytest.raises(ChangedMeanwhile):
        change_event(
            event=case.events.get(), happening=Happening(TODAY, code="granted"), by=make_user(), today=TODAY,
            expected=case.version - 1,
        )  # fmt: skip
