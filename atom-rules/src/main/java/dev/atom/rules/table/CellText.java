package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.table.UnaryTest.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The compact text of a cell, a small part of DMN's unary tests:
 *
 * <pre>
 * cell       = "" | "-" | "not(" tests ")" | tests
 * tests      = test { "," test }
 * test       = comparison | interval | "null" | literal
 * comparison = ( "&lt;=" | "&gt;=" | "!=" | "&lt;" | "&gt;" | "=" ) literal
 * interval   = ( "[" | "(" | "]" ) literal ".." literal ( "]" | ")" | "[" )
 * literal    = quoted | bare
 * quoted     = '"' { any character, \" for " and \\ for \ } '"'
 * bare       = { any character but , " ( ) [ ] }, not beginning with &lt; &gt; = ! and without ".."
 * </pre>
 *
 * White space around a literal does not count. What a bare literal means is up to the column's type.
 */
final class CellText {
  private static final Pattern BARE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_ :.+/@-]*+");

  private final String text;
  private final ColumnType type;
  private int at;

  private CellText(String text, ColumnType type) {
    this.text = text;
    this.type = type;
  }

  /** A text that is no cell. */
  static final class BadCell extends Exception {
    private static final long serialVersionUID = 1L;

    BadCell(String message) {
      super(message);
    }
  }

  static UnaryTest parse(String text, ColumnType type) throws BadCell {
    String cell = text.strip();
    if (cell.isEmpty() || cell.equals("-")) {
      return new UnaryTest.Any();
    }
    return new CellText(cell, type).cell();
  }

  /** A single value: of an output, not a test. Texts need no quotes unless they begin with one. */
  static Json value(String text, ColumnType type) throws BadCell {
    CellText cell = new CellText(text, type);
    if (!text.startsWith("\"")) {
      return type.read(text).orElseThrow(() -> cell.none(text));
    }
    String word = cell.quoted();
    if (cell.at < text.length()) {
      throw new BadCell("can't read \"" + cell.rest() + "\"");
    }
    return type.read(word).orElseThrow(() -> cell.none(word));
  }

  private BadCell none(String word) {
    return new BadCell("\"" + cut(word) + "\" is no value of type " + type.jsonName());
  }

  private UnaryTest cell() throws BadCell {
    boolean not = text.startsWith("not(");
    at = not ? 4 : 0;
    UnaryTest tests = tests();
    if (not) {
      expect(')');
    }
    if (at < text.length()) {
      throw new BadCell("can't read \"" + rest() + "\"");
    }
    return not ? new UnaryTest.Not(tests) : tests;
  }

  private UnaryTest tests() throws BadCell {
    List<UnaryTest> tests = new ArrayList<>();
    do {
      tests.add(test());
    } while (skip(','));
    return tests.size() == 1 ? tests.get(0) : new UnaryTest.OneOf(tests);
  }

  private UnaryTest test() throws BadCell {
    spaces();
    char first = at < text.length() ? text.charAt(at) : ' ';
    if (first == '[' || first == '(' || first == ']') {
      return interval(first == '[');
    }
    if (skip('<')) {
      boolean included = skip('=');
      return new UnaryTest.Range(Optional.empty(), Optional.of(new Bound(ordered(), included)));
    }
    if (skip('>')) {
      boolean included = skip('=');
      return new UnaryTest.Range(Optional.of(new Bound(ordered(), included)), Optional.empty());
    }
    if (skip('!')) {
      expect('=');
      return new UnaryTest.Not(new UnaryTest.Equal(literal()));
    }
    if (skip('=')) {
      return new UnaryTest.Equal(literal());
    }
    int start = at;
    if (first != '"' && bare().equals("null")) {
      return new UnaryTest.Missing();
    }
    at = start;
    return new UnaryTest.Equal(literal());
  }

  private UnaryTest interval(boolean lowIncluded) throws BadCell {
    at++;
    Json low = ordered();
    spaces();
    if (!text.startsWith("..", at)) {
      throw new BadCell("an interval is written [1..10], (1..10], [1..10) or (1..10)");
    }
    at += 2;
    Json high = ordered();
    spaces();
    boolean highIncluded = skip(']');
    if (!highIncluded && !skip(')') && !skip('[')) {
      throw new BadCell("the interval has no end: ] or )");
    }
    return new UnaryTest.Range(
        Optional.of(new Bound(low, lowIncluded)), Optional.of(new Bound(high, highIncluded)));
  }

  private Json ordered() throws BadCell {
    if (!type.ordered() && type != ColumnType.TEXT) {
      throw new BadCell("a column of type " + type.jsonName() + " has no order");
    }
    return literal();
  }

  private Json literal() throws BadCell {
    spaces();
    String word = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
    return type.read(word).orElseThrow(() -> none(word));
  }

  private String quoted() throws BadCell {
    StringBuilder word = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        spaces();
        return word.toString();
      }
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        c = text.charAt(at);
        if (c != '"' && c != '\\') {
          throw new BadCell("within quotes, \\ stands before \" and \\ only");
        }
      }
      word.append(c);
    }
    throw new BadCell("a quote is not closed");
  }

  private String bare() throws BadCell {
    spaces();
    int start = at;
    while (at < text.length()
        && ",\"()[]".indexOf(text.charAt(at)) < 0
        && !text.startsWith("..", at)) {
      at++;
    }
    String word = text.substring(start, at).strip();
    if (word.isEmpty() || "<>=!".indexOf(word.charAt(0)) >= 0) {
      throw new BadCell("expected a value at \"" + rest() + "\"; put texts with signs into quotes");
    }
    return word;
  }

  private boolean skip(char c) {
    spaces();
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) throws BadCell {
    if (!skip(c)) {
      throw new BadCell("expected " + c + " at \"" + rest() + "\"");
    }
  }

  private void spaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String rest() {
    return cut(text.substring(Math.min(at, text.length())));
  }

  private static String cut(String word) {
    return word.length() > 40 ? word.substring(0, 39) + "…" : word;
  }

  /** The compact text; empty if the test has none. */
  static Optional<String> write(UnaryTest test) {
    return switch (test) {
      case UnaryTest.Any any -> Optional.of("-");
      case UnaryTest.Not not -> tests(not.test()).map(tests -> "not(" + tests + ")");
      default -> tests(test);
    };
  }

  private static Optional<String> tests(UnaryTest test) {
    if (!(test instanceof UnaryTest.OneOf list)) {
      return single(test);
    }
    List<String> texts =
        list.tests().stream().map(CellText::single).flatMap(Optional::stream).toList();
    return texts.size() == list.tests().size()
        ? Optional.of(texts.stream().collect(Collectors.joining(", ")))
        : Optional.empty();
  }

  private static Optional<String> single(UnaryTest test) {
    return switch (test) {
      case UnaryTest.Missing missing -> Optional.of("null");
      case UnaryTest.Equal equal -> literal(equal.value());
      case UnaryTest.Range range -> range(range);
      case UnaryTest.Any any -> Optional.empty();
      case UnaryTest.OneOf list -> Optional.empty();
      case UnaryTest.Not not -> Optional.empty();
      case UnaryTest.Compare compare -> Optional.empty();
    };
  }

  private static Optional<String> range(UnaryTest.Range range) {
    Optional<String> low = range.low().flatMap(bound -> literal(bound.value()));
    Optional<String> high = range.high().flatMap(bound -> literal(bound.value()));
    if (range.low().isEmpty()) {
      return high.map(h -> (range.high().orElseThrow().included() ? "<= " : "< ") + h);
    }
    boolean lowIncluded = range.low().get().included();
    if (range.high().isEmpty()) {
      return low.map(l -> (lowIncluded ? ">= " : "> ") + l);
    }
    boolean highIncluded = range.high().get().included();
    return low.flatMap(
        l -> high.map(h -> (lowIncluded ? "[" : "(") + l + ".." + h + (highIncluded ? "]" : ")")));
  }

  private static Optional<String> literal(Json value) {
    return switch (value) {
      case Json.Str s -> Optional.of(word(s.value()));
      case Json.Num n -> Optional.of(n.toString());
      case Json.Bool b -> Optional.of(b.toString());
      case Json.Null n -> Optional.empty();
      case Json.Arr a -> Optional.empty();
      case Json.Obj o -> Optional.empty();
    };
  }

  private static String word(String text) {
    boolean bare =
        BARE.matcher(text).matches()
            && text.equals(text.strip())
            && !text.contains("..")
            && !text.equals("null");
    return bare ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
