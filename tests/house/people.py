"""The small demonstration built once for a class of tests, its people, and records of two bodies to reach for."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.actions import agreed as agreed_actions
from assessments.models import AgreedAction, Assessment
from bodies.access import reach_of
from bodies.imports import actions as import_actions
from bodies.imports.kinds import Context
from bodies.jobs import BEAT, worker_of
from bodies.models import Appointment, Body, Heartbeat, Import, User
from casework import actions as casework
from casework.actions.returning import begin_return, make_return
from casework.models import Complaint, InformationRequest, Return
from duties import actions as duty_actions
from duties.models import Obligation
from duties.years import FinancialYear
from evidence import actions
from evidence.carrying import carried
from evidence.demonstration.people import DOMAIN, HOME
from evidence.files import arriving, holding
from evidence.importing import EVIDENCE
from evidence.importing.finding import period_cell
from evidence.models import CallIn, Evidence, EvidenceShare, HeldFile, Sample, Submission
from meetings.actions import papers, planning, recording
from meetings.actions import publishing as meeting_publishing
from meetings.actions.checking import check_meeting
from meetings.actions.questions import add_question
from meetings.models import Meeting, Paper, Question
from surveys.models import Question as SurveyQuestion
from tests.evidence import sample_files as sample
from tests.house import assessment_forms
from tests.house.demonstration import TODAY, Demonstrated

# Who tries: everybody's sign-in without the domain. "" is nobody, "nothing" somebody signed in without a role.
PEOPLE = (
    "", "nothing", "lead", "contributor", "foi", "lay", "region", "national", "administrator", "lead.07m",
    "assurer.y56",
)  # fmt: skip
# The sign-ins' body in the South, and one of London: whose unpublished records must not meet.
OURS, THEIRS = HOME, "07M"
OVER = "9" * 4301  # more digits than Python turns into a number
NO_IDS: tuple[Any, ...] = (0, 2**31, 2**63, 2**70)


@dataclass(frozen=True)
class Records:
    """What one body has: a duty gathering with a draft, one sent in and waiting, one certified, one asked about.

    And one that was certified with a piece of evidence, whose file is that of the draft; one that was certified and
    called in; a standing one whose evidence of the year before may be confirmed again; a spreadsheet that was checked,
    and a file held for one.
    """

    body: Body
    gathering: Obligation
    draft: Evidence
    waiting: Obligation
    sent: Evidence
    round: Submission
    certified: Obligation
    asked: Obligation
    settled: Obligation
    proof: Evidence
    call: CallIn
    imported: Import
    held: HeldFile
    again: Obligation
    share: EvidenceShare
    sample: Sample  # nobody's: a region's
    meeting: Meeting  # announced, its agenda published with one paper
    paper: Paper  # of Part 2, so a draft for ever
    question: Question  # a lay member's, not answered
    request: InformationRequest  # answered in full
    complaint: Complaint  # acknowledged
    disclosed: InformationRequest  # in the disclosure log
    figures: Return  # made of the last quarter, not published
    ko41a: Return  # made of the last quarter, not sent
    assessment: Assessment  # a quarter, sent to the body
    assessment_draft: Assessment
    agreed: AgreedAction  # open, owned by a post of the body
    secrets: tuple[str, ...]  # what nobody out of reach may read
    draft_words: tuple[str, ...]  # what nobody but those who work on it may read
    request_words: tuple[str, ...]  # what nobody but those who keep the log may read
    complaint_words: tuple[str, ...]
    assessment_words: tuple[str, ...]  # what nobody but assurers may read

    def arguments(self, name: str) -> list[object]:
        """What the address of this name takes to be about this body."""
        one, draft, sent = self.gathering.pk, self.draft.pk, self.sent.pk
        by_hand = {
            "evidence:add_kind": [one, "statement"], "evidence:change_draft": [one, draft],
            "evidence:remove_draft": [one, draft], "evidence:use_instead": [one, draft],
            "evidence:certify": [self.certified.pk],
            "evidence:confirm_again": [self.again.pk],
            "evidence:share": [self.settled.pk, self.proof.pk],
            "evidence:end_share": [self.settled.pk, self.proof.pk, self.share.pk],
            "evidence:add_period": [one, draft], "evidence:remove_period": [one, draft, draft],
            "evidence:replace": [self.settled.pk, self.proof.pk], "evidence:withdraw": [self.settled.pk, self.proof.pk],
            "evidence:replace_with": [self.settled.pk, self.proof.pk, "statement"],
            "evidence:publish": [self.waiting.pk, sent], "evidence:unpublish": [self.waiting.pk, sent],
            "evidence:embargo": [self.waiting.pk, sent], "evidence:publishing": [self.body.code],
            "evidence:decide_not_applicable": [self.asked.pk], "evidence:review": [self.round.pk],
            "evidence:sample": [self.sample.pk],
            "evidence:sample_csv": [self.sample.pk], "evidence:sample_xlsx": [self.sample.pk],
            "evidence:call_in": [self.settled.pk], "evidence:call": [self.call.pk],
            "evidence:answer_call": [self.call.pk], "evidence:see_called": [self.call.pk],
            "evidence:take_back_call": [self.call.pk],
            "evidence:claim": [self.round.pk], "evidence:release": [self.round.pk],
            "evidence:withdraw_round": [self.round.pk], "evidence:reopen": [self.round.pk],
            "evidence:file": [draft], "register:evidence": [sent], "register:file": [sent],
            "register:body": [self.body.code], "register:duty": [self.gathering.duty.slug],
            "desk:open_by_hand": [self.body.code], "desk:name_holder": [self.body.code],
            "assurance:cell": [self.body.code, "constitution"],
            "assurance:national_csv": ["bodies"],
            **{f"assurance:cell{what}": [self.body.code, "constitution"] for what in ("", "_csv", "_xlsx")},
            **{f"assurance:body{what}": [self.body.code] for what in ("", "_pdf", "_xlsx")},
            "assurance:body_csv": [self.body.code, "themes"],
            **{f"assessments:agreed{what}": [self.agreed.pk] for what in OF_AN_ACTION},
            "assessments:agreed_add": [self.body.code],
            **{f"desk:schedule{what}": [self.body.code] for what in ("", "_word", "_csv", "_paper", "_paper_word")},
            "desk:review_month": [self.body.code], "desk:contacts": [self.body.code],
            **self._of_posts(),
            "desk:withdraw_holiday": ["2016-10-31"],
            "imports:choose": ["evidence"], "imports:start": [self.body.code, "evidence"],
            "imports:template": [self.body.code, "evidence", "csv"], "imports:one": [self.imported.pk],
            "imports:confirm": [self.imported.pk], "imports:go_on": [self.imported.pk],
            "evidence:held_files": [self.body.code], "evidence:release_held_file": [self.body.code, self.held.pk],
            **{f"meetings:{what}": [self.body.code] for what in ("manage", "plan", "create", "new", "rules", "year")},
            **{f"meetings:{what}": [self.meeting.pk] for what in OF_A_MEETING},
            **{f"register:meeting{what}": [self.meeting.pk] for what in ("", "_print", "_ics")},
            **{f"register:body_meetings{what}": [self.body.code] for what in ("", "_ics", "_atom")},
            **{f"register:body_figures{what}": [self.body.code] for what in ("", "_csv")},
            **{f"register:region_meetings{what}": ["Y57"] for what in ("_ics", "_atom")},
            "register:month": ["2016-10"],
            **{f"meetings:{what}": [self.meeting.pk, *more] for what, more in self._of_a_record().items()},
            **{f"meetings:{what}": [self.question.pk] for what in ("question", "send_on", "agree", "take_back")},
            **{f"meetings:{what}": [self.body.code] for what in ("subscribe", "subscribe_asked")},
            "meetings:check": [self.question.meeting_id],
            **self._of_the_logs(),
            **assessment_forms.arguments(self),
            "account_reset_password_from_key": ["1", "abc-def"],
            **self._of_the_survey(),
        }  # fmt: skip
        return by_hand.get(name) or [one if kind == "int" else "x" for kind in _parameters()[name]]

    def _of_posts(self) -> dict[str, list[object]]:
        """What the addresses of posts take: one that nobody is recorded as holding, and who holds another."""
        code, free = self.body.code, self.body.posts.get(title="Director of governance")
        one = Appointment.objects.filter(post__body=self.body).order_by("pk")[0]
        found: dict[str, list[object]] = {f"desk:posts{kind}": [code] for kind in ("", "_csv", "_xlsx")}
        found |= {"desk:add_post": [code], "desk:change_post": [code, free.pk], "desk:appoint": [code, free.pk]}
        return found | {"desk:change_appointment": [code, one.post_id, one.pk]}

    def _of_the_logs(self) -> dict[str, list[object]]:
        """What the addresses of the two logs take."""
        found: dict[str, list[object]] = {}
        for one, case, kind in (("request", self.request, "review_asked"), ("complaint", self.complaint, "responded")):
            of_body = (f"{one}s", f"new_{one}", f"{one}_lists", f"suggest_{one}_lists", f"retire_{one}_term")
            found |= {f"casework:{name}": [self.body.code] for name in of_body}
            found |= {f"casework:{name}": [case.pk] for name in (one, f"change_{one}", f"{one}_lateness")}
            found[f"casework:{one}_event"] = [case.pk, kind]
            event = case.events.get().pk
            found |= {f"casework:{what}_{one}_event": [case.pk, event] for what in ("change", "remove")}
        of_disclosure = ("publish_disclosure", "withhold_disclosure", "take_off_disclosure")
        found |= {f"casework:{name}": [self.request.pk] for name in of_disclosure}
        papers = ("foi_figures", "complaints_report", "ko41a")
        files = [f"{paper}{kind}" for paper in papers for kind in ("", "_csv", "_xlsx")]
        files += [f"{log}_{kind}" for log in ("requests", "complaints") for kind in ("csv", "xlsx")]
        pages = [*files, *(f"make_{paper}" for paper in papers), "write_report"]
        found |= {f"casework:{name}": [self.body.code] for name in pages}
        found |= {f"casework:{name}": [self.figures.pk] for name in ("publish_return", "take_off_return")}
        return found | {"casework:return_sent": [self.ko41a.pk], "register:disclosure": [self.disclosed.pk]}

    def _of_the_survey(self) -> dict[str, list[object]]:
        """What the addresses of the open survey take; its results are those of the closed one."""
        found: dict[str, list[object]] = {f"surveys:{what}": [self.body.code, 2016] for what in ("answer", "send")}
        found |= {"surveys:take_back": [self.body.code, 2016], "surveys:office": [self.body.code, 2016, "NHSE"]}
        found |= {f"surveys:{what}": [2016] for what in ("questionnaire", "change", "closing", "add_question")}
        asked = SurveyQuestion.objects.filter(survey__year=2016).earliest("position").pk
        found |= {f"surveys:{what}_question": [2016, asked] for what in ("change", "remove")}
        found |= {f"register:survey{what}": [2015] for what in ("", "_csv", "_xlsx")}
        return found | {"register:survey_office": [2015, "Y57"]}

    def _of_a_record(self) -> dict[str, list[object]]:
        """What the addresses beneath a meeting's record take beside the meeting."""
        out, asked = self.meeting.papers.get(on__isnull=False).pk, self.meeting.public_questions.get().pk
        of_one = (
            (self.paper.item_id, ("change_item", "move_item", "remove_item")),
            (self.paper.pk, ("change_paper", "remove_paper", "paper_file")),
            (self.meeting.papers.get(role="draft_minutes").pk, ["publish_paper"]),
            (asked, [f"{what}_public_question" for what in ("change", "publish", "take_off", "remove")]),
        )
        found: dict[str, list[object]] = {name: [pk] for pk, names in of_one for name in names}
        return found | {"withdraw_paper": [out], "replace_paper": [out, "link"], "add_paper": ["link"]}

    def address(self, name: str) -> str:
        return reverse(name, args=self.arguments(name))


