package dev.atom.jdbc;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Java process of a test, on the test's own class path; killed if it still runs at the end. What it
 * says is read at once, and kept until the test wants it: a pipe that is full would stop it.
 */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();

  private ChildJvm(String classPath, Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath,
                main.getName()));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Thread.ofPlatform().daemon().start(this::listen);
  }

  public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return new ChildJvm(System.getProperty("java.class.path"), main, arguments);
  }

  static ChildJvm withoutDriver(Class<?> main, String... arguments) throws IOException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("sqlite-jdbc"))
            .collect(Collectors.joining(File.pathSeparator));
    return new ChildJvm(classPath, main, arguments);
  }

  private void listen() {
    try (BufferedReader output = process.inputReader()) {
      output.lines().map(Optional::of).forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      // it was closed by close()
    } finally {
      said.add(Optional.empty());
    }
  }

  /** Returns the next line, null at the end of the output. */
  public @Nullable String line() throws InterruptedException {
    Optional<String> line = said.take();
    if (line.isEmpty()) {
      said.add(line); // the end stays the end
    }
    return line.orElse(null);
  }

  /** Returns the lines that are left, waiting for the end of the output. */
  public List<String> lines() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); line != null; line = line()) {
      lines.add(line);
    }
    return lines;
  }

  /** Kills the process as it stands (SIGKILL) and returns what it had still said. */
  public List<String> kill() throws InterruptedException {
    // By its handle: Process.destroyForcibly() would close the output before it is read.
    process.toHandle().destroyForcibly();
    List<String> rest = lines();
    process.waitFor();
    return rest;
  }

  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
