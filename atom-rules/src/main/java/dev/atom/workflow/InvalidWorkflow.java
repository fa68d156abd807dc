package dev.atom.workflow;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A workflow can't be used; says everything that is wrong with it at once. */
public final class InvalidWorkflow extends WorkflowException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  private final transient List<Problem> problems;

  InvalidWorkflow(List<Problem> problems) {
    super("invalid_workflow", describe(problems));
    this.problems = List.copyOf(problems);
  }

  private static String describe(List<Problem> problems) {
    String shown =
        problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("; "));
    String more = problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "";
    return "the workflow has "
        + problems.size()
        + (problems.size() == 1 ? " problem: " : " problems: ")
        + shown
        + more;
  }

  /**
   * Returns what is wrong, in the order of the document.
   *
   * @return at least one problem
   */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing that is wrong.
   *
   * @param path the JSON Pointer of the place in the document; empty for the whole
   * @param reason what is wrong and what is expected
   */
  public record Problem(String path, String reason) {
    /** Refuses null. */
    public Problem {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return path.isEmpty() ? reason : path + ": " + reason;
    }
  }
}
