package dev.atom.rules.tenant;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.rules.Action;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.Trigger;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleTimersTest {
  private static final Subject TICKET = new Subject("acme", "ticket", "t-1");

  private final VirtualClock clock = VirtualClock.at("2026-11-20T12:00:00Z");
  private final MemoryStore store = MemoryStore.create(clock);
  private final List<RuleTick> ticks = new ArrayList<>();
  private final TenantRules rules = TenantRules.newBuilder(store, clock).ticks(ticks::add).build();
  private final Jobs jobs =
      Jobs.newBuilder(store, clock, new SplittableRandom(1))
          .handle(rules.ticks())
          .withoutHeart()
          .build();

  @AfterEach
  void close() {
    jobs.close();
  }

  private static Rule every(String id, String schedule) {
    return Rule.newBuilder(id).on(Trigger.schedule(schedule)).when(all()).build();
  }

  private void write(Facts ticket) {
    Append.Builder append =
        Append.to(TICKET).event(new NewEvent("changed", Json.Obj.EMPTY, "x", Optional.empty()));
    rules.plan(append, "acme", ticket);
    store.append(append.build());
  }

  private static Facts due(String at) {
    return Facts.newBuilder().put("due", at).build();
  }

  @Test
  void aScheduleTicksFromTheEditThatBringsItToTheOneThatTakesIt() {
    String hourly = "every PT1H from 2026-01-01T00:30:00Z";
    rules.put("acme", every("a", hourly), "ann");
    rules.put("acme", every("b", hourly), "ann");
    clock.advance(Duration.ofMinutes(30));
    jobs.runDue();
    assertThat(ticks).hasSize(1);
    assertThat(ticks.getFirst().at()).isEqualTo("2026-11-20T12:30:00Z");
    Facts facts = Facts.newBuilder().event(ticks.getFirst().event()).build();
    var decided = (TenantDecision.Decided) rules.decide("acme", facts);
    assertThat(decided.decision().fired()).extracting(Rule::id).containsExactly("a", "b");
    rules.edit("acme", RuleEdit.by("ann").remove("a").build());
    clock.advance(Duration.ofHours(1));
    jobs.runDue();
    assertThat(ticks).hasSize(2);
    rules.edit("acme", RuleEdit.by("ann").remove("b").build());
    clock.advance(Duration.ofHours(5));
    jobs.runDue();
    assertThat(ticks).hasSize(2);
  }

  @Test
  void aRecordsFieldSetsTheTimeAndMovesIt() {
    rules.put(
        "acme",
        Rule.newBuilder("warn")
            .on(Trigger.due("due", "-PT2H"))
            .when(field("done").ne(true))
            .then(Action.of("warn"))
            .build(),
        "ann");
    write(due("2026-11-20T18:00:00Z"));
    write(due("2026-11-20T20:00:00Z"));
    clock.advance(Duration.ofHours(5));
    jobs.runDue();
    assertThat(ticks).isEmpty();
    clock.advance(Duration.ofHours(1));
    jobs.runDue();
    assertThat(ticks).extracting(RuleTick::subject).containsExactly(TICKET);
    Facts then = due("2026-11-20T20:00:00Z").toBuilder().event(ticks.getFirst().event()).build();
    var decided = (TenantDecision.Decided) rules.decide("acme", then);
    assertThat(decided.decision().actions()).hasSize(1);
  }

  @Test
  void whatIsDueNoMoreDoesNotTick() {
    rules.put(
        "acme", Rule.newBuilder("warn").on(Trigger.due("due", "PT0S")).when(all()).build(), "ann");
    write(due("2026-11-20T18:00:00Z"));
    write(Facts.of(Json.Obj.EMPTY));
    clock.advance(Duration.ofDays(1));
    assertThat(jobs.runDue()).isZero();
  }

  @Test
  void withoutAHandlerNothingIsPlanned() {
    TenantRules quiet = TenantRules.newBuilder(store, clock).build();
    quiet.put("quiet", every("a", "every PT1H from 2026-01-01T00:00:00Z"), "ann");
    clock.advance(Duration.ofDays(1));
    assertThat(jobs.runDue()).isZero();
    assertThatThrownBy(quiet::ticks).hasMessageContaining("name a handler");
  }
}
