package dev.atom.jdbc;

import dev.atom.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The tables' versions on one kind of database: {@code migrations/<database>/V1.sql} and so on, each
 * of which leads from the one before to the next.
 *
 * @param database the folder's name
 */
record Migrations(String database) {
  /** The version that this code reads and writes, on every database. */
  static final int CURRENT = 1;

  /** A semicolon at a line's end with an even number of $$ behind it: not within a function. */
  private static final Pattern END =
      Pattern.compile(";\n(?=[^$]*+(?:\\$\\$[^$]*+\\$\\$[^$]*+)*+\\z)");

  /** Refuses tables of a later Atom, whose meaning this one can't know. */
  static void requireKnown(Tables tables, int version) {
    if (version > CURRENT) {
      throw new StoreException(
          "the tables "
              + tables.prefix()
              + "* have schema "
              + version
              + ", and this atom-jdbc knows schemas up to "
              + CURRENT
              + "; update atom-jdbc to the version that wrote them");
    }
  }

  /** Runs what leads from a version, 0 for no tables, to the current one. */
  void run(Session session, int from) throws SQLException {
    for (int next = from + 1; next <= CURRENT; next++) {
      for (String statement : statements(next)) {
        session.execute(statement);
      }
    }
  }

  /** Returns the statements that lead to a version; {@code #} stands for the tables' prefix. */
  List<String> statements(int version) {
    String name = "migrations/" + database + "/V" + version + ".sql";
    try (InputStream in =
        Objects.requireNonNull(Migrations.class.getResourceAsStream(name), name)) {
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
