package dev.atom.jdbc.connection;

import dev.atom.store.StoreException;
import java.sql.SQLException;
import java.util.Set;

/** Turns what PostgreSQL and the driver throw into what the store throws. */
public final class PostgresFailures {
  private static final ServerFailures FAILURES = new ServerFailures("PostgreSQL");

  /** A transaction that lost against others: a conflict of snapshots, a deadlock. */
  private static final Set<String> LOST_RACE = Set.of("40001", "40P01");

  private static final Set<String> TAKEN = Set.of("23505", "23502");

  /** The role may not do it. */
  private static final String FORBIDDEN = "42501";

  /** Class 57P: the server shuts down, has crashed, or does not take connections yet. */
  private static final String SERVER_GOES = "57P0";

  /** Class 08: there is no connection any more. */
  private static final String CONNECTION = "08";

  /** Class 53: no disk, no memory, no free connection. 55P03, 57014: a lock or the time ran out. */
  private static final Set<String> LATER = Set.of("53", "55", "57");

  private PostgresFailures() {}

  public static boolean isLostRace(SQLException e) {
    return LOST_RACE.contains(ServerFailures.state(e));
  }

  /** An effect's key that is held: it would be there twice, or be moved as only timers are. */
  public static boolean isTaken(SQLException e) {
    return TAKEN.contains(ServerFailures.state(e));
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
    String state = ServerFailures.state(e);
    if (state.startsWith(CONNECTION) || state.startsWith(SERVER_GOES)) {
      return ServerFailures.Kind.BROKEN;
    }
    if (state.equals(FORBIDDEN)) {
      return ServerFailures.Kind.FORBIDDEN;
    }
    boolean later = LATER.contains(state.substring(0, Math.min(2, state.length())));
    return later ? ServerFailures.Kind.LATER : ServerFailures.Kind.OTHER;
  }
}
