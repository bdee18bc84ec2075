"""The page of exports: ask, see how far it is, fetch; and what it says when there is nothing or it went wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from assurance.exports import actions, running
from assurance.models import Export
from bodies.access import Role
from bodies.models import Membership
from tests.assurance.exporting import YEAR, ask, content, make
from tests.factories import TODAY, make_member, make_obligation

DAY = timedelta(days=1)
HERE = "/assurance/exports/"
GOOD = {"what": "obligations", "year": "2016/17", "form": "xlsx", "region": "", "theme": "", "quarter": ""}


def page(client) -> str:
    return " ".join(client.get(HERE).content.decode().split())


def file_of(export: Export) -> str:
    return reverse("assurance:export_file", args=[export.pk])


def test_before_anything_is_asked_it_says_what_will_appear(place, sign_in) -> None:
    html = page(sign_in(place.assurer))
    assert "You have not asked for anything yet" in html
    assert "Every round of review of a year" in html
    assert 'name="region"' not in html  # there is one to choose
    assert 'name="region"' in page(sign_in(place.national))


def test_asked_made_and_fetched(place, sign_in) -> None:
    make_obligation(place.chiltern)
    client = sign_in(place.assurer)
    answer = client.post(HERE, GOOD)
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    export = Export.objects.get()
    assert export.is_invented
    assert "Waiting for its turn" in page(client)
    running.run(export.pk, today=TODAY)
    html = page(client)
    assert "1 row of 2 bodies" in html and "kept until 24 October 2016" in html and "10H, 11N" in html
    assert "Invented for the demonstration" in html
    got = client.post(file_of(export))
    assert b"".join(got.streaming_content) == content(export)
    assert got["Content-Disposition"] == 'attachment; filename="obligations-2016-17-as-at-2016-10-17.xlsx"'
    export.refresh_from_db()
    assert int(got["Content-Length"]) == export.size == len(content(export))
    assert ", fetched already" in page(client)


def test_it_says_how_far_it_is_and_how_to_look_again(place, sign_in) -> None:
    export = ask(place.assurer)
    Export.objects.filter(pk=export.pk).update(rows_done=8_000, rows_in_all=22_114, begun_at=export.asked_at)
    html = page(sign_in(place.assurer))
    assert "8,000 of 22,114 rows" in html
    assert "Show how far it is" in html
    Export.objects.filter(pk=export.pk).update(failed_at=export.asked_at, failed_why="It has more rows <b>than</b>")
    html = page(sign_in(place.assurer))
    assert "Not made. It has more rows &lt;b&gt;than" in html
    assert "Show how far it is" not in html


def test_nobody_else_sees_or_fetches_it(place, sign_in) -> None:
    make_obligation(place.chiltern)
    export = make(place.assurer)
    for other in (make_member(Role.ASSURER, place.south), place.national):
        client = sign_in(other)
        assert "You have not asked for anything yet" in page(client)
        assert client.post(file_of(export)).status_code == 404
    assert sign_in(place.assurer).get(file_of(export)).status_code == 405
    assert sign_in(make_member(Role.LEAD, place.chiltern)).post(file_of(export)).status_code == 403
    export.refresh_from_db()
    assert export.fetched_at is None


def test_whose_role_is_another_now_is_told_so_and_answered_404(place, sign_in) -> None:
    make_obligation(place.chiltern)
    export = make(place.assurer)
    Membership.objects.filter(pk=place.assurer.pk).update(office=place.north)
    client = sign_in(place.assurer)
    assert "your role has changed since" in page(client)
    assert client.post(file_of(export)).status_code == 404


def test_what_is_not_made_or_was_taken_away_is_404(place, sign_in) -> None:
    make_obligation(place.chiltern)
    waiting, export = ask(place.assurer, "rounds"), make(place.assurer)
    actions.purge(TODAY + 8 * DAY)
    client = sign_in(place.assurer)
    for one in (waiting, export):
        assert client.post(file_of(one)).status_code == 404
    for nothing in (0, 2**31, 2**63, 2**70):
        assert client.post(f"{HERE}{nothing}/file/").status_code == 404
    assert "The file was taken away on" in page(client)


def test_a_fourth_one_is_refused_kindly_and_what_was_chosen_stays(place, sign_in) -> None:
    for kind in ("obligations", "rounds", "flags"):
        ask(place.assurer, kind)
    answer = sign_in(place.assurer).post(HERE, GOOD | {"theme": "complaints"})
    html = answer.content.decode()
    assert "3 of your exports are still being made" in html
    assert 'value="complaints" selected' in html
    assert Export.objects.count() == 3


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"what": ""}, "Answer “What do you want to take away?”"),
        ({"what": "everything"}, "Answer “What do you want to take away?”"),
        ({"year": "1899/00"}, "Choose the financial year"),
        ({"theme": "x" * 25_000}, "Choose the theme"),
        ({"form": "pdf"}, "Answer “As which file?”"),
        ({"as_at_day": "18", "as_at_month": "10", "as_at_year": "2016"}, "must be today or earlier"),
        ({"as_at_day": "31", "as_at_month": "2", "as_at_year": "2016"}, "must be a real date"),
    ],
)
def test_what_cannot_be_made_is_said_in_words_and_nothing_is_kept(place, sign_in, changed, words) -> None:
    answer = sign_in(place.assurer).post(HERE, GOOD | changed)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Export.objects.exists()


def test_a_region_of_others_is_no_choice(place, sign_in) -> None:
    sign_in(place.assurer).post(HERE, GOOD | {"region": "Y54"})
    assert Export.objects.get().asked["region"] == ""  # there is one region, and so no such question
    sign_in(place.national).post(HERE, GOOD | {"region": "Y54"})
    assert Export.objects.latest("pk").asked["region"] == "Y54"


def test_the_list_is_cut_and_its_statements_do_not_grow(place, sign_in, django_assert_max_num_queries) -> None:
    for number in range(25):
        export = ask(place.assurer, year=type(YEAR)(2013 + number % 4), as_at=TODAY - number * DAY)
        Export.objects.filter(pk=export.pk).update(failed_at=export.asked_at, failed_why="For a test")
    client = sign_in(place.assurer)
    with django_assert_max_num_queries(14):
        html = page(client)
    assert html.count("For a test") == 20
    oldest_shown = Export.objects.order_by("-pk")[19].pk
    assert f"?after={oldest_shown}" in html
    assert client.get(f"{HERE}?after={oldest_shown}").content.decode().count("For a test") == 5
