package dev.atom.jdbc.vault;

import dev.atom.jdbc.connection.Session;
import dev.atom.vault.store.Change;
import java.sql.SQLException;
import java.util.List;

/** The table on one database. What fails is a StoreException; what conflicts, a VaultConflict. */
interface RowTable extends AutoCloseable {
  /** What is asked of a connection. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  <T> T read(String what, Work<T> work);

  /** Makes all changes, which are in the order of their keys, or none. */
  void commit(List<Change> changes);

  /** Whether a failure means that others were faster, and nothing was written. */
  boolean isLostRace(SQLException e);

  @Override
  void close();
}
