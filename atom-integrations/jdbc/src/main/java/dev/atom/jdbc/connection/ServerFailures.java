package dev.atom.jdbc.connection;

import dev.atom.store.StoreException;
import java.sql.SQLException;

/** What the store throws when a server or its driver fails. */
final class ServerFailures {
  /** What a failure means for the call. */
  enum Kind {
    /** The transaction lost against others. */
    LOST_RACE,
    /** There is no connection any more. */
    BROKEN,
    /** It may go well another time. */
    LATER,
    /** The database's user may not do it. */
    FORBIDDEN,
    /** Anything else. */
    OTHER
  }

  private final String server;

  ServerFailures(String server) {
    this.server = server;
  }

  /** A call whose effect, where it has one, nobody knows if the connection broke. */
  StoreException of(String what, boolean writes, Kind kind, SQLException e) {
    return switch (kind) {
      case LOST_RACE ->
          failure(
              what,
              true,
              "others changed the same rows at the same time; nothing was written: do it again, the"
                  + " whole transaction where it was part of one",
              e);
      case BROKEN ->
          failure(
              what,
              true,
              writes
                  ? "the connection broke and it is unknown whether it was written; read what it"
                      + " would have changed before you repeat it"
                  : "the connection broke; try again",
              e);
      case LATER -> failure(what, true, "nothing was written; see the cause", e);
      case FORBIDDEN ->
          failure(
              what,
              false,
              "nothing was written; see the cause and grant the user what docs/storage.md lists, or"
                  + " docs/vault-database.md for a vault",
              e);
      case OTHER -> failure(what, false, "nothing was written; see the cause", e);
    };
  }

  /** No connection was to be had. */
  StoreException unreachable(String what, SQLException e) {
    return failure(
        what,
        !state(e).startsWith("28"),
        "no connection was to be had, so nothing was done; check the pool, the server and its"
            + " address",
        e);
  }

  private StoreException failure(String what, boolean retryable, String remedy, SQLException e) {
    return new StoreException(
        retryable, server + " could not " + what + ": " + e.getMessage() + "; " + remedy, e);
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
