package dev.atom.rules.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.table.TableCsv.FormulaGuard;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the documentation. */
class TablesDocumentationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void decidesAndExplains() {
    Instant now = NOW;
    Json.Obj order =
        Json.parseObject("{\"customer\": {\"tier\": \"basic\"}, \"order\": {\"total\": 620}}");
    // @start region="first"
    DecisionTable table =
        DecisionTable.parse(
            """
            {"id": "discount", "hitPolicy": "first", "inputs": [
               {"field": "customer.tier", "label": "Tier", "type": "text", "allowed": "gold, basic"},
               {"field": "order.total", "label": "Total", "type": "number", "allowed": ">= 0"}],
             "outputs": [{"name": "percent", "type": "number"}], "rows": [
               {"id": "loyal", "when": ["gold", ">= 100"], "then": [10]},
               {"id": "large", "when": ["-", ">= 500"], "then": [5]},
               {"id": "small", "when": ["basic", "[0..500)"], "then": [0]}]}
            """);
    TableDecision decision = table.evaluate(Facts.of(order), now);
    assertThat(decision.hit())
        .isEqualTo(new Hit.Matched(List.of("large"), Json.parseObject("{\"percent\": 5}")));
    assertThat(decision.trace().get(0))
        .hasToString("row \"loyal\" does not match:\n  Tier: gold, is \"basic\"");
    // @end
    // @start region="check"
    assertThat(((TableAnalysis.Checked) table.analyse()).faults())
        .containsExactly(
            "no row matches Tier: gold; Total: [0..100);"
                + " for example {\"customer\":{\"tier\":\"gold\"},\"order\":{\"total\":0}}");
    // @end
  }

  @Test
  void isBuiltInJavaToo() {
    // @start region="builder"
    DecisionTable table =
        DecisionTable.newBuilder("shipping")
            .hitPolicy(HitPolicy.UNIQUE)
            .input("country", ColumnType.TEXT)
            .input("weight", ColumnType.NUMBER, "> 0")
            .output("price", ColumnType.NUMBER)
            .row("near", List.of("AT, DE", "<= 20"), List.of(4.90))
            .row("heavy", List.of("AT, DE", "> 20"), List.of(9.90))
            .row("far", List.of("not(AT, DE)", "-"), List.of(19.90), "by air")
            .build();
    assertThat(DecisionTable.parse(table.toJson().toString())).isEqualTo(table);
    // @end
    assertThat(((TableAnalysis.Checked) table.analyse()).faults()).isEmpty();
  }

  @Test
  void addsUpAndSaysWherePointsWereLost() {
    Instant now = NOW;
    // @start region="score"
    ScoreCard card =
        ScoreCard.parse(
            """
            {"id": "credit", "base": 500, "attributes": [
               {"field": "income", "label": "Income", "type": "number", "allowed": ">= 0", "bands": [
                 {"when": "< 20000", "points": 10, "reason": "low-income"},
                 {"when": "[20000..60000)", "points": 40}, {"when": ">= 60000", "points": 60.5}]},
               {"field": "years", "label": "Years", "type": "integer", "bands": [
                 {"when": ">= 5", "points": 50}], "otherwise": {"points": 15, "reason": "short"}}],
             "outcomes": [{"outcome": "refuse"}, {"from": 540, "outcome": "review"}]}
            """);
    ScoreResult result =
        card.evaluate(Facts.of(Json.parseObject("{\"income\": 18000, \"years\": 2}")), now);
    assertThat(result)
        .hasToString(
            """
            525 (refuse): base 500
              Income: 10 of 60.5 (low-income)
              Years: 15 of 50 (short)""");
    // @end
    assertThat(card.faults()).isEmpty();
    // @start region="scoreBuilder"
    ScoreCard same =
        ScoreCard.newBuilder("credit")
            .base(500)
            .attribute(
                "income",
                ColumnType.NUMBER,
                income ->
                    income
                        .label("Income")
                        .allowed(">= 0")
                        .band("< 20000", 10, "low-income")
                        .band("[20000..60000)", 40)
                        .band(">= 60000", 60.5))
            .attribute(
                "years",
                ColumnType.INTEGER,
                years -> years.label("Years").band(">= 5", 50).otherwise(15, "short"))
            .outcome("refuse")
            .outcome(540, "review")
            .build();
    assertThat(same).isEqualTo(card);
    assertThat(result.reasons(1)).hasToString("[Income: 10 of 60.5 (low-income)]");
    // @end
  }

  @Test
  void isEditedInASpreadsheet() {
    // @start region="csv"
    DecisionTable table =
        TableCsv.read(
            """
            id,when country: text,when weight: number,then price: number,note
            near,"AT, DE",<= 20,4.9,
            heavy,"AT, DE",> 20,9.9,
            far,"not(AT, DE)",-,19.9,by air
            """,
            "shipping",
            HitPolicy.UNIQUE);
    String csv = TableCsv.write(table, FormulaGuard.APOSTROPHE);
    assertThat(TableCsv.readRows(csv, table)).isEqualTo(table);
    assertThatThrownBy(() -> TableCsv.readRows(csv.replace("> 20", "> much"), table))
        .isInstanceOf(InvalidRules.class)
        .hasMessageContaining(
            "row 3, column \"when weight: number\": the cell of \"weight\":"
                + " \"much\" is no value of type number");
    // @end
  }
}
