package dev.atom.workflow;

/**
 * How far a run may go; what goes beyond ends with a typed failure.
 *
 * @param steps the most steps of a run, each iteration's counted
 * @param depth how deep runs may start others, the outermost being 1
 * @param resultBytes the size in bytes of JSON up to which a step's result stands in the run's events;
 *     larger ones go to the blobs, and where there are none the step fails
 */
public record WorkflowLimits(int steps, int depth, int resultBytes) {
  /** 10 000 steps, runs 8 deep, results of 64 KiB. */
  public static final WorkflowLimits DEFAULT = new WorkflowLimits(10_000, 8, 65_536);

  /** Refuses numbers below 1. */
  public WorkflowLimits {
    if (steps < 1 || depth < 1 || resultBytes < 1) {
      throw new IllegalArgumentException(
          "limits are 1 or more, not " + steps + ", " + depth + ", " + resultBytes);
    }
  }
}
