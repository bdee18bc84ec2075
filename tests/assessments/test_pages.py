"""Through the front door: who is shown what, when, and what nobody is shown."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from assessments import actions
from assessments.frameworks import FRAMEWORKS, framework_of
from assessments.listing import listing
from assessments.models import Assessment
from assessments.reading import judgements_of
from bodies.access import Role
from bodies.models import Body, Succession
from tests.assessments.conftest import (
    GOOD,
    INADEQUATE,
    LAST_YEAR,
    THIS_YEAR,
    TODAY,
    agreed,
    begun,
    heard,
    opened,
    proposed,
    published,
    reach,
    shown,
    written,
)
from tests.factories import make_body, make_member, make_obligation, make_rule

SECRET = "It plans well, and should involve the public sooner."


def words(answer) -> str:
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return words(answer)


def days(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def form_of(assessment: Assessment, **more: str) -> dict[str, str]:
    """Everything that the form of writing asks."""
    found = {"summary": "A summary", "headline": GOOD, "expected": actions.version_of(assessment)}
    found |= {f"why_{unit.slug}": "Because" for unit in assessment.sheet.units}
    return found | {f"look_{one.slug}": "Found" for one in assessment.must_look_at} | more


# Who sees what --------------------------------------------------------------------------------------------------------


def test_before_it_is_sent_the_body_and_the_public_see_nothing_of_it(place, sign_in) -> None:
    for made in (begun(place), agreed(place, place.kernow)):
        people = (place.lead, place.contributor, place.lay, place.elsewhere)
        for member in people:
            client = sign_in(member)
            assert client.get(f"/assessments/{made.pk}/").status_code == 404
            assert client.post(f"/assessments/{made.pk}/comment/").status_code in (403, 404)
        for code in ("10H", "11N"):
            assert SECRET not in page(Client(), f"/bodies/{code}/assessments/")
    assert "No assessment is published here yet" in page(Client(), "/assessments/")
    assert "Nothing is recorded here" in page(sign_in(place.lead), "/bodies/10H/assessed/")


def test_once_sent_everybody_in_the_body_reads_it_and_the_lead_alone_comments(place, sign_in) -> None:
    made = shown(place)
    for member in (place.contributor, place.lay):
        assert SECRET in page(sign_in(member), f"/assessments/{made.pk}/")
        assert sign_in(member).get(f"/assessments/{made.pk}/comment/").status_code == 403
    assert sign_in(place.elsewhere).get(f"/assessments/{made.pk}/").status_code == 404
    lead = sign_in(place.lead)
    assert "waits for your comment, until 14 July 2016" in page(lead, "/")
    answer = lead.post(f"/assessments/{made.pk}/comment/", {"words": "We see it otherwise."}, follow=True)
    assert "We see it otherwise." in words(answer)
    assert "waits for your comment" not in page(lead, "/")
    assert SECRET not in page(Client(), "/bodies/10H/assessments/")


def test_the_body_is_never_shown_the_moderation_nor_who_did_it(place, sign_in) -> None:
    made = proposed(place)
    second = {"reach": reach(place.second), "by": place.second.user, "today": TODAY}
    actions.send_back(assessment=made, reason="Weak on planning, said in confidence", **second)
    actions.propose(assessment=made, by=place.proposer.user, today=TODAY)
    actions.agree(assessment=made, note="A note in confidence", **second)
    actions.send_to_body(assessment=made, comment_by_on=TODAY, by=place.proposer.user, today=TODAY)
    assert "said in confidence" in page(sign_in(place.proposer), f"/assessments/{made.pk}/")
    for member in (place.lead, place.lay):
        told = page(sign_in(member), f"/assessments/{made.pk}/")
        assert "in confidence" not in told and "Assurer" not in told and "Moderation" not in told


def test_an_assurer_of_another_region_finds_nothing_and_the_national_one_everything(place, sign_in) -> None:
    made = begun(place)
    for address in (f"/assessments/{made.pk}/", "/bodies/10H/assessed/", "/bodies/10H/assessed/begin/"):
        assert sign_in(place.london).get(address).status_code == 404
        assert sign_in(place.national).get(address).status_code == 200
    assert "NHS Chiltern CCG" not in page(sign_in(place.london), "/assurance/assessments/?year=2015/16")
    assert sign_in(place.lead).get("/assurance/assessments/").status_code == 403


def test_who_works_for_the_body_does_not_assess_it(place, sign_in) -> None:
    make_member(Role.CONTRIBUTOR, place.body, user=place.second.user)
    made = proposed(place)
    client = sign_in(place.second)
    assert client.get(f"/assessments/{made.pk}/moderate/").status_code == 404
    assert client.get(f"/assessments/{made.pk}/").status_code == 404
    assert "NHS Chiltern CCG" not in page(client, "/assurance/assessments/?year=2015/16")


# The course, page by page ---------------------------------------------------------------------------------------------


def test_from_the_beginning_to_the_publication_by_the_pages_alone(place, sign_in) -> None:
    proposer, second, lead = sign_in(place.proposer), sign_in(place.second), sign_in(place.lead)
    answer = proposer.post("/bodies/10H/assessed/begin/", {"year": "2015/16", "period": ""})
    made = Assessment.objects.get()
    assert answer["Location"] == f"/assessments/{made.pk}/write/"
    base = f"/assessments/{made.pk}"
    assert "Choose the headline" in page(proposer, f"{base}/")
    proposer.post(f"{base}/write/", form_of(made))
    proposer.post(f"{base}/propose/")
    assert "second assurer moderates it" in page(proposer, f"{base}/")
    assert "1 assessment to moderate" in page(second, "/")
    answer = second.post(f"{base}/moderate/", {"decision": "back", "reason": ""})
    assert "Say why you send it back" in words(answer)
    second.post(f"{base}/moderate/", {"decision": "back", "reason": "More on planning"})
    assert "More on planning" in page(proposer, f"{base}/")
    proposer.post(f"{base}/propose/")
    second.post(f"{base}/moderate/", {"decision": "agree", "reason": ""})
    proposer.post(f"{base}/send/", days("comment_by_on", TODAY))
    lead.post(f"{base}/comment/", {"words": "Thank you"})
    assert "health and wellbeing board" in page(proposer, f"{base}/")
    proposer.post(f"{base}/boards/", {"board": "Bucks", "said": "", **days("asked_on", date(2016, 5, 9))})
    answer = proposer.post(f"{base}/publish/", {"when": "now"}, follow=True)
    assert "Published" in words(answer)
    told = page(Client(), "/bodies/10H/assessments/")
    for expected in ("CCG Assurance Framework 2015/16", "Headline Good", "Thank you", "Bucks", "Planning Because"):
        assert expected in told, expected
    assert "Good" in page(Client(), "/bodies/10H/")


def test_who_proposed_it_is_not_offered_to_moderate_it_and_is_refused_in_words(place, sign_in) -> None:
    made = proposed(place)
    client = sign_in(place.proposer)
    assert "Moderate it" not in page(client, f"/assessments/{made.pk}/")
    answer = client.post(f"/assessments/{made.pk}/moderate/", {"decision": "agree", "reason": "Kept words"})
    assert answer.status_code == 409
    assert "nobody agrees what they proposed themselves" in words(answer)
    assert "Kept words" in answer.content.decode()


def test_a_word_of_another_framework_typed_into_the_form_is_refused_and_nothing_is_saved(place, sign_in) -> None:
    made = begun(place)
    answer = sign_in(place.proposer).post(f"/assessments/{made.pk}/write/", form_of(made, headline="iaf-2016:good"))
    assert answer.status_code == 200
    assert "Choose the headline" in words(answer)
    made.refresh_from_db()
    assert (made.headline, made.summary) == ("", "")


def test_the_form_offers_the_words_of_its_own_framework_alone(place, sign_in) -> None:
    bodies = {year: make_body(region=place.south, joined_on=None) for year in (2013, 2014, 2015)}
    for year, body in bodies.items():
        made = begun(place, body, year=type(LAST_YEAR)(year))
        html = sign_in(place.proposer).get(f"/assessments/{made.pk}/write/").content.decode()
        for framework in FRAMEWORKS:
            assert (f'value="{framework.slug}:' in html) == (framework.slug == made.framework)
    recalled = Assessment.objects.get(year=2014)
    assert "Recalled, to be verified" in page(sign_in(place.proposer), f"/assessments/{recalled.pk}/write/")


def test_a_framework_without_grades_says_so_and_asks_for_words(place, sign_in) -> None:
    made = begun(place, year=type(LAST_YEAR)(2013), period="Q1")
    told = page(sign_in(place.proposer), f"/assessments/{made.pk}/write/")
    assert "gives no grade here" in told and "amber-red among them" in told


def test_two_who_save_at_once_the_second_is_told_and_keeps_what_was_typed(place, sign_in) -> None:
    made = begun(place)
    stale = form_of(made, summary="Typed second")
    written(place, made)
    answer = sign_in(place.proposer).post(f"/assessments/{made.pk}/write/", stale)
    assert answer.status_code == 409
    assert "Somebody else changed this" in words(answer) and "Typed second" in answer.content.decode()


def test_an_embargo_is_asked_in_the_future_and_kept_on_every_public_page(place, sign_in, later) -> None:
    made, until = heard(place), date(2016, 7, 21)
    client = sign_in(place.proposer)
    answer = client.post(f"/assessments/{made.pk}/publish/", {"when": "later", **days("from_on", date(2016, 7, 1))})
    assert "Enter today or a later day" in words(answer)
    client.post(f"/assessments/{made.pk}/publish/", {"when": "later", **days("from_on", until)})
    later(until - timedelta(days=1))
    public = ("/assessments/", "/assessments.csv", "/bodies/10H/assessments/", "/bodies/10H/")
    assert not any(
        SECRET in page(Client(), address) or "Headline Good" in page(Client(), address) for address in public
    )
    later(until)
    assert SECRET in page(Client(), "/bodies/10H/assessments/")
    assert "Good" in page(Client(), "/bodies/10H/")


def test_a_pre_election_period_warns_and_does_not_forbid(place, sign_in, later) -> None:
    made = heard(place)
    later(date(2017, 5, 1))
    client = sign_in(place.proposer)
    assert "Pre-election period" in page(client, f"/assessments/{made.pk}/publish/")
    answer = client.post(f"/assessments/{made.pk}/publish/", {"when": "now"})
    assert "Tick “Publish all the same”" in words(answer)
    client.post(f"/assessments/{made.pk}/publish/", {"when": "now", "anyway": "on"})
    made.refresh_from_db()
    assert made.published_on == date(2017, 5, 1)


def test_a_correction_shows_both_versions_and_says_why(place, sign_in) -> None:
    old = published(place)
    client = sign_in(place.proposer)
    client.post(f"/assessments/{old.pk}/correct/", {"why": "A sum was wrong"})
    new = Assessment.objects.get(version=2)
    client.post(f"/assessments/{new.pk}/write/", form_of(new, headline=INADEQUATE))
    client.post(f"/assessments/{new.pk}/propose/")
    sign_in(place.second).post(f"/assessments/{new.pk}/moderate/", {"decision": "agree", "reason": ""})
    client.post(f"/assessments/{new.pk}/send/", days("comment_by_on", TODAY))
    sign_in(place.lead).post(f"/assessments/{new.pk}/comment/", {"words": "Better"})
    client.post(f"/assessments/{new.pk}/publish/", {"when": "now"})
    told = page(Client(), "/bodies/10H/assessments/")
    assert "A sum was wrong" in told and "Replaced by a later version" in told
    assert told.index("Headline Inadequate") < told.index("Headline Good")
    listed = page(Client(), "/assessments/?year=2015/16")
    assert "Inadequate" in listed and "Good" not in listed


def test_what_is_done_at_the_wrong_time_is_told_in_words_and_never_an_error(place, sign_in) -> None:
    made = begun(place)
    client, base = sign_in(place.proposer), f"/assessments/{made.pk}"
    for what in ("propose", "moderate", "send", "publish"):
        answer = getattr(client, "post" if what == "propose" else "get")(f"{base}/{what}/", follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain, what
    assert client.post(f"{base}/moderate-again/", {"why": "x"}).status_code == 409
    assert client.post(f"{base}/correct/", {"why": "x"}).status_code == 409
    for nothing in ("/assessments/999999999999999999/", f"{base}/boards/99/", "/bodies/ZZZ/assessed/"):
        assert client.get(nothing).status_code == 404
    for odd in ("?year=9999/00", "?year=x%00&region=%00&show=%00", "?year=2015/16&region=ZZ"):
        assert client.get(f"/assurance/assessments/{odd}").status_code == 200
        assert Client().get(f"/assessments/{odd}").status_code == 200


# Tables ---------------------------------------------------------------------------------------------------------------


def test_the_list_tells_of_each_body_what_its_own_rows_say_in_the_order_of_names(place, sign_in, duties) -> None:
    opened(THIS_YEAR)
    published(place)
    proposed(place, place.kernow)
    agreed(place, year=THIS_YEAR, period="Q1")
    found = listing(LAST_YEAR, "", "", reach(place.national), TODAY)
    assert [row.name for row in found.rows] == sorted(body.name for body in Body.objects.all())
    for row in found.rows:
        for cell in row.cells:
            mine = [
                one for one in Assessment.objects.all()
                if (one.body.code, one.year, one.period) == (row.code, 2015, cell.period)
            ]  # fmt: skip
            assert (cell.pk, cell.state) == ((mine[0].pk, mine[0].state(TODAY)) if mine else (None, None))
            assert (cell.headline and cell.headline.word) == ("Good" if mine else None)
    assert [row.code for row in listing(LAST_YEAR, "", "none", reach(place.national), TODAY).rows] == ["07R"]
    assert [row.code for row in listing(LAST_YEAR, "", "moderate", reach(place.national), TODAY).rows] == ["11N"]
    assert [row.code for row in listing(LAST_YEAR, "", "published", reach(place.national), TODAY).rows] == ["10H"]
    assert [row.code for row in listing(LAST_YEAR, "Y56", "", reach(place.national), TODAY).rows] == ["07R"]
    told = page(sign_in(place.national), "/assurance/assessments/?year=2015/16")
    assert "The year of NHS Chiltern CCG" in told and "Good" in told


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_both_lists_can_be_taken_away(place, sign_in, form) -> None:
    published(place)
    for client, address in (
        (sign_in(place.proposer), f"/assurance/assessments.{form}?year=2015/16"),
        (Client(), f"/assessments.{form}?year=2015/16"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert f".{form}" in answer["Content-Disposition"]


def test_the_public_file_has_each_unit_with_its_framework_and_the_bodys_comment(place) -> None:
    made = published(place)
    rows = list(csv.DictReader(io.StringIO(Client().get("/assessments.csv").content.decode("utf-8-sig"))))
    assert [row["Judged"] for row in rows] == ["Headline", *(unit.name for unit in made.sheet.units)]
    assert {row["Framework"] for row in rows} == {"CCG Assurance Framework 2015/16"}
    assert {row["Body’s comment"] for row in rows} == {"We agree with most of it."}


def test_the_public_list_is_of_one_year_in_the_order_of_names_and_ranks_nobody(place) -> None:
    for body, key in ((place.kernow, 0), (place.camden, 3), (place.body, 1)):
        made = written(place, begun(place, body), headline=framework_of(2015).sheet("").headline.values[key].key)
        _publish(place, made)
    told = page(Client(), "/assessments/?year=2015/16")
    places = [told.index(name) for name in ("NHS Camden CCG", "NHS Chiltern CCG", "NHS Kernow CCG")]
    assert places == sorted(places)
    for word in ("best", "worst", "rank", "league", "↑", "↓", "→"):
        assert word not in told.lower()


def _publish(place, made: Assessment) -> None:
    actions.propose(assessment=made, by=place.proposer.user, today=TODAY)
    actions.agree(assessment=made, reach=reach(place.national), by=place.national.user, today=TODAY)
    actions.send_to_body(assessment=made, comment_by_on=TODAY, by=place.proposer.user, today=TODAY)
    actions.comment(assessment=made, words="Said", by=place.lead.user, today=TODAY)
    actions.say_no_board(assessment=made, why="None", by=place.proposer.user, today=TODAY)
    actions.publish(assessment=made, by=place.proposer.user, today=TODAY)


@pytest.mark.parametrize(
    "address",
    ["/assurance/assessments/?year=2015/16", "/assessments/?year=2015/16", "/bodies/10H/assessments/",
     "/bodies/10H/assessed/"],
)  # fmt: skip
def test_a_page_asks_as_much_of_few_as_of_many(place, sign_in, address) -> None:
    _publish(place, written(place, begun(place)))
    client = sign_in(place.national) if "assurance" in address or "assessed" in address else Client()
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for body in [make_body(region=place.south) for _ in range(5)]:
        _publish(place, written(place, begun(place, body)))
    for year in (2013, 2014):
        _publish(place, written(place, begun(place, year=type(LAST_YEAR)(year))))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


# What leads here ------------------------------------------------------------------------------------------------------


def test_what_nhs_england_owes_shows_late_under_its_name_and_leads_to_the_assessments(place, sign_in, duties) -> None:
    opened(THIS_YEAR)
    owed = place.body.incurred.get(duty__slug="nhse-annual-assessment", period_year=2015)
    type(owed).objects.filter(pk=owed.pk).update(
        due_on=date(2016, 6, 30), soon_on=date(2016, 5, 1), no_date_reason="", date_basis="directed"
    )
    client = sign_in(place.proposer)
    told = page(client, "/assurance/nhs-england/?year=2016/17")
    assert "Owed by NHS England itself" in told and "4 days" in told
    assert "Late, NHS England’s own" in page(client, "/assurance/assessments/?year=2015/16")
    assert [row.code for row in listing(LAST_YEAR, "", "late", reach(place.proposer), TODAY).rows] == ["10H"]
    told = client.get(f"/obligations/{owed.pk}/").content.decode()
    assert "NHS England owes this" in told and 'href="/bodies/10H/assessed/"' in told
    _publish(place, written(place, begun(place)))
    assert "Late by 4 days" in page(client, f"/obligations/{owed.pk}/")
    assert "NHS England owes this" not in page(client, f"/obligations/{make_obligation(place.body, make_rule()).pk}/")


def test_what_a_reader_may_see_of_a_body_is_told_newest_first_with_its_words(place) -> None:
    _publish(place, written(place, begun(place)))
    begun(place, year=THIS_YEAR, period="Q1")
    shown(place, year=LAST_YEAR, period="Q4")
    body = Body.objects.prefetch_related("offices", "names").get(pk=place.body.pk)
    for member, abouts in (
        (place.proposer, ["2016/17 Q1", "2015/16", "2015/16 Q4"]), (place.lead, ["2015/16", "2015/16 Q4"]),
        (place.london, ["2015/16"]), (place.elsewhere, ["2015/16"]),
    ):  # fmt: skip
        assert [one.about for one in judgements_of(body, reach(member), TODAY)] == abouts
    told = judgements_of(body, reach(place.london), TODAY)[0]
    assert (told.headline.word, told.framework, told.words.word) == (
        "Good",
        "CCG Assurance Framework 2015/16",
        "Published",
    )


def test_after_a_body_closed_the_body_that_follows_it_comments(place, sign_in, later) -> None:
    later(date(2016, 7, 4))
    old = make_body(closed_on=date(2016, 3, 31), region=place.south)
    new = make_body(opened_on=date(2016, 4, 1), region=place.south)
    Succession.objects.create(
        predecessor=old, successor=new, effective_on=date(2016, 4, 1), kind="ccg_merger", scope="whole"
    )
    lead = make_member(Role.LEAD, new)
    made = shown(place, old)
    client = sign_in(lead)
    assert "waits for your comment" in page(client, "/")
    client.post(f"/assessments/{made.pk}/comment/", {"words": "For those before us"})
    made.refresh_from_db()
    assert made.comment == "For those before us"
