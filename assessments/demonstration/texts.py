"""What the demonstration's assessments say: invented, and of no real body."""

from __future__ import annotations

SUMMARY = (
    "The body has clear plans and knows its population (invented). It should involve the public sooner, before plans"
    " are settled."
)
QUARTER_SUMMARY = "Plans are on course this quarter (invented). Waiting times are watched closely."
REASONS = (
    "The governing body gets clear papers and asks good questions (invented).",
    "Targets were met for most of the year, with a dip in winter (invented).",
    "Money was spent as planned, and risks were named in time (invented).",
    "Plans are joined up with those of the councils (invented).",
    "What was delegated is looked after, with a register of decisions (invented).",
    "Leaders work well with partners (invented).",
)
FOUND = {
    "quality": "The body looks at quality with its providers each month (invented).",
    "inequalities": "A plan for the areas with the shortest lives is in its second year (invented).",
    "advice": "Advice was taken from the clinical senate on two plans (invented).",
    "involvement": "Three plans were discussed in public; one came late (invented).",
    "finance": "Spending was within the limits (invented).",
    "strategy": "The commissioning plan follows the strategy of the health and wellbeing board (invented).",
}
BOARD = "Health and wellbeing board of the county (invented)"
BOARD_SAID = "The board finds the assessment fair (invented)."
COMMENT = "We accept the assessment, and have changed how we involve the public (invented)."
SENT_BACK = "Say more of why planning was judged so (invented)."
EMBARGO_NOTE = "The wording follows the method (invented)."
