"""The assessments of a year for an assurer, as a page and to take away; those of one body; beginning one."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import actions
from assessments.forms.writing import BeginForm
from assessments.listing import SHOW, Listing, listing, sheet_of
from assessments.reading import judgements_of
from assessments.views.common import FORM_METHODS, attempt, body_asked, is_invented
from bodies.history import name_as_at
from bodies.web.tables import table_response
from duties.years import FIRST_YEAR, FinancialYear, years_back


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """Bodies by name: what was judged of the year and its quarters, and what NHS England owes."""
    found, region, show = _listing(request)
    return render(request, "assessments/list.html", {
        "found": found, "region": region, "show": show, "show_options": list(SHOW.items()),
        "year_options": [(str(year), str(year)) for year in _years(request)],
        "region_options": [("", "All regions"), *((office.code, office.name) for office in found.regions)],
    })  # fmt: skip


@require_safe
def as_table(request: HttpRequest, form: str) -> HttpResponse:
    """The same rows to take away, as CSV or as a workbook."""
    found, _, _ = _listing(request)
    return table_response(form, f"assessments-{found.year.start_year}", sheet_of(found))


@require_safe
def of_body(request: HttpRequest, code: str) -> HttpResponse:
    """Every assessment of a body that this reader may see, by year: its people see what was sent to them."""
    today: date = request.today  # type: ignore[attr-defined]
    body, who = body_asked(request, code)
    return render(request, "assessments/of_body.html", {
        "body": body, "name": name_as_at(body, today), "who": who,
        "told": judgements_of(body, request.reach, today),  # type: ignore[attr-defined]
    })  # fmt: skip


@require_http_methods(FORM_METHODS)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an assessment: of which year, and of the whole of it or of a quarter."""
    today: date = request.today  # type: ignore[attr-defined]
    body, who = body_asked(request, code)
    if not who.may_assess:
        raise Http404("This person does not assess this body.")
    initial = {"year": request.GET.get("year", ""), "period": request.GET.get("period", "")}
    data = request.POST if request.method == "POST" else None
    form = BeginForm(data, years=_years(request), initial=initial)
    made: list[int] = []

    def act() -> None:
        given = form.cleaned_data
        one = actions.begin(
            body=body, year=FinancialYear.parse(given["year"]), period=given["period"], by=request.user,  # type: ignore[arg-type]
            today=today, invented=is_invented(),
        )  # fmt: skip
        made.append(one.pk)

    status = attempt(form, act)
    if status is None:
        return redirect("assessments:write", made[0])
    return render(request, "assessments/form.html", {
        "form": form, "title": "Begin an assessment", "caption": name_as_at(body, today), "button_text": "Begin",
        "intro": ["By the framework in force at the time. In 2013/14 it changed after quarter 2."],
    }, status=status)  # fmt: skip


def _listing(request: HttpRequest) -> tuple[Listing, str, str]:
    today: date = request.today  # type: ignore[attr-defined]
    region, show = request.GET.get("region", ""), request.GET.get("show", "")
    show = show if show in SHOW else ""
    return listing(_year(request), region, show, request.reach, today), region, show  # type: ignore[attr-defined]


def _years(request: HttpRequest) -> list[FinancialYear]:
    """The years that have begun, the latest first."""
    return years_back(FinancialYear.containing(request.today))  # type: ignore[attr-defined]


def _year(request: HttpRequest) -> FinancialYear:
    """The year of the address; where it makes no sense the one that ended last, which is assessed now."""
    years = _years(request)
    asked = request.GET.get("year", "")
    named = next((year for year in years if str(year) == asked), None)
    return named or max(years[0].previous(), FIRST_YEAR)
