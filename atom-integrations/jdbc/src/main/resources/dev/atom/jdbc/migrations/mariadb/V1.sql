-- # is the tables' prefix. Instants are microseconds since 1970, payloads JSON text. Text is compared
-- by its bytes. A key too long for an index stands for itself as a digest (IndexKey.java), and is
-- binary, as the length of an index's columns counts by the longest characters there could be.
-- A table's definition commits by itself, so each says IF NOT EXISTS: half a migration is run again.

CREATE TABLE IF NOT EXISTS #schema (
  id      int NOT NULL PRIMARY KEY,
  version int NOT NULL
) ENGINE = InnoDB;

-- version and changed_at are those of the last event; version 0 where somebody only asked for it.
CREATE TABLE IF NOT EXISTS #subjects (
  number     bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  tenant     varchar(200) NOT NULL,
  kind       varchar(200) NOT NULL,
  id         varchar(200) NOT NULL,
  version    bigint NOT NULL,
  changed_at bigint NOT NULL,
  UNIQUE KEY #subjects_id (tenant, kind, id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS #events (
  subject bigint NOT NULL,
  version bigint NOT NULL,
  at      bigint NOT NULL,
  type    varchar(200) NOT NULL,
  actor   varchar(200) NOT NULL,
  cause   varchar(200),
  data    longtext NOT NULL,
  PRIMARY KEY (subject, version)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE SEQUENCE IF NOT EXISTS #job_numbers;

-- A timer that is moved gets another number, and the row stays: removed and inserted anew, moves of
-- timers of one name would lock each other out. Who locks rows does it by their numbers.
-- type: EFFECT or TIMER. priority: 0 first. state: WAITING, RUNNING, PAUSED, DONE, DEAD, UNKNOWN.
-- due_at: when it may be claimed, or the claim is over; NULL where nothing is awaited.
-- name_key: an effect's key, or a timer's name and subject, line by line.
CREATE TABLE IF NOT EXISTS #jobs (
  id           bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  number       bigint NOT NULL,
  tenant       varchar(200) NOT NULL,
  subject_kind varchar(200) NOT NULL,
  subject_id   varchar(200) NOT NULL,
  type         varchar(10) NOT NULL,
  name         varchar(500) NOT NULL,
  kind         varchar(200) NOT NULL,
  priority     int NOT NULL,
  payload      longtext NOT NULL,
  schedule     longtext,
  at           bigint NOT NULL,
  state        varchar(10) NOT NULL,
  due_at       bigint,
  attempts     int NOT NULL DEFAULT 0,
  failures     int NOT NULL DEFAULT 0,
  fence        bigint NOT NULL DEFAULT 0,
  worker       varchar(200),
  error        longtext,
  progress     longtext,
  name_key     varbinary(1000) NOT NULL,
  UNIQUE KEY #jobs_number (number),
  UNIQUE KEY #jobs_name (name_key, tenant),
  KEY #jobs_subject (subject_id, subject_kind, tenant),
  KEY #jobs_due (kind, priority, due_at, number, tenant),
  KEY #jobs_state (state, kind, due_at, tenant)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- A row for each kind whose claims know a limit: locked while one of them counts what runs.
CREATE TABLE IF NOT EXISTS #limited (
  kind varchar(200) NOT NULL PRIMARY KEY
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- ends_at: when it is free again; NULL for never. What has ended stays for a day at least.
CREATE TABLE IF NOT EXISTS #unique_keys (
  tenant  varchar(200) NOT NULL,
  space   varchar(200) NOT NULL,
  name    varbinary(1000) NOT NULL,
  value   longtext NOT NULL,
  ends_at bigint,
  PRIMARY KEY (tenant, space, name),
  KEY #unique_keys_end (ends_at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- An ended lease stays for a day, so that the next fence is higher whatever the clock does.
CREATE TABLE IF NOT EXISTS #leases (
  tenant  varchar(200) NOT NULL,
  name    varchar(200) NOT NULL,
  owner   varchar(200) NOT NULL,
  fence   bigint NOT NULL,
  ends_at bigint NOT NULL,
  PRIMARY KEY (tenant, name),
  KEY #leases_fence (fence)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Large contents. sha256 is NULL, and the content invisible, until all of its chunks are there.
CREATE TABLE IF NOT EXISTS #contents (
  number bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  tenant varchar(200) NOT NULL,
  kind   varchar(200) NOT NULL,
  id     varchar(200) NOT NULL,
  sha256 char(64) CHARACTER SET ascii COLLATE ascii_bin,
  size   bigint NOT NULL,
  put_at bigint NOT NULL,
  UNIQUE KEY #contents_id (tenant, kind, id, sha256),
  KEY #contents_begun (sha256, put_at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- position: 0 for a content's first bytes, then 1 and so on.
CREATE TABLE IF NOT EXISTS #chunks (
  content  bigint NOT NULL,
  position int NOT NULL,
  data     longblob NOT NULL,
  PRIMARY KEY (content, position)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;
