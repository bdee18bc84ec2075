"""The baselines: what the tracker asks and writes, as the barest SQL that says the same.

They are written by hand and know nothing of the code that is measured. Where that code learns to ask or to write more,
it is added here too, or its ratio tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

OPEN = "met_on IS NULL AND sent_on IS NULL AND closed_on IS NULL"
COUNTS = "NOT voluntary AND due_on >= tracked_from"
STANDS = f"{OPEN} AND {COUNTS} AND late_since IS NOT NULL AND owed_by = 'body'"
RED = "date_basis IN ('law', 'directed') AND date_confirmed"
BEGAN = "due_on <= '{before}' AND (sent_back_on IS NULL OR sent_back_on <= '{before}')"
QUESTIONS = f"""
SELECT id FROM duties_obligation WHERE soon_since IS NOT NULL AND due_on < '{{day}}' ORDER BY due_on, id LIMIT 500;
SELECT id FROM duties_obligation WHERE {OPEN} AND {COUNTS} AND late_since IS NULL AND due_on < '{{day}}'
  ORDER BY due_on, id LIMIT 500;
SELECT id FROM duties_obligation WHERE {OPEN} AND {COUNTS} AND soon_since IS NULL AND late_since IS NULL
  AND soon_on <= '{{day}}' AND due_on >= '{{day}}' ORDER BY soon_on, id LIMIT 500;
SELECT id FROM duties_obligation WHERE {STANDS} AND escalated_since IS NULL AND {BEGAN} ORDER BY due_on, id LIMIT 500;
SELECT id FROM duties_obligation WHERE {STANDS} AND {RED} AND assurer_since IS NULL AND {BEGAN}
  ORDER BY due_on, id LIMIT 500;
SELECT id FROM duties_obligation WHERE late_since IS NOT NULL
  AND coalesce(assurer_since, escalated_since, late_since) > '{{day}}' LIMIT 500;
SELECT id FROM duties_obligation WHERE soon_since IS NOT NULL AND soon_since > '{{day}}' LIMIT 500;
SELECT id FROM duties_obligation WHERE assurer_since IS NOT NULL AND NOT ({RED}) ORDER BY due_on, id LIMIT 500
"""
BEFORE = timedelta(days=14)  # so long ago that it has escalated
WORK = """
CREATE TEMPORARY TABLE bench_found
  (id bigint PRIMARY KEY, body_id bigint, since_on date, due_on date, title text, person_id bigint)
"""
# What became late, and whom it is told: the owner, or the lead where there is none. Its flag for being due soon is
# cleared, and is not mailed any more; flag, markers, an audit row and a notice, in one transaction.
WRITES = f"""
INSERT INTO bench_found
  SELECT o.id, coalesce(o.held_by_id, o.body_id), {{since}}, o.due_on, d.title, u.id
  FROM duties_obligation o JOIN duties_duty d ON d.id = o.duty_id
  LEFT JOIN bodies_membership m ON m.id = coalesce(o.owner_id, (
    SELECT min(l.id) FROM bodies_membership l WHERE l.body_id = o.held_by_id AND l.role = 'lead'
    AND l.from_on <= '{{day}}' AND (l.to_on IS NULL OR l.to_on >= '{{day}}')))
  LEFT JOIN bodies_user u ON u.id = m.user_id AND u.is_active
  WHERE {OPEN} AND {COUNTS} AND late_since IS NULL AND due_on < '{{day}}';
UPDATE bodies_notice SET no_mail_on = '{{day}}', no_mail_why = 'over'
  WHERE mail_id IS NULL AND no_mail_on IS NULL AND key IN (
    SELECT 'soon ' || f.obligation_id || ' ' || f.since_on FROM duties_flag f
    WHERE f.cleared_on IS NULL AND f.kind = 'soon' AND f.obligation_id {{of_these}});
UPDATE duties_flag SET cleared_on = '{{day}}' WHERE cleared_on IS NULL AND kind = 'soon'
  AND obligation_id {{of_these}};
INSERT INTO duties_flag (obligation_id, kind, since_on, raised_at)
  SELECT id, 'late', since_on, '{{now}}' FROM bench_found;
UPDATE duties_obligation SET soon_since = NULL, late_since = {{since}} WHERE id {{of_these}};
INSERT INTO bodies_auditentry
  (at, domain_on, verb, subject_kind, subject_id, body_id, detail, origin, digest)
  SELECT '{{now}}', '{{day}}', 'flagged: late', 'duties.obligation', id, body_id, {{detail}}, '', {{digest}}
  FROM bench_found ORDER BY id;
INSERT INTO bodies_notice
  (person_id, key, kind, words, together, url_path, body_id, subject_kind, subject_id, since_on, at_once, made_on,
   made_at, no_mail_why)
  SELECT person_id, 'late ' || id || ' ' || since_on, 'late', title || ': date passed, ' || due_on, '',
    '/obligations/' || id || '/', body_id, 'duties.obligation', id, since_on, false, '{{day}}', '{{now}}', ''
  FROM bench_found WHERE person_id IS NOT NULL ORDER BY id;
