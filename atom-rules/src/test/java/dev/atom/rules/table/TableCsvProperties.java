package dev.atom.rules.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.table.TableCsv.FormulaGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;

/** What is written is read again as it was, whatever it looks like; what is no table is refused. */
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class TableCsvProperties {
  private static final List<String> ODD =
      List.of(
          "a",
          "",
          " a",
          "=1+1",
          "-",
          "-5",
          "+x",
          "@now",
          "'=x",
          "''-y",
          "\t",
          "null",
          "a, b",
          "\"",
          "a\r\nb",
          "\\",
          "'",
          "[1..2]",
          "{",
          "{\"eq\":1}",
          "not(a)",
          "5",
          "true",
          "\uFEFFx",
          "ä,\"ö\"");

  private static <T> T one(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static DecisionTable odd(Random random) {
    var table =
        DecisionTable.newBuilder("odd")
            .hitPolicy(HitPolicy.COLLECT)
            .input("t", ColumnType.TEXT)
            .input("x", ColumnType.ANY)
            .input("n", ColumnType.NUMBER)
            .output("text", ColumnType.TEXT)
            .output("any", ColumnType.ANY)
            .output("list", ColumnType.LIST);
    int rows = random.nextInt(6);
    for (int i = 0; i < rows; i++) {
      Json text = Json.of(one(random, ODD));
      List<Json> any = List.of(text, Json.of(-5), Json.of(true), Json.parse("[1,\"=a\"]"));
      table.row(
          one(random, ODD) + "x" + i,
          List.of(
              random.nextBoolean()
                  ? eq(text)
                  : Json.parse("{\"op\":\"startsWith\",\"value\":\"=\"}"),
              random.nextInt(3) == 0 ? Json.of("-") : eq(one(random, any)),
              random.nextBoolean() ? Json.of(-5) : Json.parse("[{\"lt\":-1},{\"gt\":1e9}]")),
          List.of(
              random.nextBoolean() ? text : Json.NULL,
              one(random, any),
              random.nextBoolean() ? Json.NULL : Json.array(List.of(text))),
          one(random, ODD));
    }
    return table.build();
  }

  private static Json eq(Json value) {
    return Json.object().put("eq", value).build();
  }

  private static void comesBack(DecisionTable table) {
    for (FormulaGuard guard : FormulaGuard.values()) {
      String csv = TableCsv.write(table, guard);
      assertThat(TableCsv.readRows(csv, table)).as(csv).isEqualTo(table);
      assertThat(TableCsv.readRows("\uFEFF" + csv.replace("\r\n", "\n"), table).rows())
          .hasSameSizeAs(table.rows());
    }
  }

  @Property
  void tablesOfValuesAndRangesComeBack(@ForAll long seed, @ForAll HitPolicy policy) {
    DecisionTable table = new RandomTables(seed, true).next(policy);
    comesBack(table);
    String csv = TableCsv.write(table, FormulaGuard.NONE);
    if (!policy.equals(HitPolicy.PRIORITY) && !policy.equals(HitPolicy.OUTPUT_ORDER)) {
      assertThat(TableCsv.read(csv, table.id(), policy).rows()).isEqualTo(table.rows());
    }
  }

  @Property
  void oddTextsComeBack(@ForAll long seed) {
    comesBack(odd(new Random(seed)));
  }

  @Property
  void noGuardedCellBeginsLikeAFormula(@ForAll long seed) throws Exception {
    DecisionTable table = odd(new Random(seed));
    String csv = TableCsv.write(table, FormulaGuard.APOSTROPHE);
    List<String> cells = new ArrayList<>();
    CsvText.read(csv, 100, 100).forEach(line -> cells.addAll(line.cells()));
    assertThat(cells)
        .noneMatch(cell -> !cell.isEmpty() && "=+-@\t\r\n".indexOf(cell.charAt(0)) >= 0);
  }

  /** Damaged at random: read, or refused with problems; nothing else. */
  @Property
  void damagedTextsAreReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder(TableCsv.write(odd(random), FormulaGuard.NONE));
    for (int i = 0; i < 3; i++) {
      int at = random.nextInt(csv.length());
      if (random.nextBoolean()) {
        csv.deleteCharAt(at);
      } else {
        csv.insert(at, one(random, List.of("\"", ",", "\n", "'", "{", "[", ":", "when ")));
      }
    }
    try {
      assertThat(TableCsv.read(csv.toString(), "odd", HitPolicy.FIRST).inputs()).isNotEmpty();
    } catch (InvalidRules e) {
      assertThat(e.problems()).isNotEmpty().allMatch(problem -> !problem.message().isBlank());
    }
  }
}
