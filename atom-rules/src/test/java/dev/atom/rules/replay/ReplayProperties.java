package dev.atom.rules.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.Check;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.Finding;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleTrace;
import dev.atom.rules.Trace;
import dev.atom.rules.check.SmallWorld;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;

/** Reports agree with the traces of single events, and reasons are true. */
@PropertyDefaults(tries = 100, edgeCases = EdgeCasesMode.NONE)
class ReplayProperties {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private static List<ReplayEvent> events(Random random, int count) {
    List<ReplayEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SmallWorld.Event event = SmallWorld.all().get(random.nextInt(SmallWorld.all().size()));
      events.add(new ReplayEvent("e" + i, event.facts(), event.now()));
    }
    return events;
  }

  @Property
  void everyReasonOfARuleThatDidNotMatchIsReallyOtherwise(@ForAll long seed) {
    Random random = new Random(seed);
    RuleSet rules = SmallWorld.rules(random, 3);
    for (ReplayEvent event : events(random, 10)) {
      Trace trace = rules.evaluate(event.facts(), event.at()).trace();
      for (RuleTrace rule : trace.rules()) {
        if (!(rule.outcome() instanceof RuleTrace.NotMatched)) {
          continue;
        }
        assertThat(rule.reasons()).isNotEmpty();
        Map<String, Boolean> wanted = new TreeMap<>();
        wanted(Parts.of(rules.rule(rule.rule()).orElseThrow()), true, wanted);
        for (Check reason : rule.reasons()) {
          // Evaluated on its own, by a rule that has nothing but this condition.
          assertThat(holds(reason.condition(), event))
              .as(() -> rule + " on " + event)
              .isEqualTo(reason.holds())
              .isNotEqualTo(wanted.get(reason.id()));
        }
      }
    }
  }

  private static boolean holds(Condition condition, ReplayEvent event) {
    RuleSet alone = RuleSet.of(List.of(Rule.newBuilder("alone").when(condition).build()));
    return !alone.evaluate(event.facts(), event.at()).fired().isEmpty();
  }

  private static void wanted(Parts.Part part, boolean is, Map<String, Boolean> wanted) {
    switch (part) {
      case Parts.Leaf leaf -> wanted.put(leaf.id(), is);
      case Parts.Several some ->
          some.parts().forEach(member -> wanted(member, is != some.negated(), wanted));
    }
  }

  /** The whole of a rule, with some of its conditions turned round. */
  private static boolean turned(Parts.Part part, List<String> turn, ReplayEvent event) {
    return switch (part) {
      case Parts.Leaf leaf -> holds(leaf.condition(), event) != turn.contains(leaf.id());
      case Parts.Several some -> {
        long held = some.parts().stream().filter(p -> turned(p, turn, event)).count();
        yield (held >= some.count()) != some.negated();
      }
    };
  }

  @Property
  void whatIsNeededIsEnoughAndItsExamplesAreRight(@ForAll long seed) {
    Random random = new Random(seed);
    RuleSet rules = SmallWorld.rules(random, 3);
    for (ReplayEvent event : events(random, 5)) {
      DryRun run = DryRun.of(rules, event.facts(), event.at(), CLOCK);
      for (DryRun.RuleRun rule : run.rules()) {
        boolean missed = rule.trace().outcome() instanceof RuleTrace.NotMatched;
        assertThat(rule.needed().isEmpty()).isEqualTo(!missed);
        List<String> ids = rule.needed().stream().map(Need::id).toList();
        Parts.Part parts = Parts.of(rules.rule(rule.trace().rule()).orElseThrow());
        if (missed) {
          assertThat(turned(parts, ids, event)).isTrue();
          for (String id : ids) {
            List<String> fewer = ids.stream().filter(other -> !other.equals(id)).toList();
            assertThat(turned(parts, fewer, event)).isFalse();
          }
        }
        for (Need need : rule.needed()) {
          need.example()
              .ifPresent(
                  example -> {
                    Facts then = Values.with(event.facts(), need.condition().field(), example);
                    assertThat(holds(need.condition(), new ReplayEvent("x", then, event.at())))
                        .isEqualTo(need.hold());
                  });
        }
      }
    }
  }

  @Property
  void coverageAgreesWithTheTraces(@ForAll long seed) {
    Random random = new Random(seed);
    RuleSet rules = SmallWorld.rules(random, 5);
    List<ReplayEvent> events = events(random, 20);
    CoverageReport report =
        Coverage.run(rules, events.iterator(), ReplayOptions.DEFAULT, CallContext.create());
    Map<String, long[]> outcomes = new TreeMap<>();
    Map<String, long[]> findings = new TreeMap<>();
    for (ReplayEvent event : events) {
      for (RuleTrace rule : rules.evaluate(event.facts(), event.at()).trace().rules()) {
        long[] counts = outcomes.computeIfAbsent(rule.rule(), id -> new long[4]);
        switch (rule.outcome()) {
          case RuleTrace.Fired fired -> {
            counts[0]++;
            counts[1]++;
          }
          case RuleTrace.Stopped stopped -> {
            counts[0]++;
            counts[2]++;
          }
          case RuleTrace.GroupTaken taken -> {
            counts[0]++;
            counts[3]++;
          }
          default -> counts[0] += 0;
        }
        for (Check check : rule.checks()) {
          long[] found =
              findings.computeIfAbsent(rule.rule() + " " + check.id(), id -> new long[4]);
          found[0] += check.holds() ? 1 : 0;
          found[1] += check.finding() == Finding.MISSING ? 1 : 0;
          found[2] += check.finding() == Finding.WRONG_TYPE ? 1 : 0;
          found[3] += check.finding() == Finding.NEEDS_ZONE ? 1 : 0;
        }
      }
    }
    for (CoverageReport.RuleCoverage rule : report.rules()) {
      var of = rule.outcomes();
      assertThat(List.of(of.matched(), of.fired(), of.stopped(), of.groupTaken()))
          .isEqualTo(list(outcomes.get(rule.rule())));
      for (CoverageReport.ConditionCount condition : rule.conditions()) {
        var found = condition.found();
        assertThat(List.of(found.held(), found.missing(), found.wrongType(), found.needsZone()))
            .isEqualTo(list(findings.get(rule.rule() + " " + condition.id())));
      }
    }
  }

  private static List<Long> list(long[] counts) {
    return List.of(counts[0], counts[1], counts[2], counts[3]);
  }

  @Property
  void nearMissesAreTheEventsOnWhichOneConditionWouldHaveDone(@ForAll long seed) {
    Random random = new Random(seed);
    RuleSet rules =
        RuleSet.of(List.of(Rule.newBuilder("r").when(SmallWorld.condition(random, 3)).build()));
    List<ReplayEvent> events = events(random, 20);
    long near = 0;
    for (ReplayEvent event : events) {
      List<Need> needed = DryRun.of(rules, event.facts(), event.at(), CLOCK).rule("r").needed();
      near += needed.size() == 1 ? 1 : 0;
    }
    CoverageReport report =
        Coverage.run(rules, events.iterator(), ReplayOptions.DEFAULT, CallContext.create());
    assertThat(
            report.rule("r").conditions().stream()
                .mapToLong(CoverageReport.ConditionCount::nearMisses)
                .sum())
        .isEqualTo(near);
  }

  @Property
  void aBackTestAgainstItselfFindsNothing(@ForAll long seed) {
    Random random = new Random(seed);
    RuleSet rules = SmallWorld.rules(random, 5);
    BackTestReport report =
        BackTest.run(
            rules,
            RuleSet.parse(rules.toJson().toString()),
            events(random, 20).iterator(),
            ReplayOptions.DEFAULT,
            CallContext.create());
    assertThat(report.different()).isZero();
    assertThat(report.differences()).isEmpty();
    assertThat(Json.parse(report.toJson().toString())).isEqualTo(report.toJson());
    assertThat(Optional.of(report.events())).contains(20L);
  }
}
