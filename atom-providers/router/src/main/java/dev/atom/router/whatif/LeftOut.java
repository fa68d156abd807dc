package dev.atom.router.whatif;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * Calls that could not be compared, for one reason. They count neither in the actual nor in the
 * replayed cost of a {@link Replay}.
 *
 * @param reason why
 * @param calls how many, 1 or more
 * @param actual what is known of what they cost in fact, US dollars
 * @param examples up to five different explanations, in the order they were met; may be empty
 */
public record LeftOut(Reason reason, long calls, BigDecimal actual, List<String> examples) {
  /** Copies the list. */
  public LeftOut {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(actual, "actual");
    examples = List.copyOf(examples);
  }

  /** Why a call can't be compared. */
  public enum Reason {
    /** No attempt was answered, so nobody knows what an answer would have used. */
    NO_ANSWER("no attempt was answered"),

    /** Nobody told what was used. */
    USAGE_UNKNOWN("the usage is not known"),

    /** The cost of one of its attempts is unknown. */
    ACTUAL_COST_UNKNOWN("the actual cost is not known"),

    /** The cost under the other prices is unknown. */
    REPLAYED_COST_UNKNOWN("the replayed cost is not known"),

    /** No target of the route can do what it needs, or is large enough. */
    NO_TARGET("no target of the route fits");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /**
     * Says it in words.
     *
     * @return a few words
     */
    public String text() {
      return text;
    }
  }
}
