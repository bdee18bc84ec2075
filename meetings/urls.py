"""The addresses of who plans meetings, keeps their record, checks and follows them. The public pages are register's."""

from django.urls import path

from meetings.views import (
    agenda,
    annual,
    checking,
    following,
    hub,
    manage,
    papers,
    planning,
    public_questions,
    publishing,
    questions,
    recording,
    repeating,
    rules,
    year,
)

app_name = "meetings"
_RECORD = "meetings/<int:pk>/record/"
_AGENDA = _RECORD + "agenda/"
_PAPER = _RECORD + "papers/<int:paper>/"
_ASKED = _RECORD + "questions/<int:question>/"
urlpatterns = [
    # Planning, and the record.
    path("bodies/<slug:code>/meetings/manage/", manage.manage, name="manage"),
    path("bodies/<slug:code>/meetings/year/", year.year, name="year"),
    path("bodies/<slug:code>/meetings/plan/", repeating.plan, name="plan"),
    path("bodies/<slug:code>/meetings/plan/dates/", repeating.create, name="create"),
    path("bodies/<slug:code>/meetings/new/", planning.new, name="new"),
    path("bodies/<slug:code>/meetings/rules/", rules.rules, name="rules"),
    path("meetings/<int:pk>/record/", hub.record, name="record"),
    path("meetings/<int:pk>/record/details/", planning.details, name="details"),
    path("meetings/<int:pk>/record/move/", planning.move, name="move"),
    path("meetings/<int:pk>/record/postpone/", planning.postpone, name="postpone"),
    path("meetings/<int:pk>/record/cancel/", planning.cancel, name="cancel"),
    path("meetings/<int:pk>/record/announce/", planning.announce, name="announce"),
    path("meetings/<int:pk>/record/held/", planning.held, name="held"),
    path("meetings/<int:pk>/record/not-held/", planning.not_held, name="not_held"),
    path("meetings/<int:pk>/record/send-as-proof/", annual.send_proof, name="send_proof"),
    # Its notice, agenda and papers, what happened, and what the public asked.
    path(_RECORD + "notice/", recording.notice, name="notice"),
    path(_RECORD + "notice/remove/", recording.remove_notice, name="remove_notice"),
    path(_AGENDA, agenda.agenda, name="agenda"),
    path(_AGENDA + "publish/", agenda.publish_agenda, name="publish_agenda"),
    path(_AGENDA + "<int:item>/", agenda.change_item, name="change_item"),
    path(_AGENDA + "<int:item>/move/", agenda.move_item, name="move_item"),
    path(_AGENDA + "<int:item>/remove/", agenda.remove_item, name="remove_item"),
    path(_RECORD + "papers/publish/", publishing.publish_papers, name="publish_papers"),
    path(_RECORD + "papers/add/<str:kind>/", papers.add_paper, name="add_paper"),
    path(_PAPER, papers.change_paper, name="change_paper"),
    path(_PAPER + "publish/", publishing.publish_paper, name="publish_paper"),
    path(_PAPER + "remove/", papers.remove_paper, name="remove_paper"),
    path(_PAPER + "withdraw/", papers.withdraw_paper, name="withdraw_paper"),
    path(_PAPER + "replace/<str:kind>/", papers.replace_paper, name="replace_paper"),
    path(_PAPER + "file", papers.paper_file, name="paper_file"),
    path(_RECORD + "minutes/", papers.minutes, name="minutes"),
    path(_RECORD + "happened/", recording.complete, name="complete"),
    path(_RECORD + "happened/publish/", recording.publish_record, name="publish_record"),
    path(_RECORD + "questions/add/", public_questions.add_question, name="add_public_question"),
    path(_ASKED, public_questions.change_question, name="change_public_question"),
    path(_ASKED + "publish/", public_questions.publish_question, name="publish_public_question"),
    path(_ASKED + "take-off/", public_questions.take_off_question, name="take_off_public_question"),
    path(_ASKED + "remove/", public_questions.remove_question, name="remove_public_question"),
    # What lay members check, and ask.
    path("meetings/<int:pk>/check/", checking.check, name="check"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/send-on/", questions.send_on, name="send_on"),
    path("questions/<int:pk>/agree/", questions.agree, name="agree"),
    path("questions/<int:pk>/take-back/", questions.take_back, name="take_back"),
    # Letters for anybody.
    path("bodies/<slug:code>/meetings/subscribe/", following.subscribe, name="subscribe"),
    path("bodies/<slug:code>/meetings/subscribe/asked/", following.subscribe_asked, name="subscribe_asked"),
    path("subscriptions/<str:token>/", following.subscription, name="subscription"),
    path("subscriptions/<str:token>/confirm/", following.confirm, name="confirm_subscription"),
    path("subscriptions/<str:token>/end/", following.end_subscription, name="end_subscription"),
]
