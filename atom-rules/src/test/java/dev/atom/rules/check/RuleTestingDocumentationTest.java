package dev.atom.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleSet;
import dev.atom.rules.replay.BackTest;
import dev.atom.rules.replay.BackTestReport;
import dev.atom.rules.replay.Coverage;
import dev.atom.rules.replay.CoverageReport;
import dev.atom.rules.replay.DryRun;
import dev.atom.rules.replay.ReplayEvent;
import dev.atom.rules.replay.ReplayOptions;
import dev.atom.rules.replay.StoredEvents;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The examples of the documentation on testing rules. */
class RuleTestingDocumentationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static RuleSet vip(int from) {
    return RuleSet.parse(
        """
        [{"id": "vip", "when": {"all": [
            {"id": "c1", "field": "tier", "op": "eq", "value": "gold"},
            {"id": "c2", "field": "total", "op": "gte", "value": %d}]},
          "then": [{"do": "handOver"}]}]
        """
            .formatted(from));
  }

  private static Iterator<ReplayEvent> lastMonth() {
    return IntStream.range(0, 40)
        .mapToObj(
            i ->
                new ReplayEvent(
                    "e" + i,
                    Facts.of(
                        Json.object()
                            .put("tier", i % 2 == 0 ? "gold" : "basic")
                            .put("total", i * 10)
                            .build()),
                    NOW))
        .iterator();
  }

  @Test
  void lints() {
    // @start region="lint"
    RuleSet rules =
        RuleSet.parse(
            """
            [{"id": "refund", "priority": 9, "stop": true, "then": [{"do": "notify"}],
              "when": {"field": "total", "op": "gte", "value": 100}},
             {"id": "big-refund", "then": [{"do": "call"}],
              "when": {"field": "total", "op": "between", "value": [500, 900]}},
             {"id": "odd", "then": [{"do": "notify"}], "when": {"all": [
                {"id": "c1", "field": "total", "op": "gt", "value": 5},
                {"id": "c2", "field": "total", "op": "lt", "value": 3}]}}]
            """);
    List<Remark> remarks = RuleLint.check(rules);
    assertThat(remarks.stream().map(Remark::toString))
        .containsExactly(
            "error: rule \"big-refund\": can never fire: whenever it matches, rule \"refund\" has"
                + " matched before it and the rules have stopped",
            "error: rule \"odd\", c1: the rule can never match: c1 (total gt 5) and c2 (total lt"
                + " 3) exclude each other");
    // @end
  }

  @Test
  void runsDry() {
    RuleSet rules = vip(100);
    Instant now = NOW;
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    // @start region="dryrun"
    Facts facts = Facts.of(Json.parseObject("{\"tier\": \"gold\", \"total\": 80}"));
    DryRun run = DryRun.of(rules, facts, now, clock);
    assertThat(run.actions()).isEmpty();
    assertThat(run.toString())
        .isEqualTo(
            "rule \"vip\" did not fire:\n  c2: total gte 100, is 80\n"
                + "  needed: c2: total gte 100, as with 100");
    // @end
  }

  @Test
  void replaysThePast() {
    RuleSet before = vip(300);
    RuleSet after = vip(100);
    Iterator<ReplayEvent> events = lastMonth();
    CallContext context = CallContext.create();
    // @start region="backtest"
    BackTestReport report =
        BackTest.run(before, after, events, ReplayOptions.DEFAULT.samples(2), context);
    assertThat(report.toString())
        .isEqualTo(
            "the outcome differs on 10 of 40 events\n"
                + "  vip: fired 5 times, would fire 15 times; new on 10 (e10, e12, …)");
    // @end
  }

  @Test
  void readsAStore() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (Store store = MemoryStore.create(clock)) {
      store.append(
          Append.to(new Subject("acme", "case", "case-1"))
              .event(
                  new NewEvent(
                      "updated",
                      Json.parseObject("{\"tier\": \"gold\", \"total\": 500}"),
                      "test",
                      Optional.empty()))
              .build());
      Instant now = NOW.plusSeconds(1);
      // @start region="store"
      Iterator<ReplayEvent> events =
          StoredEvents.ofKind(
              store,
              "acme",
              "case",
              now.minus(Duration.ofDays(30)),
              now,
              (subject, event) ->
                  event.type().equals("updated")
                      ? Optional.of(Facts.of(event.data()))
                      : Optional.empty());
      // @end
      BackTestReport report =
          BackTest.run(vip(100), events, ReplayOptions.DEFAULT, CallContext.create());
      assertThat(report.rule("vip").gainedOn()).containsExactly("case-1:1");
    }
  }

  @Test
  void covers() {
    RuleSet rules = vip(1_000);
    Iterator<ReplayEvent> events = lastMonth();
    CallContext context = CallContext.create();
    // @start region="coverage"
    CoverageReport report = Coverage.run(rules, events, ReplayOptions.DEFAULT, context);
    assertThat(report.neverFired().getFirst().toString())
        .isEqualTo(
            "rule \"vip\" never matched, mostly for c2\n"
                + "  c2 (total gte): never true, it alone kept the rule from matching 20 times");
    // @end
  }
}
