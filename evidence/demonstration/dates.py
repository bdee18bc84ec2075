"""The demonstration's directed dates. They are made up, and marked as demonstration dates wherever they show.

The dates that NHS England really set are not known to us for these years; those that are known (KO41a, the toolkit)
come from the catalogue. What is left out here shows as "No date set".
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from duties.models import DirectedDate

SOURCE = "demonstration date, made up"
NHS_ENGLAND = "NHS England"

# key, the financial year it is about, the day
DATES = (
    ("accounts_draft", 2014, date(2015, 4, 23)),
    ("accounts_draft", 2015, date(2016, 4, 22)),
    ("accounts_draft", 2016, date(2017, 4, 26)),
    ("accounts_final", 2014, date(2015, 5, 29)),
    ("accounts_final", 2015, date(2016, 5, 27)),
    ("accounts_final", 2016, date(2017, 5, 31)),
    ("annual_report", 2014, date(2015, 5, 29)),
    ("annual_report", 2015, date(2016, 5, 27)),
    ("annual_report", 2016, date(2017, 5, 31)),
    ("annual_report_publish", 2014, date(2015, 6, 30)),
    ("annual_report_publish", 2015, date(2016, 6, 30)),
    ("annual_report_publish", 2016, date(2017, 6, 30)),
    ("plan", 2016, date(2016, 3, 18)),
    ("plan", 2017, date(2016, 12, 23)),
    ("eprr", 2015, date(2015, 10, 30)),
    ("eprr", 2016, date(2016, 10, 17)),  # so that the first "next day" has something to find
    ("nhse_publish", 2014, date(2015, 7, 31)),
    ("nhse_publish", 2015, date(2016, 7, 29)),
)


def enter_dates() -> None:
    """Enter the demonstration's dates where no real one is known."""
    DirectedDate.objects.bulk_create(
        [
            DirectedDate(
                key=key, year=year, due_on=due_on, set_by=NHS_ENGLAND, source=SOURCE, is_demonstration=True,
                entered_at=timezone.now(),
            )
            for key, year, due_on in DATES
        ],
        ignore_conflicts=True,
    )  # fmt: skip
