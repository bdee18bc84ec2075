"""The columns of a log of requests, and of a log of complaints: what a spreadsheet may say, and the export does."""

from __future__ import annotations

from bodies.imports import cells
from bodies.imports.kinds import Column
from casework.importing import words

DAY = "27/03/2017"
LONGEST = 4000  # characters, as in the forms
NOT_PERSONAL, REFERENCE = "not_personal", "reference"


def _day(key: str, title: str, what: str, *also: str) -> Column:
    return Column(key, title, what, DAY, longest=40, width=14, read=cells.day, also=also)


def _days(key: str, title: str, what: str, *also: str) -> Column:
    what = f"{what} Several days: with a semicolon between them."
    return Column(key, title, what, DAY, longest=200, width=14, read=words.days, also=also)


def _text(key: str, title: str, what: str, *also: str, longest: int = LONGEST) -> Column:
    return Column(key, title, what, longest=longest, width=30, also=also)


def _list(key: str, title: str, what: str, *also: str) -> Column:
    what = f"{what} Several: with a semicolon between them. What is not on your list yet is put there."
    return Column(key, title, what, longest=LONGEST, width=24, read=words.names, also=also)


def _choice(key: str, title: str, what: str, choices: words.Choices, *also: str, required: bool = False) -> Column:
    return Column(
        key, title, what, choices.allowed[0], required=required, allowed=choices.allowed, longest=120, width=18,
        read=choices.read, also=also,
    )  # fmt: skip


_REFERENCE = Column(
    REFERENCE, "Reference", "Your own, without a name in it. A row whose reference is in the log already is not logged "
    "again: what it says anew is recorded.", "FOI-1617-012", required=True, longest=30, width=16, read=words.line,
    also=("Ref", "Ref no", "Reference number", "FOI reference", "FOI ref", "FOI number", "Request number",
          "Case number", "Complaint number", "Complaint reference", "Complaint ref", "Log number", "ID"),
)  # fmt: skip
_RECEIVED = Column(
    "received", "Received", "The day it arrived, even if that was at a weekend.", DAY, required=True, longest=40,
    width=14, read=cells.day, also=("Date received", "Received on", "Receipt date", "Date of receipt", "Date in"),
)  # fmt: skip
_SUBJECT = _text(
    "subject", "Subject", "What it is about, in neutral words, without anybody’s name.", "Summary", "About",
    "Description", "Request", "Details", longest=200,
)  # fmt: skip
_WAITING_ON = _text(
    "waiting_on", "Who has it now", "A department or a post, never a person’s name.", "Waiting on", "Department",
    "With", "Information holder", longest=120,
)  # fmt: skip
_LATE = (
    _choice("late_reason", "Late because", "Why it is, or was, late.", words.LATE_REASON, "Late reason",
            "Reason for lateness", "Reason late", "Reason for delay"),
    _text("late_words", "More on lateness", "In the body’s own words, without anybody’s name."),
)  # fmt: skip
_MISTAKE = (
    _day("mistake_on", "Logged by mistake, noticed on", "It stays on the record, and counts in no figure."),
    _text("mistake_why", "Why by mistake", "And under which other reference, if it is logged twice."),
)
_NOT_PERSONAL = Column(
    NOT_PERSONAL, "Not personal", "Yes, where something in the row looks personal (a number, an address, a day) and is "
    "not. Empty otherwise.", "yes", allowed=("yes",), longest=10, width=12, read=cells.yes_or_no,
)  # fmt: skip

