package dev.atom.router.whatif;

import java.util.Objects;

/**
 * Something that a replay takes for granted.
 *
 * @param kind what
 * @param calls how many of the compared calls it touches, 1 or more
 */
public record Assumption(Kind kind, long calls) {
  /** Refuses null. */
  public Assumption {
    Objects.requireNonNull(kind, "kind");
  }

  /** What can be taken for granted. */
  public enum Kind {
    /** Another model counts the same text as as many tokens. */
    SAME_TOKENS("another model counts a text as as many tokens; tokenizers differ by a third"),

    /** Another model's reply is as long. */
    SAME_REPLY("another model's reply, its reasoning included, has as many tokens"),

    /** Every replayed call is answered at once. */
    NO_FAILURES(
        "the first target that is chosen answers; attempts without an answer count in the actual"
            + " cost alone"),

    /** Nothing but the policy decides. */
    ALL_WELL("all targets are well, and no limit or budget refuses"),

    /** Tokens of a provider's cache are plain input at another model. */
    CACHE_NOT_CARRIED("tokens that a provider's cache had are plain input at another model"),

    /** Tokens of a provider's cache are cached at another model as well. */
    CACHE_CARRIED("another model's cache has as much, where its price has a rate for it"),

    /** A function of the host says what was used. */
    USAGE_TOLD("what a chosen model would have used is what the host's own function says"),

    /** Counts that nobody told are in the sums. */
    ESTIMATED_USAGE("usage that is an estimate counts as if it had been told"),

    /** Records don't say what requests need. */
    NEEDS_UNKNOWN(
        "records do not tell what a request needs but for streaming; every target is taken to be"
            + " capable"),

    /** A function of the host says what requests need. */
    NEEDS_TOLD("what a request needs is what the host's own function says"),

    /** Times are those that models had in the ledger. */
    RECORDED_TIMES(
        "models are as quick as this ledger's records of them, and a call runs as long as it did"),

    /** What providers report is kept. */
    REPORTED_COST("a cost that the provider itself reported goes before the prices"),

    /** Records don't say by which service tier and region a call was priced. */
    STANDARD_TIER("priced at the standard service tier, with no region asked for");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /**
     * Says it in words.
     *
     * @return a sentence without a full stop
     */
    public String text() {
      return text;
    }
  }

  /**
   * Says it in words.
   *
   * @return a sentence without a full stop
   */
  public String text() {
    return kind.text();
  }
}
