"""The addresses of who keeps the logs of requests and complaints, and makes the returns of them."""

from typing import Any

from django.urls import URLPattern, path

from casework.books import COMPLAINTS, REQUESTS, Book
from casework.papers import FOI, KO41A, REPORT, Paper
from casework.views import cases, disclosing, events, exporting, figures, lists, log, returns

app_name = "casework"


def _of_a_log(book: Book) -> list[URLPattern]:
    """The addresses that both logs have; `/requests/7/` and `/complaints/7/` stay for ever."""
    of_body, of_case = f"bodies/<slug:code>/{book.plural}/", f"{book.plural}/<int:pk>/"
    here: dict[str, Any] = {"book": book}
    return [
        path(of_body, log.log, here, name=book.plural),
        path(f"{of_body}log.csv", exporting.as_csv, here, name=f"{book.plural}_csv"),
        path(f"{of_body}log.xlsx", exporting.as_xlsx, here, name=f"{book.plural}_xlsx"),
        path(f"{of_body}new/", log.new, here, name=f"new_{book.one}"),
        path(f"{of_body}lists/", lists.lists, here, name=f"{book.one}_lists"),
        path(f"{of_body}lists/suggest/", lists.suggest, here, name=f"suggest_{book.one}_lists"),
        path(f"{of_body}lists/retire/", lists.retire, here, name=f"retire_{book.one}_term"),
        path(of_case, cases.one, here, name=book.one),
        path(f"{of_case}correct/", cases.change, here, name=f"change_{book.one}"),
        path(f"{of_case}lateness/", cases.lateness, here, name=f"{book.one}_lateness"),
        path(f"{of_case}record/<slug:kind>/", events.record, here, name=f"{book.one}_event"),
        path(f"{of_case}events/<int:event>/", events.change, here, name=f"change_{book.one}_event"),
        path(f"{of_case}events/<int:event>/remove/", events.remove, here, name=f"remove_{book.one}_event"),
    ]


def _of_a_paper(paper: Paper, where: str) -> list[URLPattern]:
    """The addresses of the figures of a log and of the returns made of them."""
    of_body, here = f"bodies/<slug:code>/{paper.book.plural}/{where}", {"paper": paper}
    return [
        path(f"{of_body}/", figures.page, here, name=paper.page),
        path(f"{of_body}.csv", figures.as_csv, here, name=f"{paper.page}_csv"),
        path(f"{of_body}.xlsx", figures.as_xlsx, here, name=f"{paper.page}_xlsx"),
        path(f"{of_body}/make/", returns.make, here, name=f"make_{paper.page}"),
    ]


urlpatterns: list[URLPattern] = [
    *_of_a_paper(FOI, "figures"),
    *_of_a_paper(REPORT, "report"),
    *_of_a_paper(KO41A, "ko41a"),
    path("bodies/<slug:code>/complaints/report/write/", returns.write, name="write_report"),
    path("returns/<int:pk>/publish/", returns.publish, name="publish_return"),
    path("returns/<int:pk>/take-off/", returns.take_off, name="take_off_return"),
    path("returns/<int:pk>/sent/", returns.sent, name="return_sent"),
    *_of_a_log(REQUESTS),
    *_of_a_log(COMPLAINTS),
    path("requests/<int:pk>/publish/", disclosing.publish, name="publish_disclosure"),
    path("requests/<int:pk>/withhold/", disclosing.withhold, name="withhold_disclosure"),
    path("requests/<int:pk>/take-off/", disclosing.take_off, name="take_off_disclosure"),
]
