package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.store.Append;
import dev.atom.store.StoreException;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("mariadb")
class MariaJoinTest extends JoinTests {
  private TestPool pool;

  @Override
  JdbcStore openStore() {
    MariaServer server = MariaServer.shared();
    pool = new TestPool(server.dataSource(server.newDatabase()), 3);
    return MariaStore.on(pool, Clock.systemUTC());
  }

  @Override
  Connection connect() throws SQLException {
    return pool.getConnection();
  }

  @Override
  void closeDatabase() throws SQLException {
    pool.close();
  }

  /** Its plain reads show an earlier instant; the store's looks are locks, which show the truth. */
  @Test
  void repeatableReadOfTheHostsIsToldWhatIsTrue() throws SQLException {
    host().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    orders();
    store().append(Append.to(CASE).event(event()).plan(effect("k")).unique(KEY, "first").build());
    assertThatThrownBy(() -> store().append(host(), append(0))).isInstanceOf(VersionConflict.class);
    assertThatThrownBy(() -> store().append(host(), Append.to(CASE).unique(KEY, "second").build()))
        .isInstanceOfSatisfying(
            UniqueKeyTaken.class, taken -> assertThat(taken.holder()).isEqualTo("first"));
    assertThatThrownBy(() -> store().append(host(), Append.to(CASE).plan(effect("k")).build()))
        .isInstanceOf(UniqueKeyTaken.class);
    assertThat(store().append(host(), append(1))).isEqualTo(2);
    host().commit();
    assertThat(store().version(CASE)).isEqualTo(2);
    host().setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
  }

  /** The host's connection commits each statement, and its transaction is begun by a statement. */
  @Test
  void transactionThatAStatementHasBegunIsJoined() throws SQLException {
    host().setAutoCommit(true);
    execute("START TRANSACTION");
    execute("INSERT INTO orders VALUES (1)");
    assertThat(store().append(host(), append(0))).isEqualTo(1);
    execute("ROLLBACK");
    assertThat(store().version(CASE)).isZero();
    assertThat(orders()).isZero();
    assertThat(store().append(host(), append(0))).isEqualTo(1); // outside of one it is its own
    assertThat(store().version(CASE)).isEqualTo(1);
  }

  @Test
  void deadlockWithTheHostsOwnRowsIsRetryable() throws Exception {
    execute("CREATE TABLE locks (id int PRIMARY KEY)");
    execute("INSERT INTO locks VALUES (1)");
    host().commit();
    store().append(append(0));
    try (Connection other = pool.getConnection();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      store().append(other, append(1)); // holds the subject's row
      execute("UPDATE locks SET id = 2"); // and the host its own
      Future<Integer> waiting =
          thread.submit(
              () -> {
                try (Statement statement = other.createStatement()) {
                  return statement.executeUpdate("UPDATE locks SET id = 3");
                }
              });
      List<Exception> failed = new ArrayList<>();
      try {
        store().append(host(), append(1));
      } catch (StoreException e) {
        assertThat(e.retryable()).isTrue();
        failed.add(e);
        host().rollback();
      }
      try {
        waiting.get();
      } catch (ExecutionException e) {
        failed.add(e); // the server chose this one
      }
      assertThat(failed).hasSize(1);
      other.rollback();
      other.setAutoCommit(true);
    }
  }

  @Test
  void lockThatIsNotToBeHadInTimeIsRetryableAndLeavesTheTransactionAlive() throws SQLException {
    store().append(append(0));
    execute("SET SESSION innodb_lock_wait_timeout = 0");
    execute("INSERT INTO orders VALUES (1)");
    try (Connection other = pool.getConnection()) {
      other.setAutoCommit(false);
      store().append(other, append(1));
      assertThatThrownBy(() -> store().append(host(), append(1)))
          .isExactlyInstanceOf(StoreException.class)
          .satisfies(e -> assertThat(((StoreException) e).retryable()).isTrue());
      other.rollback();
      other.setAutoCommit(true);
    }
    assertThat(store().append(host(), append(1))).isEqualTo(2);
    host().commit();
    assertThat(orders()).isEqualTo(1);
  }
}
