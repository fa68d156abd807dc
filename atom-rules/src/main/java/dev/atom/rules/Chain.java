package dev.atom.rules;

import dev.atom.CallContext;
import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules that fire for what came of other rules' firing. Conditions of one event all see one snapshot;
 * what the actions change is a follow-up event, which the host evaluates with the chain that {@link
 * Link.Fired} hands it, at once or later and on another machine ({@link #toJson}).
 *
 * <p>Guarantees: every chain ends. A rule fires once in a chain, unless it is {@link Rule#repeat}; no
 * chain is longer than its limit; what would go on is a {@link Link.Loop} that names the rules which
 * led there. Immutable and thread-safe.
 */
public final class Chain {
  /** How many events a chain has at most, unless said otherwise. */
  public static final int LENGTH = 10;

  /** How many events a chain may be allowed to have. */
  public static final int MOST = 1_000;

  private final int longest;
  private final List<List<String>> fired;

  private Chain(int longest, List<List<String>> fired) {
    this.longest = longest;
    this.fired = List.copyOf(fired);
  }

  /**
   * Begins a chain of at most {@link #LENGTH} events.
   *
   * @return a chain in which nothing has fired
   */
  public static Chain begin() {
    return begin(LENGTH);
  }

  /**
   * Begins a chain.
   *
   * @param longest how many events it has at most, from 1 to {@link #MOST}
   * @return a chain in which nothing has fired
   */
  public static Chain begin(int longest) {
    if (longest < 1 || longest > MOST) {
      throw new IllegalArgumentException("a chain has 1 to " + MOST + " events, not " + longest);
    }
    return new Chain(longest, List.of());
  }

  /** What became of an event in a chain. */
  public sealed interface Link {
    /**
     * Rules fired. What their actions change is the next event.
     *
     * @param decision what is to be done; rules that have had their turn in the chain are left out
     * @param rest to evaluate the next event with
     */
    record Fired(Decision decision, Chain rest) implements Link {}

    /**
     * No rule fires any more: the chain is over.
     *
     * @param decision without actions, with its trace
     * @param held rules that match but have fired in this chain already
     */
    record Settled(Decision decision, List<String> held) implements Link {
      /** Copies the rules. */
      public Settled {
        held = List.copyOf(held);
      }
    }

    /**
     * The chain is as long as it may be and rules would still fire; none of their actions is planned.
     *
     * @param cycle the rules that fired since one of those that would fire now last did, in their
     *     order, and that rule again; if none fired before, those that would fire now
     * @param length how many events the chain had
     */
    record Loop(List<String> cycle, int length) implements Link {
      /** Copies the rules. */
      public Loop {
        cycle = List.copyOf(cycle);
      }

      @Override
      public String toString() {
        return "rules still fire after " + length + " events: " + String.join(" -> ", cycle);
      }
    }
  }

  /**
   * Evaluates the next event of the chain.
   *
   * @param rules the rules
   * @param facts the event
   * @param now the time
   * @return what became of it
   * @throws EffortExceeded if the evaluation takes more steps than it may; the chain is as it was
   */
  public Link next(RuleSet rules, Facts facts, Instant now) {
    return link(rules.evaluate(facts, now));
  }

  /**
   * Evaluates the next event of the chain with facts that the host asks for.
   *
   * @param rules the rules
   * @param facts the event
   * @param now the time
   * @param external who knows external facts
   * @param context for whom it is asked and until when
   * @return what became of it
   * @throws ExternalFactUnavailable if a condition says so of a fact that is unavailable
   * @throws EvaluationCancelled if the context is cancelled or the thread interrupted, or the deadline
   *     passes during long work
   * @throws EffortExceeded if the evaluation takes more steps than it may; the chain is as it was
   */
  public Link next(
      RuleSet rules, Facts facts, Instant now, ExternalFacts external, CallContext context) {
    return link(rules.evaluate(facts, now, external, context));
  }

  private Link link(Decision decision) {
    Set<String> before = new LinkedHashSet<>();
    fired.forEach(before::addAll);
    List<Rule> firing = new ArrayList<>();
    List<String> held = new ArrayList<>();
    for (Rule rule : decision.fired()) {
      if (rule.repeat() || !before.contains(rule.id())) {
        firing.add(rule);
      } else {
        held.add(rule.id());
      }
    }
    Decision turn = held.isEmpty() ? decision : decision.only(firing);
    if (firing.isEmpty()) {
      return new Link.Settled(turn, held);
    }
    List<String> ids = firing.stream().map(Rule::id).toList();
    if (fired.size() >= longest) {
      return new Link.Loop(cycle(ids), fired.size());
    }
    List<List<String>> longer = new ArrayList<>(fired);
    longer.add(ids);
    return new Link.Fired(turn, new Chain(longest, longer));
  }

  private List<String> cycle(List<String> firing) {
    for (int i = fired.size() - 1; i >= 0; i--) {
      for (String id : fired.get(i)) {
        if (firing.contains(id)) {
          List<String> cycle = new ArrayList<>(List.of(id));
          fired.subList(i + 1, fired.size()).forEach(cycle::addAll);
          cycle.add(id);
          return cycle;
        }
      }
    }
    return firing;
  }

  /**
   * Returns which rules have fired.
   *
   * @return for each event of the chain, the ids in the order of firing
   */
  public List<List<String>> fired() {
    return fired;
  }

  /**
   * Returns the chain as JSON, to go with the next event.
   *
   * @return what {@link #of} reads
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("longest", longest)
        .put(
            "fired",
            fired.stream().map(ids -> Json.array(ids.stream().map(Json::of).toList())).toList())
        .build();
  }

  /**
   * Reads what {@link #toJson} writes.
   *
   * @param json the chain
   * @return the chain
   * @throws IllegalArgumentException if it is none
   */
  public static Chain of(Json.Obj json) {
    if (json.get("longest").orElse(Json.NULL) instanceof Json.Num longest
        && longest.value().compareTo(BigDecimal.valueOf(1_000)) <= 0
        && longest.value().compareTo(BigDecimal.ONE) >= 0
        && json.get("fired").orElse(Json.NULL) instanceof Json.Arr events
        && events.items().stream().allMatch(Chain::texts)) {
      List<List<String>> fired = events.items().stream().map(Chain::ids).toList();
      return new Chain(begin(longest.value().intValue()).longest, fired);
    }
    throw new IllegalArgumentException("no chain of rules: " + Texts.shown(json));
  }

  private static List<String> ids(Json event) {
    return ((Json.Arr) event).items().stream().map(id -> ((Json.Str) id).value()).toList();
  }

  private static boolean texts(Json event) {
    return event instanceof Json.Arr ids
        && ids.items().stream().allMatch(id -> id instanceof Json.Str);
  }

  /** Which rules have fired. */
  @Override
  public String toString() {
    return "Chain" + fired;
  }
}
