"""What an event opens: every duty that nothing opens by itself, and the next of a rolling duty."""

from datetime import date, timedelta

import pytest

from bodies.models import AuditEntry
from duties.actions import NotNow, close, mark_met, mark_sent, open_by_hand
from duties.event_dates import Gives, gives
from duties.explaining import explanation_of
from duties.models import DutyRule, Obligation
from tests.factories import make_body, make_obligation, make_rule, make_user

pytestmark = pytest.mark.usefixtures("catalogue")
BY_HAND = ("by hand", "rolling")


def open_it(body, rule: DutyRule, event_on: date, *, due_on: date | None = None, today: date, subject: str = "This"):
    return open_by_hand(
        body=body, rule=rule, subject=subject, event_on=event_on, due_on=due_on, by=make_user(), today=today
    )


def rule_of(slug: str, from_on: date = date(2013, 4, 1)) -> DutyRule:
    return DutyRule.objects.get(duty__slug=slug, regime="CCG", from_on=from_on)


def days_of(rule: DutyRule) -> tuple[date, date]:
    """An event on the rule's first day, and a day on which it is opened."""
    return rule.from_on, rule.from_on + timedelta(days=3)


def test_every_duty_that_nothing_opens_can_be_opened_by_hand_and_tells_its_date() -> None:
    ccg, icb = make_body(), make_body(kind="icb", opened_on=date(2022, 7, 1), joined_on=date(2022, 7, 1))
    rules = list(DutyRule.objects.filter(opens__in=BY_HAND).select_related("duty"))
    assert len(rules) == 37
    for rule in rules:
        event_on, today = days_of(rule)
        body = ccg if rule.regime == "CCG" else icb
        opened = open_it(body, rule, event_on, today=today, subject=f"{rule.from_on}")
        told = explanation_of(opened)
        assert told.answer == opened.due_on
        assert told.section == rule.legal_basis
        if gives(rule.code) is Gives.RULE:
            assert opened.due_on is not None and opened.due_on > event_on, rule
            assert (opened.date_basis, opened.words(today).word) != ("none", "No date set")
        else:
            assert opened.words(today).word == "No date set", rule
            assert told.reason == opened.no_date_reason == "Nobody gave a date when this was opened"
        close(obligation=opened, reason="opened in error", why="Only tried", by=None, today=today)


def test_every_duty_whose_date_the_record_gives_takes_it() -> None:
    body = make_body()
    for rule in DutyRule.objects.filter(opens__in=BY_HAND, regime="CCG"):
        if gives(rule.code) is Gives.RULE:
            with pytest.raises(NotNow, match="works this date out"):
                open_it(body, rule, rule.from_on, due_on=rule.from_on, today=rule.from_on)
        else:
            due_on = rule.from_on + timedelta(days=14)
            opened = open_it(body, rule, rule.from_on, due_on=due_on, today=rule.from_on)
            assert (opened.due_on, opened.date_basis) == (due_on, rule.date_basis)
            assert explanation_of(opened).answer == due_on
            assert opened.date_source.startswith("The day that was given when it was opened")


@pytest.mark.parametrize(
    ("slug", "from_on", "event_on", "due_on"),
    [
        ("contract-award-register", date(2013, 4, 1), date(2016, 10, 1), date(2016, 10, 31)),
        ("auditor-public-reports", date(2013, 4, 1), date(2017, 1, 31), date(2017, 2, 28)),
        ("personal-data-incidents", date(2018, 5, 25), date(2018, 6, 1), date(2018, 6, 4)),
        ("gender-pay-gap", date(2017, 3, 31), date(2017, 3, 31), date(2018, 3, 30)),
        ("equality-information", date(2013, 4, 1), date(2016, 1, 25), date(2017, 1, 24)),
        ("equality-objectives", date(2017, 3, 31), date(2018, 3, 30), date(2022, 3, 29)),
    ],
)
def test_the_rule_works_out_the_day(slug: str, from_on: date, event_on: date, due_on: date) -> None:
    opened = open_it(make_body(), rule_of(slug, from_on), event_on, today=event_on)
    assert opened.due_on == due_on
    assert explanation_of(opened).day_0 == event_on


def test_what_cannot_be_is_refused_in_words() -> None:
    body, rule = make_body(opened_on=date(2015, 4, 1)), rule_of("info-to-nhse")
    today = date(2016, 10, 17)
    for event_on, due_on, words in (
        (today + timedelta(days=1), None, "in the future"),
        (date(2015, 3, 31), None, "did not exist on that day"),
        (today, today - timedelta(days=1), "before it happened"),
    ):
        with pytest.raises(NotNow, match=words):
            open_it(body, rule, event_on, due_on=due_on, today=today)
    assert not Obligation.objects.exists()


# The next of a rolling duty ------------------------------------------------------------------------------------------

TODAY = date(2017, 1, 30)
PUBLISHED = date(2017, 1, 20)


@pytest.fixture
def rolling() -> Obligation:
    return open_it(make_body(), rule_of("equality-information"), date(2016, 1, 25), today=date(2016, 2, 1))


def met(obligation: Obligation, done_on: date = PUBLISHED, today: date = TODAY, how: str = "seen") -> Obligation:
    return mark_met(obligation=obligation, how=how, done_on=done_on, by=None, today=today)


