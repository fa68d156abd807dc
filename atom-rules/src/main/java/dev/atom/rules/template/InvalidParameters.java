package dev.atom.rules.template;

import dev.atom.rules.RulesException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The values for a template's parameters are not what it asks for; says everything at once. */
public final class InvalidParameters extends RulesException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidParameters(String template, List<Problem> problems) {
    super(
        "invalid_parameters",
        "the parameters of template \""
            + template
            + "\": "
            + problems.stream().limit(20).map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns what is wrong.
   *
   * @return at least one problem
   */
  public List<Problem> problems() {
    return problems;
  }

  /** What kind of fault a problem is. */
  public enum Kind {
    /** The parameter has no default and was given no value. */
    MISSING,
    /** The template has no such parameter. */
    UNKNOWN,
    /** The value does not fit the parameter's schema. */
    WRONG,
    /** The value is too long or too deep. */
    TOO_LARGE
  }

  /**
   * One thing that is wrong.
   *
   * @param parameter the name of the parameter
   * @param kind the kind of fault
   * @param message what is expected, without the value
   */
  public record Problem(String parameter, Kind kind, String message) {
    /** Refuses null. */
    public Problem {
      Objects.requireNonNull(parameter, "parameter");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
      return "\"" + parameter + "\" " + message;
    }
  }
}
