package dev.atom.limit;

import dev.atom.model.RateLimit;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What providers have told of their own limits, by provider and key and, where it was told for one,
 * model. It holds back only what the last answer shows to be hopeless; it never makes room.
 * Thread-safe; keeps what was used last.
 */
final class Learned {
  /** How many keys of providers are remembered. */
  static final int MOST = 10_000;

  private static final String PREFIX = "\n";

  private final LimitTime time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Told> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
          return size() > MOST;
        }
      };

  /** How many words there were; each has its number. */
  private volatile long words;

  /** What was told for one key. */
  private static final class Told {
    final Map<String, Allowance> allowances = new HashMap<>();
    long blockedUntil;

    Told(long now) {
      blockedUntil = now;
    }
  }

  Learned(LimitTime time) {
    this.time = time;
  }

  /**
   * What stands for a call's key at its provider, empty if it calls none. Who states no key is taken to
   * have one for each tenant.
   */
  static Optional<String> key(CallFacts facts) {
    String provider = facts.raw(Fact.PROVIDER);
    if (provider == null) {
      return Optional.empty();
    }
    String key = facts.raw(Fact.KEY);
    String whose = key == null ? "\n" + facts.tenant() : key;
    return Optional.of(PREFIX + provider + "\n" + whose);
  }

  private static Optional<String> place(CallFacts facts) {
    String model = facts.raw(Fact.MODEL);
    return key(facts).map(key -> model == null ? key : key + "\n\n" + model);
  }

  /** What a call may find lacking: its key, and its key for its model. */
  static List<String> keys(CallFacts facts) {
    return Stream.concat(key(facts).stream(), place(facts).stream()).distinct().toList();
  }

  void observe(CallFacts facts, List<RateLimit> limits) {
    place(facts)
        .ifPresent(
            place -> {
              lock.lock();
              try {
                long now = time.nanos();
                Told of = told.computeIfAbsent(place, p -> new Told(now));
                long word = nextWord();
                for (RateLimit limit : limits) {
                  if (limit.remaining() >= 0) {
                    of.allowances.put(limit.unit(), new Allowance(limit, now, word));
                  }
                }
              } finally {
                lock.unlock();
              }
            });
  }

  /** Called under the lock. */
  private long nextWord() {
    long next = words + 1;
    words = next;
    return next;
  }

  void block(CallFacts facts, Duration time) {
    place(facts)
        .ifPresent(
            place -> {
              lock.lock();
              try {
                long now = this.time.nanos();
                Told of = told.computeIfAbsent(place, p -> new Told(now));
                long until = now + time.toNanos();
                of.blockedUntil = until - of.blockedUntil > 0 ? until : of.blockedUntil;
                nextWord();
              } finally {
                lock.unlock();
              }
            });
  }

  /** Takes what the call expects, or nothing and says what is lacking. */
  @Nullable Lack take(LimitedCall call) {
    if (words == 0 || call.facts().raw(Fact.PROVIDER) == null) {
      return null;
    }
    CallFacts facts = call.facts();
    String key = key(facts).orElseThrow();
    lock.lock();
    try {
      long now = time.nanos();
      @Nullable Told ofKey = told.get(key);
      @Nullable Told ofModel =
          facts.raw(Fact.MODEL) == null ? null : told.get(place(facts).orElseThrow());
      Lack lack =
          longer(lack(ofKey, call, key, now), lack(ofModel, call, place(facts).orElseThrow(), now));
      if (lack == null) {
        add(ofKey, call.amounts());
        add(ofModel, call.amounts());
      }
      return lack;
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Lack longer(@Nullable Lack one, @Nullable Lack other) {
    return one == null || (other != null && other.nanos() > one.nanos()) ? other : one;
  }

  private static @Nullable Lack lack(@Nullable Told of, LimitedCall call, String key, long now) {
    if (of == null) {
      return null;
    }
    String unit = LimitedCall.REQUESTS;
    long wait = of.blockedUntil - now;
    of.allowances.values().removeIf(allowance -> allowance.over(now));
    for (Map.Entry<String, Allowance> each : of.allowances.entrySet()) {
      long amount = call.amount(each.getKey());
      long waitHere = amount == 0 ? 0 : each.getValue().wait(amount, now);
      if (waitHere > wait) {
        wait = waitHere;
        unit = each.getKey();
      }
    }
    if (wait <= 0) {
      return null;
    }
    String bucket = call.facts().describe(EnumSet.of(Fact.PROVIDER, Fact.MODEL, Fact.KEY));
    return new Lack(key, LimitExceeded.PROVIDER, unit, bucket, wait, true);
  }

  private static void add(@Nullable Told of, Map<String, Long> amounts) {
    if (of != null) {
      of.allowances.forEach((unit, allowance) -> allowance.take(amounts.getOrDefault(unit, 0L)));
    }
  }

  /** The number of the latest word. */
  long latest() {
    return words;
  }

  /** Corrects what a call took, as far as no later word has told what is left. */
  void settle(LimitedCall call, Used used, long word) {
    if (words == 0 || call.facts().raw(Fact.PROVIDER) == null) {
      return;
    }
    lock.lock();
    try {
      correct(told.get(key(call.facts()).orElseThrow()), call, used, word);
      if (call.facts().raw(Fact.MODEL) != null) {
        correct(told.get(place(call.facts()).orElseThrow()), call, used, word);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void correct(@Nullable Told of, LimitedCall call, Used used, long word) {
    if (of != null) {
      of.allowances.forEach(
          (unit, allowance) -> {
            long expected = call.amount(unit);
            allowance.correct(used.of(unit, expected) - expected, word);
          });
    }
  }

  /** How many keys are remembered. */
  int size() {
    lock.lock();
    try {
      return told.size();
    } finally {
      lock.unlock();
    }
  }
}
