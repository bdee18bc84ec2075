"""The index on SQLite: FTS5. It keeps no text of its own: what is taken out is told word for word as it went in."""

from __future__ import annotations

PUT = "INSERT INTO evidence_words(rowid, words) SELECT {id}, {words} {of}"
TAKE_OUT = "INSERT INTO evidence_words(evidence_words, rowid, words) SELECT 'delete', {id}, {words} {of}"
DOCUMENT = "{piece}.title || ' ' || {piece}.text || ' ' || {file}"
TEXT_OF = "COALESCE((SELECT text FROM evidence_filetext WHERE file_id = {piece}.file_id), '')"


def _piece(what: str, piece: str) -> str:
    """Put in, or take out, a row of the trigger's own table."""
    words = DOCUMENT.format(piece=piece, file=TEXT_OF.format(piece=piece))
    return what.format(id=f"{piece}.id", words=words, of=f"WHERE {piece}.published_on IS NOT NULL")


def _pieces_of(what: str, row: str, text: str) -> str:
    """Put in, or take out, the pieces whose file a row of texts is about, as they are with this text."""
    chosen = f"FROM evidence_evidence e WHERE e.published_on IS NOT NULL AND e.file_id = {row}.file_id"
    return what.format(id="e.id", words=DOCUMENT.format(piece="e", file=text), of=chosen)


def _trigger(table: str, event: str, *statements: str) -> str:
    name = f"{table}_words_{event[:6].lower()}"
    return f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" FOR EACH ROW BEGIN {"; ".join(statements)}; END'


NONE = "''"
TABLE = """CREATE VIRTUAL TABLE evidence_words USING fts5(
    words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')"""
INSTALL = (
    TABLE,
    _trigger("evidence_evidence", "INSERT", _piece(PUT, "NEW")),
    _trigger(
        "evidence_evidence", "UPDATE OF id, title, text, file_id, published_on", _piece(TAKE_OUT, "OLD"),
        _piece(PUT, "NEW"),
    ),
    _trigger("evidence_evidence", "DELETE", _piece(TAKE_OUT, "OLD")),
    _trigger(
        "evidence_filetext", "INSERT", _pieces_of(TAKE_OUT, "NEW", NONE), _pieces_of(PUT, "NEW", "NEW.text"),
    ),
    _trigger(
        "evidence_filetext", "UPDATE", _pieces_of(TAKE_OUT, "OLD", "OLD.text"), _pieces_of(PUT, "OLD", NONE),
        _pieces_of(TAKE_OUT, "NEW", NONE), _pieces_of(PUT, "NEW", "NEW.text"),
    ),
    _trigger(
        "evidence_filetext", "DELETE", _pieces_of(TAKE_OUT, "OLD", "OLD.text"), _pieces_of(PUT, "OLD", NONE),
    ),
)  # fmt: skip
FILL = (
    PUT.format(
        id="e.id",
        words=DOCUMENT.format(piece="e", file=TEXT_OF.format(piece="e")),
        of="FROM evidence_evidence e WHERE e.published_on IS NOT NULL",
    ),
)
REMOVE = (
    *(
        f'DROP TRIGGER IF EXISTS "{table}_words_{event}"'
        for table in ("evidence_evidence", "evidence_filetext")
        for event in ("insert", "update", "delete")
    ),
    "DROP TABLE IF EXISTS evidence_words",
)
