package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.check.FieldTest.Domain;
import dev.atom.rules.check.FieldTest.Nature;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All values that a field can have, divided so that on each cell every one of some tests is true of
 * all values, false of all, or open. Tests are asked on a value of the cell, so that what they mean
 * is written down in one place only.
 */
final class Cells {
  static final String NOW = "@now";
  static final List<String> KNOWN = List.of(NOW, Facts.EVENT);

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Json REST = Json.of("\u0001 any other");

  private final FieldTest world;
  private final String field;
  private final List<Cell> cells = new ArrayList<>();
  private final Optional<Moments> moments;
  private final Map<FieldTest, Answers> answers = new HashMap<>();

  /** What a cell's values have in common. */
  enum Form {
    ABSENT,
    /** One value, or values that are all the same to any test that has no parts of texts or lists. */
    VALUE,
    NUMBER,
    TEXT,
    TEXT_REST,
    LIST_REST,
    /** Texts that are points in time, by how they lie to the literals. */
    MOMENT,
    /** Texts that are none. */
    UNREADABLE
  }

  private record Cell(Form form, Optional<Json> value, Moments.Place place, Facts facts) {}

  /** On which cells a test is true, and on which it may be either. */
  record Answers(BitSet yes, BitSet open) {}

  private static final Moments.Place NOWHERE = new Moments.Place(0, 0);

  /** The tests are of one group. */
  Cells(List<FieldTest> tests) {
    world = tests.getFirst();
    field = world.field();
    List<FieldTest> temporal = tests.stream().filter(t -> t.nature() == Nature.MOMENT).toList();
    moments = temporal.isEmpty() ? Optional.empty() : Moments.of(temporal);
    boolean now = field.equals(NOW);
    if (field.isEmpty() || (now && moments.isEmpty())) {
      cell(Form.MOMENT, REST);
    } else if (now) {
      moments.get().places(true).forEach(this::moment);
    } else {
      cell(Form.ABSENT, Optional.empty(), NOWHERE);
      texts(tests, !temporal.isEmpty());
      if (!field.equals(Facts.EVENT)) {
        others(tests);
      }
    }
    tests.forEach(test -> answers.computeIfAbsent(test, this::ask));
  }

  private static Optional<Json> value(Json value) {
    return Optional.of(value);
  }

  private void cell(Form form, Json value) {
    cell(form, Optional.of(value), NOWHERE);
  }

  private void moment(Moments.Place place) {
    cell(Form.MOMENT, value(REST), place);
  }

  private void cell(Form form, Optional<Json> value, Moments.Place place) {
    cells.add(new Cell(form, value, place, world.facts(value)));
  }

  private void others(List<FieldTest> tests) {
    cell(Form.ABSENT, Json.NULL);
    cell(Form.VALUE, Json.of(true));
    cell(Form.VALUE, Json.of(false));
    cell(Form.VALUE, Json.Obj.EMPTY);
    cell(Form.VALUE, Json.object().put("any", "other").build());
    cell(Form.VALUE, Json.array(List.of()));
    cell(Form.LIST_REST, Json.array(List.of(REST)));
    tests.stream()
        .flatMap(test -> test.literals().stream())
        .filter(literal -> literal instanceof Json.Arr a && !a.items().isEmpty())
        .distinct()
        .forEach(list -> cell(Form.VALUE, list));
    numbers(tests);
  }

  private void numbers(List<FieldTest> tests) {
    if (world.domain() == Domain.ZERO || world.domain() == Domain.COUNT) {
      counts(tests).forEach(count -> cell(Form.NUMBER, Json.of(count)));
      return;
    }
    TreeSet<BigDecimal> points = new TreeSet<>();
    tests.stream()
        .filter(test -> !test.hugeNumbers())
        .flatMap(test -> test.literals().stream())
        .forEach(literal -> number(literal).ifPresent(points::add));
    if (points.isEmpty()) {
      cell(Form.NUMBER, Json.of(0));
      return;
    }
    cell(Form.NUMBER, Json.of(points.first().subtract(BigDecimal.ONE)));
    for (BigDecimal point : points) {
      cell(Form.NUMBER, Json.of(point));
      BigDecimal next = points.higher(point);
      BigDecimal between =
          next == null
              ? point.add(BigDecimal.ONE)
              : point.add(next).multiply(new BigDecimal("0.5"));
      cell(Form.NUMBER, Json.of(between));
    }
  }

