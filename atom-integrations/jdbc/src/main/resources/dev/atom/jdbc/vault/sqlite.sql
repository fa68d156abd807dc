-- One table for all kinds of rows; docs/vault-database.md tells what is in them. The rows lie in the
-- key's own tree: a tenant's secrets stand side by side.
CREATE TABLE IF NOT EXISTS #vault (
  kind     INTEGER NOT NULL,
  id       BLOB NOT NULL CHECK (length(id) <= 40),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  content  BLOB NOT NULL CHECK (length(content) <= 1048576),
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
