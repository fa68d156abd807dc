package dev.atom.rules.replay;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a replay touched. Immutable and thread-safe.
 *
 * @param fingerprint the {@link dev.atom.rules.RuleSet#fingerprint} of the rules
 * @param events how many events were replayed and evaluated
 * @param end why the replay ended
 * @param rules every rule, in the order of firing; copied
 * @param unevaluated how many events were too much work for one of the conditions; they count nowhere
 *     else
 * @param unevaluatedOn the first of them; copied
 */
public record CoverageReport(
    String fingerprint,
    long events,
    ReplayEnd end,
    List<RuleCoverage> rules,
    long unevaluated,
    List<Unevaluated> unevaluatedOn) {
  /** Copies the rules. */
  public CoverageReport {
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(end, "end");
    rules = List.copyOf(rules);
    unevaluatedOn = List.copyOf(unevaluatedOn);
  }

  /**
   * How often a rule came how far.
   *
   * @param matched its condition was true; 0 for a disabled rule
   * @param fired its actions were planned
   * @param stopped it matched after another had said stop
   * @param groupTaken it matched after another had fired for its group
   */
  public record Outcomes(long matched, long fired, long stopped, long groupTaken) {}

  /**
   * What a condition found.
   *
   * @param events on how many events it was asked
   * @param held how often it was true
   * @param missing how often there was no value
   * @param wrongType how often the value was of the wrong type: mostly a mistake in the rule or the
   *     facts
   * @param needsZone how often a time zone was missing
   */
  public record Findings(long events, long held, long missing, long wrongType, long needsZone) {}

  /**
   * A condition of a rule.
   *
   * @param id its id in the rule, or its place
   * @param condition the condition
   * @param wanted whether it is to hold for the rule to match; false within a complement
   * @param found what it found
   * @param nearMisses how often it alone kept the rule from matching
   */
  public record ConditionCount(
      String id, Condition condition, boolean wanted, Findings found, long nearMisses) {

    /**
     * Tells whether it was true on no event.
     *
     * @return true for none of at least one
     */
    public boolean neverTrue() {
      return found.events() > 0 && found.held() == 0;
    }

    /**
     * Tells whether it was false on no event.
     *
     * @return true for none of at least one
     */
    public boolean neverFalse() {
      return found.events() > 0 && found.held() == found.events();
    }

    /**
     * Tells whether there was a value on no event.
     *
     * @return true for none of at least one
     */
    public boolean onlyMissing() {
      return found.events() > 0 && found.missing() == found.events();
    }

    /** How often it was not as the rule wants it. */
    private long against() {
      return wanted ? found.events() - found.held() : found.held();
    }

    private Json.Obj toJson() {
      return Json.object()
          .put("id", id)
          .put("condition", condition.toJson())
          .put("held", found.held())
          .put("missing", found.missing())
          .put("wrongType", found.wrongType())
          .put("needsZone", found.needsZone())
          .put("nearMisses", nearMisses)
          .build();
    }

    private List<String> remarks() {
      List<String> remarks = new ArrayList<>();
      if (onlyMissing()) {
        remarks.add("there was never a value");
      } else if (neverTrue()) {
        remarks.add("never true");
      } else if (neverFalse()) {
        remarks.add("never false");
      }
      if (found.wrongType() > 0) {
        remarks.add("wrong type " + found.wrongType() + " times");
      }
      if (found.needsZone() > 0) {
        remarks.add("no time zone " + found.needsZone() + " times");
      }
      if (nearMisses > 0) {
        remarks.add("it alone kept the rule from matching " + nearMisses + " times");
      }
      return remarks;
    }

    @Override
    public String toString() {
      String what =
          condition instanceof FieldCondition leaf
              ? " (" + leaf.field() + " " + leaf.operator() + ")"
              : "";
      return id + what + ": " + String.join(", ", remarks());
    }
  }

  /**
   * What became of a rule.
   *
   * @param rule its id
   * @param enabled whether it is switched on
   * @param outcomes how often it came how far
   * @param conditions its conditions, triggers and time among them, in their order; copied
   */
  public record RuleCoverage(
      String rule, boolean enabled, Outcomes outcomes, List<ConditionCount> conditions) {
    /** Copies the conditions. */
    public RuleCoverage {
      conditions = List.copyOf(conditions);
    }

    /**
     * Tells whether it matched, and others always kept it from firing.
     *
     * @return true if it matched and never fired
     */
    public boolean masked() {
      return outcomes.matched() > 0 && outcomes.fired() == 0;
    }

    /**
     * Returns what most often kept the rule from matching.
     *
     * @return the condition that was most often the only one in the way; if none ever was, the one
     *     that was most often not as the rule wants it; empty if all always were
     */
    public Optional<ConditionCount> mostFrequentReason() {
      return conditions.stream()
          .filter(condition -> condition.against() > 0)
          .max(
              Comparator.comparingLong(ConditionCount::nearMisses)
                  .thenComparingLong(ConditionCount::against));
    }

    private Json.Obj toJson() {
      var json =
          Json.object()
              .put("rule", rule)
              .put("enabled", enabled)
              .put("matched", outcomes.matched())
              .put("fired", outcomes.fired())
              .put("stopped", outcomes.stopped())
              .put("groupTaken", outcomes.groupTaken());
      mostFrequentReason().ifPresent(reason -> json.put("reason", reason.id()));
      return json.put("conditions", conditions.stream().map(ConditionCount::toJson).toList())
          .build();
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("rule \"").append(rule).append("\" ");
      if (!enabled) {
        text.append("is disabled");
      } else if (outcomes.matched() == 0) {
        text.append("never matched");
        mostFrequentReason().ifPresent(reason -> text.append(", mostly for ").append(reason.id()));
      } else {
        text.append("matched ").append(outcomes.matched());
        text.append(" and fired ").append(outcomes.fired()).append(" times");
        if (outcomes.stopped() > 0) {
          text.append(", ").append(outcomes.stopped()).append(" times after a stop");
        }
        if (outcomes.groupTaken() > 0) {
          text.append(", ").append(outcomes.groupTaken()).append(" times after its group");
        }
      }
      conditions.stream()
          .filter(condition -> !condition.remarks().isEmpty())
          .forEach(condition -> text.append("\n  ").append(condition));
      return text.toString();
    }
  }

  /**
   * Returns what became of a rule.
   *
   * @param id the rule's id
   * @return its counts
   * @throws IllegalArgumentException if there is no such rule
   */
  public RuleCoverage rule(String id) {
    return rules.stream()
        .filter(covered -> covered.rule().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no rule \"" + id + "\""));
  }

  /**
   * Returns the rules that never fired: those that never matched and those that are masked.
   *
   * @return in the order of firing; disabled ones are left out
   */
  public List<RuleCoverage> neverFired() {
    return rules.stream().filter(rule -> rule.enabled() && rule.outcomes().fired() == 0).toList();
  }

  /**
   * Returns the report as JSON.
   *
   * @return an object with {@code fingerprint}, {@code events}, {@code end}, {@code rules}, {@code
   *     unevaluated} and {@code unevaluatedOn}
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("fingerprint", fingerprint)
        .put("events", events)
        .put("end", end.jsonName())
        .put("rules", rules.stream().map(RuleCoverage::toJson).toList())
        .put("unevaluated", unevaluated)
        .put("unevaluatedOn", unevaluatedOn.stream().map(Unevaluated::toJson).toList())
        .build();
  }

  /** A line for each rule, and one for each condition of which there is something to say. */
  @Override
  public String toString() {
    String ended = end == ReplayEnd.COMPLETE ? "" : " (ended early: " + end.jsonName() + ")";
    return events
        + " events"
        + ended
        + (unevaluated == 0 ? "" : ", " + unevaluated + " more were too much work")
        + "\n"
        + String.join("\n", rules.stream().map(RuleCoverage::toString).toList());
  }
}