  /** A count between any two literals between which there is one. */
  private Set<BigDecimal> counts(List<FieldTest> tests) {
    Set<BigDecimal> counts = new TreeSet<>(List.of(BigDecimal.ZERO));
    if (world.domain() == Domain.COUNT) {
      counts.add(BigDecimal.ONE);
      tests.stream()
          .filter(test -> !test.hugeNumbers())
          .flatMap(test -> test.literals().stream())
          .flatMap(literal -> number(literal).stream())
          .filter(number -> number.signum() >= 0)
          .map(number -> number.setScale(0, RoundingMode.FLOOR))
          .forEach(
              floor -> {
                counts.add(floor);
                counts.add(floor.add(BigDecimal.ONE));
              });
    }
    return counts;
  }

  private static Optional<BigDecimal> number(Json literal) {
    return literal instanceof Json.Num n ? Optional.of(n.value()) : Optional.empty();
  }

  private void texts(List<FieldTest> tests, boolean temporal) {
    if (temporal) {
      cell(Form.TEXT, Json.of(""));
      cell(Form.UNREADABLE, REST);
      moments.map(m -> m.places(false)).orElse(List.of(NOWHERE)).forEach(this::moment);
      return;
    }
    TreeSet<String> points = new TreeSet<>(BY_CODE_POINT);
    points.add("");
    tests.stream()
        .filter(test -> test.nature() != Nature.AGE && test.nature() != Nature.RHYTHM)
        .filter(test -> !test.operator().equals("matches"))
        .flatMap(test -> test.literals().stream())
        .forEach(literal -> text(literal).ifPresent(points::add));
    for (String point : points) {
      cell(Form.TEXT, Json.of(point));
      String next = point + "\u0000";
      if (!next.equals(points.higher(point))) {
        cell(Form.TEXT_REST, Json.of(next));
      }
    }
  }

  private static Optional<String> text(Json literal) {
    return literal instanceof Json.Str s ? Optional.of(s.value()) : Optional.empty();
  }

