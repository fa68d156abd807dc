package dev.atom.jdbc;

import dev.atom.store.StoreException;
import java.sql.SQLException;

/** Turns what SQLite and the driver throw into what the store throws. */
final class Failures {
  private static final int BUSY = 5;
  private static final int LOCKED = 6;

  private Failures() {}

  static boolean isBusy(SQLException e) {
    return e.getErrorCode() == BUSY || e.getErrorCode() == LOCKED;
  }

  static StoreException of(String what, SQLException e) {
    boolean busy = isBusy(e);
    String remedy =
        busy
            ? "another process writes for longer than this one waits; try again"
            : "see the cause; check the file, its directory's permissions and the free space";
    return new StoreException(
        busy, "SQLite could not " + what + ": " + e.getMessage() + "; " + remedy, e);
  }

  static StoreException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreException(
        true, "interrupted while waiting to " + what + "; nothing was done", e);
  }
}
