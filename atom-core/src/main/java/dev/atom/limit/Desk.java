package dev.atom.limit;

import java.time.Duration;
import java.util.List;

/** Takes and corrects, over what providers have told and over the buckets. Never waits. */
final class Desk {
  private volatile LimitRule[] rules;
  private final Buckets buckets;
  private final Learned learned;

  /** What came of an attempt. */
  sealed interface Attempt {}

  /** Room was had, when providers had told so much. */
  record Granted(long hold, long word) implements Attempt {}

  /** There is no room now. */
  record Denied(Lack lack) implements Attempt {}

  Desk(LimitTime time, List<LimitRule> rules, Buckets buckets) {
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
    long word = learned.latest();
    Buckets.Taking taking;
    try {
      taking = buckets.take(ask.charges());
    } catch (RuntimeException | Error e) {
      learned.settle(ask.call(), Used.NOTHING, word);
      throw e;
    }
    return switch (taking) {
      case Buckets.Taken taken -> new Granted(taken.hold(), word);
      case Buckets.Lacking lacking -> {
        learned.settle(ask.call(), Used.NOTHING, word);
        yield new Denied(lack(ask, lacking));
      }
    };
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

  void settle(Ask ask, Used used, Granted granted) {
    learned.settle(ask.call(), used, granted.word());
    List<Charge> charges = ask.charges();
    boolean corrects = granted.hold() != 0;
    long[] actual = new long[charges.size()];
    for (int i = 0; i < actual.length; i++) {
      Charge charge = charges.get(i);
      actual[i] = used.of(charge.rule().unit(), charge.amount());
      corrects |= actual[i] != charge.amount();
    }
    if (corrects) {
      buckets.settle(charges, actual, granted.hold());
    }
  }
}
