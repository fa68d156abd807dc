package dev.atom.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL server of the tests, from the binaries on the class path. Everything of it is
 * under {@code target}: the binaries, unpacked once, and each server's data.
 */
public final class PostgresServer extends DatabaseServer {
  private static final Path FOLDER = Path.of("target", "postgres").toAbsolutePath();
  private static PostgresServer shared;

  private PostgresServer() {
    super(FOLDER);
  }

  /** Returns the server that the tests of this JVM share; it is stopped when the JVM ends. */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      PostgresServer server = start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      shared = server;
    }
    return shared;
  }

  public static PostgresServer start() {
    PostgresServer server = new PostgresServer();
    server.launchNew();
    return server;
  }

  @Override
  List<String> installation(Path data) throws IOException {
    List<String> command = program("initdb", data);
    command.addAll(List.of("-U", "atom", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"));
    return command;
  }

  @Override
  List<String> command(Path data, int port) throws IOException {
    List<String> command = program("postgres", data);
    command.addAll(List.of("-p", String.valueOf(port)));
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
    return command;
  }

  /** As root in a user namespace of its own, where the server finds that it is nobody. */
  private static List<String> program(String name, Path data) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(binaries().resolve("bin").resolve(name).toString());
    command.addAll(List.of("-D", data.toString()));
    return command;
  }

  @Override
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:"
        + port()
        + "/"
        + database
        + "?user=atom&tcpKeepAlive=true";
  }

  @Override
  String ownDatabase() {
    return "postgres";
  }

  /** Returns a way to a database that opens a connection each time. */
  public PGSimpleDataSource dataSource(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url(database));
    return source;
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
}
