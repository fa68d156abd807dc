package dev.atom.jdbc.workflow;

import dev.atom.jdbc.PostgresStore;
import dev.atom.jdbc.SqliteStore;
import dev.atom.jdbc.TestPool;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Empty databases for walks, one after the other. */
final class WalkedStores {
  /** Of so many points one is tried; the profile {@code runs} tries them all. */
  static final int STRIDE = Integer.getInteger("atom.points", 100);

  private WalkedStores() {}

  /** Makes a new file, in place of the one before. */
  static Store sqlite(Path folder, VirtualClock clock) {
    try {
      for (String end : new String[] {"", "-wal", "-shm"}) {
        Files.deleteIfExists(folder.resolve("runs.db" + end));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SqliteStore.open(folder.resolve("runs.db"), clock);
  }

  /** Empties the tables, as far as they are there. */
  static Store postgres(TestPool pool, VirtualClock clock) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DO $$ BEGIN IF to_regclass('atom_schema') IS NOT NULL THEN DELETE FROM atom_events;"
              + " DELETE FROM atom_jobs; DELETE FROM atom_unique_keys; DELETE FROM atom_subjects;"
              + " END IF; END $$");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return PostgresStore.on(pool, clock);
  }
}
