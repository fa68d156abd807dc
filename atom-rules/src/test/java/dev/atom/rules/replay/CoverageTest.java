package dev.atom.rules.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final RuleSet rules =
      RuleSet.parse(
          """
          {"groups": {"g": "first"}, "rules": [
           {"id": "all", "priority": 9, "group": "g", "when": {"all": []}, "then": []},
           {"id": "masked", "priority": 8, "group": "g",
            "when": {"id": "m", "field": "n", "op": "gte", "value": 0}, "then": []},
           {"id": "near", "when": {"all": [
              {"id": "n1", "field": "n", "op": "gte", "value": 0},
              {"id": "n2", "field": "tier", "op": "eq", "value": "golden"},
              {"id": "n3", "field": "n", "op": "lt", "value": 5}]}, "then": []},
           {"id": "typo", "when": {"any": [
              {"id": "t1", "field": "totel", "op": "gt", "value": 0},
              {"id": "t2", "field": "tier", "op": "gt", "value": 0}]}, "then": []},
           {"id": "stop", "priority": -1, "stop": true,
            "when": {"not": {"id": "s", "field": "n", "op": "lt", "value": 8}}, "then": []},
           {"id": "after", "priority": -2, "when": {"field": "n", "op": "gte", "value": 7},
            "then": []},
           {"id": "off", "enabled": false, "when": {"all": []}, "then": []}]}
          """);

  private CoverageReport run(int events) {
    return Coverage.run(
        rules,
        IntStream.range(0, events)
            .mapToObj(
                n ->
                    new ReplayEvent(
                        "e" + n,
                        Facts.of(Json.object().put("n", n).put("tier", "gold").build()),
                        NOW))
            .iterator(),
        ReplayOptions.DEFAULT,
        CallContext.create());
  }

  @Test
  void tellsWhatNeverFiredAndWhy() {
    CoverageReport report = run(10);
    assertThat(report.events()).isEqualTo(10);
    assertThat(report.neverFired())
        .extracting(CoverageReport.RuleCoverage::rule)
        .containsExactly("masked", "near", "typo");
    assertThat(report.rule("masked").masked()).isTrue();
    assertThat(report.rule("masked").outcomes())
        .isEqualTo(new CoverageReport.Outcomes(10, 0, 0, 10));
    assertThat(report.rule("near").masked()).isFalse();
    assertThat(report.rule("after").outcomes()).isEqualTo(new CoverageReport.Outcomes(3, 1, 2, 0));
    assertThat(report.rule("off").outcomes().matched()).isZero();
  }

  @Test
  void countsNearMisses() {
    var near = run(10).rule("near");
    assertThat(near.mostFrequentReason().orElseThrow().id()).isEqualTo("n2");
    assertThat(near.conditions())
        .extracting(CoverageReport.ConditionCount::nearMisses)
        .containsExactly(0L, 5L, 0L);
    assertThat(near.conditions().get(0).neverFalse()).isTrue();
    assertThat(near.conditions().get(1).neverTrue()).isTrue();
    assertThat(near.conditions().get(2).neverTrue()).isFalse();
  }

  @Test
  void pointsAtMissingValuesAndWrongTypes() {
    var typo = run(10).rule("typo");
    assertThat(typo.conditions().get(0).onlyMissing()).isTrue();
    assertThat(typo.conditions().get(1).found().wrongType()).isEqualTo(10);
    assertThat(typo)
        .hasToString(
            """
            rule "typo" never matched, mostly for t1
              t1 (totel gt): there was never a value, it alone kept the rule from matching 10 times
              t2 (tier gt): never true, wrong type 10 times""");
  }

  @Test
  void writesItselfAsJson() {
    Json.Obj json = run(10).toJson();
    assertThat(json.at("/rules/0/rule")).contains(Json.of("all"));
    assertThat(json.at("/rules/2/reason")).contains(Json.of("n2"));
    assertThat(json.at("/rules/2/conditions/1/nearMisses")).contains(Json.of(5));
    assertThat(json.at("/end")).contains(Json.of("complete"));
  }

  @Test
  void saysNothingOfConditionsWithoutEvents() {
    CoverageReport report = run(0);
    assertThat(report.rules())
        .allSatisfy(
            rule ->
                assertThat(rule.conditions())
                    .noneMatch(c -> c.neverTrue() || c.neverFalse() || c.onlyMissing()));
    assertThat(List.of(report.rules().size(), (int) report.events())).containsExactly(7, 0);
  }
}
