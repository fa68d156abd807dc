package dev.atom.rules.tenant;

import static dev.atom.rules.Condition.all;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** All rules carry the number of the edit that wrote them: one evaluation may see one number only. */
class EditsUnderLoadTest {
  private static final int RULES = 40;
  private static final int EDITS = 300;

  private static RuleEdit edit(int number) {
    RuleEdit.Builder edit = RuleEdit.by("ann");
    for (int i = 0; i < RULES; i++) {
      edit.put(Rule.newBuilder("r" + i).name("" + number).when(all()).build());
    }
    return edit.build();
  }

  @Test
  void noEventSeesHalfAnEdit() throws Exception {
    VirtualClock clock = VirtualClock.at("2026-11-20T12:00:00Z");
    TenantRules rules =
        TenantRules.newBuilder(MemoryStore.create(clock), clock)
            .limits(
                tenant ->
                    new TenantLimits(
                        TenantLimits.DEFAULT.rules(),
                        100,
                        Integer.MAX_VALUE,
                        java.time.Duration.ofHours(1),
                        10))
            .build();
    rules.edit("acme", edit(0));
    AtomicInteger next = new AtomicInteger(1);
    Facts facts = Facts.of(Json.Obj.EMPTY);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        running.add(threads.submit(() -> edits(rules, next)));
      }
      for (int t = 0; t < 6; t++) {
        running.add(threads.submit(() -> evaluations(rules, next, facts)));
      }
      int events = 0;
      for (Future<Integer> each : running) {
        events += each.get();
      }
      assertThat(events).isGreaterThan(600);
    }
    assertThat(rules.rules("acme").version()).isEqualTo(EDITS + 1);
  }

  private static int edits(TenantRules rules, AtomicInteger next) {
    int number;
    while ((number = next.getAndIncrement()) <= EDITS) {
      assertThat(rules.edit("acme", edit(number))).isInstanceOf(EditOutcome.Saved.class);
    }
    return 0;
  }

  private static int evaluations(TenantRules rules, AtomicInteger next, Facts facts) {
    int events = 0;
    while (next.get() <= EDITS || events < 100) {
      var decided = (TenantDecision.Decided) rules.decide("acme", facts);
      assertThat(decided.decision().fired()).hasSize(RULES);
      Set<String> numbers = new TreeSet<>();
      decided.decision().fired().forEach(rule -> numbers.add(rule.name()));
      assertThat(numbers).hasSize(1);
      events++;
    }
    return events;
  }
}
