package dev.atom.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageExportTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ModelRef MODEL = new ModelRef("openai", "large");

  private final MemoryUsageLedger ledger = MemoryUsageLedger.create();

  private String csv(boolean guarded) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    UsageExport export = UsageExport.of(ledger, UsageFilter.all());
    if (guarded) {
      export.csvForSpreadsheets(out);
    } else {
      export.csv(out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Reads RFC 4180, by its grammar. */
  private static List<List<String>> parse(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted) {
        if (c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          value.append(csv.charAt(++i));
        } else if (c == '"') {
          quoted = false;
        } else {
          value.append(c);
        }
      } else if (c == '"' && value.isEmpty()) {
        quoted = true;
      } else if (c == ',' || (c == '\r' && csv.charAt(i + 1) == '\n')) {
        row.add(value.toString());
        value.setLength(0);
        if (c == '\r') {
          rows.add(row);
          row = new ArrayList<>();
          i++;
        }
      } else {
        assertThat(c).isNotIn('"', '\r', '\n');
        value.append(c);
      }
    }
    assertThat(row).isEmpty();
    return rows;
  }

  private static String cell(List<List<String>> rows, int row, String column) {
    return rows.get(row).get(rows.getFirst().indexOf(column));
  }

  @Test
  void csvOfAnyTextReadsBackAsItWas() throws IOException {
    List<String> odd = List.of("a,b", "\"", "line\r\nline", "=1+1", " x ", "漢🦊", ",\"\r");
    for (String text : odd) {
      ledger.append(
          List.of(
              UsageRecord.newBuilder(text, text, NOON, new ModelRef(text, text))
                  .caller(text, Optional.of(text))
                  .cost(new Cost.Unknown(text))
                  .build()));
    }
    List<List<String>> rows = parse(csv(false));
    assertThat(rows).hasSize(odd.size() + 1).allSatisfy(row -> assertThat(row).hasSize(35));
    for (int i = 0; i < odd.size(); i++) {
      for (String column : List.of("id", "call_id", "tenant", "user", "model", "cost_unknown")) {
        assertThat(cell(rows, i + 1, column)).isEqualTo(odd.get(i));
      }
      assertThat(cell(rows, i + 1, "cost_usd")).isEmpty();
    }
  }

  @Test
  void formulasOfStrangersAreTextInSpreadsheets() throws IOException {
    List<String> formulas = List.of("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\uFF1D1");
    for (String formula : formulas) {
      ledger.append(
          List.of(
              UsageRecord.newBuilder(formula, "c", NOON, MODEL)
                  .caller(formula, Optional.of("plain"))
                  .build()));
    }
    List<List<String>> rows = parse(csv(true));
    for (int i = 0; i < formulas.size(); i++) {
      assertThat(cell(rows, i + 1, "tenant")).isEqualTo("'" + formulas.get(i));
      assertThat(cell(rows, i + 1, "user")).isEqualTo("plain");
    }
  }

  @Test
  void amountsAndCountsAreExact() throws IOException {
    Usage usage = Usage.newBuilder().inputTokens(7).reasoningTokens(2).outputTokens(3).build();
    UsageRecord record =
        UsageRecord.newBuilder("1", "c", NOON.plusNanos(1_000), MODEL)
            .usage(usage)
            .cost(new Cost.Known(new BigDecimal("0.00000000000000012")))
            .latency(Duration.ofMillis(1_500))
            .tags(Map.of("team", "red"))
            .content(Optional.of(new Content.Plain(Json.object().put("q", "hello").build())))
            .build();
    ledger.append(List.of(record));
    List<List<String>> rows = parse(csv(false));
    assertThat(cell(rows, 1, "at")).isEqualTo("2026-03-01T12:00:00.000001Z");
    assertThat(cell(rows, 1, "cost_usd")).isEqualTo("0.00000000000000012");
    assertThat(cell(rows, 1, "latency_us")).isEqualTo("1500000");
    assertThat(cell(rows, 1, "first_token_us")).isEmpty();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(UsageExport.of(ledger, UsageFilter.all()).jsonLines(out)).isEqualTo(1);
    assertThat(Json.parse(out.toByteArray()))
        .isEqualTo(
            Json.parse(
                """
                {"at":"2026-03-01T12:00:00.000001Z","tenant":"default","id":"1","call_id":"c",
                 "attempt":1,"provider":"openai","model":"large","outcome":"ANSWERED",
                 "cost_usd":"0.00000000000000012","estimated":false,"latency_us":1500000,
                 "tags":{"team":"red"},"content":{"q":"hello"},
                 "usage":{"known":true,"estimated":false,"input_tokens":7,"output_tokens":3,
                          "reasoning_tokens":2}}
                """));
  }

  @Test
  void exportsPageByPage() throws IOException {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 1_234; i++) {
      records.add(UsageRecord.newBuilder("" + i, "c", NOON.plusSeconds(i), MODEL).build());
    }
    ledger.append(records);
    List<List<String>> rows = parse(csv(false));
    assertThat(rows).hasSize(1_235);
    for (int i = 0; i < 1_234; i++) {
      assertThat(cell(rows, i + 1, "id")).isEqualTo("" + i);
    }
  }
}
