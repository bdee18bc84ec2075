"""Every page, as each person, wide and narrow: no fault of axe, nothing wider than the window, one h1."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from assessments.models import AgreedAction
from bodies.models import Body, User
from duties.models import Obligation
from evidence.models import CallIn, Evidence, EvidenceUse, FileText, Sample, StoredFile, Submission
from meetings.actions import following
from meetings.models import Meeting, Paper, Subscription
from tests.browser import case_pages
from tests.browser.conftest import PHONE, WIDE
from tests.house.demonstration import TODAY
from tests.house.people import a_meeting, a_question, an_import
from tests.register.meeting_kit import whole

Person = Callable[..., Page]


def addresses(who: str) -> list[str]:
    """The pages of one person, with real records in them."""
    home = Obligation.objects.filter(body__code="10H", year=2016)
    late = home.get(duty__slug="annual-public-meeting")
    seen = home.filter(met_how="seen", evidence__published_on__isnull=False).first()
    certified = home.get(duty__slug="spend-over-25k", period="2016-09")
    waiting = Submission.objects.waiting().filter(obligation__body__code="10H").first()
    imported = an_import(late, User.objects.get(email="lead@demonstration.example"), f"history-{who}")
    published = Evidence.objects.published(TODAY).first()
    file = StoredFile.objects.filter(evidence__in=Evidence.objects.published(TODAY)).first()
    FileText.objects.get_or_create(file=file, defaults={"text": "It was invented.", "extracted_on": TODAY})
    unpublished = EvidenceUse.objects.filter(
        evidence__in=Evidence.objects.to_be_decided_by(late.body).undecided(), obligation__held_by=late.body
    )[0]
    decide = f"/obligations/{unpublished.obligation_id}/evidence/{unpublished.evidence_id}"
    gone = Evidence.objects.gone(TODAY)[0]
    draft = EvidenceUse.objects.filter(evidence__sent_on=None, obligation__in=home).first()
    piece = seen.evidence.first() if seen is not None else None
    call = CallIn.objects.filter(obligation__held_by=late.body, outcome="").first()
    met = home.filter(met_how="certified").exclude(call_ins__outcome="").first()
    decided = Submission.objects.filter(decision="seen", obligation__in=home).first()
    meeting = (
        Meeting.objects.filter(body__code="10H").first()
        or a_meeting(late.body, User.objects.get(email="lead@demonstration.example"), "hall")[0]
    )
    question = a_question(late.body, User.objects.get(email="lay@demonstration.example"), "Where was the notice?")
    following.ask(body=late.body, address="reader@example.org", today=TODAY)
    letters = f"/subscriptions/{Subscription.objects.get(address='reader@example.org').token}/"
    hub = f"/meetings/{meeting.pk}/record/"
    action = AgreedAction.objects.open(TODAY).filter(body__code="10H").first()
    assert action is not None and call is not None and met is not None and decided is not None
    assert (
        seen is not None and piece is not None and draft is not None and waiting is not None and published is not None
    )
    told = meeting if who else whole(late.body, is_invented=True, link="https://watch.example/live")
    pages = {
        "": [
            "/meetings/", "/meetings/?since=soon&q=x", "/meetings/?show=past", "/meetings/month/2016-09/?region=Y57",
            f"/meetings/{told.pk}/", f"/meetings/{told.pk}/print/", "/bodies/10H/meetings/",
            "/register/", "/search/?q=accounts", "/search/?q=invented", "/search/?q=",
            "/bodies/", "/bodies/10H/", "/bodies/01H/", "/duties/",
            "/duties/annual-accounts/", "/published/", f"/published/{published.pk}/", f"/published/{gone.pk}/",
            "/about/", "/accessibility/", "/privacy/",
            "/bodies/10H/meetings/subscribe/", "/bodies/10H/meetings/subscribe/asked/", letters, f"{letters}end/",
            "/cookies/", "/account/login/", "/no-such-page/", "/duties/foi-respond/", "/calculator/",
            "/calculator/foi_due/", "/calculator/foi_due/?received=2013-11-11", "/calculator/foi_due/?received=soon",
            "/calculator/foi_due_fee/?received=2015-06-01&fees_notice=2015-06-10&fee_paid=2015-06-24",
            "/calculator/notice_latest/?meeting=2016-09-14", "/calculator/gift_due/?received=2016-12-16",
        ],
        "lead": [
            "/questions/", f"/questions/{question.pk}/",
            "/publishing/10H/", f"{decide}/publish/", f"{decide}/embargo/", f"{decide}/unpublish/",
            "/", "/year/", "/calendar/", "/calendar/feed/", "/bodies/10H/review-month/?month=12", "/confirm/",
            "/bodies/10H/contacts/edit/",
            "/bodies/10H/schedule/", "/bodies/10H/schedule/paper/", "/bodies/10H/schedule/?year=2014/15",
            f"/obligations/{late.pk}/", f"/obligations/{seen.pk}/",
            f"/obligations/{late.pk}/add/", f"/obligations/{late.pk}/add/file/", f"/obligations/{late.pk}/add/link/",
            f"/obligations/{late.pk}/add/here/", f"/obligations/{seen.pk}/evidence/{piece.pk}/replace/",
            f"/obligations/{seen.pk}/evidence/{piece.pk}/replace/file/",
            f"/obligations/{seen.pk}/evidence/{piece.pk}/withdraw/",
            f"/obligations/{seen.pk}/evidence/{piece.pk}/share/?q=oxford",
            f"/obligations/{draft.obligation_id}/drafts/{draft.evidence_id}/period/",
            f"/obligations/{draft.obligation_id}/send/",
            f"/obligations/{late.pk}/add/statement/", f"/obligations/{late.pk}/send/", f"/obligations/{late.pk}/owner/",
            f"/obligations/{late.pk}/explain/", f"/obligations/{late.pk}/does-not-apply/",
            f"/obligations/{late.pk}/dispute/", f"/obligations/{certified.pk}/certify/", "/log/", "/bodies/10H/open/",
            "/bodies/10H/import/evidence/", "/bodies/10H/import/evidence/files/", f"/imports/{imported.pk}/",
            "/bodies/10H/import/meetings/", "/bodies/10H/meetings/manage/", "/bodies/10H/meetings/plan/",
            "/bodies/10H/meetings/new/", "/bodies/10H/meetings/rules/", hub, f"{hub}details/", f"{hub}move/",
            f"{hub}postpone/", f"{hub}cancel/",
            f"/imports/{imported.pk}/?show=all", f"/calls/{call.pk}/",
            f"/review/{waiting.pk}/withdraw/", "/samples/", "/told/",
        ],
        "contributor": ["/", "/calendar/", f"/obligations/{late.pk}/"],
        "lay": [
            f"/meetings/{question.meeting_id}/check/", f"/meetings/{question.meeting_id}/check/?how=attended",
            "/questions/", f"/questions/{question.pk}/",
            "/", "/calendar/", f"/obligations/{late.pk}/", "/bodies/10H/schedule/?year=2015/16",
            "/bodies/10H/schedule/paper/", "/bodies/10H/meetings/year/",
        ],
        "region": [
            "/", "/assurance/", "/verification/", "/review/", f"/review/{waiting.pk}/", f"/obligations/{late.pk}/",
            f"/obligations/{late.pk}/later-date/", "/assurance/10H/complaints/", "/assurance/meetings/",
            "/assurance/10H/", "/assurance/10H/?on=2016-08-01", "/assurance/10H/every/?show=late", "/agreed/?show=all",
            "/agreed/with/10H/add/", *(f"/agreed/{action.pk}/{what}" for what in ("", "change/", "note/", "decide/")),
            "/calendar/weeks/", "/calendar/weeks/?week=2016-10-17", "/calendar/?body=10H",
            f"/calls/{call.pk}/", "/review/calls/", "/samples/", f"/samples/{Sample.objects.latest('pk').pk}/",
            f"/review/several/?round={waiting.pk}", f"/obligations/{met.pk}/call-in/", f"/review/{decided.pk}/reopen/",
        ],
        "national": ["/", "/assurance/?year=2015/16", "/calendar/weeks/"],
        "administrator": [
            "/", "/administration/", "/administration/directed-date/", "/administration/holiday/",
            "/administration/dates/", "/administration/jobs/", "/administration/mail/",
        ],
    }  # fmt: skip
    return pages.get(who, []) + (of_a_record(late.body) if who == "lead" else []) + case_pages.of(who)


def of_a_record(body: Body) -> list[str]:
    """The pages of a meeting's record: drafts, what is published, Part 2."""
    hidden = Paper.objects.filter(evidence__title="hall-part2-title").first()
    if hidden is None:
        _, hidden = a_meeting(body, User.objects.get(email="lead@demonstration.example"), "hall")
    meeting = hidden.meeting
    one, minutes = f"/meetings/{meeting.pk}/record/", meeting.papers.get(role="draft_minutes").pk
    out, asked = meeting.papers.get(on__isnull=False).pk, meeting.public_questions.get().pk
    beneath = [
        "", "notice/", "agenda/", "agenda/publish/", f"agenda/{hidden.item_id}/", "happened/", "happened/publish/",
        "papers/add/file/", "papers/add/link/", f"papers/{hidden.pk}/", f"papers/{out}/", f"papers/{out}/withdraw/",
        f"papers/{out}/replace/file/", f"papers/{minutes}/publish/", "questions/add/", f"questions/{asked}/",
    ]  # fmt: skip
    return [one + address for address in beneath]


