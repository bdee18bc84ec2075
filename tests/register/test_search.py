"""The search: bodies, duties and published evidence, and whatever somebody types."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bodies.models import BodyName
from bodies.web.asked import LONGEST_WORDS, words_of
from evidence.models import FileText
from register.search import SHOWN
from tests.factories import TODAY, make_body, make_duty, make_obligation, make_rule
from tests.register.kit import make_evidence, make_file

pytestmark = pytest.mark.usefixtures("as_at")


def found(client, words: str) -> str:
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    return response.content.decode().split("<main")[1]


def test_bodies_are_found_by_code_name_and_former_name(client):
    body = make_body("01K", name="NHS Morecambe Bay CCG")
    BodyName.objects.create(
        body=body, name="NHS Lancashire North CCG", kind="name", from_on=date(2013, 4, 1), to_on=date(2016, 3, 31)
    )
    for words in ("01k", "morecambe", "bay nhs", "lancashire north"):
        assert "NHS Morecambe Bay CCG" in found(client, words)


def test_a_name_that_a_body_takes_later_is_not_known_yet(client):
    body = make_body("01K", name="NHS Morecambe Bay CCG")
    BodyName.objects.create(
        body=body, name="NHS Lancashire North CCG", kind="name", from_on=date(2013, 4, 1), to_on=date(2017, 3, 31)
    )
    assert "Nothing was found" in found(client, "morecambe")
    assert "Morecambe" not in found(client, "01K")


def test_a_body_that_opens_later_is_not_found(client):
    make_body("14L", opened_on=date(2017, 4, 1))
    assert "Nothing was found" in found(client, "14L")


def test_duties_are_found_by_title_meaning_and_section_titles_first(client):
    make_rule(make_duty("said", title="Say it", plain="It is about hedgehogs.", position=1))
    make_rule(make_duty("named", title="Keep hedgehogs", position=2), legal_basis="NHS Act 2006 section 14Z15")
    html = found(client, "hedgehogs")
    assert html.index("Keep hedgehogs") < html.index("Say it")
    assert "Keep hedgehogs" in found(client, "14z15")


def test_published_evidence_is_found_by_title_and_unpublished_never(client):
    make_evidence(make_obligation(), title="Hedgehog report")
    make_evidence(make_obligation(), title="Hedgehog secret", published_on=None)
    html = found(client, "hedgehog")
    assert "Hedgehog report" in html and "Hedgehog secret" not in html


def test_published_evidence_is_found_by_what_stands_in_its_file_and_the_place_is_shown(client):
    paper = make_evidence(make_obligation(), title="Papers", kind="file", file=make_file(), file_name="a.pdf")
    text = "Item 7: <script>alert('x')</script> & hedgehogs were counted " + "and so on " * 100
    FileText.objects.create(file=paper.file, text=text, extracted_on=TODAY)
    html = found(client, "hedgehog counted")
    assert ">Papers</a>" in html
    assert "&amp; <mark>hedgehogs</mark> were <mark>counted</mark> and" in html
    assert "&lt;script&gt;" in html and "<script>alert" not in html
    assert "Nothing was found" in found(client, "hedgehog badger")


def test_what_is_too_much_is_cut_and_says_so(client):
    for _ in range(SHOWN + 1):
        make_body()
    html = found(client, "nhs")
    assert html.count('href="/bodies/B') == SHOWN
    assert "There are more bodies than are shown here" in html


def test_nothing_typed_says_what_can_be_searched(client):
    for words in ("", "   ", "\x00"):
        assert "Search for a body by its name" in found(client, words)


@pytest.mark.parametrize(
    "words", ["%", "_", "' OR 1=1 --", "<script>", "\x00nhs", "nhs\u202e", "🦔", "x" * 5000, "a " * 900]
)
def test_odd_and_long_input_is_safe(client, words):
    html = found(client, words)
    assert "<script>" not in html.replace('<script type="module"', "")


def test_a_percent_sign_is_no_wildcard(client):
    make_body("07X")
    assert "Nothing was found" in found(client, "%")


@given(st.text())
def test_what_was_typed_is_cleaned_to_printable_words(typed):
    words = words_of(typed)
    assert len(words) <= LONGEST_WORDS
    assert words == " ".join(words.split())
    assert all(letter.isprintable() for letter in words)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_nothing_that_can_be_typed_breaks_the_search(client, typed):
    found(client, typed)


def test_bytes_that_are_no_text_do_not_break_it(client):
    assert client.get("/search/?q=%ff%fe%00%80").status_code == 200
