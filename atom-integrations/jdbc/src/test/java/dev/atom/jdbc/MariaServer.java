package dev.atom.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A real MariaDB server of the tests, from the binaries that the machine has: {@code mariadbd} and
 * {@code mariadb-install-db}, which Debian's packages {@code mariadb-server-core} and {@code
 * mariadb-client-core} bring. Its data are
 * under {@code target}, gone when it is closed.
 */
final class MariaServer implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "mariadb").toAbsolutePath();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static MariaServer shared;

  private final Path data;
  private final int port;
  private Process process;

  private MariaServer(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** Returns the server that the tests of this JVM share; it is stopped when the JVM ends. */
  static synchronized MariaServer shared() {
    if (shared == null) {
      MariaServer server = start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      shared = server;
    }
    return shared;
  }

  static MariaServer start() {
    try {
      Path data =
          FOLDER.resolve("data-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet());
      delete(data);
      Files.createDirectories(FOLDER);
      install(data);
      MariaServer server = new MariaServer(data, freePort());
      server.launch();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server as it stands (SIGKILL) and starts it again. */
  void killAndRestart() {
    try {
      process.destroyForcibly().onExit().join();
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() throws IOException {
    Path log = FOLDER.resolve(data.getFileName() + ".log");
    process =
        new ProcessBuilder(
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
                "--max-connections=150")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Connection connection = DriverManager.getConnection(url("mysql"))) {
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException("no MariaDB: " + Files.readString(log), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  String url(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
  }

  /** Makes a new, empty database, with whatever character set the server has, and returns its name. */
  String newDatabase() {
    String name = "test" + NAMES.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return name;
  }

  void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url("mysql"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a way to a database that opens a connection each time. */
  MariaDbDataSource dataSource(String database) {
    return source(url(database));
  }

  static MariaDbDataSource source(String url) {
    try {
      return new MariaDbDataSource(url);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops the server at once and deletes its data. */
  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void install(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                program("mariadb-install-db"),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = process.inputReader()) {
      List<String> said = output.lines().toList();
      if (process.waitFor() != 0) {
        throw new IOException("mariadb-install-db failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
