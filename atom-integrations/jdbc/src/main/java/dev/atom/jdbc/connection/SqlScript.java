package dev.atom.jdbc.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Statements that make tables, in a resource of this module; {@code #} stands for their prefix. */
public final class SqlScript {
  /** A semicolon at a line's end with an even number of $$ behind it: not within a function. */
  private static final Pattern END =
      Pattern.compile(";\n(?=[^$]*+(?:\\$\\$[^$]*+\\$\\$[^$]*+)*+\\z)");

  private SqlScript() {}

  /**
   * Returns the statements of a script, without comments.
   *
   * @param beside a class in the script's package
   * @param name the script's name, from there
   */
  public static List<String> statements(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String script = text.replace("\r\n", "\n").replaceAll("(?m)^ *--.*\n", "");
      return Arrays.stream(END.split(script))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
