"""The addresses of the public register."""

from django.urls import path

from register.views import bodies, calculator, disclosures, duties, figures, meeting_feeds, meetings, pages, published

app_name = "register"
urlpatterns = [
    path("register/", pages.home, name="home"),
    path("search/", pages.search, name="search"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/<slug:code>/", bodies.body, name="body"),
    path("bodies/<slug:code>/meetings/", meetings.of_body, name="body_meetings"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/month/<str:written>/", meetings.month, name="month"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/print/", meetings.on_paper, name="meeting_print"),
    path("meetings/<int:pk>.ics", meeting_feeds.of_one, name="meeting_ics"),
    path("feeds/meetings.ics", meeting_feeds.calendar, name="meetings_ics"),
    path("feeds/meetings.atom", meeting_feeds.news, name="meetings_atom"),
    path("feeds/meetings/region/<slug:code>.ics", meeting_feeds.calendar_of_region, name="region_meetings_ics"),
    path("feeds/meetings/region/<slug:code>.atom", meeting_feeds.news_of_region, name="region_meetings_atom"),
    path("feeds/meetings/body/<slug:code>.ics", meeting_feeds.calendar_of_body, name="body_meetings_ics"),
    path("feeds/meetings/body/<slug:code>.atom", meeting_feeds.news_of_body, name="body_meetings_atom"),
    path("duties/", duties.duties, name="duties"),
    path("duties/<slug:slug>/", duties.duty, name="duty"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("calculator/<slug:rule>/", calculator.calculate, name="calculate"),
    path("calculator/<slug:rule>.json", calculator.as_json, name="calculate_json"),
    path("calculator/<slug:rule>.csv", calculator.as_csv, name="calculate_csv"),
    path("bodies/<slug:code>/figures/", figures.figures, name="body_figures"),
    path("bodies/<slug:code>/figures.csv", figures.as_csv, name="body_figures_csv"),
    path("disclosures/", disclosures.disclosures, name="disclosures"),
    path("disclosures/<int:pk>/", disclosures.disclosure, name="disclosure"),
    path("published/", published.published, name="published"),
    path("published/<int:pk>/", published.evidence, name="evidence"),
    path("published/<int:pk>/file", published.file, name="file"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
]
