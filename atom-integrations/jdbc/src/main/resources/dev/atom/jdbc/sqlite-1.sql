-- Schema 1. # is the table prefix. Instants are microseconds since 1970, payloads JSON text.

CREATE TABLE #events (
  tenant  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  id      TEXT NOT NULL,
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  type    TEXT NOT NULL,
  actor   TEXT NOT NULL,
  cause   TEXT,
  data    TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE #unique_keys (
  tenant TEXT NOT NULL,
  space  TEXT NOT NULL,
  key    TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (tenant, space, key)
) STRICT, WITHOUT ROWID;

-- state: DUE, DELIVERED, DEAD or UNKNOWN; an item that is DUE may be claimed until claimed_until
CREATE TABLE #outbox (
  seq           INTEGER PRIMARY KEY,
  tenant        TEXT NOT NULL,
  key           TEXT NOT NULL,
  subject_kind  TEXT NOT NULL,
  subject_id    TEXT NOT NULL,
  kind          TEXT NOT NULL,
  payload       TEXT NOT NULL,
  state         TEXT NOT NULL DEFAULT 'DUE',
  attempts      INTEGER NOT NULL DEFAULT 0,
  due_at        INTEGER NOT NULL,
  claimed_by    TEXT,
  claimed_until INTEGER,
  UNIQUE (tenant, key)
) STRICT;

CREATE INDEX #outbox_due ON #outbox (due_at, seq) WHERE state = 'DUE';

CREATE TABLE #timers (
  tenant        TEXT NOT NULL,
  kind          TEXT NOT NULL,
  id            TEXT NOT NULL,
  purpose       TEXT NOT NULL,
  due_at        INTEGER NOT NULL,
  payload       TEXT NOT NULL,
  claimed_by    TEXT,
  claimed_until INTEGER,
  PRIMARY KEY (tenant, kind, id, purpose)
) STRICT, WITHOUT ROWID;

CREATE INDEX #timers_due ON #timers (due_at);

-- An ended lease stays, so that its fence keeps growing.
CREATE TABLE #leases (
  tenant TEXT NOT NULL,
  name   TEXT NOT NULL,
  owner  TEXT NOT NULL,
  fence  INTEGER NOT NULL,
  until  INTEGER NOT NULL,
  PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;
