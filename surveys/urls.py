"""The addresses of the yearly survey in which bodies assess NHS England. Its results are public: register.urls."""

from django.urls import path

from surveys.views import answering, keeping

app_name = "surveys"
OF_BODY = "bodies/<slug:code>/surveys/<int:year>/"
KEPT = "administration/surveys/"
urlpatterns = [
    path(OF_BODY, answering.answer, name="answer"),
    path(f"{OF_BODY}about/<slug:office>/", answering.office, name="office"),
    path(f"{OF_BODY}send/", answering.send, name="send"),
    path(f"{OF_BODY}take-back/", answering.take_back, name="take_back"),
    path(KEPT, keeping.surveys, name="keep"),
    path(f"{KEPT}start/", keeping.start, name="start"),
    path(f"{KEPT}<int:year>/", keeping.survey, name="questionnaire"),
    path(f"{KEPT}<int:year>/change/", keeping.change, name="change"),
    path(f"{KEPT}<int:year>/last-day/", keeping.closing, name="closing"),
    path(f"{KEPT}<int:year>/questions/", keeping.add, name="add_question"),
    path(f"{KEPT}<int:year>/questions/<int:pk>/", keeping.question, name="change_question"),
    path(f"{KEPT}<int:year>/questions/<int:pk>/remove/", keeping.remove, name="remove_question"),
]
