"""The chain of the audit trail: each link is made of the link before and of the entry's digest.

The database writes the links, so that no entry can come in beside them. On SQLite, which has one writer at a time, a
trigger adds the link with the entry. On PostgreSQL whoever adds a link must be alone, and whoever holds that turn must
wait for nothing more, or two transactions that hold each other's rows wait for ever. So it is taken at the very end
of the transaction: the check of an entry asks for a turn, once in a transaction, and the turn, which comes up only
after every other check of this transaction, takes the lock and writes all its links. See docs/decisions/audit.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

BEFORE_THE_FIRST = "0" * 64


def link_of(before: str, entry_id: int, digest: str) -> str:
    """Return what a link says (in hexadecimal), as the statements below make it."""
    return sha256(f"{before} {entry_id} {digest}".encode()).hexdigest()


# Every entry that has no link and is seen is this transaction's own: others write theirs before they can be seen.
# How to find them is said here, by their numbers: a planner whose figures are old reads both tables through instead.
WRITES_LINKS = """
CREATE OR REPLACE FUNCTION audit_writes_links() RETURNS trigger LANGUAGE plpgsql
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  one record;
  last_place bigint;
  last_chain text;
BEGIN
  PERFORM pg_advisory_xact_lock(5300417);
  SELECT place, chain INTO last_place, last_chain FROM bodies_auditlink ORDER BY place DESC LIMIT 1;
  last_place := coalesce(last_place, 0);
  last_chain := coalesce(last_chain, repeat('0', 64));
  FOR one IN
    SELECT id, digest FROM bodies_auditentry WHERE id >= NEW.first_id ORDER BY id
  LOOP
    -- Asked of each by the index: as a join it may be planned to read every link for every entry.
    CONTINUE WHEN EXISTS (SELECT FROM bodies_auditlink WHERE entry_id = one.id);
    last_place := last_place + 1;
    last_chain := encode(sha256(convert_to(last_chain || ' ' || one.id || ' ' || one.digest, 'UTF8')), 'hex');
    INSERT INTO bodies_auditlink (place, entry_id, chain) VALUES (last_place, one.id, last_chain);
  END LOOP;
  DELETE FROM bodies_auditturn WHERE first_id = NEW.first_id;
  PERFORM set_config('tracker.has_asked', '', true);
  RETURN NULL;
END $$;
"""
TURN = f"""
CREATE UNLOGGED TABLE IF NOT EXISTS bodies_auditturn (first_id bigint PRIMARY KEY);
{WRITES_LINKS}
CREATE CONSTRAINT TRIGGER bodies_auditturn_links AFTER INSERT ON bodies_auditturn
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_writes_links();
"""
ASKS = """
CREATE OR REPLACE FUNCTION audit_asks_for_a_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('tracker.has_asked', true), '') <> 'yes' THEN
    PERFORM set_config('tracker.has_asked', 'yes', true);
    INSERT INTO bodies_auditturn (first_id) VALUES (NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bodies_auditentry_chained AFTER INSERT ON bodies_auditentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_asks_for_a_turn();
"""
# SHA256 is Django's own function on SQLite: a program without it cannot add entries.
AT_ONCE = """
CREATE TRIGGER bodies_auditentry_chained AFTER INSERT ON bodies_auditentry FOR EACH ROW BEGIN
  INSERT INTO bodies_auditlink (place, entry_id, chain)
  SELECT coalesce(last.place, 0) + 1, NEW.id,
    SHA256(coalesce(last.chain, printf('%064d', 0)) || ' ' || NEW.id || ' ' || NEW.digest)
  FROM (SELECT 1) LEFT JOIN (SELECT place, chain FROM bodies_auditlink ORDER BY place DESC LIMIT 1) AS last;
END
"""


@dataclass(frozen=True)
class Chaining:
    """A trigger that writes links, installed and missed like a guard (bodies.triggers)."""

    table: str
    name: str
    creates: dict[str, str] = field(hash=False)
    drops: dict[str, str] = field(hash=False)
    event: str = "INSERT"

    def create(self, vendor: str) -> str:
        return self.creates.get(vendor, "")

    def drop(self, vendor: str) -> str:
        return self.drops.get(vendor, "")


CHAINING = (
    Chaining(
        "bodies_auditturn",
        "bodies_auditturn_links",
        creates={"postgresql": TURN},
        drops={"postgresql": "DROP TABLE IF EXISTS bodies_auditturn; DROP FUNCTION IF EXISTS audit_writes_links()"},
    ),
    Chaining(
        "bodies_auditentry",
        "bodies_auditentry_chained",
        creates={"postgresql": ASKS, "sqlite": AT_ONCE},
        drops={
            "postgresql": "DROP FUNCTION IF EXISTS audit_asks_for_a_turn() CASCADE",
            "sqlite": "DROP TRIGGER IF EXISTS bodies_auditentry_chained",
        },
    ),
)
