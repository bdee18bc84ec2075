"""The pages of requests and complaints that each person sees, with the demonstration's cases in them."""

from __future__ import annotations

from casework.models import Complaint, InformationRequest, Return

LOG, COMPLAINTS = "/bodies/10H/requests/", "/bodies/10H/complaints/"


def of(who: str) -> list[str]:
    """The addresses for one person."""
    requests = InformationRequest.objects.filter(body__code="10H")
    told = requests.get(disclosure="published")
    public = ["/disclosures/", "/disclosures/?q=gifts", f"/disclosures/{told.pk}/", "/bodies/10H/figures/?year=2016/17"]
    nation = [f"/assurance/{log}/?year=2016/17" for log in ("requests", "complaints")]
    pages = {"": public, "region": nation, "national": nation, "foi": _of_requests(requests, told.pk)}
    return pages.get(who, _of_complaints() if who == "contributor" else [])


def _of_requests(requests, disclosed: int) -> list[str]:
    late = requests.get(subject="Complaints about patient transport").pk
    longer = requests.filter(extended_on__isnull=False, is_open=True)[0]
    reviewed = requests.filter(review_asked_on__isnull=False)[0].pk
    return [
        "/", LOG, f"{LOG}?show=closed", f"{LOG}?q=nothing-of-the-kind", f"{LOG}new/", f"{LOG}new/?quick=1",
        f"{LOG}lists/", f"{LOG}figures/?year=2016/17", f"/requests/{late}/", f"/requests/{longer.pk}/",
        f"/requests/{reviewed}/", f"/requests/{disclosed}/", f"/requests/{late}/correct/",
        f"/requests/{late}/lateness/",
        f"/requests/{late}/record/answered/", f"/requests/{late}/record/extended/", f"/requests/{disclosed}/publish/",
        f"/requests/{longer.pk}/events/{longer.events.get().pk}/", f"/requests/{disclosed}/withhold/",
        "/bodies/10H/import/requests/",
    ]  # fmt: skip


def _of_complaints() -> list[str]:
    planned = Complaint.objects.get(body__code="10H", subject="A refused funding request")
    letter = Complaint.objects.get(body__code="10H", kind="mp_letter")
    sent = Return.objects.get(body__code="10H", kind="ko41a")
    return [
        COMPLAINTS, f"{COMPLAINTS}?show=all", f"{COMPLAINTS}new/", f"{COMPLAINTS}new/?quick=1", f"{COMPLAINTS}lists/",
        f"{COMPLAINTS}report/?year=2015/16", f"{COMPLAINTS}report/write/?year=2015/16",
        f"{COMPLAINTS}ko41a/?year=2016/17", f"/complaints/{planned.pk}/", f"/complaints/{letter.pk}/",
        f"/complaints/{planned.pk}/record/responded/", f"/complaints/{planned.pk}/correct/",
        f"/returns/{sent.pk}/sent/", "/bodies/10H/import/complaints/",
    ]  # fmt: skip
