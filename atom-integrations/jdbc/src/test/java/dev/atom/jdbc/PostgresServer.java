package dev.atom.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL server of the tests, from the binaries on the class path. Everything of it is
 * under {@code target}: the binaries, unpacked once, and each server's data, gone when it is closed.
 */
final class PostgresServer implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "postgres").toAbsolutePath();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static PostgresServer shared;

  private final Path data;
  private final int port;
  private Process process;

  private PostgresServer(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** Returns the server that the tests of this JVM share; it is stopped when the JVM ends. */
  static synchronized PostgresServer shared() {
    if (shared == null) {
      PostgresServer server = start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      shared = server;
    }
    return shared;
  }

  static PostgresServer start() {
    try {
      Path data =
          FOLDER.resolve("data-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet());
      delete(data);
      run(
          "initdb",
          "-D",
          data.toString(),
          "-U",
          "atom",
          "-A",
          "trust",
          "-E",
          "UTF8",
          "--no-locale",
          "-N");
      PostgresServer server = new PostgresServer(data, freePort());
      server.launch();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server and every process of its own as they stand (SIGKILL), and starts it again. */
  void killAndRestart() {
    try {
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      for (ProcessHandle each : all) {
        each.onExit().join();
      }
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() throws IOException {
    List<String> command = command("postgres", "-D", data.toString(), "-p", String.valueOf(port));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "max_connections=150",
            "shared_buffers=128MB",
            "max_wal_size=2GB")) {
      command.addAll(List.of("-c", setting));
    }
    Path log = data.resolve("server.log");
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Connection connection = DriverManager.getConnection(url("postgres"))) {
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException("no PostgreSQL: " + Files.readString(log), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=atom&tcpKeepAlive=true";
  }

  /** Makes a new, empty database and returns its name. */
  String newDatabase() {
    String name = "test" + NAMES.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      return name;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a way to a database that opens a connection each time. */
  PGSimpleDataSource dataSource(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url(database));
    return source;
  }

  /** Stops the server at once and deletes its data. */
  @Override
  public void close() {
    try {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly().waitFor();
      children.forEach(ProcessHandle::destroyForcibly);
      children.forEach(child -> child.onExit().join());
      delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String program, String... arguments) throws IOException {
    Process process =
        new ProcessBuilder(command(program, arguments)).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      List<String> said = output.lines().toList();
      if (process.waitFor() != 0) {
        throw new IOException(program + " failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** As root in a user namespace of its own, where the server finds that it is nobody. */
  private static List<String> command(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(binaries().resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static synchronized Path binaries() throws IOException {
    String archive = "postgres-" + platform() + ".txz";
    Path unpacked = FOLDER.resolve("binaries");
    if (!Files.exists(unpacked.resolve("bin"))) {
      Path part = FOLDER.resolve("part-" + ProcessHandle.current().pid());
      delete(part);
      Files.createDirectories(part);
      unpack("/" + archive, part);
      Files.move(part, unpacked, StandardCopyOption.ATOMIC_MOVE);
    }
    return unpacked;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    return (system.contains("mac") ? "darwin-" : system.contains("win") ? "windows-" : "linux-")
        + machine;
  }

  private static void unpack(String archive, Path folder) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-x", "-f", "-", "-C", folder.toString())
            .redirectErrorStream(true)
            .start();
    try (InputStream in =
            Objects.requireNonNull(
                PostgresServer.class.getResourceAsStream(archive), "no " + archive);
        OutputStream out = tar.getOutputStream()) {
      new XZInputStream(in).transferTo(out);
    }
    try {
      if (tar.waitFor() != 0) {
        throw new IOException(tar.inputReader().readLine());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
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
