package dev.atom.limit;

import dev.atom.model.Usage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Room that a call has got. Close it when the call is done, best in a try statement; before, say what
 * was really used:
 *
 * {@snippet file="dev/atom/limit/LimitsDocTest.java" region="settle"}
 *
 * <p>What is closed without a word counts as expected. The first of {@link #settle}, {@link #release}
 * and {@link #close} holds, whatever comes later does nothing. Thread-safe. None of them throws
 * because a database fails.
 */
public final class Permit implements AutoCloseable {
  private final Limiter limiter;
  private final Ask ask;
  private final Desk.Granted granted;
  private final AtomicBoolean closed = new AtomicBoolean();

  Permit(Limiter limiter, Ask ask, Desk.Granted granted) {
    this.limiter = limiter;
    this.ask = ask;
    this.granted = granted;
  }

  /**
   * Returns the call this is for.
   *
   * @return the call, with what it was expected to need
   */
  public LimitedCall call() {
    return ask.call();
  }

  /**
   * Ends the call and corrects one unit. The bucket takes back what was expected too much, and what
   * was used beyond that it owes: up to its burst, and the rest is forgotten.
   *
   * @param unit such as {@link LimitedCall#TOKENS}
   * @param used how much was used, 0 or more
   * @throws IllegalArgumentException if it is negative
   */
  public void settle(String unit, long used) {
    requireNotNegative(unit, used);
    end((other, expected) -> other.equals(unit) ? used : expected);
  }

  /**
   * Ends the call and corrects some units; those that are not named count as expected.
   *
   * @param used how much was used, by unit, 0 or more each; units the call did not ask for are
   *     passed over
   * @throws IllegalArgumentException if an amount is negative
   */
  public void settle(Map<String, Long> used) {
    used.forEach(Permit::requireNotNegative);
    end(used::getOrDefault);
  }

  private static void requireNotNegative(String unit, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException(
          "a call used 0 or more " + unit + ", not " + amount + "; release what was not used");
    }
  }

  /**
   * Ends the call and corrects its tokens: {@link LimitedCall#TOKENS}, {@link
   * LimitedCall#INPUT_TOKENS} and {@link LimitedCall#OUTPUT_TOKENS}.
   *
   * @param used what the provider said; one that is not {@linkplain Usage#known() known} counts as
   *     expected
   */
  public void settle(Usage used) {
    if (!used.known()) {
      close();
      return;
    }
    end(
        (unit, expected) ->
            switch (unit) {
              case LimitedCall.TOKENS -> used.totalTokens();
              case LimitedCall.INPUT_TOKENS -> used.inputTokens();
              case LimitedCall.OUTPUT_TOKENS -> used.outputTokens();
              default -> expected;
            });
  }

  /** Ends the call and gives everything back: nothing was sent. */
  public void release() {
    end(Used.NOTHING);
  }

  /** Ends the call; if nothing was said before, it has used what was expected. */
  @Override
  public void close() {
    end(Used.AS_EXPECTED);
  }

  private void end(Used used) {
    if (closed.compareAndSet(false, true)) {
      limiter.end(ask, used, granted);
    }
  }

  @Override
  public String toString() {
    return "Permit[" + ask.call() + (closed.get() ? ", ended]" : "]");
  }
}