# Those who look at one demonstration: making one takes as long as walking some pages of it.
WALKS = [("",), ("lead",), ("contributor", "lay", "administrator"), ("foi", "region", "national")]


@pytest.mark.parametrize("people", WALKS, ids=lambda people: " and ".join(who or "anybody" for who in people))
def test_pages_hold_for_everybody(person: Person, people: tuple[str, ...]) -> None:
    faults = [fault for who in people for fault in faults_of_pages(person, who)]
    assert not faults, "\n".join(faults)


def faults_of_pages(person: Person, who: str) -> list[str]:
    """What is wrong with the pages of one person, wide and narrow."""
    faults = []
    for viewport in (WIDE, PHONE):
        page = person(who, viewport=viewport)
        errors: list[str] = []
        page.on("console", lambda message, errors=errors: message.type == "error" and errors.append(message.text))
        for address in addresses(who):
            response = page.goto(address)
            assert response is not None
            place = f"{who or 'anybody'} {viewport['width']} {address}"
            expected = 404 if address == "/no-such-page/" else 200
            if response.status != expected:
                faults.append(f"{place}: answered {response.status}")
                continue
            if page.locator("h1").count() != 1:
                faults.append(f"{place}: {page.locator('h1').count()} h1")
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{place}: wider than the window")
            found = Axe().run(page).response["violations"]
            faults += [f"{place}: {one['id']}: {one['help']}" for one in found]
        faults += [f"{who}: {text}" for text in errors if "404" not in text]
    return faults
