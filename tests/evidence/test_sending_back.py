"""What is sent back says exactly what is missing, keeps its place, and shows what changed when it comes again."""

from __future__ import annotations

from datetime import date

import pytest

from bodies.access import reach_of
from duties.actions import NotNow
from evidence import actions
from evidence.frozen import FrozenItem, changed_since, not_seen
from evidence.models import Evidence, Submission
from tests.evidence.conftest import add_statement, give_back, send, when
from tests.factories import TODAY, make_duty, make_obligation, make_rule

DATE, COMPLETE = "The date is right", "It is complete"


@pytest.fixture
def waiting(world, obligation) -> Submission:
    return send(obligation, world.lead)


@pytest.mark.parametrize(
    ("given", "missing", "reason"),
    [
        ({"checks": ["0"]}, [COMPLETE], "Could not be seen: It is complete."),
        ({"checks": ["0"], "reason": "Page 3"}, [COMPLETE], "Page 3"),
        ({"reason": "Page 3"}, [DATE, COMPLETE], "Page 3"),
        ({"checks": ["0", "1"], "reason": "Page 3"}, [], "Page 3"),
    ],
)
def test_what_was_not_ticked_is_kept_beside_the_words(world, as_, waiting, given, missing, reason) -> None:
    answer = as_(world.assurer).post(f"/review/{waiting.pk}/", {"outcome": "sent_back", **given})
    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.missing, waiting.reason) == ("sent_back", missing, reason)


@pytest.mark.parametrize("given", [{}, {"checks": ["0", "1"]}])
def test_a_slip_of_the_hand_sends_nothing_back(world, as_, waiting, given) -> None:
    """Everything ticked says that nothing is missing, and nothing ticked says nothing yet."""
    answer = as_(world.assurer).post(f"/review/{waiting.pk}/", {"outcome": "sent_back", **given})
    assert answer.status_code == 200 and "Say what is missing" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.decision == ""


def test_the_action_keeps_only_checks_of_the_round_and_asks_for_one_or_the_other(world, waiting) -> None:
    given = {"submission": waiting, "reach": reach_of(world.assurer.user, TODAY), "by": world.assurer.user}
    with pytest.raises(NotNow, match="what is missing"):
        actions.send_back(**given, reason="", missing=["Another check"], today=TODAY)
    assert actions.send_back(**given, reason="", missing=[COMPLETE, "Another"], today=TODAY).missing == [COMPLETE]


def test_the_body_reads_both_at_home_on_the_obligation_and_before_it_sends_again(world, as_, waiting) -> None:
    actions.send_back(
        submission=waiting, reach=reach_of(world.assurer.user, TODAY), reason="Only page 3 is dated",
        missing=[DATE], by=world.assurer.user, today=TODAY,
    )  # fmt: skip
    lead, one = as_(world.lead), waiting.obligation_id
    for address in ("/", f"/obligations/{one}/", f"/obligations/{one}/send/", f"/review/{waiting.pk}/"):
        page = lead.get(address).content.decode()
        assert "Could not be seen" in page and DATE in page and "“Only page 3 is dated”" in page, address
    page = lead.get(f"/obligations/{one}/send/").content.decode()
    assert f"{DATE} <strong>(missing last time)</strong>" in page and f"{COMPLETE} <strong>" not in page


def test_words_that_only_list_the_checks_are_not_said_twice(world, as_, waiting) -> None:
    actions.send_back(
        submission=waiting, reach=reach_of(world.assurer.user, TODAY), reason="", missing=[DATE],
        by=world.assurer.user, today=TODAY,
    )  # fmt: skip
    page = as_(world.lead).get(f"/review/{waiting.pk}/").content.decode()
    assert page.count("Could not be seen") == 1 and not_seen([DATE]) not in page


def test_what_comes_again_keeps_its_place(world, obligation, waiting) -> None:
    other = send(make_obligation(world.body), world.lead)
    give_back(waiting, world.assurer)
    again = send(obligation, world.lead)
    assert again.queued_at == waiting.queued_at
    queue = Submission.objects.queue_of(reach_of(world.assurer.user, TODAY), TODAY)
    assert list(queue) == [again, other]


