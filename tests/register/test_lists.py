"""Lists of bodies and of what was published: as of today, by the address, a page at a time."""

import re
from datetime import date, timedelta

import pytest

from register.paging import PAGE
from tests.factories import make_body, make_duty, make_obligation, make_office, make_rule
from tests.register.kit import make_evidence, use_for

pytestmark = pytest.mark.usefixtures("as_at")


def read(client, path, **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def four_bodies():
    north, south = make_office("Y54", name="North of England"), make_office("Y57", name="South of England")
    make_body("N1", region=north)
    make_body("N2", region=north, closed_on=date(2015, 3, 31))
    make_body("S1", region=south)
    make_body("S2", region=south, opened_on=date(2017, 4, 1))


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["N1", "S1"]),
        ({"show": "closed"}, ["N2"]),
        ({"show": "all"}, ["N1", "N2", "S1"]),
        ({"region": "Y57"}, ["S1"]),
        ({"region": "Y54", "show": "all"}, ["N1", "N2"]),
        ({"region": "Y99"}, []),
    ],
    ids=str,
)
def test_bodies_are_listed_by_region_as_of_today(client, four_bodies, query, codes):
    assert re.findall(r'href="/bodies/(\w+)/"', read(client, "/bodies/", **query)) == codes


def test_a_list_that_there_is_not_is_not_found(client):
    assert client.get("/bodies/", {"show": "worst"}).status_code == 404


def test_published_evidence_is_read_page_by_page_to_the_end_and_back(client):
    obligation = make_obligation()
    titles = [f"Item {number:02}" for number in range(2 * PAGE + 3)]
    for number, title in enumerate(titles):
        # Three a day, so that a page ends in the middle of a day.
        make_evidence(obligation, title=title, published_on=date(2016, 3, 1) + timedelta(days=number // 3))

    def walk(path: str, link: str) -> list[list[str]]:
        pages = []
        while path:
            html = read(client, path)
            pages.append(re.findall(r"Item \d\d", html))
            found = re.search(rf'href="([^"]+)" rel="{link}"', html)
            path = found[1] if found else ""
            last.append(html)
        return pages

    last: list[str] = []
    forward = walk("/published/", "next")
    assert [len(page) for page in forward] == [PAGE, PAGE, 3]
    assert [title for page in forward for title in page] == titles[::-1]
    to_second = re.search(r'href="([^"]+)" rel="prev"', last[-1])
    assert to_second is not None
    back = walk(to_second[1], "prev")
    assert back == [forward[1], forward[0]]


@pytest.mark.parametrize(
    "cursor", ["x", "2016-13-01.1", "2016-01-01.", "2016-01-01.-1", "٢٠١٦-01-01.1", "\x00", "9" * 99]
)
@pytest.mark.parametrize("name", ["before", "after"])
def test_a_cursor_that_makes_no_sense_is_the_first_page(client, name, cursor):
    make_evidence(make_obligation(), title="Newest")
    assert "Newest" in read(client, "/published/", **{name: cursor})


def test_published_evidence_is_narrowed_to_a_body_and_a_theme(client):
    mine, other = make_body("A1"), make_body("A2")
    complaints = make_rule(make_duty(theme="complaints"))
    make_evidence(make_obligation(mine), title="Mine on the constitution")
    make_evidence(make_obligation(mine, complaints), title="Mine on complaints")
    make_evidence(make_obligation(other), title="Of another body")
    html = read(client, "/published/", body="a1")
    assert "Mine on the constitution" in html and "Mine on complaints" in html and "Of another body" not in html
    html = read(client, "/published/", theme="complaints")
    assert "Mine on complaints" in html and "constitution" not in html.split("<main")[1].split("</form>")[1]
    for query in ({"body": "ZZ"}, {"theme": "worst"}, {"body": "\x00"}):
        assert client.get("/published/", query).status_code == 404


def test_a_filter_does_not_tell_which_duty_that_is_not_public_something_proves_too(client):
    shown = make_evidence(make_obligation(make_body("A1"), make_rule(make_duty(theme="complaints"))), title="Both")
    hidden = make_rule(make_duty(theme="constitution", public_facing="no"))
    use_for(shown, make_obligation(make_body("B2"), hidden))
    assert "Both" in read(client, "/published/", theme="complaints")
    assert "Both" not in read(client, "/published/", theme="constitution")
    assert "Both" not in read(client, "/published/", body="B2")


def test_evidence_that_proves_several_obligations_is_listed_once(client):
    body, rule = make_body("A1"), make_rule()
    evidence = make_evidence(make_obligation(body, rule), title="One for two")
    use_for(evidence, make_obligation(body, rule, period_year=2015))
    for path in ("/published/", "/published/?body=A1", "/published/?theme=constitution", "/search/?q=two"):
        assert read(client, path).count(f'href="/published/{evidence.pk}/">') == 1


def test_empty_states_say_what_will_appear(client):
    assert "Nothing has been published yet" in read(client, "/published/")
    assert "Nothing has been published yet" in read(client, "/register/")


@pytest.mark.parametrize("path", ["/register/", "/published/", "/search/?q=report"])
def test_a_list_costs_the_same_for_two_items_and_for_thirty(client, django_assert_max_num_queries, path):
    def cost() -> int:
        with django_assert_max_num_queries(20) as captured:
            read(client, path)
        return len(captured)

    def publish(number: int) -> None:
        for _ in range(number):
            make_evidence(make_obligation(make_body(region=make_office())), title="A report")

    publish(2)
    few = cost()
    publish(28)
    assert cost() == few


def test_the_list_of_bodies_costs_the_same_for_two_and_for_thirty(client, django_assert_num_queries):
    region = make_office("Y54")
    for _ in range(2):
        make_body(region=region)
    with django_assert_num_queries(5):  # the day, the bodies, their names, their places, the offices
        read(client, "/bodies/")
    for _ in range(28):
        make_body(region=region)
    with django_assert_num_queries(5):
        read(client, "/bodies/")
