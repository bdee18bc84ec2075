"""The national page, and the same to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from assessments.agreed.listing import Chosen, found
from assurance.as_at import AsAtForm, typed
from assurance.casework.periods import chosen_of
from assurance.casework.reading import LOGS, logs_of
from assurance.heat import ONLY, THEMES
from assurance.holders import holders_on
from assurance.national import beside, changing, month, sheets
from assurance.national.asked import Asked, asked_of
from assurance.national.columns import BY, CATEGORY, CATEGORY_COLUMNS, DUTY, THEME, USUAL, Columns
from assurance.national.drawing import Drawer
from assurance.national.reading import National, known_bodies, log_themes, national, placed
from assurance.reads import lived, own_duties
from bodies.access import Reach
from bodies.models import Office
from bodies.web.pdf import pdf, pdf_response
from bodies.web.tables import CSV, marked, table_response
from bodies.web.unchanged import unless_unchanged
from bodies.web.workbook import Sheet, xlsx_response
from duties.years import FinancialYear, years_back

Draw = Callable[[HttpRequest, Asked, AsAtForm], HttpResponse]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Bodies by theme, by region as it stood in the year; the reader's own region first."""
    return _kept_page(request, "assurance:national", _draw_table)


@require_safe
def stands_out(request: HttpRequest) -> HttpResponse:
    """Beside the table: the oldest late, the newest changes, what falls due next, and how it goes by month."""
    return _kept_page(request, "assurance:stands_out", _draw_what_stands_out)


def _kept_page(
    request: HttpRequest, name: str, draw: Callable[[HttpRequest, Asked, AsAtForm], HttpResponse]
) -> HttpResponse:
    """A page that the reader's browser keeps while nothing changes. A day that was typed in three boxes leads to it."""
    asked = asked_of(request.GET, request.today)  # type: ignore[attr-defined]
    form, day = typed(request.GET, asked.day, asked.today)
    if day is not None:  # one address for one page, however its day was given; no day is today
        return HttpResponseRedirect(reverse(name) + asked.query(day=day))
    if form.is_bound:
        return draw(request, asked, form)
    return unless_unchanged(request, lambda: draw(request, asked, form))


def _draw_table(request: HttpRequest, asked: Asked, form: AsAtForm) -> HttpResponse:
    table, _ = _table(request, asked)
    logs = _log_addresses(asked)
    return render(request, "assurance/national.html", {
        "table_of": table, "log_urls": logs, "quarter": chosen_of({"year": str(asked.year)}, asked.day).name,
        "drawer": Drawer(reverse("assurance:national"), asked.of_a_cell, asked.of_a_body, logs),
        "sees_all": request.reach.is_national(), **_choices(asked, form, table.regions),  # type: ignore[attr-defined]
    })  # fmt: skip


def _draw_what_stands_out(request: HttpRequest, asked: Asked, form: AsAtForm) -> HttpResponse:
    scope, regions = _scope(asked, request.reach)  # type: ignore[attr-defined]
    return render(request, "assurance/stands_out.html", {
        "chart": beside.trend_chart(asked, beside.trend(scope)), "due_next": beside.due_next(scope),
        "late": beside.oldest_late(scope, request.reach),  # type: ignore[attr-defined]
        "changes": changing.newest(asked, regions, request.reach),  # type: ignore[attr-defined]
        "own_duties": own_duties(asked.year, asked.day) if not asked.region else [],
        "region_name": next((office.name for office in regions if office.code == asked.region), ""),
        "sees_all": request.reach.is_national(), **_choices(asked, form, regions),  # type: ignore[attr-defined]
    })  # fmt: skip


def _log_addresses(asked: Asked) -> dict[str, str]:
    """Where the figures of each log stand, by theme: the table of all bodies, or of the region that was chosen."""
    if asked.columns.by != THEME:
        return {}
    tail = asked.query(columns=USUAL, only="", sort="", day=asked.today)
    return {slug: reverse(f"assurance:{log.slug}") + tail for slug, log in LOGS.items()}


