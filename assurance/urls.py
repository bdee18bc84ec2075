"""The addresses of this room."""

from django.urls import path

from assurance import views, views_body, views_casework, views_exports, views_files, views_national
from assurance.casework.reading import COMPLAINTS, REQUESTS
from bodies.web.routes import files

app_name = "assurance"
urlpatterns = [
    path("", views_national.page, name="national"),
    path("stands-out/", views_national.stands_out, name="stands_out"),
    path("national/<slug:table>.csv", views_national.as_csv, name="national_csv"),
    path("national.xlsx", views_national.as_xlsx, name="national_xlsx"),
    path("month.pdf", views_national.month_pdf, name="month_pdf"),
    path("meetings/", views.national_meetings, name="meetings"),
    *files("meetings", views_files.meetings_file, "meetings"),
    path("requests/", views_casework.page, {"log": REQUESTS}, name="requests"),
    *files("requests", views_casework.as_file, "requests", log=REQUESTS),
    path("complaints/", views_casework.page, {"log": COMPLAINTS}, name="complaints"),
    *files("complaints", views_casework.as_file, "complaints", log=COMPLAINTS),
    path("nhs-england/", views.own_duties, name="own_duties"),
    *files("nhs-england", views_files.own_duties_file, "own_duties"),
    path("exports/", views_exports.exports, name="exports"),
    path("exports/<int:pk>/file/", views_exports.export_file, name="export_file"),
    # One body. Last: any other word here would be taken for a code.
    path("<slug:code>/", views_body.body, name="body"),
    path("<slug:code>/year.pdf", views_body.as_pdf, name="body_pdf"),
    path("<slug:code>/year.xlsx", views_body.as_xlsx, name="body_xlsx"),
    path("<slug:code>/year/<slug:name>.csv", views_body.table_csv, name="body_csv"),
    path("<slug:code>/<slug:column>/", views.cell, name="cell"),
    *files("<slug:code>/<slug:column>", views_files.cell_file, "cell"),
]