@cache
def _parameters() -> dict[str, list[str]]:
    """The kinds of what every address takes, by name."""
    found: dict[str, list[str]] = {}

    def walk(patterns: list[Any], namespace: str) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                walk(one.url_patterns, f"{namespace}{one.namespace}:" if one.namespace else namespace)
            else:
                kinds = [type(kind).__name__ for kind in one.pattern.converters.values()]
                kinds += [""] * (one.pattern.regex.groups - len(kinds))
                found[f"{namespace}{one.name}"] = ["int" if kind == "IntConverter" else "" for kind in kinds]

    walk(get_resolver().url_patterns, "")
    return found


# What the addresses of one meeting are called.
OF_AN_ACTION = ("", "_change", "_note", "_done", "_decide", "_reopen")
OF_A_MEETING = (
    "record", "details", "move", "postpone", "cancel", "announce", "held", "not_held", "notice", "remove_notice",
    "send_proof", "agenda", "publish_agenda", "publish_papers", "minutes", "complete", "publish_record",
    "add_public_question",
)  # fmt: skip
DRAFTS = ("draft-title", "name.pdf", "row", "sheet", "held", "part2", "asked", "resolution")
WITHOUT_OBJECT = {
    "evidence:samples",
    "evidence:sample",
    "evidence:sample_csv",
    "evidence:sample_xlsx",
    "evidence:calls",
    "evidence:calls_csv",
    "evidence:calls_xlsx",
    "evidence:several",
    "evidence:queue",
    "evidence:queue_csv",
    "evidence:queue_xlsx",
    "evidence:verification",
    "evidence:confirm_many",
}