def test_the_assurer_sees_what_changed_since_and_why_it_was_sent_back(world, as_, obligation, waiting) -> None:
    give_back(waiting, world.assurer, reason="No date on it")
    again = send(obligation, world.lead)
    page = as_(world.assurer).get(f"/review/{again.pk}/").content.decode()
    assert "Since round 1" in page and "Same as before" in page and "New" in page and "“No date on it”" in page
    assert "Since round" not in as_(world.assurer).get(f"/review/{waiting.pk}/").content.decode()


def test_a_piece_that_takes_the_place_of_another_says_so(world, as_, obligation, waiting) -> None:
    give_back(waiting, world.assurer)
    old = obligation.evidence.get()
    draft = add_statement(obligation, world.lead, title="The signed one")
    Evidence.objects.filter(pk=draft.pk).update(supersedes=old, supersedes_why="It is signed")
    again = actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert [item.supersedes for item in again.frozen] == [old.pk]
    page = as_(world.assurer).get(f"/review/{again.pk}/").content.decode()
    assert "Takes the place of “Proof 0”" in page and "there was also" not in page


def test_what_was_there_before_and_is_no_more_is_named(world, as_, obligation, waiting) -> None:
    give_back(waiting, world.assurer)
    Evidence.objects.update(withdrawn_on=TODAY, withdrawn_by=world.lead.user, withdrawn_why="Of another year")
    again = send(obligation, world.lead)
    assert "there was also “Proof 0”" in as_(world.assurer).get(f"/review/{again.pk}/").content.decode()


def test_changes_are_told_by_ids_and_not_by_titles() -> None:
    def item(number: int, title: str = "Minutes", supersedes: int = 0) -> FrozenItem:
        return FrozenItem(number, "link", title, date(2016, 9, 1), supersedes=supersedes)

    before = [item(1), item(2, "Report"), item(3, "Letter")]
    now = [item(1, "Renamed since"), item(4, "Report", supersedes=2), item(5, "Minutes"), item(6, supersedes=77)]
    since = changed_since(3, before, now)
    assert [since.words(one) for one in now] == ["Same as before", "Takes the place of “Report”", "New", "New"]
    assert [one.title for one in since.gone] == ["Letter"]


# Done and achieved ----------------------------------------------------------------------------------------------------


@pytest.fixture
def limit(world):
    """A duty that can be done and not achieved."""
    return make_obligation(
        world.body, make_rule(make_duty(slug="breakeven", category="Finance", theme="audited accounts"))
    )


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_assurer_confirms_or_corrects_whether_it_was_achieved(world, as_, limit, answer) -> None:
    waiting = send(limit, world.lead, achieved=True)
    client, address = as_(world.assurer), f"/review/{waiting.pk}/"
    assert "Was it achieved?" in client.get(address).content.decode()
    given = {"checks": ["0", "1"], **when("done_on", date(2016, 10, 3)), "outcome": "seen"}
    assert "Say whether it was achieved" in client.post(address, given).content.decode()
    client.post(address, {**given, "achieved": answer})
    limit.refresh_from_db()
    waiting.refresh_from_db()
    assert (limit.achieved, waiting.achieved, waiting.decided_achieved) == (answer == "yes", True, answer == "yes")
    page = client.get(address).content.decode()
    assert "Yes, says the body" in page and ("no, says who decided" in page) == (answer == "no")


def test_sending_back_asks_nothing_of_what_was_achieved(world, as_, limit) -> None:
    waiting = send(limit, world.lead, achieved=True)
    given = {"outcome": "sent_back", "reason": "Page 3"}
    assert as_(world.assurer).post(f"/review/{waiting.pk}/", given).status_code == 302


def test_what_asks_only_whether_it_was_done_is_not_asked_the_other(world, as_, waiting) -> None:
    assert "Was it achieved?" not in as_(world.assurer).get(f"/review/{waiting.pk}/").content.decode()
