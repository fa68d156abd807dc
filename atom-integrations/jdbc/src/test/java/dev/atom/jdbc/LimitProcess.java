package dev.atom.jdbc;

import dev.atom.CallContext;
import dev.atom.limit.CallFacts;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that makes calls under limits it shares with others, and prints for each when it asked,
 * when it got room and when it gave it back, in nanoseconds since 1970. It begins when the table
 * {@code go} is there.
 */
final class LimitProcess {
  static final int THREADS = 4;
  static final int CALLS = 40;
  static final int PER_SECOND = 200;
  static final int BURST = 10;
  static final int AT_ONCE = 3;
  static final String READY = "ready";

  private LimitProcess() {}

  /** Argument: the server's URL. */
  public static void main(String[] arguments) throws Exception {
    try (TestPool pool = TestPool.of(arguments[0], THREADS);
        Limiter limiter = limiter(pool)) {
      System.out.println(READY);
      while (!go(pool)) {
        LockSupport.parkNanos(1_000_000);
      }
      Thread[] threads = new Thread[THREADS];
      for (int t = 0; t < THREADS; t++) {
        threads[t] = Thread.ofPlatform().start(() -> call(limiter));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  static Limiter limiter(TestPool pool) {
    return Limiter.newBuilder()
        .buckets(JdbcBuckets.on(pool))
        .rule(
            LimitRule.rate("r", PER_SECOND, "requests", Duration.ofSeconds(1)).burst(BURST).build())
        .rule(LimitRule.atOnce("o", AT_ONCE, "requests").build())
        .build();
  }

  private static boolean go(TestPool pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT to_regclass('go') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static void call(Limiter limiter) {
    LimitedCall call = LimitedCall.of(CallFacts.of("acme"));
    for (int i = 0; i < CALLS; i++) {
      long asked = now();
      Permit permit = limiter.acquire(call, CallContext.create());
      long got = now();
      LockSupport.parkNanos(2_000_000);
      long gave = now();
      permit.close();
      say(asked + " " + got + " " + gave);
    }
  }

  private static long now() {
    return PostgresLimits.nanos(Clock.systemUTC());
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
