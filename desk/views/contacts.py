"""How anybody reaches a body: the page on which its governance lead says so."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bodies.access import Permission, can
from bodies.actions import Refused
from bodies.contacts import change_contact, contact_of
from bodies.models import Body
from bodies.web.asked import code_of, posted
from desk.contact_form import ContactForm
from desk.views.by_hand import CONFLICT


@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, code: str) -> HttpResponse:
    """One form; what it says is on the body's public page at once."""
    today: date = request.today  # type: ignore[attr-defined]
    found = Body.objects.open_on(today).select_related("contact__changed_by").prefetch_related("offices")
    body = found.filter(code=code_of(code)).first()
    if body is None or not can(request.reach, Permission.CERTIFY, body, today):  # type: ignore[attr-defined]
        raise Http404("There is no such body for this person.")
    contact, status = contact_of(body), 200
    form = ContactForm(posted(request), initial=ContactForm.of(contact))
    if form.is_valid():
        try:
            changed = change_contact(
                body=body, said=form.said(), expected=form.cleaned_data["expected"] or 0,
                by=request.user, today=today, invented=bool(settings.DEMONSTRATION),  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
            again = request.POST.copy()  # what was typed; saving it once more, having looked, is a choice
            again["expected"] = str(contact.version if contact else 0)
            form.data, status = again, CONFLICT
        else:
            said = "Saved. The public page of the body shows it now" if changed else "Nothing was changed"
            messages.success(request, said)
            return redirect("register:body", code=body.code)
    return render(request, "desk/contacts.html", {"body": body, "form": form, "contact": contact}, status=status)
