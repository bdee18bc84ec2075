"""Samples of what was certified: drawn once, by state, openly, so that anybody can draw them again."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date

import openpyxl
import pytest
from django.db import connection, transaction

from bodies.access import Role, reach_of
from bodies.models import AuditEntry, AuditLink, BodyOffice, Membership
from duties.models import Obligation
from evidence import actions, draws
from evidence.models import CallIn, Sample
from evidence.tasks import draw_samples
from tests.evidence.conftest import add_statement
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule, make_user

SEPTEMBER, AUGUST = date(2016, 9, 1), date(2016, 8, 1)


def certify(obligation: Obligation, day: date, member: Membership | None = None) -> Obligation:
    by = member.user if member else make_user()
    actions.certify(obligation=obligation, done_on=day, note="", by=by, today=day)
    return obligation


@pytest.fixture
def many(world) -> list[Obligation]:
    """Forty duties that two bodies of the region certified in September."""
    rule = make_rule(make_duty(), proof="certified")
    bodies = [world.body, make_body("99B", region=world.region)]
    return [
        certify(make_obligation(bodies[n % 2], rule, subject=f"row {n}"), date(2016, 9, 1 + n % 30)) for n in range(40)
    ]


def draw(world, month: date = SEPTEMBER) -> Sample:
    made = actions.draw_sample(office=world.region, month=month, today=TODAY)
    assert made is not None
    return made


def again(text: str, seed: str, share_percent: int) -> set[int]:
    """Draw anew from the CSV alone, as the page tells anybody to."""
    rows = [row for row in list(csv.reader(io.StringIO(text)))[1:] if row[0].isdigit()]
    numbers = {hashlib.sha256(f"{seed}:{key}".encode()).hexdigest(): int(key) for key, *_ in rows}
    assert [row[1] for row in rows] == sorted(numbers)
    wanted = 0
    while wanted * 100 < len(rows) * share_percent:
        wanted += 1
    assert [row[2] for row in rows] == ["yes"] * wanted + ["no"] * (len(rows) - wanted)
    return {numbers[number] for number in sorted(numbers)[:wanted]}


def test_the_workbook_of_a_sample_says_the_same(world, as_, many) -> None:
    sample = draw(world)
    page = openpyxl.load_workbook(
        io.BytesIO(as_(world.stranger).get(f"/samples/{sample.pk}/drawn.xlsx").content)
    ).active
    flat = as_(world.stranger).get(f"/samples/{sample.pk}/drawn.csv").content.decode("utf-8-sig")
    rows = [[str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    assert rows == list(csv.reader(io.StringIO(flat)))
    assert isinstance(page["A2"].value, int)


def test_what_is_drawn_can_be_drawn_again_from_the_csv(world, as_, many) -> None:
    sample = draw(world)
    text = as_(world.stranger).get(f"/samples/{sample.pk}/drawn.csv").content.decode("utf-8-sig")
    mine = again(text, sample.seed, 5)
    assert set(CallIn.objects.filter(sample=sample).values_list("obligation", flat=True)) == mine
    assert len(mine) == 2 and sample.drawn_from == sorted(row.pk for row in many)


def test_the_seed_is_the_head_of_the_trail_as_it_was_then(world, many) -> None:
    connection.check_constraints()  # PostgreSQL writes links at the end of a transaction; a test's has none
    head = AuditLink.objects.order_by("-place").first()
    assert draw(world).seed == head.chain


def test_another_seed_draws_others() -> None:
    keys = range(1000)
    first, second = (set(draws.drawn(keys, seed * 64, 10)) for seed in "ab")
    assert len(first) == len(second) == 100 and len(first & second) < 50
    assert draws.drawn(reversed(keys), "a" * 64, 10) == draws.drawn(keys, "a" * 64, 10)


@pytest.mark.parametrize(("count", "percent", "wanted"), [(0, 5, 0), (1, 5, 1), (20, 5, 1), (21, 5, 2), (7, 100, 7)])
def test_the_share_is_rounded_up_so_that_there_is_one_where_there_is_any(count, percent, wanted) -> None:
    assert draws.how_many(count, percent) == wanted == len(draws.drawn(range(count), "seed", percent))


def test_it_is_drawn_from_what_bodies_of_the_region_certified_in_the_month_and_nothing_else(world, certified) -> None:
    rule = certified.rule
    inside = [certify(make_obligation(world.body, rule, subject=f"in {n}"), date(2016, 9, n)) for n in (1, 30)]
    for day in (date(2016, 8, 31), date(2016, 10, 1)):
        certify(make_obligation(world.body, rule, subject=f"out {day}"), day)
    certify(make_obligation(world.other_body, rule, subject="elsewhere"), SEPTEMBER)
    theirs = make_rule(make_duty(owed_by="nhs_england"), proof="certified")
    certify(make_obligation(world.body, theirs, subject="NHS England's own"), SEPTEMBER)
    reopened = certify(make_obligation(world.body, rule, subject="re-opened"), SEPTEMBER)
    actions.reopen_decision(
        submission=reopened.submissions.get(), reach=reach_of(world.lead.user, TODAY), why="A mistake",
        by=world.lead.user, today=TODAY,
    )  # fmt: skip
    moved = make_body("MOV")
    BodyOffice.objects.create(body=moved, office=world.region, kind="region", from_on=AUGUST, to_on=date(2016, 9, 30))
    BodyOffice.objects.create(body=moved, office=world.elsewhere, kind="region", from_on=date(2016, 10, 1))
    inside.append(certify(make_obligation(moved, rule, subject="then here"), SEPTEMBER))
    assert draw(world).drawn_from == sorted(row.pk for row in inside)


def test_what_was_certified_again_takes_part_once(world, certified) -> None:
    certify(certified, SEPTEMBER)
    actions.reopen_decision(
        submission=certified.submissions.get(), reach=reach_of(world.lead.user, SEPTEMBER), why="A mistake",
        by=world.lead.user, today=SEPTEMBER,
    )  # fmt: skip
    certify(certified, date(2016, 9, 20))
    assert draw(world).drawn_from == [certified.pk]


def test_what_was_certified_again_takes_part_in_the_month_of_what_stands(world, certified) -> None:
    certify(certified, SEPTEMBER)
    actions.reopen_decision(
        submission=certified.submissions.get(), reach=reach_of(world.lead.user, TODAY), why="A mistake",
        by=world.lead.user, today=TODAY,
    )  # fmt: skip
    certify(certified, TODAY)
    assert draw(world).drawn_from == []
    assert actions.certified_in(world.region, date(2016, 10, 1)) == [certified.pk]


def test_each_month_is_drawn_once_however_often_the_job_runs(world, many) -> None:
    assert draw_samples() == 1
    assert draw_samples() == 0
    assert actions.draw_sample(office=world.region, month=SEPTEMBER, today=TODAY) is None
    assert Sample.objects.count() == 1 and AuditEntry.objects.filter(verb="drew a sample").count() == 1


def test_a_month_that_was_missed_is_made_up_for_and_years_are_not(world, certified) -> None:
    for number, day in enumerate((date(2015, 5, 3), date(2016, 7, 3), date(2016, 8, 3))):
        certify(make_obligation(world.body, certified.rule, subject=str(number)), day)
    draw_samples()
    assert list(Sample.objects.order_by("month").values_list("month", "drawn_from")) == [
        (AUGUST, [Obligation.objects.get(subject="2").pk]), (SEPTEMBER, [])
    ]  # fmt: skip


def test_nothing_is_drawn_of_a_month_before_the_region_certified_anything(world, certified) -> None:
    certify(certified, date(2016, 10, 3))
    assert draw_samples() == 0
    assert draws.finished_months(date(2016, 3, 31)) == [date(2016, 1, 1), date(2016, 2, 1)]
    assert draws.last_day(date(2016, 2, 1)) == date(2016, 2, 29)


def test_what_nhs_england_asks_to_see_already_is_not_asked_for_twice(world, certified) -> None:
    certify(certified, SEPTEMBER)
    call = actions.call_in(
        obligation=certified, reach=reach_of(world.assurer.user, TODAY), why="To look", by=world.assurer.user,
        today=TODAY,
    )  # fmt: skip
    draw(world)
    assert CallIn.objects.get() == call


def test_the_share_comes_from_the_settings(world, many, settings) -> None:
    settings.SAMPLE_PERCENT = 50
    sample = draw(world)
    assert (sample.share_percent, sample.call_ins.count()) == (50, 20)


def test_a_draw_that_breaks_leaves_nothing_and_is_held_again(world, many, monkeypatch) -> None:
    def breaks(*_, **__):
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr("evidence.actions.sampling.say", breaks)
        with pytest.raises(RuntimeError), transaction.atomic():
            draw_samples()
    assert not Sample.objects.exists() and not CallIn.objects.exists()
    assert draw_samples() == 1


def test_the_body_and_its_assurer_read_what_was_drawn_and_others_only_numbers(world, as_, many) -> None:
    sample = draw(world)
    drawn = CallIn.objects.filter(obligation__held_by=world.body).first()
    if drawn is None:
        drawn = CallIn.objects.first()
        reader = make_member(Role.LEAD, drawn.obligation.held_by)
    else:
        reader = world.lead
    link, address = f"/obligations/{drawn.obligation_id}/", f"/samples/{sample.pk}/"
    for member, sees in ((reader, True), (world.assurer, True), (world.national, True), (world.stranger, False)):
        page = as_(member).get(address).content.decode()
        assert (link in page) is sees, member
        assert draws.number_of(sample.seed, drawn.obligation_id)[:12] in page and sample.seed in page
        assert "40 duties" in page and "5%" in page
    assert "of a body that you do not see" in as_(world.stranger).get(address).content.decode()
    assert address in as_(world.stranger).get("/samples/").content.decode()


def test_the_lead_reads_at_home_that_it_was_drawn_and_can_answer(world, as_, settings, certified) -> None:
    add_statement(certified, world.lead, today=SEPTEMBER)
    certify(certified, SEPTEMBER, world.lead)
    draw(world)
    page = as_(world.lead).get("/").content.decode()
    assert "NHS England asks to see the evidence" in page and "Drawn in the sample of September 2016" in page
    told = as_(world.lead).get(f"/obligations/{certified.pk}/").content.decode()
    assert "The tracker drew it in a sample: NHS England asks to see its evidence." in told
    call = CallIn.objects.get()
    assert f"/samples/{call.sample_id}/" in as_(world.lead).get(f"/calls/{call.pk}/").content.decode()
    actions.answer_call(
        call=call, reach=reach_of(world.lead.user, TODAY), note="", by=world.lead.user, today=TODAY
    )  # fmt: skip


def test_the_list_of_samples_goes_on_by_key(world, as_, monkeypatch, certified) -> None:
    monkeypatch.setattr("evidence.views.samples.PAGE", 1)
    certify(certified, AUGUST)
    draw_samples()
    first, second = Sample.objects.order_by("-pk")
    page = as_(world.lead).get("/samples/").content.decode()
    assert f"/samples/{first.pk}/" in page and f"?after={first.pk}" in page and f"/samples/{second.pk}/" not in page
    assert f"/samples/{second.pk}/" in as_(world.lead).get(f"/samples/?after={first.pk}").content.decode()
    assert as_(world.lead).get("/samples/?after=rubbish").status_code == 404
