package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.blob.Blob;
import dev.atom.blob.Blobs;
import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresBlobsTest extends BlobsDatabaseTests {
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
  void oneConnectionIsEnoughAndNoStreamHoldsIt() throws SQLException, IOException {
    try (TestPool one = new TestPool(PostgresServer.shared().dataSource(name), 1);
        Blobs blobs = JdbcBlobs.on(one, DatabaseClock.of(one))) {
      List<Integer> lent = new ArrayList<>();
      InputStream source =
          new ByteArrayInputStream(new byte[3 * JdbcBlobs.CHUNK]) {
            @Override
            public int read(byte[] into, int from, int length) {
              lent.add(one.lent());
              return super.read(into, from, length);
            }
          };
      Blob blob = blobs.put(CASE, source);
      try (InputStream open = blobs.open(blob)) {
        assertThat(open.readNBytes(10)).hasSize(10);
        lent.add(one.lent());
        Blob copy = blobs.put(new Subject("acme", "case", "copy"), blobs.open(blob));
        assertThat(copy.sha256()).isEqualTo(blob.sha256());
      }
      blobs.forEach(each -> lent.add(one.lent()));
      assertThat(lent).hasSizeGreaterThan(5).allMatch(count -> count == 0);
    }
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
