"""The addresses of who plans meetings, keeps their record, checks and follows them. The public pages are register's."""

from django.urls import path

from meetings.views import checking, following, hub, manage, planning, questions, repeating, rules, year

app_name = "meetings"
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
