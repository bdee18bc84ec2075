"""The addresses of this room."""

from django.urls import path

from assurance import views, views_casework

app_name = "assurance"
urlpatterns = [
    path("", views.national, name="national"),
    path("meetings/", views.national_meetings, name="meetings"),
    path("meetings.csv", views.meetings_csv, name="meetings_csv"),
    path("requests/", views_casework.requests, name="requests"),
    path("requests.csv", views_casework.requests_csv, name="requests_csv"),
    path("complaints/", views_casework.complaints, name="complaints"),
    path("complaints.csv", views_casework.complaints_csv, name="complaints_csv"),
    path("nhs-england/", views.own_duties, name="own_duties"),
    path("<slug:code>/<slug:theme>/", views.cell, name="cell"),
]
