"""What stands in each cell of a schedule, said once: the page, the CSV and the Word document show the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bodies.web.text import date_long, date_short
from desk.lines import Line
from duties.models import Obligation
from duties.status import EvidenceState, Timing
from evidence.models import CallIn, Evidence, EvidenceUse, LinkWatch, Submission
from evidence.people import Posts

DIGITS = 12  # of a file's SHA-256: enough to pin it on paper
NOBODY = "Nobody named"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence in words. `digest` is the whole SHA-256 of a file, in hexadecimal; empty for the rest."""

    title: str
    kind: str
    about_on: date
    digest: str
    publication: str
    carried_from: str
    from_body: str  # who logged it, where that is another body
    periods: tuple[str, ...]
    page: str  # what was found when the page of a published link was looked at last
    is_page_gone: bool
    is_invented: bool
    gone: str = ""  # why it proves nothing more; such a piece is in no count

    @property
    def short_digest(self) -> str:
        return self.digest[:DIGITS]

    def facts(self, *, whole_digest: bool = False) -> str:
        """All but the title: "File, about 3 May 2016, SHA-256 0a1b2c3d4e5f. Published 4 May 2016"."""
        digest = self.digest if whole_digest else self.short_digest
        said = [
            f"{self.kind}, about {' and '.join([date_short(self.about_on), *self.periods])}",
            f"SHA-256 {digest}" if digest else "",
            f"confirmed again from {self.carried_from}" if self.carried_from else "",
            f"from {self.from_body}" if self.from_body else "",
        ]
        became = [self.gone] if self.gone else [self.publication, *([self.page] if self.page else [])]
        return ". ".join([", ".join(one for one in said if one), *became])


def piece_of(use: EvidenceUse, obligation: Obligation, here: Collection[int], today: date) -> Piece:
    """A piece of evidence as proof of one obligation, for which those of `here` were sent in.

    Reads its file, body, successor, periods and link, and whence it was carried.
    """
    evidence = use.evidence
    watch = getattr(evidence, "link", None)
    is_theirs = evidence.body_id not in (obligation.body_id, obligation.held_by_id)
    return Piece(
        title=evidence.title,
        kind=evidence.get_kind_display(),
        about_on=evidence.about_on,
        digest=evidence.file.sha256 if evidence.file else "",
        publication=publication(evidence, obligation, today),
        carried_from=use.confirmed_from.about if use.confirmed_from else "",
        from_body=evidence.body.name if is_theirs else "",
        periods=tuple(evidence.period_words),
        page=page_words(watch),
        is_page_gone=watch is not None and watch.gone_on is not None,
        is_invented=evidence.is_invented,
        gone=gone(evidence, here, today),
    )


def gone(evidence: Evidence, here: Collection[int], today: date) -> str:
    """Why it proves nothing more; empty while it does. Why it was superseded is told where its successor is used."""
    if evidence.withdrawn_on is not None and evidence.withdrawn_on <= today:
        return f"Withdrawn {_on(evidence.withdrawn_on)}: “{evidence.withdrawn_why}”"
    newer = evidence.newer
    if newer is None or newer.sent_on is None or newer.sent_on > today:
        return ""
    if newer.pk not in here:
        return f"Superseded {_on(newer.sent_on)} by one that is not used for this"
    return f"Superseded {_on(newer.sent_on)}: “{newer.supersedes_why}”"


def page_words(watch: LinkWatch | None) -> str:
    """When the page of a link was seen last; empty where nobody looked."""
    if watch is None or (watch.gone_on is None and watch.seen_on is None):
        return ""
    if watch.gone_on is not None:
        return f"Its page is gone since {date_short(watch.missing_on)}"
    changed = f", changed since {date_short(watch.changed_on)}" if watch.changed_on else ""
    return f"Its page was last seen {_on(watch.seen_on)}{changed}"


def publication(evidence: Evidence, obligation: Obligation, today: date) -> str:
    """Whether anybody may read it, since when, or why not."""
    if evidence.published_on is not None:
        word = "Published" if evidence.is_published(today) else "To be published"
        return f"{word} {date_short(evidence.published_on)}"
    if evidence.withheld:
        why = evidence.get_withheld_display().lower()
        until = f" until {date_short(evidence.withheld_until)}" if evidence.withheld_until else ""
        return f"Not published{until}: {why}"
    if obligation.duty.public_facing == "no":
        return "Not published: this duty is not public-facing"
    return "Not published"


