"""The addresses of this room."""

from django.urls import path

from evidence.views import adding, body_side, deciding, explanation, obligation, publishing, reviewing, sending

app_name = "evidence"
_ONE = "obligations/<int:pk>/"
urlpatterns = [
    path(_ONE, obligation.obligation, name="obligation"),
    path(_ONE + "explanation.json", explanation.as_json, name="explanation_json"),
    path(_ONE + "explanation.csv", explanation.as_csv, name="explanation_csv"),
    path(_ONE + "add/", adding.add, name="add"),
    path(_ONE + "add/<str:kind>/", adding.add_kind, name="add_kind"),
    path(_ONE + "drafts/<int:draft>/", adding.change_draft, name="change_draft"),
    path(_ONE + "drafts/<int:draft>/remove/", adding.remove_draft, name="remove_draft"),
    path(_ONE + "send/", sending.check, name="check"),
    path(_ONE + "certify/", sending.certify, name="certify"),
    path(_ONE + "owner/", body_side.owner, name="owner"),
    path(_ONE + "explain/", body_side.explain, name="explain"),
    path(_ONE + "does-not-apply/", body_side.not_applicable, name="not_applicable"),
    path(_ONE + "does-not-apply/decide/", deciding.decide_not_applicable, name="decide_not_applicable"),
    path(_ONE + "dispute/", body_side.dispute, name="dispute"),
    path(_ONE + "later-date/", deciding.later_date, name="later_date"),
    path(_ONE + "evidence/<int:evidence>/publish/", publishing.publish, name="publish"),
    path(_ONE + "evidence/<int:evidence>/unpublish/", publishing.unpublish, name="unpublish"),
    path("confirm/", sending.confirm_many, name="confirm_many"),
    path("review/", reviewing.queue, name="queue"),
    path("review/<int:pk>/", reviewing.review, name="review"),
    path("evidence/<int:pk>/file", publishing.file, name="file"),
]
