package dev.atom.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of a document broken once, by the reader and by the schema. */
class ConfigFaultsTest {
  private static final Json COMPLETE = Documents.complete();
  private static final SchemaCheck SCHEMA = new SchemaCheck();

  /** One change that makes the complete document wrong. */
  record Fault(
      String at, Optional<Json> put, String pointer, String says, int also, boolean beyond) {
    static Fault of(Json json) {
      Json.Obj row = (Json.Obj) json;
      String at = row.text("at").orElseThrow();
      return new Fault(
          at,
          row.get("put"),
          row.text("pointer").orElse(at),
          row.text("says").orElseThrow(),
          row.get("also").map(also -> ((Json.Num) also).value().intValue()).orElse(0),
          row.get("beyond").isPresent());
    }

    Json document() {
      return Documents.with(COMPLETE, at, put);
    }
  }

  static Stream<Fault> faults() {
    return ((Json.Arr) Documents.resource("faults.json")).items().stream().map(Fault::of);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void readerTellsWhereAndWhat(Fault fault) {
    InvalidConfig invalid = invalid(fault.document());

    assertThat(invalid.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(fault.pointer());
              assertThat(problem.toString()).contains(fault.says());
            });
    assertThat(invalid.problems()).hasSizeLessThanOrEqualTo(2 + fault.also());
    assertThat(invalid.getMessage()).doesNotContain("canary");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void schemaRefusesWhatItCanSay(Fault fault) {
    assertThat(SCHEMA.accepts(fault.document())).isEqualTo(fault.beyond());
  }

  @Test
  void allFaultsAreToldAtOnce() {
    Json document = COMPLETE;
    List<String> places =
        List.of(
            "/routes/0/mid_stream",
            "/breaker/window",
            "/targets/large/weight",
            "/limits/rules/1/amount",
            "/budgets/amounts/2/usd",
            "/prices/models/0/prices/0/rates/input",
            "/prices/models/0/facts/tools",
            "/traces");
    for (String place : places) {
      document = Documents.with(document, place, Optional.of(Json.of("wrong")));
    }
    assertThat(invalid(document).problems())
        .extracting(ConfigProblem::pointer)
        .contains(places.stream().filter(p -> !p.contains("rates")).toArray(String[]::new));
  }

  @Test
  void faultsOfSeveralPricesAreToldAtOnce() {
    Json price = COMPLETE.at("/prices/models/0/prices/0").orElseThrow();
    Json document = Documents.with(COMPLETE, "/prices/models/0/prices/-", Optional.of(price));
    for (String place : List.of("0/rates/input", "1/rates/output")) {
      document =
          Documents.with(
              document, "/prices/models/0/prices/" + place, Optional.of(Json.of("free")));
    }
    assertThat(invalid(document).problems())
        .extracting(ConfigProblem::pointer)
        .containsExactly(
            "/prices/models/0/prices/0/rates/input", "/prices/models/0/prices/1/rates/output");
  }

  @Test
  void messageListsEveryProblemWithItsPlace() {
    Json document =
        Json.parse("{\"routes\": [{\"name\": \"a\", \"targets\": [\"b\"], \"polcy\": 1}]}");
    assertThatThrownBy(() -> RouterConfig.parse(document, Documents.parts().build()))
        .isInstanceOf(InvalidConfig.class)
        .hasMessage(
            """
            the router's configuration has 2 faults:
              /routes/0/polcy: this member is unknown; did you mean "policy"? allowed: name, \
            targets, policy, retries, hedging, mid_stream, cache
              /routes/0/targets/0: "b" is unknown\
            """);
  }

  @Test
  void limitsAndBudgetsThatWouldNotHoldAreRefused() {
    ConfigParts parts = ConfigParts.newBuilder().client("a", Documents.model("a", "b")).build();
    Json document =
        Json.parse(
            """
            {"routes": [{"name": "r", "targets": [{"client": "a"}]}],
             "limits": {"rules": []}, "budgets": {"amounts": []}}
            """);
    InvalidConfig invalid =
        catchThrowableOfType(InvalidConfig.class, () -> RouterConfig.parse(document, parts));
    assertThat(invalid.problems())
        .extracting(ConfigProblem::pointer)
        .containsExactly("/limits", "/budgets");
  }

  @Test
  void valuesThatLookLikeKeysAreNotShown() {
    Json document =
        Documents.with(
            COMPLETE,
            "/targets/any/client",
            Optional.of(Json.of("sk-proj-canary0123456789abcdef0123456789")));
    assertThat(invalid(document).getMessage()).doesNotContain("canary").contains("40 characters");
  }

  @Test
  void hugeNumbersAreRefusedQuickly() {
    Json document =
        Documents.with(
            COMPLETE, "/limits/waiting", Optional.of(Json.of(new BigDecimal("1E+1000000000"))));
    assertThat(invalid(document).problems()).hasSize(1);
  }

  private static InvalidConfig invalid(Json document) {
    InvalidConfig invalid =
        catchThrowableOfType(
            InvalidConfig.class, () -> RouterConfig.parse(document, Documents.parts().build()));
    assertThat(invalid).isNotNull();
    assertThat(invalid.code()).isEqualTo("invalid_config");
    return invalid;
  }
}