def lead_of(line: Line) -> str:
    """The post of who leads on it. Of something still to do: nobody, where its owner has left."""
    if line.obligation.owner is None:
        return NOBODY
    post = line.obligation.owner.post
    return f"{NOBODY} now; before, {post}" if line.is_open and not line.has_owner else post


_FIXED_BY = {"law": "Fixed by law", "own rules": "The body's own date", "reminder": "Our reminder"}


def date_from(obligation: Obligation) -> str:
    """Who fixed the due date; empty where there is none."""
    if obligation.due_on is None:
        return ""
    who = f"Set by {obligation.date_set_by or 'another authority'}"
    words = _FIXED_BY.get(obligation.date_basis, who)
    return f"{words}. Demonstration date" if obligation.date_is_demonstration else words


def achieved_of(obligation: Obligation) -> str:
    """Done and achieved are two facts; empty where the duty asks only whether it was done."""
    if obligation.achieved is not None:
        return "Yes" if obligation.achieved else "No"
    return "Not said" if obligation.duty.asks_achieved and obligation.met_on else ""


_DECIDES = {
    EvidenceState.WAITING: Submission.Decision.WAITING,
    EvidenceState.SENT_BACK: Submission.Decision.SENT_BACK,
    EvidenceState.SEEN: Submission.Decision.SEEN,
    EvidenceState.CERTIFIED: Submission.Decision.CERTIFIED,
}


def deciding(line: Line, rounds: Sequence[Submission]) -> Submission | None:
    """The round by which it stands where it does; none where no round did that."""
    wanted = _DECIDES.get(line.status.evidence)
    return next((one for one in reversed(rounds) if one.decision == wanted), None)


def decision_of(line: Line, decided: Submission | None, posts: Posts) -> str:
    """Who saw or certified it, or whose turn it is, and since when; empty where nothing was sent in."""
    obligation, state = line.obligation, line.status.evidence
    if state in (EvidenceState.NOT_APPLICABLE, EvidenceState.CLOSED):
        why = f": “{obligation.closed_why}”" if obligation.closed_why else ""
        return f"{'Agreed' if state is EvidenceState.NOT_APPLICABLE else 'Closed'} {_on(obligation.closed_on)}{why}"
    if decided is None:
        return f"Settled {_on(obligation.met_on)}" if line.status.is_met else ""
    if state is EvidenceState.WAITING:
        turn = "the governance lead" if line.to_certify else "NHS England"
        return f"Sent in by {posts.of(decided.sent_by_id)} {_on(decided.sent_on)}; the turn of {turn}"
    why = f": “{decided.reason}”" if state is EvidenceState.SENT_BACK else ""
    return f"By {posts.of(decided.decided_by_id)} {_on(decided.decided_on)}{why}"


def called_in(call: CallIn) -> str:
    """That NHS England asked to see what the body had certified, and what came of it."""
    how = "Drawn in NHS England's sample" if call.sample_id else "Called in by NHS England"
    came = f" {_on(call.closed_on)}" if call.closed_on else ""
    return f"{how} {_on(call.called_on)}: {call.get_outcome_display().lower()}{came}"


def _on(day: date | None) -> str:
    return f"on {date_short(day)}"


def remarks_of(line: Line) -> list[str]:
    """What a reader must know besides: whose it was, the body's reason, a dispute, a later date."""
    obligation = line.obligation
    found = []
    if obligation.body_id != obligation.held_by_id:
        left = "" if obligation.held_by_id else ". Nobody is named to answer for it"
        found.append(f"Incurred by {obligation.body}{left}")
    if obligation.reason and (line.is_open or line.status.timing is Timing.DONE_LATE):
        expected = f" Expected {_on(obligation.expected_on)}." if obligation.expected_on and line.is_open else ""
        found.append(f"The body's reason: “{obligation.reason}”{expected}")
    if line.is_open and obligation.not_applicable_asked_on:
        found.append(
            f"The body asked {_on(obligation.not_applicable_asked_on)} that it does not apply:"
            f" “{obligation.not_applicable_why}” It stays due until an assurer agrees."
        )
    if obligation.disputed_on:
        found.append(f"Date disputed {_on(obligation.disputed_on)}: “{obligation.dispute}”")
    if obligation.later_agreed_on:
        found.append(
            f"Later date agreed by {obligation.later_agreed_by} {_on(obligation.later_agreed_on)};"
            f" before, {date_long(obligation.first_due_on)}."
        )
    return found + [called_in(call) for call in obligation.calls]
