package dev.atom.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One evaluation of rules on one snapshot, and what fired. */
record Evaluation(Matcher rules, Scope scope, List<Rule> fired) {
  /** A trace looks at all, and several times, where the evaluation looks at what it needs. */
  private static final int TRACE = 4;

  /** Ends if it takes more than the scope's effort; nothing is decided then. */
  static Decision decide(Matcher rules, Scope scope) {
    List<Rule> fired = rules.fired(scope);
    return new Decision(fired, new Evaluation(rules, scope, fired));
  }

  Trace trace() {
    return new Tracing().trace();
  }

  /** Why the rules of one evaluation fired or did not. Not thread-safe. */
  private final class Tracing {
    private final List<RuleTrace> traces = new ArrayList<>();
    private final Map<String, String> taken = new HashMap<>();
    private final List<String> stopped = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private long left;

    Tracing() {
      fired.forEach(rule -> ids.add(rule.id()));
      long most = scope.effort().most();
      left = most > Long.MAX_VALUE / TRACE ? Long.MAX_VALUE : TRACE * most;
    }

    Trace trace() {
      for (CompiledRule compiled : rules.roster().inFiring()) {
        RuleTrace trace = bounded(compiled);
        if (trace.fired()) {
          compiled.exclusiveGroup().ifPresent(group -> taken.put(group, compiled.rule().id()));
          if (compiled.rule().stop()) {
            stopped.add(compiled.rule().id());
          }
        }
        traces.add(trace);
      }
      return new Trace(traces);
    }

    /** No rule takes more than an evaluation may, so that one leaves something for the others. */
    private RuleTrace bounded(CompiledRule compiled) {
      Effort effort = Effort.of(Math.min(left, scope.effort().most()));
      try {
        return of(compiled, scope.with(effort));
      } catch (Effort.Spent e) {
        String id = compiled.rule().id();
        return new RuleTrace(
            id, new RuleTrace.Unexplained(ids.contains(id), e.condition()), List.of(), List.of());
      } finally {
        left = Math.max(0, left - effort.taken());
      }
    }

    private RuleTrace of(CompiledRule compiled, Scope on) {
      return new RuleTrace(
          compiled.rule().id(),
          outcome(compiled, on),
          compiled.condition().checks(on).toList(),
          open(compiled, on) ? List.of() : compiled.condition().reasons(on).toList());
    }

    private RuleTrace.Outcome outcome(CompiledRule compiled, Scope on) {
      if (!compiled.rule().enabled()) {
        return new RuleTrace.Disabled();
      }
      if (!open(compiled, on) && !compiled.condition().test(on)) {
        return new RuleTrace.NotMatched();
      }
      if (!stopped.isEmpty()) {
        return new RuleTrace.Stopped(stopped.get(0));
      }
      String by = compiled.exclusiveGroup().map(taken::get).orElse(null);
      return by == null ? new RuleTrace.Fired() : new RuleTrace.GroupTaken(by);
    }
  }

  /** Whether nobody asked what the rule hangs on, because an earlier rule keeps it from firing. */
  private static boolean open(CompiledRule compiled, Scope scope) {
    return compiled.condition().asks()
        && ExternalRound.verdict(compiled.condition(), scope) == ExternalRound.Verdict.OPEN;
  }
}
