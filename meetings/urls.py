"""The addresses of who plans meetings, keeps their record, checks and follows them. The public pages are register's."""

from django.urls import path

from meetings.views import manage

app_name = "meetings"
urlpatterns = [
    # Planning, and the record.
    path("bodies/<slug:code>/meetings/manage/", manage.manage, name="manage"),
]
