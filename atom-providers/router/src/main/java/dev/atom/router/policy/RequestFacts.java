package dev.atom.router.policy;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.ChatRequest;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a router knows of a request when it chooses: sizes, needs, and for whom; nothing of its
 * content. Immutable and thread-safe.
 */
public final class RequestFacts {
  /** The tag that tells what kind of task a call serves, such as {@code summary}. */
  public static final String TASK = "task";

  /** The tag that tells the language of a call, such as {@code de}. */
  public static final String LANGUAGE = "language";

  private final CallContext context;
  private final EnumSet<Capability> needs;
  private final long needBits;
  private final Optional<String> model;
  private final long promptTokens;
  private final Optional<Integer> maxOutputTokens;

  private RequestFacts(
      CallContext context,
      EnumSet<Capability> needs,
      Optional<String> model,
      long promptTokens,
      Optional<Integer> maxOutputTokens) {
    this.context = context;
    this.needs = needs;
    this.needBits = bits(needs);
    this.model = model;
    this.promptTokens = promptTokens;
    this.maxOutputTokens = maxOutputTokens;
  }

  /**
   * Looks at a request.
   *
   * @param request the request
   * @param streamed whether the reply is to come piece by piece
   * @param promptTokens the tokens of the request, mostly an estimate
   * @param context for whom it is made
   * @return its facts
   */
  public static RequestFacts of(
      ChatRequest request, boolean streamed, long promptTokens, CallContext context) {
    if (promptTokens < 0) {
      throw new IllegalArgumentException("promptTokens is " + promptTokens + "; 0 or more");
    }
    return new RequestFacts(
        Objects.requireNonNull(context, "context"),
        Capability.neededBy(request, streamed),
        request.model(),
        promptTokens,
        request.maxOutputTokens());
  }

  /**
   * Gives the facts of a request that is not at hand itself, such as one of the past.
   *
   * @param needs what a model must be able to do, streaming among it
   * @param promptTokens the tokens of the request, 0 or more
   * @param context for whom it is made
   * @return facts of a request that names no model and does not limit its reply
   */
  public static RequestFacts of(Set<Capability> needs, long promptTokens, CallContext context) {
    if (promptTokens < 0) {
      throw new IllegalArgumentException("promptTokens is " + promptTokens + "; 0 or more");
    }
    EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
    copy.addAll(needs);
    return new RequestFacts(
        Objects.requireNonNull(context, "context"),
        copy,
        Optional.empty(),
        promptTokens,
        Optional.empty());
  }

  /**
   * Returns capabilities as bits.
   *
   * @param capabilities any
   * @return a bit for each
   */
  @SuppressWarnings("EnumOrdinal") // the bits live no longer than the process
  public static long bits(Set<Capability> capabilities) {
    long bits = 0;
    for (Capability capability : capabilities) {
      bits |= 1L << capability.ordinal();
    }
    return bits;
  }

  /**
   * Returns what a model must be able to do.
   *
   * @return the capabilities, a copy
   */
  public Set<Capability> needs() {
    return EnumSet.copyOf(needs);
  }

  /**
   * Returns what a model must be able to do, as {@link #bits}.
   *
   * @return a bit for each capability
   */
  public long needBits() {
    return needBits;
  }

  /**
   * Tells whether a model must have a capability.
   *
   * @param capability which one
   * @return true if the request needs it
   */
  public boolean needs(Capability capability) {
    return needs.contains(capability);
  }

  /**
   * Returns the model that the request names.
   *
   * @return empty if it names none
   */
  public Optional<String> model() {
    return model;
  }

  /**
   * Returns the tokens of the request.
   *
   * @return mostly an estimate, 0 or more
   */
  public long promptTokens() {
    return promptTokens;
  }

  /**
   * Returns how many tokens the reply may have.
   *
   * @return empty if the request doesn't say
   */
  public Optional<Integer> maxOutputTokens() {
    return maxOutputTokens;
  }

  /**
   * Returns for which tenant the call is made.
   *
   * @return the tenant's id
   */
  public String tenant() {
    return context.tenant();
  }

  /**
   * Returns for which user of the tenant the call is made.
   *
   * @return empty if for none
   */
  public Optional<String> user() {
    return context.user();
  }

  /**
   * Returns what the caller told of the call by {@link CallContext#tag}.
   *
   * @return values by name, immutable
   */
  public Map<String, String> tags() {
    return context.tags();
  }

  /**
   * Tells whether the caller gave a tag this value.
   *
   * @param name the tag's name, such as {@link #TASK}
   * @param value the value
   * @return true if so
   */
  public boolean tagged(String name, String value) {
    return value.equals(context.tags().get(name));
  }

  @Override
  public String toString() {
    return "RequestFacts[needs=%s, promptTokens=%d, tags=%s]"
        .formatted(needs, promptTokens, tags());
  }
}
