package dev.atom.rules.replay;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What differs between rules before and after a change. Immutable and thread-safe.
 *
 * @param compared which sets of rules
 * @param events how many events were replayed
 * @param different on how many of them the outcome differs
 * @param end why the replay ended
 * @param rules each rule of either set, those from before first, in the order of their documents;
 *     copied
 * @param differences the first events on which the outcome differs; copied
 * @param unevaluated how many events were too much work before the change or after it; they count for
 *     no rule and as no difference
 * @param unevaluatedOn the first of them; copied
 */
public record BackTestReport(
    Compared compared,
    long events,
    long different,
    ReplayEnd end,
    List<RuleCount> rules,
    List<Difference> differences,
    long unevaluated,
    List<Unevaluated> unevaluatedOn) {

  /**
   * Which rules were compared.
   *
   * @param before the {@link dev.atom.rules.RuleSet#fingerprint} of the rules before the change
   * @param after that of the rules after it
   */
  public record Compared(String before, String after) {
    private Json.Obj toJson() {
      return Json.object().put("before", before).put("after", after).build();
    }
  }

  /** Copies the lists. */
  public BackTestReport {
    Objects.requireNonNull(compared, "compared");
    Objects.requireNonNull(end, "end");
    rules = List.copyOf(rules);
    differences = List.copyOf(differences);
    unevaluatedOn = List.copyOf(unevaluatedOn);
  }

  /**
   * How often a rule fired.
   *
   * @param before before the change
   * @param after after it
   * @param both on the same event, before and after
   * @param actionsDiffer whether its actions are others after the change
   */
  public record Firings(long before, long after, long both, boolean actionsDiffer) {
    /**
     * Counts the events on which it fires only after the change.
     *
     * @return 0 or more
     */
    public long gained() {
      return after - both;
    }

    /**
     * Counts the events on which it fires only before the change.
     *
     * @return 0 or more
     */
    public long lost() {
      return before - both;
    }
  }

  /**
   * What became of one rule.
   *
   * @param rule its id
   * @param firings how often it fired
   * @param gainedOn ids of the first events on which it fires only after the change; copied
   * @param lostOn ids of the first events on which it fires only before the change; copied
   */
  public record RuleCount(
      String rule, Firings firings, List<String> gainedOn, List<String> lostOn) {
    /** Copies the lists. */
    public RuleCount {
      gainedOn = List.copyOf(gainedOn);
      lostOn = List.copyOf(lostOn);
    }

    private Json.Obj toJson() {
      return Json.object()
          .put("rule", rule)
          .put("before", firings.before())
          .put("after", firings.after())
          .put("gained", firings.gained())
          .put("lost", firings.lost())
          .put("actionsDiffer", firings.actionsDiffer())
          .put("gainedOn", texts(gainedOn))
          .put("lostOn", texts(lostOn))
          .build();
    }

    /** Such as {@code vip: fired 3 times, would fire 14 times (+11: e1, e7; -0)}. */
    @Override
    public String toString() {
      return rule
          + ": fired "
          + times(firings.before())
          + ", would fire "
          + times(firings.after())
          + changes("; new on ", firings.gained(), gainedOn)
          + changes("; no longer on ", firings.lost(), lostOn)
          + (firings.actionsDiffer() ? "; with other actions" : "");
    }

    private static String times(long count) {
      return count == 1 ? "once" : count + " times";
    }

    private static String changes(String what, long count, List<String> on) {
      if (count == 0) {
        return "";
      }
      String more = count > on.size() ? ", …" : "";
      return what + count + (on.isEmpty() ? "" : " (" + String.join(", ", on) + more + ")");
    }
  }

  /**
   * An event on which the outcome differs.
   *
   * @param event its id
   * @param at its time
   * @param gained the rules that fire only after the change, in the order of firing; copied
   * @param lost the rules that fire only before it; copied
   * @param actionsDiffer the rules that fire in both, with other actions; copied
   * @param order whether the same rules fire, in another order
   */
  public record Difference(
      String event,
      Instant at,
      List<String> gained,
      List<String> lost,
      List<String> actionsDiffer,
      boolean order) {
    /** Copies the lists. */
    public Difference {
      gained = List.copyOf(gained);
      lost = List.copyOf(lost);
      actionsDiffer = List.copyOf(actionsDiffer);
    }

    private Json.Obj toJson() {
      return Json.object()
          .put("event", event)
          .put("at", at.toString())
          .put("gained", texts(gained))
          .put("lost", texts(lost))
          .put("actionsDiffer", texts(actionsDiffer))
          .put("order", order)
          .build();
    }
  }

  /**
   * Returns what became of a rule.
   *
   * @param id the rule's id
   * @return its counts
   * @throws IllegalArgumentException if neither set has such a rule
   */
  public RuleCount rule(String id) {
    return rules.stream()
        .filter(count -> count.rule().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no rule \"" + id + "\""));
  }

  /**
   * Returns the report as JSON.
   *
   * @return an object with {@code compared}, {@code events}, {@code different}, {@code end}, {@code
   *     rules}, {@code differences}, {@code unevaluated} and {@code unevaluatedOn}
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("compared", compared.toJson())
        .put("events", events)
        .put("different", different)
        .put("end", end.jsonName())
        .put("rules", rules.stream().map(RuleCount::toJson).toList())
        .put("differences", differences.stream().map(Difference::toJson).toList())
        .put("unevaluated", unevaluated)
        .put("unevaluatedOn", unevaluatedOn.stream().map(Unevaluated::toJson).toList())
        .build();
  }

  private static List<Json> texts(List<String> texts) {
    return texts.stream().map(Json::of).toList();
  }

  /** A sentence, and a line for each rule whose firing differs and each event that was too much. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    String ended = end == ReplayEnd.COMPLETE ? "" : " (ended early: " + end.jsonName() + ")";
    lines.add("the outcome differs on " + different + " of " + events + " events" + ended);
    rules.stream()
        .filter(
            count ->
                count.firings().gained() > 0
                    || count.firings().lost() > 0
                    || (count.firings().actionsDiffer() && count.firings().both() > 0))
        .forEach(count -> lines.add("  " + count));
    if (unevaluated > 0) {
      lines.add("  " + unevaluated + " events were too much work to be evaluated:");
      unevaluatedOn.forEach(event -> lines.add("    " + event));
    }
    return String.join("\n", lines);
  }
}
