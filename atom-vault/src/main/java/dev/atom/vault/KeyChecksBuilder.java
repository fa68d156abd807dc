package dev.atom.vault;

import dev.atom.secret.KeyValidator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Options for checks of keys. Unless said otherwise: keys that work are checked every day; a check
 * takes at most 20 seconds; 8 are made at once; API keys only; a call looks at 10,000 places of
 * secrets; nobody listens. The time of day is the vault's. Not thread-safe.
 */
public final class KeyChecksBuilder {
  private final Vault vault;
  private final KeyValidator validator;
  Duration interval = Duration.ofDays(1);
  Duration timeout = Duration.ofSeconds(20);
  int atOnce = 8;
  int looks = 10_000;
  Set<SecretKind> kinds = Set.of(SecretKind.API_KEY);
  RandomGenerator random = new SecureRandom();
  Consumer<KeyChange> listener = change -> {};

  KeyChecksBuilder(Vault vault, KeyValidator validator) {
    this.vault = vault;
    this.validator = validator;
  }

  /**
   * Sets how often keys that work are checked.
   *
   * @param time a minute or more; varied by up to a tenth
   * @return this
   */
  public KeyChecksBuilder interval(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("keys are checked at most every minute, not " + time);
    }
    this.interval = time;
    return this;
  }

  /**
   * Sets how long a check may take before it counts as one that found nothing out.
   *
   * @param time more than 0
   * @return this
   */
  public KeyChecksBuilder timeout(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("a check may take more than 0, not " + time);
    }
    this.timeout = time;
    return this;
  }

  /**
   * Sets how many checks {@link KeyChecks#checkDue} makes at the same time.
   *
   * @param count 1 or more
   * @return this
   */
  public KeyChecksBuilder atOnce(int count) {
    this.atOnce = positive("checks at once", count);
    return this;
  }

  /**
   * Sets how many places of secrets one call of {@link KeyChecks#checkDue} looks at.
   *
   * @param count 1 or more
   * @return this
   */
  public KeyChecksBuilder looks(int count) {
    this.looks = positive("looks", count);
    return this;
  }

  /**
   * Sets which kinds of secrets are checked on schedule.
   *
   * @param some the kinds
   * @return this
   */
  public KeyChecksBuilder kinds(Set<SecretKind> some) {
    this.kinds = Set.copyOf(some);
    return this;
  }

  /**
   * Sets where the variation of times comes from, and the place to begin at.
   *
   * @param source the source; used under a lock and by callers of {@link KeyChecks#check}
   * @return this
   */
  public KeyChecksBuilder random(RandomGenerator source) {
    this.random = source;
    return this;
  }

  /**
   * Sets who is told when a key that worked doesn't any more, or does again. Called after that was
   * written down, by the thread that checks; what it throws is logged without its message.
   *
   * @param consumer the listener
   * @return this
   */
  public KeyChecksBuilder listener(Consumer<KeyChange> consumer) {
    this.listener = consumer;
    return this;
  }

  /**
   * Creates the checks.
   *
   * @return the checks
   */
  public KeyChecks build() {
    return new KeyChecks(vault, validator, this);
  }

  private static int positive(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(what + ": 1 or more, not " + count);
    }
    return count;
  }
}
