package dev.atom.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One evaluation of rules, which are in the order of firing, on one snapshot. */
record Evaluation(List<CompiledRule> rules, Scope scope) {

  Decision decide() {
    List<Rule> fired = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    for (CompiledRule compiled : rules) {
      Rule rule = compiled.rule();
      boolean free = compiled.exclusiveGroup().map(group -> !taken.containsKey(group)).orElse(true);
      if (rule.enabled() && free && compiled.condition().test(scope)) {
        fired.add(rule);
        compiled.exclusiveGroup().ifPresent(group -> taken.put(group, rule.id()));
        if (rule.stop()) {
          break;
        }
      }
    }
    return new Decision(fired, this);
  }

  Trace trace() {
    List<RuleTrace> traces = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    List<String> stopped = new ArrayList<>();
    for (CompiledRule compiled : rules) {
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
              compiled.condition().reasons(scope).toList()));
    }
    return new Trace(traces);
  }

  private RuleTrace.Outcome outcome(
      CompiledRule compiled, Map<String, String> taken, List<String> stopped) {
    if (!compiled.rule().enabled()) {
      return new RuleTrace.Disabled();
    }
    if (!compiled.condition().test(scope)) {
      return new RuleTrace.NotMatched();
    }
    if (!stopped.isEmpty()) {
      return new RuleTrace.Stopped(stopped.get(0));
    }
    String by = compiled.exclusiveGroup().map(taken::get).orElse(null);
    return by == null ? new RuleTrace.Fired() : new RuleTrace.GroupTaken(by);
  }
}
