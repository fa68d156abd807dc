package dev.atom.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private static final Provenance BY =
      new Provenance(Source.PERSON_EDIT, "anna", Instant.parse("2026-11-21T10:00:00.5Z"));
  private static final Evidence SAID =
      new Evidence("m1", "customer", "two", Evidence.Strength.STRONG);
  private static final Cell CELL =
      new Cell(
          Json.of(new BigDecimal("2.50")),
          BY,
          List.of(SAID),
          Optional.of(new Cell.Candidate(Optional.empty(), BY, List.of())));

  @Test
  void comesBackFromItsStoredForm() {
    Document document =
        new Document("d", "s", 3, Map.of("people", CELL))
            .with("city", new Cell(Json.of("x"), BY, List.of(), Optional.empty()));
    Document read = Document.fromJson(Json.parseObject(document.toJson().toString()));
    assertThat(read).isEqualTo(document);
    assertThat(read.cells().keySet()).containsExactly("people", "city");
  }

  @Test
  void cellsAreStoredUnderTheNamesOfTheirComponents() {
    assertThat(CELL.toJson())
        .isEqualTo(
            Json.parse(
                """
                {"value": 2.50,
                 "provenance": {"source": "PERSON_EDIT", "actor": "anna", "at": "2026-11-21T10:00:00.500Z"},
                 "evidence": [{"message": "m1", "author": "customer", "quote": "two", "strength": "STRONG"}],
                 "candidate": {
                   "provenance": {"source": "PERSON_EDIT", "actor": "anna", "at": "2026-11-21T10:00:00.500Z"},
                   "evidence": []}}"""));
  }

  @Test
  void unknownMembersArePassedOver() {
    Json.Obj more = CELL.toJson().toBuilder().put("later", 1).build();
    assertThat(Cell.fromJson(more)).isEqualTo(CELL);
  }

  @Test
  void faultsNameThePath() {
    Json.Obj wrong =
        Json.parseObject(
            "{\"field\":\"a\",\"cell\":{\"value\":1,\"provenance\":{\"source\":\"GUESS\"}}}");
    Document empty = new Document("d", "s", 1, Map.of());
    assertThat(catchThrowableOfType(JsonException.class, () -> empty.apply(wrong)).path())
        .isEqualTo("/cell/provenance/source");
    assertThat(catchThrowableOfType(JsonException.class, () -> empty.apply(Json.Obj.EMPTY)).path())
        .isEqualTo("/field");
    assertThat(
            catchThrowableOfType(
                    JsonException.class, () -> empty.apply(Json.object().put("field", "a").build()))
                .path())
        .isEqualTo("/cell");
  }

  @Test
  void givesItsValuesAlone() {
    Document document = new Document("d", "s", 1, Map.of("people", CELL));
    assertThat(document.values()).isEqualTo(Json.parse("{\"people\":2.5}"));
    assertThat(document.without("people").values()).isEqualTo(Json.Obj.EMPTY);
    assertThat(CELL.locked()).isTrue();
  }
}
