"""Files held for a spreadsheet, and what is wrong with a sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.imports import running
from bodies.models import AuditEntry, Import
from evidence import actions
from evidence.files import holding
from evidence.models import Evidence, EvidenceUse, HeldFile, StoredFile
from tests.evidence import sample_files as sample
from tests.evidence.conftest import send
from tests.evidence.importing.kit import FILES, errors, fates, hold, import_, page_of, row, sheet, upload
from tests.evidence.test_adding import stored
from tests.factories import TODAY, make_duty, make_obligation, make_rule


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
