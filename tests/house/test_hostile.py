"""Bad input gets a clear answer, keeps what was typed and saves nothing by half: never an error of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.http import HttpResponse
from django.test import override_settings

from bodies.access import reach_of
from evidence.carrying import carried
from evidence.models import Submission
from register.calculator_examples import EXAMPLES
from tests.house import agreed_forms, assessment_forms, case_forms, meeting_forms, post_forms, survey_forms
from tests.house.demonstration import TODAY
from tests.house.people import OVER, SmallDemonstration, ask, user
from tests.house.test_reach import FINE

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
RTL = "\u202egnp.exe\u200f"
JUNK = (
    "", "\0", "😀 £5 é", RTL, SCRIPT, "{{ 7*7 }}{% now %}", "';-- DROP TABLE", "%", "１２", "-1", str(2**63), OVER,
    "x" * 25_000, "99999", "\r\nX-Injected: 1", "../../etc/passwd", "http://[", "https://example.org:99999999/",
)  # fmt: skip
SHARP = ("a\0b", "²", str(2**70), "x" * 25_000)  # tried one at a time, among good answers
NUMBERS = ("a\0b", str(2**70), OVER)  # what hides behind another name's junk when all names have it
RAW = ("%ED%A0%80", "%FF%FE", "%", "%u0041", "&&==;", "=", "a=b;c=d")  # as bytes of an address that no browser writes
YEARS = ("2016/18", "9999/00", "0000/01", "0001/02", "２０１６/17", "2016/17/18", "1899/00", "all")
CURSORS = ("2016-10-17.1", "9999-99-99.1", "0000-00-00.1", f"2016-10-17.{'9' * 18}", f"2016-10-17.{'9' * 30}", ".")
OF_A_KIND = {"year": YEARS, "before": CURSORS, "after": CURSORS}
OF_THE_NATION = ("year", "on", "region", "by", "theme")
# What every page reads from its address, and for whom it is there.
ADDRESSES: dict[str, tuple[str, tuple[str, ...]]] = {
    "/": ("lead", ("as",)),
    "/year/": ("lead", ("body", "year", "theme", "show", "mine")),
    "/log/": ("lead", ("url", "chosen", "obligation")),
    "/log/?url=https://a.example/constitution&chosen=1": ("contributor", ("obligation",)),
    "/calendar/?body=10H": ("lead", ("body", "year", "theme", "tier")),
    "/calendar/weeks/": ("region", ("from", "week", "theme", "region")),
    "/bodies/10H/schedule/": ("lead", ("year",)),
    "/bodies/10H/meetings/manage/": ("lead", ("year",)),
    "/bodies/10H/schedule/csv/": ("region", ("year",)),
    "/bodies/10H/schedule/paper/": ("lay", ("year",)),
    "/bodies/10H/review-month/": ("lead", ("month", "expected")),
    "/changes/?what=late": ("region", ("as", "after", "what")),
    "/changes/csv/?what=late": ("region", ("as", "what")),
    "/administration/directed-date/": ("administrator", ("key", "year", "period", "set_by")),
    "/register/": ("", ("x",)),
    "/bodies/": ("", ("show", "region")),
    "/bodies/10H/": ("", ("year",)),
    "/duties/": ("", ("show",)),
    "/published/": ("", ("body", "theme", "before", "after")),
    "/search/": ("", ("q",)),
    "/assurance/": ("national", (*OF_THE_NATION, "only", "late", "sort", "on_day", "on_month", "on_year")),
    "/assurance/stands-out/": ("region", (*OF_THE_NATION, "on_day", "on_month", "on_year")),
    "/assurance/national/late.csv": ("region", OF_THE_NATION),
    "/assurance/national.xlsx": ("region", OF_THE_NATION),
    "/assurance/month.pdf": ("region", OF_THE_NATION),
    "/assurance/10H/constitution/": ("region", ("year", "on", "by", "show")),
    "/assurance/10H/": ("region", ("year", "on")),
    "/assurance/10H/year/themes.csv": ("region", ("year", "on")),
    "/agreed/": ("national", ("region", "body", "show")),
    "/agreed/open.csv": ("region", ("region", "body", "show")),
    "/assurance/nhs-england/": ("national", ("year", "duty")),
    "/review/": ("region", ("after", "region", "body", "theme", "kind", "claimed", "longer")),
    "/samples/": ("region", ("after",)),
    "/review/calls/": ("region", ("after",)),
    "/review/several/": ("region", ("round",)),
    "/told/": ("lead", ("before",)),
    "/questions/": ("lead", ("before",)),
    "/meetings/": ("", ("q", "region", "body", "kind", "since", "until", "after")),
    "/meetings/?show=past": ("", ("show", "before", "papers", "private")),
    "/meetings/month/2016-10/": ("", ("body", "region")),
    "/bodies/10H/meetings/": ("", ("year", "before", "after")),
    "/bodies/10H/requests/": ("foi", ("show", "year", "what", "term", "q", "after")),
    "/bodies/10H/requests/figures/": ("foi", ("year",)),
    "/bodies/10H/complaints/report/": ("lead", ("year",)),
    "/bodies/10H/complaints/ko41a.csv": ("lead", ("year",)),
    "/bodies/10H/figures/": ("", ("year",)),
    "/disclosures/": ("", ("q", "body", "year", "before", "after")),
    "/surveys/": ("", ("year",)),
    "/surveys/2015/": ("", ("office",)),
    "/bodies/10H/surveys/2016/": ("lead", ("year",)),
    "/assurance/requests/": ("national", ("year", "quarter", "region")),
    "/assurance/complaints/": ("region", ("year", "quarter", "region")),
    # Tables to take away, and those that are made in the background.
    "/assurance/exports/": ("national", ("after",)),
    "/assurance/10H/all.csv": ("region", ("year",)),
    "/assurance/nhs-england.csv": ("national", ("year", "duty")),
    "/assurance/meetings.csv": ("national", ("year", "region")),
    "/assurance/requests.csv": ("national", ("year", "quarter", "region")),
    "/calendar/weeks.csv": ("region", ("from", "week", "theme", "region")),
    "/review/queue.csv": ("region", ("region", "body", "theme", "kind", "claimed", "longer")),
    "/bodies/10H/complaints/?show=closed": ("lead", ("year", "what", "term", "q", "after")),
    "/account/login/": ("", ("next", "login")),
}
OUR_WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|cache_entries)', re.IGNORECASE)


@contextmanager
def writes() -> Iterator[list[str]]:
    """What is written to the database meanwhile, but for the session and the cache."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if OUR_WRITES.match(sql):
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def faults_of(answer: HttpResponse) -> list[str]:
    """What no answer may hold, whatever was asked."""
    found = [] if answer.status_code in FINE else [f"status {answer.status_code}"]
    text = answer.content.decode(errors="replace")  # a report and a workbook are no text
    if "<script>alert(1)" in text or "<img src=x" in text:
        found.append("markup came through")
    if "49{%" in text or "Traceback" in text:
        found.append("what was typed was run, or the inside shows")
    if "X-Injected" in answer:
        found.append("a header was typed")
    return found


