"""What one look says of a page, and what is known after several."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evidence.links.addresses import NoSuchHost, NotAsked
from evidence.links.asking import Answer, NotReached
from evidence.links.judging import Known, Look, Outcome, known_after, look_again_after, look_of, look_without
from evidence.links.words import WHY, sentences

DAY = date(2026, 3, 2)


def days(count: int) -> date:
    return DAY + timedelta(count)


def says(text: str, **more) -> Look:
    return look_of(Answer(200, content_type="text/plain", body=text.encode(), **more))


GONE = look_of(Answer(404))


def after(*looks: Look) -> Known:
    """What is known after one look a day."""
    known = Known()
    for number, look in enumerate(looks):
        known = known_after(known, look, days(number))
    return known


@pytest.mark.parametrize(
    ("answer", "outcome", "why"),
    [
        (Answer(200, body=b"x"), Outcome.SEEN, ""),
        (Answer(304), Outcome.SEEN, ""),
        (Answer(200, led_home=True), Outcome.CHANGED, "home_page"),
        (Answer(404), Outcome.MISSING, "not_found"),
        (Answer(410), Outcome.MISSING, "not_found"),
        (Answer(401), Outcome.REFUSED, "closed"),
        (Answer(403), Outcome.REFUSED, "closed"),
        (Answer(429), Outcome.NOT_REACHED, "too_often"),
        (Answer(500), Outcome.NOT_REACHED, "site_error"),
        (Answer(503), Outcome.NOT_REACHED, "site_error"),
        (Answer(302), Outcome.NOT_REACHED, "site_error"),
    ],
)
def test_what_each_answer_says(answer: Answer, outcome: Outcome, why: str) -> None:
    look = look_of(answer)
    assert (look.outcome, look.why) == (outcome, why)
    assert not why or why in WHY


@pytest.mark.parametrize(
    ("fault", "outcome", "why"),
    [
        (NotAsked("private"), Outcome.REFUSED, "not_asked"),
        (NoSuchHost(is_sure=True), Outcome.MISSING, "no_host"),
        (NoSuchHost(is_sure=False), Outcome.NOT_REACHED, "no_resolver"),
        *((NotReached(why), Outcome.NOT_REACHED, why) for why in ("time", "certificate", "connection", "redirects")),
    ],
)
def test_what_it_says_that_there_was_no_answer(fault: Exception, outcome: Outcome, why: str) -> None:
    look = look_without(fault)
    assert (look.outcome, look.why) == (outcome, why) and why in WHY


def test_a_page_is_gone_only_when_it_was_missed_on_two_days() -> None:
    once = after(says("a"), GONE)
    assert (once.outcome, once.missing_on, once.gone_on) == (Outcome.MISSING, days(1), None)
    assert known_after(once, GONE, days(1)).gone_on is None
    twice = after(says("a"), GONE, GONE)
    assert (twice.outcome, twice.missing_on, twice.gone_on, twice.seen_on) == (Outcome.GONE, days(1), days(2), DAY)
    assert after(says("a"), GONE, GONE, GONE).gone_on == days(2)


@pytest.mark.parametrize("passing", [Answer(500), Answer(429), Answer(403)])
def test_what_may_pass_neither_makes_it_gone_nor_brings_it_back(passing: Answer) -> None:
    look = look_of(passing)
    assert after(says("a"), look, look, look).missing_on is None
    assert after(says("a"), GONE, look, GONE).gone_on == days(3)
    still = after(GONE, GONE, look)
    assert (still.outcome, still.gone_on) == (look.outcome, days(1))


def test_a_page_that_is_back_is_neither_missing_nor_gone() -> None:
    back = after(says("a"), GONE, GONE, says("a"))
    assert (back.outcome, back.missing_on, back.gone_on, back.changed_on) == (Outcome.SEEN, None, None, None)
    assert after(says("a"), GONE, says("a"), GONE).gone_on is None


def test_a_change_is_told_since_it_was_noticed_first_and_until_it_is_undone() -> None:
    changed = after(says("a"), says("b"), says("c"))
    assert (changed.outcome, changed.changed_on, changed.seen_on) == (Outcome.CHANGED, days(1), days(2))
    undone = known_after(changed, says("a"), days(3))
    assert (undone.outcome, undone.changed_on, undone.first_seen_on) == (Outcome.SEEN, None, DAY)


def test_unchanged_by_the_sites_own_word_is_what_it_said_last() -> None:
    same = look_of(Answer(304))
    known = after(says("a"), says("b", etag='"b"'), same)
    assert (known.outcome, known.changed_on, known.etag, known.status) == (Outcome.CHANGED, days(1), '"b"', 200)
    assert after(says("a", etag='"a"'), same, says("a")).etag == ""


def test_being_led_to_the_front_page_is_a_change_and_no_sight_of_it() -> None:
    known = after(says("a"), look_of(Answer(200, led_home=True)))
    assert (known.changed_on, known.seen_on, known.why) == (days(1), DAY, "home_page")


def test_how_long_until_the_next_look() -> None:
    def wait(*looks: Look) -> timedelta:
        return look_again_after(after(*looks), looks[-1])

    assert wait(says("a")) == wait(GONE, GONE) == wait(look_of(Answer(403))) == timedelta(7)
    assert timedelta(1) < wait(GONE) == wait(look_of(Answer(500))) < timedelta(2)
    assert wait(look_of(Answer(429, retry_after=3 * 86_400))) == timedelta(3)
    assert wait(look_of(Answer(503, retry_after=10**6))) == timedelta(7)


# In words ------------------------------------------------------------------------------------------------------------
class Page:
    def __init__(self, known: Known, checked_on: date | None) -> None:
        vars(self).update(vars(known) | {"checked_on": checked_on})


@pytest.mark.parametrize(
    ("looks", "to_public", "to_body"),
    [
        ([says("a")], ["We last saw this page on 2 March 2026."], None),
        (
            [says("a"), says("b")],
            [
                "We last saw this page on 3 March 2026.",
                "It changed since it was recorded, first noticed on 3 March 2026: its words are not the same.",
            ],
            None,
        ),
        (
            [says("a"), GONE, GONE],
            [
                "We last saw this page on 2 March 2026.",
                "It was gone when we looked on 3 March 2026 and on 4 March 2026.",
            ],
            None,
        ),
        (
            [says("a"), GONE],
            ["We last saw this page on 2 March 2026."],
            ["We last saw this page on 2 March 2026.", "We could not find it on 3 March 2026, and will look again."],
        ),
        ([GONE], ["We have not seen this page yet."], ["We could not find it on 2 March 2026, and will look again."]),
        ([look_of(Answer(500))], ["We could not reach it on 2 March 2026: the site had an error."], None),
        (
            [look_of(Answer(403))],
            ["We could not look at it on 2 March 2026: the site does not show it to us; people may see it."],
            None,
        ),
    ],
)
def test_what_is_known_in_words(looks: list[Look], to_public: list[str], to_body: list[str] | None) -> None:
    page = Page(after(*looks), days(len(looks) - 1))
    assert sentences(page) == to_public
    assert sentences(page, to_body=True) == (to_body or to_public)


def test_a_page_that_nobody_looked_at_says_so() -> None:
    assert sentences(None) == sentences(Page(Known(), None)) == ["We have not looked yet whether this page is there."]
