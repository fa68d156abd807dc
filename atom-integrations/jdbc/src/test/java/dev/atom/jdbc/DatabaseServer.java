package dev.atom.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real database server of the tests, with data of its own that are gone when it is closed. */
public abstract class DatabaseServer implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Path data;
  private final Path log;
  private final int port;
  private Process process;

  /** Chooses where its data go and its port. */
  DatabaseServer(Path folder) {
    data = folder.resolve("data-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet());
    log = folder.resolve(data.getFileName() + ".log");
    port = freePort();
  }

  /** Returns the command that makes a new server's data. */
  abstract List<String> installation(Path data) throws IOException;

  /** Returns the command that runs the server on 127.0.0.1 until it is killed. */
  abstract List<String> command(Path data, int port) throws IOException;

  /** Returns the URL of a database, with the right to do everything. */
  public abstract String url(String database);

  /** Returns the name of the database that every server has. */
  abstract String ownDatabase();

  /** Makes the data and starts it. Returns when it answers. */
  final void launchNew() {
    try {
      delete(data);
      Files.createDirectories(data.getParent());
      run(installation(data));
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server and every process of its own as they stand (SIGKILL), and starts it again. */
  public final void killAndRestart() {
    try {
      kill();
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(command(data, port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Connection connection = DriverManager.getConnection(url(ownDatabase()))) {
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException("the server does not answer: " + Files.readString(log), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  final int port() {
    return port;
  }

  /** Makes a new, empty database and returns its name. */
  public final String newDatabase() {
    String name = "test" + NAMES.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return name;
  }

  public final void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url(ownDatabase()));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops the server at once and deletes its data. */
  @Override
  public final void close() {
    try {
      kill();
      delete(data);
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      List<String> said = output.lines().toList();
      if (process.waitFor() != 0) {
        throw new IOException(command + " failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /**
   * Finds a port below those that systems give to clients: one who calls a server that is down, again
   * and again, would at some time be given the server's own port, and keep it from coming back.
   */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // somebody has it: another
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
