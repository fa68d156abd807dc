-- # is the tables' prefix. Instants are microseconds since 1970, payloads JSON text.

CREATE TABLE #schema (version INTEGER NOT NULL) STRICT;

INSERT INTO #schema (version) VALUES (0);

-- Only subjects with events; version and changed_at are those of the last event.
CREATE TABLE #subjects (
  number     INTEGER PRIMARY KEY,
  tenant     TEXT NOT NULL,
  kind       TEXT NOT NULL,
  id         TEXT NOT NULL,
  version    INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (tenant, kind, id)
) STRICT;

-- position is the subject's number in the upper 31 bits and the version in the lower 32: the events
-- of a subject lie side by side without an index beside the table, and long ones stay in the row.
CREATE TABLE #events (
  position INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  type     TEXT NOT NULL,
  actor    TEXT NOT NULL,
  cause    TEXT,
  data     TEXT NOT NULL
) STRICT;

-- type: EFFECT or TIMER. priority: 0 first. state: WAITING, RUNNING, PAUSED, DONE, DEAD, UNKNOWN.
-- due_at: when it may be claimed, or the claim is over; NULL where nothing is awaited.
-- owner: who has the name to itself, the tenant an effect's, the subject a timer's.
CREATE TABLE #jobs (
  number       INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant       TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id   TEXT NOT NULL,
  type         TEXT NOT NULL,
  name         TEXT NOT NULL,
  kind         TEXT NOT NULL,
  priority     INTEGER NOT NULL,
  payload      TEXT NOT NULL,
  schedule     TEXT,
  at           INTEGER NOT NULL,
  state        TEXT NOT NULL,
  due_at       INTEGER,
  attempts     INTEGER NOT NULL DEFAULT 0,
  failures     INTEGER NOT NULL DEFAULT 0,
  fence        INTEGER NOT NULL DEFAULT 0,
  worker       TEXT,
  error        TEXT,
  progress     TEXT,
  owner        TEXT NOT NULL GENERATED ALWAYS AS
    (CASE type WHEN 'TIMER' THEN subject_kind || char(10) || subject_id ELSE '' END) VIRTUAL,
  UNIQUE (tenant, owner, name)
) STRICT;

-- A subject's timers are found by their owner.
CREATE INDEX #jobs_subject ON #jobs (tenant, subject_kind, subject_id) WHERE type = 'EFFECT';

CREATE INDEX #jobs_due ON #jobs (kind, priority, due_at, number, tenant) WHERE due_at IS NOT NULL;

CREATE INDEX #jobs_running ON #jobs (kind, due_at, tenant) WHERE state = 'RUNNING';

-- What waits for a person's word: few beside what is done.
CREATE INDEX #jobs_halted ON #jobs (state, number) WHERE due_at IS NULL AND state <> 'DONE';

-- ends_at: when it is free again; NULL for never. What has ended stays for a day at least.
CREATE TABLE #unique_keys (
  tenant  TEXT NOT NULL,
  space   TEXT NOT NULL,
  name    TEXT NOT NULL,
  value   TEXT NOT NULL,
  ends_at INTEGER,
  PRIMARY KEY (tenant, space, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX #unique_keys_end ON #unique_keys (ends_at) WHERE ends_at IS NOT NULL;

-- An ended lease stays for a day, so that the next fence is higher whatever the clock does.
CREATE TABLE #leases (
  tenant  TEXT NOT NULL,
  name    TEXT NOT NULL,
  owner   TEXT NOT NULL,
  fence   INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX #leases_fence ON #leases (fence);

-- Large contents. sha256 is NULL, and the content invisible, until all of its chunks are there.
-- Numbers are not used again, so a reader never gets the chunks of another.
CREATE TABLE #contents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant TEXT NOT NULL,
  kind   TEXT NOT NULL,
  id     TEXT NOT NULL,
  sha256 TEXT,
  size   INTEGER NOT NULL,
  put_at INTEGER NOT NULL,
  UNIQUE (tenant, kind, id, sha256)
) STRICT;

CREATE INDEX #contents_begun ON #contents (put_at) WHERE sha256 IS NULL;

-- position: 0 for a content's first bytes, then 1 and so on.
CREATE TABLE #chunks (
  content  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (content, position)
) STRICT;

