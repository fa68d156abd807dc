package dev.atom.secret;

import dev.atom.model.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider says of a key, found out by a call that costs nothing.
 *
 * <p>Guarantees: whoever makes a verdict puts nothing of the key in it, also where the provider
 * repeats the key in its answer; it may be logged, stored and shown. Immutable and thread-safe.
 */
public sealed interface KeyVerdict {
  /**
   * The provider lets the key in. That money is left for a paid call is not said.
   *
   * @param owner whose key it is (an organisation, a project or a label), where told
   * @param models the ids of models that it sees; empty where not told
   * @param scopes what it may do, in the provider's words; empty where not told
   * @param limits how far it is from its limits; empty where not told
   */
  record Accepted(
      Optional<String> owner, List<String> models, Set<String> scopes, List<RateLimit> limits)
      implements KeyVerdict {
    /** The verdict of a provider that says nothing more than that the key is good. */
    public static final Accepted PLAIN =
        new Accepted(Optional.empty(), List.of(), Set.of(), List.of());

    /** Copies the collections. */
    public Accepted {
      Objects.requireNonNull(owner, "owner");
      models = List.copyOf(models);
      scopes = Set.copyOf(scopes);
      limits = List.copyOf(limits);
    }
  }

  /**
   * The provider does not let the key in, there is no key, or it is of no use because its owner's
   * money is used up.
   *
   * @param code which of these: the {@linkplain dev.atom.AtomException#code() code} of the failure,
   *     such as {@code "key_rejected"}, {@code "access_denied"} or {@code "quota_exhausted"}
   * @param why what happened and what to do, for a person
   */
  record Rejected(String code, String why) implements KeyVerdict {
    /** Refuses null. */
    public Rejected {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(why, "why");
    }
  }

  /**
   * Nothing can be said now: the provider can't be reached, is overloaded, limits calls, or answers
   * what nobody understands. The key may be good.
   *
   * @param code the {@linkplain dev.atom.AtomException#code() code} of the failure, such as {@code
   *     "unreachable"} or {@code "rate_limited"}
   * @param why what happened and what to do, for a person
   * @param retryable whether a look later may help
   * @param retryAfter how long the provider asks to wait before that; empty where it says nothing;
   *     never negative
   */
  record Unknown(String code, String why, boolean retryable, Optional<Duration> retryAfter)
      implements KeyVerdict {
    /** Refuses null and a negative time. */
    public Unknown {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(why, "why");
      retryAfter
          .filter(Duration::isNegative)
          .ifPresent(
              time -> {
                throw new IllegalArgumentException("retryAfter is " + time + "; it can't be past");
              });
    }
  }
}
