"""The import engine through its pages, with a kind of its own: check, confirm, import, stop, go on."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bodies import clock, tasks
from bodies.access import Role
from bodies.imports import actions, running
from bodies.models import AuditEntry, Import, ImportRow
from tests.bodies.birds import Birds, seen
from tests.factories import TODAY, make_body, make_member, make_office
from tests.guards import suspended

START = "/bodies/10H/import/birds/"
GOOD = b"Place,Bird\nThe marsh,Heron\nThe marsh,Rook\nThe moor,Grouse\n"


@pytest.fixture(autouse=True)
def _birds(settings, monkeypatch) -> None:
    settings.IMPORT_KINDS = {"birds": "tests.bodies.birds.BIRDS"}
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(Birds, "meanwhile", None)
    monkeypatch.setattr(running, "PAUSE", 0)


@pytest.fixture
def told(monkeypatch) -> list[int]:
    """The imports that a worker was told of."""
    told: list[int] = []
    monkeypatch.setattr(tasks.run_import_task, "delay", told.append)
    return told


@pytest.fixture
def body(db):
    return make_body("10H", name="NHS Chiltern CCG", region=make_office("Y57"))


@pytest.fixture
def lead(body):
    return make_member(Role.LEAD, body)


@pytest.fixture
def client(lead) -> Client:
    client = Client()
    client.force_login(lead.user)
    return client


def upload(client, content: bytes = GOOD, name: str = "birds.csv"):
    return client.post(START, {"sheet": SimpleUploadedFile(name, content)}, follow=True)


def checked(client, content: bytes = GOOD) -> Import:
    answer = upload(client, content)
    assert answer.redirect_chain, answer.content.decode()
    return Import.objects.latest("pk")


def page_of(client, imported: Import, **asked: object) -> str:
    return client.get(f"/imports/{imported.pk}/", asked).content.decode()


def press(client, imported: Import, button: str = "confirm") -> str:
    return client.post(f"/imports/{imported.pk}/{button}/", follow=True).content.decode()


def fates(imported: Import) -> dict[int, str]:
    return dict(imported.rows.values_list("number", "fate"))


class TestCheck:
    def test_nothing_is_imported_before_it_is_confirmed(self, client) -> None:
        imported = checked(client)
        page = page_of(client, imported)
        assert "What would be imported" in page and "3 birds fly in." in page and "Import 3 rows" in page
        assert fates(imported) == {2: "new", 3: "new", 4: "new"}
        assert seen() == [] and not imported.is_running

    def test_one_wrong_row_holds_back_all_and_comes_first(self, client, told) -> None:
        imported = checked(client, b"Bird,Seen on\nHeron,1/2/2016\nDodo,soon\nRook,\n")
        page = page_of(client, imported)
        assert "1 row to mend" in page and "Import " not in page.split("<h1")[1]
        assert "There are no more. Write another bird." in page and "“soon” is not a date." in page
        assert "Heron" not in page and "Heron" in page_of(client, imported, show="all")
        for _ in range(2):
            assert "The rows were checked again" in press(client, imported)
        assert seen() == [] and told == [] and not Import.objects.get().is_running

    def test_what_stands_under_no_title_stays_wrong_when_it_is_checked_again(self, client) -> None:
        imported = checked(client, b"Bird,,\nHeron,,stray\n")
        for _ in range(2):
            assert "Column C is filled in and has no title." in press(client, imported)
        assert fates(imported) == {2: "wrong"}

    def test_a_file_that_cannot_be_read_says_why_where_it_was_chosen_and_keeps_nothing(self, client) -> None:
        answer = upload(client, b"Colour\nred\n")
        page = answer.content.decode()
        assert answer.status_code == 200 and not answer.redirect_chain
        assert "There is a problem" in page and "The first row must hold the titles" in page
        assert "Choose the spreadsheet" in client.post(START, {}).content.decode()
        assert "The file is empty" in upload(client, b"").content.decode()
        assert not Import.objects.exists()

    def test_what_the_template_brought_and_nobody_filled_in_is_left_out(self, client) -> None:
        imported = checked(client, GOOD + b"The lake,\nThe wood,\n")
        assert "2 rows of the template had nothing filled in, and are left out." in page_of(client, imported)
        assert len(fates(imported)) == 3

    def test_what_was_typed_is_shown_as_text(self, client) -> None:
        page = page_of(client, checked(client, b"Bird\n<script>alert(1)</script>\n=1+1\n"))
        assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page and "=1+1" in page

    def test_many_rows_are_paged_by_their_number(self, client) -> None:
        imported = checked(client, b"Bird\n" + b"".join(b"Bird %d\n" % n for n in range(250)))
        first = page_of(client, imported)
        assert "Bird 99<" in first and "Bird 100<" not in first
        assert f"/imports/{imported.pk}/?show=all&amp;after=101" in first
        last = page_of(client, imported, after="201")
        assert "Bird 200<" in last and "Bird 249<" in last and "Bird 199<" not in last
        for junk in ("x", "-1", "9" * 4301, "²", "\0"):
            assert "Bird 0<" in page_of(client, imported, after=junk, show=junk)

    def test_a_check_writes_by_batches_and_reads_no_more_for_more_rows(self, client) -> None:
        def reads(count: int) -> int:
            content = b"Bird\n" + b"".join(b"Bird %d\n" % n for n in range(count))
            with CaptureQueriesContext(connection, ) as asked:  # fmt: skip
                upload(client, content)
            return sum(query["sql"].startswith("SELECT") for query in asked)

        assert reads(20) == reads(1000)


class TestTemplate:
    def test_the_workbook_comes_with_its_rows_and_says_how_to_fill_it_in(self, client) -> None:
        answer = client.get(START + "template/xlsx/")
        assert answer["Content-Disposition"] == 'attachment; filename="birds-10H.xlsx"'
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        rows, help_sheet = book["Birds"], book["How to fill this in"]
        assert [cell.value for cell in rows[1]] == ["Place", "Bird", "Seen on", "Rare", "Words"]
        assert [(cell.value, cell.data_type, cell.number_format) for cell in rows["A"][1:]] == [
            ("The marsh", "s", "@"), ("=The moor", "s", "@"),
        ]  # fmt: skip
        assert rows.freeze_panes == "A2"
        told = " ".join(str(cell.value) for row in help_sheet.iter_rows() for cell in row)
        assert "Import birds: NHS Chiltern CCG" in told and "One of: yes, no." in told and "always" in told

    def test_what_was_filled_in_is_taken(self, client) -> None:
        book = openpyxl.load_workbook(io.BytesIO(client.get(START + "template/xlsx/").content))
        book["Birds"]["B2"], book["Birds"]["C2"], book["Birds"]["D2"] = "Heron", date(2016, 3, 27), True
        out = io.BytesIO()
        book.save(out)
        imported = checked(client, out.getvalue())
        assert (fates(imported), imported.left_out) == ({2: "new"}, 1)
        assert imported.rows.get().cells == {
            "place": "The marsh", "bird": "Heron", "seen_on": "2016-03-27", "is_rare": "yes",
        }  # fmt: skip

    def test_the_csv_comes_with_its_rows_and_no_formula(self, client) -> None:
        text = client.get(START + "template/csv/").content.decode("utf-8-sig")
        assert text.splitlines() == ["Place,Bird,Seen on,Rare,Words", "The marsh,,,,", "'=The moor,,,,"]

    def test_there_is_no_other_kind_of_file(self, client) -> None:
        assert client.get(START + "template/pdf/").status_code == 404


class TestImport:
    def test_it_runs_once_confirmed_and_says_how_far_it_is(
        self, client, told, django_capture_on_commit_callbacks
    ) -> None:
        imported = checked(client)
        with django_capture_on_commit_callbacks(execute=True):
            page = press(client, imported)
        assert told == [imported.pk]
        assert "0 of 3 rows done. You can leave this page" in page and "Show how far it is" in page
        assert running.run(imported.pk, today=TODAY, at_most=1) is True
        assert "2 of 3 rows done" in page_of(client, imported)
        assert seen() == ["Heron", "Rook"]
        assert running.run(imported.pk, today=TODAY) is False
        page = page_of(client, imported)
        assert "What was imported" in page and "Imported on Monday 17 October 2016 by the governance lead" in page
        assert seen() == ["Heron", "Rook", "Grouse"]
        verbs = AuditEntry.objects.filter(subject_kind="bodies.import").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["checked a spreadsheet", "began an import", "finished an import"]

    def test_the_worker_lets_other_work_come_between(self, client, told, monkeypatch) -> None:
        imported = checked(client)
        press(client, imported)
        monkeypatch.setattr(running, "AT_A_TIME", 1)
        monkeypatch.setattr(running.run, "__kwdefaults__", {"at_most": 1})
        tasks.run_import_task(imported.pk)
        assert told == [imported.pk] and len(seen()) == 2

    def test_pressed_twice_it_begins_once(self, client, told, django_capture_on_commit_callbacks) -> None:
        imported = checked(client)
        with django_capture_on_commit_callbacks(execute=True):
            press(client, imported)
            press(client, imported)
        running.run(imported.pk, today=TODAY)
        press(client, imported)
        assert told == [imported.pk] and len(seen()) == 3
        assert AuditEntry.objects.filter(verb="began an import").count() == 1

    def test_a_task_that_runs_again_does_no_harm(self, client) -> None:
        imported = checked(client)
        assert running.run(imported.pk, today=TODAY) is False and seen() == []  # nobody confirmed it
        press(client, imported)
        for _ in range(3):
            running.run(imported.pk, today=TODAY)
        assert len(seen()) == 3 and running.run(0, today=TODAY) is False

    def test_the_same_spreadsheet_again_is_already_here(self, client) -> None:
        press(client, first := checked(client))
        running.run(first.pk, today=TODAY)
        again = checked(client)
        page = page_of(client, again)
        assert set(fates(again).values()) == {"here"}
        assert "Everything in this spreadsheet is here already." in page and "Import 3" not in page
        press(client, again)
        assert not Import.objects.get(pk=again.pk).is_running and len(seen()) == 3

    def test_what_changed_since_the_check_is_shown_before_anything_is_imported(self, client, body, lead) -> None:
        press(client, first := checked(client, b"Bird\nHeron\n"))
        second = checked(client, b"Bird\nHeron\nRook\n")
        running.run(first.pk, today=TODAY)
        page = press(client, second)
        assert "The rows were checked again, and nothing is imported yet." in page
        assert fates(second) == {2: "here", 3: "new"} and "1 birds fly in." in page
        assert "Importing" in press(client, second)
        running.run(second.pk, today=TODAY)
        assert seen() == ["Heron", "Rook"]

    def test_a_unit_that_is_refused_is_not_imported_and_the_others_are(self, client) -> None:
        press(client, imported := checked(client, GOOD + b"The moor,Phoenix\nThe lake,Coot\n"))
        running.run(imported.pk, today=TODAY)
        assert fates(imported) == {2: "done", 3: "done", 4: "refused", 5: "refused", 6: "done"}
        assert seen() == ["Heron", "Rook", "Coot"]
        page = page_of(client, imported)
        assert "2 rows were not imported" in page and "It burnt meanwhile." in page

    def test_what_goes_wrong_on_our_side_stops_it_and_it_goes_on(
        self, client, monkeypatch, told, django_capture_on_commit_callbacks
    ) -> None:
        press(client, imported := checked(client))

        def fail(plans) -> None:
            if plans[0]["bird"] == "Grouse":
                raise ZeroDivisionError

        monkeypatch.setattr(Birds, "meanwhile", fail)
        with pytest.raises(ZeroDivisionError):
            running.run(imported.pk, today=TODAY)
        page = page_of(client, imported)
        assert "The import stopped" in page and "Something went wrong on our side at row 4." in page
        assert fates(imported) == {2: "done", 3: "done", 4: "new"} and seen() == ["Heron", "Rook"]
        assert running.run(imported.pk, today=TODAY) is False  # until somebody says so
        monkeypatch.setattr(Birds, "meanwhile", None)
        with django_capture_on_commit_callbacks(execute=True):
            assert "Importing" in press(client, imported, "go-on")
            press(client, imported, "go-on")
        assert told == [imported.pk]
        running.run(imported.pk, today=TODAY)
        assert seen() == ["Heron", "Rook", "Grouse"]

    def test_a_worker_killed_in_the_middle_leaves_a_whole_unit_to_do(self, client, monkeypatch) -> None:
        press(client, imported := checked(client))

        def killed(plans) -> None:
            raise SystemExit  # no handler of ours runs: as after kill -9 the transaction is simply gone

        monkeypatch.setattr(Birds, "meanwhile", killed)
        with pytest.raises(SystemExit):
            running.run(imported.pk, today=TODAY)
        imported.refresh_from_db()
        assert imported.is_running and set(fates(imported).values()) == {"new"} and seen() == []
        monkeypatch.setattr(Birds, "meanwhile", None)
        assert running.left_alone(timezone.now()) == []
        later = timezone.now() + timedelta(minutes=3)
        assert running.left_alone(later) == [imported.pk]
        running.run(imported.pk, today=TODAY, at_most=1)
        ImportRow.objects.filter(of=imported, fate="done").update(done_at=later)
        assert running.left_alone(later) == []  # something moves
        Import.objects.update(confirmed_at=timezone.now() - timedelta(hours=1))
        ImportRow.objects.filter(of=imported, fate="done").update(done_at=timezone.now() - timedelta(hours=1))
        assert tasks.go_on_with_imports_task() == 1
        assert len(seen()) == 3 and tasks.go_on_with_imports_task() == 0

    def test_who_may_not_import_any_more_imports_nothing_more(self, client, lead) -> None:
        press(client, imported := checked(client))
        lead.to_on = TODAY - timedelta(days=1)
        lead.save()
        running.run(imported.pk, today=TODAY)
        imported.refresh_from_db()
        assert imported.stopped_why.startswith("Whoever confirmed it may not import") and seen() == []

    def test_one_that_was_stopped_meanwhile_goes_no_further(self, client, monkeypatch) -> None:
        """By another worker, on whose unit we broke: the one beside it leaves the rest too."""
        press(client, imported := checked(client))

        def stop(plans) -> None:
            Import.objects.filter(pk=imported.pk).update(stopped_at=timezone.now(), stopped_why="Elsewhere")

        monkeypatch.setattr(Birds, "meanwhile", stop)
        running.run(imported.pk, today=TODAY)
        assert fates(imported) == {2: "done", 3: "done", 4: "new"} and seen() == ["Heron", "Rook"]


class TestDoors:
    def test_another_body_is_not_there(self, client, body) -> None:
        imported = checked(client)
        stranger = Client()
        stranger.force_login(make_member(Role.LEAD, make_body("99A")).user)
        for address in (START, START + "template/xlsx/", f"/imports/{imported.pk}/"):
            assert stranger.get(address).status_code == 404
        for address in (START, f"/imports/{imported.pk}/confirm/", f"/imports/{imported.pk}/go-on/"):
            assert stranger.post(address).status_code == 404
        assert stranger.get("/bodies/99A/import/planes/").status_code == 404
        assert stranger.get("/import/planes/").status_code == 404

    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LAY_MEMBER])
    def test_only_the_governance_lead_imports(self, client, body, role) -> None:
        imported = checked(client)
        other = Client()
        other.force_login(make_member(role, body).user)
        for address in (START, "/import/birds/", START + "template/csv/", f"/imports/{imported.pk}/"):
            assert other.get(address).status_code == 403
        assert other.post(f"/imports/{imported.pk}/confirm/").status_code == 403

    def test_who_leads_one_body_goes_straight_on_and_who_leads_several_chooses(self, client, lead) -> None:
        assert client.get("/import/birds/").url == START
        make_member(Role.LEAD, make_body("99A", name="NHS Other CCG"), user=lead.user)
        page = client.get("/import/birds/").content.decode()
        assert START in page and "/bodies/99A/import/birds/" in page and "NHS Other CCG" in page

    def test_earlier_imports_are_listed_with_posts_and_not_names(self, client, lead) -> None:
        lead.user.name = "Jo Bloggs"
        lead.user.save()
        imported = checked(client)
        page = client.get(START).content.decode().split("<main")[1]
        assert f"/imports/{imported.pk}/" in page and "Governance lead" in page and "Checked, not imported" in page
        assert "Jo Bloggs" not in page


class TestKept:
    def test_what_nobody_confirmed_goes_after_a_month_and_the_rest_stays(self, client) -> None:
        left, taken = checked(client), checked(client)
        press(client, taken)
        assert actions.purge(TODAY + actions.UNCONFIRMED_KEPT) == 0
        assert actions.purge(TODAY + actions.UNCONFIRMED_KEPT + timedelta(days=1)) == 1
        assert list(Import.objects.all()) == [taken]
        assert not ImportRow.objects.filter(of=left.pk).exists() and taken.rows.count() == 3

    def test_in_a_demonstration_it_is_marked_as_invented(self, client, settings) -> None:
        settings.DEMONSTRATION = True
        page = page_of(client, checked(client))
        assert page.count("nvented") > 4

    def test_the_page_asks_no_more_for_more_rows(self, client) -> None:
        def asked(count: int) -> int:
            imported = checked(client, b"Bird\n" + b"".join(b"Bird %d\n" % n for n in range(count)))
            with CaptureQueriesContext(connection, ) as queries:  # fmt: skip
                page_of(client, imported)
            return len(queries)

        assert asked(3) == asked(90)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_import_each_unit_once(client, told) -> None:
    from tests.duties.test_two_at_once import at_once

    content = b"Place,Bird\n" + b"".join(b"Place %d,Bird %d\n" % (n // 2, n) for n in range(40))
    press(client, imported := checked(client, content))
    at_once(*[lambda: running.run(imported.pk, today=TODAY)] * 3)
    assert len(seen()) == 40 and set(seen()) == {f"Bird {n}" for n in range(40)}
    assert AuditEntry.objects.filter(verb="finished an import").count() == 1
    with suspended():
        AuditEntry.objects.all().delete()
