"""The addresses of this room."""

from django.urls import path

from assurance import views

app_name = "assurance"
urlpatterns = [
    path("", views.national, name="national"),
    path("meetings/", views.national_meetings, name="meetings"),
    path("meetings.csv", views.meetings_csv, name="meetings_csv"),
    path("nhs-england/", views.own_duties, name="own_duties"),
    path("<slug:code>/<slug:theme>/", views.cell, name="cell"),
]
