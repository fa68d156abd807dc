package dev.atom.jdbc.workflow;

import dev.atom.jdbc.PostgresStore;
import dev.atom.jdbc.SqliteStore;
import dev.atom.jdbc.TestPool;
import dev.atom.store.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/** Opens the database that a process is told of: a server's URL, or a file. */
final class Databases {
  private Databases() {}

  /** A store, and what is closed with it. */
  record Opened(Store store, AutoCloseable pool) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
      try {
        pool.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static Opened open(String database, Clock clock) {
    if (!database.startsWith("jdbc:")) {
      return new Opened(SqliteStore.open(Path.of(database), clock), () -> {});
    }
    TestPool pool = TestPool.of(database, 4);
    return new Opened(PostgresStore.on(pool, clock), () -> closePool(pool));
  }

  private static void closePool(TestPool pool) throws SQLException {
    pool.close();
  }
}
