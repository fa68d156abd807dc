package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples are those of RFC 8785, sections 3.2.2 and 3.2.3 and appendix B. */
class CanonicalTextTest {
  private static String canonical(String json) {
    return Json.parse(json).toCanonicalString();
  }

  @Test
  void writesLiteralsAndTextsAsTheRfc() {
    assertThat(
            canonical(
                """
                {"numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}
                """))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void ordersMembersByUtf16AsTheRfc() {
    Json.Obj sorted =
        Json.parseObject(
            canonical(
                """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Dalet With Dagesh",
                 "1": "One", "\\ud83d\\ude00": "Grinning Face", "\\u0080": "Control",
                 "\\u00f6": "O With Diaeresis"}
                """));
    assertThat(sorted.members().keySet())
        .containsExactly("\r", "1", "\u0080", "ö", "€", "😀", "\ufb33");
  }

  /** Doubles of the RFC's appendix whose text is their exact value or the shortest that means them. */
  @ParameterizedTest
  @CsvSource({
    "-0, 0",
    "0.00, 0",
    "0e999999999, 0",
    "5e-324, 5e-324",
    "-1.7976931348623157E+308, -1.7976931348623157e+308",
    "9007199254740992, 9007199254740992",
    "295147905179352830000, 295147905179352830000",
    "999999999999999700000, 999999999999999700000",
    "1e21, 1e+21",
    "1e20, 100000000000000000000",
    "9.999999999999997e22, 9.999999999999997e+22",
    "0.000001, 0.000001",
    "0.0000010, 0.000001",
    "0.0000009, 9e-7",
    "9.999999999999997e-7, 9.999999999999997e-7",
    "333333333.33333325, 333333333.33333325",
    "-0.0000033333333333333333, -0.0000033333333333333333",
    "1424953923781206.2, 1424953923781206.2",
    "100.0, 100",
    "1.0, 1",
    "10e-1, 1",
    "9007199254740993, 9007199254740993",
    "1E+999999999, 1e+999999999",
    "10E+999999998, 1e+999999999",
    "1E-999999999, 1e-999999999",
  })
  void writesNumbersAsEcmaScriptAndLosesNoDigit(String written, String canonical) {
    assertThat(Json.of(new BigDecimal(written)).toCanonicalString()).isEqualTo(canonical);
  }

  @Test
  void exponentsAtTheEdgeAreWrittenWithoutBeingExpanded() {
    BigDecimal large = new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE);
    BigDecimal small = new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE);
    assertThat(Json.of(large).toCanonicalString()).isEqualTo("1e+2147483649");
    assertThat(Json.of(small).toCanonicalString()).isEqualTo("1e-2147483646");
  }

  @Test
  void halfAPairIsEscapedSoThatEveryTextIsTold() {
    assertThat(Json.of("a\ud83d").toCanonicalString()).isEqualTo("\"a\\ud83d\"");
    assertThat(Json.of("\ude00\ud83d").toCanonicalString()).isEqualTo("\"\\ude00\\ud83d\"");
    assertThat(Json.of("\\ud83d").toCanonicalString()).isEqualTo("\"\\\\ud83d\"");
    assertThat(Json.of("😀").toCanonicalString()).isEqualTo("\"😀\"");
  }

  @Test
  void emptyValuesAndDepthAreAsInTheCompactText() {
    assertThat(canonical("[{}, [], \"\"]")).isEqualTo("[{},[],\"\"]");
    Json deep = Json.NULL;
    for (int i = 0; i < JsonText.MAX_DEPTH; i++) {
      deep = Json.array(List.of(deep));
    }
    Json deeper = Json.array(List.of(deep));
    assertThat(deep.toCanonicalString()).hasSize(2 * JsonText.MAX_DEPTH + 4);
    assertThatThrownBy(deeper::toCanonicalString).isInstanceOf(JsonException.class);
  }

  @Property
  void doublesAreWrittenAsTheShortestThatMeansThem(@ForAll double value) {
    String text = Json.of(new BigDecimal(Double.toString(value))).toCanonicalString();
    assertThat(Double.parseDouble(text)).isEqualTo(value + 0.0);
    assertThat(Json.parse(text)).isEqualTo(Json.of(new BigDecimal(Double.toString(value))));
  }
}
