package dev.atom.rules.template;

import dev.atom.rules.RulesException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
   * @param value the value that was given, cut short if it is long; empty if none was given
   * @param message what is wrong with it
   * @param remedy what to give instead: an example, the default, or the names that there are
   */
  public record Problem(
      String parameter, Kind kind, Optional<String> value, String message, String remedy) {
    private static final int SHOWN = 100;

    /** Refuses null, and cuts the value short. */
    public Problem {
      Objects.requireNonNull(parameter, "parameter");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(remedy, "remedy");
      value =
          value.map(
              text ->
                  text.length() <= SHOWN
                      ? text
                      : text.substring(0, text.offsetByCodePoints(0, SHOWN - 1)) + "…");
    }

    /** Such as {@code "days" is 400: must be at most 365; leave it out for 14}. */
    @Override
    public String toString() {
      String is = value.map(text -> " is " + text + ":").orElse("");
      return "\"" + parameter + "\"" + is + " " + message + (remedy.isEmpty() ? "" : "; " + remedy);
    }
  }
}
