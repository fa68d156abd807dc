package dev.atom.notify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A plain text with placeholders such as {@code {name}}. A value is inserted as it is: it is neither
 * escaped nor read for placeholders, and there are no expressions. A doubled brace stands for the
 * brace itself. A placeholder's name begins with a letter, then letters, digits and
 * underscores (ASCII). Immutable and thread-safe.
 */
public final class Template {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private final List<Piece> pieces;
  private final Set<String> placeholders;

  private Template(List<Piece> pieces, Set<String> placeholders) {
    this.pieces = List.copyOf(pieces);
    this.placeholders = Collections.unmodifiableSet(placeholders);
  }

  /** Literal text, or the name of a placeholder. */
  private record Piece(String text, boolean placeholder) {}

  /**
   * Reads a template.
   *
   * @param text the text with placeholders
   * @return the template
   * @throws TemplateMismatch if a brace stands alone or a placeholder's name is none; names the place
   */
  public static Template parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if ((c == '{' || c == '}') && text.startsWith(String.valueOf(c), at + 1)) {
        literal.append(c);
        at += 2;
      } else if (c == '{') {
        String name = nameAt(text, at);
        pieces.add(new Piece(literal.toString(), false));
        pieces.add(new Piece(name, true));
        names.add(name);
        literal.setLength(0);
        at += name.length() + 2;
      } else if (c == '}') {
        throw new TemplateMismatch(
            "the } at position " + at + " closes nothing; write }} for the brace itself");
      } else {
        literal.append(c);
        at++;
      }
    }
    pieces.add(new Piece(literal.toString(), false));
    return new Template(pieces, names);
  }

  private static String nameAt(String text, int open) {
    int close = text.indexOf('}', open);
    String name = close < 0 ? "" : text.substring(open + 1, close);
    if (!NAME.matcher(name).matches()) {
      throw new TemplateMismatch(
          "the { at position "
              + open
              + " begins no placeholder like {name}; write {{ for the brace itself");
    }
    return name;
  }

  /**
   * Returns the names of the placeholders.
   *
   * @return in the order of their first use
   */
  public Set<String> placeholders() {
    return placeholders;
  }

  /**
   * Puts values in the places.
   *
   * @param values a value for each placeholder and nothing else
   * @return the text
   * @throws TemplateMismatch if a value is missing or belongs to no placeholder; names which
   */
  public String render(Map<String, String> values) {
    refuse("no value is given for the placeholder", placeholders, values.keySet());
    refuse("the template has no placeholder", values.keySet(), placeholders);
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(piece.placeholder() ? values.get(piece.text()) : piece.text());
    }
    return text.toString();
  }

  private static void refuse(String what, Set<String> some, Set<String> others) {
    Set<String> missing = new TreeSet<>(some);
    missing.removeAll(others);
    if (!missing.isEmpty()) {
      throw new TemplateMismatch(what + " {" + String.join("}, {", missing) + "}");
    }
  }

  @Override
  public String toString() {
    return "Template" + placeholders;
  }
}