  /** As rules order texts. */
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
          char x = a.charAt(i);
          char y = b.charAt(i);
          if (x != y) {
            boolean beyond = Character.isSurrogate(x);
            return beyond == Character.isSurrogate(y) ? x - y : beyond ? 1 : -1;
          }
        }
        return a.length() - b.length();
      };

  private Answers ask(FieldTest test) {
    BitSet yes = new BitSet(cells.size());
    BitSet open = new BitSet(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (open(test, cell)) {
        open.set(i);
      } else if (holds(test, cell)) {
        yes.set(i);
      }
    }
    return new Answers(yes, open);
  }

  private boolean open(FieldTest test, Cell cell) {
    return switch (test.nature()) {
      case OPAQUE -> true;
      case NEVER -> false;
      case OTHER_FIELD -> cell.form() != Form.ABSENT;
      case ITEMS -> hasItems(cell);
      case RHYTHM -> rhythmOpen(test, cell);
      case LOGIC -> logicOpen(test, cell);
      case PRESENCE, ORDER, TEXT, PARTS, MOMENT, AGE -> compareOpen(test, cell);
    };
  }

  private boolean compareOpen(FieldTest test, Cell cell) {
    return switch (cell.form()) {
      case ABSENT, VALUE -> false;
      case NUMBER -> test.hugeNumbers();
      case TEXT -> test.nature() == Nature.AGE && !cell.value().equals(value(Json.of("")));
      case TEXT_REST -> !test.ordersTexts() && test.asksOfTexts();
      case LIST_REST ->
          test.nature() == Nature.PARTS || (test.nature() == Nature.ORDER && test.ignoreCase());
      case UNREADABLE -> test.nature() != Nature.MOMENT && test.asksOfTexts();
      case MOMENT -> test.nature() == Nature.MOMENT ? moments.isEmpty() : test.asksOfTexts();
    };
  }

  /** What items are like is known of a list without any, and of what is no list. */
  private static boolean hasItems(Cell cell) {
    return cell.value().filter(v -> v instanceof Json.Arr a && !a.items().isEmpty()).isPresent();
  }

  /** A text that is an instant has its day and time in a zone that is not known here. */
  private boolean rhythmOpen(FieldTest test, Cell cell) {
    return switch (cell.form()) {
      case ABSENT, VALUE, NUMBER, LIST_REST -> false;
      case TEXT -> text(cell.value().orElseThrow()).filter(t -> instant(t)).isPresent();
      case TEXT_REST, UNREADABLE -> true;
      case MOMENT -> day(test, cell).isEmpty();
    };
  }

  private static boolean instant(String text) {
    return text.indexOf('T') >= 0 || text.indexOf('t') >= 0;
  }

  /** The day that all values of the cell lie on, if the test asks for nothing else. */
  private Optional<LocalDate> day(FieldTest test, Cell cell) {
    return test.operator().equals("dayOfWeek")
        ? moments.flatMap(m -> m.day(cell.place()))
        : Optional.empty();
  }

  private static boolean logicOpen(FieldTest test, Cell cell) {
    boolean readsTexts = test.compared().readsTexts();
    return switch (cell.form()) {
      case ABSENT, VALUE, LIST_REST -> false;
      case NUMBER -> test.hugeNumbers();
      case TEXT, TEXT_REST -> readsTexts;
      case MOMENT, UNREADABLE ->
          readsTexts || test.literals().stream().anyMatch(literal -> literal instanceof Json.Str);
    };
  }

  private boolean holds(FieldTest test, Cell cell) {
    if (test.nature() == Nature.NEVER) {
      return false;
    }
    if (test.nature() == Nature.LOGIC) {
      return test.compared().values().has(cell.value());
    }
    if (test.nature() == Nature.MOMENT && cell.form() == Form.MOMENT) {
      return moments.orElseThrow().holds(test, cell.place());
    }
    if (test.nature() == Nature.RHYTHM && cell.form() == Form.MOMENT) {
      return Rhythm.on(test, day(test, cell).orElseThrow().getDayOfWeek());
    }
    return test.probe().holds(test.probe().find(cell.facts(), NOON));
  }

  static Facts facts(Map<String, Json> values) {
    Facts.Builder facts = Facts.newBuilder();
    Map<String, Json> fields = new HashMap<>();
    values.forEach(
        (field, value) -> {
          if (field.equals(Facts.EVENT) && value instanceof Json.Str kind) {
            if (!kind.value().isBlank()) {
              facts.event(kind.value());
            }
          } else if (!field.startsWith("@")) {
            fields.put(field, value);
          }
        });
    return facts.values(nested(fields)).build();
  }

  /** Objects within objects, by paths none of which leads through another one's value. */
  static Json.Obj nested(Map<String, Json> values) {
    Nested root = new Nested();
    values.forEach(root::put);
    return root.json();
  }

  private static final class Nested {
    private final Map<String, Nested> inner = new HashMap<>();
    private Optional<Json> value = Optional.empty();

    void put(String path, Json json) {
      int dot = path.indexOf('.');
      Nested next =
          inner.computeIfAbsent(dot < 0 ? path : path.substring(0, dot), k -> new Nested());
      if (dot < 0) {
        next.value = Optional.of(json);
      } else {
        next.put(path.substring(dot + 1), json);
      }
    }

    Json.Obj json() {
      var json = Json.object();
      inner.forEach((name, nested) -> json.put(name, nested.value.orElseGet(nested::json)));
      return json.build();
    }
  }

  Answers answers(FieldTest test) {
    Answers known = answers.get(test);
    if (known == null) {
      throw new IllegalStateException("these cells were not made for " + test);
    }
    return known;
  }

  int size() {
    return cells.size();
  }

  /** The cells whose values are texts. */
  boolean isText(int cell) {
    return switch (cells.get(cell).form()) {
      case TEXT, TEXT_REST, MOMENT, UNREADABLE -> true;
      case ABSENT, VALUE, NUMBER, LIST_REST -> false;
    };
  }

  /** A value of a cell; empty for a missing one. */
  Optional<Json> value(int cell) {
    return cells.get(cell).value();
  }

  String field() {
    return field;
  }
}
