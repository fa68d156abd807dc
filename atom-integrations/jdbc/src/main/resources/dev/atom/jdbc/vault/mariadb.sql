-- One table for all kinds of rows; docs/vault-database.md tells what is in them.
CREATE TABLE IF NOT EXISTS #vault (
  kind     SMALLINT NOT NULL,
  id       VARBINARY(40) NOT NULL,
  revision BIGINT NOT NULL CHECK (revision >= 1),
  content  MEDIUMBLOB NOT NULL CHECK (length(content) <= 1048576),
  PRIMARY KEY (kind, id)
) ENGINE = InnoDB;
