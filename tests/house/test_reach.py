"""Everybody at every address: another body's unpublished record is 404, a door that is not theirs 403, never a 500."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import get_resolver, reverse
from pypdf import PdfReader

from bodies.access import ROLE_PERMISSIONS, Permission, Role
from bodies.doors import DOORS
from tests.house import assessment_forms
from tests.house.people import NO_IDS, OVER, PEOPLE, WITHOUT_OBJECT, SmallDemonstration, ask
from tests.house.test_doors import names_of

NAMES = sorted(name for name in names_of(get_resolver().url_patterns) if name)
FINE = {200, 302, 400, 403, 404, 405, 409}
ROLES = {
    "": None, "nothing": None, "lead": Role.LEAD, "contributor": Role.COMPLAINTS_MANAGER,
    "foi": Role.FOI_OFFICER, "lay": Role.LAY_MEMBER,
    "region": Role.ASSURER, "national": Role.ASSURER, "administrator": Role.ADMINISTRATOR,
    "lead.07m": Role.LEAD, "assurer.y56": Role.ASSURER,
}  # fmt: skip
IN_REACH_OF = {
    "ours": {"lead", "contributor", "foi", "lay", "region", "national"},
    "theirs": {"lead.07m", "assurer.y56", "national"},
}
# What the record asks, where that is more than the door asks.
RECORD_NEEDS = {
    ("evidence:certify", "get"): Permission.CERTIFY,
    ("evidence:certify", "post"): Permission.CERTIFY,
    # It settled a duty: it is replaced at once, by the lead alone.
    **{
        (f"evidence:{name}", how): Permission.CERTIFY for name in ("replace", "replace_with") for how in ("get", "post")
    },
    # A spreadsheet of evidence certifies; the officers of a log import that log alone.
    **{
        (f"imports:{name}", how): Permission.CERTIFY
        for name in ("start", "template", "one", "confirm", "go_on")
        for how in ("get", "post")
    },
    ("evidence:file", "get"): Permission.SEE_DRAFTS,  # it is the file of a draft
    ("evidence:review", "post"): Permission.REVIEW,
    ("evidence:reopen", "get"): Permission.REVIEW,
    ("evidence:reopen", "post"): Permission.REVIEW,
}
# A post of the body owns the action: its lead and assurers, who alone hold this, read it; the lead says it is done.
OF_ACTIONS = ("assessments:agreed", "assessments:agreed_note")
RECORD_NEEDS |= {(name, how): Permission.OPEN_BY_HAND for name in OF_ACTIONS for how in ("get", "post")}
RECORD_NEEDS |= {("assessments:agreed_done", how): Permission.CERTIFY for how in ("get", "post")}
# Between few, even in the body: tests/meetings/test_questions.py says who.
OF_QUESTIONS = {f"meetings:{what}" for what in ("questions", "question", "send_on", "agree", "take_back")}
PAPERS = ("foi_figures", "complaints_report", "ko41a")  # the figures of the logs and the returns made of them
# There is nothing without more than the address says: which entry, which quarter; or for who did not send it in.
NOTHING_YET = {("casework:retire_request_term", "post"), ("casework:retire_complaint_term", "post")}
NOTHING_YET |= {("casework:make_ko41a", "post")}
OF_ITS_SENDER = {("evidence:withdraw_round", "foi")}
LISTED = {f"assessments:{name}" for name in assessment_forms.LISTS}
OWN_OBJECTS = {
    *(name for name in DOORS if name.startswith("evidence:") and name not in WITHOUT_OBJECT),
    *(name for name in DOORS if name.startswith("desk:schedule")),
    *(name for name in DOORS if name.startswith("meetings:") and name not in OF_QUESTIONS),
    *(name for name in DOORS if name.startswith("casework:")),
    "surveys:answer", "surveys:office", "surveys:send", "surveys:take_back",
    *(name for name in DOORS if name.startswith("assessments:") and name not in LISTED and "agreed_" not in name),
    *(f"assurance:body{what}" for what in ("", "_pdf", "_xlsx", "_csv")),
    *(f"assessments:agreed{what}" for what in ("", "_add", "_change", "_note", "_done", "_decide", "_reopen")),
    "desk:open_by_hand", "desk:review_month", "desk:contacts", "assurance:cell", "imports:start", "imports:template",
    "assurance:cell_csv",
    "assurance:cell_xlsx", "imports:one", "imports:confirm", "imports:go_on",
    *(f"desk:{what}" for what in ("posts", "posts_csv", "posts_xlsx", "add_post", "change_post", "appoint")),
    "desk:change_appointment",
}  # fmt: skip
ONLY_READ = {
    *(name for name in DOORS if name.startswith("desk:schedule")),
    *LISTED, "assessments:of_body", "assessments:one",
    "evidence:obligation", "evidence:file", "evidence:queue", "evidence:verification", "evidence:calls",
    "evidence:samples", "evidence:sample", "evidence:sample_csv", "evidence:call", "desk:year", "desk:log_link",
    "desk:changes", "desk:changes_csv", "desk:changes_xlsx", "desk:posts", "desk:posts_csv", "desk:posts_xlsx",
    "desk:administration", "desk:jobs", "desk:calendar", "desk:weeks", "evidence:explanation_json",
    "evidence:explanation_csv", "assurance:national", "assurance:cell", "assurance:own_duties",
    "imports:choose", "imports:template", "imports:one",
    "evidence:publishing", "outbox:letter", "outbox:mail", "meetings:manage", "meetings:record", "meetings:minutes",
    "casework:requests", "casework:complaints", "casework:request", "casework:complaint",
    *(f"casework:{page}{kind}" for page in PAPERS for kind in ("", "_csv", "_xlsx")),
    *(f"casework:{log}_{kind}" for log in ("requests", "complaints") for kind in ("csv", "xlsx")),
    *(f"assurance:{log}{kind}" for log in ("requests", "complaints") for kind in ("", "_csv")),
    *(f"assurance:body{what}" for what in ("", "_pdf", "_xlsx", "_csv")),
    *(f"assessments:agreed{what}" for what in ("", "_list", "_csv", "_xlsx")),
    "meetings:paper_file", "meetings:year", "assurance:meetings", "assurance:meetings_csv",
    "assurance:stands_out", "assurance:national_csv", "assurance:national_xlsx", "assurance:month_pdf",
    "surveys:answer", "surveys:keep", "surveys:questionnaire",
    # Pages with tables, and the tables to take away.
    *(f"assurance:{table}{kind}" for table in ("requests", "complaints", "meetings", "own_duties", "cell") for kind in (
        "", "_csv", "_xlsx",
    )),
    *(f"{table}_{kind}" for kind in ("csv", "xlsx") for table in (
        "evidence:queue", "evidence:calls", "evidence:sample", "desk:weeks",
    )),
}  # fmt: skip
TEXTS = {f"register:{name}" for name in ("about", "accessibility", "privacy", "cookies", "duties")}
ONLY_WRITTEN = {
    "assessments:propose", "assessments:discard", "assessments:remove_board", "assurance:export_file",
    "evidence:remove_draft", "evidence:use_instead", "evidence:release_held_file", "imports:confirm", "imports:go_on",
    "desk:next_day", "desk:mark_seen", "evidence:claim", "evidence:release", "evidence:remove_period",
    "evidence:end_share", "evidence:answer_call", "evidence:see_called", "outbox:release", "outbox:try_again",
    "meetings:announce", "meetings:held", "meetings:not_held", "meetings:create", "meetings:remove_notice",
    "meetings:move_item", "meetings:remove_item", "meetings:remove_paper", "meetings:publish_public_question",
    "casework:take_off_disclosure", "casework:publish_return", "casework:take_off_return",
    *(f"casework:make_{page}" for page in PAPERS),
    *(f"casework:{what}" for one in ("request", "complaint") for what in (
        f"suggest_{one}_lists", f"retire_{one}_term", f"remove_{one}_event",
    )),
    "surveys:send", "surveys:take_back", "surveys:remove_question",
    "meetings:send_proof", "meetings:take_off_public_question", "meetings:remove_public_question",
}  # fmt: skip


# The words of Records that nobody may read without a permission.
NEEDED_TO_READ = {
    Permission.SEE_DRAFTS: "draft_words", Permission.KEEP_REQUESTS: "request_words",
    Permission.KEEP_COMPLAINTS: "complaint_words", Permission.ASSESS: "assessment_words",
}  # fmt: skip


def holds(who: str, permission: Permission) -> bool:
    role = ROLES[who]
    return role is not None and permission in ROLE_PERMISSIONS[role]


def wanted(name: str, method: str, who: str, whose: str) -> set[int]:
    """What the access table says that somebody is answered."""
    door = DOORS.get(name)
    if door is None:
        return {403}
    if door is Permission.PUBLIC:
        return {404} if name in {"register:evidence", "register:file"} and method == "get" else FINE - {403}
    if not who:
        return {302}
    if door is not Permission.SIGNED_IN and not holds(who, door):
        return {403}
    if (method == "post" and name in ONLY_READ) or (method == "get" and name in ONLY_WRITTEN):
        return {405}
    if name not in OWN_OBJECTS:
        # Nobody's record: a list, or a form of the administrator; without a ?body= or a split body there is nothing.
        return {200, 302, 404, 405}
    may = who in IN_REACH_OF[whose] and holds(who, RECORD_NEEDS.get((name, method), door))
    may = may and (name, method) not in NOTHING_YET and (name, who) not in OF_ITS_SENDER
    return {200, 302, 409} if may else {404}


def words_of(answer: HttpResponse) -> str:
    """The words of an answer; of a report, a Word document or a workbook those within."""
    if answer["Content-Type"] == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    if "officedocument" not in answer["Content-Type"]:
        return answer.content.decode()
    parts = zipfile.ZipFile(io.BytesIO(answer.content))
    return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


class TestReach(SmallDemonstration):
    """One build of the small demonstration; each test asks thousands of questions of it."""

    __test__ = True

    def test_everybody_is_answered_what_the_access_table_says(self) -> None:
        faults = []
        for who in PEOPLE:
            client = self.browser(who)
            for name, method, whose in self._questions(who):
                expected = wanted(name, method, who, whose)
                address = getattr(self, whose).address(name)
                answer = ask(client, method, address)
                if answer.status_code not in expected:
                    faults.append((who or "nobody", method, address, name, answer.status_code, expected))
                if not who and expected == {302} and not answer["Location"].startswith(reverse("account_login")):
                    faults.append((method, address, "not to the sign-in", answer["Location"]))
        assert not faults, "\n".join(map(str, faults))

    def _questions(self, who: str) -> Iterator[tuple[str, str, str]]:
        """What somebody asks: every address, read and written to; of theirs too where that is another question."""
        for name, method, whose in product(NAMES, ("get", "post"), ("ours", "theirs")):
            if whose == "theirs" and not self.theirs.arguments(name):
                continue  # nobody's
            if whose == "theirs" and wanted(name, method, who, whose) in ({302}, {403}):
                continue  # the door refuses before anybody looks whose record it is
            if DOORS.get(name) is Permission.PUBLIC and who not in {"", "lead", "national"}:
                continue  # the same for everybody
            if (name, method, who) == ("desk:next_day", "post", "administrator"):
                continue  # takes seconds, and tests/desk does it
            yield name, method, whose

    def test_what_does_not_exist_is_never_an_error_of_ours(self) -> None:
        faults = []
        for who in ("", "lead", "national"):
            client = self.browser(who)
            for address, method in product(self._addresses_of_nothing(), ("get", "post")):
                status = ask(client, method, address).status_code
                gone = address.endswith("/remove/") and method == "post"  # what is not there needs no removing
                if status not in {302, 403, 404, 405} or (status == 302 and who and not gone):
                    faults.append((who or "nobody", method, address[:80], status))
        assert not faults, "\n".join(map(str, faults))

    def _addresses_of_nothing(self) -> Iterator[str]:
        """Every address that takes a number or a name, with each that nobody ever gave."""
        for name in NAMES:
            arguments = self.ours.arguments(name)
            if not DOORS.get(name) or not arguments or name.startswith("account_"):
                continue
            real = self.ours.address(name)
            for place, argument in enumerate(arguments):
                for nothing in (*NO_IDS, OVER) if isinstance(argument, int) else ("x", "ZZZ", "2" * 300):
                    changed = "\0".join(str(nothing if i == place else a) for i, a in enumerate(arguments))
                    yield _with(real, [str(a) for a in arguments], changed.split("\0"))

    def test_anothers_draft_under_ones_own_duty_is_not_there(self) -> None:
        client, mine, other = self.browser("lead"), self.ours, self.theirs
        one = mine.gathering.pk
        for address in (
            f"/obligations/{one}/drafts/{other.draft.pk}/", f"/obligations/{one}/drafts/{mine.sent.pk}/",
            f"/obligations/{one}/evidence/{other.sent.pk}/publish/",
            f"/obligations/{one}/evidence/{other.sent.pk}/unpublish/",
            f"/obligations/{mine.settled.pk}/evidence/{other.proof.pk}/withdraw/",
            f"/obligations/{mine.settled.pk}/evidence/{other.proof.pk}/replace/statement/",
            f"/obligations/{one}/evidence/{mine.sent.pk}/publish/",  # one's own, of another duty
            f"/obligations/{mine.waiting.pk}/evidence/{mine.draft.pk}/publish/",  # a draft
        ):  # fmt: skip
            for method in ("get", "post"):
                assert ask(client, method, address).status_code == 404, (method, address)
        client.post(f"/obligations/{one}/drafts/{other.draft.pk}/remove/")
        client.post(f"/obligations/{one}/drafts/{mine.sent.pk}/remove/")
        other.draft.refresh_from_db()
        mine.sent.refresh_from_db()

    def test_no_page_shows_words_that_its_reader_may_not_read(self) -> None:
        faults, looked_at = [], 0
        for who in PEOPLE:
            client = self.browser(who)
            # What is open to anybody is the same for everybody.
            for address in self._pages_with_records(public=who in {"", "lead", "national"}):
                answer = ask(client, "get", address, follow=True)
                if answer.status_code != 200 or answer.streaming:
                    continue
                looked_at += 1
                html = words_of(answer)
                for whose, records in (("ours", self.ours), ("theirs", self.theirs)):
                    hidden = () if who in IN_REACH_OF[whose] else records.secrets
                    for permission, words in NEEDED_TO_READ.items():
                        hidden += () if holds(who, permission) else getattr(records, words)
                    faults += [(who or "nobody", address, word) for word in hidden if word in html]
        assert looked_at > 150
        assert not faults, "\n".join(map(str, faults))

    def test_the_words_are_there_for_who_may_read_them(self) -> None:
        lead, national = self.browser("lead"), self.browser("national")
        assert "hush-10h-draft-title" in lead.get(self.ours.address("evidence:obligation")).content.decode()
        assert "hush-10h-sent-title" in national.get(self.ours.address("evidence:review")).content.decode()
        assessed = national.get(self.theirs.address("assessments:one")).content.decode()
        assert "hush-07m-judged-reason" in assessed and "hush-07m-assessment-summary" in assessed
        assert "hush-10h-assessment-summary" in lead.get(self.ours.address("assessments:one")).content.decode()
        assert "hush-07m-why" in national.get(self.theirs.address("evidence:decide_not_applicable")).content.decode()

    def _pages_with_records(self, *, public: bool) -> list[str]:
        open_names = [name for name in NAMES if name in DOORS and not name.startswith("account_")]
        open_names = [name for name in open_names if public or DOORS[name] is not Permission.PUBLIC]
        with_records = [name for name in open_names if name not in TEXTS]
        found = [records.address(name) for name in with_records for records in (self.ours, self.theirs)]
        found += [f"/obligations/{r.waiting.pk}/" for r in (self.ours, self.theirs)]
        found += [f"/obligations/{r.asked.pk}/" for r in (self.ours, self.theirs)]
        codes = (self.ours.body.code, self.theirs.body.code)
        found += [f"/year/?body={code}&year=all" for code in codes]
        found += [f"/bodies/{code}/schedule/?year=2015/16" for code in codes]
        found += [f"/published/?body={code}" for code in codes]
        found += [f"/assurance/{code}/{theme}/" for code in codes for theme in ("all", "nhs-england")]
        found += [f"/search/?q={quote(words)}" for words in ("hush", "hush sent-title")]
        found += [f"/changes/?what={what}" for what in ("late", "seen", "sent_in", "sent_back", "question", "all")]
        return list(dict.fromkeys(found))


def _with(address: str, old: list[str], new: list[str]) -> str:
    """The address with other parts in the places of its arguments; an ending, as .ics, stays."""
    parts, place = address.split("/"), 0
    for at, part in enumerate(parts):
        stem, dot, ending = part.partition(".")
        if place < len(old) and stem == old[place]:
            parts[at] = f"{new[place]}{dot}{ending}"
            place += 1
    return "/".join(parts)
