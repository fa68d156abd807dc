package dev.atom.rules.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.Trigger;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The snippet of docs/rule-tenants.md. */
class TenantTicksDocTest {
  private final List<String> done = new ArrayList<>();
  private final Facts record = Facts.newBuilder().put("due", "2026-11-20T18:00:00Z").build();
  private TenantRules tenants;

  private void decide(RuleTick tick) {
    Facts facts = record.toBuilder().event(tick.event()).build();
    var decided = (TenantDecision.Decided) tenants.decide(tick.subject().tenant(), facts);
    decided.decision().actions().forEach(planned -> done.add(planned.action().name()));
  }

  @Test
  void aRecordIsLookedAtWhenItsFieldSaysSo() {
    VirtualClock clock = VirtualClock.at("2026-11-20T12:00:00Z");
    Store store = MemoryStore.create(clock);
    Subject ticket = new Subject("acme", "ticket", "t-1");
    NewEvent event = new NewEvent("opened", Json.Obj.EMPTY, "customer", Optional.empty());
    // @start region="ticks"
    tenants = TenantRules.newBuilder(store, clock).ticks(tick -> decide(tick)).build();
    Jobs jobs =
        Jobs.newBuilder(store, clock, new SplittableRandom()).handle(tenants.ticks()).build();
    Rule warn =
        Rule.newBuilder("warn")
            .on(Trigger.due("due", "-PT2H"))
            .when(Condition.field("closed").ne(true))
            .then(Action.of("warn"))
            .build();
    tenants.put("acme", warn, "ann");

    Append.Builder append = Append.to(ticket).event(event);
    tenants.plan(append, "acme", record); // the record's due is 18:00
    store.append(append.build());
    // @end
    clock.advance(Duration.ofHours(4));
    jobs.runDue();
    assertThat(done).containsExactly("warn");
    jobs.close();
  }
}
