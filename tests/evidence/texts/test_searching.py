"""Who searches finds what is published, by every word, in title and text; and nothing else, whatever became of it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.models import Evidence, FileText
from evidence.texts.searching import hits, matching
from tests.factories import TODAY, make_obligation, make_user
from tests.guards import suspended
from tests.register.kit import make_evidence, make_file

pytestmark = pytest.mark.django_db


def make_text(piece: Evidence, text: str) -> FileText:
    return FileText.objects.create(file=piece.file, text=text, extracted_on=TODAY)


def make_paper(title: str = "Paper", text: str = "", **fields) -> Evidence:
    """A published file with its text."""
    file = fields.pop("file", None) or make_file(title.encode() + text.encode("utf-8", "ignore"))
    piece = make_evidence(make_obligation(), title=title, kind="file", file=file, file_name="a.pdf", **fields)
    if text:
        make_text(piece, text)
    return piece


def found(words: str, day: date = TODAY) -> list[str]:
    return [piece.title for piece in hits(words, Evidence.objects.all(), day, most=50)]


def in_index(word: str) -> set[int]:
    """What the index itself holds, whoever may see it."""
    asked = {
        "sqlite": "SELECT rowid FROM evidence_words WHERE evidence_words MATCH %s",
        "postgresql": "SELECT evidence_id FROM evidence_words WHERE words @@ to_tsquery('simple', %s)",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked, [word])
        return {key for (key,) in cursor.fetchall()}


def test_words_are_found_in_titles_in_statements_and_in_files():
    make_evidence(make_obligation(), title="Hedgehog policy", text="Agreed in public.")
    make_evidence(make_obligation(), title="A statement", text="The hedgehogs were counted.")
    make_paper("A paper", "Item 7: HEDGEHOG crossings.")
    make_paper("Another paper", "Item 8: badgers.")
    assert set(found("hedgehog")) == {"Hedgehog policy", "A statement", "A paper"}


def test_every_word_must_stand_there_and_the_title_counts_with_the_text():
    make_paper("Annual report 2015/16", "Of hedgehogs and badgers")
    make_paper("Annual report 2014/15", "Of hedgehogs")
    assert found("report hedgehogs badgers") == ["Annual report 2015/16"]
    assert found("2015/16 hedgehog") == ["Annual report 2015/16"]
    assert found("report hedgehogs owls") == []


def test_a_word_of_three_letters_may_be_a_beginning_and_a_shorter_one_is_whole():
    make_paper("Reports", "It is on page 14Z15")
    assert found("rep") == found("report") == found("14z") == ["Reports"]
    assert found("ports") == []
    assert found("pa") == []
    assert found("on") == found("is on") == ["Reports"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Café Zoë", "café zoë"), ("the body’s “plan”", "body plan"), ("£25,001.50", "25 001"), ("ÉCLAIR", "éclair"),
        ("www.example.org/plan_of/2016-17", "plan 2016"), ("well-known", "well known"), ("3e5xyz 12e3abc", "12e3abc"),
        ("a•bullet", "bullet"), ("who@example.org", "who example"),
    ],
)  # fmt: skip
def test_words_are_parted_alike_in_what_is_written_and_what_is_typed(written, typed):
    make_paper("Paper", f"so {written} it")
    assert found(typed) == ["Paper"]


def test_what_has_the_words_in_its_title_comes_first_then_the_newest():
    make_paper("Old one", "the annual report", published_on=date(2016, 1, 4))
    make_paper("New one", "the annual report", published_on=date(2016, 8, 4))
    make_paper("Annual report", "of a body", published_on=date(2015, 8, 4))
    assert found("annual report") == ["Annual report", "New one", "Old one"]


@pytest.mark.parametrize("words", ["", " ", "%", "“”", "&|!():*", "_", "\x00", "🦔"])
def test_nothing_is_found_by_what_holds_no_word(words):
    make_paper("Paper", "% & | ! _ * 🦔")
    assert found(words) == []


HOSTILE = [
    "pap* OR 1=1", "paper' OR '1'='1", 'paper" OR "x', "paper\x00", "NEAR(paper x, 2)", "words:paper",
    "paper AND NOT x", "paper & !x", "paper <-> x", "paper:*A", "^paper", "-paper +x", "paper" * 2500, "x " * 5000,
    "\ud800 paper", "𞤀paper", "paper\\", "{paper}: x", "İstanbul ſ paper",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_typed_is_never_the_syntax_of_a_query(words):
    make_paper("Paper", "something")
    assert found(words) in ([], ["Paper"])
    assert found("paper") == ["Paper"]


def test_quotes_and_operators_are_words_or_nothing():
    make_paper("Paper", "this or that, and not more")
    assert found('"paper"') == found("paper OR that") == found("paper AND NOT") == ["Paper"]
    assert found("paper OR other") == found("paper -that -other") == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_nothing_that_can_be_typed_breaks_it(typed):
    found(typed)


# What must never be found


def unpublished(**fields) -> Evidence:
    return make_paper("Secret paper", "secretword", published_on=None, **fields)


def test_a_draft_is_not_found_and_is_not_in_the_index():
    piece = unpublished(sent_on=None)
    assert found("secret") == found("secretword") == []
    assert in_index("secretword") == set()
    Evidence.objects.filter(pk=piece.pk).update(title="Secret again")
    assert in_index("secret") == set()
    piece.delete()


def test_what_was_sent_in_and_held_back_is_not_found():
    unpublished(withheld="personal")
    assert found("secret") == found("secretword") == []


def test_what_is_under_an_embargo_is_found_on_its_day_and_not_before():
    until = TODAY + timedelta(days=3)
    make_paper(
        "Secret paper", "secretword", published_on=until, publish_decided_on=TODAY, withheld="future",
        withheld_until=until,
    )  # fmt: skip
    assert found("secret") == found("secretword") == found("secretword", until - timedelta(days=1)) == []
    assert found("secretword", until) == ["Secret paper"]


def take_off(piece: Evidence, **more) -> None:
    none = {"published_on": None, "published_by": None, "publish_decided_on": None}
    Evidence.objects.filter(pk=piece.pk).update(
        **none, was_published_on=piece.published_on, unpublished_on=TODAY, unpublished_by=make_user(), **more
    )


@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_was_found_is_found_no_more_once_it_is_unpublished_or_withdrawn(withdrawn):
    piece = make_paper("Secret paper", "secretword")
    assert found("secretword") == ["Secret paper"] and in_index("secretword") == {piece.pk}
    gone = {"withdrawn_on": TODAY, "withdrawn_by": make_user(), "withdrawn_why": "Names in it"} if withdrawn else {}
    take_off(piece, **gone)
    assert found("secret") == found("secretword") == []
    assert in_index("secretword") == in_index("secret") == set(), "it has left the index in the same transaction"


def test_of_two_pieces_with_the_same_file_only_the_published_one_is_found():
    shown = make_paper("Shown", "sharedword")
    make_paper("Hidden", file=shown.file, published_on=None)
    assert found("sharedword") == ["Shown"]
    take_off(shown)
    assert found("sharedword") == []


def test_a_caller_who_forgets_to_ask_for_published_pieces_still_finds_no_other():
    unpublished()
    assert not matching("secret", Evidence.objects.all(), TODAY).exists()
    assert hits("secret", Evidence.objects.drafts(), TODAY, most=9) == []


def test_the_index_follows_a_text_that_comes_changes_and_goes():
    piece = make_paper("Paper", "firstword")
    FileText.objects.update(text="secondword")
    assert (in_index("firstword"), in_index("secondword"), in_index("paper")) == (set(), {piece.pk}, {piece.pk})
    FileText.objects.all().delete()
    assert (in_index("secondword"), in_index("paper")) == (set(), {piece.pk})


def test_an_index_that_is_made_anew_holds_the_same():
    piece = make_paper("Paper", "someword")
    unpublished()
    call_command("rebuild_search", stdout=io.StringIO())
    assert (in_index("someword"), in_index("secretword")) == ({piece.pk}, set())
    take_off(piece)
    assert in_index("someword") == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only FTS5 can be out of step with itself")
def test_the_index_is_whole_after_all_of_this():
    piece = make_paper("Paper", "one two three")
    for title in ("Other", "Paper"):
        with suspended():
            Evidence.objects.filter(pk=piece.pk).update(title=title)
    take_off(piece)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO evidence_words(evidence_words) VALUES ('integrity-check')")
    assert in_index("one") == in_index("other") == set()


# Snippets, and what it costs


def test_a_snippet_shows_the_words_where_they_stand():
    make_paper("Paper", "x " * 500 + "the hedgehogs crossed the road " + "y " * 500)
    (piece,) = hits("hedgehog road", Evidence.objects.all(), TODAY, most=9)
    assert [part for part, is_hit in piece.snippet if is_hit] == ["hedgehogs", "road"]
    whole = "".join(part for part, _ in piece.snippet)
    assert whole.startswith("…") and whole.endswith("…") and "the hedgehogs crossed the road" in whole
    assert len(whole) < 300


def test_a_snippet_of_a_title_alone_is_empty():
    make_paper("Hedgehogs", "badgers")
    (piece,) = hits("hedgehogs", Evidence.objects.all(), TODAY, most=9)
    assert piece.snippet == ()


def test_it_costs_the_same_for_one_and_for_thirty(django_assert_num_queries):
    def ask() -> None:
        hits("paper", Evidence.objects.all(), TODAY, most=50)

    make_paper("Paper 0", "paper")
    with django_assert_num_queries(3):
        ask()
    for number in range(1, 31):
        make_paper(f"Paper {number}", "paper")
    with django_assert_num_queries(3):
        ask()