def _table(request: HttpRequest, asked: Asked) -> tuple[National, beside.Scope]:
    """The table, and whose duties stand beside it."""
    holders = holders_on(asked.day, asked.today)
    logs = logs_of(asked.year, log_themes(asked.columns), asked.day)
    table = national(asked, request.reach, logs, holders)  # type: ignore[attr-defined]
    return table, beside.Scope(asked, table.holders, holders)


def _scope(asked: Asked, reach: Reach) -> tuple[beside.Scope, tuple[Office, ...]]:
    """Whose duties are meant, without their table, and the regions that can be chosen."""
    holders = holders_on(asked.day, asked.today)
    bodies = [body for body in known_bodies(asked) if lived(body, asked.year, asked.day)]
    regions, offices = placed(asked, bodies, reach)
    return beside.Scope(asked, frozenset(body.pk for one in regions for body in one.bodies), holders), offices


def _choices(asked: Asked, form: AsAtForm, regions: tuple[Office, ...]) -> dict[str, Any]:
    """What was chosen, and what can be."""
    years = years_back(FinancialYear.containing(asked.today).next())  # the next one is open already
    known = [column.slug for column in THEMES]
    duties_of = [*THEMES, *(column for column in CATEGORY_COLUMNS if column.slug not in known)]
    columns = asked.columns
    return {
        "asked": asked, "columns": columns, "form": form,
        "year_options": [(str(year), str(year)) for year in years],
        "region_options": [("", "All regions"), *((office.code, office.name) for office in regions)],
        "only_options": [("", "All bodies"), *((key, f"Only with {words}") for key, (words, _) in ONLY.items())],
        "sort_options": [("", "Name"), *((column.slug, column.title) for column in columns.columns)]
        + ([("all", columns.total_title)] if columns.total_title else []),
        "by_options": [(key, words) for key, words in BY.items() if key != DUTY],
        "shown_themes": CATEGORY_COLUMNS if columns.by == CATEGORY else THEMES,
        "duties_of": [(column.title, Columns(DUTY, (), column)) for column in duties_of],
    }  # fmt: skip


@require_safe
def as_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table of the page as CSV."""
    asked, every = _sheets(request)
    if table not in every:
        raise Http404("There is no such table.")
    return table_response(CSV, f"{table}-{_name(asked)}", every[table]())


@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """Every table of the page as one workbook."""
    asked, every = _sheets(request)
    return xlsx_response(f"national-{_name(asked)}.xlsx", [marked(make()) for make in every.values()])


@require_safe
def month_pdf(request: HttpRequest) -> HttpResponse:
    """A region's month up to the day, or England's, as a report for its meeting."""
    asked = replace(asked_of(request.GET, request.today), only="")  # type: ignore[attr-defined]
    table, scope = _table(request, asked)
    reach = request.reach  # type: ignore[attr-defined]
    told = month.report(
        asked, table, beside.trend_chart(asked, beside.trend(scope)),
        beside.oldest_late(scope, reach, most=None), changing.of_month(asked, table.regions, reach),
        beside.due_next(scope), found(Chosen(region=asked.region), table.regions, reach, asked.day),
    )  # fmt: skip
    return pdf_response(f"month-{_name(asked)}.pdf", pdf("assurance/month.typ", told))


def _sheets(request: HttpRequest) -> tuple[Asked, dict[str, Callable[[], Sheet]]]:
    """What makes each table of the page: a file of one reads that one."""
    asked, reach = asked_of(request.GET, request.today), request.reach  # type: ignore[attr-defined]
    scope, _ = _scope(asked, reach)
    return asked, {
        "bodies": lambda: sheets.bodies(asked, _table(request, asked)[0]),
        "trend": lambda: sheets.trend(asked, beside.trend(scope)),
        "late": lambda: sheets.late(asked, beside.oldest_late(scope, reach, most=None)),
        "next": lambda: sheets.due_next(asked, beside.due_next(scope)),
        "nhs-england": lambda: sheets.own_duties(asked, own_duties(asked.year, asked.day)),
    }  # fmt: skip


def _name(asked: Asked) -> str:
    """The part of a file's name that tells which year, which region and as at when."""
    region = f"-{slugify(asked.region)}" if asked.region else ""
    return f"{str(asked.year).replace('/', '-')}{region}-as-at-{asked.day.isoformat()}"