def the_next(obligation: Obligation) -> Obligation:
    return Obligation.objects.exclude(pk=obligation.pk).get(duty=obligation.duty)


def test_publishing_opens_the_next_with_its_date_and_records_it(rolling) -> None:
    met(rolling)
    following = the_next(rolling)
    assert following.subject == "After publication on 20 January 2017"
    assert (following.event_on, following.due_on, following.body) == (PUBLISHED, date(2018, 1, 19), rolling.body)
    entry = AuditEntry.objects.get(verb="opened the next")
    assert (entry.subject_id, entry.detail["after"], entry.body) == (following.pk, rolling.pk, rolling.body)


def test_the_day_that_the_assurer_corrected_counts(rolling) -> None:
    mark_sent(obligation=rolling, done_on=PUBLISHED, by=make_user(), today=PUBLISHED)
    met(rolling, done_on=date(2017, 1, 10))
    assert the_next(rolling).due_on == date(2018, 1, 9)


def test_it_opens_once_because_nothing_is_met_twice(rolling) -> None:
    met(rolling)
    with pytest.raises(NotNow, match="settled already"):
        met(rolling, done_on=TODAY)
    assert Obligation.objects.filter(duty=rolling.duty).count() == 2


def test_one_at_a_time_is_open(rolling) -> None:
    with pytest.raises(NotNow, match="open already"):
        open_it(rolling.body, rolling.rule, date(2017, 1, 1), today=TODAY, subject="Another")
    met(rolling)
    met(the_next(rolling), done_on=date(2018, 1, 15), today=date(2018, 1, 20))
    assert list(Obligation.objects.filter(duty=rolling.duty).order_by("pk").values_list("due_on", flat=True)) == [
        date(2017, 1, 24), date(2018, 1, 19), date(2019, 1, 14),
    ]  # fmt: skip


def test_the_next_is_under_the_version_in_force_when_it_is_due() -> None:
    """SI 2017/353 replaced SI 2011/2260 on 31 March 2017."""
    first, second = (
        open_it(make_body(), rule_of("equality-information"), event_on, today=event_on + timedelta(days=1))
        for event_on in (date(2015, 3, 1), date(2016, 3, 1))
    )
    met(first, done_on=date(2016, 2, 20), today=date(2016, 2, 25))
    before = Obligation.objects.exclude(pk=first.pk).get(body=first.body)
    assert (before.due_on, before.rule.from_on) == (date(2017, 2, 19), date(2013, 4, 1))
    met(second)
    after = Obligation.objects.exclude(pk=second.pk).get(body=second.body)
    assert (after.due_on, after.rule.from_on) == (date(2018, 1, 19), date(2017, 3, 31))
    assert "2017/353" in explanation_of(after).section


def test_what_does_not_apply_or_is_closed_opens_nothing(rolling) -> None:
    close(obligation=rolling, reason="not_applicable", why="None", by=None, today=TODAY)
    assert Obligation.objects.count() == 1


def test_other_duties_open_nothing_when_they_are_met() -> None:
    opened = open_it(make_body(), rule_of("contract-award-register"), date(2016, 10, 1), today=TODAY)
    met(opened)
    assert Obligation.objects.count() == 1


def test_what_was_taken_over_opens_the_next_for_who_answers_now_unless_it_has_its_own(rolling) -> None:
    heir, other = make_body(), make_body()
    Obligation.objects.filter(pk=rolling.pk).update(held_by=heir)
    met(rolling)
    assert the_next(rolling).body == heir
    second = open_it(other, rolling.rule, date(2016, 2, 1), today=date(2016, 2, 2))
    Obligation.objects.filter(pk=second.pk).update(held_by=heir)
    count = Obligation.objects.count()
    met(second)
    assert Obligation.objects.count() == count


# The working is frozen -----------------------------------------------------------------------------------------------


def test_met_and_closed_freeze_the_working_and_open_ones_have_none(rolling) -> None:
    assert rolling.explanation == {}
    live = explanation_of(rolling)
    met(rolling)
    rolling.refresh_from_db()
    assert explanation_of(rolling) == live
    DutyRule.objects.filter(pk=rolling.rule_id).update(code="ROLLING_YEARS:4", legal_basis="Another law")
    assert explanation_of(Obligation.objects.get(pk=rolling.pk)) == live
    following = the_next(rolling)
    close(obligation=following, reason="body closed", why="Closed", by=None, today=TODAY)
    following.refresh_from_db()
    assert following.explanation["answer"] == "2018-01-19"


def test_a_page_that_shows_a_list_reads_no_working(rolling, django_assert_num_queries) -> None:
    met(rolling)
    row = Obligation.objects.for_pages().get(pk=rolling.pk)
    with django_assert_num_queries(1):
        assert row.explanation


def test_the_working_of_a_standing_review_asks_the_database_nothing(django_assert_num_queries) -> None:
    first_on, last_on = date(2016, 4, 1), date(2017, 3, 31)
    standing = make_obligation(rule=make_rule(), due_on=last_on, period_first_on=first_on, period_last_on=last_on)
    with django_assert_num_queries(0):
        assert explanation_of(standing).answer == last_on
