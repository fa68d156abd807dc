package dev.atom.rules.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.rules.FactType;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.table.TableCsv.FormulaGuard;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableCsvTest {
  private static final DecisionTable TABLE =
      DecisionTable.newBuilder("discount")
          .hitPolicy(HitPolicy.FIRST)
          .input(
              Json.parseObject(
                  "{\"field\":\"tier\",\"label\":\"Tier\",\"type\":\"text\",\"allowed\":\"gold, basic\"}"))
          .input("total", ColumnType.NUMBER, ">= 0")
          .output("percent", ColumnType.NUMBER)
          .row("loyal", List.of("gold", ">= 100"), List.of(10))
          .row("rest", List.of("-", "-"), List.of(0))
          .build();

  private static InvalidRules refused(String csv) {
    InvalidRules thrown =
        catchThrowableOfType(InvalidRules.class, () -> TableCsv.readRows(csv, TABLE));
    assertThat(thrown).as(csv).isNotNull();
    return thrown;
  }

  @Test
  void isWrittenWithCrlfAndAHeader() {
    assertThat(TableCsv.write(TABLE, FormulaGuard.NONE))
        .isEqualTo(
            "id,when tier: text,when total: number,then percent: number\r\n"
                + "loyal,gold,>= 100,10\r\nrest,-,-,0\r\n");
    assertThat(TableCsv.write(TABLE, FormulaGuard.APOSTROPHE)).contains("rest,,,0\r\n");
  }

  @Test
  void columnsComeInAnyOrderUnderTheirNamesOrLabels() {
    DecisionTable read = TableCsv.readRows("percent,total,Tier\n10,>= 100,gold\n,\"\",\n", TABLE);
    assertThat(read.rows().get(0).when()).isEqualTo(TABLE.rows().get(0).when());
    assertThat(read.rows().get(0).id()).isEqualTo("r1");
    assertThat(read.rows().get(1).when()).containsOnly(new UnaryTest.Any());
    assertThat(read.rows().get(1).then()).containsExactly(Json.NULL);
    assertThat(read.inputs()).isEqualTo(TABLE.inputs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Tier,total,percent;silver,5,1|row 2, column \"Tier\": \"silver\" is none of the values",
        "Tier,total,percent;gold,>= x,1|row 2, column \"total\": the cell of \"total\": \"x\" is no",
        "Tier,total,percent;;gold,1,much|row 3, column \"percent\": \"much\" is no value of type number",
        "Tier,total,percent;gold,{,1|row 2, column \"total\": the cell is no JSON",
        "Tier,total,percent;gold,1|row 2 has 2 cells, the header 3",
        "Tier,total,percent;gold,\"1,1|row 2: a quote is not closed",
        "Tier,total,percent;go\"ld,1,1|row 2: a quote in a cell without quotes",
        "Tier,total,percent;\"gold\"x,1,1|row 2: after a closing quote",
        "Tier,total|there is no column \"then percent: number\"",
        "Tier,total,percent,size|\"size\" is no column of the table",
        "Tier,tier,total,percent|there are two columns",
        "when tier: number,total,percent|column \"when tier: number\" is of type text",
        "id,Tier,total,percent;a,gold,1,1;a,gold,2,2|row 3: the row /rows/0 has the same id"
      })
  void whatIsWrongIsSaidWithItsRowAndColumn(String csv, String message) {
    assertThat(refused(csv.replace(';', '\n'))).hasMessageContaining(message);
  }

  @Test
  void theHeaderAloneMakesATable() {
    DecisionTable read =
        TableCsv.read(
            "when a.b: integer,then c: text,then d: any\n[1..3],=SUM(A1),\"{\"\"x\"\":1}\"\n",
            "t",
            HitPolicy.UNIQUE);
    assertThat(read.rows().get(0).then())
        .containsExactly(Json.of("=SUM(A1)"), Json.parse("{\"x\":1}"));
    assertThat(TableCsv.write(read, FormulaGuard.APOSTROPHE)).contains("'=SUM(A1)");
    RuleVocabulary vocabulary = RuleVocabulary.newBuilder().fact("a.b", FactType.NUMBER).build();
    assertThat(
            TableCsv.read(
                    "when a.b,then c: text\n5,x",
                    "t",
                    HitPolicy.UNIQUE,
                    vocabulary,
                    TableLimits.DEFAULT)
                .inputs()
                .get(0)
                .type())
        .isEqualTo(ColumnType.NUMBER);
    for (String header :
        List.of("when a.b,then c: text", "a.b,then c: text", "when a: txt,then c: text", "")) {
      assertThat(
              catchThrowableOfType(
                  InvalidRules.class, () -> TableCsv.read(header, "t", HitPolicy.UNIQUE)))
          .as(header)
          .isNotNull();
    }
  }

  @Test
  void largeTextsAreRefusedBeforeTheyAreRead() {
    TableLimits small = new TableLimits(100, 2, 2, 1_000);
    for (String csv :
        List.of(
            "when a: text,then b: text\nx,y\nx,y\nx,y\n",
            "when a: text,then b: text" + ",".repeat(8),
            "x".repeat(101))) {
      InvalidRules thrown =
          catchThrowableOfType(
              InvalidRules.class,
              () -> TableCsv.read(csv, "t", HitPolicy.FIRST, RuleVocabulary.OPEN, small));
      assertThat(thrown.problems()).extracting(p -> p.kind()).containsExactly(Kind.LIMIT_EXCEEDED);
    }
    String deep = "when a: any,then b: text\n\"" + "[".repeat(100_000) + "\",x\n";
    assertThat(
            catchThrowableOfType(
                InvalidRules.class, () -> TableCsv.read(deep, "t", HitPolicy.FIRST)))
        .isNotNull();
    String huge = "when a: number,then b: number\n1e999999999,-1e999999999\n";
    assertThat(
            catchThrowableOfType(
                InvalidRules.class, () -> TableCsv.read(huge, "t", HitPolicy.FIRST)))
        .hasMessageContaining("row 2, column \"then b: number\"");
  }
}
