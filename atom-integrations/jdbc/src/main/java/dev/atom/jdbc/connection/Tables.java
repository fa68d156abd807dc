package dev.atom.jdbc.connection;

import java.util.Locale;
import java.util.regex.Pattern;

/** The tables of one store, whose names share a prefix. */
public record Tables(String prefix) {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,30}");

  public static Tables named(String prefix) {
    if (!PREFIX.matcher(prefix).matches()
        || prefix.toLowerCase(Locale.ROOT).startsWith("sqlite_")) {
      throw new IllegalArgumentException(
          "a table prefix is a letter or underscore and at most 30 letters, digits and underscores,"
              + " and does not begin with sqlite_: \""
              + prefix
              + "\"");
    }
    return new Tables(prefix);
  }

  /** Returns a statement in which {@code #} stands for the prefix, as in {@code #events}. */
  public String sql(String statement) {
    return statement.replace("#", prefix);
  }
}