REQUEST_COLUMNS = (
    _REFERENCE,
    _choice("law", "Law", "FOI or EIR; empty: FOI.", words.LAW, "Act", "Legislation", "FOI or EIR", "Regime"),
    _RECEIVED,
    _choice("channel", "Channel", "How it came. Under the Act a request is made in writing.", words.REQUEST_CHANNEL,
            "How it came", "Received by", "Received via", "Method", required=True),
    _SUBJECT,
    _list("topics", "Topics", "Of your own list.", "Topic", "Category", "Categories", "Theme", "Themes"),
    _WAITING_ON,
    _days("clarification_asked", "Clarification asked", "When the requester was asked to clarify it.",
          "Clarification asked on", "Clarification requested", "Clarification sought", "Particulars asked"),
    _days("clarification_received", "Clarification received", "When the clarification came: the clock starts again.",
          "Clarification received on", "Clarified", "Clarified on", "Particulars received"),
    _day("not_clarified_on", "Closed unclarified on", "When it was closed, because no clarification came."),
    _days("fees_notice", "Fees notice", "When a fees notice was given: the clock stands still.", "Fees notice on",
          "Fees notice given", "Charge asked"),
    _days("fee_paid", "Fee paid", "When the fee came.", "Fee paid on", "Fee received", "Charge paid"),
    _day("extended_on", "Extended on", "When the requester was told that more time is needed.", "Extension",
         "Extension notice", "Date extended"),
    _day("extended_until", "Extended until", "The day that the requester was told.", "New due date", "Extended to",
         "Extension until", "Revised due date"),
    Column("extension_exemptions", "Extended for", "Under the Act: the exemptions for which the public interest is "
           "weighed.", "s43", longest=200, width=14, read=words.exemptions, also=("Extension exemptions",)),
    _text("extension_reason", "Why extended", "Why more time is needed.", "Extension reason", "Reason for extension"),
    _day("answered_on", "Answered on", "When the answer was sent.", "Answered", "Date answered", "Replied",
         "Replied on", "Date replied", "Response date", "Date of response", "Responded", "Responded on",
         "Date responded", "Closed on", "Date closed", "Date sent"),
    Column("outcome", "Outcome", "Goes with the day of the answer.", "Granted in full", allowed=words.OUTCOMES_ALLOWED,
           longest=120, width=18, read=words.outcome, also=("Result", "Decision", "Outcome of request")),
    Column("exemptions", "Exemptions", "By section, with a semicolon between them: of what was refused in full or in "
           "part.", "s40; s43(2)", longest=200, width=16, read=words.exemptions,
           also=("Exemption", "Exemptions used", "Exemptions applied", "Exemption applied", "Exceptions")),
    _text("answer_note", "Note on the answer", "Without anybody’s name."),
    _day("transferred_on", "Transferred on", "When it was transferred to another authority.", "Transferred"),
    _text("transferred_to", "Transferred to", "Which authority."),
    _day("withdrawn_on", "Withdrawn on", "When the requester withdrew it.", "Withdrawn", "Date withdrawn"),
    _day("review_asked", "Review asked on", "When an internal review was asked for: the last one.", "Review asked",
         "Internal review", "Internal review requested", "Review requested", "IR requested"),
    _day("review_extended", "Review extended on", "When the requester was told that the review needs longer."),
    _text("review_extension_reason", "Why the review was extended", "Why it is complex."),
    _day("review_answered", "Review answered on", "When the requester was told its outcome.", "Review answered",
         "Review completed", "Internal review completed", "IR completed"),
    Column("review_outcome", "Review outcome", "Upheld: the first answer stood.", "Upheld",
           allowed=words.REVIEW_OUTCOME.allowed, longest=120, width=16, read=words.review_outcome,
           also=("Internal review outcome", "IR outcome", "Outcome of review")),
    _text("review_note", "Note on the review", "Without anybody’s name."),
    _day("regulator_asked", "Regulator told on", "When the Information Commissioner told you of a complaint.",
         "ICO complaint", "ICO complaint received", "Regulator asked"),
    _day("regulator_decided", "Regulator decided on", "When the Information Commissioner decided.", "ICO decision",
         "ICO decided", "Decision notice date"),
    _choice("regulator_outcome", "Regulator’s decision", "In whose favour.", words.REGULATOR_OUTCOME, "ICO outcome",
            "Regulator outcome"),
    _text("decision_notice", "Decision notice", "Its number.", "Decision notice number"),
    *_LATE, *_MISTAKE, _NOT_PERSONAL,
)  # fmt: skip

