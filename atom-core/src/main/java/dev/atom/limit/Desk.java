package dev.atom.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes and corrects, over what providers have told and over the buckets. Never waits. */
final class Desk {
  private final LimitTime time;
  private volatile LimitRule[] rules;
  private final Buckets buckets;
  private final Learned learned;

  /** What came of an attempt. */
  sealed interface Attempt {}

  /** Room was had. */
  record Granted(long hold, long takenAt) implements Attempt {}

  /** There is no room now. */
  record Denied(Lack lack) implements Attempt {}

  Desk(LimitTime time, List<LimitRule> rules, Buckets buckets) {
    this.time = time;
    this.rules = rules.toArray(new LimitRule[0]);
    this.buckets = buckets;
    learned = new Learned(time);
  }

  /** What calls ask for that come from now on. */
  void rules(List<LimitRule> changed) {
    rules = changed.toArray(new LimitRule[0]);
  }

  Ask ask(LimitedCall call) {
    return Ask.of(call, rules);
  }

  Learned learned() {
    return learned;
  }

  Duration longestLook() {
    return buckets.longestLook();
  }

  Attempt attempt(Ask ask) {
    Lack told = learned.take(ask.call());
    if (told != null) {
      return new Denied(told);
    }
    long takenAt = time.nanos();
    Buckets.Taking taking;
    try {
      taking = buckets.take(ask.charges());
    } catch (RuntimeException | Error e) {
      giveBackLearned(ask, takenAt);
      throw e;
    }
    return switch (taking) {
      case Buckets.Taken taken -> new Granted(taken.hold(), takenAt);
      case Buckets.Lacking lacking -> {
        giveBackLearned(ask, takenAt);
        yield new Denied(lack(ask, lacking));
      }
    };
  }

  private void giveBackLearned(Ask ask, long takenAt) {
    learned.settle(ask.call(), nothing(ask.call()), takenAt);
  }

  /** Of each unit of a call nothing. */
  static Map<String, Long> nothing(LimitedCall call) {
    Map<String, Long> none = new HashMap<>();
    call.amounts().keySet().forEach(unit -> none.put(unit, 0L));
    return none;
  }

  private static Lack lack(Ask ask, Buckets.Lacking lacking) {
    Charge charge = lacking.charge();
    return new Lack(
        charge.key(),
        charge.rule().name(),
        charge.rule().unit(),
        ask.call().facts().describe(charge.rule().by()),
        Math.max(1, lacking.retryAfter().toNanos()),
        charge.rate() instanceof Rate.PerPeriod);
  }

  /** What is not named was used as expected. */
  void settle(Ask ask, Map<String, Long> used, Granted granted) {
    if (!used.isEmpty()) {
      learned.settle(ask.call(), used, granted.takenAt());
    }
    List<Charge> charges = ask.charges();
    boolean corrects = granted.hold() != 0;
    List<Long> actual = new ArrayList<>(charges.size());
    for (Charge charge : charges) {
      Long named = used.isEmpty() ? null : used.get(charge.rule().unit());
      long amount = named == null ? charge.amount() : named;
      actual.add(amount);
      corrects |= amount != charge.amount();
    }
    if (corrects) {
      buckets.settle(charges, actual, granted.hold());
    }
  }
}
