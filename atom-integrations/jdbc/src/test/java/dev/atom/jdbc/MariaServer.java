package dev.atom.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A real MariaDB server of the tests, from the binaries that the machine has: {@code mariadbd} and
 * {@code mariadb-install-db}, which Debian's packages {@code mariadb-server-core} and {@code
 * mariadb-client-core} bring. Its data are under {@code target}.
 */
public final class MariaServer extends DatabaseServer {
  private static MariaServer shared;

  private MariaServer() {
    super(Path.of("target", "mariadb").toAbsolutePath());
  }

  /** Returns the server that the tests of this JVM share; it is stopped when the JVM ends. */
  public static synchronized MariaServer shared() {
    if (shared == null) {
      MariaServer server = start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      shared = server;
    }
    return shared;
  }

  public static MariaServer start() {
    MariaServer server = new MariaServer();
    server.launchNew();
    return server;
  }

  @Override
  List<String> installation(Path data) throws IOException {
    return List.of(
        program("mariadb-install-db"),
        "--no-defaults",
        "--user=" + System.getProperty("user.name"),
        "--datadir=" + data,
        "--auth-root-authentication-method=normal",
        "--skip-test-db");
  }

  @Override
  List<String> command(Path data, int port) throws IOException {
    return List.of(
        program("mariadbd"),
        "--no-defaults",
        "--user=" + System.getProperty("user.name"),
        "--datadir=" + data,
        "--port=" + port,
        "--bind-address=127.0.0.1",
        "--socket=socket",
        "--skip-name-resolve",
        "--innodb-flush-log-at-trx-commit=1",
        "--innodb-doublewrite=1",
        "--innodb-buffer-pool-size=128M",
        "--max-connections=150");
  }

  private static String program(String name) throws IOException {
    return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () ->
                new IOException(
                    "no " + name + ": install MariaDB (mariadb-server-core, mariadb-client-core)"));
  }

  @Override
  public String url(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port() + "/" + database + "?user=root";
  }

  @Override
  String ownDatabase() {
    return "mysql";
  }

  /** Returns a way to a database that opens a connection each time. */
  public MariaDbDataSource dataSource(String database) {
    return source(url(database));
  }

  public static MariaDbDataSource source(String url) {
    try {
      return new MariaDbDataSource(url);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
