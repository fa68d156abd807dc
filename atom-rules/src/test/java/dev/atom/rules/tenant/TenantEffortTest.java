package dev.atom.rules.tenant;

import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleLimits;
import dev.atom.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tenant's rule that is too much work is a breach of that tenant's limits, and of no other's. */
class TenantEffortTest {
  private static final Condition CUBE =
      items("x").any(items("^.x").any(items("^.^.x").any(field("@").eq(-1))));

  private final VirtualClock clock = VirtualClock.at("2026-11-20T12:00:00Z");
  private final MemoryStore store = MemoryStore.create(clock);
  private final TenantLimits limits =
      new TenantLimits(RuleLimits.STRANGERS.effort(50_000), 100, 10_000, Duration.ofHours(1), 10);

  private TenantRules host() {
    return TenantRules.newBuilder(store, clock).limits(tenant -> limits).build();
  }

  private static Rule rule(String id, Condition condition) {
    return Rule.newBuilder(id).when(condition).then(Action.of("note")).build();
  }

  private static Facts list(int length) {
    return Facts.newBuilder()
        .put("x", Json.array(IntStream.range(0, length).mapToObj(Json::of).toList()))
        .build();
  }

  private static List<String> fired(TenantDecision decision) {
    return ((TenantDecision.Decided) decision).decision().fired().stream().map(Rule::id).toList();
  }

  @Test
  void nothingIsDecidedAndTheRuleIsNamedAndCounted() {
    TenantRules rules = host();
    rules.put("acme", rule("plain", field("x").exists()), "ann");
    rules.put("acme", rule("cube", CUBE), "mallory");
    rules.put("other", rule("plain", field("x").exists()), "bob");
    TenantDecision.OverLimit over = (TenantDecision.OverLimit) rules.decide("acme", list(1_000));
    assertThat(over.breach().limit()).isEqualTo(Breach.Limit.EFFORT);
    assertThat(over.breach().allowed()).isEqualTo(50_000);
    assertThat(over.breach().found()).isBetween(50_001L, 50_010L);
    assertThat(over.rules()).containsExactly("cube");
    assertThat(rules.breaches("acme")).isEqualTo(Map.of(Breach.Limit.EFFORT, 1L));
    assertThat(rules.counts("acme"))
        .isEqualTo(Map.of("cube", new RuleCount(0, 1, clock.instant())));
    assertThat(fired(rules.decide("other", list(1_000)))).containsExactly("plain");
    assertThat(rules.breaches("other")).isEmpty();
  }

  @Test
  void theNextEventIsDecidedAsIfNothingHadBeen() {
    TenantRules rules = host();
    rules.put("acme", rule("plain", field("x").exists()), "ann");
    rules.put("acme", rule("cube", CUBE), "mallory");
    assertThat(rules.decide("acme", list(1_000))).isInstanceOf(TenantDecision.OverLimit.class);
    assertThat(fired(rules.decide("acme", list(10)))).containsExactly("plain");
    rules.edit("acme", RuleEdit.by("ann").remove("cube").build());
    assertThat(fired(rules.decide("acme", list(1_000)))).containsExactly("plain");
  }

  @Test
  void whatWasCountedIsStoredForOtherHosts() {
    TenantRules rules = host();
    rules.put("acme", rule("cube", CUBE), "mallory");
    rules.decide("acme", list(1_000));
    rules.tidy();
    rules.decide("acme", list(1_000));
    assertThat(rules.counts("acme").get("cube").exceeded()).isEqualTo(2);
    rules.tidy();
    assertThat(host().counts("acme")).isEqualTo(rules.counts("acme"));
    assertThat(host().breaches("acme")).isEqualTo(Map.of(Breach.Limit.EFFORT, 2L));
  }

  @Test
  void aLimitThatIsLoweredHoldsForWhatIsLoadedFromThenOn() {
    TenantRules rules = host();
    rules.put("acme", rule("cube", CUBE), "ann");
    assertThat(fired(rules.decide("acme", list(25)))).isEmpty();
    TenantLimits lower =
        new TenantLimits(limits.rules().effort(1_000), 100, 10_000, Duration.ofHours(1), 10);
    TenantRules other = TenantRules.newBuilder(store, clock).limits(tenant -> lower).build();
    assertThat(other.decide("acme", list(25))).isInstanceOf(TenantDecision.OverLimit.class);
  }
}
