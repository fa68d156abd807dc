package dev.atom.router.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.usage.Charge;
import dev.atom.usage.Price;
import dev.atom.usage.PriceFacts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The bundled catalogue against the tables that it was made from, all rows of them. Point {@code
 * -Datom.data} at a folder whose folder {@code prices} has {@code model-prices.csv} and {@code
 * model-prices-sources.csv}.
 */
@EnabledIfSystemProperty(named = "atom.data", matches = ".+")
class CatalogueDataTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final Instant SEEN = Instant.parse("2026-08-01T00:00:00Z");
  private static final Map<String, Charge> COLUMNS =
      Map.of(
          "input_usd_per_mtok", Charge.INPUT,
          "output_usd_per_mtok", Charge.OUTPUT,
          "cache_read_usd_per_mtok", Charge.CACHED_INPUT,
          "cache_write_usd_per_mtok", Charge.CACHE_WRITE,
          "per_second_usd", Charge.SECOND,
          "per_character_usd", Charge.CHARACTER);
  private static final Map<String, String> MODES =
      Map.of(
          "audio_speech", "SPEECH",
          "audio_transcription", "TRANSCRIPTION",
          "chat", "CHAT",
          "responses", "CHAT",
          "embedding", "EMBEDDING",
          "moderation", "MODERATION");

  private final ModelCatalogue catalogue = ModelCatalogue.bundled();

  @Test
  void everyRowIsInTheCatalogueAsItIs() throws IOException {
    Map<ModelRef, Map<String, String>> rows = table("model-prices.csv");
    Map<ModelRef, Map<String, String>> sources = table("model-prices-sources.csv");
    assertThat(rows).hasSize(333);
    assertThat(catalogue.models()).isEqualTo(rows.keySet()).isEqualTo(sources.keySet());
    Set<ModelRef> ended = new HashSet<>();
    rows.forEach(
        (model, row) -> {
          ModelFacts facts = catalogue.facts(model).orElseThrow();
          assertThat(facts).as("%s", model).isEqualTo(facts(model, row));
          Optional<Price> current = catalogue.prices().price(model, NOW);
          if (current.isEmpty()) {
            ended.add(model);
          }
          Price price = current.or(() -> catalogue.prices().price(model, SEEN)).orElseThrow();
          Map<String, String> source = sources.get(model);
          assertThat(price.source())
              .isEqualTo(source.get("source") + ", as of " + source.get("as_of"));
          assertThat(price.note().orElse("")).as("%s", model).startsWith(source.get("notes"));
          assertThat(price.mode()).isEqualTo(facts.mode());
          assertRates(row, price);
        });
    assertThat(ended)
        .containsExactlyInAnyOrder(
            new ModelRef("deepseek", "deepseek-chat"),
            new ModelRef("deepseek", "deepseek-reasoner"));
  }

  private static void assertRates(Map<String, String> row, Price price) {
    var rates = price.card(PriceFacts.STANDARD).orElseThrow().base();
    COLUMNS.forEach(
        (column, charge) -> {
          Optional<BigDecimal> listed =
              Optional.of(row.get(column)).filter(cell -> !cell.isEmpty()).map(BigDecimal::new);
          assertThat(rates.rate(charge)).as("%s %s", price, column).isEqualTo(listed);
        });
    assertThat(rates.charges())
        .filteredOn(charge -> !COLUMNS.containsValue(charge))
        .isSubsetOf(
            Charge.LONG_CACHE_WRITE, Charge.AUDIO_INPUT, Charge.AUDIO_OUTPUT, Charge.SEARCH);
  }

  private static ModelFacts facts(ModelRef model, Map<String, String> row) {
    Set<Capability> capabilities = new HashSet<>();
    Map.of(
            "tools", Capability.TOOLS,
            "json_schema", Capability.STRUCTURED_OUTPUT,
            "vision", Capability.IMAGE_INPUT,
            "reasoning", Capability.REASONING)
        .forEach(
            (column, capability) -> {
              if (row.get(column).equals("true")) {
                capabilities.add(capability);
              }
            });
    return new ModelFacts(
        model,
        Price.Mode.valueOf(MODES.get(row.get("mode"))),
        count(row.get("context_tokens")),
        count(row.get("max_output_tokens")),
        capabilities,
        row.get("mode").equals("responses"));
  }

  private static OptionalLong count(String cell) {
    return cell.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cell));
  }

  private static Map<ModelRef, Map<String, String>> table(String name) throws IOException {
    Path file = Path.of(System.getProperty("atom.data"), "prices", name);
    List<String> lines = Files.readAllLines(file);
    List<String> columns = cells(lines.get(0));
    Map<ModelRef, Map<String, String>> rows = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      assertThat(cells).as(line).hasSameSizeAs(columns);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        row.put(columns.get(i), cells.get(i));
      }
      assertThat(rows.put(new ModelRef(row.get("provider"), row.get("model")), row)).isNull();
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
