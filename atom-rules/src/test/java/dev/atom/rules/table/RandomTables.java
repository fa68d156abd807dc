package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleVocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Small tables at random, and every input that can make a difference to them. */
final class RandomTables {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final Random random;
  private final boolean withPatterns;
  private final List<Column> columns = new ArrayList<>();

  RandomTables(long seed, boolean withPatterns) {
    this.random = new Random(seed);
    this.withPatterns = withPatterns;
  }

  /** A column, the values its cells name, and the grid of its values. */
  record Column(Json.Obj input, ColumnType type, List<Json> named, List<Optional<Json>> grid) {}

  private static List<Json> json(Object... values) {
    return java.util.Arrays.stream(values).map(Json::from).toList();
  }

  private Column column(int i) {
    String field = i == 0 ? "a" : i == 1 ? "b.c" : "d.e.f";
    var input = Json.object().put("field", field);
    boolean optional = random.nextInt(4) == 0;
    input.put("optional", optional);
    int kind = withPatterns && i == 0 ? 5 : random.nextInt(7);
    ColumnType type =
        List.of(
                ColumnType.INTEGER,
                ColumnType.NUMBER,
                ColumnType.TEXT,
                ColumnType.BOOLEAN,
                ColumnType.DATE,
                ColumnType.TEXT,
                ColumnType.TIME)
            .get(kind);
    String allowed =
        List.of("[0..4]", "(0..2]", "a, b, c", "-", ">= 2026-12-30", "-", "-").get(kind);
    List<Json> named =
        switch (kind) {
          case 0 -> json(0, 1, 2, 3, 4);
          case 1 -> json(0, 1, 2);
          case 2 -> json("a", "b", "c");
          case 3 -> json(true, false);
          case 4 -> json("2026-12-30", "2026-12-31", "2027-01-02");
          case 5 -> json("a", "ab", "b");
          default -> json("00:00", "12:00", "23:59:59.999999999");
        };
    List<Json> grid =
        switch (kind) {
          case 1 -> json(0.5, 1, 1.5, 2);
          case 4 -> json("2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", "2030-05-05");
          case 5 -> json("a", "ab", "b", "other", "", "A", "bb", "other 2");
          case 6 -> json("00:00", "06:00", "12:00", "18:00", "23:59:59.999999999");
          default -> named;
        };
    List<Optional<Json>> points = new ArrayList<>(grid.stream().map(Optional::of).toList());
    if (optional) {
      points.add(Optional.empty());
    }
    return new Column(
        input.put("type", type.jsonName()).put("allowed", allowed).build(), type, named, points);
  }

  DecisionTable next(HitPolicy policy) {
    columns.clear();
    int inputs = 1 + random.nextInt(3);
    for (int i = 0; i < inputs; i++) {
      columns.add(column(i));
    }
    var builder = DecisionTable.newBuilder("t").hitPolicy(policy);
    columns.forEach(column -> builder.input(column.input()));
    builder.output("out", ColumnType.NUMBER, 3, 1, 2);
    int rows = random.nextInt(7);
    for (int r = 0; r < rows; r++) {
      List<Json> cells = columns.stream().map(column -> cell(column, 0)).toList();
      builder.row("r" + r, cells, List.of(1 + random.nextInt(3)));
    }
    return builder.build();
  }

  private Json one(Column column) {
    return column.named().get(random.nextInt(column.named().size()));
  }

  private Json cell(Column column, int depth) {
    int kind = random.nextInt(depth > 1 ? 6 : withPatterns ? 12 : 9);
    boolean range = column.type().ordered();
    return switch (kind) {
      case 0, 1, 2 -> Json.of("-");
      case 3 -> Json.object().put("eq", one(column)).build();
      case 4 -> range ? bounds(column) : Json.object().put("eq", one(column)).build();
      case 5 -> Json.of("null");
      case 6 -> Json.array(List.of(cell(column, depth + 1), cell(column, depth + 1)));
      case 7 -> Json.object().put("not", cell(column, depth + 1)).build();
      case 8 -> compare(column);
      default -> column.type() == ColumnType.TEXT ? pattern(column) : cell(column, depth);
    };
  }

  private Json bounds(Column column) {
    var json = Json.object();
    int form = 1 + random.nextInt(3);
    if ((form & 1) > 0) {
      json.put(random.nextBoolean() ? "gt" : "gte", one(column));
    }
    if ((form & 2) > 0) {
      json.put(random.nextBoolean() ? "lt" : "lte", one(column));
    }
    return json.build();
  }

  private Json compare(Column column) {
    List<String> operators =
        column.type().ordered()
            ? List.of("eq", "ne", "lt", "lte", "gt", "gte", "in", "notIn", "isNull", "isNotNull")
            : List.of("eq", "ne", "in", "notIn", "isNull", "isNotNull", "exists");
    String operator = operators.get(random.nextInt(operators.size()));
    var json = Json.object().put("op", operator);
    if (operator.endsWith("n")) {
      json.put("value", List.of(one(column), one(column)));
    } else if (operator.length() < 4) {
      json.put("value", one(column));
      if (random.nextInt(4) == 0) {
        json.put("missing", "match");
      }
    }
    return json.build();
  }

  private Json pattern(Column column) {
    return switch (random.nextInt(5)) {
      case 0 -> Json.parse("{\"op\":\"startsWith\",\"value\":\"a\"}");
      case 1 -> Json.parse("{\"op\":\"matches\",\"value\":\"b+|a\"}");
      case 2 -> Json.parse("{\"op\":\"isEmpty\"}");
      case 3 -> Json.parse("{\"op\":\"eq\",\"value\":\"a\",\"ignoreCase\":true}");
      default -> Json.parse("{\"op\":\"lt\",\"value\":{\"field\":\"g\"}}");
    };
  }

  /** Every point of the grid, with the rows that the rule engine says match there. */
  Map<Json.Obj, Set<String>> bruteForce(DecisionTable table) {
    List<Json.Obj> points = List.of(Json.Obj.EMPTY);
    for (Column column : columns) {
      String field = column.input().text("field").orElseThrow();
      points =
          points.stream()
              .flatMap(facts -> column.grid().stream().map(v -> Witness.nested(field, v, facts)))
              .toList();
    }
    Map<Json.Obj, Set<String>> matches = new LinkedHashMap<>();
    DecisionTable all = collecting(table);
    points.forEach(point -> matches.put(point, Set.copyOf(fired(all, point))));
    return matches;
  }

  /** The same rows without a policy that stops at the first row and hides the others. */
  private static DecisionTable collecting(DecisionTable table) {
    Json document = table.toJson().toBuilder().put("hitPolicy", "collect").build();
    return DecisionTable.parse(document, RuleVocabulary.OPEN, TableLimits.DEFAULT);
  }

  static Set<String> matching(DecisionTable table, Json.Obj facts) {
    return Set.copyOf(fired(collecting(table), facts));
  }

  static Set<String> traced(DecisionTable table, Json.Obj facts) {
    return table.evaluate(Facts.of(facts), NOW).trace().stream()
        .filter(RowTrace::matches)
        .map(RowTrace::row)
        .collect(Collectors.toSet());
  }

  private static List<String> fired(DecisionTable table, Json.Obj facts) {
    return table.rules().evaluate(Facts.of(facts), NOW).fired().stream().map(Rule::id).toList();
  }
}
