package dev.atom.rules.tenant;

import dev.atom.rules.Chain;
import dev.atom.rules.Decision;
import dev.atom.rules.EffortExceeded;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** Evaluates one event by a tenant's rules, within what the tenant may ask of them. */
record TenantEvaluation(
    String tenant, TenantRuleSet current, TenantLimits most, RuleCounts counts) {

  /** How long it takes is measured in nanoseconds. */
  TenantDecision decide(
      Chain chain,
      Instant now,
      LongSupplier nanoTime,
      BiFunction<RuleSet, Instant, Chain.Link> evaluation) {
    long began = nanoTime.getAsLong();
    Chain.Link link;
    try {
      link = evaluation.apply(current.rules(), now);
    } catch (EffortExceeded e) {
      counts.exceeded(tenant, e.rule(), now);
      Breach breach = new Breach(Breach.Limit.EFFORT, e.limit(), e.steps());
      return over(breach, List.of(e.rule()));
    }
    long took = nanoTime.getAsLong() - began;
    return switch (link) {
      case Chain.Link.Settled settled ->
          late(took)
              ? over(time(took), List.of())
              : new TenantDecision.Decided(current.version(), settled.decision(), chain);
      case Chain.Link.Loop loop ->
          over(new Breach(Breach.Limit.CHAIN, most.chain(), loop.length() + 1L), loop.cycle());
      case Chain.Link.Fired fired -> {
        Decision decision = fired.decision();
        List<String> ids = decision.fired().stream().map(Rule::id).toList();
        int actions = decision.fired().stream().mapToInt(rule -> rule.actions().size()).sum();
        if (late(took)) {
          yield over(time(took), ids);
        }
        if (actions > most.actions()) {
          yield over(new Breach(Breach.Limit.ACTIONS, most.actions(), actions), ids);
        }
        yield counts
            .fired(tenant, decision.fired(), now, most.firings())
            .map(breach -> over(breach, ids))
            .orElseGet(() -> new TenantDecision.Decided(current.version(), decision, fired.rest()));
      }
    };
  }

  private boolean late(long took) {
    return took > most.time().toNanos();
  }

  private Breach time(long took) {
    return new Breach(Breach.Limit.TIME, most.time().toNanos(), took);
  }

  private TenantDecision over(Breach breach, List<String> rules) {
    counts.breached(tenant, breach.limit());
    return new TenantDecision.OverLimit(current.version(), breach, rules);
  }
}
