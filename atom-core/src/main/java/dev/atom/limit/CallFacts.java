package dev.atom.limit;

import dev.atom.CallContext;
import dev.atom.model.ModelRef;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who calls what: by these facts a {@link LimitRule} finds its bucket. A rule holds only for calls
 * that state every fact it needs, so state what is known, and a word such as {@code "anonymous"} for a
 * user that is not.
 *
 * <p>Immutable and thread-safe.
 */
public final class CallFacts {
  private static final int LONGEST = 200;
  private static final int SHOWN_OF_A_KEY = 8;

  private final EnumMap<Fact, String> values;

  private CallFacts(EnumMap<Fact, String> values) {
    this.values = values;
  }

  /**
   * Returns the facts of a call for a tenant.
   *
   * @param tenant the tenant's id; 1 to 200 characters, no control characters
   * @return the facts
   */
  public static CallFacts of(String tenant) {
    return new CallFacts(new EnumMap<>(Fact.class)).and(Fact.TENANT, tenant);
  }

  /**
   * Returns the tenant and, where it is known, the user of a context.
   *
   * @param context for whom the call is made
   * @return the facts
   */
  public static CallFacts of(CallContext context) {
    CallFacts facts = of(context.tenant());
    return context.user().map(facts::user).orElse(facts);
  }

  /**
   * Returns these facts and one more, which takes the place of an earlier one.
   *
   * @param fact which
   * @param value its value; 1 to 200 characters, no control characters
   * @return the derived facts
   * @throws IllegalArgumentException if the value is not of that form
   */
  public CallFacts and(Fact fact, String value) {
    if (value.isBlank() || value.length() > LONGEST || hasControl(value)) {
      throw new IllegalArgumentException(
          "a call's "
              + name(fact)
              + " has 1 to "
              + LONGEST
              + " characters that are not all blank, and no control characters; it has "
              + value.length()
              + " characters");
    }
    EnumMap<Fact, String> copy = new EnumMap<>(values);
    copy.put(fact, value);
    return new CallFacts(copy);
  }

  private static boolean hasControl(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns these facts for a user.
   *
   * @param user the user's id
   * @return the derived facts
   */
  public CallFacts user(String user) {
    return and(Fact.USER, user);
  }

  /**
   * Returns these facts for a call of a provider.
   *
   * @param provider the provider's id
   * @return the derived facts
   */
  public CallFacts provider(String provider) {
    return and(Fact.PROVIDER, provider);
  }

  /**
   * Returns these facts for a call of a model: of the provider and of the name.
   *
   * @param model the model
   * @return the derived facts
   */
  public CallFacts model(ModelRef model) {
    return and(Fact.PROVIDER, model.provider()).and(Fact.MODEL, model.name());
  }

  /**
   * Returns these facts for a call with a provider's key.
   *
   * @param fingerprint a fingerprint of the key, as of the vault; never the key itself
   * @return the derived facts
   */
  public CallFacts key(String fingerprint) {
    return and(Fact.KEY, fingerprint);
  }

  /**
   * Returns these facts for a call on a route.
   *
   * @param route the host's name of the route
   * @return the derived facts
   */
  public CallFacts route(String route) {
    return and(Fact.ROUTE, route);
  }

  /**
   * Returns these facts for a call that came in by an endpoint.
   *
   * @param endpoint the host's name of the endpoint
   * @return the derived facts
   */
  public CallFacts endpoint(String endpoint) {
    return and(Fact.ENDPOINT, endpoint);
  }

  /**
   * Returns a fact.
   *
   * @param fact which
   * @return its value; empty if it was not stated
   */
  public Optional<String> value(Fact fact) {
    return Optional.ofNullable(values.get(fact));
  }

  /**
   * Returns the tenant.
   *
   * @return the tenant's id
   */
  public String tenant() {
    return value(Fact.TENANT).orElseThrow();
  }

  @Nullable String raw(Fact fact) {
    return values.get(fact);
  }

  /** Some of the facts as people read them; of a key's fingerprint the beginning. */
  String describe(Set<Fact> wanted) {
    return wanted.stream()
        .filter(fact -> raw(fact) != null)
        .map(fact -> name(fact) + "=" + shown(fact))
        .collect(Collectors.joining(", "));
  }

  private String shown(Fact fact) {
    String value = value(fact).orElse("");
    return fact == Fact.KEY && value.length() > SHOWN_OF_A_KEY
        ? value.substring(0, SHOWN_OF_A_KEY) + "…"
        : value;
  }

  private static String name(Fact fact) {
    return fact.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallFacts that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "CallFacts[" + describe(EnumSet.allOf(Fact.class)) + "]";
  }
}
