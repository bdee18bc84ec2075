"""The addresses of the yearly survey in which bodies assess NHS England."""

from django.urls import URLPattern

app_name = "surveys"
urlpatterns: list[URLPattern] = []
