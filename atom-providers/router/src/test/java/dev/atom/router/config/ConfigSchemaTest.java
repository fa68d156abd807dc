package dev.atom.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reader and schema know the same. */
class ConfigSchemaTest {
  private static final Json.Obj SCHEMA = RouterConfig.schema();
  private static final SchemaCheck CHECK = new SchemaCheck();

  static List<Shape> shapes() {
    return Shape.ALL;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyObjectHasTheSameMembersInBoth(Shape shape) {
    Json.Obj definition = (Json.Obj) SCHEMA.at("/$defs/" + shape.name()).orElseThrow();
    assertThat(names(definition.get("properties").orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(shape.members());
    List<String> required = new ArrayList<>();
    definition
        .get("required")
        .ifPresent(list -> ((Json.Arr) list).items().forEach(i -> required.add(text(i))));
    assertThat(required).containsExactlyInAnyOrderElementsOf(shape.required());
    assertThat(definition.get("additionalProperties")).contains(Json.of(false));
  }

  /** What the catalogue's reader knows, it tells of a member that it doesn't. */
  @ParameterizedTest
  @CsvSource({
    "/prices/models/0, price_model",
    "/prices/models/0/facts, price_facts",
    "/prices/models/0/prices/0, price",
    "/prices/models/0/prices/0/rates, rates",
    "/prices/models/0/prices/0/above/0, steps/items",
    "/prices/models/0/prices/0/tiers/fast, price_tier",
    "/prices/models/0/prices/0/hours, hours",
    "/prices/models/0/prices/0/hours/spans/0, hours/properties/spans/items"
  })
  void everyPriceHasTheSameMembersInBoth(String place, String definition) {
    Json document = Documents.with(Documents.complete(), place + "/zzz", Optional.of(Json.of(1)));
    InvalidConfig invalid =
        catchThrowableOfType(
            InvalidConfig.class, () -> RouterConfig.parse(document, Documents.parts().build()));
    String known = invalid.problems().get(0).problem().replaceAll(".*\\[(.*)]", "$1");

    Json properties = SCHEMA.at("/$defs/" + definition + "/properties").orElseThrow();
    assertThat(new TreeSet<>(List.of(known.split(", "))))
        .isEqualTo(new TreeSet<>(names(properties)));
  }

  @Test
  void everyObjectOfTheSchemaIsReadByAShape() {
    Set<String> closed = new TreeSet<>();
    ((Json.Obj) SCHEMA.get("$defs").orElseThrow())
        .members()
        .forEach(
            (name, definition) -> {
              if (((Json.Obj) definition).get("properties").isPresent()) {
                closed.add(name);
              }
            });
    closed.removeAll(Set.of("price_model", "price_facts", "price", "rates", "price_tier", "hours"));
    assertThat(closed).isEqualTo(new TreeSet<>(Shape.ALL.stream().map(Shape::name).toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"capability", "limit_fact"})
  void everyWordIsInBoth(String definition) {
    Json.Arr words = (Json.Arr) SCHEMA.at("/$defs/" + definition + "/enum").orElseThrow();
    Map<String, ?> known = definition.equals("capability") ? Words.CAPABILITIES : Words.LIMIT_FACTS;
    assertThat(words.items().stream().map(ConfigSchemaTest::text).toList())
        .containsExactlyElementsOf(known.keySet());
  }

  static Stream<Json> valid() {
    Stream.Builder<Json> valid = Stream.builder();
    Json complete = Documents.complete();
    valid.add(complete);
    // Everything that may be left out is left out once.
    for (Shape shape : Shape.ALL) {
      places(complete, shape)
          .forEach(
              place ->
                  shape.optional().stream()
                      .filter(name -> !needed(shape, name))
                      .filter(name -> !alone(complete, place, name))
                      .map(name -> Documents.with(complete, place + "/" + name, Optional.empty()))
                      .forEach(valid::add));
    }
    return valid.build();
  }

  /** What is needed by what else is there: one of two, or what refers to it. */
  private static boolean needed(Shape shape, String name) {
    return shape.equals(Shape.POLICY)
        || shape.equals(Shape.PERIOD)
        || shape.equals(Shape.RANGE)
        || Set.of("model", "client", "targets", "per", "at_once", "by").contains(name);
  }

  /** Without it the object would be empty, which conditions may not be. */
  private static boolean alone(Json document, String place, String name) {
    return names(document.at(place).orElseThrow()).equals(Set.of(name));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void whatIsValidPassesBoth(Json document) {
    assertThat(CHECK.complaints(document)).isEmpty();
    RouterConfig.parse(document, Documents.parts().build());
  }

  @Test
  void completeDocumentSaysEveryMember() {
    String text = Documents.complete().toString();
    for (Shape shape : Shape.ALL) {
      assertThat(shape.members()).allSatisfy(name -> assertThat(text).contains("\"" + name + "\""));
    }
  }

  @Test
  void coreReadsTheSchemaToo() {
    assertThat(JsonSchema.of(SCHEMA).check(Documents.complete())).isEmpty();
  }

  /** Where objects of a shape stand in the complete document. */
  private static List<String> places(Json document, Shape shape) {
    List<String> places = new ArrayList<>();
    walk(document, "", shape, places);
    places.sort(Comparator.naturalOrder());
    return places;
  }

  private static void walk(Json value, String at, Shape shape, List<String> places) {
    switch (value) {
      case Json.Obj object -> {
        Set<String> names = new LinkedHashSet<>(object.members().keySet());
        if (names.containsAll(shape.required())
            && shape.members().containsAll(names)
            && !names.isEmpty()
            && definitionFits(at, shape)) {
          places.add(at);
        }
        object.members().forEach((name, member) -> walk(member, at + "/" + name, shape, places));
      }
      case Json.Arr array -> {
        for (int i = 0; i < array.items().size(); i++) {
          walk(array.items().get(i), at + "/" + i, shape, places);
        }
      }
      case Json.Str text -> {}
      case Json.Num number -> {}
      case Json.Bool flag -> {}
      case Json.Null nothing -> {}
    }
  }

  /** Objects with the same members are told apart by where they stand. */
  private static boolean definitionFits(String at, Shape shape) {
    return switch (shape.name()) {
      case "router" -> at.isEmpty();
      case "target" -> at.matches("/targets/[^/]+");
      case "inline_target" -> at.matches("/routes/\\d/targets/\\d");
      case "route" -> at.matches("/routes/\\d");
      case "condition" -> at.endsWith("/when");
      default -> at.contains(shape.name().replace("_object", "")) || shape.equals(Shape.LIMIT);
    };
  }

  private static Set<String> names(Json object) {
    return ((Json.Obj) object).members().keySet();
  }

  private static String text(Json text) {
    return ((Json.Str) text).value();
  }
}
