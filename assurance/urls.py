"""The addresses of this room."""

from django.urls import path, re_path

from assurance import views, views_casework, views_national
from assurance import views, views_casework, views_exports
from assurance.casework.reading import COMPLAINTS, REQUESTS

app_name = "assurance"
urlpatterns = [
    path("", views_national.page, name="national"),
    path("stands-out/", views_national.stands_out, name="stands_out"),
    re_path(
        r"^national-(?P<table>bodies|trend|late|next|nhs-england)\.csv$", views_national.as_csv, name="national_csv"
    ),
    path("national.xlsx", views_national.as_xlsx, name="national_xlsx"),
    path("month.pdf", views_national.month_pdf, name="month_pdf"),
    path("meetings/", views.national_meetings, name="meetings"),
    path("meetings.csv", views.meetings_csv, name="meetings_csv"),
    path("requests/", views_casework.page, {"log": REQUESTS}, name="requests"),
    path("requests.csv", views_casework.as_csv, {"log": REQUESTS}, name="requests_csv"),
    path("complaints/", views_casework.page, {"log": COMPLAINTS}, name="complaints"),
    path("complaints.csv", views_casework.as_csv, {"log": COMPLAINTS}, name="complaints_csv"),
    path("nhs-england/", views.own_duties, name="own_duties"),
    path("<slug:code>/<slug:column>/", views.cell, name="cell"),
    path("exports/", views_exports.exports, name="exports"),
    path("exports/<int:pk>/file/", views_exports.export_file, name="export_file"),
    path("<slug:code>/<slug:theme>/", views.cell, name="cell"),
]
