package dev.atom.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is changed in a document: it is read or told, and what is read the schema accepts too. */
class ConfigMutationsTest {
  private static final List<Json> VALUES =
      List.of(
          Json.NULL,
          Json.of(true),
          Json.of(0),
          Json.of(-1),
          Json.of(7),
          Json.of(new BigDecimal("0.5")),
          Json.of(new BigDecimal("1E+30")),
          Json.of(new BigDecimal("9223372036854775807")),
          Json.of(""),
          Json.of(" "),
          Json.of("x"),
          Json.of("large"),
          Json.of("openai/ "),
          Json.of("openai/x"),
          Json.of("tenant"),
          Json.of("5s"),
          Json.of("0s"),
          Json.of("order"),
          Json.of("total"),
          Json.of("2026-01-01"),
          Json.of("a\u0000b"),
          Json.of("n".repeat(300)),
          Json.array(List.of()),
          Json.array(List.of(Json.of("tenant"))),
          Json.Obj.EMPTY,
          Json.parse("{\"a\": 1}"),
          Json.parse("{\" \": \"x\"}"));

  @Test
  void everyDocumentIsReadOrItsFaultsAreTold() {
    long seed = 20261121;
    Random random = new Random(seed);
    ConfigParts parts = Documents.parts().build();
    SchemaCheck schema = new SchemaCheck();
    List<String> places = new ArrayList<>();
    collect(Documents.complete(), "", places);
    int read = 0;
    for (int i = 0; i < 1_500; i++) {
      Json document = Documents.complete();
      int changes = 1 + random.nextInt(2);
      String place = "";
      for (int change = 0; change < changes; change++) {
        place = places.get(random.nextInt(places.size()));
        if (change > 0 && document.at(place).isEmpty()) {
          continue;
        }
        boolean removed = random.nextInt(5) == 0;
        Json value = VALUES.get(random.nextInt(VALUES.size()));
        document = Documents.with(document, place, removed ? Optional.empty() : Optional.of(value));
      }
      try {
        RouterConfig.parse(document, parts);
        read++;
        assertThat(schema.complaints(document)).as("seed %d, %d: %s", seed, i, place).isEmpty();
      } catch (InvalidConfig e) {
        assertThat(e.problems()).as("seed %d, %d: %s", seed, i, place).isNotEmpty();
      }
    }
    assertThat(read).isBetween(50, 1_450);
  }

  private static void collect(Json value, String at, List<String> places) {
    if (!at.isEmpty()) {
      places.add(at);
    }
    if (value instanceof Json.Obj object) {
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        collect(member.getValue(), at + "/" + member.getKey(), places);
      }
    } else if (value instanceof Json.Arr array) {
      for (int i = 0; i < array.items().size(); i++) {
        collect(array.items().get(i), at + "/" + i, places);
      }
    }
  }
}