class TestAddresses(SmallDemonstration):
    """Junk in every part of every address that a page reads."""

    __test__ = True

    def test_junk_in_the_calculator_is_answered_in_words(self) -> None:
        faults, client = [], self.browser("")
        for rule, example in EXAMPLES.items():
            for name in example:
                for junk in (*SHARP, SCRIPT, OVER, "0001-01-01", "9999-12-31", "2016-02-30", "-1", "１２", "24:61"):
                    given = example | {name: junk}
                    with writes() as written:
                        answer = ask(client, "get", f"/calculator/{rule}{'/' if junk == SCRIPT else '.json'}", given)
                    faults += [(rule, name, junk[:30], fault) for fault in [*faults_of(answer), *written]]
        assert not faults, "\n".join(map(str, faults))

    def test_junk_in_an_address_is_never_an_error_of_ours_and_writes_nothing(self) -> None:
        faults = []
        here = f"/obligations/{self.ours.gathering.pk}/add/here/"
        share = self.ours.address("evidence:share")
        addresses = ADDRESSES | {here: ("lead", ("q", "before")), share: ("lead", ("q",))}
        addresses |= {self.ours.address("meetings:check"): ("lay", ("how",))}
        clients = {who: self.browser(who) for who, _ in addresses.values()}
        for address, (who, names) in addresses.items():
            for query in queries(names):
                with writes() as written:
                    answer = ask(clients[who], "get", f"{address}{'&' if '?' in address else '?'}{query}")
                faults += [(address, query[:70], fault) for fault in [*faults_of(answer), *written]]
        assert not faults, "\n".join(map(str, faults))


