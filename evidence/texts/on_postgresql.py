"""The index on PostgreSQL: a table of tsvectors, without stems or stop words, as SQLite has none."""

from __future__ import annotations

# Everything but letters and figures parts words, as on SQLite: PostgreSQL's own parser sees paths, versions and hosts.
# A document of too many different words is taken in part.
WORDS_OF = r"""
CREATE OR REPLACE FUNCTION evidence_words_of(document text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  between text := E'[\u0001-/:-@\\[-`{-\u00BF\u2000-\u206F\u2190-\u2BFF\u3000-\u303F]+';
  plain text := regexp_replace(document, between, ' ', 'g');
BEGIN
  RETURN to_tsvector('simple', plain);
EXCEPTION WHEN program_limit_exceeded THEN
  RETURN to_tsvector('simple', left(plain, 50000));
END $$
"""
# The lock lets whoever publishes and whoever reads the file tell it one after the other.
TELL = """
CREATE OR REPLACE FUNCTION evidence_words_tell(piece bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM evidence_evidence WHERE id = piece FOR NO KEY UPDATE;
  DELETE FROM evidence_words WHERE evidence_id = piece;
  INSERT INTO evidence_words (evidence_id, words)
    SELECT e.id, evidence_words_of(e.title || ' ' || e.text || ' ' || COALESCE(t.text, ''))
    FROM evidence_evidence e LEFT JOIN evidence_filetext t ON t.file_id = e.file_id
    WHERE e.id = piece AND e.published_on IS NOT NULL;
END $$
"""
OF_PIECE = """
CREATE OR REPLACE FUNCTION evidence_words_of_piece() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM evidence_words;
  ELSIF TG_OP = 'DELETE' THEN
    DELETE FROM evidence_words WHERE evidence_id = OLD.id;
  ELSE
    PERFORM evidence_words_tell(NEW.id);
  END IF;
  RETURN NULL;
END $$
"""
OF_TEXT = """
CREATE OR REPLACE FUNCTION evidence_words_of_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.file_id ELSE NEW.file_id END;
BEGIN
  PERFORM evidence_words_tell(pieces.id) FROM (
    SELECT id FROM evidence_evidence WHERE file_id = concerned AND published_on IS NOT NULL ORDER BY id
  ) pieces;
  RETURN NULL;
END $$
"""
# Long documents lie outside their table, which makes it look cheap to read from end to end: so that is forbidden here.
FIND = """
CREATE OR REPLACE FUNCTION evidence_words_find(asked text) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 100
SET enable_seqscan = off AS $$
  SELECT evidence_id FROM evidence_words WHERE words @@ to_tsquery('simple', asked)
$$
"""
ON_TEXTS = """
CREATE TRIGGER "evidence_filetext_words" AFTER INSERT OR UPDATE OR DELETE ON evidence_filetext
FOR EACH ROW EXECUTE FUNCTION evidence_words_of_text()
"""


def _on_pieces(event: str, of: str, when: str = "", each: str = "ROW") -> str:
    condition = f"WHEN ({when}) " if when else ""
    return (
        f'CREATE TRIGGER "evidence_evidence_words_{event}" AFTER {event} {of} ON evidence_evidence FOR EACH {each} '
        f"{condition}EXECUTE FUNCTION evidence_words_of_piece()"
    )


INSTALL = (
    "CREATE TABLE evidence_words (evidence_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX evidence_words_gin ON evidence_words USING gin (words)",
    WORDS_OF,
    TELL,
    OF_PIECE,
    OF_TEXT,
    FIND,
    _on_pieces("insert", "", "NEW.published_on IS NOT NULL"),
    _on_pieces(
        "update",
        "OF id, title, text, file_id, published_on",
        "OLD.published_on IS NOT NULL OR NEW.published_on IS NOT NULL",
    ),
    _on_pieces("delete", ""),
    _on_pieces("truncate", "", each="STATEMENT"),
    ON_TEXTS,
)
FILL = ("SELECT evidence_words_tell(id) FROM evidence_evidence WHERE published_on IS NOT NULL ORDER BY id",)
REMOVE = (
    "DROP FUNCTION IF EXISTS evidence_words_of_piece() CASCADE",
    "DROP FUNCTION IF EXISTS evidence_words_of_text() CASCADE",
    "DROP FUNCTION IF EXISTS evidence_words_find(text)",
    "DROP FUNCTION IF EXISTS evidence_words_tell(bigint)",
    "DROP FUNCTION IF EXISTS evidence_words_of(text)",
    "DROP TABLE IF EXISTS evidence_words",
)
