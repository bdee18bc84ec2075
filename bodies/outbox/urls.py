"""The addresses of the outbox."""

from django.urls import path

from bodies.outbox import views

app_name = "outbox"
urlpatterns = [
    path("told/", views.told, name="told"),
    path("told/mail/<slug:token>/", views.letter, name="letter"),
    path("administration/mail/", views.mail, name="mail"),
    path("administration/mail/release/", views.release, name="release"),
    path("administration/mail/<int:pk>/try-again/", views.try_again, name="try_again"),
]
