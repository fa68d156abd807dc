package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Two hosts' transactions that append to the same subjects in opposite order. */
class PostgresDeadlockTest {
  private static final Subject FIRST = new Subject("acme", "case", "1");
  private static final Subject SECOND = new Subject("acme", "case", "2");

  @Test
  void oneIsToldToRepeatItsTransactionAndTheOtherGoesOn() throws Exception {
    try (TestPool pool = TestPool.postgres(3);
        PostgresStore store = PostgresStore.on(pool, Clock.systemUTC())) {
      store.append(Append.to(FIRST).event(event("before")).build());
      store.append(Append.to(SECOND).event(event("before")).build());
      List<List<Subject>> orders = List.of(List.of(FIRST, SECOND), List.of(SECOND, FIRST));
      CyclicBarrier bothHoldOne = new CyclicBarrier(2);
      List<FutureTask<Optional<StoreException>>> hosts = new ArrayList<>();
      for (List<Subject> order : orders) {
        hosts.add(new FutureTask<>(() -> inOneTransaction(pool, store, bothHoldOne, order)));
        Thread.ofPlatform().start(hosts.getLast());
      }
      List<StoreException> refused = new ArrayList<>();
      List<List<Subject>> toRepeat = new ArrayList<>();
      for (int host = 0; host < 2; host++) {
        Optional<StoreException> failure = hosts.get(host).get();
        failure.ifPresent(refused::add);
        if (failure.isPresent()) {
          toRepeat.add(orders.get(host));
        }
      }
      assertThat(refused).hasSize(1);
      assertThat(refused.getFirst().retryable()).isTrue();
      assertThat(refused.getFirst()).hasMessageContaining("the whole transaction");
      assertThat(refused.getFirst())
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40P01"));
      // The other has gone on. Repeated beside it, this one could take its first row before it
      // again.
      assertThat(inOneTransaction(pool, store, new CyclicBarrier(1), toRepeat.getFirst()))
          .isEmpty();
      assertThat(store.version(FIRST)).isEqualTo(3);
      assertThat(store.version(SECOND)).isEqualTo(3);
      assertThat(orders(pool)).isEqualTo(2);
    }
  }

  /** Returns what it ended in, if not well: then it is rolled back. */
  private static Optional<StoreException> inOneTransaction(
      TestPool pool, PostgresStore store, CyclicBarrier bothHoldOne, List<Subject> order)
      throws Exception {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Optional<StoreException> failure = Optional.empty();
      try {
        appends(connection, store, order.getFirst(), order.getLast(), bothHoldOne);
        connection.commit();
      } catch (StoreException e) {
        failure = Optional.of(e);
        connection.rollback();
      }
      connection.setAutoCommit(true);
      return failure;
    }
  }

  private static void appends(
      Connection connection, PostgresStore store, Subject one, Subject two, CyclicBarrier between)
      throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS orders_" + one.id() + " (id int)");
      statement.execute("INSERT INTO orders_" + one.id() + " VALUES (1)");
    }
    store.append(connection, Append.to(one).event(event("one")).build());
    between.await();
    store.append(connection, Append.to(two).event(event("two")).build());
  }

  private static int orders(TestPool pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM (TABLE orders_1 UNION ALL TABLE orders_2) AS o")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static NewEvent event(String type) {
    return new NewEvent(type, Json.Obj.EMPTY, "tester", Optional.empty());
  }
}
