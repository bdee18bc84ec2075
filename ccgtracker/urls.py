"""Which room answers which address. Who may open it stands in bodies.doors.DOORS."""

from django.urls import include, path

urlpatterns = [
    path("", include("register.urls")),  # before the desk, for which "meetings" in /feeds/ would be somebody's secret
    path("", include("desk.urls")),
    path("", include("evidence.urls")),
    path("", include("meetings.urls")),
    path("", include("casework.urls")),
    path("", include("assessments.urls")),
    path("", include("surveys.urls")),
    path("", include("bodies.imports.urls")),
    path("", include("bodies.web.health")),
    path("", include("bodies.outbox.urls")),
    path("assurance/", include("assurance.urls")),
    path("account/", include("allauth.account.urls")),
]
handler400 = "bodies.web.errors.bad_request"
handler403 = "bodies.web.errors.not_allowed"
handler404 = "bodies.web.errors.not_found"
handler500 = "bodies.web.errors.server_error"
