package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.secret.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBindingTest {
  enum Colour {
    RED {
      @Override
      public String toString() {
        return "a warm colour";
      }
    },
    BLUE
  }

  record Inner(int count, Optional<String> note) {
    Inner {
      if (count < 0) {
        throw new IllegalArgumentException("count is confidential " + count);
      }
    }
  }

  record Everything(
      String zText,
      Colour colour,
      BigDecimal exact,
      BigInteger big,
      double ratio,
      boolean flag,
      Instant at,
      LocalDate day,
      LocalTime time,
      OffsetDateTime zoned,
      Duration length,
      UUID id,
      Inner inner,
      List<Inner> inners,
      Set<Colour> colours,
      Map<String, List<Integer>> numbers,
      Json any,
      Json.Obj object,
      Optional<Json> maybe,
      Optional<Inner> aInner) {}

  private static final Everything EVERYTHING =
      new Everything(
          "ä\u0000😀",
          Colour.RED,
          new BigDecimal("1.50"),
          new BigInteger("123456789012345678901234567890"),
          0.1,
          true,
          Instant.parse("2026-11-21T17:30:00.123456789Z"),
          LocalDate.of(2026, 11, 21),
          LocalTime.of(17, 30),
          OffsetDateTime.parse("2026-11-21T17:30:00+02:00"),
          Duration.ofMillis(1500),
          UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91"),
          new Inner(1, Optional.empty()),
          List.of(new Inner(2, Optional.of("x")), new Inner(3, Optional.empty())),
          Set.of(Colour.BLUE),
          Map.of("a", List.of(1, 2)),
          Json.NULL,
          Json.object().put("k", Json.NULL).build(),
          Optional.of(Json.NULL),
          Optional.empty());

  @Test
  void recordsComeBackAsTheyWere() {
    Json json = Json.from(EVERYTHING);
    assertThat(Json.parse(json.toString()).as(Everything.class)).isEqualTo(EVERYTHING);
  }

  @Test
  void membersStandInTheOrderOfTheComponentsAndEmptyOptionalsAreLeftOut() {
    assertThat(((Json.Obj) Json.from(EVERYTHING)).members().keySet())
        .startsWith("zText", "colour", "exact")
        .endsWith("object", "maybe");
    assertThat(Json.from(new Inner(1, Optional.empty()))).hasToString("{\"count\":1}");
  }

  @Test
  void formsAreThoseThatTheSchemaSays() {
    assertThat(JsonSchema.of(Everything.class).check(Json.from(EVERYTHING))).isEmpty();
    assertThat(Json.from(Colour.RED)).isEqualTo(Json.of("RED"));
    assertThat(Json.from(OffsetDateTime.parse("2026-11-21T17:30:00+02:00")))
        .isEqualTo(Json.of("2026-11-21T17:30:00+02:00"));
  }

  record Number(long value) {}

  @ParameterizedTest
  @CsvSource({"1.0,1", "1e3,1000", "-5,-5", "9223372036854775807,9223372036854775807"})
  void wholeNumbersAreReadHoweverTheyAreWritten(String text, long value) {
    assertThat(Json.parse("{\"value\":" + text + "}").as(Number.class).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "\"1\"", "true", "null", "9223372036854775808", "1e400", "{}", "[1]"})
  void nothingIsConvertedSilentlyToAWholeNumber(String text) {
    Json json = Json.parse("{\"value\":" + text + "}");
    JsonException e = catchThrowableOfType(JsonException.class, () -> json.as(Number.class));
    assertThat(e.path()).isEqualTo("/value");
  }

  record Text(String value) {}

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "null", "{}", "[\"a\"]"})
  void nothingIsConvertedSilentlyToAText(String text) {
    Json json = Json.parse("{\"value\":" + text + "}");
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> json.as(Text.class));
  }

  record Coloured(Colour colour) {}

  @ParameterizedTest
  @ValueSource(strings = {"\"GREEN\"", "0", "\"a warm colour\"", "\"red\"", "\"\""})
  void unknownConstantsAreRefused(String text) {
    Json json = Json.parse("{\"colour\":" + text + "}");
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> json.as(Coloured.class));
  }

  @Test
  void missingComponentsAreRefusedUnlessOptional() {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse("{}").as(Text.class));
    assertThat(Json.parse("{\"count\":1,\"unknown\":2,\"note\":null}").as(Inner.class))
        .isEqualTo(new Inner(1, Optional.empty()));
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse("{}").as(Anything.class));
    assertThat(Json.parse("{\"value\":null}").as(Anything.class).value()).isEqualTo(Json.NULL);
  }

  record Anything(Json value) {}

  record Maybe(Optional<Json> value, Optional<Integer> count) {}

  @Test
  void aMissingOptionalOfJsonIsNotTheSameAsNull() {
    assertThat(Json.parse("{}").as(Maybe.class))
        .isEqualTo(new Maybe(Optional.empty(), Optional.empty()));
    assertThat(Json.parse("{\"value\":null,\"count\":null}").as(Maybe.class))
        .isEqualTo(new Maybe(Optional.of(Json.NULL), Optional.empty()));
  }

  record Kinds(Json.Str str, Json.Num num, Json.Bool bool, Json.Arr arr, Json.Null none) {}

  @Test
  void everyKindOfJsonCanBeAComponent() {
    Json json = Json.parse("{\"str\":\"a\",\"num\":1.5,\"bool\":true,\"arr\":[1],\"none\":null}");
    Kinds kinds = json.as(Kinds.class);
    assertThat(kinds.str()).isEqualTo(Json.of("a"));
    assertThat(Json.from(kinds)).isEqualTo(json);
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> ((Json.Obj) json).toBuilder().put("str", 1).build().as(Kinds.class));
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> json.as(Json.Arr.class));
    assertThat(json.as(Json.Obj.class)).isSameAs(json);
  }

  @Test
  void faultsNameThePathAndNotTheValue() {
    Json wrong = Json.parse("{\"inner\":{\"count\":\"confidential\"}}");
    JsonException e = catchThrowableOfType(JsonException.class, () -> wrong.as(Outer.class));
    assertThat(e.path()).isEqualTo("/inner/count");
    assertThat(e.getMessage()).doesNotContain("confidential");
    Json refused = Json.parse("{\"inner\":{\"count\":-7}}");
    JsonException r = catchThrowableOfType(JsonException.class, () -> refused.as(Outer.class));
    assertThat(r.getMessage()).contains("Inner refuses").doesNotContain("confidential");
    assertThat(r.getCause()).isNull();
  }

  record Outer(Inner inner) {}

  record Sly(String name) {
    public String getOther() {
      return "other";
    }

    public boolean isOpen() {
      return true;
    }
  }

  @Test
  void onlyComponentsAreWritten() {
    assertThat(Json.from(new Sly("a"))).hasToString("{\"name\":\"a\"}");
  }

  record Holder(Secret secret) {}

  @Test
  void secretsAndOtherObjectsHaveNoJson() {
    try (Secret secret = Secret.of("sk-confidential-0123456789")) {
      assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.from(secret));
      assertThatExceptionOfType(JsonException.class)
          .isThrownBy(() -> Json.from(new Holder(secret)))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("confidential"));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatJsonDoesNotHaveAreRefused(double value) {
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.from(value));
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.from(List.of(value)));
  }

  @Test
  void plainValuesBecomeJson() {
    assertThat(Json.from(List.of(1, "a", true))).hasToString("[1,\"a\",true]");
    assertThat(Json.from(Map.of("a", 0.25))).hasToString("{\"a\":0.25}");
    assertThat(Json.from(Json.NULL)).isSameAs(Json.NULL);
    assertThat(Json.of("x").as(String.class)).isEqualTo("x");
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.NULL.as(String.class));
  }
}
