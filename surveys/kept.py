"""What the database itself keeps of a survey (bodies.triggers): once a body has begun to answer, what it was asked."""

from bodies.triggers import Event, Guard

SURVEY, QUESTION = "surveys_survey", "surveys_question"
IS_ANSWERED = 'EXISTS (SELECT 1 FROM "surveys_response" WHERE survey_id = {survey})'
SURVEY_STAYS = ("id", "year", "title", "intro", "opens_on", "is_invented")


def _questions() -> tuple[Guard, ...]:
    """No question comes, goes or changes under those who answer."""
    events: tuple[tuple[Event, str], ...] = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    return tuple(
        Guard(
            QUESTION, f"{QUESTION}_kept_{event.lower()}", event,
            IS_ANSWERED.format(survey=f"{row}.survey_id"), asks=True,
        )
        for event, row in events
    )  # fmt: skip


def _survey() -> Guard:
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in SURVEY_STAYS)
    answered = IS_ANSWERED.format(survey="OLD.id")
    return Guard(SURVEY, f"{SURVEY}_kept_update", "UPDATE", f"({changed}) AND {answered}", asks=True)


GUARDS = (*_questions(), _survey())
