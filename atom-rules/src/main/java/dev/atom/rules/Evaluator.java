package dev.atom.rules;

import dev.atom.CallContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Evaluates rules on a snapshot. Thread-safe.
 *
 * @param asks whether a rule may hang on what has to be asked for
 * @param effort how many steps an evaluation may take
 */
record Evaluator(Matcher rules, boolean asks, long effort) {
  /** What has to be asked for is unavailable. */
  Decision decide(Facts facts, Instant now) {
    Scope scope = scope(facts, now, Effort.of(effort));
    return bounded(() -> Evaluation.decide(rules, unasked(scope)));
  }

  Decision decide(Facts facts, Instant now, ExternalFacts external, CallContext context) {
    Scope scope = scope(facts, now, Effort.of(effort, context));
    return bounded(() -> Evaluation.decide(rules, asks ? asked(scope, external, context) : scope));
  }

  /** Allocates nothing for it where nothing is asked: neither a scope nor what evaluates in one. */
  List<Rule> fired(Facts facts, Instant now) {
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(now, "now");
    try {
      return !asks
          ? rules.fired(facts, now, effort)
          : rules.fired(unasked(scope(facts, now, Effort.of(effort))));
    } catch (Effort.Spent e) {
      throw e.among(rules.roster().inFiring());
    }
  }

  /** Names the rule that an evaluation was at when it had taken all its steps. */
  private <T> T bounded(Supplier<T> evaluation) {
    try {
      return evaluation.get();
    } catch (Effort.Spent e) {
      throw e.among(rules.roster().inFiring());
    }
  }

  private static Scope scope(Facts facts, Instant now, Effort effort) {
    return new Scope(
        Objects.requireNonNull(facts, "facts"), Objects.requireNonNull(now, "now"), effort);
  }

  private Scope unasked(Scope scope) {
    return asks ? asked(scope, ExternalFacts.none(), CallContext.create()) : scope;
  }

  private Scope asked(Scope scope, ExternalFacts external, CallContext context) {
    return new ExternalRound(rules, external, context).answered(scope);
  }
}
