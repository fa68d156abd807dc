package dev.atom.rules.tenant;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.rules.Action;
import dev.atom.rules.Chain;
import dev.atom.rules.Condition;
import dev.atom.rules.ExternalFacts;
import dev.atom.rules.FactType;
import dev.atom.rules.Facts;
import dev.atom.rules.GroupMode;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleVocabulary;
import dev.atom.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TenantRulesTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T12:00:00Z");
  private final MemoryStore store = MemoryStore.create(clock);
  private final TenantRules rules = TenantRules.newBuilder(store, clock).build();

  private static Rule big(String id, long over) {
    return Rule.newBuilder(id).when(field("total").gt(over)).then(Action.of("review")).build();
  }

  private static Facts total(long total) {
    return Facts.newBuilder().put("total", Json.of(total)).build();
  }

  private static List<String> fired(TenantDecision decision) {
    return ((TenantDecision.Decided) decision).decision().fired().stream().map(Rule::id).toList();
  }

  private static TenantLimits limits(int actions, int firings, Duration time) {
    return new TenantLimits(TenantLimits.DEFAULT.rules(), actions, firings, time, 3);
  }

  @Test
  void eachTenantHasRulesOfItsOwn() {
    // @start region="first"
    TenantRules tenants = TenantRules.newBuilder(store, clock).build();
    Rule rule =
        Rule.newBuilder("review")
            .when(field("total").gt(1000))
            .then(Action.of("askApproval"))
            .build();
    EditOutcome outcome = tenants.put("acme", rule, "ann");
    Facts order = Facts.newBuilder().put("total", Json.of(1200)).build();
    TenantDecision acme = tenants.decide("acme", order);
    TenantDecision other = tenants.decide("other", order);
    // @end
    assertThat(outcome).isInstanceOf(EditOutcome.Saved.class);
    assertThat(fired(acme)).containsExactly("review");
    assertThat(fired(other)).isEmpty();
    assertThat(((TenantDecision.Decided) acme).version()).isEqualTo(1);
  }

  @Test
  void everyVersionIsKeptWithItsAuthorAndDifference() {
    rules.put("acme", big("a", 100), "ann");
    clock.advance(Duration.ofMinutes(1));
    rules.edit(
        "acme",
        RuleEdit.by("ben")
            .put(big("a", 200))
            .put(big("b", 5))
            .group("g", GroupMode.FIRST)
            .comment("stricter")
            .build());
    rules.edit("acme", RuleEdit.by("cem").remove("b").build());
    assertThat(rules.history("acme", 0, 10))
        .extracting(RuleChange::author)
        .containsExactly("ann", "ben", "cem");
    RuleChange second = rules.history("acme", 1, 1).getFirst();
    assertThat(second.comment()).isEqualTo("stricter");
    assertThat(second.put()).containsExactly("a", "b");
    assertThat(second.at()).isEqualTo(clock.instant());
    assertThat(rules.diff("acme", 1, 2))
        .hasToString("+ b\n~ a /when/value: 100 -> 200\n~ /groups: {} -> {\"g\":\"first\"}\n");
    assertThat(rules.rules("acme", 1).rules().rules()).containsExactly(big("a", 100));
    assertThat(rules.rules("acme", 0).rules().rules()).isEmpty();
    assertThatThrownBy(() -> rules.rules("acme", 4)).hasMessageContaining("the last is 3");
    rules.revert("acme", 1, "dan");
    assertThat(rules.diff("acme", 1, 4).isEmpty()).isTrue();
  }

  @Test
  void whatIsWrongIsNotSaved() {
    TenantRules strict =
        TenantRules.newBuilder(store, clock)
            .vocabulary(RuleVocabulary.newBuilder().fact("total", FactType.NUMBER).build())
            .limits(
                tenant ->
                    new TenantLimits(
                        new RuleLimits(400, 2, 5, 3, 1_000), 5, 5, Duration.ofSeconds(1), 5))
            .build();
    Rule unknown = Rule.newBuilder("x").when(field("sum").gt(1)).build();
    Rule huge = Rule.newBuilder("x").description("d".repeat(400)).when(all()).build();
    for (Rule wrong : List.of(unknown, huge)) {
      assertThat(strict.put("acme", wrong, "ann")).isInstanceOf(EditOutcome.Refused.class);
    }
    strict.put("acme", big("a", 1), "ann");
    strict.put("acme", big("b", 1), "ann");
    EditOutcome third = strict.put("acme", big("c", 1), "ann");
    assertThat(((EditOutcome.Refused) third).problems())
        .hasMessageContaining("the set has 2 rules already");
    assertThat(strict.rules("acme").version()).isEqualTo(2);
    assertThat(strict.put("acme", big("a", 1), "ann")).isEqualTo(new EditOutcome.Unchanged(2));
    assertThat(strict.edit("acme", RuleEdit.by("ben").expect(1).remove("a").build()))
        .isEqualTo(new EditOutcome.Conflict(2));
  }

  @Test
  void aRuleThatTheVocabularyNoLongerKnowsSilencesNoOther() {
    AtomicReference<RuleVocabulary> words = new AtomicReference<>(RuleVocabulary.OPEN);
    rules.put("acme", Rule.newBuilder("old").when(field("gone").gt(1)).build(), "ann");
    rules.put("acme", big("good", 1), "ann");
    words.set(RuleVocabulary.newBuilder().fact("total", FactType.NUMBER).build());
    TenantRules later = TenantRules.newBuilder(store, clock).vocabulary(t -> words.get()).build();
    assertThat(fired(later.decide("acme", total(5)))).containsExactly("good");
    assertThat(later.rules("acme").broken()).containsOnlyKeys("old");
    assertThat(later.put("acme", big("old", 1), "ben")).isInstanceOf(EditOutcome.Saved.class);
    assertThat(later.rules("acme").broken()).isEmpty();
    assertThat(fired(later.decide("acme", total(5)))).containsExactly("old", "good");
  }

  @Test
  void anotherHostSeesAnEditAfterTheRefreshTime() {
    TenantRules other = TenantRules.newBuilder(store, clock).build();
    rules.put("acme", big("a", 1), "ann");
    assertThat(fired(other.decide("acme", total(5)))).containsExactly("a");
    rules.put("acme", big("b", 1), "ann");
    clock.advance(Duration.ofSeconds(4));
    assertThat(fired(other.decide("acme", total(5)))).containsExactly("a");
    clock.advance(Duration.ofSeconds(1));
    assertThat(fired(other.decide("acme", total(5)))).containsExactly("a", "b");
    assertThat(other.put("acme", big("c", 1), "ben")).isInstanceOf(EditOutcome.Saved.class);
    assertThat(rules.put("acme", big("d", 1), "ann")).isInstanceOf(EditOutcome.Saved.class);
    assertThat(fired(rules.decide("acme", total(5)))).containsExactly("a", "b", "c", "d");
  }

  @Test
  void idleTenantsAreLetGoAndComeBack() {
    rules.put("acme", big("a", 1), "ann");
    rules.decide("other", total(5));
    assertThat(rules.loaded()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(29));
    rules.decide("acme", total(5));
    clock.advance(Duration.ofMinutes(1));
    rules.tidy();
    assertThat(rules.loaded()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(30));
    rules.tidy();
    assertThat(rules.loaded()).isZero();
    assertThat(fired(rules.decide("acme", total(5)))).containsExactly("a");
  }

  @Test
  void noMoreTenantsAreInMemoryThanTheCapacity() {
    TenantRules few = TenantRules.newBuilder(store, clock).capacity(10).build();
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofMillis(1));
      few.decide("tenant-" + i, total(1));
      assertThat(few.loaded()).isLessThanOrEqualTo(11);
    }
    few.tidy();
    assertThat(few.loaded()).isLessThanOrEqualTo(10);
  }

  @Test
  void anEventOverALimitLeadsToNothingAndIsCounted() {
    AtomicLong nanos = new AtomicLong();
    AtomicLong step = new AtomicLong();
    TenantRules bounded =
        TenantRules.newBuilder(store, clock)
            .limits(tenant -> limits(2, 3, Duration.ofMillis(10)))
            .nanoTime(() -> nanos.getAndAdd(step.get()))
            .build();
    for (String id : List.of("a", "b")) {
      bounded.put("acme", big(id, 10), "ann");
    }
    bounded.put("acme", big("c", 20), "ann");
    assertThat(fired(bounded.decide("acme", total(15)))).hasSize(2);
    assertThat(bounded.decide("acme", total(25)))
        .isEqualTo(
            new TenantDecision.OverLimit(
                3, new Breach(Breach.Limit.ACTIONS, 2, 3), List.of("a", "b", "c")));
    assertThat(((TenantDecision.OverLimit) bounded.decide("acme", total(15))).breach())
        .isEqualTo(new Breach(Breach.Limit.FIRINGS, 3, 4));
    clock.advance(Duration.ofMinutes(1));
    assertThat(fired(bounded.decide("acme", total(15)))).hasSize(2);
    step.set(11_000_000);
    assertThat(((TenantDecision.OverLimit) bounded.decide("acme", total(1))).breach())
        .hasToString("TIME: 11000000, at most 10000000");
    assertThat(bounded.breaches("acme"))
        .isEqualTo(
            Map.of(Breach.Limit.ACTIONS, 1L, Breach.Limit.FIRINGS, 1L, Breach.Limit.TIME, 1L));
    assertThat(bounded.counts("acme").get("a").fired()).isEqualTo(2);
  }

  @Test
  void aChainEndsAtTheTenantsLength() {
    TenantRules bounded =
        TenantRules.newBuilder(store, clock)
            .limits(tenant -> limits(9, 99, Duration.ofSeconds(9)))
            .nanoTime(() -> 0)
            .build();
    bounded.put("acme", Rule.newBuilder("echo").repeat().when(all()).build(), "ann");
    TenantDecision decision = bounded.decide("acme", total(1));
    int events = 0;
    while (decision instanceof TenantDecision.Decided decided) {
      events++;
      Chain rest = decided.rest();
      decision = bounded.decide("acme", total(1), rest);
    }
    assertThat(events).isEqualTo(3);
    assertThat(decision)
        .isEqualTo(
            new TenantDecision.OverLimit(
                1, new Breach(Breach.Limit.CHAIN, 3, 4), List.of("echo", "echo")));
  }

  @Test
  void countsOfAllHostsAddUp() {
    TenantRules other = TenantRules.newBuilder(store, clock).build();
    rules.put("acme", big("a", 1), "ann");
    for (int i = 0; i < 5; i++) {
      rules.decide("acme", total(2));
      other.decide("acme", total(2));
    }
    rules.decide("acme", total(0));
    assertThat(rules.counts("acme").get("a").fired()).isEqualTo(5);
    rules.tidy();
    clock.advance(Duration.ofSeconds(7));
    other.decide("acme", total(2));
    other.tidy();
    other.tidy();
    assertThat(rules.counts("acme")).isEqualTo(Map.of("a", new RuleCount(11, 0, clock.instant())));
  }

  @Test
  void manyEditsAreReadFromASnapshot() {
    List<Rule> expected = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Rule rule = big("r" + (i % 70), i);
      rules.put("acme", rule, "ann");
      expected.removeIf(r -> r.id().equals(rule.id()));
      expected.add(rule);
    }
    TenantRules other = TenantRules.newBuilder(store, clock).build();
    assertThat(other.rules("acme").rules()).isEqualTo(rules.rules("acme").rules());
    assertThat(other.rules("acme").rules().rules()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(other.rules("acme").version()).isEqualTo(120);
    TenantRules third = TenantRules.newBuilder(store, clock).build();
    assertThat(third.rules("acme")).isEqualTo(other.rules("acme"));
  }

  @Test
  void externalFactsAreAskedForATenantsRules() {
    Rule rule =
        Rule.newBuilder("credit")
            .when(Condition.external("score").with("customer", "c-1").is(answer -> answer.gte(600)))
            .build();
    rules.put("acme", rule, "ann");
    ExternalFacts source = (questions, context) -> Map.of(questions.getFirst(), Json.of(700));
    Facts order = total(1);
    CallContext context = CallContext.create();
    assertThat(fired(rules.decide("acme", order, rules.begin("acme"), source, context)))
        .containsExactly("credit");
    assertThat(fired(rules.decide("acme", order))).isEmpty();
  }
}
