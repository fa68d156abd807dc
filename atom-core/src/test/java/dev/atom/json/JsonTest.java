package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void keepsTheOrderOfMembersAndIgnoresItInEquality() {
    Json one = Json.parse("{\"b\": 1, \"a\": [true, null, \"x\"]}");
    assertThat(one).hasToString("{\"b\":1,\"a\":[true,null,\"x\"]}");
    assertThat(one).isEqualTo(Json.parse("{\"a\":[true,null,\"x\"],\"b\":1.0}"));
    assertThat(one).hasSameHashCodeAs(Json.parse("{\"a\":[true,null,\"x\"],\"b\":1.0}"));
  }

  @ParameterizedTest
  @CsvSource({"1,1.0", "100,1e2", "0,-0", "0,0e5", "0.10,0.1", "1e1000000000,10e999999999"})
  void numbersOfEqualValueAreEqualAndHashAlike(String a, String b) {
    assertThat(Json.parse(a)).isEqualTo(Json.parse(b)).hasSameHashCodeAs(Json.parse(b));
  }

  @Test
  void keepsEveryDigitOfNumbers() {
    String digits = "0.1000000000000000055511151231257827021181583404541015625";
    assertThat(Json.parse(digits)).hasToString(digits);
    assertThat(((Json.Num) Json.parse("12345678901234567890123")).value())
        .isEqualTo(new BigDecimal("12345678901234567890123"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1000000000", "-1e1000000000", "1e-1000000000", "1e2147483647"})
  void hugeExponentsAreNeverWrittenOut(String text) {
    Json huge = Json.parse(text);
    assertThat(huge).isEqualTo(Json.parse(huge.toString())).isNotEqualTo(Json.of(1));
    assertThat(huge.hashCode()).isEqualTo(Json.parse(huge.toString()).hashCode());
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> huge.as(Long.class));
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> huge.as(java.math.BigInteger.class));
    assertThat(huge.as(BigDecimal.class)).isEqualTo(new BigDecimal(text));
  }

  @Test
  void hashesNumbersAtTheEdgeOfTheExponentsRange() {
    Json edge = Json.of(new BigDecimal(java.math.BigInteger.valueOf(100), Integer.MIN_VALUE));
    assertThat(edge.hashCode()).isEqualTo(edge.hashCode());
    assertThat(edge).isNotEqualTo(Json.of(100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "]",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "0x10",
        "NaN",
        "Infinity",
        "-",
        "tru",
        "nul",
        "TRUE",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\t\"",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\"}",
        "1 2",
        "// c\n1",
        "/* c */ 1",
        "[1]x",
        "\u00a01",
        "\"\\\"",
        "1e99999999999999",
        "[\"a\",\n4\n,1,",
        "{\"a\":1,\"a\":2}",
        "{\"\":0,\"\":0}"
      })
  void refusesWhatIsNoJson(String text) {
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1E+2",
        "1.5e-3",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud83d\\ude00\"",
        "\" \u2028\u2029 \"",
        "[]",
        "{}",
        "[[[]]]",
        "{\"\":{\"\":[]}}",
        "\t\r\n [ 1 ,\n2 ] ",
        "\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"",
        "\"\uFFFF\"",
        "\"\u007f\"",
        "true",
        "null"
      })
  void readsWhatItWrote(String text) {
    Json value = Json.parse(text);
    assertThat(Json.parse(value.toString())).isEqualTo(value);
    assertThat(Json.parse(value.toPrettyString())).isEqualTo(value);
  }

  @Test
  void saysLineAndColumnOfAFault() {
    JsonException fault =
        catchThrowableOfType(JsonException.class, () -> Json.parse("{\n  \"a\": tru\n}"));
    assertThat(fault.line()).isEqualTo(2);
    assertThat(fault.column()).isBetween(8, 12);
    JsonException twice =
        catchThrowableOfType(JsonException.class, () -> Json.parse("{\"a\":1,\n\"a\":2}"));
    assertThat(twice.line()).isEqualTo(2);
    assertThat(twice.retryable()).isFalse();
    assertThat(twice.code()).isEqualTo("invalid_json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-confidential",
        "{\"sk-confidential\":1,\"sk-confidential\":2}",
        "[1, skconfidential]",
        "\"sk-confidential",
        "{\"x\":\"sk-confidential\n\"}",
        "[\"confidential\" confidential]",
        "{confidential:1}",
        "1confidential",
        "{\"confidential\"}",
        "[1}confidential"
      })
  void messagesHoldNothingOfTheText(String text) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse(text))
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("onfidential"));
  }

  @Test
  void readsFiveHundredLevelsAndNoMore() {
    String deep = "[".repeat(500) + "]".repeat(500);
    assertThat(Json.parse(deep)).hasToString(deep);
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse("[" + deep + "]"));
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse("[".repeat(1_000_000)));
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse("{\"a\":".repeat(100_000)));
  }

  @Test
  void refusesToWriteWhatItWouldNotRead() {
    Json deep = Json.array(List.of());
    for (int i = 0; i < 500; i++) {
      deep = Json.array(List.of(deep));
    }
    Json tooDeep = deep;
    assertThatExceptionOfType(JsonException.class).isThrownBy(tooDeep::toString);
    assertThatExceptionOfType(JsonException.class).isThrownBy(tooDeep::toPrettyString);
  }

  @Test
  void parseObjectDemandsAnObject() {
    assertThat(Json.parseObject("{\"a\":1}").get("a")).contains(Json.of(1));
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parseObject("[1]"));
  }

  @Test
  void copiesWhatItIsGiven() {
    Map<String, Json> members = new HashMap<>(Map.of("a", Json.of(1)));
    List<Json> items = new ArrayList<>(List.of(Json.of(1)));
    Json.Obj object = new Json.Obj(members);
    Json.Arr array = new Json.Arr(items);
    members.clear();
    items.clear();
    assertThat(object).hasToString("{\"a\":1}");
    assertThat(array).hasToString("[1]");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> object.members().clear());
  }

  @Test
  void refusesNullAsAMember() {
    Map<String, Json> members = new HashMap<>();
    members.put("a", null);
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> new Json.Obj(members));
  }

  @Test
  void buildsObjectsMemberByMember() {
    Json.Obj first =
        Json.object()
            .put("text", "x")
            .put("whole", 3)
            .put("exact", new BigDecimal("1.50"))
            .put("flag", true)
            .put("items", List.of(Json.of(1), Json.NULL))
            .put("there", java.util.Optional.of("y"))
            .put("absent", java.util.Optional.empty())
            .build();
    assertThat(first)
        .hasToString(
            "{\"text\":\"x\",\"whole\":3,\"exact\":1.50,\"flag\":true,\"items\":[1,null],\"there\":\"y\"}");
    assertThat(first.toBuilder().put("text", "z").build().text("text")).contains("z");
    assertThat(Json.object().putAll(first).build()).isEqualTo(first);
    assertThat(first.text("whole")).isEmpty();
  }

  @Test
  void prettyTextIsIndentedByTwoSpaces() {
    assertThat(Json.parse("{\"a\":[1,{\"b\":2}]}").toPrettyString())
        .isEqualToNormalizingNewlines(
            """
            {
              "a" : [
                1,
                {
                  "b" : 2
                }
              ]
            }""");
  }

  @Test
  void faultsMoveUnderTheValueThatHoldsThem() {
    JsonException inner = new JsonException("expected a string", "/x", 0, 0);
    assertThat(inner.under("/a/0").path()).isEqualTo("/a/0/x");
    assertThat(inner.under("/a/0")).hasMessage("expected a string at /a/0/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary",
        "truecanary",
        "nullcanary",
        "[tcanary]",
        "\"canary",
        "\"canary\\",
        "\"\\canary\"",
        "\"\\ucanary\"",
        "\"canary\ncanary\"",
        "{canary: 1}",
        "{'canary': 1}",
        "{\"canary\" 1}",
        "{\"canary\": canary}",
        "{\"canary\": 'canary'}",
        "{\"canary\": 1, \"canary\": 2}",
        "{\"a\": 1 canary}",
        "{\"a\": 1, canary}",
        "[1 canary]",
        "[canary\"canary\"canary]",
        "[canary'canary'canary",
        "1canary",
        "-canary",
        "+canary",
        "-Infcanary",
        "NaNcanary",
        "1.canary",
        "1ecanary",
        "//canary",
        "/*canary*/",
        "#canary",
        "{} canary",
        "<canary>",
        "\"canary\":canary",
        "98765432109876543210.e",
        "98765432109876543210canary",
        "098765432109876543210"
      })
  void messagesQuoteNothingOfTheText(String text) {
    JsonException e = catchThrowableOfType(JsonException.class, () -> Json.parse(text));
    assertThat(e.getMessage().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("can", "nar", "ary", "987", "210");
    assertThat(e.getCause()).isNull();
  }
}
