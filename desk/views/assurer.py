"""The home of an assurer: what changed, what waits for a review, how the region stands."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.homes import to_moderate
from assessments.models import AgreedAction
from bodies import actions
from bodies.looking import drawn, looked, read_drawn
from bodies.models import Membership, Office
from bodies.web.asked import key_of
from bodies.web.tables import CSV, XLSX, table_response
from desk import changes as changing
from desk import reads
from desk.hats import Hat
from duties.years import FinancialYear
from evidence.models import Submission

QUEUE = 10
PAGE = 50
MOST = 500  # on the page of all changes; the files have more


def home(request: HttpRequest, hat: Hat, hats: list[Hat]) -> HttpResponse:
    """What changed since this assurer looked, their queue, and their region by theme."""
    today: date = request.today  # type: ignore[attr-defined]
    membership, page = hat.membership, drawn(today)  # before anything is counted
    year = FinancialYear.containing(today)
    queue = Submission.objects.queue_of(request.reach, today)  # type: ignore[attr-defined]
    return render(request, "desk/assurer.html", {
        "hat": hat, "hats": hats, "office": hat.office, "membership": membership, "year": year, "page": page,
        "changes": changing.count(hat.office, looked(membership), today), "all": changing.ALL,
        "queue": list(queue.for_pages()[:QUEUE]), "waiting": queue.count(),
        "to_moderate": to_moderate(hat.office, request.reach, today).count(),  # type: ignore[attr-defined]
        "themes": reads.themes_of(hat.office, year, today),
        "agreed": AgreedAction.objects.in_office(hat.office, today).counts(today),
        "region": hat.office.code if hat.office.kind == "region" else "", "readings": reads.readings(timezone.now()),
    })  # fmt: skip


@require_POST
def mark_seen(request: HttpRequest) -> HttpResponse:
    """Count what changes from when the page was drawn, not from the press."""
    today: date = request.today  # type: ignore[attr-defined]
    membership = _office_of(request, request.POST.get("membership", ""))
    page = read_drawn(request.POST.get("drawn", ""), today)
    if page is None:
        messages.error(request, "Nothing was marked: it is not known when your page was drawn. Look at it again here")
    else:
        actions.mark_seen(membership=membership, page=page, by=request.user, today=today)  # type: ignore[arg-type]
        messages.success(request, "Marked as seen. What changes from now on will be counted here")
    return redirect(f"{reverse('desk:home')}?as={membership.pk}")


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The list behind one number of the home, newest first, cut by key; or all of them, by body."""
    today: date = request.today  # type: ignore[attr-defined]
    what, membership, office = _asked(request)
    last, older = looked(membership), None
    total = sum(one.total for one in changing.count(office, last, today).values()) if what == changing.ALL else None
    if total is not None:
        shown = changing.everything(what, office, last, today, MOST)
    else:
        rows = _after(changing.newest_first(what, office, last, today), what, request.GET.get("after", ""))
        found = changing.listed(what, rows[: PAGE + 1])
        shown = found[:PAGE]
        older = shown[-1].key if len(found) > PAGE else None
    return render(request, "desk/changes.html", {
        "title": changing.TITLES[what], "what": what, "office": office, "membership": membership, "older": older,
        "rows": [(change, change.obligation and change.obligation.words(today)) for change in shown],
        "total": total, "in_a_file": changing.IN_A_FILE, "no_longer": changing.NO_LONGER,
        "state_of": partial(changing.state_of, today=today),
    })  # fmt: skip


@require_safe
def changes_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, CSV)


@require_safe
def changes_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(request, XLSX)


def _file(request: HttpRequest, form: str) -> HttpResponse:
    """The whole list behind one number, or all of them, to take away."""
    today: date = request.today  # type: ignore[attr-defined]
    what, membership, office = _asked(request)
    found = changing.everything(what, office, looked(membership), today)
    name = f"changes-{what.replace('_', '-')}-{office.code.lower()}-{today.isoformat()}"
    return table_response(form, name, changing.sheet(what, found, today))


def _asked(request: HttpRequest) -> tuple[str, Membership, Office]:
    what = request.GET.get("what", "")
    if what not in changing.TITLES:
        raise Http404("There is no such list.")
    membership = _office_of(request, request.GET.get("as", ""))
    assert membership.office is not None
    return what, membership, membership.office


def _after(found: QuerySet, what: str, key: str) -> QuerySet:
    """What comes after the row that the address names."""
    moment = changing.SOURCES[what].moment
    last = found.filter(pk=key_of(key)).first()
    if last is None:
        return found
    at = getattr(last, moment)
    return found.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at}, pk__lt=last.pk))


def _office_of(request: HttpRequest, key: str) -> Membership:
    """The membership that the address names, if it is the reader's own; their first office where it names none."""
    offices = request.reach.offices()  # type: ignore[attr-defined]
    found = next((m for m in offices if str(m.pk) == key), None if key else next(iter(offices), None))
    if found is None:
        raise Http404("There is no such office for this person.")
    return found