class SmallDemonstration(Demonstrated):
    """Makes the records of OURS and THEIRS in it, once for a class."""

    __test__ = False
    ours: Records
    theirs: Records

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        _all_alive()
        User.objects.create_user(f"nothing@{DOMAIN}", None, name="Nobody in particular")
        cls.ours = _records(OURS, lead="lead", contributor="contributor", assurer="region")
        cls.theirs = _records(THEIRS, lead="lead.07m", contributor="lead.07m", assurer="assurer.y56")

    def browser(self, who: str) -> Client:
        """The browser of one of PEOPLE. An error of ours comes back as 500, as it would to them."""
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(user(who))
        return client


def _all_alive() -> None:
    """Let beat and the workers be alive for as long as the tests take."""
    names = [BEAT, *map(worker_of, {job.queue for job in settings.BEAT_TABLE})]
    Heartbeat.objects.bulk_create(Heartbeat(name=name, at=timezone.now() + timedelta(days=1)) for name in names)


def user(who: str) -> User:
    return User.objects.get(email=f"{who}@{DOMAIN}")


def ask(client: Client, method: str, address: str, *given: Any, **more: Any) -> HttpResponse:
    """Ask, and undo whatever that wrote, signing out too."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(address, *given, **more)
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, so that the file is closed
    return answer


def _records(code: str, *, lead: str, contributor: str, assurer: str) -> Records:
    body = Body.objects.get(code=code)
    still_open = Obligation.objects.answered_by(body).open().owed_by_body().opened_by(TODAY).select_related("duty")
    untouched = still_open.filter(gathering_on=None, sent_back_on=None, duty__public_facing="yes").order_by("pk")
    gathering, waiting, asked = untouched.filter(proof="reviewed").exclude(duty__category="Finance")[:3]
    secret = f"hush-{code.lower()}"
    report = sample.PDF + b"%" + secret.encode()
    draft = _draft(gathering, contributor, f"{secret}-draft-title", report, f"{secret}-name.pdf")
    sent = _draft(waiting, contributor, f"{secret}-sent-title", report + b"-sent", "sent.pdf")
    sender, told = user(contributor), {"today": TODAY, "invented": True}
    actions.send_in(obligation=waiting, done_on=TODAY, note=f"{secret}-note", by=sender, **told)
    certified, settled, called = untouched.filter(proof="certified").exclude(duty__category="Finance")[:3]
    proof = _draft(settled, contributor, f"{secret}-proof-title", report, f"{secret}-proof.pdf")
    actions.certify(obligation=settled, done_on=TODAY, note="", by=user(lead), **told)
    _draft(called, contributor, f"{secret}-called-title", report + b"-called", "called.pdf")
    actions.certify(obligation=called, done_on=TODAY, note="", by=user(lead), **told)
    asks = {"by": user(assurer), "reach": reach_of(user(assurer), TODAY)}
    call = actions.call_in(obligation=called, why=f"{secret}-call", **asks, **told)
    proof.refresh_from_db()
    duty_actions.ask_not_applicable(obligation=asked, why=f"{secret}-why", by=user(lead), today=TODAY)
    sent.refresh_from_db()
    reach = reach_of(user(lead), TODAY)
    return Records(
        body, gathering, draft, waiting, sent, waiting.submissions.get(decision=""),
        certified, asked, settled, proof, call,
        an_import(gathering, user(lead), secret), HeldFile.objects.get(body=body),
        next(row for row in untouched.for_pages() if carried(row, reach, TODAY)),
        actions.share(
            evidence=proof, keeper=body, body=Body.objects.get(code="00C"), by=user(lead), today=TODAY
        ),
        Sample.objects.latest("pk"), *a_meeting(body, user(lead), secret),
        a_question(body, user("lay" if code == OURS else lead), f"{secret}-question"),
        *cases(body, user(lead), secret),
        *assessment_forms.an_assessment(body, user(assurer), user("national"), secret),
        an_agreed_action(body, user(assurer), secret),
        secrets=(f"{secret}-",),
        draft_words=tuple(f"{secret}-{what}" for what in DRAFTS),
        request_words=(f"{secret}-request",),
        complaint_words=(f"{secret}-complaint",),
        assessment_words=(f"{secret}-judged",),
    )  # fmt: skip


def an_agreed_action(body: Body, assurer: User, secret: str) -> AgreedAction:
    """Something that the body promised at a meeting, and nobody has done yet."""
    agreed = agreed_actions.Agreed(
        meeting=f"{secret}-meeting", agreed_on=TODAY, what=f"{secret}-action", side="body", due_on=TODAY,
        owner_post=f"{secret}-post",
    )  # fmt: skip
    return agreed_actions.agree(body=body, agreed=agreed, by=assurer, today=TODAY, invented=True)


def cases(body: Body, lead: User, secret: str) -> tuple[Any, ...]:
    """A request answered in full, a complaint acknowledged, a disclosure, and the returns of the last quarter."""
    who: dict[str, Any] = {"by": lead, "today": TODAY}
    day = TODAY - timedelta(days=10)
    origin = casework.Origin(is_invented=True)
    facts = {"subject": f"{secret}-request-subject", "waiting_on": f"{secret}-request-waiting"}
    request = casework.log_request(
        body=body, new=casework.NewRequest("foi", day, "email", **facts), origin=origin, **who
    )
    answer = casework.Happening(TODAY, code="granted", words=f"{secret}-request-note")
    casework.add_event(case=request, kind="answered", happening=answer, **who)
    complaint = casework.log_complaint(
        body=body, new=casework.NewComplaint(day, "letter", f"{secret}-complaint-subject"), origin=origin, **who
    )
    casework.add_event(case=complaint, kind="acknowledged", happening=casework.Happening(TODAY), **who)
    return *map(_as_it_stands, (request, complaint)), *returns(body, lead)


def _as_it_stands(case: Any) -> Any:
    case.refresh_from_db()
    return case


def returns(body: Body, lead: User) -> tuple[Any, ...]:
    """Something disclosed to a requester and published; figures of requests and KO41a of quarter 2, made."""
    who: dict[str, Any] = {"by": lead, "today": TODAY}
    day, origin = TODAY - timedelta(days=40), casework.Origin(is_invented=True)
    new = casework.NewRequest("foi", day, "email", "Fees of consultants")
    told = casework.log_request(body=body, new=new, origin=origin, **who)
    casework.add_event(case=told, kind="answered", happening=casework.Happening(day, code="granted"), **who)
    casework.publish_disclosure(case=told, title="Fees of consultants", text="A table (invented)", link="", **who)
    quarter: dict[str, Any] = {"body": body, "year": FinancialYear(2016), "period": "Q2", "invented": True, **who}
    made = [make_return(draft=begin_return(kind=kind, **quarter), **who) for kind in ("foi", "ko41a")]
    return told, *made


def a_meeting(body: Body, lead: User, secret: str) -> tuple[Meeting, Paper]:
    """A meeting of the day before of which nobody has said that it was held, and its paper of Part 2."""
    who: dict[str, Any] = {"by": lead, "today": TODAY}
    meeting = planning.plan_meeting(
        body=body, announce=True, invented=True, kind="governing_body", in_public=True, on=TODAY - timedelta(days=1),
        source_note=f"{secret}-source-note", **who,
    )  # fmt: skip
    recording.add_item(meeting=meeting, title="Finance report", **who)
    item = recording.add_item(meeting=meeting, title=f"{secret}-part2-item", is_part2=True, **who)
    meeting_publishing.publish_agenda(meeting=meeting, on=TODAY, **who)
    out = papers.add_paper(
        meeting=meeting, content=actions.Content(url="https://a.example/finance"), title="Finance", role="paper",
        invented=True, **who,
    )  # fmt: skip
    meeting_publishing.publish_paper(paper=out, on=TODAY, **who)
    received = arriving.receive([sample.PDF + b"%" + secret.encode() + b"-part2"], name="part2.pdf")
    hidden = papers.add_paper(
        meeting=meeting, content=actions.Content(received=received, file_name=f"{secret}-part2.pdf"),
        title=f"{secret}-part2-title", role="paper", item=item, invented=True, **who,
    )  # fmt: skip
    papers.add_paper(
        meeting=meeting, content=actions.Content(url=f"https://a.example/{secret}-asked"), role="draft_minutes",
        title=f"{secret}-asked-minutes", invented=True, **who,
    )  # fmt: skip
    add_question(meeting=meeting, question=f"{secret}-asked", answer=f"{secret}-asked-answer", **who)
    recording.save_record(
        meeting=meeting, had_part2=True, resolution=f"{secret}-resolution", decisions={item.pk: f"{secret}-part2-end"},
        **who,
    )  # fmt: skip
    return meeting, hidden


def a_question(body: Body, lay: User, text: str) -> Question:
    """A lay member's question about the notice of a meeting that was held; it is there once, however often asked."""
    try:
        meeting = planning.plan_meeting(
            body=body, by=None, today=TODAY, announce=True, invented=True, kind="governing_body", in_public=True,
            state="held", on=TODAY - timedelta(days=11),
        )  # fmt: skip
    except planning.AlreadyPlanned as there:
        meeting = there.meeting
    answers = {"notice": text, "papers": "", "open": "", "part2": ""}
    check_meeting(meeting=meeting, how="attended", answers=answers, note="", by=lay, today=TODAY)
    return Question.objects.get(meeting=meeting, text=text)


