package dev.atom.rules.replay;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.EffortExceeded;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleTrace;
import dev.atom.rules.RuleVocabulary;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Events that are too much work are told among the others. */
class ReplayEffortTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Condition SQUARE = items("x").any(items("^.x").any(field("@").eq(-1)));

  private static RuleSet set(Rule... rules) {
    RuleLimits limits = RuleLimits.DEFAULT.effort(10_000);
    return RuleSet.of(List.of(rules), Map.of(), RuleVocabulary.OPEN, limits);
  }

  private static Rule rule(String id, Condition condition) {
    return Rule.newBuilder(id).when(condition).build();
  }

  /** Each tenth event has a list of a thousand items. */
  private static ReplayEvent event(long n) {
    return new ReplayEvent("e" + n, list(n % 10 == 3 ? 1_000 : 10), NOW.plusSeconds(n));
  }

  private static Facts list(int length) {
    Json items = Json.array(IntStream.range(0, length).mapToObj(Json::of).toList());
    return Facts.newBuilder().put("x", items).build();
  }

  private static Iterator<ReplayEvent> events() {
    return LongStream.range(0, 50).mapToObj(ReplayEffortTest::event).iterator();
  }

  @Test
  void aBackTestGoesOnAndNamesTheEvents() {
    RuleSet before = set(rule("plain", field("x").exists()));
    RuleSet after = set(rule("plain", field("x").exists()), rule("square", SQUARE));
    BackTestReport report =
        BackTest.run(
            before, after, events(), ReplayOptions.DEFAULT.samples(2), CallContext.create());
    assertThat(report.end()).isEqualTo(ReplayEnd.COMPLETE);
    assertThat(report.events()).isEqualTo(50);
    assertThat(report.unevaluated()).isEqualTo(5);
    assertThat(report.unevaluatedOn())
        .containsExactly(
            new Unevaluated("e3", NOW.plusSeconds(3), "after", "square", "/when", 10_000),
            new Unevaluated("e13", NOW.plusSeconds(13), "after", "square", "/when", 10_000));
    assertThat(report.different()).isZero();
    assertThat(report.rule("plain").firings().both()).isEqualTo(45);
    assertThat(report.toString())
        .contains("5 events were too much work")
        .contains("e3 takes more than 10000 steps at condition \"/when\" of rule \"square\"");
    assertThat(report.toJson().get("unevaluated")).contains(Json.of(5));
    assertThat(report.toJson().get("unevaluatedOn").orElseThrow().toString())
        .contains("\"rule\":\"square\"");
  }

  @Test
  void coverageCountsTheOtherEvents() {
    RuleSet rules = set(rule("plain", field("x").exists()), rule("square", SQUARE));
    CoverageReport report =
        Coverage.run(rules, events(), ReplayOptions.DEFAULT, CallContext.create());
    assertThat(report.end()).isEqualTo(ReplayEnd.COMPLETE);
    assertThat(report.events()).isEqualTo(45);
    assertThat(report.unevaluated()).isEqualTo(5);
    assertThat(report.unevaluatedOn()).extracting(Unevaluated::event).contains("e3", "e43");
    assertThat(report.rule("plain").outcomes().fired()).isEqualTo(45);
    assertThat(report.rule("plain").conditions().getFirst().found().events()).isEqualTo(45);
    assertThat(report.toString()).startsWith("45 events, 5 more were too much work\n");
  }

  @Test
  void aDryRunEndsAsTheEvaluationWould() {
    RuleSet rules = set(rule("plain", field("x").exists()), rule("square", SQUARE));
    assertThatThrownBy(() -> DryRun.of(rules, list(1_000), NOW, CLOCK))
        .isInstanceOfSatisfying(
            EffortExceeded.class, e -> assertThat(e.rule()).isEqualTo("square"));
    assertThat(DryRun.of(rules, list(10), NOW, CLOCK).rules()).hasSize(2);
  }

  @Test
  void aDryRunWhoseTraceIsTooMuchTellsWhatItKnows() {
    // The first item settles it; the trace looks at all.
    RuleSet rules =
        set(
            rule("plain", all(field("x").exists(), field("y").eq(1))),
            rule("first", items("x").any(items("^.x").any(field("@").eq(0)))));
    DryRun run = DryRun.of(rules, list(1_000), NOW, CLOCK);
    assertThat(run.rule("first").trace().outcome())
        .isEqualTo(new RuleTrace.Unexplained(true, "/when"));
    assertThat(run.rule("plain").needed()).hasSize(1);
    assertThat(run.toString()).contains("to tell why is too much work");
  }
}
