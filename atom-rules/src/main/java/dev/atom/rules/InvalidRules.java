package dev.atom.rules;

import dev.atom.json.JsonException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A rule document can't be used; says everything that is wrong with it at once. */
public final class InvalidRules extends RulesException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;
  private static final int LONGEST = 200;

  private final transient List<Problem> problems;

  /**
   * Creates the exception.
   *
   * @param problems what is wrong, in the order of the document; copied
   */
  public InvalidRules(List<Problem> problems) {
    super("invalid_rules", describe(problems));
    this.problems = List.copyOf(problems);
  }

  private static String describe(List<Problem> problems) {
    String shown =
        problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("; "));
    String more = problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "";
    return "the rules have "
        + problems.size()
        + (problems.size() == 1 ? " problem: " : " problems: ")
        + shown
        + more;
  }

  /**
   * Returns what is wrong, in the order of the document. Reading ends at the 1,000th problem.
   *
   * @return at least one problem, at most 1,000
   */
  public List<Problem> problems() {
    return problems;
  }

  /** What kind of fault a problem is. */
  public enum Kind {
    /** The text is not JSON, or names a member twice. */
    NOT_JSON,
    /** A limit of {@link RuleLimits} or of an operator's value is exceeded. */
    LIMIT_EXCEEDED,
    /** A member that must be there is missing. */
    MISSING_MEMBER,
    /** A member has the wrong form, or is not understood where it stands. */
    WRONG_FORM,
    /** There is no operator of this name. */
    UNKNOWN_OPERATOR,
    /** The vocabulary has no such field. */
    UNKNOWN_FIELD,
    /** The operator or the value does not fit the field's type. */
    WRONG_TYPE,
    /** The value is none of the field's choices. */
    UNKNOWN_CHOICE,
    /** The vocabulary has no such action. */
    UNKNOWN_ACTION,
    /** The vocabulary has no such external fact. */
    UNKNOWN_EXTERNAL,
    /** There is no calendar of this name, or it is none. */
    UNKNOWN_CALENDAR,
    /** Two rules, or two conditions of one rule, have the same id. */
    DUPLICATE_ID
  }

  /**
   * One thing that is wrong.
   *
   * @param rule the id of the rule; empty if the fault is in no rule, or the rule has no id
   * @param path the JSON Pointer of the place in the document; empty for the whole
   * @param kind the kind of fault
   * @param message what is wrong and what is expected; names the condition, field and operator
   * @param line the line of a text that is not JSON, from 1; 0 for what was JSON
   * @param column the column in the line, from 1; 0 for what was JSON
   */
  public record Problem(String rule, String path, Kind kind, String message, int line, int column) {
    /** Refuses null. */
    public Problem {
      Objects.requireNonNull(rule, "rule");
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(message, "message");
    }

    /**
     * Creates a problem of what was JSON.
     *
     * @param rule the id of the rule, or empty
     * @param path the JSON Pointer of the place in the document
     * @param kind the kind of fault
     * @param message what is wrong and what is expected
     */
    public Problem(String rule, String path, Kind kind, String message) {
      this(rule, path, kind, message, 0, 0);
    }

    /** Where a text is not JSON there is no path, but a line and a column. */
    static Problem notJson(JsonException fault) {
      String message = Objects.requireNonNull(fault.getMessage());
      return new Problem("", fault.path(), Kind.NOT_JSON, message, fault.line(), fault.column());
    }

    @Override
    public String toString() {
      String where = path.isEmpty() ? "" : Texts.cut(path, LONGEST) + ": ";
      String name = rule.isEmpty() ? "" : "rule \"" + Texts.cut(rule, LONGEST) + "\" at ";
      return name + where + message;
    }
  }
}
