package dev.atom.rules.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.FactType;
import dev.atom.rules.Facts;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.table.TableAnalysis.Checked;
import dev.atom.rules.table.TableAnalysis.Question;
import dev.atom.rules.table.TableAnalysis.TooLarge;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTableTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** Rows a (n below 10, out 1), b (n from 5, out 2), c (n from 5, out 3). */
  private static DecisionTable three(HitPolicy policy) {
    return DecisionTable.newBuilder("three")
        .hitPolicy(policy)
        .input("n", ColumnType.NUMBER)
        .output("out", ColumnType.NUMBER, Optional.of(9), 3, 1, 2, 9)
        .row("a", List.of("[0..10)"), List.of(1))
        .row("b", List.of(">= 5"), List.of(2))
        .row("c", List.of(">= 5"), List.of(3))
        .build();
  }

  private static Hit hit(DecisionTable table, String facts) {
    return table.evaluate(Facts.of(Json.parseObject(facts.replace('\'', '"'))), NOW).hit();
  }

  private static Hit hit(HitPolicy policy, String facts) {
    return hit(three(policy), facts);
  }

  private static Hit.Matched matched(int out, String... rows) {
    return new Hit.Matched(List.of(rows), Json.object().put("out", out).build());
  }

  private static Hit.RowHit row(String id, int out) {
    return new Hit.RowHit(id, Json.object().put("out", out).build());
  }

  @Test
  void eachPolicyMakesItsOwnOfTheRowsThatMatch() {
    assertThat(hit(HitPolicy.UNIQUE, "{'n': 1}")).isEqualTo(matched(1, "a"));
    assertThat(hit(HitPolicy.UNIQUE, "{'n': 7}"))
        .isEqualTo(new Hit.Conflict(HitPolicy.UNIQUE, List.of("a", "b", "c")));
    assertThat(hit(HitPolicy.FIRST, "{'n': 7}")).isEqualTo(matched(1, "a"));
    assertThat(hit(HitPolicy.PRIORITY, "{'n': 7}")).isEqualTo(matched(3, "c"));
    assertThat(hit(HitPolicy.ANY, "{'n': 10}"))
        .isEqualTo(new Hit.Conflict(HitPolicy.ANY, List.of("b", "c")));
    assertThat(hit(HitPolicy.COLLECT, "{'n': 10}"))
        .isEqualTo(new Hit.Several(List.of(row("b", 2), row("c", 3))));
    assertThat(hit(HitPolicy.RULE_ORDER, "{'n': 7}"))
        .isEqualTo(new Hit.Several(List.of(row("a", 1), row("b", 2), row("c", 3))));
    assertThat(hit(HitPolicy.OUTPUT_ORDER, "{'n': 7}"))
        .isEqualTo(new Hit.Several(List.of(row("c", 3), row("a", 1), row("b", 2))));
    assertThat(hit(HitPolicy.COLLECT_SUM, "{'n': 7}")).isEqualTo(matched(6, "a", "b", "c"));
    assertThat(hit(HitPolicy.COLLECT_MIN, "{'n': 10}")).isEqualTo(matched(2, "b", "c"));
    assertThat(hit(HitPolicy.COLLECT_MAX, "{'n': 7}")).isEqualTo(matched(3, "a", "b", "c"));
    assertThat(hit(HitPolicy.COLLECT_COUNT, "{'n': 7}")).isEqualTo(matched(3, "a", "b", "c"));
  }

  @Test
  void whereNoRowMatchesTheDefaultsHoldWhateverThePolicy() {
    for (HitPolicy policy : HitPolicy.values()) {
      assertThat(hit(policy, "{'n': -1}"))
          .isEqualTo(new Hit.None(Json.object().put("out", 9).build()));
      assertThat(hit(policy, "{}")).isInstanceOf(Hit.None.class);
    }
  }

  @Test
  void anyAcceptsRowsThatSayTheSame() {
    DecisionTable table =
        DecisionTable.newBuilder("t")
            .hitPolicy(HitPolicy.ANY)
            .input("n", ColumnType.NUMBER)
            .output("out", ColumnType.NUMBER)
            .row("a", List.of("< 10"), List.of(1))
            .row("b", List.of("> 5"), List.of(1.0))
            .build();
    assertThat(hit(table, "{'n': 7}")).isEqualTo(matched(1, "a", "b"));
    assertThat(table.analyse().found().overlaps()).singleElement().matches(o -> !o.fault());
  }

  private static boolean matches(ColumnType type, String cell, String value) {
    Json parsed = cell.startsWith("{") || cell.startsWith("[{") ? Json.parse(cell) : Json.of(cell);
    DecisionTable table =
        DecisionTable.newBuilder("t")
            .input("x.y", type)
            .output("out", ColumnType.BOOLEAN)
            .row("r", List.of(parsed), List.of(true))
            .build();
    assertThat(DecisionTable.parse(table.toJson().toString())).isEqualTo(table);
    var facts = value.isEmpty() ? "{}" : "{\"x\":{\"y\":" + value + "}}";
    return !(hit(table, facts) instanceof Hit.None);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "NUMBER;-;5;",
        "NUMBER;5;5.0;6",
        "NUMBER;-5.5;-5.5;5.5",
        "NUMBER;1, 2 ,3;2;4",
        "NUMBER;[1..10);1;10",
        "NUMBER;(1..10];10;1",
        "NUMBER;]1..10[;9;10",
        "NUMBER;< 5, > 10;11;7",
        "NUMBER;!= 5;4;5",
        "NUMBER;not([1..3], 7);4;7",
        "NUMBER;null;null;5",
        "INTEGER;>=2;2;1",
        "TEXT;gold;\"gold\";\"Gold\"",
        "TEXT;\"a, b\", not;\"a, b\";\"a\"",
        "TEXT;\"say \\\"no\\\"\";\"say \\\"no\\\"\";\"no\"",
        "TEXT;\"-\";\"-\";\"x\"",
        "TEXT;\"null\";\"null\";",
        "TEXT;not(null);\"x\";",
        "TEXT;= gold;\"gold\";\"x\"",
        "TEXT;{\"op\":\"startsWith\",\"value\":\"AT\"};\"AT1\";\"DE\"",
        "TEXT;{\"op\":\"eq\",\"value\":\"at\",\"ignoreCase\":true};\"AT\";\"DE\"",
        "TEXT;{\"not\":{\"op\":\"matches\",\"value\":\"a+\"}};\"b\";\"aa\"",
        "NUMBER;{\"gte\":1,\"lt\":10};1;10",
        "BOOLEAN;true;true;false",
        "DATE;>= 2026-02-01;\"2026-02-01\";\"2026-01-31\"",
        "TIME;[08:00..17:30);\"17:29\";\"17:30\"",
        "INSTANT;< 2026-11-21T10:00:00+01:00;\"2026-11-21T08:59:59Z\";\"2026-11-21T09:00:00Z\"",
        "LIST;{\"op\":\"contains\",\"value\":\"vip\"};[\"vip\"];[\"x\"]",
        "ANY;{\"eq\":[1,2]};[1,2];[1]"
      })
  void aCellTakesAndLeaves(ColumnType type, String cell, String takes, String leaves) {
    assertThat(matches(type, cell, takes)).as(takes).isTrue();
    if (!cell.equals("-")) {
      assertThat(matches(type, cell, leaves == null ? "" : leaves)).as(leaves).isFalse();
    }
  }

  private static List<InvalidRules.Problem> problems(String text) {
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class, () -> DecisionTable.parse(text.replace('\'', '"')));
    assertThat(thrown).as(text).isNotNull();
    return thrown.problems();
  }

  private static String document(String type, String cell, String value) {
    return "{'id':'t','inputs':[{'field':'x','type':'"
        + type
        + "'}],'outputs':[{'name':'o','type':'number','allowed':[1,2]}],'rows':[{'when':["
        + cell
        + "],'then':["
        + value
        + "]}]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'[1..'",
        "'[1..10'",
        "'[a..b]'",
        "'<'",
        "'x'",
        "'1 2'",
        "'not(1'",
        "'1,'",
        "'< 1e999999999'",
        "1e999999999",
        "'\\\"1'",
        "null",
        "[]",
        "{}",
        "{'gte':1,'gt':2}",
        "{'gte':1,'foo':2}",
        "{'op':'nope','value':1}",
        "{'op':'eq','field':'y','value':1}",
        "{'op':'matches','value':'(?=a)'}",
        "{'op':'eq','value':1e999999999}",
        "[[[[[[[1]]]]]]]",
        "true"
      })
  void aCellThatIsNoneIsRefusedWithItsRowAndPlace(String cell) {
    assertThat(problems(document("number", cell, "1")))
        .hasSize(1)
        .allMatch(p -> p.path().startsWith("/rows/0/when/0") && p.rule().equals("r1"));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThat(problems(document("number", "'x'", "3")))
        .extracting(InvalidRules.Problem::kind)
        .containsExactly(Kind.WRONG_FORM, Kind.UNKNOWN_CHOICE);
    assertThat(problems(document("number", "1", "'a'")).get(0).kind()).isEqualTo(Kind.WRONG_TYPE);
    assertThat(problems(document("numbr", "1", "1")).get(0).path()).isEqualTo("/inputs/0/type");
    assertThat(problems(document("number", "1,2", "1")).get(0).message())
        .contains("the row has 2 in \"when\", the table 1 columns");
    assertThat(problems("{'id':'t'}")).extracting(p -> p.kind()).contains(Kind.MISSING_MEMBER);
    assertThat(problems("[").get(0).kind()).isEqualTo(Kind.NOT_JSON);
    assertThat(
            problems(
                "{'id':'t','hitPolicy':'priority','inputs':[{'field':'a','type':'any'},{'field':"
                    + "'a.b','type':'any'}],'outputs':[{'name':'o','type':'any'},{'name':'o',"
                    + "'type':'any'}],'rows':[{'id':'x','when':['-','-'],'then':[1,2]},{'id':'x',"
                    + "'when':['-','-'],'then':[1,2]}]}"))
        .extracting(InvalidRules.Problem::path)
        .containsExactly("/inputs/1/field", "/outputs/1/name", "/hitPolicy", "/rows/1/id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@now", "@event", "a..b", " "})
  void anInputIsAFact(String field) {
    String text = document("number", "'-'", "1").replace("'field':'x'", "'field':'" + field + "'");
    assertThat(problems(text)).singleElement().matches(p -> p.path().equals("/inputs/0/field"));
  }

  @Test
  void hugeTablesAreRefusedBeforeTheyAreRead() {
    TableLimits limits = new TableLimits(100_000, 2, 2, 1_000);
    String rows = "{'when':['-'],'then':[1]},".repeat(3);
    String text =
        document("number", "1", "1").replace("'rows':[", "'rows':[" + rows).replace('\'', '"');
    assertThat(
            catchThrowableOfType(
                    InvalidRules.class,
                    () -> DecisionTable.parse(text, RuleVocabulary.OPEN, limits))
                .problems())
        .singleElement()
        .matches(p -> p.kind() == Kind.LIMIT_EXCEEDED && p.path().equals("/rows"));
    assertThat(
            catchThrowableOfType(
                    InvalidRules.class,
                    () ->
                        DecisionTable.parse(
                            " ".repeat(100_001) + text, RuleVocabulary.OPEN, limits))
                .problems())
        .extracting(InvalidRules.Problem::kind)
        .containsExactly(Kind.LIMIT_EXCEEDED);
    String list = "'" + "1,".repeat(1_001) + "1'";
    assertThat(problems(document("number", list, "1")).get(0).kind())
        .isEqualTo(Kind.LIMIT_EXCEEDED);
  }

  @Test
  void aTableIsCheckedAgainstAVocabularyWhoseChoicesAreThenAllThereAre() {
    Schema schema =
        new Schema(
            "customer",
            1,
            List.of(
                Field.newBuilder("tier", FieldType.CHOICE)
                    .choices(List.of("gold", "basic"))
                    .build()));
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder()
            .schema("customer", schema)
            .fact("total", FactType.NUMBER)
            .build();
    String text =
        """
        {"id": "t", "inputs": [{"field": "customer.tier", "type": "text"}],
         "outputs": [{"name": "o", "type": "number"}],
         "rows": [{"when": ["gold"], "then": [1]}, {"when": ["basic"], "then": [2]}]}
        """;
    assertThat(((Checked) DecisionTable.parse(text, vocabulary).analyse()).faults()).isEmpty();
    assertThat(((Checked) DecisionTable.parse(text).analyse()).faults())
        .containsExactly(
            "no row matches customer.tier: any other; for example"
                + " {\"customer\":{\"tier\":\"other\"}}");
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class,
            () ->
                DecisionTable.parse(
                    text.replace("customer.tier", "total").replace("gold", "golden"), vocabulary));
    assertThat(thrown.problems().get(0).kind()).isEqualTo(Kind.WRONG_TYPE);
    thrown =
        catchThrowableOfType(
            InvalidRules.class,
            () -> DecisionTable.parse(text.replace("gold", "golden"), vocabulary));
    assertThat(thrown.problems().get(0))
        .matches(p -> p.kind() == Kind.UNKNOWN_CHOICE && p.path().equals("/rows/0"));
  }

  @Test
  void aTraceSaysOfEveryRowAndCellWhatItAskedAndFound() {
    DecisionTable table =
        DecisionTable.newBuilder("t")
            .hitPolicy(HitPolicy.FIRST)
            .input("tier", ColumnType.TEXT)
            .input("total", ColumnType.NUMBER)
            .output("o", ColumnType.NUMBER)
            .row("r1", List.of("gold, silver", "[100..200)"), List.of(1))
            .row("r2", List.of("-", "not(null)"), List.of(2))
            .row("r3", List.of("-", "-"), List.of(3))
            .build();
    Facts facts = Facts.of(Json.parseObject("{\"tier\":\"gold\",\"total\":250}"));
    List<RowTrace> trace = table.evaluate(facts, NOW).trace();
    assertThat(trace).extracting(RowTrace::matches).containsExactly(false, true, true);
    assertThat(trace.get(0)).hasToString("row \"r1\" does not match:\n  total: [100..200), is 250");
    assertThat(trace.get(1).toString()).contains("tier: -, any value", "total: not(null), is 250");
    Facts wrong = Facts.of(Json.parseObject("{\"tier\":\"gold\",\"total\":\"250\"}"));
    assertThat(table.evaluate(wrong, NOW).trace().get(0).toString())
        .endsWith("is \"250\", which is of the wrong type");
  }

  @Test
  void gapsOverlapsAndMaskedRowsAreNamedWithTheirWitness() {
    DecisionTable table =
        DecisionTable.newBuilder("t")
            .input("tier", ColumnType.TEXT, "gold, basic")
            .input("total", ColumnType.INTEGER, ">= 0")
            .output("o", ColumnType.NUMBER)
            .row("r1", List.of("gold", "< 100"), List.of(1))
            .row("r2", List.of("gold", ">= 99"), List.of(2))
            .row("r3", List.of("basic", "> 10"), List.of(3))
            .row("r4", List.of("basic", "< 0"), List.of(3))
            .build();
    assertThat(((Checked) table.analyse()).faults())
        .containsExactly(
            "no row matches tier: basic; total: [0..10]; for example"
                + " {\"tier\":\"basic\",\"total\":0}",
            "rows \"r1\" and \"r2\" both match {\"tier\":\"gold\",\"total\":99}",
            "row \"r4\" can never match");
  }

  @Test
  void rowsBeforeItMaskARowTogether() {
    DecisionTable table =
        DecisionTable.newBuilder("t")
            .hitPolicy(HitPolicy.FIRST)
            .input("n", ColumnType.NUMBER)
            .output("o", ColumnType.NUMBER)
            .row("low", List.of("< 5"), List.of(1))
            .row("high", List.of("> 5"), List.of(2))
            .row("some", List.of("[1..5), (5..9]"), List.of(3))
            .row("rest", List.of("-"), List.of(3))
            .build();
    assertThat(table.analyse().found().masked())
        .containsExactly(new TableAnalysis.Masked("some", List.of("low", "high")));
    assertThat(table.analyse().found().gaps()).isEmpty();
  }

  @Test
  void whatAPatternDecidesIsCalledUndecided() {
    Json pattern = Json.parse("{\"op\":\"matches\",\"value\":\"a.*\"}");
    Json rest = Json.parse("{\"not\":{\"op\":\"matches\",\"value\":\"a.*\"}}");
    DecisionTable table =
        DecisionTable.newBuilder("t")
            .input("x", ColumnType.TEXT)
            .output("o", ColumnType.NUMBER)
            .row("r1", List.of(pattern), List.of(1))
            .row("r2", List.of(rest), List.of(2))
            .build();
    Checked found = (Checked) table.analyse();
    assertThat(found.faults()).isEmpty();
    assertThat(found.undecided())
        .extracting(TableAnalysis.Undecided::question)
        .containsExactly(Question.GAP, Question.OVERLAP);
  }

  private static DecisionTable large(int rows) {
    var builder =
        DecisionTable.newBuilder("large")
            .input("country", ColumnType.TEXT)
            .input("weight", ColumnType.NUMBER, "[0..100)")
            .output("price", ColumnType.INTEGER);
    for (int i = 0; i < rows; i++) {
      int country = i / 100;
      String cell = "[" + i % 100 + ".." + (i % 100 + 1) + ")";
      builder.row("r" + i, List.of("c" + country, cell), List.of(i));
    }
    return builder.build();
  }

  @Test
  void tenThousandRowsAreCheckedAndEvaluated() {
    DecisionTable table = large(10_000);
    Checked found = (Checked) table.analyse();
    assertThat(found.overlaps()).isEmpty();
    assertThat(found.masked()).isEmpty();
    assertThat(found.gaps())
        .singleElement()
        .matches(gap -> gap.where().equals("country: any other"));
    assertThat(hit(table, "{'country': 'c73', 'weight': 41.5}"))
        .isEqualTo(new Hit.Matched(List.of("r7341"), Json.object().put("price", 7341).build()));
  }

  @Test
  void oneRowForAllTheRestBelowThousandsOfOthersIsNotMasked() {
    Json.Obj large = large(5_000).toJson();
    List<Json> rows = new ArrayList<>(((Json.Arr) large.get("rows").orElseThrow()).items());
    rows.add(Json.parse("{\"id\":\"rest\",\"when\":[\"-\",\"-\"],\"then\":[0]}"));
    rows.add(Json.parse("{\"id\":\"never\",\"when\":[\"c7\",\"[3..5)\"],\"then\":[0]}"));
    Json table = large.toBuilder().put("hitPolicy", "first").put("rows", rows).build();
    Checked found =
        (Checked) DecisionTable.parse(table, RuleVocabulary.OPEN, TableLimits.DEFAULT).analyse();
    assertThat(found.gaps()).isEmpty();
    assertThat(found.masked())
        .containsExactly(new TableAnalysis.Masked("never", List.of("r703", "r704", "rest")));
  }

  @Test
  void aTableThatIsTooLargeToCheckSaysSo() {
    Json document = large(1_000).toJson();
    TableLimits limits = new TableLimits(1_000_000, 1_000, 2, 100);
    TableAnalysis analysis = DecisionTable.parse(document, RuleVocabulary.OPEN, limits).analyse();
    assertThat(analysis).isInstanceOf(TooLarge.class);
    assertThat(((TooLarge) analysis).steps()).isEqualTo(100);
    assertThat(((TooLarge) analysis).unfinished()).containsOnly(Question.values());
  }

  @Test
  void tablesThatExplodeAreTooLargeAndNothingWorse() {
    var builder = DecisionTable.newBuilder("t");
    IntStream.range(0, 30).forEach(i -> builder.input("x" + i, ColumnType.INTEGER));
    builder.output("o", ColumnType.NUMBER);
    for (int r = 0; r < 300; r++) {
      int row = r;
      List<String> cells =
          IntStream.range(0, 30)
              .mapToObj(i -> (row * 7 + i * 3) % 5 == 0 ? "not(" + (row + i) % 9 + ")" : "-")
              .collect(Collectors.toCollection(ArrayList::new));
      builder.row("r" + r, cells, List.of(1));
    }
    Json document = builder.build().toJson();
    TableLimits limits = new TableLimits(1_000_000, 1_000, 30, 500_000);
    TableAnalysis analysis = DecisionTable.parse(document, RuleVocabulary.OPEN, limits).analyse();
    assertThat(analysis).isInstanceOf(TooLarge.class);
    assertThat(((TooLarge) analysis).unfinished()).containsExactly(Question.GAP);
    assertThat(analysis.found().overlaps()).hasSize(1_000);
  }

  static Stream<DecisionTable> documents() {
    return Stream.of(HitPolicy.values())
        .flatMap(p -> IntStream.range(0, 20).mapToObj(i -> new RandomTables(i, true).next(p)));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void thePublishedSchemaAcceptsWhatParses(DecisionTable table) throws Exception {
    try (InputStream in = DecisionTable.class.getResourceAsStream("decision-table.schema.json")) {
      JsonSchema schema = JsonSchema.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      assertThat(schema.check(table.toJson())).isEmpty();
    }
  }
}
