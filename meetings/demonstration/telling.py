"""Small ways to tell of invented meetings: each does what people would do, on the day on which they would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from bodies.models import Body, User
from evidence.actions import Content
from evidence.files import arriving
from meetings.actions import publishing, recording
from meetings.actions.papers import add_paper
from meetings.actions.planning import mark_held
from meetings.models import AgendaItem, Meeting, Paper

INVENTED = "(invented for the demonstration)"
TEN = time(10, 0)


@dataclass(frozen=True)
class Teller:
    """Whose meetings are told of, and who does it there."""

    body: Body
    lead: User

    def notice(self, meeting: Meeting, on: date) -> None:
        recording.record_notice(meeting=meeting, on=on, where=self.page("notices"), by=self.lead, today=on)

    def agenda(self, meeting: Meeting, items: Sequence[str], part2: Sequence[str], on: date) -> list[AgendaItem]:
        """Write the agenda and publish Part 1 of it; returns the items of both parts."""
        said = {"meeting": meeting, "by": self.lead, "today": on}
        made = [recording.add_item(title=title, **said) for title in items]
        made += [recording.add_item(title=title, is_part2=True, **said) for title in part2]
        publishing.publish_agenda(on=on, at=TEN, **said)
        return made

    def paper(
        self, meeting: Meeting, title: str, words: str, on: date, *, item: AgendaItem | None = None,
        role: str = Paper.Role.PAPER, late_why: str = "", ratified_on: date | None = None,
    ) -> Paper:  # fmt: skip
        """Publish one document, a file of plain text that says what it is."""
        made = self.draft(meeting, title, words, on, item=item, role=role)
        return publishing.publish_paper(
            paper=made, on=on, at=TEN, late_why=late_why, ratified_on=ratified_on, by=self.lead, today=on
        )

    def draft(
        self, meeting: Meeting, title: str, words: str, on: date, *, item: AgendaItem | None = None,
        role: str = Paper.Role.PAPER,
    ) -> Paper:  # fmt: skip
        """Keep one document that nobody else reads."""
        name = f"{title.lower().replace('/', '-').replace(' ', '-')}.txt"
        received = arriving.receive([f"{title}\n{meeting.label}\n\n{words}\n\n{INVENTED}\n".encode()], name=name)
        return add_paper(
            meeting=meeting, content=Content(received=received, file_name=name), title=title, role=role, item=item,
            by=self.lead, today=on, invented=True,
        )  # fmt: skip

    def held(self, meeting: Meeting, on: date | None = None) -> None:
        mark_held(meeting=meeting, by=self.lead, today=on or meeting.on)

    def page(self, name: str) -> str:
        """An address of the body's own invented site."""
        return f"https://{self.body.code.lower()}.demonstration.example/{name}"


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 30)))
