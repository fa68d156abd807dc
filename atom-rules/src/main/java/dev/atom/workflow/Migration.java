package dev.atom.workflow;

import java.util.ArrayList;
import java.util.List;

/** Whether what a run has done has its place in another definition. */
final class Migration {
  private Migration() {}

  static void check(RunFold fold, Workflow old, Workflow next) {
    List<String> homeless = new ArrayList<>();
    for (StepRecord step : fold.steps()) {
      if (step.key().startsWith(RunFold.UNDO)) {
        continue;
      }
      int end = step.key().indexOf('[');
      String id = end < 0 ? step.key() : step.key().substring(0, end);
      Definition.Place before = old.definition().places().get(id);
      Definition.Place after = next.definition().places().get(id);
      if (before == null || after == null || !fits(before, after)) {
        homeless.add(step.key());
      }
    }
    if (!homeless.isEmpty()) {
      throw new RunRefused(
          RunRefused.Reason.DOES_NOT_FIT,
          next + " has no place for what the run has heard of: " + homeless);
    }
  }

  private static boolean fits(Definition.Place before, Definition.Place after) {
    if (!before.step().getClass().equals(after.step().getClass())
        || !before.loops().equals(after.loops())) {
      return false;
    }
    if (before.step() instanceof Step.Approve a
        && after.step() instanceof Step.Approve b
        && !a.terms().reviseFrom().equals(b.terms().reviseFrom())) {
      return false;
    }
    // The number of a chosen case must mean the same afterwards.
    return !(before.step() instanceof Step.Branch a && after.step() instanceof Step.Branch b)
        || a.cases().stream()
            .map(Step.Case::when)
            .toList()
            .equals(b.cases().stream().map(Step.Case::when).toList());
  }
}
