package dev.atom.benchmarks.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures every library that is built, one after the other and in turns, each in a process of its
 * own against the one server, and prints a table of medians for each protocol.
 */
public final class Clients {
  private static final int FIRST_CALLS = 3;

  private Clients() {}

  /**
   * Measures.
   *
   * @param args {@code --long} for five turns over all protocols in place of one turn without
   *     Responses; {@code --only=atom,bare} for some folders; {@code --protocol=CHAT} for one
   *     protocol; {@code --jvm=-X...} for one more option of the measured processes
   * @throws Exception if a process can't be started
   */
  public static void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    boolean longer = options.contains("--long");
    Path clients = folder();
    List<String> jvm =
        options.stream().filter(o -> o.startsWith("--jvm=")).map(o -> o.substring(6)).toList();
    Runs runs = new Runs(longer ? 2.0 : 0.5, longer ? 5 : 1, FIRST_CALLS, jvm);
    List<Subject> subjects = new ArrayList<>();
    for (Subject subject : Subject.ALL) {
      if (!chosen(options, "--only=", subject.folder())) {
        continue;
      }
      if (Files.isDirectory(peer(clients, subject))) {
        subjects.add(subject);
      } else {
        System.out.println(subject.name() + " is not built and left out.");
      }
    }
    Process server = server(clients);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      String address = "http://127.0.0.1:" + out.readLine();
      for (Protocol protocol : Protocol.values()) {
        boolean wanted = longer || protocol != Protocol.RESPONSES;
        if (wanted && chosen(options, "--protocol=", protocol.name())) {
          runs.measure(protocol, subjects, s -> peer(clients, s), address);
        }
      }
    } finally {
      server.destroy();
    }
    System.out.println(runs.tables());
    System.out.println(ClassPaths.table(subjects, s -> peer(clients, s)));
  }

  private static boolean chosen(List<String> options, String option, String value) {
    return options.stream()
        .filter(o -> o.startsWith(option))
        .findFirst()
        .map(o -> List.of(o.substring(option.length()).split(",", -1)).contains(value))
        .orElse(true);
  }

  /** The folder in which the harness and the peers lie. */
  private static Path folder() throws URISyntaxException {
    Path own = Path.of(Clients.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (Path at = own; at != null; at = at.getParent()) {
      if (at.getFileName().toString().equals("harness")) {
        return at.resolveSibling("");
      }
    }
    throw new IllegalStateException(own + " is not below a folder \"harness\"");
  }

  private static Path peer(Path clients, Subject subject) {
    return clients.resolve(subject.folder()).resolve("target/peer");
  }

  private static Process server(Path clients) throws IOException {
    Path jars = clients.resolve("harness/target/peer");
    return new ProcessBuilder(
            Runs.java(), "-Xmx512m", "-cp", jars + "/*", ModelServer.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The jars of a folder. */
  static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
