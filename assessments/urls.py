"""The addresses of assessments and of actions agreed at NHS England's meetings with a body."""

from typing import Any

from django.urls import URLPattern, path

from assessments.agreed.urls import AGREED
from assessments.views import deciding, listing, one, writing
from bodies.web.tables import CSV, XLSX

app_name = "assessments"
CSV_FORM: dict[str, Any] = {"form": CSV}
XLSX_FORM: dict[str, Any] = {"form": XLSX}

urlpatterns: list[URLPattern] = [
    *AGREED,
    path("assurance/assessments/", listing.assessments, name="list"),
    path("assurance/assessments.csv", listing.as_table, CSV_FORM, name="list_csv"),
    path("assurance/assessments.xlsx", listing.as_table, XLSX_FORM, name="list_xlsx"),
    path("bodies/<slug:code>/assessed/", listing.of_body, name="of_body"),
    path("bodies/<slug:code>/assessed/begin/", listing.begin, name="begin"),
    path("assessments/<int:pk>/", one.one, name="one"),
    path("assessments/<int:pk>/write/", writing.write, name="write"),
    path("assessments/<int:pk>/evidence/", writing.evidence, name="evidence"),
    path("assessments/<int:pk>/boards/", writing.board, name="add_board"),
    path("assessments/<int:pk>/boards/none/", writing.no_board, name="no_board"),
    path("assessments/<int:pk>/boards/<int:board>/", writing.board, name="change_board"),
    path("assessments/<int:pk>/boards/<int:board>/remove/", writing.remove_board, name="remove_board"),
    path("assessments/<int:pk>/discard/", writing.discard, name="discard"),
    path("assessments/<int:pk>/propose/", deciding.propose, name="propose"),
    path("assessments/<int:pk>/moderate/", deciding.moderate, name="moderate"),
    path("assessments/<int:pk>/moderate-again/", deciding.moderate_again, name="moderate_again"),
    path("assessments/<int:pk>/send/", deciding.send, name="send"),
    path("assessments/<int:pk>/comment/", deciding.comment, name="comment"),
    path("assessments/<int:pk>/publish/", deciding.publish, name="publish"),
    path("assessments/<int:pk>/correct/", deciding.correct, name="correct"),
]
