"""The national page, and the same to take away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from assurance.casework.periods import chosen_of
from assurance.casework.reading import LOGS, logs_of
from assurance.heat import ONLY, THEMES
from assurance.holders import holders_on
from assurance.national import beside, changing, month, sheets
from assurance.national.as_at import AsAtForm
from assurance.national.asked import Asked, asked_of
from assurance.national.columns import BY, CATEGORY, CATEGORY_COLUMNS, DUTY, THEME, Columns
from assurance.national.reading import National, log_themes, national
from assurance.reads import own_duties
from bodies.web.dates import DateParts
from bodies.web.pdf import pdf, pdf_response
from bodies.web.tables import CSV, marked, table_response
from bodies.web.unchanged import unless_unchanged
from bodies.web.workbook import xlsx_response
from duties.years import FinancialYear, years_back


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Bodies by theme, by region as it stood in the year; the reader's own region first. Kept while nothing changes."""
    asked = asked_of(request.GET, request.today)  # type: ignore[attr-defined]
    parts = [request.GET[name] for name in (f"on_{part}" for part in DateParts._fields) if name in request.GET]
    typed = AsAtForm(request.GET, today=asked.today)
    if any(parts) and not typed.is_valid():
        return _drawn(request, asked, typed)
    if parts:  # one address for one page, however its day was given; no day is today
        day = typed.cleaned_data["on"] if any(parts) else asked.today
        return HttpResponseRedirect(reverse("assurance:national") + asked.query(day=day))
    shown = AsAtForm(initial={"on": DateParts.of(asked.day)}, today=asked.today)
    return unless_unchanged(request, lambda: _drawn(request, asked, shown))


def _drawn(request: HttpRequest, asked: Asked, typed: AsAtForm) -> HttpResponse:
    table, owed = _table(request, asked)
    months = beside.trend(asked, owed)
    quarter = chosen_of({"year": str(asked.year)}, asked.day).name
    return render(request, "assurance/national.html", {
        "asked": asked, "table_of": table, "form": typed, "columns": asked.columns, "quarter": quarter,
        "log_slugs": {slug: log.slug for slug, log in LOGS.items()} if asked.columns.by == THEME else {},
        "chart": beside.trend_chart(asked, months),
        "late": beside.oldest_late(asked, owed, request.reach),  # type: ignore[attr-defined]
        "changes": changing.newest(asked, table.regions, request.reach),  # type: ignore[attr-defined]
        "due_next": beside.due_next(asked, owed), "sees_all": request.reach.is_national(),  # type: ignore[attr-defined]
        "own_duties": own_duties(asked.year, asked.day) if not asked.region else [], "themes": THEMES,
        **_options(asked, table),
    })  # fmt: skip


def _table(request: HttpRequest, asked: Asked) -> tuple[National, Any]:
    """The table, and what its bodies owe in any year."""
    holders = holders_on(asked.day, asked.today)
    logs = logs_of(asked.year, log_themes(asked.columns), asked.day)
    table = national(asked, request.reach, logs, holders)  # type: ignore[attr-defined]
    return table, beside.owed_by_shown(asked, table, holders)


def _options(asked: Asked, table: National) -> dict[str, Any]:
    """What can be chosen."""
    years = years_back(FinancialYear.containing(asked.today).next())  # the next one is open already
    known = [column.slug for column in THEMES]
    duties_of = [*THEMES, *(column for column in CATEGORY_COLUMNS if column.slug not in known)]
    return {
        "year_options": [(str(year), str(year)) for year in years],
        "region_options": [("", "All regions"), *((office.code, office.name) for office in table.regions)],
        "only_options": [("", "All bodies"), *((key, f"Only with {words}") for key, (words, _) in ONLY.items())],
        "sort_options": [("", "Name"), *((column.slug, column.title) for column in asked.columns.columns)]
        + ([("all", asked.columns.total_title)] if asked.columns.total_title else []),
        "by_options": [(key, words) for key, words in BY.items() if key != DUTY],
        "shown_themes": CATEGORY_COLUMNS if asked.columns.by == CATEGORY else THEMES,
        "duties_of": [(column.title, Columns(DUTY, (), column)) for column in duties_of],
    }


@require_safe
def as_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table of the page as CSV."""
    asked, every = _sheets(request)
    return table_response(CSV, f"{table}-{_name(asked)}", every[table])


@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """Every table of the page as one workbook."""
    asked, every = _sheets(request)
    return xlsx_response(f"national-{_name(asked)}.xlsx", [marked(sheet) for sheet in every.values()])


@require_safe
def month_pdf(request: HttpRequest) -> HttpResponse:
    """A region's month up to the day, or England's, as a report for its meeting."""
    asked = replace(asked_of(request.GET, request.today), only="")  # type: ignore[attr-defined]
    table, owed = _table(request, asked)
    reach = request.reach  # type: ignore[attr-defined]
    told = month.report(
        asked, table, beside.trend_chart(asked, beside.trend(asked, owed)),
        beside.oldest_late(asked, owed, reach, most=None), changing.of_month(asked, table.regions, reach),
        beside.due_next(asked, owed),
    )  # fmt: skip
    return pdf_response(f"month-{_name(asked)}.pdf", pdf("assurance/month.typ", told))


def _sheets(request: HttpRequest) -> tuple[Asked, dict[str, Any]]:
    asked = asked_of(request.GET, request.today)  # type: ignore[attr-defined]
    table, owed = _table(request, asked)
    return asked, {
        "bodies": sheets.bodies(asked, table),
        "trend": sheets.trend(asked, beside.trend(asked, owed)),
        "late": sheets.late(asked, beside.oldest_late(asked, owed, request.reach, most=None)),  # type: ignore[attr-defined]
        "next": sheets.due_next(asked, beside.due_next(asked, owed)),
        "nhs-england": sheets.own_duties(asked, own_duties(asked.year, asked.day)),
    }  # fmt: skip


def _name(asked: Asked) -> str:
    """The part of a file's name that tells which year, which region and as at when."""
    region = f"-{slugify(asked.region)}" if asked.region else ""
    return f"{str(asked.year).replace('/', '-')}{region}-as-at-{asked.day.isoformat()}"
