"""The addresses of who keeps the logs of requests and complaints, and makes the returns of them."""

from django.urls import URLPattern

app_name = "casework"
urlpatterns: list[URLPattern] = []
