"""The addresses of this room."""

from django.urls import path

from bodies.web.routes import files
from desk.views import (
    administration,
    assurer,
    by_hand,
    calendar,
    contacts,
    feed,
    home,
    jobs,
    link,
    posts,
    redating,
    review_month,
    schedule,
    weeks,
    year,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("year/", year.year, name="year"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/weeks/", weeks.by_week, name="weeks"),
    *files("calendar/weeks", weeks.weeks_file, "weeks"),
    path("calendar/feed/", feed.settings_page, name="feed_settings"),
    path("feeds/<str:token>.ics", feed.feed, name="feed"),
    path("bodies/<slug:code>/review-month/", review_month.review_month, name="review_month"),
    path("bodies/<slug:code>/contacts/edit/", contacts.contacts, name="contacts"),
    path("bodies/<slug:code>/posts/", posts.posts, name="posts"),
    path("bodies/<slug:code>/posts/csv/", posts.posts_csv, name="posts_csv"),
    path("bodies/<slug:code>/posts/xlsx/", posts.posts_xlsx, name="posts_xlsx"),
    path("bodies/<slug:code>/posts/add/", posts.add_post, name="add_post"),
    path("bodies/<slug:code>/posts/<int:pk>/", posts.change_post, name="change_post"),
    path("bodies/<slug:code>/posts/<int:pk>/appoint/", posts.appoint, name="appoint"),
    path(
        "bodies/<slug:code>/posts/<int:pk>/holders/<int:holder>/", posts.change_appointment, name="change_appointment"
    ),
    path("bodies/<slug:code>/schedule/", schedule.schedule, name="schedule"),
    path("bodies/<slug:code>/schedule/word/", schedule.schedule_word_file, name="schedule_word"),
    path("bodies/<slug:code>/schedule/csv/", schedule.schedule_csv, name="schedule_csv"),
    path("bodies/<slug:code>/schedule/paper/", schedule.paper, name="schedule_paper"),
    path("bodies/<slug:code>/schedule/paper/word/", schedule.paper_word_file, name="schedule_paper_word"),
    path("log/", link.log_link, name="log_link"),
    path("bodies/<slug:code>/open/", by_hand.open_by_hand, name="open_by_hand"),
    path("changes/", assurer.changes, name="changes"),
    path("changes/csv/", assurer.changes_csv, name="changes_csv"),
    path("changes/xlsx/", assurer.changes_xlsx, name="changes_xlsx"),
    path("changes/seen/", assurer.mark_seen, name="mark_seen"),
    path("administration/", administration.administration, name="administration"),
    path("administration/directed-date/", redating.directed_date, name="directed_date"),
    path("administration/holiday/", redating.holiday, name="holiday"),
    path("administration/holiday/<str:day>/withdraw/", redating.withdraw, name="withdraw_holiday"),
    path("administration/dates/", redating.recheck, name="recheck"),
    path("administration/holder/<slug:code>/", administration.name_holder, name="name_holder"),
    path("administration/jobs/", jobs.all_jobs, name="jobs"),
    path("administration/next-day/", administration.next_day, name="next_day"),
]
