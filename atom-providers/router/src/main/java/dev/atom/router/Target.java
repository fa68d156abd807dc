package dev.atom.router;

import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.router.catalogue.ModelFacts;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
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

  /** What can be set. */
  private record Parts(
      ModelRef ref,
      boolean named,
      String name,
      int tier,
      double weight,
      Set<String> tags,
      OptionalLong contextTokens,
      Set<Capability> capabilities,
      Use use,
      Optional<UnaryOperator<ChatRequest>> request) {}

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
    ModelRef ref = model.ref();
    return new Target(
        model,
        new Parts(
            ref,
            false,
            ref.toString(),
            0,
            1,
            Set.of(),
            OptionalLong.empty(),
            Set.copyOf(model.capabilities()),
            Use.ALWAYS,
            Optional.empty()));
  }

  /**
   * Returns a target of another model of a client's provider.
   *
   * @param client the client
   * @param model the model's name at the provider
   * @return the target
   */
  public static Target of(ChatModel client, String model) {
    Target target = of(client);
    ModelRef ref = new ModelRef(client.ref().provider(), model);
    Parts p = target.parts;
    return new Target(
        client,
        new Parts(
            ref,
            true,
            ref.toString(),
            p.tier,
            p.weight,
            p.tags,
            p.contextTokens,
            p.capabilities,
            p.use,
            p.request));
  }

  private Target with(
      String name, int tier, double weight, Set<String> tags, OptionalLong contextTokens) {
    return new Target(
        model,
        new Parts(
            parts.ref,
            parts.named,
            name,
            tier,
            weight,
            tags,
            contextTokens,
            parts.capabilities,
            parts.use,
            parts.request));
  }

  /**
   * Returns this target under another name.
   *
   * @param name unique within its route; not blank
   * @return the target
   */
  public Target named(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a target's name is blank");
    }
    return with(name, parts.tier, parts.weight, parts.tags, parts.contextTokens);
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
    return with(parts.name, tier, parts.weight, parts.tags, parts.contextTokens);
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
    return with(parts.name, parts.tier, weight, parts.tags, parts.contextTokens);
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
    return with(parts.name, parts.tier, parts.weight, Set.copyOf(tags), parts.contextTokens);
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
    return with(parts.name, parts.tier, parts.weight, parts.tags, OptionalLong.of(tokens));
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
    Parts p = parts;
    return new Target(
        model,
        new Parts(
            p.ref,
            p.named,
            p.name,
            p.tier,
            p.weight,
            p.tags,
            p.contextTokens,
            Set.copyOf(left),
            p.use,
            p.request));
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
    return using(parts.use, Optional.of(change));
  }

  /**
   * Returns this target for requests only that another one has refused as too long.
   *
   * @return the target
   */
  public Target onlyIfTooLong() {
    return using(Use.CONTEXT_TOO_LONG, parts.request);
  }

  /**
   * Returns this target for requests only whose content another one has refused.
   *
   * @return the target
   */
  public Target onlyIfRefused() {
    return using(Use.CONTENT_REFUSED, parts.request);
  }

  private Target using(Use use, Optional<UnaryOperator<ChatRequest>> change) {
    Parts p = parts;
    return new Target(
        model,
        new Parts(
            p.ref,
            p.named,
            p.name,
            p.tier,
            p.weight,
            p.tags,
            p.contextTokens,
            p.capabilities,
            use,
            change));
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
