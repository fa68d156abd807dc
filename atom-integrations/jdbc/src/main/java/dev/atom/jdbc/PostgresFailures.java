package dev.atom.jdbc;

import dev.atom.store.StoreException;
import java.sql.SQLException;
import java.util.Set;

/** Turns what PostgreSQL and the driver throw into what the store throws. */
final class PostgresFailures {
  /** A transaction that lost against others: a conflict of snapshots, a deadlock. */
  private static final Set<String> LOST_RACE = Set.of("40001", "40P01");

  /** Class 57P: the server shuts down, has crashed, or does not take connections yet. */
  private static final String SERVER_GOES = "57P0";

  /** Class 08: there is no connection any more. */
  private static final String CONNECTION = "08";

  /** Class 53: no disk, no memory, no free connection. 55P03, 57014: a lock or the time ran out. */
  private static final Set<String> LATER = Set.of("53", "55", "57");

  private PostgresFailures() {}

  static boolean isLostRace(SQLException e) {
    return LOST_RACE.contains(state(e));
  }

  /** An effect's key that is held: it would be there twice, or be moved as only timers are. */
  static boolean isTaken(SQLException e) {
    return state(e).equals("23505") || state(e).equals("23502");
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
    boolean later = LATER.contains(state(e).substring(0, Math.min(2, state(e).length())));
    return failure(
        what,
        later,
        "nothing was written; see the cause"
            + (state(e).equals("42501") ? " and grant the role what docs/storage.md lists" : ""),
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
    return state(e).startsWith(CONNECTION) || state(e).startsWith(SERVER_GOES);
  }

  private static StoreException failure(
      String what, boolean retryable, String remedy, SQLException e) {
    return new StoreException(
        retryable, "PostgreSQL could not " + what + ": " + e.getMessage() + "; " + remedy, e);
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
