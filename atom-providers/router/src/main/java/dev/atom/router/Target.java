package dev.atom.router;

import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.router.catalogue.ModelFacts;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;
import dev.atom.usage.Quote;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One place that a route's calls can go to: a model of a provider, with options. Immutable and
 * thread-safe if its model is; a target holds no key.
 *
 * <p>Derive a target with options from {@link #of(ChatModel)}: each method returns a new one.
 */
public final class Target {
  private final ChatModel model;
  private final Parts parts;

  /** What can be set; nothing changes once a target holds it. */
  private static final class Parts {
    private ModelRef ref;
    private boolean named;
    private String name;
    private int tier;
    private double weight = 1;
    private Set<String> tags = Set.of();
    private OptionalLong contextTokens = OptionalLong.empty();
    private Set<Capability> capabilities;
    private Use use = Use.ALWAYS;
    private Optional<UnaryOperator<ChatRequest>> request = Optional.empty();
    private String priceTier = PriceFacts.STANDARD;
    private Optional<String> priceRegion = Optional.empty();

    Parts(ModelRef ref, Set<Capability> capabilities) {
      this.ref = ref;
      this.name = ref.toString();
      this.capabilities = Set.copyOf(capabilities);
    }

    Parts(Parts other) {
      ref = other.ref;
      named = other.named;
      name = other.name;
      tier = other.tier;
      weight = other.weight;
      tags = other.tags;
      contextTokens = other.contextTokens;
      capabilities = other.capabilities;
      use = other.use;
      request = other.request;
      priceTier = other.priceTier;
      priceRegion = other.priceRegion;
    }
  }

  /** When a target is asked. */
  enum Use {
    ALWAYS,
    CONTEXT_TOO_LONG,
    CONTENT_REFUSED
  }

  private Target(ChatModel model, Parts parts) {
    this.model = model;
    this.parts = parts;
  }

  /**
   * Returns a target of a model.
   *
   * @param model the model, its client's own
   * @return in the first tier, with weight 1, named as the model, with its capabilities
   */
  public static Target of(ChatModel model) {
    return new Target(model, new Parts(model.ref(), model.capabilities()));
  }

  /**
   * Returns a target of another model of a client's provider.
   *
   * @param client the client
   * @param model the model's name at the provider
   * @return the target
   */
  public static Target of(ChatModel client, String model) {
    Parts parts = new Parts(new ModelRef(client.ref().provider(), model), client.capabilities());
    parts.named = true;
    return new Target(client, parts);
  }

  private Target with(Consumer<Parts> change) {
    Parts copy = new Parts(parts);
    change.accept(copy);
    return new Target(model, copy);
  }

  /**
   * Returns this target under another name.
   *
   * @param name unique within its route; 1 to 200 characters, not blank
   * @return the target
   */
  public Target named(String name) {
    Route.checkName("target", name);
    return with(copy -> copy.name = name);
  }

  /**
   * Returns this target in a tier. Targets of a tier are asked only if none of an earlier one can
   * answer.
   *
   * @param tier from 0, the first
   * @return the target
   */
  public Target tier(int tier) {
    if (tier < 0) {
      throw new IllegalArgumentException("tier is " + tier + "; the first is 0");
    }
    return with(copy -> copy.tier = tier);
  }

  /**
   * Returns this target with a weight.
   *
   * @param weight 0 or more
   * @return the target
   */
  public Target weight(double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight is " + weight + "; it must be 0 or more");
    }
    return with(copy -> copy.weight = weight);
  }

  /**
   * Returns this target with one more tag, which policies can look for.
   *
   * @param tag such as {@code "eu"}; not blank
   * @return the target
   */
  public Target tag(String tag) {
    if (tag.isBlank()) {
      throw new IllegalArgumentException("a target's tag is blank");
    }
    Set<String> tags = new TreeSet<>(parts.tags);
    tags.add(tag);
    return with(copy -> copy.tags = Set.copyOf(tags));
  }

  /**
   * Returns this target with a context window: requests that are estimated not to fit are not sent
   * there.
   *
   * @param tokens the most tokens of prompt and reply together, 1 or more
   * @return the target
   */
  public Target contextTokens(long tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("contextTokens is " + tokens + "; it must be 1 or more");
    }
    return with(copy -> copy.contextTokens = OptionalLong.of(tokens));
  }

  /**
   * Returns this target without some capabilities, where a model can less than its client.
   *
   * @param capabilities what it lacks
   * @return the target
   */
  public Target without(Capability... capabilities) {
    Set<Capability> left = EnumSet.noneOf(Capability.class);
    left.addAll(parts.capabilities);
    left.removeAll(Set.of(capabilities));
    return with(copy -> copy.capabilities = Set.copyOf(left));
  }

  /**
   * Returns this target with what a catalogue knows of its model: its context window, and without
   * the capabilities that the catalogue denies it. Catalogues are wrong now and then; {@link
   * #contextTokens} and {@link #without} say it for one model.
   *
   * @param facts of the target's model
   * @return the target
   */
  public Target facts(ModelFacts facts) {
    Set<Capability> denied = EnumSet.copyOf(ModelFacts.TOLD);
    denied.removeAll(facts.capabilities());
    if (denied.contains(Capability.TOOLS)) {
      denied.add(Capability.FORCED_TOOLS);
    }
    Target target = without(denied.toArray(new Capability[0]));
    return facts.contextTokens().isPresent()
        ? target.contextTokens(facts.contextTokens().getAsLong())
        : target;
  }

  /**
   * Returns this target with options of its own.
   *
   * @param change makes the request that is sent of the one that was asked, such as with another
   *     reasoning effort; pure
   * @return the target
   */
  public Target request(UnaryOperator<ChatRequest> change) {
    Objects.requireNonNull(change, "change");
    return with(copy -> copy.request = Optional.of(change));
  }

  /**
   * Returns this target for requests only that another one has refused as too long.
   *
   * @return the target
   */
  public Target onlyIfTooLong() {
    return with(copy -> copy.use = Use.CONTEXT_TOO_LONG);
  }

  /**
   * Returns this target for requests only whose content another one has refused.
   *
   * @return the target
   */
  public Target onlyIfRefused() {
    return with(copy -> copy.use = Use.CONTENT_REFUSED);
  }

  /**
   * Returns this target priced by another service tier than the standard one, if it asks for it, as by
   * {@link #request}. Changes nothing of what is sent.
   *
   * @param tier as the price names it, such as {@code "flex"}
   * @return the target
   */
  public Target priceTier(String tier) {
    Objects.requireNonNull(tier, "tier");
    return with(copy -> copy.priceTier = tier);
  }

  /**
   * Returns this target priced by a region, if its client asks the provider to keep to one. Changes
   * nothing of what is sent.
   *
   * @param region as the price names it, such as {@code "eu"}
   * @return the target
   */
  public Target priceRegion(String region) {
    Objects.requireNonNull(region, "region");
    return with(copy -> copy.priceRegion = Optional.of(region));
  }

  /**
   * Returns which model is asked.
   *
   * @return provider and name
   */
  public ModelRef ref() {
    return parts.ref;
  }

  /**
   * Returns the target's name.
   *
   * @return unique within its route
   */
  public String name() {
    return parts.name;
  }

  /**
   * Returns what the target can do.
   *
   * @return its capabilities, immutable
   */
  public Set<Capability> capabilities() {
    return parts.capabilities;
  }

  ChatModel model() {
    return model;
  }

  /** Whether another target has the same model behind the same client. */
  @SuppressWarnings("ReferenceEquality") // one client and its twin are two ways to a model
  boolean twin(Target other) {
    return model == other.model && parts.ref.equals(other.parts.ref);
  }

  int tier() {
    return parts.tier;
  }

  double weight() {
    return parts.weight;
  }

  Set<String> tags() {
    return parts.tags;
  }

  OptionalLong contextTokens() {
    return parts.contextTokens;
  }

  Quote quote(PriceBook prices) {
    return prices.quote(parts.ref, parts.priceTier, parts.priceRegion);
  }

  /** What its price depends on beside the usage. */
  PriceFacts priceFacts(Instant at) {
    return new PriceFacts(at, parts.priceTier, parts.priceRegion, 1);
  }

  Use use() {
    return parts.use;
  }

  /** The model that a request asks of this target; a name means something at one provider only. */
  ModelRef asked(Optional<String> model) {
    return parts.named
        ? parts.ref
        : model.map(n -> new ModelRef(parts.ref.provider(), n)).orElse(parts.ref);
  }

  /** Tells whether it sends what is asked, but for the model. */
  boolean isPlain() {
    return parts.request.isEmpty();
  }

  /** The request as it is sent. */
  ChatRequest request(ChatRequest asked) {
    ChatRequest own = parts.request.map(change -> change.apply(asked)).orElse(asked);
    return parts.named ? own.toBuilder().model(parts.ref.name()).build() : own;
  }

  @Override
  public String toString() {
    return parts.name;
  }
}
