"""The addresses of every import."""

from django.urls import path

from bodies.imports import views

app_name = "imports"
_OF_A_BODY = "bodies/<str:code>/import/<str:kind>/"
urlpatterns = [
    path("import/<str:kind>/", views.choose, name="choose"),
    path(_OF_A_BODY, views.start, name="start"),
    path(_OF_A_BODY + "template/<str:ending>/", views.template, name="template"),
    path("imports/<int:pk>/", views.one, name="one"),
    path("imports/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("imports/<int:pk>/go-on/", views.go_on, name="go_on"),
]
