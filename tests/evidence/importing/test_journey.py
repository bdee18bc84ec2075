"""Evidence from a spreadsheet, through the pages: template, upload, preview, mend, import, again."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl

from bodies.models import AuditEntry
from evidence import actions
from evidence.models import Evidence, EvidenceUse
from tests.evidence import sample_files as sample
from tests.evidence.conftest import add_statement, give_back
from tests.evidence.importing.kit import (
    START,
    TITLES,
    confirm,
    errors,
    fates,
    hold,
    import_,
    of_year,
    page_of,
    row,
    upload,
)
from tests.factories import TODAY, make_duty, make_rule


class TestJourney:
    def test_errors_mended_imported_and_again(self, client, report, plan) -> None:
        wrong = upload(
            client, row(report, **{"Done on": "31/02/2016"}), row(plan, Duty="Have a pan", Statement="It is", Link=None)
        )
        page = page_of(client, wrong)
        assert "2 rows to mend" in page and "is not a real date" in page and "Did you mean “Have a plan”?" in page
        confirm(client, wrong)
        assert not Evidence.objects.exists()

        good = (row(report, **{"Done on": "30/05/2016"}), row(plan, Statement="It is", **{"Done on": date(2016, 6, 1)}))
        right = upload(client, *good)
        page = page_of(client, right)
        assert "1 duty is sent in to NHS England for review." in page
        assert "1 duty is certified: you certify for NHS Chiltern CCG" in page and "Import 2 rows" in page
        confirm(client, right)
        report.refresh_from_db()
        plan.refresh_from_db()
        assert (report.sent_on, report.done_on, report.met_on) == (TODAY, date(2016, 5, 30), None)
        assert (plan.met_how, plan.done_on) == ("certified", date(2016, 6, 1))
        page = page_of(client, right)
        assert "What was imported" in page and f"/obligations/{report.pk}/" in page

        again = upload(client, *good)
        assert fates(again) == ["here", "here"]
        assert "Everything in this spreadsheet is here already." in page_of(client, again)

    def test_the_template_lists_what_is_open_and_comes_back_filled_in(self, client, world, report, plan) -> None:
        quarter = of_year(world.body, 2016, title="KO41a", period="Q2")
        month = of_year(world.body, 2016, title="Spending", period="2016-05")
        record = of_year(world.body, 2016, title="Answer", subject="The walk-in centre")
        settled = of_year(world.body, 2015, title="Settled", met_on=TODAY, met_how="seen", done_on=TODAY)
        of_year(world.other_body, 2015, title="Theirs")
        of_year(world.body, 2015, title="By the record", proof="recorded")
        book = openpyxl.load_workbook(io.BytesIO(client.get(START + "template/xlsx/").content))
        rows = book["Evidence"]
        assert [cell.value for cell in rows[1]] == TITLES
        listed = {cells[1].value: [cell.value for cell in cells[:5]] for cells in rows.iter_rows(min_row=2)}
        assert listed == {
            report.duty.title: ["10H", report.duty.title, "2015/16", None, None],
            plan.duty.title: ["10H", plan.duty.title, "2015/16", None, None],
            "KO41a": ["10H", "KO41a", "2016/17", "Q2", None],
            "Spending": ["10H", "Spending", "2016/17", "May 2016", None],
            "Answer": ["10H", "Answer", "2016/17", "The walk-in centre", None],
        }
        places = {title: number for number, title in enumerate(TITLES, 1)}
        for cells in rows.iter_rows(min_row=2, max_row=6):
            for title, value in row(Title=cells[1].value).items():
                rows.cell(cells[0].row, places[title], value)
        out = io.BytesIO()
        book.save(out)
        imported = upload(client, content=out.getvalue())
        confirm(client, imported)
        assert fates(imported) == ["done"] * 5
        assert set(EvidenceUse.objects.values_list("obligation", flat=True)) == {
            one.pk for one in (report, plan, quarter, month, record)
        }
        assert settled.evidence.count() == 0

    def test_without_a_day_it_stays_a_draft_for_a_month_and_is_sent_in_later(self, client, world, report) -> None:
        imported = import_(client, row(report))
        page = page_of(client, imported)
        assert "1 piece of evidence stays a draft" in page and "17 November 2016" in page
        report.refresh_from_db()
        assert report.sent_on is None and report.gathering_on == TODAY
        assert "As published" in client.get(f"/obligations/{report.pk}/send/").content.decode()
        by_hand = add_statement(report, world.contributor)
        assert actions.purge_drafts(TODAY + timedelta(days=31)) == 1
        assert not Evidence.objects.filter(pk=by_hand.pk).exists() and Evidence.objects.count() == 1
        later = import_(client, row(report, **{"Done on": "1/6/2016"}))
        assert fates(later) == ["done"] and Evidence.objects.count() == 1
        assert "Here already as a draft: it is sent in." in page_of(client, later)
        report.refresh_from_db()
        assert report.done_on == date(2016, 6, 1)
        assert actions.purge_drafts(TODAY + timedelta(days=365)) == 0

    def test_a_draft_that_is_not_sent_in_goes_after_its_month(self, client, report) -> None:
        import_(client, row(report))
        assert actions.purge_drafts(TODAY + timedelta(days=32)) == 1

    def test_what_was_sent_back_is_not_sent_again_by_the_same_sheet(self, client, world, report) -> None:
        given = row(report, **{"Done on": "1/6/2016"})
        import_(client, given)
        give_back(report.submissions.get(), world.assurer)
        assert fates(upload(client, given)) == ["here"]
        more = import_(client, given, row(report, Title="With page numbers", **{"Done on": "1/6/2016"}))
        assert fates(more) == ["here", "done"]
        assert report.submissions.count() == 2

    def test_all_rows_of_one_duty_are_one_round(self, client, report) -> None:
        given = {"Done on": "1/6/2016", "Note": "Both"}
        imported = import_(client, row(report, **given), row(report, Title="Two", Statement="Yes"))
        assert fates(imported) == ["done", "done"]
        sent = report.submissions.get()
        assert [item["title"] for item in sent.items] == ["As published", "Two"]
        assert (sent.note, sent.done_on) == ("Both", date(2016, 6, 1))

    def test_the_same_piece_for_several_duties_is_one_piece(self, client, world, report, plan, settings) -> None:
        hold(client, ("Both.pdf", sample.PDF))
        third = of_year(world.body, 2016, title="Third")
        given = {"File name": "Both.pdf", "Done on": "1/6/2016"}
        imported = import_(client, row(report, **given), row(plan, **given), row(third, Title="Another", **given))
        assert fates(imported) == ["done"] * 3
        shared, other = Evidence.objects.order_by("pk")
        assert set(shared.uses.values_list("obligation", "sent_on")) == {(report.pk, TODAY), (plan.pk, TODAY)}
        assert (other.title, other.file) == ("Another", shared.file)
        assert AuditEntry.objects.filter(verb="used again", subject_id=shared.pk).count() == 1
        later = of_year(world.body, 2017, title="Later")
        import_(client, row(later, **{"File name": "Both.pdf"}))
        assert shared.uses.get(obligation=later.pk).kept_until == TODAY + timedelta(days=31)

    def test_what_others_left_as_drafts_goes_with_it_and_the_preview_says_so(self, client, world, report) -> None:
        add_statement(report, world.contributor)
        imported = upload(client, row(report, **{"Done on": "1/6/2016"}))
        assert "Sent in with it: 1 other draft of this duty." in page_of(client, imported)

    def test_a_day_outside_of_the_period_is_asked_about(self, client, report) -> None:
        page = page_of(client, upload(client, row(report, About="1/3/2013")))
        assert "About 1 Mar 2013." in page
        assert "Check the day that it is about: the duty is about 1 Apr 2015 to 31 Mar 2016." in page

    def test_whether_it_was_achieved_is_asked_of_the_accounts_alone(self, client, world, report) -> None:
        accounts = of_year(
            world.body, 2015, title="Accounts", rule=make_rule(
                make_duty(title="Accounts", category="Finance", theme="audited accounts"), proof="certified"
            ),
        )  # fmt: skip
        done = {"Done on": "1/6/2016"}
        assert "Write yes or no" in errors(client, row(accounts, **done))["achieved"]
        assert "Leave this empty" in errors(client, row(report, Achieved="yes"))["achieved"]
        assert "Fill in “Done on” too" in errors(client, row(accounts, Achieved="no"))["achieved"]
        import_(client, row(accounts, Achieved="No", **done))
        accounts.refresh_from_db()
        assert accounts.achieved is False

    def test_the_story_of_the_duty_tells_it(self, client, report) -> None:
        import_(client, row(report, **{"Done on": "1/6/2016"}))
        page = client.get(f"/obligations/{report.pk}/").content.decode()
        assert "Governance lead added evidence: a link." in page
        assert "Governance lead sent it in, done on 1 June 2016." in page


def test_the_lead_finds_the_page_from_home_and_year_and_a_contributor_does_not(world, as_, report) -> None:
    lead, contributor = as_(world.lead), as_(world.contributor)
    for address in ("/", "/year/"):
        assert START in lead.get(address).content.decode()
        assert START not in contributor.get(address).content.decode()
