"""The addresses of the public register."""

from django.urls import path

from register.views import bodies, calculator, duties, pages, published

app_name = "register"
urlpatterns = [
    path("register/", pages.home, name="home"),
    path("search/", pages.search, name="search"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/<slug:code>/", bodies.body, name="body"),
    path("duties/", duties.duties, name="duties"),
    path("duties/<slug:slug>/", duties.duty, name="duty"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("calculator/<slug:rule>/", calculator.calculate, name="calculate"),
    path("calculator/<slug:rule>.json", calculator.as_json, name="calculate_json"),
    path("calculator/<slug:rule>.csv", calculator.as_csv, name="calculate_csv"),
    path("published/", published.published, name="published"),
    path("published/<int:pk>/", published.evidence, name="evidence"),
    path("published/<int:pk>/file", published.file, name="file"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
]
