package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

class JsonProperties {
  @Property
  void whatIsWrittenReadsAsTheSame(@ForAll("values") Json value) {
    assertThat(Json.parse(value.toString())).isEqualTo(value).hasSameHashCodeAs(value);
    assertThat(Json.parse(value.toPrettyString())).isEqualTo(value);
  }

  @Property
  void equalValuesShareOneCanonicalText(
      @ForAll("values") Json value, @ForAll("values") Json other) {
    String text = value.toCanonicalString();
    assertThat(Json.parse(text)).isEqualTo(value);
    assertThat(Json.parse(value.toPrettyString()).toCanonicalString()).isEqualTo(text);
    assertThat(other.toCanonicalString().equals(text)).isEqualTo(other.equals(value));
  }

  /** The compact text is made by hand: what is stored and signed must not change by that. */
  @Property
  void compactTextIsJacksons(@ForAll("values") Json value, @ForAll String any) {
    Json all = Json.object().put(any, value).put(any + "\u0000\u001f\b\f\u007f\ud83e", any).build();
    StringWriter text = new StringWriter();
    try (JsonGenerator generator =
        JsonText.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      JsonText.write(all, generator);
    }
    assertThat(all.toString()).isEqualTo(text.toString());
  }

  @Property
  void anyTextIsReadOrRefusedWithAJsonException(@ForAll String text) {
    try {
      Json value = Json.parse(text);
      assertThat(Json.parse(value.toString())).isEqualTo(value);
    } catch (JsonException e) {
      assertThat(e.line()).isPositive();
    }
  }

  @Property
  void brokenJsonIsReadOrRefusedWithAJsonException(
      @ForAll("values") Json value, @ForAll int at, @ForAll char other) {
    StringBuilder text = new StringBuilder(value.toString());
    text.setCharAt(Math.floorMod(at, text.length()), other);
    try {
      Json.parse(text.toString());
    } catch (JsonException e) {
      assertThat(e.column()).isPositive();
    }
  }

  @Property
  void everyMemberIsFoundByItsPointer(
      @ForAll("values") Json value, @ForAll String name, @ForAll("values") Json other) {
    Json object = Json.object().put("other", other).put(name, value).build();
    assertThat(object.at("/" + JsonPointer.escape(name))).contains(value);
    assertThat(Json.array(java.util.List.of(other, object)).at("/1/" + JsonPointer.escape(name)))
        .contains(value);
  }

  @Property
  void multiplesAreThoseThatTheRemainderSays(
      @ForAll("decimals") BigDecimal number, @ForAll("steps") BigDecimal step) {
    assertThat(JsonNumbers.multiple(number, step)).isEqualTo(number.remainder(step).signum() == 0);
    assertThat(JsonNumbers.multiple(number.multiply(step), step.abs()))
        .isEqualTo(number.multiply(step).remainder(step).signum() == 0);
  }

  @Provide
  Arbitrary<BigDecimal> decimals() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal("-100000"), new BigDecimal("100000"))
        .ofScale(3);
  }

  @Provide
  Arbitrary<BigDecimal> steps() {
    return Arbitraries.of("0.001", "0.01", "0.25", "1", "3", "7.5", "1E+2", "10", "12")
        .map(BigDecimal::new);
  }

  @Provide
  static Arbitrary<Json> values() {
    Arbitrary<Json> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(20).map(Json::of),
            Arbitraries.longs().map(Json::of),
            Arbitraries.bigDecimals().map(Json::of),
            Arbitraries.of(true, false).map(Json::of),
            Arbitraries.just(Json.NULL));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(4).map(Json::array),
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), inner)
                    .ofMaxSize(4)
                    .map(Json.Obj::new)),
        0,
        3);
  }
}
