package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.blob.Blob;
import dev.atom.blob.Blobs;
import dev.atom.store.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresBlobsTest extends ServerBlobsTests {
  private static final Subject CASE = new Subject("acme", "case", "1");
  private static String name;
  private static TestPool pool;

  @BeforeAll
  static void openPool() {
    name = PostgresServer.shared().newDatabase();
    pool = new TestPool(PostgresServer.shared().dataSource(name), 20);
  }

  @AfterAll
  static void closePool() throws SQLException {
    pool.close();
  }

  @BeforeEach
  void makeEmpty() {
    PostgresTables.makeEmpty(pool);
  }

  @Override
  DataSource database() {
    return pool;
  }

  @Override
  DataSource unpooled() {
    return PostgresServer.shared().dataSource(name);
  }

  @Test
  void poolsThatDoNotCommitAndAreSerializableServeAsWell() throws SQLException {
    PGSimpleDataSource source = PostgresServer.shared().dataSource(name);
    source.setOptions("-c default_transaction_isolation=serializable");
    try (Connection only = source.getConnection()) {
      only.setAutoCommit(false);
      TestPool serializable = new TestPool(OneConnection.lending(only), 1);
      Blob blob;
      try (Blobs blobs = JdbcBlobs.on(serializable, Clock.systemUTC())) {
        blob = blobs.put(CASE, new byte[2 * JdbcBlobs.CHUNK]);
        blobs.put(CASE, new byte[2 * JdbcBlobs.CHUNK]);
      }
      assertThat(only.getAutoCommit()).isFalse();
      assertThat(only.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      try (Blobs blobs = open(Clock.systemUTC())) {
        assertThat(blobs.list(CASE)).containsExactly(blob);
      }
    }
  }
}
