package dev.atom.rules.check;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something about rules that their author should look at. Immutable and thread-safe.
 *
 * @param kind what kind of remark it is
 * @param rule the id of the rule; empty if it is about all of them
 * @param condition the id of the condition in the rule, or its place such as {@code /when/any/1};
 *     empty if it is about the whole rule
 * @param message what it is, in plain words
 * @param others the ids of the other rules concerned, those of a loop in their order; copied
 * @param witness values on which it shows, tried out; empty if the kind has none
 */
public record Remark(
    Kind kind,
    String rule,
    String condition,
    String message,
    List<String> others,
    Optional<Json.Obj> witness) {

  /** Copies the other rules. */
  public Remark {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(witness, "witness");
    others = List.copyOf(others);
  }

  static Remark of(Kind kind, String rule, String condition, String message) {
    return new Remark(kind, rule, condition, message, List.of(), Optional.empty());
  }

  static Remark of(Kind kind, String rule, String message, List<String> others) {
    return new Remark(kind, rule, "", message, others, Optional.empty());
  }

  /** How much a remark matters. */
  public enum Severity {
    /** Something never happens that the author must have meant to happen. */
    ERROR,
    /** Most likely not what was meant. */
    WARNING,
    /** Worth knowing. */
    HINT
  }

  /** What a remark is about. */
  public enum Kind {
    /** The rule, or an alternative in it, can never be true. */
    IMPOSSIBLE(Severity.ERROR),
    /** The condition is true of all facts. */
    ALWAYS_TRUE(Severity.WARNING),
    /** The same condition stands twice in one list. */
    DUPLICATE_CONDITION(Severity.WARNING),
    /** The condition says nothing that those beside it don't say. */
    REDUNDANT_CONDITION(Severity.HINT),
    /** Another rule has the same condition and the same actions. */
    DUPLICATE_RULE(Severity.WARNING),
    /** Another rule has the same condition and other actions. */
    SAME_CONDITION(Severity.HINT),
    /**
     * The rule can never fire: whenever it matches, a rule before it has said stop or has fired for
     * the group.
     */
    SHADOWED(Severity.ERROR),
    /** Rules change what each other's conditions look at, in a circle. */
    LOOP(Severity.WARNING),
    /** After the rule's own actions its condition can be true again. */
    RETRIGGERS_ITSELF(Severity.WARNING),
    /** Two rules that can both fire set one field to different values. */
    CONFLICTING_ACTIONS(Severity.WARNING),
    /** No index can tell the rule's candidates; it is looked at on every event. */
    COSTLY(Severity.HINT),
    /** The rule has no actions, and does not stop others. */
    NO_EFFECT(Severity.HINT),
    /** The rule is switched off. */
    DISABLED(Severity.HINT),
    /** The rule's time is over. */
    EXPIRED(Severity.WARNING),
    /** None of the rule's schedules has a time while the rule is effective. */
    NEVER_DUE(Severity.WARNING),
    /** The rule has more alternatives than can be tried: not all that is wrong with it was looked for. */
    NOT_DECIDED(Severity.HINT),
    /** Not all rules were compared, because there are too many that could meet. */
    NOT_ALL_COMPARED(Severity.HINT);

    private final Severity severity;

    Kind(Severity severity) {
      this.severity = severity;
    }

    /**
     * Returns how much remarks of this kind matter.
     *
     * @return the severity
     */
    public Severity severity() {
      return severity;
    }
  }

  /**
   * Returns how much the remark matters.
   *
   * @return the severity of its kind
   */
  public Severity severity() {
    return kind.severity();
  }

  /**
   * Returns the remark as JSON.
   *
   * @return an object with {@code severity}, {@code kind}, {@code rule}, {@code condition}, {@code
   *     message}, {@code others} and {@code witness}, those without content left out
   */
  public Json.Obj toJson() {
    var json =
        Json.object()
            .put("severity", Names.of(severity()))
            .put("kind", Names.of(kind))
            .put("rule", rule);
    if (!condition.isEmpty()) {
      json.put("condition", condition);
    }
    json.put("message", message);
    if (!others.isEmpty()) {
      json.put("others", others.stream().map(Json::of).toList());
    }
    witness.ifPresent(values -> json.put("witness", values));
    return json.build();
  }

  /** Such as {@code error: rule "r1", c2: can never be true}. */
  @Override
  public String toString() {
    String where = rule.isEmpty() ? "" : "rule \"" + rule + "\"";
    String at = condition.isEmpty() ? where : where + ", " + condition;
    return Names.of(severity()) + ": " + (at.isEmpty() ? "" : at + ": ") + message;
  }
}
