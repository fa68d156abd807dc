package dev.atom.rules.jsonlogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the official tests and of the JSON Logic organisation's suites. */
class JsonLogicSuitesTest {
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");

  record Case(String name, Json rule, Json data, Json expected, boolean error, boolean decimal) {
    @Override
    public String toString() {
      return name + ": " + rule + " on " + data;
    }
  }

  static List<Case> official() {
    List<Case> cases = new ArrayList<>();
    for (Json item : ((Json.Arr) read("tests.json")).items()) {
      if (item instanceof Json.Arr array) {
        List<Json> parts = array.items();
        cases.add(new Case("official", parts.get(0), parts.get(1), parts.get(2), false, false));
      }
    }
    return cases;
  }

  static List<Case> suites() {
    List<Case> cases = new ArrayList<>();
    for (Json file : ((Json.Arr) read("suites/index.json")).items()) {
      String name = ((Json.Str) file).value();
      for (Json item : ((Json.Arr) read("suites/" + name)).items()) {
        if (item instanceof Json.Obj object) {
          cases.add(suiteCase(name, object));
        }
      }
    }
    return cases;
  }

  private static Case suiteCase(String name, Json.Obj object) {
    boolean error = object.get("error").isPresent();
    Json expected =
        error
            ? ((Json.Obj) object.get("error").orElseThrow()).get("type").orElseThrow()
            : object.get("result").orElseThrow();
    boolean decimal = object.get("decimal").equals(java.util.Optional.of(Json.of(true)));
    Json data = object.get("data").orElse(Json.Obj.EMPTY);
    return new Case(name, object.get("rule").orElseThrow(), data, expected, error, decimal);
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource({"official", "suites"})
  void givesTheStatedResultOrError(Case test) {
    if (test.error()) {
      assertThat(error(test)).isEqualTo(((Json.Str) test.expected()).value());
      return;
    }
    Json result = JsonLogic.parse(test.rule()).apply(test.data());
    if (test.decimal()) {
      BigDecimal difference = number(result).subtract(number(test.expected())).abs();
      assertThat(difference).isLessThan(TOLERANCE);
    } else {
      assertThat(result).isEqualTo(test.expected());
    }
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource({"official", "suites"})
  void asAConditionHoldsWhereverItIsTrue(Case test) {
    JsonLogic logic = JsonLogic.parse(test.rule());
    Explanation explanation = logic.explain(test.data());
    assertThat(logic.holds(test.data())).isEqualTo(explanation.holds());
    if (test.error()) {
      assertThat(explanation.failures()).isNotEmpty();
    } else {
      assertThat(explanation.holds()).isEqualTo(logic.test(test.data()));
      assertThat(explanation.failures()).isEmpty();
    }
  }

  @Test
  void noCaseIsLeftOut() {
    assertThat(official()).hasSize(278);
    assertThat(suites()).hasSize(1138);
    assertThat(suites().stream().filter(Case::error)).hasSize(162);
    Map<String, Integer> groups = new TreeMap<>();
    for (Case test : suites()) {
      String group = test.name().contains("/") ? test.name().replaceAll("/.*", "") : "other";
      groups.merge(test.name().equals("compatible.json") ? "compatible" : group, 1, Integer::sum);
    }
    assertThat(groups)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "compatible",
                278,
                "arithmetic",
                158,
                "comparison",
                258,
                "control",
                139,
                "string",
                29,
                "array",
                81,
                "other",
                195));
  }

  private static BigDecimal number(Json value) {
    return ((Json.Num) value).value();
  }

  private static String error(Case test) {
    try {
      return "no error but " + JsonLogic.parse(test.rule()).apply(test.data());
    } catch (JsonLogicException e) {
      return e.type();
    }
  }

  private static Json read(String name) {
    try (InputStream in = JsonLogicSuitesTest.class.getResourceAsStream(name)) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