-- Limits. full_at: when the bucket will be full again, in nanoseconds since 1970, and part what is
-- beyond that, in nanoseconds divided by the rate's amount. A bucket that is not there is full.
CREATE TABLE #limits (
  key     TEXT NOT NULL PRIMARY KEY,
  full_at INTEGER NOT NULL,
  part    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is held at once, until lapses_at at the latest, in nanoseconds since 1970.
CREATE TABLE #limit_holds (
  key       TEXT NOT NULL,
  hold      INTEGER NOT NULL,
  amount    INTEGER NOT NULL,
  lapses_at INTEGER NOT NULL,
  PRIMARY KEY (key, hold)
) STRICT, WITHOUT ROWID;

-- The usage ledger: a row per attempt at a model. nanos and rest: nano-dollars and the billionths of
-- one that are left; NULL where unknown_cost says why. latency and first_token are microseconds.
CREATE TABLE #usage (
  number            INTEGER PRIMARY KEY,
  tenant            TEXT NOT NULL,
  id                TEXT NOT NULL,
  at                INTEGER NOT NULL,
  call_id           TEXT NOT NULL,
  attempt           INTEGER NOT NULL,
  user_id           TEXT,
  route             TEXT,
  endpoint          TEXT,
  provider          TEXT NOT NULL,
  model             TEXT NOT NULL,
  answered_provider TEXT,
  answered_model    TEXT,
  outcome           TEXT NOT NULL,
  error             TEXT,
  input             INTEGER NOT NULL,
  cached            INTEGER NOT NULL,
  cache_write       INTEGER NOT NULL,
  output            INTEGER NOT NULL,
  reasoning         INTEGER NOT NULL,
  more_usage        TEXT,
  usage_known       INTEGER NOT NULL,
  nanos             INTEGER,
  rest              INTEGER,
  unknown_cost      TEXT,
  estimated         INTEGER NOT NULL,
  latency           INTEGER NOT NULL,
  first_token       INTEGER,
  key_fingerprint   TEXT,
  tags              TEXT,
  content           TEXT,
  UNIQUE (tenant, id)
) STRICT;

CREATE INDEX #usage_at ON #usage (at);

CREATE INDEX #usage_tenant ON #usage (tenant, at);

-- Budgets. bucket: for whom, where a budget is one for each of several. warned_until: when the warning
-- of so many percent may be given again.
CREATE TABLE #budgets (
  number         INTEGER PRIMARY KEY,
  budget         TEXT NOT NULL,
  bucket         TEXT NOT NULL,
  warned_percent INTEGER NOT NULL,
  warned_until   INTEGER NOT NULL,
  UNIQUE (budget, bucket)
) STRICT;

-- What was spent and is reserved by calls that began in a period, or a slice of one, in nano-dollars.
CREATE TABLE #budget_slots (
  budget    INTEGER NOT NULL,
  slot      INTEGER NOT NULL,
  spent     INTEGER NOT NULL,
  reserved  INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  PRIMARY KEY (budget, slot)
) STRICT, WITHOUT ROWID;

-- Reservations that are not settled. lapsed: 1 when the lease has ended and booked was spent instead.
CREATE TABLE #budget_holds (
  reservation TEXT NOT NULL,
  budget      INTEGER NOT NULL,
  slot        INTEGER NOT NULL,
  amount      INTEGER NOT NULL,
  ends_at     INTEGER NOT NULL,
  lapsed      INTEGER NOT NULL,
  booked      INTEGER NOT NULL,
  PRIMARY KEY (budget, reservation)
) STRICT, WITHOUT ROWID;

CREATE INDEX #budget_holds_end ON #budget_holds (budget, lapsed, ends_at);

-- Caches. A row has a value, a claim on making one, or both: value is NULL where there is none, and
-- claimed_until 0. AUTOINCREMENT: a row that is made again is no claim of the old one's.
CREATE TABLE #cache (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant        TEXT NOT NULL,
  key           TEXT NOT NULL,
  value         TEXT,
  bytes         INTEGER NOT NULL,
  user_id       TEXT,
  stored_at     INTEGER NOT NULL,
  used_at       INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL,
  claim         INTEGER NOT NULL,
  claim_user    TEXT,
  claimed_until INTEGER NOT NULL,
  UNIQUE (tenant, key)
) STRICT;