COMPLAINT_COLUMNS = (
    _REFERENCE,
    _choice("kind", "Kind", "Empty: a complaint. Contacts and letters of members of Parliament have no clock.",
            words.KIND, "Type"),
    _RECEIVED,
    _choice("channel", "Channel", "How it came.", words.COMPLAINT_CHANNEL, "How it came", "Received by",
            "Received via", "Method", required=True),
    _SUBJECT,
    _list("subjects", "Subject areas", "Of your own list, as KO41a counts them.", "Subject area", "Subject code"),
    _list("services", "Service areas", "Of your own list.", "Service area", "Service"),
    _list("clinicals", "Clinical areas", "Of your own list.", "Clinical area"),
    _list("professions", "Professions", "Of your own list.", "Profession", "Staff group"),
    _list("ages", "Ages of patients", "A band of your own list, never a date of birth.", "Age", "Age band",
          "Age group"),
    _list("statuses", "Who complains", "Of your own list: the patient, a parent, a carer; never who it is.",
          "Status of complainant", "Complainant status"),
    _list("sites", "Organisations and sites", "Of your own list.", "Organisation", "Provider", "Site"),
    _WAITING_ON,
    _day("happened_on", "Happened on", "When what is complained of happened.", "Date of incident", "Incident date"),
    _day("known_on", "Known on", "When the complainant came to know of it, if later."),
    _text("exception_why", "Why looked at after twelve months", "Why an exception was made."),
    _text("came_from", "Passed on from", "The organisation that passed it on to you.", longest=120),
    _day("acknowledged_on", "Acknowledged on", "When it was acknowledged.", "Acknowledged", "Date acknowledged",
         "Acknowledgement sent"),
    _day("plan_agreed_on", "Plan agreed on", "When the plan was agreed with the complainant: the last one.",
         "Plan agreed"),
    _day("plan_until", "Response agreed by", "The day that was agreed for the response.", "Plan until", "Agreed until",
         "Response due as agreed"),
    _text("plan_words", "What was agreed", "Without anybody’s name."),
    _day("delay_told_on", "Delay told on", "When the complainant was told of a delay: the last time."),
    _text("delay_reason", "Reason for the delay told", "What the complainant was told."),
    _day("settled_on", "Settled at once on", "A spoken one, settled by the end of the next working day.", "Settled"),
    _text("settled_how", "How it was settled", "Without anybody’s name."),
    _day("written_down_on", "Written down on", "A spoken one that was written down later: KO41a counts it then."),
    _day("responded_on", "Responded on", "When the response was sent.", "Responded", "Response sent",
         "Date of response", "Response date", "Date responded", "Closed on", "Date closed"),
    _choice("outcome", "Outcome", "Goes with the day of the response.", words.COMPLAINT_OUTCOME, "Result", "Decision"),
    _text("response_note", "Note on the response", "Without anybody’s name."),
    _text("lessons", "Lessons", "What was learned from it.", "Lessons learned", "Learning"),
    _text("action", "Action", "What is done to improve services.", "Action taken", "Actions"),
    _day("passed_on_on", "Passed on on", "When it was passed on to another organisation.", "Passed on",
         "Date passed on"),
    _text("passed_on_to", "Passed on to", "Which organisation."),
    _day("withdrawn_on", "Withdrawn on", "When the complainant withdrew it.", "Withdrawn", "Date withdrawn"),
    _day("not_taken_on", "Not taken on", "When the complainant was told that it was made too late."),
    _text("not_taken_why", "Why not taken", "Why no exception was made."),
    _day("referred_on", "Ombudsman referred on", "When you learned that it was referred to the Ombudsman.",
         "Ombudsman referred", "Referred to Ombudsman", "PHSO referral", "PHSO"),
    _day("ombudsman_on", "Ombudsman decided on", "When the Ombudsman decided.", "Ombudsman decided", "PHSO decision"),
    _choice("ombudsman_outcome", "Ombudsman’s decision", "What was decided.", words.OMBUDSMAN_OUTCOME,
            "Ombudsman outcome", "PHSO outcome"),
    _text("ombudsman_words", "What the Ombudsman asks", "Without anybody’s name."),
    *_LATE, *_MISTAKE, _NOT_PERSONAL,
)  # fmt: skip

# What the export says besides, and what spreadsheets say that is worked out here: columns of these titles are not read.
NOT_READ = (
    "Due", "Due date", "Date due", "Deadline", "Target", "Target date", "Limit", "Acknowledge by", "State", "Status",
    "How the limit was kept", "In time", "Days taken", "Working days", "Days", "Ended on", "Ended how", "Handled by",
    "Disclosure log", "Further events", "Logged on", "Imported from", "Words taken out on",
    "Demonstration",
)  # fmt: skip
DAYS = frozenset(one.key for one in (*REQUEST_COLUMNS, *COMPLAINT_COLUMNS) if one.read in (cells.day, words.days))
