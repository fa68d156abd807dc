package dev.atom.jdbc.connection;

import dev.atom.store.StoreException;
import java.sql.SQLException;
import java.util.Set;

/** Turns what MariaDB and the driver throw into what the store throws. */
public final class MariaFailures {
  private static final ServerFailures FAILURES = new ServerFailures("MariaDB");

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

  public static boolean isLostRace(SQLException e) {
    return LOST_RACE.contains(e.getErrorCode());
  }

  /** A unique key is held already. */
  public static boolean isTaken(SQLException e) {
    return e.getErrorCode() == TAKEN;
  }

  public static StoreException of(String what, boolean writes, SQLException e) {
    return FAILURES.of(what, writes, kind(e), e);
  }

  public static StoreException unreachable(String what, SQLException e) {
    return FAILURES.unreachable(what, e);
  }

  private static ServerFailures.Kind kind(SQLException e) {
    if (isLostRace(e)) {
      return ServerFailures.Kind.LOST_RACE;
    }
    int code = e.getErrorCode();
    if (ServerFailures.state(e).startsWith(CONNECTION) || SERVER_GOES.contains(code)) {
      return ServerFailures.Kind.BROKEN;
    }
    if (FORBIDDEN.contains(code)) {
      return ServerFailures.Kind.FORBIDDEN;
    }
    return LATER.contains(code) ? ServerFailures.Kind.LATER : ServerFailures.Kind.OTHER;
  }
}
