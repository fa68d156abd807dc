package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.store.StoreException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class JdbcStoreTest {
  @TempDir Path folder;

  @Test
  void postgresqlIsDetected() {
    PostgresServer server = PostgresServer.shared();
    try (JdbcStore store =
        JdbcStore.on(server.dataSource(server.newDatabase()), Clock.systemUTC())) {
      assertThat(store).isInstanceOf(PostgresStore.class);
    }
  }

  @Test
  void sqliteIsDetected() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("atom.db"));
    try (JdbcStore store = JdbcStore.on(source, Clock.systemUTC())) {
      assertThat(store).isInstanceOf(SqliteStore.class);
    }
  }

  @Test
  void unknownDatabaseIsRefusedByNameWithWhatIsKnown() {
    assertThatThrownBy(
            () -> JdbcStore.on(OneConnection.lending(of("Oracle", 23)), Clock.systemUTC()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Oracle")
        .hasMessageContaining("PostgreSQL 13 or later")
        .hasMessageContaining("MariaDB 10.6 or later")
        .hasMessageContaining("SQLite");
  }

  @Test
  void oldPostgresqlIsRefusedWithTheVersionThatIsNeeded() {
    assertThatThrownBy(
            () -> JdbcStore.on(OneConnection.lending(of("PostgreSQL", 12)), Clock.systemUTC()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("12.1")
        .hasMessageContaining("needs 13 or later");
  }

  @Test
  void oldMariadbIsRefusedWithTheVersionThatIsNeeded() {
    assertThatThrownBy(
            () -> JdbcStore.on(OneConnection.lending(of("MariaDB", 5)), Clock.systemUTC()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("5.1")
        .hasMessageContaining("needs 10.6 or later");
  }

  /** Returns a connection that knows nothing but what database it leads to. */
  private static Connection of(String product, int version) {
    DatabaseMetaData server =
        (DatabaseMetaData)
            proxy(
                DatabaseMetaData.class,
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getDatabaseProductName" -> product;
                      case "getDatabaseProductVersion" -> version + ".1";
                      default -> version;
                    });
    return (Connection)
        proxy(
            Connection.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMetaData" -> server;
                  case "getAutoCommit" -> true;
                  default -> null;
                });
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        JdbcStoreTest.class.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
