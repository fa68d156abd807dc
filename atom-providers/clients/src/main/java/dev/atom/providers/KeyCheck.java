package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.model.ModelException;
import dev.atom.model.RateLimit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a provider says of a key, found out by a call that costs nothing. */
public sealed interface KeyCheck {
  /**
   * The provider lets the key in. That money is left for a paid call is not said.
   *
   * @param owner whose key it is (an organisation, a project or a label), where told
   * @param models the ids of models that it sees; empty where not told
   * @param scopes what it may do, in the provider's words; empty where not told
   * @param limits how far it is from its limits; empty where not told
   * @param raw the answer as the provider sent it
   */
  record Accepted(
      Optional<String> owner,
      List<String> models,
      Set<String> scopes,
      List<RateLimit> limits,
      Json raw)
      implements KeyCheck {
    /** Copies the collections. */
    public Accepted {
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(raw, "raw");
      models = List.copyOf(models);
      scopes = Set.copyOf(scopes);
      limits = List.copyOf(limits);
    }
  }

  /**
   * The provider does not let the key in, there is no key, or it is of no use because its owner's
   * money is used up.
   *
   * @param reason {@link dev.atom.model.KeyRejected}, {@link dev.atom.model.AccessDenied} or {@link
   *     dev.atom.model.QuotaExhausted}
   */
  record Rejected(ModelException reason) implements KeyCheck {
    /** Refuses null. */
    public Rejected {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Nothing can be said now: the provider can't be reached, is overloaded, or limits calls.
   *
   * @param reason why; a look later helps if it is {@linkplain ModelException#retryable()
   *     retryable}
   */
  record Unknown(ModelException reason) implements KeyCheck {
    /** Refuses null. */
    public Unknown {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
