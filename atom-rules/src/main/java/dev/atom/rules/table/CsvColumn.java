package dev.atom.rules.table;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column of CSV holds, by its header.
 *
 * @param header as it stands in the text
 * @param part what its cells are
 * @param name the path of the fact, or the name of the output; empty for ids and notes
 * @param type the type that the header gives
 */
record CsvColumn(String header, Part part, String name, Optional<String> type) {
  static final String ID = "id";
  static final String NOTE = "note";

  private static final Pattern COLUMN =
      Pattern.compile("(when|then)\\s+([^:]*[^:\\s])\\s*(?::\\s*(\\S*))?");

  /** What cells are. */
  enum Part {
    ID,
    WHEN,
    THEN,
    NOTE
  }

  /** Empty if the header is none that names a column by itself. */
  static Optional<CsvColumn> parse(String text) {
    String header = text.strip();
    if (header.equals(ID)) {
      return Optional.of(new CsvColumn(header, Part.ID, "", Optional.empty()));
    }
    if (header.equals(NOTE)) {
      return Optional.of(new CsvColumn(header, Part.NOTE, "", Optional.empty()));
    }
    Matcher column = COLUMN.matcher(header);
    return column.matches()
        ? Optional.of(
            new CsvColumn(
                header,
                column.group(1).equals("when") ? Part.WHEN : Part.THEN,
                column.group(2),
                Optional.ofNullable(column.group(3))))
        : Optional.empty();
  }

  /** A header for people, cut where it is long. */
  static String quoted(String header) {
    return "\"" + (header.length() > 80 ? header.substring(0, 79) + "…" : header) + "\"";
  }

  static String name(Input input) {
    return "when " + input.field() + ": " + input.type().jsonName();
  }

  static String name(Output output) {
    return "then " + output.name() + ": " + output.type().jsonName();
  }
}
