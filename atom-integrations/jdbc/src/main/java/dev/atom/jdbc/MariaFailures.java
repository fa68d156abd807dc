package dev.atom.jdbc;

import dev.atom.store.StoreException;
import java.sql.SQLException;
import java.util.Set;

/** Turns what MariaDB and the driver throw into what the store throws. */
final class MariaFailures {
  /**
   * A transaction that lost against others: 1213 a deadlock, which has rolled back all of it, 1205 a
   * lock that was not to be had in time, 1020 a row that is newer than a repeatable read.
   */
  private static final Set<Integer> LOST_RACE = Set.of(1213, 1205, 1020);

  private static final int TAKEN = 1062;

  /** The server shuts down, or has ended the connection. */
  private static final Set<Integer> SERVER_GOES = Set.of(1053, 1927);

  /** Class 08: there is no connection any more. */
  private static final String CONNECTION = "08";

  /** No disk, no memory, too many connections or locks, the statement's time is over. */
  private static final Set<Integer> LATER = Set.of(1021, 1037, 1038, 1040, 1114, 1203, 1206, 1969);

  /** The user may not do it, to the database, a table or a column. */
  private static final Set<Integer> FORBIDDEN = Set.of(1044, 1142, 1143);

  private MariaFailures() {}

  static boolean isLostRace(SQLException e) {
    return LOST_RACE.contains(e.getErrorCode());
  }

  /** A unique key is held already. */
  static boolean isTaken(SQLException e) {
    return e.getErrorCode() == TAKEN;
  }

  /** A call whose effect, where it has one, nobody knows if the connection broke. */
  static StoreException of(String what, boolean writes, SQLException e) {
    if (isLostRace(e)) {
      return failure(
          what,
          true,
          "others changed the same rows at the same time; nothing was written: do it again, the"
              + " whole transaction where it was part of one",
          e);
    }
    if (isBroken(e)) {
      String remedy =
          writes
              ? "the connection broke and it is unknown whether it was written; read what it would"
                  + " have changed before you repeat it"
              : "the connection broke; try again";
      return failure(what, true, remedy, e);
    }
    return failure(
        what,
        LATER.contains(e.getErrorCode()),
        "nothing was written; see the cause"
            + (FORBIDDEN.contains(e.getErrorCode())
                ? " and grant the user what docs/storage.md lists"
                : ""),
        e);
  }

  static StoreException unreachable(String what, SQLException e) {
    return failure(
        what,
        !state(e).startsWith("28"),
        "no connection was to be had, so nothing was done; check the pool, the server and its"
            + " address",
        e);
  }

  private static boolean isBroken(SQLException e) {
    return state(e).startsWith(CONNECTION) || SERVER_GOES.contains(e.getErrorCode());
  }

  private static StoreException failure(
      String what, boolean retryable, String remedy, SQLException e) {
    return new StoreException(
        retryable, "MariaDB could not " + what + ": " + e.getMessage() + "; " + remedy, e);
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