DELETE FROM bench_found
"""
# The two databases' own ways to say the next day, a JSON object, a digest, and which rows are meant: as an array, or
# PostgreSQL reads the whole register for a few of them.
POSTGRES = {
    "since": "due_on + 1",
    "detail": "jsonb_build_object('since_on', since_on)",
    "digest": "encode(sha256(convert_to('{now}{day}flagged: late' || id || body_id || since_on, 'UTF8')), 'hex')",
    "of_these": "= ANY (ARRAY(SELECT id FROM bench_found))",
}
SQLITE = {
    "since": "date(due_on, '+1 day')",
    "detail": "json_object('since_on', since_on)",
    "digest": "SHA256('{now}{day}flagged: late' || id || body_id || since_on)",
    "of_these": "IN (SELECT id FROM bench_found)",
}


def prepare() -> None:
    """Make what the statements need, once for a connection."""
    with connection.cursor() as cursor:
        cursor.execute(WORK)


def ask(day: date) -> None:
    """Ask what became due, became late, or is due soon no more."""
    with connection.cursor() as cursor:
        for question in QUESTIONS.split(";"):
            cursor.execute(question.format(day=day, before=day - BEFORE))
            cursor.fetchall()


@transaction.atomic
def write(day: date) -> None:
    """Flag what became late, in one transaction of statements over the whole set."""
    words = POSTGRES if connection.vendor == "postgresql" else SQLITE
    said = {"day": day, "now": f"{day} 00:40:00+00:00"}
    said |= {name: text.format(**said) for name, text in words.items()}
    with connection.cursor() as cursor:
        for statement in WRITES.split(";"):
            cursor.execute(statement.format(**said))


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], batch: int) -> None:
    """Insert rows as a multi-row INSERT for each batch, each in a transaction of its own."""
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    one = f"({', '.join(['%s'] * len(columns))})"
    at_most = connection.features.max_query_params or batch * len(columns)
    for start in range(0, len(rows), batch):
        with transaction.atomic(), connection.cursor() as cursor:
            for part in _parts(rows[start : start + batch], max(1, at_most // len(columns))):
                cursor.execute(head + ", ".join([one] * len(part)), [value for row in part for value in row])


def _parts(rows: Sequence[Sequence[Any]], size: int) -> list[Sequence[Sequence[Any]]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


# What is found first, and only then what a line of it shows: the texts of all that is found would be read and sorted.
SEARCH = """
WITH found AS MATERIALIZED (
  SELECT e.id, CASE WHEN {in_title} THEN 0 ELSE 1 END AS late, e.published_on
  FROM evidence_evidence e WHERE e.published_on <= %s AND e.id IN ({index})
  ORDER BY late, e.published_on DESC, e.id DESC LIMIT {most}
)
SELECT e.*, f.*, b.*, t.text FROM found
JOIN evidence_evidence e ON e.id = found.id JOIN bodies_body b ON b.id = e.body_id
LEFT JOIN evidence_storedfile f ON f.id = e.file_id LEFT JOIN evidence_filetext t ON t.file_id = e.file_id
ORDER BY found.late, found.published_on DESC, found.id DESC
"""
IN_INDEX = {
    "sqlite": "SELECT rowid FROM evidence_words WHERE evidence_words MATCH %s",
    "postgresql": "SELECT evidence_words_find(%s)",
}
BEGINNING = {"sqlite": ('"{}"*', " AND "), "postgresql": ("{}:*", " & ")}


def search(words: Sequence[str], day: date, most: int) -> list[Any]:
    """Find published papers that hold every word, with what a line of the page shows and the text of their files."""
    like = "LIKE" if connection.vendor == "sqlite" else "ILIKE"
    statement = SEARCH.format(
        in_title=" AND ".join([f"e.title {like} %s"] * len(words)), index=IN_INDEX[connection.vendor], most=most
    )
    one, between = BEGINNING[connection.vendor]
    asked = between.join(one.format(word) for word in words)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(f"%{word}%" for word in words), day, asked])
        return cursor.fetchall()


# What a cell counts. Whoever teaches the page to count more adds it here.
OUTSTANDING = "met_on IS NULL AND sent_on IS NULL AND due_on < '{day}'"
HEAT = f"""
SELECT o.held_by_id, d.{{column}}, count(*),
  sum(CASE WHEN {OUTSTANDING} AND {RED} THEN 1 ELSE 0 END),
  sum(CASE WHEN {OUTSTANDING} AND NOT ({RED}) THEN 1 ELSE 0 END),
  sum(CASE WHEN met_on IS NULL AND sent_on IS NULL AND sent_back_on <= '{{day}}' THEN 1 ELSE 0 END),
  sum(CASE WHEN met_on IS NULL AND sent_on <= '{{day}}' THEN 1 ELSE 0 END),
  sum(CASE WHEN met_on IS NULL AND sent_on IS NULL AND soon_on <= '{{day}}' AND due_on >= '{{day}}' THEN 1 ELSE 0 END),
  sum(CASE WHEN due_on IS NULL AND met_on IS NULL THEN 1 ELSE 0 END),
  sum(CASE WHEN met_on <= '{{day}}' THEN 1 ELSE 0 END),
  sum(CASE WHEN met_on <= '{{day}}' AND done_on <= due_on THEN 1 ELSE 0 END),
  sum(CASE WHEN met_on <= '{{day}}' AND done_on > due_on THEN 1 ELSE 0 END)
FROM duties_obligation o JOIN duties_duty d ON d.id = o.duty_id
WHERE o.year = {{year}} AND NOT is_inside AND o.owed_by = 'body' AND NOT voluntary AND opened_on <= '{{day}}'
  AND closed_on IS NULL AND (due_on IS NULL OR due_on >= tracked_from) {{only}}
GROUP BY o.held_by_id, d.{{column}}
"""


def heat(column: str, year: int, day: date) -> list[Any]:
    """Count what the cells of the national page count, by the body and the theme or category."""
    only = "AND d.theme <> ''" if column == "theme" else ""
    with connection.cursor() as cursor:
        cursor.execute(HEAT.format(column=column, year=year, day=day, only=only))
        return cursor.fetchall()
