"""The addresses of agreed actions, all beneath /agreed/."""

from typing import Any

from django.urls import path

from assessments.views import agreed
from bodies.web.tables import CSV, XLSX

CSV_FORM: dict[str, Any] = {"form": CSV}
XLSX_FORM: dict[str, Any] = {"form": XLSX}
AGREED = [
    path("agreed/", agreed.listing, name="agreed_list"),
    path("agreed/open.csv", agreed.listing_table, CSV_FORM, name="agreed_csv"),
    path("agreed/open.xlsx", agreed.listing_table, XLSX_FORM, name="agreed_xlsx"),
    path("agreed/with/<slug:code>/add/", agreed.add, name="agreed_add"),
    path("agreed/<int:pk>/", agreed.one, name="agreed"),
    path("agreed/<int:pk>/change/", agreed.change, name="agreed_change"),
    path("agreed/<int:pk>/note/", agreed.note, name="agreed_note"),
    path("agreed/<int:pk>/done/", agreed.say_done, name="agreed_done"),
    path("agreed/<int:pk>/decide/", agreed.close, name="agreed_decide"),
    path("agreed/<int:pk>/open-again/", agreed.reopen, name="agreed_reopen"),
]
