package dev.atom.mock;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Serves a script on a port until the process is stopped: {@code java -jar atom-mock.jar script.json
 * --port 8089}, with what it depends on in the same folder. The first line that it prints ends with
 * the address.
 */
public final class Serve {
  private static final String USAGE =
      "usage: java -jar atom-mock.jar SCRIPT.json [--port NUMBER] [--exchanges FOLDER]\n"
          + "  SCRIPT is a file or one of the scripts that come along, by its name: ";

  private Serve() {}

  /**
   * Starts the server and blocks until the process is stopped. What can't be served is said, and the
   * process ends with status 1.
   *
   * @param arguments the script, then options
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    // A program and no library: its address goes to where its caller reads.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try (ReplayServer server = start(List.of(arguments))) {
      out.println("listening on " + server.uri());
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException | MockException | UncheckedIOException e) {
      out.println(e.getMessage());
      Runtime.getRuntime().exit(1);
    }
  }

  /** Starts what the arguments say. */
  static ReplayServer start(List<String> arguments) {
    Deque<String> left = new ArrayDeque<>(arguments);
    if (left.isEmpty() || left.peek().startsWith("-")) {
      String names =
          String.join(", ", List.of(Scenario.values()).stream().map(Fields::word).toList());
      throw new IllegalArgumentException(USAGE + names);
    }
    ReplayServer.Builder server = ReplayServer.newBuilder();
    server.script(script(left.remove()));
    while (!left.isEmpty()) {
      String option = left.remove();
      String value = left.isEmpty() ? "" : left.remove();
      switch (option) {
        case "--port" -> server.port(port(value));
        case "--exchanges" -> server.folder(Path.of(value));
        default ->
            throw new IllegalArgumentException(
                "unknown option " + option + "; known are --port and --exchanges");
      }
    }
    return server.start();
  }

  private static ProviderScript script(String name) {
    for (Scenario scenario : Scenario.values()) {
      if (Fields.word(scenario).equals(name)) {
        return ProviderScript.of(scenario);
      }
    }
    return ProviderScript.read(Path.of(name));
  }

  private static int port(String value) {
    if (!value.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "--port needs a number of 0 to 65535, not '" + value + "'");
    }
    return Integer.parseInt(value);
  }
}
