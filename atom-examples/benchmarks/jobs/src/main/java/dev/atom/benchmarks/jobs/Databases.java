package dev.atom.benchmarks.jobs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Empty databases: a PostgreSQL server's public schema, and files of SQLite in a folder. */
final class Databases {
  private final String url;
  private final Path folder;

  Databases(String url, Path folder) throws SQLException {
    this.url = url;
    this.folder = folder;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String setting : List.of("fsync", "synchronous_commit")) {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
          row.next();
          if (!row.getString(1).equals("on")) {
            throw new IllegalStateException(setting + " is off: nothing to compare with");
          }
        }
      }
    }
  }

  /** Empties the schema and returns a pool of connections to it. */
  HikariDataSource postgres(int connections) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CHECKPOINT");
    }
    return pool(url, connections, "SELECT 1");
  }

  /** Returns where a new file may be. */
  Path file() throws IOException {
    return Files.createTempDirectory(folder, "jobs").resolve("jobs.db");
  }

  /** Returns a pool of connections to a file, with the pragmas that Atom's store sets. */
  static HikariDataSource sqlite(Path file, int connections) throws SQLException {
    String settings = "?journal_mode=WAL&synchronous=FULL&busy_timeout=60000";
    return pool("jdbc:sqlite:" + file + settings, connections, "SELECT 1");
  }

  private static HikariDataSource pool(String url, int connections, String test) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setConnectionInitSql(test);
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  static void delete(Path file) throws IOException {
    try (Stream<Path> files = Files.walk(file.getParent())) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
