package dev.atom.json;

import dev.atom.json.JsonSchema.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * One check of one value: collects the violations and bounds the work, since a schema can demand
 * more of a value than anybody wants to wait for. Used by one thread.
 */
final class SchemaCheck {
  /** Each level costs some frames of the stack; values from text are at most 500 deep. */
  private static final int MAX_DEPTH = 1_200;

  private static final int MAX_STEPS = 5_000_000;

  /** Characters that patterns may look at, for all patterns of a check together. */
  private static final int MAX_PATTERN_STEPS = 10_000_000;

  private final Work work;
  private final List<Violation> violations = new ArrayList<>();

  SchemaCheck() {
    this(new Work());
  }

  private SchemaCheck(Work work) {
    this.work = work;
  }

  List<Violation> violations() {
    return violations;
  }

  void refuse(String path, String keyword, String message) {
    violations.add(new Violation(path, keyword, message));
  }

  /** Checks a value against the demands of a schema. */
  void visit(SchemaNode node, Json value, String path) {
    if (work.exhausted()) {
      return;
    }
    work.steps++;
    work.depth++;
    if (work.exhausted()) {
      work.tooMuch = true;
    } else {
      for (SchemaRule rule : node.rules()) {
        rule.check(value, path, this);
      }
    }
    work.depth--;
  }

  /** Tells whether a value fits, without collecting why not. */
  boolean fits(SchemaNode node, Json value) {
    SchemaCheck trial = new SchemaCheck(work);
    trial.visit(node, value, "");
    return trial.violations.isEmpty();
  }

  BoundedPattern.Found find(BoundedPattern pattern, String text) {
    return pattern.find(text, work.patternSteps);
  }

  /** Tells whether the check was given up; what was found so far may be wrong. */
  boolean givenUp() {
    return work.tooMuch;
  }

  /** Shared by a check and its trials. */
  private static final class Work {
    private final int[] patternSteps = {MAX_PATTERN_STEPS};
    private int steps;
    private int depth;
    private boolean tooMuch;

    boolean exhausted() {
      return tooMuch || steps > MAX_STEPS || depth > MAX_DEPTH;
    }
  }
}
