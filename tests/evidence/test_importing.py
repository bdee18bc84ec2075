"""Evidence from a spreadsheet, through the pages: template, upload, preview, mend, import, again."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

import duties
from bodies import tasks
from bodies.imports import running
from bodies.models import AuditEntry, Import
from duties.catalogue import read_catalogue
from duties.models import DutyRule, Obligation
from duties.years import FinancialYear
from evidence import actions
from evidence.files import holding
from evidence.importing import EVIDENCE
from evidence.models import Evidence, EvidenceUse, HeldFile, StoredFile
from tests.evidence import sample_files as sample
from tests.evidence.conftest import add_statement, give_back, send
from tests.evidence.test_adding import stored
from tests.factories import TODAY, make_body, make_duty, make_obligation, make_rule

START = "/bodies/10H/import/evidence/"
FILES = START + "files/"
TITLES = [column.title for column in EVIDENCE.columns]
LINK = "https://www.example.nhs.uk/report"


@pytest.fixture(autouse=True)
def _nobody_is_told(monkeypatch) -> None:
    monkeypatch.setattr(tasks.run_import_task, "delay", lambda pk: None)
    monkeypatch.setattr(running, "PAUSE", 0)


@pytest.fixture
def client(world, as_):
    return as_(world.lead)


@pytest.fixture
def report(world) -> Obligation:
    """The annual report on 2015/16: reviewed."""
    return of_year(world.body, 2015, title="Publish the annual report")


@pytest.fixture
def plan(world) -> Obligation:
    """A plan that the body certifies."""
    return of_year(world.body, 2015, title="Have a plan", proof="certified")


def of_year(body, start: int, *, title: str, rule=None, period: str = "", **fields) -> Obligation:
    proof = fields.pop("proof", "reviewed")
    rule = rule or DutyRule.objects.filter(duty__title=title).first() or make_rule(make_duty(title=title), proof=proof)
    year = FinancialYear(start)
    return make_obligation(
        body, rule, due_on=year.last_day + timedelta(days=60),
        **{"period_year": start, "period": period, "period_first_on": year.first_day, "period_last_on": year.last_day}
        | fields,
    )  # fmt: skip


def row(obligation: Obligation | None = None, **cells: object) -> dict[str, object]:
    """A row by column, right but for what the test says."""
    given: dict[str, object] = {"Title": "As published", "About": "27/03/2016"}
    if obligation is not None:
        given |= {"Duty": obligation.duty.title, "Year": str(FinancialYear(obligation.period_year))}
    if not {"Link", "File name", "Statement"} & set(cells):
        given["Link"] = LINK
    return given | cells


def sheet(*rows: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Evidence"
    book.active.append(TITLES)
    for one in rows:
        book.active.append([one.get(title) for title in TITLES])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, *rows: dict[str, object], content: bytes = b"") -> Import:
    file = SimpleUploadedFile("history.xlsx", content or sheet(*rows))
    answer = client.post(START, {"sheet": file})
    assert answer.status_code == 302, answer.content.decode().split("<main")[1]
    return Import.objects.latest("pk")


def errors(client, *rows: dict[str, object]) -> dict[str, str]:
    """What is wrong with a sheet of one wrong row, by column."""
    return dict(upload(client, *rows).rows.get(fate="wrong").errors)


def confirm(client, imported: Import) -> str:
    page = client.post(f"/imports/{imported.pk}/confirm/", follow=True).content.decode()
    running.run(imported.pk, today=TODAY)
    return page


def import_(client, *rows: dict[str, object]) -> Import:
    imported = upload(client, *rows)
    confirm(client, imported)
    imported.refresh_from_db()
    assert imported.finished_at is not None, client.get(f"/imports/{imported.pk}/").content.decode().split("<main")[1]
    return imported


def fates(imported: Import) -> list[str]:
    return list(imported.rows.order_by("number").values_list("fate", flat=True))


def page_of(client, imported: Import, **asked: object) -> str:
    return client.get(f"/imports/{imported.pk}/", asked).content.decode()


def hold(client, *files: tuple[str, bytes]):
    return client.post(FILES, {"files": [SimpleUploadedFile(name, content) for name, content in files]}, follow=True)


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


class TestWhichDuty:
    def test_by_its_code_its_title_in_any_case_and_its_title_with_the_step(self, client, world) -> None:
        draft = of_year(world.body, 2015, title="Accounts", step="draft")
        final = of_year(world.body, 2015, title="Accounts", step="final", rule=draft.rule)
        imported = upload(
            client,
            row(draft, Duty=draft.duty.slug.upper(), Step="Draft"),
            row(final, Duty="accounts : FINAL"),
            row(final, Step="final", Title="Another"),
        )
        assert [plan["obligation"] for plan in imported.rows.values_list("plan", flat=True)] == [
            draft.pk, final.pk, final.pk,
        ]  # fmt: skip
        assert errors(client, row(final))["step"] == "Write which step: draft or final"
        assert errors(client, row(final, Step="third"))["step"] == "Write which step: draft or final"

    @pytest.mark.parametrize("typed", ["Q2", "q2", "Quarter 2", "2", "quarter 2 of 2016/17"])
    def test_a_quarter_as_people_write_it(self, client, world, typed) -> None:
        of_year(world.body, 2016, title="KO41a", period="Q1")
        second = of_year(world.body, 2016, title="KO41a", period="Q2")
        imported = upload(client, row(second, Period=typed))
        assert imported.rows.get().plan["obligation"] == second.pk

    @pytest.mark.parametrize("typed", ["May 2016", "may-16", "2016-05", "Sept 2016", date(2016, 5, 1)])
    def test_a_month_as_people_and_programs_write_it(self, client, world, typed) -> None:
        may = of_year(world.body, 2016, title="Spending", period="2016-05")
        september = of_year(world.body, 2016, title="Spending", period="2016-09")
        imported = upload(client, row(may, Period=typed))
        wanted = september if typed == "Sept 2016" else may
        assert imported.rows.get().plan["obligation"] == wanted.pk

    def test_the_one_that_can_be_meant_needs_no_period_and_several_are_named(self, client, world) -> None:
        first = of_year(world.body, 2016, title="KO41a", period="Q1")
        assert fates(upload(client, row(first))) == ["new"]
        of_year(world.body, 2016, title="KO41a", period="Q2")
        assert errors(client, row(first))["period"] == "Write which one: Q1 or Q2"
        assert errors(client, row(first, Period="Q4"))["period"] == "Write which one: Q1 or Q2"

    def test_what_is_not_open_says_what_is(self, client, world, report) -> None:
        assert errors(client, row(report, Year="2013/14"))["year"] == (
            "This duty is not open for 2013/14, but for 2015/16"
        )
        make_duty(title="Never opened")
        assert "Nothing of this duty is open" in errors(client, row(report, Duty="Never opened"))["duty"]
        assert "There is no duty “Fly”." in errors(client, row(report, Duty="Fly"))["duty"]
        assert "is not a financial year" in errors(client, row(report, Year="2015"))["year"]
        assert errors(client, row(report, Period="Q2"))["period"] == "Leave this empty: it is yearly"
        assert errors(client, row(report, Step="final"))["step"] == "Leave this empty: it has no steps"

    @pytest.mark.parametrize("typed", ["2015/16", "2015-16", "2015/2016", "2015–16"])
    def test_a_year_as_people_write_it(self, client, report, typed) -> None:
        assert fates(upload(client, row(report, Year=typed))) == ["new"]

    def test_what_a_body_took_over_is_named_by_the_code_of_who_incurred_it(self, client, world) -> None:
        old = make_body("03X", name="NHS Old CCG")
        passed_on = of_year(old, 2015, title="Report", held_by=world.body)
        assert "Write the code of the body: 03X (NHS Old CCG)" in errors(client, row(passed_on))["body"]
        imported = import_(client, row(passed_on, Body="03x"))
        assert imported.rows.get().plan["obligation"] == passed_on.pk
        assert passed_on.evidence.get().body == world.body

    def test_another_bodys_duty_is_not_known(self, client, world) -> None:
        theirs = of_year(world.other_body, 2015, title="Theirs")
        assert "Nothing of this duty is open" in errors(client, row(theirs, Body="99A"))["duty"]
        away = of_year(world.body, 2015, title="Handed over", held_by=world.other_body)
        assert "answers for “Handed over”, 2015/16 now" in errors(client, row(away))["duty"]

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"met_on": date(2016, 6, 3), "met_how": "seen", "done_on": date(2016, 6, 1)},
             "“Publish it”, 2015/16, was settled on 3 June 2016: nothing is added to it."),
            ({"closed_on": date(2016, 6, 3), "closed_reason": "not_applicable"}, "was closed on 3 June 2016"),
            ({"sent_on": date(2016, 6, 3), "done_on": date(2016, 6, 1)},
             "was sent in on 3 June 2016 and waits for review. You can add to it if it is sent back"),
            ({"owed_by": "nhs_england"}, "NHS England owes “Publish it”, 2015/16, not the body."),
            ({"proof": "recorded"}, "is settled by the record's own dates"),
        ],
    )  # fmt: skip
    def test_what_nothing_can_be_added_to_says_why(self, client, world, facts, words) -> None:
        one = of_year(world.body, 2015, title="Publish it")
        Obligation.objects.filter(pk=one.pk).update(**facts)
        assert words in errors(client, row(one))["duty"]


class TestRow:
    def test_exactly_one_of_link_file_and_statement(self, client, report) -> None:
        assert "Fill in one of Link, File name and Statement" in errors(client, row(report, Link=None))["link"]
        both = errors(client, row(report, Statement="x", Link=LINK))["statement"]
        assert both == "Fill in only one: this row has Link and Statement. For another piece add a row"

    @pytest.mark.parametrize(
        "link", ["www.example.nhs.uk", "javascript:alert(1)", "ftp://a.example/", "+1", "http://["]
    )
    def test_a_link_is_an_address_of_the_web(self, client, report, link) -> None:
        assert "Enter a full web address" in errors(client, row(report, Link=link))["link"]

    def test_a_link_without_a_password(self, client, report) -> None:
        assert "without a user name" in errors(client, row(report, Link="https://me:pw@a.example/"))["link"]

    def test_every_fault_of_a_row_is_said_at_once(self, client, report) -> None:
        found = errors(client, {"Duty": "x", "Year": "x", "Link": "x", "Done on": "x", "Note": "x" * 4001})
        assert set(found) == {"year", "title", "about_on", "link", "done_on", "note"}

    def test_the_day_it_was_done_is_no_later_than_today(self, client, report) -> None:
        tomorrow = TODAY + timedelta(days=1)
        assert "must be today or in the past" in errors(client, row(report, **{"Done on": tomorrow}))["done_on"]

    def test_the_rows_of_a_duty_agree(self, client, report) -> None:
        done = {"Done on": "1/6/2016"}
        found = errors(client, row(report, **done), row(report, Title="Two", **{"Done on": "2/6/2016"}))
        assert found["done_on"] == "Give one day for one duty: row 2 says 1/6/2016"
        assert errors(client, row(report), row(report))[""] == "This says the same as row 2. Delete one of the two"
        assert "goes with what is sent in" in errors(client, row(report, Note="x"))["note"]


class TestFiles:
    def test_a_file_is_named_after_it_was_uploaded(
        self, client, world, report, settings, django_capture_on_commit_callbacks
    ) -> None:
        found = errors(client, row(report, **{"File name": "Report.pdf"}))["file"]
        assert "No file “Report.pdf” was uploaded." in found
        page = hold(client, ("Report.pdf", sample.PDF), ("Other.csv", sample.CSV)).content.decode()
        assert "2 files were uploaded." in page and "Report.pdf" in page and "PDF, " in page
        page = client.post(f"/imports/{Import.objects.get().pk}/confirm/", follow=True).content.decode()
        assert "Import 1 row" in page and "to mend" not in page  # checked again, it is there now
        found = errors(client, row(report, **{"File name": "Reports.pdf"}))["file"]
        assert "Did you mean “Report.pdf”?" in found
        imported = import_(client, row(report, **{"File name": "REPORT.PDF"}))
        made = Evidence.objects.get()
        assert (made.kind, made.file_name, made.file.content_type) == ("file", "Report.pdf", "application/pdf")
        assert len(stored(settings)) == 2
        with django_capture_on_commit_callbacks(execute=True):
            holding.purge(TODAY + timedelta(days=32))
        assert not HeldFile.objects.exists() and len(stored(settings)) == 1
        assert fates(upload(client, row(report, **{"File name": "Report.pdf"}))) == ["here"]
        assert fates(imported) == ["done"]

    def test_each_file_is_taken_or_refused_by_itself(self, client, settings) -> None:
        answer = hold(client, ("a.pdf", sample.PDF), ("b.zip", sample.ZIP), ("c.txt", b""), ("d.csv", sample.CSV))
        page = answer.content.decode()
        assert answer.status_code == 200 and not answer.redirect_chain and "There is a problem" in page
        assert "“b.zip” was not taken. The file is a ZIP archive." in page
        assert "“c.txt” was not taken. The file is empty." in page
        assert "2 files were uploaded." in page
        assert list(HeldFile.objects.values_list("name", flat=True)) == ["a.pdf", "d.csv"]
        assert len(stored(settings)) == 2

    def test_no_file_is_asked_for_in_words(self, client) -> None:
        page = client.get(FILES).content.decode()
        assert "PDF, Office or OpenDocument file, CSV, text or image. Choose several" in page
        assert "Choose the files" in client.post(FILES, {}).content.decode()

    def test_a_second_file_of_a_name_takes_the_firsts_place(self, client, report, settings) -> None:
        hold(client, ("Report.pdf", sample.PDF))
        imported = upload(client, row(report, **{"File name": "Report.pdf"}))
        page = hold(client, ("report.PDF", sample.PDF + b"%2")).content.decode()
        assert "“report.PDF” was there before: the new one takes its place." in page
        assert HeldFile.objects.count() == 1
        # What is confirmed is what was checked.
        page = client.post(f"/imports/{imported.pk}/confirm/", follow=True).content.decode()
        assert "The rows were checked again, and nothing is imported yet." in page

    def test_a_file_replaced_while_it_runs_refuses_its_duty(self, client, report, plan) -> None:
        hold(client, ("Report.pdf", sample.PDF))
        imported = upload(client, row(report, **{"File name": "Report.pdf"}), row(report, Title="Two"), row(plan))
        client.post(f"/imports/{imported.pk}/confirm/")
        hold(client, ("Report.pdf", sample.PDF + b"%2"))
        running.run(imported.pk, today=TODAY)
        assert fates(imported) == ["refused", "refused", "done"]
        assert "was taken away or replaced since the check" in page_of(client, imported)
        assert not report.evidence.exists()

    def test_a_held_file_is_removed_and_its_bytes_with_it(self, client, world, settings) -> None:
        hold(client, ("Report.pdf", sample.PDF))
        address = f"{FILES}{HeldFile.objects.get().pk}/remove/"
        assert "The file was removed" in client.post(address, follow=True).content.decode()
        client.post(address)
        assert not HeldFile.objects.exists()

    def test_bytes_that_are_held_are_not_taken_away_with_a_draft(
        self, client, world, report, settings, django_capture_on_commit_callbacks
    ) -> None:
        hold(client, ("Report.pdf", sample.PDF))
        import_(client, row(report, **{"File name": "Report.pdf"}))
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_draft(evidence=Evidence.objects.get(), obligation=report, by=world.lead.user, today=TODAY)
        assert StoredFile.objects.count() == len(stored(settings)) == 1
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{FILES}{HeldFile.objects.get().pk}/remove/")
        assert stored(settings) == [] and not StoredFile.objects.exists()

    def test_another_bodys_files_are_not_there(self, client, world, as_) -> None:
        hold(client, ("Report.pdf", sample.PDF))
        held = HeldFile.objects.get()
        stranger = as_(world.stranger)
        assert stranger.get(FILES).status_code == stranger.post(f"{FILES}{held.pk}/remove/").status_code == 404
        stranger.post(f"/bodies/99A/import/evidence/files/{held.pk}/remove/")
        assert HeldFile.objects.exists()
        assert as_(world.contributor).get(FILES).status_code == 403


class TestFaults:
    def test_killed_in_the_middle_of_a_duty_nothing_of_it_is_there_and_it_goes_on(
        self, client, report, plan, monkeypatch
    ) -> None:
        done = {"Done on": "1/6/2016"}
        imported = upload(client, row(report, **done), row(report, Title="Two", **done), row(plan, **done))
        client.post(f"/imports/{imported.pk}/confirm/")

        def killed(**_named) -> None:
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(actions, "send_in", killed)
            with pytest.raises(SystemExit):
                running.run(imported.pk, today=TODAY)
        report.refresh_from_db()
        assert not Evidence.objects.exists() and report.gathering_on is None
        assert not AuditEntry.objects.filter(verb="added evidence").exists()
        running.run(imported.pk, today=TODAY)
        assert fates(imported) == ["done"] * 3
        assert set(EvidenceUse.objects.values_list("obligation", "sent_on")) == {(report.pk, TODAY), (plan.pk, TODAY)}

    def test_the_same_sheet_confirmed_twice_before_either_ran_is_imported_once(self, client, report, plan) -> None:
        given = (row(report, **{"Done on": "1/6/2016"}), row(plan, **{"Done on": "1/6/2016"}))
        twice = [upload(client, *given) for _ in range(2)]
        for imported in twice:
            client.post(f"/imports/{imported.pk}/confirm/")
        for imported in twice:
            running.run(imported.pk, today=TODAY)
            assert fates(imported) == ["done", "done"]
        assert (report.submissions.count(), plan.submissions.count(), Evidence.objects.count()) == (1, 1, 1)

    def test_what_somebody_settled_meanwhile_is_refused_and_the_rest_is_imported(
        self, client, world, report, plan
    ) -> None:
        imported = upload(client, row(report, **{"Done on": "1/6/2016"}), row(plan))
        client.post(f"/imports/{imported.pk}/confirm/")
        send(report, world.contributor)
        running.run(imported.pk, today=TODAY)
        assert fates(imported) == ["refused", "done"]
        assert "This was sent in and is waiting for review." in page_of(client, imported)

    def test_a_thousand_rows_are_checked_in_as_many_queries_as_twenty(self, client, world) -> None:
        rule = make_rule(make_duty(title="Answer"))

        def queries(count: int, name: str) -> int:
            made = [make_obligation(world.body, rule, subject=f"{name} {n}", period_year=2015) for n in range(20)]
            content = sheet(*[
                row(made[n % 20], Period=f"{name} {n % 20}", Title=f"{name} {n}") for n in range(count)
            ])  # fmt: skip
            with CaptureQueriesContext(connection, ) as asked:  # fmt: skip
                imported = upload(client, content=content)
            assert fates(imported) == ["new"] * count
            return sum(query["sql"].startswith("SELECT") for query in asked)

        assert queries(20, "Few") == queries(1000, "Many")


def test_the_catalogue_has_no_title_twice() -> None:
    titles = [duty.title.casefold() for duty in read_catalogue(Path(duties.__file__).parent / "data").duties]
    assert len(titles) == len(set(titles))


def test_the_lead_finds_the_page_from_home_and_year_and_a_contributor_does_not(world, as_, report) -> None:
    lead, contributor = as_(world.lead), as_(world.contributor)
    for address in ("/", "/year/"):
        assert START in lead.get(address).content.decode()
        assert START not in contributor.get(address).content.decode()
