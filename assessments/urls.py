"""The addresses of assessments and of actions agreed at NHS England's meetings with a body."""

from django.urls import URLPattern

app_name = "assessments"
urlpatterns: list[URLPattern] = []
