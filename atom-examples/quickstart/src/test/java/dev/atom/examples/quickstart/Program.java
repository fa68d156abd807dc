package dev.atom.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs the program in this process and keeps what it prints. */
record Program(int exit, String out, String err) {
  static Program run(String... arguments) {
    return run(Map.of(), "", arguments);
  }

  static Program run(Map<String, String> environment, String typed, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Quickstart.run(
            arguments,
            environment,
            new StringReader(typed),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Program(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The digest of the final state. */
  static String state(String out) {
    return out.lines()
        .filter(line -> line.startsWith("  state "))
        .map(line -> line.substring(8).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no state in:\n" + out));
  }
}
