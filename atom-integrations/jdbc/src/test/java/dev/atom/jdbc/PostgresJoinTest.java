package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class PostgresJoinTest extends JoinTests {
  private TestPool pool;

  @Override
  JdbcStore openStore() {
    pool = TestPool.postgres(3);
    return PostgresStore.on(pool, Clock.systemUTC());
  }

  @Override
  Connection connect() throws SQLException {
    return pool.getConnection();
  }

  @Override
  void closeDatabase() throws SQLException {
    pool.close();
  }

  @Test
  void repeatableReadOfTheHostsEndsInARetryableFailure() throws SQLException {
    host().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    orders();
    store().append(append(0));
    assertThatThrownBy(() -> store().append(host(), append(0)))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.retryable()).isTrue());
    host().rollback();
    host().setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
  }
}
