package dev.atom.jdbc.vault;

import dev.atom.jdbc.MariaServer;
import dev.atom.jdbc.PostgresServer;
import dev.atom.jdbc.TestPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** A new, empty database of one of the engines; gone when it is closed. */
interface VaultDatabase extends AutoCloseable {
  /** Returns what a process needs to find it, for {@link #source}. */
  String address();

  /** Lends connections, of a small pool where it is a server. */
  DataSource source();

  /** Opens another store on it. */
  default JdbcVaultStore open() {
    return JdbcVaultStore.on(source(), JdbcVaultStore.DEFAULT_PREFIX);
  }

  /** Removes all rows, if the table is there. */
  default void makeEmpty() {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM atom_vault");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void close();

  static VaultDatabase sqlite() {
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "vault");
      SQLiteDataSource source = new SQLiteDataSource();
      source.setUrl("jdbc:sqlite:" + folder.resolve("vault.db"));
      return new Made(source.getUrl(), source, () -> delete(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static VaultDatabase postgresql() {
    PostgresServer server = PostgresServer.shared();
    String name = server.newDatabase();
    TestPool pool = new TestPool(server.dataSource(name), 40);
    return new Made(server.url(name), pool, () -> close(pool));
  }

  static VaultDatabase mariadb() {
    MariaServer server = MariaServer.shared();
    String name = server.newDatabase();
    TestPool pool = new TestPool(server.dataSource(name), 40);
    return new Made(server.url(name), pool, () -> close(pool));
  }

  /** Returns the way to a database from another process. */
  static DataSource source(String address) {
    if (!address.startsWith("jdbc:sqlite:")) {
      return TestPool.of(address, 4);
    }
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(address);
    return source;
  }

  /** Returns a way to a server's database that opens a connection each time. */
  static DataSource unpooled(String address) {
    if (address.startsWith("jdbc:mariadb:")) {
      return MariaServer.source(address);
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(address);
    return source;
  }

  /** A database and how it goes. */
  record Made(String address, DataSource source, Runnable end) implements VaultDatabase {
    @Override
    public void close() {
      end.run();
    }
  }

  private static void close(TestPool pool) {
    try {
      pool.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
