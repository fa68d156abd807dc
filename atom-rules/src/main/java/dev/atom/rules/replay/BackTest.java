package dev.atom.rules.replay;

import dev.atom.CallContext;
import dev.atom.rules.Decision;
import dev.atom.rules.EffortExceeded;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a change of rules would have made of the past: replays events through the rules before and
 * after it.
 *
 * {@snippet file="dev/atom/rules/check/RuleTestingDocumentationTest.java" region="backtest"}
 *
 * <p>Memory does not grow with the number of events. The same rules and events give the same report.
 */
public final class BackTest {
  private final RuleSet before;
  private final RuleSet after;
  private final int samples;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final List<BackTestReport.Difference> differences = new ArrayList<>();
  private final List<Unevaluated> unevaluatedOn = new ArrayList<>();
  private long different;
  private long unevaluated;

  /** What is counted of one rule. */
  private static final class Tally {
    private final boolean actionsDiffer;
    private long before;
    private long after;
    private long both;
    private final List<String> gained = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    Tally(boolean actionsDiffer) {
      this.actionsDiffer = actionsDiffer;
    }
  }

  private BackTest(RuleSet before, RuleSet after, int samples) {
    this.before = before;
    this.after = after;
    this.samples = samples;
    Map<String, Rule> old = byId(before);
    Map<String, Rule> changed = byId(after);
    Set<String> ids = new LinkedHashSet<>(old.keySet());
    ids.addAll(changed.keySet());
    for (String id : ids) {
      Rule one = old.get(id);
      Rule other = changed.get(id);
      boolean differ = one != null && other != null && !one.actions().equals(other.actions());
      tallies.put(id, new Tally(differ));
    }
  }

  private static Map<String, Rule> byId(RuleSet rules) {
    Map<String, Rule> byId = new LinkedHashMap<>();
    rules.rules().forEach(rule -> byId.put(rule.id(), rule));
    return byId;
  }

  /**
   * Replays events through two sets of rules.
   *
   * @param before the rules as they are
   * @param after the rules as they would be; rules of the same id are compared
   * @param events the events; read once
   * @param options how many events are named, and who is told of progress
   * @param context ends the replay when it is cancelled or its deadline passes; the report then is of
   *     the events up to there
   * @return what differs
   */
  public static BackTestReport run(
      RuleSet before,
      RuleSet after,
      Iterator<ReplayEvent> events,
      ReplayOptions options,
      CallContext context) {
    BackTest test = new BackTest(before, after, options.samples());
    Replay replay = new Replay(options, context);
    ReplayEnd end = replay.run(events, test::event);
    return test.report(replay.events(), end);
  }

  /**
   * Replays events through one set of rules: how often would each have fired?
   *
   * @param rules the rules
   * @param events the events; read once
   * @param options how many events are named, and who is told of progress
   * @param context ends the replay when it is cancelled or its deadline passes
   * @return every firing as one that is new
   */
  public static BackTestReport run(
      RuleSet rules, Iterator<ReplayEvent> events, ReplayOptions options, CallContext context) {
    return run(RuleSet.of(List.of()), rules, events, options, context);
  }

  /** An event that is too much work is told, and does not keep the others from being replayed. */
  private void event(ReplayEvent event) {
    Optional<List<Rule>> old = fired(before, "before", event);
    Optional<List<Rule>> changed = fired(after, "after", event);
    if (old.isPresent() && changed.isPresent()) {
      compare(event, old.get(), changed.get());
    } else {
      unevaluated++;
    }
  }

  private void compare(ReplayEvent event, List<Rule> old, List<Rule> changed) {
    Set<String> oldIds = ids(old);
    Set<String> changedIds = ids(changed);
    List<String> gained = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    List<String> acting = new ArrayList<>();
    for (String id : oldIds) {
      Tally tally = tally(id);
      tally.before++;
      if (!changedIds.contains(id)) {
        sample(tally.lost, event);
        lost.add(id);
      } else {
        tally.both++;
        if (tally.actionsDiffer) {
          acting.add(id);
        }
      }
    }
    for (String id : changedIds) {
      Tally tally = tally(id);
      tally.after++;
      if (!oldIds.contains(id)) {
        sample(tally.gained, event);
        gained.add(id);
      }
    }
    boolean order =
        gained.isEmpty() && lost.isEmpty() && !List.copyOf(oldIds).equals(List.copyOf(changedIds));
    if (!gained.isEmpty() || !lost.isEmpty() || !acting.isEmpty() || order) {
      different++;
      if (differences.size() < samples) {
        differences.add(
            new BackTestReport.Difference(event.id(), event.at(), gained, lost, acting, order));
      }
    }
  }

  private Optional<List<Rule>> fired(RuleSet rules, String which, ReplayEvent event) {
    try {
      Decision decision = rules.evaluate(event.facts(), event.at());
      return Optional.of(decision.fired());
    } catch (EffortExceeded e) {
      if (unevaluatedOn.size() < samples) {
        unevaluatedOn.add(Unevaluated.of(event, which, e));
      }
      return Optional.empty();
    }
  }

  private static Set<String> ids(List<Rule> rules) {
    Set<String> ids = new LinkedHashSet<>();
    rules.forEach(rule -> ids.add(rule.id()));
    return ids;
  }

  private Tally tally(String id) {
    return tallies.computeIfAbsent(id, unknown -> new Tally(false));
  }

  private void sample(List<String> list, ReplayEvent event) {
    if (list.size() < samples) {
      list.add(event.id());
    }
  }

  private BackTestReport report(long events, ReplayEnd end) {
    List<BackTestReport.RuleCount> counts = new ArrayList<>();
    tallies.forEach(
        (id, tally) ->
            counts.add(
                new BackTestReport.RuleCount(
                    id,
                    new BackTestReport.Firings(
                        tally.before, tally.after, tally.both, tally.actionsDiffer),
                    tally.gained,
                    tally.lost)));
    BackTestReport.Compared compared =
        new BackTestReport.Compared(before.fingerprint(), after.fingerprint());
    return new BackTestReport(
        compared, events, different, end, counts, differences, unevaluated, unevaluatedOn);
  }
}
