package dev.atom.jdbc.connection;

import dev.atom.store.StoreException;
import java.sql.SQLException;

/** Turns what SQLite and the driver throw into what the store throws. */
public final class SqliteFailures {
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READ_ONLY = 8;
  private static final int INPUT_OUTPUT = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int NO_DATABASE = 26;

  private SqliteFailures() {}

  /** The primary code; an extended one says more in its upper bits. */
  private static int code(SQLException e) {
    return e.getErrorCode() & 0xff;
  }

  public static boolean isBusy(SQLException e) {
    return code(e) == BUSY || code(e) == LOCKED;
  }

  /** Whether the same call may succeed later, with no change to the program or the file. */
  private static boolean isRetryable(SQLException e) {
    return isBusy(e) || code(e) == FULL;
  }

  public static StoreException of(String what, SQLException e) {
    String message = "SQLite could not " + what + ": " + e.getMessage() + "; " + remedy(e);
    return new StoreException(isRetryable(e), message, e);
  }

  private static String remedy(SQLException e) {
    return switch (code(e)) {
      case BUSY, LOCKED ->
          "somebody else writes for longer than this one waits, nothing was written; try again";
      case FULL -> "the disk is full, nothing was written; free space on it and try again";
      case READ_ONLY ->
          "the file or its directory is read-only; give the process the right to write both";
      case CORRUPT ->
          "the file is damaged; stop writing to it, and restore a backup or save what"
              + " SQLite's .recover finds";
      case NO_DATABASE -> "the file is no SQLite database, or is encrypted; name another";
      case INPUT_OUTPUT ->
          "the disk failed, nobody knows whether it was written; check the disk, then read again";
      case CANNOT_OPEN -> "its directory must be there and the file readable and writable";
      default -> "see the cause";
    };
  }

  public static StoreException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreException(
        true, "interrupted while waiting to " + what + "; nothing was done", e);
  }
}