def queries(names: tuple[str, ...]) -> Iterator[str]:
    for value in JUNK:
        yield "&".join(f"{name}={quote(value)}" for name in names)
    for name in names:
        for value in (*NUMBERS, *OF_A_KIND.get(name, ())):
            yield f"{name}={quote(value)}"
        yield f"{name}=1&{name}=all&{name}[]=2"
    yield from (f"{names[0]}={raw}" for raw in RAW if names[0] in ("q", "body", "as"))


def when(name: str, day: object = 1, month: object = 10, year: object = 2016) -> dict[str, object]:
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


DATES = (
    (31, 2, 2016), (0, 0, 0), (1, 1, "0000"), (1, 1, 99999), ("１２", 1, 2016), (-1, 1, 2016), (1, "", 2016),
    ("\0", "\0", "\0"), (2**70, 2**70, 2**70), (OVER, 1, 2016), ("1e1", 1, 2016), (1, 13, 2016), (1, 1, "１９９９"),
    (SCRIPT, SCRIPT, SCRIPT), ("😀", RTL, "²"), (1, 1, 1), (30, "febtober", 2016),
)  # fmt: skip
# Django's own words, which say nothing of what to do.
NOT_OUR_WORDS = ("Select a valid choice", "Null characters", "Ensure this", "This field", "Enter a valid value")
BY_CHOICE = {"kind", "owner", "why", "when", "anyway", "agree", "outcome", "achieved", "key", "year", "period", "duty"}
BY_CHOICE |= {"chosen", "checks", "membership", "moment", "password", "oldpassword", "password1", "password2"}
BY_CHOICE |= {"in_public", "often", "presents_year", "notice_count", "papers_count", "draft_minutes"}
BY_CHOICE |= meeting_forms.BY_CHOICE | case_forms.BY_CHOICE | post_forms.BY_CHOICE
BY_CHOICE |= meeting_forms.BY_CHOICE | case_forms.BY_CHOICE | survey_forms.BY_CHOICE
BY_CHOICE |= meeting_forms.BY_CHOICE | case_forms.BY_CHOICE | assessment_forms.BY_CHOICE
BY_CHOICE |= meeting_forms.BY_CHOICE | case_forms.BY_CHOICE
BY_CHOICE |= {"what", "quarter", "region", "theme", "form"}  # of an export
BY_CHOICE |= agreed_forms.BY_CHOICE
BY_CHOICE |= {"named", "body", "nations", "month", "expected", "sheet", "files", "frequency"}


