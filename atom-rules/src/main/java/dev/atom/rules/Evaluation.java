package dev.atom.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One evaluation of rules on one snapshot. */
record Evaluation(Matcher rules, Scope scope) {

  Decision decide() {
    return new Decision(rules.fired(scope), this);
  }

  Trace trace() {
    List<RuleTrace> traces = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    List<String> stopped = new ArrayList<>();
    for (CompiledRule compiled : rules.roster().inFiring()) {
      RuleTrace.Outcome outcome = outcome(compiled, taken, stopped);
      if (outcome instanceof RuleTrace.Fired) {
        compiled.exclusiveGroup().ifPresent(group -> taken.put(group, compiled.rule().id()));
        if (compiled.rule().stop()) {
          stopped.add(compiled.rule().id());
        }
      }
      traces.add(
          new RuleTrace(
              compiled.rule().id(),
              outcome,
              compiled.condition().checks(scope).toList(),
              open(compiled) ? List.of() : compiled.condition().reasons(scope).toList()));
    }
    return new Trace(traces);
  }

  /** Whether nobody asked what the rule hangs on, because an earlier rule keeps it from firing. */
  private boolean open(CompiledRule compiled) {
    return ExternalRound.verdict(compiled.condition(), scope) == ExternalRound.Verdict.OPEN;
  }

  private RuleTrace.Outcome outcome(
      CompiledRule compiled, Map<String, String> taken, List<String> stopped) {
    if (!compiled.rule().enabled()) {
      return new RuleTrace.Disabled();
    }
    if (!open(compiled) && !compiled.condition().test(scope)) {
      return new RuleTrace.NotMatched();
    }
    if (!stopped.isEmpty()) {
      return new RuleTrace.Stopped(stopped.get(0));
    }
    String by = compiled.exclusiveGroup().map(taken::get).orElse(null);
    return by == null ? new RuleTrace.Fired() : new RuleTrace.GroupTaken(by);
  }
}
