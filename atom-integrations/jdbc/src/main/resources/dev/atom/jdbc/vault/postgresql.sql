-- One table for all kinds of rows; docs/vault-database.md tells what is in them.
CREATE TABLE IF NOT EXISTS #vault (
  kind     smallint NOT NULL,
  id       bytea NOT NULL CHECK (octet_length(id) <= 40),
  revision bigint NOT NULL CHECK (revision >= 1),
  content  bytea NOT NULL CHECK (octet_length(content) <= 1048576),
  PRIMARY KEY (kind, id)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);

-- What is sealed can't be compressed; the server needn't try.
ALTER TABLE #vault ALTER COLUMN content SET STORAGE EXTERNAL;

-- Makes all changes or none, in one statement and so in one round trip. The changes come in the order
-- of their keys, so that no two calls wait for each other in a circle. revisions: the row's revision
-- afterwards; 0 where there is none then; as expected where it only must stay as it is.
-- A row that must not be there is made and removed again: whoever would insert it meanwhile waits at
-- the primary key until this transaction's end.
-- conflict: the number of the change that can't be made, from 1, and the row's actual revision; or 0.
CREATE OR REPLACE FUNCTION #vault_commit_1(
  kinds smallint[], ids bytea[], expected bigint[], revisions bigint[], contents bytea[],
  OUT conflict int, OUT actual bigint)
LANGUAGE plpgsql
AS $$
BEGIN
  IF current_setting('synchronous_commit') = 'off' THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  BEGIN
    FOR i IN 1 .. cardinality(ids) LOOP
      conflict := i;
      IF expected[i] = 0 THEN
        INSERT INTO #vault (kind, id, revision, content)
        VALUES (kinds[i], ids[i], greatest(revisions[i], 1), coalesce(contents[i], ''))
        ON CONFLICT DO NOTHING;
        IF FOUND AND revisions[i] = 0 THEN
          DELETE FROM #vault WHERE kind = kinds[i] AND id = ids[i];
        END IF;
      ELSIF revisions[i] = 0 THEN
        DELETE FROM #vault WHERE kind = kinds[i] AND id = ids[i] AND revision = expected[i];
      ELSIF revisions[i] = expected[i] THEN
        PERFORM 1 FROM #vault
        WHERE kind = kinds[i] AND id = ids[i] AND revision = expected[i] FOR SHARE;
      ELSE
        UPDATE #vault SET revision = revisions[i], content = contents[i]
        WHERE kind = kinds[i] AND id = ids[i] AND revision = expected[i];
      END IF;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'ATV01';
      END IF;
    END LOOP;
    conflict := 0;
  EXCEPTION WHEN SQLSTATE 'ATV01' THEN
    SELECT revision INTO actual FROM #vault WHERE kind = kinds[conflict] AND id = ids[conflict];
  END;
  actual := coalesce(actual, 0);
END $$;