@override_settings(ACCOUNT_RATE_LIMITS=False)  # junk is tried far more often than anybody may sign in
class TestForms(SmallDemonstration):
    """Junk in every field of every form."""

    __test__ = True

    def forms(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """Every form: who fills it in, its address, and answers that are taken."""
        ours, reviewed = self.ours, {"title": "Minutes", **when("about_on")}
        last = carried(ours.again, reach_of(user("lead"), TODAY), TODAY)
        one, address = f"/obligations/{ours.gathering.pk}/", ours.address
        return {
            "sign in": ("", "/account/login/", {"login": "me@example.org", "password": "secret", "next": "/"}),
            "new password": ("", "/account/password/reset/", {"email": "me@example.org"}),
            "change password": (
                "lead", "/account/password/change/", {"oldpassword": "x", "password1": "y" * 14, "password2": "y" * 14},
            ),
            "add": ("lead", address("evidence:add"), {"kind": "link"}),
            "link": ("lead", one + "add/link/", {"url": "https://a.example/report", **reviewed}),
            "use again": ("lead", one + "add/here/", {"chosen": str(ours.proof.pk)}),
            "statement": ("contributor", one + "add/statement/", {"text": "It was done", **reviewed}),
            "draft": ("contributor", address("evidence:change_draft"), reviewed),
            "send": ("contributor", address("evidence:check"), {"note": "Done", **when("done_on")}),
            "certify": ("lead", address("evidence:certify"), {"note": "Done", **when("done_on")}),
            "confirm": ("lead", "/confirm/", {"chosen": str(ours.certified.pk), **when("done_on")}),
            "owner": ("lead", address("evidence:owner"), {"owner": ""}),
            "explain": ("lead", address("evidence:explain"), {"reason": "Late", **when("expected_on", 1, 12)}),
            "does not apply": ("lead", address("evidence:not_applicable"), {"why": "A reason"}),
            "decide": ("region", address("evidence:decide_not_applicable"), {"agree": "no", "why": "It does"}),
            "dispute": ("lead", address("evidence:dispute"), {"why": "Another letter says May"}),
            "later date": (
                "region", address("evidence:later_date"), {"agreed_by": "Director", **when("due_on", 1, 6, 2017)}
            ),
            "period": (
                "contributor", address("evidence:add_period"),
                {"named": "", **when("first_on", 1, 4), **when("last_on", 31, 3, 2017)},
            ),
            "confirm again": (
                "lead", address("evidence:confirm_again"), {"chosen": str(last[0].evidence_id), "words": "Every page"},
            ),
            "share": ("lead", address("evidence:share"), {"body": "06H"}),
            "replace": ("lead", address("evidence:replace"), {"kind": "link"}),
            "replace with": (
                "lead", address("evidence:replace_with"),
                {"text": "It was done", "why": "A page was missing", **reviewed},
            ),
            "withdraw evidence": ("lead", address("evidence:withdraw"), {"why": "It is of another year"}),
            "publish": ("lead", address("evidence:publish"), {"when": "now"}),
            "embargo": ("lead", address("evidence:embargo"), {"why": "audit", **when("from_on", 1, 12)}),
            "withhold": ("lead", address("evidence:unpublish"), {"why": "future", **when("until", 1, 6, 2017)}),
            "send back": ("region", address("evidence:review"), {"outcome": "sent_back", "reason": "Page 2"}),
            "several": (
                "region", "/review/several/",
                {"round": str(ours.round.pk), f"r{ours.round.pk}-later": "",
                 f"r{ours.round.pk}-checks": [str(n) for n in range(len(ours.round.checks))],
                 **when(f"r{ours.round.pk}-done_on")},
            ),
            "seen": (
                "region", address("evidence:review"),
                {"outcome": "seen", "checks": [str(n) for n in range(len(ours.round.checks))], **when("done_on")},
            ),
            "call in": ("region", address("evidence:call_in"), {"why": "Two neighbours sent last year's"}),
            "take back": ("region", address("evidence:take_back_call"), {"why": "Seen elsewhere"}),
            "answer": ("lead", address("evidence:answer_call"), {"note": "Page 3"}),
            "seen of a call": (
                "region", address("evidence:see_called"),
                {"checks": [str(n) for n in range(len(ours.call.obligation.duty.checks))]},
            ),
            "re-open": ("region", f"/review/{self._seen().pk}/reopen/", {"why": "It is last year's"}),
            "withdraw": ("contributor", address("evidence:withdraw_round"), {"why": "The wrong file"}),
            # Only the name of a file is posted here: tests/bodies/test_import_reading.py has spreadsheets that do harm.
            "spreadsheet": ("lead", address("imports:start"), {"sheet": "history.xlsx"}),
            "check": (
                "lay", f"{address('meetings:check')}?how=attended",
                {
                    "notice-outcome": "question", "notice-text": "Where was it?", "papers-outcome": "true",
                    "open-outcome": "true", "part2-outcome": "true", "note": "I sat at the back",
                },
            ),
            "answer a question": ("lead", address("meetings:question"), {"answer": "On the noticeboard"}),
            "subscribe": ("", address("meetings:subscribe"), {"address": "reader@example.org"}),
            "list of meetings": ("lead", "/bodies/10H/import/meetings/", {"sheet": "dates.ics"}),
            "held files": ("lead", address("evidence:held_files"), {"files": "report.pdf"}),
            "by hand": (
                "lead", address("desk:open_by_hand"),
                {"duty": "", "subject": "The walk-in centre", **when("event_on", 1, 9), **when("due_on", 1, 12)},
            ),
            "directed date": (
                "administrator", "/administration/directed-date/",
                {"key": "", "year": "2016/17", "period": "", "set_by": "NHS England", "source": "A letter",
                 **when("due_on", 1, 6, 2017)},
            ),
            "holiday": (
                "administrator", "/administration/holiday/",
                {"title": "A day of mourning", "nations": "England", "source": "Gazette", **when("on", 19, 9, 2022)},
            ),
            "export": (
                "national", "/assurance/exports/",
                {"what": "flags", "quarter": "Q2", "year": "2016/17", "region": "Y57", "theme": "complaints",
                 "form": "csv", **when("as_at", 1, 10)},
            ),
            "review month": ("lead", "/bodies/10H/review-month/", {"month": "9", "expected": "0"}),
            "contacts": (
                "lead", address("desk:contacts"),
                {"attend": "Come at ten", "ask": "Write", "ask_to": "Governance office", "ask_email": "ask@example.org",
                 "inform": "Write", "inform_email": "foi@example.org", "inform_address": "1 Example Street",
                 "inform_page": "https://example.org/foi", "complain": "Telephone", "complain_phone": "01632 960 001",
                 "complain_email": "c@example.org", "complain_page": "https://example.org/c", "expected": "1"},
            ),
            "plan a year": (
                "lead", address("meetings:create"),
                {"kind": "governing_body", "in_public": "yes", "often": "weeks", "weeks": "26", "starts": "1pm",
                 "ends": "16:30", "place": "Town Hall", "link": "https://a.example/live", "attend": "Come",
                 "access": "A loop", "ask": "Write", "ask_days": "3", "leave_out": "15/8/2017", "partners": "00C",
                 **when("first", 15, 11), **when("until", 31, 5, 2017)},
            ),
            "meeting": (
                "lead", address("meetings:new"),
                {"kind": "other", "committee": "Audit committee", "in_public": "no", "starts": "1pm", "ends": "2pm",
                 **when("on", 8, 12), **when("ask_by", 1, 12)},
            ),
            "details of a meeting": (
                "lead", address("meetings:details"),
                {"kind": "annual", "presents_year": "2015", "in_public": "yes", "starts": "1pm", "ends": "2pm",
                 "place": "Town Hall", "partners": "00C", **when("ask_by", 10), **when("convened_on", 10)},
            ),
            "move": (
                "lead", address("meetings:move"),
                {"starts": "1pm", "ends": "2pm", "why": "The hall is let", **when("on", 8, 12)},
            ),
            "postpone": ("lead", address("meetings:postpone"), {"why": "Snow"}),
            "cancel": ("lead", address("meetings:cancel"), {"why": "Snow"}),
            "rules of meetings": (
                "lead", address("meetings:rules"),
                {"source": "Standing orders 3.4", "notice_days": "7", "notice_count": "clear_days", "papers_days": "5",
                 "papers_count": "clear_working_days", "draft_minutes": "working_days", "draft_minutes_days": "10",
                 "ratified_days": "5", "meetings_a_year": "6", **when("from_on", 1, 4)},
            ),
            "mail": ("contributor", "/told/", {"frequency": "weekly", **when("paused_until", 1, 12)}),
            "mark as seen": (
                "region", "/changes/seen/", {"membership": "", "drawn": "2016-10-17T10:00:00+00:00 1 2016-10-17"},
            ),
            **meeting_forms.of_a_record(ours),
            **case_forms.of_the_logs(ours),
            **post_forms.of_posts(ours),
            **survey_forms.of_the_survey(ours),
            **assessment_forms.of_assessments(ours),
            **agreed_forms.of_actions(ours),
        }  # fmt: skip

    def _seen(self) -> Submission:
        return Submission.objects.filter(obligation__body=self.ours.body, decision="seen").order_by("pk").first()

    def tried(self, what: str) -> Iterator[tuple[str, dict[str, Any], HttpResponse, list[str]]]:
        """Send every form with each of some answers: what was tried and given, the answer, what was written."""
        for form, (who, address, good) in self.forms().items():
            client = self.browser(who)
            for name, given in _variants(what, good):
                with writes() as written:
                    yield f"{form}: {name}", given, ask(client, "post", address, given), written

    def test_buttons_that_carry_junk(self) -> None:
        for junk in JUNK:
            for who, address, name in (("lead", "/calendar/feed/", "seen"), ("region", "/changes/seen/", "drawn")):
                assert not faults_of(ask(self.browser(who), "post", address, {name: junk})), (address, junk[:40])
        for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2016-10-17T10:00:00", "2016-13-45"):
            assert not faults_of(
                ask(self.browser("region"), "post", "/changes/seen/", {"drawn": f"{moment} 1 2016-10-17"})
            ), moment

    def test_good_answers_are_taken(self) -> None:
        """Else the tests below would try nothing."""
        expected_again = {"sign in", "change password", "by hand", "directed date", "holiday", "review month"}
        expected_again |= {"spreadsheet", "list of meetings", "held files"}
        again = {
            form
            for form, (who, address, good) in self.forms().items()
            if ask(self.browser(who), "post", address, good).status_code != 302
        }
        assert again == expected_again

    def test_junk_in_forms(self) -> None:
        faults = [
            (name, fault)
            for name, given, answer, written in self.tried("junk")
            for fault in [*faults_of(answer), *_unless_taken(given, answer, written)]
        ]
        assert not faults, "\n".join(map(str, faults))

    def test_dates_that_are_none_come_back_with_what_was_typed(self) -> None:
        faults = []
        for name, given, answer, written in self.tried("dates"):
            faults += [(name, fault) for fault in [*faults_of(answer), *_unless_taken(given, answer, written)]]
            if answer.status_code == 302 and "send back" not in name:
                faults.append((name, "it was taken"))
        assert not faults, "\n".join(map(str, faults))


def _variants(what: str, good: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    fields = {name for name in good if not name.endswith(("_day", "_month", "_year"))}
    dates = {name.removesuffix("_day") for name in good if name.endswith("_day")}
    if what == "dates":
        for name in dates:
            yield from ((f"{name}={typed!r:.50}", good | when(name, *typed)) for typed in DATES)
        return
    yield "nothing", {}
    yield "everything twice", {name: [value, "2"] for name, value in good.items() if not isinstance(value, list)}
    for junk in JUNK:
        yield f"all {junk!r:.40}", dict.fromkeys(good, junk)
    for name in fields:
        yield f"no {name}", {other: value for other, value in good.items() if other != name}
        yield from ((f"{name}={junk!r:.40}", good | {name: junk}) for junk in SHARP)


def _unless_taken(given: dict[str, Any], answer: HttpResponse, written: list[str]) -> list[str]:
    """What a form that comes again must be: with its errors in our words and what was typed, and nothing written."""
    if answer.status_code not in {200, 409}:
        return []
    html = answer.content.decode()
    shown = unescape(html)
    found = [f"wrote {sql}" for sql in written]
    if "There is a problem" not in html:
        found.append("it does not say what is wrong")
    # A list sends no NUL and a hidden number no minus unless somebody forges it: there Django's words will do.
    found += [
        f"not our words: {words}"
        for words in NOT_OUR_WORDS
        if words in shown and not {"owner", "expected"} & set(given)
    ]
    found += [
        f"{name} was lost"
        for name, value in given.items()
        if name.split("-")[-1] not in BY_CHOICE
        and isinstance(value, str)
        and value.strip()
        and value.strip() not in shown
    ]
    return found
