"""The pages of an import: which body, the spreadsheet, every row's fate, and how far it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.access import ROLE_PERMISSIONS, Permission, Role, can
from bodies.imports import actions, template_files
from bodies.imports.forms import SpreadsheetForm
from bodies.imports.kinds import Context, Kind, kind_of
from bodies.imports.sheets import Unreadable
from bodies.imports.words import FATES
from bodies.models import Body, Import, ImportRow, Membership
from bodies.web.asked import key_of, posted

ALL = "all"
AT_MOST = 100  # rows on one page
EARLIER = 10  # imports listed
CHECKED_AGAIN = "The rows were checked again, and nothing is imported yet. Look at what becomes of each."
Fate = ImportRow.Fate
ENDINGS = {"xlsx": template_files.as_xlsx, "csv": template_files.as_csv}


@require_safe
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """Which body; who has one goes straight on."""
    wanted = _kind(kind)
    bodies = _bodies(request, wanted)
    if len(bodies) == 1:
        return redirect("imports:start", bodies[0].code, wanted.name)
    return render(request, "bodies/import_choose.html", {"kind": wanted, "bodies": bodies})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Give the template, and take the spreadsheet that was filled in."""
    wanted = _kind(kind)
    context = context_for(request, code, wanted.needs)
    data = posted(request)
    form = SpreadsheetForm(data, request.FILES if data is not None else None, request=request, kind=wanted)
    if form.is_valid():
        upload = form.cleaned_data["sheet"]
        try:
            made = actions.check(kind=wanted, upload=upload, file_name=upload.name, context=context)
        except Unreadable as unreadable:
            for words in unreadable.words:
                form.add_error("sheet", words)
        else:
            return redirect("imports:one", made.pk)
    earlier = list(Import.objects.filter(body=context.body, kind=wanted.name)[:EARLIER])
    return render(request, "bodies/import_start.html", {
        "form": form, "kind": wanted, "body": context.body, "aside": wanted.aside(context), "earlier": earlier,
        "is_one_of_many": len(_bodies(request, wanted)) > 1, "posts": _posts(context.body, earlier),
    })  # fmt: skip


@require_safe
def template(request: HttpRequest, code: str, kind: str, ending: str) -> HttpResponse:
    """The template to fill in, as XLSX or CSV."""
    wanted = _kind(kind)
    context = context_for(request, code, wanted.needs)
    if ending not in ENDINGS:
        raise Http404("There is no such kind of file.")
    return ENDINGS[ending](wanted, context)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row's fate: before it is confirmed, while it runs and afterwards."""
    found = _found(request, pk)
    kind = _kind(found.kind)
    counts = {row["fate"]: row["n"] for row in found.rows.order_by().values("fate").annotate(n=Count("pk"))}
    show = _show(request.GET.get("show", ""), counts)
    after = key_of(request.GET.get("after", "")) or 0
    rows = found.rows.filter(number__gt=after).order_by("number")
    page = list((rows.filter(fate=show) if show else rows)[: AT_MOST + 1])
    total = sum(counts.values())
    done = sum(counts.get(fate, 0) for fate in (Fate.DONE, Fate.REFUSED))
    return render(request, "bodies/import_one.html", {
        "found": found, "kind": kind, "counts": counts, "total": total, "done": done, "show": show, "fates": FATES,
        "to_do": done + counts.get("new", 0), "rows": [_shown(kind, row) for row in page[:AT_MOST]],
        "older": _address(pk, show, page[AT_MOST - 1].number) if len(page) > AT_MOST else "",
        "may_confirm": found.confirmed_at is None and "new" in counts and "wrong" not in counts,
        "confirmed_by": _posts(found.body, [found]).get(found.confirmed_by_id or 0, ""),
    })  # fmt: skip


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to import what was shown."""
    found = _found(request, pk)
    if not actions.confirm(imported=found, by=request.user, today=request.today):
        messages.info(request, CHECKED_AGAIN)
    return redirect("imports:one", pk)


@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up an import that stopped."""
    actions.go_on(imported=_found(request, pk), by=request.user, today=request.today)
    return redirect("imports:one", pk)


def _kind(name: str) -> Kind:
    found = kind_of(name)
    if found is None:
        raise Http404("Nothing of this kind is imported.")
    return found


def _bodies(request: HttpRequest, kind: Kind) -> list[Body]:
    """The bodies for which this person may import such a spreadsheet."""
    roles = [role for role in Role if kind.needs in ROLE_PERMISSIONS[role]]
    return list(dict.fromkeys(one.body for one in request.reach.in_bodies(*roles)))


def context_for(request: HttpRequest, code: str, needs: Permission) -> Context:
    """The body of this code, if this person holds there what importing needs; 404 for any other.

    Rooms ask it for their own pages.
    """
    known = Body.objects.known(request.today).prefetch_related("offices")
    body = known.filter(code=code).first() if code.isprintable() else None  # PostgreSQL takes no NUL
    if body is None or not can(request.reach, needs, body, request.today):
        raise Http404("There is no such body for this person.")
    return Context(body, request.user, request.today, invented=bool(settings.DEMONSTRATION))


def _found(request: HttpRequest, pk: int) -> Import:
    """An import of a body for which this person may import; 404 for any other."""
    known = Import.objects.select_related("body").prefetch_related("body__offices")
    found = known.filter(pk=pk).first()
    kind = kind_of(found.kind) if found is not None else None
    if found is None or kind is None or not can(request.reach, kind.needs, found.body, request.today):
        raise Http404("There is no such import for this person.")
    return found


def _show(asked: str, counts: dict[str, int]) -> str:
    """Which fate is shown, empty for all: what the address asks for, else what needs somebody, if there is any."""
    if asked in (ALL, *FATES):
        return "" if asked == ALL else asked
    return next((fate for fate in (Fate.WRONG, Fate.REFUSED) if fate in counts), "")


def _address(pk: int, show: str, after: int) -> str:
    return f"{reverse('imports:one', args=[pk])}?{urlencode({'show': show or ALL, 'after': after})}"


def _shown(kind: Kind, row: ImportRow) -> dict[str, Any]:
    """One row as the page shows it: faults with the titles of their columns, and where it leads once it is there."""
    faults = []
    for fault in row.faults:
        column = kind.column(fault["column"])
        faults.append(fault | {"title": column.title if column else ""})
    is_there = row.fate in (Fate.DONE, Fate.HERE)
    return {"row": row, "faults": faults, "words": FATES[row.fate], "href": kind.href(row.plan) if is_there else ""}


def _posts(body: Body, imports: Any) -> dict[int, str]:
    """The posts in the body of those who uploaded or confirmed; one query."""
    people = {one.uploaded_by_id for one in imports} | {one.confirmed_by_id for one in imports}
    rows = Membership.objects.filter(body=body, user__in=[pk for pk in people if pk]).order_by("from_on", "pk")
    return dict(rows.values_list("user_id", "post"))
