package dev.atom.connectors;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A text with {@code {names}} to be replaced. There is no expression beyond that. */
final class Template {
  private final String text;
  private final List<Piece> pieces;

  /** A literal text, or a name to be replaced. */
  private record Piece(boolean variable, String text) {}

  private Template(String text, List<Piece> pieces) {
    this.text = text;
    this.pieces = pieces;
  }

  /** Reads a text; throws IllegalArgumentException for braces that do not match. */
  static Template of(String text) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int open = text.indexOf('{', from);
      int end = open < 0 ? text.length() : open;
      String literal = text.substring(from, end);
      int close = open < 0 ? end - 1 : text.indexOf('}', open);
      String name = close > open && open >= 0 ? text.substring(open + 1, close) : "";
      boolean broken = open >= 0 && !name.matches("[A-Za-z][A-Za-z0-9_]*");
      if (broken || literal.indexOf('}') >= 0) {
        throw new IllegalArgumentException("a brace does not enclose a name in \"" + text + "\"");
      }
      pieces.add(new Piece(false, literal));
      if (open >= 0) {
        pieces.add(new Piece(true, name));
      }
      from = close + 1;
    }
    return new Template(text, List.copyOf(pieces));
  }

  Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    pieces.stream().filter(Piece::variable).forEach(piece -> names.add(piece.text()));
    return names;
  }

  String expand(UnaryOperator<String> value) {
    StringBuilder expanded = new StringBuilder();
    for (Piece piece : pieces) {
      expanded.append(piece.variable() ? value.apply(piece.text()) : piece.text());
    }
    return expanded.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
