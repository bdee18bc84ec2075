"""The calculator: pick a rule, give its dates, get the day and the working. Nothing typed here is kept."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.web.downloads import csv_response
from duties.clocks import RULE_INPUTS, EventRule
from duties.explanation_words import CSV_HEADER
from duties.words import CONFIDENCE_SENTENCES, CONFIDENCE_WORDS
from duties.working_days import CHECKED_YEARS
from register import calculator as rules
from register.calculator_examples import EXAMPLES
from register.calculator_form import CalculatorForm, is_asked

BAD_REQUEST = 400


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Every rule that can be worked out, under its heading."""
    years = (CHECKED_YEARS[0], CHECKED_YEARS[-1])
    return render(request, "register/calculator.html", {"groups": rules.grouped_rules(), "years": years})


@require_safe
def calculate(request: HttpRequest, rule: str) -> HttpResponse:
    """The questions of one rule; once the address answers them, the day and how it was worked out."""
    known = _rule_or_404(rule)
    form = CalculatorForm(known, request.GET if is_asked(known, request.GET) else None)
    answered = form.is_bound and form.is_valid()
    query = urlencode(form.given()) if answered else ""
    context = {
        "rule": known,
        "form": form,
        "answer": form.answer if answered else None,
        "query": query,
        "link": request.build_absolute_uri(f"{request.path}?{query}"),
        "example": urlencode(EXAMPLES.get(rule, {})),
        "basis": rules.BASIS_SENTENCES[known.basis],
        "how_sure": CONFIDENCE_SENTENCES[known.sure],
        "sure_words": CONFIDENCE_WORDS[known.sure],
    }
    return render(request, "register/calculator_rule.html", context)


@require_safe
def as_json(request: HttpRequest, rule: str) -> HttpResponse:
    """The answer and its working as plain data; what is wrong with the question, under status 400."""
    form = CalculatorForm(_rule_or_404(rule), request.GET)
    if not form.is_valid() or form.answer is None:
        errors = [{"input": name, "message": words} for name, words in _faults(form)]
        return JsonResponse({"errors": errors}, status=BAD_REQUEST)
    return JsonResponse(form.answer.as_json(form.given()))


@require_safe
def as_csv(request: HttpRequest, rule: str) -> HttpResponse:
    """The answer and its working as a table; what is wrong with the question, under status 400."""
    form = CalculatorForm(_rule_or_404(rule), request.GET)
    if not form.is_valid() or form.answer is None:
        rows = [("Error", "", "", words, "") for _, words in _faults(form)]
        return csv_response(f"{rule}-error.csv", CSV_HEADER, rows, status=BAD_REQUEST)
    return csv_response(f"{rule}.csv", CSV_HEADER, form.answer.csv_rows(form.given()))


def _rule_or_404(name: str) -> EventRule:
    if name not in RULE_INPUTS:
        raise Http404("There is no such rule.")
    return RULE_INPUTS[name]


def _faults(form: CalculatorForm) -> list[tuple[str, str]]:
    """What is wrong, each with the question it is about ("" for the whole)."""
    return [("" if name == "__all__" else name, str(words)) for name, errors in form.errors.items() for words in errors]