def an_import(obligation: Obligation, lead: User, name: str) -> Import:
    """A spreadsheet of one right row and one to mend, checked, with a file held for it."""
    body = Body.objects.get(pk=obligation.held_by_id)
    context = Context(body, lead, TODAY, invented=True)
    holding.hold(uploads=[SimpleUploadedFile(f"{name}-held.pdf", sample.PDF + b"%" + name.encode())], context=context)
    year = FinancialYear(obligation.period_year)
    about = (obligation.duty.slug, str(year), period_cell(obligation), obligation.step)
    rows = f"{','.join(about)},{name}-row,27/03/2016,https://a.example/\nno-duty,soon,,,{name}-row,,x\n"
    return import_actions.check(
        kind=EVIDENCE, upload=io.BytesIO(f"Duty,Year,Period,Step,Title,About,Link\n{rows}".encode()),
        file_name=f"{name}-sheet.csv", context=context,
    )  # fmt: skip


def _draft(obligation: Obligation, who: str, title: str, content: bytes, name: str) -> Evidence:
    received = arriving.receive([content], name=name)
    return actions.add_evidence(
        obligation=obligation, content=actions.Content(received=received, file_name=name), title=title,
        about_on=date(2016, 9, 30), by=user(who), today=TODAY, invented=True,
    )  # fmt: skip
