"""The words of casework: channels, outcomes, reasons and events, each in one place. Pure.

Two laws, two vocabularies: the Act speaks of clarification, fees and internal review, the environmental regulations of
particulars, charges and reconsideration. Choices are (value, words); events have a title, and what it asks.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.course.events import MISTAKE
from casework.course.request_kinds import EIR, FOI

LAWS = ((FOI, "Freedom of Information Act 2000"), (EIR, "Environmental Information Regulations 2004"))
LAW_SHORT = {FOI: "FOI", EIR: "EIR"}
REQUEST_CHANNELS = (
    ("email", "E-mail"), ("web", "Web form or website"), ("letter", "Letter"), ("social", "Social media"),
    ("phone", "Telephone"), ("in_person", "In person"),
)  # fmt: skip
COMPLAINT_CHANNELS = (
    ("phone", "Telephone"), ("in_person", "In person"), ("email", "E-mail"), ("letter", "Letter"),
    ("web", "Web form or website"), ("social", "Social media"),
)  # fmt: skip
SPOKEN = c.SPOKEN

# The Act's categories of outcomes (Freedom of Information Act 2000 s1, s12, s14, s17).
OUTCOMES = {
    FOI: (
        ("granted", "Granted in full"), ("part", "Granted in part"), ("refused", "Refused in full"),
        ("not_held", "Not held"), ("cost", "Refused: over the cost limit (section 12)"),
        ("vexatious", "Refused: vexatious or repeated (section 14)"),
    ),
    EIR: (
        ("granted", "Granted in full"), ("part", "Granted in part"), ("refused", "Refused in full"),
        ("not_held", "Not held (regulation 12(4)(a))"),
    ),
}  # fmt: skip
OUTCOME_WORDS = {value: words for law in (EIR, FOI) for value, words in OUTCOMES[law]}
NAMES_EXEMPTION = ("part", "refused")  # these outcomes say which exemption was used
DISCLOSED = ("granted", "part")  # the outcomes by which something was disclosed
REVIEW_OUTCOMES = (
    ("upheld", "The first answer was upheld"), ("partly", "It was partly changed"), ("overturned", "It was overturned"),
)  # fmt: skip
DISCLOSED_BY_REVIEW = ("partly", "overturned")
REGULATOR_OUTCOMES = (
    ("body", "In favour of the body"), ("partly", "Partly in favour of each"),
    ("requester", "In favour of the requester"), ("withdrawn", "Withdrawn or settled without a decision"),
)  # fmt: skip
DISCLOSED_BY_REGULATOR = ("partly", "requester")
COMPLAINT_OUTCOMES = (("upheld", "Upheld"), ("partly", "Partly upheld"), ("not_upheld", "Not upheld"))
WELL_FOUNDED = ("upheld", "partly")
OMBUDSMAN_OUTCOMES = (
    ("not_investigated", "Not investigated"), ("upheld", "Upheld"), ("partly", "Partly upheld"),
    ("not_upheld", "Not upheld"),
)  # fmt: skip
LATE_REASONS = (
    ("waiting", "Waiting for information from a department"), ("sign_off", "Waiting for approval"),
    ("complex", "A complex or large case"), ("third_party", "Waiting for somebody outside"),
    ("capacity", "Too few people"), ("mistake", "A mistake in handling"), ("other", "Another reason"),
)  # fmt: skip
KINDS = (
    (c.COMPLAINT, "Complaint"), (c.CONTACT, "Contact or concern, no complaint"),
    (c.MP_LETTER, "Letter of a member of Parliament, no complaint"),
    (c.ABOUT_A_REQUEST, "About how a request for information was handled"),
)  # fmt: skip
NOT_PUBLISHED = (
    ("nothing", "Nothing was disclosed"), ("already", "It is published already"),
    ("personal", "It could identify somebody"), ("narrow", "Of no wider interest"),
    ("later", "It will be published later"),
)  # fmt: skip

# A body's own lists: what each is called, one of it, and a first suggestion (ours).
LISTS = {
    "topic": ("Topics of requests", "topic"),
    "subject": ("Subjects of complaints", "subject"),
    "service": ("Service areas", "service area"),
    "clinical": ("Clinical areas", "clinical area"),
    "profession": ("Professions", "profession"),
    "age": ("Ages of patients", "age"),
    "status": ("Who complains", "status"),
    "site": ("Organisations and sites", "site"),
}
OF_REQUESTS = ("topic",)
OF_COMPLAINTS = ("subject", "service", "clinical", "profession", "age", "status", "site")
SUGGESTED = {
    "topic": (
        "Commissioning decisions", "Contracts and procurement", "Finance", "Continuing healthcare", "Medicines",
        "Mental health", "Primary care", "Staff and organisation", "Information technology", "Estates",
    ),
    "subject": (
        "Access to treatment", "Commissioning decisions", "Communication", "Continuing healthcare",
        "Funding requests", "Patient transport", "Primary care", "Values and behaviour of staff",
    ),
    "service": ("Commissioning", "Continuing healthcare", "Community services", "Hospital services", "Primary care"),
    "clinical": (),
    "profession": ("Administrative staff", "Doctors", "Managers", "Nurses", "Other"),
    "age": ("Under 18", "18 to 64", "65 and over", "Not known"),
    "status": ("Patient", "Parent or guardian", "Relative or carer", "Somebody else"),
    "site": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventWords:
    """How one kind of event is told and asked.

    `title` stands in the timeline, `ask` on the button. `when` is the question for its day, `until` that for the day
    told or agreed, `words_label` that for a reason or note (`words_needed`: it must be given).
    """

    title: str
    ask: str
    when: str
    until: str = ""
    words_label: str = ""
    words_needed: bool = False


_BY_MISTAKE = EventWords(
    "Logged by mistake", "Mark as logged by mistake", "When was that noticed?",
    words_label="Why? If it is logged twice, under which other reference?", words_needed=True,
)  # fmt: skip
_FOI_EVENTS = {
    MISTAKE: _BY_MISTAKE,
    r.ASKED: EventWords("Clarification asked for", "Ask to clarify", "When was the requester asked to clarify it?"),
    r.CLARIFIED: EventWords("Clarification received", "Clarification came", "When did the clarification arrive?"),
    r.NOT_CLARIFIED: EventWords(
        "Closed: no clarification came", "Close: no clarification came", "When was it closed?"
    ),
    r.NOTICE: EventWords("Fees notice given", "Give a fees notice", "When was the fees notice given?"),
    r.PAID: EventWords("Fee received", "Fee came", "When was the fee received?"),
    r.EXTENDED: EventWords(
        "More time taken to weigh the public interest", "Take more time", "When was the requester told?",
        until="By when does the requester expect the decision?", words_label="Why is more time needed?",
        words_needed=True,
    ),
    r.ANSWERED: EventWords("Answered", "Record the answer", "When was the answer sent?", words_label="Note"),
    r.TRANSFERRED: EventWords(
        "Transferred to another authority", "Transfer", "When was it transferred?",
        words_label="To which authority?", words_needed=True,
    ),
    r.WITHDRAWN: EventWords("Withdrawn by the requester", "Requester withdrew it", "When was it withdrawn?"),
    r.REVIEW_ASKED: EventWords("Internal review asked for", "Review asked for", "When was the review asked for?"),
    r.REVIEW_EXTENDED: EventWords(
        "More time taken for the review", "Take more time for the review", "When was the requester told?",
        words_label="Why is it complex?", words_needed=True,
    ),
    r.REVIEW_ANSWERED: EventWords(
        "Internal review completed", "Record the review's outcome", "When was the requester told its outcome?",
        words_label="Note",
    ),
    r.REGULATOR_ASKED: EventWords(
        "Complaint to the Information Commissioner", "Regulator told of a complaint",
        "When did the Information Commissioner tell you of the complaint?",
    ),
    r.REGULATOR_DECIDED: EventWords(
        "Information Commissioner decided", "Record the regulator's decision", "When was the decision made?",
        words_label="Number of the decision notice",
    ),
}  # fmt: skip
_EIR_EVENTS = _FOI_EVENTS | {
    r.ASKED: EventWords("Particulars asked for", "Ask for particulars", "When were more particulars asked for?"),
    r.CLARIFIED: EventWords("Particulars received", "Particulars came", "When did the particulars arrive?"),
    r.NOT_CLARIFIED: EventWords("Closed: no particulars came", "Close: no particulars came", "When was it closed?"),
    r.NOTICE: EventWords("Charge asked for in advance", "Ask for a charge", "When was the charge asked for?"),
    r.PAID: EventWords("Charge received", "Charge came", "When was the charge received?"),
    r.EXTENDED: EventWords(
        "Extended: complex and voluminous", "Extend to forty days", "When was the requester told?",
        until="By when will it be answered?", words_label="Why is it complex and voluminous?", words_needed=True,
    ),
    r.REVIEW_ASKED: EventWords("Representations received", "Representations came", "When did they arrive?"),
    r.REVIEW_ANSWERED: EventWords(
        "Reconsidered", "Record the reconsideration", "When was the requester told its outcome?", words_label="Note"
    ),
}  # fmt: skip
REQUEST_EVENTS = {FOI: _FOI_EVENTS, EIR: _EIR_EVENTS}
COMPLAINT_EVENTS = {
    MISTAKE: _BY_MISTAKE,
    c.WRITTEN_DOWN: EventWords("Written down", "Record that it was written down", "When was it written down?"),
    c.ACKNOWLEDGED: EventWords("Acknowledged", "Record the acknowledgement", "When was it acknowledged?"),
    c.PLAN_AGREED: EventWords(
        "Plan agreed with the complainant", "Agree a plan", "When was it agreed?",
        until="By when will the response be sent?", words_label="What was agreed?",
    ),
    c.DELAY_TOLD: EventWords(
        "Complainant told of the delay", "Tell of a delay", "When was the complainant told?",
        words_label="What was the reason?", words_needed=True,
    ),
    c.SETTLED: EventWords(
        "Settled at once", "Settled by the next working day", "When was it settled?",
        words_label="How was it settled?",
    ),
    c.RESPONDED: EventWords(
        "Response sent", "Record the response", "When was the response sent?", words_label="Note"
    ),
    c.PASSED_ON: EventWords(
        "Passed on to another body", "Pass it on", "When was it passed on?", words_label="To which organisation?",
        words_needed=True,
    ),
    c.WITHDRAWN: EventWords("Withdrawn by the complainant", "Complainant withdrew it", "When was it withdrawn?"),
    c.NOT_TAKEN: EventWords(
        "Not taken: out of time", "Refuse as out of time", "When was the complainant told?",
        words_label="Why was no exception made?", words_needed=True,
    ),
    c.REFERRED: EventWords(
        "Referred to the Ombudsman", "Referred to the Ombudsman", "When did you learn of it?"
    ),
    c.DECIDED: EventWords(
        "Ombudsman decided", "Record the Ombudsman's decision", "When was it decided?",
        words_label="What does the Ombudsman ask?",
    ),
}  # fmt: skip
