"""The first questionnaire: our own wording, written for this tracker. Each later year begins as a copy of the last."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.words import Scale


@dataclass(frozen=True)
class Asked:
    """One question: its section, its words and its scale."""

    section: str
    text: str
    scale: str


TITLE = "How NHS England worked with us"
INTRO = (
    "NHS England assesses each commissioner every year. This survey is the other direction: what commissioners say of "
    "NHS England’s centre, of their region and, to March 2015, of their area team. Leave out what you like."
)
FIRST = (
    Asked("Support", "How well did this office support us when we asked for help or advice?", Scale.HOW_WELL),
    Asked("Support", "How well did its support fit what we needed?", Scale.HOW_WELL),
    Asked("Autonomy", "It left us free to decide what is ours to decide.", Scale.AGREE),
    Asked("Autonomy", "When it stepped in, its reasons were clear and the step was in proportion.", Scale.AGREE),
    Asked("Joint working", "How well did it work with us on what we do together?", Scale.HOW_WELL),
    Asked("Burden", "What it asked of us, such as returns, data and meetings, was in proportion.", Scale.AGREE),
    Asked("Burden", "It gave us enough time for what it asked.", Scale.AGREE),
    Asked("Transparency", "It told us early and clearly what it decided, and why.", Scale.AGREE),
    Asked(
        "Specialised commissioning", "How well did it involve us in the specialised services that it commissions?",
        Scale.HOW_WELL,
    ),
    Asked(
        "Primary care commissioning",
        "How well did it do its part in commissioning primary care, alone or jointly with us?",
        Scale.HOW_WELL,
    ),
)  # fmt: skip
